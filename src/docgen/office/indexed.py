"""What the search knows of a paper: its facts, its words, how its customer's name is typed.

Papers of the grades that docgen.toml protects ([encryption] grades) are indexed by their facts
only, whether encryption is on yet or not: none of their words is in the index, and no sketch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from docgen.index.paper import Paper
from docgen.index.pinyin import pinyin
from docgen.index.sketch import sketch
from docgen.model.filenumber import item_number
from docgen.model.grades import Grade
from docgen.office.desk import Office
from docgen.register.models import Item

#: Answers that docgen gives itself, the same on all papers of a form.
_ON_EACH = {"grade_mark", "company", "today"}
_pinyin = lru_cache(4096)(pinyin)  # a customer has many papers


def paper_of(office: Office, item: Item) -> Paper:
    """What the index holds of an item; it is found by its 档号 too."""
    dossier, described = item.dossier, getattr(item, "description", None)
    file = dossier.file_number
    shelf = item_number(file, item.turn, fonds=office.settings.fonds) if file else ""
    number = described.doc_number if described else ""
    responsible = described.responsible if described else ""
    words = "" if by_facts_only(office, item.rank) else item.text.body
    return Paper(
        item=str(item),
        title=item.title,
        number=item.form_number or number,
        customer=dossier.customer.name,
        dossier=str(dossier),
        template=item.template,
        group=item.group,
        rank=item.rank,
        unit=dossier.unit,
        date=item.dated,
        body="\n".join(filter(None, (responsible, number, words, shelf))),
        pinyin=_pinyin(dossier.customer.name),
        sketch=sketch_of(office, item),
    )


def sketch_of(office: Office, item: Item) -> tuple[int, ...]:
    """What the paper's own words are like; () for one that is indexed by its facts only."""
    if by_facts_only(office, item.rank):
        return ()
    return sketch(item.text.own or item.text.body)


def by_facts_only(office: Office, rank: int) -> bool:
    """Whether no word of a paper of this rank may stand in the index."""
    return Grade.of_rank(rank).code in office.settings.grades


def own_words(made: Mapping[str, object], text: str) -> str:
    """The words of a form's answers without those of the form; "" if it is none of docgen's.

    Only what stands in the text counts: an answer that is printed masked is in neither.

    Args:
        made: How the paper was made (``provenance.made``).
        text: All its words.
    """
    answers = made.get("answers")
    if not isinstance(answers, Mapping):
        return ""
    lines = _lines({name: one for name, one in answers.items() if name not in _ON_EACH})
    return "\n".join(dict.fromkeys(line for line in lines if line and line in text))


def _lines(answer: object) -> Iterator[str]:
    """The lines of all texts among answers."""
    if isinstance(answer, str):
        yield from map(str.strip, answer.splitlines())
    elif isinstance(answer, Mapping):
        for one in answer.values():
            yield from _lines(one)
    elif isinstance(answer, list):
        for one in answer:
            yield from _lines(one)
