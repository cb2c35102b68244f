"""Looking at many files with few child processes; see ``text`` for one.

Starting a process costs more than reading a short paper. So a child is given a portion of them,
under the limits of one. If it comes to no end, nothing is believed of what it said: its portion is
halved until the file that breaks the reader is alone and is refused like any single one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from docgen.errors import BadInput
from docgen.render import sandbox
from docgen.render.text import Extract, extract, heard, reader_of

#: A file with the name that it has.
Named = tuple[str, bytes]


def extract_each(files: Sequence[Named]) -> list[Extract | BadInput]:
    """What each file says, or why it is refused, in their order."""
    if len(files) <= 1:
        return [_alone(one) for one in files]
    sizes = json.dumps([(name, len(data)) for name, data in files]).encode()
    payload = b"\n".join((sizes, b"".join(data for _, data in files)))
    try:
        told = sandbox.run("docgen.render.extracts:each", payload, name=files[0][0])
        answers = [one.encode() for one in json.loads(told)]
        return [_taken(one) for one in answers]
    except BadInput:
        half = len(files) // 2
        return [*extract_each(files[:half]), *extract_each(files[half:])]


def each(payload: bytes, name: str) -> bytes:
    """Read the files of a portion one after the other (in the child)."""
    del name
    sizes, _, data = payload.partition(b"\n")
    answers, at = [], 0
    for own, size in json.loads(sizes):
        reader = sandbox.find(reader_of(own))
        answers.append(sandbox.given_to(reader, data[at : at + size], own).decode())
        at += size
    return json.dumps(answers).encode()


def _alone(one: Named) -> Extract | BadInput:
    name, data = one
    try:
        return extract(data, name)
    except BadInput as refusal:
        return refusal


def _taken(answer: bytes) -> Extract | BadInput:
    try:
        return heard(sandbox.taken(answer) or b"")
    except BadInput as refusal:
        return refusal
