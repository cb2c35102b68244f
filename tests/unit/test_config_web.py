"""``[web]`` of docgen.toml: safe without a word, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.config import FILE, Web, read_settings
from docgen.errors import BadInput


def web(folder: Path, text: str) -> Web:
    (folder / FILE).write_text(f'[office]\ncompany = "样本"\n[web]\n{text}\n', "utf-8")
    return read_settings(folder).web


def test_without_a_word_only_this_machine_gets_in(tmp_path: Path) -> None:
    given = web(tmp_path, "")

    assert given == Web()
    assert (given.public, given.is_safe) == ("http://127.0.0.1:8000", False)


def test_people_are_told_the_address_they_type(tmp_path: Path) -> None:
    given = web(tmp_path, 'address = "https://records.example.cn"')

    assert (given.public, given.is_safe) == ("https://records.example.cn", True)
    assert Web(host="::1", port=8001).public == "http://[::1]:8001"


@pytest.mark.parametrize(
    "text",
    [
        'address = "http://10.1.2.3:8000"',
        'address = "https://[2001:db8::1]"',
        'host = "0.0.0.0"\naddress = "https://records.example.cn"',
        'host = "::1"',
        'proxy = ["10.0.0.0/8", "::1"]',
        "port = 65535\nworkers = 64",
    ],
)
def test_these_are_taken(tmp_path: Path, text: str) -> None:
    assert isinstance(web(tmp_path, text), Web)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('host = "0.0.0.0"', "address"),
        ('host = "192.168.1.4"', "address"),
        ('host = "a b"', "host"),
        ('host = ""', "host"),
        ("port = 65536", "port"),
        ("port = -1", "port"),
        ('address = "records.example.cn"', "address"),
        ('address = "https://records.example.cn/"', "address"),
        ('address = "https://records.example.cn/docgen"', "address"),
        ('address = "https://u:p@records.example.cn"', "address"),
        ('address = "ftp://records.example.cn"', "address"),
        ('proxy = ["proxy.example.cn"]', "proxy"),
        ("proxy = [5.5]", "proxy"),
        ("workers = 65", "workers"),
        ("workers = -1", "workers"),
        ('workers = "two"', "workers"),
        ("ports = 1", "ports"),
    ],
)
def test_these_stop_the_start_and_are_named(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        web(tmp_path, text)

    assert refused.value.field == key
