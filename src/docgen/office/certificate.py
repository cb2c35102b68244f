"""The certificate of a destruction list: the office's own form 销毁审批单, filled from the rows.

It can be printed at any time and as often as needed: it bears the list's number and uses up no
form number. Before the list is carried out it is the list that is signed by hand.
"""

from __future__ import annotations

from pathlib import Path

from docgen.errors import NotAllowed, OutsideFailed, Reason, say
from docgen.forms import answers
from docgen.model.access import Act
from docgen.model.disposal import Kind
from docgen.model.grades import Grade
from docgen.model.retention import years_kept
from docgen.office import copies, disposal, gate, handing_out, journal, knowing, retention, writing
from docgen.office.desk import Office, one_transaction
from docgen.office.whole_files import write_whole
from docgen.register.models import Person
from docgen.register.models_disposal import DestructionLine, DestructionList
from docgen.render.pdf import to_pdf

TEMPLATE = "archive/destruction"
_METHODS = ("粉碎", "化浆", "焚烧", "电子件彻底删除")


def write(office: Office, who: Person, code: str, folder: Path, *, pdf: bool) -> list[Path]:
    """Write the certificate of a list beside what is there; never over a file.

    Raises:
        NotAllowed: Not all of its papers may be shown to this person.
    """
    row = disposal.find(code)
    gate.ask(
        office, who, Act.LIST_DISPOSAL, "destruction.certified", paper=disposal.list_paper(row)
    )
    seen = disposal.seen(who, row)
    if len(seen.lines) < seen.papers:
        raise NotAllowed(
            say("{who} may not do this", who=who.name),
            why=say("these rules speak against it"),
            fix=say("ask somebody who may see all papers of the list"),
            reasons=[Reason("R7", say("the certificate names every paper of the list"))],
        )
    handing_out.check_out(folder)
    word = document(office, row)
    files = {f"销毁审批单 {row.code}.docx": word}
    if pdf:
        files[f"销毁审批单 {row.code}.pdf"] = to_pdf(word, seconds=office.settings.pdf_seconds)
    with one_transaction():
        journal.append(office, "destruction.certified", who, obj=row.code, n=seen.papers)
    return [_put(folder / name, data) for name, data in files.items()]


def document(office: Office, row: DestructionList) -> bytes:
    """The certificate as a Word file; the same rows give the same bytes."""
    folder = writing.template(office, TEMPLATE)
    known = knowing.known_facts(office, row.proposed_by, None)
    raw = answers.prefill(folder.form, known) | _answers(office, row)
    checked = answers.check(folder.form, raw, occasion=knowing.occasion(office, folder.form))
    day = office.local(row.carried_out_at or row.proposed_at).date()
    return writing.document(office, folder, checked, row.code, day)


def _answers(office: Office, row: DestructionList) -> dict[str, object]:
    signed = list(row.signatures.select_related("person").order_by("pk"))
    approvers = [
        f"同意销毁。{one.person.name} {one.on}" for one in signed if one.part == "approval"
    ]
    opinions = dict(zip(("head_opinion", "manager_opinion"), approvers, strict=False))
    facts: dict[str, object] = {
        "kind": "多余重复文件" if row.kind == Kind.DUPLICATE else "保管期满文件",
        "unit": row.proposed_by.unit,
        "applicant": row.proposed_by.name,
        "applied_on": office.local(row.proposed_at).date(),
        "items": [_line(office, row, line) for line in _lines(row)],
        "open_matters": "没有",
        "appraisal": row.opinion,
        **opinions,
    }
    if row.kind == Kind.DUPLICATE:
        facts["last_copy_checked"] = True
    if row.carried_out_at:
        facts |= _carried_out(office, row)
    return facts


def _carried_out(office: Office, row: DestructionList) -> dict[str, object]:
    day = office.local(row.carried_out_at or row.proposed_at).date()
    present = row.signatures.filter(part=disposal.WITNESS, on=day).exclude(
        person=row.carried_out_by
    )
    names = [one.person.name for one in present.select_related("person").order_by("pk")]
    by = row.carried_out_by.name if row.carried_out_by else ""
    facts: dict[str, object] = {
        "destroyed_on": day,
        "result": f"清册 {row.code}，共 {row.lines.count()} 件，由{by}执行，已全部销毁。",
        **dict(zip(("witness_first", "witness_second"), names, strict=False)),
    }
    if row.method in _METHODS:
        facts["method"] = row.method
    return facts


def _lines(row: DestructionList) -> list[DestructionLine]:
    related = ("item__dossier", "item__description", "twin")
    return list(row.lines.select_related(*related).order_by("pk"))


def _line(office: Office, row: DestructionList, line: DestructionLine) -> dict[str, object]:
    item, today = line.item, office.local(row.carried_out_at or row.proposed_at).date()
    is_duplicate = row.kind == Kind.DUPLICATE
    described = getattr(item, "description", None)
    facts: dict[str, object] = {
        "code": str(item),
        "name": item.title,
        "made": str(item.dated.year),
        "copies_count": 1,
        "secrecy": Grade.of_rank(item.rank).mark,
        "reason": "重复" if is_duplicate else "期满",
    }
    if described and described.pages:
        facts["pages"] = described.pages
    elsewhere = [f"副本{one.code}在{one.holder}" for one in copies.held([item]).get(item.pk, ())]
    if is_duplicate:
        return facts | {"kept": "；".join([str(line.twin), *elsewhere])}
    if elsewhere:
        facts["kept"] = "；".join(elsewhere)
    period = retention.schedule(office).periods.get(item.retention)
    title = period.title if period else item.retention
    return facts | {"periods": f"{title}／{years_kept(line.start, today)}年"}


def _put(path: Path, data: bytes) -> Path:
    turn, free = 1, path
    while free.exists():
        turn += 1
        free = path.with_name(f"{path.stem} ({turn}){path.suffix}")
    try:
        write_whole({free: data})
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=free, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("choose another place").by("--out"),
            file=str(free),
        ) from error
    return free
