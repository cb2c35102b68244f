"""The options by which a paper is answered, and what is said once it is filed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.cli.printing import out, out_json
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.register.models import Item

_Command = TypeVar("_Command", bound=Callable[..., Any])


def with_answers(command: _Command) -> _Command:
    """``--data`` and ``--set``, in this order."""
    file = click.Path(path_type=Path)
    for option in (
        click.option("--set", "sets", multiple=True, metavar="K=V", help="One answer; repeatable."),
        click.option("--data", type=file, help="Answers: TOML, JSON, YAML, CSV or XLSX."),
    ):
        command = option(command)
    return command


def with_pdf(command: _Command) -> _Command:
    """``--pdf``: all copies of the paper, besides the Word file."""
    return click.option("--pdf", is_flag=True, help="Make a PDF of all its copies too.")(command)


def tell_filed(item: Item, *, as_json: bool) -> None:
    """Say which paper was filed."""
    if as_json:
        out_json({"item": str(item), "number": item.form_number, "title": item.title})
    else:
        out(
            say(
                "Filed {item}: {title} {number}",
                item=item,
                title=item.title,
                number=item.form_number,
            )
        )
