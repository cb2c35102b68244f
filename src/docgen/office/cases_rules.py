"""The kinds of complaint cases of an office: ``rules/cases/*.toml``, else docgen's own three."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path

from docgen.config import shipped
from docgen.errors import BadInput, NotFound, say
from docgen.forms.numbering import parse_pattern
from docgen.model.case_file import parse_case, telling_of_cases
from docgen.model.case_profile import Profile
from docgen.model.rule_file import Wrong
from docgen.office.desk import Office
from docgen.office.rules import own_or_shipped
from docgen.render.folder import list_templates

_FOLDER = "cases"


def profiles(office: Office) -> Mapping[str, Profile]:
    """All kinds of cases by name; an office made before there were any follows docgen's own."""
    own = office.folder / "rules" / _FOLDER
    folder = own if own.is_dir() else shipped("rules") / _FOLDER
    return {
        file.stem: _read(office.folder, file.stem, (file.stat().st_mtime_ns, file.stat().st_size))
        for file in sorted(folder.glob("*.toml"))
    }


def profile(office: Office, name: str) -> Profile:
    """The kind of cases with this name; ``NotFound`` lists those there are."""
    known = profiles(office)
    if not name:
        raise BadInput(
            say("Which kind of case is it?"),
            why=say("rules/cases has: {names}", names=", ".join(known)),
            fix=say("choose one of them").by("--profile"),
            field="profile",
        )
    if name not in known:
        raise NotFound(
            say("There is no kind of case called {name}", name=name),
            why=say("rules/cases has: {names}", names=", ".join(known)),
            fix=say("choose one of these, or add {name}.toml there", name=name),
            field="profile",
        )
    return known[name]


def refuse_unknown_templates(office: Office, kind: Profile) -> None:
    """``BadInput`` if a step makes a paper that the library has no template for.

    Asked when a case is opened: a template that was taken away stops no other case.
    """
    known = {"", "case", *list_templates(office.folder / "templates")}
    wanted = [("form", kind.form), ("no_loss_form", kind.no_loss_form)]
    for key, name in [*wanted, *(("step.form", one.form) for one in kind.steps)]:
        if name not in known:
            why = say("there is no template {name}", name=name)
            with telling_of_cases(str(_file(office.folder, kind.name))):
                raise Wrong(key, why, "form = …")


@lru_cache(maxsize=32)
def _read(office: Path, name: str, stamp: tuple[int, int]) -> Profile:
    """A kind of case, read again only when its file has changed."""
    del stamp
    found = own_or_shipped(office, f"{_FOLDER}/{name}.toml", partial(parse_case, name=name))
    with telling_of_cases(str(_file(office, name))):
        _refuse_pattern(found.number)
    return found


def _refuse_pattern(number: str) -> None:
    usual = "{yy}{month:02}{seq:02}"
    try:
        pattern = parse_pattern(number)
    except BadInput as error:
        raise Wrong("number", error.why, usual) from error
    if pattern.asks:
        why = say("its pattern asks for {parts}", parts=", ".join(pattern.asks))
        raise Wrong("number", why, usual)


def _file(office: Path, name: str) -> Path:
    return office / "rules" / _FOLDER / f"{name}.toml"
