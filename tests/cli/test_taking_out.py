"""``docgen get``, ``copy issue``, ``permit`` and ``audit trace`` as people type them."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfReader
from tests.support.pdfs import written
from tests.support.shell import Inside, Said


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


def _filed(inside: Inside, place: Path, *, grade: str = "C", who: str = "mira") -> str:
    file = place / f"{grade}.pdf"
    file.write_bytes(written("CONTRACT", "PAGE TWO"))
    made = inside.run("file", "K000001", file, "--grade", grade, "--json", who=who)
    return str(done(made).data["items"][0]["item"])


def _get(item: str, out: str, *more: str) -> list[str]:
    return ["get", item, "--purpose", "legal", "--out", out, *more]


def test_whoever_may_edit_gets_the_file_and_a_copy_if_he_wants(
    inside: Inside, tmp_path: Path
) -> None:
    item = _filed(inside, tmp_path)

    own = done(inside.run(*_get(item, "own.pdf", "--json"))).data
    copy = done(inside.run(*_get(item, "copy.pdf", "--copy", "--json"))).data
    page = done(inside.run("copy", "issue", item, "--purpose", "legal", "--out", "two.pdf",
                           "--pages", "2", "--for", "市法院", "--json")).data  # fmt: skip

    assert (tmp_path / "own.pdf").read_bytes() == written("CONTRACT", "PAGE TWO")
    assert [one["controlled"] for one in (own, copy, page)] == [False, True, True]
    [only] = PdfReader(io.BytesIO((tmp_path / "two.pdf").read_bytes())).pages
    assert "市法院" in only.extract_text()
    listed = done(inside.run("copy", "list", "--item", item, "--json")).data
    assert [row["number"] for row in listed] == [own["copy"], copy["copy"], page["copy"]]
    traced = done(inside.run("audit", "trace", "copy.pdf", "--json", who="jonas")).data
    [found] = traced["copies"]
    assert (found["copy"], found["fits"], found["issued"][0]["item"]) == (copy["copy"], True, item)
    told = done(inside.run("audit", "trace", "copy.pdf", who="jonas")).out
    assert copy["copy"] in told
    assert inside.run("audit", "trace", "own.pdf", who="jonas").code == 1


def test_the_highest_grade_needs_a_permit(inside: Inside, tmp_path: Path) -> None:
    item = _filed(inside, tmp_path, grade="A", who="jonas")

    refused = inside.run(*_get(item, "a.pdf", "--copy"), who="jonas")
    asked = done(inside.run("permit", "request", item, "--purpose", "legal", "--why", "法院调取",
                            "--json", who="jonas")).data  # fmt: skip
    own = inside.run("permit", "approve", asked["permit"], who="jonas")
    listed = done(inside.run("permit", "list", "--waiting", who="jonas")).out

    assert refused.code == 4
    assert "docgen permit request" in refused.err
    assert (asked["state"], own.code) == ("requested", 4)
    assert asked["permit"] in listed
    assert not (tmp_path / "a.pdf").exists()


def test_what_is_wrong_is_a_sentence(inside: Inside, tmp_path: Path) -> None:
    item = _filed(inside, tmp_path)

    pages = inside.run("copy", "issue", item, "--purpose", "legal", "--out", "x", "--pages", "3-1")
    beyond = inside.run("copy", "issue", item, "--purpose", "legal", "--out", "x", "--pages", "7")
    nowhere = inside.run(*_get(item, "/proc/x/y.pdf"))
    void = done(inside.run("copy", "list", "--item", item, "--ended", "--json")).data

    assert [one.code for one in (pages, beyond, nowhere)] == [3, 3, 7]
    assert [row["state"] for row in void] == ["void", "void"]
