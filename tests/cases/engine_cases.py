"""Small documents for the tests of engines, and one-line helpers for the results of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.search.engines.engine import Document, Engine, State
from archive.search.query.plan import Node, Plan, TermNode


def state(revision: int) -> State:
    return State(revision, f"2026-01-01T00:00:{revision % 60:02d}Z", analysis=1)


def doc(
    letter: str, text: str, title: str = "", dates: tuple[int, int] | None = None, came: int = 0, **facets: str
) -> Document:
    """Return a document with the words of `text` and `title` as terms. A facet with a comma has two values."""
    terms = {"text_text": list(zip(text.split(), range(99), strict=False))}
    if title:
        terms["title_text"] = list(zip(title.split(), range(99), strict=False))
    return Document(letter, terms, {k: tuple(v.split(",")) for k, v in facets.items()}, dates, title, came=came)


FIVE = (
    doc(
        "A", "red apples fall far from the old tree", "apples", (20240105, 20240105), 500, kind="article", language="en"
    ),
    doc(
        "B", "the bridge of red iron was opened", "bridge", (20250301, 20250331), 100, kind="article", language="en,id"
    ),
    doc(
        "C",
        "cuong opened the bridge the bridge is old",
        "cuong",
        (20250310, 20250310),
        300,
        kind="photo",
        language="vi",
    ),
    doc("D", "dia membuka jembatan merah red red red", "dia", None, 300, kind="photo", language="id"),
    doc("E", "every iron bridge of old iron", "every", (20230101, 20231231), kind="speech", language="en"),
)


@contextmanager
def index_of(kind: type[Engine], folder: Path, documents: Iterable[Document]) -> Iterator[Engine]:
    """Yield an index of these documents, added in one update."""
    engine = kind.create(folder / "index", state(0))
    engine.update(documents, (), state(1))
    yield engine
    engine.close()


def found(engine: Engine, node: Node, **plan: object) -> str:
    """Return the letters found in alphabetical order; `ranked` is for tests of the order."""
    return "".join(sorted(engine.search(Plan(node, **plan)).ids))  # type: ignore[arg-type]


def ranked(engine: Engine, node: Node, **plan: object) -> str:
    return "".join(engine.search(Plan(node, **plan)).ids)  # type: ignore[arg-type]


def text(term: str, boost: float = 1.0) -> TermNode:
    return TermNode("text_text", term, boost)
