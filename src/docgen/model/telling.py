"""What each act of the log says of the register: which row it makes, and what the row is then.

Reconciliation (对账) folds the log with this table and holds the outcome against the rows. A fact
that is a number is added up; any other is the newest. An act that is not here changes no row that
can be told from its entry; ``docs/spec/audit.md`` lists acts and tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from docgen.model.audit import Entry

Facts = Mapping[str, str | int]
#: The table, the key of a row in it, and what is told of the row.
Effect = tuple[str, str, Facts]
#: The states in which a loan is after an act that names it.
_LOANS = {
    "loan.offered": "requested",
    "loan.approved": "approved",
    "loan.refused": "refused",
    "loan.cancelled": "cancelled",
    "loan.handed-over": "out",
    "loan.returned": "returned",
    "loan.reported-lost": "lost",
    "loan.settled": "written-off",
    "loan.recovered": "returned",
}
#: Acts on a case, with what a step is after them.
_CASES = {
    "case.opened": "",
    "case.stepped": "done",
    "case.decided": "done",
    "case.skipped": "skipped",
    "case.raised": "",
    "case.contested": "",
    "case.closed": "",
}
#: Acts on a handover; each says the state it is in then.
_HANDOVERS = ("started", "handed", "accepted", "signed", "printed", "closed", "withdrawn")
#: Acts on a gift.
_GIFTS = ("requested", "approved", "refused", "given", "declared", "handed-in")
#: Acts on a posting; each says the state it is in then.
_POSTINGS = tuple(
    f"posting.{act}"
    for act in (
        *("opened", "noted", "approved", "refused", "departed", "returned", "left"),
        *("appraised", "notified", "moved"),
    )
)
_FOUNDER = {"active": "yes", "roles": "archivist,clerk", "clearance": "A"}


def tells(entry: Entry) -> Iterable[Effect]:
    """What an entry says of the register; nothing if the act was refused or failed."""
    told = TOLD.get(str(entry["act"])) if entry["res"] == "allow" else None
    return told(entry) if told else ()


def _more(entry: Entry) -> Mapping[str, Any]:
    more = entry.get("more", {})
    return more if isinstance(more, dict) else {}


def _said(entry: Entry, *names: str) -> dict[str, str]:
    """The named small facts of an entry, as text."""
    return {name: str(value) for name in names if (value := _more(entry).get(name)) is not None}


def _obj(table: str, **facts: str | int) -> Callable[[Entry], Iterable[Effect]]:
    """The entry's object is the row, and these are its facts."""
    return lambda entry: [(table, str(entry.get("obj", "")), facts)]


def _named(table: str, name: str, **facts: str | int) -> Callable[[Entry], Iterable[Effect]]:
    """The row is named among the small facts."""
    return lambda entry: [(table, str(_more(entry).get(name, "")), facts)]


def _at(table: str) -> Callable[[Entry], Iterable[Effect]]:
    """The row names its entry by index, and is about the entry's object."""
    return lambda entry: [(table, str(entry["idx"]), {"of": str(entry.get("obj", ""))})]


def _stated(table: str) -> Callable[[Entry], Iterable[Effect]]:
    """The entry's object is the row, and the entry names its state."""
    return lambda entry: [(table, str(entry.get("obj", "")), _said(entry, "state"))]


def _opened(entry: Entry) -> Iterable[Effect]:
    return [("person", str(entry.get("obj", "")), _FOUNDER)]


def _added(entry: Entry) -> Iterable[Effect]:
    facts = {"active": "yes", **_said(entry, "roles", "clearance")}
    return [("person", str(entry.get("obj", "")), facts)]


def _changed(entry: Entry) -> Iterable[Effect]:
    return [("person", str(entry.get("obj", "")), _said(entry, "roles", "clearance"))]


def _granted(entry: Entry) -> Iterable[Effect]:
    return [("grant", f"{entry.get('obj', '')} {entry.get('dossier', '')}", {})]


def _asked(entry: Entry) -> Iterable[Effect]:
    return [("loan request", f"{entry.get('obj', '')} {entry['who']}", {"times": 1})]


def _lent(entry: Entry) -> Iterable[Effect]:
    return [("loan", str(_more(entry).get("loan", "")), {"state": _LOANS[str(entry["act"])]})]


def _case(entry: Entry) -> Iterable[Effect]:
    number, step = str(entry.get("obj", "")), _more(entry).get("step")
    grave = ("severity",) if entry["act"] in {"case.opened", "case.raised"} else ()
    effects: list[Effect] = [("case", number, _said(entry, "state", *grave))]
    if step:
        effects.append(("case step", f"{number} {step}", {"state": _CASES[str(entry["act"])]}))
    return effects


def _posted(entry: Entry) -> Iterable[Effect]:
    number = str(entry.get("obj", ""))
    effects: list[Effect] = [("posting", number, _said(entry, "state"))]
    if need := _more(entry).get("need"):
        effects.append(("posting fact", f"{number} {need}", {"times": 1}))
    if month := _more(entry).get("month"):
        effects.append(("appraisal", f"{number} {month}", {}))
    return effects


def _station(entry: Entry) -> Iterable[Effect]:
    return [("station", str(entry.get("obj", "")), _said(entry, "keeper"))]


def _staged(entry: Entry) -> Iterable[Effect]:
    return [("stage", str(entry.get("obj", "")), {str(_more(entry).get("stage")): _day(entry)})]


def _day(entry: Entry) -> str:
    return str(_more(entry).get("on", ""))


def _linked(entry: Entry) -> Iterable[Effect]:
    others = str(_more(entry).get("to", "")).split()
    pairs = (sorted((str(entry.get("obj", "")), other)) for other in others)
    return [("link", " ".join(pair), {}) for pair in pairs]


def _sold(entry: Entry) -> Iterable[Effect]:
    """Another buyer: the dossier's stages begin anew."""
    number = str(entry.get("obj", ""))
    return [("dossier", number, _said(entry, "type")), ("stage", number, {GONE: ""})]


def _moved(entry: Entry) -> Iterable[Effect]:
    return [("item", str(entry.get("obj", "")), {"group": str(_more(entry).get("to", ""))})]


def _regraded(entry: Entry) -> Iterable[Effect]:
    number = str(entry.get("obj", ""))
    table = "item" if "-" in number else "dossier grade"
    return [(table, number, {"grade": str(_more(entry).get("to", ""))})]


def _kept(entry: Entry) -> Iterable[Effect]:
    """A period that changed; with the number of a proposal the second approval carried it out."""
    period = {"retention": str(_more(entry).get("to", ""))}
    effects: list[Effect] = [("item", str(entry.get("obj", "")), period)]
    if proposal := _more(entry).get("proposal"):
        effects.append(("shortening", str(proposal), {"state": "done"}))
    return effects


def _destroyed(entry: Entry) -> Iterable[Effect]:
    number, basis = str(entry.get("obj", "")), entry.get("basis", ())
    return [
        ("item", number, {"state": "destroyed"}),
        ("tombstone", number, {"list": str(next(iter(basis), ""))}),
    ]


def _counted(table: str, **facts: str | int) -> Callable[[Entry], Iterable[Effect]]:
    """As ``_obj``, with the number of papers on the list."""
    return lambda entry: [
        (table, str(entry.get("obj", "")), {**facts, "papers": str(entry.get("n", ""))})
    ]


def _used(entry: Entry) -> Iterable[Effect]:
    number = _more(entry).get("number")
    return [("number", str(number), {"state": "issued"})] if number else []


def _renumbered(entry: Entry) -> Iterable[Effect]:
    n = entry.get("n", 0)
    return [("renumbering", str(entry.get("obj", "")), {"papers": n if isinstance(n, int) else 0})]


#: A fact that says that all facts told before are told no more.
GONE = ""
TOLD: Mapping[str, Callable[[Entry], Iterable[Effect]]] = MappingProxyType(
    {
        "office.opened": _opened,
        "person.added": _added,
        "person.changed": _changed,
        "person.closed": _obj("person", active="no"),
        "person.granted": _granted,
        "customer.added": lambda entry: [
            ("customer", str(entry.get("obj", "")), _said(entry, "kind"))
        ],
        "dossier.opened": lambda entry: [
            ("dossier", str(entry.get("obj", "")), _said(entry, "type"))
        ],
        "dossier.reassigned": _sold,
        "dossier.staged": _staged,
        "dossier.linked": _linked,
        "dossier.placed": _obj("place"),
        "dossier.sealed": _at("seal"),
        "dossier.numbered": _renumbered,
        "item.moved": _moved,
        "item.destroyed": _destroyed,
        "grade.changed": _regraded,
        "retention.changed": _kept,
        "retention.proposed": _named("shortening", "proposal", state="proposed", approved="no"),
        "retention.approved": _named("shortening", "proposal", approved="yes"),
        "retention.refused": _named("shortening", "proposal", state="refused"),
        "retention.withdrawn": _named("shortening", "proposal", state="withdrawn"),
        "copy.noted": _at("copy"),
        "copy.issued": _at("copy"),
        "copy.ended": lambda entry: [
            ("copy state", str(_more(entry).get("copy", "")), _said(entry, "state"))
        ],
        "copy.voided": lambda entry: [
            ("copy state", str(_more(entry).get("copy", "")), _said(entry, "state"))
        ],
        "hold.set": _named("hold", "hold", released="no"),
        "hold.released": _named("hold", "hold", released="yes"),
        "transfer.proposed": _counted("transfer", state="proposed"),
        "transfer.sent": _counted("transfer", state="sent"),
        "transfer.accepted": _counted("transfer", state="accepted"),
        "transfer.withdrawn": _obj("transfer", state="withdrawn"),
        "transfer.printed": _used,
        "form.filled": _used,
        "number.voided": _obj("number", state="void"),
        "destruction.proposed": _counted("destruction", approvals=0, witnesses=0, ended="no"),
        "destruction.approved": _obj("destruction", approvals=1),
        "destruction.witnessed": _obj("destruction", witnesses=1),
        "destruction.refused": _obj("destruction", ended="refused"),
        "destruction.withdrawn": _obj("destruction", ended="withdrawn"),
        "destruction.carried-out": _counted("destruction", ended="carried-out"),
        "search.saved": lambda entry: [
            ("search", str(entry.get("obj", "")), {"state": "kept", **_said(entry, "shared")})
        ],
        "search.deleted": _obj("search", state="deleted", shared="no"),
        **dict.fromkeys(_CASES, _case),
        **dict.fromkeys(_POSTINGS, _posted),
        **dict.fromkeys(
            ("leave.requested", "leave.agreed", "leave.refused"),
            lambda entry: [("leave", str(entry.get("obj", "")), _said(entry, "state"))],
        ),
        "area.set": _obj("area"),
        "duty.done": _obj("duty", state="done"),
        "duty.waived": _obj("duty", state="waived"),
        "duty.escalated": lambda entry: [
            ("duty step", f"{entry.get('obj', '')} {_more(entry).get('step', '')}", {})
        ],
        "reminder.sent": _at("reminder"),
        "visit.reported": _at("visit paper"),
        "survey.answered": _at("survey answer"),
        **dict.fromkeys(("survey.opened", "survey.closed"), _stated("survey")),
        **dict.fromkeys(("customer.graded", "customer.rated"), _at("customer class")),
        **dict.fromkeys((f"handover.{act}" for act in _HANDOVERS), _stated("handover")),
        **dict.fromkeys(("asset.added", "asset.lent"), _obj("thing", returned="no")),
        "asset.returned": _obj("thing", returned="yes"),
        **dict.fromkeys(("station.added", "station.changed"), _station),
        **dict.fromkeys((f"gift.{act}" for act in _GIFTS), _stated("gift")),
        "loan.requested": _asked,
        "loan.reserved": _asked,
        **dict.fromkeys(_LOANS, _lent),
        "outside.served": _at("serving"),
    }
)
