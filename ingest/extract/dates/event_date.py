"""The date of the event in a text. Lists beside the news (other stories, a calendar) do not count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from archive.text.dates import date_finder
from archive.text.dates.date_finder import FoundDate
from archive.text.orthography import ends_sentence, with_or_without_marks
from archive.text.patterns import lazy_regex
from ingest.extract.dates.dateline import (
    HEAD,
    LONGEST,
    TIME,
    DatelineDate,
    dateline,
    is_clock,
    is_date_line,
    is_label,
    is_labelled,
    says_today,
)

FEWEST_LISTED = 3  # consecutive short lines with a day each that make a list of other things
_NEIGHBOURS = 3  # lines above and below a day that may contain other fields of an event

_FIELD = lazy_regex(
    with_or_without_marks(
        r"[\W_]{0,4}(?:time|venue|location|where|place|dial-in|webcast|rsvp|pukul|jam|tempat|lokasi|địa điểm|giờ)"
        r"\s*+(?:[:：]|\Z)"
    ),
    re.IGNORECASE,
)
_HOUR = rf"(?:{TIME}|\d{{1,2}}\s?(?:am|pm|a\.m\.|p\.m\.)\s?)"
_HOURS = lazy_regex(  # 6 am to 4 pm, below a day
    rf"\W{{0,3}}(?:from |pukul |jam |từ )?{_HOUR}(?:to|until|till|s\.?/?d\.?|sampai|hingga|đến|[-–—])\s*+{_HOUR}\W*+\Z",
    re.IGNORECASE,
)
_PLACEHOLDER = lazy_regex(r"(?:1970|1900|0001)-01-01(?=[ T]00:00)")
_AT_PLACE = lazy_regex(  # of a signatory
    rf"(?!(?i:{date_finder.WEEKDAY}),)[A-ZÀ-ỸĐ][^\d,:]{{1,40}},\s+(?:ngày\s|tanggal\s)?\d"
)
_WHEN = lazy_regex(
    with_or_without_marks(
        r"[\W_]{0,4}(?:when|date (?:and|&) time|event date|hari ?[/,&]? ?tanggal|hari|waktu(?: pelaksanaan)?"
        r"|(?:date |photo )?taken|diambil|tanggal (?:foto|pengambilan)|(?:ngày )?chụp"
        r"|tanggal (?:acara|kegiatan|pelaksanaan)|jadwal|thời gian(?: tổ chức)?|ngày (?:tổ chức|diễn ra)|deadline"
        r"|batas waktu|hạn (?:chót|cuối))\s*+[:：]"
    ),
    re.IGNORECASE,
)
_ELSEWHERE = lazy_regex(  # the heading of a list of other stories
    with_or_without_marks(
        r"[\W_]{0,6}(?:(?:\d+\s)?(?:bình luận|comments?|komentar|ý kiến bạn đọc)(?:\s?\(?\d+\)?)?"
        r"|(?:updates to|history of) this page|riwayat perubahan|lịch sử cập nhật"
        r"|(?:related|latest|recent|more|other|popular|trending|top|upcoming) (?:news|posts?|stories"
        r"|articles?|releases|press releases|events?|updates)|most read|you may also like|read next|archives?"
        r"|(?:berita|artikel|rilis|siaran pers|agenda|kegiatan|posting\w*) (?:terkait|terbaru|lainnya|lain|populer"
        r"|terpopuler|mendatang)|terpopuler|baca juga|arsip"
        r"|(?:tin|bài|bài viết|thông cáo|sự kiện) (?:liên quan|mới(?: nhất)?|khác|nổi bật|sắp tới|đọc nhiều)"
        r"|tin tức khác|đọc nhiều(?: nhất)?|xem thêm)[\W_]*\Z"
    ),
    re.IGNORECASE,
)
_HAPPENS = lazy_regex(
    r"berlangsung|digelar|diadakan|diselenggarakan|dilaksanakan|dibuka|akan|acara|upacara|hari ini|menghadiri|"
    r"diễn ra|tổ chức|khai mạc|dự|hôm nay|takes? place|held|hosts?|opens?|will|today|ceremony|on\s*\Z|pada\s*\Z"
    r"|scheduled",
    re.IGNORECASE,
)
_LONG_AGO = lazy_regex(
    r"sejak|lahir|semenjak|didirikan|dibangun|berdiri|tahun lalu|undang-undang|uu|nomor \d+|no\.? ?\d+|kể từ|từ năm"
    r"|từ\s*\Z|sinh|thành lập|xây dựng|nghị định|vào năm|hồi|"
    r"since|born|founded|established|built|last year|in \d{4}|when|ago|act of|resolution",
    re.IGNORECASE,
)


_MOST = 120  # days: no event is longer
_AGE = 10  # years between the first and last of three days in a historical text
_COLUMNS = lazy_regex(r"\s{3,}|\t")
_BETWEEN = lazy_regex(r"(?<!\w)(?:between|antara)\s*\Z", re.IGNORECASE)
_PART = rf"(?:{date_finder.DAY_PART}|{date_finder.WEEKDAY},?|on|ng[aà]y|tanggal|hari)"
_THROUGH = lazy_regex(  # from a time on one day to a time on another
    rf"[\s,]*+(?:{TIME})?[\s,]*+"
    r"(?:(?P<and>và|and|dan|&)|[-–—]|s\.?/?d\.?|sampai(?: dengan)?|hingga|to|until|through|đến)"
    rf"\s*+(?:{TIME}[\s,]*+)?(?:{_PART}\s*+){{0,3}}",
    re.IGNORECASE,
)
_MOVED_TO = lazy_regex(
    r"(?<!\w)(?:will now|now be|(?:moved|postponed|rescheduled|brought forward|changed)(?: from [^.;]{1,30})? to"
    r"|instead"
    r"|new date|should (?:be|read)|diundur|dimajukan|ditunda|dijadwal(?:kan)? ulang|digeser|menjadi|seharusnya"
    r"|yang benar"
    r"|sang(?: ngày)?|lùi|lui|dời|sửa lại|đúng là)(?!\w)[^.;\n\d]{0,50}\Z",
    re.IGNORECASE,
)
_MOVED_FROM = lazy_regex(
    r"(?<!\w)(?:(?:was|were|had been|originally|first|previously)? ?(?:planned|scheduled|set) for|originally|semula"
    r"|sedianya"
    r"|sebelumnya|tertulis|instead of|ban đầu)(?!\w)[^.;\n\d]{0,80}\Z|(?<!\w)(?:tickets|tiket|vé) [^.;\n]{0,20}\Z",
    re.IGNORECASE,
)
_MOVED_AWAY = lazy_regex(
    r"\s*(?:sang|menjadi|ke tanggal|is now|(?:is |has been |was )?(?:moved|postponed|rescheduled)"
    r"|(?:được |bị )?(?:lùi|dời|chuyển|đổi)|di(?:tunda|geser|ubah|undur|majukan))(?!\w)",
    re.IGNORECASE,
)
_QUOTED_MAIL = lazy_regex(r"(?:wrote|menulis|đã viết)\s*[:：]\s*\Z", re.IGNORECASE)
_CAPTION = lazy_regex(r"(?<!\w)(?:photo by|photo(?:graph)?:|foto:|foto oleh|ảnh:)", re.IGNORECASE)
_FROM = lazy_regex(  # a day that limits a time
    rf"(?<!\w)(?:from|(?:by|no later than)(?: the end of)?|paling lambat|chậm nhất|ab(?: dem)?|bis(?: zum)?|spätestens"
    rf"(?: am)?|avant le|jusqu['’]au|d['’]ici le|à partir du|hasta el|antes del|a partir (?:del|de)|até)\s++"
    rf"(?:{date_finder.WEEKDAY},?\s)?\Z",
    re.IGNORECASE,
)
_SIGNATURE = lazy_regex(  # of a program below a PDF: 2026.05.20 09:07:28 -04'00'
    r"\s++(?:\d++\s++)?\d\d:\d\d:\d\d [+-]\d\d['’]\d\d['’]"
)
_PRINTED = lazy_regex(r"\W*+(?:\w{1,3}\s)?\s*+\d{4}-\d\d-\d\d[ T]++\d\d:\d\d(?::\d\d)?\W*")  # the time of a copy
_OF_LAWS = lazy_regex(  # a day that identifies a law, licence or report, or from which it is in force
    with_or_without_marks(
        r"(?<!\w)(?:act|law|code|decree|statute|rule|licen[cs]e|permit|(?:press |news )?(?:release|statement)"
        r"|announcement|pengumuman|siaran pers|rilis|undang-undang|uu|peraturan(?: \w+)?|keputusan"
        r"|perpres|izin|luật|nghị (?:định|quyết)|quyết định|thông tư|pháp lệnh|giấy phép"
        r"|(?:thông báo|công văn|tờ trình|kế hoạch|văn bản) số|surat(?: \w+)? nomor)(?!\w)"
        r"(?:(?!được|ký|công bố|ban hành)[^.;\n]){0,60}?(?<!\w)(?:of|dated|tanggal|tertanggal|ngày)\s*+\Z"
        r"|(?<!\w)(?:amended|effective|in force|expires?|(?:no|not) [^.;,\n]{1,20} (?:after|before)|berakhir"
        r"|hết hiệu lực"
        r"|before|until|till|hingga|sampai|sebelum|đến|trước|use by|sell by|kedaluwarsa|hạn sử dụng|berlaku|mulai"
        r"|efektif|có hiệu lực|áp dụng|thời hạn"
        r"|(?:quarter|period|year|months|weeks) (?:end(?:ed|ing)|to)|kết thúc|per posisi|fiscal year|as of"
        r"|(?:last )?(?:modified|updated)|last update|diperbarui|cập nhật|per tanggal|tính đến|ngày ký"
        r"|in từ hệ thống|dicetak|printed|digitally signed(?: on)?"
        r"|ditandatangani secara elektronik)"
        r"(?:(?! di|tại)[^.;,\n]){0,25}\Z"
        r"|(?<!\w)(?:căn cứ|menimbang|mengingat)(?!\w)[^;\n]{0,100}\Z"
    ),
    re.IGNORECASE,
)


def event(head: Sequence[str], body: str, year: int | None, sure: bool, month_first: bool) -> DatelineDate | None:
    """Return the day or days of the event in a text. `year` completes days without one, at lower confidence unless it
    is `sure` because it is the issue year."""
    text = "\n".join([*head, body])
    best: tuple[float, DatelineDate] | None = None
    starts, lines = _nonblank_lines(text)
    is_caption = _CAPTION.search(text) is not None
    above = sum(bool(line.strip()) for line in head)
    opening = next((n for n in range(above, len(lines)) if ends_sentence(lines[n])), above)
    fields = {n for n in range(len(lines)) if is_of_event(lines, n)}
    beside = _beside(lines, fields)
    if not sure and _spans_many_years(text):
        return None
    for found in _joined(text, _in_their_years(date_finder.find(text, year, month_first))):
        before = text[max(0, found.start - 60) : found.start]
        after = text[found.end : found.end + 60]
        n = bisect_right(starts, found.start) - 1
        longer = text[max(0, found.start - 100) : found.start]
        moved_to = _MOVED_TO.search(longer)
        if (
            found.precision == "year"
            or n in beside
            or _PLACEHOLDER.match(text, found.start)
            or _SIGNATURE.match(text, found.end)
            or (_is_of_law(text, found) and not moved_to)
            or _is_period(before, found)
        ):
            continue  # a year alone is the subject of a text, not the time of an event
        if n not in fields and _in_dateline(lines[n], starts[n], found, year, month_first, is_caption):
            continue
        score = {"range": 2.0, "day": 1.0, "month": -1.0}[found.precision]
        score += 1.0 if _HAPPENS.search(before) or _HAPPENS.search(after) else 0.0
        if n in fields:
            score += 3.0
        else:
            is_old = found.precision != "range" and _LONG_AGO.search(before[-25:])
            score += -3.0 if is_old else 2.0 if n == opening and found.precision != "month" else 0.0
        moved_away = _MOVED_FROM.search(longer) or _MOVED_AWAY.match(after)
        score += -3.0 if moved_away else 3.0 if moved_to else 0.0
        score += 1.0 if found.start < 700 else 0.5 if found.start < 2000 else 0.0
        score -= 7.0 if year is not None and found.complete and abs(found.year - year) > 1 else 0.0
        if score > 0.4 and (best is None or score > best[0]):
            confidence = 0.7 if found.complete else 0.55 if sure else 0.4
            best = score, DatelineDate(found, "body", confidence)
    return best[1] if best else None


def _in_their_years(found: list[FoundDate]) -> list[FoundDate]:
    """Return the dates; a day without a year gets that of the same day elsewhere in the text, if it has only one."""
    years: dict[str, set[int]] = {}
    for one in found:
        if one.complete and one.precision == "day":
            years.setdefault(one.iso[4:], set()).add(one.year)
    whole: list[FoundDate] = []
    for one in found:
        told = years.get(one.iso[4:], set()) if one.precision == "day" and not one.complete else set()
        other = told - {one.year}
        is_other = len(told) == len(other) == 1
        whole.append(replace(one, iso=f"{other.pop():04}{one.iso[4:]}", complete=True) if is_other else one)
    return whole


def _joined(text: str, found: list[FoundDate]) -> list[FoundDate]:
    """Return the days, joining those that an event lasts: `10 Januari 07.00 WIB s.d. 13 Januari 2026 07.00 WIB`."""
    joined: list[FoundDate] = []
    for one in found:
        last = joined[-1] if joined else None
        if last is not None and last.precision == one.precision == "day" and one.start - last.end <= LONGEST:
            through = _THROUGH.fullmatch(text[last.end : one.start])
            days = (one.first - last.first).days
            if through and (days == 1 if through["and"] else 0 < days <= _MOST):
                joined[-1] = FoundDate(
                    last.start, one.end, f"{last.iso}/{one.iso}", "range", last.complete and one.complete
                )
                continue
        joined.append(one)
    return joined


def _is_period(before: str, found: FoundDate) -> bool:
    """Return whether a range is not the time of one event: years, or a range within which much happened."""
    return found.precision == "range" and (
        (found.last - found.first).days > _MOST or _BETWEEN.search(before) is not None
    )


def _spans_many_years(text: str) -> bool:
    years = {found.year for found in date_finder.find(text) if found.precision == "day"}
    return len(years) > 2 and max(years) - min(years) >= _AGE


def says_when(line: str) -> bool:
    """Return whether a line is labelled as the time of an event: `WHEN:`, `Hari/Tanggal:`, `Thời gian:`."""
    return _WHEN.match(line) is not None


def is_of_event(lines: Sequence[str], n: int) -> bool:
    """Return whether the day on the n-th line is a field of an event: by its own label, or by a field for the place or
    time near it."""
    near = [*lines[max(0, n - _NEIGHBOURS) : n], *lines[n + 1 : n + 1 + _NEIGHBOURS]]
    if says_when(lines[n]) or (n and _WHEN.fullmatch(lines[n - 1].strip())):
        return True
    if n + 1 < len(lines) and _HOURS.match(lines[n + 1]) and is_date_line(lines[n]):
        return True
    if is_labelled(lines[n]):
        return False
    told = any(says_when(line) and date_finder.find(line, year=2000) for line in near)
    return not told and not _AT_PLACE.match(lines[n]) and any(_FIELD.match(line) for line in near)


def _is_of_law(text: str, found: FoundDate) -> bool:
    """Return whether a day is that of a law, or one from which something counts."""
    start = max(found.start - 120, text.rfind("\n", 0, found.start) + 1)
    before = text[start : found.start]
    if found.precision == "range":
        return False  # for a warning or a sale: berlaku 10 - 13 Januari
    return (found.precision == "day" and _FROM.search(before) is not None) or _OF_LAWS.search(before) is not None


def _nonblank_lines(text: str) -> tuple[list[int], list[str]]:
    starts, lines, start = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(start)
            lines.append(line)
        start += len(line) + 1
    return starts, lines


def _beside(lines: Sequence[str], fields: set[int]) -> set[int]:
    """Return the lines of lists beside the news: those below a heading for other stories until the next whole sentence,
    short ones with a day each, and single days that are not fields of an event."""
    listed, elsewhere = set(), False
    for n, line in enumerate(lines):
        whole = ends_sentence(line) and len(line) > LONGEST
        elsewhere = _ELSEWHERE.match(line) is not None or (elsewhere and not whole)
        if elsewhere:
            listed.add(n)
    dated = {n for n, line in enumerate(lines) if n not in fields and _is_entry(line)}
    listed |= {n + 1 for n, line in enumerate(lines) if is_label(line)}
    listed |= {
        n
        for n, line in enumerate(lines)
        if is_clock(line) or _PRINTED.fullmatch(line) or _has_several_days(line) or _QUOTED_MAIL.search(line)
    }
    return listed | (dated if len(dated) >= FEWEST_LISTED else {n for n in dated if is_date_line(lines[n])})


def _is_entry(line: str) -> bool:
    """Return whether a line has a day and is not a sentence."""
    if len(line) > LONGEST or ends_sentence(line) or not any(map(str.isdigit, line)):
        return False
    return any(found.complete and found.precision == "day" for found in date_finder.find(line))


def _has_several_days(line: str) -> bool:
    cells = _COLUMNS.split(line.strip()[:HEAD])
    return len(cells) > 1 and sum(map(is_date_line, cells)) > 1


def _in_dateline(
    line: str, start: int, found: FoundDate, year: int | None, month_first: bool, is_caption: bool
) -> bool:
    """Return whether a day in the line that starts at `start` is the issue date, and is not called today."""
    at = found.start - start
    if line[at + found.end - found.start :][:2] == ": " and is_caption:
        return False  # NAIROBI, KENYA - JUNE 12, 2025: Runners pass
    if at > LONGEST or says_today(line, replace(found, start=at)):
        return False
    dated = dateline(line[:HEAD], year, month_first)
    if dated is None or dated.found.iso != found.iso:
        return False
    # in `19/10/2026 - Chiều 19/10` the second is that of the event
    return found.complete or all(one.iso != found.iso for one in date_finder.find(line[:at], year, month_first))
