"""The project's frame: documentation that is current, modules that say what they do, a package that is whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 450
CODE_FOLDERS = ("parser", "corpus", "commands", "rules", "docs", "benchmarks")


def tracked() -> list[Path]:
    """The files that git has or would take, generated and ignored ones left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    """The Python files of the package, the documentation and the benchmarks; tests may be as long as they need."""
    inner = [path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *inner])


def pages() -> list[Path]:
    """The Markdown pages for people."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_generated_pages_are_current() -> None:
    checked = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_module_says_what_it_does() -> None:
    empty = [
        str(path.relative_to(ROOT))
        for path in modules()
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert not empty, f"no docstring: {empty}"


@pytest.mark.parametrize("folder", ["corpus", "corpus/intake", "commands"])
def test_the_map_of_a_folder_names_what_is_in_it(folder: str) -> None:
    said = set(re.findall(r"[a-z_]+", ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text())) or ""))
    there = {path.stem for path in (ROOT / folder).glob("*.py")} - {"__init__"}
    there |= {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}
    assert there <= said, f"not in {folder}/__init__.py: {sorted(there - said)}"


def test_modules_stay_short() -> None:
    lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in modules()}
    long = {name: lines for name, lines in lengths.items() if lines >= LONGEST}
    assert not long, f"usually two nouns in one module: {long}"


def test_no_file_names_a_machine() -> None:
    # Written in pieces, so that this file does not find itself.
    absolute = re.compile(rb"(?<![\w.:/-])/(?:" + b"|".join((b"wor" + b"k", b"hom" + b"e", b"roo" + b"t")) + rb")/\w")
    found = [str(path.relative_to(ROOT)) for path in tracked() if absolute.search(path.read_bytes())]
    assert not found, f"absolute paths: {found}"


def test_packages_are_the_folders_with_python() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(settings["tool"]["setuptools"]["packages"])
    for folder in ("parser", "corpus", "commands", "rules"):
        for path in (ROOT / folder).rglob("*.py"):
            name = ".".join(("delib", *path.parent.relative_to(ROOT).parts))
            assert name in listed, f"{name} would be missing from the wheel"
    gone = [name for name in listed if not (ROOT / Path(*name.split(".")[1:])).is_dir()]
    assert not gone, f"listed in pyproject.toml but not there: {gone}"


def test_every_rule_file_goes_into_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["delib.rules"]
    packed = {path for pattern in patterns for path in (ROOT / "rules").glob(pattern)}
    assert packed == {*(ROOT / "rules").rglob("*.toml"), *(ROOT / "rules").rglob("*.txt")}


def test_every_file_of_the_reading_room_goes_into_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    web = ROOT / "corpus" / "web"
    patterns = settings["tool"]["setuptools"]["package-data"]["delib.corpus.web"]
    packed = {path for pattern in patterns for path in web.glob(pattern) if path.is_file()}
    there = {path for path in web.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert packed == there


def test_commands_of_the_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in pages():
        text = page.read_text(encoding="utf-8")
        said = set(re.findall(r"(?:\$ |`)make ([a-z-]+)", text))
        assert said <= targets, f"{page.name} names targets that the Makefile does not have: {said - targets}"


def test_delib_commands_of_the_pages_exist() -> None:
    import click
    from delib.cli import main

    commands = main.list_commands(click.Context(main))
    for page in pages():
        for line in re.findall(r"(?:\$ |`)delib ([a-z]+)", page.read_text(encoding="utf-8")):
            assert line in commands, f"{page.name} names `delib {line}`, which is no command"


def test_links_between_pages_lead_somewhere() -> None:
    for page in pages():
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            reached = (page.parent / name).resolve() if name else page
            assert reached.exists(), f"{page.name} links to {target}"
            if anchor and reached.suffix == ".md":
                headings = re.findall(r"^#+ (.+)$", reached.read_text(encoding="utf-8"), re.MULTILINE)
                assert anchor in {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in headings}, target


def test_the_guide_is_the_same_in_both_languages() -> None:
    both = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("guide-archiviste.md", "archivist.md")]
    commands = [re.findall(r"^\$ (delib [a-z]+)", text, re.MULTILINE) for text in both]
    assert commands[0]
    assert commands[0] == commands[1]
    sections = [len(re.findall(r"^## ", text, re.MULTILINE)) for text in both]
    assert sections[0] == sections[1]
