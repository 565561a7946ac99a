"""Find dates in a text: days, months, years and ranges, with or without a year.

Buddhist years are converted to Gregorian ones. `second_calendars` has the days of other calendars.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from archive.text.dates import number_words
from archive.text.dates.months import MONTHS, OTHER_MONTHS, ROMAN_MONTHS, VIETNAMESE_MONTHS, WEEKDAYS, any_of
from archive.text.orthography import with_or_without_marks
from archive.text.patterns import lazy_regex

WEEKDAY = (
    r"(?:senin|senen|selasa|rabu|rebo|kamis|kemis|d?jum['’]?at|sabtu|saptu|minggu|ahad|monday|tuesday|wednesday"
    r"|thursday|friday|saturday"
    r"|sunday|"
    r"mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|t[2-7]|chủ nhật)"
)
DAY_PART = (
    r"(?:rạng sáng|sáng sớm|sáng|trưa|chiều tối|chiều|tối|đêm|pagi|siang|sore|petang|malam|morning|afternoon|evening)"
    r"(?: (?:nay|ngày|ini|hari))?"
)


def _shortest(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that contain no other one: each name contains one of these."""
    known = list(names)
    return tuple(name for name in known if not any(other != name and other in name for other in known))


MONTH, OTHER_MONTH, VIETNAMESE_MONTH = any_of(MONTHS), any_of(OTHER_MONTHS), any_of(VIETNAMESE_MONTHS)
_ROMAN = r"(?-i:XI{0,2}|IX|VI{0,3}|IV|I{1,3}|(?<=[.-])(?:xi{0,2}|ix|vi{0,3}|iv|i{1,3})(?=[.-]))"
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_D2 = r"(?P<d2>\d{1,2})(?:st|nd|rd|th)?"
_TO = (
    r"\s*(?:[-–—]|s\.?/?d\.?|(?:sampai(?: dengan)?|hingga)(?: tanggal| tgl\.?)?|ke|dan|and|to|through|until"
    r"|[đd][ếe]n(?: hết)?(?: ng[aà]y)?|và)\s*"
)
_MONTH = rf"(?P<m>{MONTH})\b\.?"
_MONTH2 = rf"(?P<m2>{MONTH})\b\.?"
_YEAR = r"(?:B\.?E\.?\s?)?(?P<y>1[5-9]\d\d|20\d\d|25[4-9]\d)"
_YEAR0 = _YEAR.replace("<y>", "<y0>")
_THEN_YEAR = rf"(?:[\s,-]+(?:tahun\s+)?{_YEAR}\b)?"
_AND_MORE = r"(?:(?:,\s?\d{1,2}){1,3})"  # 1, 2 and 3 June
_OF = r"(?:\s+|-)(?:(?:of|bulan)\s+)?"
_FIRST, _AU = r"(?:er|[.º°])?", r"(?:\s+(?:au|et)\s+|\s*[-–]\s*)"
_TAIL = r"(?![\d/.-]*\d)(?![\w%])"
_LABELS = r"(?:(?:published|posted|updated|date|diterbitkan|terbit|ngày đăng|cập nhật)(?: on| lúc)?\s*[:：]\s*)"
_FREE = r"(?<![/.,-])(?<!\d:)(?<!\w)"
_MARK = (
    rf"(?:(?:{WEEKDAY})[,\s]*+(?:\(\s*+)?|(?:{DAY_PART})\s++|ng[aà]y\s++|tanggal\s++|tgl\.?\s++|mùng\s++"
    r"|(?:hôm (?:qua|nay)|kemarin|hari ini)\s*+\(\s*+|hôm\s++)"
)
_NUMBERS = lazy_regex(rf"\d+|{number_words.CLUE}", re.IGNORECASE)
_DIGITS = lazy_regex(r"\d+")
LINE = 500  # characters of a text that counts as a line or paragraph
_REACH = 80  # characters: the maximum between two numbers of a date, before its first and after its last
# Every date contains one of these, or the name of a month.
_CLUE = lazy_regex(
    r"\d\s?[/.-]\s?\d|\d\s?[年년月월]|th[aá]ng|\d thg|(?:tahun|n[aă]m|in|year)\s+\d"
    r"|\d[-. ](?-i:[IVX]{1,4}|[ivx]{1,4})[-. ]\d",
    re.IGNORECASE,
)
_VN = r"\s+th(?:[aá]ng|g\.?)\s+"
_VN_YEAR = rf"(?!\d)(?:(?:,?\s*n[aă]m\s+|,\s*|\s*[/-]\s*|\s+){_YEAR}\b)?"

_DAY_WORDS = rf"(?P<dw>{number_words.WORDS})"
_YEAR_WORDS = rf"(?:{_YEAR}\b|(?P<yw>{number_words.WORDS}))"
_IN_YEAR = rf",?\s+(?:in\s+the\s+year\s+(?:of\s+our\s+lord\s+)?|tahun\s+|n[aă]m\s+)?{_YEAR_WORDS}"

_SHAPES = tuple(
    lazy_regex(pattern, re.IGNORECASE)
    for pattern in (
        # twenty-third day of September, two thousand and nineteen; tanggal dua puluh tujuh bulan Oktober tahun 2023
        rf"(?<!\w)(?:the\s+|tanggal\s+)?{_DAY_WORDS},?\s+(?:day\s+)?(?:of\s+|bulan\s+)?{_MONTH}{_IN_YEAR}",
        rf"(?<!\w){_MONTH}\s+(?:the\s+)?{_DAY_WORDS}{_IN_YEAR}",
        rf"(?<!\w){_D}\s+day\s+of\s+{_MONTH}{_IN_YEAR}",
        # ngày mồng hai tháng chín năm một nghìn chín trăm chín mươi lăm
        (
            rf"(?<!\w)ngày\s+(?:m[ồù]ng\s+)?(?:{_DAY_WORDS}|{_D}),?\s+tháng\s+(?:(?P<w>{VIETNAMESE_MONTH})"
            rf"|(?P<n>\d{{1,2}})),?\s+năm\s+(?P<yw>{number_words.WORDS})"
        ),
        # ngày một tháng sáu năm 2026
        (
            rf"(?<!\w)ngày\s+(?:m[ồù]ng\s+)?{_DAY_WORDS},?\s+tháng\s+(?:(?P<w>{VIETNAMESE_MONTH})"
            rf"|(?P<n>\d{{1,2}})),?\s+năm\s+{_YEAR}"
        ),
        # October 30-November 2, 2025
        rf"(?<!\w){_MONTH}\s*{_D}{_TO}{_MONTH2}\s*{_D2}(?!\d)(?:,?\s+{_YEAR}\b)?",
        # le 5 mai 2026, 1er août 2026, du 5 au 7 mai 2026: only with its year, for `25 Mai Hắc Đế` is a street
        rf"{_FREE}(?P<d>\d{{1,2}}){_FIRST}(?:\s+(?P<f>{OTHER_MONTH}))?{_AU}(?P<d2>\d{{1,2}}){_FIRST}\s+(?P<f2>{OTHER_MONTH})\.?\s+{_YEAR}\b",
        # 5 de mayo de 2026, 5. Mai 2026, 5 мая 2026, il 5 maggio 2026
        rf"{_FREE}(?P<d>\d{{1,2}}){_FIRST}\s+(?:de\s+)?(?P<f>{OTHER_MONTH})\.?,?\s+(?:del?\s+)?{_YEAR}\b",
        rf"{_FREE}(?P<d>\d{{1,2}})\.\s?{_MONTH}\s+{_YEAR}\b",
        # 2026年5月3日, 2026년 5월 3일
        rf"{_YEAR}\s?[年년]\s?(?P<n>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日일]",
        r"(?<!\d)(?<!\d[年년])(?<!\d[年년]\s)(?P<n>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        # 2026. december 10., 2026. 12. 10.
        rf"{_FREE}{_YEAR}\.?\s(?P<f>{OTHER_MONTH})\s(?P<d>\d{{1,2}})(?!\d)",
        rf"{_FREE}{_YEAR}\.\s{_MONTH}\s(?P<d>\d{{1,2}})(?!\d)",
        rf"{_FREE}{_YEAR}\.\s(?P<n>\d{{1,2}})\.\s(?P<d>\d{{1,2}})(?![\d/-])",
        # 15-X sampai 31-X-1951
        rf"{_FREE}(?P<d>\d{{1,2}})(?P<s>[-.])(?P<r>{_ROMAN}){_TO}(?P<d2>\d{{1,2}})(?P=s)(?P<r2>{_ROMAN})(?P=s){_YEAR}(?![\d/-])",
        # 5-V-2026, 5 V 2026
        rf"{_FREE}(?P<d>\d{{1,2}})(?P<s>[-. ])(?P<r>{_ROMAN})(?P=s){_YEAR}(?![\d/-])",
        # 171430Z MAR 88, 141530ZMAR2022: the date-time group of a telex or signal
        rf"(?<!\w)(?P<d>[0-3]\d)(?:[01]\d|2[0-3])[0-5]\d(?-i:[A-Z])\s?(?P<m>{MONTH})\s?(?:{_YEAR}|(?P<yy>\d\d))(?!\w)",
        # 5 Mei '26, 5-May-26
        rf"{_FREE}{_D}\s+{_MONTH}\s+['’‘](?P<yy>\d\d){_TAIL}",
        rf"{_FREE}{_D}-{_MONTH}-(?P<yy>\d\d){_TAIL}",
        # 05 May 26 | 10:12
        rf"(?:(?m:^)|(?<=\|\s)){_D}\s{_MONTH}\s(?P<yy>\d\d)(?=\s*(?:\||$))",
        # 25 Oktober 2025; 25-26 October, 2025; 30 Oktober - 2 November 2025
        rf"{_FREE}{_D}{_AND_MORE}{_TO}{_D2}{_OF}{_MONTH2}{_THEN_YEAR}",
        rf"{_FREE}{_D}(?:\s+(?:of\s+)?{_MONTH})?(?:,?\s*{_YEAR0})?{_TO}{_D2}{_OF}{_MONTH2}{_THEN_YEAR}",
        rf"{_FREE}{_D}{_OF}{_MONTH}{_THEN_YEAR}",
        # October 25, 2025 - November 2, 2025
        rf"(?<!\w){_MONTH}\s*{_D},?\s+{_YEAR0}{_TO}{_MONTH2}\s*{_D2},?\s+{_YEAR}\b",
        # 1953 FEB 11: the stamp of a telegram
        (
            rf"(?<![\w/.-]){_YEAR}(?P<s>[ -])(?=(?-i:[A-Z])){_MONTH}(?P=s)(?P<d>\d{{1,2}})"
            r"(?![\d/:.-]*\d)(?!\w|,?\s+(?:19|20)\d\d)"
        ),
        # October 25-26, 2025; Oct. 30 - Nov. 2, 2025
        rf"(?<!\w){_MONTH}\s*{_D}{_AND_MORE}?{_TO}(?:{_MONTH2}\s*)?{_D2}(?:,?\s+{_YEAR}\b)?{_TAIL}",
        rf"(?<!\w){_MONTH}\s*{_D}(?!\d)(?:,?\s+{_YEAR}\b)?",
        # 30 tháng 9 đến 2 tháng 10 năm 2025
        rf"{_FREE}{_D}{_VN}(?P<n>\d{{1,2}})(?:\s+n[aă]m\s+{_YEAR0})?{_TO}(?:ng[aà]y\s+)?{_D2}{_VN}(?P<n2>\d{{1,2}}){_VN_YEAR}",
        # ngày 5 tháng Mười năm 2025
        rf"{_FREE}{_D}\s+th[aá]ng\s+(?P<w>{VIETNAMESE_MONTH})(?:,?\s+n[aă]m\s+|,?\s+){_YEAR}\b",
        # ngày 25 và 26 tháng 10 năm 2025
        rf"{_FREE}{_D}(?:{_AND_MORE}?{_TO}{_D2})?{_VN}(?P<n>\d{{1,2}}){_VN_YEAR}",
        # 25-26/10/2025; từ 25 đến 26/10
        rf"(?P<mark>{_MARK})?{_FREE}{_D}{_AND_MORE}?(?:{_TO})(?:ng[aà]y\s+)?{_D2}(?P<s>[/.])(?P<n>\d{{1,2}})(?:(?P=s){_YEAR})?{_TAIL}",
        # 30/10 - 2/11/2025; 30/10/2025 - 2/11/2025
        rf"(?P<mark>{_MARK})?{_FREE}{_D}/(?P<n>\d{{1,2}})(?:/{_YEAR0})?{_TO}(?:ng[aà]y\s+)?{_D2}/(?P<n2>\d{{1,2}})(?:/{_YEAR})?{_TAIL}",
        # 2025-10-25, 2025/10/25
        rf"{_FREE}{_YEAR}(?P<s>[/.-])(?P<n>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?![\d/-])(?=\D|\Z)",
        # 25/10/2025, 25-10-2025, 25.10.2025
        rf"{_FREE}(?P<d>\d{{1,2}})\s?(?P<s>[/.-])\s?(?P<n>\d{{1,2}})\s?(?P=s)\s?{_YEAR}(?![\d/-])",
        # Surabaya, 25/10/98
        r"(?<=[^\W\d],\s)(?P<d>\d{1,2})(?P<s>[/.-])(?P<n>\d{1,2})(?P=s)(?P<yy>\d\d)(?=\s*(?:[-–—)]|\n|\Z))",
        # [12/07/21 09.14.02] Name: words; 7/12/21, 9:14 AM - Name: words
        r"(?:(?<=\[)|(?m:^))(?P<d>\d{1,2})(?P<s>[/.])(?P<n>\d{1,2})(?P=s)(?P<yy>\d\d)(?=,?\s\d{1,2}[:.]\d\d)",
        # 4/11-1982; AMBON, 4/11-82
        rf"{_FREE}(?P<d>\d{{1,2}})/(?P<n>\d{{1,2}})-{_YEAR}(?![\d/-])",
        r"(?<=[^\W\d],\s)(?P<d>\d{1,2})/(?P<n>\d{1,2})-(?P<yy>\d\d)(?![\d/-])",
        # Kupang (Antero) 17/8 - Words; Jakarta, 17/8 (KNX)
        r"(?:(?<=[^\W\d],\s)|(?<=[^\W\d]\)\s))(?P<d>\d{1,2})/(?P<n>\d{1,2})(?=\s(?:\(|[-–—]))",
        # ngày 25/10/25, Posted: 25/10/25
        rf"(?:{_MARK}|{_LABELS})(?P<d>\d{{1,2}})(?P<s>[/.-])(?P<n>\d{{1,2}})(?P=s)(?P<yy>\d\d){_TAIL}",
        # Chiều 25/10, ngày 25-10, Jumat (3/2)
        rf"(?P<mark>{_MARK})(?P<d>\d{{1,2}})\s?[/-]\s?(?P<n>\d{{1,2}}){_TAIL}",
        # Oktober 2025, tháng 10 năm 2025, tháng 10/2025
        rf"(?<!\w){_MONTH},?\s+{_YEAR}\b",
        rf"(?<!\w)th[aá]ng\s+(?P<n>\d{{1,2}})(?:\s+n[aă]m\s+|\s*[/-]\s*|\s+){_YEAR}\b",
        # tahun 2025, năm 2025, in 2025
        rf"(?<!\w)(?P<word>tahun|năm|in|year)\s+{_YEAR}\b(?![/-])",
    )
)

# Most patterns contain one of a few words. Without these words they are skipped: they are two thirds of all.
_ANY, _FIGURES_ONLY = "any", "figures"
_CLUES: dict[str, tuple[str, ...]] = {
    MONTH: _shortest(MONTHS),
    OTHER_MONTH: _shortest(OTHER_MONTHS),
    "th[aá]ng": ("tháng", "thang"),
    "tháng": ("tháng",),
    _VN: ("tháng", "thang", "thg"),
    "[年년]": ("年", "년"),
    "[月월]": ("月", "월"),
    _FIGURES_ONLY: (),
    _ANY: (),
}
_ASCII_CLUES = {clue: tuple(filter(str.isascii, parts)) for clue, parts in _CLUES.items()}
# Without what may not follow, which would be checked at each number of a line of figures.
_FIGURES_BEHIND_WORDS = {
    shape.pattern: lazy_regex(shape.pattern[shape.pattern.index("(?P<d>") :].removesuffix(_TAIL), re.IGNORECASE)
    for shape in _SHAPES
    if _MARK in shape.pattern
}
_JOINED_FIGURES = lazy_regex(r"[/.-]\s?\d")  # in all patterns with a numeric month
_CLUE_OF_SHAPE = tuple(
    next((clue for clue in _CLUES if clue in shape.pattern), _FIGURES_ONLY if "(?P<n>" in shape.pattern else _ANY)
    for shape in _SHAPES
)


_BUDDHIST_YEARS = 543  # the difference, since 1941
_ERAS = {  # the year before the first of each
    "reiwa": 2018, "lệnh hòa": 2018, "heisei": 1988, "bình thành": 1988, "showa": 1925, "shōwa": 1925,
    "chiêu hòa": 1925, "taisho": 1911, "taishō": 1911, "meiji": 1867, "minguo": 1911, "dân quốc": 1911, "juche": 1911,
}  # fmt: skip
_ERA_YEAR = lazy_regex(
    rf"(?<!\w)(?P<era>{'|'.join(_ERAS)})\s(?:(?:year|tahun|năm|thứ|ke-)\s?)?(?P<n>\d{{1,3}})(?!\w)"
    r"(?:\s?\((?:19|20)\d\d\)?)?",
    re.IGNORECASE,
)


# 2l Mei 200l, 3O: letters that OCR returns for digits
_MISREAD = lazy_regex(
    r"(?<![\w.])(?:(?=[lIO|]{0,3}\d)(?=\d{0,3}[lIOo|])[\dlIOo|]{1,4}|l(?=st\b))(?=(?:st|nd|rd|th)?\b)"
)
_MAY_BE_MISREAD = lazy_regex(r"[lIO|]\d|\d[lIOo|]|lst")  # contained in all of these, and faster to find
_FIGURES = str.maketrans("lI|Oo", "11100")
_NUMBER_OF = lazy_regex(  # words before a number that is not a date: `Firmware 2.10.2014`, `seal 04-12-1996`
    with_or_without_marks(
        r"(?<!\w)(?:firmware|software|version|versi|phiên bản|ver|rev(?:ision)?|build|model|seal|part|parts|item"
        r"|serial|seri"
        r"|valve|gasket|s/n|p/n|v|iso|tel|fax|phone|telp|telepon|điện thoại|hotline|ext|isbn|issn|kode|mã số|code)"
        r"[.:]?\s?(?:no\.?|number|nomor|số)?[.:]?\s*+\Z"
    ),
    re.IGNORECASE,
)
_COUNTED = lazy_regex(r"(?<!\w)(?:số|no\.?|nomor|number|kỳ|lần|vol\.?|edisi)\s*+\Z", re.IGNORECASE)
_NAMED_FOR = lazy_regex(  # names that contain a day: đường 30/4, Universitas 17 Agustus 1945
    r"(?<!\w)(?:đường|phố|quảng trường|công viên|nông trường|jalan|jln\.?|jl\.?|universitas|univ\.?|stadion|rue"
    r"|plaza)\s+\Z",
    re.IGNORECASE,
)
_NAME_GOES_ON = lazy_regex(
    r"\s(?:Street|Road|Avenue|St\.|Bridge|Square)(?!\w)|\s(?:âm lịch|ÂL)(?!\w)"
    r"|,?\snăm\s(?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý|Quí)\s[A-ZĐ]"
)
_WEEKDAY_BEFORE = lazy_regex(rf"(?<!\w)(?P<day>{any_of(WEEKDAYS)})[\s,(]*(?:(?:ngày|tanggal)\s)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `start`:`end` of the text: ISO 8601 by its precision (year, month, day, range).

    `complete` is False if its year was not in the text but was passed to `find`.
    """

    start: int
    end: int
    iso: str
    precision: str
    complete: bool = True

    @property
    def year(self) -> int:
        """Return its (first) year."""
        return int(self.iso[:4])

    @property
    def first(self) -> date:
        """Return its first day."""
        return first_day(self.iso)

    @property
    def last(self) -> date:
        """Return its last day."""
        return last_day(self.iso)


def first_day(iso: str) -> date:
    """Return the first day of a year, a month, a day or a range. Raise ValueError for an invalid date."""
    return date.fromisoformat(f"{iso.partition('/')[0]}-01-01"[:10])


def last_day(iso: str) -> date:
    """Return the last day of a year, a month, a day or a range. Raise ValueError for an invalid date."""
    last = iso.rpartition("/")[2]
    if len(last) == len("2025-10-25"):
        return date.fromisoformat(last)
    year, month = int(last[:4]), int(last[5:7] or 12)
    return date(year, month, monthrange(year, month)[1])


def find(text: str, year: int | None = None, month_first: bool = False) -> list[FoundDate]:
    """Return the dates of a text in order, none inside another; those without a year only if `year` is given."""
    return list((_in_line if len(text) <= LINE else _in_text)(text, year, month_first))


@lru_cache(maxsize=512)  # many rules check the same line
def _in_line(text: str, year: int | None, month_first: bool) -> tuple[FoundDate, ...]:
    return tuple(_find(text, year, month_first))


@lru_cache(maxsize=4)  # year, event and names are read from the same text
def _in_text(text: str, year: int | None, month_first: bool) -> tuple[FoundDate, ...]:
    return tuple(_find(text, year, month_first))


def may_name_date(text: str) -> bool:
    """Return whether a text contains a digit, or a word used in spelled-out years: without either, it has no date."""
    return _DIGITS.search(text) is not None or "lst" in text or _has_any(number_words.PARTS_OF_CLUES, text)


def _find(text: str, year: int | None, month_first: bool) -> list[FoundDate]:
    if not may_name_date(text):
        return []
    text = _with_figures(text)
    near = [(where, small_letters(text[slice(*where)])) for where in _near_digits(text)]
    near = [one for one in near if _names_month(one[1]) or _CLUE.search(text, *one[0])]
    if not near:
        return []
    taken: list[FoundDate] = []
    covered = bytearray(len(text))
    near_clues = {clue: [where for where, words in near if _has_clue(clue, words)] for clue in _CLUES}
    for shape, clue in zip(_SHAPES, _CLUE_OF_SHAPE, strict=True):
        for match in chain.from_iterable(_matches(shape, text, *where) for where in near_clues[clue]):
            start, end = match.span()
            if any(covered[start:end]):
                continue
            found = _read(match, year, month_first)
            if found is not None:
                covered[start:end] = b"\1" * (end - start)
                if not _is_of_a_thing(match):
                    taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _matches(shape: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Return the matches of `shape.finditer`. A pattern that may have words before its digits is searched only near
    digits."""
    figures = _FIGURES_BEHIND_WORDS.get(shape.pattern)
    return (
        iter(()) if figures is not None and not figures.search(text, start, end) else shape.finditer(text, start, end)
    )


def _names_month(words: str) -> bool:
    """Whether words in small letters have the name of a month, or the beginning of one."""
    return _has_clue(MONTH, words) or _has_clue(OTHER_MONTH, words)


def _has_clue(clue: str, words: str) -> bool:
    """Return whether lower-case words contain what all patterns of a group require."""
    if clue == _FIGURES_ONLY:
        return _JOINED_FIGURES.search(words) is not None
    return clue == _ANY or any(part in words for part in (_ASCII_CLUES if words.isascii() else _CLUES)[clue])


def _with_figures(text: str) -> str:
    """Return the text with years of eras converted, and with digits in place of misread letters."""
    if _has_any(_ERAS, text):
        text = _ERA_YEAR.sub(_of_era, text)
    return _MISREAD.sub(lambda number: number[0].translate(_FIGURES), text) if _MAY_BE_MISREAD.search(text) else text


def _has_any(parts: Iterable[str], text: str) -> bool:
    """Return whether any of these is in the text, ignoring case."""
    folded = small_letters(text)
    return any(part in folded for part in parts)


def small_letters(text: str) -> str:
    """Return the text in lower case. Dotless i and dotted I are i, as in regular expressions."""
    return text.casefold().replace("ı", "i").replace("i\u0307", "i")


def _near_digits(text: str) -> list[tuple[int, int]]:
    """Return the areas around digits, where dates can be: skipping the rest saves two thirds of the time on news
    pages."""
    near: list[tuple[int, int]] = []
    in_words = _has_any(number_words.PARTS_OF_CLUES, text)
    for digits in (_NUMBERS if in_words else _DIGITS).finditer(text):
        start, end = max(0, digits.start() - _REACH), min(len(text), digits.end() + _REACH)
        if near and start <= near[-1][1]:
            near[-1] = (near[-1][0], end)
        else:
            near.append((start, end))
    return near


def month_first(text: str) -> bool:
    """Return whether numeric dates of the text are American: one of them is only valid so, and none only the other
    way."""
    pairs = [
        (int(a), int(b)) for a, b in re.findall(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:(?:19|20)\d\d|\d\d)(?![\d/])", text)
    ]
    return any(a <= 12 < b <= 31 for a, b in pairs) and not any(b <= 12 < a for a, b in pairs)


def _is_of_a_thing(match: re.Match[str]) -> bool:
    """Return whether an apparent day is the number of a thing, part of a place name, or in the lunar calendar."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    is_number = match.groupdict().get("s") is not None and _NUMBER_OF.search(before) is not None
    return (
        is_number or _NAMED_FOR.search(before) is not None or _NAME_GOES_ON.match(match.string, match.end()) is not None
    )


def _read(match: re.Match[str], year: int | None, month_first: bool) -> FoundDate | None:
    part = match.groupdict()
    if match[0].count("\n") > 1:
        return None  # cells of a table, one below the other
    written = part.get("y") or _full_year(part)
    known = gregorian_year(int(written)) if written else year
    if known is None or (part.get("d2") and _COUNTED.search(match.string[max(0, match.start() - 10) : match.start()])):
        return None
    if not written and _is_a_word(part.get("m") or part.get("m2")):
        return None
    month = _month(part.get("m")) or _number(part.get("n")) or _other_month(part)
    last_month = _month(part.get("m2")) or _number(part.get("n2")) or _other_month(part, "2")
    day, last_day = _number(part.get("d")), _number(part.get("d2"))
    if part.get("dw"):
        day = number_words.number(small_letters(str(part["dw"]))) or None
        if day is None:
            return None
    year_first = part.get("y") is not None and match[0].startswith(str(part["y"]))
    numeric = part.get("s") == "/" and written is not None and not last_day and not year_first
    if numeric and day and month and day <= 12:
        weekday = _weekday_before(match)
        other = weekday is not None and _is_on(weekday, known, day, month)
        is_so = weekday is not None and _is_on(weekday, known, month, day)
        if month > 12 or (other and not is_so) or (month_first and not is_so):
            day, month = month, day
    if day is None:
        iso = f"{known:04}-{month:02}" if month else f"{known:04}"
        valid = month is None or 1 <= month <= 12
        return _found(match, iso, "month" if month else "year", bool(written)) if valid else None
    first_year = gregorian_year(int(part["y0"])) if part.get("y0") else known
    month = month or last_month
    last_month = last_month or month
    if first_year == known and last_day and month and last_month and month > last_month:
        first_year -= 1  # 30 December - 2 January 2026
    first = _day(first_year, month, day)
    last = _day(known, last_month, last_day) if last_day else first
    if first is None or last is None or last < first:
        return None
    iso = first.isoformat() if last == first else f"{first.isoformat()}/{last.isoformat()}"
    return _found(match, iso, "day" if last == first else "range", bool(written))


def _weekday_before(match: re.Match[str]) -> int | None:
    named = _WEEKDAY_BEFORE.search(match.string[max(0, match.start() - 20) : match.start()])
    return WEEKDAYS.get(small_letters(named["day"])) if named else None


def _is_on(weekday: int, year: int, month: int, day: int) -> bool:
    found = _day(year, month, day)
    return found is not None and found.weekday() == weekday


def _full_year(part: dict[str, str | None]) -> str | None:
    """Return the full year of two digits, in this century unless that is in the future, or of words."""
    if part.get("yw"):
        said = number_words.number(small_letters(str(part["yw"])))
        return str(said) if 1500 <= said <= 2099 else None
    if not part.get("yy"):
        return None
    return f"20{part['yy']}" if int(str(part["yy"])) <= date.today().year % 100 + 1 else f"19{part['yy']}"


def gregorian_year(year: int) -> int:
    """Return the Gregorian year of a Buddhist one; another year unchanged."""
    return year - _BUDDHIST_YEARS if year >= 2500 else year


def _found(match: re.Match[str], iso: str, precision: str, complete: bool) -> FoundDate:
    return FoundDate(match.start(), match.end(), iso, precision, complete)


def _is_a_word(month: str | None) -> bool:
    """Return whether an abbreviated month in lower case is more likely another word (`may`, `mar`, `des`)."""
    return month is not None and month.islower() and len(month) <= 4


def _month(name: str | None) -> int | None:
    return MONTHS[small_letters(name)] if name else None


def _other_month(part: dict[str, str | None], which: str = "") -> int | None:
    """A month by its name in Vietnamese or another language, or in Roman figures."""
    return (
        VIETNAMESE_MONTHS.get(small_letters(part.get(f"w{which}") or ""))
        or OTHER_MONTHS.get(small_letters(part.get(f"f{which}") or ""))
        or ROMAN_MONTHS.get((part.get(f"r{which}") or "").upper())
    )


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _day(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None


def _of_era(year: re.Match[str]) -> str:
    """Return the Gregorian year, padded to the same length."""
    return str(_ERAS[small_letters(year["era"])] + int(year["n"])).rjust(len(year[0]))
