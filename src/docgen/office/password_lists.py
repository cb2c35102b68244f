"""Passwords that are guessed first: words that everybody here knows, and what was breached.

The words are those of the product, the company and its units, in characters and in pinyin, whole
and by initials (ASVS 6.1.2, 6.2.11). A list of breached passwords is the runner's own file, the
one of haveibeenpwned.com sorted by SHA-1 (``[web] breached``, ASVS 6.2.12): it is tens of
gigabytes, so it is not shipped, and nobody is asked over the network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from docgen.errors import OutsideFailed, say
from docgen.index.pinyin import pinyin
from docgen.office.desk import Office
from docgen.register.models import Person

#: Known everywhere, whatever the office.
_USUAL = ("docgen", "password", "passwd", "welcome", "admin", "qwerty", "mima", "dangan")
_USUAL_HERE = ("密码", "档案", "管理员", "欢迎")
#: What names of companies end with: whoever guesses leaves it out.
_LEGAL = ("集团股份有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团")
#: Shorter ones stand in too many words.
_LEAST_LETTERS, _LEAST_CHARACTERS = 4, 2
_SHA1 = 40


def words_of(office: Office) -> frozenset[str]:
    """The words that everybody here knows, in small letters."""
    company = office.settings.company
    units = Person.objects.order_by().values_list("unit", flat=True).distinct()
    short = (company.removesuffix(one) for one in _LEGAL)
    names = {company, *short, *units, *_USUAL, *_USUAL_HERE}
    found = {one.casefold() for name in names for one in (name, *pinyin(name).split())}
    return frozenset(one for one in found if _is_long(one))


def _is_long(word: str) -> bool:
    return len(word) >= (_LEAST_LETTERS if word.isascii() else _LEAST_CHARACTERS)


def without(password: str, words: Collection[str]) -> str:
    """What is left of a password without these words, the longest taken out first."""
    left = password.casefold()
    for word in sorted(words, key=lambda one: (-len(one), one)):
        left = left.replace(word, "")
    return left


def is_breached(file: Path, password: str) -> bool:
    """Whether a password is in the list: found by halving, so that a large file is quick."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
    wanted = digest.upper().encode()
    try:
        with file.open("rb") as lines:
            low, high = 0, file.stat().st_size
            while low < high:
                middle = (low + high) // 2
                lines.seek(max(middle - 1, 0))
                if middle:
                    lines.readline()  # to the beginning of the next line
                line = lines.readline()
                if not line or line[:_SHA1].upper() >= wanted:
                    high = middle
                else:
                    low = lines.tell()
            lines.seek(low)
            return lines.readline()[:_SHA1].upper() == wanted
    except OSError as error:
        raise OutsideFailed(
            say("The list of breached passwords cannot be read: {error}", error=error),
            why=say("no password is set without a look into it"),
            fix=say("give docgen the right to read {file}, or take it out of [web]", file=file),
        ) from error
