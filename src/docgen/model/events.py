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
    Event("office.inspected", "{who} looked at the office's {obj}", "{who} 查看系统管理 {obj}"),
    Event("person.added", "{who} added the account {obj}", "{who} 新增账号 {obj}"),
    Event("person.changed", "{who} changed the account {obj}", "{who} 修改账号 {obj}"),
    Event("person.closed", "{who} closed the account {obj}", "{who} 停用账号 {obj}"),
    Event("person.listed", "{who} listed the accounts", "{who} 列出账号"),
    Event("person.granted", "{who} granted access to {obj}", "{who} 授予对 {obj} 的知悉权"),
    Event("person.invited", "{who} invited {obj} to set a password", "{who} 邀请 {obj} 设置密码"),
    Event("person.set-password", "{who} set a password", "{who} 设置密码"),
    Event("person.signed-in", "{who} signed in", "{who} 登录"),
    Event("person.confirmed", "{who} confirmed who this is", "{who} 再次验证身份"),
    Event("person.signed-out", "{who} signed out", "{who} 退出登录"),
    Event("person.ended-sessions", "{who} ended other sessions", "{who} 结束其他会话"),
    Event("person.added-factor", "{who} added a second factor", "{who} 增设第二因素"),
    Event("person.removed-factor", "{who} removed a second factor", "{who} 移除第二因素"),
    Event("token.made", "{who} made the token {obj}", "{who} 创建访问令牌 {obj}"),
    Event("token.ended", "{who} ended the token {obj}", "{who} 停用访问令牌 {obj}"),
    Event("customer.added", "{who} added the customer {obj}", "{who} 新增客户 {obj}"),
    Event("customer.edited", "{who} corrected the customer {obj}", "{who} 更正客户 {obj} 的资料"),
    Event("customer.listed", "{who} listed customers", "{who} 列出客户"),
    Event("customer.viewed", "{who} looked at the customer {obj}", "{who} 查看客户 {obj}"),
    Event("dossier.opened", "{who} opened the dossier {obj}", "{who} 建立案卷 {obj}"),
    Event("dossier.listed", "{who} listed dossiers", "{who} 列出案卷"),
    Event("dossier.viewed", "{who} looked at the dossier {obj}", "{who} 查看案卷 {obj}"),
    Event("dossier.placed", "{who} noted where {obj} stands", "{who} 登记 {obj} 的存放地点"),
    Event("dossier.printed", "{who} printed aids of {obj}", "{who} 编印 {obj} 的封面、目录或标签"),
    Event("dossier.bound", "{who} bound {obj} as one PDF", "{who} 将 {obj} 合订为一个 PDF"),
    Event("dossier.sealed", "{who} sealed the catalogue of {obj}", "{who} 封存 {obj} 的卷内目录"),
    Event("dossier.compared", "{who} compared {obj} with its seal", "{who} 以封存目录核对 {obj}"),
    Event("dossier.exported", "{who} exported {obj}", "{who} 导出案卷 {obj}"),
    Event("form.filled", "{who} filled the form {obj}", "{who} 填制表单 {obj}"),
    Event("template.drafted", "{who} began the template {obj}", "{who} 起草模板 {obj}"),
    Event("template.accepted", "{who} accepted the template {obj}", "{who} 验收模板 {obj}"),
    Event(
        "template.proposed",
        "{who} proposed a new version of the template {obj}",
        "{who} 提交模板 {obj} 的新版本",
    ),
    Event(
        "template.released",
        "{who} released a new version of the template {obj}",
        "{who} 发布模板 {obj} 的新版本",
    ),
    Event(
        "template.withdrawn",
        "{who} withdrew a new version of the template {obj}",
        "{who} 撤回模板 {obj} 的新版本",
    ),
    Event("number.voided", "the form number {obj} was voided", "表单编号 {obj} 作废"),
    Event("item.filed", "{who} filed {obj}", "{who} 归档 {obj}"),
    Event("item.amended", "{who} filed a new version of {obj}", "{who} 归档 {obj} 的新版本"),
    Event("item.described", "{who} described {obj}", "{who} 著录 {obj}"),
    Event("item.viewed", "{who} looked at the facts of {obj}", "{who} 查看 {obj} 的著录信息"),
    Event("item.read", "{who} read {obj}", "{who} 查阅 {obj}"),
    Event("item.compared", "{who} compared a document with {obj}", "{who} 将文件与 {obj} 核对"),
    Event("item.verified", "{who} verified {obj}", "{who} 校验 {obj}"),
    Event("item.destroyed", "{obj} was destroyed", "{obj} 已销毁"),
    Event("copy.issued", "{who} took a copy of {obj} out", "{who} 领取 {obj} 的受控副本"),
    Event("copy.voided", "a copy of {obj} came to nothing", "{obj} 的受控副本作废"),
    Event("copy.traced", "{who} traced a stray page", "{who} 追查散失页的来源"),
    Event("permit.requested", "{who} asked to take {obj} out", "{who} 申请带出 {obj}"),
    Event("permit.approved", "{who} approved taking {obj} out", "{who} 批准带出 {obj}"),
    Event("permit.refused", "{who} refused taking {obj} out", "{who} 不批准带出 {obj}"),
    Event("permit.listed", "{who} listed permits", "{who} 列出带出许可"),
    Event("approval.listed", "{who} listed what waits for approval", "{who} 列出待审批事项"),
    Event("copy.noted", "{who} noted a copy of {obj}", "{who} 登记 {obj} 的副本"),
    Event("copy.reviewed", "{who} looked at a copy of {obj} again", "{who} 复核 {obj} 的副本"),
    Event("copy.ended", "{who} noted the end of a copy of {obj}", "{who} 注销 {obj} 的副本"),
    Event("copy.listed", "{who} listed copies", "{who} 列出副本"),
    Event("retention.listed", "{who} listed what is due", "{who} 列出到期档案"),
    Event(
        "retention.changed",
        "{who} changed how long {obj} is kept",
        "{who} 变更 {obj} 的保管期限",
    ),
    Event(
        "retention.proposed",
        "{who} proposed a shorter period for {obj}",
        "{who} 提出缩短 {obj} 的保管期限",
    ),
    Event(
        "retention.approved",
        "{who} approved a shorter period for {obj}",
        "{who} 批准缩短 {obj} 的保管期限",
    ),
    Event(
        "retention.refused",
        "{who} refused a shorter period for {obj}",
        "{who} 不批准缩短 {obj} 的保管期限",
    ),
    Event(
        "retention.withdrawn",
        "{who} withdrew the shorter period for {obj}",
        "{who} 撤回缩短 {obj} 保管期限的提议",
    ),
    Event(
        "grade.proposed", "{who} proposed another grade for {obj}", "{who} 提出调整 {obj} 的密级"
    ),
    Event(
        "grade.approved", "{who} agreed to another grade for {obj}", "{who} 同意调整 {obj} 的密级"
    ),
    Event(
        "grade.refused", "{who} refused another grade for {obj}", "{who} 不同意调整 {obj} 的密级"
    ),
    Event(
        "grade.withdrawn",
        "{who} withdrew the other grade for {obj}",
        "{who} 撤回调整 {obj} 密级的提议",
    ),
    Event("grade.changed", "{who} changed the grade of {obj}", "{who} 变更 {obj} 的密级"),
    Event("grade.listed", "{who} listed proposed grades", "{who} 列出密级调整"),
    Event("item.moved", "{who} moved {obj} to another group", "{who} 调整 {obj} 的属类"),
    Event("item.signed", "{who} brought a signed copy of {obj}", "{who} 补交 {obj} 的签署件"),
    Event("dossier.reassigned", "{who} noted a new buyer of {obj}", "{who} 登记 {obj} 买受人变更"),
    Event("hold.set", "{who} put a hold on {obj}", "{who} 对 {obj} 采取保全"),
    Event("hold.released", "{who} released a hold on {obj}", "{who} 解除对 {obj} 的保全"),
    Event("hold.listed", "{who} listed holds", "{who} 列出保全"),
    Event("destruction.proposed", "{who} proposed the list {obj}", "{who} 提出销毁清册 {obj}"),
    Event("destruction.approved", "{who} approved the list {obj}", "{who} 批准销毁清册 {obj}"),
    Event("destruction.refused", "{who} refused the list {obj}", "{who} 不批准销毁清册 {obj}"),
    Event("destruction.withdrawn", "{who} withdrew the list {obj}", "{who} 撤回销毁清册 {obj}"),
    Event("destruction.witnessed", "{who} witnessed the list {obj}", "{who} 监销清册 {obj}"),
    Event(
        "destruction.carried-out", "{who} carried out the list {obj}", "{who} 执行销毁清册 {obj}"
    ),
    Event("destruction.listed", "{who} looked at destruction lists", "{who} 查看销毁清册"),
    Event(
        "destruction.certified",
        "{who} printed the certificate of {obj}",
        "{who} 打印 {obj} 的销毁凭证",
    ),
    Event("dossier.staged", "{who} noted a stage of {obj}", "{who} 登记案卷 {obj} 的阶段"),
    Event("dossier.linked", "{who} linked dossiers to {obj}", "{who} 为案卷 {obj} 建立参照"),
    Event("dossier.numbered", "{who} renumbered the type {obj}", "{who} 更改 {obj} 类档号"),
    Event("dossier.checked", "{who} checked what is missing", "{who} 核查案卷完备情况"),
    Event("transfer.proposed", "{who} proposed the transfer {obj}", "{who} 拟定移交 {obj}"),
    Event("transfer.sent", "{who} sent the transfer {obj}", "{who} 发出移交 {obj}"),
    Event("transfer.accepted", "{who} accepted the transfer {obj}", "{who} 接收移交 {obj}"),
    Event("transfer.withdrawn", "{who} withdrew the transfer {obj}", "{who} 撤回移交 {obj}"),
    Event("transfer.listed", "{who} listed transfers", "{who} 列出移交"),
    Event("transfer.printed", "{who} printed the list of {obj}", "{who} 打印 {obj} 的移交清单"),
    Event("archive.imported", "{who} imported old papers", "{who} 导入旧档"),
    Event("archive.searched", "{who} searched the archive", "{who} 检索档案"),
    Event("search.saved", "{who} saved the search {obj}", "{who} 保存检索 {obj}"),
    Event("search.deleted", "{who} deleted the saved search {obj}", "{who} 删除检索 {obj}"),
    Event("duty.started", "{who} began the duty {obj}", "{who} 登记事项 {obj}"),
    Event("duty.done", "{who} did the duty {obj}", "{who} 办结事项 {obj}"),
    Event("duty.waived", "{who} let the duty {obj} go", "{who} 免办事项 {obj}"),
    Event("duty.escalated", "the duty {obj} was late", "事项 {obj} 逾期"),
    Event("duty.listed", "{who} listed duties", "{who} 列出事项"),
    Event("reminder.sent", "{obj} was reminded by mail", "已邮件提醒 {obj}"),
    Event("case.opened", "{who} opened the case {obj}", "{who} 立案 {obj}"),
    Event("case.stepped", "{who} did a step of the case {obj}", "{who} 办理案件 {obj} 的步骤"),
    Event("case.skipped", "{who} left out a step of the case {obj}", "{who} 免办案件 {obj} 的步骤"),
    Event("case.decided", "{who} decided in the case {obj}", "{who} 核决案件 {obj}"),
    Event(
        "case.raised", "{who} raised the severity of the case {obj}", "{who} 提高案件 {obj} 的级别"
    ),
    Event(
        "case.converted", "{who} changed the form of the case {obj}", "{who} 转换案件 {obj} 的表单"
    ),
    Event(
        "case.requested-extension",
        "{who} asked for more time for the case {obj}",
        "{who} 申请延长案件 {obj} 的期限",
    ),
    Event(
        "case.extended",
        "{who} agreed to more time for the case {obj}",
        "{who} 同意延长案件 {obj} 的期限",
    ),
    Event(
        "case.objected", "{who} objected to the decision in {obj}", "{who} 对案件 {obj} 提出签呈"
    ),
    Event(
        "case.contested",
        "{who} noted that the customer does not accept the case {obj}",
        "{who} 登记客户不接受案件 {obj} 的核决",
    ),
    Event("case.reminded", "a reminder was issued in the case {obj}", "案件 {obj} 开出催办单"),
    Event("case.inquired", "an inquiry into a delay was issued in {obj}", "案件 {obj} 开出洽办单"),
    Event("case.closed", "{who} closed the case {obj}", "{who} 销结案件 {obj}"),
    Event("case.viewed", "{who} looked at the case {obj}", "{who} 查看案件 {obj}"),
    Event("case.listed", "{who} listed cases", "{who} 列出案件"),
    Event("case.reviewed", "{who} reviewed the cases of a month", "{who} 审视某月结案的案件"),
    Event("posting.opened", "{who} planned the posting {obj}", "{who} 拟定派驻 {obj}"),
    Event(
        "posting.noted", "{who} noted a paper of the posting {obj}", "{who} 登记派驻 {obj} 的材料"
    ),
    Event("posting.approved", "{who} agreed to the posting {obj}", "{who} 批准派驻 {obj}"),
    Event("posting.refused", "{who} refused the posting {obj}", "{who} 不批准派驻 {obj}"),
    Event("posting.departed", "{who} noted the departure of {obj}", "{who} 登记派驻 {obj} 派出"),
    Event("posting.returned", "{who} noted the return of {obj}", "{who} 登记派驻 {obj} 调回"),
    Event("posting.left", "{who} noted that {obj} left the company", "{who} 登记派驻 {obj} 离职"),
    Event(
        "posting.appraised", "{who} appraised a month of {obj}", "{who} 登记派驻 {obj} 的月度考核"
    ),
    Event("posting.ranked", "{who} ranked the postings of a quarter", "{who} 排出季度考核名次"),
    Event(
        "posting.notified",
        "{who} issued a post change for {obj}",
        "{who} 签发派驻 {obj} 的调岗通知",
    ),
    Event("posting.moved", "{who} moved {obj} to another area", "{who} 调整派驻 {obj} 的地区"),
    Event("posting.viewed", "{who} looked at the posting {obj}", "{who} 查看派驻 {obj}"),
    Event("posting.listed", "{who} listed postings", "{who} 列出派驻"),
    Event("leave.requested", "{who} asked for the leave {obj}", "{who} 申请请假 {obj}"),
    Event("leave.agreed", "{who} agreed to the leave {obj}", "{who} 同意请假 {obj}"),
    Event("leave.refused", "{who} refused the leave {obj}", "{who} 不同意请假 {obj}"),
    Event("area.set", "{who} set the facts of the area {obj}", "{who} 登记地区 {obj}"),
    Event("visit.planned", "{who} planned visits", "{who} 制订巡访计划"),
    Event("visit.reported", "{who} reported visits in {obj}", "{who} 呈报巡访 {obj}"),
    Event("visit.listed", "{who} listed visits", "{who} 列出巡访"),
    Event("handover.started", "{who} began the handover {obj}", "{who} 开始工作交接 {obj}"),
    Event("handover.handed", "{who} handed over a thing of {obj}", "{who} 移交 {obj} 中的事项"),
    Event(
        "handover.accepted",
        "{who} accepted an open thing of {obj} by name",
        "{who} 按现状接收 {obj} 中的未结事项",
    ),
    Event("handover.signed", "{who} signed the handover {obj}", "{who} 签署工作交接 {obj}"),
    Event(
        "handover.printed", "{who} filed a paper of the handover {obj}", "{who} 归档 {obj} 的表单"
    ),
    Event("handover.closed", "{who} closed the handover {obj}", "{who} 办结工作交接 {obj}"),
    Event("handover.withdrawn", "{who} withdrew the handover {obj}", "{who} 撤销工作交接 {obj}"),
    Event("handover.viewed", "{who} looked at the handover {obj}", "{who} 查看工作交接 {obj}"),
    Event("handover.listed", "{who} listed handovers", "{who} 列出工作交接"),
    Event("case.passed", "the case {obj} passed to a successor", "案件 {obj} 移交接任人"),
    Event("duty.passed", "the duty {obj} passed to a successor", "事项 {obj} 移交接任人"),
    Event(
        "customer.passed", "visits to {obj} passed to a successor", "对客户 {obj} 的访问移交接任人"
    ),
    Event("asset.added", "{who} registered the thing {obj}", "{who} 登记物品 {obj}"),
    Event("asset.lent", "{who} gave the thing {obj} to somebody", "{who} 发放物品 {obj}"),
    Event("asset.returned", "{who} took back the thing {obj}", "{who} 收回物品 {obj}"),
    Event("asset.checked", "{who} counted what {obj} holds", "{who} 清点 {obj} 名下物品"),
    Event("asset.printed", "{who} filed a paper of things of {obj}", "{who} 归档 {obj} 的物品表单"),
    Event("asset.listed", "{who} listed things", "{who} 列出物品"),
    Event("station.added", "{who} registered the station {obj}", "{who} 登记授权站 {obj}"),
    Event("station.changed", "{who} changed the station {obj}", "{who} 变更授权站 {obj}"),
    Event("station.listed", "{who} listed stations", "{who} 列出授权站"),
    Event("gift.requested", "{who} asked for the gift {obj}", "{who} 申请赠送礼品 {obj}"),
    Event("gift.approved", "{who} approved the gift {obj}", "{who} 批准礼品 {obj}"),
    Event("gift.refused", "{who} refused the gift {obj}", "{who} 不批准礼品 {obj}"),
    Event("gift.given", "{who} gave the gift {obj}", "{who} 登记送出礼品 {obj}"),
    Event("gift.declared", "{who} declared the gift {obj}", "{who} 申报收受礼品 {obj}"),
    Event("gift.handed-in", "{who} took in the gift {obj}", "{who} 登记上交礼品 {obj}"),
    Event("gift.listed", "{who} listed gifts", "{who} 列出礼品登记"),
    Event("survey.opened", "{who} opened the survey {obj}", "{who} 开展满意度调查 {obj}"),
    Event(
        "survey.answered", "{who} filed an answer of the survey {obj}", "{who} 登记满意度问卷 {obj}"
    ),
    Event("survey.closed", "{who} closed the survey {obj}", "{who} 结束满意度调查 {obj}"),
    Event("survey.viewed", "{who} looked at the survey {obj}", "{who} 查看满意度调查 {obj}"),
    Event("survey.planned", "{who} filed a plan of improvement {obj}", "{who} 提出改进方案 {obj}"),
    Event("customer.graded", "{who} graded the customer {obj}", "{who} 评定客户 {obj} 的等级"),
    Event("customer.rated", "{who} gave {obj} a credit class", "{who} 核定客户 {obj} 的信用等级"),
    Event("customer.analysed", "{who} analysed figures of customers", "{who} 分析客户构成"),
    Event("loan.requested", "{who} asked to borrow {obj}", "{who} 申请借阅 {obj}"),
    Event("loan.approved", "{who} approved the loan of {obj}", "{who} 批准借阅 {obj}"),
    Event("loan.refused", "{who} refused the loan of {obj}", "{who} 不批准借阅 {obj}"),
    Event("loan.handed-over", "{who} handed over {obj}", "{who} 借出 {obj}"),
    Event("loan.returned", "{who} took back {obj}", "{who} 收回 {obj}"),
    Event("loan.listed", "{who} listed loans", "{who} 列出借阅"),
    Event("loan.reserved", "{who} reserved {obj}", "{who} 预约借阅 {obj}"),
    Event("loan.offered", "{obj} was offered to whoever waited", "{obj} 轮到预约人借阅"),
    Event("loan.renewed", "{who} renewed the loan of {obj}", "{who} 续借 {obj}"),
    Event("loan.recalled", "{who} recalled {obj}", "{who} 催回 {obj}"),
    Event("loan.cancelled", "{who} cancelled the request for {obj}", "{who} 取消借阅 {obj}"),
    Event("loan.reported-lost", "{who} noted that {obj} was lost", "{who} 登记 {obj} 遗失"),
    Event("loan.settled", "{who} decided on the loss of {obj}", "{who} 处理 {obj} 遗失事宜"),
    Event("loan.recovered", "{who} took back {obj}, found again", "{who} 收回失而复得的 {obj}"),
    Event("loan.reminded", "{who} reminded of the loan of {obj}", "{who} 催还 {obj}"),
    Event("loan.printed", "{who} printed the loan of {obj}", "{who} 打印 {obj} 的借阅单"),
    Event(
        "outside.requested",
        "{who} registered the outside request {obj}",
        "{who} 登记外单位查阅申请 {obj}",
    ),
    Event(
        "outside.approved",
        "{who} approved the outside request {obj}",
        "{who} 批准外单位查阅申请 {obj}",
    ),
    Event(
        "outside.refused",
        "{who} refused the outside request {obj}",
        "{who} 不批准外单位查阅申请 {obj}",
    ),
    Event("outside.served", "{who} served {obj} to outsiders", "{who} 向外单位提供 {obj}"),
    Event(
        "outside.withdrawn",
        "{who} noted that the outside request {obj} was withdrawn",
        "{who} 登记外单位查阅申请 {obj} 撤回",
    ),
    Event(
        "outside.closed",
        "{who} closed the outside request {obj}",
        "{who} 办结外单位查阅申请 {obj}",
    ),
    Event("outside.listed", "{who} looked at outside requests", "{who} 查看外单位查阅申请"),
    Event(
        "outside.printed",
        "{who} printed the form or register of outside requests {obj}",
        "{who} 打印外单位查阅审批表或登记簿 {obj}",
    ),
    Event("keys.created", "{who} made the office's key {obj}", "{who} 生成主密钥 {obj}"),
    Event("keys.printed", "{who} printed shares of the key {obj}", "{who} 打印主密钥 {obj} 的分片"),
    Event(
        "keys.drilled", "{who} drilled the shares of the key {obj}", "{who} 演练主密钥 {obj} 的分片"
    ),
    Event("keys.turned-on", "{who} turned on encryption under {obj}", "{who} 以 {obj} 启用加密"),
    Event("keys.rotated", "{who} put the key {obj} in place", "{who} 换用主密钥 {obj}"),
    Event(
        "keys.recovered",
        "{who} recovered the key {obj} from shares",
        "{who} 由分片恢复主密钥 {obj}",
    ),
    Event("keys.verified", "{who} verified encrypted papers", "{who} 校验加密档案"),
    Event("keys.viewed", "{who} looked at the state of the keys", "{who} 查看密钥状态"),
    Event("keys.copied", "{who} copied the store of keys", "{who} 备份密钥库"),
    Event("keys.returned", "{who} brought keys back into the store", "{who} 恢复密钥库"),
    Event("keys.shredded", "the key of {obj} was shredded", "{obj} 的密钥已销毁"),
    Event("log.read", "{who} read the log", "{who} 查阅日志"),
    Event("log.verified", "{who} verified the log", "{who} 校验日志"),
    Event("log.checkpointed", "{who} signed a checkpoint", "{who} 签发日志检查点"),
    Event("log.exported", "{who} exported the log", "{who} 导出日志"),
    Event("log.proved", "{who} took the receipt of entry {obj}", "{who} 出具第 {obj} 条日志的回执"),
    Event("log.rekeyed", "{who} gave the log a new key {obj}", "{who} 更换日志密钥为 {obj}"),
    Event("log.cosigned", "{who} took back the checkpoint {obj}", "{who} 登记经会签的检查点 {obj}"),
    Event(
        "log.requested-erasure",
        "{who} asked to erase the log's notes on {obj}",
        "{who} 申请清除日志中关于 {obj} 的附注",
    ),
    Event(
        "log.erased", "{who} erased the log's notes on {obj}", "{who} 清除日志中关于 {obj} 的附注"
    ),
    Event(
        "person.turned-away", "somebody without an account was turned away", "无账号者被拒绝进入"
    ),
    Event("audit.reported", "{who} made an audit report", "{who} 编制审计报告"),
    Event("archive.checked", "{who} checked the archive", "{who} 检查档案库"),
    Event("archive.recovered", "{who} finished what was interrupted", "{who} 完成中断的操作"),
    Event("archive.verified", "{who} verified all papers", "{who} 逐件校验档案"),
    Event("office.backed-up", "{who} made a backup", "{who} 备份档案室"),
    Event("office.restored", "the office was restored from a backup", "档案室由备份恢复"),
    Event("office.upgraded", "{who} upgraded rules and templates", "{who} 升级规则与模板"),
    Event("register.rebuilt", "{who} rebuilt the register", "{who} 由文件重建登记簿"),
    Event("index.rebuilt", "{who} made the index anew", "{who} 重建索引"),
)

EVENTS: Mapping[str, Event] = MappingProxyType({event.act: event for event in _ALL})
