"""Detect the language of a text from its letters, its words, and py3langid.

A process takes a third of a second to load the packed model, most of what one new file costs. The copy beside the index
is unpacked: its arrays are mapped into memory, and all processes share them.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from archive.media_types import TYPES, suffix_pattern
from archive.text.orthography import word_set
from archive.text.patterns import lazy_regex
from ingest.extract.language.language_copy import LANGUAGES, name

_ARRAYS = ("codes", "features", "priors", "moves", "rows", "outputs")


def loaded(languages: Collection[str], kept: Path | None) -> LanguageIdentifier:
    """Return the model, from the copy in the folder `kept` when there is one of this version."""
    if kept is not None:
        with suppress(OSError, ValueError, EOFError):
            return _mapped(kept / name(languages))
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages)
    return identifier


def write_model(identifier: LanguageIdentifier, folder: Path) -> None:
    """Leave a copy in an empty folder."""
    arrays = (
        np.asarray(identifier.nb_classes),
        identifier.nb_ptc,
        identifier.nb_pc,
        np.asarray(identifier.tk_nextmove),
        np.asarray(identifier.tk_row),
        np.asarray(identifier.tk_output, dtype=np.int32),
    )
    for array_name, array in zip(_ARRAYS, arrays, strict=True):
        with (folder / f"{array_name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())


def _mapped(folder: Path) -> LanguageIdentifier:
    """Raises OSError, ValueError and EOFError when there is none, or one that was not written to its end."""
    arrays = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS)
    codes, features, priors, moves, rows, outputs = arrays
    return LanguageIdentifier(
        features, priors, codes.tolist(), memoryview(moves), outputs.tolist(), norm_probs=True, tk_row=rows.tolist()
    )


SAMPLE = 6000  # characters that are looked at
UNKNOWN = ("und", 0.0)
_EXPECTED = ("en", "id", "ms")
SHORT = 60  # letters; in so few, names of people and places look like Portuguese or Tagalog
SHORT_EXPECTED = (*_EXPECTED, "vi")
LEAST = 0.25  # of the probability must lie with the expected languages for one of them to be named in a short text
TIE = 0.2  # of the probability of both with Malay: then Indonesian is not certain
STRONG, STRONG_WORDS = 0.8, 5  # what another one must have there

VIETNAMESE = lazy_regex(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_LETTER = lazy_regex(r"[^\W\d_]")
_LATIN = lazy_regex(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
_FILES = suffix_pattern({"pdf", *(suffix for row in TYPES if row.shown for suffix in row.suffixes)})
_NOISE = lazy_regex(
    rf"https?://\S{{1,400}}|\S{{1,100}}@\S{{1,100}}|\b[\w.-]{{1,80}}\.(?:{_FILES})\b",
    re.IGNORECASE,
)
# Words that only one of the two has, or that the other hardly ever writes.
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
    """Loaded once a process, when first asked: without a copy it takes a third of a second and 100 MB."""

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
    """The probability of each language. Remembered, for Malay is asked of what was just found to be Indonesian."""
    return _MODEL.rank(sample)


def detect(text: str) -> tuple[str, float]:
    """Return (BCP 47 code, confidence 0 to 1); ("und", 0.0) for a text without words.

    Indonesian and Malay are hard to tell apart: without words that only one of them has, the answer is `id` at the
    confidence of a tie. A short text in Latin letters is of an expected language, plainly of another, or of none.
    """
    sample = _NOISE.sub(" ", unicodedata.normalize("NFC", _sample(text))).casefold()
    letters = len(_LETTER.findall(sample))
    if letters < 2:
        return UNKNOWN
    if len(VIETNAMESE.findall(sample)) >= 0.1 * letters:
        return "vi", 0.99
    words = _WORD.findall(sample)
    if sample.isascii() and is_bare_vietnamese(words):
        return "vi", 0.8
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


def is_bare_vietnamese(words: list[str]) -> bool:
    """Return whether the words, folded to ASCII, are syllables of Vietnamese written without its marks."""
    if len(words) < 4:
        return False
    fitting = sum(_SYLLABLE.fullmatch(word) is not None for word in words)
    return fitting >= 0.9 * len(words) and sum(map(len, words)) < 4.6 * len(words)


def rival(text: str) -> tuple[str, float] | None:
    """Return Malay beside Indonesian, with its confidence, where no word tells them apart; None elsewhere."""
    sample = _NOISE.sub(" ", unicodedata.normalize("NFC", _sample(text))).casefold()
    letters, words = len(_LETTER.findall(sample)), _WORD.findall(sample)
    if len(_MALAY.intersection(words)) < len(_INDONESIAN.intersection(words)):
        return None
    ranked = _ranked(sample)
    malay = ranked.get("ms", 0.0)
    both = ranked.get("id", 0.0) + malay
    return ("ms", _lower_for_short_text(both * 0.45, letters)) if both and malay > TIE * both else None


def _of_short(ranked: Mapping[str, float], words: int) -> Mapping[str, float]:
    """The languages that a text of few words may be in, with their probabilities; none where it may be in any."""
    best = max(ranked, key=lambda code: ranked[code])
    expected = {code: ranked.get(code, 0.0) for code in SHORT_EXPECTED}
    if best not in expected and words >= STRONG_WORDS and ranked[best] >= STRONG:
        return ranked
    if sum(expected.values()) < LEAST:
        return {}
    return expected


def _sample(text: str) -> str:
    """The text, or for a long one parts of its beginning, middle and end."""
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
