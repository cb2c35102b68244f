"""Names of archived files: refused, kept, or written otherwise on the disk."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive.paths import MAX_PART, Names, check_logical, conflicting
from docgen.errors import BadInput

COMPOSED, DECOMPOSED = "caf\u00e9.txt", "cafe\u0301.txt"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("/etc/passwd", "absolute"),
        ("C:/x.txt", "absolute"),
        ("c:x.txt", "absolute"),
        ("../x.txt", "two dots"),
        ("a/../../x.txt", "two dots"),
        ("a/./x.txt", "two dots"),
        ("a//x.txt", "empty"),
        ("a/", "empty"),
        ("..", "two dots"),
        ("a\\b.txt", "backslash"),
        ("a\0.txt", "control"),
        ("a\nb.txt", "control"),
        ("a\x7f.txt", "control"),
        ("\u202efdp.exe", "invisible"),
        ("合\u200b同.txt", "invisible"),
        ("合\u200f同.txt", "invisible"),
        ("\ufeff合同.txt", "invisible"),
        ("a\u2028b", "invisible"),
        ("\udcff.txt", "invisible"),
        ("同" * 81, "longer than 240 bytes"),
        ("/".join(["x" * 200] * 6), "longer than 1000 bytes"),
    ],
)
def test_an_unsafe_name_is_refused_with_its_reason(name: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_logical(name)

    assert why in refused.value.why
    assert refused.value.fix
    str(refused.value).encode()


@pytest.mark.parametrize(
    "name",
    [
        "合同.docx",
        "a/b/c.pdf",
        "名 称 （正本）.pdf",
        "a b",
        "~2/x",
        "同" * 80,
        "NUL.txt",
        "a?b",
        "👍",
    ],
)
def test_an_ordinary_name_is_taken(name: str) -> None:
    check_logical(name)


def _given(*logical: str) -> list[str]:
    names = Names()
    return [names.give(name) for name in logical]


def test_a_usual_name_is_the_same_on_the_disk() -> None:
    assert _given("合同.docx", "附件/清单.xlsx") == ["合同.docx", "附件/清单.xlsx"]


def test_names_that_only_differ_by_case_or_form_lie_apart() -> None:
    assert _given("A.txt", "a.txt") == ["A.txt", "~2/a.txt"]
    assert _given(COMPOSED, DECOMPOSED) == [COMPOSED, f"~2/{DECOMPOSED}"]
    assert _given("a", "A/b") == ["a", "~2/A/b"]
    assert _given("A/b", "a") == ["A/b", "~2/a"]


def test_what_windows_cannot_write_is_written_otherwise() -> None:
    assert _given("a?b", "a*b", "con.txt", "x./y ", "LPT1") == [
        "a_b",
        "~2/a_b",
        "_con.txt",
        "x_/y_",
        "_LPT1",
    ]


def test_a_name_in_the_way_is_stepped_round() -> None:
    assert _given("~2/a.txt", "A.txt", "a.txt") == ["~2/a.txt", "A.txt", "~3/a.txt"]


logical_names = st.text(
    st.characters(codec="utf-8", exclude_characters="\\", exclude_categories=["Cc", "Cf", "Cs"]),
    min_size=1,
    max_size=30,
)


@given(st.lists(logical_names, max_size=8, unique=True))
def test_every_taken_name_gets_a_harmless_place_of_its_own(candidates: list[str]) -> None:
    names, places = Names(), []
    for name in candidates:
        try:
            check_logical(name)
        except BadInput:
            continue
        places.append(names.give(name))

    folded = [unicodedata.normalize("NFC", place).casefold() for place in places]
    assert len(set(folded)) == len(folded)
    assert conflicting(set(places)) == ""
    for place in places:
        assert not set('<>:"|?*\\\0') & set(place)
        assert all(part not in ("", ".", "..") for part in place.split("/"))
        assert all(len(part.encode()) <= MAX_PART + 1 for part in place.split("/"))


def test_a_name_that_is_a_folder_too_is_found() -> None:
    assert conflicting({"a", "a/b"}) == "a"
    assert conflicting({"a/b", "a/b/c/d", "e"}) == "a/b"
    assert conflicting({"a", "ab", "a.b/c"}) == ""
