"""Parse a credit line into its parts, in the styles of agencies and papers of many countries.

Also splits names in scripts without spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from archive.authority.authorities import Authorities
from archive.authority.credits.agencies import (
    beside,
    detect_platform,
    joined,
    known,
    split_military_service,
    without_picture,
)
from archive.authority.credits.flags import FILE_PHOTO, SUPPLIED, strip_credit_flags
from archive.authority.credits.labels import PICTURE, bare, read_picture_credit
from archive.authority.credits.names import body, is_body, is_nobody, is_person, person
from archive.text.patterns import lazy_regex

_OF_FILE = lazy_regex(rf"\sfiles?(?:\s+{PICTURE})?\Z", re.IGNORECASE)
_HANDOUT = lazy_regex(rf"\shand-?outs?(?:\s+{PICTURE})?\Z", re.IGNORECASE)
_REPORTER = lazy_regex(r"(.*?)(?:记者|記者|特派员|特派員|기자|摄影师)\s*(.*)")
_MADE = lazy_regex(r"(?:(?<!\s)\s++)?(?:摄|攝|撮影|기자)\Z")
_GIVEN = lazy_regex(r"(?:(?<!\s)\s++)?(?:提供|供图|供圖|제공)\Z")


@dataclass(slots=True)
class CreditFindings:
    """What has been found so far, in order."""

    authorities: Authorities
    photographers: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def known(self, part: str) -> str | None:
        """Return the canonical name of a known agency."""
        return known(part, self.authorities)

    def takes(self, part: str) -> bool:
        """Return whether a part names a known agency. If so, add it with the flags after it."""
        name = self.known(part)
        if name is None:
            return False
        self.agencies.append(name)
        if _OF_FILE.search(part):
            self.flags.append(FILE_PHOTO)
        if _HANDOUT.search(part):
            self.flags.append(SUPPLIED)
        return True


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once; names that differ only in case are one, in the first spelling."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def cjk(part: str, found: CreditFindings) -> list[str] | None:
    """Return the names in a Chinese credit (`新华社记者 李明 摄`), or None for other words."""
    if part.isascii():
        return None
    if _GIVEN.search(part):
        found.flags.append(SUPPLIED)
        return [_GIVEN.sub("", part)]
    reporter = _REPORTER.fullmatch(part)
    if reporter and (reporter[1] or reporter[2]):
        return [piece for piece in (reporter[1], _MADE.sub("", reporter[2])) if piece]
    return [_MADE.sub("", part)] if _MADE.search(part) else None


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit and its parts. `words` are as printed. `photographers` are names, in title case where only capitals were
    printed; `agencies` are those the photos were made for and `via` those that distributed them, by canonical name;
    `initials` are those of editors (`nym`); `flags` are members of FLAGS."""

    words: str
    photographers: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values; lists for the parts."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


LONGEST = 400  # characters of a credit that are read

_FLAGGED = r"(?:minh họa|minh hoạ|tư liệu|ilustrasi|arsip)"
_PICTURE_FIRST = lazy_regex(rf"{PICTURE}\s+(?={_FLAGGED})|{PICTURE}\s+(?=courtesy|provided|supplied)", re.IGNORECASE)
_VIA = lazy_regex(r"(?:\A|(?<![\s/,(-])[\s/,(-]++)(?:via|melalui|thông qua)\s++", re.IGNORECASE)
_HOUSE_BY = lazy_regex(
    rf"(.{{2,80}}?)\s++(?:{PICTURE}|illustration|graphic|video)\s++(?:by|courtesy of|oleh|from)\b:?\s*(.*)",
    re.IGNORECASE,
)
_HOUSE = lazy_regex(rf"(.{{2,80}}?)\s++{PICTURE}\s++(?!by\b)(\S.*)", re.IGNORECASE)
_FOR = lazy_regex(r"(?<!\s)(?:\s*+,)?\s++(?:special\s++)?(?:for|to|untuk|cho|pour)\s++(?=[A-Z0-9À-ỸĐ])")
_STRONG = lazy_regex(r"(?<!\s)\s++[–-]++\s++|(?:(?<!\s)\s++)?(?:[/|•·;—()\[\]＝–]\s*+|[:：]\s++)")
_WEAK = lazy_regex(
    r"(?:(?<!\s)\s++)?[,&+]\s*+|(?<!\s)\s++(?:and|dan|và|serta|und|et|y|og|och|with)\s++|、", re.IGNORECASE
)
_INITIALS = lazy_regex(r"[a-z]{1,4}\.?")
_SHORT = lazy_regex(r"[A-Za-z]{1,3}\.?")  # the same with capitals, at the very end and after a name
_NOISE = lazy_regex(
    r"(?:(?:video\s+)?screen ?(?:shots?|grabs?|caps?)|(?:video|frame) grab|tangkap(?:an)? layar|(?:ảnh )?chụp (?:từ "
    r"|lại )?"
    r"màn hình|(?:ảnh )?(?:cắt|trích) từ (?:clip|video)|captured?|diambil|taken|repro(?:duksi)?|koleksi|"
    r"from the collection of|collection of|collectie|hình từ)"
    r"(?:\s+(?:of|from|dari|của|từ|on|di|by))?\s+(?=\S)",
    re.IGNORECASE,
)
_NUMBER = lazy_regex(r"(?<=\w)[\s,#]+(?:no\.? ?)?[A-Z]{0,2}\d{5,}[\w./-]*\Z")  # `KITLV 12345`
_GIVEN_LABEL = lazy_regex(rf"\W*(?:(?:写真|画像)?提供\s*[:：=]|写真提供|(?:{PICTURE}\s+)?courtesy\s*:)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def parse(words: str, authorities: Authorities) -> Credit:
    """Return the parts of a credit. Nothing is an error: unclear parts become names. Linear in its length. Cached,
    because an archive repeats few credits."""
    printed = " ".join(unicodedata.normalize("NFC", words).split())
    found = CreditFindings(authorities)
    plain = bare(read_picture_credit(unicodedata.normalize("NFKC", printed[:LONGEST])))
    if _GIVEN_LABEL.match(printed):
        found.flags.append(SUPPLIED)
    main, *passed_on = [plain] if found.known(plain) else _VIA.split(plain)
    _read_main(main, found)
    for part in passed_on:
        _read_via(part, found)
    return Credit(
        printed,
        once(found.photographers),
        once(found.agencies),
        once(found.via),
        once(found.initials),
        once(found.flags),
    )


def _read_main(text: str, found: CreditFindings) -> None:
    """Read what comes before `via`: `Jane Doe/Agency`, `Agency / Jane Doe`, `Jane Doe for The Paper`."""
    if found.takes(text):
        return
    made, *whom = _FOR.split(text, maxsplit=1)
    own = [part for part in _STRONG.split(made) if part.strip()]
    if whom and own and not is_body(made) and not found.known(own[-1]):
        own += [part for part in _STRONG.split(whom[0]) if part]
        found.agencies += [found.known(part) or body(part) for part in own[-1:] if not is_nobody(part)]
        own.pop()
    elif whom and own and not found.known(own[-1]):
        own = [part for part in _STRONG.split(text) if part.strip()]
    _read_parts(own, found, alike="/" not in text and "|" not in text)


def _read_parts(own: list[str], found: CreditFindings, alike: bool) -> None:
    """Read the parts between slashes, dashes and brackets; an unknown part is the name of a photographer or an outlet.
    `alike`: no slash separates them, so several personal names are all photographers."""
    tail = _initials_from(own, found)
    names = [some for n, part in enumerate(own[:tail]) if (some := _read_part(part, found, first=not n))]
    found.initials += [part.strip().rstrip(".") for part in own[tail:]]
    if (
        len(names) > 1
        and not found.agencies
        and not (alike and all(is_person(name) for some in names for name in some))
    ):
        found.agencies += map(body, names.pop(_outlet(names)))
    found.photographers += [person(name) for some in names for name in some]


def _initials_from(own: list[str], found: CreditFindings) -> int:
    """Return where the initials of editors begin: short parts at the end, after an agency and a maker."""
    start = len(own)
    while start > 1 and _is_initials(own[start - 1].strip(), found, start):
        start -= 1
    return start if any(found.known(part) for part in own[:start]) else len(own)


def _is_initials(part: str, found: CreditFindings, place: int) -> bool:
    name = found.known(part)
    if (name and (not part.islower() or name.islower())) or is_nobody(part) or strip_credit_flags(part)[0]:
        return False
    return _INITIALS.fullmatch(part) is not None or (place > 2 and _SHORT.fullmatch(part) is not None)


def _outlet(names: list[list[str]]) -> int:
    """Return which of several unknown names is an outlet: the one with a single word, else the last."""
    single = [n for n, some in enumerate(names) if len(some) == 1 and len(some[0].split()) == 1]
    return single[0] if len(single) == 1 and len(names) == 2 else len(names) - 1


def _read_part(part: str, found: CreditFindings, depth: int = 0, first: bool = False) -> list[str]:
    """Store what a part says, and return the names in it that are not known to be bodies."""
    part = _strip_surroundings(part)
    if depth > 8 or found.takes(part) or is_nobody(part):
        return []
    if part.startswith("@"):
        found.photographers.append(part.split()[0])
        return []
    flags, rest = strip_credit_flags(part)
    if flags:
        found.flags += flags
        return _read_rest(rest, flags, found, depth) if rest else []
    stripped = bare(_NOISE.sub("", part, count=1))
    if stripped != part:
        return _read_part(stripped, found, depth + 1) if stripped else []
    for inner in (cjk(part, found), _house(part, found), _pieces(part, found)):
        if inner is not None:
            return [name for piece in inner for name in _read_part(piece, found, depth + 1)]
    return _read_unknown_name(part, found, first)


def _read_rest(rest: str, flags: list[str], found: CreditFindings, depth: int) -> list[str]:
    """Read what is beside a flag: a supplier of a picture with a single name is a body."""
    if SUPPLIED in flags and rest.isascii() and rest.istitle() and rest.isalpha() and not found.known(rest):
        if not is_nobody(rest):
            found.agencies.append(rest)
        return []
    return _read_part(rest, found, depth + 1)


def _read_unknown_name(part: str, found: CreditFindings, first: bool) -> list[str]:
    if _INITIALS.fullmatch(part) and not first and (found.agencies or len(part) < 4):
        found.initials.append(part.rstrip("."))
        return []
    if part.islower() and found.agencies and " " in part and is_person(part.title()):
        return [part.title()]
    if is_body(part):
        found.agencies.append(body(without_picture(part)))
        return []
    return [part] if " " not in part or any(map(str.isupper, part)) else []


def _house(part: str, found: CreditFindings) -> list[str] | None:
    """Split `U.S. Navy photo by Jane Doe`, `VNS Photo Văn Điệp`, `INQUIRER PHOTO` or `Instagram @x` into body and
    rest."""
    by, house = _HOUSE_BY.fullmatch(part), _HOUSE.fullmatch(part)
    if by:
        if "courtesy" in part[len(by[1]) : len(part) - len(by[2])].casefold():
            found.flags.append(SUPPLIED)
        return [*_house_name(by[1], found), by[2]]
    if house and (found.known(house[1]) or found.known(f"{house[1]} photo")):
        found.agencies.append(str(found.known(house[1]) or found.known(f"{house[1]} photo")))
        return [house[2]]
    shown = detect_platform(part, found.authorities)
    if shown:
        found.agencies.append(shown[0])
        return [shown[1]]
    short = without_picture(part)
    if short != part and not is_nobody(short) and not part.casefold().endswith("s"):
        return _house_name(short, found) if re.search(rf"\s{PICTURE}\Z", part, re.IGNORECASE) else [short]
    return None


def _house_name(words: str, found: CreditFindings) -> list[str]:
    """Return the body before `photo`. It is not a photographer, but may be a word like `File`."""
    name = found.known(words) or found.known(f"{words} photo")
    if name is None and (is_nobody(words) or strip_credit_flags(words)[0] or is_person(words)):
        return [words]
    found.agencies += [name] if name else []
    if name:
        return []
    found.agencies.append(body(words))
    return []


def _pieces(part: str, found: CreditFindings) -> list[str] | None:
    """Split a part where an agency is joined to a name, or at commas and `and` between names."""
    sides = (
        joined(part, found.authorities)
        or beside(part, found.authorities)
        or (split_military_service(part) if is_body(part) else None)
    )
    if sides:
        return sides
    pieces = [piece for piece in _WEAK.split(part) if piece.strip()]
    if is_body(part) and "," not in part and not any(found.known(piece) for piece in pieces):
        return None
    if len(pieces) < 2 or not (
        is_person(pieces[0]) or any(found.known(piece) for piece in pieces) or not is_body(part)
    ):
        return None
    return pieces


def _strip_surroundings(part: str) -> str:
    part = part.strip(" \t,;:*\"“”'‘’–—-").removeprefix("the ")
    part = _NUMBER.sub("", part)
    part = _PICTURE_FIRST.sub("", part, count=1) if _PICTURE_FIRST.match(part) else part
    return (
        part.rstrip(".") if part.count(".") == 1 and not part.casefold().endswith((" jr.", " sr.", " inc.")) else part
    )


def _read_via(text: str, found: CreditFindings) -> None:
    for part in re.split(r",", text) if not found.known(text) else [text]:
        for piece in _STRONG.split(part):
            _read_one_via(piece, found)


def _read_one_via(part: str, found: CreditFindings) -> None:
    flags, rest = strip_credit_flags(part)
    found.flags += flags
    name = _strip_surroundings(without_picture(rest if flags else part))
    if name and not is_nobody(name):
        found.via.append(found.known(name) or body(name))
