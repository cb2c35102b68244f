"""The page on access says what the function says: its tables, its list of rules, its example."""

from __future__ import annotations

import datetime as dt
import re
import tomllib

import access_table

from docgen.model.access import Act, Paper, Policy, Request, decide
from docgen.model.access_rules import RULES
from docgen.model.approvals import parse_policy
from docgen.model.people import Person, Role

PAGE = access_table.PAGE.read_text("utf-8")


def test_the_tables_are_what_the_function_says() -> None:
    assert access_table.page() == PAGE, "run tools/access_table.py"


def test_every_rule_has_its_row_in_order() -> None:
    assert re.findall(r"^\| (R\d+) \|", PAGE, re.MULTILINE) == list(RULES)


def test_the_rows_name_the_acts_that_are_watched() -> None:
    rows = dict(re.findall(r"^\| (R\d+) \|.*\| ([^|]*) \| [^|]* \|$", PAGE, re.MULTILINE))
    for rule, (acts, _) in RULES.items():
        named = {
            Act(word) for part in re.findall(r"`([a-z -]+)`", rows[rule]) for word in part.split()
        }
        if "but" in rows[rule]:
            assert set(Act) - acts == named, rule
        elif named:
            assert acts == named, rule


def test_the_example_is_refused_like_that() -> None:
    lena = Person("p-0002", "lena", "工程部", 1, frozenset({Role.CLERK}))
    paper = Paper("0000000042-0007", 3, "客户服务部", "0000000042")

    denied = decide(Request(lena, Act.COPY, dt.date(2026, 3, 9), paper, "service"))

    told = "".join(f"  {one.rule:<5}{one.text}\n" for one in denied.reasons)
    assert f"lena may not do this\n{told}" in PAGE


def test_the_file_on_the_page_is_the_shipped_one() -> None:
    text = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)

    assert text is not None
    assert parse_policy(tomllib.loads(text[1]), file="access.md") == Policy()
