"""Remarks in place of a credit: author unknown, archive photo, handout."""

from __future__ import annotations

import re

from archive.text.patterns import lazy_regex

OWNER_UNKNOWN = "owner-unknown"
FILE_PHOTO = "file-photo"
ILLUSTRATION = "illustration"
SUPPLIED = "supplied"
FLAGS = (OWNER_UNKNOWN, FILE_PHOTO, ILLUSTRATION, SUPPLIED)

_PICTURE = r"(?:(?:foto|photos?|picture|image|images|ảnh|hình|hình ảnh)\s++)?"
_AFTER = r"(?:\s+(?:foto|photos?|pictures?|pics?|pix|images?|ảnh)(?:\s+credits?)?)?"
_GIVEN = r"cung cấp"

# At the beginning of a part, followed by its end or by a name.
_HEADS = (
    (SUPPLIED, rf"{_PICTURE}(?:dok(?:umentasi)?|koleksi|arsip)[.\s]+(?:pri(?:badi)?|warga|keluarga|narasumber)"),
    (
        SUPPLIED,
        rf"{_PICTURE}nhân vật(?:\s+{_GIVEN})?|(?:nv|đv|ct|ca|gđ)cc|fbnv|(?:btc|ban tổ chức|tác giả)(?:\s+{_GIVEN}|\Z)",
    ),
    (SUPPLIED, rf"(?:do\s+)?(?:gia đình|bạn đọc|người dân|cơ quan chức năng|đơn vị)(?:\s+{_GIVEN}|\Z)"),
    (
        SUPPLIED,
        rf"hand-?out{_AFTER}|ho(?=-|\Z)|(?:(?:image|photo)\s*+)?courtesy(?:\s+of)?|{_PICTURE}(?:thanks to|ihsan)",
    ),
    (
        SUPPLIED,
        rf"(?:contributed|supplied){_AFTER}(?:\s+(?:by|from))?",
    ),
    (SUPPLIED, rf"{_PICTURE}(?:provided|supplied|released|submitted)\s+(?:by|to)|(?:foto\s+)?kiriman"),
    (OWNER_UNKNOWN, rf"{_PICTURE}(?:istimewa|ist\.?|internet|net|sưu tầm|unknown)(?=\W|\Z)"),
    (OWNER_UNKNOWN, rf"{_PICTURE}không rõ(?: nguồn| tác giả)?(?=\W|\Z)|khuyết danh"),
    (
        OWNER_UNKNOWN,
        r"(?:photographer|author|artist) (?:unknown|not known)|(?:fotografer|tác giả) (?:tidak diketahui|không rõ)",
    ),
    (OWNER_UNKNOWN, r"unidentified photographer|(?:found|taken) (?:on|from) the (?:web|internet)"),
    (FILE_PHOTO, rf"{_PICTURE}(?:tư liệu|lưu trữ)|{_PICTURE}dokumentasi|{_PICTURE}dok\.?(?=\W|\Z)"),
    (FILE_PHOTO, rf"{_PICTURE}arsip|files?{_AFTER}|archives?(?! of\b){_AFTER}|archive photo|undated{_AFTER}"),
    (
        ILLUSTRATION,
        rf"{_PICTURE}(?:(?:minh|đồ) h(?:ọa|oạ)|ilustrasi|illustrat(?:ion|ive)|(?:info)?grafis|graphics?){_AFTER}",
    ),
)
_HEAD = [(flag, lazy_regex(rf"(?:{words})(?!\w)", re.IGNORECASE)) for flag, words in _HEADS]

# At the end of a part, after the name.
_TAILS = (
    (SUPPLIED, rf"(?<!\s)\s++{_GIVEN}|(?<!\s)\s++nhân vật"),
    (SUPPLIED, r"(?<!\s)\s++hand-?out"),
    (FILE_PHOTO, r"(?:(?<!\s)\s++)?,\s*+(?:file|archives?|tư liệu|arsip)(?:\s++photo)?|(?<!\s)\s++file photo"),
)
_TAIL = [(flag, lazy_regex(rf"{words}\s*+\Z", re.IGNORECASE)) for flag, words in _TAILS]

_GIVER = lazy_regex(r"\A(?:(?:hình )?ảnh\s+)?do\s+", re.IGNORECASE)
# In a caption: at its beginning, in brackets, and in phrases of newswires.
_IN_CAPTIONS = {
    FILE_PHOTO: (
        r"\A\W{0,3}(?:file|archive) (?:photo|picture|image)\b",
        r"\A\W{0,3}(?:files?(?=\W{0,2} ?[-–—:)])|arsip(?=\W*:)|dok(?:umentasi)?\.?(?=\W*:))",
        r"\A\W{0,3}(?:foto arsip|arsip foto|foto dokumentasi|ảnh tư liệu)\b",
        r"[(\[](?:files?|file (?:photo|picture)|foto arsip|arsip|ảnh tư liệu|tư liệu|dok(?:umentasi)?\.?)[)\]]",
        r"\b(?:this|an)(?: [\w.,]+){0,6} (?:file|archive|archival) (?:photo|picture|image|photograph)\b",
        r"(?-i:\bFILE PHOTO\b)|/file\b|,\s*file\)",
        r"\bảnh tư liệu(?=\W*(?:\Z|[:.,)]))",
    ),
    ILLUSTRATION: (
        r"\A\W{0,3}(?:ilustrasi(?!\w)|(?:ảnh|hình) minh h(?:ọa|oạ)\s*(?:[:.,–—-]|\Z))",
        r"[(\[](?:foto )?(?:ilustrasi|ảnh minh họa|ảnh minh hoạ|minh họa|minh hoạ|illustration)[)\]]",
    ),
    OWNER_UNKNOWN: (
        r"\b(?:nguồn|sumber|source|foto|ảnh|photo)\s*:\s*(?:(?:dari |nguồn )?(?:inter)?net|ist(?:imewa)?|sưu tầm)\b",
    ),
    SUPPLIED: (
        r"\bhand-?out (?:photo|picture|image|photograph)|\bfoto hand-?out\b|(?-i:\bHAND-?OUT\b)|/hand-?out\b",
        r"\b(?:photo|picture|image|photograph|handout)s?\)?,? (?:\w+ ){0,2}(?:provid|suppli|releas)ed (?:by|to)\b",
        r"\b(?:photo|picture|image|photograph)s?,? courtesy of\b|(?:\A|[(.:;\n]\s?|[–—-] )courtesy(?: of|:)",
        r"\b(?:foto|dok(?:umentasi)?)\W{0,3}(?:dok(?:umentasi)?[. ]\s?)?(?:pribadi|keluarga|narasumber)\b",
        r"\bảnh do [^.;\n]{2,80} cung cấp\b|\bnhân vật cung cấp\b",
        r"\bảnh\W{0,3}(?:nhân vật|gia đình|bạn đọc|nvcc|đơn vị|ban tổ chức)(?: cung cấp)?\b",
    ),
}
_IN_CAPTION = [(flag, lazy_regex("|".join(forms), re.IGNORECASE)) for flag, forms in _IN_CAPTIONS.items()]


def strip_credit_flags(part: str) -> tuple[list[str], str]:
    """Return (the flags at the beginning and end of a part of a credit, the rest of it)."""
    found: list[str] = []
    rest = part.strip(" .,:;-–—")
    for _ in range(4):
        flag, rest = _one(rest)
        if flag is None:
            break
        found.append(flag)
    return found, rest


def _one(part: str) -> tuple[str | None, str]:
    for flag, pattern in _HEAD:
        match = pattern.match(part)
        if match and match.end():
            return flag, part[match.end() :].strip(" .,:;-–—")
    for flag, pattern in _TAIL:
        match = pattern.search(part[-40:])
        if match:
            rest = part[: len(part) - len(part[-40:]) + match.start()].strip(" .,:;-–—")
            return flag, _GIVER.sub("", rest, count=1) if flag == SUPPLIED else rest
    return None, part


def flags_in(caption: str) -> tuple[str, ...]:
    """Return the flags in the words of a caption (`FILE - In this ...`, `... (ilustrasi)`)."""
    return tuple(flag for flag, pattern in _IN_CAPTION if pattern.search(caption))
