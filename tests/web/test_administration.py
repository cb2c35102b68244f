"""The administrator's pages: people, rules, settings, backups, errands, health."""

from __future__ import annotations

import html
import re

import pytest
from allauth.usersessions.models import UserSession
from tests.support.desks import Cast, cast_there, log
from tests.support.offices import person
from tests.support.pages import client

from docgen.office import backups, errand_notes, invitations, people
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_page import Invitation

ENGLISH = {"accept-language": "en"}
TOP = "/administration/"
NEW = {"login": "lan", "name": "兰", "unit": "客户服务部", "role": "clerk", "clearance": "B"}


@pytest.fixture
def folk(office: Office) -> Cast:
    """mira, jonas and lena, and root, who looks after the office."""
    person(office, "root", "administrator", unit="信息部")
    return cast_there()


def text(address: str, who: str = "root", status: int = 200, /, **asked: str) -> str:
    """A page's words, in English."""
    answer = client(who).get(TOP + address, asked, headers=ENGLISH)
    assert answer.status_code == status, answer.content.decode()
    return html.unescape(answer.content.decode())


def sent(address: str, status: int = 302, /, **data: object) -> str:
    """What comes of a form; of one that was taken, the page it leads to."""
    browser = client("root")
    answer = browser.post(TOP + address, data, headers=ENGLISH)
    assert answer.status_code == status, answer.content.decode()
    if status == 302:
        answer = browser.get(answer["Location"], headers=ENGLISH)
    return html.unescape(answer.content.decode())


def change(row: Person, act: str, status: int = 302, **data: object) -> str:
    """Do something to an account."""
    return sent(f"people/{row.code}/change/", status, act=act, **data)


# ---- people


def test_the_overview_tells_what_to_look_at(folk: Cast) -> None:
    del folk

    page = text("")

    assert "Backup" in page
    assert "none was made yet" in page
    assert "make one" in page
    assert "docgen backup" not in page


def test_accounts_are_listed_and_that_is_an_entry(folk: Cast) -> None:
    page = text("people/")

    assert all(row.code in page for row in (folk.mira, folk.jonas, folk.lena))
    assert log("person.listed")[-1]["via"] == "web"


@pytest.mark.parametrize(
    "asked", [{"q": "MIRA"}, {"q": "p-0002"}, {"unit": "客户服务部", "q": "mir"}]
)
def test_accounts_can_be_searched(folk: Cast, asked: dict[str, str]) -> None:
    page = text("people/", **asked)

    assert f"/people/{folk.mira.code}/" in page
    assert f"/people/{folk.lena.code}/" not in page


def test_nobody_that_fits(folk: Cast) -> None:
    del folk

    assert "No account fits" in text("people/", q="zz")


def test_units_have_their_figures(folk: Cast) -> None:
    page = text("units/")

    assert folk.lena.unit in page
    assert "archivist 1" in page


def test_a_new_account_comes_with_a_link_that_sets_its_password(office: Office, folk: Cast) -> None:
    del folk

    page = sent("people/new/", 200, **NEW)

    row = people.by_login("lan")
    link = re.search(r'value="(https?://[^"]*/invitation/([^/"]+)/)"', page)
    assert link is not None
    assert invitations.find(office, link[2]).person == row
    assert (row.unit, row.roles, row.clearance) == ("客户服务部", ["clerk"], 2)
    assert [one["act"] for one in log() if one.get("obj") == row.code] == [
        "person.added",
        "person.invited",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"login": ""}, "The account has no login"),
        ({"login": "mira"}, "There is an account mira already"),
        ({"unit": " "}, "The account has no unit"),
        ({"role": []}, "These roles cannot be one person's"),
        ({"role": ["auditor", "clerk"]}, "These roles cannot be one person's"),
        ({"role": ["king"]}, "There is no such role"),
        ({"clearance": "Z"}, "Z"),
    ],
)
def test_a_new_account_that_is_wrong_comes_back_as_it_was_typed(
    folk: Cast, wrong: dict[str, object], said: str
) -> None:
    del folk
    count = Person.objects.count()

    page = sent("people/new/", 422, **{**NEW, **wrong})

    assert said in page
    assert 'value="兰"' in page
    assert Person.objects.count() == count


def test_roles_are_changed(folk: Cast) -> None:
    page = change(folk.mira, "roles", role=["clerk", "manager"])

    folk.mira.refresh_from_db()
    assert folk.mira.roles == ["clerk", "manager"]
    assert "The roles of mira are changed" in page


def test_unit_and_clearance_are_changed(folk: Cast) -> None:
    change(folk.mira, "place", unit="企业发展部", clearance="A")

    folk.mira.refresh_from_db()
    assert (folk.mira.unit, folk.mira.clearance) == ("企业发展部", 3)
    assert log("person.changed")[-1]["more"] == {"clearance": "A", "unit": "changed"}


@pytest.mark.parametrize(
    ("act", "data", "said"),
    [
        ("roles", {"role": ["auditor", "clerk"]}, "excludes every other role"),
        ("place", {"unit": "", "clearance": "A"}, "The account has no unit"),
        ("place", {"unit": "x", "clearance": "Q"}, "Q"),
    ],
)
def test_a_change_that_is_wrong_changes_nothing(
    folk: Cast, act: str, data: dict[str, object], said: str
) -> None:
    page = change(folk.mira, act, 422, **data)

    assert said in page
    assert Person.objects.get(pk=folk.mira.pk).version == folk.mira.version


def test_a_closed_account_may_nothing_at_once(folk: Cast) -> None:
    browser = client("mira")
    assert browser.get("/").status_code == 200

    page = change(folk.mira, "close")

    assert "The account is closed" in page
    assert browser.get("/").status_code == 302
    assert "A closed account stays closed" in text(f"people/{folk.mira.code}/")


def test_sessions_are_ended(folk: Cast) -> None:
    browser = client("mira")
    UserSession.objects.create(
        user=folk.mira, session_key=browser.session.session_key, ip="127.0.0.1", user_agent="x"
    )

    change(folk.mira, "sessions")

    [entry] = log("person.ended-sessions")
    assert entry["obj"] == folk.mira.code
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize(("act", "clears"), [("invite", False), ("clear", True)])
def test_a_new_link_ends_the_older_one(folk: Cast, act: str, *, clears: bool) -> None:
    change(folk.mira, "invite", 200)
    page = change(folk.mira, act, 200)

    rows = list(Invitation.objects.filter(person=folk.mira).order_by("pk"))
    assert rows[0].ends_at < rows[1].ends_at
    assert rows[1].clears is clears
    assert "/invitation/" in page


def test_a_link_is_shown_once_and_stands_nowhere(folk: Cast) -> None:
    page = change(folk.mira, "invite", 200)
    link = re.search(r"/invitation/([^/\"]+)/", page)
    assert link is not None

    later = text(f"people/{folk.mira.code}/")

    assert link[1] not in later
    assert "waits, until" in later
    assert link[1] not in str(log())


def test_nobody_changes_his_own_account(folk: Cast) -> None:
    del folk
    root = people.by_login("root")

    page = change(root, "roles", 403, role=["clerk"])
    shown = text(f"people/{root.code}/")

    assert "R8" in page
    assert "R8" in shown
    assert "Change the roles" not in shown


@pytest.mark.parametrize("act", ["", "promote", "delete"])
def test_an_act_that_there_is_not(folk: Cast, act: str) -> None:
    change(folk.mira, act, 404)


def test_an_account_that_is_not_there(folk: Cast) -> None:
    del folk

    text("people/p-9999/", "root", 404)
    sent("people/p-9999/change/", 404, act="close")


def test_what_is_sensitive_asks_again_who_one_is(folk: Cast) -> None:
    browser = client("root", minutes=60)

    answer = browser.post(f"{TOP}people/{folk.mira.code}/change/", {"act": "close"})

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert Person.objects.get(pk=folk.mira.pk).active


def test_an_administrator_grants_no_dossier_and_is_told_why(folk: Cast) -> None:
    page = text(f"people/{folk.mira.code}/")

    assert "Grant a dossier" in page
    assert "R7" in page


# ---- rules and settings


def test_rules_are_shown_with_their_checks(folk: Cast) -> None:
    del folk

    page = text("rules/")

    assert "cases/oil.toml" in page
    assert "wrong" not in page


def test_a_wrong_line_is_marked(office: Office, folk: Cast) -> None:
    del folk
    file = office.folder / "rules" / "loans.toml"
    file.write_text(file.read_text("utf-8") + "= =\n", "utf-8")

    page = text("rules/loans.toml/")

    assert 'class="wrong-line"' in page
    assert "A rules file cannot be read" in page


@pytest.mark.parametrize(
    "name", ["../docgen.toml", "none.toml", "delivered.txt", "%2e%2e/docgen.toml"]
)
def test_no_other_file_is_shown(folk: Cast, name: str) -> None:
    del folk

    text(f"rules/{name}/", "root", 404)


def test_settings_are_shown(office: Office, folk: Cast) -> None:
    del folk

    assert office.settings.company in text("settings/")


# ---- backups, errands, health


def test_without_recipients_the_page_makes_no_backup(office: Office, folk: Cast) -> None:
    del folk

    page = sent("backups/new/", 422, place="/tmp")  # noqa: S108  any folder

    assert "encrypted backups only" in page
    assert "docgen backup" in text("backups/")
    assert backups.days(office) == []


def test_errands_are_run_now_and_what_came_of_it_is_kept(office: Office, folk: Cast) -> None:
    del folk

    page = sent("queue/duties/run/")

    assert "Errands and mail" in page
    assert set(errand_notes.read(office.folder)) == {"duties"}


@pytest.mark.parametrize("key", ["fixity", "x"])
def test_an_errand_that_nobody_waits_for(office: Office, folk: Cast, key: str) -> None:
    del folk

    sent(f"queue/{key}/run/", 404)

    assert errand_notes.read(office.folder) == {}


def test_a_mail_server_that_is_not_named_is_said(folk: Cast) -> None:
    del folk

    assert "No mail server is named" in text("queue/")
    assert "No mail goes to" in sent("mail/try/")


def test_health_has_every_check_with_advice(folk: Cast) -> None:
    del folk

    page = text("health/")

    for title in ("Disk", "Access log", "Backup", "LibreOffice", "Chinese fonts", "Certificate"):
        assert title in page
    assert "Django" in page


# ---- who may


@pytest.mark.parametrize("who", ["mira", "jonas"])
def test_nobody_else_comes_in(folk: Cast, who: str) -> None:
    text("", who, 403)

    denied = log("office.inspected")[-1]
    assert (denied["res"], denied["who"]) == ("deny", getattr(folk, who).code)


def test_an_administrator_finds_no_way_to_papers(folk: Cast) -> None:
    del folk

    page = text("")

    assert 'href="/customers/"' not in page
    assert 'href="/administration/"' in page
