"""What ``--json`` prints: the shapes other people's scripts rely on."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT
from tests.support.shell import Inside, Said, Shell

ITEM = "0000000001-0001"


def keys(data: object, *wanted: str) -> None:
    """More keys may be there, these are."""
    assert isinstance(data, dict)
    assert set(wanted) <= set(data)


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


def test_the_main_job_through_the_installed_program(shell: Shell, folder: Path) -> None:
    """From a new customer to a verified log, each step as another process."""
    example = folder / "templates" / COMPLAINT / "example.toml"

    def json_of(*args: str) -> dict[str, object]:
        data: dict[str, object] = done(shell.run(*args, "--json")).data
        return data

    customer = json_of("customer", "add", "杭州虚构服饰有限公司", "--phone", "0571-55550103")
    assert customer["id"] == "K000002"

    data = ("--data", str(example), "--customer", "K000002", "--file")
    filled = json_of("fill", COMPLAINT, *data)
    keys(filled, "number", "docx", "pdf", "item", "warnings")
    assert (filled["item"], filled["pdf"]) == ("0000000002-0001", None)
    assert Path(str(filled["docx"])).read_bytes().startswith(b"PK")

    found = json_of("find", str(filled["number"]))
    assert found["total"] == 1

    loan = json_of("loan", "request", "0000000002-0001", "--purpose", "complaint")
    assert (loan["state"], loan["borrower"]) == ("requested", "shen")
    note = done(shell.run("log", "checkpoint")).out
    (folder.parent / "kept").write_text(note, "utf-8")
    verified = json_of("log", "verify", "--checkpoint", "kept")
    keys(verified, "ok", "size", "root", "findings")
    assert (verified["ok"], verified["findings"]) == (True, [])


def test_customers(inside: Inside) -> None:
    added = done(inside.run("customer", "add", "样例二公司", "--json")).data
    shown = done(inside.run("customer", "show", "K000001", "--json")).data
    rows = done(inside.run("customer", "list", "样例", "--json")).data

    for data in (added, shown, *rows):
        keys(data, "id", "name", "kind", "dossiers")
    assert (added["id"], added["kind"], added["dossiers"]) == ("K000002", "company", [])
    assert shown["dossiers"] == ["0000000001"]
    assert [row["id"] for row in rows] == ["K000001", "K000002"]


def test_an_import(inside: Inside, tmp_path: Path) -> None:
    sheet = tmp_path / "customers.csv"
    sheet.write_text("名称,类型\n深圳市样例物业服务有限公司,公司\n甲公司,公司\n", "utf-8")

    dry = done(inside.run("customer", "import", sheet, "--dry-run", "--json")).data
    real = done(inside.run("customer", "import", sheet, "--json")).data

    left = [{"row": 2, "name": "深圳市样例物业服务有限公司"}]
    assert dry == {"rows": 2, "added": 0, "left_out": left}
    assert real == {"rows": 2, "added": 1, "left_out": left}


def test_dossiers(inside: Inside) -> None:
    opened = done(inside.run("dossier", "open", "K000001", "--key", "二期", "--json")).data
    shown = done(inside.run("dossier", "show", "1", "--json")).data
    listed = done(inside.run("dossier", "list", "--json")).data
    catalogue = done(inside.run("dossier", "catalogue", "1", "--json")).data
    missing = inside.run("dossier", "missing", "1", "--json")

    for data in (opened, shown):
        keys(data, "number", "type", "customer", "groups", "missing")
    assert opened["number"] == "0000000002"
    groups = {group["key"]: [one["item"] for one in group["items"]] for group in shown["groups"]}
    assert groups["other"] == [ITEM]
    assert set(groups) == {"sales", "repair", "other", "lease", "history", "media"}
    assert {lack["kind"] for lack in shown["missing"]} == {"required", "group"}
    assert [(row["number"], row["items"]) for row in listed] == [
        ("0000000001", 1),
        ("0000000002", 0),
    ]
    (row,) = catalogue["rows"]
    assert (row["turn"], row["item"], row["grade"]) == (1, ITEM, "内部")
    assert missing.code == 1
    assert missing.data["missing"] == shown["missing"]


def test_sealing(inside: Inside, tmp_path: Path) -> None:
    never = done(inside.run("dossier", "show", "1", "--json")).data
    made = done(inside.run("dossier", "seal", "1", "--why", "年检", "--json", who="jonas"))
    (sealed,) = made.data
    (tmp_path / "a.txt").write_text("第二份材料", "utf-8")
    done(inside.run("file", "K000001", tmp_path / "a.txt"))
    shown = done(inside.run("dossier", "show", "1", "--json")).data
    told = done(inside.run("dossier", "show", "1"))
    (right,) = done(inside.run("dossier", "seal", "1", "--check", "--json")).data
    for file in inside.office.glob("archive/**/*.txt"):
        if file.parent.name == "content":
            file.unlink()
    wrong = inside.run("dossier", "seal", "1", "--check")

    assert never["sealed"] is None
    keys(sealed, "dossier", "n", "on", "papers", "sha512", "log_index")
    assert (sealed["dossier"], sealed["n"], sealed["papers"]) == ("0000000001", 1, 1)
    since = {"added": 1, "changed": 0, "destroyed": 0}
    assert shown["sealed"] == {"n": 1, "on": sealed["on"], "papers": 1, "since": since}
    assert "1 added, 0 changed" in told.out
    assert right == {"dossier": "0000000001", **shown["sealed"], **right}
    assert (right["ok"], right["differences"], right["hidden"]) == (True, [], 0)
    assert wrong.code == 6
    assert ITEM in wrong.out


def test_a_seal_whose_record_was_lost(inside: Inside) -> None:
    done(inside.run("dossier", "seal", "1", who="jonas"))
    (inside.office / "log" / "sealed" / "0000000001-1.json").unlink()

    shown = done(inside.run("dossier", "show", "1", "--json")).data
    checked = inside.run("dossier", "seal", "1", "--check", "--json")
    told = inside.run("dossier", "seal", "1", "--check")

    assert (shown["sealed"]["papers"], shown["sealed"]["since"]) == (None, None)
    assert (checked.code, told.code) == (6, 6)
    assert checked.data[0]["differences"][0]["item"] is None
    assert "0000000001: it cannot be read" in told.out


def test_sealing_refuses_a_reason_for_nothing(inside: Inside) -> None:
    refused = inside.run("dossier", "seal", "1", "--check", "--why", "年度检查")

    assert refused.code == 3
    assert "leave out --why" in refused.err


def test_filing_and_getting(inside: Inside, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"第二份材料 {name}", "utf-8")

    filed = done(inside.run("file", "K000001", tmp_path / "a.txt", tmp_path / "b.txt", "--json"))
    shown = done(inside.run("item", "show", "0000000001-0002", "--json")).data
    got = done(
        inside.run("get", "0000000001-0002", "--purpose", "service", "--out", "out", "--json")
    ).data

    first, second = filed.data["items"]
    keys(first, "item", "version", "sha512", "log_index")
    assert (first["item"], second["item"]) == ("0000000001-0002", "0000000001-0003")
    assert re.fullmatch("[0-9a-f]{128}", first["sha512"])
    assert shown["versions"][0]["log_index"] == first["log_index"]
    assert shown["versions"][0]["files"][0]["sha512"] == first["sha512"]
    assert (got["item"], got["files"]) == ("0000000001-0002", ["out/a.txt"])
    assert (tmp_path / "out" / "a.txt").read_text("utf-8") == "第二份材料 a.txt"
    again = inside.run("get", "0000000001-0002", "--purpose", "service", "--out", "out")
    assert (again.code, "is there already" in again.err) == (3, True)


def test_finding(inside: Inside) -> None:
    found = done(inside.run("find", "漏水", "--json")).data
    none = inside.run("find", "没有这样的词", "--json")
    narrowed = inside.run("find", "漏水", "--group", "sales", "--grade", "C", "--since", "2026")

    keys(found, "total", "hits", "took_ms")
    (hit,) = found["hits"]
    keys(hit, "item", "title", "customer", "dossier", "template", "date", "grade", "snippet")
    assert (hit["item"], hit["grade"], hit["dossier"]) == (ITEM, "C", "0000000001")
    assert (none.code, none.data["total"]) == (1, 0)
    assert narrowed.code == 1


def test_loans(inside: Inside) -> None:
    asked = done(inside.run("loan", "request", ITEM, "--purpose", "service", "--json")).data
    steps = [
        done(inside.run("loan", *step, "--json", who="jonas")).data
        for step in (("approve", "L1"), ("hand-over", "L1"), ("return", "L1"))
    ]
    second = done(inside.run("loan", "request", ITEM, "--purpose", "service", "--json")).data
    refused = done(
        inside.run("loan", "refuse", second["loan"], "--reason", "整理中", "--json", who="jonas")
    ).data
    listed = done(inside.run("loan", "list", "--state", "refused", "--json")).data

    for data in (asked, *steps, refused, *listed):
        keys(data, "loan", "state", "item", "borrower", "due", "reasons")
    assert [one["state"] for one in steps] == ["approved", "out", "returned"]
    assert asked["due"] is None
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", steps[1]["due"])
    assert refused["reasons"] == [{"rule": "desk", "text": "整理中"}]
    assert listed == [refused]


def test_log_and_upkeep(inside: Inside, tmp_path: Path) -> None:
    entries = done(inside.run("log", "list", "--last", "2", "--json", who="jonas")).data
    exported = done(inside.run("log", "export", tmp_path / "log", "--json", who="jonas")).data
    checked = done(inside.run("check", "--fixity", "--json", who="jonas")).data
    recovered = done(inside.run("recover", "--json", who="jonas")).data
    indexed = done(inside.run("reindex", "--json", who="jonas")).data

    assert len(entries) == 2
    keys(entries[-1], "idx", "t", "who", "act", "res", "en", "zh")
    (month,) = (tmp_path / "log" / "entries").glob("*.jsonl")
    lines = month.read_text("utf-8").splitlines()
    assert exported["entries"] == len(lines)
    assert json.loads(lines[-1])["act"] == "log.exported"
    assert checked == {"ok": True, "findings": []}
    assert recovered.pop("indexed") == 1  # a paper alone is left to the next search
    assert set(recovered) == {"published", "swept", "numbers", "destroyed", "failed"}
    assert not any(recovered.values())
    assert indexed == {"papers": 1}


def test_people(inside: Inside) -> None:
    added = done(inside.run("user", "add", "gu", "--role", "legal", "--json", who="")).data
    role = done(inside.run("user", "role", "gu", "clerk", "legal", "--json", who="")).data
    cleared = done(inside.run("user", "clearance", "gu", "B", "--json", who="")).data
    moved = done(inside.run("user", "unit", "gu", "法律室", "--json", who="")).data
    granted = inside.run("user", "grant", "gu", "1", "--json", who="jonas")
    closed = done(inside.run("user", "close", "gu", "--json", who="")).data
    everyone = done(inside.run("user", "list", "--json", who="jonas")).data

    assert (added["login"], added["roles"], added["clearance"]) == ("gu", ["legal"], "C")
    assert (role["roles"], cleared["clearance"]) == (["clerk", "legal"], "B")
    assert (moved["unit"], granted.code, closed["active"]) == ("法律室", 0, False)
    assert [one["login"] for one in everyone] == ["shen", "mira", "jonas", "lena", "gu"]


def test_templates(inside: Inside) -> None:
    listed = done(inside.run("template", "list", "--json")).data
    shown = done(inside.run("template", "show", COMPLAINT, "--json")).data
    checked = done(inside.run("template", "check", COMPLAINT, "--json")).data
    questions = done(inside.run("questions", COMPLAINT, "--customer", "K000001"))

    assert COMPLAINT in {one["template"] for one in listed}
    keys(shown, "template", "title", "number", "group", "fields", "sha256")
    assert {field["name"] for field in shown["fields"]} >= {"severity", "content"}
    assert checked == []
    assert "深圳市样例物业服务有限公司" in questions.out


def test_errors_are_json_too(inside: Inside) -> None:
    missing = inside.run("dossier", "show", "77", "--json")
    denied = inside.run("get", ITEM, "--out", "x", "--json", who="lena")

    assert missing.code == 5
    keys(missing.problem, "code", "what", "why", "fix", "field")
    assert denied.code == 4
    rules = [reason["rule"] for reason in denied.problem["reasons"]]
    assert rules == ["R2", "R3", "R4"]
    assert all(reason["text"] for reason in denied.problem["reasons"])


def test_what_one_may_not_know_of_shows_nowhere(inside: Inside) -> None:
    """All reasons, an entry of the refusal, and no trace in lists, counts and searches."""
    denied = inside.run("item", "show", ITEM, "--json", who="lena")
    found = inside.run("find", "材料", "--json", who="lena")
    listed = inside.run("dossier", "list", "--json", who="lena")
    customers = inside.run("customer", "list", "--json", who="lena")
    log = inside.run("log", "list", "--about", ITEM, "--json", who="jonas").data

    assert (denied.code, found.code) == (4, 1)
    assert [reason["rule"] for reason in denied.problem["reasons"]] == ["R2", "R3"]
    assert "材料" not in denied.err
    assert (found.data["total"], found.data["hits"]) == (0, [])
    assert (listed.data, customers.data) == ([], [])
    assert (log[-1]["act"], log[-1]["res"]) == ("item.viewed", "deny")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_form_with_its_pdf_is_filed_and_found(inside: Inside, folder: Path) -> None:
    example = folder / "templates" / COMPLAINT / "example.toml"
    args = ("--data", example, "--customer", "K000001", "--pdf", "--file", "--json")

    filled = done(inside.run("fill", COMPLAINT, *args)).data

    assert Path(filled["pdf"]).read_bytes().startswith(b"%PDF")
    shown = done(inside.run("item", "show", filled["item"], "--json")).data
    endings = {Path(one["path"]).suffix for one in shown["versions"][0]["files"]}
    assert endings == {".docx", ".pdf"}
    for words in ("送油员", "例物", filled["number"], "柴"):
        hits = done(inside.run("find", words, "--json")).data["hits"]
        assert filled["item"] in {hit["item"] for hit in hits}, words


def test_a_form_pushed_to_a_second_page_is_told(inside: Inside, folder: Path) -> None:
    example = folder / "templates" / COMPLAINT / "example.toml"
    long = "经办人逐项核对送货单、过磅记录和签收单，并与客户当面确认。" * 60
    args = ("--data", example, "--set", f"result={long}", "--pdf", "--json")

    filled = done(inside.run("fill", COMPLAINT, *args)).data

    (warning,) = filled["warnings"]
    assert "2 pages" in warning


def test_what_people_read_says_the_same(inside: Inside) -> None:
    """The same commands without ``--json`` print sentences and tables."""
    lines = {
        ("customer", "list"): "深圳市样例物业服务有限公司",
        ("customer", "show", "K000001"): "0755-55550101",
        ("dossier", "list"): "0000000001",
        ("dossier", "show", "1"): ITEM,
        ("dossier", "catalogue", "1"): "内部",
        ("item", "show", ITEM): "材料.txt",
        ("find", "漏水"): "1 found",
        ("template", "show", COMPLAINT): "severity",
        ("template", "check", COMPLAINT): "0 remark(s)",
        ("template", "list"): COMPLAINT,
        ("loan", "request", ITEM, "--purpose", "service"): "L000001",
        ("loan", "list"): "requested",
    }

    for command, wanted in lines.items():
        said = inside.run(*command)
        assert (said.code, said.err) == (0, ""), command
        assert wanted in said.out, command

    for command, wanted in {
        ("log", "list"): "searched the archive",
        ("log", "verify"): "The log is whole",
        ("log", "checkpoint"): "docgen.example/",
        ("user", "list"): "lena",
        ("check",): "0 finding(s)",
        ("recover",): "0 paper(s) published",
        ("reindex",): "1 paper(s) indexed",
    }.items():
        said = inside.run(*command, who="jonas")
        assert said.code == 0, command
        assert wanted in said.out, command
