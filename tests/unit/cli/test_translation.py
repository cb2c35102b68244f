"""Every sentence the program can say is in the catalogue, in Chinese, with its placeholders."""

from __future__ import annotations

import string

import messages
import pytest
from babel.messages.catalog import Catalog

from docgen.cli import language
from docgen.errors import listed, say


def test_every_sentence_is_translated() -> None:
    catalogue = messages.catalogue()

    missing = [text for text in messages.sentences() if not _translation(catalogue, text)]

    assert missing == []


def test_translations_keep_their_placeholders() -> None:
    catalogue = messages.catalogue()

    wrong = [
        text
        for text in messages.sentences()
        if _placeholders(_translation(catalogue, text)) != _placeholders(text)
    ]

    assert wrong == []


def test_nothing_is_in_the_catalogue_that_is_no_longer_said() -> None:
    said = messages.sentences()

    stale = [
        message.id for message in messages.catalogue() if message.id and message.id not in said
    ]

    assert stale == []


def test_a_sentence_that_nobody_translated_would_be_noticed() -> None:
    assert not _translation(messages.catalogue(), "A sentence that the program never says")


def test_a_sentence_inside_a_sentence_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    inner = listed([say("clerk"), say("archivist")])

    told = language.tell(say("the role {role} allows it", role=inner))

    assert "办事员" in told
    assert "档案员" in told


@pytest.mark.parametrize(
    ("lang", "office", "expected"),
    [
        ("zh_CN.UTF-8", "en", "zh"),
        ("en_GB.UTF-8", "zh", "en"),
        ("C.UTF-8", "zh", "zh"),
        ("C", "en", "en"),
        ("de_DE.UTF-8", "zh", "zh"),
    ],
)
def test_lang_decides_else_the_office(
    monkeypatch: pytest.MonkeyPatch, lang: str, office: str, expected: str
) -> None:
    monkeypatch.setenv("LC_ALL", lang)
    language.choose(office)

    assert language.language() == expected


def _translation(catalogue: Catalog, text: str) -> str:
    message = catalogue.get(text)
    return str(message.string) if message and message.string else ""


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # a sentence without parameters may hold braces as they are
        return set()
