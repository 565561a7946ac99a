"""Days of issue that are not likely: of years to come, and of scans whose number gives another year."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from archive.record import TEXT_ORIGIN, Description, Offer

DOUBTED = 0.3  # the confidence of such a day
AHEAD = 1  # years from now that a release may be dated
FIRST_TYPED = 1900  # before which nothing was written as press offices write
TEXTUAL = ("dateline", "body", "title", "header line", "first line")  # origins of what stands in the words
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def doubt_years(description: Description) -> None:
    """Let a day whose year is not likely come after any other on offer, at a low confidence, and say so. In words that
    were read from a picture one figure may be another."""
    by_machine = bool(description.values.get(TEXT_ORIGIN))
    offers = description.origins.get("date", [])
    years = {year for number in description.values.get("identifiers") or [] for year in _YEAR.findall(str(number))}
    doubted = [offer for offer in offers if _is_doubtful(offer, {int(year) for year in years}, by_machine)]
    if not doubted:
        return
    sure = [offer for offer in offers if offer not in doubted]
    kept = [Offer(offer.origin, offer.value, min(offer.confidence or 1.0, DOUBTED)) for offer in doubted]
    description.origins["date"] = [*sure, *kept]
    first = description.origins["date"][0]
    description.values["date"] = first.value
    exact = {4: "year", 7: "month", 10: "day"}.get(len(str(first.value)), "range")
    if description.values.get("date_precision") != exact:
        description.prefer("date_precision", exact, first.origin)
    description.notes.append(f"the year of {doubted[0].value} is not likely: compare it with the original")


def _is_doubtful(offer: Offer, named: set[int], by_machine: bool) -> bool:
    if offer.origin not in TEXTUAL:
        return False
    year = int(str(offer.value)[:4])
    if year > datetime.now(UTC).year + AHEAD:
        return True
    return by_machine and (year < FIRST_TYPED or (bool(named) and all(abs(year - one) > 1 for one in named)))
