"""What the engine ``tantivy`` indexes of a paper, and under which field.

Of every piece of text that can be asked for (``TEXT`` …) there are, all of the normalised text:

    <piece>         its pairs of neighbouring characters, with their positions: a longer word is
                    a phrase of them, and two phrases cannot look alike
    <piece>_one     its single characters
    <piece>_runs    five digits in a row, with positions, of its runs of digits (law, second half)

and of ``TEXT`` also ``text_digits``: the same of digits that stand together as they are written.
So the engine decides by itself, and no text has to be looked at to know whether it matches.

Beside them stand whole values; the texts are kept for the hit list and for ``remove``. One entry
is no paper: it keeps the outbox sequence and what was removed, so that both are committed
together with the papers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from functools import cache
from operator import add
from typing import Any

import tantivy

from docgen.index import analysis
from docgen.index.analysis import FEWEST_DIGITS
from docgen.index.paper import Paper

# Pieces of text: all six texts; number and item; title and customer; then one each.
TEXT, KEY, HEAD, NUMBER, CUSTOMER, NAMES = "text", "key", "head", "number", "customer", "names"
PIECES = (TEXT, KEY, HEAD, NUMBER, CUSTOMER, NAMES)
# Whole values as the paper has them: for the scope, for facets; and normalised, for conditions.
ITEM, DOSSIER, UNIT, RANK, DAY, YEAR = "item", "dossier", "unit", "rank", "day", "year"
COUNTED = ("dossier", "unit", "customer_whole", "group_whole", "template_whole")
UNIT_WORD, GROUP_WORD, TEMPLATE_WORD = "unit_word", "group_word", "template_word"
# Who may know the paper: a term for each highest rank and reason (``scope_term``). The last rank
# stands for all beyond, which no grade has.
SCOPE, RANKS = "scope", range(5)
SKETCH, AT, STATE, KEPT = "sketch", "at", "state", "kept"
# What hits are ordered by: falling, and rising.
NEWEST, BY_NUMBER = "newest", "by_number"

SPACE = "\x01"  # stands for a space within a pair; no normalised text has it
_GAP = " \x02" * (FEWEST_DIGITS + 1) + " "  # between two texts, so that no phrase crosses it
_DIGITS = re.compile(f"[0-9]{{{FEWEST_DIGITS},}}")


@cache
def schema() -> tantivy.Schema:
    """The fields, the same for every index of this version."""
    builder = tantivy.SchemaBuilder()
    for piece in PIECES:
        builder.add_text_field(piece, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{piece}_one", tokenizer_name="one", index_option="basic")
        builder.add_text_field(f"{piece}_runs", tokenizer_name="whitespace")
    builder.add_text_field(f"{TEXT}_digits", tokenizer_name="whitespace")
    for name in (ITEM, SCOPE, UNIT_WORD, GROUP_WORD, TEMPLATE_WORD, STATE):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*COUNTED, NEWEST, BY_NUMBER):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (RANK, DAY, YEAR, AT):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_unsigned_field(SKETCH, indexed=True)
    builder.add_bytes_field(KEPT, stored=True)
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Give an open index the tokenizer that the library does not have ready."""
    single = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 1)).build()
    index.register_tokenizer("one", single)


def whole(value: str) -> str:
    """A value as a term: never empty, and anything a paper can have; ``json.loads`` undoes it."""
    return json.dumps(value)


def scope_term(rank: int, reason: str, value: str = "") -> str:
    """Papers up to a rank that are in a unit or a dossier, or all of them up to that rank."""
    return f"{rank} {reason} {whole(value)}"


def pairs(text: str) -> str:
    """The pairs of a normalised text, with white space between two."""
    text = text.replace(" ", SPACE)
    return " ".join(map(add, text, text[1:]))


def fives(runs: Iterable[str]) -> str:
    """Each five digits that stand together in runs of digits."""
    ends = FEWEST_DIGITS - 1
    return _GAP.join(
        " ".join(run[at : at + FEWEST_DIGITS] for at in range(len(run) - ends)) for run in runs
    )


def document(paper: Paper, at: int, *, fold: bool) -> tantivy.Document:
    """A paper as the engine takes it; ``at`` is the outbox sequence it is indexed at."""
    kept = replace(paper, body=analysis.tidy(paper.body))
    number, item, title, customer, dossier, body, pinyin = (
        analysis.normalise(text, fold)
        for text in (
            *(kept.number, kept.item, kept.title, kept.customer),
            *(kept.dossier, kept.body, kept.pinyin),
        )
    )
    made = tantivy.Document()
    _add_piece(made, TEXT, (number, item, title, customer, dossier, body))
    _add_piece(made, KEY, (number, item))
    _add_piece(made, HEAD, (title, customer))
    _add_piece(made, NUMBER, (number,))
    _add_piece(made, CUSTOMER, (customer,))
    _add_piece(made, NAMES, (customer, pinyin))
    together = (number, item, title, customer, dossier, body)
    made.add_text(f"{TEXT}_digits", fives(_DIGITS.findall("\n".join(together))))
    _add_values(made, kept, at, fold=fold)
    made.add_text(BY_NUMBER, _by_number(number, kept))
    made.add_bytes(KEPT, _packed(Kept(kept, at, body)))
    return made


def _add_piece(made: tantivy.Document, piece: str, texts: Sequence[str]) -> None:
    made.add_text(piece, _GAP.join(map(pairs, texts)))
    made.add_text(f"{piece}_one", "\n".join(texts))
    runs = " ".join(map(analysis.digit_runs, texts)).split()
    if runs:
        made.add_text(f"{piece}_runs", fives(runs))


def _add_values(made: tantivy.Document, paper: Paper, at: int, *, fold: bool) -> None:
    template = analysis.normalise(paper.template, fold)
    words = {
        UNIT_WORD: {analysis.normalise(paper.unit, fold)},
        GROUP_WORD: {analysis.normalise(paper.group, fold)},
        TEMPLATE_WORD: {template, *template.split("/")},
        ITEM: {paper.item},
        **{name: {getattr(paper, name.removesuffix("_whole"))} for name in COUNTED},
    }
    for name, values in words.items():
        for value in values:
            made.add_text(name, whole(value))
    reasons = (("", ""), (UNIT, paper.unit), (DOSSIER, paper.dossier))
    for rank in RANKS[min(max(0, paper.rank), RANKS[-1]) :]:
        for reason, value in reasons:
            made.add_text(SCOPE, scope_term(rank, reason, value))
    day = paper.date.toordinal()
    for name, number in ((RANK, paper.rank), (DAY, day), (YEAR, paper.date.year), (AT, at)):
        made.add_integer(name, number)
    for one in paper.sketch:
        made.add_unsigned(SKETCH, one)
    made.add_text(NEWEST, f"{day:07d}{whole(paper.item)}")


def _by_number(number: str, paper: Paper) -> str:
    """Rising: the number, papers without one at the end; then falling: day and item."""
    day = date.max.toordinal() - paper.date.toordinal()
    item = bytes(255 - one for one in paper.item.encode("utf-8", "surrogatepass")).hex()
    return f"{'0' if number else '1'}{number}\x00{day:07d}{item}~"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a paper: itself, the sequence it was indexed at, its normalised body."""

    paper: Paper
    at: int
    normalised: str

    @classmethod
    def of(cls, entry: tantivy.Document) -> Kept:
        """Read it; ``ValueError`` or ``TypeError`` if it was not written here."""
        facts, at, normalised = json.loads(_kept(entry).decode("utf-8", "surrogatepass"))
        facts["date"] = date.fromordinal(facts["date"])
        facts["sketch"] = tuple(facts["sketch"])
        return cls(Paper(**facts), at, normalised)


def _packed(kept: Kept) -> bytes:
    facts = dict(zip(Paper.__slots__, astuple(kept.paper), strict=True))
    facts["date"] = kept.paper.date.toordinal()
    text = json.dumps((facts, kept.at, kept.normalised), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Noted:
    """What is committed together with the papers.

    Args:
        sequence: The outbox sequence up to which everything is indexed.
        removed: Items that were removed, and at which sequence.
        soiled: Whether a file may hold words of papers that were replaced or removed.
    """

    sequence: int = 0
    removed: Mapping[str, int] = field(default_factory=dict)
    soiled: bool = False

    def document(self) -> tantivy.Document:
        """The entry that keeps it; no search finds it, for it has no rank."""
        content: dict[str, Any] = {
            "sequence": self.sequence,
            "removed": dict(self.removed),
            "soiled": self.soiled,
        }
        made = tantivy.Document()
        made.add_text(STATE, whole(STATE))
        made.add_bytes(KEPT, json.dumps(content).encode())
        return made

    @classmethod
    def of(cls, entry: tantivy.Document) -> Noted:
        """Read it; ``ValueError`` or ``TypeError`` if it was not written here."""
        return cls(**json.loads(_kept(entry)))


def _kept(entry: tantivy.Document) -> bytes:
    kept = entry.get_first(KEPT)
    if not isinstance(kept, bytes):
        raise TypeError(type(kept))
    return kept
