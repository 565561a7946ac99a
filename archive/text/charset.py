"""Decode bytes to text: detect the encoding and clean the text. No other module does this."""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from charset_normalizer import from_bytes

from archive.text import vietnamese
from archive.text.patterns import lazy_regex

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# without cp1250 and cp1254: on French and Portuguese they win over cp1252 by chance
LEGACY = ["cp1252", "cp1251", "cp1253", "cp1256", "cp874", "koi8_r"]
LEGACY += ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
SAMPLE = 256 * 1024  # bytes given to charset-normalizer
FEW = 12  # with fewer bytes above 0x7F statistics are useless, and the text is most likely Western
_VOWELS = frozenset("aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_OWN = frozenset("đơưĐƠƯ")  # letters of cp1258 in place of cp1252's ð õ ý Ð Õ Ý

_LINE_ENDS = lazy_regex(r"\r\n|[\r\v\u2028]")
# C1 controls are never intended: they are cp1252 read as Latin-1 (WHATWG HTML, numeric character references)
_C1 = {byte: bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}
# UTF-8 read as Latin-1 and encoded as UTF-8 again, with a revealing C1 control
_TWICE = lazy_regex(
    r"[\xc2-\xdf][\x80-\x9f]|[\xe0-\xef](?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xbf][\x80-\x9f])"
    r"|[\xf0-\xf4][\x80-\xbf]{3}"
)
# The same by way of cp1252, which has only letters and signs there: those of Latin languages and of quotation
_HIGH = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0)) + "\x81\x8d\x8f\x90\x9d"
_TWICE_1252 = lazy_regex(
    rf"[\xc3-\xc6][{re.escape(_HIGH)}]|\xe1[\xba\xbb][{re.escape(_HIGH)}]|\xe2\u20ac[{re.escape(_HIGH)}]"
)
_CUT_QUOTE = lazy_regex("\xe2\u20ac(?=[\\s.,;:!?)]|\\Z)")  # a closing quotation mark that lost its last byte
# C0 but TAB, LF, FF; DEL; soft hyphen; zero-width and direction marks; BOM; noncharacters
_INVISIBLE = lazy_regex(
    r"[\x00-\x08\x0e-\x1f\x7f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    r"\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
_JOINERS = lazy_regex(r"(?<=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])[\u200c\u200d]+")
_MARKS = lazy_regex(r"[^\w\s!-~]{31,}")  # possibly more combining marks than any letter has
_SURROGATES = lazy_regex(r"[\ud800-\udfff]")
_TAG = lazy_regex(rb"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Decoded text: the encoding, how it was detected, and the number of places with lost characters, shown as
    U+FFFD."""

    text: str
    encoding: str
    origin: str
    lost: int = 0


def decode_text(data: bytes, declared: str | None = None) -> DecodedText:
    """Return bytes of an unknown or declared encoding as text: by a byte order mark, then UTF-8 if every byte is valid,
    then UTF-16 by its pattern of zero bytes, then the declared encoding, then the likeliest one by its letters. Text
    that reads as Vietnamese in a pre-Unicode character set is decoded so, even if declared Western or converted to
    UTF-8 letter by letter: those sets are never declared. Always returns; undecodable bytes become U+FFFD and `lost`
    counts them. The text is not cleaned; see `clean`."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _lossy(data, encoding, "byte order mark")
    if (wide := utf16_without_bom(data[:SAMPLE])) is not None:
        return _lossy(data, wide, "zero bytes")
    try:
        text = data.decode("utf-8")
        return DecodedText(text, "ascii", "bytes") if text.isascii() else _utf8(text)
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(data):
        return _lossy(data, "utf-8", "bytes")
    known = _codec(declared) if declared else None
    if known in (None, "utf-8", "cp1252") and (old := _before_unicode(data[:SAMPLE])) is not None:
        return DecodedText(vietnamese.decoded(data, old), old, "Vietnamese words")
    if known and known != "utf-8":
        return _lossy(data, known, "declared")
    encoding, origin = _guess_encoding(data)
    return _lossy(data, encoding, origin)


def _before_unicode(sample: bytes) -> str | None:
    """Return TCVN3, VNI or VISCII if these bytes read as Vietnamese in it, ignoring tags."""
    if _is_cp1258(sample):
        return None
    found = vietnamese.charset_of(_TAG.sub(b" ", sample))
    return None if found == "cp1258" else found


def clean_text(text: str) -> str:
    """Return the text in its stored form: NFC, LF line ends, form feeds kept as page breaks, no other control or
    invisible characters, no lone surrogates."""
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = _INVISIBLE.sub("", text).translate(_C1)
    text = _JOINERS.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _MARKS.sub(_at_most_thirty, text)
    return unicodedata.normalize("NFC", text)


def _at_most_thirty(run: re.Match[str]) -> str:
    """Return the run with at most 30 consecutive combining marks (UAX #15, stream-safe text): NFC takes quadratic time
    for more."""
    kept: list[str] = []
    marks = 0
    for char in run.group():
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= 30:
            kept.append(char)
    return "".join(kept)


def utf16_without_bom(data: bytes) -> str | None:
    """Return `utf-16-le` or `utf-16-be` if the zero bytes are placed as in such a text of Latin letters, else None."""
    pairs = len(data) // 2
    if pairs < 4:
        return None
    even, odd = data[0 : pairs * 2 : 2], data[1 : pairs * 2 : 2]
    for low, high, encoding in ((even, odd, "utf-16-le"), (odd, even, "utf-16-be")):
        if high.count(0) * 5 < pairs * 2 or low.count(0) * 50 > pairs:
            continue
        text = data[: pairs * 2].decode(encoding, "replace")
        odd_ones = sum(not (c.isprintable() or c in "\t\n\r\f\u2028\u2029\xa0\xad") for c in text[:4096])
        if odd_ones * 20 <= min(len(text), 4096):
            return encoding
    return None


def _utf8(text: str) -> DecodedText:
    """Return a text from valid UTF-8, corrected if it was encoded twice, or if its letters come from a pre-Unicode
    font."""
    with suppress(UnicodeEncodeError):
        if (old := _before_unicode(text[:SAMPLE].encode("cp1252"))) is not None:
            return DecodedText(vietnamese.decoded(text.encode("cp1252"), old), "utf-8", f"Vietnamese words in {old}")
    for wrong in ("latin-1", "cp1252"):
        try:
            once = text.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
        if len(text) - len(once) >= 2:
            return DecodedText(once, "utf-8", f"twice encoded, by way of {wrong}")
    once = _TWICE.sub(lambda found: found.group().encode("latin-1").decode("utf-8", "replace"), text)
    if once == text and len(_TWICE_1252.findall(text)) >= 2:
        once = _CUT_QUOTE.sub("\u201d", _TWICE_1252.sub(_once, text))
        return DecodedText(once, "utf-8", "twice encoded in part, by way of cp1252")
    if once == text or "\ufffd" in once:
        return DecodedText(text, "utf-8", "bytes")
    return DecodedText(once, "utf-8", "twice encoded in part, by way of latin-1")


def _once(found: re.Match[str]) -> str:
    """Decode what was encoded twice by way of cp1252; return anything else unchanged."""
    with suppress(UnicodeError):
        return b"".join(
            char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252") for char in found.group()
        ).decode("utf-8")
    return found.group()


def _lossy(data: bytes, encoding: str, origin: str) -> DecodedText:
    """Decode the bytes in an encoding, replacing and counting invalid ones."""
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if encoding.startswith("utf-8") else 0)
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    if lost <= 0:
        return DecodedText(text, name, origin)
    return DecodedText(text, name, origin, lost)


def _codec(name: str) -> str | None:
    """Return Python's name of a declared encoding, or None. `iso-8859-1` means cp1252 on the web (WHATWG)."""
    try:
        known = codecs.lookup(name.strip().lower()).name
        b"".decode(known)
    except (LookupError, ValueError, TypeError, UnicodeError):
        return None
    return "cp1252" if known in ("iso8859-1", "ascii") else known


def _nearly_utf8(data: bytes) -> bool:
    """Return whether it is damaged UTF-8: cut off at the end, or a few bad bytes among many valid sequences."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for c in text[: SAMPLE * 4] if c > "\x7f") - bad
    return good >= 5 * bad or (bad == 1 and good > 0 and text.endswith("\ufffd"))


def _guess_encoding(data: bytes) -> tuple[str, str]:
    sample = data[:SAMPLE]
    if _is_cp1258(sample):
        return "cp1258", "Vietnamese letters"
    high = sum(byte > 0x7F for byte in sample)
    if high >= FEW:
        best = from_bytes(sample, cp_isolation=LEGACY).best()
        if best is not None:
            return best.encoding, "charset-normalizer"
    return "cp1252", "default"


def _is_cp1258(data: bytes) -> bool:
    """Return whether the bytes read as Vietnamese in Windows-1258: its tone marks follow vowels, and its own letters
    occur. In cp1252 the same bytes are letters that rarely follow a vowel."""
    text = data.decode("cp1258", "replace")
    tones = after_vowel = own = 0
    before = ""
    for char in text:
        if char in _TONES:
            tones += 1
            after_vowel += before in _VOWELS
        elif char in _OWN:
            own += 1
        before = char
    return after_vowel >= 2 and after_vowel * 10 >= tones * 8 and own > 0
