"""Which words of texts may be what is to be marked: judged once a word, however many texts of an answer have it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.analysis import Language, stem_term
from archive.analysis.edits import one_edit
from archive.analysis.words import exact_form, folded_form
from archive.snippets.needle import Needle


class Judge:
    """Takes runs of letters and digits, as they stand in texts of one language, for the first word of each needle. It
    may take a word that is none, and never leaves one out."""

    def __init__(self, wanted: Sequence[Needle], entry: Language) -> None:
        self._entry = entry
        self._equal: defaultdict[str, list[Needle]] = defaultdict(list)
        self._alike: list[Needle] = []  # begun, off by one edit, or the digits at the end of a word (IMG1275)
        self._inflected: defaultdict[str, list[_Inflected]] = defaultdict(list)  # by the first letter
        for needle in wanted:
            first = needle.folded[0]
            self._equal[first].append(needle)
            if needle.begins or needle.almost or first[0].isdigit():
                self._alike.append(needle)
            if needle.inflected and entry.stemmer is not None:
                self._inflected[first[0]].append(_Inflected(needle, entry))
        any_letter = any(not needle.begins for needle in self._alike)
        self._runs = _runs(None if any_letter else "".join(sorted({first[0] for first in self._equal})))
        self._judged: dict[str, tuple[Needle, ...]] = {}

    def found(self, text: str, folded: str) -> Iterator[tuple[int, int, tuple[Needle, ...]]]:
        """The runs of a text, which is given folded too, that may be the first word of needles: [start, end)."""
        judged = self._judged
        for match in self._runs.finditer(folded):
            start, end = match.span()
            word = text[start:end]
            about = judged.get(word)
            if about is None:
                about = judged[word] = tuple(dict.fromkeys(self._needles_of(*_forms(word))))
            if about:
                yield start, end, about

    def _needles_of(self, exact: str, folded: str) -> Iterator[Needle]:
        yield from self._equal.get(folded, ())
        for needle in self._alike:
            first = needle.folded[0]
            if (
                (needle.begins and folded.startswith(first))
                or (needle.almost and one_edit(folded, first))
                or (first[0].isdigit() and folded.endswith(first))
            ):
                yield needle
        for inflected in self._inflected.get(folded[:1], ()):
            if inflected.may_be(folded) and stem_term(exact, self._entry) == inflected.stem:
                yield inflected.needle


@lru_cache(maxsize=512)
def _runs(letters: str | None) -> re.Pattern[str]:
    """The runs of letters and digits in a folded text; of some first letters, where not any will do."""
    return re.compile(r"[^\W_]+" if letters is None else rf"[{re.escape(letters)}](?<![^\W_].)[^\W_]*", re.DOTALL)


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[str, str]:
    exact = exact_form(word)
    return exact, folded_form(exact)


class _Inflected:
    """A word that is marked in all its inflections: what these have in common, to look at before a stem is made."""

    def __init__(self, needle: Needle, entry: Language) -> None:
        self.needle = needle
        self.stem = stem_term(needle.exact[0], entry) or ""
        root = folded_form(self.stem.partition(":")[2])
        self._beginning = self._inner = ""
        if entry.stemmer == "english":  # takes off endings; the last two letters of what is left may be others
            self._beginning = root[: max(1, len(root) - 2)]
        elif entry.stemmer == "indonesian":  # takes off both ends; the first letter of what is left may be another
            self._inner = root[1:]

    def may_be(self, folded: str) -> bool:
        """Whether a word with the first letter of the needle may have its stem."""
        return folded.startswith(self._beginning) and self._inner in folded
