"""``docgen dossier export`` and ``docgen import bag`` from the command line."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from tests.support.shell import Inside, Said

from docgen.archive.bag_check import check_bag
from docgen.office import aids

ONE = "0000000001"


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aids, "printed_each", lambda _, words: [b"%PDF"] * len(words))


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


def test_a_folder(inside: Inside, tmp_path: Path) -> None:
    out = tmp_path / "bag"

    said = done(inside.run("dossier", "export", "1", "--purpose", "legal", "--out", out))

    assert f"{ONE}: 1 papers in" in said.out
    assert check_bag(out) == []


@pytest.mark.parametrize("options", [["--out", "a.zip"], ["--zip", "--out", "a"]])
def test_a_zip(inside: Inside, tmp_path: Path, options: list[str]) -> None:
    target = [*options[:-1], tmp_path / options[-1]]

    data = done(inside.run("dossier", "export", "1", "--purpose", "legal", *target, "--json")).data

    (one,) = data["exports"]
    assert Path(one["path"]) == tmp_path / "a.zip"
    assert (one["dossier"], one["papers"], one["left_out"]) == (ONE, 1, [])
    assert check_bag(tmp_path / "a.zip") == []


def test_several_dossiers_each_in_a_bag_of_its_own(inside: Inside, tmp_path: Path) -> None:
    done(inside.run("customer", "add", "样例二公司", "--kind", "company"))
    done(inside.run("dossier", "open", "样例二公司"))

    done(inside.run("dossier", "export", "1", "2", "--purpose", "legal", "--out", tmp_path / "all"))

    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [ONE, "0000000002"]
    assert all(check_bag(path) == [] for path in (tmp_path / "all").iterdir())


def test_for_a_person(inside: Inside, tmp_path: Path) -> None:
    out = tmp_path / "a.zip"

    done(
        inside.run("dossier", "export", "1", "--purpose", "customer", "--for-person", "--out", out)
    )

    with zipfile.ZipFile(out) as archive:
        assert archive.namelist()[:2] == ["000 卷内目录.pdf", "000 说明.txt"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["1", "--purpose", "fun"], 4),
        (["9", "--purpose", "legal"], 5),
        (["1", "--purpose", "legal", "--for-person", "--all-versions"], 2),
        (["1", "样例", "--purpose", "legal"], 2),
    ],
)
def test_what_is_not_done(inside: Inside, tmp_path: Path, options: list[str], code: int) -> None:
    said = inside.run("dossier", "export", *options, "--out", tmp_path / "bag", "--json")

    assert said.code == code
    assert not (tmp_path / "bag").exists()


def test_what_may_not_be_read_is_said(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("评估", "utf-8")
    done(inside.run("file", "1", tmp_path / "b.txt", "--grade", "A", "--as", "shen"))
    command = ("dossier", "export", "1", "--purpose", "legal")

    stopped = inside.run(*command, "--out", tmp_path / "bag", "--json")
    left = done(inside.run(*command, "--out", tmp_path / "bag", "--leave-out"))

    assert stopped.code == 4
    assert [one["rule"] for one in stopped.problem["reasons"]] == ["R2", "R11"]
    assert f"{ONE}-0002" in left.err


def test_a_bag_is_taken_in(inside: Inside, tmp_path: Path) -> None:
    out = tmp_path / "bag"
    done(inside.run("dossier", "export", "1", "--purpose", "legal", "--out", out))
    done(inside.run("customer", "add", "样例二公司", "--kind", "company"))
    command = ("import", "bag", out, "--customer", "样例二公司", "--duplicates", "take", "--json")

    tried = done(inside.run(*command, "--dry-run")).data
    taken = done(inside.run(*command)).data
    again = done(inside.run(*command)).data

    assert (tried["filed"], taken["filed"], again["filed"], again["before"]) == (0, 1, 0, 1)
    assert taken["papers"][0]["item"] == "0000000002-0001"


def test_a_bad_bag_is_refused_with_its_rules(inside: Inside, tmp_path: Path) -> None:
    bad = Path(__file__).parents[1] / "bad-bags" / "B013_payload_changed"
    shutil.copytree(bad, tmp_path / "bag")

    said = inside.run("import", "bag", tmp_path / "bag", "--dossier", "1")

    assert said.code == 3
    assert "B013 data/b.txt" in said.err


def test_where_a_bag_goes_must_be_said(inside: Inside, tmp_path: Path) -> None:
    for options in ([], ["--dossier", "1", "--customer", "K000001"]):
        said = inside.run("import", "bag", tmp_path, *options, "--json")

        assert said.code == 2
