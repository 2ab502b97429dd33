"""The generator itself: its dates, its keys, and that what the truth holds stands on the pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pypdfium2
import pytest
from generator import Document, random_document
from generator.bodies import COUNTRIES, draw_body, luhn_key
from generator.dates import date_in_words, euros, in_words, republican, year_in_words
from generator.people import RARE, SURNAMES

PdfDocument: Any = pypdfium2.PdfDocument  # the library has no types


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def page_words(data: bytes) -> set[str]:
    # PDFium marks a hyphen at the end of a line, which is always a printed one here
    text = "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(data))
    return words(text.replace("￾", "-").replace("-\r\n", "-"))


def names(truth: Document) -> set[str]:
    found: set[str] = set()
    for session in truth.sessions:
        people = [*session.present, *session.absent, session.president, session.secretary]
        people += [name for pair in session.proxies for name in pair]
        people += [each.name for act in session.acts for each in act.dissent]
        found |= {name for name in people if isinstance(name, str)}
    return found


@pytest.mark.parametrize("seed", range(40))
def test_what_the_truth_holds_stands_on_the_pages(seed: int) -> None:
    data, truth = random_document(seed)
    printed = page_words(data)
    for name in names(truth):
        assert words(name) <= printed, name
    for session in truth.sessions:
        for count in (session.in_office, session.present_count, session.proxy_count, session.voter_count):
            assert count is None or str(count) in printed
        for act in session.acts:
            assert words(str(act.title)) <= printed
            for figure in (act.vote.for_, act.vote.against, act.vote.abstentions):
                if isinstance(figure, int) and figure:
                    spoken = words(in_words(figure)) | {"une"} if figure == 1 else words(in_words(figure))
                    assert str(figure) in printed or spoken & printed


def test_nobody_is_in_two_groups() -> None:
    for seed in range(60):
        for session in random_document(seed)[1].sessions:
            everybody = [*session.present, *session.absent, *(giver for giver, _ in session.proxies)]
            assert len(everybody) == len(set(everybody)), seed


def test_republican_dates() -> None:
    assert republican(date(1805, 2, 5), words=False) == "16 pluviôse an 13"
    assert republican(date(1799, 11, 9), words=False) == "18 brumaire an 8"
    assert republican(date(1794, 7, 27)) == "neuf thermidor an deux"
    for day in (date(1799, 9, 20), date(1790, 7, 14), date(1806, 1, 1)):
        with pytest.raises(ValueError, match="no Republican month"):
            republican(day)


def test_numbers_and_dates_in_words() -> None:
    assert [in_words(number) for number in (0, 16, 21, 70, 71, 80, 81, 99, 200, 201)] == [
        "zéro", "seize", "vingt et un", "soixante-dix", "soixante et onze", "quatre-vingts", "quatre-vingt-un",
        "quatre-vingt-dix-neuf",
        "deux cents", "deux cent un",
    ]  # fmt: skip
    assert year_in_words(1880) == "mil huit cent quatre-vingt"
    assert year_in_words(2017, hyphens=False) == "deux mil dix sept"
    assert year_in_words(2000) == "deux mil"
    assert date_in_words(date(2021, 1, 1)) == "premier janvier deux mil vingt et un"
    assert [euros(value, style) for value, style in ((60000, 0), (1250.5, 0), (2590, 2), (28000, 3))] == [
        "60 000 €", "1 250,50 €", "2.590,00€", "28 000 euros",
    ]  # fmt: skip


def test_the_keys_of_invented_bodies_are_right() -> None:
    from random import Random

    assert luhn_key("21340172") == "2"
    for seed in range(30):
        body = draw_body(Random(seed), "intercommunal" if seed % 2 else "commune")
        assert len(body.siren) == 9
        assert luhn_key(body.siren[:8]) == body.siren[8]
        assert 950 <= int(body.siren[5:8]) <= 998  # no commune has such an INSEE number


def test_the_lists_of_names_hold_no_name_twice() -> None:
    for each in (SURNAMES, RARE, COUNTRIES):
        assert len(set(each)) == len(each)
