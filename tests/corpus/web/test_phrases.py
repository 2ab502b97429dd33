"""What the record says in English stands in French on French pages: every phrase that the program has, in both."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.web import phrases
from delib.corpus.web.phrases import PLACE, Phrase, agreed, french, perhaps, told
from delib.corpus.web.texts import Speech
from delib.parser.checks.catalogue import catalogue
from delib.parser.record import Check, Evidence

HOME = Path(phrases.__file__).parents[2]
EVERY = "parser/checks/"
# Strings with blanks in the modules of the checks that are no message: what is looked for, what is written in pieces
# that stand in a phrase as they are, and what goes wrong in a file of rules.
NOT_SAID = {
    "parser/checks/act.py": {" = {}", "did not take part"},
    "parser/checks/ballot.py": {"suffrages exprim", "majorite absolue", "est de", "urne"},
    "parser/checks/catalogue.py": None,
    "parser/checks/identifier.py": {"{}, {}", " and lies in département {}"},
    "parser/checks/land.py": {"unit price", "({})"},
    "parser/checks/lawful.py": {"present or represented", "a third"},
    "parser/checks/money.py": {"{} {}"},
    "parser/checks/people.py": {"did not take part"},
    "parser/checks/texts.py": {"{} {}"},
    "parser/checks/verdicts.py": {"did not take part"},
    "parser/checks/wording.py": {"did not take part", "CGCT L2121-14", "{} {} {}", "commission permanente"},
}
# Of other modules only what stands in these calls or under these names is said by the record.
CALLS = {
    "missing", "_Answer", "_Found", "Found", "Odd", "Outline", "EngineUnavailable", "Picture", "ValueError",
    "faults.append", "parts.append",
}  # fmt: skip
NAMES = {"reason", "why", "message", "how", "more", "said", "known", "PIP_REMEDY", "DATA_REMEDY", "_NULLS"}
NOT_OF_THE_RECORD = {  # what a page says of how it was read; of a page that was not read the record says it
    "{}: {}. {}", "{}, mean confidence {}", "an image of the page is cut short",
    "rendered at {} dpi: the page measures {} × {} points", "no second opinion: {}. {}", "{}: {}",
}  # fmt: skip
SAYING = (
    "parser/acts.py", "parser/assemble.py", "parser/doubt.py", "parser/mending.py", "parser/outcomes.py",
    "parser/sitting.py",
    "parser/topics.py", "parser/fields/act_ids.py", "parser/fields/subjects.py", "parser/segment/acts.py",
    "parser/segment/passages.py", "parser/law.py", "corpus/corrections.py", "corpus/numbering.py",
    "corpus/comparisons.py", "corpus/chains.py", "corpus/people/presence.py",
    "parser/ocr/source.py", "parser/ocr/engine.py",
    "parser/ocr/tesseract.py", "parser/ocr/rapid.py", "parser/pages/render.py",
)  # fmt: skip


def shape(text: str) -> str:
    """A phrase with all its places alike."""
    return PLACE.sub("{}", text)


def written(node: ast.AST) -> str | None:
    """A text of the program, with {} where something is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return None


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Every text of a piece of program but those of docstrings and patterns."""
    inside = {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            inside.add(id(node.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("re.compile", "fold"):
            inside |= {id(one) for argument in node.args for one in ast.walk(argument)}
    for node in ast.walk(tree):
        text = written(node)
        if text is not None and id(node) not in inside:
            yield text


def read(source: str) -> ast.Module:
    return ast.parse((HOME / source).read_text(encoding="utf-8"))


def known(source: str) -> set[str]:
    return {shape(one) for one in phrases.phrases().get(source, {})} | {
        shape(one) for one in phrases.phrases()["words"]
    }


@pytest.mark.parametrize("source", sorted(f"{EVERY}{path.name}" for path in (HOME / EVERY).glob("*.py")))
def test_every_message_of_a_check_has_its_french(source: str) -> None:
    but = NOT_SAID.get(source, set())
    if but is None:
        return
    found = {text for text in texts_of(read(source)) if " " in text.strip() and "[^" not in text and "(?" not in text}
    assert found - but - known(source) == set(), "these are said, and phrases.toml has no French for them"


# What is said elsewhere, by hand: the reasons of null values, why an act is not linked, why pages were not read…
@pytest.mark.parametrize("source", SAYING)
def test_every_reason_has_its_french(source: str) -> None:
    tree = read(source)
    said: set[str] = set()
    for node in ast.walk(tree):
        pieces: list[ast.AST] = []
        if isinstance(node, ast.Call):
            if ast.unparse(node.func) in CALLS:
                pieces += node.args
            pieces += [one.value for one in node.keywords if one.arg in NAMES]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(ast.unparse(one) in NAMES for one in targets):
                pieces.append(node.value)
        said |= {text for piece in pieces for text in texts_of(ast.Expression(body=piece))}  # type: ignore[arg-type]
    said = {text for text in said if " " in text.strip() and "SELECT" not in text} - NOT_OF_THE_RECORD
    everywhere = {shape(one) for of in phrases.phrases().values() for one in of}
    assert said - everywhere == set(), "these are said, and phrases.toml has no French for them"


def test_every_module_that_gives_reasons_is_asked() -> None:
    """`explain` has its own words, for the terminal; the others carry on what one of these says."""
    says = re.compile(r"\b(?:missing\(|reason=|status_reasons=|InferredVote\()")
    found = {
        path.relative_to(HOME).as_posix()
        for path in (HOME / "parser").rglob("*.py")
        if says.search(path.read_text(encoding="utf-8"))
    }
    passes_on = {"parser/explain.py", "parser/evidence.py", "parser/record.py", "parser/checks/__init__.py"}
    assert found - passes_on <= set(SAYING)


@pytest.mark.parametrize("source", sorted(one for one in phrases.phrases() if one.endswith(".py")))
def test_no_phrase_is_of_an_older_program(source: str) -> None:
    texts = set(texts_of(read(source))) | {"{}. {}", "{}"}
    texts |= {text.removeprefix("{}: ") for text in texts}  # "no OCR", which the status does not repeat
    assert {shape(one) for one in phrases.phrases()[source]} - texts == set(), "the program says these no more"


def test_what_rules_say_has_its_french() -> None:
    def table(name: str) -> dict[str, Any]:
        return tomllib.loads((HOME / "rules" / name).read_text(encoding="utf-8"))

    of = phrases.phrases()
    assert {one["since"] for one in table("texts.toml")["text"]} == set(of["rules/texts.toml"])
    english = re.compile(r"\b(?:and|by|following|likewise|of|reviving|since|the)\b")
    laws = {
        one["law"] for rules in table("law.toml").values() if isinstance(rules, list) for one in rules if "law" in one
    }
    assert {law for law in laws if english.search(law)} == set(of["rules/law.toml"])
    # checks of one document take their law from law.toml; those of several from the catalogue
    shown = {one.law for one in catalogue().values() if one.law and (one.of == "corpus" or one.id in ("C17", "C21"))}
    assert {law for law in shown if english.search(law)} == set(of["rules/checks.toml"])


# ---- what is put in its places ---------------------------------------------------------------------------------------

SAMPLES = {
    "n": ("3", "3"), "day": ("2024-03-01", "1er mars 2024"), "number": ("1,234.50", "1\u202f234,50"),
    "said": ("not printed", "non imprimé"), "maybe": ("CGCT L2121-20", "CGCT L2121-20"),
    "field": ("convocation date", "convocation"), "list": ("1, 2 and 3 more", "1, 2 et 3 de plus"),
    "more": (" and 2 more", " et 2 de plus"), "rest": (": « x »", " : « x »"), "pair": ("a and b", "a et b"),
    "word": ("x-1", "x-1"), "any": ("a; b", "a; b"), "name": ("Anne Aube", "Anne Aube"), "": ("Anne Aube", "Anne Aube"),
}  # fmt: skip
EVERY_PHRASE = [one for of in phrases.phrases().values() for one in of.values()]


def filled(phrase: Phrase, count: str = "3") -> tuple[str, str]:
    """The phrase with something in its places, in English and as it should be in French."""
    english, said = phrase.english, {}
    for place in PLACE.finditer(phrase.english):
        kind = place["kind"] or ""
        before, after = (kind.split("|")[0], "") if "|" in kind else SAMPLES[kind]
        if place["name"] == "n":
            before = after = count
        english = english.replace(place[0], before, 1)
        said[place["name"]] = after
    form = phrase.french[0 if len(phrase.french) == 1 or int(count) < 2 else 1]
    return english, agreed(form.format(**said))


def test_every_phrase_is_found_and_its_places_are_taken_over() -> None:
    wrong = []
    for phrase in EVERY_PHRASE:
        for count in ("1", "3"):
            english, expected = filled(phrase, count)
            if french(english) != expected:
                wrong.append((english, french(english), expected))
    assert wrong == []


def test_the_french_has_the_places_of_the_english() -> None:
    for phrase in EVERY_PHRASE:
        theirs = {name for name in phrase.kinds if not name.startswith("_")}
        for form in phrase.french:
            assert {one["name"] for one in PLACE.finditer(form)} == theirs, phrase.english
        if len(phrase.french) > 1:
            assert phrase.kinds["n"] == "n", phrase.english
        assert all(kind in SAMPLES or "|" in kind for kind in phrase.kinds.values()), phrase.english


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("To check: A B is listed twice as present; C D is listed as present and as absent.",
         "À vérifier : A B est listé deux fois comme présent ; C D est listé comme présent et comme absent."),
        ("16 for + 2 against + 1 abstentions = 19 voters, as announced.",
         "16 pour + 2 contre + 1 abstention = 19 votants, comme annoncé."),
        ("X holds 2 proxies, Y holds 3 proxies; no rule is known for this body on 2020-05-01.",
         "X a 2 pouvoirs, Y a 3 pouvoirs ; aucune règle n'est connue pour cette assemblée au 1er mai 2020."),
        ("9 present + 1 represented + 0 absent = 10 in office, as announced.",
         "9 présents + 1 représenté + 0 absent = 10 en exercice, comme annoncé."),
        ("Held on 2013-06-17, received on 2013-06-18.", "Tenue le 17 juin 2013, reçu le 18 juin 2013."),
        ("read with doubt: title (0.19), Anne AUBE (0.31) and 2 more",
         "lu avec doute : objet (0,19), Anne AUBE (0,31) et 2 de plus"),
        ("Not printed: the number of proxies, the list of them.", "Non imprimé : le nombre de pouvoirs, leur liste."),
        ("rule kind.list; 8 entries without reasoning", "règle kind.list ; 8 entrées sans considérants"),
        ("page 1, 2: an image that has not been read; this needs OCR",
         "page 1, 2 : une image qui n'a pas été lue ; il faut une reconnaissance de texte (OCR)"),
        ("tesserocr is not installed. pip install 'delib[ocr]'",
         "tesserocr n'est pas installé. pip install 'delib[ocr]'"),
        ("The SIREN 213499999 has the right control digit and lies in département 034.",
         "Le SIREN 213499999 a la bonne clé de contrôle et se trouve dans le département 034."),
        ("To be checked on 2020-01-02: code des communes: no more in force (replaced by the CGCT: loi n° 96-142 of "
         "21 February 1996 (JO of 24 February 1996)).",
         "À vérifier au 2 janvier 2020 : code des communes : n'est plus en vigueur (remplacé par le CGCT : loi n° "
         "96-142 du 21 février 1996 (JO du 24 février 1996))."),
        ("C01: 14 members are announced as present and 13 are listed: look at the list.",
         "C01 : 14 présents sont annoncés et 13 listés : voyez la liste."),
    ],
)  # fmt: skip
def test_phrases_that_are_joined(english: str, expected: str) -> None:
    assert french(english) == expected


@pytest.mark.parametrize(
    "text",
    ["A message of another version.", "This, and that.", "a rule of thumb; another", "one and two", "", "x" * 5_000,
     "To check: something else is wrong.", "C01: something else.", "(" * 900 + ", " * 900],
)  # fmt: skip
def test_what_is_not_known_stays_english_and_is_marked(text: str) -> None:
    assert french(text) is None
    assert str(told(Speech("fr"), text)).startswith('<span lang="en">')
    assert "lang" not in told(Speech("en"), text)


def test_what_is_taken_over_is_no_html() -> None:
    said = told(Speech("fr"), "<b>X</b> holds 2 proxies; no rule is known for this body on 2020-01-02.")
    assert said.startswith("&lt;b&gt;X&lt;/b&gt; a 2 pouvoirs ; aucune règle n&#39;est connue")
    law = told(Speech("fr"), "CGI art. 278 and following (since 2014-01-01)", law=True)
    assert law == "CGI art. 278 et suivants (depuis le 1er janvier 2014)"
    assert perhaps("CGCT L2121-20") == "CGCT L2121-20"


# ---- the pages -------------------------------------------------------------------------------------------------------


def english_on(page: Any) -> Counter[str]:
    """What is marked as English on a page, the name of the other language apart."""
    marked = page.xpath("//main//*[@lang='en']")
    return Counter(" ".join(one.text_content().split()) for one in marked)


def test_no_page_of_an_act_says_english_to_the_french(visitor: Any) -> None:
    acts = [row[0] for row in visitor.room.corpus.connect().execute("SELECT id FROM deliberations ORDER BY id")]
    assert len(acts) > 10
    left: Counter[str] = Counter()
    said = 0
    for act in acts:
        page = visitor.tree(f"/act/{act}?lang=fr")
        left += english_on(page)
        said += len(page.xpath("//dt[text()='raison']"))
    for path in ("/review", "/review?only=together", "/review?only=info"):
        left += english_on(visitor.tree(f"{path}{'&' if '?' in path else '?'}lang=fr"))
    assert left == Counter()
    assert said > 50  # there was something to say
    english = visitor.tree(f"/act/{acts[0]}?lang=en")
    assert english.xpath("//dt[text()='reason']") and not english.xpath("//main//*[@lang='fr']")


def test_a_message_of_another_version_is_marked_as_english(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    check = Check("C01", "fails", "error", "Something that is said no more.", {}, ())
    act = make.act("Un", checks=(check,), evidence={"number": Evidence(basis="missing", reason="not printed")})
    visitor = visit(make.document(make.session(act)))
    (act_id,) = visitor.room.corpus.connect().execute("SELECT id FROM deliberations").fetchone()
    page = visitor.tree(f"/act/{act_id}?lang=fr")
    assert "Something that is said no more." in english_on(page)
    assert "non imprimé" in page.text_content()
