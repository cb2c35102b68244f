"""Whether a filed form is a draft, and whether its signed copy is filed (R-023, R-024).

A form says itself which required answers it leaves blank (``made.blanks``); a version that brought
the signed copy says so too (``made.signed``). Both are noted when a version is filed, so that
nobody has to open papers in order to list drafts; what is signed by hand is a draft no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docgen.office import cipher
from docgen.register.models import Item, ItemVersion
from docgen.register.models_keeping import FormState


def keep_each(papers: Iterable[tuple[Item, Mapping[str, object]]], *, is_new: bool) -> None:
    """Note what the newest versions say, instead of those before; inside ``one_transaction``.

    Args:
        papers: The items, each with how it was made.
        is_new: Whether these are first versions, so that nothing was noted before.
    """
    rows = []
    for item, made in papers:
        if not is_new:
            FormState.objects.filter(item=item).delete()
        blanks = made.get("blanks", ())
        count = len(blanks) if isinstance(blanks, list | tuple) else 0
        if count or made.get("signed"):
            rows.append(FormState(item=item, blanks=count, is_signed=bool(made.get("signed"))))
    FormState.objects.bulk_create(rows)


def blanks_of(item: Item) -> int:
    """How many required answers a filed form leaves blank; 0 once it came back signed."""
    state = getattr(item, "form_state", None)
    return state.blanks if state is not None and not state.is_signed else 0


def is_signed(item: Item, versions: Iterable[ItemVersion]) -> bool:
    """Whether the signed copy is filed: noted as such, or a version without any Word file."""
    state = getattr(item, "form_state", None)
    return (state is not None and state.is_signed) or not all(map(_has_word, versions))


def _has_word(version: ItemVersion) -> bool:
    return any(name.endswith(".docx") for name in cipher.names(version))
