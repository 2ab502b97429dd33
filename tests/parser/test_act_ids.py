"""Identifiers of transmitted acts: found, decoded, doubted. The SIREN are invented; their keys are computed here."""

from __future__ import annotations

from datetime import date

import pytest
from delib.parser.fields.act_ids import ActId, find_act_ids, is_department, luhn, siren_department
from delib.parser.folding import fold
from hypothesis import given
from hypothesis import strategies as st


def with_key(eight: str) -> str:
    """The SIREN whose first eight digits are `eight`."""
    return next(eight + key for key in "0123456789" if luhn(eight + key))


COMMUNE = with_key("21420999")  # a commune of the Loire that does not exist


def read(text: str) -> ActId:
    (found,) = find_act_ids(text, fold(text))
    return found


def test_a_whole_identifier() -> None:
    text = f"ID : 042-{COMMUNE}-20320616-DE2032_090A-DE\nPublié le"
    found = read(text)
    assert found.text == f"042-{COMMUNE}-20320616-DE2032_090A-DE" == text[found.start : found.end]
    assert (found.department, found.siren, found.date) == ("042", COMMUNE, date(2032, 6, 16))
    assert (found.number, found.nature, found.prefix, found.message) == ("DE2032_090A", "DE", None, None)
    assert found.valid and found.problems == ()


@pytest.mark.parametrize(
    ("tail", "number", "nature", "message"),
    [
        ("D20320026710", "D20320026710", None, None),
        ("0000071265-DE", "0000071265", "DE", None),
        ("AR-2032-02-AR", "AR-2032-02", "AR", None),
        ("CL2032_06-DE-1-1_0.xml", "CL2032_06", "DE", "1-1"),
        ("DE2032116bis-BF", "DE2032116bis", "BF", None),
        ("2032-05-XX", "2032-05-XX", None, None),
    ],
)
def test_numbers_and_natures(tail: str, number: str, nature: str | None, message: str | None) -> None:
    found = read(f"99_DE-042-{COMMUNE}-20320616-{tail}")
    assert (found.number, found.nature, found.message, found.prefix) == (number, nature, message, "99_DE")
    assert found.text == "-".join(part for part in ("99_DE", "042", COMMUNE, "20320616", number, nature) if part)
    assert found.valid


@pytest.mark.parametrize("gap", ["\n", " ", " \n"])
def test_a_line_wrap_leaves_no_blanks(gap: str) -> None:
    whole = f"042-{COMMUNE}-20320616-DE2032_111-DE"
    for cut in (4, 14, 23, 34):
        assert read(f"ID : {whole[:cut]}{gap}{whole[cut:]}\nmairie").text == whole


def test_dashes_of_a_typographer() -> None:
    assert read(f"042–{COMMUNE}–20320616–D_1–DE").text == f"042-{COMMUNE}-20320616-D_1-DE"


def test_words_after_an_identifier_are_not_its_end() -> None:
    assert read(f"042-{COMMUNE}-20320616-D12 - DE LA COMMUNE").number == "D12"
    assert read(f"042-{COMMUNE}-20320616-D12\nDE LA COMMUNE").text.endswith("-D12")


def test_letters_read_for_digits_are_mended_when_the_key_holds() -> None:
    siren = with_key("20005472")
    printed = f"O42-{siren.replace('0', 'O')}-2O320616-D12-DE"
    assert read(printed).text == f"042-{siren}-20320616-D12-DE"


def test_letters_stay_as_printed_when_the_key_does_not_hold() -> None:
    siren = with_key("20005472")
    wrong = siren[:-1] + str((int(siren[-1]) + 1) % 10)
    found = read(f"042-{wrong.replace('0', 'O')}-20320616-D12-DE")
    assert "O" in found.text and not found.valid


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_misread_digit_never_passes(place: int, shift: int) -> None:
    wrong = COMMUNE[:place] + str((int(COMMUNE[place]) + shift) % 10) + COMMUNE[place + 1 :]
    found = read(f"042-{wrong}-20320616-D12-DE")
    assert not found.valid and any("SIREN" in problem for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"096-{COMMUNE}-20320616-D1-DE", "096"),
        (f"042-{COMMUNE}-20321316-D1-DE", "20321316"),
        (f"042-{COMMUNE}-20320616-D1234567890123456-DE", "longer"),
    ],
)
def test_problems_are_told(text: str, told: str) -> None:
    found = read(text)
    assert not found.valid and told in " ".join(found.problems)


def test_the_siren_of_another_departement_is_told_but_can_be() -> None:
    found = read(f"034-{COMMUNE}-20320616-D1-DE")
    assert found.valid and len(found.problems) == 1 and "42" in found.problems[0]


@pytest.mark.parametrize(
    ("department", "eight"), [("02A", "21200999"), ("02B", "21200998"), ("974", "21974099"), ("042", "20005472")]
)
def test_corsica_overseas_and_young_bodies(department: str, eight: str) -> None:
    assert read(f"{department}-{with_key(eight)}-20320616-D1-DE").problems == ()


def test_departments() -> None:
    assert all(is_department(code) for code in ("001", "095", "02A", "02B", "971", "988"))
    assert not any(is_department(code) for code in ("020", "096", "000", "02C", "42", "979"))
    assert siren_department(COMMUNE) == "42" and siren_department(with_key("20005472")) is None


@pytest.mark.parametrize(
    "text", ["", "01-02-03-04", f"SIREN {COMMUNE}", "2032-06-16", "tél. 04-77-12-34-56", f"{COMMUNE}-20320616-D1"]
)
def test_what_is_no_identifier(text: str) -> None:
    assert find_act_ids(text, fold(text)) == []


@given(st.text(alphabet="0123456789-_ \nDEARoO", max_size=60))
def test_no_text_raises(text: str) -> None:
    for found in find_act_ids(text, fold(text)):
        assert 0 <= found.start < found.end <= len(text)
