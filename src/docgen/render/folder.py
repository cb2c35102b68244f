"""A template as it lies on the disk: one folder with four files.

    template.docx   the form in Word, with {{ fields }}
    form.toml       the questions
    example.toml    one set of answers
    expected.txt    what the form says with them, word for word

A fifth file, ``more-examples.toml``, may hold further examples that say only what differs from
the first one; they show the check the sides of the form that it leaves out, and change no paper.

Reads and refuses; whether the four agree with each other is ``lint``'s question.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, NotFound, OutsideFailed, say
from docgen.forms.characters import nearest
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.render.preflight import preflight, refuse_warnings

DOCX, FORM, EXAMPLE, EXPECTED = FILES = (
    "template.docx",
    "form.toml",
    "example.toml",
    "expected.txt",
)
MORE = "more-examples.toml"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_LONGEST = 120  # as long as a column of the register that holds one


@dataclass(frozen=True, slots=True)
class TemplateFolder:
    """A template's four files, read.

    Args:
        form: The questions and rules.
        docx: The Word file.
        example: ``example.toml`` as it is; ``forms.answers`` reads it.
        expected: The words of the example, with plain line ends.
        sha256: The digest of the list of the four files' digests, so that one value names the
            template; ``sha256sum`` of the four in this order, piped into ``sha256sum``, gives it.
        more: ``more-examples.toml``; ``b""`` if there is none.
    """

    form: Form
    docx: bytes
    example: bytes
    expected: str
    sha256: str
    more: bytes = b""

    @property
    def name(self) -> str:
        """Family and folder, ``complaint/complaint-record``."""
        return self.form.name


def read_template(path: Path, name: str) -> TemplateFolder:
    """Read the template in the folder ``path`` under the name ``family/name``.

    Raises:
        BadInput: A file is missing, unreadable or wrong, or holds what could run; names the file.
    """
    template = read_unjudged(path, name)
    docx = f"{name}/{DOCX}"
    refuse_warnings(preflight(template.docx, docx), docx)
    return template


def read_unjudged(path: Path, name: str) -> TemplateFolder:
    """Read it as ``read_template`` does, even if its Word file holds macros or outside links."""
    files = {file: _read(path, file, name) for file in FILES}
    preflight(files[DOCX], f"{name}/{DOCX}")
    form = f"{name}/{FORM}"
    questions = parse_form(_text(files[FORM], form), name=name, file=form)
    expected = _text(files[EXPECTED], f"{name}/{EXPECTED}").replace("\r\n", "\n")
    more = _read(path, MORE, name) if (path / MORE).exists() else b""
    return TemplateFolder(questions, files[DOCX], files[EXAMPLE], expected, _digest(files), more)


def digest(path: Path, name: str) -> str:
    """The digest of a template's four files without looking into them; see ``TemplateFolder``."""
    return _digest({file: _read(path, file, name) for file in FILES})


def find_template(root: Path, name: str) -> TemplateFolder:
    """Read the template called ``name`` in a library.

    Raises:
        NotFound: There is none; suggests the nearest name.
        BadInput: It is there and wrong.
    """
    return read_template(find_folder(root, name), name)


def is_name(name: str) -> bool:
    """Whether a template may be called so: family and folder in small letters, digits, hyphens."""
    return len(name) <= _LONGEST and _NAME.fullmatch(name) is not None


def find_folder(root: Path, name: str) -> Path:
    """The folder of the template called ``name`` in a library.

    Raises:
        NotFound: There is none; suggests the nearest name.
    """
    if is_name(name) and (root / name).is_dir():
        return root / name
    near = nearest(name, list_templates(root))
    raise NotFound(
        say("There is no template “{name}”", name=name),
        why=say("the library has no such folder"),
        fix=say("did you mean “{near}”?", near=near)
        if near
        else say("see all names").by("docgen template list"),
    )


def list_templates(root: Path) -> list[str]:
    """The names of all templates in a library, ``family/name``, sorted; also of broken ones."""
    try:
        found = [path for path in root.glob("*/*") if path.is_dir()]
    except OSError as why:
        raise OutsideFailed(
            say("The template library cannot be read"),
            why=say("{error}", error=why),
            fix=say("give yourself the right to read “{folder}”", folder=root),
        ) from why
    names = (path.relative_to(root).as_posix() for path in found)
    return sorted(name for name in names if _NAME.fullmatch(name))


def _read(path: Path, file: str, name: str) -> bytes:
    try:
        return (path / file).read_bytes()
    except FileNotFoundError as why:
        raise BadInput(
            say("The template “{name}” has no {file}", name=name, file=file),
            why=say("a template is a folder with four files: {files}", files=", ".join(FILES)),
            fix=say("put {file} into {folder}", file=file, folder=path),
            file=f"{name}/{file}",
        ) from why
    except OSError as why:
        raise BadInput(
            say("{file} of the template “{name}” cannot be read", file=file, name=name),
            why=say("{error}", error=why),
            fix=say("give yourself the right to read it"),
            file=f"{name}/{file}",
        ) from why


def _text(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise BadInput(
            say("{file} is not in UTF-8", file=file),
            why=say("byte {place} is not part of a character", place=why.start + 1),
            fix=say("save it as UTF-8 in the editor"),
            file=file,
            line=data[: why.start].count(b"\n") + 1,
        ) from why


def _digest(files: dict[str, bytes]) -> str:
    lines = (f"{hashlib.sha256(files[file]).hexdigest()}  {file}\n" for file in FILES)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
