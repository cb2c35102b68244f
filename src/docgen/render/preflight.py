"""Whether a file that somebody hands in may be opened at all, and what it is.

Name and content must agree; a file is looked at as bytes, nothing is parsed beyond the ZIP's
tables and the list of parts. Macros and links to the outside are named, not judged: a template
with them is refused by ``folder``, a paper to be filed keeps them as warnings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from docgen.errors import BadInput, Detail, Said, say
from docgen.render.package import CONTENT_TYPES, Package
from docgen.render.ziprules import zip_fault

LIMIT = 50_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OFFICE}wordprocessingml.document"
_SHEET = f"{_OFFICE}spreadsheetml.sheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
_PDF_LOCKED = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_FORBIDDEN_XML = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", re.IGNORECASE)
_NARROW, _WIDE = {b"utf-8", b"utf8", b"us-ascii"}, {b"utf-16", b"utf-16le", b"utf-16be"}
_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")
# Text may hold line breaks, tabs and page feeds; other control characters mean it is no text.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is, and what a person should know before it is used.

    Args:
        media_type: The registered media type, for example ``application/pdf``.
        extension: The extension that files of this kind have, with its dot.
        warnings: Macros, links to the outside, protection: each a sentence.
    """

    media_type: str
    extension: str
    warnings: tuple[Said, ...] = ()


def preflight(data: bytes, name: str, *, limit: int = LIMIT) -> Kind:
    """Say what a file is, or refuse it.

    Args:
        data: The file's bytes.
        name: Its name; the extension must be that of its content.
        limit: The largest size in bytes.

    Raises:
        BadInput: Empty, too large, unknown, damaged, locked, or not what its name says.
    """
    if not data:
        raise _refused(name, say("it is empty"), say("check the file where it came from"))
    if len(data) > limit:
        raise _refused(
            name,
            say("it has {size} MB, more than {limit} MB", size=_mb(len(data)), limit=_mb(limit)),
            say("make it smaller, or split it into several files"),
        )
    extension = PurePath(name).suffix.lower()
    if extension not in _LOOKS:
        raise _refused(
            name,
            say("files ending in “{extension}” are not accepted", extension=extension),
            say("save it as one of: {kinds}", kinds=" ".join(sorted(_LOOKS))),
        )
    return _LOOKS[extension](data, name)


def refuse_warnings(kind: Kind, name: str) -> None:
    """Refuse a file that has any warning; a template must not have one."""
    if kind.warnings:
        raise BadInput(
            say("“{name}” cannot be used as a template", name=name),
            why=say("it holds what could run or load something when it is opened"),
            fix=say("remove it in Word, or copy the text into a new document"),
            file=name,
            details=[Detail(warning) for warning in kind.warnings],
        )


def decode_text(data: bytes, name: str) -> str:
    """Plain text in UTF-8 (with or without a mark at its start) or GB 18030.

    Raises:
        BadInput: It is neither, or holds control characters.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    raise _refused(
        name,
        say("its content is not text in UTF-8 or GB 18030"),
        say("save it as text in UTF-8, or give it the extension that it really has"),
    )


def _office(main: str, media_type: str, extension: str) -> Callable[[bytes, str], Kind]:
    def look(data: bytes, name: str) -> Kind:
        _refuse_other_containers(data, name)
        fault = zip_fault(data)
        if fault is not None:
            raise _refused(name, fault, say("open it in Word or Excel and save it again"))
        package = Package.read(data, name)
        _check_parts(package, name)
        if _office_type(package) not in {f"{main}.main+xml", _macro_type(extension)}:
            raise _mismatch(name, extension)
        return Kind(media_type, extension, tuple(text for _, text in danger(package)))

    return look


def _refuse_other_containers(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        locked = _ENCRYPTED_OLE in data
        raise _refused(
            name,
            say("it is protected by a password")
            if locked
            else say("it has the old format of Word or Excel 97–2003"),
            say("open it, remove the password and save it again")
            if locked
            else say("open it and save it as .docx or .xlsx"),
        )
    if not data.startswith(b"PK"):
        raise _mismatch(name, PurePath(name).suffix.lower())


def _check_parts(package: Package, name: str) -> None:
    if CONTENT_TYPES not in package.parts or "_rels/.rels" not in package.parts:
        raise _mismatch(name, PurePath(name).suffix.lower())
    for part, content in package.parts.items():
        if part.endswith((".xml", ".rels", ".vml")) and not _plain_xml(content):
            raise _refused(
                name,
                say("its part “{part}” holds XML that Office never writes", part=part),
                say("open it in Word or Excel and save it again"),
            )


def _plain_xml(content: bytes) -> bool:
    """XML in an encoding we can look into (UTF-8, UTF-16), without document type or entities."""
    wide = b"\x00" in content[:4] or content.startswith(_MARKS_16)
    text = content.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    text = text.lstrip(b"\xfe\xff \t\r\n")
    declared = _ENCODING.match(text)
    allowed = _WIDE if wide else _NARROW
    if not text.startswith(b"<") or (declared and declared[1].lower() not in allowed):
        return False
    return not _FORBIDDEN_XML.search(text)


def _office_type(package: Package) -> str:
    main = package.main()
    return package.content_type(main) if main else ""


def _macro_type(extension: str) -> str:
    program = "word.document" if extension == ".docx" else "excel.sheet"
    return f"application/vnd.ms-{program}.macroEnabled.main+xml"


def danger(package: Package) -> Iterator[tuple[str, Said]]:
    """What could run or load when the file is opened, each with its code of the template check."""
    for part in package.parts:
        if part.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in part:
            yield "T017", say("it holds macros: {part}", part=part)
        if "/embeddings/" in part or "/activeX/" in part:
            yield "T018", say("it holds another file inside: {part}", part=part)
    for part in package.parts:
        if part.endswith(".rels"):
            yield from (("T016", link) for link in _outside_links(package, part))


def _outside_links(package: Package, rels: str) -> Iterator[Said]:
    for entry in package.xml(rels):
        kind = entry.get("Type", "").rpartition("/")[2]
        if entry.get("TargetMode") == "External" and kind != "hyperlink":
            target = entry.get("Target", "")
            yield say("it loads {kind} from outside: {target}", kind=kind, target=target)


def _pdf(data: bytes, name: str) -> Kind:
    if not data.startswith(b"%PDF-"):
        raise _mismatch(name, ".pdf")
    if b"%%EOF" not in data[-2048:]:
        raise _refused(name, say("its end is missing"), say("take a new copy of the file"))
    locked = [say("it is protected: a password may be needed")] if _PDF_LOCKED.search(data) else []
    return Kind("application/pdf", ".pdf", tuple(locked))


def _text(data: bytes, name: str) -> Kind:
    decode_text(data, name)
    csv = PurePath(name).suffix.lower() == ".csv"
    return Kind("text/csv", ".csv") if csv else Kind("text/plain", ".txt")


def _png(data: bytes, name: str) -> Kind:
    return _image(data, name, Kind("image/png", ".png"), (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"))


def _jpeg(data: bytes, name: str) -> Kind:
    return _image(data, name, Kind("image/jpeg", ".jpg"), (b"\xff\xd8\xff", b"\xff\xd9"))


def _image(data: bytes, name: str, kind: Kind, ends: tuple[bytes, bytes]) -> Kind:
    start, end = ends
    if not data.startswith(start):
        raise _mismatch(name, kind.extension)
    if end not in data:
        raise _refused(name, say("its end is missing"), say("take a new copy of the picture"))
    return kind


_LOOKS: dict[str, Callable[[bytes, str], Kind]] = {
    ".docx": _office(_WORD, _WORD, ".docx"),
    ".xlsx": _office(_SHEET, _SHEET, ".xlsx"),
    ".pdf": _pdf,
    ".txt": _text,
    ".csv": _text,
    ".png": _png,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
}


def _mismatch(name: str, extension: str) -> BadInput:
    return _refused(
        name,
        say("its content is not that of a {extension} file", extension=extension),
        say("give it the extension that it really has, or save it again from its program"),
    )


def _refused(name: str, why: Said, fix: Said) -> BadInput:
    return BadInput(say("“{name}” cannot be used", name=name), why=why, fix=fix, file=name)


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
