"""Passwords that are guessed first: made of words that everybody knows, or breached elsewhere."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest
from tests.support.offices import new_office, person

from docgen.config import Web
from docgen.errors import BadInput, OutsideFailed
from docgen.office import password_lists, passwords
from docgen.office.desk import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office of 客户服务部."""
    made = new_office(tmp_path / "office")
    person(made, "mira")
    return made


def listing(folder: Path, *words: str, end: str = "\n") -> Path:
    """A list as haveibeenpwned.com gives it."""
    digests = sorted(hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest() for one in words)
    file = folder / "pwned.txt"
    file.write_text(end.join(f"{one.upper()}:{n + 1}" for n, one in enumerate(digests)) + end)
    return file


def test_company_units_and_product_are_known_in_characters_and_by_sound(office: Office) -> None:
    words = password_lists.words_of(office)

    assert {"docgen", "客户服务部", "kehufuwubu", "khfwb", "密码"} <= words
    assert not {one for one in words if len(one) < 2}


@pytest.mark.parametrize(
    "password",
    ["docgen2026docgen", "KeHuFuWuBu2026!", "客户服务部的档案密码2026", "Welcome-docgen-1"],
)
def test_one_of_known_words_is_refused(office: Office, password: str) -> None:
    mira = person(office, "wen", unit="法律室")

    with pytest.raises(BadInput) as refused:
        passwords.check(office, password, mira)

    assert "everybody here knows" in refused.value.why


def test_one_with_enough_besides_is_taken(office: Office) -> None:
    mira = person(office, "wen", unit="法律室")

    passwords.check(office, "docgen keeps my grandmother's recipes", mira)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("number", [1, 2, 3, 100])
def test_each_line_of_the_list_is_found_and_nothing_else(
    tmp_path: Path, number: int, end: str
) -> None:
    words = [f"a breached sentence {n}" for n in range(number)]
    file = listing(tmp_path, *words, end=end)

    assert all(password_lists.is_breached(file, one) for one in words)
    assert not any(password_lists.is_breached(file, f"{one}!") for one in words)


def test_an_empty_list_has_nothing(tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.touch()

    assert not password_lists.is_breached(file, "a sentence")


def test_the_office_looks_into_its_list(office: Office, tmp_path: Path) -> None:
    file = listing(tmp_path, "a sentence that is long")
    settings = dataclasses.replace(office.settings, web=Web(breached=str(file)))
    looking = dataclasses.replace(office, settings=settings)
    wen = person(office, "wen", unit="法律室")

    passwords.check(office, "a sentence that is long", wen)
    with pytest.raises(BadInput, match="not taken"):
        passwords.check(looking, "a sentence that is long", wen)
    file.unlink()
    with pytest.raises(OutsideFailed, match="cannot be read"):
        passwords.check(looking, "a sentence that is long", wen)
