"""Days in the Islamic, lunar or Buddhist calendar, printed beside a Gregorian day."""

from __future__ import annotations

import re

from archive.text.dates.date_finder import find, gregorian_year
from archive.text.patterns import lazy_regex

_HIJRI = r"\d{1,2}\s+[^\W\d][\w'’-]*(?:\s+[^\W\d][\w'’-]*)?\s+1[34]\d\d\s*H(?:ijri(?:y?ah)?)?\b\.?"
_LUNAR = (
    r"(?:tức\s+)?(?:ngày\s+)?(?:(?:mùng|mồng)\s+\d{1,2}\s+(?:Tết|tháng\s+\w+)|\d{1,2}\s+tháng\s+(?:Chạp|Giêng))"
    r"(?:,?\s+(?:năm\s+)?[A-ZĐÀ-Ỹ]\w+\s[A-ZĐÀ-Ỹ]\w+)?"
)
_BUDDHIST = r"\d{1,2}\s+[^\W\d]+\s+(?:25\d\d\s*B\.?E\.?|B\.?E\.?\s*25\d\d)"
_BUDDHIST_YEAR = lazy_regex(
    r"(?:B\.?E\.?\s?(?P<y>25\d\d)|(?P<y2>25\d\d)\s?B\.?E\.?)(?!\w)(?:\s*+[(/=]\s*+(?:A\.?D\.?|C\.?E\.?)?\s*+(?:19"
    r"|20)\d\d\)?)?"
)
_SECOND = lazy_regex(
    rf"(?:(?<![/(=~|])[/(=~|]++)?(?:(?<!\s)\s++)?(?P<printed>{_HIJRI}|{_LUNAR}|{_BUDDHIST})\s*+(?:bertepatan dengan"
    rf"|coinciding with|atau|nhằm|[/()=~|]*+)"
    rf"|(?<=\d)\s*+(?:M|Masehi)\b\.?"
)
_OTHER_CALENDARS = (" M", "H", "ùng ", "ồng ", "B.E", "BE", "háng Chạp", "háng Giêng")


def in_one_calendar(line: str) -> str:
    """Return the line without days in the Islamic, Buddhist or lunar calendar that accompany Gregorian ones."""
    if not any(sign in line for sign in _OTHER_CALENDARS):
        return line
    rest = _SECOND.sub(" ", line)
    return rest if any(map(str.isdigit, rest)) and find(rest) else _BUDDHIST_YEAR.sub(_in_gregorian, line)


def _in_gregorian(year: re.Match[str]) -> str:
    return str(gregorian_year(int(year["y"] or year["y2"])))


def second_calendar(lines: list[str]) -> str | None:
    """Return the first day in another calendar in the lines, as printed (`3 Jumadil Awal 1447 H`)."""
    for line in lines:
        if not any(sign in line for sign in _OTHER_CALENDARS):
            continue
        for found in _SECOND.finditer(line[:300]):
            if found["printed"]:
                return " ".join(found["printed"].split())
    return None
