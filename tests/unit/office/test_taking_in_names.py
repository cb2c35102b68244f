"""What the names of old papers say, and which are refused."""

from __future__ import annotations

import datetime as dt

import pytest

from docgen.office.taking_in_names import day_in, is_left_behind, name_fault, title_in

TODAY = dt.date(2026, 3, 14)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("合同\u202egpj.exe", "control character or an invisible"),
        ("合\u200b同.pdf", "control character or an invisible"),
        ("合同\u2066.pdf", "control character or an invisible"),
        ("合同\n.pdf", "control character or an invisible"),
        ("合同\x07.pdf", "control character or an invisible"),
        ("a\\b.pdf", "backslash"),
        ("合" * 81 + ".pdf", "longer than 240 bytes"),
        ("合同\udcff.pdf", "not UTF-8"),
        ("CON", "Windows"),
        ("nul.txt", "Windows"),
        ("LPT1.pdf", "Windows"),
        ("合同.", "Windows"),
        ("合同 ", "Windows"),
        ("合同?.pdf", "Windows"),
        ("C:合同.pdf", "absolute path"),
    ],
)
def test_a_name_that_deceives_or_cannot_be_kept_is_refused(name: str, why: str) -> None:
    fault = name_fault(name)

    assert fault is not None
    assert why in fault


@pytest.mark.parametrize("name", ["合同.pdf", "2019-03-12 合同（终稿）.docx", "contract.tar.pdf"])
def test_an_honest_name_is_taken(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize(
    ("name", "left"),
    [
        (".DS_Store", True),
        ("Thumbs.db", True),
        ("desktop.ini", True),
        ("~$合同.docx", True),
        ("._合同.pdf", True),
        (".~lock.合同.docx#", True),
        ("__MACOSX", True),
        ("合同.docx", False),
        (".hidden.pdf", False),
    ],
)
def test_what_programs_leave_behind(name: str, *, left: bool) -> None:
    assert is_left_behind(name) is left


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20190312合同.pdf", "2019-03-12"),
        ("2019-03-12 合同.pdf", "2019-03-12"),
        ("合同2019年3月12日.pdf", "2019-03-12"),
        ("合同 2019.3.12.pdf", "2019-03-12"),
        ("合同_2019_03_12.pdf", "2019-03-12"),
        ("2019-03-12 合同 20190312.pdf", "2019-03-12"),
        ("2019-03-12 补充 2020-01-01.pdf", None),
        ("2019-03.12 合同.pdf", None),
        ("20191312合同.pdf", None),
        ("20190230合同.pdf", None),
        ("20990101合同.pdf", None),
        ("0019-03-12合同.pdf", None),
        ("电话13920190312.pdf", None),
        ("201903121合同.pdf", None),
        ("合同.pdf", None),
    ],
)
def test_the_day_in_a_name(name: str, day: str | None) -> None:
    found = day_in(name, TODAY)

    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2019-03-12 服务合同.pdf", "2019-03-12 服务合同"),
        ("cafe\u0301.pdf", "caf\u00e9"),
        ("转让协议（一件）", "转让协议"),
        ("转让协议(一件)", "转让协议"),
        ("（一件）", "（一件）"),
    ],
)
def test_the_title_in_a_name(name: str, title: str) -> None:
    assert title_in(name) == title
