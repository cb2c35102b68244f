"""Papers of the highest grade at rest: encrypted, unreadable but through the door, shreddable."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap_with_padding
from hypothesis import given
from hypothesis import strategies as st
from pyrage.x25519 import Identity
from tests.support.desks import COMPLAINT, Cast, example, filed, log, paper
from tests.support.destruction import Room as DestructionRoom
from tests.support.destruction import room as destruction_room
from tests.support.edited import typed_over
from tests.support.keys import Room, encrypting, traces
from tests.support.offices import founder, reopen
from tests.support.pictures import png

from docgen.archive.bag_check import check_bag
from docgen.archive.check import check_root
from docgen.errors import BadInput, Integrity, OutsideFailed, Problem
from docgen.model.grades import Grade
from docgen.office import (
    aids,
    amending,
    applying,
    backups,
    cipher,
    destroying,
    dossiers,
    filing,
    finding,
    four,
    history,
    keys_encrypt,
    keys_file,
    keys_status,
    keys_store,
    lending,
    rebuilding,
    rereading,
    restoring,
    signing,
    taking_in,
    upkeep,
    verifying,
    writing,
)
from docgen.office.bag_import import Given, planning
from docgen.office.desk import Office
from docgen.office.exporting import export
from docgen.office.exporting_person import export_for_person
from docgen.office.keys_file import Key
from docgen.office.reconciling import reconcile
from docgen.office.taking_in import How
from docgen.register.models import Customer, Dossier, Item, ItemText, Person
from docgen.register.models_keys import PaperKey

RARE = "罕见标记文字戊己庚辛"
KEY = Key.of(bytes(range(32)))
IDENTITY = Identity.from_str(str(Identity.generate()))
FILE = Path("age1.key")


@pytest.fixture
def room(office: Office, folk: Cast, tmp_path: Path) -> Room:
    del folk
    return encrypting(office, tmp_path / "vault")


def read(office: Office, item: Item) -> dict[str, bytes]:
    return dict(lending.open(office, founder(), str(item), "legal").files)


# ---- what lies on the disk


@pytest.mark.parametrize(("grade", "is_found"), [("A", False), ("C", True)])
def test_no_file_of_the_office_holds_the_words_of_an_encrypted_paper(
    room: Room, known: Customer, grade: str, *, is_found: bool
) -> None:
    one = paper(f"正文：{RARE}。", grade=Grade.parse(grade), made={"answers": {"demand": RARE}})
    place = dossiers.place_for(room.office, founder(), known.code)
    item = filing.file(room.office, founder(), place, one).item
    upkeep.catch_up(room.office, wait=True)

    assert bool(traces(room.office.folder, RARE)) == is_found
    assert read(room.office, item) == {"材料.txt": f"正文：{RARE}。".encode()}


def test_a_form_keeps_its_answers_encrypted_and_still_verifies(room: Room, known: Customer) -> None:
    dossiers.open_dossier(room.office, founder(), known)
    Dossier.objects.update(rank=Grade.A.rank)
    answers = example(room.office, content=f"请处理。{RARE}")

    writing.fill(room.office, founder(), COMPLAINT, answers, customer=known.code, file=True)

    assert traces(room.office.folder, RARE) == []
    verified = verifying.verify(room.office, founder(), str(Item.objects.get()))
    assert (verified.forms, verified.remarks) == (1, ())


def test_an_encrypted_form_is_signed_and_edited_like_any_other(
    room: Room, known: Customer, tmp_path: Path
) -> None:
    office = replace(room.office, settings=replace(room.office.settings, grades=("C",)))
    answers = example(office, content=f"请处理。{RARE}")
    writing.fill(office, founder(), COMPLAINT, answers, customer=known.code, file=True)
    item = Item.objects.get()
    scan, copy = tmp_path / "签署件.png", tmp_path / "edited.docx"
    scan.write_bytes(png())
    signing.sign(office, founder(), str(item), scan)
    opened = lending.open(office, founder(), str(item), "legal", every=True)
    [word] = opened.versions[1].values()
    copy.write_bytes(typed_over(word, {RARE: "另请回电"}))

    done = applying.apply(office, founder(), rereading.read(office, founder(), copy))

    assert done.version == 3, "the signed copy changed no word of the form"
    assert len(opened.files) == 2
    assert traces(office.folder, RARE) == traces(office.folder, "另请回电") == []
    assert verifying.verify(office, founder(), str(item)).remarks == ()
    assert {one.code for one in four.examine(office, founder()) if one.wrong} == set()


def test_every_way_of_filing_encrypts(room: Room, known: Customer) -> None:
    place = dossiers.place_for(room.office, founder(), known.code)
    one = paper(RARE, grade=Grade.A)
    first, second = filing.file_many(room.office, founder(), [(place, one), (place, one)])
    amending.add_version(room.office, founder(), first.item, one, base=1, why="更正")

    assert traces(room.office.folder, RARE) == []
    names = [file.name for file in (room.office.folder / "archive").rglob("材料*")]
    assert names == ["材料.txt.age"] * 3
    opened = lending.open(room.office, founder(), str(first.item), "legal", every=True)
    assert [dict(files) for files in opened.versions.values()] == [{"材料.txt": RARE.encode()}] * 2
    assert read(room.office, second.item) == {"材料.txt": RARE.encode()}


def test_equal_papers_do_not_look_equal(room: Room, known: Customer) -> None:
    rows = [filed(room.office, founder(), known, grade="A") for _ in range(2)]
    versions = [row.versions.get() for row in rows]

    kept = [{key: one.files[0][key] for key in ("sha512", "hmac")} for one in versions]
    assert not set(kept[0].values()) & set(kept[1].values())


def test_the_archive_is_whole_without_any_key(room: Room, known: Customer) -> None:
    filed(room.office, founder(), known, grade="A")
    room.file.unlink()

    assert list(check_root(room.office.folder / "archive", fixity=True)) == []
    assert list(reconcile(room.office)) == []


def test_what_may_be_known_stands_in_item_json_and_what_not_opens_with_age_alone(
    room: Room, known: Customer
) -> None:
    """As docs/spec/encryption.md tells it, without docgen: AES-KWP, then age."""
    item = filed(room.office, founder(), known, grade="A", made={"answers": {"x": RARE}})
    [public] = (room.office.folder / "archive").rglob("item.json")
    [sealed] = (room.office.folder / "archive").rglob("*.age")
    facts = json.loads(public.read_bytes())["encrypted"]
    wrapped = json.loads((room.office.folder / "keys" / f"{facts['recipient']}.key").read_bytes())
    [key] = keys_file.read(room.office).values()

    secret = aes_key_unwrap_with_padding(key.secret, b64decode(wrapped["wrapped"])).decode()
    identity = Identity.from_str(secret)
    assert pyrage.decrypt(sealed.read_bytes(), [identity]) == read(room.office, item)["材料.txt"]
    made = json.loads(pyrage.decrypt(facts["made"].encode(), [identity]))
    assert made["answers"] == {"x": RARE}
    assert RARE not in public.read_text("utf-8")


# ---- searching and looking


def test_it_is_found_by_its_title_and_never_by_its_words(room: Room, known: Customer) -> None:
    item = filed(room.office, founder(), known, grade="A", text=RARE, title="特别约定")

    assert [hit.item for hit in finding.search(room.office, founder(), "特别约定").hits] == [
        str(item)
    ]
    assert not finding.search(room.office, founder(), RARE).hits
    upkeep.rebuild_index(room.office)
    assert not finding.search(room.office, founder(), RARE).hits
    assert ItemText.objects.get(item=item).body == ""


def test_history_and_verification_work_through_the_door(room: Room, known: Customer) -> None:
    item = filed(room.office, founder(), known, grade="A")

    [chapter] = history.history(room.office, founder(), str(item))[1]

    assert chapter.fault == ""
    assert verifying.verify(room.office, founder(), str(item)).remarks == ()


def test_a_dossier_goes_out_readable_and_its_bag_comes_in_encrypted(
    room: Room, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aids, "printed_each", lambda _, words: [b"%PDF"] * len(words))
    office = replace(room.office, settings=replace(room.office.settings, grades=("A", "C")))
    item = filed(office, founder(), known, text=RARE)
    number = str(item.dossier)

    export(office, founder(), number, tmp_path / "bag", purpose="legal", every=True)
    export_for_person(office, founder(), number, tmp_path / "a.zip", purpose="legal")

    assert list(check_bag(tmp_path / "bag")) == []
    [told] = json.loads((tmp_path / "bag" / "catalogue.json").read_bytes())["items"]
    [file] = told["versions"][0]["files"]
    assert file["path"] == "材料.txt"
    assert (tmp_path / "bag" / file["in_bag"]).read_bytes() == RARE.encode()
    assert traces(tmp_path, RARE)
    given = Given(dossier=number, customer="", opening="", group="other")
    with ExitStack() as stack:
        make = planning(office, founder(), tmp_path / "bag", given, stack)
        how = How(dry_run=False, again=True, report=None, tell=lambda *_: None)
        taking_in.carry_out(office, founder(), make, how)
    assert read(office, Item.objects.get(turn=2)) == {"材料.txt": RARE.encode()}
    assert traces(office.folder, RARE) == []


def test_the_register_comes_back_from_plain_files_and_papers_open(
    room: Room, known: Customer
) -> None:
    item = filed(room.office, founder(), known, grade="A", text=RARE)
    lost = filed(room.office, founder(), known, grade="A")
    keys_store.shred(room.office, [PaperKey.objects.get(item=lost).recipient])
    (room.office.folder / "register.sqlite3").unlink()

    done = rebuilding.rebuild(room.office.folder, lambda office: (office, founder()))

    assert [str(one) for one in done.lost] == [f"{lost}: its key is not in the store of keys"]
    assert read(reopen(room.office.folder), item) == {"材料.txt": RARE.encode()}


def test_a_backup_is_never_made_beside_the_key(room: Room, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="beside the backup"):
        backups.back_up(room.office, founder(), room.file.with_name("backup"))

    backups.back_up(room.office, founder(), tmp_path / "backup")
    assert (tmp_path / "backup").is_dir()


# ---- without the key


def test_without_the_key_nothing_is_filed_and_nothing_half_done(
    room: Room, known: Customer
) -> None:
    filed(room.office, founder(), known, grade="A")
    moved = room.file.rename(room.file.with_name("elsewhere"))

    with pytest.raises(OutsideFailed, match="cannot be used"):
        filed(room.office, founder(), known, grade="A")
    item = filed(room.office, founder(), known)  # of another grade: work goes on

    assert item.turn == 2
    assert len(keys_store.there(room.office)) == 1
    moved.rename(room.file)
    assert filed(room.office, founder(), known, grade="A").turn == 3


def test_without_the_key_nothing_is_served_and_the_entry_says_error(
    room: Room, known: Customer
) -> None:
    item = filed(room.office, founder(), known, grade="A")
    room.file.unlink()

    with pytest.raises(OutsideFailed, match="cannot be used") as problem:
        read(room.office, item)

    assert "docgen keys recover" in problem.value.fix
    assert [(one["obj"], one["res"]) for one in log("item.read")] == [(str(item), "error")]


def test_a_paper_that_lies_open_needs_no_key(room: Room, known: Customer) -> None:
    item = filed(room.office, founder(), known)
    room.file.unlink()

    assert read(room.office, item)


def test_switched_on_meanwhile_nothing_slips_through_open(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The grade asked for nothing when the paper was staged, and asks when it is committed."""
    del folk
    room = encrypting(office, tmp_path / "vault")
    monkeypatch.setattr(filing, "closed", lambda _office, one, _rank: one)

    with pytest.raises(OutsideFailed, match="asks for encryption"):
        filed(room.office, founder(), known, grade="A", text=RARE)

    assert traces(room.office.folder, RARE) == []
    assert not Item.objects.exists()


# ---- a grade that asks for it later


def test_a_paper_that_lies_open_is_encrypted_as_a_new_version(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    item = filed(office, folk.jonas, known, grade="A", text=RARE)
    room = encrypting(office, tmp_path / "vault")
    assert keys_status.status(room.office, founder()).open_papers == (str(item),)

    done = keys_encrypt.encrypt_item(room.office, founder(), str(item))

    assert done.head == 2
    assert keys_encrypt.open_versions(item) == [1]
    assert read(room.office, item) == {"材料.txt": RARE.encode()}
    assert keys_status.status(room.office, founder()).open_papers == ()
    left = traces(room.office.folder, RARE)
    assert left
    assert [one for one in left if not ("archive/" in one and "/v1/" in one)] == []
    assert not finding.search(room.office, founder(), RARE).hits
    assert keys_encrypt.encrypt_item(room.office, founder(), str(item)).head == 2, "once is enough"


# ---- destroyed


@dataclass(frozen=True, slots=True)
class Condemned:
    """An office with one encrypted paper whose period is over."""

    stage: DestructionRoom
    office: Office
    item: Item

    def destroy(self) -> str:
        """Carry its list out; the state of the list."""
        code = self.stage.witnessed(self.item).code
        return destroying.carry_out(self.office, self.stage.folk.jonas, code).state


@pytest.fixture
def condemned(tmp_path: Path) -> Condemned:
    stage = destruction_room(tmp_path / "office")
    room = encrypting(stage.office, tmp_path / "vault")
    stage = replace(stage, office=room.office)
    Person.objects.update(clearance=Grade.A.rank)
    stage.folk.mira.refresh_from_db()
    item = stage.old(RARE)
    Item.objects.filter(pk=item.pk).update(rank=Grade.A.rank)
    return Condemned(
        stage, room.office, keys_encrypt.encrypt_item(room.office, founder(), str(item))
    )


def test_what_was_destroyed_cannot_be_opened_from_an_older_backup(
    condemned: Condemned, tmp_path: Path
) -> None:
    office, item = condemned.office, condemned.item
    shutil.copytree(office.folder / "keys", tmp_path / "copy of the store")
    backups.back_up(office, founder(), tmp_path / "backup")

    assert condemned.destroy() == "done"

    assert keys_store.there(office) == set()
    assert PaperKey.objects.get().shredded_at
    assert [one["obj"] for one in log("keys.shredded")] == [str(item)]
    assert not (tmp_path / "backup" / "keys").exists()
    again = restoring.restore(tmp_path / "backup", tmp_path / "again")
    with pytest.raises(OutsideFailed, match="store of keys"):
        lending.open(again, founder(), str(item), "legal")
    shutil.copytree(tmp_path / "copy of the store", again.folder / "keys")
    assert read(again, item) == {"材料.txt": RARE.encode()}, "why a copy of the store must expire"


def test_a_shredding_that_was_cut_off_is_finished(
    condemned: Condemned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise OutsideFailed("cut", why="cut", fix="cut")

    with monkeypatch.context() as patch:
        patch.setattr(keys_store, "shred", cut)
        assert condemned.destroy() == "under-way"
    urn = f"urn:docgen:{condemned.item}"
    assert condemned.office.store.exists(urn), "the key goes before the bytes"

    upkeep.finish(reopen(condemned.office.folder))

    assert keys_store.there(condemned.office) == set()
    assert not condemned.office.store.exists(urn)


# ---- every bit


@given(st.binary(min_size=1, max_size=2000), st.text("abc甲乙.", min_size=1, max_size=20))
def test_any_bytes_come_back(data: bytes, name: str) -> None:
    files, closed = cipher.close({name: data})

    [(stored, sealed)] = files.items()
    assert stored == f"{name}.age"
    assert data not in sealed or len(data) < 8
    assert cipher.opened(closed.identity, sealed, closed.hmacs[stored], name) == data


def test_every_changed_bit_of_a_file_is_refused() -> None:
    files, closed = cipher.close({"a": b"abc"})
    sealed = files["a.age"]

    for at in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(Integrity):
            cipher.opened(closed.identity, bytes(changed), closed.hmacs["a.age"], "a")


def test_every_changed_bit_of_a_wrapped_key_is_refused() -> None:
    data = keys_store.wrapped(IDENTITY, KEY)
    assert str(keys_store.unwrapped(data, {KEY.name: KEY}, FILE)) == str(IDENTITY)

    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(Problem):
            keys_store.unwrapped(bytes(changed), {KEY.name: KEY}, FILE)


def test_another_digest_than_the_filed_one_is_refused() -> None:
    files, closed = cipher.close({"a": b"abc"})

    with pytest.raises(Integrity):
        cipher.opened(closed.identity, files["a.age"], cipher.digest(IDENTITY, b"abc"), "a")
