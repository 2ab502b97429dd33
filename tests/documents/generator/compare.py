"""What a record has and has not of a gold record, value by value.

In: a gold record and a record of the parser, both as plain dictionaries. Out: one line for each value that is
missing, surplus or different; no line means that recall and precision are 1.0 on the fields asked. Names, dates,
counts, votes, numbers and sums must be equal (white space, case and the form of apostrophes and dashes apart);
titles, bodies and the edges of passages are compared with the tolerance of the project's scorer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rapidfuzz import fuzz

Record = Mapping[str, Any]

COUNTS: Final = ("in_office", "present_count", "proxy_count", "voter_count")
NAMES: Final = ("president", "secretary")
LISTS: Final = ("present", "absent")
VOTE: Final = ("outcome", "unanimous", "for", "against", "abstentions")
TEXTS: Final = {"body": 85, "organ": 85, "title": 90}
ALL: Final = frozenset(
    {
        "kind",
        "body",
        "organ",
        "date",
        "convocation_date",
        *COUNTS,
        *NAMES,
        *LISTS,
        "proxies",
        "deliberations",
        "number",
        "title",
    }
    | {"considerants", "dispositif", "decisions", "vote", "act_id", "received", "posted", "amounts"}
)
# What the property test holds to recall and precision 1.0.
FACTS: Final = frozenset(
    {"date", "convocation_date", *COUNTS, *NAMES, *LISTS, "proxies", "deliberations", "vote", "received", "posted"}
)
_GENERIC: Final = frozenset(
    ["commune", "ville", "mairie", "departement", "de", "du", "des", "la", "le", "les", "l", "d"]
)


def differences(gold: Record, record: Record, fields: Iterable[str] = ALL) -> list[str]:
    """The differences on these fields, one line each."""
    asked = frozenset(fields)
    out: list[str] = []
    if "kind" in asked:
        _scalar(out, "document", "kind", gold["kind"], record.get("kind"))
    pairs = _sessions(gold["sessions"], list(record.get("sessions") or []))
    for wanted, got in pairs:
        if wanted is None:
            out.append(f"surplus session {got.get('date')}" if got else "surplus session")
        elif got is None:
            out.append(f"missing session {wanted.get('date')}")
        else:
            _session(out, asked, wanted, got)
    return out


def _session(out: list[str], asked: frozenset[str], gold: Record, got: Record) -> None:
    where = f"session {gold.get('date')}"
    for name in ("body", "organ", "date", "convocation_date", *COUNTS, *NAMES):
        if name in asked and name in gold:
            _scalar(out, where, name, gold[name], got.get(name))
    for name in LISTS:
        if name in asked and name in gold:
            _bag(out, where, name, gold[name], [str(_name(person)) for person in got.get(name) or []])
    if "proxies" in asked and "proxies" in gold:
        put_in = [f"{pair['giver']} -> {pair['holder']}" for pair in gold["proxies"]]
        came_out = [f"{_name(pair['giver'])} -> {_name(pair.get('holder'))}" for pair in got.get("proxies") or []]
        _bag(out, where, "proxies", put_in, came_out)
    pairs = _acts(gold["deliberations"], list(got.get("deliberations") or []))
    for number, (wanted, found) in enumerate(pairs, 1):
        if wanted is None or found is None:
            act = wanted or found or {}
            if "deliberations" in asked and not act.get("optional"):
                out.append(f"{where}: {'surplus' if wanted is None else 'missing'} act {act.get('title')!r}")
        elif not wanted.get("optional"):
            _act(out, asked, f"{where} act {number} {str(wanted.get('title'))[:30]!r}", wanted, found)


def _act(out: list[str], asked: frozenset[str], where: str, gold: Record, got: Record) -> None:
    for name in ("number", "title", "act_id", "received", "posted"):
        if name in asked and name in gold:
            _scalar(out, where, name, gold[name], got.get(name))
    if "vote" in asked and "vote" in gold:
        vote = got.get("vote") or {}
        for name in VOTE:
            if name in gold["vote"]:
                _scalar(out, where, f"vote.{name}", gold["vote"][name], vote.get(name))
        if "dissent" in gold:
            wanted = [f"{each['name']} {each['position']}" for each in gold["dissent"]]
            found = [
                f"{_name(each.get('person'))} {each['position']}"
                for each in got.get("dissent") or []
                if each.get("person") and each["position"] != "for"
            ]
            _bag(out, where, "dissent", wanted, found)
    for name in ("considerants", "dispositif"):
        if name in asked and name in gold:
            _passage(out, where, name, gold[name], got.get(name))
    if "decisions" in asked and gold.get("decisions"):
        found = [each["text"] if isinstance(each, Mapping) else each for each in got.get("decisions") or []]
        _openings(out, where, gold["decisions"], found)
    if "amounts" in asked and "amounts" in gold:
        values = [each["value"] if isinstance(each, Mapping) else each for each in got.get("amounts") or []]
        _bag(out, where, "amounts", [f"{value:.2f}" for value in gold["amounts"]], [f"{value:.2f}" for value in values])


def _scalar(out: list[str], where: str, name: str, gold: Any, got: Any) -> None:
    got = _name(got) if isinstance(got, Mapping) else got
    if gold is None or got is None:
        same = gold is got
    elif name in TEXTS:
        same = fuzz.token_sort_ratio(_core(gold), _core(got)) >= TEXTS[name]
    elif name == "number":
        same = _bare(gold) == _bare(got)
    else:
        same = _even(gold) == _even(got) if isinstance(gold, str) else gold == got and type(gold) is type(got)
    if not same:
        out.append(f"{where}: {name}: {gold!r} put in, {got!r} came out")


def _bag(out: list[str], where: str, name: str, gold: Sequence[str], got: Sequence[str]) -> None:
    left = list(got)
    for value in gold:
        hit = next((each for each in left if _even(each) == _even(value)), None)
        if hit is None:
            out.append(f"{where}: {name}: missing {value!r}")
        else:
            left.remove(hit)
    out.extend(f"{where}: {name}: surplus {value!r}" for value in left)


def _passage(out: list[str], where: str, name: str, gold: Record | None, got: Any) -> None:
    text = got.get("text", "") if isinstance(got, Mapping) else got or ""
    if gold is None:
        if text:
            out.append(f"{where}: {name}: surplus {text[:60]!r}")
        return
    words = _fold(text).split()
    for edge in ("starts", "ends"):
        wanted = _fold(gold[edge]).split()
        found = words[: len(wanted)] if edge == "starts" else words[-len(wanted) :]
        if fuzz.ratio(" ".join(wanted), " ".join(found)) < 85:
            out.append(f"{where}: {name} {edge}: {gold[edge]!r} put in, {' '.join(found)!r} came out")


def _openings(out: list[str], where: str, gold: Sequence[str], got: Sequence[str]) -> None:
    """Decisions by their first six words."""
    left = [_fold(each).split() for each in got]
    for decision in gold:
        wanted = _fold(decision).split()[:6]
        hit = next((each for each in left if fuzz.ratio(" ".join(wanted), " ".join(each[: len(wanted)])) >= 85), None)
        if hit is None:
            out.append(f"{where}: decisions: missing {decision[:60]!r}")
        else:
            left.remove(hit)
    out.extend(f"{where}: decisions: surplus {' '.join(each)[:60]!r}" for each in left)


def _sessions(gold: Sequence[Record], got: list[Record]) -> list[tuple[Record | None, Record | None]]:
    pairs: list[tuple[Record | None, Record | None]] = []
    rest: list[Record] = []
    for wanted in gold:
        hit = next((each for each in got if each.get("date") == wanted.get("date")), None)
        if hit is None:
            rest.append(wanted)
        else:
            got.remove(hit)
            pairs.append((wanted, hit))
    for wanted in rest:
        pairs.append((wanted, got.pop(0) if got else None))
    return pairs + [(None, each) for each in got]


def _acts(gold: Sequence[Record], got: Sequence[Record]) -> list[tuple[Record | None, Record | None]]:
    """Acts paired by number and title, best first; within equals, by their order."""
    scores = []
    for i, wanted in enumerate(gold):
        for j, found in enumerate(got):
            score = fuzz.token_sort_ratio(_fold(wanted.get("title") or ""), _fold(found.get("title") or ""))
            if wanted.get("number") and _bare(wanted["number"]) == _bare(found.get("number") or ""):
                score += 100
            scores.append((score - abs(i - j) * 0.01, i, j))
    taken: dict[int, int] = {}
    for score, i, j in sorted(scores, reverse=True):
        if score >= 60 and i not in taken and j not in taken.values():
            taken[i] = j
    pairs: list[tuple[Record | None, Record | None]] = [
        (wanted, got[taken[i]] if i in taken else None) for i, wanted in enumerate(gold)
    ]
    return pairs + [(None, found) for j, found in enumerate(got) if j not in taken.values()]


def _name(person: Any) -> str | None:
    return person.get("name") if isinstance(person, Mapping) else person


def _even(text: str) -> str:
    """White space, case, apostrophes and dashes made even; accents and letters stay."""
    text = str(text).replace("’", "'").replace("–", "-").replace("‑", "-")
    return (
        " ".join(text.split()).casefold().rstrip(".")
    )  # the full stop of an initial and that of the list look the same


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def _core(text: str) -> str:
    return " ".join(word for word in _fold(text).split() if word not in _GENERIC)


def _bare(number: str) -> str:
    return re.sub(r"^(?:n|no|num|numero)(?=[0-9])", "", _fold(number).replace(" ", ""))
