"""Handing mail to the mail server named in docgen.toml (SMTP, RFC 5321), one after the other.

What a server does not take is told by kind, because it decides what happens next: ``Refused``
was certainly not taken and may be tried again; ``Unanswered`` may have been taken, for the whole
mail was sent and no answer came (RFC 5321, 4.5.3.2.6: the server answers for it from then on).
Which mails there are, and that each is sent once, is ``office.reminding``.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from socket import gaierror

from docgen.config import MAIL_PORTS, Mail
from docgen.errors import OutsideFailed, Said, say

#: How long the server may be silent (seconds).
PATIENCE = 20.0
Server = smtplib.SMTP
#: Lines as SMTP wants them, and nothing but ASCII, which every server takes.
POLICY = SMTP.clone(cte_type="7bit")
_OK, _FORWARDED, _SEND = 250, 251, 354
_DOT = re.compile(rb"^\.", re.MULTILINE)
_LONGEST = 200
_SILENT = say("it said nothing for too long")
_BROKEN: tuple[tuple[type[Exception], Said], ...] = (
    (gaierror, say("nobody knows a machine of that name")),
    (ConnectionRefusedError, say("nothing answers at that port")),
    (TimeoutError, _SILENT),
)


class Refused(OutsideFailed):
    """The server did not take this mail."""


class Unanswered(OutsideFailed):
    """The mail was sent, and the server did not say whether it took it."""


@contextmanager
def connected(mail: Mail, patience: float = PATIENCE) -> Iterator[smtplib.SMTP]:
    """A conversation with the mail server, encrypted and logged in as docgen.toml says.

    Raises:
        OutsideFailed: It cannot be reached, cannot be trusted, or does not let docgen in.
    """
    password = _password(mail)
    try:
        server = _open(mail, patience)
    except (OSError, smtplib.SMTPException) as error:
        raise _unreachable(mail, error) from error
    try:
        if mail.user:
            server.login(mail.user, password)
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise _unreachable(mail, error) from error
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            if server.sock:
                server.quit()
        server.close()


def send(
    server: smtplib.SMTP, message: EmailMessage, sender: str, to: str, claim: Callable[[], bool]
) -> bool:
    """Offer one mail and, if ``claim`` says so then, send it; whether it was sent.

    Args:
        server: From ``connected``.
        message: The mail.
        sender: The address it comes from.
        to: Whom it is for.
        claim: Asked when the server knows sender and receiver, and before it hears the mail.

    Raises:
        Refused: The server said no, or hung up before it heard the mail.
        Unanswered: It heard the mail, wholly or in part, and then nothing came.
    """
    data = _DOT.sub(b"..", message.as_bytes(policy=POLICY))
    with _refusing():
        server.ehlo_or_helo_if_needed()
        _expect(server.rset(), _OK)  # whatever became of the mail before
        _expect(server.mail(sender), _OK)
        _expect(server.rcpt(to), _OK, _FORWARDED)
    if not claim():
        return False
    with _refusing():
        _expect(server.docmd("data"), _SEND)
    try:
        server.send(data + b".\r\n")
        answer = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise Unanswered(
            say("The mail server did not say whether it took the mail"),
            why=_why(error),
            fix=say("ask the receiver; it is not sent again by itself"),
        ) from error
    with _refusing():
        _expect(answer, _OK)
    return True


def _open(mail: Mail, patience: float) -> smtplib.SMTP:
    port, trusted = mail.port or MAIL_PORTS[mail.security], ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, port, timeout=patience, context=trusted)
    server = smtplib.SMTP(mail.host, port, timeout=patience)
    if mail.security == "starttls":
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
    return server


def _password(mail: Mail) -> str:
    """What the password's file holds, if nobody else may read it."""
    if not mail.user:
        return ""
    file = Path(mail.password_file)
    try:
        others, text = file.stat().st_mode & 0o077, file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideFailed(
            say("The mail password cannot be read: {error}", error=error),
            why=say("docgen.toml names this file: password_file"),
            fix=say("put the password there, alone: {file}", file=file),
            file=str(file),
        ) from error
    if others:
        raise OutsideFailed(
            say("Others than its owner may read the mail password: {file}", file=file),
            why=say("its permissions are wider than 0600, so it is not used"),
            fix=say("run: chmod 600 {file}", file=file),
            file=str(file),
        )
    if not (text and text.isascii() and text.isprintable()):
        raise OutsideFailed(
            say("The mail password cannot be used: {file}", file=file),
            why=say("it is not one line of ASCII characters"),
            fix=say("put the password there, alone: {file}", file=file),
            file=str(file),
        )
    return text


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(
            say("The mail server did not take the mail"),
            why=_why(error),
            fix=say("it is tried again with the next run"),
        ) from error


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise smtplib.SMTPResponseException(*answer)


def _unreachable(mail: Mail, error: Exception) -> OutsideFailed:
    fixes: tuple[tuple[type[Exception], Said], ...] = (
        (ssl.SSLCertVerificationError, say("have its certificate put right; it is never ignored")),
        (smtplib.SMTPAuthenticationError, say("correct user or password_file in docgen.toml")),
        (gaierror, say("correct host in docgen.toml, or look at the network")),
        (smtplib.SMTPNotSupportedError, say("choose another security in docgen.toml: tls")),
    )
    otherwise = say("see whether it runs and whether host, port and security are right")
    return OutsideFailed(
        say("No mail goes to {host}", host=mail.host),
        why=_why(error),
        fix=next((fix for kind, fix in fixes if isinstance(error, kind)), otherwise),
        field="mail",
    )


def _why(error: Exception) -> Said:
    """What the server, the network or the certificate said."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return say("it does not offer what docgen.toml asks for: {error}", error=error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return say("its certificate is not to be trusted: {error}", error=error.verify_message)
    if "timed out" in str(error):  # smtplib gives some of them as a connection that was closed
        return _SILENT
    otherwise = say("the connection broke: {error}", error=error)
    return next((why for kind, why in _BROKEN if isinstance(error, kind)), otherwise)


def _answered(error: smtplib.SMTPResponseException) -> Said:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return say("it refused the login: {code}", code=error.smtp_code)
    text = error.smtp_error
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return say("it answered {code} {text}", code=error.smtp_code, text=text[:_LONGEST])
