"""Which fonts a Word file names, and what stands in for those this machine does not have.

The stand-ins are listed in ``fonts.conf`` beside this file; LibreOffice is started with it, and
the template check reads the known names from it, so that both always agree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from docgen.errors import OutsideFailed, say
from docgen.render.package import Package, attribute, local, parse_xml

CONFIG = Path(__file__).with_name("fonts.conf")
# LibreOffice draws these with its own OpenSymbol.
_SYMBOLS = frozenset(
    {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "opensymbol"}
)
_NAMED = ("ascii", "hAnsi", "eastAsia")
_STYLE_USES = ("pStyle", "rStyle", "tblStyle", "basedOn")
_SECONDS = 60


def known_fonts() -> frozenset[str]:
    """The names, in small letters, for which ``fonts.conf`` has a stand-in."""
    root = parse_xml(CONFIG.read_bytes())
    return _SYMBOLS | {(name.text or "").casefold() for name in root.iterfind("match/test/string")}


@cache
def installed_fonts() -> frozenset[str]:
    """The families this machine has, in small letters; empty if it cannot say."""
    lines = _ask("fc-list", "--format", "%{family}\n").splitlines()
    return frozenset(name.casefold() for line in lines for name in line.split(","))


@cache
def characters() -> bytes:
    """For each code of Unicode 1 if some font here has it, else 0; empty if nobody can say."""
    known = bytearray(0x110000)
    ranges = set(_ask("fc-list", "--format", "%{charset} ").split())
    for codes in ranges:
        first, _, last = codes.partition("-")
        start, end = int(first, 16), int(last or first, 16) + 1
        known[start:end] = b"\1" * (end - start)
    return bytes(known) if ranges else b""


@cache
def cjk_font() -> str:
    """The font that Chinese text gets on this machine, for example ``Noto Serif CJK SC``.

    Raises:
        OutsideFailed: No font here has Chinese characters; a PDF would show empty boxes.
    """
    family, _, languages = _ask("fc-match", "--format", "%{family[0]}\t%{lang}", "宋体").partition(
        "\t"
    )
    if "zh-cn" not in languages.split("|"):
        raise OutsideFailed(
            say("No Chinese font is installed"),
            why=say("a PDF would show empty boxes instead of Chinese characters"),
            fix=say("install the free fonts: apt-get install fonts-noto-cjk fontconfig"),
        )
    return family


def font_with(words: str) -> tuple[str, int]:
    """The file of a font with these signs, and which font of the file: one of the Chinese ones.

    Raises:
        OutsideFailed: No font here has Chinese characters.
    """
    cjk_font()
    signs = " ".join(sorted({f"{ord(sign):x}" for sign in words if not sign.isspace()}))
    pattern = f"黑体:lang=zh-cn:charset={signs}"
    path, _, index = _ask("fc-match", "--format", "%{file}\t%{index}", pattern).partition("\t")
    return path, int(index) & 0xFFFF if index.isdecimal() else 0


def fonts_of(package: Package) -> dict[str, str]:
    """The fonts that the text of a Word file may be set in, each with a part that names it."""
    found: dict[str, str] = {}
    for part, node in _settings(package):
        for name in _NAMED:
            font = attribute(node, name)
            theme = attribute(node, f"{name}Theme")
            for each in _theme_fonts(package, theme) if theme else [font] if font else []:
                found.setdefault(each, part)
    return found


def _settings(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """Every ``rFonts`` that can apply: in the text itself, and in the styles it uses."""
    used: set[str] = set()
    for part in package.stories():
        for node in package.xml(part).iter():
            if local(node) == "rFonts":
                yield part, node
            elif local(node) in _STYLE_USES:
                used.add(attribute(node, "val"))
    for part in [name for name in package.parts if name.endswith("/styles.xml")]:
        for style in used_styles(package.xml(part), used):
            yield from ((part, node) for node in style.iter("{*}rFonts"))


def used_styles(styles: etree._Element, used: set[str]) -> Iterator[etree._Element]:
    """Defaults, default styles, the named styles, and what those are based on."""
    by_id = {attribute(style, "styleId"): style for style in styles.iterchildren("{*}style")}
    used |= {key for key, style in by_id.items() if attribute(style, "default") in {"1", "true"}}
    waiting, seen = sorted(used), set[str]()
    yield from styles.iterchildren("{*}docDefaults")
    while waiting:
        key = waiting.pop()
        if key in by_id and key not in seen:
            seen.add(key)
            yield by_id[key]
            waiting += [attribute(base, "val") for base in by_id[key].iterchildren("{*}basedOn")]


def _theme_fonts(package: Package, theme: str) -> list[str]:
    """The fonts behind a name such as ``minorEastAsia`` in the file's theme."""
    group = "majorFont" if theme.startswith("major") else "minorFont"
    names: list[str] = []
    for part in [name for name in package.parts if "/theme/" in name and name.endswith(".xml")]:
        for fonts in package.xml(part).iter(f"{{*}}{group}"):
            names += [attribute(node, "typeface") for node in fonts if _meant(node, theme)]
    return [name for name in names if name]


def _meant(node: etree._Element, theme: str) -> bool:
    if theme.endswith("EastAsia"):
        return local(node) == "ea" or attribute(node, "script") == "Hans"
    return local(node) == "latin"


def _ask(program: str, *arguments: str) -> str:
    """What fontconfig says with our stand-ins; empty if it is not installed or fails."""
    path = shutil.which(program)
    if path is None:
        return ""
    environment = {**os.environ, "FONTCONFIG_FILE": str(CONFIG)}
    try:
        done = subprocess.run(
            [path, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
