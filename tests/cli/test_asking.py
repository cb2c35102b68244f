"""On a terminal, missing answers are asked for; anywhere else they never are."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from tests.support.offices import reopen
from tests.support.shell import Shell
from tests.support.terminal import terminal

from docgen.register.models import IssuedNumber
from docgen.render.words import words

LITTLE = """\
title = "小单"
family = "service"
number = "XD-{year}{seq:02}"

[field.day]
label = "日期"
kind = "date"
help = "收到的那一天"

[field.level]
label = "级别"
kind = "choice"
choices = ["一般", "较大"]

[field.ways]
label = "方式"
kind = "choices"
choices = ["来电", "来访", "来信"]
required = false

[field.loss]
label = "损失"
kind = "money"
unit = "元"
required = false

[field.story]
label = "经过"
kind = "longtext"
required = false

[field.count]
label = "数量"
kind = "integer"
default = 1

[field.items]
label = "明细"
kind = "table"
required = false
  [field.items.column.what]
  label = "事项"
  kind = "text"

[field.customer]
label = "客户"
kind = "text"
from = "customer.name"
"""


@pytest.fixture
def little(folder: Path) -> str:
    """A short form of the office."""
    place = folder / "templates" / "service" / "little"
    place.mkdir()
    document = Document()
    for name in ("day", "level", "loss", "story", "count", "customer"):
        document.add_paragraph(f"{name}: {{{{ {name} }}}}")
    document.add_paragraph("ways: {{ ways | join('、') }}")
    document.add_paragraph("{% for row in items %}[{{ row.what }}]{% endfor %}")
    document.save(str(place / "template.docx"))
    (place / "form.toml").write_text(LITTLE, "utf-8")
    example = 'day = 2026-03-05\nlevel = "一般"\ncustomer = "甲"\n'
    (place / "example.toml").write_text(example, "utf-8")
    (place / "expected.txt").write_text("", "utf-8")
    return "service/little"


def printed(folder: Path) -> list[str]:
    (made,) = folder.glob("*.docx")
    return words(made.read_bytes()).splitlines()


def test_every_question_is_asked_and_checked_at_once(folder: Path, little: str) -> None:
    args = ("fill", little, "--customer", "K000001")
    with terminal(folder.parent, *args, DOCGEN_OFFICE=str(folder)) as at:
        at.type("", "gestern", "2026年3月5日")
        at.type("3", "2", "1 3", "12,5", "12.5", "一", "二", "", "")
        at.wait("[y/N]")
        at.press("y\n")
        at.type("短少")
        at.wait("[y/N]")
        at.press("\n")
        code = at.end()

    assert code == 0, at.shown
    assert "客户: 深圳市样例物业服务有限公司, known already" in at.shown
    assert "“日期” must be answered" in at.shown
    assert "“gestern” is not a date" in at.shown
    assert "收到的那一天" in at.shown
    assert "1 一般   2 较大" in at.shown
    assert "“3” is not one of the choices" in at.shown
    assert "“12,5” is not a number" in at.shown
    assert printed(folder.parent) == [
        *("day: 2026年3月5日", "level: 较大", "loss: 12.50", "story: 一", "二", "count: 1"),
        *("customer: 深圳市样例物业服务有限公司", "ways: 来电、来信", "[短少]"),
    ]


def test_only_what_is_needed_is_asked_when_answers_were_given(folder: Path, little: str) -> None:
    data = folder.parent / "a.yaml"
    data.write_text("day: 2026-03-05\n", "utf-8")
    args = ("fill", little, "--data", data, "--set", "customer=乙")
    with terminal(folder.parent, *args, DOCGEN_OFFICE=str(folder)) as at:
        at.type("一般")
        code = at.end()

    assert code == 0, at.shown
    assert "1 question(s)" in at.shown
    assert "level: 一般" in printed(folder.parent)


def test_what_does_not_go_together_is_asked_again(folder: Path, little: str) -> None:
    form = folder / "templates" / little / "form.toml"
    form.write_text('check = ["loss <= count"]\n' + LITTLE, "utf-8")
    args = ("fill", little, "--set", "loss=5", "--set", "customer=乙", "--set", "day=2026-03-05")
    with terminal(folder.parent, *args, DOCGEN_OFFICE=str(folder)) as at:
        at.type("一般", "0.50")
        code = at.end()

    assert code == 0, at.shown
    assert "“损失” is more than “数量”" in at.shown
    assert "loss: 0.50" in printed(folder.parent)


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_stopping_leaves_nothing(folder: Path, little: str, key: str) -> None:
    args = ("fill", little, "--customer", "K000001", "--file")
    with terminal(folder.parent, *args, DOCGEN_OFFICE=str(folder)) as at:
        at.type("2026-03-05")
        at.wait("> ")
        at.press(key)
        code = at.end(again=key)

    assert code == 130
    assert "Nothing half done is left behind" in at.shown
    assert "Traceback" not in at.shown
    assert list(folder.parent.glob("*.docx")) == []
    reopen(folder)
    assert not IssuedNumber.objects.exists()


@pytest.mark.parametrize("more", [("--no-input",), ()])
def test_nobody_is_asked_without_a_terminal_or_against_his_wish(
    folder: Path, shell: Shell, little: str, more: tuple[str, ...]
) -> None:
    if more:
        with terminal(folder.parent, "fill", little, *more, DOCGEN_OFFICE=str(folder)) as at:
            code, said = at.end(), at.shown
    else:
        told = shell.run("fill", little)
        code, said = told.code, told.err

    assert code == 3
    assert "“级别” is missing" in said
    assert "question(s)" not in said
