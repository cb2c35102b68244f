"""All that the access log can say: one list of acts, each with a sentence in both languages.

An act is a past participle. A refused act is the same act with ``res = "deny"``. The
sentences name only what an entry holds: ids and codes, never a customer's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of entry; ``{who}`` and ``{obj}`` stand for the entry's own fields."""

    act: str
    en: str
    zh: str


_ALL = (
    Event("office.opened", "{who} opened the office", "{who} 建立了本档案室"),
    Event("person.added", "{who} added the account {obj}", "{who} 新增账号 {obj}"),
    Event("person.changed", "{who} changed the account {obj}", "{who} 修改账号 {obj}"),
    Event("person.closed", "{who} closed the account {obj}", "{who} 停用账号 {obj}"),
    Event("person.listed", "{who} listed the accounts", "{who} 列出账号"),
    Event("person.granted", "{who} granted access to {obj}", "{who} 授予对 {obj} 的知悉权"),
    Event("customer.added", "{who} added the customer {obj}", "{who} 新增客户 {obj}"),
    Event("customer.listed", "{who} listed customers", "{who} 列出客户"),
    Event("customer.viewed", "{who} looked at the customer {obj}", "{who} 查看客户 {obj}"),
    Event("dossier.opened", "{who} opened the dossier {obj}", "{who} 建立案卷 {obj}"),
    Event("dossier.listed", "{who} listed dossiers", "{who} 列出案卷"),
    Event("dossier.viewed", "{who} looked at the dossier {obj}", "{who} 查看案卷 {obj}"),
    Event("form.filled", "{who} filled the form {obj}", "{who} 填制表单 {obj}"),
    Event("template.drafted", "{who} began the template {obj}", "{who} 起草模板 {obj}"),
    Event("template.accepted", "{who} accepted the template {obj}", "{who} 验收模板 {obj}"),
    Event("number.voided", "the form number {obj} was voided", "表单编号 {obj} 作废"),
    Event("item.filed", "{who} filed {obj}", "{who} 归档 {obj}"),
    Event("item.amended", "{who} filed a new version of {obj}", "{who} 归档 {obj} 的新版本"),
    Event("item.viewed", "{who} looked at the facts of {obj}", "{who} 查看 {obj} 的著录信息"),
    Event("item.read", "{who} read {obj}", "{who} 查阅 {obj}"),
    Event("item.compared", "{who} compared a document with {obj}", "{who} 将文件与 {obj} 核对"),
    Event("item.verified", "{who} verified {obj}", "{who} 校验 {obj}"),
    Event("archive.searched", "{who} searched the archive", "{who} 检索档案"),
    Event("loan.requested", "{who} asked to borrow {obj}", "{who} 申请借阅 {obj}"),
    Event("loan.approved", "{who} approved the loan of {obj}", "{who} 批准借阅 {obj}"),
    Event("loan.refused", "{who} refused the loan of {obj}", "{who} 不批准借阅 {obj}"),
    Event("loan.handed-over", "{who} handed over {obj}", "{who} 借出 {obj}"),
    Event("loan.returned", "{who} took back {obj}", "{who} 收回 {obj}"),
    Event("loan.listed", "{who} listed loans", "{who} 列出借阅"),
    Event("log.read", "{who} read the log", "{who} 查阅日志"),
    Event("log.verified", "{who} verified the log", "{who} 校验日志"),
    Event("log.checkpointed", "{who} signed a checkpoint", "{who} 签发日志检查点"),
    Event("log.exported", "{who} exported the log", "{who} 导出日志"),
    Event("archive.checked", "{who} checked the archive", "{who} 检查档案库"),
    Event("archive.recovered", "{who} finished what was interrupted", "{who} 完成中断的操作"),
    Event("archive.verified", "{who} verified all papers", "{who} 逐件校验档案"),
    Event("index.rebuilt", "{who} made the index anew", "{who} 重建索引"),
)

EVENTS: Mapping[str, Event] = MappingProxyType({event.act: event for event in _ALL})
