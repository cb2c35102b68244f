"""The office's settings to look at: every one of ``docgen.toml``, and no secret.

Secrets stand in files of their own, whose places are told; a setting whose name says that it is a
secret itself is never shown, should there ever be one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from docgen.office.desk import Office

HIDDEN = "••••••"
_SECRETS = ("password", "secret", "token")


def settings(office: Office) -> list[tuple[str, list[tuple[str, str]]]]:
    """The settings by their parts: each part with its names and values."""
    plain: list[tuple[str, str]] = []
    parts: list[tuple[str, list[tuple[str, str]]]] = []
    for name, value in _pairs(office.settings):
        if is_dataclass(value) or isinstance(value, Mapping):
            parts.append((name, [(key, _shown(key, one)) for key, one in _pairs(value)]))
        else:
            plain.append((name, _shown(name, value)))
    return [("office", plain), *parts]


def _pairs(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif is_dataclass(value):
        for each in fields(value):
            yield each.name, getattr(value, each.name)


def _shown(name: str, value: object) -> str:
    if value and any(word in name for word in _SECRETS) and not name.endswith("_file"):
        return HIDDEN
    if isinstance(value, Mapping) or is_dataclass(value):
        return ", ".join(f"{key} = {_shown(key, one)}" for key, one in _pairs(value) if one)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)
