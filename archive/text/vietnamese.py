"""Vietnamese in pre-Unicode encodings and fonts: TCVN3 (ABC), VNI, VISCII and Windows-1258.

An encoding is recognised by how Vietnamese the decoded text is, and a font by its name in the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from archive.text.patterns import lazy_regex

LEAST_WORDS = 2  # with accents: one word proves nothing
_SAMPLE = 20_000  # bytes that are read
CHARSETS = ("tcvn3", "vni", "viscii", "cp1258")

# The bytes from 0xA1 (TCVN3) and from 0x80 (VISCII); a space for no letter. TCVN3 has no capitals with a tone (a
# capitals font showed them); the sources are TCVN 5712:1993 (VN3) and RFC 1456.
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

# VNI has a second byte after the vowel: a tone, or a circumflex or breve with its tone.
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
# The most frequent words of texts and captions: they decide between two correctly spelled readings.
_COMMON_WORDS = """
và của là có các trong được cho người một những với để không này đã từ khi đến về đại biểu chủ tịch nước hội nghị hà nội
thành phố việt nam tổng bí thư thủ tướng chính phủ bộ trưởng ảnh tư liệu tại ngày tháng năm quốc dân công lễ đoàn hồ chí
minh đà nẵng hải phòng huế nguyễn trần lê phạm văn thị tỉnh huyện xã đảng nhà báo tiếp phát ký
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_TONE_MARKS = lazy_regex("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = lazy_regex(r"[^\W\d_]+")
_MARKED = 4  # words, of which at least one has an accent
_UNMARKED = bytes(code for code in range(0x80) if code not in _VISCII_BELOW)  # unaccented letters in all sets
_PLAIN_WORD = lazy_regex(rb"(?<!\S)[A-Za-z]+(?!\S)")


def charset_of(data: bytes) -> str | None:
    """Return the old Vietnamese character set (`tcvn3`, `vni`, `viscii`, `cp1258`) of `data`, for `decoded`; None if it
    does not read as Vietnamese in any of them. In short texts, all words must be Vietnamese."""
    sample = data[:_SAMPLE]
    marks = len(sample.translate(None, _UNMARKED))
    if marks < LEAST_WORDS or marks * _MARKED < len(_PLAIN_WORD.findall(sample)):
        return None
    best = max(((_score(decoded(sample, name)), name) for name in CHARSETS), key=lambda one: one[0])
    return best[1] if best[0] > _score(sample.decode("cp1252", "replace")) else None


def decoded(data: bytes, charset: str) -> str:
    """Return the text of `data` in a character set returned by `charset_of`, as NFC; undefined bytes become U+FFFD."""
    text = letters(data, charset)
    return unicodedata.normalize("NFC", _capitals(text)) if charset == "tcvn3" else text


def letters(data: bytes, charset: str) -> str:
    """Return the letter of each byte, as NFC: `decoded` without its guess which words of TCVN3 were set in capitals,
    for callers that know the font."""
    if charset == "vni":
        text = _VNI_PAIR.sub(_vni, data.decode("cp1252", "replace"))
    elif charset == "cp1258":
        text = data.decode("cp1258", "replace")
    else:
        text = data.decode("latin-1").translate(_TABLES[charset])
    return unicodedata.normalize("NFC", text)


def is_syllable(word: str) -> bool:
    """Return whether a word is spelled like a Vietnamese syllable."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONE_MARKS.findall(apart)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONE_MARKS.sub("", apart))
    if _SYLLABLE_STOPPED.fullmatch(plain):
        return not tones or tones[0] in "\u0301\u0323"
    return _SYLLABLE.fullmatch(plain) is not None


def _score(text: str) -> int:
    """Return how many accented words read as Vietnamese; 0 if too few do, or the text has too few accents."""
    words = _WORD.findall(text)
    marked = [word for word in words if len(word) > 1 and not word.isascii()]  # a dash is a letter in another set
    good = sum(map(is_syllable, marked))
    if len(marked) < LEAST_WORDS or good * 10 < len(marked) * 9 or len(marked) * _MARKED < len(words):
        return 0
    if text.count("\ufffd") * 20 > len(marked):
        return 0
    if len(marked) < 5 and not all(is_syllable(word) for word in words if not (word.isascii() and word.isupper())):
        return 0
    return good * 2 - len(marked) + sum(word.lower() in _COMMON for word in marked)


def _vni(match: re.Match[str]) -> str:
    """Return the letter for a vowel and the byte after it in VNI."""
    base, hat = match[1], match[2]
    if base is None:
        return _cased(_ALONE[match[0].lower()], match[0])
    marks = _FOLLOWERS[base.lower()].get(hat.lower())
    letter = _cased(_ALONE.get(base.lower(), base.lower()), base)
    return letter + (hat if marks is None else marks)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def _capitals(text: str) -> str:
    """Return text whose words were set in a capitals font, in which accented letters are stored as lower case."""
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    if len(plain) > 2 and all(map(str.isupper, plain)):
        return text.upper()
    return text[:1].upper() + _WORD.sub(_capital_word, text)[1:]


def _capital_word(match: re.Match[str]) -> str:
    word = match[0]
    plain = [letter for letter in word if letter.isascii()]
    return word.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else word


# Font names: ABC's begin with .Vn, and those of capitals end in H; VNI's begin with VNI-; VISCII's have various names,
# the most common ones here.
_TCVN3_FONT = lazy_regex(r"\.[vV][nN](?=[A-Za-z])|Vn(?=[A-Z])")
_CAPITALS = lazy_regex(r"(?<=[a-z])H\Z")
_VNI = lazy_regex(r"vni\b|vni[- _]", re.I)
_VISCII_FONT = lazy_regex(
    r"(?:viscii|vi[ -](?:arial|times|courier)|heo ?may|hoang ?yen|minh ?quan|phuong ?thao|tha ?huong|u ?hoai)\b",
    re.I,
)
_UNICODE = lazy_regex("[\u0102-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")  # letters in none of the old sets
_ODD = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # bytes that cp1252 has no letter for, which programs keep unchanged
_BYTE = {bytes([n]).decode("cp1252"): n for n in range(0x80, 0x100) if n not in _ODD} | {
    chr(n): n for n in range(0x100)
}
_SYMBOLS = {
    chr(0xF000 + n): n for n in range(0x20, 0x100)
}  # how symbol fonts, as some of these are declared, are stored


@dataclass(frozen=True, slots=True)
class OldCharset:
    """An old character set with its font; `capitals`: its lower-case letters look like capitals."""

    charset: str
    capitals: bool = False


@lru_cache(1024)
def of_font(name: str | None) -> OldCharset | None:
    """Return the old Vietnamese character set (`tcvn3`, `vni`, `viscii`) for a font of this name, or None."""
    name = (name or "").strip(" \"'")
    if _VNI.match(name):
        return OldCharset("vni")
    if _TCVN3_FONT.match(name):
        return OldCharset("tcvn3", _CAPITALS.search(name) is not None)
    return OldCharset("viscii") if _VISCII_FONT.match(name) else None


def in_unicode(text: str, old: OldCharset | None) -> str:
    """Return the letters displayed for text stored as Windows-1252 in a font of an old character set. Text that is
    Unicode anyway is unchanged."""
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
    """Return whether it contains letters that none of the old sets has."""
    return _UNICODE.search(text) is not None


def charset_by_reading(text: str) -> str | None:
    """Return the old character set of text without font information, by how Vietnamese it reads; None if it does not in
    any, or is Unicode already."""
    if has_unicode(text):
        return None
    codes = [_BYTE.get(char, _SYMBOLS.get(char)) for char in text]
    charset = charset_of(bytes(0x20 if code is None else code for code in codes))
    return None if charset == "cp1258" else charset


def read_as(text: str, charset: str) -> str:
    """Return the letters of a line in a character set returned by `charset_by_reading`."""
    codes = [_BYTE.get(char, _SYMBOLS.get(char)) for char in text]
    known = bytes(code for code in codes if code is not None)
    if len(known) < len(codes):
        return in_unicode(text, OldCharset(charset))
    found, plain = decoded(known, charset), letters(known, charset)
    return found if found.isupper() else plain[:1] + found[1:]  # a line may begin within a sentence


def joined(runs: Iterable[tuple[str, str | None]]) -> str:
    """Return the text of runs of (text, font), with old character sets converted to Unicode. Adjacent runs in one
    character set are decoded together, because VNI's two bytes of a letter may be in two runs."""
    parts: list[str] = []
    waiting, before = "", None
    for text, font in runs:
        old = of_font(font)
        if old != before:
            parts.append(in_unicode(waiting, before))
            waiting, before = "", old
        waiting += text
    return "".join([*parts, in_unicode(waiting, before)])
