"""Answers from files of every kind, from sheets with one row, and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, log
from tests.support.offices import person
from tests.support.sheets import fill_in

from docgen.errors import BadInput, Misuse, NotAllowed
from docgen.forms.answers import check, parse_answers
from docgen.office import answering, datasheets, writing
from docgen.office.answering import Given
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.render.example import OCCASION


def read(office: Office, who: Cast, data: Path | None, *sets: str) -> Given:
    return answering.read(office, who.mira, COMPLAINT, data, sets)


def example(office: Office) -> dict[str, object]:
    folder = writing.template(office, COMPLAINT)
    raw = parse_answers(folder.example, file="example.toml")
    return check(folder.form, raw, occasion=OCCASION)


def sheet(office: Office, who: Cast, file: Path, papers: int) -> Path:
    """A data sheet as it was exported, with the example in this many rows."""
    _, blank = datasheets.blank(office, who.mira, COMPLAINT, rows=5, customer="", tell=str)
    form = writing.template(office, COMPLAINT).form
    file.write_bytes(fill_in(blank, form, [example(office)] * papers))
    return file


def test_single_answers_win_over_the_file(office: Office, folk: Cast, tmp_path: Path) -> None:
    data = tmp_path / "a.json"
    data.write_text('{"a": "1", "b": "2"}', "utf-8")

    given = read(office, folk, data, "b=x=y", "c =")

    assert given.answers == {"a": "1", "b": "x=y", "c": ""}


@pytest.mark.parametrize("name", ["a.toml", "a.json", "a.yaml", "a.yml", "a.csv"])
def test_every_kind_of_file_gives_the_same_answers(
    office: Office, folk: Cast, tmp_path: Path, name: str
) -> None:
    texts = {
        ".toml": 'channel = "来电"\nseverity = "一般"\n',
        ".json": '{"channel": "来电", "severity": "一般"}',
        ".csv": "投诉方式,投诉级别\n来电,一般\n",
    }
    data = tmp_path / name
    data.write_text(texts.get(data.suffix, "channel: 来电\nseverity: 一般\n"), "utf-8")

    assert read(office, folk, data).answers == {"channel": "来电", "severity": "一般"}


@pytest.mark.parametrize("content", [None, b"a = ", b"\xff\xfe"])
def test_answers_that_cannot_be_read(
    office: Office, folk: Cast, tmp_path: Path, content: bytes | None
) -> None:
    data = tmp_path / "a.toml"
    if content is not None:
        data.write_bytes(content)

    with pytest.raises(BadInput) as refused:
        read(office, folk, data)

    assert refused.value.file == str(data)
    assert (log()[-1]["act"], log()[-1]["res"]) == ("form.filled", "deny")


def test_an_answer_without_a_value_is_misuse(office: Office, folk: Cast) -> None:
    with pytest.raises(Misuse):
        read(office, folk, None, "severity")


def test_a_sheet_with_one_row_is_the_answers_to_one_form(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    given = read(office, folk, sheet(office, folk, tmp_path / "a.xlsx", 1))

    form = writing.template(office, COMPLAINT).form
    assert check(form, given.answers, places=given.places, occasion=OCCASION) == example(office)
    assert given.places["severity"] == "客户投诉记录及处理意见!G2"


@pytest.mark.parametrize(("papers", "fix"), [(0, "below the headings"), (2, "docgen batch")])
def test_a_sheet_with_any_other_number_of_rows_is_not(
    office: Office, folk: Cast, tmp_path: Path, papers: int, fix: str
) -> None:
    data = sheet(office, folk, tmp_path / "a.xlsx", papers)

    with pytest.raises(BadInput) as refused:
        read(office, folk, data)

    assert refused.value.file == str(data)
    assert fix in refused.value.fix


def test_a_fault_of_a_sheet_names_its_cell_when_the_form_is_filled(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    data = tmp_path / "a.csv"
    data.write_text("投诉方式,投诉级别\n来电,特大\n", "utf-8")
    given = read(office, folk, data, "channel=喊话")

    with pytest.raises(BadInput) as refused:
        writing.fill(office, folk.mira, COMPLAINT, given.answers, places=given.places)

    places = {each.field: str(each.place) for each in refused.value.details}
    assert places["severity"] == "row 2 column B"
    assert places["channel"] == ""


def test_what_is_known_is_known_before_anybody_is_asked(
    office: Office, folk: Cast, known: Customer
) -> None:
    opened = answering.open_form(office, folk.mira, COMPLAINT, {}, customer=known.code, dossier="")

    assert opened.form.name == COMPLAINT
    assert opened.known["customer_name"] == known.name
    assert opened.known["handler"] == folk.mira.name


def test_who_may_not_fill_is_not_asked_either(office: Office) -> None:
    auditor = person(office, "he", "auditor")

    with pytest.raises(NotAllowed):
        answering.open_form(office, auditor, COMPLAINT, {}, customer="", dossier="")

    assert (log()[-1]["act"], log()[-1]["res"]) == ("form.filled", "deny")
