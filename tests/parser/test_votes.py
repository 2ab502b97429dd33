"""What the page says of a vote: outcome, unanimity, counts, who dissented. What it does not print stays null."""

from __future__ import annotations

import pytest
from delib.parser.fields.votes import ReadVote, read_vote, with_columns
from delib.parser.folding import fold
from delib.tests.parser.pages_of_lines import scanned


def vote(sheet: str) -> ReadVote:
    body, hits = scanned(sheet)
    return read_vote(body.text, body.folded, hits, 0, len(body.text))


def figures(read: ReadVote) -> tuple[object, object, object]:
    """(for, against, abstentions) as printed."""
    return tuple(found.value if found else None for found in (read.for_, read.against, read.abstentions))  # type: ignore[return-value]


def plain(read: ReadVote) -> tuple[object, object]:
    """(outcome, unanimity)."""
    return (read.outcome.value if read.outcome else None, read.unanimous.value if read.unanimous else None)


def dissent(read: ReadVote) -> list[tuple[str, str]]:
    """(position, name or group) of all who are named."""
    return [(one.position, one.name.text if one.name else one.group or "") for one in read.dissent]


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        # a figure stands before its word
        ("4 contre 8 pour", (8, 4, None)),
        ("8 pour, 4 contre", (8, 4, None)),
        ("8 voix pour et 4 voix contre", (8, 4, None)),
        ("7 voix « pour », 1 voix « contre » et 1 « abstention »", (7, 1, 1)),
        ("Adopté par 7 voix, Mme ROUVRAY s'abstient", (7, None, 1)),
        ("11 pour, 0 contre, 2 abstentions", (11, 0, 2)),
        # a group, with the number of its members in brackets; two brackets are no sum that is printed
        ("Pour : 8. Abstention de l'Opposition, (5 Membres : Mme ROUVRAY, M. DUC)", (8, None, 5)),
        ("8 voix pour, vote contre du groupe Demain (3 voix)", (8, 3, None)),
        ("8 voix pour, abstention du groupe Demain (3 voix) et du groupe Hier (2 voix)", (8, None, None)),
        ("Pour : groupe Demain (12 voix)\nContre : groupe Hier (3)", (12, 3, None)),
        ("Vote à bulletin secret : 12 oui, 3 non", (12, 3, None)),
        # those who win where a proposal is rejected are those against
        ("La proposition est rejetée par 10 voix contre 5.", (5, 10, None)),
        # the last cell of a row and the label of the line below
        ("VOTE\tPOUR\n9\t2\nContre : Mme Odile ROUVRAY", (None, 1, None)),
        ("0 contre, 2 abstentions, 11 pour", (11, 0, 2)),
        ("huit voix pour, quatre voix contre, une abstention", (8, 4, 1)),
        # or after it
        ("pour : 8, contre : 4", (8, 4, None)),
        ("Pour : 8 - Contre : 4 - Abstentions : 1", (8, 4, 1)),
        ("contre : 4 / abstention : 1 / pour : 8", (8, 4, 1)),
        ("Vote : pour 8, contre 4", (8, 4, None)),
        # "8 against 4" counts both sides
        ("Adopté par 8 voix contre 4", (8, 4, None)),
        # a stroke or a word for none
        ("Pour : 14 Contre : / Abstentions : /", (14, 0, 0)),
        ("Pour : 14 Contre : néant Abstention : aucune", (14, 0, 0)),
        # nothing printed, nothing invented
        ("Vote : à l'unanimité", (None, None, None)),
        ("Vote : à la majorité", (None, None, None)),
    ],
)
def test_counts_as_printed(printed: str, expected: tuple[int | None, ...]) -> None:
    assert figures(vote(printed)) == expected


@pytest.mark.parametrize("break_", [" ", "\n", "\n\n"])
def test_counts_a_line_each(break_: str) -> None:
    assert figures(vote(break_.join(["Pour : 14", "Contre : 3", "Abstentions : 2"]))) == (14, 3, 2)
    assert figures(vote(break_.join(["14 voix pour", "3 voix contre", "2 abstentions"]))) == (14, 3, 2)


@pytest.mark.parametrize(
    "printed",
    [
        "Le conseil décide de verser 12 euros pour 19 élèves.",
        "Il faut lutter contre les chenilles sur 3 hectares.",
        "Le loyer est fixé à 400 euros pour 2020.",
    ],
)
def test_figures_that_count_no_votes(printed: str) -> None:
    assert figures(vote(printed)) == (None, None, None)


def test_of_two_ballots_the_last_one_printed_is_the_result() -> None:
    sheet = """
    L'amendement est mis aux voix : 3 voix pour, 9 voix contre.
    Le texte est mis aux voix : 10 voix pour, 2 voix contre.
    """
    assert figures(vote(sheet)) == (10, 2, None)


# ---------------------------------------------------------------- unanimity, outcome


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Le conseil municipal, à l'unanimité, approuve le projet.", ("adopted", True)),
        ("Adopté à l'unanimité des membres présents et représentés.", ("adopted", True)),
        ("VOTE : UNANIMITÉ", ("adopted", True)),
        ("Le conseil municipal, à la majorité, approuve le projet.", ("adopted", False)),
        ("à l'unanimité moins une voix", ("adopted", False)),
        # abstentions are not votes cast: they break no unanimity
        ("À l'unanimité des suffrages exprimés, 2 abstentions", ("adopted", True)),
        ("à l'unanimité et deux abstentions", ("adopted", True)),
        # a vote against does
        ("Adopté : 10 voix pour, 1 voix contre", ("adopted", False)),
        # more against than for: rejected, whatever "majority" says
        ("à la majorité (9 voix contre, 1 abstention et 3 pour)", ("rejected", False)),
        ("Pour : 4, contre : 8", ("rejected", False)),
        ("La proposition est rejetée.", ("rejected", None)),
        # no vote against printed is no unanimity printed
        ("11 pour, 0 contre, 2 abstentions", ("adopted", None)),
        ("Contre : 0, abstention : 0", (None, None)),
        # a template's left-over says nothing
        ("Vote à l'unanimité ou non", (None, None)),
        ("adopté à l'unanimité / à la majorité", ("adopted", None)),
        # no ballot
        ("Le conseil municipal prend acte du rapport.", ("noted", None)),
        ("Dont acte.", ("noted", None)),
        ("Ce point est retiré de l'ordre du jour.", ("deferred", None)),
        ("La question est ajournée.", ("deferred", None)),
        ("Le conseil sursoit à statuer.", ("deferred", None)),
        ("Le conseil adopte.", ("adopted", None)),
        ("Le conseil émet un avis favorable.", ("adopted", None)),
        ("Le conseil émet un avis défavorable.", ("rejected", None)),
        ("La fête du village aura lieu en juillet.", (None, None)),
    ],
)
def test_outcome_and_unanimity(printed: str, expected: tuple[str | None, bool | None]) -> None:
    assert plain(vote(printed)) == expected


def test_a_majority_asked_for_by_an_election_is_no_vote() -> None:
    read = vote("Majorité absolue : 8\nM. Luc TERRASSE a obtenu 12 voix et est proclamé élu à la majorité absolue.")
    assert read.unanimous is None


# ---------------------------------------------------------------- dissent


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "Le conseil municipal, à l'exception de Mme ROUVRAY et M. PIOCHE qui s'abstiennent, accepte.",
            [("abstained", "ROUVRAY"), ("abstained", "PIOCHE")],
        ),
        ("Le conseil, hormis M. PIOCHE qui vote contre, adopte.", [("against", "PIOCHE")]),
        (
            "Pour : 8, contre : 2 (M. Jean PIOCHE, Mme Anne ROUVRAY)",
            [("against", "Jean PIOCHE"), ("against", "Anne ROUVRAY")],
        ),
        ("8 voix pour, 1 abstention (M. Paul ALBANEL)", [("abstained", "Paul ALBANEL")]),
        ("M. Paul ALBANEL ne prend pas part au vote.", [("did not take part", "Paul ALBANEL")]),
        ("Mme Anne ROUVRAY s'abstient.", [("abstained", "Anne ROUVRAY")]),
        (
            "Ont voté contre : M. Jean PIOCHE, Mme Anne ROUVRAY",
            [("against", "Jean PIOCHE"), ("against", "Anne ROUVRAY")],
        ),
        ("Adopté à l'unanimité.", []),
        ("Pour : 8, contre : 4", []),
    ],
)
def test_who_is_named_with_a_vote(printed: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(dissent(vote(printed))) == sorted(expected)


@pytest.mark.parametrize(
    "printed",
    [
        "2 voix contre (Mme ROUVRAY et M. PIOCHE) et 1 abstention (M. ALBANEL)",
        "Mme ROUVRAY et M. PIOCHE votent contre. M. ALBANEL s'abstient.",
        "Mme ROUVRAY et M. PIOCHE votent contre ; M. ALBANEL s'abstient.",
        "Abstention : M. ALBANEL. Contre : Mme ROUVRAY, M. PIOCHE",
    ],
)
def test_who_is_against_and_who_abstains_are_two_lists(printed: str) -> None:
    expected = [("abstained", "ALBANEL"), ("against", "PIOCHE"), ("against", "ROUVRAY")]
    assert sorted(dissent(vote(printed))) == expected


def test_a_named_vote_against_is_no_unanimity() -> None:
    assert plain(vote("Le conseil, hormis M. PIOCHE qui vote contre, adopte cette proposition.")) == ("adopted", False)


def test_a_named_abstention_leaves_unanimity_open() -> None:
    read = vote("Le conseil adopte. Mme Anne ROUVRAY s'abstient.")
    assert plain(read) == ("adopted", None)
    assert figures(read) == (None, None, 1), "whoever is named is one"


def test_who_stands_aside_counts_nowhere() -> None:
    read = vote("M. Paul ALBANEL ne prend pas part au vote. Le conseil, à l'unanimité, approuve.")
    assert plain(read) == ("adopted", True)
    assert figures(read) == (None, None, None)


def test_a_roll_call_names_each_voice() -> None:
    sheet = """
    Il est procédé à l'appel nominal :
    Mme Odile FERRANDIER : oui
    M. Luc TERRASSE : oui
    M. Jean PIOCHE : non
    Mme Anne ROUVRAY : abstention
    """
    assert dissent(vote(sheet)) == [
        ("for", "Odile FERRANDIER"), ("for", "Luc TERRASSE"), ("against", "Jean PIOCHE"), ("abstained", "Anne ROUVRAY"),
    ]  # fmt: skip


def test_two_lines_of_talk_are_no_roll_call() -> None:
    assert dissent(vote("M. Luc TERRASSE : oui\nM. Jean PIOCHE : non")) == []


def test_a_group_that_abstains_is_named_as_a_group() -> None:
    read = vote("12 voix pour, 3 abstentions (groupe Valbrune autrement)")
    assert figures(read) == (12, None, 3)
    assert dissent(read) == [("abstained", "groupe Valbrune autrement")]


# ---------------------------------------------------------------- provenance


def test_each_value_stands_where_it_is_printed() -> None:
    body, hits = scanned("La charpente prend l'eau.\nLe texte est adopté par 8 voix pour et 4 voix contre.")
    read = read_vote(body.text, body.folded, hits, 0, len(body.text))
    assert read.for_ is not None and read.against is not None
    assert "8" in body.text[read.for_.start : read.for_.end]
    assert "4" in body.text[read.against.start : read.against.end]
    assert {read.for_.rule, read.against.rule} <= {hit.rule.id for hit in hits}


def test_a_vote_outside_the_act_is_not_read() -> None:
    body, hits = scanned("Le premier texte est adopté par 8 voix pour.\nLe second texte est lu.")
    at = body.text.index("Le second")
    assert read_vote(body.text, body.folded, hits, at, len(body.text)) == ReadVote()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"for": "12", "against": "0"}, (12, 0, None)),
        ({"for": "12", "against": "/", "abstentions": "1"}, (12, 0, 1)),
        ({"for": "4", "against": "8", "abstentions": "-"}, (4, 8, 0)),
        ({"abstentions": "2"}, (None, None, 2)),
    ],
)
def test_counts_in_columns(cells: dict[str, str], expected: tuple[int | None, ...]) -> None:
    text = " ".join(cells.values())
    columns, at = [], 0
    for field, cell in cells.items():
        columns.append((field, at, at + len(cell)))
        at += len(cell) + 1
    read = with_columns(ReadVote(), fold(text), tuple(columns))
    assert figures(read) == expected
    assert plain(read)[0] == (None if "for" not in cells else "rejected" if cells["for"] == "4" else "adopted")


def test_without_columns_the_vote_is_as_it_was() -> None:
    read = vote("Adopté par 8 voix pour et 4 voix contre.")
    assert with_columns(read, "", ()) == read


def test_a_figure_and_the_label_of_the_next_line_count_nothing_together() -> None:
    read = vote("Nombre de votants : 10\nAbstention : 1\nOpposition : 2\nApprobation : 7")
    assert figures(read) == (7, 2, 1)


def test_those_named_are_counted_where_no_figure_is_printed() -> None:
    read = vote(
        "Adopté à la majorité. Ont voté contre : MM. Jean PIOCHE, Paul ALBANEL. S'est abstenue : Mme Anne ROUVRAY."
    )
    assert figures(read) == (None, 2, 1)
    assert plain(read) == ("adopted", False)
    read = vote("Contre : le groupe Demain ensemble")
    assert figures(read)[1] is None, "how many a group has is not printed"
