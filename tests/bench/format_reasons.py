"""Reasons why the words of a file differ from those of another program, derived from both and from the file's type."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import suppress

from archive.media_types import of_suffix
from archive.text import vietnamese

MOST = 0.8  # minimum F1 of an alternative comparison that makes it the reason
FEWER = 5  # one word in this many may be missing if nearly all are present
_PROMPT = frozenset(("click", "edit", "master"))
FEW = 10  # factor between the word counts from which the other side has nearly none
_WORD = re.compile(r"\w+")
_FIELDS = frozenset(("eq", "hyperlink", "macrobutton", "mergeformat", "pageref"))  # their codes begin or end like this
# encodings of non-Western text that some programs misread as Western
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

NUMBERS = "the same words, and numbers and dates in another form"
PROMPTS = "the program prints what stands on empty slides, such as Click to edit"
UNREAD = "the receipt says that it could not be read or converted"
HIDDEN = "the receipt counts hidden sheets, rows or columns, which the program prints"
LESS_HERE = "the program has all words that are here, and others, such as those of charts and objects inside"
TOO_FEW = "hardly any words on both sides, so that one more or less counts much"


def words_of(text: str) -> Counter[str]:
    """Return the words of a text, in one form of each letter."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).replace("\xad", "").casefold()))


def f1(ours: Counter[str], theirs: Counter[str]) -> float:
    """Return F1 of two multisets of words, 1 if both are empty."""
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def reason_of(
    name: str, media_type: str, scan: bool, ours: Counter[str], theirs: Counter[str], receipt: str = ""
) -> str:
    """Return why the words of a file differ much, "" if unknown. `media_type`: from its content; `receipt`: the text of
    its receipt line."""
    said = of_suffix(name)
    if said is not None and said.name != media_type:
        return OTHER_FORMAT
    if scan:
        return SCAN
    if not ours and re.search(r"\b(?:could|were|was) not (?:be )?(?:read|converted)\b", receipt):
        return UNREAD
    if "hidden" in receipt and _within(ours, theirs):
        return HIDDEN
    if theirs.total() * FEW <= ours.total():
        return NEXT_TO_NONE
    if _within(theirs, ours):
        return MORE_HERE
    if (theirs - ours).keys() >= _PROMPT:
        return PROMPTS
    if _FIELDS & (theirs - ours).keys() and theirs.total() < FEW * FEW:
        return FIELD_CODES
    distinct = f1(Counter(set(ours)), Counter(set(theirs)))
    if distinct < MOST and (_set_apart(ours) or _set_apart(theirs) or f1(_letters(ours), _letters(theirs)) >= MOST):
        return CUT_APART
    if _misread(ours, theirs):
        return OTHER_LETTERS
    if distinct >= MOST:
        return REPEATED
    if ours.total() >= FEW and _within(ours, theirs):
        return LESS_HERE
    if ours and theirs and _differ_by_numbers(ours, theirs):
        return NUMBERS
    return TOO_FEW if max(ours.total(), theirs.total()) < FEW else ""


def _within(some: Counter[str], others: Counter[str]) -> bool:
    """Return whether nearly all of some words are among others."""
    return (some - others).total() * FEWER <= some.total()


def _differ_by_numbers(ours: Counter[str], theirs: Counter[str]) -> bool:
    """Return whether almost only words with digits differ."""
    mine, others = _without_digits(ours), _without_digits(theirs)
    apart = (mine - others).total() + (others - mine).total()
    return apart * FEWER <= ours.total() + theirs.total()


def _without_digits(words: Counter[str]) -> Counter[str]:
    return Counter({word: count for word, count in words.items() if not any(map(str.isdigit, word))})


def _set_apart(words: Counter[str]) -> bool:
    """Return whether most words are single letters of an alphabet."""
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
    """Return whether the other program misread the encoding: our non-ASCII words, read as Western text, are theirs; or
    theirs are in the character set of old Vietnamese fonts, which look like Western letters; or both are equal in their
    ASCII letters."""
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
