"""How audit reports are shown: as a table, as JSON, and as files to keep and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.catalogue import in_chinese
from docgen.cli.language import language, tell
from docgen.cli.printing import note, out, out_json, table
from docgen.errors import BadInput, OutsideFailed, say
from docgen.model.audit import WAYS, Line, Listing, Period, word

if TYPE_CHECKING:
    from docgen.cli.audit_options import Output
    from docgen.office.aids import Aid
    from docgen.office.desk import Office
    from docgen.register.models import Person

_SHOWN = 20


def refuse_taken(output: Output) -> None:
    """``BadInput`` before everything is read, if a file cannot be written where it is wanted."""
    from docgen.office.whole_files import refuse_there

    for file in output.files:
        refuse_there(file)
        if not file.absolute().parent.is_dir():
            raise BadInput(
                say("The report cannot be written to {file}", file=file),
                why=say("there is no such folder"),
                fix=say("make it, or choose another place"),
                file=str(file),
            )


def write(aid: Aid, output: Output) -> None:
    """Write what was asked for, all files or none."""
    from docgen.office.whole_files import write_whole

    data = {output.docx: aid.docx, output.pdf: aid.pdf, output.xlsx: aid.xlsx}
    files = {file: made for file, made in data.items() if file is not None and made is not None}
    try:
        write_whole(files)
    except OSError as error:
        raise OutsideFailed(
            say("The report could not be written: {error}", error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("choose another place"),
        ) from error
    for file in files:
        note(say("Written: {file}", file=file))


def show(
    office: Office,
    who: Person,
    listing: Listing,
    when: Period,
    output: Output,
    *,
    by: str = "",
) -> None:
    """Print a report, and write its files."""
    if output.files:
        from docgen.office import audit_print

        scope = " ".join(filter(None, (when.words, listing.scope)))
        wanted = {"pdf": output.pdf is not None, "xlsx": output.xlsx is not None}
        write(audit_print.printed(office, who, listing, scope, in_chinese, **wanted), output)
    if output.as_json:
        out_json(data(listing, when))
    elif not output.files:
        _print(listing, by)


def data(listing: Listing, when: Period) -> dict[str, Any]:
    """A report for another program."""
    return {
        "report": listing.report,
        "since": str(when.since) if when.since else None,
        "until": str(when.until) if when.until else None,
        "total": listing.total,
        "left_out": listing.left_out,
        "totals": {group: dict(counts) for group, counts in listing.totals.items()},
        "lines": [_line_data(line) for line in listing.lines],
    }


def _line_data(line: Line) -> dict[str, Any]:
    said = {"at": line.at, "who": line.who, "acts": list(line.acts), "what": str(line.what)}
    more = {"obj": line.obj, "grade": line.grade, "purpose": line.why, "note": str(line.note)}
    by = {"rule": line.rule, "way": line.way}
    return {**said, **more, **by, "entries": list(line.entries), "times": line.times}


def _print(listing: Listing, by: str) -> None:
    from docgen.office.audit_print import names

    called = names()
    if listing.lines:
        heads = (say("time"), say("who"), say("what"), say("about"), say("grade"))
        more = (say("purpose"), say("remark"), say("entries"))
        table([*heads, *more], (_cells(line, called) for line in listing.lines))
    if counts := listing.totals.get(by):
        rows = ((_key(by, key, called), n) for key, n in counts.most_common(_SHOWN))
        table([say("total by {group}", group=by), say("times")], rows)
    if listing.left_out:
        out(say("{n} earlier line(s) are counted and not shown.", n=listing.left_out))
    out(say("{n} in all.", n=listing.total))


def _cells(line: Line, called: dict[str, str]) -> tuple[str, ...]:
    from docgen.office.audit_print import entries_of, person

    acts = ", ".join(word(act)[language()] for act in line.acts)
    way = WAYS.get(line.way, "")
    what = " ".join(filter(None, (line.rule, tell(way), acts, tell(line.what))))
    about = (line.obj, line.grade, line.why, tell(line.note), entries_of(line))
    return (line.at, person(line.who, called), what, *about)


def _key(group: str, key: str, called: dict[str, str]) -> str:
    if group == "act":
        return word(key)[language()]
    if group == "way":
        return tell(WAYS[key])
    return f"{called[key]} {key}" if group == "who" and key in called else key
