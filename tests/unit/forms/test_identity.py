"""Numbers of people, companies, telephones and mail boxes. All are invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import Said
from docgen.forms.identity import (
    credit_code_fault,
    email_fault,
    id_card_birthday,
    id_card_fault,
    id_card_sex,
    phone_fault,
)

# The tables as the standards print them, written out apart from the code under test.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = dict(zip(range(11), "10X98765432", strict=True))
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_card(body: str) -> str:
    """Add the check sign to seventeen digits."""
    total = sum(int(one) * weight for one, weight in zip(body, ID_WEIGHTS, strict=True))
    return body + ID_CHECKS[total % 11]


def credit_code(body: str) -> str:
    """Add the check sign to seventeen signs."""
    total = sum(
        CODE_SIGNS.index(one) * weight for one, weight in zip(body, CODE_WEIGHTS, strict=True)
    )
    return body + CODE_SIGNS[(31 - total % 31) % 31]


DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2025, 12, 31))
BODIES = st.builds(lambda day, turn: f"990000{day:%Y%m%d}{turn:03}", DAYS, st.integers(0, 999))
CODES = st.text(CODE_SIGNS, min_size=9, max_size=9).map(lambda tail: credit_code("91990000" + tail))


@given(BODIES)
@settings(deadline=None)
def test_a_right_id_card(body: str) -> None:
    assert id_card_fault(id_card(body)) == ""


@given(BODIES, st.integers(0, 16), st.integers(1, 9))
@settings(deadline=None)
def test_one_wrong_digit_is_found(body: str, place: int, more: int) -> None:
    card = id_card(body)
    wrong = str((int(card[place]) + more) % 10)

    assert id_card_fault(card[:place] + wrong + card[place + 1 :]) != ""


@given(BODIES, st.integers(0, 15))
@settings(deadline=None)
def test_two_exchanged_digits_are_found(body: str, place: int) -> None:
    card = id_card(body)
    swapped = card[:place] + card[place + 1] + card[place] + card[place + 2 :]

    assert (id_card_fault(swapped) == "") == (swapped == card)


def test_a_small_x_is_read() -> None:
    card = next(
        card for turn in range(100) if (card := id_card(f"99000019900101{turn:03}"))[-1] == "X"
    )

    assert id_card_fault(card.lower()) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an ID-card number has 17 digits and then a digit or X"),
        ("99000019900101001", "an ID-card number has 17 digits and then a digit or X"),
        ("9900001990010100１1", "an ID-card number has 17 digits and then a digit or X"),
        ("090000199001010011", "an ID-card number has 17 digits and then a digit or X"),
        ("99000019900101001X1", "an ID-card number has 17 digits and then a digit or X"),
        ("990000900101001", "15-digit ID-card numbers ended in 2013; the new one has 18 signs"),
        (id_card("99000019900230001"), "digits 7 to 14 (19900230) are no day of the calendar"),
        (id_card("99000000000101001"), "digits 7 to 14 (00000101) are no day of the calendar"),
        ("99000019900101001" + "5", "the check sign is wrong; at least one sign was mistyped"),
    ],
)
def test_a_wrong_id_card_is_said(text: str, said: str) -> None:
    fault = id_card_fault(text)

    assert isinstance(fault, Said)
    assert fault == said


def test_a_birthday_to_come_is_a_fault_only_if_the_day_is_known() -> None:
    card = id_card("99000020260306001")

    assert id_card_fault(card) == ""
    assert id_card_fault(card, today=date(2026, 3, 6)) == ""
    assert "2026-03-06" in id_card_fault(card, today=date(2026, 3, 5))


def test_birthday_and_sex() -> None:
    man, woman = id_card("99000019900102003"), id_card("99000019900102004")

    assert id_card_birthday(man) == date(1990, 1, 2)
    assert (id_card_sex(man), id_card_sex(woman)) == ("男", "女")


@pytest.mark.parametrize("read", [id_card_birthday, id_card_sex])
def test_facts_of_a_wrong_card_are_not_guessed(read: object) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match="990000"):
        read("990000199001020030")


@given(CODES)
@settings(deadline=None)
def test_a_right_credit_code(code: str) -> None:
    assert credit_code_fault(code) == ""


@given(CODES, st.integers(8, 17), st.integers(1, 30))
@settings(deadline=None)
def test_one_wrong_sign_is_found(code: str, place: int, more: int) -> None:
    wrong = CODE_SIGNS[(CODE_SIGNS.index(code[place]) + more) % 31]

    assert credit_code_fault(code[:place] + wrong + code[place + 1 :]) != ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a credit code has 18 signs, this has 0"),
        ("9199000", "a credit code has 18 signs, this has 7"),
        ("91990000MA0O00000X", "the letter O is in no credit code; 1, 0, 5 or 2?"),
        ("91990000MA0I00000X", "the letter I is in no credit code; 1, 0, 5 or 2?"),
        (
            "91990000ma0000000X",
            "a credit code is digits and capital letters, with digits in places 3 to 8",
        ),
        (
            "91A90000MA0000000X",
            "a credit code is digits and capital letters, with digits in places 3 to 8",
        ),
        (
            "91990000MA000０00X1",
            "a credit code is digits and capital letters, with digits in places 3 to 8",
        ),
    ],
)
def test_a_wrong_credit_code_is_said(text: str, said: str) -> None:
    assert credit_code_fault(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "19900000001",
        "199 0000 0001",
        "199-0000-0001",
        "+8619900000001",
        "+86 199 0000 0001",
        "0086 199 0000 0001",
        "010-55551234",
        "010-5555 1234",
        "(010)5555-1234",
        "010 55551234-801",
        "0571-55551234转12",
        "0571-5555123 ext. 12",
        "+86 571 5555123",
        "400-555-1234",
        "4005551234",
        "800 555 1234",
        "+1 212 555 0100",
        "+44 20 7946 0000",
        "+852 5555 1234",
    ],
)
def test_a_right_telephone_number(text: str) -> None:
    assert phone_fault(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "1990000000",
        "199000000012",
        "12000000001",
        "55551234",
        "010-555512",
        "0571-555512345",
        "0571-555512",
        "0105555123",
        "+86 1",
        "+0 212 555 0100",
        "+1 234567890123456",
        "199O0000001",
        "１9900000001",
        "19900000001/19900000002",
        "19900000001\n",
        "转12",
        "电话 19900000001",
        "1" * 10_000,
    ],
)
def test_a_wrong_telephone_number(text: str) -> None:
    assert phone_fault(text).startswith("a telephone number has 11 digits")


@pytest.mark.parametrize(
    "text",
    ["mira@example.com", "a.b-c+d@mail.example.com.cn", "x@xn--fiqs8s.example", "1@a.co"],
)
def test_a_right_address(text: str) -> None:
    assert email_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an e-mail address is a name, @ and a domain"),
        ("mira.example.com", "an e-mail address is a name, @ and a domain"),
        ("m" * 65 + "@example.com", "an e-mail address is a name, @ and a domain"),
        ("m@" + "a." * 130 + "com", "an e-mail address is a name, @ and a domain"),
        ("@example.com", "“” before the @ is not a name of a mail box"),
        (".m@example.com", "“.m” before the @ is not a name of a mail box"),
        ("m..n@example.com", "“m..n” before the @ is not a name of a mail box"),
        ("m n@example.com", "“m n” before the @ is not a name of a mail box"),
        ("a@b@example.com", "“a@b” before the @ is not a name of a mail box"),
        ("张@example.com", "“张” before the @ is not a name of a mail box"),
        ("m@example", "“example” after the @ is not a domain"),
        ("m@-a.com", "“-a.com” after the @ is not a domain"),
        ("m@a..com", "“a..com” after the @ is not a domain"),
        ("m@127.0.0.1", "“127.0.0.1” after the @ is not a domain"),
    ],
)
def test_a_wrong_address_is_said(text: str, said: str) -> None:
    assert email_fault(text) == said


@given(st.text())
@settings(deadline=None)
def test_any_text_gets_an_answer(text: str) -> None:
    checks = (id_card_fault, credit_code_fault, phone_fault, email_fault)
    for fault in checks:
        said = fault(text)
        assert said == "" or isinstance(said, Said)
