"""Who decides a case: a table of severity and amount (核决权限, G-023), never a guess.

The rules of the clothing company announce such a table and leave it blank (G-010): an empty one
refuses the decision and says where it is written.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from docgen.errors import BadInput, NotAllowed, Reason, say
from docgen.model.case import Case
from docgen.model.case_profile import Authority


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
    """An amount as it was answered; none is zero."""
    try:
        amount = Decimal(str(value or 0).replace(",", "").replace("，", ""))
    except InvalidOperation:
        return Decimal(0)
    return Decimal(0) if amount.is_nan() else amount
