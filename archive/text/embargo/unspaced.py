"""Words of scripts that write them without blanks, or with endings: Chinese, Japanese, Korean and Thai.

Blanks are put around the known phrases and the hours of a line, so that the rules for words apply to it. What is left
between them are unknown words.
"""

from __future__ import annotations

import re
from functools import cache

from archive.text.patterns import lazy_regex

_CHARACTERS = r"\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_UNSPACED = lazy_regex(rf"[{_CHARACTERS}]")
EXACT = lazy_regex(r"[\u3040-\u30ff\uac00-\ud7af]")  # letters that `fold` shortens: `か` for `が`, a consonant for `한`
_HOUR = lazy_regex(
    r"(?<!\d)(?P<hour>\d{1,2})\s?[时時点點시](?![间間간])(?:\s?(?:(?P<minute>[0-5]?\d)\s?[分분]|(?P<half>半)))?"
)
_ERA = lazy_regex(r"(?P<era>令和|中華民國|民國|民国)\s?(?P<year>\d{1,3}|元)\s?年")
_FIRST_YEAR_BEFORE = {"令和": 2018}
_MINGUO = 1911
_BEHIND_NUMBERS = "年月日号號时時分点點년월일시분)"  # a word of one letter counts only behind these


def is_unspaced(words: str) -> bool:
    """Return whether words have a letter of such a script."""
    return _UNSPACED.search(words) is not None


@cache
def _pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    long = sorted((phrase for phrase in phrases if len(phrase) > 1), key=lambda phrase: (-len(phrase), phrase))
    short = "".join(sorted(phrase for phrase in phrases if len(phrase) == 1))
    return re.compile(rf"{'|'.join(map(re.escape, long))}|(?<=[\d{_BEHIND_NUMBERS}])\s?[{short}]")


def spaced(line: str, phrases: frozenset[str]) -> str:
    """Return a line with blanks around these phrases; hours as `10:30`, and years of eras as Gregorian ones."""
    line = _HOUR.sub(_clock, _ERA.sub(_year, line))
    return " ".join(_pattern(phrases).sub(r" \g<0> ", line).split())


def _clock(hour: re.Match[str]) -> str:
    return f" {hour['hour']}:{30 if hour['half'] else int(hour['minute'] or 0):02} "


def _year(year: re.Match[str]) -> str:
    number = 1 if year["year"] == "元" else int(year["year"])
    return f"{_FIRST_YEAR_BEFORE.get(year['era'], _MINGUO) + number}年"
