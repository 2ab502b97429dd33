"""The guides, followed to the letter: every command that they print, in their order, over the sample documents."""

from __future__ import annotations

import glob
import re
import shlex
from pathlib import Path

import pytest
from click import Context
from console import delib
from delib.cli import main

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"```(console|toml)\n(.*?)```", re.DOTALL)
NEEDS_OCR = ("doctor", "tests/documents/samples/image-only.pdf")  # a machine without Tesseract says so
ENDS_IN_ONE = ("ingest", "diff")  # some samples are broken on purpose, and own rules change what is read


def steps(page: str) -> list[tuple[str, str]]:
    """The blocks of a page: its kind, and a command or the text of a file."""
    found: list[tuple[str, str]] = []
    for kind, text in BLOCK.findall((ROOT / "docs" / page).read_text(encoding="utf-8")):
        if kind == "toml":
            found.append((kind, text))
        else:
            found += [("command", line[2:]) for line in text.splitlines() if line.startswith("$ delib ")]
    return found


@pytest.mark.parametrize("page", ["people.md", "money.md", "subjects.md", "export.md"])
def test_a_page_can_be_typed_over_the_samples(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    delib("ingest", ROOT / "tests" / "documents" / "samples", "--db", "corpus.db", "--jobs", "0")
    (act,) = re.findall(r"[a-z2-7]{16}", delib("search", "bail logement", "--db", "corpus.db").stdout)
    file = ""
    for kind, text in steps(page):
        if kind == "toml":
            file = text if "names =" in text else ""
            continue
        words = [act if word == "ID" else word for word in shlex.split(text, comments=True)[1:]]
        words = words[: words.index(">")] if ">" in words else words
        if "--merges" in words:
            Path("names.toml").write_text(file, encoding="utf-8")
        if "--roster" in words or words[0] == "infer":  # a list of one's own, a model that is not everywhere
            continue
        ended = delib(*words)
        assert ended.exit_code == 0, f"{text}\n{ended.output}"


@pytest.mark.parametrize("page", ["archivist.md", "guide-archiviste.md"])
def test_a_guide_can_be_typed_as_it_stands(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    act, file = "", ""
    typed = 0
    for kind, text in steps(page):
        if kind == "toml":
            file = text
            continue
        words = [act if word in ("ID", "IDENTIFIANT") else word for word in shlex.split(text, comments=True)[1:]]
        words = [one for word in words for one in (sorted(glob.glob(word)) if "*" in word else [word])]  # noqa: PTH207
        if file:  # the block before it is the file that the command takes
            Path(words[words.index("--merges" if "--merges" in words else "--off") + 1]).write_text(file, "utf-8")
            file = ""
        typed += 1
        if words[0] == "serve":
            main.commands["serve"].make_context("serve", words[1:], parent=Context(main), resilient_parsing=False)
            continue
        ended = delib(*words, "--jobs", "0") if words[0] == "ingest" else delib(*words)
        wanted = (1,) if {*words[:2]} & {*ENDS_IN_ONE} else (0, 4) if {*words} & {*NEEDS_OCR} else (0,)
        assert ended.exit_code in wanted, f"{text}\n{ended.output}"
        assert ended.exit_code or ended.output, text
        if words[0] == "search":
            (act,) = re.findall(r"\| ([a-z2-7]{16})$", ended.stdout, re.MULTILINE)
        if words[:2] == ["rules", "new"]:
            draft = Path(words[-1])
            draft.write_text(re.sub(r"^#(?=[\[a-z])", "", draft.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
        if words[:2] == ["explain", "tests/documents/samples/own-wording.pdf"]:
            assert "Maël NAVARROT" in ended.stdout
    assert typed > 25
