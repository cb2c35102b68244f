"""The four grades: their order, and the ways in which people write them."""

from __future__ import annotations

import pytest

from docgen.errors import BadInput
from docgen.model.grades import NATIONAL, Grade, grade_of


def test_the_scale_is_the_companys() -> None:
    scale = [(grade.rank, grade.code, grade.mark) for grade in Grade]

    assert scale == [(0, "P", "公开"), (1, "C", "内部"), (2, "B", "普通商密"), (3, "A", "核心商密")]


@pytest.mark.parametrize("grade", Grade)
def test_a_grade_reads_back_from_all_its_names(grade: Grade) -> None:
    names = {grade.code, grade.code.lower(), grade.mark, grade.english, f" {grade.name} "}

    assert {Grade.parse(name) for name in names} == {grade}
    assert Grade.of_rank(grade.rank) is grade


@pytest.mark.parametrize("text", ["", "D", "秘密", "机密", "绝密", "top secret", "1"])
def test_what_is_no_grade_of_the_company_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        Grade.parse(text)


@pytest.mark.parametrize("rank", [-1, 4])
def test_there_is_no_fifth_rank(rank: int) -> None:
    with pytest.raises(ValueError, match=str(rank)):
        Grade.of_rank(rank)


@pytest.mark.parametrize("mark", sorted(NATIONAL))
def test_a_national_mark_is_refused_with_the_law(mark: str) -> None:
    with pytest.raises(BadInput, match="national mark") as refused:
        grade_of(f" {mark} ")

    assert "state secrets" in refused.value.why


def test_a_grade_is_read_by_code_and_mark() -> None:
    assert [grade_of(text) for text in ("B", "核心商密")] == [Grade.B, Grade.A]


def test_an_unknown_grade_is_refused() -> None:
    with pytest.raises(BadInput, match="no grade Z"):
        grade_of("Z")
