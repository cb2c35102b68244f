"""A company's own sign-in: whom it lets in, and all that it does not decide."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.support.desks import log
from tests.support.pages import client, signs_in

from docgen.config import Oidc, Web
from docgen.errors import OutsideFailed
from docgen.office import people
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.web import accounts_oidc, desk
from docgen.web.accounts_oidc_settings import settle

ISSUER = "https://login.example.cn"
TOKENS = f"{ISSUER}/token"


class Answer:
    """What the company's server answers."""

    status_code, ok, headers = 200, True, {"content-type": "application/json"}

    def __init__(self, facts: dict[str, Any]) -> None:
        self._facts = facts

    def json(self) -> dict[str, Any]:
        """The answer's facts."""
        return self._facts

    def raise_for_status(self) -> None:
        """Nothing is wrong."""


class Provider:
    """A company's sign-in within this process: discovery, tokens, facts of the person."""

    nonce = ""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "u-1", "preferred_username": "mira"}
        self.audience, self.issuer, self.down = "docgen", ISSUER, False
        self.asked: list[tuple[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def get(self, url: str, **more: Any) -> Answer:  # noqa: ANN401  as a session of requests
        """Discovery, or the person's facts."""
        return self.request("GET", url, **more)

    def request(self, method: str, url: str, **more: Any) -> Answer:  # noqa: ANN401  as a session of requests
        """Any question."""
        self.asked.append((f"{method} {url}", more.get("data")))
        if self.down:
            raise requests.ConnectionError
        if url.endswith("/.well-known/openid-configuration"):
            places = {"token_endpoint": TOKENS, "userinfo_endpoint": f"{ISSUER}/me"}
            more_places = {"authorization_endpoint": f"{ISSUER}/go", "jwks_uri": f"{ISSUER}/keys"}
            return Answer({"issuer": ISSUER, **places, **more_places})
        if url == TOKENS:
            return Answer({"access_token": "a", "id_token": self._token()})
        return Answer({"sub": "u-1"})

    def _token(self) -> str:
        now = int(time.time())
        frame = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 300}
        frame |= {"nonce": Provider.nonce, "auth_time": now}
        return jwt.encode({**frame, **self.claims}, "k" * 32, "HS256")


@pytest.fixture
def provider(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """An office with such a sign-in."""
    file = tmp_path / "oidc.secret"
    file.write_text("shared\n")
    oidc = Oidc("样例统一登录", ISSUER, "docgen", str(file))
    desk.use(
        dataclasses.replace(
            office, settings=dataclasses.replace(office.settings, web=Web(oidc=oidc))
        )
    )
    made = Provider()
    monkeypatch.setattr(accounts_oidc.Adapter, "get_requests_session", lambda _: made)
    return made


def come(next_: str = "", *, state: str = "") -> tuple[Client, Any]:
    """Go there, and come back with what it gave; the browser and the last answer."""
    browser = client()
    there = browser.get("/oidc/company/", {"next": next_} if next_ else {})
    sent = parse_qs(urlsplit(there["Location"]).query)
    Provider.nonce = sent["nonce"][0]
    back = {"code": "c", "state": state or sent["state"][0]}
    return browser, browser.get("/oidc/company/back/", back)


def is_in(browser: Client) -> bool:
    """Whether this browser gets beyond the door."""
    return bool(browser.get("/account/").status_code == 200)


def test_the_door_offers_it_by_name(provider: Provider) -> None:
    page = client().get("/login/").content.decode()

    assert "样例统一登录" in page
    assert "/oidc/company/" in page
    assert provider.asked == []


def test_who_has_an_account_comes_in_by_his_claim(provider: Provider) -> None:
    browser, answer = come()

    assert answer["Location"] == "/"
    assert is_in(browser)
    assert (log()[-1]["act"], log()[-1]["more"]) == ("person.signed-in", {"method": "oidc"})
    form = dict(provider.asked)[f"POST {TOKENS}"]
    assert form["client_secret"] == "shared"  # noqa: S105  as in the file
    assert form["code_verifier"]


@pytest.mark.parametrize(
    "claims", [{"preferred_username": "nobody"}, {}, {"preferred_username": ""}]
)
def test_who_has_none_is_turned_away_and_no_account_is_made(
    provider: Provider, claims: dict[str, str]
) -> None:
    provider.claims = {"sub": "u-9", **claims}
    before = Person.objects.count()

    browser, answer = come()

    assert answer.status_code == 403
    assert not is_in(browser)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert (log()[-1]["act"], log()[-1]["res"]) == ("person.turned-away", "deny")


def test_neither_subject_nor_mail_nor_name_means_an_account(provider: Provider) -> None:
    provider.claims = {"sub": "mira", "email": "mira@example.cn", "name": "mira"}

    browser, _ = come()

    assert not is_in(browser)


def test_a_closed_account_stays_closed(provider: Provider) -> None:
    Person.objects.filter(login="mira").update(active=False)

    browser, answer = come()

    assert answer.status_code == 403
    assert not is_in(browser)
    del provider


def test_roles_and_clearance_are_the_registers(provider: Provider) -> None:
    provider.claims |= {"roles": ["administrator"], "clearance": "A", "groups": ["admin"]}
    before = Person.objects.filter(login="mira").values().get()

    come()

    assert Person.objects.filter(login="mira").values().get() == before


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "mfa"}, True),
        ({"amr": "mfa"}, False),
        ({"amr": ["mfa"], "auth_time": None}, False),
    ],
)
def test_a_second_factor_counts_if_the_token_says_so(
    provider: Provider, claims: dict[str, Any], *, counts: bool
) -> None:
    provider.claims |= claims

    browser, _ = come()

    records = browser.session["account_authentication_methods"]
    assert ("mfa" in [one["method"] for one in records]) is counts


def test_it_is_as_old_as_the_company_says(provider: Provider) -> None:
    long_ago = int(time.time()) - 3 * 3600
    provider.claims |= {"amr": ["mfa"], "auth_time": long_ago}

    browser, _ = come()

    records = browser.session["account_authentication_methods"]
    assert [one["at"] for one in records if one["method"] == "mfa"] == [long_ago]


def test_who_has_a_factor_here_is_still_asked_for_it(provider: Provider) -> None:
    TOTP.activate(people.by_login("mira"), "JBSWY3DPEHPK3PXP")

    browser, answer = come()

    assert answer["Location"].startswith("/2fa/authenticate/")
    assert not is_in(browser)
    del provider


@pytest.mark.parametrize("wrong", ["audience", "issuer"])
def test_a_token_of_or_for_somebody_else_is_refused(provider: Provider, wrong: str) -> None:
    setattr(provider, wrong, "https://evil.example")

    browser, answer = come()

    assert answer.status_code == 503
    assert not is_in(browser)


def test_an_answer_that_nobody_asked_for_is_refused(provider: Provider) -> None:
    browser, answer = come(state="forged")

    assert answer.status_code == 503
    assert not is_in(browser)
    del provider


@pytest.mark.parametrize("nonce", [None, "", "of another session"])
def test_a_token_that_was_given_to_another_session_is_refused(
    provider: Provider, nonce: str | None
) -> None:
    provider.claims |= {"nonce": nonce}

    browser, answer = come()

    assert answer.status_code == 503
    assert not is_in(browser)
    assert log()[-1]["more"] == {"problem": "replayed"}


@pytest.mark.usefixtures("provider")
def test_nobody_asks_the_company_for_less_than_we_do() -> None:
    there = client().get("/oidc/company/", {"auth_params": "max_age=99999999", "scope": "all"})

    sent = parse_qs(urlsplit(there["Location"]).query)
    assert (sent["max_age"], {*sent["scope"][0].split()}) == (["900"], {"openid", "profile"})


def test_a_server_that_is_down_is_a_sentence(provider: Provider) -> None:
    provider.down = True

    answer = client().get("/oidc/company/")

    assert answer.status_code == 503
    assert "did not work" in answer.content.decode()


def test_who_cancels_there_is_told_so(provider: Provider) -> None:
    browser = client()
    there = browser.get("/oidc/company/")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]

    answer = browser.get("/oidc/company/back/", {"error": "access_denied", "state": state})

    assert answer.status_code == 503
    del provider


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nothing_is_linked_to_an_account(provider: Provider, process: str) -> None:
    browser = client("jonas")
    there = browser.get("/oidc/company/", {"process": process, "next": "https://evil.example/"})
    sent = parse_qs(urlsplit(there["Location"]).query)
    Provider.nonce = sent["nonce"][0]

    answer = browser.get("/oidc/company/back/", {"code": "c", "state": sent["state"][0]})

    assert answer.status_code == 403
    assert SocialAccount.objects.count() == 0
    del provider


@pytest.mark.parametrize(("wanted", "led"), [("/loans/", "/loans/"), ("//evil.example/", "/")])
def test_it_leads_on_within_the_page_alone(provider: Provider, wanted: str, led: str) -> None:
    _, answer = come(wanted)

    assert answer["Location"] == led
    del provider


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("path", ["/oidc/company/", "/oidc/company/back/", "/oidc/google/"])
def test_without_it_there_is_nothing(path: str) -> None:
    assert client().get(path).status_code == 404
    assert "/oidc/" not in client().get("/login/").content.decode()


def test_a_secret_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    oidc = Oidc("x", ISSUER, "docgen", str(tmp_path / "missing"))

    with pytest.raises(OutsideFailed):
        settle(Web(oidc=oidc))


def test_who_has_no_password_confirms_there(provider: Provider) -> None:
    browser, _ = come()
    session = browser.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 20 * 60
    session.save()

    asked = browser.get("/2fa/app/")
    there = browser.get(asked["Location"])
    sent = parse_qs(urlsplit(there["Location"]).query)
    Provider.nonce = sent["nonce"][0]
    back = browser.get("/oidc/company/back/", {"code": "c", "state": sent["state"][0]})

    assert asked["Location"] == "/oidc/company/?next=%2F2fa%2Fapp%2F"
    assert sent["max_age"] == ["900"]
    assert back["Location"] == "/2fa/app/"
    assert browser.get("/2fa/app/").status_code == 200
    del provider


def test_who_has_one_confirms_with_it(provider: Provider, office: Office) -> None:
    signs_in(office, "mira", "a long sentence about nothing")

    asked = client("mira", strength="password", minutes=20).get("/2fa/app/")

    assert asked["Location"].startswith("/reauthenticate/")
    del provider
