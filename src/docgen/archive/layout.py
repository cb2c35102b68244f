"""Where an object lies below the storage root, and the files of the root itself.

The layout is the community extension 0007-n-tuple-omit-prefix-storage-layout: the id without
its prefix, its first ten digits in five pairs, then the whole of it. So all papers of one
dossier lie in one folder:

    urn:docgen:0310000001-0012  →  03/10/00/00/01/0310000001-0012

Root files follow OCFL 1.1 section 4. This module computes; it does not touch the disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from docgen.model.ids import ItemId

EXTENSION = "0007-n-tuple-omit-prefix-storage-layout"
PREFIX = "urn:docgen:"
TUPLE_SIZE = 2
TUPLES = 5

DECLARATION = "0=ocfl_1.1"
DECLARATION_TEXT = b"ocfl_1.1\n"
OBJECT_DECLARATION = "0=ocfl_object_1.1"
OBJECT_DECLARATION_TEXT = b"ocfl_object_1.1\n"
LAYOUT_FILE = "ocfl_layout.json"
CONFIG_FILE = f"extensions/{EXTENSION}/config.json"
README = "README.txt"


def item_name(urn: str) -> str:
    """The id without its prefix, ``0310000001-0012``; ``ValueError`` if it is no item's id."""
    item = ItemId.parse(urn)
    if item.urn != urn:
        raise ValueError(urn)
    return str(item)


@lru_cache
def object_path(urn: str) -> PurePosixPath:
    """The object's folder, relative to the storage root; ``ValueError`` if it is no item's id."""
    name = item_name(urn)
    width = TUPLE_SIZE * TUPLES
    pairs = [name[at : at + TUPLE_SIZE] for at in range(0, width, TUPLE_SIZE)]
    return PurePosixPath(*pairs, name)


def urn_at(path: PurePosixPath) -> str:
    """The id of the object that belongs at this place, or nothing if none does."""
    urn = PREFIX + path.name
    try:
        return urn if object_path(urn) == path else ""
    except ValueError:
        return ""


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


_LAYOUT = _json(
    {
        "extension": EXTENSION,
        "description": "Ten digits of the dossier's number in five pairs, then the item's number.",
    }
)

_CONFIG = _json(
    {
        "extensionName": EXTENSION,
        "delimiter": ":",
        "tupleSize": TUPLE_SIZE,
        "numberOfTuples": TUPLES,
        "zeroPadding": "left",
        "reverseObjectRoot": False,
    }
)

_README = """\
档案库说明  How to read this archive
====================================

一、这是什么
本目录是一个 OCFL 1.1（牛津通用文件布局，https://ocfl.io/1.1/spec/）存储根，保存全部归档文件的原件。
不需要 docgen，也不需要数据库：用普通的文件管理器和 sha512sum 就能读取和核对。

二、一件文件在哪里
件号 0310000001-0012 在 03/10/00/00/01/0310000001-0012/ 。
前十位数字是卷号（同一客户的文件在同一目录下），后四位是卷内件号。

三、目录里有什么
  0=ocfl_object_1.1       说明这是一个 OCFL 对象
  inventory.json          清单（JSON，UTF-8）：全部版本、每个版本的文件名、每个文件的 SHA-512
  inventory.json.sha512   清单自己的 SHA-512
  v1/ v2/ …               各个版本；v1/content/ 里是文件本身，旧版本永不改动
清单中 "head" 是当前版本；"versions" → 版本 → "state" 列出该版本的文件名和 SHA-512；
"manifest" 指出某个 SHA-512 的内容存放在哪个路径（内容相同的文件只存一次）。

四、怎样核对
  cd 03/10/00/00/01/0310000001-0012
  sha512sum -c inventory.json.sha512        清单是否被改动
  sha512sum v1/content/*                    与 inventory.json 的 "manifest" 比较

五、请勿在此目录内修改、移动或添加任何文件。


1. What this is
This folder is an OCFL 1.1 storage root (Oxford Common File Layout,
https://ocfl.io/1.1/spec/). It holds the originals of all archived papers. Neither docgen nor a
database is needed: a file manager and sha512sum are enough to read and to check it.

2. Where a paper lies
Item 0310000001-0012 lies in 03/10/00/00/01/0310000001-0012/ . The first ten digits are the
dossier's number (all papers of one customer share a folder), the last four count its items.

3. What lies there
  0=ocfl_object_1.1       says that this is an OCFL object
  inventory.json          the inventory (JSON, UTF-8): all versions, the names of their files,
                          the SHA-512 of each file
  inventory.json.sha512   the SHA-512 of the inventory itself
  v1/ v2/ …               the versions; v1/content/ holds the files. Old versions never change.
In the inventory, "head" names the current version; "versions" → version → "state" lists its file
names by SHA-512; "manifest" says under which path the content with a SHA-512 lies (files with the
same content are kept once).

4. How to check it
  cd 03/10/00/00/01/0310000001-0012
  sha512sum -c inventory.json.sha512        was the inventory changed?
  sha512sum v1/content/*                    compare with "manifest" in inventory.json

5. Do not change, move or add anything in this folder.
""".encode()

ROOT_FILES: Mapping[PurePosixPath, bytes] = {
    PurePosixPath(README): _README,
    PurePosixPath(CONFIG_FILE): _CONFIG,
    PurePosixPath(LAYOUT_FILE): _LAYOUT,
    PurePosixPath(DECLARATION): DECLARATION_TEXT,
}
"""The root's own files with their bytes; the declaration comes last, when the rest is there."""
