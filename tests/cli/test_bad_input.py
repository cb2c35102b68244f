"""Every bad input ends in a sentence that says what to do, and leaves nothing behind.

Each case is a command line. It must end with its exit code, say what, why and what to do, name
the file, field or line, and leave archive, register and index as they were; where the refused
act was one on a paper, the log says so.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, holding, log
from tests.support.offices import reopen
from tests.support.shell import Inside

from docgen.register.models import Customer

CONTRACT = "contract/service-contract"
CODE = "91990000MA5AMP0XXH"
ID = "990000198001010020"
BAD_TEMPLATES = Path(__file__).parents[1] / "bad-templates"
NO_GROUP = (BAD_TEMPLATES / "nothing_wrong" / "form.toml").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

Prepare = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One bad input.

    Args:
        args: Prepares it beside the office in the folder given, and gives the command line.
        names: What the message must name: a file, a field, a line, the nearest name.
        code: The exit code.
        act: The entry the log must have, or "" where no act on a paper was refused.
    """

    args: Prepare
    names: tuple[str, ...]
    code: int = 3
    act: str = "form.filled"


def fill(template: str, *sets: str) -> Prepare:
    """Fill a template with its own example and these answers instead, and file it."""

    def prepare(place: Path) -> list[str]:
        example = place / "office" / "templates" / template / "example.toml"
        changes = [part for one in sets for part in ("--set", one)]
        return ["fill", template, "--data", str(example), *changes, *WHERE]

    return prepare


WHERE = ("--customer", "K000001", "--file")


def answers(name: str, data: bytes | None) -> Prepare:
    """Fill a form with this file of answers."""

    def prepare(place: Path) -> list[str]:
        if data is not None:
            (place / name).write_bytes(data)
        return ["fill", COMPLAINT, "--data", str(place / name), *WHERE]

    return prepare


def spoiled(spoil: Callable[[Path], object]) -> Prepare:
    """Fill a form whose template was spoiled like this."""

    def prepare(place: Path) -> list[str]:
        folder = place / "office" / "templates" / "complaint" / "spoiled"
        shutil.copytree(BAD_TEMPLATES / "nothing_wrong", folder)
        example = shutil.copy(folder / "example.toml", place / "answers.toml")
        form = folder / "form.toml"
        form.write_text('group = "repair"\n' + form.read_text("utf-8"), "utf-8")
        spoil(folder)
        return ["fill", "complaint/spoiled", "--data", str(example), *WHERE]

    return prepare


def without(name: str) -> Prepare:
    return spoiled(lambda folder: (folder / name).unlink())


def instead(name: str, data: bytes) -> Prepare:
    return spoiled(lambda folder: (folder / name).write_bytes(data))


def bad_template(name: str) -> Prepare:
    return spoiled(
        lambda folder: shutil.copy(BAD_TEMPLATES / name / "template.docx", folder / "template.docx")
    )


def file(name: str, make: Callable[[Path], bytes] | bytes | None, *more: str) -> Prepare:
    """File this in the customer's dossier."""

    def prepare(place: Path) -> list[str]:
        if make is not None:
            (place / name).write_bytes(make if isinstance(make, bytes) else make(place))
        return ["file", "K000001", str(place / name), *more]

    return prepare


def word(place: Path) -> bytes:
    return (place / "office" / "templates" / COMPLAINT / "template.docx").read_bytes()


def zipped(_: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("letter.txt", "a letter")
    return packed.getvalue()


def large(place: Path) -> bytes:
    settings = place / "office" / "docgen.toml"
    small = settings.read_text("utf-8").replace("max_megabytes = 50", "max_megabytes = 1")
    settings.write_text(small, "utf-8")
    return word(place) + b"\0" * 1_000_000


def plain(*args: str) -> Prepare:
    return lambda _: list(args)


def twice(*args: str) -> Prepare:
    """Add a customer who is in the register: made with all his numbers beforehand."""

    def prepare(_: Path) -> list[str]:
        Customer.objects.update(credit_code=CODE, id_number=ID)
        return ["customer", "add", *args]

    return prepare


def imported(text: str) -> Prepare:
    def prepare(place: Path) -> list[str]:
        (place / "rows.csv").write_text(text, "utf-8")
        return ["customer", "import", str(place / "rows.csv")]

    return prepare


CASES: dict[str, Case] = {
    # ---- answers
    "missing required field": Case(fill(COMPLAINT, "content="), ("content", "投诉内容")),
    "wrong date": Case(fill(CONTRACT, "start_on=2026-02-30"), ("start_on", "2026-02-30")),
    "date the wrong way round": Case(fill(CONTRACT, "start_on=14-3-2026"), ("start_on",)),
    "end before start": Case(fill(CONTRACT, "end_on=1999-01-01"), ("end_on",)),
    "wrong amount": Case(fill(CONTRACT, "fee=12.345"), ("fee", "12.345")),
    "amount in words": Case(fill(CONTRACT, "fee=lots"), ("fee",)),
    "wrong ID number": Case(
        fill(CONTRACT, "customer_kind=个人", "customer_id_card=990000198001010021"),
        ("customer_id_card", "check sign"),
    ),
    "wrong credit code": Case(
        fill(CONTRACT, f"customer_credit_code={CODE[:-1]}1"), ("customer_credit_code",)
    ),
    "wrong choice": Case(fill(COMPLAINT, "severity=严重"), ("severity", "较大")),
    "wrong phone": Case(fill(COMPLAINT, "contact_phone=12"), ("contact_phone",)),
    "unknown field": Case(fill(COMPLAINT, "severty=一般"), ("severty", "“severity”")),
    "label for a name": Case(fill(COMPLAINT, "投诉级别=一般"), ("投诉级别", "“severity”")),
    "several at once": Case(
        fill(COMPLAINT, "content=", "severity=x", "received_on=x"),
        ("content", "severity", "received_on"),
    ),
    # ---- the file of answers
    "not TOML": Case(answers("a.toml", b'content = "x"\nseverity ='), ("a.toml", "2")),
    "not JSON": Case(answers("a.json", b'{"content": \n "x",}'), ("a.json", "2")),
    "JSON of a list": Case(answers("a.json", b"[1]"), ("a.json",)),
    "TOML not UTF-8": Case(
        answers("a.toml", '# 投诉\ncontent="投"'.encode("gb18030")), ("a.toml",)
    ),
    "JSON not UTF-8": Case(answers("a.json", b'{"content": "\xff"}'), ("a.json",)),
    "neither TOML nor JSON": Case(answers("a.docx", b"PK"), ("a.docx",)),
    "no file of answers": Case(answers("nothing.toml", None), ("nothing.toml",)),
    # ---- templates
    "template without template.docx": Case(without("template.docx"), ("template.docx",)),
    "template without form.toml": Case(without("form.toml"), ("form.toml",)),
    "template without example.toml": Case(without("example.toml"), ("example.toml",)),
    "template without expected.txt": Case(without("expected.txt"), ("expected.txt",)),
    "mark not closed": Case(bad_template("T001_mark_not_closed"), ("{{",)),
    "if without endif": Case(bad_template("T001_if_without_endif"), ("if",)),
    "unknown filter": Case(bad_template("T001_unknown_filter"), ("filter",)),
    "unknown variable": Case(bad_template("T002_unknown_field"), ("custmer_name",)),
    "unknown column": Case(bad_template("T007_unknown_column"), ("wat",)),
    "form.toml not TOML": Case(instead("form.toml", b"title = \n"), ("form.toml", "1")),
    "form.toml not UTF-8": Case(instead("form.toml", b'title = "\xff"'), ("form.toml",)),
    "template.docx no Word file": Case(instead("template.docx", b"PK\3\4"), ("template.docx",)),
    "unknown template": Case(
        plain("fill", "complaint/complaint-recrd", *WHERE), ("complaint/complaint-record",), 5
    ),
    "form for no group": Case(
        spoiled(lambda p: (p / "form.toml").write_bytes(NO_GROUP)), ("form.toml", "sales")
    ),
    # ---- files that people bring
    "renamed zip": Case(file("a.docx", zipped), ("a.docx",), act="item.filed"),
    "truncated": Case(file("a.docx", lambda p: word(p)[:4000]), ("a.docx",), act="item.filed"),
    "encrypted": Case(
        file("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
        ("a.docx", "password"),
        act="item.filed",
    ),
    "old Word": Case(file("a.docx", OLE), ("a.docx", "97"), act="item.filed"),
    "empty": Case(file("a.docx", b""), ("a.docx", "empty"), act="item.filed"),
    "over the size limit": Case(file("a.docx", large), ("a.docx", "1 MB"), act="item.filed"),
    "PDF without an end": Case(file("a.pdf", b"%PDF-1.7\n"), ("a.pdf",), act="item.filed"),
    "text that is none": Case(file("a.txt", b"\0\1\2"), ("a.txt",), act="item.filed"),
    "program": Case(file("a.exe", b"MZ"), ("a.exe", ".docx"), act="item.filed"),
    "no such file": Case(file("nothing.pdf", None), ("nothing.pdf",), act="item.filed"),
    "unknown group": Case(
        file("a.txt", b"a", "--group", "sale"), ("sale", "sales"), act="item.filed"
    ),
    "unknown grade": Case(file("a.txt", b"a", "--grade", "Z"), ("Z", "核心商密"), act="item.filed"),
    # ---- customers and dossiers
    "unknown customer": Case(
        plain("fill", COMPLAINT, "--customer", "K000099", "--file"), ("K000099",), 5
    ),
    "unknown dossier": Case(plain("file", "99", "a.txt"), ("99",), 5, "item.filed"),
    "unknown customer to open for": Case(plain("dossier", "open", "K99"), ("K99",), 5, ""),
    "nowhere to file": Case(plain("fill", COMPLAINT, "--file"), ("--customer",), 2, ""),
    "same name": Case(twice("深圳市 样例物业服务有限公司"), ("K000001", "--separate"), act=""),
    "same credit code": Case(twice("甲", "--credit-code", CODE), ("K000001",), act=""),
    "same ID number": Case(twice("乙", "--id-number", ID), ("K000001",), act=""),
    "wrong customer": Case(
        plain("customer", "add", "丙", "--credit-code", "1", "--phone", "x"),
        ("credit_code", "phone"),
        act="",
    ),
    "wrong rows": Case(
        imported("名称,电话\n甲,1\n,\n乙,2\n"), ("rows.csv", "row 2", "row 4"), act=""
    ),
    "second active dossier": Case(
        plain("dossier", "open", "K000001"), ("0000000001", "R-026"), act="dossier.opened"
    ),
    "unknown type of dossier": Case(
        plain("dossier", "open", "K000001", "--type", "custmer"), ("customer",), 5, ""
    ),
    # ---- where to write
    "no folder to write to": Case(
        lambda p: [*fill(COMPLAINT)(p), "--out", "nowhere/x.docx"], ("nowhere",), act=""
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_input_is_told_and_leaves_nothing(
    inside: Inside, folder: Path, tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    office = reopen(folder)
    args = case.args(tmp_path)
    before, size, customers = holding(office), len(log()), Customer.objects.count()
    files = sorted(tmp_path.iterdir())

    said = inside.run(*args)

    assert said.code == case.code, said.err
    for part in ("why: ", "fix: ", *case.names):
        assert part in said.err, part
    assert "Traceback" not in said.err
    assert "docgen itself failed" not in said.err
    assert holding(office) == before
    assert Customer.objects.count() == customers
    assert sorted(tmp_path.iterdir()) == files
    refused = [entry["act"] for entry in log()[size:] if entry["res"] == "deny"]
    assert refused == ([case.act] if case.act else [])


@pytest.mark.parametrize("name", ["wrong choice", "not TOML", "renamed zip", "unknown customer"])
def test_the_same_as_data(inside: Inside, tmp_path: Path, name: str) -> None:
    case = CASES[name]

    said = inside.run(*case.args(tmp_path), "--json")

    assert said.code == case.code
    problem = said.problem
    assert all(problem[key] for key in ("code", "what", "why", "fix"))
    assert problem.get("field") or problem.get("file")


def test_a_right_one_would_have_been_filed(inside: Inside, folder: Path, tmp_path: Path) -> None:
    """The twin: the cases' own command lines do file where nothing is wrong with them."""
    office = reopen(folder)
    before = holding(office)

    for case in (fill(COMPLAINT), fill(CONTRACT), spoiled(lambda _: None), file("a.docx", word)):
        said = inside.run(*case(tmp_path))
        assert said.code == 0, said.err
        assert holding(office) != before
        before = holding(office)
