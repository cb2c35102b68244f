"""Who decides a case: a table of severity and amount (核决权限, G-023), never a guess.

The rules of the clothing company announce such a table and leave it blank (G-010): an empty one
refuses the decision and says where it is written.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from docgen.errors import BadInput, NotAllowed, Reason, say
from docgen.model.case import Case
from docgen.model.case_profile import Authority

#: The fact of a case that says how much it is about.
AMOUNT: Final = "amount"
_AMOUNT = re.compile(
    r"(?:人民币)?\s*[¥￥]?\s*(?P<digits>[+-]?\d[\d,，]*(?:\.\d+)?)\s*(?P<many>万)?\s*[元圆]?整?"
)
_NONE = ("", "无", "没有", "零")
_TEN_THOUSAND = 10_000


def decider(case: Case, amount: object = None) -> Authority:
    """The line of the table that this case falls under.

    Raises:
        BadInput: No line is about such a case.
    """
    name, money = case.profile.name, money_of(amount)
    found = case.profile.authority(case.severity, money)
    if found is None:
        raise BadInput(
            say("Nobody is named who decides this case"),
            why=say(
                "rules/cases/{name}.toml has no [[authority]] for {severity}, {amount} yuan",
                name=name,
                severity=case.severity,
                amount=money,
            ),
            fix=say("write there who decides, and up to which amount (G-010)"),
            field="authority",
        )
    return found


def refuse_other_units(authority: Authority, unit: str) -> None:
    """Where the table names units, only their people decide.

    Raises:
        NotAllowed: This unit is none of them.
    """
    if authority.units and unit not in authority.units:
        text = say("it is decided by {approver}", approver=authority.approver)
        raise NotAllowed(
            say("This is decided by somebody else"),
            why=say("these rules speak against it"),
            fix=say("ask the unit that the table names: {units}", units=", ".join(authority.units)),
            reasons=[Reason("G-023", text)],
        )


def money_of(value: object) -> Decimal:
    """An amount as it was answered, ``3600``, ``3,600元`` or ``¥0.36万``; none (无) is zero.

    Raises:
        BadInput: It is no amount, so that nobody could say who decides.
    """
    text = str(value or 0).strip()
    if text in _NONE:
        return Decimal(0)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise BadInput(
            say("“{text}” is no amount", text=text),
            why=say("who decides a case depends on its amount (G-023)"),
            fix=say("write it in yuan and digits: 3600"),
            field=AMOUNT,
        )
    amount = Decimal(found["digits"].replace(",", "").replace("，", ""))
    return amount * _TEN_THOUSAND if found["many"] else amount
