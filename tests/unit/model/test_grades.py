"""The four grades: their order, and the ways in which people write them."""

from __future__ import annotations

import pytest

from docgen.model.grades import Grade


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
