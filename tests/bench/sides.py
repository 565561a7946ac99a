"""The interface of a search system in the benchmark, and this archive's engines."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from archive.search.engines.engine import Document, Engine, State
from archive.search.engines.tantivy import TantivyEngine
from archive.search.engines.whoosh import WhooshEngine
from archive.search.index.index_sync import COMMIT
from archive.search.query import Plan, compile_query, parse_query
from archive.search.query.plan import Dates, Everything
from archive.search.query.tree import NameClause, Query, Word
from archive.search.snippets import highlights, select_field_needles
from archive.text import TextValue, document_terms, fold
from tests.bench.corpus import LANGUAGES, Text
from tests.bench.questions import PAGE, Question


class Side(ABC):
    """A system with its index in one folder. A new instance has nothing open."""

    name: str
    lacks: frozenset[str] = frozenset()  # classes of queries that it does not support

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def build(self, texts: Iterable[Text]) -> None:
        """Index all of them."""

    @abstractmethod
    def open(self) -> None:
        """Prepare for queries."""

    @abstractmethod
    def prepared(self, question: Question) -> Any:
        """Return the query in its own syntax, which is not counted as its work."""

    @abstractmethod
    def ask(self, prepared: Any, question: Question) -> int:
        """Get ten results with everything the query asks for, and return the total."""

    @abstractmethod
    def close(self) -> None:
        """Release everything."""


class Ours(Side):
    """Analysis, query language, compiler, engine and snippets of the archive; texts are in a table as in the
    catalogue."""

    engine: type[Engine]

    def build(self, texts: Iterable[Text]) -> None:
        """Index in commits of the same size as in an archive, then do the idle work of `serve`."""
        engine = self.engine.create(self.folder / "index", State(0, "", 1))
        some = iter(texts)
        while part := list(islice(some, COMMIT)):
            engine.update(map(_document, part), (), State(1, "", 1))
        engine.tidy(lambda: False)
        engine.close()

    def store(self, texts: Iterable[Text]) -> None:
        """Store the texts for snippets; not counted as building an index."""
        with sqlite3.connect(self.folder / "texts.sqlite") as connection:
            connection.execute("CREATE TABLE texts (id TEXT PRIMARY KEY, language TEXT, text TEXT) WITHOUT ROWID")
            connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", ((t.id, t.language, t.body) for t in texts))

    def open(self) -> None:
        """Open the engine and the texts."""
        self._engine = self.engine.open(self.folder / "index")
        self._texts = sqlite3.connect(self.folder / "texts.sqlite")

    def prepared(self, question: Question) -> str | Query:
        """Return the typed text; for a name, the query of its name card."""
        words = question.words
        match question.mode:
            case "names":
                others = [parse_query(f'"{form}"').clause for form in words[1:]]
                first = parse_query(words[0]).clause or Word("", (0, 0))
                named = NameClause(first, "card", "person", words[0], tuple(o for o in others if o), (0, len(words[0])))
                return Query(words[0], named)
            case "phrase":
                return '"' + " ".join(words) + '"'
            case "prefix":
                return f"{words[0]}*"
            case "fuzzy":
                return f"{words[0]}~"
            case "any":
                return " OR ".join(words)
            case _:
                return " ".join(words)

    def ask(self, prepared: Any, question: Question) -> int:
        """Search, from the text of the query to ids, facets and passages."""
        query = parse_query(prepared) if isinstance(prepared, str) else prepared
        frame = Plan(
            Everything(),
            dates=Dates(*question.days) if question.days else None,
            sort="-date" if question.newest else "relevance",
            offset=question.offset,
            limit=PAGE,
            facets=question.facets,
        )
        found = self._engine.search(compile_query(query, LANGUAGES, frame))
        if question.snippets:
            for tag, text in self._stored(found.ids):
                highlights(text, select_field_needles(query), tag, most=2)
        return found.total

    def _stored(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        marks = ",".join("?" * len(ids))
        yield from self._texts.execute(f"SELECT language, text FROM texts WHERE id IN ({marks})", ids)

    def close(self) -> None:
        """Close the engine and the texts."""
        self._engine.close()
        self._texts.close()


class OursOnWhoosh(Ours):
    """The default engine."""

    name = "our Whoosh"
    engine = WhooshEngine


class OursOnTantivy(Ours):
    """The engine for large archives."""

    name = "our tantivy"
    engine = TantivyEngine


def _document(text: Text) -> Document:
    values = [
        TextValue("title", text.title, text.language),
        TextValue("text", text.body, text.language),
        TextValue("source", text.source, text.language),
        TextValue("place", text.place, text.language),
    ]
    facets = {
        "kind": (text.kind,),
        "language": (text.language,),
        "source": (text.source,),
        "place": (text.place,),
    }
    made = Document(text.id, document_terms(values), facets, None, fold(text.title))
    if not text.day:
        return made
    month = f"{text.day // 10_000}-{text.day // 100 % 100:02}"
    return replace(made, facets=facets | {"year": (text.year,), "month": (month,)}, dates=(text.day, text.day))
