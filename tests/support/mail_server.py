"""A real mail server on this machine, on a port of its own, that keeps what it takes.

How it misbehaves is named by a word: at which command it answers what, hangs up or says nothing.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

#: What the login ``records`` has to say.
OPEN = "open sesame"


@dataclass
class MailServer:
    """The server as a test sees it: its port, the mails it took, and how it behaves now."""

    port: int = 0
    behaviour: str = ""
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    tried: int = 0

    @property
    def receivers(self) -> list[str]:
        """For whom it took mails, in their order."""
        return [to for to, _ in self.mails]

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the receiver, or not."""
        del smtp
        if self.behaviour.startswith("rcpt "):
            return self.behaviour.removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Take the mail, or not."""
        self.tried += 1
        if self.behaviour == "hangs up after the mail":
            _hang_up(smtp)
        if self.behaviour == "is silent after the mail":
            await asyncio.sleep(60)
        if self.behaviour.startswith("data "):
            return self.behaviour.removeprefix("data ")
        raw = envelope.content
        assert isinstance(raw, bytes)
        mail = message_from_bytes(raw, policy=default)
        self.raw.append(raw)
        self.mails += [(to, mail) for to in envelope.rcpt_tos]
        if self.behaviour == "takes it and hangs up":
            _hang_up(smtp)
        return "250 OK"


def _hang_up(smtp: SMTP) -> None:
    assert isinstance(smtp.transport, asyncio.WriteTransport)
    smtp.transport.abort()


class _Server(SMTP):
    """aiosmtpd's own, but for what its handler is not asked about."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        assert isinstance(self.event_handler, MailServer)
        if self.event_handler.behaviour == "hangs up at DATA":
            _hang_up(self)
            return
        await super().smtp_DATA(arg)


@contextmanager
def mail_server(behaviour: str = "", *, tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """Run a mail server; with ``tls`` it wants STARTTLS and the login records."""
    box = MailServer(behaviour=behaviour)
    loop = asyncio.new_event_loop()
    more: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if tls else {}

    def known(
        _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object
    ) -> AuthResult:
        given = getattr(data, "password", b"")
        return AuthResult(success=given == OPEN.encode(), handled=False)

    def made() -> asyncio.Protocol:
        if box.behaviour == "says nothing":
            return asyncio.Protocol()
        return _Server(box, hostname="mail.test", loop=loop, authenticator=known, **more)

    listening = loop.run_until_complete(loop.create_server(made, "127.0.0.1", 0))
    box.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
            loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        loop.close()
