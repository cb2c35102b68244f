"""From the bytes of a TOML or JSON file to plain data, with the line of every mistake.

Files are UTF-8, with or without a byte-order mark. Files that Chinese Windows programs
save as GBK or UTF-16 are recognised and said, not guessed at. Numbers with a point become
``Decimal``, so that no amount passes through binary fractions.
"""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal, DecimalException

from docgen.errors import BadInput, Said, say
from docgen.forms.characters import shown

_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HAN = re.compile("[\u4e00-\u9fff]")


def decode(data: bytes, *, file: str) -> str:
    """The text of a UTF-8 file without its byte-order mark; ``BadInput`` names another encoding."""
    if data.startswith(_UTF16) or data[:200].count(0) > len(data[:200]) // 4:
        raise _encoded(say("{file} is UTF-16 text", file=file), file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        if _looks_gbk(data):
            what = say("{file} looks like GBK, as Chinese Windows programs save text", file=file)
        else:
            byte = f"{data[fault.start]:02X}"
            what = say("{file} has a byte ({byte}) that is not UTF-8", file=file, byte=byte)
        raise _encoded(what, file, line) from None


def _encoded(what: Said, file: str, line: int = 0) -> BadInput:
    return BadInput(
        what,
        why=say("docgen reads UTF-8 only, so that no character is guessed"),
        fix=say("open it in an editor, choose “save as” and the encoding UTF-8"),
        file=file,
        line=line,
    )


def _looks_gbk(data: bytes) -> bool:
    try:
        return bool(_HAN.search(data.decode("gb18030")))
    except UnicodeDecodeError:
        return False


def load_toml(text: str, *, file: str) -> dict[str, object]:
    """Read TOML; a mistake is a ``BadInput`` with its line."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, DecimalException, RecursionError) as fault:
        message, line = _toml_message(fault, text)
        raise BadInput(
            say("{file} is not TOML", file=file),
            why=message,
            fix=say('write name = "value", one to a line, with text in straight quotes'),
            file=file,
            line=line,
        ) from None


def _toml_message(fault: Exception, text: str) -> tuple[Said, int]:
    if isinstance(fault, RecursionError):
        return say("its brackets are nested too deep"), 0
    if not isinstance(fault, tomllib.TOMLDecodeError):
        return say("it holds a number that is too long"), 0
    found = _WHERE.search(str(fault))
    last = len(text.rstrip().split("\n"))
    line = int(found[1] or last) if found else 0
    message = _WHERE.sub("", str(fault))
    return say("line {line}: {message}", line=line, message=shown(message)), line


def load_json(text: str, *, file: str) -> dict[str, object]:
    """Read a JSON object; a mistake is a ``BadInput`` with its line."""
    data = _json(text, file)
    if not isinstance(data, dict):
        raise _not_json(file, say("it holds {value}, not names with values", value=shown(data)))
    return data


def load_json_list(text: str, *, file: str) -> list[object]:
    """Read a JSON list, such as the rows of a table in one cell; ``BadInput`` for a mistake."""
    data = _json(text, file)
    if isinstance(data, list):
        return data
    raise BadInput(
        say("{file} is not a JSON list", file=file),
        why=say("it holds {value}, not a list of rows", value=shown(data)),
        fix=say('write [{"name": "value", …}, …] with straight quotes'),
        file=file,
    )


def _json(text: str, file: str) -> object:
    try:
        data: object = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_twins,
        )
    except json.JSONDecodeError as fault:
        why = say("line {line}: {message}", line=fault.lineno, message=fault.msg)
        raise _not_json(file, why, fault.lineno) from None
    except _UnfitJsonError as fault:
        raise _not_json(file, fault.said) from None
    except (ValueError, DecimalException):
        raise _not_json(file, say("it holds a number that is too long")) from None
    except RecursionError:
        raise _not_json(file, say("its brackets are nested too deep")) from None
    return data


class _UnfitJsonError(Exception):
    """JSON that Python would read, but not as one plain value to each name."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


def _not_json(file: str, why: Said, line: int = 0) -> BadInput:
    return BadInput(
        say("{file} is not a JSON object", file=file),
        why=why,
        fix=say('write {"name": "value", …} with straight quotes and each name once'),
        file=file,
        line=line,
    )


def _no_constant(name: str) -> object:
    raise _UnfitJsonError(say("{name} is not a number that a form can hold", name=name))


def _no_twins(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise _UnfitJsonError(say("“{name}” stands there twice", name=shown(name)))
        found[name] = value
    return found


def lines_of(text: str) -> Mapping[tuple[str, ...], int]:
    """The line on which each table header and each key of a TOML text stands first.

    Good enough to lead a person to the place: quoted names with dots in them and keys inside
    inline tables are not told apart.
    """
    lines: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] = ()
    quoted = False
    for number, line in enumerate(text.split("\n"), start=1):
        outside, quoted = not quoted, quoted ^ (_odd_quotes(line))
        if not outside:
            continue
        start = line.strip()
        if start.startswith("["):
            header = _path(start.strip("[").partition("]")[0])
            lines.setdefault(header, number)
        elif "=" in start and not start.startswith("#"):
            lines.setdefault(header + _path(start.partition("=")[0]), number)
    return lines


def _odd_quotes(line: str) -> bool:
    return bool((line.count('"""') + line.count("'''")) % 2)


def _path(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
