"""Until when the certificates are valid that a filed form names (G-055).

They are taken from the form's answers when it is filed, so that nobody has to open papers in
order to list what runs out.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.certificates import certificates
from docgen.register.models import Item
from docgen.register.models_custody import Validity


def keep(item: Item, made: Mapping[str, object]) -> None:
    """Note the days in a form's answers, instead of those of the version before.

    Call it inside ``one_transaction``. A paper that is no form of docgen's has none.
    """
    answers = made.get("answers")
    found = certificates(answers) if isinstance(answers, Mapping) else ()
    Validity.objects.filter(item=item).delete()
    Validity.objects.bulk_create(
        Validity(item=item, name=one.name[:120], until=one.until) for one in found
    )
