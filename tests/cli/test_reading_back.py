"""``docgen read``, ``item verify`` and ``item history``: what they print and how they end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.support.damages import put
from tests.support.desks import COMPLAINT
from tests.support.edited import typed_over
from tests.support.shell import Inside

WAS, NOW = "JL-202603-04", "JL-202603-99"
ITEM = "0000000001-0002"


@dataclass(frozen=True)
class Paper:
    """A complaint that was filed, and a copy of it to edit."""

    inside: Inside
    path: Path

    def edit(self, was: str = WAS, now: str = NOW) -> Path:
        """Type over some words of the copy."""
        self.path.write_bytes(typed_over(self.path.read_bytes(), {was: now}))
        return self.path


@pytest.fixture
def paper(inside: Inside, folder: Path, tmp_path: Path) -> Paper:
    example = folder / "templates" / COMPLAINT / "example.toml"
    said = inside.run(
        *("fill", COMPLAINT, "--data", example, "--customer", "K000001", "--file"),
        *("--out", tmp_path / "copy.docx", "--json"),
    )
    assert said.data["item"] == ITEM, said.err
    return Paper(inside, tmp_path / "copy.docx")


def test_an_edit_is_read_applied_and_verified(paper: Paper) -> None:
    paper.edit()
    run = partial(paper.inside.run, who="")

    read = run("read", paper.path, "--json")
    assert (read.code, read.data["item"], read.data["version"]) == (1, ITEM, 1)
    (change,) = read.data["changes"]
    assert (change["field"], change["was"], change["is"]) == ("minutes_number", WAS, NOW)

    applied = run("read", paper.path, "--apply", "--yes", "--reason", "更正", "--json")
    assert applied.code == 0, applied.err
    assert applied.data["applied"]["version"] == 2
    verified = run("item", "verify", ITEM, "--json")
    assert (verified.code, verified.data["ok"]) == (0, True)
    chapters = run("item", "history", ITEM, "--json").data["versions"]
    assert [one["from"] for one in chapters] == [None, 1]
    assert (chapters[1]["reason"], chapters[1]["changes"][0]["is"]) == ("更正", NOW)


def test_a_form_as_it_was_filled_has_no_changes(paper: Paper) -> None:
    read = paper.inside.run("read", paper.path)

    assert (read.code, read.err) == (0, "")
    assert f"Compared with {ITEM}, version 1" in read.out
    assert "no changes" in read.out
    assert "control" in read.out
    applied = paper.inside.run("read", paper.path, "--apply", "--yes")
    assert (applied.code, "Nothing is filed." in applied.out) == (0, True)


def test_a_change_as_people_read_it(paper: Paper) -> None:
    said = paper.inside.run("read", paper.edit())

    assert said.code == 1
    assert f"{WAS} → {NOW}  (table" in said.out


def test_other_words_as_people_read_them(paper: Paper) -> None:
    said = paper.inside.run("read", paper.edit("投诉级别", "投诉等级"))

    assert said.code == 1
    assert "Words outside the answers" in said.out
    assert "投诉等级" in said.out


def test_what_is_open_is_told_all_at_once_with_its_place(paper: Paper) -> None:
    paper.edit("2026年3月13日", "某日")
    paper.edit("2026年3月12日 15:20", "某时")

    said = paper.inside.run("read", paper.path)
    data = paper.inside.run("read", paper.path, "--json").data
    applied = paper.inside.run("read", paper.path, "--apply", "--yes", "--json")

    assert (said.code, applied.code) == (1, 3)
    assert {one["field"] for one in data["open"]} == {"due_on", "informed_at"}
    assert all(one["label"] and one["place"] and one["fix"] for one in data["open"])
    for one in data["open"]:
        assert f"{one['place']} {one['label']} {one['field']}" in said.out
    assert {one["field"] for one in applied.problem["details"]} == {"due_on", "informed_at"}


def test_without_a_terminal_nothing_is_filed_unasked(paper: Paper) -> None:
    said = paper.inside.run("read", paper.edit(), "--apply")

    assert said.code == 2
    assert "--yes" in said.err
    assert paper.inside.run("item", "show", ITEM, "--json").data["versions"][1:] == []


@pytest.mark.parametrize(("agreed", "code", "versions"), [(True, 0, 2), (False, 1, 1)])
def test_on_a_terminal_somebody_is_asked(
    paper: Paper,
    monkeypatch: pytest.MonkeyPatch,
    agreed: bool,  # noqa: FBT001  the person's answer
    code: int,
    versions: int,
) -> None:
    asked: list[str] = []

    def confirm(question: str) -> bool:
        asked.append(question)
        return agreed

    monkeypatch.setattr("docgen.cli.read.is_terminal", lambda: True)
    monkeypatch.setattr("click.confirm", confirm)

    said = paper.inside.run("read", paper.edit(), "--apply")

    assert (said.code, asked) == (code, [f"File it as a new version of {ITEM}?"]), said.err
    shown = paper.inside.run("item", "show", ITEM, "--json").data
    assert len(shown["versions"]) == versions


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("nowhere.docx",), 3, "cannot be read"),
        (("copy.docx", "--against", "0000000009-0001"), 5, "no item"),
        (("copy.docx", "--against", "0000000001-0001"), 3, "cannot be compared"),
        (("copy.docx", "--template", "no-such-form"), 5, "no template"),
        (("copy.docx", "--from-version", "0"), 2, "from-version"),
    ],
)
def test_what_cannot_be_read_ends_in_a_sentence(
    paper: Paper, args: tuple[str, ...], code: int, words: str
) -> None:
    said = paper.inside.run("read", paper.path.with_name(args[0]), *args[1:])

    assert said.code == code
    assert words in said.err
    assert "Traceback" not in said.err


def test_what_is_no_form_of_ours_is_refused(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04 no more")

    said = paper.inside.run("read", tmp_path / "x.docx", "--json")

    assert (said.code, said.problem["file"]) == (3, "x.docx")


def test_who_may_not_is_refused_with_reasons(paper: Paper) -> None:
    for args in (("read", paper.path), ("item", "verify", ITEM), ("item", "history", ITEM)):
        said = paper.inside.run(*args, "--json", who="lena")

        assert said.code == 4
        assert {"R2", "R3"} <= {reason["rule"] for reason in said.problem["reasons"]}


def test_verifying_a_damaged_paper(paper: Paper, folder: Path) -> None:
    (word,) = folder.glob("archive/**/v1/content/*投诉*.docx")
    put(word, word.read_bytes() + b" ")

    said = paper.inside.run("item", "verify", ITEM)
    every = paper.inside.run("item", "verify", "--all")
    data = paper.inside.run("item", "verify", "--dossier", "1", "--json").data

    assert (said.code, every.code) == (6, 6)
    assert "NOT as it was filed" in said.out
    assert word.name in said.out
    assert "2 verified, 1 not as filed, 0 not compared" in every.out
    assert [one["state"] for one in data["items"]] == ["same", "differs"]
    assert data["ok"] is False


def test_verifying_without_the_old_template(paper: Paper, folder: Path) -> None:
    file = folder / "templates" / COMPLAINT / "form.toml"
    file.write_text(file.read_text("utf-8") + "\n# edited\n", "utf-8")
    (kept,) = (folder / "templates" / ".used").iterdir()
    kept.rename(folder / "elsewhere")

    said = paper.inside.run("item", "verify", ITEM)

    assert said.code == 1
    assert "template has changed" in said.out


@pytest.mark.parametrize("args", [(), (ITEM, "--all"), ("--all", "--dossier", "1")])
def test_one_thing_is_verified_at_a_time(inside: Inside, args: tuple[str, ...]) -> None:
    assert inside.run("item", "verify", *args).code == 2


def test_a_history_as_people_read_it(paper: Paper) -> None:
    paper.inside.run("read", paper.edit(), "--apply", "--yes", "--reason", "更正")

    said = paper.inside.run("item", "history", ITEM)

    lines = [line.strip() for line in said.out.splitlines()]
    assert said.code == 0
    assert "edited by hand from version 1" in lines
    assert "reason: 更正" in lines
    assert any(f"{WAS} → {NOW}" in line for line in lines)
    assert [line[:2] for line in lines if line.startswith("v")] == ["v1", "v2"]
