"""``docgen.toml`` → one frozen ``Settings``; a wrong value stops the start and says which.

Also where an office lies: ``--office``, else ``DOCGEN_OFFICE``, else upward from the current
folder, as git finds its own.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from docgen.errors import BadInput, NotFound, say

FILE = "docgen.toml"
#: Raised by one whenever an older program could no longer work on the folder.
FOLDER_VERSION = 1


@dataclass(frozen=True, slots=True)
class Mail:
    """How reminders are sent; none are while ``host`` is empty.

    Args:
        host: The mail server that takes them (SMTP).
        port: Its port; the usual one of ``security`` if 0.
        security: ``starttls``, ``tls``, or ``none`` for a server that is reached without login.
        user: The login there; "" for none.
        password_file: The file that holds its password and nothing else, with permission 0600.
        sender: The address that they come from.
        at: From what time of the day on digests are sent, where the office is.
        addresses: Login → address; whoever is not named gets none.
    """

    host: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password_file: str = ""
    sender: str = ""
    at: str = "07:30"
    addresses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Oidc:
    """A company's own sign-in by OpenID Connect; none while ``issuer`` is empty.

    Args:
        name: How people call it; it stands on the button.
        issuer: Its address, which is also what its tokens name as their issuer.
        client_id: What it calls this page.
        secret_file: The file that holds the secret shared with it and nothing else.
        claim: What of its answer is the login here.
        strong: Values of ``amr`` or ``acr`` that say that it asked for a second factor.
    """

    name: str = ""
    issuer: str = ""
    client_id: str = ""
    secret_file: str = ""
    claim: str = "preferred_username"
    strong: tuple[str, ...] = ("mfa",)


@dataclass(frozen=True, slots=True)
class Web:
    """How the web page is reached; only from this machine while ``address`` is empty.

    Args:
        host: The network address that ``docgen serve`` listens on.
        port: Its port.
        address: How people reach it, e.g. https://records.example.cn; with https everything that
            must not be read on the way is kept to it.
        proxy: The network addresses of proxies whose word is taken for who asks, and by https.
        workers: How many processes answer; 0 for one more than there are cores.
        breached: A file of breached passwords, as haveibeenpwned.com gives them, sorted by SHA-1.
        oidc: A company's own sign-in.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    address: str = ""
    proxy: tuple[str, ...] = ()
    workers: int = 0
    breached: str = ""
    oidc: Oidc = field(default_factory=Oidc)

    @property
    def is_safe(self) -> bool:
        """Whether people reach it by https."""
        return self.address.startswith("https://")

    @property
    def public(self) -> str:
        """The address to tell people."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.address or f"http://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the office has decided about itself.

    Args:
        company: The company's own name, printed on forms and covers.
        language: ``zh`` or ``en``: what the screen speaks when ``LANG`` does not say.
        fonds: 全宗号, the archive's own number in 档号.
        folder_version: The layout of the office folder.
        origin: The name the log's checkpoints carry; never changed.
        key: The file of the key that signs them, best on another volume; ``log/log.key`` if empty.
        pdf_seconds: How long one conversion to PDF may take.
        max_megabytes: The largest file that is taken in.
        act_as: A demo office lets anyone on the machine act as any of its people.
        time_zone: Where the office is; deadlines and dates on papers are its days.
        recipients: Whom backups are encrypted for, age1…; with none they lie open.
        keys: The file with the office's key, on another volume; "" for none.
        grades: Codes of the grades whose papers are encrypted once that is switched on.
        engine: Which search engine answers: one of ``ENGINES``.
        fold_traditional: Traditional characters are searched as their simplified ones.
        facts: What forms may know of the company without asking: address, bank, hotline …
        mail: How reminders are sent.
        web: How the web page is reached.
    """

    company: str
    language: str = "zh"
    fonds: str = "Z001"
    folder_version: int = FOLDER_VERSION
    origin: str = "docgen.example/office"
    key: str = ""
    pdf_seconds: int = 60
    max_megabytes: int = 50
    act_as: bool = False
    time_zone: str = "Asia/Shanghai"
    recipients: tuple[str, ...] = ()
    keys: str = ""
    grades: tuple[str, ...] = ("A",)
    engine: str = "whoosh"
    fold_traditional: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    mail: Mail = field(default_factory=Mail)
    web: Web = field(default_factory=Web)


_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "office": ("company", "language", "fonds", "folder_version", "time_zone"),
    "log": ("origin", "key"),
    "pdf": ("pdf_seconds",),
    "intake": ("max_megabytes",),
    "backup": ("recipients",),
    "encryption": ("keys", "grades"),
    "search": ("engine", "fold_traditional"),
    "demo": ("act_as",),
    "mail": ("host", "port", "security", "user", "password_file", "sender", "at", "addresses"),
    "web": ("host", "port", "address", "proxy", "workers", "breached"),
    "web.oidc": ("name", "issuer", "client_id", "secret_file", "claim", "strong"),
}
#: How a mail server is spoken to, with the port that is usual for it.
MAIL_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}
#: One address, in ASCII as every mail server takes it.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
#: The search engines: the embedded one, and one for an office that outgrows it.
ENGINES = ("whoosh", "tantivy")
#: What ``[company]`` may say; a form's ``from = "company.phone"`` reads it.
COMPANY_FACTS = (
    "credit_code",
    "legal_person",
    "address",
    "phone",
    "hotline",
    "email",
    "bank",
    "account",
    "complaint_unit",
    "complaint_phone",
    "complaint_email",
)
#: A recipient of age: bech32 of an X25519 key; whether its checksum is right, age itself says.
_RECIPIENT = re.compile(r"age1[0-9a-z]{58}", re.ASCII)
#: The codes of ``model.grades`` that may ask for encryption: what is public needs none.
GRADES = ("A", "B", "C")
_LAST_PORT = 65535
_MOST_WORKERS = 64
#: What only this machine reaches.
LOCAL = ("127.0.0.1", "::1", "localhost")
_PUBLIC = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?", re.ASCII)
_ORIGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,99}", re.ASCII)
_KINDS: Mapping[str, tuple[type, str]] = {
    "str": (str, say("text")),
    "int": (int, say("a whole number")),
    "bool": (bool, say("true or false")),
    "tuple[str, ...]": (list, say("a list of texts")),
    "Mapping[str, str]": (dict, say("a table of texts")),
}
_TYPES = {item.name: item.type for each in (Settings, Mail, Web, Oidc) for item in fields(each)}


def find_office(given: Path | None, *, environ: Mapping[str, str], here: Path) -> Path:
    """The office folder: the one given, else ``DOCGEN_OFFICE``, else upward from ``here``."""
    named = given or (Path(environ["DOCGEN_OFFICE"]) if environ.get("DOCGEN_OFFICE") else None)
    if named is not None:
        if _is_office(named):
            return named.resolve()
        raise NotFound(
            say("There is no office in {folder}", folder=named),
            why=say("an office folder holds a file named docgen.toml"),
            fix=say("name another folder, or make one: docgen init {folder}", folder=named),
        )
    for folder in (here, *here.parents):
        if _is_office(folder):
            return folder.resolve()
    raise NotFound(
        say("No office was found from {folder} upward", folder=here),
        why=say("neither --office nor DOCGEN_OFFICE names one, and no docgen.toml lies above"),
        fix=say("go into an office folder, or say --office DIR, or make one: docgen init DIR"),
    )


def _is_office(folder: Path) -> bool:
    try:
        return (folder / FILE).is_file()
    except OSError as error:
        raise NotFound(
            say(
                "{folder} cannot be looked into: {error}",
                folder=folder,
                error=error.strerror or error,
            ),
            why=say("the operating system keeps it from you"),
            fix=say("ask its owner for access to the folder"),
            file=str(folder),
        ) from error


def read_settings(office: Path) -> Settings:
    """The settings of the office in this folder; ``BadInput`` names file, line and key."""
    file = office / FILE
    try:
        table = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            say("docgen.toml cannot be read: {error}", error=error),
            why=say("it is not valid TOML in UTF-8, or may not be opened"),
            fix=say("correct it at that place and try again"),
            file=str(file),
        ) from error
    _refuse_newer(table, file)
    values: dict[str, Any] = {}
    for section, content in table.items():
        if section == "company":
            values["facts"] = _company(content, file)
        elif section == "mail":
            values["mail"] = Mail(**_section(section, content, file))
        elif section == "web":
            values["web"] = _web(content, file)
        else:
            values |= _section(section, content, file)
    if "company" not in values:
        raise _wrong(file, "company", say("the company's name is missing"), 'company = "…"')
    settings = Settings(**values)
    _check_values(settings, file)
    if settings.mail != Mail():
        _check_mail(settings.mail, file)
    check_web(settings.web, file)
    return settings


def _section(section: str, content: object, file: Path) -> dict[str, Any]:
    known = _SECTIONS.get(section)
    if known is None or not isinstance(content, dict):
        near = get_close_matches(section, [*_SECTIONS, "company"], 1)
        raise _wrong(file, section, say("there is no such part"), f"[{(near or ['office'])[0]}]")
    for key, value in content.items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            raise _wrong(file, key, say("there is no such setting"), (near or list(known))[0])
        wanted, kind = _KINDS[str(_TYPES[key])]
        if type(value) is not wanted:
            raise _wrong(file, key, say("it must be {kind}", kind=kind), f"{key} = …")
    return {key: tuple(one) if isinstance(one, list) else one for key, one in content.items()}


def _web(content: object, file: Path) -> Web:
    """``[web]``, with ``[web.oidc]`` in it."""
    if not isinstance(content, dict) or "oidc" not in content:
        return Web(**_section("web", content, file))
    own = {key: value for key, value in content.items() if key != "oidc"}
    oidc = Oidc(**_section("web.oidc", content["oidc"], file))
    _check_oidc(oidc, file)
    return Web(**_section("web", own, file), oidc=oidc)


def _company(content: object, file: Path) -> dict[str, str]:
    if not isinstance(content, dict):
        raise _wrong(file, "company", say("it must be a table"), "[company]")
    for key, value in content.items():
        if key not in COMPANY_FACTS:
            near = get_close_matches(key, COMPANY_FACTS, 1)
            raise _wrong(file, key, say("there is no such fact"), (near or ["phone"])[0])
        if not isinstance(value, str):
            raise _wrong(file, key, say("it must be {kind}", kind=say("text")), f'{key} = "…"')
    return content


def _check_values(settings: Settings, file: Path) -> None:
    for key in ("pdf_seconds", "max_megabytes"):
        if getattr(settings, key) < 1:
            raise _wrong(file, key, say("it must be a whole number from 1"), f"{key} = 50")
    try:
        ZoneInfo(settings.time_zone)
    except (OSError, ValueError, KeyError) as error:
        instead = 'time_zone = "Asia/Shanghai"'
        raise _wrong(file, "time_zone", say("there is no such time zone"), instead) from error
    if settings.language not in {"zh", "en"}:
        raise _wrong(file, "language", say("it is zh or en"), 'language = "zh"')
    if settings.folder_version < 1:
        raise _wrong(file, "folder_version", say("it is at least 1"), "folder_version = 1")
    if not settings.company.strip():
        raise _wrong(file, "company", say("the company's name is missing"), 'company = "…"')
    if not _ORIGIN.fullmatch(settings.origin):
        why = say("it is a short name of letters, digits, dots, slashes and hyphens")
        raise _wrong(file, "origin", why, 'origin = "docgen.example/office"')
    if not all(isinstance(one, str) and _RECIPIENT.fullmatch(one) for one in settings.recipients):
        why = say("each is a public key of age: age1 and 58 small letters and digits")
        raise _wrong(file, "recipients", why, 'recipients = ["age1…"]')
    if settings.engine not in ENGINES:
        raise _wrong(file, "engine", say("it is whoosh or tantivy"), 'engine = "whoosh"')
    _check_encryption(settings, file)


def _check_mail(mail: Mail, file: Path) -> None:
    """Who sends by which server; a password goes through an encrypted door only."""
    wrong = partial(_wrong, file)
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", mail.host):
        raise wrong("host", say("it is the name of the mail server"), 'host = "mail.example.cn"')
    if not 0 <= mail.port <= _LAST_PORT:
        raise wrong("port", say("a port is a number up to 65535"), "port = 587")
    if mail.security not in MAIL_PORTS:
        why = say("it is one of {known}", known=", ".join(MAIL_PORTS))
        raise wrong("security", why, 'security = "starttls"')
    if mail.user and mail.security == "none":
        why = say("a password would be sent for everybody to read")
        raise wrong("security", why, 'security = "starttls"')
    if not (mail.user.isascii() and mail.user.isprintable()):
        raise wrong("user", say("it is a login of ASCII characters"), 'user = "records"')
    if bool(mail.user) != bool(mail.password_file):
        why = say("a login and the file of its password belong together")
        raise wrong("password_file", why, 'password_file = "/etc/docgen/mail.password"')
    _check_outside("password_file", mail.password_file, file)
    if not _TIME.fullmatch(mail.at):
        raise wrong("at", say("it is a time of the day"), 'at = "07:30"')
    for key, address in {"sender": mail.sender, **mail.addresses}.items():
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
            raise wrong(key, say("it is no e-mail address"), f'{key} = "mira@example.cn"')


def check_web(web: Web, file: Path) -> None:
    """Where the page listens and how it is reached; beyond this machine only by a known name."""
    wrong = partial(_wrong, file)
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", web.host):
        raise wrong("host", say("it is a network address of this machine"), 'host = "127.0.0.1"')
    if not 0 <= web.port <= _LAST_PORT:
        raise wrong("port", say("a port is a number up to 65535"), "port = 8000")
    if web.address and not _PUBLIC.fullmatch(web.address):
        why = say("it is https:// and the name of the server, without a path")
        raise wrong("address", why, 'address = "https://records.example.cn"')
    if web.host not in LOCAL and not web.address:
        why = say("others can reach this host, and the page must know under which name")
        raise wrong("address", why, 'address = "https://records.example.cn"')
    for one in web.proxy:
        try:
            ip_network(str(one))
        except ValueError as error:
            why = say("each is a network address")
            raise wrong("proxy", why, 'proxy = ["127.0.0.1"]') from error
    if not 0 <= web.workers <= _MOST_WORKERS:
        why = say("it is a number up to {most}", most=_MOST_WORKERS)
        raise wrong("workers", why, "workers = 3")


def _check_oidc(oidc: Oidc, file: Path) -> None:
    """Whose word is taken for who comes in: it is asked by https, with a secret kept outside."""
    wrong = partial(_wrong, file)
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", oidc.issuer):
        why = say("it is https:// and where the sign-in is")
        raise wrong("issuer", why, 'issuer = "https://login.example.cn"')
    for key, example in (("name", "企业微信"), ("client_id", "docgen"), ("claim", "sub")):
        if not getattr(oidc, key).strip():
            raise wrong(key, say("it is missing"), f'{key} = "{example}"')
    if not oidc.secret_file:
        raise wrong("secret_file", say("it is missing"), 'secret_file = "/etc/docgen/oidc.secret"')
    _check_outside("secret_file", oidc.secret_file, file)
    if not all(isinstance(one, str) for one in oidc.strong):
        raise wrong("strong", say("it is a list of texts"), 'strong = ["mfa"]')


def _check_encryption(settings: Settings, file: Path) -> None:
    """The office's key lies where neither the archive nor a copy of the office takes it along."""
    _check_outside("keys", settings.keys, file)
    if not all(one in GRADES for one in settings.grades):
        why = say("each is a grade: {grades}", grades=", ".join(GRADES))
        raise _wrong(file, "grades", why, 'grades = ["A"]')


def _check_outside(key: str, place: str, file: Path) -> None:
    """A secret lies on a whole path outside of the office and thus of its copies."""
    instead = f'{key} = "/media/keys/{"office.key" if key == "keys" else key}"'
    if place and not Path(place).is_absolute():
        raise _wrong(file, key, say("it is a whole path, from / on"), instead)
    if place and Path(place).resolve().is_relative_to(file.parent.resolve()):
        why = say("the secret would lie in the office and in every copy of it")
        raise _wrong(file, key, why, instead)


def _refuse_newer(table: Mapping[str, Any], file: Path) -> None:
    """A folder of a newer program is refused before its new settings are called wrong."""
    office = table.get("office")
    found = office.get("folder_version") if isinstance(office, dict) else None
    if isinstance(found, int) and found > FOLDER_VERSION:
        raise BadInput(
            say("This office folder has version {found}", found=found),
            why=say("this program knows versions up to {known}", known=FOLDER_VERSION),
            fix=say("use the newer docgen that made it"),
            file=str(file),
            field="folder_version",
        )


def _wrong(file: Path, key: str, why: str, instead: str) -> BadInput:
    return BadInput(
        say("docgen.toml: {key} is not right", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=str(file),
        field=key,
    )


def shipped(name: str) -> Path:
    """A folder that comes with the program: ``templates`` or ``rules``.

    Installed, it lies inside the package; in a checkout the templates lie beside ``src``.
    """
    inside = Path(__file__).parent / "data" / name
    return inside if inside.is_dir() else Path(__file__).parents[2] / name


def environment() -> Mapping[str, str]:
    """The process's environment, read in one place."""
    return os.environ
