"""Numbers in a row: what is odd, and what says nothing."""

from __future__ import annotations

import pytest
from delib.corpus.numbering import Act, odd_numbers


def acts(*numbers: int, form: str = "2019-{:03d}", organ: str = "") -> list[Act]:
    """Acts of ten a sitting, a sitting a month."""
    return [Act(f"id{one}", form.format(one), f"Titre {one}", f"2019-{one // 10 + 1:02d}-15", organ) for one in numbers]


def messages(found: list[Act]) -> list[str]:
    return [odd.message for odd in odd_numbers(found)]


def test_a_row_in_order() -> None:
    assert messages(acts(*range(1, 40))) == []


def test_a_gap_is_told_once_with_what_is_missing() -> None:
    (odd,) = odd_numbers(acts(*(one for one in range(1, 40) if one not in (7, 8, 21))))
    assert (odd.act_id, odd.read) == ("id9", {"missing": [7, 8, 21]})
    assert odd.message.startswith("Between 2019-001 and 2019-039 these numbers are missing: 7, 8, 21;")


def test_a_row_of_which_much_is_missing_is_the_corpus_s() -> None:
    assert messages(acts(*range(1, 40, 3))) == []


def test_few_numbers_are_no_row() -> None:
    assert messages(acts(1, 2, 4, 5)) == []


def test_a_number_given_twice() -> None:
    again = Act("other", "2019 - 012", "Autre objet", "2019-02-15", "")
    (message,) = messages([*acts(*range(1, 20)), again])
    assert message == "The number 2019 - 012 of 2019-02-15 is also that of an act of 2019-02-15: « Titre 12 »."
    same = Act("other", "2019-012", "TITRE 12", "2019-02-15", "")  # the same act, in another file
    assert messages([*acts(*range(1, 20)), same]) == []
    assert messages([*acts(*range(1, 20)), same._replace(title="")]) == []  # a list without titles


def test_an_annex_and_another_organ_have_rows_of_their_own() -> None:
    annexes = [Act("annex", "2019-012 BIS", "Annexe", "2019-02-15", "")]
    assert messages([*acts(*range(1, 20)), *annexes, *acts(*range(1, 20), organ="bureau")]) == []


def test_a_number_that_goes_back_in_time() -> None:
    row = acts(*range(1, 30))
    row[14] = row[14]._replace(date="2019-01-02")
    (odd,) = odd_numbers(row)
    assert odd.act_id == "id15"
    assert odd.message == "The number 2019-015 is of 2019-01-02, the lower number 2019-014 of 2019-02-15."
    row[14] = row[14]._replace(date="2019-09-01")
    (message,) = messages(row)
    assert message == "The number 2019-015 is of 2019-09-01, the higher number 2019-016 of 2019-02-15."


def test_two_counters_say_nothing_of_time() -> None:
    row = [one._replace(date=f"2019-{12 - index % 12:02d}-01") for index, one in enumerate(acts(*range(1, 30)))]
    assert messages(row) == []


@pytest.mark.parametrize("form", ["{}", "2019.07.04 - {}", "DE2019_{:03d}", "n° 2019 / {}"])
def test_forms_of_numbers(form: str) -> None:
    assert len(messages(acts(*(one for one in range(1, 30) if one != 7), form=form))) == 1


def test_the_order_in_which_acts_come_does_not_count() -> None:
    row = [*acts(*(one for one in range(1, 40) if one != 7)), Act("x", "2019-009", "Autre", "2019-02-20", "")]
    assert odd_numbers(row) == odd_numbers(row[::-1])
