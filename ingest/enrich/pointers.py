"""Photos that a sentence points at by their file names: `Lihat foto DSC_0101.jpg.`, `(see photo W-HAI_1275)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.record import PAGE_BREAK, Mention
from ingest.enrich.codes import is_code
from ingest.enrich.filenames import LONGEST, SUFFIX, is_picture_name, picture_names
from ingest.enrich.words import PHOTO_WORD

MOST = 2_000  # of one text
LONGEST_PARAGRAPH = 20_000  # characters of a paragraph that are looked at

_NAME = rf"[^\W_](?:[\w()+%~@.-]{{0,{LONGEST}}}[\w)])?"
_LOOK = r"(?:see|cf\.?|vide|lihat(?:lah)?|lihat juga|simak|perhatikan|xem|xem thêm|tham khảo)"
_WHICH = rf"(?:{PHOTO_WORD}s?|foto-foto|gambar-gambar|hình|pic|pics)"
_NUMBER = r"(?:\s?(?:no\.?|nomor|số|#)?\s?\d{1,3})?"
_POINTED = re.compile(
    rf"(?<![\w./-])(?:{_LOOK}\s++(?:(?:the|also|juga|thêm)\s++)?(?:{_WHICH}{_NUMBER}(?:\s*+[:：])?\s++)?"
    rf"|{_WHICH}{_NUMBER}[:：]?[ ]+)(?:(?:file|berkas|tệp|tên tệp|bernama|named)\s+)?"
    r"(?=[(\"“'‘`«*_\[]{0,2}_?[^\W_])",
    re.IGNORECASE,
)
# Behind such a word only what can be nothing but the name of a picture counts.
_PLACED = re.compile(
    r"(?<![\w./-])(?:in|on|at|from|dalam|pada|di|dari|trong|ở|tại|từ)\s+(?=[\"“'‘`«*_\[]{0,2}_?[^\W_])", re.IGNORECASE
)
_LISTED = re.compile(r"(?:\s[-–—]{1,2}|[:：])\s+(?=\S)")  # the names of photos alone behind a dateline or a label
_CAMERAS = re.compile(rf"(?<![\w./@:=#&\\-])_?[A-Za-z\d][\w()-]{{3,80}}{SUFFIX}(?![\w/\\@=]|[.:-]\w)", re.IGNORECASE)
_OPENING = re.compile(r"[(\"“'‘`«*\[]{0,2}")
_CLOSING = {'"': '"', "“": "”", "‘": "’", "«": "»", "`": "`", "'": "'"}
_NEXT = re.compile(
    r"[\"”'’`»*\]]{0,2}(?:\s?[,;&]\s?(?:and|dan|và)?|\s(?:and|dan|và|atau|or|hoặc|-|–)\s)\s?[\"“'‘`«*]{0,2}", re.I
)
_TYPED = re.compile(rf"_?{_NAME}{SUFFIX}(?![\w/\\@=]|[.:-]\w)", re.IGNORECASE)
_NAMES = re.compile(rf"{SUFFIX}(?!\w)|[A-Z\d]_[A-Z]{{0,3}}\d|\d{{4}}", re.IGNORECASE)  # one is in all names
_TOKEN = re.compile(r"_?[^\W_][\w-]{3,80}(?![\w/\\@=]|[.:-]\w)")


def pointed_at(body: str, known: set[str], most: int) -> list[Mention]:
    """A mention, without a caption, for each photo that a sentence points at, at most `most`; those `known` already,
    in small letters, are none. Each stands behind its paragraph."""
    found: list[Mention] = []
    seen = set(known)
    for paragraph, behind in _paragraphs(body):
        for name in _named(paragraph):
            if len(found) >= min(MOST, most):
                return found
            if name.casefold() not in seen:
                seen.add(name.casefold())
                found.append(Mention(name, offset=behind))
    return found


def _paragraphs(body: str) -> Iterator[tuple[str, int]]:
    """Each paragraph, with where the next begins."""
    at = 0
    for page in body.split(PAGE_BREAK):
        end = at + len(page)
        for paragraph in page.split("\n\n"):
            behind = at + len(paragraph) + 2
            yield paragraph[:LONGEST_PARAGRAPH], min(behind if behind < end else end + 1, len(body))
            at = behind
        at = end + 1


def _named(paragraph: str) -> list[str]:
    """The names of photos in a paragraph, in their order: behind words which point at one, or say in what something is
    seen, and those in a row with them; those of cameras wherever they stand; those of which a list is made."""
    if not _NAMES.search(paragraph):
        return []
    found = [*_behind(_POINTED, paragraph), *_behind(_PLACED, paragraph)]
    found += [(match.start(), match[0]) for match in _CAMERAS.finditer(paragraph) if _is_camera(match[0])]
    listed = _LISTED.search(paragraph[:LONGEST])
    names = picture_names(paragraph[listed.end() :].rstrip(" .,;")) if listed else []
    if listed and (len(names) > 1 or not any(" " in name for name in names)):
        found += [(paragraph.find(name, listed.end()), name) for name in names]
    return [name for _, name in sorted(found)]


def _is_camera(name: str) -> bool:
    return is_code(name.rpartition(".")[0]) and is_picture_name(name)


def _behind(pointing: re.Pattern[str], paragraph: str) -> Iterator[tuple[int, str]]:
    """(where it stands, the name) of those that follow such words, and in a row with them."""
    at = 0
    while pointer := pointing.search(paragraph, at):
        at = pointer.end()
        opening = _OPENING.match(paragraph, at)
        start = opening.end() if opening else at
        while name := _name_at(paragraph, start):
            yield start, name
            at = start + len(name)
            more = _NEXT.match(paragraph, at)
            if more is None:
                break
            start = more.end()


def _name_at(paragraph: str, start: int) -> str | None:
    """The file name of a picture, or the code of one, that begins there."""
    typed = _TYPED.match(paragraph, start, start + LONGEST + 8)
    if typed is not None and is_picture_name(typed[0]):
        return typed[0]
    closing = _CLOSING.get(paragraph[start - 1 : start], "")
    end = paragraph.find(closing, start, start + LONGEST) if closing else -1
    if end > start and is_picture_name(paragraph[start:end]):
        return paragraph[start:end]
    token = _TOKEN.match(paragraph, start)
    return token[0] if token is not None and is_code(token[0]) else None
