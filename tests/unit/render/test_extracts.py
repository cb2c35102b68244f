"""Many files looked at with few children: each gets the answer it would get alone."""

from __future__ import annotations

import pytest

from docgen.errors import BadInput
from docgen.render import sandbox
from docgen.render.extracts import extract_each
from docgen.render.text import Extract

PNG = b"\x89PNG\r\n\x1a\n...IEND\xaeB`\x82"


def said(found: Extract | BadInput) -> str:
    return f"{found.media_type}: {found.text}" if isinstance(found, Extract) else str(found.why)


def test_each_gets_its_own_answer_in_order() -> None:
    files = [
        ("一.txt", "甲方".encode()),
        ("二.png", PNG),
        ("三.txt", b"\x00"),
        ("四.exe", b"MZ"),
        ("五.txt", b""),
        ("六.csv", "a,乙\n".encode()),
    ]

    assert [said(one) for one in extract_each(files)] == [
        "text/plain: 甲方",
        "image/png: ",
        "its content is not text in UTF-8 or GB 18030",
        "files ending in “.exe” are not accepted",
        "it is empty",
        "text/csv: a,乙\n",
    ]


def test_a_refusal_is_that_of_a_file_alone() -> None:
    [bad, good] = extract_each([("a.pdf", b"no pdf"), ("b.txt", b"b")])
    [alone] = extract_each([("a.pdf", b"no pdf")])

    assert isinstance(good, Extract)
    assert isinstance(bad, BadInput)
    assert isinstance(alone, BadInput)
    assert (bad.what, bad.why, bad.fix, bad.file) == (alone.what, alone.why, alone.fix, alone.file)


def test_nothing_to_look_at_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sandbox, "run")

    assert extract_each([]) == []


@pytest.mark.parametrize("breaks", [{"3.txt"}, {"0.txt", "4.txt"}])
def test_the_file_that_breaks_the_reader_is_found_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, breaks: set[str]
) -> None:
    """The child cannot be made to break from here: so what it is asked for does."""
    real, children = sandbox.run, list[int]()

    def breaking(function: str, payload: bytes, *, name: str, **limits: int) -> bytes:
        children.append(1)
        if name in breaks or any(each.encode() in payload for each in breaks):
            raise BadInput("broken", why="it breaks the reader", fix="save it again")
        return real(function, payload, name=name, **limits)

    monkeypatch.setattr(sandbox, "run", breaking)
    names = [f"{n}.txt" for n in range(5)]

    found = extract_each([(name, name[0].encode()) for name in names])

    assert {name for name, one in zip(names, found, strict=True) if isinstance(one, BadInput)} == (
        breaks
    )
    assert [one.text for one in found if isinstance(one, Extract)] == [
        name[0] for name in names if name not in breaks
    ]
