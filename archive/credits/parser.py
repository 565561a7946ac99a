"""The words of a credit into its parts, in the shapes that agencies and papers of many countries print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from archive.authorities import Authorities
from archive.credits.flags import peel
from archive.credits.model import Credit
from archive.credits.names import body, is_body, is_nobody, is_person, person

LONGEST = 400  # characters of a credit that are read

_PICTURE = r"(?:photos?|photographs?|pictures?|images?|foto(?:[ -]foto)?|gambar|hình ảnh|hình|ảnh)"
_FLAGGED = r"(?:minh họa|minh hoạ|tư liệu|ilustrasi|arsip)"
_LABEL = re.compile(
    rf"(?:(?:official\s+)?{_PICTURE}\s+credit should read|"
    rf"(?:kredit|credits?|crédit|pewarta|sumber|nguồn)\s+{_PICTURE}|{_PICTURE}\s+(?:credits?|kredit|chụp|copyright)|"
    rf"mandatory credit|clip|video|fotografer|photographers?|pemotret|"
    rf"người chụp|kredit|credits?|sumber|nguồn|source|{_PICTURE})\s*[:：]\s*",
    re.IGNORECASE,
)
_BY = re.compile(rf"{_PICTURE}\s+(?:credit should read|by|oleh|karya|của)(?:\s+|:|\Z)\s*", re.IGNORECASE)
_PICTURE_SLASH = re.compile(rf"{_PICTURE}\s*/\s*", re.IGNORECASE)
_PICTURE_FIRST = re.compile(rf"{_PICTURE}\s+(?={_FLAGGED})|{_PICTURE}\s+(?=courtesy|provided|supplied)", re.IGNORECASE)
_MARK = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s*-\s*(?:19|20)\d\d)?)?[\s,:]*(?:by\s+)?",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"[\s,.;]*(?:\*?\s*mandatory credit\s*\*?|all rights reserved|\([A-Z][^()]{0,40} - Tags:[^()]{0,200}\)|"
    r"\)?\s*/?\s*to go with .{0,200}|no (?:sales|archives?|resale)\b.{0,80}|editorial use only.{0,80})[\s.*]*\Z",
    re.IGNORECASE,
)
_VIA = re.compile(r"(?:\A|[\s/,]+)(?:via|melalui)\s+", re.IGNORECASE)
_HOUSE_BY = re.compile(rf"(.{{2,80}}?)\s+{_PICTURE}\s+(?:by|courtesy of|oleh)\s+(.+)", re.IGNORECASE | re.DOTALL)
_HOUSE = re.compile(rf"(.{{2,80}}?)\s+{_PICTURE}\s*[:：]?\s+(?!by\b)(\S.*)", re.IGNORECASE | re.DOTALL)
_FOR = re.compile(r"\s+(?:for|untuk|cho)\s+(?=[A-Z0-9À-ỸĐ])")
_STRONG = re.compile(r"\s*[/|•·;—()\[\]]\s*|\s+[–-]+\s+|\s*–\s*")
_WEAK = re.compile(r"\s*[,&+]\s*|\s+(?:and|dan|và|serta|und|et)\s+", re.IGNORECASE)
_INITIALS = re.compile(r"[a-z]{1,4}\.?")
_SHORT = re.compile(r"[A-Za-z]{2,3}\.?")  # the same with capitals, at the very end and after a name
_NOISE = re.compile(
    r"(?:screenshots?|screen ?grab|tangkapan layar|(?:ảnh )?chụp (?:từ |lại )?màn hình|cắt từ (?:clip|video))"
    r"(?:\s+(?:of|from|dari|của|từ))?\s+(?=\S)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(rf"[\s,/]+{_PICTURE}\.?\s*\Z|\s+phát\s*\Z", re.IGNORECASE)
_PREFIX = re.compile(rf"{_PICTURE}\s+(?=\S)", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """What has been found so far, in order."""

    authorities: Authorities
    photographers: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def known(self, part: str) -> str | None:
        """The one name of a known agency, also where `Photo` stands beside it."""
        for words in (part, _SUFFIX.sub("", part), _PREFIX.sub("", part, count=1)):
            name = self.authorities.agency(words) if words else None
            if name:
                return name
        return None


@lru_cache(maxsize=8192)
def parse(words: str, authorities: Authorities) -> Credit:
    """The parts of a credit. Nothing is an error: what cannot be told apart is a name. Linear in its length.
    Remembered: an archive holds few credits many times."""
    printed = " ".join(unicodedata.normalize("NFC", words).split())
    found = _Found(authorities)
    bare = _bare(printed[:LONGEST])
    main, *passed_on = [bare] if found.known(bare) else _VIA.split(bare)
    _read_main(main, found)
    for part in passed_on:
        _read_via(part, found)
    return Credit(
        printed,
        _once(found.photographers),
        _once(found.agencies),
        _once(found.via),
        _once(found.initials),
        _once(found.flags),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once; two that differ only in case are one, written as it came first."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def _bare(text: str) -> str:
    """A credit without its label, brackets, sign of copyright and remarks."""
    for _ in range(5):
        before = text
        text = _REMARK.sub("", text).strip(" .|*,;:")
        if text[:1] in {"(", "["} and text[-1:] in {")", "]"} and not re.search(r"[()\[\]]", text[1:-1]):
            text = text[1:-1]
        for pattern in (_LABEL, _BY, _PICTURE_SLASH, _MARK):
            match = pattern.match(text)
            text = text[match.end() :] if match else text
        if text == before:
            break
    return text


def _read_main(text: str, found: _Found) -> None:
    """What stands before `via`."""
    known = found.known(text)
    house_by, house = _HOUSE_BY.fullmatch(text), _HOUSE.fullmatch(text)
    if known:
        found.agencies.append(known)
    elif house_by:
        _read_parts(house_by[1], found)
        _read_parts(house_by[2], found)
    elif house and all(found.known(part) or found.known(f"{part} photo") for part in _STRONG.split(house[1])):
        found.agencies += [str(found.known(p) or found.known(f"{p} photo")) for p in _STRONG.split(house[1])]
        _read_parts(house[2], found)
    else:
        _read_parts(text, found)


def _read_parts(text: str, found: _Found) -> None:
    """`Jane Doe/Agency`, `Agency / Jane Doe`, `Jane Doe - Agency`, `Jane Doe for The Paper`."""
    made, *whom = _FOR.split(text, maxsplit=1)
    own = [part for part in _STRONG.split(made) if part]
    if whom and own and not is_body(made) and not found.known(own[-1]):
        own += [part for part in _STRONG.split(whom[0]) if part]
        found.agencies += [found.known(part) or body(part) for part in own[-1:] if not is_nobody(part)]
        own.pop()
    elif whom and own and not found.known(own[-1]):
        own = [part for part in _STRONG.split(text) if part]
    names: list[list[str]] = []
    for n, part in enumerate(own):
        if names and n == len(own) - 1 and found.agencies and _is_initials(part, found):
            found.initials.append(part.rstrip("."))
        else:
            names.append(_read_part(part, found))
    names = [some for some in names if some]
    if len(names) > 1 and not found.agencies:
        found.agencies += map(body, names.pop(_outlet(names)))
    found.photographers += [person(name) for some in names for name in some]


def _is_initials(part: str, found: _Found) -> bool:
    return _SHORT.fullmatch(part) is not None and not found.known(part) and not is_nobody(part) and not peel(part)[0]


def _outlet(names: list[list[str]]) -> int:
    """Which of several unknown names is that of an outlet: the one of a single word, else the last one."""
    single = [n for n, some in enumerate(names) if len(some) == 1 and len(some[0].split()) == 1]
    return single[0] if len(single) == 1 and len(names) == 2 else len(names) - 1


def _read_part(part: str, found: _Found) -> list[str]:
    """Puts what a part says where it belongs; returns the names in it that are not known to be those of bodies."""
    part = _NOISE.sub("", _cleaned(part), count=1)
    if is_nobody(part):
        return []
    known = found.known(part)
    if known:
        found.agencies.append(known)
        return []
    flags, rest = peel(part)
    if flags:
        found.flags += flags
        return _read_part(rest, found) if rest else []
    if _INITIALS.fullmatch(part) and (found.agencies or found.photographers):
        found.initials.append(part.rstrip("."))
        return []
    pieces = _pieces(part, found)
    if len(pieces) > 1:
        return [name for piece in pieces for name in _read_part(piece, found)]
    if is_body(part):
        found.agencies.append(body(_SUFFIX.sub("", part)))
        return []
    return [part] if " " not in part or any(map(str.isupper, part)) else []


def _pieces(part: str, found: _Found) -> list[str]:
    """A part cut at its hyphen where an agency stands on one side, or at commas and `and` where these join names."""
    for match in re.finditer("-", part):
        left, right = part[: match.start()].strip(), part[match.end() :].strip()
        if left and right and (found.known(left) or found.known(right)):
            return [left, right]
    pieces = [piece for piece in _WEAK.split(part) if piece]
    if len(pieces) < 2 or not (
        is_person(pieces[0]) or any(found.known(piece) for piece in pieces) or not is_body(part)
    ):
        return [part]
    return pieces


def _cleaned(part: str) -> str:
    """A name without what stands around it."""
    part = part.strip(" \t,;:*\"“”'‘’").removeprefix("the ")
    return (
        part.rstrip(".") if part.count(".") == 1 and not part.casefold().endswith((" jr.", " sr.", " inc.")) else part
    )


def _read_via(text: str, found: _Found) -> None:
    for part in re.split(r",", text) if not found.known(text) else [text]:
        for piece in _STRONG.split(part):
            _read_one_via(piece, found)


def _read_one_via(part: str, found: _Found) -> None:
    name = _cleaned(_SUFFIX.sub("", part))
    if name and not is_nobody(name):
        found.via.append(found.known(name) or body(name))
