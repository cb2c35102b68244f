"""The text files of a new template: ``form.toml`` and ``example.toml`` for questions just found.

What is written reads back as the same questions. Comments tell the author, in Chinese as all our
forms are, what to look over first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.forms.form import Column, Field, Form, Signature
from docgen.forms.questions import toml
from docgen.forms.samples import sample

_HEAD = """\
# {title}：由 docgen template new 起草，请逐项核对后再启用。
# 每个栏目的 label（名称）、kind（类型）、required（是否必填）都可以修改；写法见模板编写指南。
"""
_EXAMPLE_HEAD = "# 虚构的示例：请改成更像真实业务的内容，但不要使用真实的人员、电话和证件号码。\n"


def form_toml(form: Form) -> str:
    """The questions as the author will find and change them."""
    lines = [
        f"title    = {toml(form.title)}",
        f"family   = {toml(form.family)}",
        *([f"number   = {toml(form.number)}"] if form.number else []),
        f"grade    = {toml(form.grade.code)}",
        *_signatures(form.sign),
    ]
    for one in form.fields:
        lines += ["", f"[field.{one.name}]", *_question(one)]
        for column in one.columns:
            lines.append(f"  [field.{one.name}.column.{column.name}]")
            lines += [f"  {line}" for line in _question(column)]
    return _HEAD.format(title=form.title) + "\n".join(lines) + "\n"


def example_toml(fields: Sequence[Field]) -> str:
    """One invented answer for each question; tables last, as TOML wants them."""
    lines = []
    for one in fields:
        value = sample(one)
        if value is not None and one.kind != "table":
            lines.append(f"{one.name} = {toml(value)}")
    for one in fields:
        if one.kind == "table":
            lines += ["", f"[[{one.name}]]"]
            cells = ((column, sample(column)) for column in one.columns)
            lines += [f"{each.name} = {toml(cell)}" for each, cell in cells if cell is not None]
    return _EXAMPLE_HEAD + "\n".join(lines) + "\n"


def number_pattern(name: str) -> str:
    """A pattern for a template's numbers from its name: GR-… for ``visit/guest-record``."""
    letters = "".join(word[0] for word in name.rpartition("/")[2].split("-")).upper()
    return f"{letters}-{{year}}{{month:02}}{{seq:02}}"


def _signatures(sign: Sequence[Signature]) -> Iterator[str]:
    if sign:
        yield "sign     = ["
        for one in sign:
            yield f"    {{ role = {toml(one.role)}, label = {toml(one.label)} }},"
        yield "]"


def _question(one: Column) -> Iterator[str]:
    yield f"label = {toml(one.label)}"
    yield f"kind  = {toml(one.kind)}"
    if one.choices:
        yield f"choices = {toml(list(one.choices))}"
    if not one.required and one.kind != "signature":
        yield "required = false"
