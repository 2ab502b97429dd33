"""The rulebook: the format of docs/rules.md, mistakes told with their line, text scanned true to its offsets."""

from __future__ import annotations

import logging
import pickle
import re
from datetime import date
from pathlib import Path

import pytest
from delib.errors import BadRules
from delib.parser.folding import fold
from delib.parser.rulebook import (
    Finding,
    Hit,
    Rulebook,
    check_examples,
    explain_words,
    lint,
    load_rulebook,
)
from delib.parser.rulebook import matcher as matching
from delib.parser.rulebook.files import PACKAGED, build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]


def rule(*phrases: str, name: str = "a.rule", role: str = "cue", segment: str = "thing", more: str = "") -> str:
    """One [[rule]] in TOML; phrases stand in single quotes, so that backslashes are theirs."""
    listed = ", ".join(f"'''{phrase}'''" for phrase in phrases)
    return f'[[rule]]\nid = "{name}"\nrole = "{role}"\nsegment = "{segment}"\nphrases = [{listed}]\n{more}\n\n'


class Folder:
    """Rule files in a temporary folder, as rules/ of the package, and a user's own beside it."""

    def __init__(self, path: Path):
        self.rules = path / "rules"
        self.own = path / "own"
        self.rules.mkdir()

    def write(self, name: str, text: str, *, own: bool = False) -> Path:
        path = (self.own if own else self.rules) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def book(self, base: str | None = None) -> Rulebook:
        if base is not None:
            self.write("base.toml", base)
        return build(self.rules, self.own if self.own.exists() else None)

    def refusal(self, base: str | None = None) -> str:
        with pytest.raises(BadRules) as caught:
            self.book(base)
        return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def words(book: Rulebook, text: str) -> list[str]:
    """What the rules find, as printed."""
    return [text[hit.start : hit.end] for hit in book.scan(fold(text), text)]


# ---------------------------------------------------------------- phrases


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("après en avoir délibéré", "Le Bureau, APRES EN AVOIR DELIBERE :", ["APRES EN AVOIR DELIBERE"]),
        ("après en avoir délibéré", "après  en\u00a0avoir\ndélibéré", ["après  en\u00a0avoir\ndélibéré"]),
        ("compte rendu", "Compte-rendu", ["Compte-rendu"]),
        ("compte-rendu", "COMPTE RENDU", ["COMPTE RENDU"]),
        ("à l'unanimité", "à l’unanimité, À L UNANIMITÉ", ["à l’unanimité", "À L UNANIMITÉ"]),
        ("le vœu", "LE VŒU", ["LE VŒU"]),
        ("vote", "le dévote pivote ; votes", []),
        ("vote", "Vote(vote)", ["Vote", "vote"]),
        # one line break, but no empty line
        ("en avoir délibéré", "en avoir\n\ndélibéré", []),
        ("en avoir délibéré", "en avoir \n \n délibéré", []),
        # marks in the text break a phrase, marks in the phrase must be there, commas in it may be missing
        ("conseil municipal", "le conseil, municipal", []),
        ("conseil municipal", 'le conseil "municipal"', []),
        ("pour :", "pour 12, POUR: 3, pour : 4", ["POUR:", "pour :"]),
        ("le conseil, décide", "le conseil décide / le conseil , décide", ["le conseil décide", "le conseil , décide"]),
        ("n°", "n° 12, Nº 13, N ° 14, non", ["n°", "Nº", "N °"]),
        # dotted leaders are blanks
        ("présents :", "présents ........ :", ["présents ........ :"]),
        ("présents … à la séance", "présents ce soir à la séance", ["présents ce soir à la séance"]),
        # optional groups and alternatives
        (
            "(le|la) conseil",
            "conseil, le conseil, la conseil, un conseil",
            ["conseil", "le conseil", "la conseil", "conseil"],
        ),
        ("[conseil|bureau (syndical)] réuni", "bureau réuni, conseil réuni", ["bureau réuni", "conseil réuni"]),
        (
            "[conseil|bureau (syndical)] réuni",
            "bureau syndical réuni, conseil syndical réuni",
            ["bureau syndical réuni"],
        ),
        ("l'[assemblée|organe] délibérant(e)", "l'assemblée délibérante", ["l'assemblée délibérante"]),
        ("[d'un|d'une] recours", "d'une recours", ["d'une recours"]),
        # glued groups are letters of the word
        (
            "présent(e)(s)",
            "présent présente présents présentes présentée",
            ["présent", "présente", "présents", "présentes"],
        ),
        ("étai(en)t présents", "était présents, étaient présents", ["était présents", "étaient présents"]),
        ("M(.) le maire", "M. le maire, M le maire", ["M. le maire", "M le maire"]),
        # endings as forms print them
        ("présentes", "Présent(e)s :", ["Présent(e)s"]),
        ("élu(e)(s)", "les élu.e.s et élu·e·s et élu(s)", ["élu.e.s", "élu·e·s", "élu(s)"]),
        # marks that are meant
        (r"\(arrivé en retard\)", "M. X (arrivé en retard)", ["(arrivé en retard)"]),
        # gaps: at most six words of one sentence
        ("conseil … décide", "le conseil, réuni ce soir, décide", ["conseil, réuni ce soir, décide"]),
        ("conseil … décide", "conseil a b c d e f décide", ["conseil a b c d e f décide"]),
        ("conseil … décide", "conseil a b c d e f g décide", []),
        ("conseil … décide", "le conseil se lève. Il décide", []),
        ("conseil … décide", "le conseil avec M. B. et Mme. C décide", ["conseil avec M. B. et Mme. C décide"]),
        ("conseil ... décide", "conseil puis décide et décide", ["conseil puis décide"]),
        # words that a line's end cuts
        ("délibération du conseil", "délibé-\nration du conseil", ["délibé-\nration du conseil"]),
        ("la délibération", "la délibé-\n  ration", ["la délibé-\n  ration"]),
        ("vingt cinq voix", "vingt-\ncinq voix", ["vingt-\ncinq voix"]),
    ],
)
def test_phrase(folder: Folder, phrase: str, text: str, found: list[str]) -> None:
    assert words(folder.book(rule(phrase)), text) == found


def test_many_alternatives_cost_their_words_not_their_combinations(folder: Folder) -> None:
    group = "(" + "|".join(f"mot{n}" for n in range(20)) + ")"
    book = folder.book(rule(" ".join([group] * 8) + " fin"))  # 21 ** 8 ways
    assert words(book, "mot1 mot2 mot19 mot0 fin") == ["mot1 mot2 mot19 mot0 fin"]


def test_the_longest_way_of_one_rule_is_one_hit(folder: Folder) -> None:
    book = folder.book(rule("le conseil (municipal) (réuni)"))
    assert words(book, "Le conseil municipal réuni") == ["Le conseil municipal réuni"]


# ---------------------------------------------------------------- bricks


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Présents : 12", "12"),
        ("Présents : vingt-cinq", "vingt-cinq"),
        ("PRESENTS : soixante et onze personnes", "soixante et onze"),
        ("Présents : quatre-vingt-dix-sept", "quatre-vingt-dix-sept"),
        ("Présents : deux cent trois", "deux cent trois"),
        ("Présents : zéro", "zéro"),
        ("Présents : une", "une"),
        ("Présents : 1 234", "1 234"),
        ("Présents : 1.234", "1.234"),
        ("Présents : 25 (vingt-cinq)", "25 (vingt-cinq)"),
        ("Présents : vingt-cinq (25)", "vingt-cinq (25)"),
        ("Présents : vingt (absents excusés)", "vingt"),
        ("Présents : vingt deux trois", "vingt deux"),
        ("Présents : 12345", None),
        ("Présents : 12,50", None),
        ("Présents : douzaine", None),
        ("Présents : et un", None),
    ],
)
def test_number(folder: Folder, text: str, number: str | None) -> None:
    hits = folder.book(rule("présents : <number>")).scan(fold(text))
    if number is None:
        assert hits == []
    else:
        (hit,) = hits
        start, end = hit.bricks["number"]
        assert text[start:end] == number
        assert hit.end == end


def test_two_counts_of_a_table_may_also_be_read_as_one(folder: Folder) -> None:
    book = folder.book(rule("<number> présents", name="one") + rule("<number> <number> absents", name="two"))
    text = "12 345 présents\n\n12 345 absents"
    one, two = book.scan(fold(text))
    assert text[slice(*one.bricks["number"])] == "12 345"
    assert [text[slice(*two.bricks[key])] for key in ("number", "number2")] == ["12", "345"]


def test_the_decimals_of_an_amount_are_no_count(folder: Folder) -> None:
    assert words(folder.book(rule("<number> pour")), "12,50 pour et 3 pour") == ["3 pour"]


@pytest.mark.parametrize(
    "day",
    [
        "3/5/2021", "03.05.21", "2021-05-03", "3 mai 2021", "lundi 3 mai 2021", "1er Octobre 2018",
        "vingt-six juin deux mil dix-huit",
        "26 juin", "3 du mois de mai", "16 pluviôse an 13", "seize pluviôse an XIII",
        "L'an deux mille vingt-deux, le seize juin",
        "l'an 1936 et le 12 déc. 1936", "douzième",
    ],
)  # fmt: skip
def test_date(folder: Folder, day: str) -> None:
    text = f"séance du {day} à Vaubrac"
    found = folder.book(rule("séance du <date>")).scan(fold(text))
    expected = [] if day == "douzième" else [day]
    assert [text[slice(*hit.bricks["date"])] for hit in found] == expected


@pytest.mark.parametrize(
    ("phrase", "text", "brick"),
    [
        ("présidence de <person>", "sous la présidence de M. Jean de la VERGNE, Maire", "M. Jean de la VERGNE"),
        ("présidence de <person>", "sous la présidence de Madame Odile Tarn Maire", "Madame Odile Tarn"),
        ("présidence de <person>", "sous la présidence de Mme B. Tarn", "Mme B. Tarn"),
        ("présidence de <person>", "sous la présidence de Monsieur\nJean Tarn\nLe conseil", "Monsieur\nJean Tarn"),
        ("présidence de <person>", "sous la présidence de Monsieur le Maire", None),
        ("présidence de <person>", "sous la présidence de Jean Tarn", None),
        ("<person> préside", "Mme Odile Tarn préside", "Mme Odile Tarn"),
        ("secrétaire : <name>", "Secrétaire : Odile TARN", "Odile TARN"),
        ("secrétaire : <name>", "Secrétaire : Mme Odile TARN", "Mme Odile TARN"),
        ("secrétaire : <name>", "Secrétaire : à désigner", None),
        ("mairie de <body>", "mairie de Saint-Vaubrac sur Orne, canton", "Saint-Vaubrac sur Orne"),
        ("conseil de la <body>", "conseil de la commune de Vaubrac.", "commune de Vaubrac"),
        ("conseil de la <body>", "conseil de la commune voisine", None),
    ],
)
def test_bricks_of_capitals(folder: Folder, phrase: str, text: str, brick: str | None) -> None:
    book = folder.book(rule(phrase))
    found = [text[start:end] for hit in book.scan(fold(text), text) for start, end in hit.bricks.values()]
    assert found == ([brick] if brick else [])


def test_bricks_of_capitals_find_nothing_in_folded_text_alone(folder: Folder) -> None:
    text = "sous la présidence de M. Jean TARN"
    book = folder.book(rule("présidence de <person>"))
    assert book.scan(fold(text)) == []
    assert len(book.scan(fold(text), text)) == 1


# ---------------------------------------------------------------- place on the line


@pytest.mark.parametrize(
    ("where", "line", "stands"),
    [
        ("line-start", "Vote du budget", True),
        ("line-start", "  - Vote du budget", True),
        ("line-start", "1. Vote", True),
        ("line-start", "12°) Vote", True),
        ("line-start", "a) Vote", True),
        ("line-start", "IV - Vote", True),
        ("line-start", "II.3. Vote", True),
        ("line-start", "le Vote", False),
        ("line-start", "l'Vote", False),
        ("line-start", "2021 Vote", False),
        ("whole-line", "VOTE :", True),
        ("whole-line", "— Vote —", True),
        ("whole-line", "Vote du budget", False),
        ("whole-line", "Le vote", False),
        ("anywhere", "Le vote du budget", True),
    ],
)
def test_where(folder: Folder, where: str, line: str, stands: bool) -> None:
    book = folder.book(rule("vote", more=f'where = "{where}"'))
    assert bool(words(book, f"Avant\n{line}\nAprès")) is stands


def test_a_shorter_way_may_stand_where_the_longer_does_not(folder: Folder) -> None:
    book = folder.book(rule("vote (du budget)", more='where = "whole-line"'))
    assert words(book, "Vote\ndu budget primitif") == ["Vote"]


# ---------------------------------------------------------------- overlaps


def test_within_one_segment_the_longer_finding_wins(folder: Folder) -> None:
    book = folder.book(
        rule("unanimité", name="short", role="value")
        + rule("à l'unanimité des voix", name="long", role="value")
        + rule("unanimité", name="other", role="value", segment="elsewhere")
        + rule("unanimité", name="cue", role="cue")
    )
    text = "à l'unanimité des voix"
    assert [hit.rule.id for hit in book.scan(fold(text))] == ["long", "other", "cue"]


def test_opens_and_splits_are_one_group(folder: Folder) -> None:
    book = folder.book(
        rule("article", name="opens", role="opens") + rule("article premier", name="splits", role="splits")
    )
    assert [hit.rule.id for hit in book.scan("article premier")] == ["splits"]


def test_findings_that_only_overlap_all_stand(folder: Folder) -> None:
    book = folder.book(rule("le conseil décide", name="one") + rule("décide de voter", name="two"))
    assert [hit.rule.id for hit in book.scan("le conseil decide de voter")] == ["one", "two"]


def test_equal_spans_of_two_rules_both_stand_and_a_rule_fires_once(folder: Folder) -> None:
    book = folder.book(rule("adopté", "adopt(é)(e)", name="one") + rule("adopté", name="two"))
    assert [hit.rule.id for hit in book.scan("adopte")] == ["one", "two"]


def test_noise_takes_what_lies_in_it_whatever_the_segment(folder: Folder) -> None:
    book = folder.book(
        rule("unanimité", name="value", role="value", segment="vote")
        + rule("unanimité ou non", name="left-over", role="noise", segment="template")
        + rule("décide", name="decides", segment="vote")
        + rule("décide", name="same-span", role="noise", segment="template")
    )
    text = "à l'unanimité ou non, il décide ; unanimité"
    assert [(hit.rule.id, hit.start) for hit in book.scan(fold(text))] == [
        ("left-over", 4),
        ("same-span", 25),
        ("value", 34),
    ]


def test_hits_come_by_start_and_longer_first(folder: Folder) -> None:
    book = folder.book(
        rule("a b", name="short", segment="one") + rule("a b c", name="long", segment="two") + rule("b", name="late")
    )
    spans = [(hit.start, -hit.end) for hit in book.scan("a b c a b")]
    assert spans == sorted(spans)
    assert len(spans) == 5


# ---------------------------------------------------------------- the regex hatch


def test_regex(folder: Folder) -> None:
    text = "Vu.\nDCM 2021-07-45"
    book = folder.book(
        '[[rule]]\nid = "n"\nrole = "value"\nsegment = "number"\nwhere = "line-start"\n'
        "regex = 'dcm (?P<number>\\d{4}-\\d\\d-\\d+)'\n"
    )
    (hit,) = book.scan(fold(text))
    assert text[hit.start : hit.end] == "DCM 2021-07-45"
    assert text[slice(*hit.bricks["number"])] == "2021-07-45"
    assert book.scan("voir dcm 2021-07-45") == []


def test_a_regex_that_does_not_end_is_left_out_and_told(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(matching, "REGEX_SECONDS", 0.05)
    slow = '[[rule]]\nid = "slow"\nrole = "cue"\nsegment = "x"\nregex = \'(?:a|aa)+[bc]\'\n'
    book = folder.book(slow + rule("fin"))
    with caplog.at_level(logging.WARNING):
        hits = book.scan("a" * 60 + " fin")
    assert [hit.rule.id for hit in hits] == ["a.rule"]
    assert "slow" in caplog.text


# ---------------------------------------------------------------- OCR slips


def test_slips_are_tried_only_when_asked(folder: Folder) -> None:
    book = folder.book(rule("après en avoir délibéré", more="slips = 3"))
    text = "Le Bureau, aprés  en avolr\ndellbéré :"
    assert book.scan(fold(text), text) == []
    (hit,) = book.scan(fold(text), text, slips=True)
    assert (text[hit.start : hit.end], hit.slips) == ("aprés  en avolr\ndellbéré", 2)


def test_slips_have_their_limit(folder: Folder) -> None:
    book = folder.book(rule("après en avoir délibéré", more="slips = 1"))
    assert book.scan(fold("aprés en avolr dellbéré"), slips=True) == []
    assert [hit.slips for hit in book.scan(fold("aprés en avolr délibéré"), slips=True)] == [1]


def test_every_misread_place_is_found_and_the_exact_one_once(folder: Folder) -> None:
    book = folder.book(rule("conseil municipal", more="slips = 2"))
    hits = book.scan(fold("consell municipal, conseil municipal, conseil munlclpal"), slips=True)
    assert [hit.slips for hit in hits] == [1, 0, 2]


def test_another_word_of_the_rules_is_no_slip(folder: Folder) -> None:
    book = folder.book(rule("membres présents", name="p", more="slips = 3") + rule("membres absents", name="a"))
    assert [hit.rule.id for hit in book.scan("membres absents", slips=True)] == ["a"]
    assert [hit.rule.id for hit in book.scan("membres presonts", slips=True)] == ["p"]


# ---------------------------------------------------------------- dates, overlays, a folder of one's own

OVERLAY = '[rules]\nsiren = "213401722"\n\n'


def test_rules_hold_between_their_dates(folder: Folder) -> None:
    book = folder.book(
        rule("compte rendu", name="before", more="until = 2022-06-30")
        + rule("liste", name="after", more="since = 2022-07-01")
        + rule("conseil", name="always")
    )  # fmt: skip

    def ids(day: date | None) -> list[str]:
        return [hit.rule.id for hit in book.for_act(None, day).scan("compte rendu liste conseil")]

    assert ids(date(2022, 6, 30)) == ["before", "always"]
    assert ids(date(2022, 7, 1)) == ["after", "always"]
    assert ids(None) == ["before", "after", "always"]
    assert book.for_act(None, None) is book
    assert book.for_act(None, date(1999, 1, 1)) is book.for_act(None, date(1998, 1, 1))
    assert [r.id for r in book.for_act(None, date(1999, 1, 1)).rules] == ["before", "always"]


def test_dates_in_the_head_are_those_of_its_rules(folder: Folder) -> None:
    folder.write("old.toml", '[rules]\nfamily = "register"\nuntil = 1940-12-31\n\n' + rule("le citoyen", name="old"))
    book = folder.book(rule("conseil"))
    old = next(r for r in book.rules if r.id == "old")
    assert (old.until, old.origin) == (date(1940, 12, 31), "register")
    assert book.for_act(None, date(2000, 1, 1)).scan("le citoyen") == []


def test_an_overlay_adds_replaces_and_switches_off_for_its_body_only(folder: Folder) -> None:
    folder.write(
        "overlays/vaubrac.toml",
        OVERLAY
        + rule("ayant ouï", name="added")
        + rule("adopté par tous", name="replaced", more="replaces = true")
        + '[[rule]]\nid = "gone"\ndisabled = "Vaubrac prints it in every footer"\n',
    )
    book = folder.book(rule("adopté", name="replaced") + rule("mairie", name="gone") + rule("conseil", name="kept"))
    text = "mairie conseil ayant oui adopte adopte par tous"
    assert [hit.rule.id for hit in book.scan(text)] == ["gone", "kept", "replaced", "replaced"]
    own = book.for_act("213401722", None)
    assert [hit.rule.id for hit in own.scan(text)] == ["kept", "added", "replaced"]
    assert own is book.for_act("213401722", None)
    assert own.rules[-1].origin == "siren:213401722"
    assert [item.reason for item in own.disabled] == ["Vaubrac prints it in every footer"]
    assert book.for_act("200012345", None) is book
    assert {rule.id for rule in own.for_act(None, date(2020, 1, 1)).rules} == {"kept", "added", "replaced"}


def test_overlays_and_dates_together(folder: Folder) -> None:
    folder.write("overlays/v.toml", OVERLAY + rule("neuf", name="new", more="since = 2020-01-01"))
    book = folder.book(rule("vieux", name="old", more="until = 2019-12-31"))

    def ids(day: date) -> list[str]:
        return [hit.rule.id for hit in book.for_act("213401722", day).scan("vieux neuf")]

    assert ids(date(2010, 1, 1)) == ["old"]
    assert ids(date(2021, 1, 1)) == ["new"]


def test_a_folder_of_ones_own(folder: Folder) -> None:
    folder.write("mine.toml", rule("ayant ouï", name="mine") + '[[rule]]\nid = "b"\ndisabled = "not here"\n', own=True)
    folder.write("body.toml", OVERLAY + rule("tope là", name="theirs"), own=True)
    book = folder.book(rule("conseil", name="a") + rule("mairie", name="b"))
    assert [hit.rule.id for hit in book.scan("ayant oui mairie conseil tope la")] == ["mine", "a"]
    assert [r.origin for r in book.rules] == ["base", "user"]
    assert [hit.rule.id for hit in book.for_act("213401722", None).scan("tope la")] == ["theirs"]


def test_a_rule_knows_its_place(folder: Folder) -> None:
    folder.write("mine.toml", "# mine\n\n" + rule("ayant ouï", name="mine"), own=True)
    book = folder.book(rule("conseil", name="first") + rule("mairie", name="second"))
    assert [r.place for r in book.rules] == [
        "rules/base.toml:1",
        "rules/base.toml:8",
        f"{(folder.own / 'mine.toml').as_posix()}:3",
    ]


# ---------------------------------------------------------------- digest


def test_the_digest_names_what_is_found(folder: Folder) -> None:
    first = folder.book(rule("conseil")).digest
    assert re.fullmatch(r"[0-9a-f]{16}", first)
    assert folder.book("# a remark\n" + rule("conseil", more='match = ["Le conseil"]')).digest == first
    digests = {
        first,
        folder.book(rule("bureau")).digest,
        folder.book(rule("conseil", more='where = "line-start"')).digest,
    }
    folder.write("overlays/v.toml", OVERLAY + rule("tope là", name="theirs"))
    overlaid = folder.book(rule("conseil"))
    digests |= {overlaid.digest, overlaid.for_act("213401722", None).digest}
    folder.write("lexicon.toml", '[words]\nlist = ["a"]\n')
    digests.add(folder.book(rule("conseil")).digest)
    assert len(digests) == 6


# ---------------------------------------------------------------- files that are not right


@pytest.mark.parametrize(
    ("text", "line", "parts"),
    [
        (rule("conseil").replace("role", "rôle"), 3, ["TOML"]),
        (rule("conseil").replace("role =", "rol ="), 3, ['no key "rol"', '"role"']),
        (rule("conseil", role="open"), 3, ['"open"', "opens, splits, noise, value, cue", 'did you mean "opens"']),
        (rule("conseil", more='where = "line start"'), 6, ['did you mean "line-start"']),
        (rule("conseil", more='strength = "big"'), 6, ["strong, medium, weak"]),
        (rule("conseil", name="A B"), 2, ["a-z"]),
        (rule("conseil", segment="Big One"), 4, ["segment", "a-z"]),
        (rule("conseil").replace('id = "a.rule"\n', ""), 1, ["no id"]),
        (rule("conseil").replace('role = "cue"\n', ""), 1, ["no role", "opens"]),
        (rule("conseil").replace('segment = "thing"\n', ""), 1, ["no segment"]),
        (rule("conseil").replace("phrases = ['''conseil''']\n", ""), 1, ["no phrases"]),
        (rule("conseil").replace("phrases = ['''conseil''']", 'phrases = "conseil"'), 5, ["list of texts"]),
        (rule("conseil").replace("phrases = ['''conseil''']", "phrases = []"), 5, ["empty"]),
        (rule("conseil", " "), 5, ["empty text"]),
        (rule("conseil", more='field = ""'), 6, ["field"]),
        (rule("conseil", more='match = "Le conseil"'), 6, ["match is a list"]),
        (rule("conseil municipal", more='slips = "3"'), 6, ["0 to 5"]),
        (rule("conseil municipal", more="slips = 9"), 6, ["0 to 5"]),
        (rule("le maire", more="slips = 1"), 5, ["7 letters", "below 8"]),
        (rule("après en (avoir)", more="slips = 1"), 5, ["7 letters"]),
        (rule("conseil", more='since = "2020-01-01"'), 6, ["without quotes"]),
        (rule("conseil", more="since = 2020-01-01T00:00:00"), 6, ["without an hour"]),
        (rule("conseil", more="since = 2020-01-01\nuntil = 2019-01-01"), 7, ["before"]),
        (rule("conseil", more='replaces = "yes"'), 6, ["true or false"]),
        (rule("conseil", more="replaces = true"), 1, ["no rule", "to replace"]),
        (rule("conseil", more='regex = "a"'), 6, ["not both"]),
        (rule("conseil").replace("phrases = ['''conseil''']", "regex = '('"), 5, ["not valid"]),
        (rule("conseil").replace("phrases = ['''conseil''']", "regex = 'a*'"), 5, ["empty text"]),
        (
            rule("conseil").replace("phrases = ['''conseil''']", "regex = 'abc'\nslips = 1"),
            6,
            ["slips work on phrases"],
        ),
        ('[[rule]]\nid = "a.rule"\ndisabled = "why"\n', 3, ["overlay"]),
        ("[rule]\nid = 1\n", 1, ["[[rule]]"]),
        (rule("conseil") + "[extra]\na = 1\n", 8, ['"extra"']),
        ('[rules]\nsirene = "213401722"\n' + rule("conseil"), 2, ['did you mean "siren"']),
        ("[rules]\nsiren = 213401722\n" + rule("conseil"), 2, ["in quotes"]),
        ('[rules]\nsiren = "213401723"\n' + rule("conseil"), 2, ["check digit"]),
        ('[rules]\nextends = "bas"\n' + rule("conseil"), 2, ['did you mean "base"']),
        ("[[rules]]\nid = 1\n", 1, ["[[rule]]"]),
        # phrases
        (rule("le (conseil"), 5, ["column 4", "never closed"]),
        (rule("le conseil)"), 5, ["column 11", "closes nothing"]),
        (rule("conseil|bureau"), 5, ["column 8", "only inside"]),
        (rule("[conseil|]"), 5, ["alternative is empty"]),
        (rule("présents : <nombre>"), 5, ["column 12", "<nombre>", "<number>"]),
        (rule("présents : <numbr>"), 5, ["did you mean <number>"]),
        (rule("<number>"), 5, ["without words"]),
        (rule("(le) (conseil)"), 5, ["no word remains", "[a|b]"]),
        (rule("… conseil"), 5, ["gap"]),
        (rule("conseil … (décide)"), 5, ["gap"]),
        (rule("conseil\\"), 5, ["backslash"]),
        (rule("(a)(b)(c)(d)(e)(f)(g)(h)x"), 5, ["more than 128 ways"]),
    ],
)
def test_mistakes_are_told_with_their_line(folder: Folder, text: str, line: int, parts: list[str]) -> None:
    told = folder.refusal(text)
    assert f"rules/base.toml: line {line}: " in told or f"rules/base.toml:{line}: " in told
    for part in parts:
        assert part in told
    assert told.endswith("[bad-rules] Mend the rule file; `delib rules lint` checks it.")


def test_a_phrase_at_fault_in_a_list_over_several_lines_has_its_own_line(folder: Folder) -> None:
    text = rule("conseil").replace("['''conseil''']", '[\n  "conseil",\n  "le (bureau",\n]')
    assert "line 7:" in folder.refusal(text)


def test_all_mistakes_of_all_files_are_told_at_once(folder: Folder) -> None:
    folder.write("families/one.toml", rule("(bureau", name="b"))
    told = folder.refusal(rule("conseil", name="X", role="open") + rule("mairie", name="a", more='where = "top"'))
    assert "4 mistakes" in told
    for place in ("rules/base.toml:2:", "rules/base.toml:3:", "rules/base.toml:13:", "rules/families/one.toml:5:"):
        assert place in told


def test_an_id_stands_once(folder: Folder) -> None:
    told = folder.refusal(rule("conseil") + rule("bureau"))
    assert "rules/base.toml: line 8" in told
    assert "rules/base.toml:1" in told


def test_an_id_of_another_file_needs_replaces(folder: Folder) -> None:
    folder.write("overlays/v.toml", OVERLAY + rule("bureau"))
    assert "replaces = true" in folder.refusal(rule("conseil"))


def test_what_is_switched_off_must_be_there(folder: Folder) -> None:
    folder.write("overlays/v.toml", OVERLAY + '[[rule]]\nid = "a.rul"\ndisabled = "why"\n')
    assert 'did you mean "a.rule"' in folder.refusal(rule("conseil"))


@pytest.mark.parametrize("more", ['disabled = ""', "disabled = true", 'disabled = "why"\nrole = "cue"'])
def test_switching_off_takes_a_reason_and_nothing_else(folder: Folder, more: str) -> None:
    folder.write("overlays/v.toml", OVERLAY + f'[[rule]]\nid = "a.rule"\n{more}\n')
    assert "reason" in folder.refusal(rule("conseil"))


def test_a_file_that_is_not_utf8(folder: Folder) -> None:
    (folder.rules / "base.toml").write_bytes(rule("conseil").encode() + "# é\n".encode("latin-1"))
    told = folder.refusal()
    assert "line 8" in told
    assert "UTF-8" in told


def test_a_byte_order_mark_does_no_harm(folder: Folder) -> None:
    (folder.rules / "base.toml").write_bytes(b"\xef\xbb\xbf" + rule("conseil").encode())
    assert len(folder.book().rules) == 1


def test_a_folder_that_is_not_there_and_one_without_rules(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="no such folder"):
        load_rulebook(tmp_path / "none")
    (tmp_path / "words.toml").write_text('[words]\nlist = ["a"]\n', encoding="utf-8")
    with pytest.raises(BadRules, match="holds no rule file"):
        load_rulebook(tmp_path)
    (tmp_path / "words.toml").write_text('[[rul]]\nid = "a"\n', encoding="utf-8")
    with pytest.raises(BadRules, match=r"\[\[rule\]\]"):
        load_rulebook(tmp_path)


# ---------------------------------------------------------------- examples, lint, explain


def test_examples_are_run_both_ways(folder: Folder) -> None:
    book = folder.book(
        rule("adopté", name="good", more='match = ["Adopté."]\nreject = ["adoption"]')
        + rule("rejeté", name="silent", more='match = ["Rejet du texte"]')
        + rule("vote (du) budget", name="eager", more='reject = ["le vote budget primitif"]')
        + rule("l'unanimité", name="hidden", segment="vote", more='match = ["à l\'unanimité ou non"]')
        + rule("l'unanimité ou non", name="noise", role="noise", segment="template")
        + rule(
            "conseil municipal",
            name="slipped",
            more='slips = 2\nmatch = ["consell munlcipal"]\nreject = ["conseil communal"]',
        )
    )
    told = {(failure.kind, failure.rule.id): failure.message for failure in check_examples(book)}
    assert set(told) == {("match", "silent"), ("reject", "eager"), ("hidden", "hidden")}
    assert '"vote budget"' in told["reject", "eager"]
    assert "noise" in told["hidden", "hidden"]


def test_examples_of_an_overlay_are_run_for_its_body(folder: Folder) -> None:
    folder.write("overlays/v.toml", OVERLAY + rule("tope là", name="theirs", more='match = ["Tope là !", "Topez là"]'))
    (failure,) = check_examples(folder.book(rule("conseil")))
    assert (failure.rule.id, failure.example) == ("theirs", "Topez là")


def codes(findings: list[Finding]) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.rule) for finding in findings}


def test_lint(folder: Folder) -> None:
    findings = lint(
        folder.book(
            rule("adopté", name="clean", more='match = ["adopté"]')
            + rule("rejeté", name="bare")
            + rule("un", "deux", name="half", more='match = ["un"]')
            + rule("adopté", name="twin", more='match = ["adopté"]')
            + rule("vote final", name="under", segment="vote", more='match = ["le vote final"]')
            + rule("vote final", name="over", role="noise", more='match = ["vote final"]')
            + '[[rule]]\nid = "hatch"\nrole = "cue"\nsegment = "thing"\nregex = \'[Dd]élibéré\'\nmatch = ["delibere"]\n'
        )
    )
    assert codes(findings) == {
        ("no-example", "bare"),
        ("unproven-phrase", "half"),
        ("same-phrase", "twin"),
        ("same-phrase", "clean"),
        ("shadowed", "under"),
        ("regex", "hatch"),
        ("regex-accents", "hatch"),
        ("regex-capitals", "hatch"),
    }
    assert '"deux"' in next(f.message for f in findings if f.code == "unproven-phrase")
    assert all(f.file == "rules/base.toml" and f.line > 0 for f in findings)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("sous la présidence de M. Tarn", "names-person"),
        ("la mairie de Vaubrac", "names-body"),
        ("le conseil de Vaubrac", "capital"),
        ("le Conseil Municipal", None),
        ("Vu le code", None),
        ("le conseil du SDIS", None),
        ("sous la présidence de <person>", None),
        ("M. le Maire", None),
    ],
)
def test_rules_name_nobody(folder: Folder, phrase: str, code: str | None) -> None:
    general = rule(
        "le conseil municipal de la mairie", name="general", more='match = ["le conseil municipal de la mairie"]'
    )
    example = f'match = ["{phrase.replace("<person>", "M. Jean Tarn")}"]'
    found = lint(folder.book(general + rule(phrase, more=example)))
    assert {(f.level, f.code) for f in found if f.rule == "a.rule"} == ({("error", code)} if code else set())
    folder.write(
        "overlays/v.toml",
        OVERLAY + rule("la mairie de Vaubrac", name="theirs", more='match = ["la mairie de Vaubrac"]'),
    )
    assert codes(lint(folder.book(general))) == set()


def test_lint_of_a_folder_speaks_of_that_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(rule("tope là", name="mine", segment="dispositi"), encoding="utf-8")
    found = lint(tmp_path)
    assert codes(found) == {("no-example", "mine"), ("unknown-segment", "mine")}


def test_explain_words(folder: Folder) -> None:
    book = folder.book(rule("à l'unanimité", name="long") + rule("unanimité", name="short"))
    told = [
        (item.hit.rule.id, item.hidden_by.id if item.hidden_by else None)
        for item in explain_words(book, "À l’unanimité")
    ]
    assert told == [("long", None), ("short", "long")]


# ---------------------------------------------------------------- why not


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "le Conseil, après en avoir longuement délibéré",
            'but "delibere" is missing; the text goes on "longuement delibere"',
        ),
        ("après en avoir", "the text ends there"),
        ("après en avoir délbéré", "by 1 letter;"),
        ("voir : après en avoir délibéré", "not at the start of a line"),
        ("modèle : après en avoir délibéré", None),
    ],
)
def test_nearest(folder: Folder, text: str, part: str | None) -> None:
    book = folder.book(
        rule("après en avoir délibéré", more='where = "line-start"')
        + rule("modèle : après en avoir délibéré", name="all")
        + rule("tout autre chose", name="far")
    )  # fmt: skip
    near = [n for n in book.nearest(fold(text), "thing", 5) if n.rule.id == "a.rule"]
    if part is None:
        assert "not at the start" in near[0].reason
        return
    assert part in near[0].reason
    assert 0 < near[0].score <= 1
    assert all(n.rule.id != "far" for n in book.nearest(fold(text), "thing", 5))


def test_nearest_tells_of_noise_dates_and_overlays(folder: Folder) -> None:
    folder.write("overlays/v.toml", OVERLAY + '[[rule]]\nid = "off"\ndisabled = "printed in every footer"\n')
    book = folder.book(
        rule("unanimité", name="hidden") + rule("unanimité ou non", name="noise", role="noise", segment="x")
        + rule("compte rendu", name="dated", more="until = 2022-06-30") + rule("mairie", name="off")
    )  # fmt: skip
    reasons = {
        near.rule.id: near.reason
        for near in book.for_act("213401722", date(2023, 1, 1)).nearest(
            "unanimite ou non compte rendu mairie", "thing", 9
        )
    }
    assert "the noise of noise (rules/base.toml:8)" in reasons["hidden"]
    assert "until 2022-06-30" in reasons["dated"]
    assert "printed in every footer" in reasons["off"]


def test_a_rule_that_fired_is_not_near(folder: Folder) -> None:
    assert folder.book(rule("conseil municipal")).nearest("conseil municipal", "thing") == []


# ---------------------------------------------------------------- whatever the text

PIECES = (
    "conseil", "décide", "l'", "an", "deux", "mille", "vingt", "et", "un", "12", "345", "1er", "mai", "du",
    "mois", "lundi", "M.", "Mme", "Jean", "TARN", "de", "la", "commune", "(", ")", ".", ",", ":", "-", "-\n",
    "\n", "\n\n", " ", "…", "...", "º", "é(e)s", "\u00a0", "\ufffe", "/", "2021", "|", "Œ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.booleans())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_scanned_and_hits_lie_in_it(any_brick: Rulebook, pieces: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(pieces)
    hits = any_brick.scan(fold(text), text, slips=True)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert all(hit.start <= start < end <= hit.end for start, end in hit.bricks.values())
    spans = [(hit.start, hit.end, hit.rule.id) for hit in hits]
    assert len(set(spans)) == len(spans)
    any_brick.nearest(fold(text), "thing", text=text)


@pytest.fixture
def any_brick(folder: Folder) -> Rulebook:
    bricks = ("number", "date", "person", "body", "name")
    starts = "".join(rule(f"<{brick}> décide", name=f"first.{brick}") for brick in bricks)
    ends = "".join(rule(f"conseil … <{brick}>", f"décide <{brick}> (:)", name=f"last.{brick}") for brick in bricks)
    return folder.book(starts + ends + rule("conseil commune", name="slips", more="slips = 3"))


# ---------------------------------------------------------------- the packaged rules


def test_packaged_rules_load_and_their_examples_hold() -> None:
    book = load_rulebook()
    assert book.rules
    assert all(r.file.startswith("rules/") and r.line for r in book.rules)
    assert [
        f"{f.rule.place} {f.rule.id} {f.example!r}: {f.message}" for f in check_examples(book) if f.kind != "hidden"
    ] == []


def test_packaged_rules_have_no_lint_errors() -> None:
    assert [f"{f.file}:{f.line} {f.message}" for f in lint() if f.level == "error"] == []


def test_every_packaged_line_number_is_true() -> None:
    for item in load_rulebook().rules:
        source = (PACKAGED.parent / item.file).read_text("utf-8").splitlines()
        assert source[item.line - 1].strip() == "[[rule]]"
        assert any(f'"{item.id}"' in line for line in source[item.line : item.line + 12])


def test_hits_cross_process_boundaries(folder: Folder) -> None:
    (hit,) = folder.book(rule("présents : <number>")).scan("presents : 12")
    assert pickle.loads(pickle.dumps(hit)) == hit
    assert isinstance(hit, Hit)


# ---------------------------------------------------------------- the page that teaches the format


def test_the_rules_of_the_documentation_hold(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")
    blocks = [block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[[rule]]" in block]
    assert len(blocks) >= 3
    for number, block in enumerate(blocks):
        own = tmp_path / str(number)
        own.mkdir()
        (own / "mine.toml").write_text(block, encoding="utf-8")
        book = load_rulebook(own)
        assert [f.message for f in check_examples(book) if f.rule.file.startswith(own.as_posix())] == []
