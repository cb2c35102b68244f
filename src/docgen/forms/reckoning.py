"""What the functions and signs of expressions do with values: exact numbers, days and times.

Numbers are whole or ``Decimal`` and stay exact until they are kept: then they are rounded half
up to the places of their kind (cents for money). Days are compared with times by their day.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from docgen.forms.numbers import MOST_MONEY
from docgen.forms.numerals import rmb_words
from docgen.forms.occasion import Occasion, plain_day

Number = int | Decimal

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_MINUTES = 60
_MONTHS = 12
_MOST_PLACES = 6


def add(one: Number, other: Number) -> Decimal:
    """Sum of two."""
    return _EXACT.add(one, other)


def subtract(one: Number, other: Number) -> Decimal:
    """Difference."""
    return _EXACT.subtract(one, other)


def multiply(one: Number, other: Number) -> Decimal:
    """Product."""
    return _EXACT.multiply(one, other)


def divide(one: Number, other: Number) -> object:
    """Quotient to 60 places; blank for a division by nothing, as no number would be right."""
    return _EXACT.divide(one, other) if other else ""


def rounded(value: Number, places: Number) -> Decimal:
    """Half up to 0 to 6 places."""
    kept = min(max(int(places), 0), _MOST_PLACES)
    return Decimal(value).quantize(Decimal(1).scaleb(-kept), context=_EXACT)


def total(values: Sequence[Number]) -> object:
    """Sum of those that are there; blank for none."""
    return _sum(values) if values else ""


def _sum(values: Sequence[Number]) -> Decimal:
    found = Decimal(0)
    for value in values:
        found = _EXACT.add(found, value)
    return found


def average(values: Sequence[Number]) -> object:
    """Mean of those that are there; blank for none."""
    return _EXACT.divide(_sum(values), len(values)) if values else ""


def number_of(values: Sequence[object]) -> object:
    """How many are there; blank for none."""
    return len(values) or ""


def lowest(values: Sequence[Number]) -> object:
    """The least number or the earliest day; blank for none."""
    return min(values, default="")


def highest(values: Sequence[Number]) -> object:
    """The greatest number or the latest day; blank for none."""
    return max(values, default="")


def first(values: Sequence[object]) -> object:
    """The first one that is there; blank for none."""
    return values[0] if values else ""


def last(values: Sequence[object]) -> object:
    """The last one that is there; blank for none."""
    return values[-1] if values else ""


def days(start: date, end: date) -> int:
    """Days from one to the other; the first is not counted."""
    return (plain_day(end) - plain_day(start)).days


def hours(start: datetime, end: datetime) -> Decimal:
    """Hours from one time to the other."""
    return _EXACT.divide(int((end - start).total_seconds()), _MINUTES * _MINUTES)


def months(start: date, end: date) -> int:
    """Whole months from one day to the other; negative if it is earlier."""
    if end < start:
        return -months(end, start)
    one, other = plain_day(start), plain_day(end)
    count = (other.year - one.year) * _MONTHS + other.month - one.month
    return count - (plus_months(one, count) > other)


def age(born: date, day: date) -> int:
    """Whole years; the birthday itself counts, as in 民法典's 周岁."""
    one, other = plain_day(born), plain_day(day)
    return other.year - one.year - ((other.month, other.day) < (one.month, one.day))


def plus_days(day: date, count: Number) -> date:
    """So many days later; a part of a day does not count."""
    return day + timedelta(days=int(count))


def plus_hours(moment: datetime, count: Number) -> datetime:
    """So many hours later, to the second."""
    return moment + timedelta(seconds=int(count * (_MINUTES * _MINUTES)))


def plus_months(day: date, count: Number) -> date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + int(count), _MONTHS)
    year = day.year + years
    least = min(day.day, calendar.monthrange(year, month + 1)[1])
    return day.replace(year=year, month=month + 1, day=least)


def plus_years(day: date, count: Number) -> date:
    """The same day so many years later; 29 February becomes the 28th."""
    return plus_months(day, count * _MONTHS)


def plus_workdays(occasion: Occasion, day: date, count: Number) -> date:
    """The so-manieth working day after a day, which does not count itself (R-032)."""
    return occasion.workday(day, int(count))


def workdays(occasion: Occasion, start: date, end: date) -> int:
    """Working days from one day to the other, both counted."""
    return occasion.workdays(start, end)


def today(occasion: Occasion) -> date:
    """The day the form is filled."""
    return occasion.today


def words(amount: Number) -> str:
    """大写金额 of an amount, rounded to cents; blank beyond what can be written."""
    cents = rounded(amount, 2)
    return rmb_words(cents) if 0 <= cents <= MOST_MONEY else ""


def year(day: date) -> int:
    """The year of a day."""
    return day.year


def month(day: date) -> int:
    """The month of a day, from 1."""
    return day.month


def week(day: date) -> int:
    """The week of the year, Monday first, as in GB/T 7408 (ISO 8601)."""
    return day.isocalendar().week
