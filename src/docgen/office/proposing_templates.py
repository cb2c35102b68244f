"""A new version of a template, or a new template: one proposes it, another one releases it.

    templates/.proposed/complaint/complaint-record/        its files
    templates/.proposed/complaint/complaint-record.json    who proposed it, when, instead of what

    (live) ──propose──▶ proposed ──release (somebody else)──▶ live, accepted
                           └──────withdraw──────▶ (nothing)

Nothing that is filled changes before the release. Who proposed what is read from the log when it
is released, and the digest there must be that of the files: whoever changes them in between has
made another proposal. A proposal is there as long as its ``.json`` is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.archive import disk
from docgen.errors import BadInput, Integrity, NotAllowed, NotFound, Problem, Reason, say
from docgen.model.access import Act
from docgen.model.audit import Entry
from docgen.office import accepting, disposal, drafting, editions, gate, journal, template_history
from docgen.office.accepting import Review
from docgen.office.desk import Office, one_transaction
from docgen.office.template_swap import exchange
from docgen.register.models import Person
from docgen.render.example import example_words
from docgen.render.folder import (
    DOCX,
    EXPECTED,
    FILES,
    FORM,
    MORE,
    digest,
    find_folder,
    is_name,
    read_template,
)
from docgen.render.remark import Remark

PROPOSED, RELEASED, WITHDRAWN = "template.proposed", "template.released", "template.withdrawn"
_FOLDER = ".proposed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that waits for a second person.

    Args:
        name: The template's name.
        folder: Where its files lie.
        by: The code of who proposed it.
        by_name: His name.
        at: When.
        remarks: What the check says; it is released only without any.
        words: How the example's words change, in unified form.
        questions: How ``form.toml`` changes.
        overtaken: Whether the template was changed since.
        is_new: Whether there is no such template yet.
    """

    name: str
    folder: Path
    by: str
    by_name: str
    at: dt.datetime
    remarks: tuple[Remark, ...]
    words: tuple[str, ...]
    questions: tuple[str, ...]
    overtaken: bool
    is_new: bool


def propose(office: Office, who: Person, name: str, sent: Mapping[str, bytes]) -> None:
    """Keep a new version of a template until somebody else releases it.

    Args:
        office: The office.
        who: Who proposes it.
        name: The template, which is there.
        sent: Its new files; what is not among them stays as it is, unless all four are.

    Raises:
        BadInput: One waits already, or nothing changes.
    """
    live = find_folder(_root(office), name)
    gate.ask(office, who, Act.KEEP_TEMPLATES, PROPOSED, subject=name)
    with gate.attempt(office, who, PROPOSED, name):
        _keep(office, who, live, name, sent)


def propose_new(
    office: Office, who: Person, name: str, sent: Mapping[str, bytes], title: str = ""
) -> None:
    """Keep a new template until somebody else releases it.

    Args:
        office: The office.
        who: Who proposes it.
        name: Its name, ``family/name``.
        sent: Its files; of a Word form alone the questions are made of its blanks.
        title: The Chinese title of a template begun with a Word form; "" for that form's own.

    Raises:
        BadInput: The name is taken, or no template can be made of the files.
    """
    subject = name if is_name(name) else ""
    gate.ask(office, who, Act.KEEP_TEMPLATES, PROPOSED, subject=subject)
    with gate.attempt(office, who, PROPOSED, subject):
        live = drafting.free_folder(office, name)
        if set(sent) == {DOCX}:
            _, sent = drafting.begun(name, title, (DOCX, sent[DOCX]))
        if lacking := [file for file in FILES if file not in {*sent, EXPECTED}]:
            raise _lacks(lacking)
        _keep(office, who, live, name, {EXPECTED: b"", **sent})


def _keep(office: Office, who: Person, live: Path, name: str, sent: Mapping[str, bytes]) -> None:
    if _facts_file(office, name).exists():
        raise _waits(name)
    with disk.told():
        _stage(office, live, name, sent)
        own, base = digest(_place(office, name), name), _digest_there(live, name)
        if own == base:
            disk.remove(_place(office, name))
            raise _same(name)
        with one_transaction():
            more: dict[str, str | int] = {"template_sha256": own}
            journal.append(office, PROPOSED, who, obj=name, more=more)
        facts = {"by": who.code, "name": who.name, "at": office.now().isoformat(), "base": base}
        disk.write_new(_facts_file(office, name), [json.dumps(facts).encode()])


def _digest_there(live: Path, name: str) -> str:
    """The digest of the version that is filled; "" while there is none."""
    return digest(live, name) if live.exists() else ""


def show(office: Office, who: Person, name: str) -> Proposal:
    """A proposal with what the check says of it and how it differs.

    Raises:
        NotFound: None waits.
        NotAllowed: No role of the person allows to keep templates.
    """
    gate.ask(office, who, Act.KEEP_TEMPLATES, PROPOSED, subject=name)
    facts, folder = _facts(office, name), _place(office, name)
    live = _root(office) / name
    checked = accepting.check(office, str(folder))
    return Proposal(
        name=name,
        folder=folder,
        by=facts["by"],
        by_name=facts["name"],
        at=dt.datetime.fromisoformat(facts["at"]),
        remarks=checked.remarks,
        words=_difference(live, folder, EXPECTED),
        questions=_difference(live, folder, FORM),
        overtaken=_digest_there(live, name) != facts["base"],
        is_new=not facts["base"],
    )


def waiting(office: Office) -> Sequence[str]:
    """The names of the templates of which a version waits."""
    root = _root(office) / _FOLDER
    found = (one.relative_to(root).with_suffix("") for one in root.glob("*/*.json"))
    return sorted(one.as_posix() for one in found)


def against(who: Person, one: Proposal) -> tuple[Reason, ...]:
    """Why this person may not release a proposal, besides what his roles say."""
    found = []
    if one.by == who.code:
        found.append(Reason("R6", say("nobody releases what he proposed himself")))
    if one.remarks:
        found.append(Reason("check", say("the check has {n} remark(s)", n=len(one.remarks))))
    if one.overtaken:
        found.append(Reason("state", say("the template was changed since this was proposed")))
    return tuple(found)


def release(office: Office, who: Person, name: str) -> int:
    """Make a proposed version the one that is filled; its number.

    Raises:
        NotAllowed: He proposed it himself, or the check has remarks.
        Integrity: Its files are not those that were proposed.
    """
    gate.ask(office, who, Act.KEEP_TEMPLATES, RELEASED, subject=name)
    one = show(office, who, name)
    with disposal.logged(office, who, RELEASED, name):
        one = dataclasses.replace(one, by=_proposer(one))
        if reasons := against(who, one):
            raise _refused(reasons)
    live = _root(office) / name
    seen = dataclasses.replace(accepting.review(office, who, str(one.folder)), folder=live)
    with disk.told():
        if live.exists():
            editions.keep(office, read_template(live, name))
        version = _made_live(office, who, one, seen)
        _clear(office, name)
    return version


def _made_live(office: Office, who: Person, one: Proposal, seen: Review) -> int:
    """Log, exchange, accept: all of it, or the old version is live again."""
    own = digest(one.folder, one.name)
    try:
        with one_transaction():
            more: dict[str, str | int] = {"template_sha256": own}
            journal.append(office, RELEASED, who, obj=one.name, more=more)
            exchange(one.folder, seen.folder)
            return accepting.accept(office, who, seen)
    except Problem:
        if _digest_there(seen.folder, one.name) == own:
            exchange(one.folder, seen.folder)
        raise


def withdraw(office: Office, who: Person, name: str) -> None:
    """Take a proposal back; whoever keeps templates may."""
    gate.ask(office, who, Act.KEEP_TEMPLATES, WITHDRAWN, subject=name)
    _facts(office, name)
    with one_transaction():
        journal.append(office, WITHDRAWN, who, obj=name)
    with disk.told():
        _clear(office, name)


def _stage(office: Office, live: Path, name: str, sent: Mapping[str, bytes]) -> None:
    """Lay the files of a version where it waits; the words of its example are made anew."""
    place = _place(office, name)
    for left in (place, *place.parent.glob(f".{place.name}.*")):  # by a crash
        disk.remove(left)
    old = {file: live / file for file in (*FILES, MORE) if (live / file).is_file()}
    kept = (
        {} if set(FILES) <= set(sent) else {file: path.read_bytes() for file, path in old.items()}
    )
    made = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    disk.mkdirs(made)
    for file, data in {**kept, **sent}.items():
        disk.write_new(made / file, [data])
    try:
        words = example_words(read_template(made, name))
    except BadInput:  # the check says what is wrong
        pass
    else:
        disk.unlink(made / EXPECTED)
        disk.write_new(made / EXPECTED, [words.encode()])
    disk.rename(made, place)
    disk.fsync_folder(place.parent)


def _proposer(one: Proposal) -> str:
    """Who proposed these very files, by the log."""
    said = [each for each in template_history.entries(one.name) if each["act"] == PROPOSED]
    newest: Entry = said[-1] if said else {"who": "", "more": {}}
    if newest["more"].get("template_sha256") != digest(one.folder, one.name):
        raise Integrity(
            say("The proposed version of “{name}” was changed", name=one.name),
            why=say("its files are not those that the log says were proposed"),
            fix=say("withdraw it, look at what was changed, and propose it anew"),
        )
    return str(newest["who"])


def _difference(live: Path, folder: Path, file: str) -> tuple[str, ...]:
    old, new = (_text(one / file) for one in (live, folder))
    diff = difflib.unified_diff(old, new, lineterm="", n=2)
    return tuple(diff)[2:]


def _text(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []


def _root(office: Office) -> Path:
    return office.folder / "templates"


def _place(office: Office, name: str) -> Path:
    return _root(office) / _FOLDER / name


def _facts_file(office: Office, name: str) -> Path:
    place = _place(office, name)
    return place.with_name(f"{place.name}.json")


def _is_there(office: Office, name: str) -> bool:
    return name in waiting(office)


def _facts(office: Office, name: str) -> dict[str, str]:
    if not _is_there(office, name):
        raise NotFound(
            say("No new version of “{name}” waits", name=name),
            why=say("none was proposed, or it was released or withdrawn"),
            fix=say("propose one on the template's page"),
        )
    facts: dict[str, str] = json.loads(_facts_file(office, name).read_text("utf-8"))
    return facts


def _clear(office: Office, name: str) -> None:
    disk.unlink(_facts_file(office, name))
    disk.remove(_place(office, name))


def _waits(name: str) -> BadInput:
    return BadInput(
        say("A new version of “{name}” waits already", name=name),
        why=say("only one can wait for its release"),
        fix=say("release or withdraw that one first"),
        field="files",
    )


def _lacks(files: Sequence[str]) -> BadInput:
    return BadInput(
        say("A new template needs {files}", files=", ".join(files)),
        why=say("it is a Word file with its questions and an example; or a Word form alone"),
        fix=say("send all of them, best the whole folder as a ZIP"),
        field="files",
    )


def _same(name: str) -> BadInput:
    return BadInput(
        say("Nothing in “{name}” would change", name=name),
        why=say("the files that were sent are those it has"),
        fix=say("check whether the right file was chosen"),
        field="files",
    )


def _refused(reasons: Sequence[Reason]) -> NotAllowed:
    return NotAllowed(
        say("This version cannot be released"),
        why=say("these rules speak against it"),
        fix=say("ask somebody else who keeps templates, or withdraw it"),
        reasons=reasons,
    )
