"""Lists of people in captions, from one side to the other: `từ trái sang: X, Y`, `X, Y and Z, from left`, `Front row
(left to right): X, Y`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.persons.names import Found, Reading
from archive.persons.positions import ORDINALS, is_ordinal, row_of
from archive.persons.words import ABBREVIATIONS

MOST = 40  # people of one caption

_LIST = re.compile(
    r"(?P<open>[(\[]\s*)?(?<!\w)"
    r"(?P<left>(?:from )?(?:the )?left(?:\s|-)+to(?:\s|-)+right|from (?:the )?left|from l|l\s?[-–]\s?r|l to r|"
    r"(?:dari )?(?:sebelah )?kiri ke kanan|dari (?:sebelah )?kiri|kiri\s?[-–]\s?kanan|ki\s?[-–]\s?ka|"
    r"(?:tính |kể )?từ trái (?:sang|qua)(?: phải)?|từ trái|trái (?:sang|qua) phải)(?!\w)"
    r"|(?<!\w)(?P<right>from (?:the )?right(?: to left)?|from r|right to left|r\s?[-–]\s?l|r to l|"
    r"(?:dari )?kanan ke kiri|"
    r"kanan\s?[-–]\s?kiri|ka\s?[-–]\s?ki|dari (?:sebelah )?kanan|từ phải (?:sang|qua)(?: trái)?|từ phải)(?!\w)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\s*[)\]]?\s*(?:(?:are|is|adalah|yakni|yaitu|ialah|là|gồm|tampak|có|các)(?!\w))?\s*[:,;–—-]*\s*", re.IGNORECASE
)
_END = re.compile(
    r"[.!?…](?:\s|\Z)|\n|[()\[\]]|;\s*(?=(?:back|front|rear|middle|second|third|baris|hàng|seated|standing)\b)",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"[,;]\s*(?:(?:dan|and|và|serta|&)\s)?|\s(?:dan|and|và|serta|bersama|&|cùng)\s")
_WORD_BEFORE = re.compile(r"([^\W_]+)[\s,.]*\Z")
_CLAUSE = re.compile(r"[^.;:()\[\]\n]{0,30}\Z")
_ROW_LATER = re.compile(r"([^,:.()]{3,25}):\s*")  # `từ trái sang, hàng trước:`
_NEXT_ROW = re.compile(
    r"[.;,]?\s*\(?(?P<row>(?:back|front|rear|middle|second|third|top|bottom) row|"
    r"(?:baris|hàng) \w+(?: \w+)?|seated|standing|duduk|berdiri|(?:hàng )?(?:đứng|ngồi))\)?\s*:\s*",
    re.IGNORECASE,
)


def starts_of(caption: str) -> list[re.Match[str]]:
    """The words that say that a list goes from one side to the other."""
    return [match for match in _LIST.finditer(caption) if _is_list(caption, match)]


def _is_list(caption: str, match: re.Match[str]) -> bool:
    """Not the end of `kedua dari kiri`, `thứ ba từ phải sang`."""
    before = _WORD_BEFORE.search(caption, max(0, match.start() - 20), match.start())
    return before is None or not is_ordinal(before[1])


def listed(reading: Reading, caption: str, match: re.Match[str]) -> Iterator[tuple[Found, str]]:
    """The people of one list with their positions. The list stands before its words, or after them."""
    side = "left" if match["left"] else "right"
    clause = _CLAUSE.search(caption, max(0, match.start() - 30), match.start())
    row = row_of(clause.group()) if clause else ""
    names = _before_words(reading, caption, match)
    if len(names) > 1:
        yield from _placed(names, row, side)
        return
    start = _lead_end(caption, match)
    if not row and (later := _ROW_LATER.match(caption, start)) and (row := row_of(later[1])):
        start = later.end()
    names, end = _names_after(reading, caption, start)
    first = reading.before(match.start()) if caption[: match.start()].rstrip()[-1:] == "," else None
    if first is not None and names and not row:
        names.insert(0, first)
    yield from _placed(names, row, side)
    while names and (more := _NEXT_ROW.match(caption, end)):
        names, end = _names_after(reading, caption, more.end())
        row = row_of(more["row"])
        if len(names) == 1:
            yield names[0], row.strip()
        else:
            yield from _placed(names, row, side)


def _lead_end(caption: str, match: re.Match[str]) -> int:
    lead = _LEAD.match(caption, match.end())
    return lead.end() if lead else match.end()


def _placed(names: list[Found], row: str, side: str) -> Iterator[tuple[Found, str]]:
    for n, name in enumerate(names[:MOST]):
        yield name, f"{row}{ORDINALS[n] if n < len(ORDINALS) else f'{n + 1}th'} from {side}"


def _before_words(reading: Reading, caption: str, match: re.Match[str]) -> list[Found]:
    """The names of a list before `(from left)` or `, from left,`; none when a colon after it says that they follow."""
    closed = match["open"] and caption[match.end() : match.end() + 4].strip(" ")[:1] in {")", "]"}
    comma = caption[: match.start()].rstrip()[-1:] == "," and caption[match.end() : match.end() + 1] in {",", ".", ""}
    if ":" in caption[match.end() : _lead_end(caption, match)] or not (closed or comma):
        return []
    names, joined = _names_before(reading, caption, len(caption[: match.start()].rstrip(" ,\n")))
    return names if closed or joined else []


def _names_after(reading: Reading, caption: str, start: int) -> tuple[list[Found], int]:
    """(the names of a list from `start` to the end of the sentence, that end); a name after `and` is the last."""
    found: list[Found] = []
    at = start
    stop = _sentence_end(caption, start)
    while at < stop and len(found) < MOST:
        joint = _ITEMS.search(caption, at, stop)
        name = reading.within(at, joint.start() if joint else stop)
        if name is not None:
            found.append(name)
        elif found and at > start and not joint:
            break
        if joint is None or (name is not None and len(found) > 1 and _joined_before(caption, at)):
            break
        at = joint.end()
    return found, stop


def _joined_before(caption: str, at: int) -> bool:
    """Whether `and` in some language stands right before `at`."""
    word = _WORD_BEFORE.search(caption, max(0, at - 12), at)
    return word is not None and word[1].casefold() in {"dan", "and", "và", "serta"}


def _sentence_end(caption: str, start: int) -> int:
    """Where the list's sentence ends; brackets in it are passed over, and the stops of `Dr. ` and `H. `."""
    for match in _END.finditer(caption, start):
        if match.group() in {"(", "[", ")", "]"}:
            continue
        word = _WORD_BEFORE.search(caption, max(start, match.start() - 8), match.start())
        short = word and match.group()[0] == "." and (len(word[1]) == 1 or word[1].casefold() in ABBREVIATIONS)
        if not short or match.end() >= len(caption):
            return match.start()
    return len(caption)


def _names_before(reading: Reading, caption: str, end: int) -> tuple[list[Found], bool]:
    """(the names of a list that ends at `end`, as many items as are names, back to where the sentence begins;
    whether `and` stands before the last)."""
    start = max((match.end() for match in re.finditer(r"[.!?…:]\s|\n", caption[max(0, end - 600) : end])), default=0)
    start += max(0, end - 600)
    joints = list(_ITEMS.finditer(caption, start, end))
    cuts = [start, *(joint.end() for joint in joints), end]
    found: list[Found] = []
    for at, until in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
        name = reading.within(at, until)
        if name is None:
            break
        found.insert(0, name)
    return found, bool(joints) and joints[-1].group().strip() != ","
