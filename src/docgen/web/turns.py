"""One request at a time in each process: what an office holds open is not made for threads.

The threads of the server are for slow networks: what was sent is read before a request takes its
turn, and what is sent back goes out after it. Several processes use several cores.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_TURN = threading.RLock()


class Turns:
    """Waits for its turn with everything read."""

    def __init__(self, then: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what comes after."""
        self._then = then

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read, wait, answer."""
        if request.method not in {"GET", "HEAD"}:
            request.POST  # noqa: B018  reading it is what takes the time
        with _TURN:
            return self._then(request)
