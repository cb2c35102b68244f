"""Form numbers: given out one by one, never twice, each accounted for.

A number is reserved before the form is filled, because it is printed on it, and becomes
``issued`` when the paper is there. If the filling fails, the last number of its series is
taken back as if nothing had been; any other stays in the register as ``void`` (作废).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from docgen.errors import BadInput, Problem, say
from docgen.forms.form import Form
from docgen.forms.numbering import parse_pattern, render, series_key
from docgen.office import journal
from docgen.office.desk import Office, one_transaction
from docgen.register.bulk import insert_each
from docgen.register.models import IssuedNumber, Item, Person, Series

RESERVED, ISSUED, VOID = "reserved", "issued", "void"
_AT_ONCE = 500


@contextlib.contextmanager
def reserved(office: Office, who: Person, form: Form, name: str) -> Iterator[str]:
    """A fresh number of the form while the block runs; released if the block fails.

    Yields "" for a form that has no numbers.
    """
    if not form.number:
        yield ""
        return
    [number] = reserve_each(office, who, form, name, 1)
    try:
        yield number
    except BaseException:
        with contextlib.suppress(Problem):  # else the next command takes it back
            release(office, number)
        raise


def issued(number: str, item: Item | None) -> None:
    """Mark a reserved number as used; inside the transaction that makes the paper."""
    IssuedNumber.objects.filter(number=number).update(state=ISSUED, item=item)


def issued_each(given: Iterable[str]) -> None:
    """Mark many reserved numbers as used by papers that are not filed."""
    for some in _groups(given):
        IssuedNumber.objects.filter(number__in=some).update(state=ISSUED)


def release(office: Office, number: str) -> None:
    """Take back a reserved number, or void it if a later one has been given out."""
    release_each(office, [number])


def release_each(office: Office, given: Iterable[str]) -> None:
    """Take back many reserved numbers, all in one transaction; see ``release``."""
    with one_transaction():
        rows = [
            row
            for some in _groups(given)
            for row in IssuedNumber.objects.filter(number__in=some, state=RESERVED)
        ]
        for name, taken in _by_series(rows):
            series = Series.objects.select_for_update().get(name=name)
            last = [row for turn, row in enumerate(taken) if row.seq == series.last - turn]
            _delete(series, last)
            _void(office, taken[len(last) :])


def _by_series(rows: Iterable[IssuedNumber]) -> Iterator[tuple[str, list[IssuedNumber]]]:
    """The numbers of each series, the last one first."""
    ordered = sorted(rows, key=lambda row: (row.series, -row.seq))
    for name, group in groupby(ordered, key=lambda row: row.series):
        yield name, list(group)


def _delete(series: Series, rows: Sequence[IssuedNumber]) -> None:
    """As if they had never been given out: they are the last of their series."""
    for some in _groups(row.number for row in rows):
        IssuedNumber.objects.filter(number__in=some).delete()
    series.last -= len(rows)
    series.save()
    Series.objects.filter(pk=series.pk, last=0).delete()


def _void(office: Office, rows: Sequence[IssuedNumber]) -> None:
    for some in _groups(row.number for row in rows):
        IssuedNumber.objects.filter(number__in=some).update(state=VOID)
    by = sorted(rows, key=lambda row: (row.issued_by_id, row.seq))
    for _, group in groupby(by, key=lambda row: row.issued_by_id):
        mine = list(group)
        entries = [{"obj": row.number} for row in mine]
        journal.append_each(office, "number.voided", mine[0].issued_by, entries)


def void(office: Office, who: Person, number: str) -> None:
    """Mark a number as spoiled that was given out and stands on no paper."""
    void_each(office, who, [number])


def void_each(office: Office, who: Person, given: Iterable[str]) -> None:
    """Mark many given-out numbers as spoiled, each with its entry, in one transaction."""
    with one_transaction():
        for some in _groups(given):
            rows = IssuedNumber.objects.filter(number__in=some)
            known = list(rows.order_by("seq").values_list("number", flat=True))
            rows.update(state=VOID)
            journal.append_each(office, "number.voided", who, [{"obj": one} for one in known])


def abandoned() -> list[str]:
    """Numbers reserved by processes that are no more."""
    rows = IssuedNumber.objects.filter(state=RESERVED).order_by("-series", "-seq")
    alive: dict[str, bool] = {}
    for row in rows:
        if row.holder not in alive:
            alive[row.holder] = _is_alive(row.holder)
    return [row.number for row in rows if not alive[row.holder]]


def reserve_each(office: Office, who: Person, form: Form, name: str, count: int) -> list[str]:
    """Reserve so many numbers that follow each other; for a form without numbers all are ""."""
    if not form.number:
        return [""] * count
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
    given: list[tuple[str, int]] = []
    try:
        with one_transaction():
            series, _ = Series.objects.select_for_update().get_or_create(name=key)
            first, now = series.last + 1, office.now()
            series.last += count
            series.save()
            given += [(render(pattern, day, seq), seq) for seq in range(first, first + count)]
            row = IssuedNumber(
                series=key,
                template=name,
                state=RESERVED,
                issued_by=who,
                issued_at=now,
                holder=str(os.getpid()),
            )
            insert_each(row, ("number", "seq"), given)
    except KeyboardInterrupt:
        # If it came after the commit, nobody else will ever hear of these numbers.
        _take_back(office, [number for number, _ in given])
        raise
    return [number for number, _ in given]


def _take_back(office: Office, given: Iterable[str]) -> None:
    """Release those of these numbers that this process holds."""
    for some in _groups(given):
        mine = IssuedNumber.objects.filter(number__in=some, holder=str(os.getpid()))
        release_each(office, list(mine.values_list("number", flat=True)))


def _groups(given: Iterable[str]) -> Iterator[list[str]]:
    """As many as one question to the database may name."""
    rest = iter(given)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _is_alive(holder: str) -> bool:
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
