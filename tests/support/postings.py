"""What tests of posted staff share: the shipped rules."""

from __future__ import annotations

import tomllib

from docgen.config import shipped
from docgen.model.posting_file import parse_postings

_FILE = shipped("rules") / "postings.toml"
RULES = parse_postings(tomllib.loads(_FILE.read_text("utf-8")), file=_FILE.name)
