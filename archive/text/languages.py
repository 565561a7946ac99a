"""Languages: what the analysis of each needs beyond the common steps, and its names.

To add a language, add an entry and rebuild the index (raise VERSION in archive.text.terms). A language without an entry
is indexed in exact and folded forms.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import islice

import Stemmer


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` is BCP 47. `stemmer` names a Snowball algorithm; it gets the exact form with accents, which it needs.
    `pairs`: a word is often two neighbouring syllables. `names`: names of the language, folded, for `language:` in
    queries. `scripts` are the scripts in which it inflects words, by Unicode name."""

    tag: str
    stemmer: str | None = None
    pairs: bool = False
    names: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ("LATIN",)

    def writes(self, word: str) -> bool:
        """Return whether a word is in a script of this language, so that it may be inflected."""
        return (word.isascii() and "LATIN" in self.scripts) or script_of(word) in self.scripts


_ENTRIES = (
    Language("id", "indonesian", names=("indonesia", "indonesian", "bahasa", "bahasa indonesia", "tieng indonesia")),
    Language("ms", "indonesian", names=("melayu", "malay", "bahasa melayu", "tieng ma lai")),
    Language("vi", pairs=True, names=("vietnam", "vietnamese", "tieng viet", "viet", "bahasa vietnam")),
    Language("en", "english", names=("english", "inggris", "bahasa inggris", "tieng anh")),
    Language("ar", "arabic", names=("arabic", "arab"), scripts=("ARABIC",)),
    Language("ca", "catalan", names=("catalan",)),
    Language("cs", "czech", names=("czech",)),
    Language("da", "danish", names=("danish",)),
    Language("de", "german", names=("german", "jerman", "deutsch")),
    Language("el", "greek", names=("greek",), scripts=("GREEK",)),
    Language("eo", "esperanto", names=("esperanto",)),
    Language("es", "spanish", names=("spanish", "spanyol")),
    Language("et", "estonian", names=("estonian",)),
    Language("eu", "basque", names=("basque",)),
    Language("fa", "persian", names=("persian",), scripts=("ARABIC",)),
    Language("fi", "finnish", names=("finnish",)),
    Language("fr", "french", names=("french", "prancis", "tieng phap")),
    Language("ga", "irish", names=("irish",)),
    Language("hi", "hindi", names=("hindi",), scripts=("DEVANAGARI",)),
    Language("hu", "hungarian", names=("hungarian",)),
    Language("hy", "armenian", names=("armenian",), scripts=("ARMENIAN",)),
    Language("it", "italian", names=("italian",)),
    Language("ja", names=("japanese", "jepang")),
    Language("ko", names=("korean", "korea")),
    Language("lt", "lithuanian", names=("lithuanian",)),
    Language("ne", "nepali", names=("nepali",), scripts=("DEVANAGARI",)),
    Language("nl", "dutch", names=("dutch", "belanda")),
    Language("no", "norwegian", names=("norwegian",)),
    Language("nb", "norwegian"),
    Language("pl", "polish", names=("polish",)),
    Language("pt", "portuguese", names=("portuguese", "portugis")),
    Language("ro", "romanian", names=("romanian",)),
    Language("ru", "russian", names=("russian", "rusia"), scripts=("CYRILLIC",)),
    Language("sr", "serbian", names=("serbian",), scripts=("CYRILLIC", "LATIN")),
    Language("st", "sesotho", names=("sesotho",)),
    Language("sv", "swedish", names=("swedish",)),
    Language("ta", "tamil", names=("tamil",), scripts=("TAMIL",)),
    Language("th", names=("thai", "thailand")),
    Language("tr", "turkish", names=("turkish",)),
    Language("yi", "yiddish", names=("yiddish",), scripts=("HEBREW",)),
    Language("zh", names=("chinese", "mandarin", "tionghoa", "tieng trung")),
)
LANGUAGES = {entry.tag: entry for entry in _ENTRIES}
_UNKNOWN = Language("und")


def language(tag: str | None) -> Language:
    """Return the entry for a BCP 47 tag (`en-GB` is `en`); a default without stems or pairs if there is none."""
    return LANGUAGES.get((tag or "").split("-", 1)[0].casefold(), _UNKNOWN)


def script_of(word: str) -> str:
    """Return the script of a word's first letter by Unicode name, such as `TAMIL`, or ""."""
    return unicodedata.name(next((sign for sign in word if sign.isalpha()), word[:1]), "").partition(" ")[0]


_LETTERS_READ = 400  # in a text


def main_script(text: str) -> str:
    """Return the most frequent script at the beginning of a text, by Unicode name, or ""."""
    letters = list(islice(filter(str.isalpha, text), _LETTERS_READ))
    scripts = Counter("LATIN" if letter.isascii() else script_of(letter) for letter in letters)
    return max(sorted(scripts), key=lambda script: scripts[script], default="")


class _Stemmers(threading.local):
    """Stemmers, one for each thread, because they keep state."""

    def __init__(self) -> None:
        self._by_algorithm: dict[str, Stemmer.Stemmer] = {}

    def stem(self, algorithm: str, word: str) -> str:
        """Return the stem of a word in its exact form; words without letters are unchanged."""
        if algorithm not in self._by_algorithm:
            self._by_algorithm[algorithm] = Stemmer.Stemmer(algorithm)
        return str(self._by_algorithm[algorithm].stemWord(word)) or word


_STEMMERS = _Stemmers()


def stem_term(word: str, entry: Language) -> str | None:
    """Return the term of a word (exact form) in the `stem` fields: its language and its stem (`en:sign`), so that stems
    of two languages are never confused; None if the language has no stemmer."""
    if entry.stemmer is None:
        return None
    return f"{entry.tag}:{_STEMMERS.stem(entry.stemmer, word)}"
