"""Generated records in three languages with realistic word frequencies (Zipf), the same for one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from archive.text import fold

WORDS_PER_TEXT = 400
CAPTION_WORDS = 40
VOCABULARY = 30_000  # words in each language, including those of two syllables
_VIETNAMESE = 3_000  # syllables, also with uneven frequencies
PERSONS = 600
LANGUAGES = ("id", "vi", "en")
KINDS = ("press-release", "speech", "article", "photo", "document")
_SENTENCE, _PARAGRAPH = 16, 64  # words
_SYLLABLES = {
    "id": "ber me ng kan pe sa ta ri lu an di ku men ja wa ti ra ngi per to mu si",
    "en": "con ven tion sign ing ed port gov ern ment pre si dent ly har bor al re the er ous un",
}
_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
_NUCLEI = "a á à ả ạ ă ắ ằ â ấ ầ ậ e é ê ế ề ệ i í ì o ó ò ô ố ồ ộ ơ ớ ờ ợ u ú ư ứ ừ ự ươ ườ iê iễ"
_CODAS = ("", "n", "ng", "c", "t", "m", "nh")
_SMALL = {  # function words, a third of the words in every text of a language
    "id": "yang dan di dari ini itu untuk dengan pada tidak dalam akan juga ke oleh karena adalah sudah bahwa para",
    "vi": "và của là các có được cho trong những không với đã này để một về từ người khi đến cũng như sẽ tại",
    "en": "the of and to in a is that for it was on with as by at this be from are which have has an its will",
}
_TITLES = {"id": "Presiden", "vi": "Chủ tịch nước", "en": "President"}


@dataclass(frozen=True, slots=True)
class Text:
    """One generated record; `day` is an integer like 20251025, 0 when it has no date."""

    id: str
    language: str
    title: str
    body: str
    day: int
    kind: str
    source: str
    place: str
    short: bool = False

    @property
    def year(self) -> str:
        """Return the year, "" without a date."""
        return str(self.day)[:4] if self.day else ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person with several name forms: `forms`, as words."""

    forms: tuple[str, ...]


class Corpus:
    """The words of each language by rank, the persons, and any number of texts."""

    def __init__(self, seed: int = 7, varied: bool = False, small: bool = False) -> None:
        """`varied`: texts of 100 to 400 words, every tenth a photo with a caption of 40; otherwise all have 400.
        `small`: every third word is a function word, by which the language of a text is detected."""
        self._seed = seed
        self._varied = varied
        self._small = small
        chance = random.Random(seed)
        syllables = sorted({o + n + c for o in _ONSETS.split() for n in _NUCLEI.split() for c in _CODAS})
        chance.shuffle(syllables)
        self.words = {tag: _vocabulary(tag, syllables[:_VIETNAMESE], chance) for tag in LANGUAGES}
        self.persons = [_person(tag, syllables, chance) for _ in range(PERSONS // 3) for tag in LANGUAGES]
        self.sources = [f"Agency {_word('id', (), chance).title()}" for _ in range(200)]
        self.places = [_word("id", (), chance).title() for _ in range(300)]
        self._weights = {size: _zipf(size) for size in (VOCABULARY, PERSONS, 200, 300)}
        self._share = {tag: _share(words, self._weights[VOCABULARY]) for tag, words in self.words.items()}

    def texts(self, count: int) -> Iterator[Text]:
        """The first `count` texts."""
        return (self.text(n) for n in range(count))

    def text(self, n: int) -> Text:
        """The n-th text."""
        chance = random.Random(self._seed * 10_000_019 + n)
        tag = LANGUAGES[n % 3]
        short = self._varied and n % 10 == 0
        wanted = CAPTION_WORDS if short else chance.randint(100, 400) if self._varied else WORDS_PER_TEXT
        words = self.draw(tag, wanted, chance)
        if self._small:
            words[::3] = chance.choices(_SMALL[tag].split(), k=len(words[::3]))
        if n % 2:
            person = chance.choices(self.persons, cum_weights=self._weights[PERSONS])[0]
            for at in chance.sample(range(len(words)), 3):
                words[at] = chance.choice(person.forms)
        day = (2010 + chance.randrange(17)) * 10_000 + chance.randint(1, 12) * 100 + chance.randint(1, 28)
        return Text(
            id=f"r{n:015}",
            language=tag,
            title=" ".join(self.draw(tag, 9, chance)).capitalize(),
            body=_prose(words),
            day=day if chance.random() > 0.03 else 0,
            kind="photo" if short else chance.choice(KINDS),
            source=chance.choices(self.sources, cum_weights=self._weights[200])[0],
            place=chance.choices(self.places, cum_weights=self._weights[300])[0],
            short=short,
        )

    def draw(self, tag: str, count: int, chance: random.Random) -> list[str]:
        """Return words with the frequencies of this language, about `count` when split at spaces."""
        wanted = round(count / self._share[tag])
        return chance.choices(self.words[tag], cum_weights=self._weights[VOCABULARY], k=wanted)


@cache
def _zipf(size: int, flat: float = 2.7) -> list[float]:
    return list(accumulate(1 / (rank + flat) for rank in range(size)))


def _share(words: Sequence[str], weights: Sequence[float]) -> float:
    """Return the mean number of space-separated parts of a word drawn by these weights."""
    counts = [len(word.split()) for word in words]
    each = [weight - before for before, weight in pairwise([0.0, *weights])]
    return sum(count * weight for count, weight in zip(counts, each, strict=True)) / weights[-1]


def _vocabulary(tag: str, syllables: Sequence[str], chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words[_word(tag, syllables, chance)] = None
    return list(words)


def _word(tag: str, syllables: Sequence[str], chance: random.Random) -> str:
    if tag == "vi":
        return " ".join(chance.choices(syllables, cum_weights=_zipf(len(syllables), 20), k=chance.choice((1, 2, 2))))
    return "".join(chance.choices(_SYLLABLES[tag].split(), k=chance.choice((2, 3, 3, 4))))


def _person(tag: str, syllables: Sequence[str], chance: random.Random) -> Person:
    if tag == "vi":
        words = [syllable.capitalize() for syllable in chance.sample(syllables, 3)]
    else:
        words = [_word(tag, (), chance).capitalize() for _ in range(3)]
    name = " ".join(words)
    forms = (name, fold(name).title(), f"{_TITLES[tag]} {name}", " ".join(words[1:]))
    return Person(tuple(dict.fromkeys(forms)))


def _prose(words: Sequence[str]) -> str:
    pieces: list[str] = []
    for at, word in enumerate(words):
        first, last = at % _SENTENCE == 0, at % _SENTENCE == _SENTENCE - 1
        end = (".\n\n" if at % _PARAGRAPH == _PARAGRAPH - 1 else ". ") if last else " "
        pieces.append((word.capitalize() if first else word) + end)
    return "".join(pieces).strip()
