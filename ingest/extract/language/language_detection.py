"""Detect the language of a text from its letters, its words, and py3langid.

A script that one language is written in tells that language; letters with marks tell Vietnamese, and small words most
texts in English and Indonesian. The model is asked only about
the others: to load it packed takes a process a third of a second, most of what one new file costs. The copy beside the
index is unpacked: its arrays are mapped into memory, and all processes share them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.media_types import TYPES, suffix_pattern
from archive.text.languages import script_of
from archive.text.orthography import word_set
from archive.text.patterns import lazy_regex

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages of the region and of newswires; the other hundred would only match short captions full of names.
LANGUAGES = word_set("ar bn de en es fr hi id it ja km ko lo ms my nl pt ru ta th tl vi zh")
_MODEL_LOADER = "ingest.extract.language.language_model"


def loaded(languages: Collection[str], kept: Path | None) -> LanguageIdentifier:
    """Return the model, from the copy in the folder `kept` if there is one of this version."""
    return import_module(_MODEL_LOADER).loaded(languages, kept)


def write_model(identifier: LanguageIdentifier, folder: Path) -> None:
    """Write a copy of a model into an empty folder."""
    import_module(_MODEL_LOADER).write_model(identifier, folder)


SAMPLE = 6000  # characters that are read
UNKNOWN = ("und", 0.0)
_EXPECTED = ("en", "id", "ms")
SHORT = 60  # letters; in fewer, names of people and places look like Portuguese or Tagalog
SHORT_EXPECTED = (*_EXPECTED, "vi")
LEAST = 0.25  # of the probability must be on the expected languages to choose one of them for a short text
TIE = 0.2  # of the probability of both with Malay: then Indonesian is uncertain
STRONG, STRONG_WORDS = 0.8, 5  # required of another one there

# Scripts as Unicode names them, and the one language that the press writes in each.
_OF_SCRIPT = {
    "ARMENIAN": "hy", "BALINESE": "ban", "GEORGIAN": "ka", "GREEK": "el", "GUJARATI": "gu", "GURMUKHI": "pa",
    "HANGUL": "ko", "HEBREW": "he", "JAVANESE": "jv", "KANNADA": "kn", "KHMER": "km", "LAO": "lo", "MALAYALAM": "ml",
    "MYANMAR": "my", "ORIYA": "or", "SINHALA": "si", "SUNDANESE": "su", "TAMIL": "ta", "TELUGU": "te", "THAI": "th",
}  # fmt: skip
# Scripts in which the model has a language. In any other it would only name a wrong one.
_OF_MODEL = frozenset(("ARABIC", "BENGALI", "CJK", "CYRILLIC", "DEVANAGARI", "HIRAGANA", "KATAKANA", "LATIN"))

VIETNAMESE = lazy_regex(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_MARKED = lazy_regex(r"[^\W\d_a-z]")  # accented letters, and those of other scripts
_LATIN = lazy_regex(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
_FILES = suffix_pattern({"pdf", *(suffix for row in TYPES if row.shown for suffix in row.suffixes)})
_NOISE = lazy_regex(
    rf"https?://\S{{1,400}}|\S{{1,100}}@\S{{1,100}}|\b[\w.-]{{1,80}}\.(?:{_FILES})\b",
    re.IGNORECASE,
)
_NOISE_NAME = lazy_regex(rf"\.(?:{_FILES})\b", re.IGNORECASE)  # in all noise without one of _NOISE_SIGNS
_NOISE_SIGNS = ("://", "@")
# Words that occur in every few lines of the language, and hardly ever in another.
SMALL_WORDS = {
    "en": word_set("the of and that with was were is are from which has have been by"),
    "id": word_set(
        "yang untuk dengan dari pada itu ini oleh telah tidak akan dalam juga para dan di ke setiap dapat mereka"
    ),
}
SMALL_WORDS_TOLD, SMALL_WORDS_SHARE = 4, 0.12  # different ones, and their share of all words, that identify a language
FOREIGN_LETTERS = 0.02  # accented or foreign letters that such a text may contain, per character
PLAIN = 0.99  # confidence of a language identified by letters or function words
# Words that only one of the two has, or that the other hardly ever uses.
_MALAY = word_set(
    "bahawa kerana manakala kesihatan syarikat wang mesyuarat ogos julai isnin khamis jumaat baharu ahad"
    " merasmikan "
    "dijangka menerusi pelbagai sebarang lantikan perniagaan"
)
_INDONESIAN = word_set(
    "bahwa karena sedangkan anda kantor pekan polisi mobil uang bisa perusahaan kesehatan konferensi agustus juli "
    "senin kamis jumat resmi gubernur republik jembatan baru wali kota kapan rabu"
)

_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?"
_RIME = (
    r"(?:oai|oay|oeo|uay|uya|uye|uyu|ieu|yeu|uoi|uou|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy"
    r"|ye|[aeiouy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_SYLLABLE = lazy_regex(_ONSET + _RIME)
_WORD = lazy_regex(r"[^\W\d_]+")


class _Model:
    """Loaded once per process, on first use: without a copy it takes a third of a second and 100 MB."""

    def __init__(self) -> None:
        self.kept: Path | None = None

    @cached_property
    def _identifier(self) -> LanguageIdentifier:
        return loaded(LANGUAGES, self.kept)

    def rank(self, sample: str) -> Mapping[str, float]:
        """Return the probability of each language."""
        return dict(self._identifier.rank(sample))


_MODEL = _Model()


def keep_in(folder: Path) -> None:
    """Set the folder that may hold the shared copy of the model."""
    _MODEL.kept = folder


def unpack_language_model(folder: str) -> None:
    """Leave a copy of the model in a job's folder."""
    write_model(loaded(LANGUAGES, None), Path(folder))


@lru_cache(maxsize=2)
def _ranked(sample: str) -> Mapping[str, float]:
    """Return the probability of each language. Cached, because Malay is checked for text just found to be
    Indonesian."""
    return _MODEL.rank(sample)


class _Sample(NamedTuple):
    """The part of a text that is read: in lower case, without addresses and file names; its number of letters; and its
    words."""

    text: str
    letters: int
    words: list[str]


@lru_cache(maxsize=2)
def _read_sample(part: str) -> _Sample:
    part = unicodedata.normalize("NFC", part)
    if any(sign in part for sign in _NOISE_SIGNS) or _NOISE_NAME.search(part):
        part = _NOISE.sub(" ", part)
    part = part.casefold()
    words = _WORD.findall(part)
    return _Sample(part, sum(map(len, words)), words)


def detect(text: str) -> tuple[str, float]:
    """Return (BCP 47 code, confidence 0 to 1); ("und", 0.0) for a text without words.

    Indonesian and Malay are hard to distinguish: without words that only one of them has, the result is `id` at the
    confidence of a tie. A short text in Latin letters is in an expected language, clearly in another, or in none.
    """
    sample, letters, words = _read_sample(_sample(text))
    if letters < 2:
        return UNKNOWN
    if len(VIETNAMESE.findall(sample)) >= 0.1 * letters:
        return "vi", PLAIN
    if not sample.isascii() and (script := _most_of(sample)) not in _OF_MODEL:
        return (_OF_SCRIPT[script], PLAIN) if script in _OF_SCRIPT else UNKNOWN
    if sample.isascii() and is_bare_vietnamese(words):
        return "vi", 0.8
    if letters >= SHORT and (plain := _by_small_words(sample, words)) is not None:
        return plain, PLAIN
    ranked = _ranked(sample)
    if letters < SHORT and 2 * len(_LATIN.findall(sample)) > letters:
        ranked = _of_short(ranked, len(words))
        if not ranked:
            return UNKNOWN
    malayic = ranked.get("id", 0.0) + ranked.get("ms", 0.0)
    best = max(ranked, key=lambda code: ranked[code])
    if best in ("id", "ms") or malayic > ranked[best]:
        return _indonesian_or_malay(words, ranked.get("ms", 0.0), malayic, letters)
    return best, _lower_for_short_text(ranked[best], letters)


def _most_of(sample: str) -> str:
    """The script of more than half of the letters; LATIN where there is none."""
    scripts: Counter[str] = Counter()
    for sign, times in Counter(sample).items():
        if sign.isalpha():
            scripts["LATIN" if sign.isascii() else script_of(unicodedata.normalize("NFKC", sign))] += times
    return next((script for script, times in scripts.items() if 2 * times > scripts.total()), "LATIN")


def _by_small_words(sample: str, words: list[str]) -> str | None:
    """Return English or Indonesian if function words show it and nothing contradicts; None if the model must decide."""
    counts = {code: sum(map(small.__contains__, words)) for code, small in SMALL_WORDS.items()}
    code = max(counts, key=lambda one: counts[one])
    if counts[code] < SMALL_WORDS_SHARE * len(words) or 10 * (sum(counts.values()) - counts[code]) > counts[code]:
        return None
    if len(SMALL_WORDS[code].intersection(words)) < SMALL_WORDS_TOLD:
        return None
    if not sample.isascii() and len(_MARKED.findall(sample)) > FOREIGN_LETTERS * len(sample):
        return None
    if code == "id" and len(_INDONESIAN.intersection(words)) <= len(_MALAY.intersection(words)):
        return None
    return code


def is_bare_vietnamese(words: list[str]) -> bool:
    """Return whether the words, folded to ASCII, are Vietnamese syllables written without accents."""
    if len(words) < 4 or sum(map(len, words)) >= 4.6 * len(words):
        return False
    return sum(_SYLLABLE.fullmatch(word) is not None for word in words) >= 0.9 * len(words)


def rival(text: str) -> tuple[str, float] | None:
    """Return Malay beside Indonesian, with its confidence, if no word distinguishes them, or None."""
    sample, letters, words = _read_sample(_sample(text))
    if len(_MALAY.intersection(words)) < len(_INDONESIAN.intersection(words)):
        return None
    ranked = _ranked(sample)
    malay = ranked.get("ms", 0.0)
    both = ranked.get("id", 0.0) + malay
    return ("ms", _lower_for_short_text(both * 0.45, letters)) if both and malay > TIE * both else None


def _of_short(ranked: Mapping[str, float], words: int) -> Mapping[str, float]:
    """Return the languages that a text of few words may be in, with their probabilities; empty if it may be in any."""
    best = max(ranked, key=lambda code: ranked[code])
    expected = {code: ranked.get(code, 0.0) for code in SHORT_EXPECTED}
    if best not in expected and words >= STRONG_WORDS and ranked[best] >= STRONG:
        return ranked
    if sum(expected.values()) < LEAST:
        return {}
    return expected


def _sample(text: str) -> str:
    """Return the text, or for a long one parts of its beginning, middle and end."""
    if len(text) <= SAMPLE:
        return text
    part, middle = SAMPLE // 3, len(text) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def _indonesian_or_malay(words: list[str], malay: float, both: float, letters: int) -> tuple[str, float]:
    said_malay, said_indonesian = len(_MALAY.intersection(words)), len(_INDONESIAN.intersection(words))
    if said_malay > said_indonesian and malay > 0.5 * both:
        return "ms", _lower_for_short_text(both * 0.9, letters)
    if said_malay >= said_indonesian and malay > TIE * both:
        return "id", _lower_for_short_text(both * 0.5, letters)
    return "id", _lower_for_short_text(both, letters)


def _lower_for_short_text(probability: float, letters: int) -> float:
    return round(min(0.99, probability) * min(1.0, 0.4 + letters / 40), 2)
