"""Ctrl-C in the clothes in which Python 3.11 hands it on still stops the program in words."""

from __future__ import annotations

from collections.abc import Callable

import click
import pytest

from docgen.cli import main


def _wrapped() -> None:
    raise RuntimeError("Error calling __set_name__ on a property") from KeyboardInterrupt()


def _broken() -> None:
    raise RuntimeError("Error calling __set_name__ on a property")


@pytest.mark.parametrize(
    ("ends", "code", "said"), [(_wrapped, 130, "half done"), (_broken, 7, "itself failed")]
)
def test_only_ctrl_c_counts_as_ctrl_c(
    ends: Callable[[], None],
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(main, "main", click.Command("broken", callback=ends))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    answer = main._run([])

    assert answer == code
    assert said in capsys.readouterr().err
