"""Every form that the rulebook recommends has a folder that says so in its ``source``."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.render.folder import list_templates, read_template

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "templates"
LIST = ROOT / "tests" / "data" / "recommended_forms.txt"


def rows() -> list[tuple[str, str, frozenset[str]]]:
    """Template, title and ids of each row of the list."""
    lines = [line for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    split = [[part.strip() for part in line.split("|")] for line in lines]
    return [(template, title, frozenset(ids.split())) for template, title, ids in split]


@pytest.fixture(scope="module")
def sources() -> dict[str, frozenset[str]]:
    """What each form of the library names as its source."""
    forms = [read_template(LIBRARY / name, name).form for name in list_templates(LIBRARY)]
    return {form.name: frozenset(form.source) for form in forms}


def test_the_list_is_whole() -> None:
    templates = [template for template, _, _ in rows()]

    assert templates == [f"T-{turn:02}" for turn in range(1, 61)] + ["next"] * 7
    assert all(ids and all(one.startswith("F-") for one in ids) for _, _, ids in rows())


@pytest.mark.parametrize(
    ("template", "title", "ids"), rows(), ids=[title for _, title, _ in rows()]
)
def test_every_recommended_form_has_a_folder(
    template: str, title: str, ids: frozenset[str], sources: dict[str, frozenset[str]]
) -> None:
    named = frozenset[str]().union(*sources.values())

    assert not ids - named, f"{template} {title}: no form.toml names {sorted(ids - named)}"


def test_questionnaire_and_plan_are_two_papers(sources: dict[str, frozenset[str]]) -> None:
    assert [name for name, ids in sources.items() if "F-168" in ids] == [
        "visit/satisfaction-survey"
    ]
    assert [name for name, ids in sources.items() if "F-169" in ids] == [
        "visit/service-improvement-plan"
    ]
