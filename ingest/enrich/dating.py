"""Which date of a text is its day of issue, and which the day of what it tells of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from archive.record import Description
from ingest.enrich import dates
from ingest.enrich.calendars import in_one_calendar, second_calendar
from ingest.enrich.dates import Found
from ingest.enrich.months import DAY_PART, WEEKDAY
from ingest.enrich.slug import day_of

SEARCHED = 60_000  # characters of the body that are searched for dates
FIRST_YEAR, LAST_YEAR = 1500, 2099

_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_./ ](0?[1-9]|1[0-2])[-_./ ](0?[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST_IN_NAME = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_./ ](0?[1-9]|1[0-2])[-_./ ]((?:19|20)\d\d)(?!\d)")
_MONTH_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_](0[1-9]|1[0-2])(?![\d])")
_YEAR_IN_NAME = re.compile(r"(?<![\dA-Za-z])(1[5-9]\d\d|20\d\d)(?![\dA-Za-z])")
_LABEL = (
    r"(?:first published|published|posted|last updated|updated|last modified|released?|release date|date"
    r"|diterbitkan|dipublikasikan|dibuat|diunggah|terbit|dirilis|diperbarui|tanggal|"
    r"waktu|cập nhật|đăng(?: lúc| ngày)?|ngày (?:đăng|cập nhật|phát hành)|xuất bản|phát hành|ngày)"
)
_TIME = (
    r"(?:(?:pukul|jam|lúc|at|kl\.)?\s*+\d{1,2}[:.hg]\s?\d{0,2}(?:[:.]\d\d)?['’]?)"
    r"\s*+(?:am|pm|a\.m\.|p\.m\.|sa|ch)?\s*+\(?(?:WIB|WITA|WIT|ICT|GMT|UTC|[ECMP][SD]T|ET|PT|BST|CES?T)?"
    r"\s*+(?:[+-]\s?\d{1,2}(?::\d\d)?)?\)?"
)
_DATE_LINE = re.compile(
    rf"(?:{_LABEL}\b(?: on| at| pada| lúc| ngày)?\s*+(?:[:：]\s*+)?)?"
    rf"(?:[^\W\d]+(?:[ .-][^\W\d]+){{0,3}}(?:,| [-–—])\s*+)?(?:{WEEKDAY}[\s,(]*+)?(?:{_TIME}[\s,|•·–—-]*+)?"
    rf"(?:{WEEKDAY}[\s,(]*+)?(?:{DAY_PART}\s++)?"
    r"(?:ng[aà]y\s++(?:m[ồù]ng\s++)?|m[ồù]ng\s++|tanggal\s++|tgl\.?\s++|the\s++"
    r"|(?:le|du)\s++(?:(?:lun|mar|mercre|jeu|vendre|same)di\s++|dimanche\s++)?)?"
    rf"@\)?[\s,|•·–—-]*(?:{_TIME})?"
    r"(?:,\s*[A-ZÀ-ỸĐ][^\W\d]*(?: [A-ZÀ-ỸĐ][^\W\d]*){0,2})?"
    r"(?:[\s|•·–—-]*+(?<=[\s|•·–—-])\d{1,3} (?:min(?:ute)?s?(?: read)?|menit(?: baca| membaca)?|phút đọc))?[.\s]*\Z",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[A-ZÀ-ỸĐ][^\d,]{1,40},\s")
_DATELINE = re.compile(
    r"[(\[]?(?P<place>(?:(?:Th[àa]nh ph[ốo]|Th[ịi] x[ãa]|Th[ịi] tr[ấa]n|T[ỉi]nh|Huy[ệe]n|Qu[ậa]n)\s+)?"
    r"[A-ZÀ-ỸĐ][\w.'’-]*(?:[ /-][A-ZÀ-ỸĐ][\w.'’-]*){0,4}(?:,\s*[A-ZÀ-ỸĐ][\w.'’ -]{1,30}?){0,2})"
    r"\s*+[,(–—-]{1,2}\s*+(?:ng[aà]y\s++)?(?:m[ồù]ng\s++|the\s++|le\s++|du\s++|tanggal\s++|tgl\.?\s++)?(?:\(\s*+)?\Z"
)
_NEWSWIRE = re.compile(
    r"(?<!\s)\s++[–—-]{1,2}\s+\(?[\w .]{2,40}\)?(?=\s+[–—-]{1,2}\s*\Z)"
    r"|(?<=\w)[–—-]{1,2}\([\w .]{2,40}\)(?=[–—-]{1,2}\Z)"
)
_AFTER_DATELINE = re.compile(
    r"[)\]]?\s*+(?:(?:/[\w .-]{2,40}/|\([^()]{2,40}\))\s*+)?(?:[-–—:]|/|\Z|\(|\.\s+[A-ZÀ-ỸĐ])|(?<=\d)[)\]]\s"
)
_BARE = re.compile(rf"[(\[]?\s*(?:{WEEKDAY},?\s*[(]?)?(?:ng[aà]y\s+|tanggal\s+)?", re.IGNORECASE)  # without a place
_DASHED = re.compile(r"[)\]]?\s*[-–—]{1,2}\s+[A-ZÀ-ỸĐ\"“]")
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
_NOT_A_YEAR = re.compile(r"(?:nomor|no\.?|số|number)\s*\d{1,4}\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with where it was found and how sure that is (0 to 1)."""

    found: Found
    origin: str
    confidence: float
    place: str | None = None


def in_name(name: str) -> tuple[str, str] | None:
    """(ISO date, precision) from a file's or folder's name, None when it holds none."""
    for pattern, order in ((_COMPACT, (1, 2, 3)), (_DAY_IN_NAME, (1, 2, 3)), (_DAY_FIRST_IN_NAME, (3, 2, 1))):
        match = pattern.search(name)
        if match:
            year, month, day = (int(match[n]) for n in order)
            iso = f"{year:04}-{month:02}-{day:02}"
            return (iso, "day") if dates.find(iso) else None
    match = _MONTH_IN_NAME.search(name)
    if match:
        return f"{match[1]}-{match[2]}", "month"
    match = _YEAR_IN_NAME.search(name)
    return (match[1], "year") if match and int(match[1]) <= date.today().year + 1 else None


def is_date_line(line: str) -> bool:
    """Whether the line is a day, with its weekday, place, time or `Published:` and nothing else."""
    if len(line) > 120:
        return False
    line = in_one_calendar(line).strip(" *_()[]")
    found = dates.find(line, year=2000)
    if not found or found[0].precision == "year":
        return False
    return _DATE_LINE.match(f"{line[: found[0].start]}@{line[found[0].end :]}") is not None


def dateline(line: str, year: int | None, month_first: bool) -> Dated | None:
    """The day at the head of a report, `JAKARTA, Oct. 25, 2025 /PRNewswire/ --`, `Hà Nội, 25/10/2025 -`."""
    head = line[:160].replace("*", "").lstrip("_ ")
    if is_date_line(line):
        found = dates.find(in_one_calendar(line), year, month_first)
        return Dated(found[0], "dateline", 0.9 if found[0].complete else 0.6) if found else None
    for found_date in dates.find(head, year, month_first)[:1]:
        match = _DATELINE.match(_NEWSWIRE.sub("", head[: found_date.start]))
        if match and _AFTER_DATELINE.match(head, found_date.end) and found_date.precision in ("day", "range"):
            place = None if re.fullmatch(WEEKDAY, match["place"], re.IGNORECASE) else match["place"]
            return Dated(found_date, "dateline", 0.9 if found_date.complete else 0.6, place)
        bare = _BARE.fullmatch(head[: found_date.start]) and _DASHED.match(head, found_date.end)
        if bare and found_date.complete and found_date.precision == "day":
            return Dated(found_date, "dateline", 0.7)
    return None


def known_year(text: str) -> tuple[int, bool] | None:
    """The year that the text names most often in full, and whether it names no other; None when it names none."""
    counted: Counter[int] = Counter()
    for found in dates.find(text):
        if not _NOT_A_YEAR.search(text[max(0, found.start - 30) : found.start]):
            counted[found.year] += 2 if found.precision != "year" else 1
    if not counted:
        return None
    best = max(counted, key=lambda year: (counted[year], year))
    return best, len(counted) == 1


def event(text: str, year: int | None, sure: bool, month_first: bool) -> Dated | None:
    """The day or days of what a text tells of; a year that stands elsewhere completes one, at lower confidence."""
    best: tuple[float, Dated] | None = None
    for found in dates.find(text, year, month_first):
        before = text[max(0, found.start - 60) : found.start]
        after = text[found.end : found.end + 60]
        if found.precision == "year" or _in_dateline(text, found, year, month_first):
            continue  # a mere year is what a text is about, not when something happens
        score = {"range": 2.0, "day": 1.0, "month": -1.0}[found.precision]
        score += 1.0 if _HAPPENS.search(before) or _HAPPENS.search(after) else 0.0
        score -= 3.0 if _LONG_AGO.search(before[-25:]) else 0.0
        score += 1.0 if found.start < 700 else 0.5 if found.start < 2000 else 0.0
        score -= 4.0 if year is not None and found.complete and abs(found.year - year) > 1 else 0.0
        if score > 0.4 and (best is None or score > best[0]):
            confidence = 0.7 if found.complete else 0.55 if sure else 0.4
            best = score, Dated(found, "body", confidence)
    return best[1] if best else None


@dataclass(frozen=True, slots=True)
class Page:
    """Where dates are looked for: the file's name and folder, the first and last lines (furniture, title and
    captions among them), the body, whether it tells of an event (a speech does not: it is one), and the last lines of
    the body, where a release is signed."""

    filename: str
    folder: str
    head: list[str]
    body: str
    foot: list[str]
    tells_of_event: bool
    closing: list[str] = field(default_factory=list)


def _in_dateline(text: str, found: Found, year: int | None, month_first: bool) -> bool:
    start = text.rfind("\n", 0, found.start) + 1
    if found.start - start > 70:
        return False
    line = text[start : start + 160].split("\n", 1)[0]
    dated = dateline(line, year, month_first)
    return dated is not None and dated.found.iso == found.iso


def offer_dates(description: Description, page: Page) -> None:
    """Offers `date`, the day of issue, and `event_date`, the day of what the text tells of, with their precision."""
    body = page.body[:SEARCHED]
    everything = "\n".join([*page.head, body, *page.foot])
    month_first = dates.month_first(everything)
    for name, origin, confidence in ((page.filename, "file name", 0.8), (page.folder, "folder", 0.5)):
        told = in_name(name)
        if told:
            offer_date(description, "date", told, origin, confidence - (0.2 if told[1] == "year" else 0.0))
    year, sure = _year(description, everything)
    signed = [line for line in page.closing if _SIGNED.match(line) and is_date_line(line)]
    for line in [*page.head, *(line for line in page.foot if is_date_line(line)), *signed]:
        dated = dateline(line, year, month_first)
        if dated is not None:
            offer_date(description, "date", (dated.found.iso, dated.found.precision), dated.origin, dated.confidence)
            if dated.place:
                description.offer("places", [_place(dated.place)], "dateline")
            break
    description.offer("second_calendar", second_calendar([*page.head, *signed]), "dateline")
    in_url = day_of(str(description.values.get("source_url") or ""))
    if in_url and dates.find(in_url[0] if in_url[1] == "day" else f"{in_url[0]}-01"):
        offer_date(description, "date", in_url, "url", 0.4)
    if not page.tells_of_event:
        return
    year, sure = _year(description, everything)
    happened = event(body, year, sure, month_first)
    if happened is not None:
        told = _near(happened.found, str(description.values.get("date") or "")), happened.found.precision
        offer_date(description, "event_date", told, happened.origin, happened.confidence)


def _near(found: Found, issued: str) -> str:
    """The date, and where its year was not written, in the year that puts it nearest to the day of issue."""
    if found.complete or len(issued) != 10 or found.precision not in ("day", "range"):
        return found.iso
    best = found.iso
    for shift in (-1, 1):
        parts = [f"{int(part[:4]) + shift}{part[4:]}" for part in found.iso.split("/")]
        if not all(part.endswith("-02-29") for part in parts) and _apart(parts[0], issued) < _apart(best[:10], issued):
            best = "/".join(parts)
    return best


def _apart(day: str, other: str) -> int:
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days)


def _place(words: str) -> str:
    """The town of a dateline; `HANOI, Vietnam` is Hanoi."""
    town = words.split(",", 1)[0].strip()
    return town.title() if town.isupper() else town


def _year(description: Description, text: str) -> tuple[int | None, bool]:
    """The year that completes others: that of issue, else the one the text names, and whether it is the only one."""
    issued = str(description.values.get("date") or "")[:4]
    if issued.isdigit():
        return int(issued), True
    return known_year(text) or (None, False)


def offer_date(description: Description, key: str, told: tuple[str, str], origin: str, confidence: float) -> None:
    """Offer a date and its precision. A day goes before a mere year or month, already there, that it lies in, and a
    printed day before a folder's and before a mere year in a file's name: that may be a size, a law or a title."""
    used = description.values.get(key)
    finer = used is not None and len(str(used)) < 10 and len(told[0]) > len(str(used)) and told[0].startswith(str(used))
    surer = used is not None and any(
        (offer.origin == "folder" or (offer.origin == "file name" and len(str(used)) < 10))
        and (offer.confidence or 0.0) < confidence
        for offer in description.origins[key][:1]
    )
    put = description.prefer if finer or surer else description.offer
    put(key, told[0], origin, confidence)
    if used is None or finer or surer:
        put(f"{key}_precision", told[1], origin)
