"""``docgen demo``: an office with people, customers and papers, and the main job played in it."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli import demo_desk
from docgen.cli import serve as serving
from docgen.cli.base import Command, os_login
from docgen.cli.language import choose, language
from docgen.cli.printing import out, progress
from docgen.config import FILE, read_settings, shipped
from docgen.errors import BadInput, NotAllowed, say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.office.writing import Filled
    from docgen.register.models import Person

COMPANY = "样例客户服务有限公司"
#: The form that is edited by hand, and what is typed over in it.
_EDITED, _WAS, _IS = "客户投诉记录及处理意见", "2026年3月11日 10:30", "2026年3月11日 16:30"


@click.command(cls=Command)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("demo-office"),
    show_default=True,
    help="Where to make it; an older demo office there is replaced.",
)
@click.option("--no-serve", is_flag=True, help="Do not serve the page at the end.")
def demo(folder: Path, *, no_serve: bool) -> None:
    """Make a demo office and play the main job in it.

    Forms are filled, printed, filed, found, lent and returned, and the log is verified. At the end
    the web page is served until Ctrl-C.
    All people, companies and numbers are invented.

    \b
    Example: docgen demo --dir demo-office
    """
    folder = folder.absolute()
    _make_room(folder)
    office, people = _found(folder)
    filled = _papers(office, people["lin"])
    _reading_back(office, people["lin"], filled)
    facts, numbers = _shipped("desk.toml"), _numbers(filled)
    office = demo_desk.meanwhile(office, people, facts["loans"], numbers)
    _finding(office, people, filled)
    _lending(office, people, filled)
    _copying(office, people, filled)
    demo_desk.begin(office, people, facts, numbers)
    _proving(office, people)
    _farewell(folder)
    if not no_serve:
        serving.become(office, serving.ready(office.settings.web))


def _make_room(folder: Path) -> None:
    """Remove an older demo office, and nothing else."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / FILE).is_file() or not read_settings(folder).act_as:
        raise BadInput(
            say("{folder} is there and is no demo office", folder=folder),
            why=say("the demo replaces only what an earlier demo has made"),
            fix=say("name another folder: docgen demo --dir OTHER"),
            file=str(folder),
        )
    shutil.rmtree(folder)


def _found(folder: Path) -> tuple[Office, dict[str, Person]]:
    from docgen.office import importing, opening, people

    out(say("1. An office with seven people"))
    office = opening.init(
        folder,
        company=COMPANY,
        language=language(),
        login="shen",
        name="沈砚",
        unit="总经理办公室",
        os_login=os_login(),
        act_as=True,
        now=demo_desk.weeks_ago,
    )
    choose(office.settings.language)
    founder = people.by_login("shen")
    rows = {"shen": founder}
    for person in sorted(
        _shipped("people.toml")["person"], key=lambda one: one["roles"] == ["administrator"]
    ):
        rows[person["login"]] = people.add(office, founder, **person)
    for login, row in rows.items():
        out(f"   --as {login:5} {row.name}  {row.unit}  {'+'.join(row.roles)}")
    planned = importing.plan(office, rows["lin"], shipped("demo") / "customers.csv")
    added = [row for _, row in importing.carry_out(office, rows["lin"], planned) if row]
    out(say("2. {n} customers, from a spreadsheet", n=len(added)))
    return office, rows


def _papers(office: Office, clerk: Person) -> list[Filled]:
    from docgen.office import writing

    papers = _shipped("papers.toml")["paper"]
    out(say("3. {n} forms filled by {who}, printed and filed", n=len(papers), who=clerk.name))
    made = []
    for paper in progress(papers, len(papers)):
        answers = {**_example(office, paper["template"]), **paper.get("answers", {})}
        made.append(
            writing.fill(
                office,
                clerk,
                paper["template"],
                answers,
                customer=paper["customer"],
                pdf=True,
                file=True,
            )
        )
    for filled, paper in zip(made, papers, strict=True):
        item = filled.filed.item if filled.filed else ""
        out(f"   {item}  {filled.title} {filled.number}  {paper['customer']}")
    return made


def _reading_back(office: Office, clerk: Person, filled: list[Filled]) -> None:
    """One of the forms is edited in Word, read back and filed as its item's next version."""
    from docgen.office import applying, rereading
    from docgen.render.package import Package

    package = Package.read(next(one.docx for one in filled if one.title == _EDITED))
    main = package.main()
    edited = package.parts[main].replace(_WAS.encode(), _IS.encode())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{_EDITED}.docx"
        path.write_bytes(Package({**package.parts, main: edited}).pack())
        reread = rereading.read(office, clerk, path)
    done = applying.apply(office, clerk, reread, reason="更正")
    out(say("   One is edited in Word, read back and filed as version {n}:", n=done.version))
    for change in reread.changes:
        out(f"     {done.item}  {change.label}: {change.was} → {change.is_}")


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((shipped("demo") / name).read_text("utf-8"))


def _example(office: Office, name: str) -> dict[str, object]:
    """A template's example, without what is known of customer and person."""
    from docgen.forms.answers import parse_answers
    from docgen.office import writing

    folder = writing.template(office, name)
    answers = parse_answers(folder.example, file="example.toml")
    known = {
        field.name
        for field in folder.form.fields
        if any(source.startswith(("customer.", "person.")) for source in field.prefill)
    }
    return {field: answer for field, answer in answers.items() if field not in known}


def _finding(office: Office, people: Mapping[str, Person], filled: list[Filled]) -> None:
    from docgen.office import finding

    number = next(one.number for one in filled if one.title == "服务合同")
    out(say("4. Searching"))
    for login, words in (("lin", "投诉"), ("lin", number), ("lin", "例物"), ("wei", "投诉")):
        result = finding.search(office, people[login], words)
        out(
            say(
                "   {who} looks for {words}: {n} found",
                who=people[login].name,
                words=words,
                n=result.total,
            )
        )


def _lending(office: Office, people: Mapping[str, Person], filled: list[Filled]) -> None:
    from docgen.office import lending, loans

    out(say("5. The loan desk"))
    contract = next(one.filed.item for one in filled if one.title == "服务合同" and one.filed)
    item = str(contract)
    try:
        loans.request(office, people["wei"], item, "service")
    except NotAllowed as refused:
        out(say("   {who} asks for {item} and is refused:", who=people["wei"].name, item=item))
        for reason in refused.reasons:
            out(say("     {rule}: {text}", rule=reason.rule, text=reason.text))
    loan = loans.request(office, people["gu"], item, "legal")
    out(say("   {who} asks for it: {loan}", who=people["gu"].name, loan=loan.code))
    loans.approve(office, people["zhou"], loan.code)
    out(say("   {who} approves", who=people["zhou"].name))
    loan, _ = loans.hand_over(office, people["shen"], loan.code)
    out(say("   {who} hands it over, due {day}", who=people["shen"].name, day=loan.due))
    opened = lending.open(office, people["gu"], item, "legal")
    out(
        say(
            "   {who} reads {n} files; entry {index} of the log says so",
            who=people["gu"].name,
            n=len(opened.files),
            index=opened.log_index,
        )
    )
    loans.take_back(office, people["shen"], loan.code, "页数齐全")
    out(say("   {who} takes it back", who=people["shen"].name))


def _copying(office: Office, people: Mapping[str, Person], filled: list[Filled]) -> None:
    from docgen.office import controlled, tracing

    out(say("6. A copy that leaves"))
    item = next(one.filed.item for one in filled if one.title == "服务合同" and one.filed)
    given = controlled.give(office, people["zhou"], str(item), "contract")
    file = office.folder.parent / f"{office.folder.name}.copy.pdf"
    file.write_bytes(given.pdf)
    who, number = people["zhou"].name, given.copy.number
    out(
        say(
            "   {who} takes the copy {number}, marked on each page: {file}",
            who=who,
            number=number,
            file=file.name,
        )
    )
    (found,) = tracing.trace(office, people["shen"], file)
    copy = found.rows[0]
    out(
        say(
            "   A page that is found somewhere says whose it was: {holder}, {number}",
            holder=copy.holder,
            number=str(copy.number),
        )
    )


def _numbers(filled: list[Filled]) -> demo_desk.Numbers:
    return demo_desk.numbers_of(_shipped("papers.toml")["paper"], filled)


def _proving(office: Office, people: Mapping[str, Person]) -> None:
    from docgen.office import auditing

    out(say("8. The log, as the auditor {who} sees it", who=people["qin"].name))
    for entry in auditing.entries(office, people["qin"], last=12):
        out(f"   {entry['idx']:4} {str(entry['t'])[11:19]}  {entry[language()]}")
    note = auditing.checkpoint(office, people["qin"])
    kept = office.folder.parent / f"{office.folder.name}.checkpoint"
    kept.write_text(note, "utf-8")
    out("   " + note.strip().replace("\n", "\n   "))
    report = auditing.verify(office, people["qin"], [kept])
    out(
        say(
            "   Verified against {file}: {n} entries, {findings} findings",
            file=kept.name,
            n=report.size,
            findings=len(report.findings),
        )
    )


def _farewell(folder: Path) -> None:
    from docgen.office.demo_people import PASSWORD

    out(say("The demo office is in {folder}. You act as 沈砚, clerk and archivist.", folder=folder))
    out(say("In this demo office alone anyone may act as anybody with --as LOGIN."))
    out(say("On the page each has a button at the door, or the password: {word}", word=PASSWORD))
    out(say("Where a code is asked for: docgen user code LOGIN. Try next:"))
    here = Path.cwd()
    place = folder.relative_to(here) if folder.is_relative_to(here) else folder
    for command in (
        "find 漏水",
        "dossier show 1",
        "--as qin log list --act loan",
        "--as qin audit access --by person",
        "loan slip L000001 --pdf",
        "user code zhou",
    ):
        out(f"   docgen --office {place} {command}")
