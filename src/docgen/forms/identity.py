"""Whether numbers of people, companies, telephones and mail boxes can be right.

Each ``…_fault`` returns "" for a number that can be right, else a sentence. Only the number
itself is looked at: whether it was ever given to somebody is for the register of that body.

Sources: GB 11643-1999 with ISO 7064 MOD 11-2 (公民身份号码), GB 32100-2015 (统一社会信用代码),
ITU-T E.164 (at most 15 digits), the mainland's numbering plan.
"""

from __future__ import annotations

import re
from datetime import date

from docgen.errors import say

_ID_CARD = re.compile(r"[1-9]\d{16}[\dXx]", re.ASCII)
_ID_CHECKS = "10X98765432"

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_SHAPE = re.compile(r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}", re.ASCII)
_CREDIT_LENGTH = 18

_GROUPED = re.compile(r"[+(]?\d[\d() -]*\d", re.ASCII)
_EXTENSION = re.compile(r"(.+?)\s*(?:转|-|ext\.?)\s*\d{1,6}", re.ASCII | re.IGNORECASE)
_MAINLAND = re.compile(
    r"(?:86|0086)?1[3-9]\d{9}"  # mobile
    r"|(?:0|86|0086)(?:10|2\d)\d{8}"  # two-digit area code
    r"|(?:0|86|0086)[3-9]\d{2}\d{7,8}"  # three-digit area code
    r"|[48]00\d{7}",
    re.ASCII,
)
_E164 = re.compile(r"[1-9]\d{6,14}", re.ASCII)
_LONGEST_PHONE = 40


_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LONGEST_LOCAL, _LONGEST_EMAIL = 64, 254


def id_card_fault(text: str, *, today: date | None = None) -> str:
    """Check an ID-card number: 18 signs, a possible birthday, the check sign.

    Args:
        text: The number, without spaces; a small x is read as X.
        today: If given, a birthday after this day is a fault.
    """
    if re.fullmatch(r"\d{15}", text, re.ASCII):
        return say("15-digit ID-card numbers ended in 2013; the new one has 18 signs")
    if not _ID_CARD.fullmatch(text):
        return say("an ID-card number has 17 digits and then a digit or X")
    born = _birthday(text)
    if born is None:
        return say("digits 7 to 14 ({digits}) are no day of the calendar", digits=text[6:14])
    if today and born > today:
        return say("the birthday in it, {day}, has not come yet", day=born)
    if _id_check(text) != text[-1].upper():
        return say("the check sign is wrong; at least one sign was mistyped")
    return ""


def id_card_birthday(text: str) -> date:
    """The birthday in a right ID-card number; ``ValueError`` for another text."""
    return date(*_facts(text)[:3])


def id_card_sex(text: str) -> str:
    """男 or 女: whether the seventeenth digit is odd; ``ValueError`` for another text."""
    return "男" if _facts(text)[3] % 2 else "女"


def _facts(text: str) -> tuple[int, int, int, int]:
    if id_card_fault(text):
        raise ValueError(text)
    return int(text[6:10]), int(text[10:12]), int(text[12:14]), int(text[16])


def _birthday(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def _id_check(text: str) -> str:
    # Weight of each place: 2 to the power of its distance from the end, modulo 11.
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return _ID_CHECKS[total % 11]


def credit_code_fault(text: str) -> str:
    """Check a unified social credit code: 18 signs of its alphabet, area digits, check sign."""
    if len(text) != _CREDIT_LENGTH:
        return say("a credit code has 18 signs, this has {length}", length=len(text))
    strange = next((sign for sign in text if sign not in _CREDIT_ALPHABET), "")
    if strange and strange in "IOSVZ":
        return say("the letter {letter} is in no credit code; 1, 0, 5 or 2?", letter=strange)
    if strange or not _CREDIT_SHAPE.fullmatch(text):
        return say("a credit code is digits and capital letters, with digits in places 3 to 8")
    if _credit_check(text) != text[-1]:
        return say("the check sign is wrong; at least one sign was mistyped")
    return ""


def _credit_check(text: str) -> str:
    total = sum(
        _CREDIT_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:17])
    )
    return _CREDIT_ALPHABET[-total % 31]


def phone_fault(text: str) -> str:
    """Check a telephone number: mainland mobile, landline with area code, 400/800, or +country.

    Blanks, hyphens and brackets may group the digits; a landline may end in 转801 or -801.
    """
    if len(text) <= _LONGEST_PHONE:
        extended = _EXTENSION.fullmatch(text)
        if _is_phone(text) or (extended and _is_phone(extended[1])):
            return ""
    return say(
        "a telephone number has 11 digits, or an area code and 7 or 8 digits, or begins with "
        "400, or with + and the code of a country"
    )


def _is_phone(text: str) -> bool:
    if not _GROUPED.fullmatch(text):
        return False
    digits = re.sub(r"[^\d]", "", text, flags=re.ASCII)
    if text.startswith("+") and not digits.startswith("86"):
        return bool(_E164.fullmatch(digits))
    return bool(_MAINLAND.fullmatch(digits))


def email_fault(text: str) -> str:
    """Check an e-mail address: name@domain in plain letters, at most 254 of them."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > _LONGEST_EMAIL or len(local) > _LONGEST_LOCAL:
        return say("an e-mail address is a name, @ and a domain")
    if not _LOCAL.fullmatch(local):
        return say("“{local}” before the @ is not a name of a mail box", local=local)
    parts = domain.split(".")
    if len(parts) == 1 or not all(map(_DOMAIN_PART.fullmatch, parts)) or parts[-1].isdigit():
        return say("“{domain}” after the @ is not a domain", domain=domain)
    return ""
