"""Days of the Islamic, Buddhist and lunar calendars that stand beside one of the Gregorian, as releases print them."""

from __future__ import annotations

import re

_HIJRI = r"\d{1,2}\s+[^\W\d][\w'’-]*(?:\s+[^\W\d][\w'’-]*)?\s+1[34]\d\d\s*H(?:ijri(?:y?ah)?)?\b\.?"
_LUNAR = (
    r"(?:tức\s+)?(?:ngày\s+)?(?:mùng|mồng)\s+\d{1,2}\s+(?:Tết|tháng\s+\w+)(?:,?\s+(?:năm\s+)?[A-ZĐ]\w+\s[A-ZĐ]\w+)?"
)
_BUDDHIST = r"\d{1,2}\s+[^\W\d]+\s+25\d\d\s*B\.?E\.?"
_SECOND = re.compile(
    rf"(?:(?<![/(=~|])[/(=~|]++)?(?:(?<!\s)\s++)?(?P<printed>{_HIJRI}|{_LUNAR}|{_BUDDHIST})\s*+[/()=~|]*+|(?<=\d)\s*+(?:M|Masehi)\b\.?"
)
_OTHER_CALENDARS = (" M", "H", "ùng ", "ồng ", "B.E", "BE")


def in_one_calendar(line: str) -> str:
    """The line without a day of the Islamic, Buddhist or lunar calendar that stands beside one of the Gregorian."""
    return _SECOND.sub(" ", line) if any(sign in line for sign in _OTHER_CALENDARS) else line


def second_calendar(lines: list[str]) -> str | None:
    """The first day of another calendar in the lines, as printed (`3 Jumadil Awal 1447 H`)."""
    for line in lines:
        if not any(sign in line for sign in _OTHER_CALENDARS):
            continue
        for found in _SECOND.finditer(line[:300]):
            if found["printed"]:
                return " ".join(found["printed"].split())
    return None
