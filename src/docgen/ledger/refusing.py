"""The complaints of an auditor's program: what cannot be read, found or made. Pure.

Paths and addresses come in as text; what the system says comes in as it said it.
"""

from __future__ import annotations

from docgen.errors import BadInput, Misuse, NotFound, OutsideFailed, Problem, say


def unreadable(file: str, why: str) -> BadInput:
    """A file of a log cannot be what it should be."""
    return BadInput(
        say("{file} is not read", file=file),
        why=why,
        fix=say("ask the office for a new export, and keep this one as it is"),
        file=file,
    )


def not_there(name: str) -> NotFound:
    """There is no such file or folder."""
    return NotFound(
        say("There is no {path}", path=name),
        why=say("no file or folder has this name"),
        fix=say("check the name and the folder you are in"),
        file=name,
    )


def no_register(file: str, kind: type[Problem], error: Exception) -> Problem:
    """SQLite does not read this file."""
    return kind(
        say("{path} cannot be read as the register of an office", path=file),
        why=say("SQLite says: {error}", error=error),
        fix=say("give the file register.sqlite3, or an export; if it is damaged, keep it so"),
        file=file,
    )


def unreachable(address: str, error: Exception) -> OutsideFailed:
    """The network does not give a file."""
    return OutsideFailed(
        say("{address} could not be fetched", address=address),
        why=say("the network says: {error}", error=error),
        fix=say("try again; what was pulled before stays as it is"),
    )


def disk_failed(error: OSError) -> OutsideFailed:
    """The disk does not read or write."""
    return OutsideFailed(
        say("A file could not be read or written"),
        why=say("the system says: {error}", error=error),
        fix=say("check the disk and the rights on the files, then try again"),
    )


def no_key() -> Misuse:
    """Nobody said which key the log has."""
    return Misuse(
        say("There is no key to check it with"),
        why=say("nothing was pulled yet, and a register or receipt brings no key along"),
        fix=say("get log.vkey from the office and name it with --key"),
    )


def no_auditor(folder: str) -> NotFound:
    """A folder is not an auditor's."""
    return NotFound(
        say("{folder} is not an auditor's folder", folder=folder),
        why=say("there is no key of an auditor in it"),
        fix=say("make one with: docgen-audit init NAME, or name yours with --state"),
        file=folder,
    )


def not_made(folder: str, name: str) -> Misuse:
    """A folder does not become an auditor's."""
    return Misuse(
        say("{folder} does not become the folder of “{name}”", folder=folder, name=name),
        why=say("a key is there already, or the name is empty or has spaces or “+” in it"),
        fix=say("choose another folder with --state, or a name such as audit.example/wang"),
    )


def damaged(file: str) -> BadInput:
    """Somebody changed what the auditor keeps."""
    return BadInput(
        say("Your own file {file} was changed or damaged", file=file),
        why=say("what it says does not fit together"),
        fix=say("bring the folder back from your backup; do not begin anew before you know why"),
        file=file,
    )


def nothing_of(month: str) -> NotFound:
    """No entry kept is of this month."""
    return NotFound(
        say("Nothing of {month} is kept", month=month),
        why=say("a month is written as 2026-11, and its entries must have been pulled"),
        fix=say("pull the log, or name a month between its first and its last entry"),
    )
