"""Damages to an archive, each named after the codes the checker must give for it.

The archive they are done to has two items of one dossier: the first with three versions (one of
which brings no content of its own), the second with one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.support.archive import Office, urn

from docgen.archive.hashes import sha512

FIRST, SECOND = urn(310000001, 1), urn(310000001, 2)
Json = dict[str, object]


def build(office: Office) -> None:
    """File what the damages are done to."""
    one, two = b"one " * 500, b"two " * 300
    office.add({"合同.txt": one, "folder/b.txt": two}, FIRST, extra={"item.json": b'{"a":1}'})
    office.add({"合同.txt": two}, FIRST, keep=["folder/b.txt"])
    office.add({"c.txt": b"three"}, FIRST, keep=["合同.txt"])
    office.add({"only.pdf": b"%PDF-1.7 " * 100}, SECOND)


def rewrite(folder: Path, raw: bytes) -> None:
    """Replace an inventory and its digest file, as somebody who knows OCFL would."""
    put(folder / "inventory.json", raw)
    put(folder / "inventory.json.sha512", f"{sha512(raw)} inventory.json\n".encode())


def put(path: Path, data: bytes) -> None:
    """Write a file whatever its mode."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def _edit(change: Callable[[Json], object]) -> Callable[[Office], None]:
    """Change the second item's inventory consistently in both places."""

    def damage(office: Office) -> None:
        place = office.place(SECOND)
        value: Json = json.loads((place / "inventory.json").read_bytes())
        change(value)
        raw = json.dumps(value, ensure_ascii=False).encode()
        for folder in (place, place / "v1"):
            rewrite(folder, raw)

    return damage


def _edit_old(change: Callable[[Json], object]) -> Callable[[Office], None]:
    """Change the inventory of an old version of the first item, with its digest file."""

    def damage(office: Office) -> None:
        folder = office.place(FIRST) / "v1"
        value: Json = json.loads((folder / "inventory.json").read_bytes())
        change(value)
        rewrite(folder, json.dumps(value, ensure_ascii=False).encode())

    return damage


def _in(value: Json, *keys: str) -> Json:
    for key in keys:
        below = value[key]
        assert isinstance(below, dict)
        value = below
    return value


def _digest(value: Json) -> str:
    return next(iter(_in(value, "manifest")))


def _state(value: Json) -> Json:
    return _in(value, "versions", "v1", "state")


def _path(value: Json, path: str) -> None:
    _in(value, "manifest")[_digest(value)] = [path]


def _both(office: Office, raw: bytes) -> None:
    for folder in (office.place(SECOND), office.place(SECOND) / "v1"):
        rewrite(folder, raw)


def _second_digest(value: Json) -> None:
    """A digest twice, once in capitals."""
    digest = _digest(value)
    _in(value, "manifest")[digest.upper()] = ["v1/content/x"]
    _state(value)[digest.upper()] = ["x"]


def _fixity(block: object) -> Callable[[Office], None]:
    return _edit(lambda value: value.update(fixity=block))


def _file(office: Office, name: str, item: str = SECOND) -> Path:
    return office.place(item) / name


def _inventory_of_second(office: Office) -> None:
    raw = _file(office, "inventory.json").read_bytes()
    first = office.place(FIRST)
    for folder in (first, first / "v3"):
        rewrite(folder, raw)


Damage = Callable[[Office], object]

DAMAGES: dict[str, Damage] = {
    # the storage root
    "E069_declaration_gone": lambda o: (o.root / "0=ocfl_1.1").unlink(),
    "E080_declaration_changed": lambda o: put(o.root / "0=ocfl_1.1", b"ocfl_1.0\n"),
    "E076_second_declaration": lambda o: put(o.root / "0=ocfl_1.0", b"ocfl_1.0\n"),
    "E070_layout_gone": lambda o: (o.root / "ocfl_layout.json").unlink(),
    "E071_layout_changed": lambda o: put(o.root / "ocfl_layout.json", b"{}"),
    "A003_readme_changed": lambda o: put(o.root / "README.txt", b"nothing to see"),
    "A003_settings_gone": lambda o: next(o.root.glob("extensions/*/config.json")).unlink(),
    "A002_strange_file": lambda o: put(o.root / "notes.txt", b"x"),
    "A002_strange_file_in_extension": lambda o: put(next(o.root.glob("extensions/*")) / "x", b"x"),
    "E112_file_in_extensions": lambda o: put(o.root / "extensions" / "x", b"x"),
    "E090_settings_are_a_link": lambda o: link_away(next(o.root.glob("extensions/*/config.json"))),
    "E112_extension_is_a_link": lambda o: link_away(next(o.root.glob("extensions/*"))),
    "W016_strange_extension": lambda o: (o.root / "extensions" / "0005-mutable-head").mkdir(),
    "E072_file_between_objects": lambda o: put(o.root / "03/10/x.txt", b"x"),
    "E073_empty_folder": lambda o: (o.root / "04").mkdir(),
    "E088_strange_folder": lambda o: (o.root / "photos" / "2026").mkdir(parents=True),
    "E088_strange_folder_deep": lambda o: put_in(o.root / "03/10/backup", b"x"),
    "E090_link_in_hierarchy": lambda o: (o.root / "05").symlink_to("03"),
    # an object's place
    "A001_object_moved": lambda o: o.place(SECOND).rename(o.root / "03/10/00/0310000001-0002"),
    "A001_object_copied": lambda o: shutil.copytree(o.place(SECOND), o.place(urn(310000001, 3))),
    "A001_object_at_top": lambda o: shutil.copytree(o.place(SECOND), o.root / "copy"),
    "A001_id_changed": _edit(lambda v: v.update(id=FIRST)),
    "A001_E023_E040_E046_E066_E092_E110_inventory_of_another": _inventory_of_second,
    # an object's folder
    "E001_strange_file": lambda o: put(_file(o, "inventory.json.tmp"), b"{}"),
    "E001_strange_folder": lambda o: put_in(_file(o, "logs"), b"x"),
    "E003_declaration_gone": lambda o: _file(o, "0=ocfl_object_1.1").unlink(),
    "E003_second_declaration": lambda o: put(_file(o, "0=ocfl_object_1.0"), b"x"),
    "E007_declaration_changed": lambda o: put(_file(o, "0=ocfl_object_1.1"), b"ocfl_object_1.1"),
    "E046_version_gone": lambda o: shutil.rmtree(_file(o, "v2", FIRST)),
    "E046_E064_E092_newest_version_gone": lambda o: shutil.rmtree(_file(o, "v3", FIRST)),
    "E046_W010_empty_version_added": lambda o: _file(o, "v2").mkdir(),
    "E090_version_is_a_link": lambda o: link_away(_file(o, "v2", FIRST)),
    "E063_inventory_gone": lambda o: _file(o, "inventory.json").unlink(),
    "E058_digest_file_gone": lambda o: _file(o, "inventory.json.sha512").unlink(),
    "E060_digest_file_changed": lambda o: put(_file(o, "inventory.json.sha512"), b"0" * 128),
    "E061_digest_file_other_form": lambda o: put(
        _file(o, "inventory.json.sha512"),
        _file(o, "inventory.json.sha512").read_bytes().replace(b" ", b"  "),
    ),
    "E060_E064_W011_inventory_changed": lambda o: put(
        _file(o, "inventory.json"),
        _file(o, "inventory.json").read_bytes().replace(b"mira", b"lena"),
    ),
    "E064_W011_inventory_changed_with_digest": lambda o: rewrite(
        o.place(SECOND), _file(o, "inventory.json").read_bytes().replace(b"filed", b"FILED")
    ),
    "E033_inventory_no_json": lambda o: _both(o, b"{"),
    "E033_inventory_not_utf8": lambda o: _both(o, b'{"id":"\xff"}'),
    "E033_inventory_key_twice": lambda o: _both(o, b'{"id":"a","id":"b"}'),
    "E033_inventory_too_deep": lambda o: _both(o, b"[" * 100_000),
    # a version's folder
    "E015_file_beside_content": lambda o: put(_file(o, "v1/x.txt"), b"x"),
    "W002_folder_beside_content": lambda o: put_in(_file(o, "v1/x"), b"x"),
    "W010_old_inventory_gone": lambda o: _file(o, "v1/inventory.json", FIRST).unlink(),
    "E058_old_digest_file_gone": lambda o: _file(o, "v1/inventory.json.sha512", FIRST).unlink(),
    "E060_old_inventory_cut": lambda o: put(
        _file(o, "v1/inventory.json", FIRST),
        _file(o, "v1/inventory.json", FIRST).read_bytes() + b"\n",
    ),
    "W003_empty_content": lambda o: _file(o, "v2/content", FIRST).mkdir(),
    "E024_empty_folder_in_content": lambda o: _file(o, "v1/content/empty").mkdir(),
    # content
    "E092_W003_content_gone": lambda o: _file(o, "v1/content/only.pdf").unlink(),
    "E092_content_changed": lambda o: put(_file(o, "v1/content/only.pdf"), b"%PDF-1.7 " * 99),
    "A006_content_emptied": lambda o: put(_file(o, "v1/content/only.pdf"), b""),
    "E023_content_added": lambda o: put(_file(o, "v1/content/more.pdf"), b"x"),
    "E023_E092_content_renamed": lambda o: _file(o, "v1/content/only.pdf").rename(
        _file(o, "v1/content/Only.pdf")
    ),
    "E090_E092_content_is_a_link": lambda o: link_away(_file(o, "v1/content/only.pdf")),
    "E090_pipe_in_content": lambda o: os.mkfifo(_file(o, "v1/content/pipe")),
    # what an inventory says
    "E036_no_id": _edit(lambda v: v.pop("id")),
    "E037_id_is_number": _edit(lambda v: v.update(id=5)),
    "E038_other_type": _edit(lambda v: v.update(type="https://ocfl.io/1.0/spec/#inventory")),
    "E025_other_algorithm": _edit(lambda v: v.update(digestAlgorithm="sha256")),
    "E040_wrong_head": _edit(lambda v: v.update(head="v2")),
    "E102_unknown_key": _edit(lambda v: v.update(note="x")),
    "A007_other_content_folder": _edit(lambda v: v.update(contentDirectory="content")),
    "E041_E050_no_manifest": _edit(lambda v: v.pop("manifest")),
    "E106_E050_manifest_is_list": _edit(lambda v: v.update(manifest=[])),
    "E025_E050_E107_bad_digest": _edit(
        lambda v: v.update(manifest={"ab": ["v1/content/only.pdf"]})
    ),
    "E092_manifest_without_paths": _edit(lambda v: _in(v, "manifest").update({_digest(v): ""})),
    "E096_E025_digest_twice": _edit(_second_digest),
    "E042_path_outside_content": _edit(lambda v: _path(v, "v1/inventory.json")),
    "E042_E099_path_climbs": _edit(lambda v: _path(v, "../../x")),
    "E099_path_climbs_in_content": _edit(lambda v: _path(v, "v1/content/../../x")),
    "E042_E100_path_is_absolute": _edit(lambda v: _path(v, "/etc/passwd")),
    "E101_path_twice": _edit(
        lambda v: _in(v, "manifest").update({_digest(v): ["v1/content/a", "v1/content/a"]})
    ),
    "E101_path_is_folder": _edit(
        lambda v: _in(v, "manifest").update({_digest(v): ["v1/content/a", "v1/content/a/b"]})
    ),
    "E107_unused_content": _edit(
        lambda v: _in(v, "manifest").update({sha512(b"x"): ["v1/content/x"]})
    ),
    "E043_E107_no_versions": _edit(lambda v: v.pop("versions")),
    "E044_E107_versions_is_list": _edit(lambda v: v.update(versions=[])),
    "E008_E046_E107_no_version": _edit(lambda v: v.update(versions={})),
    "E010_E046_gap": _edit(lambda v: v.update(versions={"v2": _in(v, "versions")["v1"]})),
    "E010_E046_padded": _edit(lambda v: v.update(versions={"v01": _in(v, "versions")["v1"]})),
    "E047_E107_version_is_text": _edit(lambda v: v.update(versions={"v1": "x"})),
    "E048_no_time": _edit(lambda v: _in(v, "versions", "v1").pop("created")),
    "E048_E107_no_state": _edit(lambda v: _in(v, "versions", "v1").pop("state")),
    "E049_time_without_zone": _edit(
        lambda v: _in(v, "versions", "v1").update(created="2026-03-14T09:00:00")
    ),
    "E049_time_is_no_time": _edit(
        lambda v: _in(v, "versions", "v1").update(created="2026-13-14T09:00:00Z")
    ),
    "E050_state_without_content": _edit(lambda v: _state(v).update({sha512(b"x"): ["x"]})),
    "E050_E107_state_is_list": _edit(lambda v: _in(v, "versions", "v1").update(state=[])),
    "E051_state_without_names": _edit(lambda v: _state(v).update({_digest(v): "x"})),
    "E052_name_climbs": _edit(lambda v: _state(v).update({_digest(v): ["a/../b"]})),
    "E053_name_is_absolute": _edit(lambda v: _state(v).update({_digest(v): ["/a"]})),
    "E095_name_twice": _edit(lambda v: _state(v).update({_digest(v): ["a", "a"]})),
    "E095_name_is_folder": _edit(lambda v: _state(v).update({_digest(v): ["a", "a/b"]})),
    "E094_message_is_list": _edit(lambda v: _in(v, "versions", "v1").update(message=[])),
    "E054_user_without_name": _edit(lambda v: _in(v, "versions", "v1", "user").pop("name")),
    "E054_address_is_list": _edit(lambda v: _in(v, "versions", "v1", "user").update(address=[])),
    "W007_no_user": _edit(lambda v: _in(v, "versions", "v1").pop("user")),
    "W008_no_address": _edit(lambda v: _in(v, "versions", "v1", "user").pop("address")),
    "E102_unknown_key_in_version": _edit(lambda v: _in(v, "versions", "v1").update(note="x")),
    "E111_fixity_is_list": _fixity([]),
    "E056_unknown_digest": _fixity({"crc7": {}}),
    "E057_fixity_of_nothing": _fixity({"md5": {"00": ["v1/content/x"]}}),
    "E057_fixity_is_list": _fixity({"md5": []}),
    "E093_wrong_fixity": _fixity({"md5": {"0" * 32: ["v1/content/only.pdf"]}}),
    "E097_fixity_twice": _fixity(
        {"md5": {"aa": ["v1/content/only.pdf"], "AA": ["v1/content/only.pdf"]}}
    ),
    # what an old inventory says
    "E110_old_id": _edit_old(lambda v: v.update(id=SECOND)),
    "W011_old_message": _edit_old(lambda v: _in(v, "versions", "v1").update(message="else")),
    "E066_old_names": _edit_old(lambda v: _state(v).update({_digest(v): ["renamed"]})),
    "E023_E066_old_content": _edit_old(
        lambda v: (
            v.update(manifest={sha512(b"x"): ["v1/content/item.json"]}),
            _in(v, "versions", "v1").update(state={sha512(b"x"): ["item.json"]}),
        )
    ),
    "E040_old_is_newer": lambda o: rewrite(
        _file(o, "v1", FIRST), _file(o, "inventory.json", FIRST).read_bytes()
    ),
}


def put_in(folder: Path, data: bytes) -> None:
    """Make a folder with one file in it."""
    folder.mkdir()
    (folder / "file").write_bytes(data)


def link_away(path: Path) -> None:
    """Move something out of the archive and leave a link to it."""
    aside = path.parents[len(path.parts) - path.parts.index("archive") - 1] / "aside"
    path.rename(aside)
    path.symlink_to(aside)
