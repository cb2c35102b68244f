"""A small client of docgen's interface: typed, one file, only the standard library.

docgen = Docgen("https://records.example.cn", key)
for hit in docgen.search("投诉 漏水"):
    print(hit["item"], hit["title"])
print(docgen.file("K000001", Path("来信.pdf"), title="客户来信")["item"])
"""

from __future__ import annotations

import json
import mimetypes
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode


class Refused(Exception):
    """docgen said no: a problem as in RFC 9457, with ``title``, ``detail`` and ``fix``."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        """Keep the problem."""
        super().__init__(f"{problem.get('title')}: {problem.get('detail')}")
        self.problem = problem


@dataclass(frozen=True)
class Docgen:
    """One office, reached with one token.

    Args:
        address: Where the page is, without a path: https://records.example.cn
        key: The token, from the page of your account.
        seconds: How long to wait for an answer.
    """

    address: str
    key: str = field(repr=False)
    seconds: float = 60.0

    def search(self, words: str) -> Iterator[dict[str, Any]]:
        """All papers that match, the best first, page by page."""
        cursor: int | None = 0
        while cursor is not None:
            found = self.get("search", q=words, cursor=cursor, limit=100)
            yield from found["hits"]
            cursor = found["next"]

    def fill(
        self, template: str, answers: Mapping[str, object], customer: str, *, file: bool = False
    ) -> dict[str, Any]:
        """Fill a form; its Word file comes back in base64 as ``docx``."""
        sent = {"answers": answers, "customer": customer, "file": file}
        return self.post(f"templates/{template}/fill", sent, key=str(uuid.uuid4()))

    def file(
        self, place: str, path: Path, *, title: str = "", group: str = "other", key: str = ""
    ) -> dict[str, Any]:
        """File one file in a dossier, or in that of a customer.

        Keep ``key`` if you may have to ask again after a cut: the paper is filed once.
        """
        edge = uuid.uuid4().hex
        parts = [_part(edge, name, value) for name, value in (("title", title), ("group", group))]
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        name = f"filename*=UTF-8''{quote(path.name, safe='')}"
        head = f'name="file"; {name}\r\nContent-Type: {kind}'
        body = (
            b"".join(parts) + _part_of(edge, head, path.read_bytes()) + f"--{edge}--\r\n".encode()
        )
        return self._ask(
            f"dossiers/{quote(place)}/papers",
            body,
            f"multipart/form-data; boundary={edge}",
            key or str(uuid.uuid4()),
        )

    def get(self, path: str, **query: object) -> Any:  # noqa: ANN401  whatever JSON holds
        """Ask for something: ``get("loans", state="out")``."""
        return self._ask(f"{path}?{urlencode(query)}")

    def post(self, path: str, body: object = None, *, key: str = "") -> Any:  # noqa: ANN401
        """Do something: ``post("loans/L000001/return", {"reason": "页数齐全"})``."""
        return self._ask(path, json.dumps(body or {}).encode(), "application/json", key)

    def _ask(self, path: str, body: bytes | None = None, kind: str = "", key: str = "") -> Any:  # noqa: ANN401
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": kind}
        if key:
            headers["Idempotency-Key"] = key
        asked = urllib.request.Request(  # noqa: S310  the address is the caller's own
            f"{self.address}/api/v1/{path}", body, {k: v for k, v in headers.items() if v}
        )
        try:
            with urllib.request.urlopen(asked, timeout=self.seconds) as answer:  # noqa: S310
                data = answer.read()
        except urllib.error.HTTPError as error:
            raise Refused(json.loads(error.read())) from error
        return json.loads(data) if data else None


def _part(edge: str, name: str, value: str) -> bytes:
    return _part_of(edge, f'name="{name}"', value.encode())


def _part_of(edge: str, head: str, data: bytes) -> bytes:
    start = f"--{edge}\r\nContent-Disposition: form-data; {head}\r\n\r\n"
    return start.encode() + data + b"\r\n"
