"""Who speaks when in a transcript or interview, by the labels before the words (`MODERATOR:`, `Q:`, `Hỏi:`)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from archive.persons.no_names import NO_NAMES
from ingest.enrich.words import with_or_without_marks, word_set

SEARCHED = 400_000  # characters of a text
MOST = 2_000  # turns
_LABEL = re.compile(
    r"^[*_]{0,2}(?P<name>[^\W\d_][^\n:：*|]{0,58}?)(?:\s*\([^()\n]{1,40}\))?[*_]{0,2}\s*(?:[:：]"
    r"|(?<=^[QATJHĐ])\.)[*_]{0,2}"
    r"(?=\s*\S)",
    re.MULTILINE,
)
_ROLE = re.compile(
    with_or_without_marks(
        r"(?:q|a|question|answer|moderator|interviewer|interviewee|host|reporters?|journalist|press|speaker|chair"
        r"|t|j|tanya|jawab|penanya|pewawancara|narasumber|wartawan|pewarta|moderator|pembawa acara|presenter"
        r"|h|đ|hỏi|đáp|trả lời|pv|phóng viên|mc|người dẫn chương trình|nhà báo|điều phối)(?: \d{1,2})?\Z"
    ),
    re.IGNORECASE,
)
_FIELD = re.compile(  # what the lines of an invitation, a form or a list of exhibits are headed by
    with_or_without_marks(
        r"(?:who|what|when|where|why|how|rsvp|doors|includes?|included|details|location|agenda|background"
        r"|access|parking"
        r"|apa|siapa|kapan|di ?mana|mengapa|kenapa|bagaimana|hari|tujuan|acara|peserta|pakaian|dress code|agenda|lokasi"
        r"|pukul|jam|dasar|menimbang|mengingat|memutuskan|menetapkan|ai|cái gì|khi nào|ở đâu|nội dung"
        r"|thời gian|địa điểm"
        r"|chủ trì|khách mời|thành phần|kính gửi|trang phục|mục đích|yêu cầu)(?:[ /&].*)?"
        r"|.*\s(?:\d{1,3}|[ivx]{1,4}|[a-d])",
    ),
    re.IGNORECASE,
)
_NO_SPEAKER = word_set(
    "note notes contact contacts tel telp fax email e-mail foto photo photos sumber source catatan embargo date "
    "tanggal subject perihal re to from cc kepada dari nomor lampiran hal tags keywords website alamat address time "
    "place venue waktu tempat nguồn ảnh ghi kính số http https update"
)  # fmt: skip


def turns(text: str) -> list[dict[str, Any]]:
    """[{speaker, start, end}]: each label as printed, and the code points of `text` with the words after it. Empty
    where the labels are not those of people who speak in turn: fewer than two speakers or three
    turns, none of them a role or in capitals, nobody twice, or the fields of a form (WHAT, WHEN, `Exhibit 1`)."""
    found = [match for match in _LABEL.finditer(text[:SEARCHED]) if _may_speak(match["name"])]
    often = Counter(match["name"].strip() for match in found)
    said = [m for m in found if often[m["name"].strip()] > 1 or _ROLE.match(m["name"].strip()) or m["name"].isupper()]
    names = {match["name"].strip() for match in said}
    if not any(often[name] > 1 or _ROLE.match(name) for name in names):
        return []  # who speaks once is no party to a talk, but a line of a form
    if len(said) < 3 or len(names) < 2 or not any(name.isupper() or _ROLE.match(name) for name in names):
        return []
    ends = [match.start() for match in said[1:]] + [len(text)]
    return [_turn(text, match, end) for match, end in list(zip(said, ends, strict=True))[:MOST]]


def _turn(text: str, match: re.Match[str], end: int) -> dict[str, Any]:
    words = text[match.end() : end]
    start = match.end() + len(words) - len(words.lstrip())
    return {"speaker": match["name"].strip(), "start": start, "end": match.end() + len(words.rstrip())}


def _may_speak(name: str) -> bool:
    """Whether the words before a colon can name who speaks: a role, or a name with its office, in capitals or not."""
    words = name.split()
    if not 1 <= len(words) <= 7 or words[0].casefold().strip(".") in _NO_SPEAKER:
        return False
    if _ROLE.match(name.strip()) is not None:
        return True
    if _FIELD.fullmatch(name.strip()) or any(word.casefold().strip(".,") in NO_NAMES for word in words):
        return False
    return name[0].isupper() and sum(w[0].isupper() for w in words) * 2 > len(words)
