"""Speaker, occasion, place and turns of a speech.

The speaker comes from the title, occasion and place from the title and the lines around it, turns from labels
(`MODERATOR:`, `Q:`, `Hỏi:`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.authority.persons.non_persons import NO_NAMES
from archive.text.dates import date_finder
from archive.text.orthography import bare, collapse, with_or_without_marks, word_set
from archive.text.patterns import lazy_regex
from ingest.extract.kind.named_speaker import is_bare_office, speaker_in
from ingest.extract.kind.world_speeches import world_speech_title
from ingest.extract.language.language_detection import is_bare_vietnamese

LONGEST = 250  # characters of a title or line

_EVENT = lazy_regex(
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
_AT = lazy_regex(
    with_or_without_marks(
        r"(?<!\w)(?:(?:disampaikan |dibacakan )?(?:pada|dalam(?: rangka)?|saat|di(?: acara| hadapan| depan)?)"
        r"|(?:trình bày |phát biểu |đọc )?(?:tại|nhân(?: dịp)?|trong|ở|trước)"
        r"|(?:delivered |given )?(?:at|during|on the occasion of|before|to|in))\s+(?:acara\s+)?(?:(?:the|an?)\s+)?"
    ),
    re.IGNORECASE,
)
_NO_PLACE = lazy_regex(r"(?:the|a|an|his|her|behalf|behalf of|tentang|về|nama|hal|ini)\b|\d", re.IGNORECASE)
_TITLED = lazy_regex(r"(?:mr|mrs|ms|miss|mdm|dr|prof|sir|dame|bapak|ibu|ông|bà)\.?\s", re.IGNORECASE)  # a person
_OF_PLACE = ("di", "in", "tại", "tai", "ở", "o", "at")
_INSIDE = lazy_regex(  # at the end of an occasion
    r"(?<!\s)\s++(?:di|in|tại|tai|ở)\s++(?P<place>[A-ZÀ-ỸĐ][\w'’.-]+(?:\s+[A-ZÀ-ỸĐ][\w'’.-]+){0,4})\Z"
)
_TOPIC = lazy_regex(  # of remarks to a body; for a conference it is part of its name
    r"(?:(?<=congress)|(?<=session)|(?<=assembly)|(?<=parliament)|(?<=council))\s++(?:reporting\s++)?(?:on|about)\s.*"
    r"|(?<!\s)\s++(?:reporting on|concerning|regarding|about)\s.*",
    re.IGNORECASE,
)
_OCCASION_NAME = lazy_regex(r"[A-ZÀ-ỸĐ][\w'’.-]*(?:\s+(?:of|de|la|dan|and|và|[A-ZÀ-ỸĐ0-9][\w'’.-]*)){0,6}\Z")
_HOUSE = lazy_regex(
    with_or_without_marks(
        r"(?:the )?(?:[\w.]+ ){0,5}(?:universit\w+|university|institut\w*|college|school|hotel|hall|cent(?:er|re)"
        r"|convention"
        r"|palace|house|parliament|senate|museum|stadium|campus|office|square|gedung|istana|balai|stadion|aula|kampus|lapangan|taman|masjid"
        r"|gereja|kantor|pendopo|auditorium|akademi|sekolah|pondok|bandara|pelabuhan|trường|học viện|trung tâm|nhà|cung"
        r"|sân|trụ sở|khách sạn|quảng trường|bảo tàng|hội trường)(?!\w)"
    ),
    re.IGNORECASE,
)
_NAMED = lazy_regex(  # followed by an occasion, whatever its name
    with_or_without_marks(r"(?:[\w ]*\bacara|dalam rangka|nhân(?: dịp)?|on the occasion of)\s"), re.IGNORECASE
)
_DAY_WORD = lazy_regex(
    with_or_without_marks(
        r"(?:(?<!\s)\s++)?(?:[,(–—-]\s*+)?(?:(?:tanggal|ngày|on|pada|hari)\s*+)?(?:(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|thứ \w+|chủ nhật)(?:,\s*+|\s*+))?\Z"
    ),
    re.IGNORECASE,
)
_ABOUT = lazy_regex(
    r"(?<!\s)\s++(?:tentang|mengenai|bertajuk|bertema|về chủ đề|với chủ đề|entitled|titled)\s.*\Z"
    r"|(?:(?<!\s)\s++)?[:;].*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """The event as printed, the building or hall, and the town; None for missing parts."""

    event: str | None = None
    place: str | None = None
    city: str | None = None


def occasion_of(title: str | None, lines: Sequence[str] = ()) -> Occasion:
    """Return where and on what occasion a speech was given, from its title, else from lines at its head with nothing
    else."""
    found = [_read(collapse(title), False)] if title and len(title) <= LONGEST else []
    found += [_read(collapse(words), True) for words in lines if len(words) <= LONGEST]
    return Occasion(
        next((one.event for one in found if one.event), None),
        next((one.place for one in found if one.place), None),
        next((one.city for one in found if one.city), None),
    )


def _read(words: str, from_start: bool) -> Occasion:
    """Read an occasion. `from_start`: the line must begin with the word that introduces it."""
    words, dated = _undated(words.strip(" .*_()"))
    if dated and _OCCASION_NAME.match(words) and len(words.split()) <= 3 and "." not in words:
        return Occasion(city=words)  # `Jakarta, 14 Maret 2022`
    for at in _AT.finditer(words):
        if (from_start and at.start()) or (at[0].split()[0].casefold() == "o" and not words.isascii()):
            continue  # an unmarked `ở` is the article of Portuguese
        rest = _closed(_ABOUT.sub("", words[at.end() :]).strip(" ,.–—-()"))
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


def _closed(words: str) -> str:
    """Return the words with a closing bracket that was stripped; without a bracketed remark on the text, such as `(as
    delivered)`."""
    head, bracket, inside = words.rpartition("(")
    if not bracket or ")" in inside:
        return words
    return head.rstrip() if inside.casefold().startswith("as ") else f"{words})"


def _placed(event: str | None, places: list[str], dated: bool) -> Occasion:
    """Return the occasion, with the last place as the town, and the venue before it."""
    inside = _INSIDE.search(event) if event else None
    if event and inside and not _EVENT.search(inside["place"]):  # `Women in Ports Conference` is in no town
        event, places = event[: inside.start()], [inside["place"], *places]
    places = [place for place in places if _is_place(place) and not (_NO_PLACE.match(place) or _TITLED.match(place))]
    if not places:
        return Occasion(event)
    if len(places) == 1:
        is_town = len(places[0].split()) <= (3 if dated else 2) and not _HOUSE.match(places[0])
        return Occasion(event, city=places[0]) if is_town else Occasion(event, places[0])
    return Occasion(event, places[0], places[1])


def _is_place(words: str) -> bool:
    """Return whether it is a capitalised name, or that of a venue, whose words are in lower case in Vietnamese."""
    return _OCCASION_NAME.match(words) is not None or (
        words[:1].isupper() and len(words.split()) <= 8 and _HOUSE.match(words) is not None
    )


def _undated(words: str) -> tuple[str, bool]:
    """Return the words without the day at their end, and whether there was one."""
    for found in date_finder.find(words):
        if found.precision in ("day", "range") and len(words) - found.end <= 2:
            return _DAY_WORD.sub("", words[: found.start]).strip(" ,(–—-"), True
    return words, False


_STOPS = (
    r"(?:pada|di|dalam|saat|untuk|tentang|mengenai|kepada|tanggal|at|on|to|before|in|during|for|delivered|tại|nhân|trong|về|trước|gửi|"
    r"ngày)\b"
)
_SPEAKER_NAME = rf"(?P<name>(?!{_STOPS})[^\s,:;(]+(?:\s+(?!{_STOPS}|[–—-])[^\s,:;(]+){{0,11}})"
_NAMED_AFTER = lazy_regex(
    r"(?:(?:naskah|teks|transkrip|text of|transcript of|full text of|toàn văn|the)\s+)*"
    r"(?:(?:pidato|sambutan|amanat|orasi)(?: (?:kunci|pembukaan|penutup|kenegaraan|pengantar))?(?: oleh)?|"
    r"(?:bài phát biểu|phát biểu|diễn văn|lời phát biểu|thông điệp)(?: (?:khai mạc|bế mạc|chúc mừng))? của|"
    rf"(?:[\w-]+ ){{0,2}}(?:speech|remarks|address|statement|message) (?:by|of))\s+{_SPEAKER_NAME}",
    re.IGNORECASE,
)
_OWNER = lazy_regex(
    r"(?P<name>[\w .,-]{3,80}?)['’]s?\s+(?:[\w-]+\s+){0,3}(?:address|speech|remarks|message|statement)\b", re.IGNORECASE
)
_OF_SOMETHING = lazy_regex(r"\s(?:to|on|in|from) (?:the|his|her|a)\s", re.IGNORECASE)
_OF_OFFICE = lazy_regex(r",?\s(?:for|of|to)\s", re.IGNORECASE)
_BY_BEHIND = lazy_regex(  # Second Reading Speech on the Ports Bill by Minister for Trade ...
    r"(?:[\w-]+ ){0,3}(?:speech|remarks|address|statement|reply|response|answer|tribute)\s[^\n]{2,200}?\sby\s",
    re.IGNORECASE,
)
_LED_ELSEWHERE = lazy_regex(  # to the first office or name: `Discurso da `, `Allocution de `, `Rede von `
    r"[^\n]{3,60}?(?:(?:\s(?:del?|da|do|du|des|della?|di|von|vom|der|van|por|pel[oa]|par)(?:\s(?:la|el))?\s|d['’])"
    r"|(?=\s(?:Presiden|Menteri|Perdana|Wakil|Ketua)\s))"
)

# Vietnamese without accents has words that are names in others (tai is at, and a name in English).
_BARE_NAMED_AFTER = lazy_regex(bare(_NAMED_AFTER.pattern), re.IGNORECASE)


def speaker_of(title: str) -> str | None:
    """Return the speaker as printed, with the office if the title has it; None if the title names nobody."""
    title = title[:250]
    unmarked = title.isascii() and is_bare_vietnamese(re.findall(r"[a-z]+", title.lower()))
    match = (_BARE_NAMED_AFTER if unmarked else _NAMED_AFTER).match(title) or _OWNER.match(title)
    if match is None:
        led = _LED_ELSEWHERE.match(title) if world_speech_title(title) else None
        behind = led or _BY_BEHIND.match(title)
        return speaker_in(title[behind.end() :]) if behind else None
    name = match["name"].strip(" ,.:;-–—")
    if _OF_SOMETHING.search(name):
        return None  # `Addendum to the President's Address`
    if is_bare_office(name):
        named = speaker_in(title[match.start("name") :])
        if named or _OF_OFFICE.match(title, match.end("name")):
            return named  # `Minister for Law`: an office that goes on is nobody's name
    first = name.split()[:1] or [""]
    return name if first[0][:1].isupper() and len(name) > 2 and first[0].casefold() != "the" else None


SEARCHED = 400_000  # characters of a text
MOST = 2_000  # turns
_SEVERAL, _FEW_SYMBOLS = 5, 0.25  # speakers, from which on symbols among them are counted; their share in a transcript
_LABEL = lazy_regex(
    r"^[*_]{0,2}(?P<name>[^\W\d_][^\n:：*|]{0,58}?)(?:\s*\([^()\n]{1,40}\))?[*_]{0,2}\s*(?:[:：]"
    r"|(?<=^[QATJHĐ])\.)[*_]{0,2}"
    r"(?=\s*\S)",
    re.MULTILINE,
)
_ROLE = lazy_regex(
    with_or_without_marks(
        r"(?:q|a|question|answer|moderator|interviewer|interviewee|host|reporters?|journalist|press|speaker|chair"
        r"|t|j|tanya|jawab|penanya|pewawancara|narasumber|wartawan|pewarta|moderator|pembawa acara|presenter"
        r"|h|đ|hỏi|đáp|trả lời|pv|phóng viên|mc|người dẫn chương trình|nhà báo|điều phối)(?: \d{1,2})?\Z"
    ),
    re.IGNORECASE,
)
_FIELD = lazy_regex(  # labels of lines in an invitation, a form or a list of exhibits
    with_or_without_marks(
        r"(?:who|what|when|where|why|how|rsvp|doors|includes?|included|details|location|agenda|background"
        r"|access|parking"
        r"|apa|siapa|kapan|di ?mana|mengapa|kenapa|bagaimana|hari|tujuan|acara|peserta|pakaian|dress code|agenda|lokasi"
        r"|pukul|jam|dasar|menimbang|mengingat|memutuskan|menetapkan|ai|cái gì|khi nào|ở đâu|nội dung"
        r"|thời gian|địa điểm"
        r"|chủ trì|khách mời|thành phần|kính gửi|trang phục|mục đích|yêu cầu)(?:[ /&].*)?"
        r"|.*\s(?:\d{1,3}|[ivx]{1,4}|[a-d])",
    ),
    re.IGNORECASE,
)
_FORMULA = re.compile(r"[=+<>\u2212\u2200-\u22ff^\\]")
_NO_SPEAKER = word_set(
    "note notes contact contacts tel telp fax email e-mail foto photo photos sumber source catatan embargo date "
    "tanggal subject perihal re to from cc kepada dari nomor lampiran hal tags keywords website alamat address time "
    "place venue waktu tempat nguồn ảnh ghi kính số http https update"
)  # fmt: skip


def turns(text: str) -> list[dict[str, Any]]:
    """Return the turns of speakers as [{speaker, start, end}]: each label as printed, and the code points of `text`
    with the words after it. Empty if the labels are not those of people who take turns."""
    found = [match for match in _LABEL.finditer(text[:SEARCHED]) if _may_speak(match["name"])]
    often = Counter(match["name"].strip() for match in found)
    said = [m for m in found if often[m["name"].strip()] > 1 or _ROLE.match(m["name"].strip()) or m["name"].isupper()]
    names = {match["name"].strip() for match in said}
    if not any(often[name] > 1 or _ROLE.match(name) for name in names):
        return []  # a label that occurs once is a line of a form
    if len(said) < 3 or len(names) < 2 or not any(name.isupper() or _ROLE.match(name) for name in names):
        return []
    if len(names) >= _SEVERAL and sum(map(_is_symbol, names)) > _FEW_SYMBOLS * len(names):
        return []  # a mathematical text
    ends = [match.start() for match in said[1:]] + [len(text)]
    return [_turn(text, match, end) for match, end in list(zip(said, ends, strict=True))[:MOST]]


def _turn(text: str, match: re.Match[str], end: int) -> dict[str, Any]:
    words = text[match.end() : end]
    start = match.end() + len(words) - len(words.lstrip())
    return {"speaker": match["name"].strip(), "start": start, "end": match.end() + len(words.rstrip())}


def _is_symbol(name: str) -> bool:
    """Return whether a label is one or two letters without a role, or has signs of a formula."""
    return _ROLE.match(name) is None and (len(name) <= 2 or bool(_FORMULA.search(name)))


def _may_speak(name: str) -> bool:
    """Return whether the words before a colon can name a speaker: a role, or a name with its office, in capitals or
    not."""
    words = name.split()
    if not 1 <= len(words) <= 7 or words[0].casefold().strip(".") in _NO_SPEAKER:
        return False
    if _ROLE.match(name.strip()) is not None:
        return True
    if _FIELD.fullmatch(name.strip()) or any(word.casefold().strip(".,") in NO_NAMES for word in words):
        return False
    return name[0].isupper() and sum(w[0].isupper() for w in words) * 2 > len(words)
