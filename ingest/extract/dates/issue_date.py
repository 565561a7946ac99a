"""The issue date of a text: dates in its words, name, address and file are candidates, and the surest is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from archive.listed_date import FILE_DATE
from archive.messages import Message
from archive.record import TEXT_ORIGIN, Candidate, Description
from archive.text.dates import date_finder
from archive.text.dates.date_finder import (
    DAY_PART,
    WEEKDAY,
    FoundDate,
    first_day,
)
from archive.text.dates.name_dates import in_name, month_first_in_name
from archive.text.dates.second_calendars import in_one_calendar, second_calendar
from archive.text.orthography import ends_sentence
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate.boilerplate import releases_now
from ingest.extract.boilerplate.labels import release_label
from ingest.extract.dates.dateline import (
    ALONE,
    BARE,
    ORIGIN,
    PLAIN,
    SURE,
    DatelineDate,
    dateline,
    is_date_line,
    is_labelled,
    says_today,
    with_days_below,
)
from ingest.extract.dates.event_date import FEWEST_LISTED, event, is_of_event, says_when
from ingest.extract.dates.relative_days import counted_day
from ingest.extract.dates.url_slug import day_of

SEARCHED = 60_000  # characters of the body that are searched for dates
BELOW = 60  # lines of the body after its first paragraphs that are searched for a dateline
# The confidence that a day is the issue date, by source; those of printed lines are in `dateline`.
NAME, YEAR_IN_NAME, FOLDER, YEAR_IN_FOLDER, ADDRESS = 0.8, 0.6, 0.5, 0.3, 0.4
SIGNED, FOOT = 0.85, 0.75
BY_SALUTATION = "rule:salutation"
LONG_TITLE = 20  # words: longer text is a paragraph
COUNTED = 0.7  # an event day relative to the issue date, or the day of a speech
FILE, LITTLE, DOUBTED = 0.4, 0.2, 0.3

FAR = 400  # days by which a text may announce an event in advance
NEAR = 60  # days between a dateline without a year and the days of its file
AHEAD = 1  # years in the future that a release may be dated
FIRST_TYPED = 1900  # before which no press offices existed
TEXTUAL = (ORIGIN, "body", "title", "header line", "first line")  # origins within the text
_HEAD = 6  # paragraphs that may contain a dateline

_SIGNED = lazy_regex(rf"(?!(?i:{WEEKDAY}),)[A-ZÀ-ỸĐ][^\d,]{{1,40}},\s")
_DONE = lazy_regex(  # above the day at the end of a deed or decree
    r"\W{0,3}(?:ditetapkan|dikeluarkan|disahkan|dibuat|diumumkan|given|done|dated|issued|làm tại|ban hành)\b",
    re.IGNORECASE,
)
_DAY_OF_AGENDA = lazy_regex(rf"(?:{WEEKDAY})[,\s(]+[^:]*\Z", re.IGNORECASE)  # Senin, 6 Juli 2026, as a heading
_CELLS = lazy_regex(r"\s{2,}|\t")
_COPYRIGHT = lazy_regex(
    r"(?:©|\(c\)|copyright|hak cipta|bản quyền)[^\n\d]{0,60}(?<![\d–-])((?:19|20)\d\d)(?!\d|\s?[–-]\s?\d)",
    re.IGNORECASE,
)
_LETTER = lazy_regex(
    r"\W{0,3}(?:(?:hal|perihal|subject|re|v/v|về việc)\s*:|kepada yth|kính gửi\s*:|dear\s)", re.IGNORECASE
)
_DELIVERED = lazy_regex(
    r"(?<!\w)(?:delivered|spoken|(?:di|me)(?:sampai|baca|ucap)kan|sambutan|pidato|speech|address|remarks|đọc|phát biểu"
    r"|diễn văn)(?!\w)",
    re.IGNORECASE,
)
_DELIVERED_ON = lazy_regex(r"\W{0,3}(?:delivered|spoken|di(?:sampai|baca|ucap)kan|đọc)(?!\w)", re.IGNORECASE)
_PLACED = lazy_regex(  # before a day in a heading that is not a sentence
    rf",\s*\Z|(?:\A\W*{DAY_PART}|{WEEKDAY},?)\s+\Z", re.IGNORECASE
)
_NOT_A_YEAR = lazy_regex(
    r"(?:nomor|no\.?|số|number)\s*\d{1,4}\s*\Z|(?<!\w)(?:fiscal(?: year)?|fy|anggaran|tài chính)\s*\Z",
    re.IGNORECASE,
)
_YEAR = lazy_regex(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class DateSources:
    """Where dates are searched: the file's name and folder, first and last lines (with boilerplate, title and
    captions), the body, whether it is about an event (a speech is itself one), and the last lines of the body, where a
    release is signed."""

    filename: str
    folder: str
    head: list[str]
    body: str
    foot: list[str]
    tells_of_event: bool
    closing: list[str] = field(default_factory=list)


def add_date_candidates(description: Description, page: DateSources) -> None:
    """Add candidates for `date`, the issue date, and `event_date`, the day of the event, with their precision."""
    body = page.body[:SEARCHED]
    everything = "\n".join([*page.head, body, *page.foot])
    month_first = date_finder.month_first(everything)
    for name, origin, sure_of in (
        (page.filename, "file name", {"year": YEAR_IN_NAME}.get),
        (page.folder, "folder", {"year": YEAR_IN_FOLDER, "month": FOLDER, "day": FOLDER}.get),
    ):
        told = _told_in_name(name, description, everything)
        if told and not (told[1] == "year" and _is_of_none(int(told[0]), everything)):
            add_date_candidate(description, "date", told, origin, sure_of(told[1]) or NAME)
    year, _ = _year(description, everything)
    signed = list(_signed(page.closing))
    place = None
    for dated in _printed(page, body, signed, year, month_first):
        add_date_candidate(
            description, "date", (dated.found.iso, dated.found.precision), dated.origin, dated.confidence
        )
        place = place or dated.place
    if place:
        description.offer("places", [_place(place)], ORIGIN)
    description.offer("second_calendar", second_calendar([*page.head, *signed]), ORIGIN)
    in_url = day_of(str(description.values.get("source_url") or ""))
    if in_url and date_finder.find(in_url[0] if in_url[1] == "day" else f"{in_url[0]}-01"):
        add_date_candidate(description, "date", in_url, "url", ADDRESS)
    if page.tells_of_event or any(map(_LETTER.match, [*page.head, *body[:1000].split("\n")])):
        above = [line for line in dict.fromkeys(page.head) if line not in body]
        _offer_event(description, above, body or "\n".join(page.foot), everything, month_first)
    else:
        _offer_day_held(description, page.head, body, signed, month_first)


def _told_in_name(name: str, description: Description, text: str) -> tuple[str, str] | None:
    """Return the date in a name. Of the two days that `04072025` can mean, it is the one that the text or the file
    knows, or else the one with the day first."""
    told, other = in_name(name), month_first_in_name(name)
    if told is None or other is None:
        return told
    known = {str(offer.value)[:10] for offer in description.origins.get("document_created", [])}
    known |= {found.iso for found in date_finder.find(text) if found.precision in ("day", "month")}
    for day, month in ((told[0], told[0][:7]), (other, other[:7])):
        if day in known or month in known:
            return day, "day"
    return told


def _is_of_none(year: int, text: str) -> bool:
    """Return whether a year in a name matches no day in the text (`1982-cold-case`, the number `1900`)."""
    years = {found.year for found in date_finder.find(text) if found.precision == "day"}
    return bool(years) and all(abs(year - one) > 1 for one in years)


def _offer_event(description: Description, above: list[str], body: str, everything: str, month_first: bool) -> None:
    year, sure = _year(description, everything)
    happened = event(above, body, year, sure, month_first)
    issued = _as_day(str(description.values.get("date") or ""))
    printed = any(offer.origin in TEXTUAL for offer in description.origins.get("date", [])[:1])
    if issued is not None and printed and description.values.get("date_precision") == "day":
        title = str(description.values.get("title") or "")
        opening = f"{title}\n{body}" if len(title.split()) > LONG_TITLE else body
        if happened is not None and happened.found.precision != "month":
            opening = _opening_above(happened.found, [*above, body])
        counted = counted_day(opening, issued)
        if counted is not None:
            add_date_candidate(description, "event_date", (counted.isoformat(), "day"), "body", COUNTED)
            return
    if happened is not None:
        told = _near(happened.found, str(description.values.get("date") or "")), happened.found.precision
        add_date_candidate(description, "event_date", told, happened.origin, happened.confidence)


def _opening_above(found: FoundDate, parts: list[str]) -> str:
    """Return the first paragraph of the body (its last part) if the day is below it and is not a field of an event."""
    above, body = sum(len(part) + 1 for part in parts[:-1]), parts[-1]
    opening = body.partition("\n\n")[0]
    is_below = found.start > above + len(opening)
    return opening if is_below and not any(map(says_when, body.split("\n"))) else ""


def _offer_day_held(description: Description, head: list[str], body: str, signed: list[str], month_first: bool) -> None:
    """Add the day on which a speech was given: that of its delivery, else the first in its head that is not called a
    publication date, else that of its signature."""
    opening = [line.strip() for line in body[:3000].split("\n") if line.strip()][:_HEAD]
    delivered = [line for line in [*head, *opening] if _DELIVERED_ON.match(line)]
    may_be_letter = description.origins["kind"][0].origin == BY_SALUTATION
    named = [line for line in head if not may_be_letter or _DELIVERED.search(line)]
    for line in [*delivered, *named, *([] if may_be_letter else signed)]:
        found = next((one for one in date_finder.find(in_one_calendar(line), None, month_first) if one.complete), None)
        if found is None or found.precision not in ("day", "range") or is_labelled(line):
            continue
        if not ends_sentence(line) or _PLACED.search(line[: found.start]):
            add_date_candidate(description, "event_date", (found.iso, found.precision), "header line", COUNTED)
            return


def _printed(
    page: DateSources, body: str, signed: list[str], year: int | None, month_first: bool
) -> Iterator[DatelineDate]:
    """Return the issue dates in the lines: the first at the head, those below that are labelled, and one at the
    foot."""
    below = [line.strip() for line in body.split("\n")[: BELOW * 2] if line.strip()][:BELOW]
    of_events = {line for n, line in enumerate(below) if is_of_event(below, n)}
    rows = _rows([*page.head, *below])
    seen: set[str] = set()
    for lines, is_head in ((with_days_below(page.head), True), (with_days_below(below), False)):
        for n, line in enumerate(lines):
            is_events = line in of_events or line in rows or (is_head and is_of_event(lines, n))
            dated = None if is_events else dateline(line, year, month_first)
            if dated is None or dated.found.iso in seen:
                continue
            most = _most(lines, n, dated, is_head)
            if most:
                seen.add(dated.found.iso)
                yield replace(dated, confidence=min(dated.confidence, most))
    foot = [line for line in [*(line for line in page.foot if is_date_line(line)), *signed] if line not in of_events]
    for line in foot:
        dated = dateline(line, year, month_first)
        if dated is not None:
            most = SIGNED if line in signed or is_labelled(line) else FOOT
            yield replace(dated, confidence=min(dated.confidence, most))
            return


def _signed(closing: list[str]) -> Iterator[str]:
    """Return the last lines with an issue date: with its place, a label, or the place of signing above."""
    for n, line in enumerate(closing):
        done = any(map(_DONE.match, closing[max(0, n - 2) : n])) or second_calendar(closing[max(0, n - 1) : n])
        if is_date_line(line) and (_SIGNED.match(line) or is_labelled(line) or done):
            yield line


def _rows(lines: list[str]) -> set[str]:
    """Return the rows of a list with a day in each, such as dates of birth, and the days of an agenda."""
    rows = {line for line in lines if any(map(is_date_line, _CELLS.split(line.strip())[1:]))}
    days = {line for line in lines if _DAY_OF_AGENDA.match(line.strip(" *_#:")) and is_date_line(line.strip(" *_#:"))}
    return {row for listed in (rows, days) if len(listed) >= FEWEST_LISTED for row in listed}


def _most(lines: list[str], n: int, dated: DatelineDate, is_head: bool) -> float:
    """Return the maximum confidence for the day of a line. Below the head, its line must be labelled as an issue date,
    or stand alone before all sentences; otherwise 0. Sites print the day of a visit above their menus."""
    near = [*lines[max(0, n - 1) : n], *lines[n + 1 : n + 2]]
    is_day = is_date_line(lines[n])
    says_so = dated.place or is_labelled(lines[n]) or (dated.confidence >= PLAIN and not is_day)
    if says_so or any(release_label(one) or releases_now(one) for one in near):
        return SURE if is_head else PLAIN
    if is_head:
        return BARE if is_day else SURE
    in_menu = not any(ends_sentence(one) for one in lines[:n])
    return ALONE if in_menu or says_today(lines[n], dated.found) else 0.0


def known_year(text: str) -> tuple[int, bool] | None:
    """Return the year that the text writes out most often, and whether it is the only one, or None."""
    counted: Counter[int] = Counter()
    for found in date_finder.find(text):
        if not _NOT_A_YEAR.search(text[max(0, found.start - 30) : found.start]):
            counted[found.year] += 2 if found.precision != "year" else 1
    if not counted:
        printed = {int(year) for year in _COPYRIGHT.findall(text)}
        return (printed.pop(), True) if len(printed) == 1 else None
    best = max(counted, key=lambda year: (counted[year], year))
    return best, len(counted) == 1


def _near(found: FoundDate, issued: str) -> str:
    """Return the date; if its year was not written, in the year that puts it nearest to the issue date."""
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
    """Return the town of a dateline; `HANOI, Vietnam` is Hanoi."""
    town = words.split(",", 1)[0].strip()
    return town.title() if town.isupper() else town


def _year(description: Description, text: str) -> tuple[int | None, bool]:
    """Return the year that completes others: that of issue, else the one in the text, and whether it is the only
    one."""
    issued = str(description.values.get("date") or "")[:4]
    if issued.isdigit():
        return int(issued), True
    return known_year(text) or (None, False)


def add_date_candidate(
    description: Description, key: str, told: tuple[str, str], origin: str, confidence: float
) -> None:
    """Add a candidate date and its precision under `key`, and use the surest candidate."""
    description.offer(f"{key}_precision", told[1], origin)
    description.offer(key, told[0], origin, confidence)
    choose(description, key)


def choose(description: Description, key: str = "date") -> None:
    """Use the surest candidate date, the first of equals; in place of a year or month, a day within it."""
    offers = description.origins.get(key, [])
    if not offers:
        return
    offers.sort(key=_doubt)
    best = offers[0]
    finer = [offer for offer in offers if _is_finer(str(offer.value), str(best.value))]
    if finer and len(str(best.value)) < len("2025-10-25"):
        best = finer[0]
        offers.remove(best)
        offers.insert(0, best)
    description.values[key] = best.value
    exact = {4: "year", 7: "month", 10: "day"}.get(len(str(best.value)), "range")
    if description.values.get(f"{key}_precision") != exact:
        description.prefer(f"{key}_precision", exact, best.origin)


def _doubt(offer: Candidate) -> float:
    return 0.0 if offer.confidence is None else 1.0 - offer.confidence


def _is_finer(iso: str, than: str) -> bool:
    return len(iso) > len(than) and iso.startswith(than)


def add_file_date(description: Description) -> None:
    """Add the days of a file after those from its text. If the text has none, `file_date` is the day it was created,
    else the day it was saved; neither if the text names a much later day, with a note: releases are written over older
    ones, and a new file keeps the creation day of the first. `file_date` places a record in lists; it is no `date`,
    because nobody said that the text was issued on it."""
    made, saved = (description.origins.get(f"document_{what}", []) for what in ("created", "modified"))
    if not made or not description.text.strip():
        return
    if "date" not in description.values:
        lines = _head_lines(description)
        undated = next(filter(None, (_yearless(line, int(made[0].value[:4])) for line in lines)), None)
        if undated is not None and not _complete(undated, [*made, *saved], description):
            _tell(Message("day-without-year", day=undated.found.iso[5:]), made[0], description)
            return
        if undated is None:
            _offer_file_date(made, saved, description)
            return
    least = description.origins["date"][0].confidence or FILE
    for offer in made:
        if all(other.value != offer.value for other in description.origins["date"]):
            description.offer("date", offer.value, offer.origin, min(offer.confidence or FILE, least))


def _offer_file_date(made: list[Candidate], saved: list[Candidate], description: Description) -> None:
    """Add the first day of the file that the text does not contradict, or a note that there is none."""
    named = _named(description)
    last = max(named, default=None)
    for offer in [*made, *saved]:
        day = _as_day(offer.value)
        if day is not None and (last is None or (last - day).days <= FAR):
            doubted = _any_far(day, [*filter(None, [last]), *(_as_day(other.value) for other in saved)])
            confidence = LITTLE if doubted or offer in saved else offer.confidence or FILE
            description.offer(FILE_DATE, offer.value, offer.origin, confidence)
            return
    if last is not None:
        _tell(last.isoformat(), made[0], description)


def _any_far(day: date, others: Iterable[date | None]) -> bool:
    """Return whether the last day in the text, or the day the file was saved, is from another time."""
    return any(other is not None and abs((day - other).days) > FAR for other in others)


def _tell(words: str, made: Candidate, description: Description) -> None:
    description.notes.append(Message("file-day-doubtful", made=made.value, named=words))


def _named(description: Description) -> list[date]:
    """Return the days and months in the text with their year."""
    title = str(description.values.get("title") or "")
    text = "\n".join([title, description.text[:SEARCHED], *description.furniture[:100]])
    return [found.first for found in date_finder.find(text) if found.complete and found.precision != "year"]


def _head_lines(description: Description) -> list[str]:
    paragraphs = description.text[:SEARCHED].split("\n\n")[:_HEAD]
    return [*description.furniture[:20], *(paragraph[:300].split("\n", 1)[0] for paragraph in paragraphs)]


def _yearless(line: str, year: int) -> DatelineDate | None:
    dated = dateline(line, year, month_first=False)
    return dated if dated is not None and not dated.found.complete and dated.found.precision == "day" else None


def _complete(dated: DatelineDate, offers: Iterable[Candidate], description: Description) -> bool:
    """Complete the day of a dateline with the year that puts it nearest to a day of the file; return False if none is
    near."""
    near = [day for day in (_as_day(offer.value) for offer in offers) if day is not None]
    years = {day.year + more for day in near for more in (-1, 0, 1)}
    days = [day for day in (_as_day(f"{year:04}{dated.found.iso[4:]}") for year in years) if day is not None]
    apart, day = min(((min(abs((day - one).days) for one in near), day) for day in days), default=(NEAR + 1, None))
    if day is None or apart > NEAR:
        return False
    description.offer("date_precision", "day", dated.origin)
    description.offer("date", day.isoformat(), dated.origin, dated.confidence)
    return True


def _as_day(iso: str) -> date | None:
    try:
        return first_day(iso)
    except ValueError:
        return None


def doubt_years(description: Description) -> None:
    """Rank a day with an implausible year after all other candidates, at low confidence, with a note. In text from OCR,
    one digit may be wrong."""
    by_machine = bool(description.values.get(TEXT_ORIGIN))
    offers = description.origins.get("date", [])
    years = {year for number in description.values.get("identifiers") or [] for year in _YEAR.findall(str(number))}
    doubted = [offer for offer in offers if _is_doubtful(offer, {int(year) for year in years}, by_machine)]
    if not doubted:
        return
    kept = [Candidate(offer.origin, offer.value, min(offer.confidence or 1.0, DOUBTED)) for offer in doubted]
    description.origins["date"] = [*(offer for offer in offers if offer not in doubted), *kept]
    choose(description)
    description.notes.append(Message("year-doubtful", day=doubted[0].value))


def _is_doubtful(offer: Candidate, named: set[int], by_machine: bool) -> bool:
    if offer.origin not in TEXTUAL:
        return False
    year = int(str(offer.value)[:4])
    if year > datetime.now(UTC).year + AHEAD:
        return True
    return by_machine and (year < FIRST_TYPED or (bool(named) and all(abs(year - one) > 1 for one in named)))
