"""Header lines that hold a text back until an instant, or until someone decides, in three languages."""

from __future__ import annotations

import re
from typing import Any

from ingest.enrich import dates
from ingest.enrich.clock import read_instant
from ingest.enrich.months import DAY_PART, WEEKDAY
from ingest.enrich.words import collapse, word_count

HEADER_LINES = 15  # lines from the top in which a release formula counts
LONGEST = 200

_UNTIL = r"(?:until|till|til|to|sampai(?: dengan)?|hingga|s/d|s\.?d\.?(?=\s)|đến|tới)"
_VERB = r"(?:publish(?:ed)?|release[d]?|broadcast|distribute[d]?|use[d]?|print(?:ed)?|circulate[d]?)"
_USE = r"(?:release|publication|broadcast(?:ing)?|distribution|(?:online )?use|print)"
_BEFORE = (  # what may stand before a formula on its line
    r"(?:(?:(?:press|news|media) (?:release|statement)|siaran pers|rilis(?: pers)?|thông cáo báo chí)[\W_]{1,6}"
    r"|check against delivery[\W_]{1,6}"
    r"|(?:this|the) (?:press |news |media )?(?:release|statement|report|story|document) is (?:strictly )?"
    r"|(?:siaran pers|rilis|naskah|berita|pernyataan|laporan) ini (?:masih )?|(?:thông tin|tin|bài"
    r"|bản tin)(?: này)? (?:bị )?)?"
    r"(?:(?:strictly|strict|under(?: strict| an?)?|sous|status|di bawah|dalam)\s*[:]?\s*)?"
)
_FORMULA = re.compile(
    rf"[\W_]{{0,12}}{_BEFORE}(?:"
    rf"embargo(?:ed)?(?: (?:for release|berita|rilis|date|time|tin))?\s*(?:[:：]|{_UNTIL}(?!\w)|[-–—]|\Z|[*\])]|\d"
    rf"|for release\b|(?:against|on) delivery\b)|"
    rf"diembargo (?:sampai|hingga)\b|embargoed\b(?=[^a-z]*(?:\d|not for|{_UNTIL}))|"
    rf"not (?:to be {_VERB}|for {_USE}(?:(?:,| or| and|/) ?(?:or )?{_USE}){{0,3}}) (?:before|until|prior to)\b|"
    rf"do not {_VERB} (?:before|until)\b(?=.*\d)|for use (?:after|from|not before)\s+(?=\d)|"
    r"(?:please )?hold for (?:release|publication)\b|hold (?:until|till)\b|"
    r"for (?:release|publication)(?: (?:on|at|after|not before))?\s*[:：]?\s*(?=\d|upon delivery|on delivery"
    r"|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)|"
    r"(?:mohon )?(?:jangan|tidak (?:untuk|boleh)|tidak|dilarang(?: keras)?|belum boleh) (?:di|meny?|mem|ter)?"
    r"(?:s?iar(?:kan)?|publikasi(?:kan)?|rilis|sebar(?:luas)?(?:kan)?|terbit(?:kan)?|muat|kutip|umumkan"
    r"|tayang(?:kan)?) sebelum\b|"
    r"(?:untuk|hanya untuk|boleh) di(?:siarkan|publikasikan|rilis|terbitkan) (?:pada|setelah|sesudah|mulai)\b"
    r"|tahan (?:sampai|hingga)\b|"
    r"(?:cấm|không|chưa|không được|chưa được|đề nghị không|vui lòng không) (?:phát hành|công bố|đăng tải"
    r"|đăng phát|đăng|phát sóng|phổ biến)"
    r"(?: (?:tin|bài|thông tin|rộng rãi))? trước\b(?! (?:công chúng|báo giới|dư luận|to[àa]|tòa|mặt|cổng))|"
    r"(?:chỉ )?(?:được )?(?:phép )?(?:phát hành|công bố|đăng(?: tải| phát)?) (?:từ|sau) (?:lúc |\d)"
    r"|hạn chế công bố (?:đến"
    r"|cho đến)\b|"
    r"(?:lệnh )?cấm (?:phát hành|công bố|đăng(?: tải)?)(?: tin| bài)? (?:cho )?(?:đến|tới)\b)",
    re.IGNORECASE,
)
_LIFTED = re.compile(
    r"embargo(?:ed)?\s*[:：–—-]?\s*(?:none|no|nil|tidak ada|tidak|tanpa|không(?: có)?|n/?a|lifted|dicabut"
    r"|berakhir|ended|expired|-+)\b|"
    r"embargo(?:ed)?\s*[:：]?\s*[-–—]*\Z(?<=[-–—])",
    re.IGNORECASE,
)
_BARE = re.compile(rf"[\W_]{{0,12}}embargo\s*(?:[:：]|{_UNTIL}(?!\w)|(?=\d))(?P<rest>.*)", re.IGNORECASE)
_SAYS_WHEN = re.compile(
    rf"\d{{1,2}}\s?[:.h]\s?\d\d|(?<!\w)(?:{WEEKDAY}|{DAY_PART}|delivery|release|published|publication|notice|noon"
    rf"|midnight"
    r"|tomorrow|tonight|besok|nanti|selesai|dibacakan|disampaikan|diumumkan|pidato|lebih lanjut|phát biểu|công bố"
    r"|thông báo"
    r"|ngày mai|giờ|jam|pukul)(?!\w)",
    re.IGNORECASE,
)
_WHEN_ALONE = re.compile(
    r"(?:[\W\d_]|(?<![^\W_])(?:until|sampai|hingga|đến|at|on|pukul|jam|lúc|giờ|ngày|hours|hrs|noon|gmt|utc|wib|wita"
    r"|wit|ict|est"
    r"|edt|et|bst|cet|cest|am|pm|h|a\.m|p\.m)(?![^\W_]))+\Z",
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
    if _is_headline(line):
        return False
    return not (match[0].rstrip().endswith(("-", "–", "—")) and not dates.find(line, year=2000))


def _is_headline(line: str) -> bool:
    """Whether `Embargo: ...`, `Embargo until ...` goes on without a word of when (`Embargo: how ports survived`)."""
    bare = _BARE.match(line)
    if bare is None or not any(map(str.isalpha, bare["rest"])) or line.isupper():
        return False
    return _SAYS_WHEN.search(bare["rest"]) is None and not any(
        found.precision in ("day", "range") for found in dates.find(bare["rest"], year=2000)
    )


def continues_embargo(above: str, line: str) -> bool:
    """Whether the line says when the embargo in the line above ends: a clock time, a day, `sampai ...`."""
    if len(line) > 80 or (not is_embargo_line(above) and _WHEN_ALONE.match(above) is None):
        return False
    days = dates.find(line, year=2000)
    rest = line if not days else line[: days[0].start] + line[days[0].end :]
    rest = re.sub(WEEKDAY, "", rest, flags=re.IGNORECASE)
    return any(map(str.isdigit, line)) and (not rest.strip() or _WHEN_ALONE.match(rest) is not None)


def read_embargo(lines: list[str]) -> dict[str, Any] | None:
    """{until: UTC instant or None, words, origin} from the first lines of a text; None when nothing holds it back.

    A formula whose day, time or zone cannot be read holds until someone decides: `until` is None.
    """
    held: list[tuple[str | None, str]] = []
    for n, line in enumerate(lines[:HEADER_LINES]):
        if not is_embargo_line(line):
            continue
        words = line
        for follower in lines[n + 1 : n + 3]:
            if dates.find(words, year=2000) or not continues_embargo(line, follower):
                break
            words = f"{words} {follower}"
        held.append((read_instant(words), collapse(words).strip(" *_#")))
    if not held:
        return None
    instants = [until for until, _ in held]
    until = None if None in instants else max(filter(None, instants))
    return {"until": until, "words": " / ".join(words for _, words in held), "origin": "header line"}
