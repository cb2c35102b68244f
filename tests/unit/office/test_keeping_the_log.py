"""Keeping the log: a new key, the auditor's answer, one entry shown, and notes erased."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import person, reopen

from docgen.archive import disk
from docgen.errors import BadInput, Integrity, NotAllowed, NotFound
from docgen.ledger.cosign import cosign, cosigner
from docgen.ledger.entry import commit
from docgen.ledger.note import Checkpoint as Promise
from docgen.ledger.note import open_checkpoint, sign_note
from docgen.ledger.receipt import check, read
from docgen.office import (
    auditing,
    cosigning,
    erasing,
    finding,
    journal,
    log_keys,
    log_showing,
    receipts,
    rotating,
)
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer
from docgen.register.models_log import Checkpoint, LogNote

AUDITOR = cosigner(b"\x05" * 32, "audit.example/lin")


# ---- a new key


def test_a_new_key_signs_from_its_entry_on(office: Office, folk: Cast) -> None:
    early = auditing.checkpoint(office, folk.jonas)
    old = receipts.receipt_of(office, 0)

    key = rotating.rotate(office, folk.jonas)

    first, second = log_keys.keys(office)
    turn = log("log.rekeyed")[0]["idx"]
    assert (first.last, second.first) == (turn, turn + 1)
    assert second.vkey == key.vkey
    assert open_checkpoint(early, first, second).size <= turn
    late = auditing.checkpoint(office, folk.jonas)
    assert open_checkpoint(late, second).size > turn
    assert check(read(old), first, second)
    assert check(read(receipts.receipt_of(office, 1)), first, second)
    assert auditing.verify(office, folk.jonas).is_whole


def test_keys_change_again_and_the_office_is_opened_again(office: Office, folk: Cast) -> None:
    for _ in range(3):
        rotating.rotate(office, folk.jonas)

    again = reopen(office.folder)

    assert len(log_keys.keys(again)) == 4
    assert auditing.verify(again, folk.jonas).is_whole


def test_the_old_key_is_no_more_and_signs_for_nothing_new(office: Office, folk: Cast) -> None:
    stolen = log_keys.signer(office)
    rotating.rotate(office, folk.jonas)
    with one_transaction():
        journal.append(office, "log.read", folk.jonas)
    forged = sign_note(Promise(office.settings.origin, len(log()), bytes(32)).text(), stolen)
    Checkpoint.objects.create(size=len(log()), note=forged, at=office.now())

    report = auditing.verify(office, folk.jonas)

    assert [finding.code for finding in report.findings] == ["L007"]
    assert stolen.vkey != log_keys.signer(office).vkey


@pytest.mark.parametrize("step", range(12))
def test_a_cut_leaves_a_log_that_can_sign(office: Office, folk: Cast, step: int) -> None:
    class Cut(BaseException):
        pass

    seen = 0

    def cut(told: disk.Step) -> None:
        nonlocal seen
        seen += "key" in told.path.name or "checkpoint" in str(told.path)
        if seen > step:
            raise Cut

    with disk.watched(cut), pytest.raises(Cut):
        rotating.rotate(office, folk.jonas)

    again = reopen(office.folder)
    note = auditing.checkpoint(again, folk.jonas)
    assert open_checkpoint(note, *log_keys.keys(again))
    assert auditing.verify(again, folk.jonas).is_whole


def test_the_key_may_lie_on_another_volume(office: Office, folk: Cast) -> None:
    place = office.folder.parent / "volume" / "docgen.key"
    place.parent.mkdir()
    (office.folder / "log" / "log.key").rename(place)
    toml = office.folder / "docgen.toml"
    text = toml.read_text("utf-8").replace("[log]\n", f'[log]\nkey = "{place}"\n')
    toml.write_text(text, "utf-8")
    again = reopen(office.folder)

    rotating.rotate(again, folk.jonas)

    assert auditing.verify(again, folk.jonas).is_whole
    assert place.stat().st_mode & 0o777 == 0o600
    assert not (office.folder / "log" / "log.key").exists()


@pytest.mark.parametrize("role", ["clerk", "manager", "auditor"])
def test_who_may_not_keep_the_log(office: Office, role: str) -> None:
    who = person(office, "someone", role)

    with pytest.raises(NotAllowed):
        rotating.rotate(office, who)
    with pytest.raises(NotAllowed):
        erasing.ask(office, who, who.code, "不再需要")
    with pytest.raises(NotAllowed):
        cosigning.take_back(office, who, "", AUDITOR.vkey)


# ---- the auditor's answer


def cosigned(office: Office, folk: Cast, *, days: int = 0) -> str:
    moment = office.now() - timedelta(days=days)
    return cosign(auditing.checkpoint(office, folk.jonas), AUDITOR, int(moment.timestamp()))


def test_a_cosigned_checkpoint_is_kept_and_goes_into_receipts(office: Office, folk: Cast) -> None:
    note = cosigned(office, folk)

    row = cosigning.take_back(office, folk.jonas, note, AUDITOR.vkey)

    assert row.size == Promise.parse(note.split("\n\n")[0] + "\n").size
    assert "audit.example/lin" in receipts.receipt_of(office, 0)
    assert log()[-1]["act"] == "log.cosigned"
    assert cosigning.take_back(office, folk.jonas, cosigned(office, folk)).size > row.size


def test_when_nobody_vouched_for_the_log_lately_it_is_said(office: Office, folk: Cast) -> None:
    assert "No auditor" in str(cosigning.overdue(office))

    cosigning.take_back(office, folk.jonas, cosigned(office, folk, days=15), AUDITOR.vkey)
    assert "last cosigned" in str(cosigning.overdue(office))

    cosigning.take_back(office, folk.jonas, cosigned(office, folk))
    assert cosigning.overdue(office) is None
    assert cosigning.overdue(at(office, office.now() + timedelta(days=15))) is not None


def test_what_is_not_the_auditors_word_is_not_kept(office: Office, folk: Cast) -> None:
    note = cosigned(office, folk)
    signer = log_keys.signer(office)
    fork = sign_note(Promise(signer.name, 2, bytes(32)).text(), signer)
    stranger = cosigner(b"\x06" * 32, "audit.example/lin")
    plain = auditing.checkpoint(office, folk.jonas)

    with pytest.raises(BadInput):
        cosigning.take_back(office, folk.jonas, note)
    for wrong, key in [
        (note, stranger.vkey),
        (plain, AUDITOR.vkey),
        (cosign(fork, AUDITOR, 1), AUDITOR.vkey),
        (cosign(fork.replace("\n2\n", "\n3\n"), AUDITOR, 1), AUDITOR.vkey),
    ]:
        with pytest.raises(Integrity):
            cosigning.take_back(office, folk.jonas, wrong, key)


# ---- one entry


def test_who_may_know_papers_sees_what_lies_behind(office: Office, folk: Cast) -> None:
    finding.search(office, folk.mira, "漏水")
    index = log()[-1]["idx"]

    shown = log_showing.show(office, folk.jonas, index)
    to_auditor = log_showing.show(office, person(office, "lin", "auditor"), index)

    words = shown["behind"]["words"]
    assert words["value"] == "漏水"
    assert commit(base64.b64decode(words["salt"]), "漏水") == shown["notes"]["words"]
    assert to_auditor["behind"] == {}
    assert to_auditor["notes"] == shown["notes"]
    assert check(read(shown["receipt"]), *log_keys.keys(office)).size > index
    assert shown["en"] == f"{folk.mira.code} searched the archive"


def test_a_receipt_is_given_out_and_noted(office: Office, folk: Cast) -> None:
    receipt = log_showing.prove(office, folk.jonas, 0)

    assert check(read(receipt), *log_keys.keys(office))
    assert (log()[-1]["act"], log()[-1]["obj"]) == ("log.proved", "0")


# ---- erasing


@pytest.fixture
def said(office: Office, folk: Cast, known: Customer) -> Customer:
    """A customer of whom three notes speak, and one note that does not."""
    filed(office, folk.mira, known)
    finding.search(office, folk.mira, known.name)
    finding.search(office, folk.mira, known.phone)
    with one_transaction():
        journal.append(office, "item.moved", folk.jonas, obj=known.code, notes={"reason": "更正"})
    finding.search(office, folk.mira, "漏水")
    return known


def test_erasing_takes_two_people_and_the_log_stays_whole(
    office: Office, folk: Cast, said: Customer
) -> None:
    receipt = receipts.receipt_of(office, log("archive.searched")[0]["idx"])
    kept = auditing.checkpoint(office, folk.jonas)
    asked = erasing.ask(office, folk.jonas, said.code, "本人申请删除")

    with pytest.raises(NotAllowed):
        erasing.approve(office, folk.jonas, asked)
    count = erasing.approve(office, person(office, "guan", "manager"), asked)

    assert count == 3
    assert [note.value for note in LogNote.objects.order_by("idx")] == ["漏水", "本人申请删除"]
    lines = (office.folder / "log" / "register.jsonl").read_text("utf-8").splitlines()
    assert not [one for one in lines if "register_log_note" in one and said.name in one]
    assert (log()[-1]["act"], log()[-1]["n"], log()[-1]["basis"]) == ("log.erased", 3, [str(asked)])
    assert auditing.verify(office, folk.jonas).is_whole
    assert check(read(receipt), *log_keys.keys(office))
    assert open_checkpoint(kept, *log_keys.keys(office))
    assert log_showing.show(office, folk.jonas, log("archive.searched")[0]["idx"])["behind"] == {}


def test_an_account_is_erased_with_all_it_asked_for(
    office: Office, folk: Cast, said: Customer
) -> None:
    asked = erasing.ask(office, folk.jonas, folk.mira.code, "离职")

    assert erasing.approve(office, person(office, "guan", "manager"), asked) == 3
    assert LogNote.objects.filter(value="漏水").count() == 0
    assert LogNote.objects.filter(value="更正").exists()
    assert said


def test_what_cannot_be_asked_for(office: Office, folk: Cast) -> None:
    with pytest.raises(BadInput):
        erasing.ask(office, folk.jonas, folk.mira.code, " ")
    for about in ("K999999", "p-9999", "样例", "K", "p-"):
        with pytest.raises(NotFound):
            erasing.ask(office, folk.jonas, about, "不再需要")
    for number in (0, 10**6):
        with pytest.raises(NotFound):
            erasing.approve(office, folk.jonas, number)
