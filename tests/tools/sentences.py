"""How long the sentences of the documents, of the commands' help and of the page "How to search" are.

`python -m tests.tools.sentences` prints the figures of each page, `python -m tests.tools.sentences PAGE` the longest
sentences of one. tests/project/test_sentences.py holds the limits.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import click

from archive.cli import COMMANDS, SUMMARIES

ROOT = Path(__file__).parents[2]
MEDIAN, P90 = 18, 28  # words that a sentence of a page may have
_FEWEST = 4  # fewer words are a label or a cell of a table, not a sentence
_CODE = re.compile(r"^```.*?^```$|<!--.*?-->|^(#|!|\|[-|: ]+$).*?$", re.DOTALL | re.MULTILINE)
_END = re.compile(r"(?<=[.!?])[\"')*]*\s+(?=[\"'(*]*[A-Z\d`[])|:\s*\n|\n\s*\n|\n\s*(?=(?:[-*]|\d+\.)\s)|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Lengths:
    """The words of the sentences of a page: how many there are, the median, nine tenths of them, the longest."""

    sentences: int
    median: float
    p90: int
    longest: int


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a page in Markdown, without code, headings and pictures. A cell of a table and a point of
    a list end a sentence too, a semicolon or a colon inside a line does not."""
    prose = re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`]*`", "`code`", _CODE.sub("", text)))
    parts = (" ".join(part.split()) for part in _END.split(prose))
    return [part for part in parts if count_words(part) >= _FEWEST]


def count_words(sentence: str) -> int:
    """Return how many words a sentence has."""
    return len(re.findall(r"[\w'’-]*\w[\w'’-]*", sentence))


def measure(sentences: list[str]) -> Lengths:
    """Return the figures of some sentences, at least one."""
    lengths = sorted(map(count_words, sentences))
    return Lengths(len(lengths), statistics.median(lengths), lengths[int(len(lengths) * 0.9)], lengths[-1])


def pages() -> dict[str, list[str]]:
    """Return the sentences of README.md, of the pages beside it and in docs/, of the help of all commands and of the
    page "How to search"."""
    beside = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md")]
    files = [*beside, *sorted((ROOT / "docs").rglob("*.md"))]
    found = {str(path.relative_to(ROOT)): split_sentences(path.read_text(encoding="utf-8")) for path in files}
    return found | {name: _sentences(texts) for name, texts in (("--help", _help()), ("help.html", _search_help()))}


def _sentences(texts: Iterable[str]) -> list[str]:
    return [sentence for text in texts for sentence in split_sentences(text)]


def _search_help() -> list[str]:
    """The messages of the page, without the examples in brackets."""
    page = (ROOT / "webui" / "templates" / "help.html").read_text(encoding="utf-8")
    said = re.findall(r'_\("((?:[^"\\]|\\.)*)"', page)
    return [re.sub(r" \([^()]*\)", "", message) for message in said]


def _help() -> Iterator[str]:
    yield from SUMMARIES.values()
    for point in sorted(entry_points(group=COMMANDS), key=lambda point: point.name):
        yield from _help_of(point.load())


def _help_of(command: click.Command) -> Iterator[str]:
    yield command.help or ""
    yield from (option.help or "" for option in command.params if isinstance(option, click.Option))
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from _help_of(below)


def main(names: list[str]) -> None:
    """Print the figures of all pages, or the longest sentences of some."""
    found = pages()
    for name in names:
        for sentence in sorted(found[name], key=count_words, reverse=True)[:20]:
            print(f"{count_words(sentence):4}  {sentence}")
    if not names:
        print(f"{'page':24} sentences  median  p90  longest")
        for name, sentences in found.items():
            told = measure(sentences)
            print(f"{name:24} {told.sentences:9} {told.median:7g} {told.p90:4} {told.longest:8}")


if __name__ == "__main__":
    main(sys.argv[1:])
