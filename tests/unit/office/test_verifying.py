"""Verifying: a filed form is what its answers make, and its bytes are those that were filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.damages import put
from tests.support.desks import COMPLAINT, Cast, dossier_of, example, filed, log
from tests.support.offices import customer

from docgen.archive import disk
from docgen.archive.layout import object_path
from docgen.errors import NotAllowed, NotFound
from docgen.forms.answers import check
from docgen.forms.stored import digest
from docgen.office import dossiers, filing, knowing, provenance, verifying, writing
from docgen.office.desk import Office
from docgen.office.pictures import with_pictures
from docgen.office.verifying import State, Verified
from docgen.register.models import Customer, Item, ItemVersion


def filled(office: Office, folk: Cast, known: Customer) -> Item:
    """A filled and filed complaint."""
    made = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, file=True
    )
    assert made.filed
    return made.filed.item


def forged(
    office: Office,
    folk: Cast,
    known: Customer,
    *,
    shown: str = "",
    facts: Mapping[str, object] | None = None,
) -> Verified:
    """Verify a complaint that was filed with another severity, or other facts, than it shows."""
    folder = writing.template(office, COMPLAINT)
    occasion = knowing.occasion(office, folder.form)
    checked = check(folder.form, example(office), occasion=occasion)
    values = provenance.context(office, folder.form, checked, "TS-1", office.today)
    word = provenance.written(folder, values | ({"severity": shown} if shown else {}))
    made = {**provenance.made(office, folder, values), **(facts or {})}
    paper = filing.NewPaper({"a.docx": word}, "投诉", "repair", "t", made=made)
    place = dossiers.place_for(office, folk.mira, known.code)
    item = filing.file(office, folk.mira, place, paper).item
    return verifying.verify(office, folk.mira, str(item))


def place(office: Office, item: Item) -> Path:
    return office.folder / "archive" / object_path(f"urn:docgen:{item}")


def edit_template(office: Office) -> None:
    file = office.folder / "templates" / COMPLAINT / "form.toml"
    file.write_text(file.read_text("utf-8").replace("电子邮件", "邮件"), "utf-8")


def test_a_form_is_what_its_answers_make(office: Office, folk: Cast, known: Customer) -> None:
    item = filled(office, folk, known)

    done = verifying.verify(office, folk.mira, str(item))

    assert (done.state, done.remarks, done.forms) == (State.SAME, (), 1)
    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["obj"]) == ("item.verified", "allow", str(item))


def test_every_form_of_the_library_can_be_filled_again(
    office: Office, folk: Cast, known: Customer
) -> None:
    """Each template with its example, filed and verified."""
    names = writing.templates(office)
    for name in names:
        answers = with_pictures(
            writing.template(office, name).form,
            example(office, name),
            office.folder / "templates" / name,
        )
        writing.fill(office, folk.jonas, name, answers, customer=known.code, file=True)

    count, steps = verifying.verify_many(office, folk.jonas)

    done = list(steps)
    assert count == len(done) == len(names) > 50
    assert [str(one.item) for one in done if one.state is not State.SAME] == []
    assert sum(one.forms for one in done) == len(names)


def test_a_template_that_changed_since_does_not_matter(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filled(office, folk, known)
    edit_template(office)

    assert verifying.verify(office, folk.mira, str(item)).state is State.SAME


def test_without_the_old_template_nothing_is_compared(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filled(office, folk, known)
    edit_template(office)
    disk.remove(office.folder / "templates" / ".used")

    done = verifying.verify(office, folk.mira, str(item))

    assert done.state is State.UNCOMPARED
    (remark,) = done.remarks
    assert "template has changed" in remark.text


def test_another_day_another_company_name_the_same_form(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filled(office, folk, known)
    renamed = replace(office, settings=replace(office.settings, company="更名后有限公司"))

    assert verifying.verify(renamed, folk.mira, str(item)).state is State.SAME


def test_a_paper_that_was_brought_has_its_bytes_checked(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    done = verifying.verify(office, folk.mira, str(item))

    assert (done.state, done.forms) == (State.SAME, 0)


# ---- what is wrong is named


def test_changed_bytes_are_found(office: Office, folk: Cast, known: Customer) -> None:
    item = filled(office, folk, known)
    (word,) = (place(office, item) / "v1" / "content").glob("*.docx")
    put(word, word.read_bytes() + b" ")

    done = verifying.verify(office, folk.mira, str(item))

    assert done.state is State.DIFFERS
    assert [remark.file for remark in done.remarks] == [word.name]
    assert "not what was archived" in done.remarks[0].text


def test_an_archive_that_was_changed_as_a_whole_is_found_by_the_register(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    row = ItemVersion.objects.get(item=item)
    row.files = [{**row.files[0], "sha512": "0" * 128}]
    row.save()

    done = verifying.verify(office, folk.mira, str(item))

    assert done.state is State.DIFFERS
    assert "register" in done.remarks[0].text


def test_a_form_that_shows_other_answers_is_found(
    office: Office, folk: Cast, known: Customer
) -> None:
    assert forged(office, folk, known).state is State.SAME

    done = forged(office, folk, known, shown="特殊")

    assert done.state is State.DIFFERS
    remarks = {remark.file: remark for remark in done.remarks}
    body = remarks["a.docx/word/document.xml"]
    assert "☑特殊" in body.was
    assert "☑特殊" not in body.now
    assert "paragraph" in body.place


@pytest.mark.parametrize(
    "facts",
    [
        {"answers": {"severity": "特殊"}},
        {"answers_sha256": "0" * 64},
        {"answers": {}, "answers_sha256": "0" * 64},
    ],
)
def test_answers_that_were_changed_are_found(
    office: Office, folk: Cast, known: Customer, facts: dict[str, object]
) -> None:
    done = forged(office, folk, known, facts=facts)

    assert done.state is State.DIFFERS
    assert [remark.file for remark in done.remarks] == [filing.METADATA]


@pytest.mark.parametrize("facts", [{"severity": 5}, {"received_on": "never"}, {}])
def test_answers_that_fit_no_form_are_found(
    office: Office, folk: Cast, known: Customer, facts: dict[str, object]
) -> None:
    told = digest(facts)

    done = forged(office, folk, known, facts={"answers": facts, "answers_sha256": told})

    assert done.state is State.DIFFERS
    assert "answers do not fit" in done.remarks[0].text


@pytest.mark.parametrize(("shown", "state"), [("", State.SAME), ("特殊", State.DIFFERS)])
def test_a_form_of_another_engine_has_its_words_compared(
    office: Office, folk: Cast, known: Customer, shown: str, state: State
) -> None:
    done = forged(office, folk, known, shown=shown, facts={"engine": provenance.ENGINE - 1})

    assert done.state is state
    (remark,) = done.remarks
    then, now = provenance.ENGINE - 1, provenance.ENGINE
    assert remark.text.startswith(f"made by engine {then}, this is {now}:")
    assert remark.is_note is (state is State.SAME)


# ---- who may, and how many


def test_who_may_not_know_of_it_may_not_verify_it(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filled(office, folk, known)

    with pytest.raises(NotAllowed):
        verifying.verify(office, folk.lena, str(item))

    assert (log()[-1]["act"], log()[-1]["res"]) == ("item.verified", "deny")
    with pytest.raises(NotFound):
        verifying.verify(office, folk.mira, "0000000001-0009")


def test_a_dossier_and_all_of_the_archive(office: Office, folk: Cast, known: Customer) -> None:
    other = customer(office, "杭州虚构服饰有限公司")
    items = [filed(office, folk.mira, one) for one in (known, known, other)]
    filed(office, folk.jonas, known, grade="A")

    count, steps = verifying.verify_many(office, folk.mira, str(dossier_of(known)))
    assert [one.item for one in steps] == items[:2]
    assert count == 2
    entry = log()[-1]
    assert (entry["act"], entry["obj"], entry["n"]) == ("item.verified", str(dossier_of(known)), 2)

    count, steps = verifying.verify_many(office, folk.jonas)
    assert (count, len(list(steps))) == (4, 4)
    assert (log()[-1]["act"], log()[-1]["n"]) == ("archive.verified", 4)

    with pytest.raises(NotFound):
        verifying.verify_many(office, folk.lena, str(dossier_of(known)))
    assert verifying.verify_many(office, folk.lena)[0] == 0
