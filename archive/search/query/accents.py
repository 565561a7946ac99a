"""Vietnamese syllables with every accent that an unaccented syllable can have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from archive.text.fold import exact_form

_VOWELS = {"a": "aăâ", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y"}  # by folded form
_TOGETHER_TEXT = """
ai ai, ao ao, au au âu, ay ay ây, eo eo, eu eu êu, ia ia, ie iê, ieu iêu, iu iu iư, oa oa oă, oai oai, oay oay, oe oe,
ua ua uă uâ ưa, uay uây, ue ue uê, uo uô uơ ươ, uoi uôi ươi, uou ươu, uu ưu, uy uy, uya uya, uye uyê, uyu uyu, ye yê,
yeu yêu"""
_TOGETHER = {said.split()[0]: said.split()[1:] for said in _TOGETHER_TEXT.split(",")}  # possible combinations of vowels
_SHAPED = frozenset("ăâêôơư")  # if a syllable contains one of these, it carries the tone
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile("([bcdghklmnpqrstvx]{0,3})([aeiouy]{1,3})(c|ch|m|n|ng|nh|p|t|)")


@lru_cache(maxsize=5_000)
def list_accented_spellings(folded: str) -> tuple[str, ...]:
    """Return every exact accented form of a folded syllable; none if it is not a Vietnamese syllable."""
    parts = _SYLLABLE.fullmatch(folded)
    if parts is None:
        return ()
    onset, vowels, coda = parts.groups()
    onsets = [onset, onset.replace("d", "đ")] if "d" in onset else [onset]
    shaped = _TOGETHER.get(vowels) or ["".join(each) for each in product(*(_VOWELS[letter] for letter in vowels))]
    toned = [way for one in shaped for way in _toned(one)]
    found = dict.fromkeys(exact_form(f"{first}{middle}{coda}") for first in onsets for middle in toned)
    found.pop(folded, None)
    return tuple(found)


def _toned(vowels: str) -> Iterator[str]:
    """Yield these vowels without a tone, and with each tone in each possible position."""
    yield vowels
    shaped = [at for at, letter in enumerate(vowels) if letter in _SHAPED]
    for at in shaped[-1:] or range(len(vowels)):
        for tone in _TONES:
            yield vowels[:at] + unicodedata.normalize("NFC", vowels[at] + tone) + vowels[at + 1 :]
