"""One transfer: its papers, handing over, checking piece by piece, taking back, printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.model.access import Act
from docgen.model.transfer import Finding, Piece, State
from docgen.office import transfer_list, transfers
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_custody import Transfer, TransferLine
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import button, download, known, page
from docgen.web.prints import KINDS, way_of
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_Verb = Callable[[Office, Person, str, QueryDict], Transfer]
#: What the receiver may say of a paper.
FINDINGS = [
    ("", say("– not checked –")),
    *((one.value, one.said) for one in (Piece.RECEIVED, Piece.DIFFERS, Piece.RETURNED)),
]


@dataclass(frozen=True, slots=True)
class Line:
    """A paper on the list, with what was typed about it just now."""

    row: TransferLine
    piece: str
    note: str
    copy: bool

    @property
    def state(self) -> str:
        """What became of it."""
        return Piece(self.row.state).said


def _findings(sent: QueryDict) -> Iterator[tuple[str, Finding]]:
    for key, value in sent.items():
        kind, _, item = key.partition("-")
        if kind == "piece" and value in set(Piece):
            yield item, Finding(Piece(str(value)), sent.get(f"note-{item}", ""))


_VERBS: Mapping[str, _Verb] = {
    "send": lambda office, who, code, sent: transfers.send(
        office, who, code, sent.get("late_reason", ""), copies_kept=sent.getlist("copy")
    ),
    "accept": lambda office, who, code, sent: transfers.accept(
        office, who, code, dict(_findings(sent)), rest="rest" in sent
    ),
    "withdraw": lambda office, who, code, _: transfers.withdraw(office, who, code),
}


@require_safe
def transfer(request: Request, code: str) -> HttpResponse:
    """A transfer with its papers and what can be done with it."""
    return _shown(request, code)


def _shown(request: Request, code: str, problem: Problem | None = None) -> HttpResponse:
    row, rows = known(transfers.show, request.office, request.who, code)
    facts, sent = transfers.facts(row), request.POST
    return page(
        request,
        "transfers/transfer.html",
        row=row,
        state=State(row.state),
        rule=request.office.rules.deadlines.rule(row.rule),
        lines=[_line(one, sent) for one in rows],
        hidden=row.lines.count() - len(rows),
        findings=FINDINGS,
        late=(request.office.today - row.due).days,
        may_send=button(request, Act.TRANSFER, **facts),
        may_accept=button(request, Act.ACCEPT_TRANSFER, **facts),
        sent=sent,
        **beside(request, problem),
    )


def _line(row: TransferLine, sent: QueryDict) -> Line:
    item = str(row.item)
    return Line(
        row,
        sent.get(f"piece-{item}", ""),
        sent.get(f"note-{item}", ""),
        item in sent.getlist("copy"),
    )


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Hand over, accept or withdraw; what speaks against it stands above what was typed."""
    known(transfers.find, request.who, code)
    verb = _VERBS.get(act)
    if verb is None:
        raise nothing_there()
    try:
        row = verb(request.office, request.who, code, request.POST)
    except (BadInput, NotAllowed) as problem:
        return _shown(request, code, problem)
    done(request, say("{code}: {state}", code=row.code, state=State(row.state).said))
    return redirect("transfer", code=row.code)


@require_POST
def printed(request: Request, code: str) -> HttpResponse:
    """The list of the transfer (移交清单); the first time it is printed it gets its number."""
    way = way_of(request.POST)
    filled = known(transfer_list.printed, request.office, request.who, code, pdf=way == "pdf")
    kind, data = ("pdf", filled.pdf) if filled.pdf else ("docx", filled.docx)
    return download(data, f"{filled.title} {filled.number}.{kind}", KINDS[kind])
