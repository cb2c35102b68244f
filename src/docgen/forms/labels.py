"""What the printed label of a blank says about it: a name for it, and the kind of its answer.

Only proposals: whoever makes the template looks them over. A label is cut of colons, brackets and
the blanks inside (姓　　名), then compared with the words below, the longest first.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from types import MappingProxyType

from docgen.forms.kinds import name_fault

#: A label's words, the name they get, and the kind where the words say more than "text".
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "统一社会信用代码": ("credit_code", "credit_code"),
        "信用代码": ("credit_code", "credit_code"),
        "身份证号码": ("id_card", "idcard"),
        "身份证号": ("id_card", "idcard"),
        "身份证": ("id_card", "idcard"),
        "法定代表人": ("legal_person", "person"),
        "紧急联系人": ("emergency_contact", "person"),
        "联系电话": ("phone", "phone"),
        "联系方式": ("phone", "phone"),
        "手机号码": ("mobile", "phone"),
        "手机": ("mobile", "phone"),
        "电话": ("phone", "phone"),
        "传真": ("fax", "text"),
        "电子邮箱": ("email", "email"),
        "电子邮件": ("email", "email"),
        "邮箱": ("email", "email"),
        "邮编": ("postcode", "text"),
        "联系人": ("contact", "person"),
        "经办人": ("handler", "person"),
        "负责人": ("person_in_charge", "person"),
        "申请人": ("applicant", "person"),
        "审批人": ("approver", "person"),
        "审核人": ("reviewer", "person"),
        "记录人": ("recorder", "person"),
        "填表人": ("filled_by", "person"),
        "制表人": ("filled_by", "person"),
        "接待人": ("receiver", "person"),
        "姓名": ("name", "person"),
        "性别": ("sex", "text"),
        "年龄": ("age", "integer"),
        "民族": ("ethnic_group", "text"),
        "学历": ("education", "text"),
        "籍贯": ("native_place", "text"),
        "职务": ("post", "text"),
        "岗位": ("post", "text"),
        "职称": ("rank", "text"),
        "出生日期": ("born_on", "date"),
        "出生年月": ("born_on", "date"),
        "入职日期": ("joined_on", "date"),
        "申请日期": ("applied_on", "date"),
        "填表日期": ("filled_on", "date"),
        "签订日期": ("signed_on", "date"),
        "开始日期": ("start_on", "date"),
        "开始时间": ("start_on", "date"),
        "结束日期": ("end_on", "date"),
        "结束时间": ("end_on", "date"),
        "投诉时间": ("complained_on", "date"),
        "完成时间": ("done_on", "date"),
        "日期": ("day", "date"),
        "时间": ("day", "date"),
        "客户名称": ("customer_name", "customer"),
        "客户姓名": ("customer_name", "customer"),
        "客户": ("customer_name", "customer"),
        "公司名称": ("company_name", "text"),
        "单位名称": ("company_name", "text"),
        "项目名称": ("project", "text"),
        "部门": ("department", "department"),
        "科室": ("department", "department"),
        "单位": ("unit", "text"),
        "地址": ("address", "text"),
        "住址": ("address", "text"),
        "地点": ("place", "text"),
        "房号": ("room", "text"),
        "楼栋": ("building", "text"),
        "大写金额": ("amount", "money"),
        "金额": ("amount", "money"),
        "单价": ("price", "money"),
        "总价": ("total", "money"),
        "合计": ("total", "money"),
        "费用": ("fee", "money"),
        "押金": ("deposit", "money"),
        "租金": ("rent", "money"),
        "数量": ("quantity", "decimal"),
        "件数": ("pieces", "integer"),
        "份数": ("copies", "integer"),
        "人数": ("people", "integer"),
        "次数": ("times", "integer"),
        "天数": ("days", "integer"),
        "面积": ("area", "decimal"),
        "开户行": ("bank", "text"),
        "开户银行": ("bank", "text"),
        "账号": ("account", "text"),
        "合同编号": ("contract_number", "text"),
        "规格型号": ("model", "text"),
        "规格": ("model", "text"),
        "型号": ("model", "text"),
        "品名": ("goods", "text"),
        "名称": ("item_name", "text"),
        "物品": ("goods", "text"),
        "事项": ("matter", "text"),
        "事由": ("reason", "longtext"),
        "原因": ("reason", "longtext"),
        "内容": ("content", "longtext"),
        "情况": ("situation", "longtext"),
        "说明": ("explanation", "longtext"),
        "意见": ("opinion", "longtext"),
        "建议": ("suggestion", "longtext"),
        "要求": ("request", "longtext"),
        "结果": ("result", "longtext"),
        "措施": ("measures", "longtext"),
        "备注": ("remark", "longtext"),
        "甲方": ("party_a", "text"),
        "乙方": ("party_b", "text"),
        "丙方": ("party_c", "text"),
        "其他": ("other", "text"),
        "人民币": ("amount", "money"),
        "方式": ("way", "text"),
        "性质": ("nature", "text"),
        "等级": ("level", "text"),
        "状态": ("state", "text"),
        "来源": ("origin", "text"),
        "车牌号": ("plate", "text"),
        "职业": ("occupation", "text"),
        "类型": ("type", "text"),
        "类别": ("category", "text"),
    }
)
_ROLES: Mapping[str, str] = MappingProxyType(
    {
        "主管领导": "manager",
        "总经理": "general-manager",
        "经理": "manager",
        "主管": "manager",
        "领导": "manager",
        "负责人": "manager",
        "经办人": "handler",
        "申请人": "applicant",
        "审批人": "approver",
        "审核人": "reviewer",
        "客户": "customer",
        "甲方": "party-a",
        "乙方": "party-b",
        "丙方": "party-c",
        "交接人": "hander",
        "接收人": "receiver",
        "监交人": "witness",
    }
)
_SIGNING = re.compile(r"签\s*[字章名署]|盖\s*章|公\s*章|印\s*章")
_LONG = re.compile(r"概况|经过|描述|详情|处理|评语|摘要")
_AMOUNT = re.compile(r"[（(](?:人民币|元|万元)[）)]|[（(]单位[:：]元[）)]")
_EDGES = re.compile(r"[\s　]+|[:：*＊]+$")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# A piece of a sentence is named by its last word or not at all.
_SENTENCE = re.compile(r"[应须将可由于自为前后]")
_LONGEST = 40


def plain_label(text: str) -> str:
    """A label as it reads: without the blanks that spread it, without colon or star."""
    return _EDGES.sub("", text).strip(":：*＊、，,。")


def is_signing(text: str) -> bool:
    """Whether something is signed or sealed here, by hand."""
    return _SIGNING.search(text) is not None


def kind_of(label: str) -> str:
    """The kind that the words of a label suggest."""
    if _AMOUNT.search(label):
        return "money"
    word = _word_in(label, WORDS)
    if word:
        return WORDS[word][1]
    return "longtext" if _LONG.search(label) else "text"


def name_of(label: str, taken: Container[str], *, column: bool = False) -> tuple[str, bool]:
    """A free name for a label, and whether its words gave it (else it is ``field_1`` …)."""
    word = _word_in(label, WORDS)
    base = WORDS[word][0] if word else ("column" if column else "field")
    numbers = range(1, 10_000) if not word else (0, *range(2, 10_000))
    for number in numbers:
        name = f"{base}_{number}" if number else base
        if name not in taken and not name_fault(name, column=column):
            return name, bool(word)
    raise ValueError(label)


def role_of(label: str, taken: Container[str]) -> str:
    """A free word for who signs."""
    word = _word_in(label, _ROLES)
    base = _ROLES[word] if word else "signer"
    return next(
        role
        for number in range(1, 10_000)
        if (role := base if number == 1 else f"{base}-{number}") not in taken
    )


def signer(label: str) -> str:
    """Whose signature a label wants: 经办人 for “经办人签字：”."""
    bare = _SIGNING.sub("", _BRACKETS.sub("", plain_label(label)))
    return bare.strip("/、（）()") or plain_label(label)


def _word_in(label: str, words: Mapping[str, object]) -> str:
    """The longest known word in a label; among equals the last to begin, for 甲方电话 is 电话."""
    bare = _BRACKETS.sub("", plain_label(label))[:_LONGEST] or plain_label(label)
    found = [word for word in words if bare.endswith(word)]
    if not found and not _SENTENCE.search(bare):
        found = [word for word in words if word in bare]
    return max(found, key=lambda word: (bare.rfind(word) + len(word), len(word)), default="")
