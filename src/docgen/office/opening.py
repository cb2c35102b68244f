"""Making an office folder, and opening it for work."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

from docgen.archive.store import Store
from docgen.config import FILE, FOLDER_VERSION, Settings, read_settings, shipped
from docgen.errors import BadInput, Integrity, OutsideFailed, say
from docgen.index.chosen import Chosen
from docgen.index.engine import Name
from docgen.office import accepted, daybook, delivered, log_keys, people, upkeep
from docgen.office.desk import Office, one_transaction, utc_now
from docgen.office.rules import read_rules
from docgen.register.connect import connect, migrate, schema_state

REGISTER = "register.sqlite3"
_FOLDERS = ("archive", "index", "log", "work")

_TOML = """\
# 本档案室的设置 · the office's settings
[office]
company        = {company}
language       = {language}      # zh | en，LANG 未说明时使用
fonds          = "Z001"          # 全宗号
folder_version = {version}
time_zone      = "Asia/Shanghai"

# 表单可直接取用的本公司信息 · what forms may know of the company
[company]
# credit_code     = ""
# legal_person    = ""
# address         = ""
# phone           = ""
# hotline         = ""
# bank            = ""
# account         = ""
# complaint_unit  = ""
# complaint_phone = ""

[log]
origin = {origin}                # 日志检查点上的名称，不得更改

[pdf]
pdf_seconds = 60                 # 单份转换时限（秒）

[intake]
max_megabytes = 50               # 接收文件的大小上限

[search]
engine           = "whoosh"      # whoosh | tantivy，更换后请运行 docgen reindex
fold_traditional = false         # 检索时繁体字按简体字对待

# 邮件提醒（docgen worker）· reminders by mail
# [mail]
# host          = "mail.example.cn"
# security      = "starttls"     # starttls | tls | none
# user          = "records"
# password_file = "/etc/docgen/mail.password"   # 仅含口令，权限 0600
# sender        = "records@example.cn"
# at            = "07:30"        # 每日汇总发送时间
# [mail.addresses]
# mira          = "mira@example.cn"             # 账号 = 邮箱

# 网页服务（docgen serve）· the web page; 未写明时仅限本机 http://127.0.0.1:8000
# [web]
# host    = "127.0.0.1"                         # 监听地址
# port    = 8000
# address = "https://records.example.cn"        # 用户访问的地址，https 由前置代理提供
# proxy   = ["127.0.0.1"]                       # 可信代理的地址
# workers = 0                                   # 服务进程数，0 为处理器核数加一
"""


def init(  # noqa: PLR0913  what an office begins with; half of it is optional
    folder: Path,
    *,
    company: str,
    language: str,
    login: str,
    name: str,
    unit: str,
    os_login: str = "",
    act_as: bool = False,
    now: Callable[[], dt.datetime] = utc_now,
) -> Office:
    """Make a new office; all of it appears at once, or nothing.

    Args:
        folder: Where; not there yet, or empty.
        company: The company's own name.
        language: What the screen speaks when ``LANG`` does not say.
        login: The first account's login.
        name: Its name.
        unit: Its unit.
        os_login: The operating-system user bound to it; the login itself if empty.
        act_as: A demo office, where anyone on the machine may act as any of its people.
        now: The office's clock; the demo begins some weeks ago.
    """
    _must_be_free(folder)
    made = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        made.mkdir(parents=True, mode=0o700)
        origin = _write(made, company, language, act_as=act_as)
        register = made / REGISTER
        connect(register)
        migrate()
        Store(made / "archive", made / "work").initialise()
        log_keys.make(made / "log", origin)
        office = replace(_assemble(made), now=now)
        office.index.replace_with((), upto=0)
        with one_transaction():
            people.found(office, login, name, unit, os_login or login)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except OSError as error:
        raise OutsideFailed(
            say(
                "The office could not be made in {folder}: {error}",
                folder=folder,
                error=error.strerror or error,
            ),
            why=say("the disk refused; nothing was left behind"),
            fix=say("choose another folder, or make room"),
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return replace(open_office(folder), now=now)


def open_office(folder: Path) -> Office:
    """Open an office: settings, rules, register; what was interrupted is finished first."""
    office = _assemble(folder)
    _open_register(folder / REGISTER)
    daybook.write_down()
    if upkeep.is_unfinished(office):
        upkeep.finish(office)
    return office


def _assemble(folder: Path) -> Office:
    settings: Settings = read_settings(folder)
    return Office(
        folder=folder,
        settings=settings,
        rules=read_rules(folder),
        store=Store(folder / "archive", folder / "work"),
        index=Chosen(
            folder / "index", cast("Name", settings.engine), fold=settings.fold_traditional
        ),
    )


def _open_register(file: Path) -> None:
    if not file.is_file():
        raise Integrity(
            say("The register is missing: {file}", file=file),
            why=say("an office without its register knows no people and no loans"),
            fix=say("make it anew from the files, or restore a backup").by("docgen rebuild"),
            file=str(file),
        )
    connect(file)
    try:
        state = schema_state()
    except sqlite3.Error as error:
        raise Integrity(
            say("The register cannot be read: {error}", error=error),
            why=say("{file} is damaged or is no database", file=file),
            fix=say("restore a backup, or move it away and rebuild it").by("docgen rebuild"),
            file=str(file),
        ) from error
    if state == "newer":
        raise BadInput(
            say("The register was made by a newer docgen"),
            why=say("this program does not know all of its tables"),
            fix=say("use the newer program"),
            file=str(file),
        )
    if state == "older":
        migrate()


def _write(folder: Path, company: str, language: str, *, act_as: bool) -> str:
    """Everything but the register; the log's origin."""
    for name in _FOLDERS:
        (folder / name).mkdir(mode=0o700)
    shutil.copytree(shipped("rules"), folder / "rules")
    shutil.copytree(shipped("templates"), folder / "templates")
    library = accepted.of_library(folder / "templates")
    (folder / "templates" / accepted.FILE).write_text(library, "utf-8")
    (folder / delivered.FILE).write_text(delivered.lines(delivered.parts(folder)), "utf-8")
    origin = f"docgen.example/{secrets.token_hex(4)}"
    text = _TOML.format(
        company=json.dumps(company, ensure_ascii=False),
        language=json.dumps(language),
        version=FOLDER_VERSION,
        origin=json.dumps(origin),
    )
    if act_as:
        text += "\n[demo]\nact_as = true     # 仅限演示：任何人可用 --as 代行\n"
    (folder / FILE).write_text(text, "utf-8")
    return origin


def _must_be_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            say("{folder} is not empty", folder=folder),
            why=say("a new office needs a folder of its own"),
            fix=say("name a folder that is not there yet"),
            file=str(folder),
        )
