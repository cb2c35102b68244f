"""``[mail]`` and ``[search]`` of docgen.toml: defaults, limits, and addresses no server takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.config import FILE, Mail, Settings, read_settings
from docgen.errors import BadInput


def settings(folder: Path, text: str) -> Settings:
    (folder / FILE).write_text(f'[office]\ncompany = "样本"\n{text}', "utf-8")
    return read_settings(folder)


def mailed(folder: Path, text: str = "", address: str = "a@b.cn") -> Mail:
    return settings(folder, f'[mail]\nhost = "m.test"\nsender = "{address}"\n{text}').mail


def test_without_mail_nothing_is_asked_of_it(tmp_path: Path) -> None:
    assert settings(tmp_path, "[mail]\n").mail == Mail()
    assert settings(tmp_path, "[search]\n") == Settings("样本")


def test_a_server_and_a_sender_are_enough(tmp_path: Path) -> None:
    assert mailed(tmp_path) == Mail("m.test", sender="a@b.cn")


@pytest.mark.parametrize("port", [0, 1, 65535])
def test_a_port_may_be_the_first_or_the_last(tmp_path: Path, port: int) -> None:
    assert mailed(tmp_path, f"port = {port}").port == port


@pytest.mark.parametrize("time", ["00:00", "09:05", "19:59", "23:59"])
def test_a_time_of_the_day_has_four_digits(tmp_path: Path, time: str) -> None:
    assert mailed(tmp_path, f'at = "{time}"').at == time


@pytest.mark.parametrize("address", ["a@b", "first.last+x@mail.sample.test", "a" * 64 + "@b.cn"])
def test_an_address_is_taken(tmp_path: Path, address: str) -> None:
    assert mailed(tmp_path, address=address).sender == address


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "@b.cn", "a@", "a@b..cn", "a@.cn", "a b@c.cn", "米拉@b.cn", "a@样例.cn"),
        *("a@b.cn,c@d.cn", "<a@b.cn>", "a" * 65 + "@b.cn", "a@b.cn\\n"),
    ],
)
def test_an_address_that_no_server_takes_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadInput, match="sender is not right"):
        mailed(tmp_path, address=address)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("port = -1", "port"),
        ("port = 65536", "port"),
        ("port = true", "port"),
        ('at = "24:00"', "at"),
        ('at = "7:30"', "at"),
        ('at = "07:60"', "at"),
        ("at = 07:30:00", "at"),
        ('security = "STARTTLS"', "security"),
        ('user = "u"', "password_file"),
        ('password_file = "/etc/x"', "password_file"),
        ("addresses = []", "addresses"),
        ('[search]\nengine = ""', "engine"),
        ('[search]\nengine = "Whoosh"', "engine"),
        ('[search]\nfold_traditional = "yes"', "fold_traditional"),
        ("[search]\nfold = true", "fold"),
    ],
)
def test_a_wrong_value_names_its_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(BadInput) as caught:
        mailed(tmp_path, text)

    assert (caught.value.field, caught.value.file) == (key, str(tmp_path / FILE))
