"""Decide whether the line below a title continues it, or is the real title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.text.orthography import collapse, ends_sentence, ends_unfinished, in_capitals, starts_low, word_count
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate.boilerplate import names_body

LONGEST = 160  # characters of a title line
LONGEST_WHOLE = 260
_SMALL = 6  # letters of words that may be in lower case in title case
# Words after which a title continues: with an object.
_CALLS = lazy_regex(
    r"(?:(?:mem[bpf]|men[dtcjsz]|meng[aiueoghk]|meny[aiueo]|mel[aei]|mer[aeiu])[a-z]{2,}|(?!ke|pe)[a-z]{3,}kan|buka|gelar|tinjau|ajak|minta|dorong|jadi|terima|raih|siap"
    r"|akan|beri|bangun|bantu|dukung|hadiri|kunjungi|jalin|perkuat|bahas|dorong|imbau|pastikan|gandeng|sambut|lantik"
    r"|tổ chức|khai trương|khánh thành|công bố|ra mắt|phát động|ký kết|tiếp|thăm|khai mạc|bế mạc|trao|trao tặng|tặng"
    r"|kêu gọi|yêu cầu|đề nghị|ban hành|triển khai|tăng cường|thúc đẩy|chủ trì|đón"
    r"|launches|opens|announces|signs|holds|hosts|urges|names|joins|seeks|backs|unveils|receives|visits|wins|gets"
    r"|calls|adds|plans|will|free|new)",
    re.IGNORECASE,
)
_NO_CALL = lazy_regex(
    r"(?:bukan|rekan|makan|gerakan|tindakan|merah|merdeka|merauke|merapi|merbabu|menteri|mental|mentawai|mempawah|mengwi"
    r"|melayu|melati|merek|menjangan)",
    re.IGNORECASE,
)
_BULLETS = tuple("•▪●◦‣")  # before the points of a summary under a title
_GOES_ON = lazy_regex(
    r"(?:pada|di|dalam|tentang|mengenai|oleh|untuk|bagi|guna|demi|melalui|bersama|antara|menuju|sebagai|dan|dengan|ke"
    r"|dari|yang|tại|về|nhân|của|cho|từ|với|trong|đến|giữa|và|on|at|in|before|to|and|of|by|with|for|from|between|amid"
    r"|after|as|during)\b",
    re.IGNORECASE,
)
_PARTED = lazy_regex(r"(?<=[^\W\d_][^\W\d_])- (?=[^\W\d_])(?![A-ZÀ-ỸĐ])")
_STAMP = lazy_regex(  # stamped by an office on filed papers
    r"\W*(?:diterima|terima|arsip|salinan(?: arsip)?|lembar (?:disposisi|pengantar|kendali)|(?:no\.?|nomor) agenda"
    r"|koleksi|perpustakaan|disposisi|received|archives?|file copy|copy|công văn đến|lưu|bản sao|bản lưu|đến)\b",
    re.IGNORECASE,
)
_STAMPED = lazy_regex(
    r"\W*(?:di)?terima(?: tgl\.?| tanggal)?[\W\d]*(?:\w+[\W\d]*)?|\W*received(?: on)?[\W\d]*(?:\w+[\W\d]*)?|\W*arsip\W*"
    r"|\W*lembar (?:disposisi|pengantar|kendali)\W*|\W*(?:no\.?|nomor) agenda[\W\d]*|\W*salinan(?: arsip)?\W*"
    r"|\W*(?:file |archive )?copy(?: no\.?)?[\W\d]*|\W*công văn đến(?: số)?[\W\d]*|\W*bản (?:sao|lưu)\W*",
    re.IGNORECASE,
)
_ENGLISH_BODY = lazy_regex(
    r"(?:the )?(?:[\w&'’-]+ ){0,4}(?:authority|agency|office|department|ministry|commission|council|bureau|university"
    r"|corporation|board|association|foundation|institute|secretariat|port|bank)"
    r"(?: (?:of|for) (?:the )?[\w&'’-]+(?: (?:and )?[\w&'’-]+){0,3})?",
    re.IGNORECASE,
)
_ADDRESS = lazy_regex(
    r"\b(?:street|st|road|rd|avenue|jalan|jl|house|building|tower|gedung|lantai|đường|phố|quận|floor|po box|suite"
    r"|telp?|telepon|phone|fax|email)\b|@|www\.|\d{5}|\d\D+\d+\s",
    re.IGNORECASE,
)
_POSTAL = lazy_regex(  # c/o Friends, 10405 Berlin, Canberra ACT 2600
    r"c/o\s|(?:.{5,120}[|·•]\s)?(?:[A-Z]{1,2}-)?\d{5} [A-ZÀ-ỸĐ][^\W\d]+(?:[ -][^\W\d]+){0,3}\Z"
    r"|.{5,120} [A-Z]{2,3} (?!(?:19|20)\d\d\Z)\d{4,5}\Z"
)
_COMMITTEE = lazy_regex(r"\bban (?:tổ chức|chủ trì)\b", re.IGNORECASE)  # an organising committee, with no verb
_ACTS = lazy_regex(
    r"\b(?:me(?:m|n|ng|ny)[a-z]{3,}|di[a-z]{4,}|[a-z]{4,}kan|[a-z]{4,}i|buka|gelar|jadi|raih|siap|launch(?:es)?|opens?"
    r"|announces?|signs?|holds?|hosts?|urges?|says?|wins?|khai|khánh|công bố|ra mắt|ký|tổ chức)\b",
    re.IGNORECASE,
)


def goes_on(first: str, second: str, *, one_block: bool) -> bool:
    """Return whether the second of two lines is the rest of a title: the first calls for more, the second begins as no
    title does, or, where no blank line parts them, both are written in capitals and small letters alike."""
    if (
        not is_title_like(second)
        or second.lstrip()[:1] in _BULLETS
        or len(first) + len(second) > LONGEST_WHOLE
        or ends_sentence(first)
    ):
        return False
    if in_capitals(first) != in_capitals(second) or word_count(first) < 2:
        return False
    if starts_low(second) or ends_unfinished(first) or _GOES_ON.match(second) or _calls(first):
        return True
    if _ADDRESS.search(second) or _ENGLISH_BODY.fullmatch(first):
        return False
    return one_block and word_count(first) > 2 and word_count(second) > 3 and all(map(_is_title_case, (first, second)))


def join_lines(lines: Sequence[str]) -> str:
    """Return the lines of a title as one, joining a hyphenated word (`Octo-`, `ber`)."""
    words = collapse(" ".join(lines))
    return _PARTED.sub("", words) if len(lines) > 1 else words


def repeats_subject(subject: str, line: str) -> bool:
    """Return whether a line is the headline in the subject of a mail, possibly with more words around it."""
    told, own = (re.findall(r"[^\W_]+", words.casefold()) for words in (subject, line))
    return len(own) > 3 and 5 * len(set(own) & set(told)) >= 3 * len(set(own)) and not ends_sentence(line)


def _calls(line: str) -> bool:
    """Return whether the last one or two words of a line require more."""
    words = line.split()
    return any(
        _CALLS.fullmatch(last) is not None and _NO_CALL.fullmatch(last) is None
        for last in (" ".join(words[-count:]) for count in (1, 2))
    )


def acts(line: str) -> bool:
    """Return whether a word after the first is a verb, as in headlines but not names."""
    words = _COMMITTEE.sub("ban", line.strip(" *_#")).split()[1:]
    pairs = (" ".join(pair) for pair in pairwise(words))
    return any(_CALLS.fullmatch(word) is not None and _NO_CALL.fullmatch(word) is None for word in (*words, *pairs))


def _is_title_case(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 1]
    small = [word for word in words if word[0].islower()]
    return bool(words) and len(small) * 3 <= len(words) and all(len(word) <= _SMALL for word in small)


def is_title_like(line: str) -> bool:
    """Return whether a line may belong to a title: short, with letters, and not a sentence, list or form question."""
    return (
        3 < len(line) <= LONGEST
        and sum(map(str.isalpha, line)) * 2 > len(line)
        and not line.endswith((",", ";", ":", "…"))
        and not (ends_sentence(line) and not line.endswith(("!", "?")))
    )


def is_stamp(line: str) -> bool:
    """Return whether a line is only an office's stamp on a filed paper: date of receipt, copy number."""
    return len(line) <= 60 and _STAMPED.fullmatch(line) is not None


def is_address(line: str) -> bool:
    """Return whether a line of a letterhead is the office's address."""
    return _ADDRESS.search(line) is not None


def is_postal(line: str) -> bool:
    """Return whether a line of an address is that of its town, or says in whose care it is."""
    return _POSTAL.match(line.strip()) is not None


def is_letter_by_letter(line: str) -> bool:
    """Return whether a line is the OCR of spaced letters (`e d I a R e I e a s e`)."""
    words = line.split()
    return len(words) >= 5 and 2 * sum(len(word) == 1 and word.isalpha() for word in words) > len(words)


def _is_scrap(line: str) -> bool:
    """Return whether a line is OCR noise: words of one to three letters in no language."""
    words = re.findall(r"[^\W_]+", line)
    return len(line) <= 12 and all(len(word) <= 3 and word.isalpha() for word in words)


def is_better_title(old: str, new: str) -> bool:
    """Return whether the line directly above the body is the title, and the one above it a stamp, a name or noise."""
    if not is_title_like(new) or word_count(new) < 3:
        return False
    if _is_scrap(old):
        return True
    stamp = _STAMP.match(old)
    if stamp is not None and not _ACTS.search(old[stamp.end() :]):
        return True
    if in_capitals(new) and not in_capitals(old) and word_count(old) < 6:
        return True
    if (names_body(old) and word_count(old) < 7 and not _ACTS.search(old)) or _ENGLISH_BODY.fullmatch(old):
        return not names_body(new) or _ACTS.search(new) is not None
    return word_count(old) < 3 and word_count(new) > 3 and not _ACTS.search(old)
