"""The papers of things people hold: the asset register and the slip that goes with what is lent.

Both go into the dossier of the posted person who holds the things (F-106, F-108). What the register
of the office does not know is answered by whoever makes the paper, and always wins.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import assets, assets_rows, gate, journal, postings_papers
from docgen.office.desk import Office
from docgen.office.postings_papers import Wish
from docgen.register.models import Item, Person
from docgen.register.models_postings import Holding, Posting

REGISTER = "handover/asset-register"
SLIP = "handover/transfer-slip"
EVENT = "asset.printed"
_CATEGORIES = (
    *("桌椅", "展台展柜", "灯箱牌匾", "防盗门", "电话传真机", "电脑", "文件柜", "维修设备"),
    *("车辆", "日常用品"),
)
_OTHER = "其他"
_STATES = {assets.SOUND: "在用"}
_GOODS = {"spare": "备用机", "asset": "设备"}


def make(office: Office, who: Person, holder: str, form: str, given: Mapping[str, object]) -> Item:
    """File the register of what a posted person holds, or the slip of what he got today."""
    posting = _posting(office, who, holder)
    gate.ask(office, who, Act.WORK_POSTING, EVENT, paper=gate.dossier_paper(posting.dossier))
    kept: list[Item] = []

    def keep(item: Item, _: Mapping[str, object]) -> None:
        more = {"form": form, "paper": str(item)}
        journal.append(office, EVENT, who, obj=posting.code, more=more)
        kept.append(item)

    with gate.attempt(office, who, EVENT, posting.code):
        wish = Wish(given={**_known(office, posting, form), **given})
        postings_papers.file(office, who, posting, form, wish, keep)
    return kept[0]


def known(office: Office, who: Person, holder: str, form: str) -> tuple[Posting, dict[str, object]]:
    """Whose things they are, and what the office knows of a paper's answers."""
    posting = _posting(office, who, holder)
    gate.ask(office, who, Act.WORK_POSTING, EVENT, paper=gate.dossier_paper(posting.dossier))
    return posting, _known(office, posting, form)


def _known(office: Office, posting: Posting, form: str) -> dict[str, object]:
    rows = assets_rows.held(assets_rows.Holder(posting))
    return _register(posting, rows) if form == REGISTER else _slip(office, posting, rows)


def _posting(office: Office, who: Person, text: str) -> Posting:
    posting = assets_rows.holder_named(office, who, text).posting
    if posting is None:
        raise BadInput(
            say("{name} is not posted now", name=text),
            why=say("these papers go into the dossier of a posted person"),
            fix=say("name a posting").by("docgen posting list"),
            field="holder",
        )
    return posting


def _register(posting: Posting, rows: list[Holding]) -> dict[str, object]:
    counted = [one.checked_on for one in rows if one.checked_on]
    return {
        "station": posting.host,
        "unit": posting.unit,
        "checked_on": max(counted) if counted else "",
        "assets": [
            {
                "number": one.number,
                "kind": one.category if one.category in _CATEGORIES else _OTHER,
                "name": one.label,
                "count": 1,
                "cost": one.value or "",
                "place": one.place or posting.host,
                "user": posting.name,
                "state": _STATES.get(one.condition, one.condition),
            }
            for one in rows
            if one.kind in _GOODS
        ],
    }


def _slip(office: Office, posting: Posting, rows: list[Holding]) -> dict[str, object]:
    lent = [one for one in rows if one.since == office.today and one.kind in _GOODS]
    if not lent:
        raise BadInput(
            say("Nothing was given to {name} today", name=posting.name),
            why=say("the slip goes with what is handed out on its day (D-076)"),
            fix=say("lend it first").by(f"docgen asset lend NUMBER --to {posting.code}"),
            field="holder",
        )
    due = [one.due_back for one in lent if one.due_back]
    return {
        "kind": "暂借" if due else "调拨",
        "request_number": "、".join(dict.fromkeys(one.request for one in lent if one.request)),
        "receiver_unit": posting.host,
        "receiver": posting.name,
        "sent_on": office.today,
        "due_on": min(due) if due else "",
        "goods": [
            {
                "kind": _GOODS[one.kind],
                "name": one.label,
                "serial": one.number,
                "quantity": 1,
                "state": one.condition,
            }
            for one in lent
        ],
    }
