"""PDFs: LibreOffice that is missing, hangs, crashes or lies, and twice the real one."""

from __future__ import annotations

import http.server
import io
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader, PdfWriter
from tests.support.processes import assert_gone

from docgen.errors import BadInput, OutsideFailed
from docgen.render import fonts, soffice
from docgen.render.pdf import Pool, to_pdf, to_pdfs

Paper = Callable[..., bytes]
HEAD = '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nout=$2; shift 2\n'


def blank() -> bytes:
    """A whole PDF of one empty page."""
    writer, saved = PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.write(saved)
    return saved.getvalue()


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a shell script in LibreOffice's place; its runs are counted in the file it returns."""

    def make(script: str) -> Path:
        runs, program = tmp_path / "runs", tmp_path / "soffice"
        (tmp_path / "whole.pdf").write_bytes(blank())
        program.write_text(f'{HEAD}echo "$PWD" >> "{runs}"\ncd "{tmp_path}"\n{script}\n')
        program.chmod(0o755)
        monkeypatch.setenv(soffice.OVERRIDE, str(program))
        return runs

    return make


def test_a_missing_program_says_what_to_install(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(soffice.OVERRIDE, "/nowhere/soffice")

    with pytest.raises(OutsideFailed, match="not here") as caught:
        to_pdf(paper("文"))

    assert "apt-get install libreoffice" in caught.value.fix


def test_a_file_that_is_no_program_is_said(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"\x7fELF broken")
    program.chmod(0o755)
    monkeypatch.setattr(soffice, "walls", tuple)

    with pytest.raises(OutsideFailed, match="could not be started"):
        to_pdf(paper("文"), program=str(program))


def test_a_hanging_program_is_ended(paper: Paper, fake: Callable[[str], Path]) -> None:
    runs = fake("sleep 600 &\nsleep 600")

    with pytest.raises(OutsideFailed, match="did not answer") as caught:
        to_pdf(paper("文"), seconds=0.3)

    assert "0.3 seconds" in caught.value.why
    (work,) = runs.read_text().splitlines()
    assert not Path(work).exists()
    assert_gone(work)


@pytest.mark.parametrize(
    "script",
    [
        "exit 0",
        "kill -SEGV $$",
        "for f; do echo text > $out/$(basename $f .docx).pdf; done",
        "for f; do echo %PDF-1.7 > $out/$(basename $f .docx).pdf; done",
    ],
    ids=["writes nothing", "crashes", "writes text", "writes half"],
)
def test_a_failing_program_is_tried_twice_on_fresh_profiles(
    paper: Paper, fake: Callable[[str], Path], script: str
) -> None:
    runs = fake(f"echo trouble >&2\n{script}")

    with pytest.raises(OutsideFailed, match="no PDF for 1 of 1") as caught:
        to_pdf(paper("文"))

    assert "trouble" in caught.value.why
    assert len(set(runs.read_text().splitlines())) == 2


def test_the_exit_code_is_not_looked_at(paper: Paper, fake: Callable[[str], Path]) -> None:
    fake("cp whole.pdf $out/doc-000.pdf\nexit 77")

    assert to_pdf(paper("文")) == blank()


def test_only_what_is_missing_is_tried_again(paper: Paper, fake: Callable[[str], Path]) -> None:
    runs = fake(
        "for f; do n=$(basename $f .docx); echo $n >> asked\n"
        "[ $n = doc-001 ] && [ ! -e once ] && { touch once; exit 1; }\n"
        "cp whole.pdf $out/$n.pdf; done"
    )

    assert len(to_pdfs([paper("一"), paper("二"), paper("三")])) == 3
    asked = (runs.parent / "asked").read_text().split()
    assert asked == ["doc-000", "doc-001", "doc-001", "doc-002"]


class Slow:
    """A process that takes one second a look, and writes a PDF at some of them."""

    def __init__(self, out: Path, writes: str) -> None:
        self.out, self.writes, self.now = out, iter(writes), 0.0

    def wait(self, timeout: float) -> int:
        self.now += 1
        sign = next(self.writes)
        if sign == "w":
            (self.out / f"{self.now}.pdf").touch()
        if sign == "e":
            return 0
        raise subprocess.TimeoutExpired("soffice", timeout)


@pytest.mark.parametrize(("writes", "hung"), [("--w--w--we", False), ("--w---e", True)])
def test_a_run_has_hung_when_no_pdf_comes_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: str, *, hung: bool
) -> None:
    slow = Slow(tmp_path, writes)
    monkeypatch.setattr(time, "monotonic", lambda: slow.now)

    with pytest.raises(OutsideFailed) if hung else nullcontext():
        soffice._watch(cast("subprocess.Popen[bytes]", slow), tmp_path, 3)


def test_what_is_no_word_file_is_refused_before(fake: Callable[[str], Path]) -> None:
    runs = fake("exit 0")

    with pytest.raises(BadInput):
        to_pdf(b"no word file")

    assert not runs.exists()


def test_no_chinese_font_refuses_before(
    paper: Paper, fake: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = fake("exit 0")
    fonts.cjk_font.cache_clear()
    monkeypatch.setattr(fonts, "_ask", lambda *_: "")

    with pytest.raises(OutsideFailed, match="No Chinese font"):
        to_pdf(paper("文"))

    assert not runs.exists()


def test_the_profile_shuts_macros_and_links_out(tmp_path: Path) -> None:
    soffice._prepare(tmp_path)

    settings = (tmp_path / "profile" / "user" / "registrymodifications.xcu").read_text()
    for name in ("MacroSecurityLevel", "DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert f'oor:name="{name}"' in settings


def test_a_system_without_namespaces_has_no_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    soffice.walls.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert soffice.walls() == ()

    soffice.walls.cache_clear()


def test_the_real_program_sets_chinese_in_order(paper: Paper) -> None:
    run = "<w:p><w:r><w:rPr><w:rFonts w:eastAsia='{}'/></w:rPr><w:t>客户投诉{}</w:t></w:r></w:p>"
    papers = [paper(run.format("宋体", "甲")), paper(run.format("黑体", "乙"))]

    made = [PdfReader(io.BytesIO(pdf)).pages[0] for pdf in to_pdfs(papers)]

    assert [page.extract_text().strip() for page in made] == ["客户投诉甲", "客户投诉乙"]
    assert ["Serif" in each for each in map(_fonts, made)] == [True, False]
    assert all("Noto" in each for each in map(_fonts, made))


def _fonts(page: object) -> str:
    return str([font["/BaseFont"] for font in page["/Resources"]["/Font"].values()])  # type: ignore[index] # pypdf's objects are untyped


@pytest.fixture
def canary() -> Iterator[tuple[int, list[str]]]:
    """A web server that remembers who asked; its port and the paths asked for."""
    asked: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append("somebody")
            self.close_connection = True

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("warm", [False, True], ids=["one run", "pool"])
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "the twin that must fail"])
def test_the_real_program_loads_nothing_from_outside(
    paper: Paper,
    canary: tuple[int, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    guarded: bool,
    warm: bool,
) -> None:
    """Also where the system cannot take the network away."""
    port, asked = canary
    monkeypatch.setattr(soffice, "walls", tuple)
    if not guarded:
        monkeypatch.setattr(soffice, "_CHOICES", ())

    with Pool(1) if warm else nullcontext() as pool:
        to_pdf(_linked(paper, f"http://127.0.0.1:{port}/canary.png"), pool=pool)

    assert bool(asked) is not guarded


def _linked(paper: Paper, target: str) -> bytes:
    office = "http://schemas.openxmlformats.org"
    names = f"xmlns:a='{office}/drawingml/2006/main' xmlns:p='{office}/drawingml/2006/picture'"
    place = f"{office}/drawingml/2006/wordprocessingDrawing"
    size = "<a:xfrm><a:off x='0' y='0'/><a:ext cx='999999' cy='999999'/></a:xfrm>"
    picture = (
        f"<p:pic><p:nvPicPr><p:cNvPr id='1' name='x'/><p:cNvPicPr/></p:nvPicPr>"
        f"<p:blipFill><a:blip r:link='linked'/></p:blipFill><p:spPr>{size}</p:spPr></p:pic>"
    )
    drawing = (
        f"<w:drawing><d:inline xmlns:d='{place}' {names}><d:extent cx='9999' cy='9999'/>"
        f"<d:docPr id='1' name='x'/><a:graphic>"
        f"<a:graphicData uri='{office}/drawingml/2006/picture'>"
        f"{picture}</a:graphicData></a:graphic></d:inline></w:drawing>"
    )
    rels = (
        f"<Relationships xmlns='{office}/package/2006/relationships'><Relationship Id='linked' "
        f"Type='{office}/officeDocument/2006/relationships/image' Target='{target}' "
        "TargetMode='External'/></Relationships>"
    )
    parts = {"word/_rels/document.xml.rels": rels.encode()}
    return paper(f"<w:p><w:r>{drawing}</w:r></w:p>", parts=parts)
