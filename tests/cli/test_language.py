"""In which language the screen speaks: LANG, else the office; and every part of a message."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from tests.support.shell import Inside, Shell

import docgen
from docgen.cli import language
from docgen.errors import listed, say

CATALOGUE = gettext.translation(
    "docgen", str(Path(docgen.__file__).parent / "data" / "locale"), ["zh_Hans"], fallback=True
)


def translated(template: str) -> bool:
    return CATALOGUE.gettext(template) != template


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(language, "_chosen", [])
    return monkeypatch


@pytest.mark.parametrize(
    ("variables", "office", "spoken"),
    [
        ({}, "", "en"),
        ({}, "zh", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "zh"),
        ({"LANG": "en_US.UTF-8"}, "zh", "en"),
        ({"LANG": "C.UTF-8"}, "zh", "zh"),
        ({"LANG": "de_DE.UTF-8"}, "", "en"),
        ({"LC_ALL": "en_GB", "LANG": "zh_CN"}, "zh", "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "en", "zh"),
    ],
)
def test_who_decides_what_is_spoken(
    speak: pytest.MonkeyPatch, variables: dict[str, str], office: str, spoken: str
) -> None:
    for name, value in variables.items():
        speak.setenv(name, value)
    if office:
        language.choose(office)

    assert language.language() == spoken


def test_a_sentence_is_said_in_chinese_with_its_values(speak: pytest.MonkeyPatch) -> None:
    speak.setenv("LANG", "zh_CN.UTF-8")
    sentence = say("Filed {title} as {item}.", title="{合同}", item="1-1")

    said = language.tell(sentence)

    assert "{合同}" in said
    assert "1-1" in said
    assert (said != str(sentence)) == translated("Filed {title} as {item}.")


def test_a_sentence_within_a_sentence_is_said_too(speak: pytest.MonkeyPatch) -> None:
    speak.setenv("LANG", "zh_CN.UTF-8")
    inner = say("clerk")

    said = language.tell(say("the role {role} allows it", role=listed([inner, inner])))

    assert ("clerk" in said) != translated("clerk")


@pytest.mark.parametrize("text", ["", "没有翻译的句子", "a sentence nobody translated"])
def test_what_is_not_in_the_catalogue_stays_as_it_is(speak: pytest.MonkeyPatch, text: str) -> None:
    speak.setenv("LANG", "zh_CN.UTF-8")

    assert language.tell(text) == text
    assert language.tell(say(text)) == text


def test_the_program_speaks_chinese_where_lang_says_so(shell: Shell) -> None:
    said = shell.run("dossier", "show", "77", LC_ALL="zh_CN.UTF-8")

    assert said.code == 5
    if translated("There is no dossier {text}"):
        assert "There is no" not in said.err
        assert "77" in said.err


def test_reasons_and_details_are_translated_too(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    denied = inside.run("get", "0000000001-0001", "--out", "x", who="lena")
    wrong = inside.run("customer", "add", "（）", "--phone", "1", "--kind", "cat")

    assert (denied.code, wrong.code) == (4, 3)
    if translated("these rules speak against it"):
        english = [word for word in ("the paper", "no need", "a purpose") if word in denied.err]
        assert english == []
    if translated("the name is missing"):
        assert "is missing" not in wrong.err


def test_the_log_and_states_are_said_in_the_readers_language(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.run("loan", "request", "0000000001-0001", "--purpose", "service")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    log = inside.run("log", "list", "--act", "loan", who="jonas")
    loans = inside.run("loan", "list")

    assert "申请借阅" in log.out
    if translated("requested"):
        assert "requested" not in loans.out
