"""What an outside request looks like on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.cli.outside_data import request_data
from docgen.cli.printing import facts, out, out_json, table
from docgen.errors import listed, say
from docgen.model.grades import Grade
from docgen.model.outside_kinds import Gives, Kind

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.office.outside import Seen
    from docgen.office.outside_handing import Served
    from docgen.register.models import Person
    from docgen.register.models_outside import OutsideRequest

_GIVES = {Gives.COPY: say("controlled copy"), Gives.CONSULT: say("looked at here")}


def tell_one(office: Office, who: Person, row: OutsideRequest, *, as_json: bool) -> None:
    """Print a request after a step."""
    from docgen.office import outside

    seen = outside.seen(office, who, row)
    if as_json:
        out_json(request_data(seen))
    else:
        tell_request(seen)


def tell_requests(found: Sequence[Seen]) -> None:
    """Print one line a request."""
    table(
        [
            *(say("request"), say("kind"), say("body"), say("state"), say("papers")),
            *(say("served"), say("until"), say("registered by")),
        ],
        [
            (
                *(one.row.code, Kind(one.row.kind).said, one.row.body, one.fact.state.said),
                *(one.count, one.fact.servings, one.row.until or "", one.row.requested_by.name),
            )
            for one in found
        ],
    )


def tell_request(one: Seen) -> None:
    """Print a request: its facts, who came, its scope, and what was served."""
    row, fact = one.row, one.fact
    facts(
        {
            say("request"): row.code,
            say("kind"): Kind(row.kind).said,
            say("state"): fact.state.said,
            say("body"): f"{row.branch} {row.body}".strip(),
            say("notice"): f"{row.notice_title} {row.notice} {row.notice_on or ''}".strip(),
            say("cause"): row.cause,
            say("scope"): row.scope,
            say("approval of the authority"): f"{row.authority} {row.permit}".strip(),
            say("registered by"): row.requested_by.name,
            say("approved by"): ", ".join(
                f"{signed.person.name} ({signed.role})" for signed in one.signatures
            ),
            say("still to be approved by"): listed(role.said for role in fact.lacking),
            say("until"): row.until or "",
            say("reason"): row.reason,
        }
    )
    table(
        [say("visitor"), say("document"), say("credential number"), say("scan")],
        [
            (officer.name, officer.document, officer.number, officer.scan or "")
            for officer in one.officers
        ],
    )
    table(
        [say("item"), say("title"), say("grade")],
        [
            (str(line.item), line.item.title, Grade.of_rank(line.item.rank).mark)
            for line in one.papers
        ],
    )
    if len(one.papers) < one.count:
        out(say("{n} papers of the scope are not shown to you.", n=one.count - len(one.papers)))
    if one.servings:
        table(
            [say("item"), say("how"), say("copy"), say("served by"), say("escort"), say("when")],
            [
                (
                    *(served.item, _GIVES[Gives(served.gives)], served.copy or ""),
                    *(served.served_by.name, served.escort.name, served.at.date()),
                )
                for served in one.servings
            ],
        )


def tell_serving(one: Served, file: Path | None) -> None:
    """Say that a paper was served."""
    if one.given is None:
        out(say("{item} is shown here; entry {n}", item=one.row.item, n=one.row.log_index))
        return
    out(
        say(
            "{item} as copy {copy}: {file}",
            item=one.row.item,
            copy=one.given.copy.code,
            file=str(file),
        )
    )
    if one.given.password:
        out(say("  password: {word}", word=one.given.password))
