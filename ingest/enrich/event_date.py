"""The day of what a text tells of, where it names one; what lists beside the news name (other stories, a calendar) is
none of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ingest.enrich import dates
from ingest.enrich.dateline import HEAD, LONGEST, Dated, dateline, is_date_line, says_today
from ingest.enrich.dates import Found
from ingest.enrich.words import ends_sentence, with_or_without_marks

FEWEST_LISTED = 3  # short lines with a day each that are a list of other things
_NEIGHBOURS = 3  # lines above and below a day among which the other fields of an event stand

_FIELD = re.compile(
    with_or_without_marks(
        r"[\W_]{0,4}(?:time|venue|location|where|place|dial-in|webcast|rsvp|pukul|jam|tempat|lokasi|địa điểm|giờ)"
        r"\s*+(?:[:：]|\Z)"
    ),
    re.IGNORECASE,
)
_WHEN = re.compile(
    with_or_without_marks(
        r"[\W_]{0,4}(?:when|date (?:and|&) time|event date|hari ?[/,&]? ?tanggal|hari|waktu(?: pelaksanaan)?"
        r"|tanggal (?:acara|kegiatan|pelaksanaan)|jadwal|thời gian(?: tổ chức)?|ngày (?:tổ chức|diễn ra)|deadline"
        r"|batas waktu|hạn (?:chót|cuối))\s*+[:：]"
    ),
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(  # the heading of a list of other stories
    with_or_without_marks(
        r"[\W_]{0,6}(?:(?:related|latest|recent|more|other|popular|trending|top|upcoming) (?:news|posts?|stories"
        r"|articles?|releases|press releases|events?|updates)|most read|you may also like|read next|archives?"
        r"|(?:berita|artikel|rilis|siaran pers|agenda|kegiatan|posting\w*) (?:terkait|terbaru|lainnya|lain|populer"
        r"|terpopuler|mendatang)|terpopuler|baca juga|arsip"
        r"|(?:tin|bài|bài viết|thông cáo|sự kiện) (?:liên quan|mới(?: nhất)?|khác|nổi bật|sắp tới|đọc nhiều)"
        r"|tin tức khác|đọc nhiều(?: nhất)?|xem thêm)[\W_]*\Z"
    ),
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"berlangsung|digelar|diadakan|diselenggarakan|dilaksanakan|dibuka|akan|acara|upacara|hari ini|menghadiri|"
    r"diễn ra|tổ chức|khai mạc|dự|hôm nay|takes? place|held|hosts?|opens?|will|today|ceremony|on\s*\Z|pada\s*\Z"
    r"|scheduled",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"sejak|lahir|semenjak|didirikan|dibangun|berdiri|tahun lalu|undang-undang|uu|nomor \d+|no\.? ?\d+|kể từ|từ năm"
    r"|từ\s*\Z|sinh|thành lập|xây dựng|nghị định|vào năm|hồi|"
    r"since|born|founded|established|built|last year|in \d{4}|when|ago|act of|resolution",
    re.IGNORECASE,
)


_FROM = re.compile(r"(?<!\w)from\s*\Z", re.IGNORECASE)
_OF_LAWS = re.compile(  # a day by which a law, a licence or a report is known, or from which it is in force
    with_or_without_marks(
        r"(?<!\w)(?:act|law|code|decree|statute|rule|licen[cs]e|permit|undang-undang|uu|peraturan(?: \w+)?|keputusan"
        r"|perpres|izin|luật|nghị (?:định|quyết)|quyết định|thông tư|pháp lệnh|giấy phép"
        r"|(?:thông báo|công văn|tờ trình|kế hoạch|văn bản) số|surat(?: \w+)? nomor)(?!\w)"
        r"(?:(?!được|ký|công bố|ban hành)[^.;\n]){0,60}?(?<!\w)(?:of|dated|tanggal|tertanggal|ngày)\s*+\Z"
        r"|(?<!\w)(?:amended|effective|in force|expires?|berlaku|mulai|efektif|có hiệu lực|áp dụng|thời hạn"
        r"|(?:quarter|period|year|months) end(?:ed|ing)|fiscal year|as of|per tanggal|tính đến"
        r"|(?:tahun|kuartal|triwulan|periode|semester)(?: buku| fiskal)? (?:yang )?berakhir"
        r"|(?:năm tài chính|năm|quý|kỳ|tháng) kết thúc|ngày ký|in từ hệ thống|dicetak|printed"
        r"|digitally signed(?: on)?|ditandatangani secara elektronik)"
        r"(?:(?! di|tại)[^.;,\n]){0,25}\Z"
        r"|(?<!\w)(?:căn cứ|menimbang|mengingat)(?!\w)[^;\n]{0,100}\Z"
    ),
    re.IGNORECASE,
)


def event(text: str, year: int | None, sure: bool, month_first: bool) -> Dated | None:
    """Return the day or days of what a text tells of. `year` completes days without theirs, at lower confidence unless
    it is `sure`."""
    best: tuple[float, Dated] | None = None
    starts, lines = _lines(text)
    fields = {n for n in range(len(lines)) if is_of_event(lines, n)}
    beside = _beside(lines, fields)
    for found in dates.find(text, year, month_first):
        before = text[max(0, found.start - 60) : found.start]
        after = text[found.end : found.end + 60]
        n = bisect_right(starts, found.start) - 1
        if found.precision == "year" or n in beside or _is_of_law(text, found):
            continue  # a mere year is what a text is about, not when something happens
        if n not in fields and _in_dateline(lines[n], starts[n], found, year, month_first):
            continue
        score = {"range": 2.0, "day": 1.0, "month": -1.0}[found.precision]
        score += 1.0 if _HAPPENS.search(before) or _HAPPENS.search(after) else 0.0
        if n in fields:
            score += 1.0
        else:
            score -= 3.0 if _LONG_AGO.search(before[-25:]) else 0.0
        score += 1.0 if found.start < 700 else 0.5 if found.start < 2000 else 0.0
        score -= 4.0 if year is not None and found.complete and abs(found.year - year) > 1 else 0.0
        if score > 0.4 and (best is None or score > best[0]):
            confidence = 0.7 if found.complete else 0.55 if sure else 0.4
            best = score, Dated(found, "body", confidence)
    return best[1] if best else None


def says_when(line: str) -> bool:
    """Return whether a line says by its label when an event is: `WHEN:`, `Hari/Tanggal:`, `Thời gian:`."""
    return _WHEN.match(line) is not None


def is_of_event(lines: Sequence[str], n: int) -> bool:
    """Return whether the day on the n-th line is a field of an event: by its own label, or by a field for the place or
    the hour near it."""
    near = [*lines[max(0, n - _NEIGHBOURS) : n], *lines[n + 1 : n + 1 + _NEIGHBOURS]]
    if says_when(lines[n]) or (n and _WHEN.fullmatch(lines[n - 1].strip())):
        return True
    told = any(says_when(line) and dates.find(line, year=2000) for line in near)
    return not told and any(_FIELD.match(line) for line in near)


def _is_of_law(text: str, found: Found) -> bool:
    """Whether a day is that of a law, or one from which something counts."""
    start = max(found.start - 120, text.rfind("\n", 0, found.start) + 1)
    before = text[start : found.start]
    return (found.precision == "day" and _FROM.search(before) is not None) or _OF_LAWS.search(before) is not None


def _lines(text: str) -> tuple[list[int], list[str]]:
    """The lines that are not blank, and where each starts."""
    starts, lines, start = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(start)
            lines.append(line)
        start += len(line) + 1
    return starts, lines


def _beside(lines: Sequence[str], fields: set[int]) -> set[int]:
    """The lines of lists beside the news: those below a heading for other stories until the next whole sentence, short
    ones with a day each, and those that are a day and no field of an event."""
    listed, elsewhere = set(), False
    for n, line in enumerate(lines):
        whole = ends_sentence(line) and len(line) > LONGEST
        elsewhere = _ELSEWHERE.match(line) is not None or (elsewhere and not whole)
        if elsewhere:
            listed.add(n)
    dated = {n for n, line in enumerate(lines) if n not in fields and _is_entry(line)}
    return listed | (dated if len(dated) >= FEWEST_LISTED else {n for n in dated if is_date_line(lines[n])})


def _is_entry(line: str) -> bool:
    """Whether a line is no sentence and has a day."""
    if len(line) > LONGEST or ends_sentence(line) or not any(map(str.isdigit, line)):
        return False
    return any(found.complete and found.precision == "day" for found in dates.find(line))


def _in_dateline(line: str, start: int, found: Found, year: int | None, month_first: bool) -> bool:
    """Whether a day in the line that starts at `start` is that of issue, and not called today."""
    if found.start - start > LONGEST or says_today(line, replace(found, start=found.start - start)):
        return False
    dated = dateline(line[:HEAD], year, month_first)
    return dated is not None and dated.found.iso == found.iso
