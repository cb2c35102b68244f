"""Customers: their kinds, and when two of them may be one (G-011, R-027, R-093)."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class CustomerKind(StrEnum):
    """What a customer is; it decides which type of dossier he gets."""

    COMPANY = "company"
    PERSON = "person"
    HOUSEHOLD = "household"
    STAFF = "staff"


#: The dossier type a customer of this kind gets when nobody says otherwise.
DOSSIER_TYPE = {
    CustomerKind.COMPANY: "customer",
    CustomerKind.PERSON: "customer",
    CustomerKind.HOUSEHOLD: "household",
    CustomerKind.STAFF: "posted-staff",
}
#: The dossier type of one grave event (R-047); it stands beside the customer's own.
EVENT_TYPE = "event"
_NOISE = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """A name without width, case, blanks and punctuation: what a duplicate check compares."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()
