"""Pools: a LibreOffice that crashes, hangs, lies or never starts, and a few times the real one."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from tests.support.processes import assert_gone, running_for

from docgen.errors import OutsideFailed
from docgen.render import pool as pools
from docgen.render import soffice, warm
from docgen.render.pdf import to_pdfs
from docgen.render.pool import Pool

Paper = Callable[..., bytes]
READY = """echo '{"fault": ""}'"""
GOOD = f"""while read task; do cp whole.pdf "$4/paper.pdf"; {READY}; done"""


def blank() -> bytes:
    """A whole PDF of one empty page."""
    writer, saved = PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.write(saved)
    return saved.getvalue()


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a shell script in the worker's place; its starts are counted in the file it returns."""

    def make(script: str) -> Path:
        starts, python = tmp_path / "starts", tmp_path / "python"
        (tmp_path / "whole.pdf").write_bytes(blank())
        python.write_text(f'#!/bin/sh\necho "$4" >> "{starts}"\ncd "{tmp_path}"\n{script}\n')
        python.chmod(0o755)
        monkeypatch.setenv(soffice.OVERRIDE, "/bin/false")
        monkeypatch.setattr(pools, "interpreter", lambda _: str(python))
        return starts

    return make


def folders(starts: Path) -> list[Path]:
    """The folders of the processes started."""
    return [Path(line) for line in starts.read_text().splitlines()]


def test_one_process_makes_many_papers(paper: Paper, fake: Callable[[str], Path]) -> None:
    starts = fake(f"{READY}\n{GOOD}")

    with Pool(2) as pool:
        made = [pool.convert(paper("文")) for _ in range(3)]

    assert made == [blank()] * 3
    (home,) = folders(starts)
    assert not home.exists()
    assert_gone(home)


def test_a_batch_without_a_pool_gets_one_for_itself(
    paper: Paper, fake: Callable[[str], Path]
) -> None:
    starts = fake(f"{READY}\n{GOOD}")

    made = to_pdfs([paper("甲"), paper("乙")], same_template=True)

    assert made == [blank()] * 2
    assert not any(home.exists() for home in folders(starts))


def test_two_papers_at_once_have_two_processes(paper: Paper, fake: Callable[[str], Path]) -> None:
    """Each waits until the other has started too, so they can only end together."""
    wait = "while [ $(wc -l < starts) -lt 2 ]; do sleep 0.02; done"
    starts = fake(f"{READY}\n{wait}\n{GOOD}")

    with Pool(2) as pool, ThreadPoolExecutor(4) as threads:
        made = list(threads.map(pool.convert, [paper("文")] * 6))

    assert made == [blank()] * 6
    assert len(set(folders(starts))) == 2


def test_a_process_is_replaced_before_it_grows_too_large(
    paper: Paper, fake: Callable[[str], Path]
) -> None:
    starts = fake(f"{READY}\n{GOOD}")

    with Pool(1, renew_after=4) as pool:
        pool.convert(paper("文"))
        pool.convert(paper("文"), papers=3)
        pool.convert(paper("文"))

    assert len(folders(starts)) == 2


def test_a_hanging_process_is_ended_with_all_it_started(
    paper: Paper, fake: Callable[[str], Path]
) -> None:
    starts = fake(f"{READY}\nsleep 600 &\nsleep 600")

    with Pool(1) as pool, pytest.raises(OutsideFailed, match="did not answer") as caught:
        pool.convert(paper("文"), seconds=0.3)

    assert "0.3 seconds" in caught.value.why
    assert len(set(folders(starts))) == 2
    assert_gone(*folders(starts))


def test_ctrl_c_does_not_wait_for_the_papers_in_hand(
    paper: Paper, fake: Callable[[str], Path]
) -> None:
    """With the kill taken out it would wait for ten minutes."""
    starts = fake(f"{READY}\nread task; touch busy; sleep 600")

    def interrupt() -> None:
        for _ in range(30_000):
            if (starts.parent / "busy").exists():
                break
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    with Pool(1) as pool, ThreadPoolExecutor(1) as other:
        other.submit(interrupt)
        with pytest.raises(KeyboardInterrupt):
            to_pdfs([paper("文")] * 3, seconds=600, pool=pool)

    assert len(folders(starts)) == 1
    assert_gone(*folders(starts))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("read task; echo trouble >&2; exit 0", "trouble"),
        ("read task; echo trouble >&2; kill -SEGV $$", "trouble"),
        ("read task; " + READY, "–"),
        ("""read task; echo '{"fault": "trouble"}'; read more""", "trouble"),
        (f'read task; echo text > "$4/paper.pdf"; {READY}; read more', "does not open"),
    ],
    ids=["ends", "crashes", "writes nothing", "refuses", "writes text"],
)
def test_a_failing_process_is_tried_twice(
    paper: Paper, fake: Callable[[str], Path], script: str, said: str
) -> None:
    starts = fake(f"{READY}\n{script}")

    with Pool(1) as pool, pytest.raises(OutsideFailed, match="no PDF for 1 of 1") as caught:
        pool.convert(paper("文"))

    assert said in caught.value.why
    assert len(set(folders(starts))) == 2
    assert not any(home.exists() for home in folders(starts))


def test_a_full_disk_is_said(
    paper: Paper, fake: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(f"""{READY}\nread task; echo '{{"fault": "trouble"}}'; read more""")
    monkeypatch.setattr(warm, "ROOM", 1 << 62)

    with Pool(1) as pool, pytest.raises(OutsideFailed) as caught:
        pool.convert(paper("文"))

    assert "No space left" in caught.value.why
    assert "TMPDIR" in caught.value.fix


def test_a_paper_is_saved_by_the_second_process(paper: Paper, fake: Callable[[str], Path]) -> None:
    starts = fake(f"{READY}\n[ $(wc -l < starts) = 1 ] && read task && exit\n{GOOD}")

    with Pool(1) as pool:
        made = pool.convert(paper("文"))

    assert made == blank()
    assert len(folders(starts)) == 2


def test_what_cannot_be_driven_gets_a_run_of_its_own(
    paper: Paper,
    fake: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = fake("exit 1")
    runs = tmp_path / "runs"
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\necho run >> "{runs}"\nwhile [ "$1" != --outdir ]; do shift; done\n'
        f'cp "{tmp_path}/whole.pdf" "$2/doc-000.pdf"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv(soffice.OVERRIDE, str(program))

    with Pool(1) as pool:
        made = [pool.convert(paper("文")) for _ in range(2)]

    assert made == [blank()] * 2
    assert len(folders(starts)) == 2
    assert runs.read_text().split() == ["run", "run"]


def test_a_python_of_another_office_does_not_drive_this_one(tmp_path: Path) -> None:
    other = tmp_path / "program" / "soffice"
    other.parent.mkdir()
    other.touch()

    assert warm.interpreter(str(other)) == ""


@pytest.fixture(scope="module")
def real() -> str:
    """The real LibreOffice, if its Python is here; the pool can do without."""
    program = soffice.find()
    if not warm.interpreter(program):
        pytest.skip("python3-uno is not installed")
    return program


def test_the_real_program_is_asked_again_after_a_crash(paper: Paper, real: str) -> None:
    with Pool(1, program=real) as pool:
        before = pool.convert(paper("投诉甲"))
        (home,) = _homes()
        for process in running_for(home):
            if "soffice.bin" in (process / "comm").read_text():
                os.kill(int(process.name), signal.SIGKILL)
        after = pool.convert(paper("投诉乙"))

    assert [_words(before), _words(after)] == ["投诉甲", "投诉乙"]
    assert not home.exists()
    assert not _homes()


def test_the_real_program_ends_with_docgen_and_has_no_network(real: str) -> None:
    office = warm.Warm(real, warm.interpreter(real))
    (home,) = _homes()
    networks = {(process / "ns/net").readlink() for process in running_for(home)}

    office._answers.close()
    office._line.close()
    office._process.wait()
    left = home.exists()
    office.close()

    assert (Path("/proc/self/ns/net").readlink() in networks) is not bool(soffice.walls())
    assert not left


def _homes() -> list[Path]:
    """The folders of this process's own children."""
    ours = f"/proc/{os.getpid()}/task"
    found = [
        Path(f"/proc/{child}/cwd").readlink()
        for task in Path(ours).iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [home for home in found if home.name.startswith("docgen-pdf-")]


def _words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).strip()
