"""What one entry of the access log says, and the only bytes that may say it.

An entry is a small JSON object. Its bytes are canonical (RFC 8785, restricted to what
needs no number formatting), so that one entry has one hash; the bytes are stored and
hashed as they are, and never made anew to check them. An entry holds ids, codes and
salted commitments, never a name or text of a customer: nothing can be erased from a log,
but without its salt a commitment says nothing (个人信息保护法 art. 47).

Pure: the caller brings the time, the random id and the salts. The form of version 1 is
docs/spec/access-log.md; a fault here is finding L001.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docgen.errors import BadInput, Said, say
from docgen.ledger.merkle import HASH_SIZE
from docgen.model.events import EVENTS
from docgen.model.grades import Grade

VERSION = 1
#: What a bundle of ``tiles`` can hold.
MOST_BYTES = 65_535
SALT_SIZE = 32
_MOST_INT = 2**53 - 1
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_GRADES = frozenset(grade.code for grade in Grade)
_LONGEST = 200
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(entry: Mapping[str, object]) -> bytes:
    """The canonical bytes of an entry.

    ``ValueError`` for what an entry may not hold: floats, integers of 2**53 or more, keys
    that are not ASCII, lists of anything but strings, lone surrogates, more than 65,535 bytes.
    """
    _check_plain(entry)
    leaf = _CANONICAL.encode(entry).encode("utf-8")
    if len(leaf) > MOST_BYTES:
        raise ValueError(len(leaf))
    return leaf


def decode(leaf: bytes) -> dict[str, object]:
    """The entry that these bytes say, if they are the canonical ones.

    Raises:
        BadInput: They are not; duplicate keys, spaces, odd escapes and numbers written in
            another way are all found, because encoding anew gives other bytes.
    """
    if len(leaf) > MOST_BYTES:
        raise _not_canonical(say("it has more than {most} bytes", most=MOST_BYTES))
    try:
        entry = json.loads(leaf.decode("utf-8"))
        is_canonical = isinstance(entry, dict) and encode(entry) == leaf
    except (ValueError, RecursionError):
        raise _not_canonical(say("it is not JSON of the kind that entries have")) from None
    if not is_canonical:
        raise _not_canonical(say("it is not written in the one way that entries are written"))
    return dict(entry)


def schema_faults(entry: Mapping[str, object]) -> list[str]:
    """What is wrong with an entry by version 1 of the form, as sentences; empty if nothing."""
    missing = [key for key in _REQUIRED if key not in entry]
    return [*(say("the field “{key}” is missing", key=key) for key in missing), *part_faults(entry)]


def part_faults(part: Mapping[str, object]) -> list[str]:
    """What is wrong with some fields of an entry; the others were looked at before."""
    faults: list[str] = []
    for key, value in part.items():
        shape = _FIELDS.get(key)
        if shape is None:
            faults.append(say("the field “{key}” is not known", key=key))
        elif not shape.fits(value):
            faults.append(say("the field “{key}” is not {what}", key=key, what=shape.what))
    return faults


def commit(salt: bytes, value: str) -> str:
    """The commitment to a value that must stay erasable: base64 of SHA-256(salt, value).

    The salt is 32 random bytes used once; whoever has salt and value can prove the value,
    and once both are erased nobody can guess it.
    """
    if len(salt) != SALT_SIZE:
        raise ValueError(len(salt))
    return base64.b64encode(hashlib.sha256(salt + value.encode()).digest()).decode("ascii")


def _not_canonical(why: str) -> BadInput:
    return BadInput(
        say("This is not an entry of the access log"),
        why=why,
        fix=say("compare it with an export or a backup made earlier"),
    )


def _check_plain(value: object) -> None:
    """``ValueError`` unless the value has one canonical form."""
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(key)
            if not isinstance(part, str):
                _check_plain(part)
    elif isinstance(value, list):
        if not all(isinstance(part, str) for part in value):
            raise ValueError(value)
    elif isinstance(value, int):
        if abs(value) > _MOST_INT:
            raise ValueError(value)
    elif value is not None and not isinstance(value, str):
        raise ValueError(value)


# ---- version 1: what each field may be


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a field's value must be: the test, and its words after “is not”."""

    fits: Callable[[object], bool]
    what: Said


def _matching(pattern: str) -> Callable[[object], bool]:
    fullmatch = re.compile(pattern, re.ASCII).fullmatch
    return lambda value: isinstance(value, str) and fullmatch(value) is not None


def _one_of(allowed: frozenset[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in allowed


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_line(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= _LONGEST and value.isprintable()


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(_is_line(part) for part in value)


def is_time(value: object) -> bool:
    """Whether this is a moment as entries write it: UTC, microseconds, ``Z``."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_commitment(value: object) -> bool:
    if not isinstance(value, str) or not value.isascii():
        return False
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return len(raw) == HASH_SIZE and base64.b64encode(raw).decode("ascii") == value


def _is_notes(value: object) -> bool:
    return isinstance(value, dict) and all(_is_commitment(part) for part in value.values())


def _is_facts(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(part, str) or (isinstance(part, int) and not isinstance(part, bool))
        for part in value.values()
    )


_LINE = say("a line of 1 to 200 characters")
_CODE = say("a code of small letters, digits and hyphens")
_is_code = _matching(r"[a-z0-9][a-z0-9.-]{0,63}")

_REQUIRED: Mapping[str, _Shape] = {
    "v": _Shape(lambda value: value == VERSION and value is not True, say("the number 1")),
    "idx": _Shape(_is_count, say("a number from 0")),
    "id": _Shape(_matching(r"[0-9a-f]{32}"), say("32 hexadecimal digits")),
    "t": _Shape(is_time, say("a moment such as 2026-11-21T09:00:00.000000Z")),
    "who": _Shape(_matching(r"system|p-\d{4,12}"), say("an account such as p-0007, or system")),
    "via": _Shape(
        _one_of(frozenset({"os", "web", "api", "system", "demo"})),
        say("one of os, web, api, system, demo"),
    ),
    "act": _Shape(_one_of(frozenset(EVENTS)), say("an act that the log knows")),
    "res": _Shape(_one_of(frozenset({"allow", "deny", "error"})), say("one of allow, deny, error")),
    "app": _Shape(_is_line, _LINE),
}
_OPTIONAL: Mapping[str, _Shape] = {
    "obj": _Shape(_is_line, _LINE),
    "dossier": _Shape(_is_line, _LINE),
    "grade": _Shape(_one_of(_GRADES), say("the code of a grade")),
    "role": _Shape(_is_code, _CODE),
    "why": _Shape(_is_code, _CODE),
    "basis": _Shape(_is_lines, say("a list of lines")),
    "rules": _Shape(_is_lines, say("a list of lines")),
    "n": _Shape(_is_count, say("a number from 0")),
    "sha512": _Shape(_matching(r"[0-9a-f]{128}"), say("128 hexadecimal digits")),
    "clk": _Shape(_matching(r"back:\d{1,12}"), say("back: and a number of seconds")),
    "notes": _Shape(_is_notes, say("a set of commitments")),
    "more": _Shape(_is_facts, say("a set of small facts")),
}
_FIELDS: Mapping[str, _Shape] = {**_REQUIRED, **_OPTIONAL}
