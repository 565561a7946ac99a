"""Find persons in a text by the office or honorific before the name. It finds few, but is rarely wrong."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from archive.authority.persons.name_words import BODY_WORDS, GROUPS, PHRASES, SURNAMES, PhraseKind
from archive.authority.persons.non_persons import (
    ADJECTIVES,
    CITIES,
    HEADS,
    INSTITUTIONS,
    NAME_LIKE,
    NO_NAMES,
    NOUNS,
    PLACES,
    THINGS,
    is_of_a_thing,
    phrases,
)
from archive.authority.persons.tokens import last_before
from archive.authority.persons.word_classes import JOINING, ClassifiedWords, beginning, is_acronym, is_kind

OWNING = frozenset(["of", "của", "dari", "from", "asal"])

PARTICLES = frozenset(
    [
        "ibn",
        "binte",
        "dos",
        "das",
        "do",
        "du",
        "ter",
        "ten",
        "zu",
        "zum",
        "e",
        "y",
        "af",
        "de",
        "da",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "binti",
        "al",
        "el",
        "la",
        "le",
    ]
)

_OPENS = re.compile(r"\s[\"“‘']")  # a nickname in quotes, inside a name
_CLOSES = re.compile(r"[\"”’']\s")
_APART = frozenset([",", "-", "–", "—"])


class JoinedWords(ClassifiedWords):
    """The words of a text, and how each is joined to its neighbours."""

    def apposition(self, n: int) -> int:
        """Return the first word of the apposition that ends with word `n`, an office after a comma or a dash; -1 if
        there is none."""
        while n > 0 and self.words[n].gap.strip() not in _APART:
            if set(self.words[n].gap) & set(".;:()\n"):
                return -1
            n -= 1
        article = n + 1 < len(self.words) and self.words[n].low in {"the", "a", "an", "also", "who", "yang", "juga"}
        if n > 0 and self.words[n].low in OWNING:
            return n
        return n if n > 0 and self.phrase(n + article)[1] not in {None, PhraseKind.FIELD, PhraseKind.NAME} else -1

    def _is_team(self, first: int, last: int) -> bool:
        """Return whether a run after `and` is a known body: `Oscar Piastri of Australia and McLaren (L)`."""
        run = tuple(word.low for word in self.words[first : last + 1])
        return first > 3 and self.words[first - 1].low == "and" and PHRASES.get(run) is PhraseKind.FIELD

    def _owner(self, first: int) -> int:
        """Return the position of `of` in the four words before the `and` before word `first`, after a name; 0 if there
        is none."""
        near = range(first - 3, max(0, first - 7), -1)
        return next((n for n in near if self.words[n].low == "of" and self.is_capital(n - 1)), 0)

    def joins(self, n: int) -> bool:
        """Return whether there are only blanks and the quotation marks of a nickname, and no `'s`, before word `n`."""
        if self.words[n - 1].text.endswith(("'s", "’s")):
            return False
        gap = self.words[n].gap
        if gap.isspace():
            return True
        if _OPENS.fullmatch(gap):
            return any(_CLOSES.fullmatch(word.gap) for word in self.words[n + 1 : n + 4])
        return bool(_CLOSES.fullmatch(gap)) and any(
            _OPENS.fullmatch(word.gap) for word in self.words[max(0, n - 3) : n]
        )

    def follows_thing(self, offset: int) -> bool:
        """Return whether what ends at `offset` is certainly not a person: a place or the name of a thing."""
        last = last_before(self.words, offset)
        first = last
        while first > 0 and self.words[first].gap.isspace() and last - first < 4:
            first -= 1
        lows = [word.low for word in self.words[first : last + 1]]
        return any(low in NOUNS for low in lows) or any(" ".join(lows[n:]) in PLACES for n in range(len(lows)))

    def goes_on(self, n: int) -> bool:
        return self.is_capital(n) or (self.sorts[n] is None and self.words[n].text in PARTICLES)


MOST_WORDS = 6  # in a name
_MOST_OF_RUN = 16  # words of a run of capitalised words that are checked

_ALSO_NAMES = frozenset(["tim", "a", "an"])  # things, but names after a title
_SHIRT = re.compile(r"\s(?:#\d{1,3}\s)?")  # `Lionel Messi #10 of Inter Miami (R)`
_DEGREE = re.compile(
    r"[RDI]-[A-Z][A-Za-z.]*|[A-Z][A-Za-z]{0,4}\.(?:[A-Z][a-z]{0,4}\.?)*|MBA|MSi|MSc|PhD|SH|MH|SE|MM|ST|MT"
)
_DEGREE_LAST = re.compile(r"[A-HJ-UWYZ][A-Z]{1,3}|Sp[A-Z]+|PhD|[MS][A-Z][a-z]*")
_OF_PLACES = frozenset(["ga", "hồ", "bay", "lake", "park", "mount"])  # things before a place name, otherwise names
# `Suparmi (55), kanan`, `Lionel Messi #10 (R)`
_AGE = re.compile(r"(?:\(\d{1,3}(?:\s\w{1,6})?\)|,\s*\d{1,3}(?:\s(?:tuổi|tahun|th))?|\s#\d{1,3})[\s,]*\Z")
_BETWEEN = re.compile(r"(?:[^\W\d]|[\s.,-]){0,60}")  # degrees, between a name and a remark on it


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with the title before it, or None; [start, end) of the name in the text. `sorts` are the kinds of the
    title's phrases, in order; `begin` is where the title, or else the name, begins."""

    name: str
    title: str | None
    start: int
    end: int
    sorts: tuple[PhraseKind, ...] = ()
    begin: int = 0


class NameReading(JoinedWords):
    """A text in which names that end or begin at a position can be found. Linear in the length of the text."""

    def before(self, offset: int) -> FoundName | None:
        """Return the name that ends at `offset`, ignoring blanks, a comma, age and degrees, or the name before a comma
        and an office that does (`X, Ketua Umum Y (kiri)`); None if there is none."""
        found = self._before(offset)
        n = last_before(self.words, offset) + 1
        for _ in range(4):
            n = self.apposition(n - 1)
            if n < 0 or (found is not None and (self.words[n].gap.strip() == "," or found.start < self.words[n].start)):
                break
            found = self._before(self.words[n - 1].end)
        return found

    def ending(self, offset: int) -> FoundName | None:
        """Return the name that ends at `offset` even behind a dash or a comma: `Ambon – Governor Jane Lee`."""
        return self._before(offset)

    def _before(self, offset: int) -> FoundName | None:
        age = _AGE.search(self.text, max(0, offset - 16), offset)
        offset = age.start() if age else offset
        last = last_before(self.words, offset)
        while last >= 0 and _DEGREE.fullmatch(self.words[last].text) and self.words[last].gap.strip() == ",":
            last -= 1
        if last < 0 or not self.is_capital(last) or not _BETWEEN.fullmatch(self.text, self.words[last].end, offset):
            return None
        first = last
        while first > max(0, last - _MOST_OF_RUN) and self.goes_on(first - 1) and self.joins(first):
            first -= 1
        owner = first - 1 if first > 2 and self.words[first - 1].low == "the" else first
        if owner < first and self.words[owner - 1].low in OWNING and self.is_capital(owner - 2):
            return self._before(self.words[owner - 2].end)  # `Coco Gauff of the United States (left)`
        if self._is_team(first, last) and (owner := self._owner(first)) > 0:
            return self._before(self.words[owner - 1].end)
        if first > 1 and self.words[first - 1].low in OWNING and self.words[first].gap.isspace():
            if self.is_capital(first - 2) and _SHIRT.fullmatch(self.words[first - 1].gap):
                return self._before(self.words[first - 2].end)  # `Jannik Sinner of Italy (R)`
            if self.sorts[first - 2] in {PhraseKind.OFFICE, PhraseKind.HONORIFIC}:
                return self._found(first + 1, last)  # `Archbishop of Canterbury Justin Welby`
        if first > 1 and self.words[first - 1].low == "for" and self.sorts[first - 2] is not None and last - first > 1:
            return self._found(first + 1, last)  # `High Commissioner for Refugees Filippo Grandi`
        while first <= last and not self.is_capital(first):
            first += 1
        return self._found(first if first <= last else last, last)

    def after(self, n: int) -> FoundName | None:
        """Return the name that begins with word `n`, or None."""
        last = n
        if n >= len(self.words) or not self.is_capital(n):
            return None
        while (
            last + 1 < len(self.words)
            and self.words[last + 1].gap.isspace()
            and "\n" not in self.words[last + 1].gap
            and self.goes_on(last + 1)
            and last - n < MOST_WORDS
            and not self.words[last].text.endswith(("'s", "’s"))
        ):
            last += 1
        while last > n + 1 and _DEGREE_LAST.fullmatch(self.words[last].text) and self.has_small:
            last -= 1
        while last > n and not self.is_capital(last):
            last -= 1
        return self._found(n, last)

    def within(self, start: int, end: int) -> FoundName | None:
        """Return the first name in [start, end)."""
        n = last_before(self.words, start) + 1
        while n < len(self.words) and self.words[n].end <= end:
            found = self.after(n) if self.is_capital(n) else None
            if found is not None and found.end <= end:
                return found
            n += 1
            while n < len(self.words) and self.goes_on(n) and self.words[n].gap.isspace() and self.goes_on(n - 1):
                n += 1  # do not start inside a run that is not a name
        return None

    def _found(self, first: int, last: int) -> FoundName | None:
        if last < first or sum(word.text not in PARTICLES for word in self.words[first : last + 1]) > MOST_WORDS:
            return None
        begin, sorts = self._title(first)
        first = max(first, beginning(self.words, first, last, sorts, self.has_small))
        if begin > 0 and not sorts and self.words[begin - 1].low == "the" and self.words[begin].gap.isspace():
            return None  # `the Titanic`
        if not self._is_name(first, last, sorts) or is_of_a_thing(self.words, begin, self.sorts, bool(sorts)):
            return None
        words = self.words
        start, end = words[first].start, words[last].end
        name = self.text[start:end]
        if name.endswith(("'s", "’s")):
            name, end = name[:-2], end - 2
        title = " ".join(self.text[words[begin].start : start].split()).rstrip(" \"“‘'") if sorts else None
        return FoundName(name, title, start, end, sorts, words[min(begin, first)].start)

    def _title(self, first: int) -> tuple[int, tuple[PhraseKind, ...]]:
        """Return (the first word of the title before word `first`, the kinds of its words)."""
        n = first
        sorts: list[PhraseKind] = []
        while n > 0 and not set(self.words[n].gap) & set(".,;:\n") and first - n < 14:
            sort = self.sorts[n - 1]
            if sort is not None:
                sorts.insert(0, sort)
            elif not sorts or self.words[n - 1].low not in JOINING | ADJECTIVES:
                break
            n -= 1
        while n < first and self.sorts[n] is None and self.words[n].low in JOINING:
            n += 1
        return n, tuple(sorts)

    def _is_name(self, first: int, last: int, sorts: tuple[PhraseKind, ...]) -> bool:
        words = self.words[first : last + 1]
        lows = [word.low for word in words]
        whole = " ".join(lows)
        if (
            whole in PLACES
            or (lows[0] in _OF_PLACES and " ".join(lows[1:]) in PLACES)
            or (
                lows[0] in THINGS
                and not (lows[0] in _ALSO_NAMES and (sorts or (lows[0] == "an" and words[0].gap == " ")))
                and not (lows[0] in SURNAMES and len(lows) > 2)
            )
            or " ".join(lows[:2]) in THINGS
            or lows[-1] in HEADS
            or (lows[-1] in CITIES and lows[0] not in SURNAMES)
            or (len(lows) > 2 and " ".join(lows[-2:]) in CITIES and lows[0] not in SURNAMES)
        ):
            return False
        if self.phrase(first)[1] is PhraseKind.FIELD and lows[0] not in NAME_LIKE and lows[0] not in PLACES:
            return False
        if self.has_small and any(map(is_acronym, words)):
            return False
        if len(words) == 1 and not sorts and is_kind(self.words, first, alone=True):
            return False
        if len(words) == 1 and first > 0 and words[0].gap == " " and self._owns(first - 1, sorts):
            return False
        if all(word.text.isupper() and "." in word.text for word in words):
            return False  # `(H.C.)`
        if len(words) == 1 and not sorts and lows[0].partition("-")[0] == lows[0].partition("-")[2]:
            return False  # `ondel-ondel`
        return len(whole) > 2 and not (len(words) == 1 and lows[0] in ADJECTIVES)

    def _owns(self, n: int, sorts: tuple[PhraseKind, ...]) -> bool:
        """Return whether the one capitalised word after word `n` is a possessor: `pekerja Freeport`, `Duke of
        Sussex`."""
        of_group = sorts and (
            (sorts[0] is PhraseKind.SOMEBODY and sorts[-1] is PhraseKind.FIELD)
            or (self.words[n].low in GROUPS and len(set(sorts)) == 1)
        )
        return bool(of_group) or (bool(sorts) and self.words[n].low in {"of", "của"})


def bare_name(words: str) -> str | None:
    """Return the name in words that denote one person, with office and honorific or without; None if there is none, or
    if the words denote a body (`Kementerian Luar Negeri`, `UNICEF`)."""
    reading = NameReading(words[:300])
    found = reading.within(0, len(words))
    if found is not None and not found.sorts and found.name.isupper() and " " not in found.name:
        return None
    titled = any(sort is not None for sort in reading.sorts)
    of_body = any(
        word.low in BODY_WORDS or (not titled and reading.has_small and is_acronym(word)) for word in reading.words
    )
    return None if found is None or (of_body and not found.sorts) else found.name


MOST = 50
HEADING, LONGEST_HEADING = 0.75, 250  # share of a line's longer words with a capital; maximum characters of a heading
PEOPLES = frozenset(phrases("american, african, asian, european, british, french, german, chinese, russian"))
STREETS = frozenset(
    phrases(
        "boulevard, blvd, avenue, ave, street, road, highway, bridge, stadium, theatre, theater, centre,"
        " center, school, "
        "university, college, hospital, airport, library, museum, foundation, award, prize, trophy, institute, "
        "memorial, building, square, plaza, arena, row, terrace, lane, close, crescent, drive, hall, house, tower, "
        "station, park, gardens, court, ward, mart, cup, class, shield"
    )
)
"""Words after a name by which it is a thing's."""
CALLED_AFTER = frozenset(
    phrases(
        "jalan, jl, jln, lapangan, lap, stadion, bandara, gedung, stasiun, terminal, pulau, selat, samudra,"
        " tanjung, kapal, kri, "
        "universitas, sekolah, sma, smp, smk, rsud, rsup, masjid, pasar, taman, gor, waduk, bendungan, thpt, thcs, "
        "trường, đường, phố, viện, cầu, lăng, trường đại học, gudang, asrama, gelora, simpang, tugu, monumen, kampung, "
        "perumahan, pelabuhan, dermaga, museum, balai, wisma, aula, pondok, pesantren, feri, topan, badai, "
        "warung, toko, rumah makan, hotel, merek, chợ, ga, bến, phà, tàu, bão, chùa, đền, công viên, quảng trường, "
        "nhãn hiệu, hiệu, thương hiệu, quán, tiệm, phở, bún, bánh, cơm, nem, mắm, kedai, depot, soto, sate, bakso, "
        "fort, camp, ship, ferry, vessel, cutter, trawler, steamer, frigate, yacht, ss, mv, hms, uss, "
        "hurricane, typhoon, storm, brand, statue"
    )
)
"""Words before a name by which it is a thing's."""
UNITS = frozenset(
    phrases(
        "huyện, xã, phường, tỉnh, quận, thị xã, thị trấn, thành phố, kerajaan, kabupaten, kecamatan, kelurahan, desa, "
        "provinsi, republik, distrik"
    )
)
"""Words before the name of a place that one word or two of it do not make a person."""
_STREETS_ALONE = frozenset(phrases("row, terrace, avenue, boulevard, crescent, stadium"))  # but not surnames
_ROYAL = frozenset(
    phrases("queen, king, prince, princess, lady, lord, sultan, admiral")
)  # with `the`, a ship or an inn
_KIN = frozenset(phrases("nội, ngoại, táo"))  # after `ông` and `bà`
_QUOTED = ({'"', "“", "‘", "'", "«"}, {'"', "”", "’", "'", "»"})
_GLUED = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}+\.[A-Za-z]|[a-z][A-Z][a-z]++[A-Z]")
LONGEST = 200_000  # characters of a text that are read


def named_in(text: str) -> list[str]:
    """Return up to MOST people whose names follow an office or honorific (`Presiden X`, `bà X`, `Prime Minister X`), in
    text order, each once. Parts of a longer name in the text are left out. Linear in the text's length."""
    reading = NameReading(text[:LONGEST])
    names: dict[str, int] = {}
    small = {word.text for word in reading.words if word.text.islower()}
    headings = _Headings(reading.text)
    for n in range(1, len(reading.words)):
        if reading.sorts[n - 1] is None or reading.sorts[n] is not None or not reading.words[n].gap.isspace():
            continue
        found = reading.after(n)
        if found is None or not _is_sure(found) or (small and found.name.isupper()):
            continue
        if _is_no_name(found.name, small) or _names_a_thing(reading, found):
            continue
        if headings.holds(found.start) and not headings.prove(found):
            continue
        if " " in found.name or found.name.casefold() not in small:  # `Menteri Pajak`, in a text about `pajak`
            names.setdefault(found.name, found.start)
    alone = {name for name in names if " " not in name}
    fuller = _fuller(reading, alone) if alone else {}
    return _whole([fuller.get(name, name) for name in names])[:MOST]


class _Headings:
    """The lines of a text in which most words are capitalised: there, a capital does not prove a name."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[tuple[int, int]] = []
        prose: list[str] = []
        at = 0
        for line in text.split("\n"):
            if _is_heading(line):
                self._spans.append((at, at + len(line)))
            else:
                prose.append(line)
            at += len(line) + 1
        self._starts = [start for start, _ in self._spans]
        self._prose = "\n".join(prose)

    def holds(self, start: int) -> bool:
        """Return whether an offset is in such a line and there are other lines."""
        n = bisect_right(self._starts, start) - 1
        return n >= 0 and start < self._spans[n][1] and bool(self._prose.strip())

    def prove(self, found: FoundName) -> bool:
        """Return whether the name, or its last two words, is also in other lines; or it ends with its line or at a
        comma."""
        if found.name in self._prose or " ".join(found.name.split()[-2:]) in self._prose:
            return True
        return self._text[found.end : found.end + 1] in {"", "\n", ",", ")", ";"}


def _is_heading(line: str) -> bool:
    if len(line) > LONGEST_HEADING or line.rstrip(' "”)').endswith((".", "!", "?")):
        return False
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= HEADING * len(words)


def _is_no_name(name: str, small: set[str]) -> bool:
    """Return whether one of its words is never in names, or the text also has all of its words in lower case."""
    words = name.split()
    lows = [word.casefold().strip(".,") for word in words]
    if any(low in NO_NAMES or low in PEOPLES or _GLUED.search(word) for low, word in zip(lows, words, strict=True)):
        return True
    if (
        lows[0] in {"jr", "sr"} | _KIN
        or len(lows[-1]) < 2
        or any(low.endswith(("-based", "-themed", "-led")) for low in lows)
    ):
        return True
    return name.isascii() and len(words) > 1 and all(low in small for low in lows)


def _names_a_thing(reading: NameReading, found: FoundName) -> bool:
    """Return whether a street, hall, ship or brand has this name: `lap. Pangeran Antasari`, `Martin Luther King
    Boulevard`, `the Queen Beatriz`, `"Bà Năm Rạch Giá"`."""
    text = reading.text
    if text[max(0, found.begin - 1) : found.begin] in _QUOTED[0] and text[found.end : found.end + 1] in _QUOTED[1]:
        return True
    after = last_before(reading.words, found.end) + 1
    if reading.words[after - 1].low in _STREETS_ALONE:
        return True
    for word in reading.words[after : after + 2]:
        if word.gap != " " or not word.text[0].isupper():
            break
        if word.low in STREETS:
            return True
    name = last_before(reading.words, found.start)
    if name >= 0 and reading.words[name].low in CALLED_AFTER:
        return True  # `Hiệu trưởng Trường THPT Nguyễn Đình Chiểu`
    if name >= 0 and _is_of_unit(reading, name, found.name):
        return True
    first = last_before(reading.words, found.begin) + 1
    if first > 0 and reading.words[first - 1].low == "the" and reading.words[first].low in _ROYAL and name == first:
        return True
    if first <= name and reading.words[first].low in CALLED_AFTER:
        return True  # `Bandara Sultan Mahmud`
    for n in range(first - 1, max(-1, first - 4), -1):
        if set(reading.words[n + 1].gap) & set(",;:()\n"):
            return False
        if reading.words[n].low.rstrip(".") in CALLED_AFTER:
            return True
    return False


def _is_of_unit(reading: NameReading, n: int, name: str) -> bool:
    """Return whether a name after word `n` is a district or a state: `Chủ tịch UBND huyện Tân Lộc`."""
    return (reading.words[n].low in UNITS or f"{reading.words[n - 1].low} {reading.words[n].low}" in UNITS) and len(
        name.split()
    ) <= 2


def _fuller(reading: NameReading, alone: set[str]) -> dict[str, str]:
    """Return, for each name, the only longer name in the text that ends with it (`President Lincoln` and `Abraham
    Lincoln`); a word that begins a sentence is not part of it."""
    found: dict[str, set[str]] = {}
    for n in range(1, len(reading.words)):
        word = reading.words[n]
        if word.text not in alone or word.gap != " " or not reading.is_capital(n - 1):
            continue
        longer = reading.before(word.end)
        follows = (
            n + 1 < len(reading.words) and reading.words[n + 1].text[0].isupper() and reading.words[n + 1].gap == " "
        )
        inside = longer is not None and reading.text[max(0, longer.begin - 2) : longer.begin].strip()[-1:] not in {
            *'.!?:"“',
            "",
        }
        if longer is not None and longer.end == word.end and inside and not follows and " " in longer.name:
            found.setdefault(word.text, set()).add(longer.name)
    return {name: longer.pop() for name, longer in found.items() if len(longer) == 1}


def _is_sure(found: FoundName) -> bool:
    """Return whether it is certainly a name. An office with an unknown field or place may be followed by just that, so
    capitals prove nothing."""
    words = found.name.split()
    kinds = set(found.sorts)
    if (
        not kinds - {PhraseKind.SOMEBODY, PhraseKind.FIELD}
        or len(words) > 5
        or not words[-1][0].isupper()
        or any(word.casefold() in INSTITUTIONS for word in words)
    ):
        return False
    if found.title in {"Sen", "Rep"} and not found.name.isascii():
        return False  # `Sen Hồng` is a lotus
    last = found.sorts[-1]
    if PhraseKind.OPEN in kinds and not (last in {PhraseKind.OFFICE, PhraseKind.HONORIFIC} or _closed(found)):
        return False
    if len(words) == 1:
        # `Menteri Sugiono`, `President Lincoln`; one syllable of a Vietnamese name is not enough.
        return (
            (PhraseKind.OFFICE in kinds or _closed(found))
            and last is not PhraseKind.HONORIFIC
            and str(found.title).isascii()
        )
    return last is not PhraseKind.FIELD or PhraseKind.OFFICE in kinds or PhraseKind.OPEN in kinds


def _closed(found: FoundName) -> bool:
    """Return whether the words before the name complete a body or a place: an acronym (`Ketua DPR`), a known place."""
    words = str(found.title).split()
    return found.sorts[-1] is PhraseKind.FIELD and (
        (words[-1].isupper() and len(words[-1]) < 7)
        or words[-1].casefold() in PLACES
        or " ".join(words[-2:]).casefold() in PLACES
    )


def _whole(names: list[str]) -> list[str]:
    """Return the names without those whose words are all, in this order, part of a longer one."""
    kept: list[str] = []
    padded = [f" {name.casefold()} " for name in names]
    for n, name in enumerate(names):
        own = padded[n]
        if not any(own in other and own != other for other in padded) and own not in padded[:n]:
            kept.append(name)
    return kept
