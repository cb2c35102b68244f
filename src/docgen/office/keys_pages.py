"""The printed shares of the office's key: three pages in one PDF, for its owner alone.

They appear where the person says and nowhere else. Whoever prints them removes the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from docgen.archive import disk
from docgen.errors import BadInput, say
from docgen.office.desk import Office
from docgen.office.keys_file import Key
from docgen.office.whole_files import refuse_there
from docgen.render.share_page import SharePage, to_pdf


@contextmanager
def written(
    office: Office, out: Path, key: Key, number: int, shares: Sequence[str]
) -> Iterator[None]:
    """Write the pages; they are gone again if the block fails.

    Raises:
        BadInput: Something is there already, or it lies in the office.
    """
    refuse_there(out)
    if out.resolve().is_relative_to(office.folder.resolve()):
        raise BadInput(
            say("{file} lies within the office", file=out),
            why=say("the shares would lie beside what they open, and go into its backups"),
            fix=say("name a file elsewhere, best in memory: /dev/shm/shares.pdf"),
            file=str(out),
        )
    facts = [
        ("主密钥编号", key.name),
        ("分片组号", str(number)),
        ("生成日期", office.today.isoformat()),
        ("编码", "SLIP-39，任意两片恢复，33 个英文单词按编号顺序"),
    ]
    company = office.settings.company
    pages = [
        SharePage(company, turn, len(shares), facts, words.split())
        for turn, words in enumerate(shares, start=1)
    ]
    data = to_pdf(pages)
    with disk.told():
        file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(file)
            yield
        except BaseException:
            out.unlink(missing_ok=True)
            raise
