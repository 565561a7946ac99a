"""Documents a second and query times of this archive's search beside stock Whoosh used naively, in one run.

python tests/bench/bench_search.py [--documents 2000] [--queries 200]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import StemmingAnalyzer
from whoosh.qparser import QueryParser

from archive.analysis import TextValue, document_terms
from archive.engines.base import Document, State
from archive.engines.whoosh import WhooshEngine
from archive.query import Plan, compile_query, parse
from archive.query.plan import Everything

WORDS_PER_TEXT = 400
VOCABULARY = 8_000  # words in each language
_SYLLABLES = {
    "id": ("ber", "me", "ng", "kan", "pe", "sa", "ta", "ri", "lu", "an", "di", "ku", "men", "ja", "wa", "ti"),
    "vi": ("lương", "cường", "hà", "nội", "chủ", "tịch", "nước", "ký", "công", "ước", "thủ", "tướng", "lễ", "đường"),
    "en": ("con", "ven", "tion", "sign", "ing", "ed", "port", "gov", "ern", "ment", "pre", "si", "dent", "ly", "har"),
}
FACETS = ("kind", "language", "year", "source")


@dataclass(frozen=True)
class Text:
    """One generated release."""

    id: str
    language: str
    title: str
    body: str
    year: int


class Corpus:
    """Texts in three languages whose words are as unevenly spread as in life (Zipf)."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self.words = {tag: self._vocabulary(tag) for tag in _SYLLABLES}
        self._weights = [1 / (rank + 2) for rank in range(VOCABULARY)]

    def _vocabulary(self, tag: str) -> list[str]:
        joint = "" if tag != "vi" else " "
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            count = self._chance.choice((1, 2, 2, 3)) if tag != "vi" else self._chance.choice((1, 2))
            words[
                joint.join(self._chance.choices(_SYLLABLES[tag], k=count))
                + ("" if len(words) < 200 else _tail(len(words)))
            ] = None
        return list(words)

    def texts(self, count: int) -> Iterator[Text]:
        """As many texts as asked, the same for the same seed."""
        for n in range(count):
            tag = ("id", "vi", "en")[n % 3]
            words = self._chance.choices(self.words[tag], self._weights, k=WORDS_PER_TEXT)
            yield Text(f"r{n:07}", tag, " ".join(words[:9]).capitalize(), " ".join(words), 2015 + n % 11)

    def queries(self, count: int) -> dict[str, list[str]]:
        """Queries by class: rare and common words, two words, three with OR, phrases, beginnings."""
        made: dict[str, list[str]] = {}
        for n in range(count):
            words = self.words[("id", "vi", "en")[n % 3]]
            common = [w.split()[0] for w in self._chance.sample(words[:150], 3)]
            rare = self._chance.choice(words[4000:]).split()[-1]
            kinds = {
                "rare word": rare,
                "common word": common[0],
                "two words": f"{common[0]} {common[1]}",
                "OR of three": " OR ".join(common),
                "phrase": f'"{common[0]} {common[1]}"',
                "beginning": f"{(common[2] + 'kan')[:3]}*",
            }
            kind = list(kinds)[n % len(kinds)]
            made.setdefault(kind, []).append(kinds[kind])
        return made


def _tail(number: int) -> str:
    return "".join("aeiou"[int(d) % 5] + "bcdfgklmnt"[int(d)] for d in str(number))


class Ours:
    """The archive's own analysis, query language and engine, without the catalogue."""

    name = "press-archive"

    def __init__(self, folder: Path) -> None:
        self._engine = WhooshEngine.create(folder / "ours", State(0, "", 1))

    def add(self, texts: Iterable[Text]) -> None:
        """All in one commit."""
        self._engine.update(map(_document, texts), (), State(1, "", 1))

    def search(self, query: str) -> int:
        """Ten answers and four facets."""
        frame = Plan(Everything(), limit=10, facets=FACETS)
        return self._engine.search(compile_query(parse(query), ("id", "vi", "en"), frame)).total


def _document(text: Text) -> Document:
    values = [TextValue("title", text.title, text.language), TextValue("text", text.body, text.language)]
    facets = {"kind": ("article",), "language": (text.language,), "year": (str(text.year),), "source": ("VNA",)}
    days = (text.year * 10_000 + 101, text.year * 10_000 + 1231)
    return Document(text.id, document_terms(values), facets, days, text.title)


class Stock:
    """Whoosh as its tutorial shows it: TEXT fields, a query parser, a searcher for each request, facets by grouping."""

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        (folder / "stock").mkdir()
        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            title=fields.TEXT(stored=True),
            body=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True),
            kind=fields.ID(sortable=True),
            language=fields.ID(sortable=True),
            year=fields.ID(sortable=True),
            source=fields.ID(sortable=True),
        )
        self._index = index.create_in(folder / "stock", schema)
        self._parser = QueryParser("body", schema)

    def add(self, texts: Iterable[Text]) -> None:
        """All in one commit."""
        writer: Any = self._index.writer()
        for t in texts:
            known = {"kind": "article", "language": t.language, "year": str(t.year), "source": "VNA"}
            writer.add_document(id=t.id, title=t.title, body=t.body, **known)
        writer.commit()

    def search(self, query: str) -> int:
        """Ten answers and four facets."""
        with self._index.searcher() as searcher:
            return len(searcher.search(self._parser.parse(query), limit=10, groupedby=list(FACETS)))


def _milliseconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return (time.process_time() - started) * 1000


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    return statistics.median(times), sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def main() -> None:
    """Build both, ask both, print one table. Times are CPU milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--ours-only", action="store_true", help="leave stock Whoosh out, for large numbers")
    options = parser.parse_args()
    corpus = Corpus()
    texts = list(corpus.texts(options.documents))
    queries = corpus.queries(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        sides = [Ours(Path(folder))] if options.ours_only else [Ours(Path(folder)), Stock(Path(folder))]
        build = [_milliseconds(lambda side=side: side.add(texts)) / 1000 for side in sides]  # type: ignore[misc]
        size = [sum(f.stat().st_size for f in Path(folder).glob(f"{n}/*")) / 2**20 for n in ("ours", "stock")]
        print(
            f"{options.documents} texts of {WORDS_PER_TEXT} words, {options.queries} queries; CPU time, ours and stock"
        )
        rate = [options.documents / seconds for seconds in build]
        _row("documents a second", rate, higher=True)
        _row("index, MB", size[: len(sides)])
        every: list[list[float]] = [[] for _ in sides]
        for kind, asked in queries.items():
            times = [[_milliseconds(lambda s=side, q=q: s.search(q)) for q in asked] for side in sides]  # type: ignore[misc]
            for all_times, some in zip(every, times, strict=True):
                all_times.extend(some)
            for name, at in (("p50", 0), ("p95", 1)):
                _row(f"{kind}, {name} ms", [_percentiles(t)[at] for t in times])
        for name, at in (("p50", 0), ("p95", 1)):
            _row(f"all queries, {name} ms", [_percentiles(t)[at] for t in every])


def _row(name: str, values: Sequence[float], higher: bool = False) -> None:
    ours, *rest = values
    ratio = f"{(ours / rest[0] if higher else rest[0] / ours):8.1f} x" if rest else ""
    print(f"{name:28}" + "".join(f"{v:12.2f}" for v in values) + ratio)


if __name__ == "__main__":
    main()
