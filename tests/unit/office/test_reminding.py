"""Reminders over days, stops, two workers and bad mail servers; each is sent once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from django.db import connection
from tests.support.desks import Cast, at, filed, log
from tests.support.mail_server import MailServer, mail_server
from tests.support.offices import customer, founder, person

from docgen.config import Mail
from docgen.errors import NotAllowed, OutsideFailed
from docgen.model.calendar import Due
from docgen.model.duty import Rule, When, rung_of
from docgen.office import (
    audit_reconcile,
    duties,
    duties_rolling,
    loans,
    mailing,
    people,
    reminding,
    reminding_facts,
)
from docgen.office.desk import Office
from docgen.office.reminding import Outcome
from docgen.register.models import Person
from docgen.register.models_reminders import Reminder

#: Monday, 23 November 2026, 08:00 where the office is.
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
NAMES = ("mira", "jonas", "shen", "lena")
LADDER = ("0 workdays doer", "1 workdays doer", "3 workdays unit", "5 workdays manager")
HOURS = ("1 hours doer", "3 hours unit")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def desk(office: Office, folk: Cast, server: MailServer) -> Office:
    """The office on that Monday, with a mail server and addresses."""
    assert folk.mira
    mail = Mail(
        "127.0.0.1",
        server.port,
        "none",
        sender="docgen@sample.test",
        addresses={name: f"{name}@sample.test" for name in NAMES},
    )
    (office.folder / "rules" / "duties.toml").write_text("", "utf-8")
    return at(replace(office, settings=replace(office.settings, mail=mail)), MONDAY)


def on(desk: Office, days: float) -> Office:
    """The office so long after that Monday morning."""
    return at(desk, MONDAY + timedelta(days))


def owe(
    desk: Office,
    who: Person | None,
    day: int,
    *,
    ladder: tuple[str, ...] = LADDER,
    by: time | None = None,
    unit: str = "",
) -> str:
    """A report that is due so many days after that Monday; its number."""
    rule = Rule("report", "调查报告", "C-013", When(), ladder=tuple(map(rung_of, ladder)))
    due = Due(MONDAY.date() + timedelta(day), (), by)
    key = f"case/{who}/{unit}/{day}/{by}"
    return duties.owe(desk, key=key, rule=rule, due=due, person=who, unit=unit).code


def run(desk: Office, who: Person | None = None) -> Outcome:
    """What a worker does: bring up to date, and remind."""
    duties_rolling.catch_up(desk)
    return reminding.remind(desk, who or founder())


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    assert isinstance(said, str)
    return said


# ---- digests


def test_a_digest_says_what_is_late_today_and_this_week(
    desk: Office, folk: Cast, server: MailServer
) -> None:
    codes = [owe(desk, folk.mira, day) for day in (-3, 0, 6, 7)]
    units = owe(desk, None, 0, by=time(13), unit=folk.mira.unit)

    outcome = run(desk)

    [(to, mail)] = server.mails
    assert (to, mail["To"], outcome.sent) == ("mira@sample.test", "mira <mira@sample.test>", 1)
    assert mail["Subject"] == "2026-11-23: late 1, today 2, this week 1"
    assert text(mail).splitlines() == [
        "mira:",
        "",
        "Late (1)",
        f"- {codes[0]} 调查报告, mira, by 2026-11-20; late by 3 days",
        "",
        "Due today (2)",
        f"- {units} 调查报告, 客户服务部, by 2026-11-23 13:00",
        f"- {codes[1]} 调查报告, mira, by 2026-11-23",
        "",
        "Due this week (1)",
        f"- {codes[2]} 调查报告, mira, by 2026-11-29",
        "",
        "See the duties: docgen duty due",
    ]


def test_one_digest_a_day_and_one_after_a_week(
    desk: Office, folk: Cast, server: MailServer
) -> None:
    owe(desk, folk.mira, 0)

    for days in (0, 0, 0.2, 1, 1.1, 8, 8.3):
        run(on(desk, days))

    days_told = list(Reminder.objects.order_by("pk").values_list("kind", "person__login", "day"))
    mira = [day for kind, login, day in days_told if (kind, login) == ("digest", "mira")]
    assert mira == [date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 1)]
    assert server.receivers.count("mira@sample.test") == 3
    assert [one["obj"] for one in log("reminder.sent")].count(folk.mira.code) == 3


def test_nobody_is_told_before_the_time_or_on_a_day_off(
    desk: Office, folk: Cast, server: MailServer
) -> None:
    owe(desk, folk.mira, -1, ladder=())

    early = run(on(desk, -1 / 24))
    sunday = run(on(desk, 6))

    assert (early, sunday, server.mails) == (Outcome(), Outcome(), [])


def test_who_owes_nothing_gets_nothing_and_others_nothing_of_it(
    desk: Office, folk: Cast, server: MailServer
) -> None:
    owe(desk, folk.mira, 0)
    owe(desk, folk.lena, 30)

    run(desk)

    assert server.receivers == ["mira@sample.test"]


def test_an_overdue_loan_is_in_the_digest(desk: Office, folk: Cast, server: MailServer) -> None:
    item = filed(desk, founder(), customer(desk), title="漏水记录")
    loan = loans.request(desk, folk.mira, str(item), "complaint")
    loans.approve(desk, folk.jonas, loan.code)
    loans.hand_over(desk, folk.jonas, loan.code)

    run(on(desk, 364))

    [said] = [text(mail) for to, mail in server.mails if to == "mira@sample.test"]
    assert f"- {loan.code} give the paper back, mira, by" in said
    assert f"about {item}; late by" in said
    assert "漏水" not in said


def test_without_an_address_or_a_server_it_is_said(
    desk: Office, folk: Cast, server: MailServer
) -> None:
    gao = person(desk, "gao")
    owe(desk, gao, 0)

    homeless = run(desk)
    off = run(replace(desk, settings=replace(desk.settings, mail=Mail())))

    assert folk.mira
    assert (homeless.homeless, homeless.sent, server.mails) == (["gao"], 0, [])
    assert off == Outcome()


def test_a_closed_account_is_not_reminded(desk: Office, folk: Cast, server: MailServer) -> None:
    owe(desk, folk.mira, 0)
    Person.objects.filter(pk=folk.mira.pk).update(active=False)

    assert run(desk) == Outcome()
    assert server.mails == []


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_when_clocks_are_changed_there_is_one_a_day(
    desk: Office, folk: Cast, server: MailServer, change: date
) -> None:
    mail = replace(desk.settings.mail, at="02:30")  # comes never in spring, twice in autumn
    there = replace(desk, settings=replace(desk.settings, time_zone="Europe/Berlin", mail=mail))
    rule = Rule("report", "报告", "C-013", When())
    for day in (change, change + timedelta(1)):
        duties.owe(there, key=f"{day}", rule=rule, due=Due(day), person=folk.mira)
    night = datetime.combine(change, time(), UTC)

    for half_hours in (*range(-1, 6), 23, 48, 51, 52):
        reminding.remind(at(there, night + timedelta(hours=half_hours / 2)), founder())

    told = [one["Date"].datetime for _, one in server.mails]
    assert [one.date() for one in told] == [change, change + timedelta(1)]
    assert [one.time() >= time(2, 30) for one in told] == [True, True]


# ---- the ladder


def test_steps_of_days_are_told_to_heads_once(desk: Office, folk: Cast, server: MailServer) -> None:
    head = people.add(
        desk,
        founder(),
        login="wu",
        name="吴敏",
        unit="客户服务部",
        roles=["manager"],
        clearance="B",
    )
    addresses = {**desk.settings.mail.addresses, "wu": "wu@sample.test"}
    desk = replace(
        desk,
        settings=replace(
            desk.settings, mail=replace(desk.settings.mail, addresses=addresses), language="zh"
        ),
    )
    code = owe(desk, folk.mira, 0)

    for days in (0, 1, 2, 2.7, 3, 4, 7, 8):  # 2.7 is the night to the day of the step
        run(on(desk, days))

    mails = [(to, one) for to, one in server.mails if "looked after" in one["Subject"]]
    ladders = [(to, text(one)) for to, one in mails]
    assert all(one["Date"].datetime.time() >= time(7, 30) for _, one in mails)
    assert [to for to, _ in ladders] == ["wu@sample.test", "jonas@sample.test", "wu@sample.test"]
    assert all(f"{code} 调查报告, mira, by 2026-11-23; late by" in said for _, said in ladders)
    assert head.code in {one["obj"] for one in log("reminder.sent")}


def test_steps_of_hours_are_told_at_once_also_to_the_doer(
    desk: Office, folk: Cast, server: MailServer
) -> None:
    owe(desk, folk.mira, 0, ladder=HOURS, by=time(22))

    for hours in (0, 14.5, 15.5, 15.6, 17.5, 23.9):
        run(on(desk, hours / 24))

    told = [(to, one["Subject"]) for to, one in server.mails]
    assert told == [
        ("mira@sample.test", "2026-11-23: late 0, today 1, this week 0"),
        ("mira@sample.test", "2026-11-23: 1 to be looked after"),
        ("jonas@sample.test", "2026-11-24: 1 to be looked after"),
        ("mira@sample.test", "2026-11-24: late 1, today 0, this week 0"),
    ]


def test_a_ladder_tells_only_what_is_new(desk: Office, folk: Cast, server: MailServer) -> None:
    late = (owe(desk, folk.mira, -2, ladder=HOURS), owe(desk, folk.mira, 1, ladder=HOURS))
    run(desk)

    run(on(desk, 3))

    told = [text(one) for to, one in server.mails if to == "jonas@sample.test"]
    assert [[code in said for code in late] for said in told] == [[True, False], [False, True]]


def test_a_plan_that_another_worker_overtook_is_not_sent(
    desk: Office, folk: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(desk, folk.mira, -2, ladder=HOURS)
    owe(desk, folk.mira, 1, ladder=HOURS)
    duties_rolling.catch_up(desk)
    old = [one for one in reminding_facts.due(desk, [folk.jonas]) if one.kind == "ladder"]
    run(on(desk, 3))
    sent = len(server.mails)

    with monkeypatch.context() as patch:
        patch.setattr(reminding_facts, "due", lambda *_: old)
        outcome = reminding.remind(desk, founder())

    assert len(old) == 1
    assert (outcome, len(server.mails)) == (Outcome(), sent)


def test_what_was_done_meanwhile_is_told_to_nobody(
    desk: Office, folk: Cast, server: MailServer
) -> None:
    code = owe(desk, folk.mira, 0)
    duties_rolling.catch_up(on(desk, 7))
    duties.done(on(desk, 7), folk.mira, code)

    assert run(on(desk, 7)) == Outcome()
    assert server.mails == []


# ---- crashes, refusals, two workers


def test_two_workers_send_each_reminder_once(desk: Office, folk: Cast, server: MailServer) -> None:
    for who in (folk.mira, folk.jonas, folk.lena):
        owe(desk, who, -9)
    duties_rolling.catch_up(desk)
    together, outcomes = threading.Barrier(2), list[Outcome]()

    def work() -> None:
        together.wait()
        outcomes.append(reminding.remind(desk, founder()))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert len(outcomes) == 2
    assert sum(one.sent for one in outcomes) == len(server.mails) == Reminder.objects.count() == 4
    assert len({mail["Message-ID"] for _, mail in server.mails}) == 4
    assert not any(one.unconfirmed or one.refused for one in outcomes)


def test_a_kill_before_the_claim_loses_nothing(
    desk: Office, folk: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(desk, folk.mira, 0)
    with monkeypatch.context() as patch:
        patch.setattr(reminding, "_claim", _killed)
        with pytest.raises(_Killed):
            run(desk)

    again = run(desk)

    assert (again.sent, server.receivers) == (1, ["mira@sample.test"])


def test_a_kill_after_the_claim_sends_nothing_twice_and_is_seen(
    desk: Office, folk: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(desk, folk.mira, 0)
    with monkeypatch.context() as patch:
        patch.setattr(reminding, "_confirm", _killed)
        with pytest.raises(_Killed):
            run(desk)

    again, tomorrow = run(desk), run(on(desk, 1))

    assert (again.sent, tomorrow.sent, len(server.mails)) == (0, 1, 2)
    seen = reminding.recent(desk, folk.mira)
    assert [(row.day.day, row.state) for row in seen] == [(24, "sent"), (23, "offered")]
    assert len(log("reminder.sent")) == 1
    assert audit_reconcile.findings() == []


@pytest.mark.parametrize("behaviour", ["rcpt 450 later", "data 451 later", "hangs up at DATA"])
def test_what_was_refused_is_sent_with_the_next_run(
    desk: Office, folk: Cast, server: MailServer, behaviour: str
) -> None:
    owe(desk, folk.mira, 0)
    server.behaviour = behaviour
    [(login, problem)] = run(desk).refused
    server.behaviour = ""

    again = run(desk)

    assert (login, type(problem)) == ("mira", mailing.Refused)
    assert (again.sent, server.receivers) == (1, ["mira@sample.test"])
    assert [row.state for row in Reminder.objects.all()] == ["sent"]


@pytest.mark.parametrize("behaviour", ["hangs up after the mail", "takes it and hangs up"])
def test_what_may_have_been_taken_is_not_sent_again(
    desk: Office, folk: Cast, server: MailServer, behaviour: str
) -> None:
    owe(desk, folk.mira, 0)
    owe(desk, folk.lena, 0)
    server.behaviour = behaviour

    outcome = run(desk)
    server.behaviour = ""

    assert (outcome.unconfirmed, outcome.sent) == (["mira", "lena"], 0)
    assert (run(desk), server.tried) == (Outcome(), 2)
    assert {row.state for row in Reminder.objects.all()} == {"offered"}
    assert log("reminder.sent") == []


def test_a_server_that_is_away_costs_nothing(desk: Office, folk: Cast, server: MailServer) -> None:
    owe(desk, folk.mira, 0)
    server.behaviour = "says nothing"
    with pytest.raises(OutsideFailed, match="No mail goes to"):
        reminding.remind(desk, founder(), patience=0.2)
    server.behaviour = ""

    assert Reminder.objects.count() == 0
    assert run(desk).sent == 1


# ---- what is in it, and who may


def test_names_cannot_write_headers(desk: Office, folk: Cast, server: MailServer) -> None:
    Person.objects.filter(pk=folk.mira.pk).update(name="沈\r\nBcc: all@sample.test\n<b>米拉</b>")
    company = "样例\r\nX-Spam: 1"
    desk = replace(desk, settings=replace(desk.settings, company=company))
    owe(desk, folk.mira, 0)

    run(desk)

    [(to, mail)] = server.mails
    page = mail.get_body(("html",))
    assert page is not None
    assert (to, mail["Bcc"], mail["X-Spam"]) == ("mira@sample.test", None, None)
    assert mail["To"].addresses[0].display_name == "沈Bcc: all@sample.test<b>米拉</b>"
    assert mail["From"].addresses[0].addr_spec == "docgen@sample.test"
    assert "&lt;b&gt;米拉" in page.get_content()
    assert max(map(len, server.raw[0].splitlines())) <= 998
    assert server.raw[0].isascii()


def test_it_takes_who_keeps_house(desk: Office, folk: Cast, server: MailServer) -> None:
    owe(desk, folk.mira, 0)

    with pytest.raises(NotAllowed):
        run(desk, folk.mira)

    assert server.mails == []
    assert [entry["res"] for entry in log("reminder.sent")] == ["deny"]


def test_one_sees_ones_own_reminders(desk: Office, folk: Cast) -> None:
    owe(desk, folk.mira, 0)
    owe(desk, folk.lena, 0)
    run(desk)

    def seen(who: Person) -> list[str]:
        return [row.person.login for row in reminding.recent(desk, who)]

    assert seen(folk.lena) == ["lena"]
    assert seen(folk.jonas) == ["lena", "mira"]


class _Killed(BaseException):
    """The worker is gone."""


def _killed(*_: object) -> None:
    raise _Killed
