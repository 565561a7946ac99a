"""Which of several embargoes counts, and where one may have been found."""

from __future__ import annotations

import re

from archive.record import Description, Offer
from ingest.enrich import dates
from ingest.enrich.words import fold

IN_HEAD, IN_TEXT, IN_NAME = "header line", "line of the text", "file name"
OF_TEXTS = (IN_HEAD, IN_TEXT, IN_NAME)  # said in words around a text, not in a field for it

# Patterns are for folded words.
_EMBARGO = re.compile(r"(?<![a-z])(?:di)?embargo(?:ed)?(?![a-z])")
_OWN_TIME = re.compile(
    r"(?<![a-z])(?:until|till|before|after|upon|sampai|hingga|sebelum|setelah|sesudah|usai|s\.?/?d|den|toi|truoc|sau"
    r"|notice|pemberitahuan|deliver(?:y|ed)|dibacakan|disampaikan|selesai|(?:mon|tues|wednes|thurs|fri|satur|sun)day|senin"
    r"|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|thu (?:hai|ba|tu|nam|bay)|chu nhat|besok|nanti|tomorrow|tonight|pukul"
    r"|jam|noon|midnight|[ap]\.?m|wib|wita|gmt|utc)(?![a-z])|\d{1,2}\s?[:.h]\s?\d\d|\d{4,}"
)
_DECIMAL = re.compile(r"\d+,\d+")  # `November 2,84 persen`
_MORE = re.compile(
    r"(?<![a-z])(?:not|do|jangan|tidak|belum|dilarang|hold|cam|khong|chua|rahasia|confidential|internal)\b"
)


def settle(description: Description) -> None:
    """Let the strictest of the embargoes on offer be the one used; one that is not enforced comes last. A mark that
    says no more than that there is an embargo speaks of the same one as words that say when it ends."""
    offers = description.origins.get("embargo")
    if offers:
        offers.sort(key=_strictness, reverse=True)
        told = any(offer.value.get("until") is not None and offer.value.get("enforced", True) for offer in offers)
        offers.sort(key=lambda offer: told and _is_bare(offer))
        description.values["embargo"] = offers[0].value


def is_bare(words: str) -> bool:
    """Whether words say that there is an embargo, and neither when it ends nor another order: `EMBARGO: Inflasi`."""
    folded = fold(words.replace("_", " "))
    if not _EMBARGO.search(folded) or _OWN_TIME.search(folded) or _MORE.search(folded):
        return False
    days = dates.find(_DECIMAL.sub("", words), year=2000)
    return not any(found.precision in ("day", "range") for found in days)


def _is_bare(offer: Offer) -> bool:
    return offer.value.get("until") is None and is_bare(str(offer.value.get("words") or ""))


def _strictness(offer: Offer) -> tuple[bool, str]:
    return offer.value.get("enforced", True), offer.value.get("until") or "9999"
