"""Rule files: read, checked, put in order.

In: TOML files of rules/ and of a user's own folder. Out: a `Rulebook`, or `BadRules` that lists every mistake of
all files with file, line, what is wrong and what would be right. TOML files without [[rule]] (word lists) are no
rule files; their bytes go into the rulebook's digest all the same, because they decide what is read (all but the files
of the exports, which decide what is written: a change to them reads no document again).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ...errors import BadRules
from .book import Overlay, Rulebook
from .check import Entry, Head, Problem, SourceLines, closest, read_head, read_rule
from .model import Disabled, Rule

PACKAGED = Path(__file__).parents[2] / "rules"
OF_EXPORTS = frozenset({"export.toml", "privacy.toml"})


class _File(msgspec.Struct, frozen=True):
    """One rule file that holds together: its head, its rules and what it switches off."""

    label: str
    head: Head
    rules: tuple[Rule, ...]
    disabled: tuple[Disabled, ...]


def load_rulebook(extra: Path | None = None) -> Rulebook:
    """The packaged rules, with those of the folder (or file) `extra` added, replaced or switched off by it.

    Errors: `BadRules` names every mistake in every file. A folder that is not there is `BadRules` too.
    """
    return build(PACKAGED, Path(extra) if extra is not None else None)


def load_rule_set(folder: Path | None) -> Rulebook:
    """As `load_rulebook`; but a folder that holds a base.toml is a whole rule set, in place of the packaged one.

    For comparing with the rules of another version. The word lists stay the packaged ones. Errors: `BadRules`.
    """
    if folder is not None and (folder / "base.toml").is_file():
        return build(folder)
    return load_rulebook(folder)


def build(packaged: Path, extra: Path | None = None) -> Rulebook:
    """As `load_rulebook`, with the packaged rules taken from another folder."""
    problems: list[Problem] = []
    lists: list[bytes] = []
    own = list(_read_all(packaged, packaged.parent, False, problems, lists))
    if extra is not None:
        if not extra.exists():
            raise BadRules(
                "there is no such folder of rules", file=str(extra), remedy="Check the path given with --rules."
            )
        added = list(_read_all(extra, None, True, problems, lists))
        if not added and not problems:
            raise BadRules(
                "holds no rule file",
                file=str(extra),
                remedy="A rule file is a .toml file with [[rule]] in it; see docs/rules.md.",
            )
        own.extend(added)
    book = _assemble(own, problems, b"".join(lists))
    if problems or book is None:
        raise _refusal(problems)
    return book


def _read_all(
    folder: Path, relative_to: Path | None, user: bool, problems: list[Problem], lists: list[bytes]
) -> Iterator[_File]:
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*.toml"), key=_rank)
    for path in paths:
        label = path.relative_to(relative_to).as_posix() if relative_to else path.as_posix()
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.append(Problem(label, 0, f"cannot be read: {error.strerror}"))
            continue
        file = _read(data, label, path.stem, user, problems)
        if file is None:
            if user or path.name not in OF_EXPORTS:
                lists.append(data)
        else:
            yield file


def _rank(path: Path) -> tuple[bool, int, str]:
    """base.toml first, then what lies nearer to the top."""
    return path.name != "base.toml", len(path.parts), path.as_posix()


def _read(data: bytes, label: str, stem: str, user: bool, problems: list[Problem]) -> _File | None:
    """The rules of one file; None where it is no rule file. Mistakes go to `problems`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(label, line, "is not UTF-8; save the file as UTF-8"))
        return _File(label, Head(origin=stem), (), ())
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem.of_toml(label, text, error))
        return _File(label, Head(origin=stem), (), ())
    meant = "rule" in tables or "rules" in tables or (user and any(closest(key, ("rule", "rules")) for key in tables))
    if not meant:
        return None  # a word list
    lines = SourceLines(text)
    found: list[Problem] = []
    for key in tables:
        if key not in ("rule", "rules"):
            found.append(
                Problem(
                    label,
                    lines.top(key),
                    f'"{key}" has no meaning here; a rule file holds one [rules] and any number of [[rule]]',
                )
            )
    head = read_head(tables.get("rules", {}), label, lines, stem, user, found)
    entries = tables.get("rule", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        found.append(Problem(label, lines.top("rule"), "a rule begins with [[rule]], in double square brackets"))
        entries = []
    rules: list[Rule] = []
    disabled: list[Disabled] = []
    for number, table in enumerate(entries):
        entry = Entry(table, label, lines, number, head)
        made = read_rule(entry, found)
        if isinstance(made, Disabled):
            disabled.append(made)
            if not user and head.siren is None:
                found.append(
                    entry.problem(
                        "disabled", "only an overlay (with a siren) or a folder of your own switches rules off"
                    )
                )
        elif made is not None:
            rules.append(made)
    problems.extend(found)
    return _File(label, head, tuple(rules), tuple(disabled))


def _assemble(files: list[_File], problems: list[Problem], extra: bytes) -> Rulebook | None:
    """One rulebook of all files: globals first, then the overlays of each SIREN."""
    known = {file.head.origin for file in files} | {file.head.family for file in files if file.head.family}
    for file in files:
        parent = file.head.extends
        if parent is not None and parent not in known and not parent.startswith("siren:"):
            message = f'extends = "{parent}" names no rule file or family{closest(parent, sorted(known))}'
            problems.append(Problem(file.label, file.head.extends_line, message))
    rules: dict[str, Rule] = {}
    gone: dict[str, Disabled] = {}
    for file in files:
        if file.head.siren is None:
            _add(rules, gone, file, rules, problems)
    overlays: dict[str, tuple[dict[str, Rule], dict[str, Disabled]]] = {}
    for file in files:
        if file.head.siren is not None:
            added, switched_off = overlays.setdefault(file.head.siren, ({}, {}))
            _add(added, switched_off, file, {**rules, **added}, problems)
    if problems:
        return None
    made = {
        siren: Overlay(siren, tuple(added.values()), tuple(switched_off.values()))
        for siren, (added, switched_off) in sorted(overlays.items())
        if added or switched_off  # a draft in which everything is a comment changes nothing
    }
    return Rulebook(list(rules.values()), made, disabled=list(gone.values()), extra=extra)


def _add(
    into: dict[str, Rule], gone: dict[str, Disabled], file: _File, known: dict[str, Rule], problems: list[Problem]
) -> None:
    """Add a file's rules; say where an id stands twice, and where it replaces or switches off what is not there."""
    known = dict(known)
    for item in file.disabled:
        if item.id not in known:
            problems.append(
                Problem(item.file, item.line, f'no rule "{item.id}" to switch off{closest(item.id, list(known))}')
            )
        gone[item.id] = item
        into.pop(item.id, None)
        known.pop(item.id, None)
    for rule in file.rules:
        other = known.get(rule.id)
        if other is not None and (not rule.replaces or other.file == rule.file):
            remedy = "give it another id" if other.file == rule.file else "give it another id, or write replaces = true"
            problems.append(
                Problem(rule.file, rule.line, f'the id "{rule.id}" is already that of {other.place}; {remedy}')
            )
        elif other is None and rule.replaces:
            problems.append(
                Problem(rule.file, rule.line, f'no rule "{rule.id}" to replace{closest(rule.id, list(known))}')
            )
        into[rule.id] = known[rule.id] = rule


def _refusal(problems: list[Problem]) -> BadRules:
    ordered = sorted(set(problems), key=lambda p: (p.file, p.line, p.message))
    if len(ordered) == 1:
        only = ordered[0]
        return BadRules(f"line {only.line}: {only.message}" if only.line else only.message, file=only.file)
    listed = "".join(f"\n  {p.file}:{p.line}: {p.message}" for p in ordered)
    return BadRules(f"{len(ordered)} mistakes in the rules:{listed}\n ")
