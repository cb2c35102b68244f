"""What each column of a data sheet became, for a person to look at and to change."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from docgen.forms.form import Form
from docgen.forms.headings import read_heads
from docgen.office.batch_corrected import CUSTOMER
from docgen.office.batch_plan import HEADINGS, Wanted
from docgen.render import joining, sheet

#: What a column may become that answers nothing: the key that joins tables, or nothing at all.
KEY, IGNORED = "#", "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form's own sheet.

    Args:
        letter: Its place, as Excel calls it.
        heading: Its heading.
        field: The question it answers, ``customer``, ``KEY``, ``IGNORED``; "" for nothing yet.
        sample: The first value below it.
    """

    letter: str
    heading: str
    field: str
    sample: str

    def kept(self) -> dict[str, str]:
        """The same, as it is written down."""
        return asdict(self)


def columns(data: bytes, name: str, form: Form, wanted: Wanted) -> list[Column]:
    """Say what each column became.

    Raises:
        BadInput: The file cannot be read.
    """
    main, _, _ = joining.sort_out(form, sheet.read_grids(data, name))
    if not main.rows:
        raise sheet.no_header(name)
    (_, first), *lines = main.rows
    headings = [sheet.plain(cell) for cell in first]
    extra = dict.fromkeys(HEADINGS, CUSTOMER)
    extra |= {one: IGNORED + str(n) for n, one in enumerate(wanted.ignored)}
    found = read_heads(
        form.fields,
        headings,
        place=str,
        mapping=wanted.mapping,
        extra=extra,
        ignore_unknown=True,
    )
    became = {at: target.path for at, target in found.targets.items()}
    became |= {at: IGNORED if key.startswith(IGNORED) else key for at, key in found.extra.items()}
    if found.key:
        became[found.key] = KEY
    return [
        Column(
            sheet.column_letters(at),
            heading,
            became.get(at, ""),
            next(
                (
                    sheet.plain(cells[at - 1])
                    for _, cells in lines[:20]
                    if at <= len(cells) and cells[at - 1]
                ),
                "",
            ),
        )
        for at, heading in enumerate(headings, start=1)
        if heading.strip()
    ]
