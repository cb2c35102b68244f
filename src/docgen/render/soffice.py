"""LibreOffice, the program: how it is found, started behind walls, watched and ended.

Every run has a profile of its own, because two runs on one profile lose one of them without a
word. Its exit code says nothing and is not looked at; ``pdf`` looks at what was written. Walls:
macros off, links in documents blocked, and no network where the system lets a process leave it
(``unshare``); where it does not, the first two must do. ``convert`` starts it for one run;
``warm`` keeps it running.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from docgen.errors import OutsideFailed, say
from docgen.render.fonts import CONFIG

PROGRAM = "soffice"
OVERRIDE = "DOCGEN_SOFFICE"
#: What a PDF is to be, in LibreOffice's own words for its PDF export.
Export = Mapping[str, bool | int]
#: Pictures stay as they are: made coarser, the bars and modules of codes would blur.
PLAIN: Export = {"ReduceImageResolution": False}
#: PDF/A-2b (ISO 19005-2, level B).
ARCHIVAL: Export = {**PLAIN, "SelectPdfVersion": 2}
#: Word's bookmarks become named places in the PDF.
PLACES: Export = {**PLAIN, "ExportBookmarksToPDFDestination": True}
OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_PIPES = Path("/tmp")  # noqa: S108 - where LibreOffice puts its pipe, whatever TMPDIR says
_LOOK_EVERY = 0.5
_SAID = "said.txt"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
           xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>\n"
)
_SCRIPTING = "Office.Common/Security/Scripting"
_CHOICES = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Field", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
)


def find(program: str = PROGRAM) -> str:
    """Where LibreOffice is; the variable ``DOCGEN_SOFFICE`` goes before ``program``.

    Raises:
        OutsideFailed: It is not installed.
    """
    wanted = os.environ.get(OVERRIDE) or program
    found = shutil.which(wanted)
    if found is None:
        raise OutsideFailed(
            say("LibreOffice is needed to make a PDF, and it is not here"),
            why=say("there is no program “{program}”", program=wanted),
            fix=say("install it: apt-get install libreoffice-writer-nogui fonts-noto-cjk"),
        )
    return found


def convert(
    program: str, papers: list[Path], work: Path, *, seconds: float, export: Export = PLAIN
) -> str:
    """Let one LibreOffice turn Word files into PDFs in ``work/out``.

    Args:
        program: From ``find``.
        papers: The Word files; each ``x.docx`` becomes ``work/out/x.pdf``, if it becomes one.
        work: An empty folder of its own, for the profile and the results.
        seconds: How long it may take from one finished PDF to the next.
        export: What the PDFs are to be; LibreOffice before 7.4 takes no notice.

    Returns:
        What it said last, for a message; it may have written all, some or none of the PDFs.

    Raises:
        OutsideFailed: It could not be started, or took too long and was ended.
    """
    out = _prepare(work)
    process = start(_command(program, work, out, papers, export), work)
    try:
        _watch(process, out, seconds)
    finally:
        end(process, work)
    return last_words(work)


def start(command: list[str], work: Path, *, line: int | None = None) -> subprocess.Popen[bytes]:
    """Start a program behind the walls, in a process group of its own.

    Args:
        command: The program and its arguments.
        work: Its home; what it complains of is kept there for ``last_words``.
        line: The socket on which it takes lines and answers; without one it does neither.

    Raises:
        OutsideFailed: It could not be started.
    """
    keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    with (work / _SAID).open("wb") as said:
        try:
            return subprocess.Popen(
                [*walls(), *command],
                stdin=subprocess.DEVNULL if line is None else line,
                stdout=said if line is None else line,
                stderr=said,
                cwd=work,
                env={**keep, "HOME": str(work), "FONTCONFIG_FILE": str(CONFIG)},
                start_new_session=True,
            )
        except OSError as why:
            raise OutsideFailed(
                say("LibreOffice could not be started"),
                why=say("{error}", error=why),
                fix=say("have it tried on the server, and installed again").by("soffice --version"),
            ) from why


def end(process: subprocess.Popen[bytes], work: Path) -> None:
    """End a program and all that it started; remove the pipe that LibreOffice leaves."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _sweep(work)


def last_words(work: Path) -> str:
    """What a program complained of last, for a message."""
    return (work / _SAID).read_text("utf-8", "replace").strip()[-200:]


def profile(work: Path) -> str:
    """Make a fresh profile in ``work`` that shuts macros and links out; the option naming it."""
    user = work / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=v) for path, name, v in _CHOICES)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), "utf-8")
    return _profile_option(work)


def hung(seconds: float) -> OutsideFailed:
    """It took longer than it may; ended by us."""
    return OutsideFailed(
        say("LibreOffice did not answer and was ended"),
        why=say("it made no PDF for {seconds} seconds", seconds=f"{seconds:g}"),
        fix=say("try again; if it hangs again, look whether the Word file opens in LibreOffice"),
    )


@cache
def walls() -> tuple[str, ...]:
    """The command that takes the network away from a process; empty if the system has none."""
    unshare, true = shutil.which("unshare"), shutil.which("true")
    for option in ("-n", "-rn") if unshare and true else ():
        command = (str(unshare), option)
        done = subprocess.run([*command, str(true)], capture_output=True, check=False)
        if done.returncode == 0:
            return command
    return ()


def _sweep(work: Path) -> None:
    """Remove the pipes that a killed LibreOffice leaves, named after its profile and folder."""
    profile = (work / "profile").as_uri().encode("utf-16-le")
    digest = hashlib.md5(profile, usedforsecurity=False).digest()
    ending = "".join(f"{byte:x}" for byte in digest)
    for name in (f"SingleOfficeIPC_{ending}", work.name):
        for pipe in _PIPES.glob(f"OSL_PIPE_*_{name}"):
            pipe.unlink(missing_ok=True)


def _prepare(work: Path) -> Path:
    profile(work)
    out = work / "out"
    out.mkdir()
    return out


def _profile_option(work: Path) -> str:
    return f"-env:UserInstallation={(work / 'profile').as_uri()}"


def _command(program: str, work: Path, out: Path, papers: list[Path], export: Export) -> list[str]:
    convert_to = ["--convert-to", f"pdf:writer_pdf_Export{_as_json(export)}", "--outdir", str(out)]
    return [program, _profile_option(work), *OPTIONS, *convert_to, *map(str, papers)]


def _as_json(export: Export) -> str:
    """The export options as LibreOffice's command line takes them; empty if there are none."""
    kinds = {bool: "boolean", int: "long"}
    named = {
        name: {"type": kinds[type(value)], "value": str(value).lower()}
        for name, value in export.items()
    }
    return f":{json.dumps(named)}" if named else ""


def _watch(process: subprocess.Popen[bytes], out: Path, seconds: float) -> None:
    """Wait for the end; a run that finishes no PDF for ``seconds`` has hung."""
    done, since = 0, time.monotonic()
    while True:
        try:
            process.wait(min(_LOOK_EVERY, seconds))
        except subprocess.TimeoutExpired:
            now = len(list(out.iterdir()))
            if now > done:
                done, since = now, time.monotonic()
            elif time.monotonic() - since >= seconds:
                raise hung(seconds) from None
        else:
            return
