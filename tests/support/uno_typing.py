"""Types over words of a Word file in LibreOffice and saves it. Run by the Python that has ``uno``.

Called as ``uno_typing.py SOFFICE PROFILE PAPER WAS NOW [WAS NOW …]``; the paper is saved in place,
as a Word file, by LibreOffice itself.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

uno = importlib.import_module("uno")


def main(program: str, profile: str, paper: str, *words: str) -> None:
    """Open the paper, type each word over, save and close it."""
    pipe = f"pipe,name=docgen-typing-{Path(profile).parent.name};urp"
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    office = subprocess.Popen([*command, f"--accept={pipe};"], stdin=subprocess.DEVNULL)
    try:
        desktop = _desktop(pipe, office)
        _type_over(desktop, Path(paper).as_uri(), words)
        desktop.terminate()
        office.wait(600)
    finally:
        office.kill()


def _desktop(pipe: str, office: subprocess.Popen[bytes]) -> Any:  # noqa: ANN401  UNO has no types
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    while office.poll() is None:
        try:
            remote = resolver.resolve(f"uno:{pipe};StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
        else:
            return remote.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    sys.exit("LibreOffice is not there")


def _type_over(desktop: Any, url: str, words: tuple[str, ...]) -> None:  # noqa: ANN401  UNO
    paper = desktop.loadComponentFromURL(url, "_blank", 0, (_property("Hidden", value=True),))
    for was, now in zip(words[::2], words[1::2], strict=True):
        search = paper.createReplaceDescriptor()
        search.SearchString, search.ReplaceString = was, now
        if not paper.replaceAll(search):
            sys.exit(f"{was} does not stand in it")
    paper.storeToURL(url, (_property("FilterName", value="MS Word 2007 XML"),))
    paper.close(True)


def _property(name: str, *, value: object) -> Any:  # noqa: ANN401  UNO has no types
    one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    one.Name, one.Value = name, value
    return one


if __name__ == "__main__":
    main(*sys.argv[1:])
