"""A form's data sheet through the installed program: exported, filled in, read, and refused."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.desks import COMPLAINT
from tests.support.sheets import excel, fill_in
from tests.support.shell import Inside, Shell

from docgen.forms.answers import check, parse_answers
from docgen.forms.form import Form
from docgen.render.example import OCCASION
from docgen.render.folder import read_template

HEAD: list[object] = ["投诉时间", "投诉客户", "投诉方式", "投诉级别", "投诉内容", "经办人"]
GOOD: list[object] = ["2026年3月5日 14:30", "示例公司", "来电", "一般", "坏了", "周"]


@pytest.fixture(name="form")
def _form(folder: Path) -> Form:
    return read_template(folder / "templates" / COMPLAINT, COMPLAINT).form


def example(folder: Path, form: Form) -> dict[str, object]:
    text = (folder / "templates" / COMPLAINT / "example.toml").read_bytes()
    return check(form, parse_answers(text, file="example.toml"), occasion=OCCASION)


def test_from_the_blank_sheet_to_the_filed_form(shell: Shell, folder: Path, form: Form) -> None:
    told = shell.run("template", "export-excel", "complaint-record", "--rows", "5", "--json")
    assert told.code == 0, told.err
    blank = Path(told.data["file"])
    blank.write_bytes(fill_in(blank.read_bytes(), form, [example(folder, form)]))

    filled = shell.run(
        *("fill", COMPLAINT, "--data", blank, "--customer", "K000001", "--file", "--json")
    )

    assert filled.code == 0, filled.err
    assert blank.name == "客户投诉记录及处理意见.xlsx"
    assert filled.data["item"] == "0000000001-0002"
    assert Path(filled.data["docx"]).read_bytes().startswith(b"PK")


def test_the_same_form_gives_the_same_sheet(inside: Inside) -> None:
    made = [
        Path(inside.run("template", "export-excel", COMPLAINT, "--json").data["file"]).read_bytes()
        for _ in range(2)
    ]

    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--rows", "0"), 2, "--rows"),
        (("--rows", "10001"), 2, "--rows"),
        (("--out", "x.xls"), 2, "does not end in .xlsx"),
        (("--out", "no/x.xlsx"), 7, "cannot be written"),
        (("--customer", "K999999"), 5, "K999999"),
    ],
)
def test_an_export_that_cannot_be(
    inside: Inside, args: tuple[str, ...], code: int, said: str
) -> None:
    told = inside.run("template", "export-excel", COMPLAINT, *args)

    assert told.code == code
    assert said in told.err


def test_the_customers_facts_and_another_place(inside: Inside, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"

    told = inside.run("template", "export-excel", COMPLAINT, "--customer", "K000001", "--out", out)

    assert (told.code, "docgen batch" in told.out) == (0, True)
    sheet = load_workbook(io.BytesIO(out.read_bytes())).worksheets[0]
    assert "深圳市样例物业服务有限公司" in [cell.value for cell in sheet[2]]


def filled(inside: Inside, name: str, data: bytes) -> tuple[int, str]:
    path = inside.office.parent / name
    path.write_bytes(data)
    told = inside.run("fill", COMPLAINT, "--data", path)
    assert "Traceback" not in told.err
    return told.code, told.err


def row(*cells: object, **instead: object) -> bytes:
    """A workbook with one good row, some cells of it replaced by their heading."""
    values = [instead.get(str(head), value) for head, value in zip(HEAD, GOOD, strict=True)]
    return excel(("客户投诉", [HEAD, [*values, *cells]]))


def text(*rows: list[object]) -> str:
    return "".join(",".join(map(str, each)) + "\n" for each in rows)


def test_a_gbk_file_is_filled_and_told(inside: Inside) -> None:
    code, err = filled(inside, "a.csv", text(HEAD, GOOD).encode("gbk"))

    assert code == 0, err
    assert "the file is not UTF-8; it was read as GBK" in err
    told = inside.run("fill", COMPLAINT, "--data", inside.office.parent / "a.csv", "--json")
    assert told.data["warnings"] == ["the file is not UTF-8; it was read as GBK"]


def test_full_width_digits_are_read_and_told(inside: Inside) -> None:
    code, err = filled(inside, "a.xlsx", row(投诉时间="２０２６年３月５日 １４：３０"))

    assert code == 0, err
    assert "客户投诉!A2: “２０２６年３月５日 １４：３０” was read as “2026年3月5日 14:30”" in err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", row(投诉方式="=1+1"), "客户投诉!C2 投诉方式 channel: the formula has no stored"),
        ("a.xlsx", row(投诉级别="#REF!"), "客户投诉!D2 投诉级别 severity: the cell shows an error"),
        ("a.xlsx", row(投诉级别="较大的"), "did you mean “较大”?"),
        ("a.xlsx", row(投诉时间=46086), "客户投诉!A2 投诉时间 received_on: “46086” is not a day"),
        ("a.xlsx", row("丢"), "客户投诉!G2: “丢” stands below no heading"),
        ("a.xlsx", excel(("a", [HEAD])), "no row with answers"),
        ("a.xlsx", excel(("a", [])), "every row is empty"),
        ("a.xlsx", excel(("a", [HEAD, GOOD, GOOD])), "docgen batch complaint/complaint-record"),
        ("a.xlsx", excel(("a", [[*HEAD, "经办人"], GOOD])), "hold the same"),
        ("a.xlsx", excel(("a", [[*HEAD, "投诉记别"], GOOD])), "did you mean “投诉级别”?"),
        ("a.xlsx", b"PK\x03\x04", "cut short"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format"),
        ("a.csv", text(HEAD, GOOD).encode("utf-16"), "not text in UTF-8 or GB 18030"),
        ("a.csv", text(HEAD, ['"x', *GOOD]).encode(), "quotation mark"),
        ("a.yaml", b"channel: !!python/object:os.x 1\n", "it holds a tag"),
        ("a.yml", b"a: &x 1\nb: *x\n", "it holds an anchor"),
        ("a.ods", b"x", "its name ends in none of .toml .json .yaml .yml"),
    ],
)
def test_a_sheet_that_is_wrong_is_said_in_a_sentence(
    inside: Inside, name: str, data: bytes, said: str
) -> None:
    code, err = filled(inside, name, data)

    assert code == 3
    assert said in err
    assert list(inside.office.parent.glob("*.docx")) == []


def test_help_does_not_load_excel() -> None:
    program = (
        "import sys, docgen.cli.main as m; m._run(['template', '--help']); "
        "sys.exit('openpyxl' in sys.modules)"
    )

    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
