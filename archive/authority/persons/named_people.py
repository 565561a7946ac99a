"""Find persons in a text by the office or honorific before the name. It finds few, but is rarely wrong."""

from __future__ import annotations

import re
from bisect import bisect_right

from archive.authority.persons.name_parser import FoundName, NameReading
from archive.authority.persons.name_words import PhraseKind
from archive.authority.persons.non_persons import INSTITUTIONS, NO_NAMES, PLACES, phrases
from archive.authority.persons.tokens import last_before

MOST = 50
HEADING, LONGEST_HEADING = 0.75, 250  # share of a line's longer words with a capital; maximum characters of a heading
PEOPLES = frozenset(phrases("american, african, asian, european, british, french, german, chinese, russian"))
STREETS = frozenset(
    phrases(
        "boulevard, blvd, avenue, ave, street, road, highway, bridge, stadium, theatre, theater, centre, center, "
        "school, university, college, hospital, airport, library, museum, foundation, award, prize, trophy, institute, "
        "memorial, building, square, plaza, arena, row, terrace, lane, close, crescent, drive, hall, house, tower, "
        "station, park, gardens, court, ward, mart, cup, class, shield"
    )
)
"""Words after a name by which it is a thing's."""
CALLED_AFTER = frozenset(
    phrases(
        "jalan, jl, jln, lapangan, lap, stadion, bandara, gedung, stasiun, terminal, pulau, selat, samudra, tanjung, "
        "kapal, kri, universitas, sekolah, sma, smp, smk, rsud, rsup, masjid, pasar, taman, gor, waduk, bendungan, "
        "thpt, thcs, trường, đường, phố, viện, cầu, lăng, trường đại học, gudang, asrama, gelora, simpang, tugu, "
        "monumen, kampung, perumahan, pelabuhan, dermaga, museum, balai, wisma, aula, pondok, pesantren, feri, topan, "
        "badai, warung, toko, rumah makan, hotel, merek, chợ, ga, bến, phà, tàu, bão, chùa, đền, công viên, "
        "quảng trường, nhãn hiệu, hiệu, thương hiệu, quán, tiệm, phở, bún, bánh, cơm, nem, mắm, kedai, depot, soto, "
        "sate, bakso, fort, camp, ship, ferry, vessel, cutter, trawler, steamer, frigate, yacht, ss, mv, hms, uss, "
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
_WIDE = re.compile(r" {3,}")
LONGEST = 200_000  # characters of a text that are read


def _ended(gap: re.Match[str]) -> str:
    """Return a gap that stands for a lost line break as the end of a name, of the same length."""
    return ";".ljust(len(gap[0]))


def named_in(text: str) -> list[str]:
    """Return up to MOST people whose names follow an office or honorific (`Presiden X`, `bà X`, `Prime Minister X`), in
    text order, each once. Parts of a longer name in the text are left out. Linear in the text's length."""
    reading = NameReading(_WIDE.sub(_ended, text[:LONGEST]))
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
