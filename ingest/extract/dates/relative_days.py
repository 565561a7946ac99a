"""Days relative to a report's own: `today opened`, `won on Saturday`, `hôm qua`, `Senin pagi`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from archive.text.dates.date_finder import small_letters
from archive.text.dates.months import ENGLISH_WEEKDAYS, INDONESIAN_WEEKDAYS, VIETNAMESE_WEEKDAYS, WEEKDAYS
from archive.text.patterns import lazy_regex

_OPENING = 900  # characters of a report that may say when its event happened
_QUOTED = lazy_regex(r"[\"“][^\"”]{0,600}[\"”]|\([^()]{0,120}\)")
_SENTENCE = lazy_regex(r"(?<=[^\W\d]{3}[.!?])\s+(?=\W?[A-ZÀ-ỸĐ])|\n|\s(?:STOP|TITIK)\s")  # as at the end of telegrams

_PART_OF_TODAY = r"this (?:morning|afternoon|evening)|tonight|(?:pagi|siang|sore|malam) ini|(?:sáng|trưa|chiều|tối) nay"
_SAME_DAY = r"cùng ngày|the same day|(?:pada|di) hari yang sama"
_RELATIVE = lazy_regex(
    rf"(?<!\w)(?P<today>today|hari ini|hôm nay|(?P<part>{_PART_OF_TODAY}|{_SAME_DAY}))(?!\w|['’])"
    r"|(?<!\w)(?P<before>yesterday|last night|kemarin|hôm qua|tối qua|đêm qua)(?!\w|['’])"
    r"|(?<!\w)(?P<after>tomorrow|besok|ngày mai)(?!\w|['’])",
    re.IGNORECASE,
)
_TELLING = (  # an office's action on the day of issue is not an event
    r"announc|said|say|report|publish|releas|unveil|confirm|disclos|declar|issu|urg|call|welcom|warn|condemn"
    r"|introduc|launch"
    r"|provid|express|respond|complet|enter|appoint|nam|join|becom|receiv|expand|add|mengumumkan|menyatakan"
    r"|menyampaikan"
    r"|merilis|mengatakan|melaporkan|memastikan|mengimbau|kata(?!\w)|ujar|công bố|thông báo|cho biết|tuyên bố|nói"
    r"|khẳng định"
)
_IS_TOLD = lazy_regex(
    rf"[\W]+(?:(?:has|have|had|also|jointly|is|are|resmi|đã|telah|secara)\s+){{0,3}}(?:{_TELLING})", re.IGNORECASE
)
_WAS_TOLD = lazy_regex(rf"(?<!\w)(?:{_TELLING})[^.;]{{0,60}}\Z", re.IGNORECASE)
_NO_DAY = lazy_regex(  # from today; every Saturday
    r"(?<!\w)(?:from|until|till|by|since|as of|to|every|each|of|and|the|this|next|between|before|after|or"
    r"|mulai|sejak|hingga|sampai|setiap|tiap|saat|dan"
    r"|từ|đến"
    r"|mỗi|cho tới|tính đến|ngày|như)\s+\Z",
    re.IGNORECASE,
)
_AHEAD = lazy_regex(
    r"(?<!\w)(?:will|is to|are to|to be|akan|sẽ|plans?|due|dự kiến|next|mendatang|tới)(?!\w)", re.IGNORECASE
)

_ENGLISH, _VIETNAMESE = "|".join(ENGLISH_WEEKDAYS), "|".join(VIETNAMESE_WEEKDAYS)
_INDONESIAN = "|".join(name.title() for name in INDONESIAN_WEEKDAYS)
_WEEKDAY = lazy_regex(
    rf"(?<!\w)(?:on|late on|early on|last)\s(?P<en>(?i:{_ENGLISH}))(?!\w)"
    rf"|(?<=[a-z]{{3}}\s)(?P<plain>{_ENGLISH.title()})(?=[\s,.])"
    rf"|(?<!\w)(?:(?:[Pp]ada|[Hh]ari)\s)?(?P<id>{_INDONESIAN})\s(?:dini hari|pagi|siang|sore|petang"
    rf"|malam)(?!\w)"
    rf"|(?:(?<!\w)[Pp]ada\s|[,(]\s?)(?P<alone>{_INDONESIAN})(?!\w)(?!\s[A-Z])"
    rf"|(?<!\w)(?:sáng|trưa|chiều|tối|đêm|hôm|vào|trong ngày)\s(?P<vi>(?i:{_VIETNAMESE}))(?!\w)"
)
_WITH_DAY = lazy_regex(r"[\s,(]*(?:ngày\s)?(?:\d|(?:the\s)?[A-Z][a-z]+\.? \d)")


def counted_day(text: str, issued: date) -> date | None:
    """Return the day named relative to the issue date in the opening of a text, or None."""
    sentences = _SENTENCE.split(_QUOTED.sub(" ", text[:_OPENING]))
    for sentence in sentences:
        for match in _RELATIVE.finditer(sentence):
            before, after = sentence[: match.start()], sentence[match.end() :]
            if _NO_DAY.search(before) or _IS_TOLD.match(after) or _WAS_TOLD.search(before):
                continue
            if match["today"] and not match["part"] and not before.strip(" ,–-"):
                continue  # today the tower is a museum
            if match["after"] and not _AHEAD.search(before):
                continue  # the firms of tomorrow
            return issued + timedelta(days=1 if match["after"] else -1 if match["before"] else 0)
    for sentence in sentences:
        for match in _WEEKDAY.finditer(sentence):
            before, after = sentence[: match.start()], sentence[match.end() :]
            if not (_NO_DAY.search(before) or _WITH_DAY.match(after) or _WAS_TOLD.search(before)):
                return _nearest(match, issued, ahead=_AHEAD.search(before) is not None)
    return None


def _nearest(match: re.Match[str], issued: date, ahead: bool) -> date:
    """Return the closest such day on or before the issue date, or after it."""
    number = WEEKDAYS[small_letters(next(filter(None, match.groups())))]
    back = (issued.weekday() - number) % 7
    return issued + timedelta(days=7 - back) if ahead else issued - timedelta(days=back)
