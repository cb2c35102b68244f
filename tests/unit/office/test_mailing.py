"""Handing mail over to real servers on this machine: good ones, bad ones, and false ones."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.support.mail_server import OPEN, MailServer, mail_server

from docgen.config import Mail
from docgen.errors import OutsideFailed
from docgen.office import mailing

#: For a server that says nothing; others may take their time.
SHORT = 0.3


def mail(text: str = "您好") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "docgen@test", "mira@test", "逾期 1"
    made.set_content(text)
    return made


def by(server: MailServer, security: str = "none", password: Path | None = None) -> Mail:
    user, file = ("records", str(password)) if password else ("", "")
    return Mail("localhost", server.port, security, user, file, "docgen@test")


def sent(
    settings: Mail,
    text: str = "您好",
    claim: Callable[[], bool] = lambda: True,
    patience: float = mailing.PATIENCE,
) -> bool:
    with mailing.connected(settings, patience) as server:
        return mailing.send(server, mail(text), "docgen@test", "mira@test", claim)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key with its own certificate for localhost, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - dt.timedelta(1))
        .not_valid_after(now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{OPEN}\n", "utf-8")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize("text", ["第一行\n" + "长" * 400, "first\n.\n.dot\n..two"])
def test_a_mail_arrives_as_it_was_written(text: str) -> None:
    with mail_server() as server:
        assert sent(by(server), text)

    [(to, got)] = server.mails
    assert (to, got["Subject"]) == ("mira@test", "逾期 1")
    assert got.get_content().splitlines() == text.splitlines()


def test_nothing_is_sent_that_was_not_claimed() -> None:
    with mail_server() as server:
        assert not sent(by(server), claim=lambda: False)

    assert server.mails == []


@pytest.mark.parametrize(
    ("behaviour", "why", "is_claimed"),
    [
        ("rcpt 450 4.2.1 later", "it answered 450 4.2.1 later", False),
        ("rcpt 550 5.1.1 unknown", "it answered 550 5.1.1 unknown", False),
        ("data 451 4.3.0 full", "it answered 451 4.3.0 full", True),
        ("data 554 5.7.1 spam", "it answered 554 5.7.1 spam", True),
        ("hangs up at DATA", "the connection broke: Connection unexpectedly closed", True),
    ],
)
def test_what_was_refused_is_known_as_refused(behaviour: str, why: str, is_claimed: bool) -> None:  # noqa: FBT001  a case
    claimed: list[bool] = []

    def claim() -> bool:
        claimed.append(True)
        return True

    with mail_server(behaviour) as server, pytest.raises(mailing.Refused) as refused:
        sent(by(server), claim=claim)

    assert refused.value.why == why
    assert (bool(claimed), server.mails) == (is_claimed, [])


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ("hangs up after the mail", "the connection broke: Connection unexpectedly closed"),
        ("is silent after the mail", "it said nothing for too long"),
    ],
)
def test_a_mail_without_an_answer_is_neither(behaviour: str, why: str) -> None:
    patience = SHORT if "silent" in behaviour else mailing.PATIENCE

    with mail_server(behaviour) as server, pytest.raises(mailing.Unanswered) as unanswered:
        sent(by(server), patience=patience)

    assert unanswered.value.why == why


def test_a_refusal_does_not_spoil_the_next_mail() -> None:
    with mail_server("rcpt 550 no") as server, mailing.connected(by(server)) as open_one:
        with pytest.raises(mailing.Refused):
            mailing.send(open_one, mail(), "docgen@test", "lena@test", lambda: True)
        server.behaviour = ""
        mailing.send(open_one, mail(), "docgen@test", "mira@test", lambda: False)
        mailing.send(open_one, mail(), "docgen@test", "jonas@test", lambda: True)

    assert server.receivers == ["jonas@test"]


def test_a_server_that_says_nothing_is_given_up() -> None:
    with mail_server("says nothing") as server, pytest.raises(OutsideFailed) as caught:
        sent(by(server), patience=SHORT)

    assert caught.value.why == "it said nothing for too long"


def test_nobody_at_the_port_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = MailServer(free.getsockname()[1])

        with pytest.raises(OutsideFailed) as caught:
            sent(by(nobody))

    assert caught.value.what == "No mail goes to localhost"
    assert caught.value.why == "nothing answers at that port"


def test_a_name_nobody_knows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(OutsideFailed, match="No mail goes to localhost") as caught:
        sent(by(MailServer(1)))

    assert caught.value.why == "nobody knows a machine of that name"


def test_with_tls_and_login_it_is_taken(
    tls: ssl.SSLContext, certificate: Path, password: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with mail_server(tls=tls) as server:
        assert sent(by(server, "starttls", password))

    assert server.receivers == ["mira@test"]


def test_a_wrong_password_is_said_without_it(
    tls: ssl.SSLContext, certificate: Path, password: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    password.write_text("wrong one", "utf-8")

    with mail_server(tls=tls) as server, pytest.raises(OutsideFailed) as caught:
        sent(by(server, "starttls", password))

    assert caught.value.why == "it refused the login: 535"
    assert "wrong one" not in str(caught.value)


def test_a_certificate_nobody_vouches_for_is_not_trusted(tls: ssl.SSLContext) -> None:
    with mail_server(tls=tls) as server, pytest.raises(OutsideFailed) as caught:
        sent(by(server, "starttls"))

    assert caught.value.why.startswith("its certificate is not to be trusted: self")
    assert server.mails == []


def test_a_server_without_tls_gets_nothing() -> None:
    with mail_server() as server, pytest.raises(OutsideFailed) as caught:
        sent(by(server, "starttls"))

    assert caught.value.why.startswith("it does not offer what docgen.toml asks for")
    assert server.mails == []


@pytest.mark.parametrize(
    ("text", "mode", "what"),
    [
        ("open sesame", 0o640, "Others than its owner may read the mail password"),
        ("", 0o600, "The mail password cannot be used"),
        ("a\nb", 0o600, "The mail password cannot be used"),
        (None, 0, "The mail password cannot be read"),
    ],
)
def test_a_password_file_that_is_not_right_is_said(
    password: Path, text: str | None, mode: int, what: str
) -> None:
    if text is None:
        password.unlink()
    else:
        password.write_text(text, "utf-8")
        password.chmod(mode)

    with pytest.raises(OutsideFailed) as caught:
        sent(by(MailServer(1), password=password))

    assert caught.value.what.startswith(what)
