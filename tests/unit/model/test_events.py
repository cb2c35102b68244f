"""The closed list of what the log can say."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import docgen
from docgen.model import events
from docgen.model.events import EVENTS, Event

ACT = re.compile(r"[a-z]+\.([a-z]+-)*[a-z]+")
IRREGULAR = {
    *("bound", "done", "given", "held", "left", "lent", "made", "read", "rebuilt", "sent", "set"),
    "withdrawn",
}
SPOKEN = list(EVENTS.values())


def fields(template: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_no_act_stands_twice() -> None:
    assert len(events._ALL) == len(EVENTS)
    assert all(act == event.act for act, event in EVENTS.items())


@pytest.mark.parametrize("event", SPOKEN, ids=lambda event: event.act)
def test_an_act_is_a_thing_and_a_past_participle(event: Event) -> None:
    verb = event.act.partition(".")[2].partition("-")[0]

    assert ACT.fullmatch(event.act)
    assert verb.endswith("ed") or verb in IRREGULAR


@pytest.mark.parametrize("event", SPOKEN, ids=lambda event: event.act)
def test_both_sentences_need_who_and_obj_alone(event: Event) -> None:
    names = {"who": "p-0007", "obj": "0000000042-0001"}

    said = [template.format(**names) for template in (event.en, event.zh)]

    assert fields(event.en) == fields(event.zh) <= set(names)
    assert not any("{" in sentence for sentence in said)


@pytest.mark.parametrize("event", SPOKEN, ids=lambda event: event.act)
def test_the_sentences_are_english_and_chinese(event: Event) -> None:
    assert event.en.isascii()
    assert re.search(r"[\u4e00-\u9fff]", event.zh)


def test_no_two_acts_are_told_alike() -> None:
    assert len({event.en for event in SPOKEN}) == len({event.zh for event in SPOKEN}) == len(SPOKEN)


def test_the_list_cannot_be_added_to() -> None:
    with pytest.raises(TypeError):
        EVENTS["item.eaten"] = SPOKEN[0]  # type: ignore[index]


def test_the_office_writes_only_what_is_on_the_list() -> None:
    office = Path(docgen.__file__).parent / "office"
    source = "\n".join(file.read_text("utf-8") for file in office.glob("*.py"))

    written = set(re.findall(r'"([a-z]+\.(?:[a-z]+ed|handed-over|read|rebuilt))"', source))

    assert "item.filed" in written
    assert written <= set(EVENTS)
