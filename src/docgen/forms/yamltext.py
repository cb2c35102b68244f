"""YAML as people write answers in it, without its surprises.

Every value is the text that stands there: the checker knows from the form what it means, so that
``no``, ``012``, ``1e3``, ``22:30`` and the phone 01012345678 are never taken for something else.
Only an empty value, ``~`` and ``null`` mean nothing. Anchors, tags and several documents are
refused with their line: a form needs none of them, and anchors can make a small file endless.
PyYAML only cuts the text into events; nothing is constructed by it.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from docgen.errors import BadInput, Said, say
from docgen.forms.characters import shown

_DEEPEST = 20
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))


class _UnfitYamlError(Exception):
    """YAML that means more than one plain value to each name."""

    def __init__(self, said: Said, event: yaml.Event) -> None:
        super().__init__(said)
        self.said, self.line = said, event.start_mark.line + 1 if event.start_mark else 0


def load_yaml(text: str, *, file: str) -> dict[str, object]:
    """Read the names and values of a YAML file; a mistake is a ``BadInput`` with its line."""
    try:
        events = _Events(text)
        found = events.document()
    except _UnfitYamlError as fault:
        raise _not_yaml(file, fault.said, fault.line) from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 0
        message = shown(fault.problem or fault.context or "")
        raise _not_yaml(
            file, say("line {line}: {message}", line=line, message=message), line
        ) from None
    except yaml.YAMLError as fault:
        raise _not_yaml(file, say("it holds {odd}", odd=shown(str(fault))), 0) from None
    except (RecursionError, OverflowError, ValueError):
        raise _not_yaml(file, say("its brackets are nested too deep"), 0) from None
    if isinstance(found, dict):
        return found
    if found == "":
        return {}
    raise _not_yaml(file, say("it holds {value}, not names with values", value=shown(found)), 1)


class _Events:
    """Plain data from the events of one document."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)

    def document(self) -> object:
        """The one document of the file; "" for an empty file."""
        event = next(self._events)
        while isinstance(event, yaml.StreamStartEvent):
            event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return ""
        found = self._value(next(self._events), 0)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _UnfitYamlError(say("it holds several documents"), after)
        return found

    def _value(self, event: yaml.Event, depth: int) -> object:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _UnfitYamlError(say("it holds an anchor (& or *)"), event)
        if tag := getattr(event, "tag", None):
            raise _UnfitYamlError(say("it holds a tag ({tag})", tag=shown(tag)), event)
        if depth > _DEEPEST:
            raise _UnfitYamlError(say("its brackets are nested too deep"), event)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None and event.value in _NOTHING
            return "" if plain else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        return self._mapping(depth)

    def _list(self, depth: int) -> list[object]:
        found = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, depth + 1))
        return found

    def _mapping(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._value(event, depth + 1)
            if not isinstance(name, str):
                raise _UnfitYamlError(say("a list or table stands where a name belongs"), event)
            if name in found:
                raise _UnfitYamlError(say("“{name}” stands there twice", name=shown(name)), event)
            found[name] = self._value(next(self._events), depth + 1)
        return found


def _not_yaml(file: str, why: Said, line: int) -> BadInput:
    return BadInput(
        say("{file} is not YAML that docgen reads", file=file),
        why=why,
        fix=say("write name: value, one to a line, with a space after the colon"),
        file=file,
        line=line,
    )
