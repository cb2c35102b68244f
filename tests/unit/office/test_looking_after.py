"""What an administrator sees: settings without secrets, storage, health, mail, certificate."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.desks import Cast, filed, later, log
from tests.support.offices import person

from docgen.config import Mail, Oidc, Settings, Web
from docgen.errors import BadInput, NotAllowed, OutsideFailed, say
from docgen.office import (
    auditing,
    backup_here,
    backups,
    certificate_end,
    errand_notes,
    health,
    inspecting,
    log_standing,
    mail_standing,
    person_care,
    settings_shown,
    storage,
)
from docgen.office.desk import Office
from docgen.register.models import Customer, Person

RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture
def root(office: Office) -> Person:
    """Who looks after the office."""
    return person(office, "root", "administrator", unit="信息部")


def with_settings(office: Office, **changes: object) -> Office:
    settings: Settings = replace(office.settings, **changes)  # type: ignore[arg-type]  # any of its fields
    return replace(office, settings=settings)


def state_of(office: Office, who: Person, title: str) -> health.Check:
    return next(one for one in health.checks(office, who) if one.title == title)


# ---- who may, and that he looked


@pytest.mark.parametrize("role", ["clerk", "archivist", "manager", "legal", "auditor"])
def test_nobody_else_looks_after_the_office(office: Office, role: str) -> None:
    who = person(office, "someone", role)

    with pytest.raises(NotAllowed):
        inspecting.look(office, who, "health")

    assert log(inspecting.EVENT)[-1]["res"] == "deny"


def test_looking_is_an_entry(office: Office, root: Person) -> None:
    inspecting.look(office, root, "rules")

    assert log(inspecting.EVENT)[-1]["obj"] == "rules"


# ---- settings


def test_every_setting_is_shown(office: Office) -> None:
    parts = dict(settings_shown.settings(office))

    assert dict(parts["office"])["company"] == office.settings.company
    assert dict(parts["mail"])["at"] == "07:30"
    assert set(parts) == {"office", "facts", "mail", "web"}


def test_a_secret_is_never_shown_but_where_it_lies_is(office: Office) -> None:
    mail = Mail(host="mail.example.cn", sender="a@example.cn")
    office = with_settings(office, mail=mail, facts={"api_token": "s3cret", "phone": "0755"})

    parts = dict(settings_shown.settings(office))

    assert "password_file" in dict(parts["mail"])
    assert dict(parts["facts"]) == {"api_token": settings_shown.HIDDEN, "phone": "0755"}


def test_a_part_within_a_part_is_told_in_words_without_what_is_empty(office: Office) -> None:
    office = with_settings(office, web=Web(oidc=Oidc(name="企业账号", client_id="docgen-1")))

    parts = dict(settings_shown.settings(office))

    assert dict(parts["web"])["oidc"] == (
        "name = 企业账号, client_id = docgen-1, claim = preferred_username, strong = mfa"
    )


# ---- storage


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KB"),
        (1536, "1.5 KB"),
        (5 * 2**30, "5.0 GB"),
        (2**50, "1024.0 TB"),
    ],
)
def test_bytes_as_people_read_them(size: int, told: str) -> None:
    assert storage.readable(size) == told


def test_a_part_has_the_bytes_of_its_files(office: Office) -> None:
    (office.folder / "work" / "a").write_bytes(b"12345")
    (office.folder / "work" / "b").mkdir()
    (office.folder / "work" / "b" / "c").write_bytes(b"678")
    before = {str(one.title): one for one in storage.parts(office)}["work in hand"]

    (office.folder / "work" / "d").write_bytes(b"90")
    after = {str(one.title): one for one in storage.parts(office)}["work in hand"]

    assert (after.files - before.files, after.bytes - before.bytes) == (1, 2)
    assert before.bytes >= 8


def test_of_very_many_files_it_is_told_that_there_are_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MOST", 2)

    found = {str(one.title): one for one in storage.parts(office)}

    assert found["templates"].is_more
    assert found["templates"].files == 2
    assert not found["register"].is_more


# ---- health


def test_a_new_office_is_told_what_is_to_be_done(office: Office, root: Person) -> None:
    states = {str(one.title): one.state.value for one in health.checks(office, root)}

    assert states["Backup"] == "bad"
    assert states["Errands"] == "warn"
    assert states["Access log"] == "warn"
    assert states["Search index"] == "good"
    assert states["Tables"] == "good"
    assert states["Interrupted work"] == "good"


def test_whatever_is_not_well_comes_with_advice(office: Office, root: Person) -> None:
    found = health.checks(office, root)

    assert all(one.advice for one in found if one.state is not health.State.GOOD)


@pytest.mark.parametrize(("free", "state"), [(50, "good"), (9, "warn"), (2, "bad")])
def test_a_disk_that_fills_up(
    office: Office, root: Person, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    monkeypatch.setattr(storage, "disk", lambda _: (free * 2**30, 100 * 2**30))

    assert state_of(office, root, "Disk").state == state


def test_a_log_that_was_changed_is_bad(
    office: Office, root: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditing.verify(office, root)
    was = state_of(office, root, "Access log")
    stand = log_standing.standing(office, root)
    assert stand.verified is not None
    changed = replace(stand, verified=replace(stand.verified, findings=2))
    monkeypatch.setattr(health, "standing", lambda *_: changed)

    now = state_of(office, root, "Access log")

    assert was.state == "warn"  # nobody cosigned it yet
    assert now.state == "bad"
    assert "2" in now.told


@pytest.mark.parametrize(("days", "state"), [(0, "good"), (8, "warn"), (40, "bad")])
def test_a_backup_grows_old(
    office: Office, root: Person, monkeypatch: pytest.MonkeyPatch, days: int, state: str
) -> None:
    made = office.today - dt.timedelta(days=days)
    monkeypatch.setattr(backups, "days", lambda _: [made])

    assert state_of(office, root, "Backup").state == state


@pytest.mark.parametrize(
    ("minutes", "problem", "state"), [(1, False, "good"), (60, False, "warn"), (1, True, "bad")]
)
def test_a_worker_that_stands_still_or_fails(
    office: Office, root: Person, minutes: int, *, problem: bool, state: str
) -> None:
    moment = office.now() - dt.timedelta(minutes=minutes)
    wrong = OutsideFailed(say("No mail goes"), why=say("it said nothing"), fix=say("look"))

    errand_notes.keep(office.folder, "mail", moment, wrong if problem else None)

    assert state_of(office, root, "Errands").state == state


def test_a_program_that_is_missing_is_bad(
    office: Office, root: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_SOFFICE", "no-such-office-program")

    found = state_of(office, root, "LibreOffice")

    assert found.state == "bad"
    assert "apt-get" in found.advice


def test_papers_that_wait_for_the_index_are_no_fault(
    office: Office, root: Person, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)

    found = state_of(office, root, "Search index")

    assert found.state == "good"
    assert found.advice


def test_an_index_that_is_gone(office: Office, root: Person) -> None:
    shutil.rmtree(office.folder / "index")

    assert state_of(office, root, "Search index").state == "warn"


@pytest.mark.parametrize(("left", "state"), [(90, "good"), (20, "warn"), (3, "bad")])
def test_a_certificate_that_ends(
    office: Office, root: Person, monkeypatch: pytest.MonkeyPatch, left: int, state: str
) -> None:
    safe = with_settings(office, web=Web(address="https://records.example.cn"))
    monkeypatch.setattr(health, "end_of", lambda _: office.now() + dt.timedelta(days=left))

    assert state_of(safe, root, "Certificate").state == state


@contextmanager
def silent() -> Iterator[str]:
    """A port where somebody answers who speaks no TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.recv(10)
                line.sendall(b"no\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def test_who_speaks_no_tls_has_no_certificate() -> None:
    with silent() as address, pytest.raises(OutsideFailed, match="certificate"):
        certificate_end.end_of(address)


def test_versions_are_told(office: Office) -> None:
    found = dict(health.versions(office))

    assert found["Django"].startswith("5.")
    assert found["search engine"] == office.settings.engine


# ---- mail


def test_accounts_without_an_address_are_named(office: Office, folk: Cast) -> None:
    mail = Mail(host="mail.example.cn", sender="a@example.cn", addresses={"mira": "m@example.cn"})

    found = mail_standing.standing(with_settings(office, mail=mail))

    assert folk.jonas.login in found.homeless
    assert folk.mira.login not in found.homeless
    assert found.newest == []


def test_a_mail_server_that_is_not_there_is_said(office: Office, root: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    mail = Mail(host="127.0.0.1", port=port, security="none", sender="a@example.cn")

    with pytest.raises(OutsideFailed, match="No mail goes"):
        mail_standing.try_server(with_settings(office, mail=mail), root)


# ---- backups


def test_a_backup_from_the_page_is_encrypted(office: Office, root: Person, tmp_path: Path) -> None:
    place = tmp_path / "backup"
    place.mkdir()

    made = backup_here.make(with_settings(office, recipients=(RECIPIENT,)), root, str(place))

    assert made.place.parent == place
    assert made.place.read_bytes().startswith(b"age-encryption.org")
    assert backups.days(office) == [office.today]


@pytest.mark.parametrize("place", ["", "relative", "/no/such/folder", "a\0b", "/etc/passwd"])
def test_a_place_that_is_no_folder(office: Office, root: Person, place: str) -> None:
    safe = with_settings(office, recipients=(RECIPIENT,))

    with pytest.raises(BadInput, match="no folder"):
        backup_here.make(safe, root, place)

    assert backups.days(office) == []


def test_without_recipients_nothing_is_carried_away(
    office: Office, root: Person, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="encrypted backups only"):
        backup_here.make(office, root, str(tmp_path))


def test_a_large_office_is_told_to_use_the_command(
    office: Office, root: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_here, "MOST", -1)

    with pytest.raises(BadInput, match="too large"):
        backup_here.make(with_settings(office, recipients=(RECIPIENT,)), root, str(tmp_path))


def test_days_of_backups_are_those_that_came_about(
    office: Office, folk: Cast, root: Person, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowed):
        backups.back_up(office, folk.mira, tmp_path / "a")

    backups.back_up(later(office, 2), root, tmp_path / "b")

    assert backups.days(office) == [later(office, 2).today]


# ---- people


def test_a_card_tells_what_is_in_hand(office: Office, root: Person, folk: Cast) -> None:
    card = person_care.card(office, root, folk.mira.code)

    assert card.person == folk.mira
    assert card.held == []
    assert card.invitation is None
    assert log("person.listed")[-1]["obj"] == folk.mira.code


def test_units_have_their_people_by_role(root: Person, folk: Cast) -> None:
    del folk
    everyone = list(Person.objects.order_by("pk"))
    everyone[-1].active = False

    found = {one.name: one for one in person_care.units(everyone)}

    assert found["后勤部"].people + found["后勤部"].closed == 1
    assert found["档案室"].roles == {"archivist": 1, "manager": 1}
    assert sum(one.closed for one in found.values()) == 1
    assert sum(one.people for one in found.values()) == len(everyone) - 1
    assert root.unit in found


def test_ended_sessions_are_told_of_with_whose_they_were(
    office: Office, root: Person, folk: Cast
) -> None:
    row = person_care.may_end_sessions(office, root, folk.mira.code)

    person_care.ended_sessions(office, root, row, 2)

    [entry] = log("person.ended-sessions")
    assert (entry["who"], entry["obj"], entry["n"]) == (root.code, folk.mira.code, 2)


def test_a_colleague_ends_no_sessions(office: Office, root: Person, folk: Cast) -> None:
    del root

    with pytest.raises(NotAllowed):
        person_care.may_end_sessions(office, folk.jonas, folk.mira.code)

    assert log("person.ended-sessions")[-1]["res"] == "deny"
