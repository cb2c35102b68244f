"""Other ways to search the same papers, set up as their guides say, for ``bench_search.py``.

Each takes our questions (``index.query``) and turns them into its own. None of them promises to
find every piece of every text; how much they find stands beside how quick they are.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import tantivy
from whoosh import index as whoosh_index
from whoosh.analysis import LowercaseFilter, NgramTokenizer
from whoosh.fields import DATETIME, ID, NUMERIC, TEXT, Schema
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.query import And, NumericRange, Or, Term

from docgen.index.conditions import Condition, Field, Query
from docgen.index.paper import Paper
from docgen.model.scope import Scope

TEXTS = ("number", "item", "title", "customer", "body")
SHOWN, AROUND = 20, 30


class PlainWhoosh:
    """Its own n-gram analyzer with positions, query parser, filter, highlighter and writer."""

    name = "plain whoosh"

    def __init__(self, folder: Path) -> None:
        """An empty index in this folder."""
        grams = TEXT(analyzer=NgramTokenizer(1, 2) | LowercaseFilter(), stored=True)
        item = ID(stored=True, unique=True)
        facts = {"unit": ID(), "dossier": ID(), "rank": NUMERIC(int), "date": DATETIME()}
        texts = dict.fromkeys(TEXTS, grams)
        schema = Schema(id=item, **texts, **facts)
        folder.mkdir()
        self._index = whoosh_index.create_in(str(folder), schema)
        self._any = MultifieldParser(TEXTS, schema)
        self._customer = QueryParser("customer", schema)

    def build(self, papers: Iterable[Paper]) -> None:
        """All papers in one commit."""
        writer = self._index.writer(limitmb=512)
        for paper in papers:
            writer.add_document(**self._row(paper))
        writer.commit()
        self._searcher = self._index.searcher()

    def add(self, paper: Paper) -> None:
        """One paper in place of the one it was."""
        writer = self._index.writer()
        writer.update_document(**self._row(paper))
        writer.commit()
        self._searcher = self._index.searcher()

    def search(self, query: Query, scope: Scope) -> int:
        """How many are found; twenty of them are shown."""
        kept = [Term("unit", one) for one in scope.units]
        kept += [Term("dossier", one) for one in scope.dossiers]
        admitted: Any = NumericRange("rank", None, scope.rank)
        if not scope.everything:
            admitted = And([admitted, Or(kept)])
        asked = self._any.parse(" ".join(map(self._said, query.conditions)))
        found = self._searcher.search(asked, filter=admitted, limit=SHOWN)
        for hit in found:
            hit.highlights("body")
        return len(found)

    def _said(self, one: Condition) -> str:
        word = '"' + one.value.replace('"', " ") + '"'
        text = {
            Field.CUSTOMER: f"customer:{word}",
            Field.GRADE: f"rank:{one.value}",
            Field.SINCE: f"date:[{one.value.replace('-', '')} TO]",
        }.get(one.field, word)
        return text if one.wanted else f"NOT {text}"

    def _row(self, paper: Paper) -> dict[str, object]:
        facts = {name: getattr(paper, name) for name in (*TEXTS, "unit", "dossier", "rank")}
        return facts | {"id": paper.item, "date": datetime.combine(paper.date, time())}


def _grams(text: str) -> list[str]:
    """Pairs of neighbouring letters and digits; of a single one just that."""
    runs = re.findall(r"\w+", text.casefold())
    return [one + two for run in runs for one, two in pairwise(run)] or runs


def _snippet(body: str, word: str) -> str:
    at = max(0, body.find(word))
    return body[max(0, at - AROUND) : at + AROUND]


class Fts5:
    """SQLite's own full-text search over pairs of characters that were joined beforehand."""

    name = "SQLite FTS5, bigrams"

    def __init__(self, folder: Path) -> None:
        """An empty database in this folder."""
        folder.mkdir()
        self._db = sqlite3.connect(folder / "papers.sqlite3", isolation_level=None)
        self._db.executescript(f"""
            PRAGMA journal_mode = WAL;
            CREATE TABLE paper (id INTEGER PRIMARY KEY, item TEXT UNIQUE, title, customer, body,
                                unit, dossier, rank INTEGER, date);
            CREATE VIRTUAL TABLE grams USING fts5({", ".join(TEXTS)}, content='', prefix=1);
        """)

    def build(self, papers: Iterable[Paper]) -> None:
        """All papers in one transaction."""
        self._db.execute("BEGIN")
        for paper in papers:
            self._insert(paper)
        self._db.execute("COMMIT")

    def add(self, paper: Paper) -> None:
        """One paper, in a transaction of its own."""
        self._db.execute("BEGIN")
        self._insert(paper)
        self._db.execute("COMMIT")

    def _insert(self, paper: Paper) -> None:
        names = ("item", "title", "customer", "body", "unit", "dossier", "rank")
        facts = [*(getattr(paper, name) for name in names), paper.date.isoformat()]
        row = self._db.execute(
            "INSERT INTO paper (item, title, customer, body, unit, dossier, rank, date)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            facts,
        ).lastrowid
        grams = [" ".join(_grams(getattr(paper, name))) for name in TEXTS]
        self._db.execute("INSERT INTO grams (rowid, number, item, title, customer, body)"
                         " VALUES (?, ?, ?, ?, ?, ?)", [row, *grams])  # fmt: skip

    def search(self, query: Query, scope: Scope) -> int:
        """How many are found; twenty of them are shown."""
        where, values = ["p.rank <= ?"], [str(scope.rank)]
        if not scope.everything:
            units, dossiers = (_marks(few) for few in (scope.units, scope.dossiers))
            where.append(f"(p.unit IN ({units}) OR p.dossier IN ({dossiers}))")
            values += [*scope.units, *scope.dossiers]
        match = self._match(query)
        if match:
            where.insert(0, "grams MATCH ?")
            values.insert(0, match)
        for one in query.conditions:
            if one.field in {Field.GRADE, Field.SINCE}:
                where.append("p.rank = ?" if one.field is Field.GRADE else "p.date >= ?")
                values.append(one.value)
        rest = f"FROM grams JOIN paper p ON p.id = grams.rowid WHERE {' AND '.join(where)}"
        total = self._db.execute(f"SELECT count(*) {rest}", values).fetchone()[0]
        rows = self._db.execute(
            f"SELECT p.item, p.body {rest} ORDER BY grams.rank LIMIT {SHOWN}",
            values,
        )
        word = query.conditions[0].value
        for _, body in rows:
            _snippet(body, word)
        return int(total)

    def _match(self, query: Query) -> str:
        wanted, unwanted = [], []
        for one in query.conditions:
            if one.field in {Field.TEXT, Field.CUSTOMER}:
                grams = _grams(one.value)
                phrase = f'"{" ".join(grams)}"'
                if len(one.value) == 1:
                    phrase += "*"
                if one.field is Field.CUSTOMER:
                    phrase = f"customer : {phrase}"
                (wanted if one.wanted else unwanted).append(phrase if grams else '"nothing"')
        said = " AND ".join(wanted)
        return f"({said}) NOT ({' OR '.join(unwanted)})" if unwanted and said else said


def _marks(values: Iterable[str]) -> str:
    return ",".join("?" for _ in values)


class PlainTantivy:
    """Its own n-gram tokenizer, boolean queries, filter and snippet generator."""

    name = "plain tantivy"

    def __init__(self, folder: Path) -> None:
        """An empty index in this folder."""
        made = tantivy.SchemaBuilder()
        made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for name in TEXTS:
            made.add_text_field(name, stored=True, tokenizer_name="grams", index_option="position")
        for name in ("unit", "dossier"):
            made.add_text_field(name, tokenizer_name="raw", index_option="basic")
        made.add_integer_field("rank", indexed=True, fast=True)
        made.add_date_field("date", indexed=True, fast=True)
        self._schema = made.build()
        folder.mkdir()
        self._index = tantivy.Index(self._schema, path=str(folder))
        tokens = tantivy.Tokenizer.ngram(1, 2, False)
        grams = tantivy.TextAnalyzerBuilder(tokens).filter(tantivy.Filter.lowercase())
        self._index.register_tokenizer("grams", grams.build())

    def build(self, papers: Iterable[Paper]) -> None:
        """All papers in one commit."""
        writer = self._index.writer(512_000_000, 1)
        for paper in papers:
            writer.add_document(self._row(paper))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def add(self, paper: Paper) -> None:
        """One paper in place of the one it was."""
        writer = self._index.writer(15_000_000, 1)
        writer.delete_documents("id", paper.item)
        writer.add_document(self._row(paper))
        writer.commit()
        self._index.reload()

    def search(self, query: Query, scope: Scope) -> int:
        """How many are found; twenty of them are shown."""
        must, occur = self._term, tantivy.Occur
        asked = [self._admitted(scope)]
        shown = None
        for one in query.conditions:
            if one.field is Field.GRADE:
                asked.append((occur.Must, must("rank", int(one.value))))
            elif one.field is Field.SINCE:
                day = datetime.combine(datetime.fromisoformat(one.value), time(), UTC)
                asked.append((occur.Must, self._range("date", day, tantivy.MAX_DATETIME)))
            else:
                fields = ("customer",) if one.field is Field.CUSTOMER else TEXTS
                words = self._words(one.value, fields)
                asked.append((occur.Must if one.wanted else occur.MustNot, words))
                shown = shown or words
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(asked), limit=SHOWN, count=True)
        if shown:
            maker = tantivy.SnippetGenerator.create(searcher, shown, self._schema, "body")
            for _, address in found.hits:
                maker.snippet_from_doc(searcher.doc(address)).fragment()
        return int(found.count)

    def _admitted(self, scope: Scope) -> tuple[tantivy.Occur, tantivy.Query]:
        known = [self._term("unit", one) for one in scope.units]
        known += [self._term("dossier", one) for one in scope.dossiers]
        kept = [(tantivy.Occur.Must, self._range("rank", -1, scope.rank))]
        if not scope.everything:
            either = [(tantivy.Occur.Should, one) for one in known]
            kept.append((tantivy.Occur.Must, tantivy.Query.boolean_query(either)))
        admitted = tantivy.Query.boolean_query(kept)
        return tantivy.Occur.Must, tantivy.Query.const_score_query(admitted, 0.0)

    def _words(self, value: str, fields: tuple[str, ...]) -> tantivy.Query:
        grams = [one + two for one, two in pairwise(value)] or [value]
        each = [
            tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, self._term(field, gram)) for gram in grams]
            )
            for field in fields
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in each])

    def _term(self, field: str, value: object) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)

    def _range(self, field: str, first: object, last: object) -> tantivy.Query:
        kind = tantivy.FieldType.Date if field == "date" else tantivy.FieldType.Integer
        return tantivy.Query.range_query(self._schema, field, kind, first, last)

    def _row(self, paper: Paper) -> tantivy.Document:
        names = (*TEXTS, "unit", "dossier", "rank")
        row = tantivy.Document(**{name: [getattr(paper, name)] for name in names})
        row.add_text("id", paper.item)
        row.add_date("date", datetime.combine(paper.date, time()))
        return row


PEERS = (PlainWhoosh, Fts5, PlainTantivy)
