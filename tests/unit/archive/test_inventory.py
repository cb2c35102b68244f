"""Inventories as values and as bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive import inventory
from docgen.archive.hashes import sha512
from docgen.archive.inventory import Inventory, Version, add_version, first, parse, to_bytes
from docgen.errors import Integrity

ONE, TWO = sha512(b"1"), sha512(b"2")
URN = "urn:docgen:0310000001-0012"


def _version(state: dict[str, str]) -> Version:
    user = {"name": "mira", "address": "mailto:mira@example.org"}
    return Version("2026-03-14T09:00:00Z", "filed", user, state)


def _example() -> Inventory:
    one = add_version(
        first(URN), _version({"合同.txt": ONE}), stored={ONE: "v1/content/合同.txt"}, fixity={}
    )
    return add_version(
        one,
        _version({"合同.txt": TWO, "b.txt": ONE}),
        stored={TWO: "v2/content/合同.txt"},
        fixity={"sm3": {"v2/content/合同.txt": "ab"}},
    )


def test_the_bytes_are_compact_readable_and_complete() -> None:
    raw = to_bytes(first(URN))

    assert raw.startswith(b'{"id":"urn:docgen:0310000001-0012","type":"https://ocfl.io/1.1/spec/')
    assert "合同.txt".encode() in to_bytes(_example())
    assert b"\n" not in to_bytes(_example())


def test_a_new_version_refers_to_content_that_is_stored_already() -> None:
    example = _example()

    assert example.head == "v2"
    assert example.manifest == {ONE: ("v1/content/合同.txt",), TWO: ("v2/content/合同.txt",)}
    assert example.content_path(example.versions["v2"].state["b.txt"]) == "v1/content/合同.txt"


def test_reading_gives_what_was_written() -> None:
    assert parse(to_bytes(_example()), where="x") == _example()


def test_order_does_not_change_the_bytes() -> None:
    example = _example()
    shuffled = Inventory(
        example.urn,
        dict(reversed(list(example.manifest.items()))),
        {
            name: _version(dict(reversed(list(one.state.items()))))
            for name, one in example.versions.items()
        },
        example.fixity,
    )

    assert to_bytes(shuffled) == to_bytes(example)


def test_ten_versions_stay_in_order() -> None:
    value = first(URN)
    for turn in range(12):
        digest = sha512(bytes([turn]))
        path = f"v{turn + 1}/content/a"
        value = add_version(value, _version({"a": digest}), stored={digest: path}, fixity={})

    again = parse(to_bytes(value), where="x")

    assert list(again.versions) == [f"v{turn}" for turn in range(1, 13)]
    assert again.head == "v12"


def test_keys_of_another_program_are_kept() -> None:
    value = json.loads(to_bytes(_example()))
    value["x-from-elsewhere"] = {"a": [1]}
    value["versions"]["v1"]["x-note"] = "kept"
    value["versions"]["v1"]["user"]["x-phone"] = "-"
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    again = add_version(parse(raw, where="x"), _version({"a": ONE}), stored={}, fixity={})
    written = json.loads(to_bytes(again))

    assert written["x-from-elsewhere"] == {"a": [1]}
    assert written["versions"]["v1"] == value["versions"]["v1"]


def test_the_digest_file_is_what_sha512sum_reads() -> None:
    assert inventory.sidecar(b"{}") == f"{sha512(b'{}')} inventory.json\n".encode()


def test_moments_are_written_in_utc_to_the_second() -> None:
    moment = datetime(2026, 3, 14, 17, 0, 0, 999999, timezone(timedelta(hours=8)))

    assert inventory.stamp(moment) == "2026-03-14T09:00:00Z"
    assert inventory.stamp(datetime(2026, 3, 14, tzinfo=UTC)) == "2026-03-14T00:00:00Z"
    with pytest.raises(ValueError, match="2026"):
        inventory.stamp(datetime(2026, 3, 14))  # noqa: DTZ001 - that it knows no zone is the point


@pytest.mark.parametrize(
    ("name", "number"), [("v1", 1), ("v12", 12), ("v0", 0), ("v01", 0), ("w1", 0), ("v1x", 0)]
)
def test_version_names_are_numbers(name: str, number: int) -> None:
    assert inventory.number(name) == number


Change = Callable[[dict[str, object]], object]


def _nested(value: dict[str, object], *keys: str) -> dict[str, object]:
    for key in keys:
        below = value[key]
        assert isinstance(below, dict)
        value = below
    return value


WRONG: dict[str, tuple[Change, str]] = {
    "no id": (lambda v: v.pop("id"), "id"),
    "other type": (lambda v: v.update(type="https://ocfl.io/9.9/spec/#inventory"), "type"),
    "md5": (lambda v: v.update(digestAlgorithm="md5"), "digestAlgorithm"),
    "old head": (lambda v: v.update(head="v1"), "head"),
    "no manifest": (lambda v: v.pop("manifest"), "manifest"),
    "gap": (lambda v: _nested(v, "versions").update(v4={}), "created|state"),
    "missing v1": (lambda v: _nested(v, "versions").pop("v1"), "without a gap"),
    "no versions": (lambda v: v.update(versions={}), "without a gap"),
    "version is a list": (lambda v: _nested(v, "versions").update(v2=[]), "not a JSON object"),
    "state without content": (lambda v: _nested(v, "manifest").clear(), "not stored"),
    "path climbs": (lambda v: _nested(v, "manifest").update({ONE: ["v1/content/../x"]}), "leads"),
    "path absolute": (lambda v: _nested(v, "manifest").update({ONE: ["/etc/passwd"]}), "leads"),
    "path elsewhere": (lambda v: _nested(v, "manifest").update({ONE: ["inventory.json"]}), "leads"),
    "path is number": (lambda v: _nested(v, "manifest").update({ONE: [1]}), "not a text"),
    "no paths": (lambda v: _nested(v, "manifest").update({ONE: []}), "does not list"),
    "short digest": (lambda v: _nested(v, "manifest").update({"ab": ["v1/content/x"]}), "sha512"),
    "name twice": (
        lambda v: _nested(v, "versions", "v2", "state").update({TWO: ["b.txt"]}),
        "twice",
    ),
    "fixity list": (lambda v: v.update(fixity=[]), "not a JSON object"),
    "fixity without paths": (lambda v: v.update(fixity={"sm3": {"ab": "x"}}), "does not list"),
    "half a character": (lambda v: v.update(id="\ud800"), "JSON in UTF-8"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_could_mislead_is_refused_with_its_reason(name: str) -> None:
    change, reason = WRONG[name]
    value = json.loads(to_bytes(_example()))
    change(value)

    with pytest.raises(Integrity) as refused:
        parse(json.dumps(value).encode(), where="03/10/inventory.json")

    assert any(word in refused.value.why for word in reason.split("|"))
    assert refused.value.file == "03/10/inventory.json"


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"id":1,"id":2}', b"[" * 100_000, b"\xfe\xff\x00{"],
)
def test_what_is_no_inventory_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(Integrity):
        parse(raw, where="x")


@given(st.data())
def test_no_damage_ends_in_a_traceback(data: st.DataObject) -> None:
    raw = bytearray(to_bytes(_example()))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    with suppress(Integrity):
        value = parse(bytes(raw), where="x")
        assert parse(to_bytes(value), where="x") == value
