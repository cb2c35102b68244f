"""The program's first moment: Ctrl-C while it is being loaded is kept until it can be answered.

Python itself would end in a traceback. Nothing has been done yet, so to stop as soon as all is
loaded is early enough. Whoever started the program deaf to Ctrl-C, as ``nohup`` does, finds it
deaf.
"""

from __future__ import annotations

import importlib
import signal


def run() -> None:
    """Load the program and run it."""
    pressed: list[int] = []
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    importlib.import_module("docgen.cli.main").run(pressed)
