"""What was found in an old form: questions, places to sign, and what is left for the author."""

from __future__ import annotations

from dataclasses import dataclass, field

from docgen.forms.form import Column, Field, Signature
from docgen.forms.labels import kind_of, name_of, plain_label, role_of, signer

NUMBER_LABELS = frozenset({"编号", "单号", "文号", "表单编号", "单据编号"})
_MONEY_MARKS = ("大写", "小写")
_LONGEST = 20
#: What a note is about; ``office.drafts`` says it in words.
SIGN_DATE, UNCLEAR, GUESSED, HAS_MARKS, LINKED = (
    "sign-date",
    "unclear",
    "guessed",
    "has-marks",
    "linked",
)


@dataclass
class Found:
    """Gathers what is found, with names and labels that are each used once."""

    fields: list[Field] = field(default_factory=list)
    sign: list[Signature] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    numbered: bool = False

    def mark(self, label: str, kind: str = "") -> str:
        """The mark for a blank with this label; it makes a question of it."""
        plain = plain_label(label)
        if plain in NUMBER_LABELS:
            self.numbered = True
            return "{{ number }}"
        if plain == "密级":
            return "{{ grade_mark }}"
        if any(mark in plain for mark in _MONEY_MARKS):
            return self._amount(plain)
        return written(self.ask(plain, kind))

    def ask(
        self,
        label: str,
        kind: str = "",
        *,
        choices: tuple[str, ...] = (),
        columns: tuple[Column, ...] = (),
        name: str = "",
    ) -> Field:
        """A new question; its name and label get a number where they are taken."""
        taken = {one.name for one in self.fields}
        found, known = (name, True) if name and name not in taken else name_of(label, taken)
        own = self._own_label(label or found)
        if not known:
            self.left.append((GUESSED, f"{own}: {found}"))
        one = Field(
            name=found,
            label=own,
            kind=kind or kind_of(label),
            choices=choices,
            columns=columns,
        )
        self.fields.append(one)
        return one

    def signed(self, label: str) -> None:
        """A place to sign; it stays as it is on the paper."""
        who = signer(label)
        if kind_of(who) == "date":
            return
        if who not in {one.label for one in self.sign}:
            role = role_of(who, {one.role for one in self.sign})
            self.sign.append(Signature(role, who))

    def leave(self, what: str, words: str) -> None:
        """Note something for the author; each thing once."""
        note = (what, " ".join(words.split())[:60])
        if note not in self.left:
            self.left.append(note)

    def _amount(self, plain: str) -> str:
        """An amount in figures and in words is one answer, written twice."""
        last = self.fields[-1] if self.fields else None
        if last is None or last.kind != "money":
            base = plain
            for mark in (*_MONEY_MARKS, "（）", "()", "人民币"):
                base = base.replace(mark, "")
            last = self.ask(base or "金额", "money", name="amount" if not base else "")
        return f"{{{{ {last.name} | {'rmb_words' if '大写' in plain else 'money'} }}}}"

    def _own_label(self, label: str) -> str:
        used = {one.label for one in self.fields}
        own, turn = label[:_LONGEST], 1
        while own in used:
            turn += 1
            own = f"{label[:_LONGEST]}（{turn}）"
        return own


def written(one: Column, of: str = "") -> str:
    """The mark that prints an answer; of a row's column with the row's name before a dot."""
    filters = {"money": " | money", "choices": " | join"}
    return f"{{{{ {of}{one.name}{filters.get(one.kind, '')} }}}}"
