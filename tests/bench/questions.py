"""The queries to every system, by class, in a neutral form."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from tests.bench.corpus import LANGUAGES, Corpus

FACETS = ("kind", "language", "year", "source", "place")
QUESTION = "30-word question"
PAGE = 10

Mode = Literal["all", "any", "phrase", "prefix", "fuzzy", "names"]


@dataclass(frozen=True, slots=True)
class Question:
    """A query. `words`: as typed; `names`: forms of a name, one of which is enough. `days`: first and last day. It asks
    for ten results from `offset` on, and the total."""

    kind: str
    mode: Mode
    words: tuple[str, ...]
    days: tuple[int, int] | None = None
    newest: bool = False
    facets: tuple[str, ...] = ()
    offset: int = 0
    snippets: bool = False


def questions(corpus: Corpus, rounds: int, documents: int, seed: int = 11) -> Iterator[list[Question]]:
    """Yield rounds of one query of every class, so that no query is repeated immediately."""
    chance = random.Random(seed)
    return islice(iter(lambda: _round(corpus, documents, chance), None), rounds)


def _round(corpus: Corpus, documents: int, chance: random.Random) -> list[Question]:
    words = corpus.words[chance.choice(LANGUAGES)]
    one, two, three = (_alone(word) for word in chance.sample(words[:150], 3))
    rare = chance.choice(corpus.words[chance.choice(("id", "en"))][8000:])  # few Vietnamese syllables are rare
    year = 2010 + chance.randrange(15)
    return [
        Question("rare word", "all", (rare,)),
        Question("common word", "all", (one,)),
        Question("two words", "all", (one, two)),
        Question("OR of three", "any", (one, two, three)),
        Question("phrase", "phrase", _neighbours(corpus, documents, chance)),
        Question("beginning", "prefix", (_longer(corpus, chance, 150)[:4],)),
        Question("off by a letter", "fuzzy", (_misspelt(_longer(corpus, chance, 5000), chance),)),
        Question("word in dates", "all", (two,), days=(year * 10_000 + 101, (year + 1) * 10_000 + 630)),
        Question("newest first", "all", (three,), newest=True),
        Question("five facets", "all", (one,), facets=FACETS),
        Question("ten snippets", "all", (two, three), snippets=True),
        Question("page 50", "all", (two,), offset=49 * PAGE),
        Question("name", "names", chance.choice(corpus.persons).forms),
        Question(QUESTION, "any", _thirty(corpus, chance)),
    ]


def _alone(word: str) -> str:
    """Return the last syllable, because a Vietnamese word may have two."""
    return word.split()[-1]


def _longer(corpus: Corpus, chance: random.Random, ranks: int) -> str:
    """Return a frequent word of five letters or more."""
    words = corpus.words[chance.choice(("id", "en"))][:ranks]
    return chance.choice([word for word in words if len(word) >= 5])


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(string.ascii_lowercase) + word[at + 1 :]


def _neighbours(corpus: Corpus, documents: int, chance: random.Random) -> tuple[str, ...]:
    """Return two or three adjacent words of a text."""
    words = corpus.text(chance.randrange(documents)).body.replace(".", "").lower().split()
    at = chance.randrange(len(words) - 3)
    return tuple(words[at : at + chance.choice((2, 3))])


def _thirty(corpus: Corpus, chance: random.Random) -> tuple[str, ...]:
    drawn = " ".join(corpus.draw(chance.choice(LANGUAGES), 60, chance)).split()
    return tuple(dict.fromkeys(drawn))[:30]
