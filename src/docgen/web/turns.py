"""One request at a time in each process: what an office holds open is not made for threads.

The threads of the server are for slow networks: what was sent is read before a request takes its
turn (``limits``), and what is sent back goes out after it. Several processes use several cores.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: Whoever looks something up before his turn takes it for that long.
TURN = threading.RLock()


class Turns:
    """Waits for its turn, and gives it on with the answer in hand."""

    def __init__(self, then: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what comes after."""
        self._then = then

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wait, answer."""
        with TURN:
            return self._then(request)
