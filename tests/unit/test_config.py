"""Where an office is found, and what its settings may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.config import (
    COMPANY_FACTS,
    FILE,
    FOLDER_VERSION,
    Mail,
    Settings,
    environment,
    find_office,
    read_settings,
    shipped,
)
from docgen.errors import BadInput, NotFound

SECRET, PLACE = '"/etc/docgen/mail.password"', 'password_file = "/media/keys/password_file"'
KEY = "age1" + "q" * 58
TEXT = f"""\
[office]
company = "样本服务有限公司"
language = "en"
fonds = "Z007"
folder_version = 1
time_zone = "Asia/Urumqi"
[company]
phone = "010-5555 0100"
[log]
origin = "sample.example/office"
[pdf]
pdf_seconds = 30
[intake]
max_megabytes = 20
[backup]
recipients = ["{KEY}"]
[search]
engine = "tantivy"
fold_traditional = true
[demo]
act_as = true
[mail]
host = "mail.sample.test"
port = 2525
security = "tls"
user = "records"
password_file = "/etc/docgen/mail.password"
sender = "records@sample.test"
at = "06:45"
[mail.addresses]
mira = "mira@sample.test"
"""


def office(folder: Path, text: str = TEXT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(text, "utf-8")
    return folder.resolve()


def test_the_folder_given_wins_over_environment_and_place(tmp_path: Path) -> None:
    given, named, above = (office(tmp_path / name) for name in ("given", "named", "above"))
    environ = {"DOCGEN_OFFICE": str(named)}

    assert find_office(given, environ=environ, here=above) == given
    assert find_office(None, environ=environ, here=above) == named
    assert find_office(None, environ={"DOCGEN_OFFICE": ""}, here=above) == above
    assert find_office(None, environ={}, here=above) == above


def test_upward_the_nearest_office_is_found(tmp_path: Path) -> None:
    office(tmp_path)
    inner = office(tmp_path / "branch")
    here = inner / "archive" / "00"
    here.mkdir(parents=True)

    assert find_office(None, environ={}, here=here) == inner
    assert find_office(None, environ={}, here=inner) == inner


def test_a_folder_named_docgen_toml_is_no_office(tmp_path: Path) -> None:
    outer = office(tmp_path / "outer")
    (outer / "inner" / FILE).mkdir(parents=True)

    assert find_office(None, environ={}, here=outer / "inner") == outer


def test_a_folder_named_wrongly_is_not_replaced_by_one_above(tmp_path: Path) -> None:
    above, wrong = office(tmp_path / "above"), tmp_path / "wrong"
    wrong.mkdir()

    for given, environ in ((wrong, {}), (None, {"DOCGEN_OFFICE": str(wrong)})):
        with pytest.raises(NotFound, match=f"no office in {wrong}") as caught:
            find_office(given, environ=environ, here=above)
        assert f"docgen init {wrong}" in caught.value.fix


def test_no_office_anywhere_says_all_three_ways(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        find_office(None, environ={}, here=tmp_path)

    assert str(tmp_path) in caught.value.what
    assert "DOCGEN_OFFICE" in caught.value.why
    assert "--office" in caught.value.fix


def test_all_settings_are_read(tmp_path: Path) -> None:
    assert read_settings(office(tmp_path)) == Settings(
        company="样本服务有限公司",
        language="en",
        fonds="Z007",
        folder_version=1,
        origin="sample.example/office",
        pdf_seconds=30,
        max_megabytes=20,
        act_as=True,
        time_zone="Asia/Urumqi",
        recipients=(KEY,),
        engine="tantivy",
        fold_traditional=True,
        facts={"phone": "010-5555 0100"},
        mail=Mail(
            "mail.sample.test",
            2525,
            "tls",
            "records",
            "/etc/docgen/mail.password",
            "records@sample.test",
            "06:45",
            {"mira": "mira@sample.test"},
        ),
    )


def test_the_company_alone_is_enough(tmp_path: Path) -> None:
    settings = read_settings(office(tmp_path, '[office]\ncompany = "样本"\n'))

    assert settings == Settings("样本")
    assert (settings.act_as, settings.facts) == (False, {})


@pytest.mark.parametrize(
    ("right", "wrong", "key", "fix"),
    [
        ("[office]", "[ofice]", "ofice", "[office]"),
        ("[office]", "office = 3\n[off]", "office", "[office]"),
        ("[company]", "[[company]]", "company", "[company]"),
        ("company =", "compny =", "compny", "company"),
        ('company = "样本服务有限公司"\n', "", "company", 'company = "…"'),
        ('company = "样本服务有限公司"', "company = 7", "company", "company = …"),
        ('language = "en"', 'language = "de"', "language", 'language = "zh"'),
        ("folder_version = 1", 'folder_version = "1"', "folder_version", "folder_version = …"),
        ("pdf_seconds = 30", "pdf_seconds = 30.5", "pdf_seconds", "pdf_seconds = …"),
        ('engine = "tantivy"', 'engine = "lucene"', "engine", 'engine = "whoosh"'),
        ("traditional = true", "traditional = 1", "fold_traditional", "fold_traditional = …"),
        ("pdf_seconds = 30", "pdf_second = 30", "pdf_second", "pdf_seconds"),
        ("pdf_seconds = 30", "pdf_seconds = 0", "pdf_seconds", "pdf_seconds = 50"),
        ("max_megabytes = 20", "max_megabytes = -1", "max_megabytes", "max_megabytes = 50"),
        ("Asia/Urumqi", "Mars/City", "time_zone", 'time_zone = "Asia/Shanghai"'),
        ("max_megabytes = 20", "max_megabytes = true", "max_megabytes", "max_megabytes = …"),
        ("act_as = true", "act_as = 1", "act_as", "act_as = …"),
        ("phone =", "fone =", "fone", "phone"),
        ('phone = "010-5555 0100"', "phone = 10", "phone", 'phone = "…"'),
        (f'["{KEY}"]', f'"{KEY}"', "recipients", "recipients = …"),
        (f'["{KEY}"]', "[7]", "recipients", 'recipients = ["age1…"]'),
        (f'["{KEY}"]', '["ssh-ed25519 AAAA"]', "recipients", 'recipients = ["age1…"]'),
        ('host = "mail', 'hots = "mail', "hots", "host"),
        ("mail.sample.test", "two words", "host", 'host = "mail.example.cn"'),
        ('host = "mail.sample.test"\n', "", "host", 'host = "mail.example.cn"'),
        ("port = 2525", "port = 70000", "port", "port = 587"),
        ("port = 2525", 'port = "smtp"', "port", "port = …"),
        ('"tls"', '"ssl"', "security", 'security = "starttls"'),
        ('"tls"', '"none"', "security", 'security = "starttls"'),
        ('user = "records"', 'user = "记录"', "user", 'user = "records"'),
        ('user = "records"\n', "", "password_file", f"password_file = {SECRET}"),
        ('"/etc/docgen/mail.password"', '"mail.password"', "password_file", PLACE),
        ('"records@sample.test"', '"records"', "sender", 'sender = "mira@example.cn"'),
        ('"records@', '"a@b.cn\\nBcc: c@', "sender", 'sender = "mira@example.cn"'),
        ('"06:45"', '"6:45 Uhr"', "at", 'at = "07:30"'),
        ('"mira@sample.test"', '"mira@"', "mira", 'mira = "mira@example.cn"'),
        ('"mira@sample.test"', "3", "mira", 'mira = "mira@example.cn"'),
        ("[mail.addresses]", "[mail.adresses]", "adresses", "addresses"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(
    tmp_path: Path, right: str, wrong: str, key: str, fix: str
) -> None:
    folder = office(tmp_path, TEXT.replace(right, wrong, 1))

    with pytest.raises(BadInput) as caught:
        read_settings(folder)

    assert caught.value.what == f"docgen.toml: {key} is not right"
    assert (caught.value.file, caught.value.field) == (str(folder / FILE), key)
    assert caught.value.fix == f"write for instance: {fix}"


def test_a_password_in_the_office_stops_the_start(tmp_path: Path) -> None:
    inside = office(tmp_path, TEXT.replace("/etc/docgen/mail.password", f"{tmp_path}/log/secret"))

    with pytest.raises(BadInput, match="password_file is not right") as caught:
        read_settings(inside)

    assert caught.value.why == "the secret would lie in the office and in every copy of it"


@pytest.mark.parametrize("text", [b"[office\n", b"company = \xb7\n", b'[office]\nx = "a" "b"\n'])
def test_what_is_no_toml_in_utf8_is_told_with_its_file(tmp_path: Path, text: bytes) -> None:
    (tmp_path / FILE).write_bytes(text)

    with pytest.raises(BadInput, match=r"docgen\.toml cannot be read: .+") as caught:
        read_settings(tmp_path)

    assert caught.value.file == str(tmp_path / FILE)


def test_a_newer_folder_is_refused(tmp_path: Path) -> None:
    newer = TEXT.replace("folder_version = 1", f"folder_version = {FOLDER_VERSION + 1}")

    with pytest.raises(BadInput, match=f"has version {FOLDER_VERSION + 1}") as caught:
        read_settings(office(tmp_path, newer))

    assert caught.value.field == "folder_version"
    assert caught.value.fix == "use the newer docgen that made it"


def test_the_facts_of_the_company_are_named_once() -> None:
    assert len(set(COMPANY_FACTS)) == len(COMPANY_FACTS)


def test_what_comes_with_the_program_is_found() -> None:
    assert (shipped("rules") / "loans.toml").is_file()
    assert list(shipped("templates").glob("*/*/form.toml"))


def test_the_environment_is_the_processs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_OFFICE", "somewhere")

    assert environment()["DOCGEN_OFFICE"] == "somewhere"
