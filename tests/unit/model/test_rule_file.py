"""What readers of rules files share: a wrong key is told with its file, and what was meant."""

from __future__ import annotations

import pytest

from docgen.errors import BadInput, say
from docgen.model.rule_file import Wrong, refuse_twice, refuse_unknown, telling


def test_a_wrong_key_is_told_with_its_file() -> None:
    with (
        pytest.raises(BadInput) as refused,
        telling("duties.toml", lambda key: say("The duties' {key} is not right", key=key)),
    ):
        raise Wrong("duty.on", say("there is no such day"), "on = 10")

    told = refused.value
    assert (told.file, told.field, told.why) == ("duties.toml", "duty.on", "there is no such day")
    assert (told.what, told.fix) == (
        "The duties' duty.on is not right",
        "write for instance: on = 10",
    )


def test_what_is_right_passes_and_other_errors_are_left_alone() -> None:
    with telling("duties.toml", lambda key: say("The duties' {key} is not right", key=key)):
        refuse_unknown({"on": 1, "every": 2}, ("on", "every", "time"))
        refuse_twice(["a", "b"], "duty.key", 'key = "…"')

    with (
        pytest.raises(ValueError, match="not ours"),
        telling("duties.toml", lambda key: say("The duties' {key} is not right", key=key)),
    ):
        raise ValueError("not ours")


@pytest.mark.parametrize(
    ("key", "instead"), [("evry", "every"), ("evrey", "every"), ("zzz", "on, every")]
)
def test_an_unknown_key_is_told_with_what_was_meant(key: str, instead: str) -> None:
    with pytest.raises(Wrong) as refused:
        refuse_unknown({"on": 1, key: 2}, ("on", "every"), "duty.")

    assert (refused.value.key, refused.value.instead) == (f"duty.{key}", instead)


def test_a_name_stands_there_once() -> None:
    with pytest.raises(Wrong) as refused:
        refuse_twice(["a", "b", "b", "a"], "duty.key", 'key = "…"')

    assert refused.value.why == "a stands there twice"
