"""Why the words of a file differ from those that another program finds, told from both and from the file's type."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import suppress

from archive.media_types import of_suffix
from archive.text import vietnamese

MOST = 0.8  # F1 of what is compared another way: from it on that way is the reason
FEW = 10  # times as many words that one side has: the other has next to none
_WORD = re.compile(r"\w+")
_FIELDS = frozenset(("eq", "hyperlink", "macrobutton", "mergeformat", "pageref"))  # their codes begin or end so
# what text in other letters is written in, before programs that take all of it for Western
_CODE_PAGES = ("utf-8", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp932",
               "cp936", "cp949", "cp950", "cp874", "utf-16-le")  # fmt: skip
_OLD_VIETNAMESE = ("tcvn3", "vni", "viscii")
_WESTERN = ("cp1252", "latin-1", "cp437")

OTHER_FORMAT = "the file is of another format than its name says"
SCAN = "a scan, whose words are read by OCR"
NEXT_TO_NONE = "the program found next to no words"
MORE_HERE = "all words of the program are here, and others that it left out"
REPEATED = "the same words, which one side has more often: earlier saves, repeated lines"
OTHER_LETTERS = "the program took letters of another code page for Western ones"
FIELD_CODES = "the program prints the codes of fields, which nobody sees"
CUT_APART = "the same letters, cut into other words"

LESS_HERE = "the program has all words that are here, and others, such as those of charts and objects inside"
TOO_FEW = "hardly any words on both sides, so that one more or less counts much"


def words_of(text: str) -> Counter[str]:
    """Return the words of a text, in one form of each letter."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).replace("\xad", "").casefold()))


def f1(ours: Counter[str], theirs: Counter[str]) -> float:
    """Return F1 of two multisets of words, 1 when both are empty."""
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def reason_of(name: str, media_type: str, scan: bool, ours: Counter[str], theirs: Counter[str]) -> str:
    """Return why the words of a file differ much, empty where nothing tells. `media_type`: that of its content."""
    said = of_suffix(name)
    if said is not None and said.name != media_type:
        return OTHER_FORMAT
    if scan:
        return SCAN
    if theirs.total() * FEW <= ours.total():
        return NEXT_TO_NONE
    if (theirs - ours).total() <= (1 - MOST) * theirs.total():
        return MORE_HERE
    if _FIELDS & (theirs - ours).keys() and theirs.total() < FEW * FEW:
        return FIELD_CODES
    distinct = f1(Counter(set(ours)), Counter(set(theirs)))
    if distinct < MOST and (_set_apart(ours) or _set_apart(theirs) or f1(_letters(ours), _letters(theirs)) >= MOST):
        return CUT_APART
    if _misread(ours, theirs):
        return OTHER_LETTERS
    if distinct >= MOST:
        return REPEATED
    if ours.total() >= FEW and (ours - theirs).total() <= (1 - MOST) * ours.total():
        return LESS_HERE
    return TOO_FEW if max(ours.total(), theirs.total()) < FEW else ""


def _set_apart(words: Counter[str]) -> bool:
    """Whether most words are single letters of an alphabet."""
    single = sum(count for word, count in words.items() if len(word) == 1 and word.lower() != word.upper())
    return single * 2 > words.total()


def _letters(words: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in words.items():
        for letter in word:
            found[letter] += count
    return found


def _plain_pieces(words: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in words.items():
        for piece in re.findall("[a-z0-9]+", word):
            found[piece] += count
    return found


def _misread(ours: Counter[str], theirs: Counter[str]) -> bool:
    """Whether the words are theirs when their bytes are read as Western text, those that are not plain ASCII; or theirs
    are in a character set of old Vietnamese fonts, which has Western letters in the place of its own; or they are the
    same without all letters but those of ASCII."""
    for charset in _OLD_VIETNAMESE:
        read = Counter[str]()
        for word, count in theirs.items():
            read[vietnamese.read_as(word, charset).casefold()] += count
        if f1(ours, read) >= MOST:
            return True
    if f1(_plain_pieces(ours), _plain_pieces(theirs)) >= MOST > f1(ours, theirs):
        return True
    strange = Counter({word: count for word, count in ours.items() if not word.isascii()})
    plain = Counter({word: count for word, count in theirs.items() if word.isascii()})
    for page in _CODE_PAGES if strange else ():
        for western in _WESTERN:
            misread: Counter[str] = Counter()
            for word, count in strange.items():
                with suppress(UnicodeError):
                    for piece, times in words_of(word.encode(page).decode(western)).items():
                        misread[piece] += count * times
            if misread and f1(misread, theirs - plain) >= MOST / 2:
                return True
    return False
