"""The day on which a file says it was made: the day of issue where its words give none, unless they speak of another
time. Releases are written over older ones, and a new file keeps the day on which the first of them was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from archive.record import Description, Offer
from ingest.enrich import dates
from ingest.enrich.dating import SEARCHED, Dated, dateline

FAR = 400  # days by which a text may announce what it tells of
NEAR = 60  # days between a dateline without its year and the days of its file
CONFIDENCE, LITTLE = 0.4, 0.2
_HEAD = 6  # paragraphs in which a dateline may stand


def offer_file_day(description: Description) -> None:
    """Offer the days of a file behind what its words say. Where these say nothing, the day it was made is the day of
    issue, else the day it was saved; neither, and a note says so, where the words name a day long after it."""
    made, saved = (description.origins.get(f"document_{what}", []) for what in ("created", "modified"))
    if not made or not description.text.strip():
        return
    if "date" not in description.values:
        lines = _head_lines(description)
        undated = next(filter(None, (_dateline(line, int(made[0].value[:4])) for line in lines)), None)
        if undated is not None and not _complete(undated, [*made, *saved], description):
            _tell(f"{undated.found.iso[5:]} without its year", made[0], description)
            return
        if undated is None and not _take(made, saved, description):
            return
    for offer in made:
        if all(other.value != offer.value for other in description.origins["date"]):
            description.offer("date", offer.value, offer.origin, offer.confidence or CONFIDENCE)


def _take(made: list[Offer], saved: list[Offer], description: Description) -> bool:
    """Takes the first day of the file that the words do not speak against; False when there is none."""
    named = _named(description)
    last = max(named, default=None)
    for offer in [*made, *saved]:
        day = _as_day(offer.value)
        if day is not None and (last is None or (last - day).days <= FAR):
            doubted = _apart(day, [*filter(None, [last]), *(_as_day(other.value) for other in saved)])
            confidence = LITTLE if doubted or offer in saved else offer.confidence or CONFIDENCE
            description.offer("date_precision", "day", offer.origin)
            description.offer("date", offer.value, offer.origin, confidence)
            return True
    if last is not None:
        _tell(last.isoformat(), made[0], description)
    return False


def _apart(day: date, others: Iterable[date | None]) -> bool:
    """Whether the last day that the words name, or the day the file was saved, is of another time."""
    return any(other is not None and abs((day - other).days) > FAR for other in others)


def _tell(words: str, made: Offer, description: Description) -> None:
    description.notes.append(
        f"its file says it was made on {made.value}, and its text names {words}: no day of issue is taken from that"
    )


def _named(description: Description) -> list[date]:
    """The days and months that the words name with their year."""
    title = str(description.values.get("title") or "")
    text = "\n".join([title, description.text[:SEARCHED], *description.furniture[:100]])
    told = [found.iso[:10] for found in dates.find(text) if found.complete and found.precision != "year"]
    return [day for day in map(_as_day, told) if day is not None]


def _head_lines(description: Description) -> list[str]:
    paragraphs = description.text[:SEARCHED].split("\n\n")[:_HEAD]
    return [*description.furniture[:20], *(paragraph[:300].split("\n", 1)[0] for paragraph in paragraphs)]


def _dateline(line: str, year: int) -> Dated | None:
    dated = dateline(line, year, month_first=False)
    return dated if dated is not None and not dated.found.complete and dated.found.precision == "day" else None


def _complete(dated: Dated, offers: Iterable[Offer], description: Description) -> bool:
    """Offers the day of a dateline in the year that puts it nearest to a day of the file; False when none is near."""
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
        return date.fromisoformat(iso if len(iso) == len("2025-05-04") else f"{iso[:7]}-01")
    except ValueError:
        return None
