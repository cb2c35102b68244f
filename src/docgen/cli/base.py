"""What all commands share: whose office, who acts, how things are printed.

A command reads its arguments, calls one function of ``office`` and prints. Nothing heavy is
imported before a command really needs its office.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.cli.language import choose, tell
from docgen.config import environment, find_office
from docgen.errors import Misuse, say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person


_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass
class Entry:
    """How somebody came in: which office he named, and as whom he acts."""

    office: Path | None = None
    acting: str = ""

    def open(self) -> tuple[Office, Person]:
        """Open the office and find the acting person's account."""
        opening = importlib.import_module("docgen.office.opening")
        office: Office = opening.open_office(self.folder())
        return self.enter(office)

    def folder(self) -> Path:
        """The office folder, not opened."""
        return find_office(self.office, environ=environment(), here=Path.cwd())

    def enter(self, office: Office) -> tuple[Office, Person]:
        """Find the acting person's account in an office that is open."""
        people = importlib.import_module("docgen.office.people")
        choose(office.settings.language)
        if not self.acting:
            entering = importlib.import_module("docgen.office.entering")
            return office, entering.enter(office, os_login())
        if not office.settings.act_as:
            raise Misuse(
                say("--as is for demo offices only"),
                why=say("in a real office everybody acts as himself"),
                fix=say("leave it out; the account bound to your operating-system user acts"),
            )
        return dataclasses.replace(office, via="demo"), people.by_login(self.acting)


def os_login() -> str:
    """The operating-system user who runs this: by his number, never by what ``USER`` says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


class Command(click.Command):
    """A command that also takes ``--office`` and ``--as``, and whose help is translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  click's own signature
        """Add the two options every command has."""
        super().__init__(*args, **kwargs)
        self.params += [_office_option(), _as_option()]

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        """Take the shared options out, then run."""
        take_shared(ctx)
        return super().invoke(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the reader's language."""
        translate(self)
        super().format_help(ctx, formatter)


def take_shared(ctx: click.Context) -> None:
    """Move ``--office`` and ``--as`` from a command's arguments to its entry."""
    entry = ctx.find_object(Entry) or Entry()
    ctx.obj = Entry(
        office=ctx.params.pop("office_dir", None) or entry.office,
        acting=ctx.params.pop("acting", "") or entry.acting,
    )


def translate(command: click.Command) -> None:
    """Put a command's help and its options' into the reader's language."""
    if command.help:
        command.help = tell(inspect.cleandoc(command.help))
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            param.help = tell(param.help)


class Group(click.Group):
    """A group whose commands are ``Command``."""

    command_class = Command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the reader's language."""
        translate(self)
        for command in self.commands.values():
            translate(command)
        super().format_help(ctx, formatter)


def json_option() -> Callable[[_Command], _Command]:
    """``--json``: print data for another program."""
    return click.option("as_json", "--json", is_flag=True, help="Print JSON.")


def _office_option() -> click.Option:
    return click.Option(
        ["office_dir", "--office"],
        type=click.Path(path_type=Path),
        help="The office folder; else DOCGEN_OFFICE, else upward from here.",
    )


def _as_option() -> click.Option:
    return click.Option(["acting", "--as"], default="", hidden=True)
