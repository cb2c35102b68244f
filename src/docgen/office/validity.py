"""Until when the certificates are valid that a filed form names (G-055).

They are taken from the form's answers when it is filed, so that nobody has to open papers in
order to list what runs out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docgen.model.certificates import certificates
from docgen.register.models import Item
from docgen.register.models_custody import Validity


def keep_each(papers: Iterable[tuple[Item, Mapping[str, object]]], *, is_new: bool) -> None:
    """Note the days in the answers of forms, instead of those of the version before.

    Call it inside ``one_transaction``. A paper that is no form of docgen's has none.

    Args:
        papers: The items, each with how it was made.
        is_new: Whether these are first versions, so that nothing was noted before.
    """
    rows = []
    for item, made in papers:
        answers = made.get("answers")
        found = certificates(answers) if isinstance(answers, Mapping) else ()
        if not is_new:
            Validity.objects.filter(item=item).delete()
        rows += [Validity(item=item, name=one.name[:120], until=one.until) for one in found]
    Validity.objects.bulk_create(rows)
