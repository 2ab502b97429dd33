"""What the program knows by itself: how a value is read that no rule file gives, and where in the code that stands.

In: the id of a rule that stands in no rule file ("grid.present"), or the name of a field. Out: `Known`: the module and
one sentence, for `explain`. French wording belongs in rules/; what stands here is form: columns, type, order, sums.
"""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """How a value is read without a rule of rules/: the module, and in one sentence how."""

    where: str
    how: str


# By id; an id that is not here is looked for by what stands before its last point ("heading.typography", "heading").
_BY_ID: dict[str, Known] = {
    "amount": Known("parser/fields/amounts.py", "a number with the sign or the name of a currency"),
    "body": Known("parser/fields/bodies.py", "a word for a kind of body with the name that follows it"),
    "body.organ-and-name": Known("parser/fields/bodies.py", "the name that follows the name of the organ"),
    "convocation.notice": Known("parser/sitting.py", "the letter of convocation that stands before the sitting"),
    "counts": Known("parser/fields/counts.py", "a row of labels over a row with as many figures"),
    "date.in-head": Known("parser/fields/header.py", "the first date of the head, where nothing announces another"),
    "date.repeated": Known("parser/fields/header.py", "a date that the head prints more than once"),
    "document": Known("parser/segment/acts.py", "the document is one act, from its first line to its last"),
    "grid": Known("parser/fields/grids.py", "a table of names whose columns are crossed or signed"),
    "heading": Known("parser/segment/headings.py", "a line that looks like a heading: set off, numbered or in bold"),
    "heading.item": Known("parser/segment/marks.py", "a line that an ordinal of the agenda begins"),
    "heading.number": Known("parser/segment/marks.py", "a line that the number of an act begins"),
    "heading.typography": Known("parser/segment/headings.py", "a line in bold, in capitals or in the middle, set off"),
    "hour": Known("parser/fields/hours.py", "an hour in the head of the sitting"),
    "lexicon.decision-verb": Known("rules/lexicon.toml", "a verb of decision begins the line"),
    "list": Known("parser/segment/listing.py", "a row of a table of acts, read by the heads of its columns"),
    "margin.title": Known("parser/segment/registers.py", "the title in the margin, beside the act"),
    "money": Known("rules/money.toml", "words of giving, asking and selling, as parser/fields/parties.py reads them"),
    "money.adds-up": Known("parser/fields/ledger.py", "the sums of the act that have a beneficiary add up to it"),
    "money.budget-act": Known("parser/fields/ledger.py", "an act on the budget grants nothing to nobody: a credit"),
    "money.plan": Known("parser/fields/sum_lists.py", "a line of a plan of financing"),
    "money.said-before": Known("parser/fields/ledger.py", "another sum of the act, of the same value, names it"),
    "money.table": Known("parser/fields/subsidies.py", "the row and the head of the column, in a table"),
    "money.total-row": Known("parser/fields/subsidies.py", "the row of a total"),
    "money.list-line": Known("parser/fields/sum_lists.py", "a line of a list that ends with a sum"),
    "money.tariff": Known("parser/fields/sum_lists.py", "a line of a list of tariffs"),
    "money.series": Known("parser/fields/series.py", "grants that a sentence lists, each behind a name and a colon"),
    "office": Known("parser/sitting.py", "only the office is printed; its holder is named elsewhere in the document"),
    "organ-then-verbs": Known("parser/segment/units.py", "the organ's name leads to verbs of decision"),
    "outline.kind": Known("parser/segment/acts.py", "how many sittings and acts there are, and the words of the head"),
    "subject.printed": Known("parser/fields/subjects.py", "a code of the nomenclature that the document prints"),
    "president": Known(
        "parser/fields/officers.py", "only the office presides; its holder is named elsewhere in the document"
    ),
    "session.head": Known("parser/segment/registers.py", "the head of a sitting"),
    "stamp.act-id": Known("parser/fields/act_ids.py", "an @CTES identifier, by its form and its check digit"),
    "stamp.date": Known("parser/fields/header.py", "the date within the stamp's @CTES identifier"),
}

_VOTE = Known("parser/fields/votes.py", "words of voting, figures and names, by the way in which they stand together")

# Where no rule is known, by the name of the field.
_BY_FIELD: dict[str, Known] = {
    "abstentions": _VOTE,
    "act_id": _BY_ID["stamp.act-id"],
    "against": _VOTE,
    "amounts": _BY_ID["amount"],
    "checks": Known("parser/checks/", "worked out from the values of the record"),
    "considerants": Known("parser/segment/passages.py", "what stands between the heading and the decision"),
    "decisions": Known(
        "parser/fields/decisions.py", "one item of the decision: a bullet, an article, a verb of decision"
    ),
    "dispositif": Known("parser/segment/passages.py", "what stands after the reasoning, by its place and its verbs"),
    "dissent": Known("parser/fields/votes.py", "names that stand with a word of voting"),
    "for": _VOTE,
    "inferred": Known("parser/acts.py", "worked out from the values of the record"),
    "item": Known("parser/segment/marks.py", "the ordinal that stands before the title"),
    "kind": _BY_ID["outline.kind"],
    "mentions": _BY_ID["amount"],
    "repeats": _BY_ID["amount"],
    "movements": Known("parser/fields/attendance.py", "a remark beside a name that says when its bearer came or left"),
    "number": Known("parser/segment/marks.py", "a number of an act in the line of its heading"),
    "outcome": _VOTE,
    "noise": Known("parser/layout/", "set aside by its form and its place: stamp, running head or foot, margin"),
    "present": Known("parser/fields/attendance.py", "a list of names under a label"),
    "absent": Known("parser/fields/attendance.py", "a list of names under a label"),
    "parcels": Known("parser/fields/parcels.py", "a section and a number beside a word that announces a parcel"),
    "surfaces": Known("parser/fields/parcels.py", "a number with a unit of area, where the act speaks of land"),
    "proxies": Known("parser/fields/attendance.py", "two names that a word of proxy ties together"),
    "references": Known("parser/fields/references.py", "the form in which texts of law are cited"),
    "residue": Known("parser/assemble.py", "words that no passage, no value and no noise holds"),
    "segments": Known("parser/segment/passages.py", "a passage of the act, by its order and its lines"),
    "time": _BY_ID["hour"],
    "title": _BY_ID["heading"],
    "unanimous": _VOTE,
}

_NULLS: dict[str, str] = {
    "absent": "no list of absent members was found",
    "amounts": "the decision names no sum",
    "repeats": "no sum of the decision has the value of another one",
    "checks": "nothing was there to be checked",
    "decisions": "there is no decision with items of its own",
    "dissent": "nobody is named with the vote",
    "inferred": "nothing follows from what is printed",
    "item": "no ordinal stands before the title",
    "mentions": "no other sum is named",
    "movements": "nobody is said to have come or left during the sitting",
    "noise": "nothing was set aside",
    "parcels": "no parcel is named",
    "place": "the place of a sitting is not read",
    "present": "no list of present members was found",
    "proxies": "no list or remark of proxies was found",
    "references": "no text of law is cited in a form that is known",
    "residue": "every word has its place",
    "segments": "no passage was told apart",
    "subjects": "its words name no subject",
    "surfaces": "no area of land is named",
    "time": "no hour stands in the head of the sitting",
}


def by_id(rule: str) -> Known | None:
    """How the rule `rule`, which stands in no rule file, reads; None where nothing is known of it alone."""
    return _BY_ID.get(rule) or _BY_ID.get(rule.rsplit(".", 1)[0])


def by_field(field: str) -> Known | None:
    """How a value of `field` is read where no rule of rules/ made it."""
    return _BY_FIELD.get(field)


def why_null(field: str) -> str | None:
    """Why `field` is null or empty where its reading left no reason."""
    return _NULLS.get(field)


def everything() -> list[Known]:
    """All that the program knows by itself."""
    return [*_BY_ID.values(), *_BY_FIELD.values()]
