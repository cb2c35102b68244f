"""The commands as their help shows them: all there, each with an example, in one table."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import click
import pytest
from tests.support.shell import Inside, Shell

from docgen import cli
from docgen.cli.main import COMMANDS, main

#: What the office of one needs for the main job, from end to end.
PROMISED = """
init demo fill batch read questions file find get check recover reindex
backup restore upgrade rebuild
template list|show|check|new|accept|export-excel
customer add|list|show|import|grade|credit|classes|analyse
import folder|sheet|bag
dossier reach|link|renumber|bindings|change-buyer|seal
dossier open|list|show|missing|catalogue|cover|note|papers|register|labels|bind|export|place
saved list|delete
item show|history|verify|describe|move|sign
copy issue|note|end|review|list|show
outside request|approve|refuse|withdraw|close|serve|list|show|form|register
case open|show|list|step|decide|object|close|extend|raise|convert|not-accepted
case overdue|register|review
posting open|show|list|gate|paper|note|approve|depart|return|appraise|rank|rotate|notice
posting leave|leaves|approve-leave|area|areas
visit plan|list|check|card|daily|call|month|urgent
gift ask|approve|refuse|give|declare|hand-in|list
survey open|answer|close|show|plan
handover start|show|list|item|accept|paper|sign|close|withdraw
asset add|lend|return|check|list|paper
station add|change|list
duty list|due|start|done|waive|rules|export|reminders
worker
loan request|reserve|approve|refuse|cancel|hand-over|renew|recall|return|lost|settle
loan list|overdue|slip|sheet
retention due|hold|release|list|lengthen|shorten|approve|refuse|withdraw|changes
destroy propose|list|show|approve|refuse|withdraw|witness|carry-out|certificate
transfer due|propose|send|withdraw|accept|list|show|print
log list|verify|checkpoint|export|show|proof|cosigned|rotate-key|erase-notes
keys init|shares|drill|on|recover|rotate|backup|restore|status|verify|encrypt
regrade propose|approve|refuse|withdraw|list
audit access|refused|loans|outside|who-knew|unusual|reconcile|report|trace
permit request|approve|refuse|list
user add|list|role|clearance|unit|grant|close|invite|code
serve
"""


def promised() -> Iterator[str]:
    for line in PROMISED.split("\n"):
        group, _, subcommands = line.partition(" ")
        if "|" in subcommands or group == "item":
            yield from (f"{group} {name}" for name in subcommands.split("|"))
        else:
            yield from line.split()


def commands() -> dict[str, click.Command]:
    """Every command by the words that call it; groups themselves are not among them."""
    context = click.Context(main)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            found |= {f"{name} {sub}": one for sub, one in command.commands.items()}
        else:
            found[name] = command
    return found


def test_every_promised_command_is_there_and_no_other() -> None:
    assert set(commands()) == set(promised())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_shows_an_example_of_itself(name: str) -> None:
    text = commands()[name].help or ""

    _, _, example = text.partition("Example: ")
    assert f"docgen {name}" in example
    assert text.split("\n")[0].endswith(".")


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_says_what_it_is_for(name: str) -> None:
    options = [one for one in commands()[name].params if isinstance(one, click.Option)]

    silent = [one.opts[0] for one in options if not one.hidden and not one.help]
    assert silent == []
    assert {"--office", "--as"} <= {text for one in options for text in one.opts}


def test_commands_that_print_data_print_json() -> None:
    words = {"questions", "log checkpoint", "log proof", "demo", "serve"}  # a file, or a story
    words |= {f"keys {step}" for step in ("init", "shares", "drill", "on", "recover", "rotate")}

    without = {
        name
        for name, command in commands().items()
        if "--json" not in {text for one in command.params for text in one.opts}
    }
    assert without == words


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_is_what_the_commands_say_of_themselves(name: str) -> None:
    _, about = COMMANDS[name]
    command = main.get_command(click.Context(main), name)

    assert command is not None
    assert command.name == name
    assert about.endswith(".")
    assert about.split()[0] == (command.help or "").split()[0].rstrip(":")


def test_no_command_is_left_out_of_the_table() -> None:
    modules = [
        importlib.import_module(f"docgen.cli.{one.name}")
        for one in pkgutil.iter_modules(cli.__path__)
    ]
    inner = {id(one) for one in commands().values()}

    loose = {
        value.name
        for module in modules
        for value in vars(module).values()
        if isinstance(value, click.Command) and value is not main and id(value) not in inner
    }
    assert loose - set(COMMANDS) == set()


def test_help_of_the_program_and_of_a_command(shell: Shell) -> None:
    whole, one = shell.run("--help"), shell.run("loan", "hand-over", "-h")

    assert (whole.code, one.code) == (0, 0)
    for name, (_, about) in COMMANDS.items():
        assert name in whole.out
        assert about.split(";")[0].split()[-1] in whole.out
    assert "Example: docgen loan hand-over L000001" in one.out


@pytest.mark.parametrize(
    "args",
    [
        ["nothing"],
        ["loan", "nothing"],
        ["fill"],
        ["find"],
        ["loan", "list", "--state", "stolen"],
        ["get", "x"],
    ],
)
def test_a_misspelled_command_is_misuse(inside: Inside, args: list[str]) -> None:
    said = inside.run(*args)

    assert said.code == 2
    assert "Usage:" in said.err
    assert "Traceback" not in said.err


def test_help_in_chinese(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    said = inside.run("--help")

    assert said.code == 0
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said.out)
