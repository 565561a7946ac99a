"""Positions of people in a picture, as captions give them: `kedua dari kanan`, `ngoài cùng bên phải`, `2nd R`.

Also reads lists from one side to the other: `từ trái sang: X, Y`, `X, Y and Z, from left`, `Front row (left to right):
X, Y`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.authority.persons.name_parser import FoundName, NameReading
from archive.authority.persons.tokens import ABBREVIATIONS
from archive.text.patterns import lazy_regex

_SIDES = {
    "left": "kiri trái left l ki",
    "right": "kanan phải right r ka",
    "centre": "tengah giữa centre center c middle",
}
_PLACES = {
    "front": "depan trước front foreground",
    "back": "belakang sau back rear background",
    "standing": "berdiri đứng standing",
    "seated": "duduk ngồi seated sitting",
    "top": "atas trên top above",
    "bottom": "bawah dưới bottom below",
}
_NUMBERS = (
    "pertama nhất first 1st",
    "kedua hai second 2nd dua",
    "ketiga ba third 3rd tiga",
    "keempat tư fourth 4th empat",
    "kelima năm fifth 5th lima",
    "keenam sáu sixth 6th",
    "ketujuh bảy seventh 7th",
    "kedelapan tám eighth 8th",
    "kesembilan chín ninth 9th",
    "kesepuluh mười tenth 10th",
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FAR = frozenset(["paling", "ujung", "pojok", "sekali", "ngoài", "cùng", "bìa", "rìa", "far", "extreme"])
_FILLING = (
    "dari di ke sebelah nomor no urutan sisi bagian posisi bên phía từ sang qua tính kể thứ ở chính người vị trí hàng",
    "đầu tiên from the at on in side to of one pictured seen shown wearing keduanya both cả pada paling",
)
_FILLERS = frozenset(word for words in _FILLING for word in words.split())
_ROWS: dict[tuple[str, ...], str] = {
    ("hàng", "đầu"): "front row",
    ("hàng", "trước"): "front row",
    ("baris", "depan"): "front row",
}
_ROWS |= {("hàng", "sau"): "back row", ("hàng", "dưới"): "front row", ("hàng", "trên"): "back row"}
_ROWS |= {("baris", "belakang"): "back row", ("front", "row"): "front row", ("back", "row"): "back row"}
_ROWS |= {("top", "row"): "back row", ("bottom", "row"): "front row", ("đầu", "tiên"): "first"}
_ROWS |= {("front", "row"): "front row", ("rear", "row"): "back row", ("middle", "row"): "middle row"}
_ROWS |= {("hàng", "giữa"): "middle row", ("baris", "tengah"): "middle row", ("baris", "atas"): "back row"}
_ROWS |= {("barisan", "depan"): "front row", ("barisan", "belakang"): "back row", ("baris", "bawah"): "front row"}
_ROWS |= {("hàng", "ngồi"): "seated", ("hàng", "đứng"): "standing", ("hàng", "đầu", "tiên"): "front row"}
for _row_name, _said in (
    ("first row", "first row, baris pertama, hàng thứ nhất, hàng nhất"),
    ("second row", "second row, baris kedua, hàng thứ hai, hàng hai, hàng 2"),
    ("third row", "third row, baris ketiga, hàng thứ ba, hàng ba, hàng 3"),
):
    _ROWS |= {tuple(phrase.split()): _row_name for phrase in _said.split(", ")}
_CLOTHES = lazy_regex(
    r"(?:ber(?!diri|sama)\w{3,}|ber(?:baju|kemeja|kerudung|jas|topi|batik|pakaian|kacamata|seragam|jaket|peci|dasi|jilbab)|baju|kemeja|memakai|"
    r"mengenakan|memegang|áo|mặc|đội|đeo|cầm|in|wearing|holding|with)(?!\w)",
    re.IGNORECASE,
)
_DRESS = (
    r"(?:suit|shirt|t-shirt|dress|gown|jacket|coat|hat|cap|helmet|glasses|sunglasses|mask|uniform|scarf|headscarf|hijab|"
    r"tie|turban|wheelchair|red|white|black|blue|green|yellow|pink|orange|purple|grey|gray|brown|beige|gold|silver)"
)
_SEEN = lazy_regex(
    rf"(?:in|wearing|with|holding) (?:(?:an?|the|his|her|their|dark|light|navy) ){{0,2}}(?:[a-z]+ ){{0,2}}{_DRESS}|"
    r"(?:at|behind|on) (?:the |a )?(?:podium|lectern|microphone|rostrum|mic|stage|pulpit|piano)|"
    r"ber(?:baju|kemeja|kerudung|jas|topi|batik|pakaian|kacamata|seragam|jaket|peci|dasi|jilbab|kaus|rompi|masker|sarung|"
    r"gaun|kebaya|celana|helm)(?: [a-z]+){0,3}|"
    r"(?:baju|kemeja|celana|jaket|kaus|kaos|topi|jilbab|rompi|jas|gaun) [a-z]+(?: [a-z]+)?|"
    r"(?:memakai|mengenakan|memegang|membawa) \w+(?: \w+){0,3}|(?:di|pada) (?:podium|mimbar)|"
    r"(?:người |mặc )?(?:áo|quần|mặc|đội|đeo|cầm|váy|khăn|mũ|nón|kính|vest|bục) \w+(?: \w+){0,3}"
)
_PICTURED = frozenset(
    ["pictured", "in photo", "in picture", "foto", "dalam foto", "pada foto", "trong ảnh", "ảnh", "dalam gambar"]
)
_TOKEN = lazy_regex(r"[^\W_]+")

_SAID = {word: code for table in (_SIDES, _PLACES) for code, words in table.items() for word in words.split()}
_ORDINAL = {word: ORDINALS[n] for n, words in enumerate(_NUMBERS) for word in words.split()}
_ORDINAL |= {str(n): word for n, word in enumerate(ORDINALS, 1)}


def position(words: str, strict: bool = False) -> str | None:
    """Return the position given by the words in brackets or between commas, in English: `left`, `second from right`,
    `far left`, `front row second from left`, `standing centre`, `pictured`; None if there is none. Words about clothes
    after it are ignored, but not if `strict`."""
    low = words.casefold().strip(" .,:;")
    if low in _PICTURED or _SEEN.fullmatch(low):
        return "pictured"
    found = _position_of(low if strict else " ".join(_CLOTHES.split(piece)[0] for piece in low.split(",")))
    if found is None and not strict and "," in low:
        found = next((place for piece in low.split(",") if (place := _position_of(_CLOTHES.split(piece)[0]))), None)
    return found


def _position_of(low: str) -> str | None:
    tokens = _TOKEN.findall(low)
    if not tokens or len(tokens) > 9:
        return None
    parts: list[str] = []
    n = 0
    while n < len(tokens):
        row, length = _row(tokens, n)
        part = row or _part(tokens[n])
        if part is None:
            return None
        parts += [part] if part and not (part == "far" and part in parts) else []
        n += length
    return _joined(parts)


def row_of(words: str) -> str:
    """Return what the words before a list say about everyone in it, with a trailing blank: `front row `, `seated `; ""
    for nothing."""
    place = position(words, strict=True)
    return f"{place} " if place and not set(place.split()) & {"left", "right", "from", "pictured"} else ""


def _row(tokens: list[str], n: int) -> tuple[str | None, int]:
    """Return (the row that the words from `n` name, the number of words), or (None, 1)."""
    for length in (3, 2):
        row = _ROWS.get(tuple(tokens[n : n + length]))
        if row is not None:
            return row, length
    return None, 1


def _part(token: str) -> str | None:
    """Return what a word adds to a position; "" for nothing, None if it is not part of a position."""
    if token in _SAID:
        return _SAID[token]
    if token in _ORDINAL:
        return _ORDINAL[token]
    if token in _FAR:
        return "far"
    return "" if token in _FILLERS else None


def _joined(parts: list[str]) -> str | None:
    """Join `second`, `left` to `second from left`; an ordinal without a side is not a position."""
    said = [part for part in parts if part not in ORDINALS and part != "far"]
    ordinals = [part for part in parts if part in ORDINALS]
    sides = [part for part in said if part in _SIDES]
    if not said or len(ordinals) > 1 or len(sides) > 2 or (ordinals and not sides) or len(said) > 3:
        return None
    if ordinals:
        side = sides[-1] if len(sides) == 1 else sides[0]
        rest = [part for part in said if part not in _SIDES]
        return " ".join([*rest, f"{ordinals[0]} from {side}"])
    if len(sides) == 2 and "far" not in parts and "centre" not in sides:
        return None  # part of `kiri ke kanan`, which begins a list
    row = " ".join(dict.fromkeys(part for part in said if "row" in part))
    kept = " ".join(dict.fromkeys(part for part in said if "row" not in part))
    return f"{row} far {kept}".strip() if "far" in parts and sides else f"{row} {kept}".strip()


MOST = 40  # people in one caption

_LIST = lazy_regex(
    r"(?P<open>[(\[]\s*)?(?<!\w)"
    r"(?P<left>(?:from )?(?:the )?left(?:\s|-)+to(?:\s|-)+right|from (?:the )?left|from l|l\s?[-–]\s?r|l to r|"
    r"(?:dari )?(?:sebelah )?kiri ke kanan|dari (?:sebelah )?kiri|kiri\s?[-–]\s?kanan|ki\s?[-–]\s?ka|"
    r"(?:tính |kể )?từ trái (?:sang|qua)(?: phải)?|từ trái|trái (?:sang|qua) phải)(?!\w)"
    r"|(?<!\w)(?P<right>from (?:the )?right(?: to left)?|from r|right to left|r\s?[-–]\s?l|r to l|"
    r"(?:dari )?kanan ke kiri|"
    r"kanan\s?[-–]\s?kiri|ka\s?[-–]\s?ki|dari (?:sebelah )?kanan|từ phải (?:sang|qua)(?: trái)?|từ phải)(?!\w)",
    re.IGNORECASE,
)
_LEAD = lazy_regex(
    r"\s*[)\]]?\s*(?:(?:are|is|adalah|yakni|yaitu|ialah|là|gồm|tampak|có|các)(?!\w))?\s*[:,;–—-]*\s*", re.IGNORECASE
)
_END = lazy_regex(
    r"[.!?…](?:\s|\Z)|\n|[()\[\]]|;\s*(?=(?:back|front|rear|middle|second|third|baris|hàng|seated|standing)\b)",
    re.IGNORECASE,
)
_ITEMS = lazy_regex(r"[,;]\s*(?:(?:dan|and|và|serta|&)\s)?|\s(?:dan|and|và|serta|bersama|&|cùng)\s")
_WORD_BEFORE = lazy_regex(r"([^\W_]+)[\s,.]*\Z")
_CLAUSE = lazy_regex(r"[^.;:()\[\]\n]{0,30}\Z")
_ROW_LATER = lazy_regex(r"([^,:.()]{3,25}):\s*")  # `từ trái sang, hàng trước:`
_NEXT_ROW = lazy_regex(
    r"[.;,]?\s*\(?(?P<row>(?:back|front|rear|middle|second|third|top|bottom) row|"
    r"(?:baris|hàng) \w+(?: \w+)?|seated|standing|duduk|berdiri|(?:hàng )?(?:đứng|ngồi))\)?\s*:\s*",
    re.IGNORECASE,
)


def starts_of(caption: str) -> list[re.Match[str]]:
    """Return the phrases that introduce a list from one side to the other."""
    return [match for match in _LIST.finditer(caption) if _is_list(caption, match)]


def _is_list(caption: str, match: re.Match[str]) -> bool:
    """Return whether a phrase introduces a list and is not the end of `kedua dari kiri`, `thứ ba từ phải sang`."""
    before = _WORD_BEFORE.search(caption, max(0, match.start() - 20), match.start())
    return before is None or before[1].casefold().strip(".,") not in _ORDINAL


def listed(reading: NameReading, caption: str, match: re.Match[str]) -> Iterator[tuple[FoundName, str]]:
    """Yield the people of one list with their positions. The list is before or after the phrase that introduces it."""
    side = "left" if match["left"] else "right"
    clause = _CLAUSE.search(caption, max(0, match.start() - 30), match.start())
    row = row_of(clause.group()) if clause else ""
    names = _before_words(reading, caption, match)
    if len(names) > 1:
        yield from _placed_names(names, row, side)
        return
    start = _lead_end(caption, match)
    if not row and (later := _ROW_LATER.match(caption, start)) and (row := row_of(later[1])):
        start = later.end()
    names, end = _names_after(reading, caption, start)
    first = reading.before(match.start()) if caption[: match.start()].rstrip()[-1:] == "," else None
    if first is not None and names and not row:
        names.insert(0, first)
    yield from _placed_names(names, row, side)
    while names and (more := _NEXT_ROW.match(caption, end)):
        names, end = _names_after(reading, caption, more.end())
        row = row_of(more["row"])
        if len(names) == 1:
            yield names[0], row.strip()
        else:
            yield from _placed_names(names, row, side)


def _lead_end(caption: str, match: re.Match[str]) -> int:
    lead = _LEAD.match(caption, match.end())
    return lead.end() if lead else match.end()


def _placed_names(names: list[FoundName], row: str, side: str) -> Iterator[tuple[FoundName, str]]:
    for n, name in enumerate(names[:MOST]):
        yield name, f"{row}{ORDINALS[n] if n < len(ORDINALS) else f'{n + 1}th'} from {side}"


def _before_words(reading: NameReading, caption: str, match: re.Match[str]) -> list[FoundName]:
    """Return the names of a list before `(from left)` or `, from left,`; none if a colon after it shows that they
    follow."""
    closed = match["open"] and caption[match.end() : match.end() + 4].strip(" ")[:1] in {")", "]"}
    comma = caption[: match.start()].rstrip()[-1:] == "," and caption[match.end() : match.end() + 1] in {",", ".", ""}
    if ":" in caption[match.end() : _lead_end(caption, match)] or not (closed or comma):
        return []
    names, joined = _names_before(reading, caption, len(caption[: match.start()].rstrip(" ,\n")))
    return names if closed or joined else []


def _names_after(reading: NameReading, caption: str, start: int) -> tuple[list[FoundName], int]:
    """Return (the names of a list from `start` to the end of the sentence, that end). A name after `and` is the
    last."""
    found: list[FoundName] = []
    at = start
    stop = _sentence_end(caption, start)
    while at < stop and len(found) < MOST:
        joint = _ITEMS.search(caption, at, stop)
        name = reading.within(at, joint.start() if joint else stop)
        if name is not None:
            found.append(name)
        elif found and at > start and not joint:
            break
        if joint is None or (name is not None and len(found) > 1 and _follows_and(caption, at)):
            break
        at = joint.end()
    return found, stop


def _follows_and(caption: str, at: int) -> bool:
    word = _WORD_BEFORE.search(caption, max(0, at - 12), at)
    return word is not None and word[1].casefold() in {"dan", "and", "và", "serta"}


def _sentence_end(caption: str, start: int) -> int:
    """Return where the list's sentence ends, skipping brackets and the stops of `Dr. ` and `H. `."""
    for match in _END.finditer(caption, start):
        if match.group() in {"(", "[", ")", "]"}:
            continue
        word = _WORD_BEFORE.search(caption, max(start, match.start() - 8), match.start())
        short = word and match.group()[0] == "." and (len(word[1]) == 1 or word[1].casefold() in ABBREVIATIONS)
        if not short or match.end() >= len(caption):
            return match.start()
    return len(caption)


def _names_before(reading: NameReading, caption: str, end: int) -> tuple[list[FoundName], bool]:
    """Return (the names of a list that ends at `end`, as many items as are names, back to the beginning of the
    sentence; whether `and` precedes the last)."""
    start = max((match.end() for match in re.finditer(r"[.!?…:]\s|\n", caption[max(0, end - 600) : end])), default=0)
    start += max(0, end - 600)
    joints = list(_ITEMS.finditer(caption, start, end))
    cuts = [start, *(joint.end() for joint in joints), end]
    found: list[FoundName] = []
    for at, until in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
        name = reading.within(at, until)
        if name is None:
            break
        found.insert(0, name)
    return found, bool(joints) and joints[-1].group().strip() != ","
