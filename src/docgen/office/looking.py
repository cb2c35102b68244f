"""Looking at a paper on the screen: opened once, through the one door, then shown page by page.

A look is one reading: ``begin`` asks leave, writes the entry ``item.read`` and takes the bytes, all
by ``lending.open``. What it gives is not the paper but PDFs of its pages, encrypted for a key that
only the reader's browser has (``looks_kept``); pictures of their pages are drawn from them for as
long as the look lasts. Whether the person may still read the paper is asked for every picture, so
that a loan that ended or an account that was closed ends the look at once; nothing more is
written for leafing through what was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.errors import NotFound, say
from docgen.model.access import Act
from docgen.office import gate, lending
from docgen.office.desk import Office
from docgen.office.looks_kept import Look, Part, Shelf
from docgen.register.models import Item, Person
from docgen.render import leaves
from docgen.render.page_pictures import pictured
from docgen.render.pdf import pages
from docgen.render.spool import set_alone

#: How fine pages are drawn, by what the page calls it; ``0`` is the strip of small ones.
DPI: Mapping[int, int] = {0: 20, 1: 96, 2: 144, 3: 216}
#: So many pages are drawn in one go.
_TOGETHER: Mapping[int, int] = {0: 24, 1: 4, 2: 2, 3: 1}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper, in which version (0: the newest), for what."""

    item: str
    purpose: str
    version: int = 0


def begin(office: Office, who: Person, secret: str, wanted: Wanted) -> Look:
    """Open a paper to look at it.

    Args:
        office: The office.
        who: Who looks.
        secret: The key that only his browser has (``looks_kept.new_secret``).
        wanted: The paper.

    Raises:
        NotAllowed: The rules object; the refusal is an entry.
        NotFound: It has no such version.
    """
    item = lending.item_of(wanted.item)
    is_newest = wanted.version in {0, item.head}
    opened = lending.open(office, who, str(item), wanted.purpose, every=not is_newest)
    n = wanted.version or item.head
    if n not in opened.versions:
        raise _no_version(str(item), n)
    sheets = list(leaves.sheets(opened.versions[n], f"{item} {item.title}"))
    pdfs = set_alone(sheets, office.settings.pdf_seconds)
    parts = [Part(one.name, pages(pdf)) for one, pdf in zip(sheets, pdfs, strict=True)]
    look = Look(str(item), n, wanted.purpose, opened.log_index, tuple(parts))
    Shelf(office, who, secret).put(look, pdfs)
    return look


def going_on(office: Office, who: Person, secret: str, item: Item, version: int = 0) -> Look | None:
    """The look at a paper that still lasts, if the person may still read it."""
    look = Shelf(office, who, secret).find(str(item), version or item.head) if secret else None
    return look if look and _may_read(office, who, item, look) else None


def picture(
    office: Office, who: Person, secret: str, look: Look, place: tuple[int, int, int]
) -> bytes:
    """One page of a look as PNG.

    Args:
        office: The office.
        who: Who looks.
        secret: The key of his browser.
        look: What ``going_on`` gave.
        place: Which part, from 0; which page, from 1; how fine, a key of ``DPI``.
    """
    part, page, zoom = place
    if zoom not in DPI or not 0 <= part < len(look.parts) or not 0 < page <= look.parts[part].pages:
        raise _no_page(look.item)
    shelf = Shelf(office, who, secret)
    if there := shelf.picture(look, part, page, zoom):
        return there
    together = _TOGETHER[zoom]
    first = (page - 1) // together * together + 1
    pdf, dpi = shelf.pdf(look, part), DPI[zoom]
    drawn = pictured(pdf, name=look.item, first=first, most=together, dpi=dpi, is_scan=True)
    for turn, one in enumerate(drawn.pictures, first):
        shelf.put_picture(look, (part, turn, zoom), one)
    return drawn.pictures[page - first]


def _may_read(office: Office, who: Person, item: Item, look: Look) -> bool:
    loan = lending.loan_of(office, who, item)
    paper = gate.paper_of(item)
    return gate.weigh(office, who, Act.READ, paper=paper, purpose=look.purpose, loan=loan).allow


def _no_version(item: str, n: int) -> NotFound:
    return NotFound(
        say("{item} has no version {n}", item=item, n=n),
        why=say("versions are numbered from 1, and it has fewer"),
        fix=say("choose one of its versions"),
    )


def _no_page(item: str) -> NotFound:
    return NotFound(
        say("{item} has no such page", item=item),
        why=say("it has fewer files or pages"),
        fix=say("leaf through it from the beginning"),
    )
