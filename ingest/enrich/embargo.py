"""Header lines that hold a text back until an instant, or until someone decides, in three languages."""

from __future__ import annotations

import re
from typing import Any

from ingest.enrich import dates
from ingest.enrich.clock import read_instant
from ingest.enrich.words import collapse, word_count

HEADER_LINES = 15  # lines from the top in which a release formula counts
LONGEST = 200

_UNTIL = r"(?:until|till|til|to|sampai(?: dengan)?|hingga|s/d|đến|tới)"
_FORMULA = re.compile(
    r"[\W_]{0,12}(?:(?:strictly|under|sous|status)\s*[:]?\s*)?(?:"
    rf"embargo(?:ed)?(?: (?:for release|berita|rilis|date|time|tin))?\s*(?:[:：]|{_UNTIL}\b|[-–—]|\Z|[*\])]|\d"
    rf"|for release\b)|"
    rf"diembargo (?:sampai|hingga)\b|embargoed\b(?=[^a-z]*(?:\d|not for|{_UNTIL}))|"
    r"not (?:to be (?:released|published|broadcast)|for (?:release|publication|broadcast|distribution"
    r"|use)(?: or (?:publication|broadcast"
    r"|distribution))?) (?:before|until|prior to)\b|"
    r"(?:please )?hold for (?:release|publication)\b|hold (?:until|till)\b|"
    r"for (?:release|publication)(?: (?:on|at|after|not before))?\s*[:：]?\s*(?=\d|upon delivery|on delivery"
    r"|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)|"
    r"(?:jangan|tidak (?:untuk|boleh)|dilarang|belum boleh|mohon tidak) (?:di)?(?:siarkan|publikasikan|rilis"
    r"|sebarluaskan|terbitkan|muat|"
    r"menyiarkan|tayangkan) sebelum\b|"
    r"(?:untuk|hanya untuk|boleh) di(?:siarkan|publikasikan|rilis|terbitkan) (?:pada|setelah|sesudah|mulai)\b"
    r"|tahan (?:sampai|hingga)\b|"
    r"(?:cấm|không|chưa|không được|chưa được|đề nghị không|vui lòng không) (?:phát hành|công bố|đăng tải"
    r"|đăng phát|đăng|phát sóng|phổ biến)"
    r"(?: (?:tin|bài|thông tin|rộng rãi))? trước\b|"
    r"(?:chỉ )?(?:được )?(?:phép )?(?:phát hành|công bố|đăng tải) (?:từ|sau) (?:lúc |\d)|hạn chế công bố (?:đến"
    r"|cho đến)\b|"
    r"cấm (?:phát hành|công bố) (?:cho )?(?:đến|tới)\b)",
    re.IGNORECASE,
)
_LIFTED = re.compile(
    r"embargo(?:ed)?\s*[:：–—-]?\s*(?:none|no|nil|tidak ada|tidak|tanpa|không(?: có)?|n/?a|lifted|dicabut"
    r"|berakhir|ended|expired|-+)\b|"
    r"embargo(?:ed)?\s*[:：]?\s*[-–—]*\Z(?<=[-–—])",
    re.IGNORECASE,
)


def is_embargo_line(line: str) -> bool:
    """Whether a header line begins with a release formula that holds the text back.

    `Embargo senjata`, `cấm vận`, `Embargo: none` and FOR IMMEDIATE RELEASE hold nothing.
    """
    if len(line) > LONGEST or word_count(line) > 30 or line.rstrip().endswith("?"):
        return False
    match = _FORMULA.match(line)
    if match is None or _LIFTED.match(line.lstrip(" *_([<>#!-=~")):
        return False
    return not (match[0].rstrip().endswith(("-", "–", "—")) and not dates.find(line, year=2000))


def read_embargo(lines: list[str]) -> dict[str, Any] | None:
    """{until: UTC instant or None, words, origin} from the first lines of a text; None when nothing holds it back.

    A formula whose day, time or zone cannot be read holds until someone decides: `until` is None.
    """
    held: list[tuple[str | None, str]] = []
    for n, line in enumerate(lines[:HEADER_LINES]):
        if not is_embargo_line(line):
            continue
        words = line
        follower = lines[n + 1] if n + 1 < len(lines) else ""
        if not dates.find(line, year=2000) and len(follower) <= 80 and dates.find(follower):
            words = f"{line} {follower}"
        held.append((read_instant(words), collapse(words).strip(" *_#")))
    if not held:
        return None
    instants = [until for until, _ in held]
    until = None if None in instants else max(filter(None, instants))
    return {"until": until, "words": " / ".join(words for _, words in held), "origin": "header line"}
