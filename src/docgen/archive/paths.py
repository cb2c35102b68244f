"""Names of archived files: which are refused, and how they are written on the disk.

A logical path is the name people gave a file. Refused is what could leave the object's folder,
deceive a reader or not be stored everywhere: OCFL 1.1 section 3.5.3.1 (no ``.``, ``..`` or
empty part, no slash at an end), control and invisible characters (a right-to-left mark makes
``exe.fdp`` out of ``pdf.exe``), backslashes, and parts over 240 bytes.

The content path is where the bytes lie. It is the logical path wherever that also works on
Windows and on disks that do not tell A from a or é from é; otherwise a harmless one. Readers
never guess it: the inventory says it.
"""

from __future__ import annotations

import re
import unicodedata

from docgen.errors import BadInput, Said, say

MAX_PART = 240  # bytes of UTF-8; most file systems take 255
MAX_PATH = 1000  # bytes of UTF-8 in all
#: Categories of characters that nobody sees.
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_DRIVE = re.compile(r"[A-Za-z]:")
_UNPORTABLE = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def check_logical(path: str) -> None:
    """Refuse an unsafe logical path with ``BadInput``."""
    why = _path_fault(path)
    for part in path.split("/"):
        why = why or _part_fault(part)
    if why:
        shown = path.encode("utf-8", "backslashreplace").decode()
        raise BadInput(
            say("A file cannot be archived under the name {name}.", name=ascii(shown)),
            why=why,
            fix=say("Give the file another name, then file it again."),
            file=shown,
        )


def _path_fault(path: str) -> Said | None:
    if path.startswith("/") or _DRIVE.match(path):
        return say("The name is an absolute path.")
    if len(path.encode("utf-8", "surrogatepass")) > MAX_PATH:
        return say("The name is longer than {limit} bytes in all.", limit=MAX_PATH)
    return None


def _part_fault(part: str) -> Said | None:
    if part in ("", ".", ".."):
        return say("A part of the name is empty, a dot or two dots.")
    if "\\" in part:
        return say("The name holds a backslash, which separates folders on Windows.")
    if any(unicodedata.category(char) in INVISIBLE for char in part):
        return say("The name holds a control character or an invisible character.")
    if len(part.encode()) > MAX_PART:
        return say("A part of the name is longer than {limit} bytes.", limit=MAX_PART)
    return None


class Names:
    """Gives each logical path of one version its content path, all of them different.

    Different means: also on a disk that ignores case and Unicode forms.
    """

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def give(self, logical: str) -> str:
        """The content path below ``vN/content/`` for a logical path that was checked."""
        plain = "/".join(_portable(part) for part in logical.split("/"))
        path, turn = plain, 1
        while self._clashes(path):
            turn += 1
            path = f"~{turn}/{plain}"
        key = key_of(path)
        self._files.add(key)
        self._folders.update(_parents(key))
        return path

    def _clashes(self, path: str) -> bool:
        key = key_of(path)
        taken = key in self._files or key in self._folders
        return taken or any(parent in self._files for parent in _parents(key))


def conflicting(paths: set[str]) -> str:
    """A path that is also the folder of another one (OCFL E095), or nothing."""
    return next((p for path in sorted(paths) for p in _parents(path) if p in paths), "")


def is_unportable(part: str) -> bool:
    """Whether Windows cannot store a name like this one."""
    return _portable(part) != part


def _portable(part: str) -> str:
    part = _UNPORTABLE.sub("_", part)
    if part[-1] in ". ":
        part = part[:-1] + "_"
    return "_" + part if _DEVICE.match(part) else part


def key_of(path: str) -> str:
    """What two names have in common that are one on a disk which ignores case and Unicode forms."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]
