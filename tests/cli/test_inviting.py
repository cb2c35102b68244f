"""``docgen user invite`` and ``docgen user code`` as people call them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.shell import Inside

from docgen.cli import user_sign_in
from docgen.office import demo_people
from docgen.register.models_page import Invitation

LINK = re.compile(r"http://127\.0\.0\.1:8000/invitation/([\w-]{43})/")


def test_an_invitation_is_a_link_with_an_end(inside: Inside) -> None:
    said = inside.run("user", "invite", "mira", who="shen")

    assert said.code == 0
    assert LINK.search(said.out)
    assert re.search(r"mira sets a password here, once, until \d{4}-\d\d-\d\d \d\d:\d\d:", said.out)


def test_a_program_reads_it(inside: Inside) -> None:
    data = inside.run("user", "invite", "mira", "--json", who="shen").data

    assert sorted(data) == ["link", "login", "until"]
    assert LINK.fullmatch(data["link"])
    assert not Invitation.objects.get().clears


def test_lost_factors_are_noted(inside: Inside) -> None:
    inside.run("user", "invite", "mira", "--lost-factors", who="shen")

    assert Invitation.objects.get().clears


def test_on_a_terminal_the_link_is_drawn_too(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_sign_in, "is_terminal", lambda: True)

    said = inside.run("user", "invite", "mira", who="shen")

    assert "█" in said.out or "▀" in said.out or "\x1b[" in said.out


def test_a_clerk_invites_nobody_else(inside: Inside) -> None:
    said = inside.run("user", "invite", "lena", who="mira")

    assert said.code == 4
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("login", "code"), [("nobody", 5), ("", 5)])
def test_nobody_is_invited_who_is_not_there(inside: Inside, login: str, code: int) -> None:
    assert inside.run("user", "invite", login, who="shen").code == code


def test_a_closed_account_is_not_invited(inside: Inside) -> None:
    inside.run("user", "close", "lena", who="shen")

    said = inside.run("user", "invite", "lena", who="shen")

    assert said.code == 3
    assert "closed" in said.err


def test_a_demo_office_tells_the_code_of_anybody(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.office.demo_people.time.time", lambda: 1_800_000_000.0)

    first, again = inside.run("user", "code", "jonas"), inside.run("user", "code", "jonas")
    other = inside.run("user", "code", "mira", "--json").data["code"]

    assert re.fullmatch(r"\d{6}\n", first.out)
    assert first.out == again.out != f"{other}\n"


def test_a_real_office_tells_none(inside: Inside, folder: Path) -> None:
    file = folder / "docgen.toml"
    file.write_text(file.read_text("utf-8").replace("act_as = true", "act_as = false"), "utf-8")

    said = inside.run("user", "code", "shen", who="")

    assert (said.code, said.out) == (5, "")


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """The test vectors of RFC 6238, appendix B, with six figures."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105  the standard's own

    assert demo_people._code(secret, seconds // 30) == code
