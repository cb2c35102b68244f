"""A BagIt bag (RFC 8493) as text: its declaration, its manifests and ``bag-info.txt``.

    bagit.txt                BagIt-Version: 1.0 / Tag-File-Character-Encoding: UTF-8
    manifest-sha512.txt      one line a payload file: digest, two spaces, path from ``data/`` on
    tagmanifest-sha512.txt   the same for all files beside ``data/``
    bag-info.txt             Label: value

Pure: text in, values out. Reading is strict where version 1.0 is (white space around labels and
values, lines that are none); bags of 0.97 are older than those rules and are read as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docgen.errors import Said, say

DECLARATION, INFO, FETCH, PAYLOAD = "bagit.txt", "bag-info.txt", "fetch.txt", "data/"
#: The digests a manifest may be of, the one to trust most first.
ALGORITHMS = ("sha512", "sha384", "sha256", "sha224", "sha1", "md5")
OXUM = "Payload-Oxum"
DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_VERSIONS = {"1.0", "0.97"}
_MANIFEST = re.compile(r"(tag)?manifest-([^/]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+([^ \t].*)")
_ELEMENT = re.compile(r"([^\s:](?:[^:]*[^\s:])?):[ \t](\S(?:.*\S)?)?")
_ELEMENT_OLD = re.compile(r"\s*([^\s:](?:[^:]*[^\s:])?)\s*:\s*(.*?)\s*")
_ENDS = re.compile(r"\r\n|\n|\r")
_ENCODED = {"%25": "%", "%0A": "\n", "%0D": "\r"}

Info = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a bag: the rule of ``docs/spec/export.md``, where, and what."""

    code: str
    path: str
    text: Said


def encode(path: str) -> str:
    """A path as a manifest writes it: ``%``, LF and CR are encoded, nothing else."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode(text: str) -> str:
    """A path from a manifest."""
    return re.sub("(?i)%25|%0A|%0D", lambda found: _ENCODED[found[0].upper()], text)


def manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest with the digest of each path, in the order of the paths."""
    return "".join(f"{digests[path]}  {encode(path)}\n" for path in sorted(digests)).encode()


def info(facts: Iterable[tuple[str, str]]) -> bytes:
    """``bag-info.txt``; facts without a value are left out."""
    lines = ((label, " ".join(value.split())) for label, value in facts)
    return "".join(f"{label}: {value}\n" for label, value in lines if value).encode()


def manifest_kind(path: str) -> tuple[bool, str] | None:
    """Whether a file's name is that of a tag manifest, and its algorithm; ``None`` if of none."""
    found = _MANIFEST.fullmatch(path)
    return (bool(found[1]), found[2].lower().replace("-", "")) if found else None


def read_declaration(data: bytes) -> tuple[str, Said | None]:
    """The version a bag declares, and what is wrong with the declaration."""
    fault = say("the declaration is not the two lines that RFC 8493 wants")
    try:
        lines = lines_of(data.decode("utf-8"))
    except UnicodeDecodeError:
        return "", fault
    version = lines[0].removeprefix("BagIt-Version: ") if lines else ""
    if len(lines) != len(DECLARED.split("\n")) - 1 or not lines[0].startswith("BagIt-Version: "):
        return "", fault
    if version not in _VERSIONS:
        return "", say("bags of version {version} are not known", version=version)
    if lines[1] != "Tag-File-Character-Encoding: UTF-8":
        return version, say("its tag files are not in UTF-8")
    return version, None


def read_manifest(text: str) -> Iterator[tuple[str, str] | int]:
    """Each line's path and digest in lower case; the number of a line that is none."""
    for number, line in enumerate(lines_of(text), start=1):
        found = _LINE.fullmatch(line)
        yield (decode(found[2]), found[1].lower()) if found else number


def read_info(text: str, version: str) -> tuple[Info, list[int]]:
    """The facts of ``bag-info.txt``, folded lines joined, and the numbers of wrong lines."""
    facts: Info = []
    wrong: list[int] = []
    element = _ELEMENT if version == "1.0" else _ELEMENT_OLD
    for number, line in enumerate(lines_of(text), start=1):
        if line[:1] in {" ", "\t"} and facts and line.strip():
            facts[-1] = (facts[-1][0], f"{facts[-1][1]} {line.strip()}")
        elif found := element.fullmatch(line):
            facts.append((found[1], found[2] or ""))
        else:
            wrong.append(number)
    return facts, wrong


def lines_of(text: str) -> list[str]:
    """The lines of a tag file, however they end; no other character ends one."""
    lines = _ENDS.split(text)
    return lines[:-1] if lines[-1] == "" else lines
