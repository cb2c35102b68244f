"""``[web.oidc]`` of docgen.toml: what a company's own sign-in must say of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.config import Oidc, read_settings
from docgen.errors import BadInput

GOOD = {
    "name": '"样例统一登录"',
    "issuer": '"https://login.example.cn/realm"',
    "client_id": '"docgen"',
    "secret_file": '"/etc/docgen/oidc.secret"',
}


def settings(folder: Path, **keys: str) -> Oidc:
    """The settings of an office with these keys."""
    lines = [f"{key} = {value}" for key, value in (GOOD | keys).items() if value]
    text = '[office]\ncompany = "x"\n[web]\nport = 8001\n[web.oidc]\n' + "\n".join(lines) + "\n"
    (folder / "docgen.toml").write_text(text, "utf-8")
    return read_settings(folder).web.oidc


def test_without_it_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('[office]\ncompany = "x"\n[web]\nport = 8001\n', "utf-8")

    web = read_settings(tmp_path).web

    assert (web.port, web.oidc) == (8001, Oidc())


def test_what_it_says_is_taken_and_the_rest_is_usual(tmp_path: Path) -> None:
    found = settings(tmp_path)

    assert (found.name, found.client_id) == ("样例统一登录", "docgen")
    assert (found.claim, found.strong) == ("preferred_username", ("mfa",))
    assert read_settings(tmp_path).web.port == 8001


def test_claim_and_second_factor_can_be_chosen(tmp_path: Path) -> None:
    found = settings(tmp_path, claim='"userid"', strong='["otp", "hwk"]')

    assert (found.claim, found.strong) == ("userid", ("otp", "hwk"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("issuer", '"http://login.example.cn"'),
        ("issuer", '"login.example.cn"'),
        ("issuer", '"https://login.example.cn/?a=b"'),
        ("issuer", ""),
        ("issuer", "7"),
        ("name", '" "'),
        ("name", ""),
        ("client_id", ""),
        ("secret_file", ""),
        ("secret_file", '"oidc.secret"'),
        ("claim", '""'),
        ("strong", '"mfa"'),
        ("strong", "[7]"),
        ("secret", '"in the open"'),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        settings(tmp_path, **{key: value})

    assert refused.value.field == key


def test_a_secret_in_the_office_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        settings(tmp_path, secret_file=f'"{tmp_path}/oidc.secret"')


def test_it_is_a_part_of_the_page_alone(tmp_path: Path) -> None:
    text = '[office]\ncompany = "x"\n[oidc]\nname = "x"\n'
    (tmp_path / "docgen.toml").write_text(text, "utf-8")

    with pytest.raises(BadInput):
        read_settings(tmp_path)
