"""One small form that the tests of the forms share."""

from __future__ import annotations

import pytest

from docgen.forms.definition import parse_form
from docgen.forms.form import Form

TEXT = """\
title    = "客户投诉记录及处理意见"
title_en = "Customer complaint record and handling opinion"
family   = "complaint"
source   = ["F-120", "C-033", "C-034"]
number   = "TS-{year}{month:02}{seq:02}"
grade    = "B"
group    = "repair"
retention = "permanent"
copies   = [{ to = "企业发展部" }, { to = "客户档案" }]
sign     = [{ role = "handler", label = "经办人" }, { role = "manager", label = "主管领导" }]
check    = ["closed_on >= received_on"]

[field.received_on]
label = "投诉时间"
kind  = "date"
from  = "today"

[field.closed_on]
label = "办结时间"
kind  = "date"
required = false

[field.customer]
label = "投诉客户"
kind  = "customer"
from  = "customer.name"

[field.severity]
label = "严重程度"
kind  = "choice"
choices = ["一般", "较大", "特殊"]

[field.channels]
label = "投诉渠道"
kind  = "choices"
choices = ["电话", "来访", "来信"]
required = false

[field.loss]
label = "损失金额"
kind  = "money"
unit  = "元"
max   = 1000000
required = false

[field.days]
label = "处理天数"
kind  = "integer"
default = 7
min  = 1

[field.items]
label = "问题明细"
kind  = "table"
max   = 20
  [field.items.column.what]
  label = "事项"
  kind  = "text"
  max_length = 20
  [field.items.column.score]
  label = "评分"
  kind  = "choice"
  choices = ["好", "差"]
  scores = { "好" = 100, "差" = 30 }
  required = false
  [field.items.column.signed]
  label = "签收"
  kind  = "signature"

[field.opinion]
label = "处理意见"
kind  = "longtext"
help  = "写明责任部门和期限"
required = false

[field.handler_signature]
label = "经办人签字"
kind  = "signature"
"""


@pytest.fixture(name="form_text", scope="session")
def _form_text() -> str:
    """A right ``form.toml`` with most kinds in it."""
    return TEXT


@pytest.fixture(name="form", scope="session")
def _form(form_text: str) -> Form:
    """The form of that text."""
    return parse_form(form_text, name="complaint/sample", file="form.toml")


@pytest.fixture(name="answers")
def _answers() -> dict[str, object]:
    """The fewest answers that fit the form."""
    return {
        "received_on": "2026-03-05",
        "customer": "北京样本物业有限公司",
        "severity": "较大",
        "items": [{"what": "屋面漏水"}],
    }
