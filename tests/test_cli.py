"""The commands: help with examples, sheets and records, one-line errors, exit codes, streams."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from console import delib
from delib import errors
from delib.cli import main
from delib.parser.record import from_json
from fpdf import FPDF

ACT = """COMMUNE DE VALSERINE-LES-BOIS

EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL

Séance du 14 mars 2023

Délibération n° 2023-017

Objet : Subvention à la bibliothèque de Sainte-Œuvre

Date de convocation : 7 mars 2023
Nombre de membres en exercice : 5
Nombre de présents : 3
Nombre de votants : 4

Le Conseil municipal s'est réuni sous la présidence de Mme Zélie BARBANCON, Maire.

Présents : Mme Zélie BARBANCON, M. Ulysse CARPENTRAS, M. Théo LANCELIN

Absent ayant donné pouvoir : M. Maël OUVRARD à Mme Zélie BARBANCON

Absente : Mme Inès PELISSIER

Secrétaire de séance : M. Théo LANCELIN

Considérant que la bibliothèque achète des livres pour les enfants,

Le Conseil municipal, après en avoir délibéré, à l'unanimité :

- DÉCIDE d'accorder une subvention de 1 500 € à la bibliothèque.

Fait et délibéré les jour, mois et an susdits.
"""


@pytest.fixture
def act(tmp_path: Path) -> Path:
    path = tmp_path / "acte.txt"
    path.write_text(ACT, encoding="utf-8")
    return path


def in_a_process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "delib.cli", *map(str, arguments)],
        capture_output=True, env={**os.environ, **environment}, timeout=60, check=False,
    )  # fmt: skip


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
        yield path, command
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                yield from walk(inner, (*path, name))

    return walk(main, ())


# ---- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_every_command_has_help_with_an_example_of_itself(path: tuple[str, ...]) -> None:
    result = delib(*path, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.output
    assert f"$ delib {' '.join(path)}".strip() in result.output


@pytest.mark.parametrize(("path", "command"), list(commands()))
def test_every_option_says_what_it_does(path: tuple[str, ...], command: click.Command) -> None:
    silent = [one.name for one in command.params if isinstance(one, click.Option) and not one.help]
    assert not silent, f"delib {' '.join(path)}: {silent}"


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_the_examples_are_commands_that_would_be_taken(path: tuple[str, ...]) -> None:
    text = delib(*path, "--help").output
    for line in re.findall(r"\$ (?:[^|\n]*\| )?delib ([^|<>#\n]*)", text):
        words = [word for word in line.split() if word != "-"]
        command: click.Command = main
        while isinstance(command, click.Group) and words:
            assert words[0] in command.commands, line
            command = command.commands[words.pop(0)]
        known = {name for one in command.params for name in one.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_version() -> None:
    assert delib("--version").output.startswith("delib, version ")


def test_light_commands_load_nothing_heavy() -> None:
    heavy = ("pdfplumber", "pypdfium2", "spacy", "sqlite_utils", "sqlite3", "regex", "msgspec")
    code = f"import sys, delib, delib.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_reading_an_act_loads_no_language_model_and_no_database(act: Path) -> None:
    heavy = ("pdfplumber", "spacy", "sqlite_utils", "rapidfuzz")
    code = f"import sys, delib; delib.parse({str(act)!r}); print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_completion_is_offered() -> None:
    assert "_delib_completion" in delib(_DELIB_COMPLETE="zsh_source").output


# ---- one act ---------------------------------------------------------------------------------------------------------


def test_the_sheet_says_who_when_what_decided_how_and_whether_it_adds_up(act: Path) -> None:
    result = delib("extract", act)
    assert result.exit_code == 0, result.output
    for expected in (
        "2023-03-14", "called 2023-03-07", "Zélie BARBANCON", "Ulysse CARPENTRAS", "Maël OUVRARD → Zélie BARBANCON",
        "Inès PELISSIER", "2023-017", "adopted, unanimously", "1\u202f500,00 €",
        "3 present + 1 represented + 1 absent = 5 in office, as announced.",
    ):  # fmt: skip
        assert expected in re.sub(r"[ \n]+", " ", result.stdout), expected
    assert max(map(len, result.stdout.splitlines())) <= 88


def test_the_record_is_one_line_of_json(act: Path) -> None:
    result = delib("extract", act, "--json")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    document = from_json(line)
    assert document.file == "acte.txt"
    assert document.sessions[0].date == "2023-03-14"
    assert [person.name for person in document.sessions[0].present] == [
        "Zélie BARBANCON", "Ulysse CARPENTRAS", "Théo LANCELIN",
    ]  # fmt: skip


def test_several_files_are_printed_one_a_line_in_order(act: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre.txt"
    other.write_text(ACT.replace("2023-017", "2023-018"), encoding="utf-8")
    result = delib("extract", other, act, "--json")
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == ["autre.txt", "acte.txt"]


def test_standard_input(act: Path) -> None:
    result = delib("extract", "-", "--json", stdin=act.read_bytes())
    assert result.exit_code == 0
    assert json.loads(result.stdout)["sessions"][0]["date"] == "2023-03-14"


def test_records_are_written_to_a_folder(act: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "records"
    result = delib("extract", act, "-o", folder)
    assert result.exit_code == 0
    assert from_json((folder / "acte.json").read_bytes()).sessions[0].date == "2023-03-14"
    assert str(folder / "acte.json") in result.stdout


def test_files_of_one_stem_do_not_overwrite_one_another(act: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/acte.txt", "acte.pdf.txt", "seul.txt"):
        (tmp_path / name).write_text(ACT, encoding="utf-8")
    folder = tmp_path / "records"
    files = [act, tmp_path / "a" / "acte.txt", tmp_path / "acte.pdf.txt", tmp_path / "seul.txt"]
    assert delib("extract", *files, "-o", folder).exit_code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["acte.pdf.json", "acte.txt-2.json", "acte.txt.json", "seul.json"]


def test_explain_names_rule_file_line_words_page_and_box(act: Path) -> None:
    result = delib("explain", act, "--field", "convocation_date")
    assert result.exit_code == 0
    assert "convocation_date = 2023-03-07" in result.stdout
    assert re.search(r"rule [\w.-]+ \(rules/[\w/-]+\.toml:\d+\)", result.stdout)
    assert "words: « Date de convocation : 7 mars 2023 »" in result.stdout
    assert re.search(r"where: page 1, box \[\d+, \d+, \d+, \d+\]", result.stdout)


def test_explain_says_why_not(tmp_path: Path) -> None:
    path = tmp_path / "acte.txt"
    path.write_text(ACT.replace("Secrétaire de séance : M. Théo LANCELIN\n", ""), encoding="utf-8")
    result = delib("explain", path, "--field", "secretary")
    assert "secretary = null" in result.stdout
    assert "why not: no secretary is named" in result.stdout
    assert "nearest: rule secretary" in result.stdout


def test_explain_covers_the_whole_record(act: Path) -> None:
    result = delib("explain", act)
    assert result.exit_code == 0
    for path in ("sessions[0].date", "sessions[0].present[2]", "deliberations[0].dispositif", "vote.against = null"):
        assert path in result.stdout
    unknown = delib("explain", act, "--field", "shoe-size")
    assert unknown.exit_code == 2
    assert "Fields: " in unknown.output


# ---- what goes wrong -------------------------------------------------------------------------------------------------


def a_pdf(path: Path, *, password: str | None = None, image: bool = False) -> Path:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    if image:
        from PIL import Image, ImageDraw

        scan = Image.new("L", (1240, 1754), 255)
        ImageDraw.Draw(scan).text((200, 200), "Seance du 14 mars 2023", fill=0)
        pdf.image(scan, 0, 0, pdf.w, pdf.h)
    else:
        pdf.multi_cell(0, 6, ACT.replace("Œ", "OE").replace("€", "euros"))
    if password is not None:
        pdf.set_encryption(owner_password="maire", user_password=password)
    pdf.output(str(path))
    return path


def bad_inputs(folder: Path) -> dict[str, tuple[Path, str, int]]:
    """What is wrong, as (path, stable code, exit code)."""
    whole = a_pdf(folder / "whole.pdf").read_bytes()
    (folder / "empty.pdf").touch()
    (folder / "text.pdf").write_text("Ceci n'est pas un PDF.\n", encoding="utf-8")
    (folder / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    (folder / "folder.pdf").mkdir()
    return {
        "missing": (folder / "missing.pdf", "missing", 3),
        "directory": (folder / "folder.pdf", "directory", 3),
        "text named .pdf": (folder / "text.pdf", "unknown-format", 3),
        "empty": (folder / "empty.pdf", "empty", 3),
        "truncated": (folder / "cut.pdf", "damaged", 3),
        "password": (a_pdf(folder / "locked.pdf", password="conseil"), "encrypted", 3),
        "images only": (a_pdf(folder / "scan.pdf", image=True), "needs-ocr", 4),
    }


BAD = ("missing", "directory", "text named .pdf", "empty", "truncated", "password", "images only")


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["extract", "explain"])
def test_bad_input_is_one_line_with_a_code_and_a_remedy(name: str, command: str, tmp_path: Path) -> None:
    path, code, exit_code = bad_inputs(tmp_path)[name]
    result = delib(command, path, "--ocr", "never")
    assert result.exit_code == exit_code
    assert "Traceback" not in result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith(str(path))
    head, _, remedy = line.partition(f" [{code}] ")
    assert head and remedy.endswith((".", ")")), line
    assert remedy in {kind.remedy for kind in errors.kinds()} or "PDF" in remedy or "--ocr never" in remedy


def test_a_scan_still_has_a_record_that_says_so(tmp_path: Path) -> None:
    scan = a_pdf(tmp_path / "scan.pdf", image=True)
    result = delib("extract", scan, "--json", "--ocr", "never")
    assert result.exit_code == 4
    document = from_json(result.stdout)
    assert (document.status, document.sessions) == ("needs-ocr", ())
    assert document.status_reasons


def test_bad_files_do_not_stop_the_others(act: Path, tmp_path: Path) -> None:
    wrong = [path for path, _, _ in bad_inputs(tmp_path).values()]
    result = delib("extract", *wrong, act, "--json", "--ocr", "never")
    assert result.exit_code == errors.ExitCode.SOME_FAILED
    assert len(result.stderr.splitlines()) == len(BAD)
    assert [json.loads(line)["status"] for line in result.stdout.splitlines()] == ["needs-ocr", "ok"]


def test_a_failure_that_nobody_foresaw_is_one_line_too(act: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_arguments: Any) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("delib.parser.reading.read", breaks)
    result = delib("extract", act)
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert "ZeroDivisionError" in line and "[failed]" in line and str(act) in line


def test_ctrl_c(act: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("delib.parser.reading.read", stops)
    result = delib("extract", act)
    assert result.exit_code == 130
    assert result.stderr == "Stopped.\n"


def test_a_reader_who_goes_away_is_no_error(act: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        command = [sys.executable, "-m", "delib.cli", "extract", "--json", str(act)]
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_output_is_utf8_whatever_the_language_of_the_terminal(act: Path) -> None:
    done = in_a_process("extract", act, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="latin-1", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert "Zélie BARBANCON" in done.stdout.decode("utf-8")


def test_wrong_use_is_exit_code_two() -> None:
    assert delib("extract").exit_code == 2
    assert delib("nothing").exit_code == 2
    assert delib("search", "x", "--db", "c.db", "--from", "someday").exit_code == 2


# ---- the corpus ------------------------------------------------------------------------------------------------------


@pytest.fixture
def corpus(act: Path, tmp_path: Path) -> Path:
    database = tmp_path / "corpus.db"
    result = delib("ingest", act, "--db", database)
    assert result.exit_code == 0, result.output
    return database


@pytest.mark.parametrize("words", ["bibliotheque", "BIBLIOTHÈQUES", "oeuvre", '"livres pour les enfants"'])
def test_search_forgives_accents_plurals_and_ligatures(words: str, corpus: Path) -> None:
    result = delib("search", words, "--db", corpus)
    assert result.exit_code == 0, result.output
    assert "2023-03-14  2023-017" in result.stdout
    assert "1 act." in result.stdout


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_search_for_programs(form: str, corpus: Path) -> None:
    result = delib("search", "bibliothèque", "--db", corpus, "--format", form)
    assert "2023-017" in result.stdout
    if form == "json":
        assert json.loads(result.stdout)[0]["date"] == "2023-03-14"
    elif form == "ndjson":
        assert [json.loads(line)["number"] for line in result.stdout.splitlines()] == ["2023-017"]
    else:
        assert result.stdout.startswith("id,date,body,")


def test_search_filters(corpus: Path) -> None:
    assert delib("search", "livres", "--db", corpus, "--from", "2023", "--to", "2023-03").exit_code == 0
    assert delib("search", "livres", "--db", corpus, "--body", "valserine").exit_code == 0
    later = delib("search", "livres", "--db", corpus, "--from", "2023-04")
    assert later.exit_code == errors.ExitCode.NOT_FOUND
    assert "[not-found]" in later.stderr and later.stdout == ""
    assert delib("search", "livres", "--db", corpus, "--body", "ailleurs").exit_code == errors.ExitCode.NOT_FOUND


def test_search_by_filters_alone_and_in_pages(corpus: Path) -> None:
    assert "2023-017" in delib("search", "--db", corpus, "--kind", "deliberation", "--outcome", "adopted").stdout
    assert delib("search", "--db", corpus, "--outcome", "rejected").exit_code == errors.ExitCode.NOT_FOUND
    for wrong in ((), ("--check", "%"), ("--vote", "perhaps"), ("  ",)):
        assert delib("search", *wrong, "--db", corpus).exit_code == errors.ExitCode.USAGE
    beyond = delib("search", "livres", "--db", corpus, "--page", "2")
    assert (beyond.exit_code, beyond.stdout) == (0, "1 act: the last page is 1.\n")
    rows = delib("search", "livres", "--db", corpus, "--page", "2", "--format", "ndjson")
    assert (rows.stdout.strip(), rows.stderr) == ("", "1 act: the last page is 1.\n")


def test_show_an_act_its_document_and_its_session(corpus: Path, act: Path) -> None:
    (hit,) = json.loads(delib("search", "livres", "--db", corpus, "--format", "json").stdout)
    shown = delib("show", hit["id"], "--db", corpus)
    assert "Zélie BARBANCON" in shown.stdout
    record = delib("show", hit["document_id"], "--db", corpus, "--json")
    assert from_json(record.stdout) == from_json(delib("extract", act, "--json").stdout)
    session = delib("show", hit["session_id"], "--db", corpus)
    assert "4 voters" in session.stdout and "2023-017" in session.stdout
    assert delib("show", "nothing", "--db", corpus).exit_code == errors.ExitCode.NOT_FOUND


def test_ingest_again_reads_nothing_again(corpus: Path, act: Path) -> None:
    again = delib("ingest", act, "--db", corpus)
    assert again.exit_code == 0
    assert "1 of them known already" in again.stdout


def test_ingest_names_what_it_could_not_read(tmp_path: Path) -> None:
    bad_inputs(tmp_path)
    result = delib("ingest", tmp_path, "--db", tmp_path / "corpus.db", "--ocr", "never")
    assert result.exit_code == errors.ExitCode.SOME_FAILED
    codes = set(re.findall(r"\[([a-z-]+)\]", result.stderr))
    assert codes == {"unknown-format", "empty", "damaged", "encrypted", "needs-ocr"}


def test_a_database_that_is_none(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.db"
    wrong.write_text("not a database, but long enough to be looked at: " * 40, encoding="utf-8")
    for command in (("search", "x"), ("show", "x")):
        for database in (wrong, tmp_path / "missing.db", tmp_path):
            result = delib(*command, "--db", database)
            assert result.exit_code == errors.ExitCode.DATABASE
            assert len(result.stderr.splitlines()) == 1
            assert "[bad-database]" in result.stderr


# ---- rules -----------------------------------------------------------------------------------------------------------


def test_rules_test_and_lint_pass_on_the_packaged_rules() -> None:
    tested = delib("rules", "test")
    assert tested.exit_code == 0, tested.output
    assert re.search(r"\d+ rules, \d+ examples: \d+ hold, 0 do not", tested.stdout)
    linted = delib("rules", "lint")
    assert linted.exit_code == 0, linted.output


RULE = """
[[rule]]
id = "perso.ouverture"
role = "cue"
segment = "session"
phrases = ["la municipalité s'assemble"]
match = ["{example}"]
"""


def test_rules_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(RULE.format(example="La municipalité s'assemble."), encoding="utf-8")
    assert delib("rules", "test", "--rules", tmp_path).exit_code == 0
    said = delib("rules", "explain", "La Municipalité s’assemble ce jour", "--rules", tmp_path)
    assert "perso.ouverture" in said.stdout and "own.toml:2" in said.stdout


def test_an_example_that_does_not_hold_fails(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(RULE.format(example="Le Conseil se réunit."), encoding="utf-8")
    result = delib("rules", "test", "--rules", tmp_path)
    assert result.exit_code == errors.ExitCode.RULES
    assert "own.toml:2" in result.stdout and "perso.ouverture" in result.stdout
    assert len(result.stderr.splitlines()) == 1


def test_a_broken_rule_file_is_refused_with_its_line(tmp_path: Path, act: Path) -> None:
    (tmp_path / "own.toml").write_text(RULE.replace("role =", "rôle ="), encoding="utf-8")
    for command in (("extract", act), ("rules", "test"), ("rules", "lint")):
        result = delib(*command, "--rules", tmp_path)
        assert result.exit_code == errors.ExitCode.RULES, command
        assert re.search(r"own\.toml: line 4: ", result.output), result.output
        assert "Traceback" not in result.output


def test_rules_explain_reads_standard_input() -> None:
    result = delib("rules", "explain", stdin="après en avoir délibéré".encode())
    assert "dispositif" in result.stdout
    assert "No rule fires" in delib("rules", "explain", "xyzzy").stdout


def test_schema_is_the_schema_of_records(act: Path) -> None:
    from jsonschema import Draft202012Validator

    validator: Any = Draft202012Validator(json.loads(delib("schema").stdout))
    assert list(validator.iter_errors(json.loads(delib("extract", act, "--json").stdout))) == []
