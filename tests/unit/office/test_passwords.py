"""What a password must be, and what is written down when one is set."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from tests.support.desks import log
from tests.support.offices import new_office, person

from docgen.errors import BadInput
from docgen.office import passwords
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office."""
    return new_office(tmp_path / "office")


@pytest.fixture
def mira(office: Office) -> Person:
    """A clerk with a long name."""
    return person(office, "miranda.lindqvist")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "less than 12"),
        ("elevenchars", "less than 12"),
        ("password1234", "many people"),
        ("123456789012345", "figures alone"),
        ("miranda.lindqvist1", "too much like"),
        ("客户服务部客户服务部", "less than 12"),
        ("x" * 257, "longer than 256"),
    ],
)
def test_a_weak_one_is_refused_with_the_reason(
    office: Office, mira: Person, password: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        passwords.check(office, password, mira)

    assert said in refused.value.why
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password",
    [
        "a sentence that is long",
        "一句只有我自己知道的话真的很长",
        " with spaces around ",
        "x7" * 128,
    ],
)
def test_a_long_one_is_taken_as_it_is(office: Office, mira: Person, password: str) -> None:
    passwords.check(office, password, mira)

    with one_transaction():
        passwords.put(office, mira, password)

    kept = Person.objects.get(pk=mira.pk).password
    assert check_password(password, kept)
    assert not check_password(password.strip() + "!", kept)


def test_it_is_kept_as_argon2_alone(office: Office, mira: Person) -> None:
    with one_transaction():
        passwords.put(office, mira, "a sentence that is long")

    hasher = identify_hasher(Person.objects.get(pk=mira.pk).password)
    assert hasher.algorithm == "argon2"


def test_the_log_hears_of_it_and_no_file_has_it(office: Office, mira: Person) -> None:
    with one_transaction():
        passwords.put(office, mira, "a sentence that is long")

    entry = log()[-1]
    assert (entry["act"], entry["who"], entry["obj"]) == ("person.set-password", *[mira.code] * 2)
    for file in (office.folder / "log").glob("*.jsonl"):
        text = file.read_text("utf-8")
        assert "argon2" not in text
        assert "a sentence" not in text


def test_whether_somebody_has_one(office: Office, mira: Person) -> None:
    before = passwords.has_one(mira)
    with one_transaction():
        passwords.put(office, mira, "a sentence that is long")
    unusable = Person(login="x", password="!")  # noqa: S106  Django's mark for none

    assert (before, passwords.has_one(mira), passwords.has_one(unusable)) == (False, True, False)
