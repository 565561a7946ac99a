"""Orders to publish nothing that name no day: `NOT FOR PUBLICATION`, `JANGAN DISIARKAN`, `CẤM ĐĂNG`; stamps of secrecy.

In a text such an order is a line of its own; in the name of a file or folder it may stand among other words.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import normalize

from ingest.enrich.words import fold

# All patterns but one are for folded words: small letters, no accents.
_ENGLISH = (
    r"(?:(?:strictly )?not (?:yet )?(?:to be|for) (?:immediate |public |general )?(?:publi(?:cation|shed|shing)"
    r"|releas(?:ed?|ing)|broadcast(?:ing)?|distribut(?:ion|ed)|circulat(?:ion|ed)|quot(?:ation|ed))"
    r"|(?:please )?do not (?:publish|release|broadcast|distribute|circulate)|hold for (?:release|publication)"
    r"|(?:publication|release) (?:is )?(?:prohibited|forbidden))"
)
_INDONESIAN = (
    r"(?:(?:mohon |harap )?(?:jangan|tidak (?:untuk|boleh)|belum (?:boleh|untuk|dapat)|bukan untuk|dilarang(?: keras)?)"
    r" (?:dulu )?(?:(?:di|me[nm]y?)?(?:s?iar|publikasi|s?ebar(?:luas)?|rilis|terbit|muat|edar|tayang|umum)(?:kan)?"
    r"|publikasi|siaran)|belum (?:ter|di)?(?:bit|terbit|rilis|siar|publikasi)(?:kan)?|ditahan(?: dulu)?"
    r"|tahan (?:dulu|siar|rilis))"
)
_VIETNAMESE = (
    r"(?:(?:cam|khong(?: duoc(?: phep)?)?|chua(?: duoc(?: phep)?| cho)?|xin dung|khoan) (?:dang(?: tai| phat| bao)?"
    r"|cong bo|pho bien|phat hanh|phat song|dua tin|loan tin))"
)
_ORDER = rf"(?:{_ENGLISH}|{_INDONESIAN}|{_VIETNAMESE})"
_STAMP = (
    r"(?:(?:strictly )?(?:private (?:and|&) |company )?confidential|(?:for )?internal use only|off the record"
    r"|(?:sangat )?rahasia|konfidensial|untuk (?:kalangan|lingkungan) (?:sendiri|internal|terbatas)"
    r"|(?:tai lieu )?(?:luu hanh )?noi bo|tuyet mat|toi mat)"
)
_MARK = rf"(?:{_ORDER}(?: yet| dulu)?|{_STAMP})"
_DRAFT = r"(?:(?:draft|draf|konsep|du thao|ban thao)\W+)?"
_LINE = re.compile(rf"\W*{_DRAFT}{_MARK}(?:\W+{_MARK})*\W*")
_DATED = r"\W+\d{1,2}\W*(?:[a-z]{3,9}|\d{1,2})\W*\d{4}"  # 5Jan2027
_IN_NAME = re.compile(rf"(?<![a-z]){_ORDER}(?![a-z])|(?<![a-z])(?:embargo(?={_DATED})|ditahan)(?![a-z])")
_NAME = re.compile(rf"\W*{_STAMP}\W*")
_MAT = re.compile(r"\W*(?:tài liệu )?mật\W*", re.IGNORECASE)  # folded it is also a face and a mat
_LONGEST = 100  # characters of a line
_JOINTS = re.compile(r"[\s_.\-–—]+")


def is_withheld(line: str) -> bool:
    """Whether a line is nothing but an order to publish nothing, or a stamp of secrecy."""
    if not line or len(line) > _LONGEST:
        return False
    return _LINE.fullmatch(fold(line)) is not None or _MAT.fullmatch(normalize("NFC", line.strip())) is not None


def is_secret(words: str) -> bool:
    """Whether the words have a stamp of secrecy among such orders: no age of a text lifts it."""
    stamped = re.search(rf"(?<!\w){_STAMP}(?!\w)", fold(words)) is not None
    return stamped or _MAT.fullmatch(normalize("NFC", words.strip())) is not None


def name_withholds(name: str) -> bool:
    """Whether the name of a file, without its suffix, or of a folder gives such an order among its words, or is a stamp
    of secrecy."""
    words = _JOINTS.sub(" ", _parted(normalize("NFC", name))).strip()
    folded = fold(words)
    if _IN_NAME.search(folded):
        return True
    return _NAME.fullmatch(folded) is not None or _MAT.fullmatch(words) is not None


def _parted(name: str) -> str:
    """`DitahanEmbargo` as two words."""
    begun = (f" {after}" if before.islower() and after.isupper() else after for before, after in pairwise(name))
    return name[:1] + "".join(begun)
