"""Lines with the issue date: `JAKARTA, Oct. 25, 2025 /PRNewswire/ --`, `Published: 25/10/2025`, `FOR IMMEDIATE RELEASE:
25 October 2025`, `admin | 25 Oktober 2025`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from archive.text.dates import date_finder
from archive.text.dates.date_finder import DAY_PART, WEEKDAY, FoundDate
from archive.text.dates.second_calendars import in_one_calendar
from archive.text.dates.time_zones import AMBIGUOUS, FOLLOWING, OFFSETS
from archive.text.patterns import lazy_regex

ORIGIN = "dateline"
LONGEST = 120  # characters of a line that is little more than a day
HEAD = 240  # characters of a report that contain its place and day
MOST_WORDS = 10  # in each part of a line of page metadata
REPORT = 500  # characters of a paragraph in which a day may be called today
# The confidence that the day of each kind of line is the issue date.
SURE, BARE, PLAIN, CHANGED, WITHOUT_PLACE, WITHOUT_YEAR, ALONE = 0.9, 0.88, 0.85, 0.75, 0.7, 0.6, 0.5

_CAPITAL = "A-ZÀ-ỸĐ"
_BY_OR_AT = r"(?:\s+(?:by|oleh|di|tại|from|bởi|to)\s+[^\W\d][\w.’' -]{0,40}?)?"
_ISSUED = (
    r"(?:(?:first|transcript|text|article|story|statement|page) published|date published|publication date|published"
    r"|posted"
    r"|issued|released?|release date|date issued|circulated|uploaded|premiered|streamed live|(?:digitally )?signed"
    r"|given"
    r"|pub ?date|date ?published|dc:date|(?:date )?created|ngày (?:tạo|công bố)|tanggal dibuat|thời gian ký"
    r"|date of (?:release|issue|publication)|dated|(?:press release|release|issue) date"
    r"|(?:date of )?report date|date of report|tanggal laporan|ngày (?:lập )?báo cáo"
    r"|dateline|diterbitkan|dipublikasikan|diposting|dimuat|tayang|dibuat|diunggah|terbit|dirilis|dikeluarkan|diposkan|dipostkan"
    r"|disiarkan|ditetapkan"
    r"|disahkan|ditayangkan|tayang perdana|diedarkan|ditandatangani(?: secara elektronik)?|đã công chiếu|công chiếu"
    r"|(?:bản )?tin phát|phát(?= lúc)|(?:ngày )?ký(?: số)?(?= ngày|:)|ngày ký|điện(?=,? (?:vào )?hồi)"
    r"|tanggal (?:terbit|rilis|siar(?:an)?|publikasi|posting)"
    r"|đăng(?: lúc| ngày)?|ngày (?:đăng(?: tin)?|phát hành|ban hành|xuất bản)"
    r"|xuất bản|phát hành|ban hành|công bố(?= tại))"
)
_CHANGED = (
    r"(?:last updated|last ?build ?date|date ?modified|updated|last modified|sent|diperbarui|dikirim|cập nhật"
    r"|ngày cập nhật(?: cuối)?|đã gửi)"
)
_ANY_LABEL = rf"(?:{_ISSUED}{_BY_OR_AT}|{_CHANGED}|date|tanggal|waktu|ngày)"
_ON = r"(?: on(?: the)?| at| pada(?: tanggal)?| lúc| ngày| vào)?"
_LABELLED = lazy_regex(rf"\W{{0,3}}(?P<issued>{_ISSUED})\b|\W{{0,3}}(?P<changed>{_CHANGED})\b", re.IGNORECASE)
_ZONES = sorted({*OFFSETS, *FOLLOWING, *AMBIGUOUS} - {"z"}, key=lambda letters: (-len(letters), letters))
_ZONE = rf"(?:(?:{'|'.join(_ZONES)})(?!\w))"
TIME = (
    r"(?:(?:pukul|jam|(?:vào )?hồi|lúc|at|kl\.|@|T)?\s*+\d{1,2}(?:[:.hg]\s?\d{0,2}(?:[:.]\d\d)?['’]?"
    r"| giờ(?: \d\d(?: phút)?)?)(?:\.\d{1,6})?Z?)"
    rf"\s*+(?:am|pm|a\.m\.|p\.m\.|sa|ch)?\s*+\(?{_ZONE}?"
    r"\s*+(?:[+-]\s?\d{1,2}(?::?\d\d)?)?\)?"
)
_DATE_LINE = lazy_regex(
    rf"(?:{_ANY_LABEL}{_ON}\s*+(?:[:：]\s*+)?)?"
    rf"(?:[^\W\d]+ [-–—]\s++)?(?:[^\W\d]+(?:(?:\. ?|[ -])[^\W\d]+){{0,3}}(?:,| [-–—])\s*+)?"
    rf"(?:{WEEKDAY}[\s,(]*+)?(?:(?:{TIME}|[0-2]\d[0-5]\d\s)[\s,|•·–—-]*+)?(?:{WEEKDAY}[\s,(]*+)?(?:{DAY_PART}\s++)?"
    r"(?:ng[aà]y\s++(?:m[ồù]ng\s++)?|m[ồù]ng\s++|(?:pada\s++)?tanggal\s++|tgl\.?\s++|the\s++"
    r"|(?:le|du)\s++(?:(?:lun|mar|mercre|jeu|vendre|same)di\s++|dimanche\s++)?)?"
    rf"@\)?[\s,|•·–—-]*(?:{TIME})?"
    r"(?-i:,\s*[A-ZÀ-ỸĐ][^\W\d]*(?: [A-ZÀ-ỸĐ][^\W\d]*){0,2})?"
    r"(?:,?\s*(?:hal(?:aman)?|pages?|pp?|trang|tr)\b\.?\s*\d{1,3})?"
    r"(?:[\s|•·–—-]*+(?<=[\s|•·–—-])\d{1,3} (?:min(?:ute)?s?(?: read)?|menit(?: baca| membaca)?|phút đọc))?"
    r"[.;\s·|•]*\Z",
    re.IGNORECASE,
)
_LABEL_ENDS = lazy_regex(
    rf"\W{{0,3}}{_ISSUED}{_BY_OR_AT}{_ON}\s*+(?:[:：]\s*+)?(?:hari (?:ini,? )?)?(?:{WEEKDAY}[\s,(]*+)?"
    r"(?:(?:pada )?tanggal |ngày |the )?\Z",
    re.IGNORECASE,
)
_STOPS = lazy_regex(r"\s*+(?:[.;|·•()]|\Z|(?:in|by|at|oleh|pukul|dalam|lúc|bởi)\s[^.!?]{1,60}\Z)", re.IGNORECASE)
_RELEASE = lazy_regex(  # before the day on the line of a label
    r"\W{0,6}(?:for )?(?:immediate|media|press|news)?\s?(?:release|distribution|publication)(?: date)?"
    r"|\W{0,6}(?:untuk )?(?:segera |langsung )?(?:disiarkan|dirilis|dipublikasikan|diterbitkan)(?: segera)?"
    r"|\W{0,6}(?:(?:siaran|rilis|keterangan|berita) pers|rilis)|\W{0,6}(?:tin )?gửi báo chí"
    r"|\W{0,6}(?:để )?(?:phát hành|công bố)(?: ngay)?|\W{0,6}thông cáo báo chí"
    r"|\W{0,6}(?:thông tin(?: báo chí)?|tin báo chí|bản tin|thông báo|(?:media|news|press) alert"
    r"|(?:(?:media|press) )?advisory|press note|circular|công văn|giấy mời|thư mời|thông tri|public notice|notice"
    r"|bulletin|announcement|press (?:text|item)"
    r"|press statement"
    r"|pengumuman|maklumat|edaran|surat edaran)",
    re.IGNORECASE,
)
_ONLY_SIGNS = lazy_regex(
    r"[\W_]*+(?:(?:no|nomor|number|số|ref)\b\W{0,4}\S{1,40}\s)?"
    rf"[\W_]*(?:{TIME}[\W_]*)?(?:on|date|tanggal|tgl\.?|ngày|pada)?[\W_]*(?:{WEEKDAY})?[\W_]*",
    re.IGNORECASE,
)
_BEHIND_LABEL = lazy_regex(rf"[\W_]*(?:{TIME})?[\W_]*", re.IGNORECASE)
_SIGNAL = lazy_regex(r"(?:[A-Z]{1,10}[ :]\s?){0,3}@(?:\s[A-Z]{1,10})?")  # NBO 171430Z MAR 88
_SENT_AT = lazy_regex(r"\d{6}")
_CHAT = lazy_regex(
    rf"\[?(?:{TIME},?\s)?@(?:,?\s{TIME})?\]?(?: -)? [^:]{{1,60}}: |[^\[\]:]{{1,60}}, \[@ {TIME}\]\Z", re.IGNORECASE
)
_CLOCK_OF_SITE = lazy_regex(  # Hôm nay: Thứ Sáu, 20/11/2026; Friday, 20 November 2026 10:41:07
    rf"\W{{0,3}}(?:today(?: is)?|hari ini|hôm nay)\W{{1,3}}(?:(?:{WEEKDAY})[,\s(]*+)?@\s*(?:[|•·–—\d-].*)?\Z"
    rf"|\W{{0,3}}(?:{WEEKDAY})[,\s]*+(?:ngày )?@[\s,|–-]*\d{{1,2}}:\d\d:\d\d(?!\d)(?!\s*(?:{_ZONE}|[+-]\d))",
    re.IGNORECASE,
)
_PRINTED = lazy_regex(  # 11/18/26, 4:02 PM        Title of a page, as printed by browsers
    rf"(?:\d{{1,2}}[/.-]){{2}}\d{{2,4}}[\s,]{{1,2}}{TIME}(?<=\s\s\s)\S"
    rf"|{TIME}[\s,]{{1,2}}(?:\d{{1,2}}[/.-]){{2}}\d{{2,4}}\s{{3,}}\S",
    re.IGNORECASE,
)
_OF_PROGRAM = lazy_regex(r"(?:\[\w{1,40}\] => |[a-z_]{1,40}: )(?=&lt;|<)")
_TAGGED = lazy_regex(r"(?:(?<!\s)\s++)?<(?P<tag>[\w:]++)[^<>]*+>(?P<words>[^<>]{4,60})</(?P=tag)>\s*")
_OTHER_CALENDAR = lazy_regex(r"\sH(?!\w)|m[ùồ]ng \d|tháng (?:Chạp|Giêng)")  # beside the Gregorian one
_CALLED_TODAY = lazy_regex(r"(?<!\w)(?:this|today|ini|nay)(?!\w)", re.IGNORECASE)  # contained in all of the next
_TODAY = lazy_regex(  # the day of a deed, and that of a report
    rf"(?<!\w)(?:this|today|hari ini|(?:pagi|siang|sore|malam) ini|hôm nay|(?:sáng|chiều|tối) nay)[\s,(]*+"
    rf"(?:(?:{WEEKDAY})[\s,(]*+)?(?:tanggal|ngày|the|is)?\s*+\Z",
    re.IGNORECASE,
)
_BLANK_DAY = lazy_regex(  # An Lộc, ngày ... tháng ... năm 2023; Jakarta,      Mei 2026
    rf"[{_CAPITAL}][\w. ]{{1,40}},\s*+(?:ngày[\s.…_]++tháng[\s.…_]++năm\s+(?P<year>\d{{4}})(?!\d)"
    rf"|(?:tanggal\s*+)?(?:[.…_]{{2,}}|\s{{2,}})\s*+(?P<month>(?i:{date_finder.MONTH})\s+\d{{4}})(?!\d))"
)
_EDITION = lazy_regex(
    r"\W{0,3}(?:edisi|edition|issue|số(?: báo)?(?: ra)?|vol(?:ume)?)\b|.*\b(?:edition|issue)\W{0,3}\Z"
    r"|\W{0,3}(?:tahun|th\.?|year|năm)\s(?:ke[- ]?)?(?:[IVXLC]{1,6}|\d{1,3})[\s,./–-]+(?:no|nomor|số|edisi)\b",
    re.IGNORECASE,
)
_EDITION_OF = lazy_regex(  # Buletin bulanan - Edisi 14, Maret 2026
    r"[^.!?]{0,80}?(?:\W{1,3}(?:edisi|edition|issue)"
    r"|(?:bulletin|newsletter|magazine|gazette|journal|buletin|majalah|warta|bản tin|tạp chí|tập san|nội san)(?!\w)"
    r"[^.!?]{0,50}?\W(?:no\.?|nomor|số|kỳ))(?!\w)[^.!?\d]{0,3}(?:\d{1,4}|[^\W\d]{1,12})\W{1,3}(?:[^\W\d]{1,10}\s)?\Z"
    r"|\W{0,3}kỳ\s\d{1,3}\W{1,3}\Z",
    re.IGNORECASE,
)
_POSTED_IN = lazy_regex(r"\W{0,3}@\W{1,3}(?:posted in|filed under|in kategori|dalam)\b.*", re.IGNORECASE)
_TELEGRAM = lazy_regex(  # RECEIVED  KINGSPORT GPO  1953 FEB 11  PM 4 22
    r"(?:RECEIVED|HANDED IN|RECD|DITERIMA|DITRIMA|NHẬN|PHÁT|GỬI ĐI)\s[^\d@]{0,40}@[A-ZĐÀ-Ỹ\d\s.:]{0,20}"
)
_BY_AGENCY = lazy_regex(  # TTXVX 12/4/1995 9:30; GNS 12 April 1995 0930 GMT
    rf"(?-i:[A-ZĐ]{{2,10}})\s@\s(?:{TIME}|\d{{4}}\s?{_ZONE}?)\W*", re.IGNORECASE
)
_IN_BRACKETS = lazy_regex(  # Heading (14/03/2025); no weekday precedes it, unlike in a sentence
    rf"(?!.*{WEEKDAY}\s\()[^().!?;]{{10,}}\((?:ngày\s|tgl\.?\s|tanggal\s)?@\)[*_\s]*", re.IGNORECASE
)
_ANSWERED = lazy_regex(
    rf"(?:(?:on|pada(?: tanggal)?|ngày|hôm)\s)?(?:{WEEKDAY},?\s)?(?:ngày\s)?@[,)]{{0,2}}\s(?:when\s|khi\s|saat\s)?"
    r"(?:in (?:reply|response|answer)|asked|answering|responding|replying|menjawab|menanggapi|ditanya|trả lời"
    r"|được hỏi|trước câu hỏi|về câu hỏi)(?!\w)",
    re.IGNORECASE,
)
_COLUMNS = lazy_regex(r"\s{3,}|\t")
_PARTS = lazy_regex(r"\s[|•·–—/-]\s|\s*[|•·]\s*|;\s|\s{3,}|\t")

_NO_PLACE = lazy_regex(
    r"(?:in|on|at|by|from|since|until|during|this|as|for|when|after|before|today|between|effective|valid|starting|dated"
    r"|pada|di|dari|sejak|berlaku|hingga|sampai|mulai|dalam|ketika|saat|selama|hari|tanggal|untuk|kegiatan|acara"
    r"|ngày|từ|tại|trong|vào|đến|sau|trước|khi|theo|nhân|hôm|sáng|chiều|tối|trưa"
    r"|update|updated|contact|source|photo|foto|ảnh|when|date|tel|phone)(?![\w-])",
    re.IGNORECASE,
)
_NAME = rf"[{_CAPITAL}][\w.'’-]*"
_PLACE = (
    r"(?P<place>(?:(?:Th[àa]nh ph[ốo]|Th[ịi] x[ãa]|Th[ịi] tr[ấa]n|T[ỉi]nh|Huy[ệe]n|Qu[ậa]n)\s+)?"
    rf"{_NAME}(?:(?: (?:and|dan|và|of|the|de|du|del|la) | ?& ?|[ /-]){_NAME}){{0,5}}"
    rf"(?:\s?,\s*[{_CAPITAL}][\w.'’& -]{{1,30}}?){{0,2}})"
)
_WIRE = r"(?:\([\w .&'’-]{2,40}\)|\[[\w .&'’-]{2,40}\](?:\([^\s()]{4,120}\))?|/ ?[\w .&'’-]{2,40}/)"
_BETWEEN = rf"(?:\s*+{_WIRE}|\s*+[,(\[–—|/-]{{1,2}}|(?<=[–—/-])\s[\w .&'’]{{2,40}}(?=\s[–—/-]))"
_TO_DAY = (
    rf"\s*+(?i:(?:{WEEKDAY},?\s*+)?(?:ng[aà]y\s++)?(?:m[ồù]ng\s++|the\s++|le\s++|du\s++|tanggal\s++|tgl\.?\s++)?)"
    r"[(\[]?\s*+"
)
_BEFORE = lazy_regex(rf"[(\[]?{_PLACE}{_BETWEEN}{{1,5}}{_TO_DAY}\Z")
_BEFORE_BARE = lazy_regex(rf"{_PLACE}\s++{_TO_DAY}\Z")  # Edmonton, Alberta, Canada February 3, 2025.
_CLOCK = rf"(?:[,\s]*+{TIME}(?-i:[{_CAPITAL}][\w/]*)?(?:\s(?:Standard |Daylight )?Time)?)?"
_AFTER = lazy_regex(
    rf"[)\]]?{_CLOCK}\s*+(?:{_WIRE}\s*+)?(?:\.?\s?[-–—]|[:|]|/|\Z|\(|\[|\.\s+[{_CAPITAL}])|(?<=\d)[)\]]\s",
    re.IGNORECASE,
)
_MONTH_ENDS = lazy_regex(r"\s?[-–—]{1,2}\s")
_TAG = lazy_regex(r"</?\w{1,10}(?:\s[^<>]*)?>")
_COMMA = lazy_regex(rf"[)\]]?,\s+[{_CAPITAL}\"“]")
_SENTENCE = lazy_regex(rf"\s[{_CAPITAL}][^\W\d]+\s[^\W\d]")
_BARE = lazy_regex(rf"[(\[]?\s*(?:{WEEKDAY},?\s*[(]?)?(?:ng[aà]y\s+|tanggal\s+)?", re.IGNORECASE)  # without a place
_DASHED = lazy_regex(rf"[)\]]?\s*[-–—]{{1,2}}\s+[{_CAPITAL}\"“]")
_MIDDLE = lazy_regex(rf"(?:(?<=\s)|(?<=\)))(?=[{_CAPITAL}]{{3}}[{_CAPITAL} ,.&]{{0,50}}\s?[-–—]\s)")


@dataclass(frozen=True, slots=True)
class DatelineDate:
    """A date with its origin, its confidence (0 to 1), and the place before it."""

    found: FoundDate
    origin: str
    confidence: float
    place: str | None = None


def is_date_line(line: str) -> bool:
    """Return whether the line is only a day, with its weekday, place, time or `Published:`."""
    if len(line) > LONGEST:
        return False
    line = in_one_calendar(line).strip(" *_()[]").lstrip("/•·–- ")
    found = date_finder.find(line, year=2000)
    if not found or found[0].precision == "year" or (not found[0].complete and line.endswith(").")):
        return False  # `Bupati meresmikan jembatan, Kamis (16/4).` is a sentence
    around = f"{line[: found[0].start]}@{line[found[0].end :]}"
    is_signal = _SENT_AT.match(line, found[0].start) is not None and _SIGNAL.fullmatch(around) is not None
    return is_signal or _DATE_LINE.match(around) is not None


def is_label(line: str) -> bool:
    """Return whether the line is only a label of issue or change, whose day is below it."""
    label = _LABELLED.match(line)
    return label is not None and not line[label.end() :].strip(" :：*_")


def with_days_below(lines: list[str]) -> list[str]:
    """Return the lines, joining each single label with the day on the line below."""
    joined = list(lines)
    for n, line in enumerate(lines[:-1]):
        day = lines[n + 1].strip().lstrip("•- ")
        if is_label(line) and is_date_line(day):
            joined[n], joined[n + 1] = f"{line.strip(' :：*_•-')}: {day}", ""
    return joined


def is_clock(line: str) -> bool:
    """Return whether the line is a site's running clock: the day of a visit or printout."""
    if _PRINTED.match(line.lstrip()):
        return True
    found = date_finder.find(line) if len(line) <= LONGEST else []
    return bool(found) and _CLOCK_OF_SITE.match(f"{line[: found[0].start]}@{line[found[0].end :]}") is not None


def is_labelled(line: str) -> bool:
    """Return whether the line begins with a word for publication (`Published`, `Diterbitkan`, `Ngày đăng`)."""
    label = _LABELLED.match(line)
    return label is not None and label["issued"] is not None


def says_today(line: str, found: FoundDate) -> bool:
    """Return whether the line calls that day today, or the day of a deed (`given this 5th day of May`)."""
    return _TODAY.search(line[: found.start]) is not None


def dateline(line: str, year: int | None, month_first: bool) -> DatelineDate | None:
    """Return the issue date in a line, with its place: the line is a date, has one after a label, or begins a report
    with it. `year`: for days without one."""
    if "&" in line[:HEAD] or " => " in line[:HEAD]:
        line = _TAG.sub("", unescape(unescape(_OF_PROGRAM.sub("", line, count=1))))
    if not date_finder.may_name_date(line):
        return None
    line = _TAGGED.sub(r"\g<tag>: \g<words>", line).replace("*", "").lstrip("_ #>")
    cells = [cell.strip() for cell in _COLUMNS.split(line.strip()[:HEAD])]
    days = [cell for cell in cells if is_date_line(cell)] if len(cells) > 1 else []
    if len(days) > 1 or (cells[0].strip(".)").isdecimal() and days) or is_clock(line):
        return None  # a table row
    line = days[0] if days else line
    if is_date_line(line):
        line = line.lstrip("/•·–- ")
        found = date_finder.find(in_one_calendar(line), year, month_first)
        if not found or found[0].precision == "range":
            return None  # of an event, or of a web archive's captures
        label = _LABELLED.match(line)
        sure = CHANGED if label and label["changed"] else SURE
        return DatelineDate(found[0], ORIGIN, sure if found[0].complete else WITHOUT_YEAR)
    head = in_one_calendar(line[:HEAD]) if line[:1].isupper() and _OTHER_CALENDAR.search(line, 0, HEAD) else line[:HEAD]
    ways = (_opening(head, year, month_first), _behind_label(head, month_first), _among_parts(line, month_first))
    more = (_of_chat(head, month_first), _in_part(head), _in_shape(line, month_first), _of_today(line, month_first))
    return next((dated for dated in (*ways, *more) if dated is not None), None)


def _opening(head: str, year: int | None, month_first: bool) -> DatelineDate | None:
    """Return the place and day at the beginning of a report, or only its day; in the middle only after a place in
    capitals."""
    for start in (0, *(match.start() for match in _MIDDLE.finditer(head))):
        words = head[start:]
        found = next(iter(date_finder.find(words, year, month_first)), None)
        if found is None or found.precision == "year":
            continue
        before = words[: found.start]
        opened = _BEFORE.match(before)
        if found.precision == "month":
            if opened and _is_place(opened["place"]) and _MONTH_ENDS.match(words, found.end):
                return DatelineDate(found, ORIGIN, WITHOUT_YEAR, opened["place"])
            continue
        sure = SURE if found.complete else WITHOUT_YEAR
        if opened and _is_place(opened["place"]):
            place = None if re.fullmatch(WEEKDAY, opened["place"], re.IGNORECASE) else opened["place"]
            if _AFTER.match(words, found.end):
                return DatelineDate(found, ORIGIN, sure, place)
            is_whole = found.complete and found.precision == "day"
            if is_whole and (_COMMA.match(words, found.end) or _SENTENCE.match(words, found.end)):
                return DatelineDate(found, ORIGIN, WITHOUT_PLACE, place)
        bare = _BEFORE_BARE.match(before)
        if bare and "," in bare["place"] and _is_place(bare["place"]) and _AFTER.match(words, found.end):
            return DatelineDate(found, ORIGIN, sure, bare["place"])
        if found.complete and found.precision == "day" and _BARE.fullmatch(before):
            if _DASHED.match(words, found.end):
                return DatelineDate(found, ORIGIN, WITHOUT_PLACE)
            if start == 0 and found.start == 0 and _COMMA.match(words, found.end):
                return DatelineDate(found, ORIGIN, ALONE)
    return None


def _is_place(words: str) -> bool:
    return _NO_PLACE.match(words) is None


def _behind_label(head: str, month_first: bool) -> DatelineDate | None:
    """Return the day after a label on its line: `FOR IMMEDIATE RELEASE: May 5, 2026`, `SIARAN PERS, 5 Mei 2026`."""
    label = _RELEASE.match(head) if len(head) <= LONGEST else None
    if label is None and not is_labelled(head):
        return None
    found = next(iter(date_finder.find(head, None, month_first)), None)
    if found is not None and _LABEL_ENDS.match(head[: found.start]) and _STOPS.match(head, found.end):
        return DatelineDate(found, ORIGIN, SURE) if found.precision == "day" else None
    if label is None:
        return None
    if found is None or found.precision != "day" or found.start < label.end():
        return None
    between, behind = head[label.end() : found.start], head[found.end :]
    plain = _ONLY_SIGNS.fullmatch(between) and _BEHIND_LABEL.fullmatch(behind)
    return DatelineDate(found, ORIGIN, PLAIN) if plain else None


def _of_chat(head: str, month_first: bool) -> DatelineDate | None:
    """Return the day of a message in an exported chat: `[14/02/2026, 09:12:44] Name: words`."""
    if not head[:2].strip("[").isdecimal() and not head.endswith("]"):
        return None
    found = next(iter(date_finder.find(head, None, month_first)), None)
    if found is None or not _CHAT.match(f"{head[: found.start]}@{head[found.end :]}"):
        return None
    return DatelineDate(found, ORIGIN, SURE)


def _among_parts(line: str, month_first: bool) -> DatelineDate | None:
    """Return the day among the parts of a line of page metadata: `By Jane Doe | May 5, 2026 | News`."""
    if len(line) > LONGEST or line.rstrip().endswith((".", "!", "?")):
        return None
    parts = [part.strip() for part in _PARTS.split(line) if part and part.strip()]
    days = [part for part in parts if is_date_line(part)]
    days = [part for part in days if is_labelled(part)] or days  # Created: 1 April 2026 | Modified: 3 April 2026
    if len(parts) < 2 or len(days) != 1 or any(len(part.split()) > MOST_WORDS for part in parts):
        return None
    found = next(iter(date_finder.find(days[0], None, month_first)), None)
    whole = [one.iso for one in date_finder.find(line, None, month_first)]  # `Berlaku 27 - 30 Mei 2026` is split in two
    return (
        DatelineDate(found, ORIGIN, WITHOUT_PLACE)
        if found and found.precision == "day" and found.iso in whole
        else None
    )


def _in_part(head: str) -> DatelineDate | None:
    """Return the month or year of a blank day, or of an edition."""
    blank = _BLANK_DAY.search(head)
    if blank is not None:
        found = date_finder.find(f"năm {blank['year']}" if blank["year"] else blank["month"])
        return DatelineDate(found[0], ORIGIN, WITHOUT_YEAR) if found else None
    if len(head) > LONGEST:
        return None
    found = [one for one in date_finder.find(head) if one.precision in ("month", "day")]
    if found and (_EDITION.match(head) or _EDITION_OF.match(head[: found[0].start])):
        return DatelineDate(found[0], ORIGIN, WITHOUT_PLACE)
    return None


def _in_shape(line: str, month_first: bool) -> DatelineDate | None:
    """Return the day of a telegram's stamp, of an answer, or in brackets after a heading."""
    found = next(iter(date_finder.find(line[:HEAD], None, month_first)), None)
    if found is None or found.precision != "day":
        return None
    around = f"{line[: found.start]}@{line[found.end :]}"
    if (line.isupper() and _TELEGRAM.fullmatch(around)) or _BY_AGENCY.fullmatch(around):
        return DatelineDate(found, ORIGIN, PLAIN)
    if len(line) <= LONGEST and _POSTED_IN.match(around):
        return DatelineDate(found, ORIGIN, SURE)
    if _ANSWERED.match(around):
        return DatelineDate(found, ORIGIN, WITHOUT_PLACE)
    return DatelineDate(found, ORIGIN, ALONE) if len(line) <= LONGEST and _IN_BRACKETS.fullmatch(around) else None


def _of_today(line: str, month_first: bool) -> DatelineDate | None:
    """Return the day that a sentence calls today, as in deeds and news."""
    if not _CALLED_TODAY.search(line[:REPORT]):
        return None
    found = next(iter(date_finder.find(line[:REPORT], None, month_first)), None)
    is_today = found is not None and found.precision == "day" and says_today(line, found)
    return DatelineDate(found, ORIGIN, WITHOUT_PLACE) if found is not None and is_today else None
