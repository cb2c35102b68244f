"""What pages say: sentences in the reader's language, and no commands, for nobody can type them."""

from __future__ import annotations

import re
from pathlib import PurePath

import messages
import pytest
from django.utils import translation

from docgen.cli.main import COMMANDS
from docgen.errors import BadInput, say
from docgen.office import jobs
from docgen.web.api_problems import as_data
from docgen.web.speech import tell

#: What only the command line calls, with options that a page has no word for.
AT_THE_COMMAND_LINE = {
    "answering.py",
    "backup_keys.py",
    "batch_folder.py",
    "batch_resume.py",
    "datasheets.py",
    "handing_out.py",
    "hit_list.py",
    "keys_rotation.py",
    "restoring.py",
    "taking_in_columns.py",
    "taking_in_report.py",
    "writing.py",
}
ROOMS = ("archive", "index", "model", "office", "web")
FIX = say("see the loans").by("docgen loan list")


@pytest.mark.parametrize(("language", "told"), [("en", "see the loans"), ("zh-hans", "借阅列表")])
def test_a_page_says_what_to_do_and_not_by_which_command(language: str, told: str) -> None:
    with translation.override(language):
        said = tell(FIX)

    assert told in said
    assert "docgen" not in said


def test_neither_does_a_program_hear_of_commands() -> None:
    problem = BadInput(say("There is no loan"), why=say("it is not there"), fix=FIX)

    with translation.override("en"):
        data = as_data(problem, 422)

    assert data["fix"] == "see the loans"


def test_what_is_written_down_for_a_page_leaves_commands_out() -> None:
    assert jobs.both(FIX)[0] == "see the loans"


def test_no_sentence_that_may_reach_a_page_has_a_command_in_its_own_words() -> None:
    names = "|".join(COMMANDS)
    typed = re.compile(rf"\bdocgen ({names})\b|(?<![\w-])--[a-z]")

    found = {
        (text, PurePath(file).name)
        for text, places in messages.sentences().items()
        for file, _ in places
        if typed.search(text) and PurePath(file).parts[2] in ROOMS
    }

    assert {text for text, file in found if file not in AT_THE_COMMAND_LINE} == set()
    assert {file for _, file in found} == AT_THE_COMMAND_LINE
