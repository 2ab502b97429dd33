"""Rules for people: a draft from a document, what other rules gain and lose, and the page that teaches to mend one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from console import delib
from delib.parser.rulebook import check_examples, lint, load_rule_set, load_rulebook

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "documents" / "samples"
SAMPLE = SAMPLES / "own-wording.pdf"
OWN = ROOT / "docs" / "examples" / "own-wording"
PAGES = ("mend-a-rule.md", "corriger-une-regle.md")


def uncommented(draft: str) -> str:
    """The draft with every suggestion taken."""
    return re.sub(r"^#(?! |$)", "", draft, flags=re.MULTILINE)


# ---- a draft from a document -----------------------------------------------------------------------------------------


def test_a_draft_changes_nothing_as_it_stands(tmp_path: Path) -> None:
    target = tmp_path / "mine" / "vaucreuse.toml"
    done = delib("rules", "new", SAMPLE, "-o", target)
    assert done.exit_code == 0, done.output
    assert "SIREN 216109538" in done.output
    assert load_rulebook(target.parent).digest == load_rulebook().digest
    again = delib("rules", "new", SAMPLE, "-o", target)
    assert again.exit_code == 2, "a draft never takes the place of a file"


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.gold.json")))
def test_every_draft_loads_and_its_examples_hold_once_uncommented(name: str, tmp_path: Path) -> None:
    stem = name.removesuffix(".gold.json")
    source = next(path for path in (SAMPLES / f"{stem}.pdf", SAMPLES / f"{stem}.txt") if path.exists())
    done = delib("rules", "new", source, "--ocr", "never")
    if json.loads((SAMPLES / name).read_text(encoding="utf-8"))["scanned"]:
        assert done.exit_code == 4
        return
    assert done.exit_code == 0, done.output
    for text, folder in ((done.output, tmp_path / "as-it-stands"), (uncommented(done.output), tmp_path / "taken")):
        folder.mkdir()
        (folder / "draft.toml").write_text(text, encoding="utf-8")
        book = load_rulebook(folder)
        own = [one for one in check_examples(book) if one.rule.file.startswith(folder.as_posix())]
        assert [one for one in own if one.kind != "hidden"] == []


def test_a_draft_tells_what_fired_what_is_missing_and_what_its_rules_give() -> None:
    text = delib("rules", "new", SAMPLE).output
    assert re.search(r"^# dispositif \d+: hinge\.\S+ \(rules/base\.toml:\d+\) 1", text, re.MULTILINE)
    assert "# secretary: no secretary is named" in text
    assert "may be: « La plume est tenue par M. Maël NAVARROT » (page 1)" in text
    assert "tried: gives secretary = « Maël NAVARROT »" in text
    assert '#phrases = ["la plume est tenue par"]' in text
    assert '#phrases = ["toutes les mains se lèvent"]' in text


def test_the_rules_of_a_draft_close_the_gaps_that_they_speak_of(tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text(uncommented(delib("rules", "new", SAMPLE).output), encoding="utf-8")
    record = json.loads(delib("extract", SAMPLE, "--json", "--rules", tmp_path).output)
    assert record["sessions"][0]["secretary"] == "Maël NAVARROT"
    assert record["sessions"][0]["deliberations"][0]["vote"]["unanimous"] is True


def test_a_draft_without_a_stamp_is_for_every_body_and_says_so(tmp_path: Path) -> None:
    act = tmp_path / "acte.txt"
    act.write_text(
        "COMMUNE DE VALSERINE-LES-BOIS\n\nSéance du 14 mars 2023\n\n"
        "Présents : Mme Zélie BARBANCON, M. Théo LANCELIN\n\n"
        "Le cahier est confié à M. Théo LANCELIN.\n\nObjet : Toit de l'école\n\n"
        "Le Conseil municipal, après en avoir délibéré, à l'unanimité, décide de refaire le toit.\n",
        encoding="utf-8",
    )
    text = delib("rules", "new", act).output
    assert "No stamp prints the SIREN" in text
    assert re.search(r'^\[rules\]\n#siren = "\d{9}"', text, re.MULTILINE)
    assert '#phrases = ["le cahier est confié à"]' in text


def test_a_file_that_cannot_be_read_has_no_draft(tmp_path: Path) -> None:
    done = delib("rules", "new", SAMPLES / "password.pdf", "-o", tmp_path / "x.toml")
    assert done.exit_code == 3
    assert not (tmp_path / "x.toml").exists()


# ---- what other rules gain and lose ----------------------------------------------------------------------------------


def test_diff_shows_gains_value_by_value() -> None:
    done = delib("rules", "diff", SAMPLE, "--rules", OWN)
    assert "+ secretary: nothing → « Maël NAVARROT »" in done.output
    assert "+ vote.unanimous: nothing → « True »" in done.output
    assert done.output.splitlines()[-1] == "1 document read, 1 differ: 2 values gained, 0 lost, 2 changed."
    assert done.exit_code == 1, "a passage is another than before"


def test_diff_shows_losses_and_ends_with_1() -> None:
    done = delib("rules", "diff", SAMPLE, "--against", OWN)
    assert "- secretary: « Maël NAVARROT » → nothing" in done.output
    assert done.exit_code == 1


def test_diff_of_gains_alone_ends_with_0(tmp_path: Path) -> None:
    act = tmp_path / "acte.txt"
    act.write_text(
        "Séance du 14 mars 2023\n\nSièges : 11\n\nObjet : Toit\n\nLe Conseil municipal, après en avoir délibéré, "
        "à l'unanimité, décide de refaire le toit.\n",
        encoding="utf-8",
    )
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "seats.toml").write_text(
        '[[rule]]\nid = "mine.seats"\nrole = "cue"\nsegment = "count-word"\nfield = "in_office"\n'
        'phrases = ["sièges"]\nmatch = ["Sièges : 11"]\n',
        encoding="utf-8",
    )
    done = delib("rules", "diff", act, "--rules", folder)
    assert "+ in_office: nothing → « 11 »" in done.output
    assert done.exit_code == 0, done.output


def test_diff_of_the_same_rules_says_so() -> None:
    done = delib("rules", "diff", SAMPLES)
    assert (done.exit_code, done.output) == (0, "The two rule sets are the same.\n")


def test_diff_goes_on_after_a_file_that_cannot_be_read() -> None:
    done = delib("rules", "diff", SAMPLES, "--rules", OWN)
    assert "password.pdf" in done.stderr
    assert "+ secretary: nothing → « Maël NAVARROT »" in done.stdout
    assert "4 could not be read." in done.stdout
    assert delib("rules", "diff", SAMPLES / "password.pdf", "--rules", OWN).exit_code == 3


def test_diff_reads_each_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import delib.parser.pages as pages

    opened: list[object] = []
    plain = pages.open_source

    def counting(*arguments: object, **named: object) -> object:
        opened.append(arguments[0])
        return plain(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "open_source", counting)
    delib("rules", "diff", SAMPLE, SAMPLES / "act.txt", "--rules", OWN)
    assert len(opened) == 2


def test_a_folder_with_a_base_is_a_whole_rule_set(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(
        '[[rule]]\nid = "only"\nrole = "cue"\nsegment = "session"\nphrases = ["séance du"]\nmatch = ["Séance du"]\n',
        encoding="utf-8",
    )
    assert [rule.id for rule in load_rule_set(tmp_path).rules] == ["only"]
    assert load_rule_set(None).digest == load_rulebook().digest
    done = delib("rules", "diff", SAMPLES / "act.txt", "--against", tmp_path)
    assert "+ in_office: nothing → « 12 »" in done.output


# ---- one's own rules alone -------------------------------------------------------------------------------------------


def test_checks_of_a_folder_tell_of_its_rules_alone() -> None:
    assert delib("rules", "test", "--rules", OWN).output == "2 rules, 6 examples: 6 hold, 0 do not.\n"
    assert delib("rules", "lint", "--rules", OWN).output == "0 errors, 0 warnings, 0 notes.\n"


def test_a_rule_that_spoils_an_example_of_delib_is_told(tmp_path: Path) -> None:
    (tmp_path / "noise.toml").write_text(
        '[[rule]]\nid = "mine.noise"\nrole = "noise"\nsegment = "furniture"\n'
        'phrases = ["le conseil municipal a délibéré"]\nmatch = ["Le conseil municipal a délibéré"]\n\n'
        '[[rule]]\nid = "hinge.deliberant"\nreplaces = true\nrole = "opens"\nsegment = "dispositif"\n'
        'phrases = ["délibérant"]\nmatch = ["Délibérant, le conseil"]\nreject = ["l\'organe délibérant"]\n',
        encoding="utf-8",
    )
    done = delib("rules", "test", "--rules", tmp_path)
    assert done.exit_code == 5
    assert "but rejects the example" in done.output


def test_words_are_explained_by_the_rules_of_bodies_too_and_by_those_that_came_nearest() -> None:
    done = delib("rules", "explain", "La plume est tenue par M. Maël NAVARROT.", "--rules", OWN).output
    assert "vaucreuse.secretary" in done
    assert "for the SIREN 216109538 alone" in done
    nearest = delib("rules", "explain", "Le Bureau, après en avoir débattu").output
    assert re.search(r"nearest: hinge\.\S+ \(rules/base\.toml:\d+; opens dispositif\) on « après en avoir »", nearest)


# ---- no rule outside overlays names a body or a person ---------------------------------------------------------------


def test_the_packaged_rules_name_nobody_and_nothing_is_wrong_with_them() -> None:
    found = lint()
    assert [f"{one.file}:{one.line}: {one.message}" for one in found if one.level == "error"] == []
    unproven = [f"{one.file}:{one.line}: {one.message}" for one in found if one.code == "unproven-phrase"]
    assert not unproven, "no example fires these phrases:\n" + "\n".join(unproven)


@pytest.mark.parametrize(
    "phrase", ["le conseil de Vaucreuse-les-Bois", "la commune de Vaucreuse", "Madame Zélie Nogaret"]
)
def test_a_name_in_a_packaged_rule_is_an_error(phrase: str, tmp_path: Path) -> None:
    from delib.parser.rulebook.files import build

    folder = tmp_path / "rules"
    folder.mkdir()
    for name in ("base.toml",):
        text = (ROOT / "rules" / name).read_text(encoding="utf-8")
        more = (
            f'\n[[rule]]\nid = "x.y"\nrole = "cue"\nsegment = "organ"\nphrases = ["{phrase}"]\nmatch = ["{phrase}"]\n'
        )
        (folder / name).write_text(text + more, encoding="utf-8")
    errors = [one for one in lint(build(folder)) if one.level == "error"]
    assert {one.rule for one in errors} == {"x.y"}
    assert {one.code for one in errors} <= {"names-body", "names-person", "capital"}


# ---- the page that teaches to mend a rule ----------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_every_step_with_its_answer(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = re.findall(
        r"^<!-- generated: (mend-[a-z]+) -->\n(.*?)^<!-- /generated -->$", text, re.MULTILINE | re.DOTALL
    )
    assert [name for name, _ in blocks] == [
        "mend-gap", "mend-draft", "mend-suggestions", "mend-rules", "mend-test", "mend-diff", "mend-why",
    ]  # fmt: skip
    assert all(answer.strip() for _, answer in blocks)
    assert dict(blocks)["mend-diff"].count("+ ") == 2


def test_both_languages_show_the_same() -> None:
    shown = []
    for page in PAGES:
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        shown.append(re.findall(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL))
        assert len(re.findall(r"^## ", text, re.MULTILINE)) == 5
    assert shown[0] == shown[1]


def test_the_example_of_the_page_is_what_its_draft_leads_to() -> None:
    """An archivist who takes the suggestions arrives at the rules that the page shows, but for ids and examples."""
    import tomllib

    draft = tomllib.loads(uncommented(delib("rules", "new", SAMPLE).output))
    example = tomllib.loads((OWN / "vaucreuse.toml").read_text(encoding="utf-8"))
    assert draft["rules"] == example["rules"]
    bare = [
        [{key: rule[key] for key in ("role", "segment", "field", "phrases")} for rule in file["rule"]]
        for file in (draft, example)
    ]
    assert bare[0] == bare[1]
