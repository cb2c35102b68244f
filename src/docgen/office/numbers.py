"""Form numbers: given out one by one, never twice, each accounted for.

A number is reserved before the form is filled, because it is printed on it, and becomes
``issued`` when the paper is there. If the filling fails, the last number of its series is
taken back as if nothing had been; any other stays in the register as ``void`` (作废).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from docgen.errors import BadInput, Problem, say
from docgen.forms.form import Form
from docgen.forms.numbering import parse_pattern, render, series_key
from docgen.office import journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import IssuedNumber, Item, Person, Series

RESERVED, ISSUED, VOID = "reserved", "issued", "void"


@contextlib.contextmanager
def reserved(office: Office, who: Person, form: Form, name: str) -> Iterator[str]:
    """A fresh number of the form while the block runs; released if the block fails.

    Yields "" for a form that has no numbers.
    """
    if not form.number:
        yield ""
        return
    number = _reserve(office, who, form, name)
    try:
        yield number
    except BaseException:
        with contextlib.suppress(Problem):  # else the next command takes it back
            release(office, number)
        raise


def issued(number: str, item: Item | None) -> None:
    """Mark a reserved number as used; inside the transaction that makes the paper."""
    IssuedNumber.objects.filter(number=number).update(state=ISSUED, item=item)


def release(office: Office, number: str) -> None:
    """Take back a reserved number, or void it if a later one has been given out."""
    with one_transaction():
        row = IssuedNumber.objects.filter(number=number, state=RESERVED).first()
        if row is None:
            return
        series = Series.objects.select_for_update().get(name=row.series)
        if series.last == row.seq:
            row.delete()
            series.last -= 1
            series.save()
            Series.objects.filter(pk=series.pk, last=0).delete()
            return
        row.state = VOID
        row.save()
        journal.append(office, "number.voided", row.issued_by, obj=number)


def void(office: Office, who: Person, number: str) -> None:
    """Mark a number as spoiled that was given out and stands on no paper."""
    with one_transaction():
        if IssuedNumber.objects.filter(number=number).update(state=VOID):
            journal.append(office, "number.voided", who, obj=number)


def abandoned() -> list[str]:
    """Numbers reserved by processes that are no more."""
    rows = IssuedNumber.objects.filter(state=RESERVED).order_by("-series", "-seq")
    return [row.number for row in rows if not _is_alive(row.holder)]


def _reserve(office: Office, who: Person, form: Form, name: str) -> str:
    day = office.today
    pattern = parse_pattern(form.number)
    if pattern.asks:
        raise BadInput(
            say("The form {name} cannot be numbered", name=name),
            why=say("its pattern asks for {parts}", parts=", ".join(pattern.asks)),
            fix=say("write number = … in form.toml with year, month, day and seq alone"),
            file=f"{name}/form.toml",
            field="number",
        )
    key = f"form:{series_key(pattern, day)}"
    with one_transaction():
        series, _ = Series.objects.select_for_update().get_or_create(name=key)
        series.last += 1
        series.save()
        row = IssuedNumber.objects.create(
            number=render(pattern, day, series.last),
            series=key,
            seq=series.last,
            template=name,
            state=RESERVED,
            issued_by=who,
            issued_at=office.now(),
            holder=str(os.getpid()),
        )
    return row.number


def _is_alive(holder: str) -> bool:
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
