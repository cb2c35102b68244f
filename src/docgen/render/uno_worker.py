"""Lets one LibreOffice that stays open turn one Word file after the other into PDF.

Run as a script by the Python that LibreOffice speaks to (it has the module ``uno``), never by
docgen's own, and never imported; ``warm`` starts it and talks with it in lines of JSON:

    in    {"docx": path, "pdf": path, "export": {"SelectPdfVersion": 2}}
    out   {"fault": ""}       once when LibreOffice is ready, then once for each line in

It judges nothing: whether there is a PDF and what it is worth is looked at by who asked. Files
are opened for reading only, without macros and without fetching what they link to. When its
input ends, because docgen is gone, it removes its folder and ends itself and LibreOffice.
Documented at api.libreoffice.org: XComponentLoader, MediaDescriptor, writer_pdf_Export.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

uno = importlib.import_module("uno")

_NEVER = 0  # MacroExecutionMode.NEVER_EXECUTE and UpdateDocMode.NO_UPDATE alike
_LOOK_EVERY = 0.02
_LONGEST = 500


def main(work: str, program: str, *options: str) -> None:
    """Start LibreOffice and convert what is asked for until the input ends."""
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked, work), daemon=True).start()
    pipe = f"pipe,name={Path(work).name};urp"
    command = [program, *options, f"--accept={pipe};"]
    office = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    desktop = _connect(office, pipe)
    _answer("")
    while True:
        _answer(_convert(desktop, json.loads(asked.get())))


def _listen(asked: queue.SimpleQueue[str], work: str) -> None:
    """Take lines as they come; their end is ours, even in the middle of a document."""
    for line in sys.stdin:
        asked.put(line)
    shutil.rmtree(work, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def _connect(office: subprocess.Popen[bytes], pipe: str) -> Any:  # noqa: ANN401 - UNO has no types
    """The desktop of the LibreOffice just started, as soon as it listens."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    not_yet = uno.getClass("com.sun.star.connection.NoConnectException")
    while office.poll() is None:
        try:
            remote = resolver.resolve(f"uno:{pipe};StarOffice.ComponentContext")
        except not_yet:
            time.sleep(_LOOK_EVERY)
        else:
            return remote.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    sys.exit("LibreOffice ended before it was ready")


def _convert(desktop: Any, task: dict[str, Any]) -> str:  # noqa: ANN401 - UNO has no types
    """Make one PDF; what went wrong, empty if nothing was noticed."""
    try:
        paper = desktop.loadComponentFromURL(_url(task["docx"]), "_blank", 0, _how_to_open())
        if paper is None:
            return "it does not open"
        try:
            paper.storeToURL(_url(task["pdf"]), _how_to_export(task["export"]))
        finally:
            paper.close(True)
    except uno.getClass("com.sun.star.uno.Exception") as why:
        return str(why)[:_LONGEST] or type(why).__name__
    return ""


def _how_to_open() -> tuple[Any, ...]:
    return _properties(
        Hidden=True,
        ReadOnly=True,
        MacroExecutionMode=_NEVER,
        UpdateDocMode=_NEVER,
        FilterName="MS Word 2007 XML",
    )


def _how_to_export(export: dict[str, Any]) -> tuple[Any, ...]:
    data = uno.Any("[]com.sun.star.beans.PropertyValue", _properties(**export))
    return _properties(FilterName="writer_pdf_Export", FilterData=data)


def _properties(**values: object) -> tuple[Any, ...]:
    made = []
    for name, value in values.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def _url(path: str) -> str:
    return Path(path).as_uri()


def _answer(fault: str) -> None:
    sys.stdout.write(json.dumps({"fault": fault}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
