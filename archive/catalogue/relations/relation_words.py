"""Phrases with which a text declares its role: annex, correction, withdrawal, replacement, translation, prepared
speech.

Also finds the release numbers that such a text names.
"""

from __future__ import annotations

import re

from archive.catalogue.relations.release_numbers import number_key
from archive.text.patterns import lazy_regex

_START = r"(?:\A|\n)[\W_]{0,6}"
_TEXT = (
    r"(?:(?:siaran|rilis|keterangan|berita|pernyataan) (?:pers|media|resmi)|siaran|rilis|berita|naskah|pernyataan|foto"
    r"|(?:press|news|media) (?:release|statement|advisory|note)|release|statement|story|photo|advisory"
    r"|thông cáo(?: báo chí)?|thông tin báo chí|bản tin|tin(?: bài)?|bài(?: viết)?|văn bản|tuyên bố|ảnh)"
)
_ALONE = r"(?=[\W_]*(?:\n|\Z)|\s*[:：(\[]|\s+[–—-]\s)"
_WITHIN = r"(?:[^.\n]|(?<=no)\.|(?<=nr)\.|(?<=ref)\.)"  # within a sentence
_NUMBER = r"(?P<number>(?=[\w&/.-]*\d)[\w&]{1,12}(?:[/.-][\w&]{1,16}){0,8})(?![\w/@])"
_WITHDRAWAL = lazy_regex(
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
_WITHDRAWN = lazy_regex(  # in a sentence of a short notice
    rf"\b(?:(?:mencabut|menarik(?: kembali)?|membatalkan)(?: kembali)? {_TEXT}"
    rf"|{_TEXT} {_WITHIN}{{0,80}}?(?:(?:dinyatakan |telah |kami )?(?:dicabut|ditarik(?: kembali)?|dibatalkan))"
    rf"|(?:thu hồi|rút lại|hủy bỏ|huỷ bỏ|gỡ bỏ) {_TEXT}"
    rf"|(?:withdraws?|withdrew|retracts?|rescinds?|recalls?|kills?|is withdrawing) (?:the |its |our |this )?{_TEXT}"
    rf"|{_TEXT} {_WITHIN}{{0,80}}?(?:has been|is|are|was) (?:hereby )?(?:withdrawn|retracted|rescinded|recalled|killed)"
    r")\b",
    re.IGNORECASE,
)
_INSTEAD = lazy_regex(
    rf"\b(?:(?:meng)?gantikan {_TEXT}|mengganti {_TEXT}|(?:sebagai )?pengganti {_TEXT}"
    rf"|(?:thay thế|thay cho)(?: cho)? {_TEXT}"
    rf"|(?:replac(?:es|ing)|supersed(?:es|ing)|in place of|instead of) (?:the |our |its |all )?"
    rf"(?:earlier |previous |prior |former )?{_TEXT})\b",
    re.IGNORECASE,
)
_NEXT = lazy_regex(  # the number in a phrase, with the words before it
    rf"{_WITHIN}{{0,60}}?(?<![\w/.-]){_NUMBER}",
    re.IGNORECASE,
)
_BEFORE = lazy_regex(
    rf"{_TEXT}(?:\s+(?:kami|ini|our|này))?\s+(?:dengan |bearing )?(?:nomor|no\.?|number|số|ref\.?|bernomor)\W{{0,3}}"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_SHORT = 250  # words of a notice that declares its role only in a sentence
MOST = 8


def is_withdrawal(first_lines: str, opening: str, words: int) -> bool:
    """Return whether a text withdraws another: its first lines say so, or it is a short notice with the other's
    number."""
    return _WITHDRAWAL.search(first_lines) is not None or (words <= _SHORT and bool(withdrawn_numbers(opening)))


def withdrawn_numbers(text: str) -> list[str]:
    """Return the release numbers that a notice withdraws, normalised for comparison."""
    found = []
    for match in _WITHDRAWN.finditer(text):
        inside = _BEFORE.search(match[0])
        found.append(number_key(inside["number"]) if inside else _next_number(text, match.end()))
    return list(dict.fromkeys(filter(None, found)))[:MOST]


def named_numbers(text: str) -> list[str]:
    """Return the release numbers in a notice, normalised for comparison."""
    found = (number_key(match["number"].rstrip(".-")) for match in _BEFORE.finditer(text))
    return list(dict.fromkeys(filter(None, found)))[:MOST]


def replaced_numbers(text: str) -> list[str]:
    """Return the release numbers that a text replaces, normalised for comparison."""
    found = (_next_number(text, match.end()) for match in _INSTEAD.finditer(text))
    return list(dict.fromkeys(filter(None, found)))[:MOST]


def _next_number(text: str, at: int) -> str:
    match = _NEXT.match(text, at)
    return number_key(match["number"].rstrip(".-")) if match else ""


OPENING = 1_200  # characters at the beginning in which a text declares its role

_ANNEX = lazy_regex(
    _START
    + r"(?:lampiran|phụ lục|annex(?:e)?|appendix|attachment|enclosure)(?:\s+(?P<which>[ivx]{1,4}|\d{1,2}|[a-d]))?\b"
    r"(?!\s*[:：]\s*(?:\d|[-–—]|satu|dua|tiga|một|hai|ba|one|two|\n|\Z))(?=[\W_]*(?:\n|\Z)|\s*[:：.–—(-]|\s+(?:siaran"
    r"|keterangan|rilis|surat|nomor|no\b|thông cáo|kèm|to\b|of\b|dari|untuk"
    r"|của|cho|văn bản|pidato))",
    re.IGNORECASE,
)
_TABLE = lazy_regex(  # of a release that names its own role
    r"[\W_]{0,6}(?:tabel|daftar|lembar fakta|bảng|biểu|danh (?:sách|mục)|tables?|lists?|charts?|fact ?sheet"
    r"|backgrounder)\b"
    r"[^\n.:]{0,60}?\b(?:untuk|dari|pendukung|pelengkap|kèm(?: theo)?|của|for|to|of|accompanying)\s+(?:the\s+)?"
    r"(?:siaran pers|rilis|keterangan pers|(?:press |news |media )?release|thông cáo(?: báo chí)?)"
    r"(?=\s*(?:[\"“:：,(]|\Z)|\s+(?:nomor|no|số|tentang|mengenai|about|on|về)\b)",
    re.IGNORECASE,
)
_CORRECTION = lazy_regex(
    _START + r"(?:(?:surat |press |media )?ralat|koreksi|hak koreksi|pembetulan|pelurusan|rectifications?"
    r"|perbaikan(?= (?:atas )?(?:siaran|rilis))|thông báo sửa đổi|đính chính|cải chính|bản đính chính"
    r"|thông báo đính chính|corrections?|corrected|correcting|corrigend(?:um|a)|errat(?:um|a)"
    r"|clarification and correction)\b"
    r"(?=[\W_]*(?:\n|\Z)|\s*[:：.,–—(\]/-]|\s+(?:atas|terhadap|untuk|siaran|rilis|nomor|no\b|version|to\b|of\b|về"
    r"|thông cáo"
    r"|thông tin|cho|số|press|the\b|notice|from\b))",
    re.IGNORECASE,
)
_CORRECTED = lazy_regex(
    r"\b(?:corrected (?:version|copy|text|release)|versi (?:perbaikan|yang (?:sudah )?(?:diperbaiki|benar)|koreksi)"
    r"|bản (?:sửa đổi|đã sửa|đính chính|hiệu chỉnh)|reissued with corrections?|with corrections?\)"
    r"|(?:we|kami|chúng tôi) (?:correct|meralat|mengoreksi|xin đính chính)|dengan ini (?:kami )?(?:meralat"
    r"|mengoreksi))",
    re.IGNORECASE,
)
_LABELLED = lazy_regex(  # in brackets on a line of the head, or of the text
    r"\((?:surat |press |bản )?(?:ralat|koreksi|pembetulan|perbaikan|đính chính|cải chính|sửa đổi|corrections?"
    r"|corrected|corrigendum|replaces|supersedes|menggantikan|thay thế)\b[^()\n]{0,80}\)"
    r"|\b(?:siaran pers|rilis|keterangan pers|naskah) ini (?:meralat|mengoreksi|membetulkan|memperbaiki)\b"
    r"|\b(?:thông cáo|bản tin|tin|bản) này (?:đính chính|cải chính|sửa đổi)\b"
    r"|\bthis (?:(?:press |news |media )?release|statement|notice|version) corrects\b",
    re.IGNORECASE,
)
_REPLACES = lazy_regex(
    r"\b(?:(?:this|the) (?:[\w-]+ ){0,4}(?:replaces|supersedes)|replacing the (?:release|statement|version)"
    r"|(?:menggantikan|mengganti) (?:siaran|rilis|versi|keterangan|naskah|pernyataan)|sebagai pengganti"
    r"|(?:thay thế|thay cho) (?:cho )?(?:thông cáo|bản|văn bản|thông tin|tuyên bố)"
    r"|corrected version|versi perbaikan|versi yang (?:sudah )?diperbaiki|bản đã sửa|bản hiệu chỉnh"
    r"|tidak berlaku lagi|dinyatakan tidak berlaku|no longer valid|không còn giá trị)",
    re.IGNORECASE,
)
_TRANSLATED = lazy_regex(
    r"\b(?:(?:un)?official (?:english )?translation|courtesy translation|translated from|(?:english|indonesian"
    r"|vietnamese)"
    r" translation|terjemahan (?:tidak )?resmi|terjemahan (?:bahasa|dari)|diterjemahkan dari|bản dịch|dịch từ"
    r"|translation"
    r" from the)\b",
    re.IGNORECASE,
)
_REISSUED = lazy_regex(
    _START + r"(?:re-?issued?|first issued|phát hành lại|terbit(?:an)? ulang|diterbitkan (?:ulang|kembali))"
    r"(?=[\W_]*(?:\n|\Z|\d)|\s*[:：,–—(\]]|\s+(?:on|pada|ngày)\b)"
    r"|\((?:re-?issued?|first issued|phát hành lại|terbit(?:an)? ulang|diterbitkan (?:ulang|kembali))\b[^()\n]{0,60}\)",
    re.IGNORECASE,
)
_PREPARED = lazy_regex(
    r"\b(?:check against delivery|as prepared(?: for delivery)?|prepared (?:text|remarks|for delivery)"
    r"|embargoed until"
    r" delivery|naskah (?:pidato|sambutan|asli)|teks (?:pidato|sambutan) (?:tertulis|yang disiapkan)"
    r"|sebagaimana disiapkan"
    r"|agar dicocokkan|disampaikan sesuai ucapan|yang disiapkan|bản chuẩn bị|văn bản chuẩn bị"
    r"|bài phát biểu chuẩn bị|đối"
    r" chiếu (?:với|khi) (?:bài )?(?:nói|phát biểu|phát ngôn))\b",
    re.IGNORECASE,
)
_TRANSCRIPT = lazy_regex(
    r"\b(?:transcripts?|transkrip(?:si)?|as delivered|rush transcript|verbatim|sebagaimana disampaikan|seperti yang"
    r" disampaikan|rekaman pidato|bản ghi|ghi chép lại|gỡ băng|lược ghi|bóc băng|nguyên văn lời)\b",
    re.IGNORECASE,
)
_QUOTED = lazy_regex(r"[\"“„«]([^\"“”„«»\n]{12,250})[\"”»]")
_LABEL = lazy_regex(
    r"[\W_]*+(?:(?:surat |bản |thông báo )?(?:ralat|koreksi|hak koreksi|pembetulan|pelurusan|rectification"
    r"|đính chính|cải chính|corrections?"
    r"|corrected(?: version)?"
    r"|corrigendum|erratum|errata|versi perbaikan|lampiran|phụ lục|annex|appendix"
    r"|pencabutan|penarikan(?: kembali)?|pembatalan|dicabut|ditarik|(?:thông báo )?thu hồi|hủy bỏ|rút lại"
    r"|withdrawn|withdrawal|(?:mandatory )?kill(?: notice)?|killed|retracted|retraction|recalled)"
    r"(?:\s+(?:[ivx]{1,4}|\d{1,2}|[a-d]))?(?:\s+(?:to|of|atas|terhadap|untuk|dari|về|của|cho|kèm theo))?"
    r"|(?:siaran|rilis|keterangan) pers|(?:press|news|media) release|thông cáo(?: báo chí)?)"
    r"(?:\s*+[\])}:：]|\s*+[–—-]\s|\s)\s*+",
    re.IGNORECASE,
)


def annex_of(text: str) -> str:
    """Return which annex an opening declares (`1`, `ii`), `-` for one without a number, or ""."""
    found = _ANNEX.search(text)
    if found is None:
        return "-" if any(map(_TABLE.match, text.split("\n"))) else ""
    return (found["which"] or "-").casefold()


def is_correction(text: str) -> bool:
    """Return whether an opening declares a correction."""
    return any(pattern.search(text) is not None for pattern in (_CORRECTION, _CORRECTED, _LABELLED, _REISSUED))


def replaces(text: str) -> bool:
    """Return whether a correction says that it replaces what it corrects."""
    return _REPLACES.search(text) is not None or _REISSUED.search(text) is not None


def is_translated(text: str) -> bool:
    """Return whether a text says that it is a translation."""
    return _TRANSLATED.search(text) is not None


def is_prepared(text: str) -> bool:
    """Return whether a speech says that it is the text as prepared (`check against delivery`)."""
    return _PREPARED.search(text) is not None


def is_transcript(text: str) -> bool:
    """Return whether a speech says that it is a transcript of the speech as delivered."""
    return _TRANSCRIPT.search(text) is not None


def quoted(text: str) -> list[str]:
    """Return the texts in quotation marks on one line that are long enough for a title."""
    return [match[1] for match in _QUOTED.finditer(text)][:20]


def without_label(title: str) -> str:
    """Return a title without the leading words for its role (`RALAT: ...`, `Siaran Pers - ...`)."""
    for _ in range(3):
        label = _LABEL.match(title)
        shorter = title[label.end() :] if label else title
        if shorter == title or not shorter.strip():
            break
        title = shorter
    return title.strip()
