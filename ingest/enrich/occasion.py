"""On what occasion and where a speech was given, from its title and the lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.enrich import dates
from ingest.enrich.words import collapse, with_or_without_marks

LONGEST = 250  # characters of a title or line

_EVENT = re.compile(
    with_or_without_marks(
        r"(?<!\w)(?:pembukaan|penutupan|peringatan|upacara|sidang|konferensi|ktt|rapat|forum|seminar|webinar|peresmian"
        r"|peluncuran|hari|acara|debat|simposium|kongres|musyawarah|munas|rakernas|rakornas|dialog|wisuda|pelantikan"
        r"|lokakarya|pertemuan|sesi|malam|perayaan|hut|dies natalis|pembekalan|penyerahan|penandatanganan|festival|expo"
        r"|lễ|hội nghị|hội thảo|phiên|kỳ họp|diễn đàn|đại hội|cuộc họp|cuộc gặp|buổi|kỷ niệm|họp báo|tọa đàm|toạ đàm"
        r"|mít tinh|khai mạc|bế mạc|khai giảng|khánh thành|ngày hội|chiêu đãi|quốc tang"
        r"|opening|closing|ceremony|conference|summit|meeting|session|launch|anniversary|day|debate|assembly"
        r"|dinner|lunch|luncheon|symposium|congress|inauguration|convocation|commencement|graduation|event|dialogue"
        r"|council|workshop|reception|celebrations?|commemoration|signing|briefing|gala|festival|funeral|memorial"
        r"|parliament|lecture|roundtable)(?!\w)"
    ),
    re.IGNORECASE,
)
_AT = re.compile(
    with_or_without_marks(
        r"(?<!\w)(?:(?:disampaikan |dibacakan )?(?:pada|dalam(?: rangka)?|saat|di(?: acara| hadapan| depan)?)"
        r"|(?:trình bày |phát biểu |đọc )?(?:tại|nhân(?: dịp)?|trong|ở|trước)"
        r"|(?:delivered |given )?(?:at|during|on the occasion of|before|to|in))\s+(?:acara\s+)?(?:(?:the|an?)\s+)?"
    ),
    re.IGNORECASE,
)
_NO_PLACE = re.compile(r"(?:the|a|an|his|her|behalf|behalf of|tentang|về|nama|hal|ini)\b|\d", re.IGNORECASE)
_OF_PLACE = ("di", "in", "tại", "tai", "ở", "o", "at")
_INSIDE = re.compile(  # at the end of an occasion
    r"(?<!\s)\s++(?:di|in|tại|tai|ở)\s++(?P<place>[A-ZÀ-ỸĐ][\w'’.-]+(?:\s+[A-ZÀ-ỸĐ][\w'’.-]+){0,4})\Z"
)
_TOPIC = re.compile(  # of what was said to a body; of a conference it is part of its name
    r"(?:(?<=congress)|(?<=session)|(?<=assembly)|(?<=parliament)|(?<=council))\s++(?:reporting\s++)?(?:on|about)\s.*"
    r"|(?<!\s)\s++(?:reporting on|concerning|regarding|about)\s.*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÀ-ỸĐ][\w'’.-]*(?:\s+(?:of|de|la|dan|and|và|[A-ZÀ-ỸĐ0-9][\w'’.-]*)){0,6}\Z")
_HOUSE = re.compile(
    with_or_without_marks(
        r"(?:the )?(?:[\w.]+ ){0,5}(?:universit\w+|university|institut\w*|college|school|hotel|hall|cent(?:er|re)"
        r"|convention"
        r"|palace|house|museum|stadium|campus|office|square|gedung|istana|balai|stadion|aula|kampus|lapangan|taman|masjid"
        r"|gereja|kantor|pendopo|auditorium|akademi|sekolah|pondok|bandara|pelabuhan|trường|học viện|trung tâm|nhà|cung"
        r"|sân|trụ sở|khách sạn|quảng trường|bảo tàng|hội trường)(?!\w)"
    ),
    re.IGNORECASE,
)
_NAMED = re.compile(  # what such a word leads to is an occasion, whatever it is called
    with_or_without_marks(r"(?:[\w ]*\bacara|dalam rangka|nhân(?: dịp)?|on the occasion of)\s"), re.IGNORECASE
)
_DAY_WORD = re.compile(
    with_or_without_marks(
        r"(?:(?<!\s)\s++)?(?:[,(–—-]\s*+)?(?:(?:tanggal|ngày|on|pada|hari)\s*+)?(?:(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|thứ \w+|chủ nhật)(?:,\s*+|\s*+))?\Z"
    ),
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?<!\s)\s++(?:tentang|mengenai|bertajuk|bertema|về chủ đề|với chủ đề|entitled|titled)\s.*\Z"
    r"|(?:(?<!\s)\s++)?[:;].*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """The event as printed, the building or hall, and the town; None for what is not said."""

    event: str | None = None
    place: str | None = None
    city: str | None = None


def occasion_of(title: str | None, lines: Sequence[str] = ()) -> Occasion:
    """Where and at what a speech was given, from its title, else from lines at its head that say nothing else."""
    found = [_read(collapse(title), False)] if title and len(title) <= LONGEST else []
    found += [_read(collapse(words), True) for words in lines if len(words) <= LONGEST]
    return Occasion(
        next((one.event for one in found if one.event), None),
        next((one.place for one in found if one.place), None),
        next((one.city for one in found if one.city), None),
    )


def _read(words: str, from_start: bool) -> Occasion:
    """`from_start`: the line has to begin with the word that leads to the occasion."""
    words, dated = _undated(words.strip(" .*_()"))
    if dated and _NAME.match(words) and len(words.split()) <= 3 and "." not in words:
        return Occasion(city=words)  # `Jakarta, 14 Maret 2022`
    for at in [match for match in _AT.finditer(words) if not from_start or match.start() == 0]:
        rest = _ABOUT.sub("", words[at.end() :]).strip(" ,.–—-()")
        event, *places = [
            part.strip(" .")
            for part in re.split(r"(?:(?<!\s)\s++)?,\s*+|(?<!\s)\s++[–—|-]\s++", rest)
            if part.strip(" .")
        ] or [""]
        event = _TOPIC.sub("", event)
        if (_EVENT.search(event) or _NAMED.match(at[0])) and len(event.split()) > 1:
            return _placed(event, places, dated)
        of_place = not from_start and at[0].split()[0].casefold() in _OF_PLACE
        if of_place and _is_place(event) and not _NO_PLACE.match(event):
            return _placed(None, [event, *places], dated)
    return Occasion()


def _placed(event: str | None, places: list[str], dated: bool) -> Occasion:
    """The occasion, with the town last among the places, the house before it."""
    inside = _INSIDE.search(event) if event else None
    if event and inside:
        event, places = event[: inside.start()], [inside["place"], *places]
    places = [place for place in places if _is_place(place) and not _NO_PLACE.match(place)]
    if not places:
        return Occasion(event)
    if len(places) == 1:
        is_town = len(places[0].split()) <= (3 if dated else 2) and not _HOUSE.match(places[0])
        return Occasion(event, city=places[0]) if is_town else Occasion(event, places[0])
    return Occasion(event, places[0], places[1])


def _is_place(words: str) -> bool:
    """A name in capitals, or that of a house, whose words Vietnamese writes small."""
    return _NAME.match(words) is not None or (
        words[:1].isupper() and len(words.split()) <= 8 and _HOUSE.match(words) is not None
    )


def _undated(words: str) -> tuple[str, bool]:
    """The words without the day at their end, and whether there was one."""
    for found in dates.find(words):
        if found.precision in ("day", "range") and len(words) - found.end <= 2:
            return _DAY_WORD.sub("", words[: found.start]).strip(" ,(–—-"), True
    return words, False
