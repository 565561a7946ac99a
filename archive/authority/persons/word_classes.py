"""Classify each word of a text: office, honorific, domain of an office, or name.

Also finds where the name begins in a run of capitals, after the body: `Direktur Utama Semen Indonesia Budi Santoso`,
`Chủ tịch Tập đoàn Hòa Phát Trần Đình Long`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.authority.persons.name_words import (
    ACRONYMS,
    ENGLISH,
    GIVEN,
    LOCAL,
    LONGEST,
    NOT_KINDS,
    PHRASES,
    SURNAMES,
    TAKES_ONE,
    PhraseKind,
)
from archive.authority.persons.non_persons import ADJECTIVES, COMMON, NAME_LIKE, PLACES, THINGS, phrases
from archive.authority.persons.tokens import NameWord, words_of

_ROMAN = re.compile("[IVX]+")
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O')[A-Z][a-z]+[A-Z]\w*")
_PLACE_NAMES = frozenset(
    phrases(
        "paris, london, sydney, georgia, chad, kenya, virginia, jordan, israel, bima, medan, mali, lahat, austin, "
        "florence, batang, banjar, anh, mỹ, nga, đức, ý, úc, áo, tegal, malaka, rembang"
    )
)  # places that are also given names


_KIND = re.compile(
    r"\w{2,}(?:ists?|ians?|[bdfghklmnprtv]ers?|[tsr]ors|ctor|mates?|men|women|nauts?|[dt]ants?|dents?|esses|maids)|\w{4,}[dgklmnptwhe]s"
)
_PLURAL = re.compile(r"[a-z]{2,}[bcdfgklmnprtvwy]s")


def beginning(words: Sequence[NameWord], first: int, last: int, sorts: Sequence[PhraseKind], has_small: bool) -> int:
    """Return the first word of the name in the run [first, last], after a title of these kinds and the name of a body,
    a country or the field of an office. The last word always remains."""
    start = _after_fields(words, first, last, has_small, bool(sorts))
    if start == first and last - first >= 2 and is_kind(words, first):
        return first + 1
    if sorts and last - start >= 2 and words[start].low in THINGS and words[start].low not in SURNAMES:
        start += 1  # `PT Toyota-Astra Motor X`
    if any(not word.text.isascii() for word in words[start : last + 1]):
        return _at_surname(words, start, last, sorts)
    before = words[start - 1].low if start else ""
    if start == first and sorts and sorts[-1] is PhraseKind.OPEN and last - start >= 2 and before not in ENGLISH:
        own = start > 1 and words[start - 1].gap == " " and words[start - 2].text[0].isupper()
        if words[start].low in GIVEN:
            return start
        return start if own and before in {"ceo", "coo", "cfo", "cto"} else start + 1
    return start


def _after_fields(words: Sequence[NameWord], first: int, last: int, has_small: bool, titled: bool) -> int:
    """Return the position after the last acronym, and after the last word that is a field or country and at least two
    words before the end."""
    for n in range(last - 1, first - 1, -1):
        word = words[n]
        if word.low in THINGS:
            return first
        if has_small and (
            is_acronym(word) or (word.low in ACRONYMS and word.text.isupper()) or _CAMEL.fullmatch(word.text)
        ):
            return n + 1 if titled or n == first else first
        if last - n >= 2 and (_is_field(word) or _ends_place(words, first, n)):
            return n + 1
    return first


def _is_field(word: NameWord) -> bool:
    low = word.low
    field = PHRASES.get((low,)) is PhraseKind.FIELD and low.isascii() and len(low) > 2
    return (field and low not in NAME_LIKE and low not in PLACES and word.text[0].isupper()) or low in ADJECTIVES


def _ends_place(words: Sequence[NameWord], first: int, n: int) -> bool:
    for start in range(max(first, n - 2), n + 1):
        low = " ".join(word.low for word in words[start : n + 1])
        if low in PLACES and low not in _PLACE_NAMES:
            return start == first
    return False


def _at_surname(words: Sequence[NameWord], first: int, last: int, sorts: Sequence[PhraseKind]) -> int:
    """Return where a Vietnamese name begins: with one of a few surnames."""
    if not sorts or last - first < 2:
        return first
    own = words[first].low in SURNAMES
    body = sorts[-1] in {PhraseKind.OPEN, PhraseKind.FIELD} or words[first - 1].low == "tịch"
    if not body or (own and last - first < 4):
        return first
    for n in range(first + 1 + own, last):
        if words[n].low in SURNAMES and last - n <= 4:
            return n
    return first


def is_kind(words: Sequence[NameWord], n: int, alone: bool = False) -> bool:
    """Return whether the first word of a sentence has the ending of an English word for people: `Astronauts`,
    `Paralympian`."""
    word = words[n]
    begins = n == 0 or bool(set(words[n].gap) & set(".:;-–—\n)"))
    return (
        begins
        and bool(_KIND.fullmatch(word.low) or (alone and _PLURAL.fullmatch(word.low)))
        and word.low not in GIVEN
        and word.low not in NOT_KINDS
    )


def is_acronym(word: NameWord) -> bool:
    """Return whether it is an acronym (`BUMN`, `PBB`) and not a numeral."""
    return word.text.isupper() and word.text.isalpha() and len(word.text) > 2 and not _ROMAN.fullmatch(word.text)


JOINING = frozenset(["of", "the", "for", "dan", "and", "và", "&", "on", "bidang", "to", "urusan", "untuk", "ke"])

_ARTICLE = re.compile(r"(?:al|el|ad|ar|as|ash|at|az|an|ul|d|l)[-'’][A-Z]\w")  # `al-Sharaa`, `d'Artagnan`
_VERB = re.compile(
    r"me[mnlrwy]\w{4,}|ber\w{5,}|di\w{6,}|\w+(?:shakes|holds|walks|gives)|meets?|greets?|with|dengan|dari|from|by|oleh|during|"
    r"saat|ketika|before|after|speaks?|shakes?|tiếp|gặp|bắt|thăm|hội|phát|dự|trao|của"
)
_SUBJECT = re.compile(r"(?:pe[mnlr]|per|ke)\w{3,}an|\w{3,}isasi")
_ROMAN_NUMBER = re.compile("[IVX]{1,4}")  # `Komisi III`
_KOREAN = re.compile(r"[A-Z][a-z]+-[a-z]+")
_PARTY = re.compile(r"[RDI]-[A-Z][A-Za-z.]*")  # `Mark Kelly, D-Ariz.`
_AMID = frozenset(
    ["kardinal", "cardinal", "ratu", "raja", "haji", "putri", "pangeran"]
)  # between given name and surname
_ALSO_NAMES = frozenset([PhraseKind.ROLE, PhraseKind.OFFICE, PhraseKind.HONORIFIC, PhraseKind.SOMEBODY])
_MONTHS = frozenset(["juli", "juni", "april", "may", "june", "august", "agustus"])
_PERSONS = frozenset([PhraseKind.ROLE, PhraseKind.HONORIFIC, PhraseKind.SOMEBODY])


class ClassifiedWords:
    """The words of a text, classified by their role in names. Linear in the length of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        capitals = sum(word.text.isupper() for word in self.words)
        self.has_small = capitals * 5 < len(self.words) * 3  # otherwise the text is in capitals
        self.sorts = self._sorts()

    def _sorts(self) -> list[PhraseKind | None]:
        """Return the kind of each word that belongs to a title. A field counts only after an office or another
        field."""
        found: list[PhraseKind | None] = [None] * len(self.words)
        n = 0
        while n < len(self.words):
            if self.words[n].low not in LONGEST and self.words[n].text.islower():
                n += 1  # most words of a text
                continue
            length, sort = self.phrase(n)
            if sort is PhraseKind.FIELD and not self._after_office(n, length, found):
                length, sort = 1, None
            elif (sort is None and self.has_small and is_acronym(self.words[n]) and self._after_title(n, found)) or (
                sort is None
                and self._after_title(n, found)
                and (self._is_subject(n) or _ROMAN_NUMBER.fullmatch(self.words[n].text))
            ):
                sort = PhraseKind.FIELD
            elif sort is PhraseKind.SOMEBODY and not self._is_somebody(n, length):
                length, sort = 1, None
            if sort is PhraseKind.NAME or (length == 1 and sort in _ALSO_NAMES and self._in_name(n, found)):
                sort = None
            found[n : n + length] = [sort] * length
            n += length
            if sort is PhraseKind.FIELD and self.words[n - 1].low in TAKES_ONE and self._capitals_after(n) > 1:
                found[n] = sort  # the word after it is the name of the firm
                n += 1
        return found

    def phrase(self, n: int) -> tuple[int, PhraseKind | None]:
        """Return (the length in words of the longest phrase from word `n`, its kind), or (1, None)."""
        longest = LONGEST.get(self.words[n].low, 0)
        if not longest:
            return 1, None
        limit = 1
        while limit < longest and n + limit < len(self.words) and self.words[n + limit].gap.isspace():
            limit += 1
        for length in range(limit, 0, -1):
            sort = PHRASES.get(tuple(word.low for word in self.words[n : n + length]))
            if sort is None or (sort is PhraseKind.FIELD and not self._may_be_field(n, length)):
                continue
            return length, sort
        return 1, None

    def _may_be_field(self, n: int, length: int) -> bool:
        """Return whether a word may be a field: fields are capitalised, and acronyms are in capitals."""
        word = self.words[n]
        if word.low in LOCAL:
            return True
        return word.text[0].isupper() and (length > 1 or word.low not in ACRONYMS or word.text.isupper())

    def _after_title(self, n: int, found: list[PhraseKind | None]) -> bool:
        return n > 0 and found[n - 1] not in {None, PhraseKind.HONORIFIC} and self.words[n].gap.isspace()

    def _is_subject(self, n: int) -> bool:
        """Return whether a word is an Indonesian verbal noun followed by another capitalised word: `Pengendalian`,
        `Pemberdayaan`."""
        word = self.words[n]
        return word.text.istitle() and _SUBJECT.fullmatch(word.low) is not None and self._capitals_after(n) > 1

    def _is_somebody(self, n: int, length: int) -> bool:
        """Return whether a word is in lower case or begins a sentence, unlike `Son` in `Son Ye-jin`."""
        word = self.words[n]
        if not word.text[0].isupper() or not self.has_small:
            return True
        after = self.words[n + length].text if n + length < len(self.words) else ""
        begins = n == 0 or bool(set(word.gap) & set('.:;()-–—\n"“'))
        return begins and not _KOREAN.fullmatch(after)

    def _in_name(self, n: int, found: list[PhraseKind | None]) -> bool:
        """Return whether an office word is part of the name before it: `Aaron Judge`, `Hoàng Anh Tuyên`."""
        word = self.words[n]
        before = self.words[n - 1] if n and word.gap == " " else None
        if (
            before is not None
            and found[n - 1] is PhraseKind.FIELD
            and word.low in _AMID
            and self._capitals_after(n + 1) > 1
        ):
            return True  # `Menteri Kehutanan Raja Juli Antoni`
        if before is None or found[n - 1] is not None or not (word.text.istitle() and before.text.istitle()):
            return False
        if n > 1 and not before.text.isascii() and word.gap == before.gap == " " and self.words[n - 2].text.istitle():
            return found[n - 2] is None  # `Lê Đức Anh`
        if (before.low,) in PHRASES or before.low in PLACES or before.low in ADJECTIVES or before.low in THINGS:
            return False
        amid = word.low in _AMID or not before.text.isascii()
        return (
            amid
            or n + 1 == len(self.words)
            or not (self.words[n + 1].text[0].isupper() and self.words[n + 1].gap == " ")
        )

    def _after_office(self, n: int, length: int, found: list[PhraseKind | None]) -> bool:
        before = n - 1
        while before >= 0 and found[before] is None and self.words[before].low in JOINING:
            before -= 1
        if before < 0:
            # `Indonesian Foreign Minister`: a field may begin a title if an office follows immediately.
            return self._office_at(n + length)
        near = all(not set(word.gap) & set(".,;:") for word in self.words[before + 1 : n + 1])
        if not near or found[before] is None:
            return self._office_at(n + length)
        low = self.words[n].low
        if found[before] is PhraseKind.HONORIFIC and low not in PLACES:
            return False
        if length == 1 and low in GIVEN and found[before] is not PhraseKind.OPEN:
            return False
        if length == 1 and (low in NAME_LIKE or low == "tim") and not self.words[n].text.isupper():
            return self._capitals_after(n + 1) > 1
        return found[before] not in _PERSONS or self._capitals_after(n + length) > 1 or low not in PLACES

    def _office_at(self, n: int) -> bool:
        return (
            n < len(self.words)
            and self.phrase(n)[1] in {PhraseKind.OFFICE, PhraseKind.OPEN}
            and self.words[n].gap == " "
        )

    def _capitals_after(self, n: int) -> int:
        """Return how many capitalised words follow from word `n`: 0, 1, or 2 for more."""
        count = 0
        while (
            count < 2
            and n < len(self.words)
            and self.words[n].text[0].isupper()
            and (self.words[n].gap.isspace() or not count)
        ):
            count, n = count + 1, n + 1
        return count

    def is_capital(self, n: int) -> bool:
        """Return whether a word may be part of a name by its capitals or, in a text in capitals, by its meaning."""
        word = self.words[n]
        if self.sorts[n] is not None or (word.low in COMMON and not self._after_syllable(n) and not self._is_given(n)):
            return False
        if not self.has_small and _VERB.fullmatch(word.low):
            return False
        if word.text[1:2] == "-" and _PARTY.fullmatch(word.text):
            return False
        return word.text[0].isupper() or _ARTICLE.match(word.text) is not None

    def _after_syllable(self, n: int) -> bool:
        """Return whether a common word with a capital follows a syllable of a Vietnamese name: `Hoàng Anh Tuyên`."""
        if n == 0 or not self.has_small or not self.words[n].text.istitle():
            return False
        near = [k for k in (n - 1, n - 2) if k >= 0 and self.words[k + 1].gap == " " and self.sorts[k] is None]
        return (
            n - 1 in near
            and all(self.words[k].text.istitle() for k in near[:1])
            and any(not self.words[k].text.isascii() and self.words[k].text.istitle() for k in near)
        )

    def _is_given(self, n: int) -> bool:
        """Return whether it is a common word that is a given name here: `Gen. Dan Caine`, `Raja Juli Antoni`."""
        word = self.words[n]
        if n == 0 or word.gap != " " or not word.text.istitle():
            return False
        if word.low == "dan":
            return self.sorts[n - 1] is not None
        return word.low in _MONTHS and self.sorts[n - 1] is None and self.words[n - 1].text.istitle()
