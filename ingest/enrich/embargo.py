"""Header lines that hold a text back until an instant, or until someone decides, in three languages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ingest.enrich import dates
from ingest.enrich.clock import read_instant, says_clock
from ingest.enrich.formula import FORMULA, UNTIL
from ingest.enrich.months import DAY_PART, WEEKDAY
from ingest.enrich.orders import is_moment, names_its_hour, orders_to_hold
from ingest.enrich.strictest import is_bare
from ingest.enrich.words import collapse, fold, word_count

HEADER_LINES = 15  # lines from the top in which a release formula counts
LONGEST = 300
MOST_PARTS = 6  # of a line, between dashes, bars and dots

_BETWEEN = re.compile(r"\s+[-–—|•·/]+\s+|\t+|\s*\|\s*|(?<=[.;!]) +(?=[A-ZÀ-ỸĐ])|:\s+(?=[A-Z]{4})")

_HINT = re.compile(  # no line without one of these holds anything; of folded words
    r"embargo|not |n['’]t |releas|publi|broadcast|hold|use|confidential"
    r"|wraps|jangan|tidak|dilarang|boleh|dapat|untuk|bisa|tahan"
    r"|rahasia|cam |khong|chua|dung |chi |duoc|phat hanh|cong bo|dang |giu |mat |han che|delivery|tayang|rilis|terbit"
)
_LIFTED = re.compile(
    r"embargo(?:ed)?\s*[:：–—-]?\s*(?:none|no|nil|tidak ada|tidak|tanpa|không(?: có)?|n/?a|lifted|dicabut"
    r"|berakhir|ended|expired|-+)\b|"
    r"embargo(?:ed)?\s*[:：]?\s*[-–—]*\Z(?<=[-–—])",
    re.IGNORECASE,
)
_SPACED = re.compile(r"E[ .]+M[ .]+B[ .]+A[ .]+R[ .]+G[ .]+O\b")
_NONE = re.compile(r"embargo(?:ed)?\s*[:：–—-]?\s*(?:none|nil|tidak ada|tanpa|không(?: có)?|n/?a)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"[\W_]{0,4}(?:tempat|lokasi|place|venue|location|where|địa điểm|dia diem|acara|event)\b", re.IGNORECASE
)
_ISSUED = re.compile(r"[\W_]{0,12}(?:công bố|phát hành|đăng(?: tải| phát)?) (?:từ|sau)\b", re.IGNORECASE)
_ANNOUNCED = re.compile(r"[^\W\d_]{3,}[^:]*\d[^:]*[:：]\s*[^\W\d_]")  # Phát hành từ 5/6/2026: bộ tem mới
_QUOTED = re.compile(r"""["“«][^"”»]{3,200}["”»][,.]?\s+[^\W\d_]""")
_STAMPED = re.compile(r"[\W_]{0,12}EMBARGO\s*[:：]")  # a stamp in capitals on a title in small letters
_BARE = re.compile(rf"[\W_]{{0,12}}embargo\s*(?:[:：]|{UNTIL}(?!\w)|(?=\d))(?P<rest>.*)", re.IGNORECASE)
_SAYS_WHEN = re.compile(
    rf"\d{{1,2}}\s?[:.h]\s?\d\d|(?<!\w)(?:{WEEKDAY}|{DAY_PART}|delivery|release|published|publication|notice|noon"
    rf"|midnight"
    r"|tomorrow|tonight|besok|nanti|selesai|dibacakan|disampaikan|diumumkan"
    r"|dimulai|acara|upacara|konferensi|jumpa pers|penandatanganan"
    r"|press conference|ceremony|pidato|lebih lanjut|phát biểu|công bố"
    r"|thông báo"
    r"|ngày mai|giờ|jam|pukul)(?!\w)",
    re.IGNORECASE,
)
_WHEN_ALONE = re.compile(
    r"(?:[\W\d_]|(?<=\d)[hg](?=\d|\b)|(?<![^\W_])(?:until|sampai|hingga|đến|at|on|pukul|jam|lúc|giờ|ngày"
    r"|hari|tanggal|tgl|date|time|waktu|hour|thời gian"
    r"|hours|hrs|noon|gmt|utc|wib|wita"
    r"|wit|ict|est"
    r"|edt|et|bst|cet|cest|am|pm|h|a\.m|p\.m)(?![^\W_]))+\Z",
    re.IGNORECASE,
)


def is_embargo_line(line: str) -> bool:
    """Whether a header line, or a part of it between dashes or bars, holds the text back.

    `Embargo senjata`, `cấm vận`, `Embargo: none` and FOR IMMEDIATE RELEASE hold nothing.
    """
    return embargo_part(line) is not None


def embargo_part(line: str) -> str | None:
    """The part of a header line, from where it begins to hold the text back to the end; None where it does not."""
    line = _SPACED.sub("EMBARGO", line)
    if len(line) > LONGEST or word_count(line) > 45 or line.rstrip().endswith("?") or _QUOTED.match(line):
        return None
    if _HINT.search(fold(line)) is None:
        return None
    starts = [0, *(match.end() for match in _BETWEEN.finditer(line))][:MOST_PARTS]
    part = next((line[start:] for start in starts if _holds(line[start:])), None)
    return line if part is None and names_its_hour(line) else part


def _holds(words: str) -> bool:
    if is_lifted(words):
        return False
    match = FORMULA.match(words)
    if (
        match is None
        or _is_headline(words)
        or (_ISSUED.match(words) and (_ANNOUNCED.match(words) or not is_moment(words)))
    ):
        return orders_to_hold(words)
    return not (match[0].rstrip().endswith(("-", "–", "—")) and not dates.find(words, year=2000))


def is_lifted(words: str) -> bool:
    """Whether the words say that there is no embargo, or no more."""
    lifted = _LIFTED.match(words.lstrip(" *_([<>#!-=~")) is not None
    return lifted and (read_instant(words) is None or _NONE.search(words) is not None)


def _is_headline(line: str) -> bool:
    """Whether `Embargo: ...`, `Embargo until ...` goes on without a word of when (`Embargo: how ports survived`)."""
    bare = _BARE.match(line)
    if bare is None or not any(map(str.isalpha, bare["rest"])) or line.isupper():
        return False
    if _STAMPED.match(line):
        return False
    return _SAYS_WHEN.search(bare["rest"]) is None and not any(
        found.precision in ("day", "range") for found in dates.find(bare["rest"], year=2000)
    )


def continues_embargo(above: str, line: str) -> bool:
    """Whether the line says when the embargo in the line above ends: a clock time, a day, `sampai ...`."""
    if len(line) > 80 or not (is_embargo_line(above) or _only_says_when(above)):
        return False
    return any(map(str.isdigit, line)) and _only_says_when(line)


def _only_says_when(line: str) -> bool:
    days = dates.find(line, year=2000)
    rest = line if not days else line[: days[0].start] + line[days[0].end :]
    rest = re.sub(WEEKDAY, "", rest, flags=re.IGNORECASE)
    return not rest.strip() or _WHEN_ALONE.match(rest) is not None


def _adds_hour(words: str, line: str, below: list[str]) -> bool:
    """Whether a line under the day of an embargo gives its hour, and not that of an event whose place follows."""
    if says_clock(fold(words)) or dates.find(line, year=2000) or not says_clock(fold(line)):
        return False
    return not (below and _PLACE.match(below[0]))


def read_embargo(lines: list[str], issued: date | None = None) -> dict[str, Any] | None:
    """{until: UTC instant or None, words, origin} from the first lines of a text; None when nothing holds it back.

    A formula whose day, time or zone cannot be read holds until someone decides: `until` is None. A day without its
    year is the next one of that name after `issued`.
    """
    held: list[tuple[str | None, str]] = []
    for n, line in enumerate(lines[:HEADER_LINES]):
        part = embargo_part(line)
        if part is None:
            continue
        words, whole = part, line
        for m, follower in enumerate(lines[n + 1 : n + 4], n + 1):
            dated = bool(dates.find(words, year=2000))
            if not continues_embargo(part, follower) or (dated and not _adds_hour(words, follower, lines[m + 1 :])):
                break
            words, whole = f"{words} {follower}", f"{whole} {follower}"
        held.append((read_instant(words, issued), collapse(whole).strip(" *_#")))
    if not held:
        return None
    if any(until for until, _ in held):  # a mark alone speaks of the embargo that says when
        held = [(until, said) for until, said in held if until is not None or not is_bare(said)]
    instants = [until for until, _ in held]
    until = None if None in instants else max(filter(None, instants))
    return {"until": until, "words": " / ".join(words for _, words in held), "origin": "header line"}
