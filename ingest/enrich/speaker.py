"""Who gave a speech, from its title."""

from __future__ import annotations

import re

from ingest.enrich.language import is_bare_vietnamese
from ingest.enrich.words import bare

_STOPS = (
    r"(?:pada|di|dalam|saat|untuk|tentang|mengenai|kepada|tanggal|at|on|to|before|in|during|for|delivered|tại|nhân|trong|về|trước|gửi|"
    r"ngày)\b"
)
_NAME = rf"(?P<name>(?!{_STOPS})[^\s,:;(]+(?:\s+(?!{_STOPS}|[–—-])[^\s,:;(]+){{0,11}})"
_NAMED_AFTER = re.compile(
    r"(?:(?:naskah|teks|transkrip|text of|transcript of|full text of|toàn văn|the)\s+)*"
    r"(?:(?:pidato|sambutan|amanat|orasi)(?: (?:kunci|pembukaan|penutup|kenegaraan|pengantar))?(?: oleh)?|"
    r"(?:bài phát biểu|phát biểu|diễn văn|lời phát biểu|thông điệp)(?: (?:khai mạc|bế mạc|chúc mừng))? của|"
    rf"(?:[\w-]+ ){{0,2}}(?:speech|remarks|address|statement|message) (?:by|of))\s+{_NAME}",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?P<name>[\w .,-]{3,80}?)['’]s?\s+(?:[\w-]+\s+){0,3}(?:address|speech|remarks|message|statement)\b", re.IGNORECASE
)


# Vietnamese typed without marks has words where others have names (tai is at, and a name in English).
_BARE_NAMED_AFTER = re.compile(bare(_NAMED_AFTER.pattern), re.IGNORECASE)


def speaker_of(title: str) -> str | None:
    """The speaker, with the office where the title gives it, as printed; None when the title names nobody."""
    title = title[:250]
    unmarked = title.isascii() and is_bare_vietnamese(re.findall(r"[a-z]+", title.lower()))
    match = (_BARE_NAMED_AFTER if unmarked else _NAMED_AFTER).match(title) or _OWNER.match(title)
    if match is None:
        return None
    name = match["name"].strip(" ,.:;-–—")
    first = name.split()[:1] or [""]
    return name if first[0][:1].isupper() and len(name) > 2 and first[0].casefold() != "the" else None
