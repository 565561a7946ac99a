"""Days and years spelled out in English, Indonesian and Vietnamese, as in deeds and proclamations."""

from __future__ import annotations

import re

_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
)
_INDONESIAN = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
_VIETNAMESE = "một hai ba bốn năm sáu bảy tám chín mười"
_FROM_ONE = (_CARDINALS, _ORDINALS, _INDONESIAN, _VIETNAMESE)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {
    **{word: n for words in _FROM_ONE for n, word in enumerate(words.split(), 1)},
    **{word: n * 10 for n, word in enumerate(_TENS.split(), 2)},
    "twentieth": 20, "thirtieth": 30, "seratus": 100, "không": 0, "mốt": 1, "tư": 4, "lăm": 5, "bẩy": 7,
}  # fmt: skip
_TIMES = {"puluh": 10, "mươi": 10, "hundred": 100, "ratus": 100, "trăm": 100}
_THOUSANDS = frozenset(["thousand", "ribu", "nghìn", "ngàn", "seribu"])
_SKIPPED = frozenset(["and", "linh", "lẻ"])
_ANY = "|".join(sorted({*_UNITS, *_TIMES, *_THOUSANDS, *_SKIPPED, "belas"}, key=len, reverse=True))
WORDS = rf"(?:{_ANY})(?:[\s-]+(?:{_ANY})){{0,9}}(?!\w)"  # in a number
CLUE = r"(?<!\w)(?:thousand|nineteen|twenty|ribu|seribu|ngh[ìi]n|ng[àa]n|day of)(?!\w)"  # in every spelled-out year
PARTS_OF_CLUES = (
    "thousand",
    "nineteen",
    "twenty",
    "ribu",
    "ngh",
    "ng\u00e0n",
    "ngan",
    "day of",
)  # every spelled-out day contains one, in lower case


def number(words: str) -> int:
    """Return the number in these words, or 0: `two thousand and nineteen`, `nineteen ninety-five`, `dua ribu dua puluh
    tiga`, `một nghìn chín trăm chín mươi lăm`."""
    tokens = [word for word in re.split(r"[\s-]+", words.casefold()) if word and word not in _SKIPPED]
    if len(tokens) > 1 and 17 <= _UNITS.get(tokens[0], 0) <= 20 and not {*tokens} & {*_TIMES, *_THOUSANDS}:
        rest = number(" ".join(tokens[1:]))
        return _UNITS[tokens[0]] * 100 + rest if rest >= 10 else _UNITS[tokens[0]] + rest
    whole = below = last = 0
    for word in tokens:
        if word in _THOUSANDS:
            whole, below, last = whole + (below + last or 1) * 1000, 0, 0
        elif word in _TIMES:
            last *= _TIMES[word]
        elif word == "belas":
            last += 10
        elif word in _UNITS:
            below, last = below + last, _UNITS[word]
        else:
            return 0
    return whole + below + last
