"""The words by which a text takes another back, or stands in its place, and the numbers that it so names."""

from __future__ import annotations

import re

from archive.catalogue.relating.numbers import number_key

_START = r"(?:\A|\n)[\W_]{0,6}"
_TEXT = (
    r"(?:(?:siaran|rilis|keterangan|berita|pernyataan) (?:pers|media|resmi)|siaran|rilis|berita|naskah|pernyataan|foto"
    r"|(?:press|news|media) (?:release|statement|advisory|note)|release|statement|story|photo|advisory"
    r"|thông cáo(?: báo chí)?|thông tin báo chí|bản tin|tin(?: bài)?|bài(?: viết)?|văn bản|tuyên bố|ảnh)"
)
_ALONE = r"(?=[\W_]*(?:\n|\Z)|\s*[:：(\[]|\s+[–—-]\s)"
_WITHIN = r"(?:[^.\n]|(?<=no)\.|(?<=nr)\.|(?<=ref)\.)"  # a sentence
_NUMBER = r"(?P<number>(?=[\w&/.-]*\d)[\w&]{1,12}(?:[/.-][\w&]{1,16}){0,8})(?![\w/@])"
_WITHDRAWAL = re.compile(
    _START
    + r"(?:"
    + rf"(?:(?:surat|pemberitahuan|pengumuman|pernyataan) )?(?:pencabutan|penarikan(?: kembali)?|pembatalan)"
    rf"(?:{_ALONE}|\s+(?:atas |terhadap )?{_TEXT}\b)"
    rf"|{_TEXT} (?:ini )?(?:di(?:cabut|tarik|batalkan)(?: kembali)?|bị thu hồi|đã (?:bị )?thu hồi|thu hồi){_ALONE}"
    rf"|di(?:cabut|tarik|batalkan){_ALONE}"
    rf"|(?:(?:thông báo|công văn|quyết định)(?: về việc)? )?(?:thu hồi|hủy bỏ|huỷ bỏ|hủy|huỷ|rút lại|rút|gỡ bỏ|gỡ)"
    rf"(?:{_ALONE}|\s+{_TEXT}\b)"
    rf"|(?:notice of )?(?:withdrawal|withdrawn|retraction|retracted|rescinded|(?:mandatory |bulletin )kill"
    rf"|(?:photo|story) kill|(?-i:KILL(?:ED)?|CANCELL?ED|RECALLED)|kill(?= (?:notice|advisory|bulletin|order))"
    rf"|(?:cancell?ed|recalled|killed)(?=[\W_]*(?:\n|\Z)|\s+{_TEXT}\b))"
    rf"(?:(?: (?:notice|advisory|bulletin|order))?{_ALONE}|(?: notice)?\s+(?:of |to )?(?:the |our )?{_TEXT}\b)"
    rf"|{_TEXT} (?:withdrawn|retracted|killed|recalled|rescinded){_ALONE}" + r")",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(  # in a sentence of a short notice
    rf"\b(?:(?:mencabut|menarik(?: kembali)?|membatalkan)(?: kembali)? {_TEXT}"
    rf"|{_TEXT} {_WITHIN}{{0,80}}?(?:(?:dinyatakan |telah |kami )?(?:dicabut|ditarik(?: kembali)?|dibatalkan))"
    rf"|(?:thu hồi|rút lại|hủy bỏ|huỷ bỏ|gỡ bỏ) {_TEXT}"
    rf"|(?:withdraws?|withdrew|retracts?|rescinds?|recalls?|kills?|is withdrawing) (?:the |its |our |this )?{_TEXT}"
    rf"|{_TEXT} {_WITHIN}{{0,80}}?(?:has been|is|are|was) (?:hereby )?(?:withdrawn|retracted|rescinded|recalled|killed)"
    r")\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    rf"\b(?:(?:meng)?gantikan {_TEXT}|mengganti {_TEXT}|(?:sebagai )?pengganti {_TEXT}"
    rf"|(?:thay thế|thay cho)(?: cho)? {_TEXT}"
    rf"|(?:replac(?:es|ing)|supersed(?:es|ing)|in place of|instead of) (?:the |our |its |all )?"
    rf"(?:earlier |previous |prior |former )?{_TEXT})\b",
    re.IGNORECASE,
)
_NEXT = re.compile(  # the number that a phrase names, with the words before it
    rf"{_WITHIN}{{0,60}}?(?<![\w/.-]){_NUMBER}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"{_TEXT}(?:\s+(?:kami|ini|our|này))?\s+(?:dengan |bearing )?(?:nomor|no\.?|number|số|ref\.?|bernomor)\W{{0,3}}"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_SHORT = 250  # words of a notice that says so in a sentence only
MOST = 8


def is_withdrawal(first_lines: str, opening: str, words: int) -> bool:
    """Whether a text takes another back: its first lines say so, or it is a short notice that names its number."""
    return _WITHDRAWAL.search(first_lines) is not None or (words <= _SHORT and bool(withdrawn_numbers(opening)))


def withdrawn_numbers(text: str) -> list[str]:
    """The numbers of the texts that a notice says it takes back, as they are compared."""
    found = []
    for match in _WITHDRAWN.finditer(text):
        inside = _BEFORE.search(match[0])
        found.append(number_key(inside["number"]) if inside else _number(text, match.end()))
    return list(dict.fromkeys(filter(None, found)))[:MOST]


def named_numbers(text: str) -> list[str]:
    """The numbers that a notice names as those of releases, as they are compared."""
    found = (number_key(match["number"].rstrip(".-")) for match in _BEFORE.finditer(text))
    return list(dict.fromkeys(filter(None, found)))[:MOST]


def replaced_numbers(text: str) -> list[str]:
    """The numbers of the texts in whose place a text says that it stands, as they are compared."""
    found = (_number(text, match.end()) for match in _INSTEAD.finditer(text))
    return list(dict.fromkeys(filter(None, found)))[:MOST]


def _number(text: str, at: int) -> str:
    """The number that comes next in the sentence; empty where none does."""
    match = _NEXT.match(text, at)
    return number_key(match["number"].rstrip(".-")) if match else ""
