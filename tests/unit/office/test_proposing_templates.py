"""A new version of a template: proposed by one, released by another, in one step or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import desks, log, log_refuses
from tests.support.proposals import NAME, NEW, OLD, live, proposed, word

from docgen.errors import BadInput, Integrity, NotAllowed, NotFound, OutsideFailed
from docgen.office import accepted, accepting, editions, people, template_history, writing
from docgen.office import proposing_templates as verbs
from docgen.office.desk import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office in which shen and jonas keep templates, and mira does not."""
    return desks(tmp_path / "office")


def left(office: Office) -> list[str]:
    """What lies where versions wait."""
    root = office.folder / "templates" / ".proposed"
    return sorted(str(one.relative_to(root)) for one in root.rglob("*") if one.is_file())


def test_a_proposal_changes_nothing_that_is_filled(office: Office) -> None:
    before = writing.template(office, NAME).sha256

    proposed(office)

    assert writing.template(office, NAME).sha256 == before
    assert verbs.waiting(office) == [NAME]
    assert NAME in writing.templates(office)
    assert len(writing.templates(office)) == len(set(writing.templates(office)))


def test_a_proposal_tells_what_changes(office: Office) -> None:
    proposed(office)

    one = verbs.show(office, people.by_login("jonas"), NAME)

    assert one.by == people.by_login("shen").code
    assert one.remarks == ()
    assert any(line.startswith("+") and NEW in line for line in one.words)
    assert any(line.startswith("-") and OLD in line for line in one.words)
    assert one.questions == ()


def test_somebody_else_releases_it(office: Office) -> None:
    old = writing.template(office, NAME).sha256
    proposed(office)

    version = verbs.release(office, people.by_login("jonas"), NAME)

    now = writing.template(office, NAME)
    assert NEW in now.expected
    assert version == 2
    assert accepted.digests(office.folder)[NAME] == now.sha256
    assert editions.find(office, NAME, old) is not None
    assert left(office) == []
    assert accepting.check(office, NAME).remarks == ()


def test_the_log_tells_each_step(office: Office) -> None:
    proposed(office)
    verbs.release(office, people.by_login("jonas"), NAME)
    now = writing.template(office, NAME).sha256

    acts = [
        (one["act"], one["more"]["template_sha256"]) for one in log() if "template" in one["act"]
    ]

    assert acts == [
        ("template.proposed", now),
        ("template.released", now),
        ("template.accepted", now),
    ]
    assert [one.act for one in template_history.history(office, NAME)] == [
        "accepted",
        "released",
        "proposed",
    ]


def test_nobody_releases_what_he_proposed_himself(office: Office) -> None:
    proposed(office, "jonas")

    with pytest.raises(NotAllowed) as refused:
        verbs.release(office, people.by_login("jonas"), NAME)

    assert [one.rule for one in refused.value.reasons] == ["R6"]
    assert log("template.released")[-1]["res"] == "deny"
    assert OLD in live(office)


def test_who_proposed_is_read_from_the_log_and_not_from_the_file(office: Office) -> None:
    proposed(office, "jonas")
    facts = office.folder / "templates" / ".proposed" / f"{NAME}.json"
    shen, jonas = (people.by_login(login).code for login in ("shen", "jonas"))
    facts.write_text(facts.read_text("utf-8").replace(jonas, shen), "utf-8")

    with pytest.raises(NotAllowed):
        verbs.release(office, people.by_login("jonas"), NAME)


@pytest.mark.parametrize("file", ["template.docx", "form.toml", "expected.txt"])
def test_what_was_changed_after_it_was_proposed_is_not_released(office: Office, file: str) -> None:
    proposed(office)
    place = office.folder / "templates" / ".proposed" / NAME / file
    place.write_bytes(place.read_bytes() + b"\n")

    with pytest.raises(Integrity):
        verbs.release(office, people.by_login("jonas"), NAME)

    assert OLD in live(office)


def test_a_version_with_remarks_waits_but_is_not_released(office: Office) -> None:
    proposed(office, template_docx=word(office, "{{ content", "{{ contentt"))
    one = verbs.show(office, people.by_login("jonas"), NAME)

    with pytest.raises(NotAllowed) as refused:
        verbs.release(office, people.by_login("jonas"), NAME)

    assert {remark.code for remark in one.remarks} >= {"T002"}
    assert [reason.rule for reason in refused.value.reasons] == ["check"]


def test_a_form_that_cannot_be_read_is_a_remark(office: Office) -> None:
    proposed(office, form_toml=b"title = ")

    assert [each.code for each in verbs.show(office, people.by_login("jonas"), NAME).remarks] == [
        "T019"
    ]


def test_a_template_that_was_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    proposed(office)
    (office.folder / "templates" / NAME / "template.docx").write_bytes(word(office, OLD, "别的"))

    with pytest.raises(NotAllowed) as refused:
        verbs.release(office, people.by_login("jonas"), NAME)

    assert [reason.rule for reason in refused.value.reasons] == ["state"]


def test_a_withdrawn_version_is_gone(office: Office) -> None:
    proposed(office)

    verbs.withdraw(office, people.by_login("shen"), NAME)

    assert left(office) == []
    assert log("template.withdrawn")[-1]["obj"] == NAME
    with pytest.raises(NotFound):
        verbs.show(office, people.by_login("shen"), NAME)


def test_only_one_version_waits(office: Office) -> None:
    proposed(office)

    with pytest.raises(BadInput):
        proposed(office, "jonas")

    assert log("template.proposed")[-1]["res"] == "deny"


def test_what_changes_nothing_is_no_version(office: Office) -> None:
    same = (office.folder / "templates" / NAME / "template.docx").read_bytes()

    with pytest.raises(BadInput):
        proposed(office, template_docx=same)

    assert left(office) == []


@pytest.mark.parametrize("verb", [verbs.show, verbs.release, verbs.withdraw])
def test_a_clerk_may_do_none_of_it(office: Office, verb: object) -> None:
    proposed(office)

    with pytest.raises(NotAllowed):
        verb(office, people.by_login("mira"), NAME)  # type: ignore[operator]

    with pytest.raises(NotAllowed):
        proposed(office, "mira")


def test_a_log_that_refuses_leaves_the_old_version_live(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(office)
    before = writing.template(office, NAME).sha256

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        verbs.release(office, people.by_login("jonas"), NAME)

    assert writing.template(office, NAME).sha256 == before
    assert verbs.waiting(office) == [NAME]


def test_an_acceptance_that_fails_exchanges_them_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(office)
    before, entries = writing.template(office, NAME).sha256, len(log())

    def refuse(*_: object) -> int:
        raise OutsideFailed("no", why="disk", fix="room")

    monkeypatch.setattr(accepting, "accept", refuse)
    with pytest.raises(OutsideFailed):
        verbs.release(office, people.by_login("jonas"), NAME)

    assert writing.template(office, NAME).sha256 == before
    assert len(log()) == entries
    monkeypatch.undo()
    assert verbs.release(office, people.by_login("jonas"), NAME) == 2


def test_what_a_crash_left_is_in_nobodys_way(office: Office) -> None:
    place = office.folder / "templates" / ".proposed" / NAME
    place.mkdir(parents=True)
    (place / "template.docx").write_bytes(b"half")
    aside = place.with_name(f".{place.name}.0a1b2c3d")
    aside.mkdir()

    proposed(office)

    assert verbs.show(office, people.by_login("jonas"), NAME).remarks == ()
    assert not aside.exists()


# ---- a template that is not there yet


COPY = "complaint/complaint-copy"


def sent_new(office: Office, name: str = COPY, **changes: bytes) -> None:
    """A new template that shen proposed: the files of another one under a new name."""
    source = office.folder / "templates" / NAME
    files = {one.name: one.read_bytes() for one in source.iterdir() if one.is_file()}
    files |= {file.replace("_", "."): data for file, data in changes.items()}
    verbs.propose_new(office, people.by_login("shen"), name, files)


def test_a_new_template_is_none_before_its_release(office: Office) -> None:
    sent_new(office)

    one = verbs.show(office, people.by_login("jonas"), COPY)

    assert one.is_new
    assert (one.overtaken, one.remarks) == (False, ())
    assert all(line.startswith(("+", "@")) for line in one.words)
    assert COPY not in writing.templates(office)
    assert verbs.waiting(office) == [COPY]


def test_a_released_one_is_accepted_as_its_first_version(office: Office) -> None:
    sent_new(office)

    version = verbs.release(office, people.by_login("jonas"), COPY)

    assert version == 1
    assert accepted.digests(office.folder)[COPY] == writing.template(office, COPY).sha256
    assert (verbs.waiting(office), left(office)) == ([], [])
    acts = [one["act"] for one in log() if one["obj"] == COPY]
    assert acts == ["template.proposed", "template.released", "template.accepted"]


def test_a_release_that_fails_leaves_it_waiting_and_can_be_done_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OutsideFailed("no", why="disk", fix="room")

    sent_new(office)
    entries = len(log())
    monkeypatch.setattr(accepting, "accept", refuse)
    with pytest.raises(OutsideFailed):
        verbs.release(office, people.by_login("jonas"), COPY)

    assert COPY not in writing.templates(office)
    assert len(log()) == entries
    monkeypatch.undo()
    assert verbs.release(office, people.by_login("jonas"), COPY) == 1


def test_a_withdrawn_one_leaves_nothing(office: Office) -> None:
    sent_new(office)

    verbs.withdraw(office, people.by_login("jonas"), COPY)

    assert (verbs.waiting(office), left(office)) == ([], [])
    with pytest.raises(NotFound):
        verbs.show(office, people.by_login("jonas"), COPY)


def test_a_log_that_refuses_keeps_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        sent_new(office)

    assert verbs.waiting(office) == []


@pytest.mark.parametrize("name", [NAME, "complaint", "Complaint/x", "poem/x", "a/b/c", "x" * 200])
def test_a_name_that_is_taken_or_none_is_refused(office: Office, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        sent_new(office, name)

    assert refused.value.field == "name"
    assert left(office) == []


def test_only_who_keeps_templates_proposes_a_new_one(office: Office) -> None:
    with pytest.raises(NotAllowed):
        verbs.propose_new(office, people.by_login("mira"), COPY, {"template.docx": word(office)})

    assert log("template.proposed")[-1]["res"] == "deny"
