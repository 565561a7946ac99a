"""Vietnamese in encodings and fonts from before Unicode: TCVN3 (ABC), VNI, VISCII and Windows-1258.

An encoding is recognised by how Vietnamese the text reads, and a font by its name in the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from archive.text.patterns import lazy_regex

LEAST_WORDS = 2  # with marks: one word proves nothing
_SAMPLE = 20_000  # bytes that are looked at
CHARSETS = ("tcvn3", "vni", "viscii", "cp1258")

# The bytes from 0xA1 (TCVN3) and from 0x80 (VISCII) on; a space where there is no letter. TCVN3 has no capitals with a
# tone (a font of capitals showed them); the sources are TCVN 5712:1993 (VN3) and RFC 1456.
_TCVN3 = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ  "
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_BELOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_TABLES = {
    "tcvn3": {code: letter.replace(" ", "\ufffd") for code, letter in enumerate(_TCVN3, 0xA1)},
    "viscii": dict(enumerate(_VISCII, 0x80)) | _VISCII_BELOW,
}

# VNI puts a second byte after the vowel: a tone, or a circumflex or breve with its tone.
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_HATS = {hat: "\u0302" + tone for hat, tone in zip("âáàåãä", ("", *_TONES.values()), strict=True)}
_BREVES = {hat: "\u0306" + tone for hat, tone in zip("êéèúüë", ("", *_TONES.values()), strict=True)}
_FOLLOWERS = dict.fromkeys("aeouyôö", _TONES) | dict.fromkeys("eo", _TONES | _HATS)
_FOLLOWERS["a"] = _TONES | _HATS | _BREVES
_ALONE = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))
_VNI_PAIR = lazy_regex(r"([aeouyôö])([ùøûõïâáàåãäêéèúüë])|[ôöñíìæóòî]", re.IGNORECASE)

_ONSETS = "ngh?|nh|gh?|gi|kh?|ph?|th?|tr|ch?|qu|[bdđhlmnrsvx]"
_OPEN = (
    "a|ai|ao|au|ay|âu|ây|e|eo|ê|êu|i|ia|iu|iêu|o|oa|oai|oao|oay|oe|oeo|oi|ô|ôi|ơ|ơi|u|ua|uây|ui|uê|uôi|uơ|uy|uya|uyu"
    "|ư|ưa|ưi|ưu|ươi|ươu|y|yêu"
)
_NASAL = (
    "a(?:m|n|ng|nh)|ă(?:m|n|ng)|â(?:m|n|ng)|e(?:m|n|ng)|ê(?:m|n|nh|ng)|i(?:m|n|nh)|iê(?:m|n|ng)|o(?:m|n|ng)|oa(?:m|n|ng|nh)"
    "|oă(?:m|n|ng)|oen|oong|ô(?:m|n|ng)|ơ(?:m|n)|u(?:m|n|ng)|uâ(?:n|ng)|uênh|uô(?:m|n|ng)|uy(?:n|nh|ên)|ư(?:m|n|ng)"
    "|ươ(?:m|n|ng)|y(?:nh|êm|ên|êng)"
)
_STOPPED = (
    "a(?:c|ch|p|t)|ă[cpt]|â[cpt]|e[cpt]|ê(?:ch|p|t)|i(?:ch|p|t)|iê[cpt]|o[cpt]|oa(?:c|ch|p|t)|oă[ct]|oet|ooc|ô[cpt]|ơ[pt]"
    "|u[cpt]|uât|uêch|uô[ct]|uy(?:ch|t|p|êt)|ư[ct]|ươ[cpt]|yêt"
)
_SYLLABLE = lazy_regex(rf"(?:{_ONSETS})?(?:{_OPEN}|{_NASAL})")
_SYLLABLE_STOPPED = lazy_regex(rf"(?:{_ONSETS})?(?:{_STOPPED})")  # with the tones sắc and nặng only
# What most texts and captions are made of: it decides between two readings that are both spelled well.
_COMMON_WORDS = """
và của là có các trong được cho người một những với để không này đã từ khi đến về đại biểu chủ tịch nước hội nghị hà nội
thành phố việt nam tổng bí thư thủ tướng chính phủ bộ trưởng ảnh tư liệu tại ngày tháng năm quốc dân công lễ đoàn hồ chí
minh đà nẵng hải phòng huế nguyễn trần lê phạm văn thị tỉnh huyện xã đảng nhà báo tiếp phát ký
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_TONE_MARKS = lazy_regex("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = lazy_regex(r"[^\W\d_]+")
_MARKED = 4  # words, of which one at least has a mark
_UNMARKED = bytes(code for code in range(0x80) if code not in _VISCII_BELOW)  # letters without marks in all sets
_PLAIN_WORD = lazy_regex(rb"(?<!\S)[A-Za-z]+(?!\S)")


def charset_of(data: bytes) -> str | None:
    """Return the old Vietnamese character set (`tcvn3`, `vni`, `viscii`, `cp1258`) that `data` is in, for `decoded`;
    None when it does not read as Vietnamese in any of them. Short texts need all their words to be Vietnamese."""
    sample = data[:_SAMPLE]
    marks = len(sample.translate(None, _UNMARKED))
    if marks < LEAST_WORDS or marks * _MARKED < len(_PLAIN_WORD.findall(sample)):
        return None
    best = max(((_score(decoded(sample, name)), name) for name in CHARSETS), key=lambda one: one[0])
    return best[1] if best[0] > _score(sample.decode("cp1252", "replace")) else None


def decoded(data: bytes, charset: str) -> str:
    """Return the text of `data` in one of the character sets that `charset_of` names, as NFC; bytes that stand for
    nothing in it become U+FFFD."""
    text = letters(data, charset)
    return unicodedata.normalize("NFC", _capitals(text)) if charset == "tcvn3" else text


def letters(data: bytes, charset: str) -> str:
    """Return what each byte stands for, as NFC: `decoded` without its guess at which words of TCVN3 were set in
    capitals, for those who know the font."""
    if charset == "vni":
        text = _VNI_PAIR.sub(_vni, data.decode("cp1252", "replace"))
    elif charset == "cp1258":
        text = data.decode("cp1258", "replace")
    else:
        text = data.decode("latin-1").translate(_TABLES[charset])
    return unicodedata.normalize("NFC", text)


def is_syllable(word: str) -> bool:
    """Return whether a word is spelled as Vietnamese syllables are."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONE_MARKS.findall(apart)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONE_MARKS.sub("", apart))
    if _SYLLABLE_STOPPED.fullmatch(plain):
        return not tones or tones[0] in "\u0301\u0323"
    return _SYLLABLE.fullmatch(plain) is not None


def _score(text: str) -> int:
    """How many words with marks read as Vietnamese; 0 when too few do, or the marks are too few for such a text."""
    words = _WORD.findall(text)
    marked = [word for word in words if len(word) > 1 and not word.isascii()]  # a dash reads as a letter in another set
    good = sum(map(is_syllable, marked))
    if len(marked) < LEAST_WORDS or good * 10 < len(marked) * 9 or len(marked) * _MARKED < len(words):
        return 0
    if text.count("\ufffd") * 20 > len(marked):
        return 0
    if len(marked) < 5 and not all(is_syllable(word) for word in words if not (word.isascii() and word.isupper())):
        return 0
    return good * 2 - len(marked) + sum(word.lower() in _COMMON for word in marked)


def _vni(match: re.Match[str]) -> str:
    """The letter that a vowel and the byte behind it stand for in VNI."""
    base, hat = match[1], match[2]
    if base is None:
        return _cased(_ALONE[match[0].lower()], match[0])
    marks = _FOLLOWERS[base.lower()].get(hat.lower())
    letter = _cased(_ALONE.get(base.lower(), base.lower()), base)
    return letter + (hat if marks is None else marks)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def _capitals(text: str) -> str:
    """Text whose words were set in a font of capitals, where letters with a tone are written as small ones."""
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    if len(plain) > 2 and all(map(str.isupper, plain)):
        return text.upper()
    return text[:1].upper() + _WORD.sub(_capital_word, text)[1:]


def _capital_word(match: re.Match[str]) -> str:
    word = match[0]
    plain = [letter for letter in word if letter.isascii()]
    return word.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else word


# What the fonts are called: ABC's begin with .Vn, and those of capitals end in H; VNI's with VNI-; VISCII's have names
# of their own, the most common ones here.
_TCVN3_FONT = lazy_regex(r"\.[vV][nN](?=[A-Za-z])|Vn(?=[A-Z])")
_CAPITALS = lazy_regex(r"(?<=[a-z])H\Z")
_VNI = lazy_regex(r"vni\b|vni[- _]", re.I)
_VISCII_FONT = lazy_regex(
    r"(?:viscii|vi[ -](?:arial|times|courier)|heo ?may|hoang ?yen|minh ?quan|phuong ?thao|tha ?huong|u ?hoai)\b",
    re.I,
)
_UNICODE = lazy_regex("[\u0102-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")  # such letters are in none of the old sets
_ODD = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # bytes that cp1252 has no letter for, and programs keep as they are
_BYTE = {bytes([n]).decode("cp1252"): n for n in range(0x80, 0x100) if n not in _ODD} | {
    chr(n): n for n in range(0x100)
}
_SYMBOLS = {
    chr(0xF000 + n): n for n in range(0x20, 0x100)
}  # how fonts of symbols, as some of these say to be, are kept


@dataclass(frozen=True, slots=True)
class OldCharset:
    """An old character set as a font shows it; `capitals`: its small letters look like capitals."""

    charset: str
    capitals: bool = False


@lru_cache(1024)
def of_font(name: str | None) -> OldCharset | None:
    """Return the old Vietnamese character set (`tcvn3`, `vni`, `viscii`) that text in a font of this name is in, else
    None."""
    name = (name or "").strip(" \"'")
    if _VNI.match(name):
        return OldCharset("vni")
    if _TCVN3_FONT.match(name):
        return OldCharset("tcvn3", _CAPITALS.search(name) is not None)
    return OldCharset("viscii") if _VISCII_FONT.match(name) else None


def in_unicode(text: str, old: OldCharset | None) -> str:
    """Return the letters that text kept as Windows-1252 shows in a font of an old character set. Text that is in
    Unicode all the same, whatever its font, stays as it is."""
    if old is None or _UNICODE.search(text) or (text.isascii() and not old.capitals):
        return text
    parts: list[str] = []
    kept = bytearray()
    for char in text:
        byte = _BYTE.get(char, _SYMBOLS.get(char))
        if byte is not None:
            kept.append(byte)
            continue
        parts += [letters(bytes(kept), old.charset), char]
        kept.clear()
    parts.append(letters(bytes(kept), old.charset))
    found = "".join(parts)
    return found.upper() if old.capitals else found


def has_unicode(text: str) -> bool:
    """Return whether letters are in it that none of the old sets has."""
    return _UNICODE.search(text) is not None


def charset_by_reading(text: str) -> str | None:
    """Return the old character set of text of which no font tells it, by how Vietnamese it reads in one; None when it
    does in none, or is in Unicode already."""
    if has_unicode(text):
        return None
    codes = [_BYTE.get(char, _SYMBOLS.get(char)) for char in text]
    charset = charset_of(bytes(0x20 if code is None else code for code in codes))
    return None if charset == "cp1258" else charset


def read_as(text: str, charset: str) -> str:
    """Return the letters of a line in a character set that `charset_by_reading` gave."""
    codes = [_BYTE.get(char, _SYMBOLS.get(char)) for char in text]
    known = bytes(code for code in codes if code is not None)
    if len(known) < len(codes):
        return in_unicode(text, OldCharset(charset))
    found, plain = decoded(known, charset), letters(known, charset)
    return found if found.isupper() else plain[:1] + found[1:]  # a line begins anywhere in a sentence


def joined(runs: Iterable[tuple[str, str | None]]) -> str:
    """Return the text of runs of (text, font), those in old character sets in Unicode. Neighbours in one character set
    are read together, for VNI's two bytes of a letter may stand in two runs."""
    parts: list[str] = []
    waiting, before = "", None
    for text, font in runs:
        old = of_font(font)
        if old != before:
            parts.append(in_unicode(waiting, before))
            waiting, before = "", old
        waiting += text
    return "".join([*parts, in_unicode(waiting, before)])
