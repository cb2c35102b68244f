"""Writes ``docs/guide/api-reference.md`` from the interface itself (``/api/v1/openapi.json``).

Run it after a change of ``docgen.web.api*``; a test holds the page against it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "guide" / "api-reference.md"
_HEAD = """\
# docgen's programming interface: all addresses

Made by `tools/api_reference.py` from the interface itself; how to begin stands in [api.md](api.md).
Every address begins with `/api/v1` and wants a token. Errors are problems of RFC 9457.
"""


def page() -> str:
    """The page as it should be."""
    import docgen.web.setup  # noqa: F401, PLC0415  Django before anything else
    from docgen.web.api import api  # noqa: PLC0415

    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/"))
    by_tag: dict[str, list[str]] = {}
    for path, acts in schema["paths"].items():
        for method, act in acts.items():
            by_tag.setdefault(act["tags"][0], []).append("".join(_act(path, method, act)))
    topics = (f"\n## {tag}\n{''.join(acts)}" for tag, acts in by_tag.items())
    return _HEAD + "".join(topics) + "\n## Shapes\n" + "".join(_shapes(schema))


def _act(path: str, method: str, act: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n### {method.upper()} {path}\n\n{act['summary']}. {act['description']}\n"
    rows = [
        (one["name"], one["in"], _kind(one["schema"]), one["schema"].get("description", ""))
        for one in act.get("parameters", ())
    ]
    if rows:
        yield "\n| name | in | kind | |\n| --- | --- | --- | --- |\n"
        yield from (
            f"| `{name}` | {where} | {kind} | {text} |\n" for name, where, kind, text in rows
        )
    sent = act.get("requestBody", {}).get("content", {})
    for media, body in sent.items():
        yield f"\nBody: {_kind(body['schema'])} as `{media}`.\n"
    given = ", ".join(
        f"{status} {_answer(one)}".rstrip() for status, one in act["responses"].items()
    )
    yield f"\nAnswers: {given}.\n"


def _answer(one: Mapping[str, Any]) -> str:
    content = one.get("content", {}).get("application/json", {})
    return _kind(content["schema"]) if "schema" in content else ""


def _shapes(schema: Mapping[str, Any]) -> Iterator[str]:
    for name, shape in sorted(schema["components"]["schemas"].items()):
        if "properties" not in shape:
            yield f"\n### {name}\n\nOne of: {', '.join(f'`{one}`' for one in shape['enum'])}.\n"
            continue
        needed = shape.get("required", ())
        yield f"\n### {name}\n\n{shape.get('description', '')}\n"
        yield "\n| member | kind | needed | |\n| --- | --- | --- | --- |\n"
        for member, facts in shape["properties"].items():
            mark = "●" if member in needed else ""
            yield f"| `{member}` | {_kind(facts)} | {mark} | {facts.get('description', '')} |\n"


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for several in ("anyOf", "allOf"):
        if several in schema:
            return " or ".join(_kind(one) for one in schema[several])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if "items" in schema else "list"
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"])
    return str(schema.get("format") or schema.get("type", "anything"))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    PAGE.write_text(page(), "utf-8")
