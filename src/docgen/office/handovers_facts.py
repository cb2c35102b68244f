"""What is known for the papers of a handover: its checklist as the tables of their forms.

A table has a row for each thing that goes over; what was settled or is taken along is not on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docgen.model.grades import Grade
from docgen.model.handover import Handover, Kind, Line, Mark
from docgen.office import assets_rows
from docgen.office.desk import Office
from docgen.register.models import Dossier
from docgen.register.models_cases import Case
from docgen.register.models_postings import Handover as Row
from docgen.register.models_postings import Holding, Posting, Station

_SEVERITIES = ("一般", "较大", "特殊", "恶性事件")
_FIRST = "首问事项"
_DONE, _TO_DO, _NONE = "已办", "未办", "不涉及"
_HERE = "在手"
_OUTSIDE_STAFF = ("物业外服人员",)
#: The rows of the clearance sheet that are about kinds of things on the checklist.
_CLEARED = {
    "cases": ("case", "duty", "customer"),
    "assets": ("asset", "spare"),
    "papers": ("dossier", "papers", "loan", "copy"),
    "accounts": ("account",),
    "keys": ("key",),
}


def handover(office: Office, row: Row, fact: Handover) -> dict[str, object]:
    """The handover form (F-100)."""
    posting = row.posting
    there = f"驻外人员档案 {posting.dossier.file_number or posting.dossier}"
    held = {thing: list(_holdings(fact, thing)) for thing in ("asset", "spare", "key", "account")}
    return {
        "giver": posting.name,
        "giver_post": posting.kind,
        "giver_unit": posting.unit,
        "receiver": row.successor.name,
        "receiver_unit": row.successor.unit,
        "supervisor": row.supervisor.name,
        "supervisor_unit": row.supervisor.unit,
        "reason": Kind(row.kind).word,
        "area": _area(posting),
        "destination": row.destination.title if row.destination else "",
        "posted_since": posting.area_since or posting.departed_on or posting.starts_on,
        "posted_until": row.leaves_on,
        "handover_start": office.local(row.opened_at).date(),
        "handover_end": office.today,
        "weekly_reports_at": there,
        "monthly_reports_at": there,
        "stations": [_station(code) for code in _codes(fact, ("station",))],
        "open_cases": [_case(office, row, line) for line in _lines(fact, ("case",))],
        "spare_units": [
            {
                "model": one.label,
                "serial": one.number,
                "place": one.place or _HERE,
                "lent_until": one.due_back,
                "state": one.condition,
            }
            for one in held["spare"]
        ],
        "papers": [_dossier(code) for code in _codes(fact, ("dossier",))],
        "accounts": [
            {"name": one.label, "identifier": one.number, "action": "重置后移交"}
            for one in held["account"]
        ],
        "assets": [_asset(one) | {"place": one.place} for one in held["asset"]],
        "keys": [
            {"name": f"{one.label} {one.number}", "count": 1, "place": one.place}
            for one in held["key"]
        ],
        "risks": "\n".join(_risks(fact)),
    }


def clearance(_: Office, row: Row, fact: Handover) -> dict[str, object]:
    """The clearance sheet with the asset check (F-102, F-104)."""
    posting = row.posting
    done: dict[str, object] = {"handover_state": _DONE, "money_state": _DONE}
    for name, kinds in _CLEARED.items():
        there = any(line.thing.kind in kinds for line in fact.lines)
        done[f"{name}_state"] = _DONE if there else _NONE
    if posting.account is not None:
        done |= {"accounts_state": _TO_DO, "accounts_note": "系统账号随交接办结停用"}
    things = [
        *_holdings(fact, "asset"),
        *_holdings(fact, "spare"),
        *_holdings(fact, "key"),
    ]
    counted = [one.checked_on for one in things if one.checked_on]
    return done | {
        "leaver": posting.name,
        "staff_number": posting.staff_number,
        "unit": posting.unit,
        "post": posting.kind,
        "station": posting.host,
        "applied_on": row.asked_on,
        "last_day": row.leaves_on,
        "receiver": row.successor.name,
        "handover_number": row.item.form_number if row.item else "",
        "assets": [_asset(one) | {"goes_to": row.successor.name} for one in things],
        "surveyed_on": max(counted) if counted else "",
    }


def resignation(_: Office, row: Row, __: Handover) -> dict[str, object]:
    """The resignation request (F-103)."""
    posting = row.posting
    outside = posting.kind in _OUTSIDE_STAFF
    return {
        "applicant": posting.name,
        "staff_number": posting.staff_number,
        "unit": posting.unit,
        "post": posting.kind,
        "staff_kind": "外服" if outside else "驻外",
        "station": posting.host,
        "applied_on": row.asked_on,
        "last_day": row.leaves_on,
        "reason": row.reason,
        "receiver": row.successor.name,
    }


def _lines(fact: Handover, kinds: Collection[str]) -> Iterator[Line]:
    for line in fact.lines:
        if line.thing.kind in kinds and line.mark not in (Mark.GONE, Mark.KEPT):
            yield line


def _codes(fact: Handover, kinds: Collection[str]) -> list[str]:
    return [line.thing.code for line in _lines(fact, kinds)]


def _holdings(fact: Handover, kind: str) -> Iterator[Holding]:
    for code in _codes(fact, (kind,)):
        yield assets_rows.newest(code)


def _asset(row: Holding) -> dict[str, object]:
    return {"number": row.number, "name": row.label, "count": 1, "state": row.condition}


def _station(code: str) -> dict[str, object]:
    row = Station.objects.get(code=code)
    return {
        "name": row.name,
        "place": row.place,
        "contact": row.contact,
        "phone": row.phone,
        "state": row.state,
    }


def _case(office: Office, row: Row, line: Line) -> dict[str, object]:
    case = Case.objects.select_related("customer").get(number=line.thing.code)
    known = case.severity in _SEVERITIES
    due = f"，限期 {case.due_on}" if case.due_on else ""
    return {
        "number": case.number,
        "customer": case.customer.name,
        "received_on": office.local(case.received_at).date(),
        "severity": case.severity if known else _FIRST,
        "progress": f"{case.summary}{due}。{line.note}",
        "successor": row.successor.name,
    }


def _dossier(code: str) -> dict[str, object]:
    row = Dossier.objects.get(pk=int(code))
    mark = Grade.of_rank(row.rank).mark
    return {
        "number": row.file_number or str(row),
        "title": row.title,
        "grade": mark,
        "count": 1,
        "goes_to": "归口部门",
    }


def _risks(fact: Handover) -> Iterator[str]:
    """What has no table of its own: what is owed, what was accepted as it stands, other matters."""
    for line in _lines(fact, _TOLD):
        thing, name = line.thing, _TOLD[line.thing.kind]
        said = thing.label if thing.kind == "line" else f"{thing.code} {thing.label}".strip()
        due = f"，{thing.due}到期" if thing.due else ""
        yield f"{name}：{said}{due}" + (f"（{line.note}）" if line.note else "")
    if filed := sum(int(line.thing.label) for line in _lines(fact, ("papers",))):
        yield f"经手归档、由部门保管的资料：{filed}件"


#: Kinds of things that are told in words, with what they are called.
_TOLD = {
    "duty": "待办事项",
    "report": "未交报告",
    "customer": "待访客户",
    "loan": "借阅未还",
    "copy": "领用副本",
    "permit": "带出许可",
    "transfer": "移交未完",
    "outside": "外单位查阅",
    "destruction": "销毁清册",
    "shortening": "缩短保管期限",
    "line": "其他事项",
}


def _area(posting: Posting) -> str:
    return posting.area.title if posting.area else posting.host
