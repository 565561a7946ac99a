"""Find the known agency in the words of a credit.

An agency is also found with a word that cards omit ("Kantor Berita"), and in compounds.
"""

from __future__ import annotations

import re

from archive.authority.authorities import Authorities
from archive.authority.credits.labels import PICTURE
from archive.authority.credits.names import RANKS, is_person, without_rank, word_set
from archive.text.patterns import lazy_regex

_PICTURE_LAST = lazy_regex(rf"(?:(?<![\s,/-])[\s,/-]++)?\b{PICTURE}\.?\s*+\Z", re.IGNORECASE)
_SUFFIX = lazy_regex(
    rf"{_PICTURE_LAST.pattern}|"
    r"(?<!\s)\s++(?:phát|online|newspaper|archives?|wire|live|via|republik indonesia|r\.?i\.?|(?:19|20)\d\d)\s*+\Z"
    r"|\.(?:com|co|co\.id|id|vn|net|org|go\.id|com\.my|com\.vn)\Z",
    re.IGNORECASE,
)
_PREFIX = lazy_regex(
    rf"(?:{PICTURE}|nhóm pv|phóng viên|pv|ctv|báo điện tử|báo|tạp chí|trang tin|trang|kênh|hãng tin|hãng thông tấn|"
    rf"hãng|thông tấn xã|harian|koran|"
    r"majalah|kantor berita|humas|tim humas|biro humas|the|official|koleksi|collectie|collection of|"
    r"akun|kanal|laman|website|situs)\s+(?=\S)",
    re.IGNORECASE,
)
_GENERIC = word_set(
    """stills still host photo photos agency pool news images pictures video staff archive archives library press
    service
    bureau creative entertainment sport sports europe asia pacific collection editorial premium plus file files pic pix
    photographer media stock handout footage"""
)
_PLACE = lazy_regex(r"(?<!\s)\s++(?:tại|di|in|ở|of)\s++[A-ZÀ-ỸĐ][^\s()/,]*+(?:\s++[A-ZÀ-ỸĐ][^\s()/,]*+){0,2}\Z")
_BRANCH = lazy_regex(
    r"[A-Z]{3,7}(?: News)? (?:Indonesia|Viet ?[Nn]am|Malaysia|Singapore|Philippines|Thailand|Cambodia|Lao(?:s| PDR)|"
    r"Myanmar|Timor-Leste|Asia(?: Pacific)?|Jakarta|Ha ?[Nn]oi)"
)  # `UNICEF Indonesia`
# Written like a person's given name, these are agencies anyway.
_GIVEN_NAMES = frozenset(["Ani", "Rex", "Mena", "Sana", "Panos", "Kai", "Dawn", "Redux", "Magnum", "Lusa", "Abaca"])
_PLATFORM_NAMES = (
    r"(?:instagram|ig|facebook|fb|twitter|x|youtube|tik ?tok|threads|telegram|linkedin|weibo|whatsapp|zalo|flickr)"
)
_OF = (
    r"(?:(?:akun|kanal|channel|laman|fanpage|halaman|trang|kênh|tài khoản|resmi|official|verified|live|video)\s+){0,3}"
)
_PLATFORM = lazy_regex(
    rf"{_OF}({_PLATFORM_NAMES})(?:\s*[:/]\s*|\s+)(?:(?:akun|kanal|channel|page|account|video|of|cá nhân|"
    rf"resmi)\s+)*(\S.*)",
    re.IGNORECASE,
)
_ON_PLATFORM = lazy_regex(
    rf"(.*\S)\s+(?:on |via |trên |di )?({_PLATFORM_NAMES})(?:\s+(?:page|account|channel|video|feed|post)s?)?",
    re.IGNORECASE,
)
_JOINT = lazy_regex(r"(?<!\s)\s++(?:on|from|at|dari|trên|từ|by|with|in|x|của)\s+", re.IGNORECASE)


def known(part: str, authorities: Authorities) -> str | None:
    """Return the canonical name of a known agency, also with `Photo`, `Báo` or `Humas` beside it."""
    if part in _GIVEN_NAMES:
        return None
    part = f"{part[:-1]}plus" if part.endswith("+") else part  # `Vietnam+`
    shorter = _PREFIX.sub("", part, count=1)
    for words in (part, _SUFFIX.sub("", part), shorter, _SUFFIX.sub("", shorter), _PREFIX.sub("", shorter, count=1)):
        name = authorities.agency(words) if words else None
        if name:
            return name
    if _BRANCH.fullmatch(part):
        return authorities.agency(part.split()[0])
    plain = _without_generic(_PLACE.sub("", shorter))
    return authorities.agency(plain) if plain != part else None


def _without_generic(part: str) -> str:
    """Return `Kyodo News Stills` as `Kyodo`: without generic words of agency names."""
    words = part.split()
    while len(words) > 1 and words[-1].casefold().strip(".") in _GENERIC:
        words.pop()
    return " ".join(words)


def without_picture(part: str) -> str:
    """Return `INQUIRER PHOTO` as `INQUIRER`."""
    if part.casefold().endswith((" pix", " images", " pictures", " photos", " stock")):
        return part
    return re.sub(r"(?<!\s)\s++phát\Z", "", _PICTURE_LAST.sub("", part)).strip() or part


def detect_platform(part: str, authorities: Authorities) -> tuple[str, str] | None:
    """Return (platform, account) for `Instagram @x`, `YouTube Sekretariat Presiden`, `PCG Facebook page`."""
    before = _PLATFORM.fullmatch(part)
    if before and (len(before[1]) > 1 or before[2].startswith("@")):
        return authorities.agency(before[1]) or before[1], before[2]
    after = _ON_PLATFORM.fullmatch(part)
    if after and (len(after[2]) > 2 or after[1].startswith("@")):
        return authorities.agency(after[2]) or after[2], after[1]
    return None


def joined(part: str, authorities: Authorities) -> list[str] | None:
    """Return the two sides of `Jane Doe on Unsplash` or `Jane Doe-TTXVN`, if one of them is a known agency."""
    for match in _JOINT.finditer(part):
        left, right = part[: match.start()].strip(), part[match.end() :].strip()
        if left and right and known(right, authorities):
            return [left, right]
    for match in re.finditer(r"-{1,2}", part):
        left, right = part[: match.start()].strip(), part[match.end() :].strip()
        if left and right and (known(left, authorities) or known(right, authorities)):
            return [left, right]
    return None


def beside(part: str, authorities: Authorities) -> list[str] | None:
    """Return the agency and the person of `U.S. Air Force Staff Sgt. Jane Doe`, `AFP Jane Doe` or `Jane Doe ANTARA`, if
    the case or length of the agency's name shows that it is not part of the person's name."""
    words = part.split()
    if not 2 < len(words) <= 10:
        return None
    for cut in range(min(5, len(words) - 1), 0, -1):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        if _stands_out(left, part) and known(left, authorities) and is_person(without_rank(right)):
            return [left, right]
    for cut in range(max(1, len(words) - 4), len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        if _stands_out(right, part) and known(right, authorities) and is_person(without_rank(left)):
            return [left, right]
    return None


def split_military_service(part: str) -> list[str] | None:
    """Return the service and the person of `Navy Petty Officer 2nd Class Jane Doe`."""
    words = part.split()
    ranks = [n for n, word in enumerate(words) if n and word.casefold().strip(".,") in RANKS]
    if not ranks or not is_person(without_rank(" ".join(words[ranks[0] :]))):
        return None
    return [" ".join(words[: ranks[0]]), " ".join(words[ranks[0] :])]


def _stands_out(name: str, part: str) -> bool:
    return " " in name or (name.isupper() and not part.isupper())
