"""The systems that are compared with this archive, each used as in its documentation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import tantivy
from whoosh import fields, index
from whoosh.qparser import FuzzyTermPlugin, OrGroup, QueryParser
from whoosh.query import And, NumericRange

from tests.bench.corpus import Text
from tests.bench.questions import FACETS, PAGE, QUESTION, Question
from tests.bench.sides import Side

_COLUMNS = ", ".join(FACETS)


def quoted(question: Question, star: str = "*") -> str:
    """Return the query in the common syntax of query parsers."""
    words = question.words
    match question.mode:
        case "names":
            return " OR ".join(f'"{form}"' for form in words)
        case "phrase":
            return '"' + " ".join(words) + '"'
        case "prefix":
            return words[0] + star
        case "fuzzy":
            return f"{words[0]}~"
        case "any":
            return " OR ".join(words)
        case _:
            return " ".join(words)


class StockWhoosh(Side):
    """Whoosh 2.7.4 as in its tutorial, but with one persistent searcher, as it recommends."""

    name = "stock Whoosh"

    def build(self, texts: Iterable[Text]) -> None:
        """Index all in one commit, which is fastest."""
        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            title=fields.TEXT(stored=True),
            body=fields.TEXT(stored=True),
            day=fields.NUMERIC(sortable=True),
            **{facet: fields.ID(sortable=True) for facet in FACETS},
        )
        (self.folder / "index").mkdir()
        writer: Any = index.create_in(self.folder / "index", schema).writer(limitmb=256)
        for t in texts:
            known = {facet: getattr(t, facet) for facet in FACETS if getattr(t, facet)}
            writer.add_document(id=t.id, title=t.title, body=t.body, **({"day": t.day} if t.day else {}), **known)
        writer.commit()

    def open(self) -> None:
        """A searcher, kept."""
        self._index = index.open_dir(self.folder / "index")
        self._searcher = self._index.searcher()
        self._parser = QueryParser("body", self._index.schema)
        self._parser.add_plugin(FuzzyTermPlugin())
        self._any = QueryParser("body", self._index.schema, group=OrGroup)

    def prepared(self, question: Question) -> str:
        """Its own language."""
        return " ".join(question.words) if question.kind == QUESTION else quoted(question)

    def ask(self, prepared: Any, question: Question) -> int:
        """Search: dates by a range in the query, facets by grouping, snippets by its highlighter."""
        query = (self._any if question.kind == QUESTION else self._parser).parse(prepared)
        options: dict[str, Any] = {}
        if question.days:
            query = And([query, NumericRange("day", *question.days)])
        if question.newest:
            options |= {"sortedby": "day", "reverse": True}
        if question.facets:
            options["groupedby"] = list(question.facets)
        found: Any
        if question.offset:
            found = self._searcher.search_page(query, question.offset // PAGE + 1, pagelen=PAGE, **options)
        else:
            found = self._searcher.search(query, limit=PAGE, **options)
        if question.facets:
            for facet in question.facets:
                {value: len(documents) for value, documents in found.groups(facet).items()}
        if question.snippets:
            for hit in found:
                hit.highlights("body", top=2)
        return len(found)

    def close(self) -> None:
        """Close the searcher and the index."""
        self._searcher.close()
        self._index.close()


class Fts5(Side):
    """SQLite's full-text table over a table of the records, ranked by bm25."""

    name = "SQLite FTS5"
    lacks = frozenset({"off by a letter"})

    def build(self, texts: Iterable[Text]) -> None:
        """Index all in one transaction, with folded accents and prefixes of three letters."""
        with sqlite3.connect(self.folder / "index.sqlite") as connection:
            connection.execute(
                "CREATE TABLE records (n INTEGER PRIMARY KEY, id TEXT, title TEXT, body TEXT, day INTEGER,"
                " kind TEXT, language TEXT, year TEXT, source TEXT, place TEXT)"
            )
            connection.execute(
                "CREATE VIRTUAL TABLE words USING fts5(title, body, content=records, content_rowid=n,"
                " tokenize='unicode61 remove_diacritics 2', prefix='3')"
            )
            connection.executemany(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (n, t.id, t.title, t.body, t.day, t.kind, t.language, t.year, t.source, t.place)
                    for n, t in enumerate(texts)
                ),
            )
            connection.execute("INSERT INTO words(words) VALUES ('rebuild')")
            connection.execute(
                f"CREATE INDEX facets ON records (n, day, {_COLUMNS})"
            )  # otherwise each row's text is read
        connection.execute("PRAGMA optimize")
        connection.close()

    def open(self) -> None:
        """A connection, kept."""
        self._connection = sqlite3.connect(self.folder / "index.sqlite")
        self._connection.execute("PRAGMA mmap_size = 2000000000")

    def prepared(self, question: Question) -> str:
        """Its own language."""
        if question.mode == "prefix":
            return f'"{question.words[0]}" *'
        return quoted(question)

    def ask(self, prepared: Any, question: Question) -> int:
        """Search: dates and order by the table of records, the total by a count, facets from one list of results."""
        ask = self._connection.execute
        snippet = ", snippet(words, 1, '<b>', '</b>', '...', 40)" if question.snippets else ""
        if not question.days and not question.newest:
            ask(
                f"SELECT rowid, rank{snippet} FROM words WHERE words MATCH ? ORDER BY rank LIMIT ? OFFSET ?",
                (prepared, PAGE, question.offset),
            ).fetchall()
            total = ask("SELECT count(*) FROM words WHERE words MATCH ?", (prepared,)).fetchone()[0]
        else:
            first, last = question.days or (0, 99_999_999)
            order = "r.day DESC" if question.newest else "w.rank"
            joined = "FROM words w CROSS JOIN records r INDEXED BY facets ON r.n = w.rowid"
            where = "WHERE words MATCH ? AND r.day BETWEEN ? AND ?"
            bound = (prepared, first, last)
            ask(f"SELECT w.rowid {joined} {where} ORDER BY {order} LIMIT ?", (*bound, PAGE)).fetchall()
            total = ask(f"SELECT count(*) {joined} {where}", bound).fetchone()[0]
        if question.facets:
            counts = " UNION ALL ".join(f"SELECT '{f}', {f}, count(*) FROM found GROUP BY {f}" for f in question.facets)
            ask(
                f"WITH found AS MATERIALIZED (SELECT {_COLUMNS} FROM words w CROSS JOIN records r INDEXED BY facets"
                f" ON r.n = w.rowid WHERE words MATCH ?) {counts}",
                (prepared,),
            ).fetchall()
        return int(total)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class RawTantivy(Side):
    """tantivy-py with its default tokenizer and one text field each for title and body."""

    name = "raw tantivy"

    def build(self, texts: Iterable[Text]) -> None:
        """Index all in one commit."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for field in ("title", "body"):
            builder.add_text_field(field, stored=True)
        builder.add_integer_field("day", indexed=True, fast=True)
        for facet in FACETS:
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        (self.folder / "index").mkdir()
        made = tantivy.Index(builder.build(), str(self.folder / "index"))
        writer = made.writer()
        for t in texts:
            facets = {facet: getattr(t, facet) for facet in FACETS}
            writer.add_document(tantivy.Document(id=t.id, title=t.title, body=t.body, day=t.day, **facets))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """A searcher, kept."""
        self._index = tantivy.Index.open(str(self.folder / "index"))
        self._searcher = self._index.searcher()

    def prepared(self, question: Question) -> tantivy.Query:
        """Build the query, because its parser does not support prefixes."""
        query, schema = tantivy.Query, self._index.schema
        match question.mode:
            case "prefix":
                made = query.regex_query(schema, "body", f"{question.words[0]}.*")
            case "fuzzy":
                made = query.fuzzy_term_query(schema, "body", question.words[0])
            case _:
                every = question.mode == "all"
                text = quoted(question)
                made = self._index.parse_query(text, ["title", "body"], conjunction_by_default=every)
        if question.days:
            first, last = question.days
            dates = query.range_query(schema, "day", tantivy.FieldType.Integer, first, last)
            made = query.boolean_query([(tantivy.Occur.Must, made), (tantivy.Occur.Must, dates)])
        return made

    def ask(self, prepared: Any, question: Question) -> int:
        """Search: facets by aggregation, snippets by its generator."""
        order = {"order_by_field": "day", "order": tantivy.Order.Desc} if question.newest else {}
        found = self._searcher.search(prepared, limit=PAGE, offset=question.offset, **order)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        if question.facets:
            wanted = {facet: {"terms": {"field": facet, "size": 10}} for facet in question.facets}
            self._searcher.aggregate(prepared, wanted)
        if question.snippets:
            generator = tantivy.SnippetGenerator.create(self._searcher, prepared, self._index.schema, "body")
            for document in documents:
                generator.snippet_from_doc(document).to_html()
        return int(found.count or 0)

    def close(self) -> None:
        """Release the searcher and the index."""
        del self._searcher, self._index
