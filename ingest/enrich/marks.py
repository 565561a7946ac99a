"""One line of a block, read for photo names: alone, in a row, behind a label, before or after a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.enrich.credit import is_credit_line, split_credit
from ingest.enrich.filenames import is_picture_name, picture_names
from ingest.enrich.furniture import is_plain_furniture
from ingest.enrich.words import PHOTO_WORD, dangles, ends_sentence, links, starts_low

LONGEST_LINE = 2000  # a caption with its name on one line is never longer


class Sort(StrEnum):
    """What a line is to the photos around it."""

    NAME = "name"  # names only; the caption stands on other lines
    CAPTIONED = "captioned"  # a name and its caption, complete
    ENDED = "ended"  # the end of a caption, then its name: `... caption (X.jpg)`
    CREDIT = "credit"
    WORDS = "words"
    APART = "apart"  # furniture, headings, labels: never part of a caption


@dataclass(slots=True)
class Mark:
    """What was read from one line: its sort, the names on it, and the caption (with credit) given with them."""

    sort: Sort
    line: str
    names: list[str] = field(default_factory=list)
    caption: str = ""
    plain: bool = False  # a bare name, which may still turn out to be a word of a sentence


_FILE_WORD = r"(?:file ?names?|nama (?:file|berkas)|tên (?:tệp|file)|berkas|file|tệp|lampiran|attachment|đính kèm)"
_LABEL = re.compile(
    rf"(?:(?:{_FILE_WORD}|{PHOTO_WORD}s?|fig(?:ure)?\.?)(?:[ -]foto| {PHOTO_WORD})?\s*(?:no\.?|#|nomor|số)?\s*"
    r"\(?\d{0,3}[a-z]?\)?)(?:\s*[:：=]\s*|\s*[.–—-]\s+)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?:{PHOTO_WORD}|fig(?:ure)?\.?)\s*(?:no\.?|#|nomor|số)?\s*\(?(\d{{1,3}})[a-z]?\)?\s*[:：.–—-]\s*", re.IGNORECASE
)
_BRACKETED = re.compile(rf"[(\[]{PHOTO_WORD}\s*(\d{{1,3}})[)\]]\s*[:.–—-]?\s*", re.IGNORECASE)
_CAPTION_LABEL = re.compile(
    r"(?:caption|keterangan(?: foto| gambar)?|teks foto|takarir|chú thích(?: ảnh)?|photo caption)\s*[:：]\s*",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?:[-–—•▪●○◦*+·»>]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+")
_WRAPS = (("[", "]"), ("(", ")"), ('"', '"'), ("“", "”"), ("`", "`"), ("<", ">"), ("**", "**"), ("'", "'"))
_ENDED = re.compile(r"(.*\S)?\s*[(\[]([^()\[\]]{5,200}(?:\(\d{1,4}\)[^()\[\]]{0,20})?)[)\]]\Z")
_LABEL_ENDED = re.compile(rf"(.*[.!?…\"”)]|)\s*(?<!\w){PHOTO_WORD}s?\s*[:：]\s*(\S{{5,120}})\Z", re.IGNORECASE)
_LEADING_NAME = re.compile(
    r"[\[(]?(\S{5,120}?)(\s+[-–—|]\s+|\s*:\s+|[\])]\s*[:–—-]?\s+|"
    r"\s+(?=[(\[]|keterangan|caption|chú thích|foto:|ảnh:|photo:))"
    r"(\S.*)\Z",
    re.IGNORECASE,
)
_LOOKED_UP = {"see", "lihat", "xem", "file", "berkas", "tệp", "cf."}
_ABOUT_FILE = {"berkas", "file", "tệp", "tin", "bernama", "named", "called", "arsip"}
_GALLERY = re.compile(
    rf"(?:(?:galeri|gallery|lampiran|attachments?|kumpulan|daftar|list of|các|chùm|bộ"
    rf"|album)\s+)?(?:{PHOTO_WORD}(?:-foto)?s?|"
    r"lampiran|galeri|gallery|attachments?|đính kèm|album)"
    r"(?:\s+(?:terlampir|attached|attachments?|gallery|đính kèm|kèm theo|pendukung|kegiatan))?\s*[:：]\Z",
    re.IGNORECASE,
)


def read_mark(line: str) -> Mark:
    """What the line is to the photos of its block."""
    line = line.strip()
    if "." in line and len(line) <= LONGEST_LINE:
        mark = _with_names(line)
        if mark is not None:
            return mark
    if _stands_apart(line):
        return Mark(Sort.APART, line)
    if is_credit_line(line):
        return Mark(Sort.CREDIT, line)
    return Mark(Sort.WORDS, line)


def strip_label(caption: str) -> str:
    """The caption without `Foto 1:` or `Keterangan foto:` before it."""
    label = _NUMBERED.match(caption) or _BRACKETED.match(caption) or _CAPTION_LABEL.match(caption)
    return caption[label.end() :] if label and label.end() < len(caption) else caption


def number_of(caption: str) -> int | None:
    """n for a line that begins `Foto n: `."""
    label = _NUMBERED.match(caption) or _BRACKETED.match(caption)
    return int(label[1]) if label else None


def _with_names(line: str) -> Mark | None:
    bare = _unwrapped(line)
    names = picture_names(bare)
    if names:
        return Mark(Sort.NAME, line, names, plain=len(names) == 1 and bare == line)
    label = _LABEL.match(bare)
    inner = _unwrapped(bare[label.end() :]) if label else bare
    names = picture_names(inner) if label else []
    if names:
        return Mark(Sort.NAME, line, names)
    return _name_first(inner) or _name_last(bare)


def _unwrapped(line: str) -> str:
    """The line without a list mark and without brackets, quotes or emphasis around all of it."""
    mark = _LIST_MARK.match(line)
    if mark and mark.end() < len(line):
        line = line[mark.end() :].strip()
    for left, right in _WRAPS:
        if len(line) > len(left) + len(right) and line.startswith(left) and line.endswith(right):
            inner = line[len(left) : -len(right)].strip()
            if right not in inner:
                return inner
    return line


def _name_first(line: str) -> Mark | None:
    """`X.jpg: Caption`, `X.jpg - Caption`, `X.jpg (Foto: VNA)`; a small letter after it means a sentence."""
    match = _LEADING_NAME.match(line)
    if match is None or not is_picture_name(match[1]):
        return None
    words = _unwrapped(match[3])
    if not (words[:1].isupper() or words[:1].isdigit() or words[:1] in '"“(['):
        return None
    told = _CAPTION_LABEL.match(words) or split_credit(match[3])[1] or match[3].endswith((")", "]"))
    if not match[2].strip() and not told:
        return None
    return Mark(Sort.CAPTIONED, line, [match[1]], caption=words)


def _name_last(line: str) -> Mark | None:
    """`Caption (X.jpg)` and `Caption. Foto: X.jpg`; a full stop after the bracket makes it a sentence."""
    match = _ENDED.match(line)
    if match is not None:
        inside = _LABEL.sub("", match[2].strip(), count=1)
        names = picture_names(inside)
        before = (match[1] or "").strip()
        about = before.split()[-1:] or [""]
        if names and names[0].split()[0].casefold() not in _LOOKED_UP and about[0].casefold() not in _ABOUT_FILE:
            return Mark(Sort.ENDED if before else Sort.NAME, line, names, caption=_without_list_mark(before))
    match = _LABEL_ENDED.match(line)
    if match is not None and is_picture_name(match[2]):
        return Mark(Sort.ENDED if match[1] else Sort.NAME, line, [match[2]], caption=match[1])
    return None


def _without_list_mark(words: str) -> str:
    mark = _LIST_MARK.match(words)
    return words[mark.end() :] if mark and mark.end() < len(words) else words


def is_gallery_label(line: str) -> bool:
    """Whether the line only announces photos (`Foto-foto terlampir:`)."""
    return _GALLERY.match(line.strip()) is not None


def _stands_apart(line: str) -> bool:
    if line.startswith("#") and line.lstrip("#").startswith(" "):
        return True
    return is_gallery_label(line) or is_plain_furniture(line)


def is_in_sentence(before: str | None, after: str | None, first: str) -> bool:
    """Whether a bare name between these lines of its block is a word of a sentence.

    `before`: the words line right above, `after`: right below, `first`: the first of the lines in the run above.
    """
    from_here = after is not None and starts_low(after)
    if before is None:
        return after is not None and links(after)
    if dangles(before) and not ends_sentence(before):
        return True
    small_style = first[:1].islower()  # captions all in small letters: a small letter proves nothing
    return from_here and not small_style and not ends_sentence(before) and not before.endswith(":")
