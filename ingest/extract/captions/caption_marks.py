"""Read one line of a block for photo names: alone, in a row, after a label, before or after a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from archive.text.orthography import PHOTO_WORD, ends_sentence, ends_unfinished, links, starts_low
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate.boilerplate import is_boilerplate
from ingest.extract.captions.credit_lines import is_credit_line, split_credit
from ingest.extract.captions.picture_names import is_code, is_picture_name, leading_name, picture_names

LONGEST_LINE = 2000  # a longer line is never a caption with its name


class LineKind(StrEnum):
    """How a line relates to the photos around it."""

    NAME = "name"  # only names; the caption is on other lines
    CAPTIONED = "captioned"  # a name and its caption, complete
    ENDED = "ended"  # the end of a caption, then its name: `... caption (X.jpg)`
    CREDIT = "credit"
    WORDS = "words"
    APART = "apart"  # boilerplate, headings, labels: never part of a caption


@dataclass(slots=True)
class CaptionMark:
    """The result for one line: its kind, the names on it, and the caption (with credit) given with them."""

    sort: LineKind
    line: str
    names: list[str] = field(default_factory=list)
    caption: str = ""
    number: int | None = None  # of the photo, in `Foto 2: X.jpg` or `2. X.jpg`
    aside: str = ""  # words of the line that belong to neither name nor caption
    plain: bool = False  # a bare name, which may still be a word of a sentence


_FILE_WORD = r"(?:file ?names?|nama (?:file|berkas)|tên (?:tệp|file)|berkas|file|tệp|lampiran|attachment|đính kèm)"
_LABEL = lazy_regex(
    rf"[*_]{{0,3}}(?:(?:main|cover|lead|featured|hero) )?(?:(?:{_FILE_WORD}|{PHOTO_WORD}s?|pic|fig(?:ure)?\.?)"
    rf"(?:[ -]foto| {PHOTO_WORD}| file| (?:utama|sampul|pendukung|pembuka|chính|bìa|đại diện|minh họa|minh hoạ"
    r"|ilustrasi|kegiatan|terlampir|attached|attachments?|enclosed|đính kèm|kèm theo|kèm))?"
    r"\s*+(?:(?:no\.?|#|nomor|số|ke)\s*+)?-?\(?\d{0,3}[a-z]?\)?)[*_]{0,3}(?:\s*+[:：=]\s*+|\s*+[.–—-]\s++)[*_]{0,3}\s?",
    re.IGNORECASE,
)
_NUMBERED = lazy_regex(
    rf"(?:{PHOTO_WORD}|fig(?:ure)?\.?)\s*+(?:(?:no\.?|#|nomor|số)\s*+)?\(?(\d{{1,3}})[a-z]?\)?\s*+[:：.–—-]\s*+",
    re.IGNORECASE,
)
_BRACKETED = lazy_regex(rf"[(\[]{PHOTO_WORD}\s*(\d{{1,3}})[)\]]\s*[:.–—-]?\s*", re.IGNORECASE)
_CAPTION_LABEL = lazy_regex(
    r"[*_]{0,3}(?:(?:photo )?caption|keterangan|ket\.?|teks|takarir|chú thích)(?: foto| gambar| ảnh)?(?: \d{1,3})?"
    r"[*_]{0,3}\s*[:：][*_]{0,3}\s*",
    re.IGNORECASE,
)
_LIST_MARK = lazy_regex(
    r"(?:\\?[-–—•▪●○◦*+·»>★☆→➔►▶■□◆➤‣⁃∙✓✔](?:\s+\[[ xX]?\])?|\(?\d{1,3}\\?[.)/:]|\[\d{1,2}\]|\(?[a-zA-Z][.)])\s+"
)
_LIST_NUMBER = lazy_regex(r"[(\[]?(\d{1,3})\\?[.)/:\]]{1,2}\s+")
_LOOSE_LABEL = lazy_regex(  # without a colon: only before a camera's own file name
    rf"(?:[(\[]{PHOTO_WORD}\s*\d{{0,3}}[)\]]|{PHOTO_WORD}\s*\d{{1,3}}\s*[.–—=-])\s*(?=\S{{5,120}}\Z)(?=\S{{0,110}}[\d_])",
    re.IGNORECASE,
)
_WORD_BEFORE = lazy_regex(
    rf"(?:{PHOTO_WORD}s?|hình|file|berkas|tệp)(?:\s+(?:no\.?\s?|nomor |số )?\d{{1,3}})?\s+", re.IGNORECASE
)
_WRAPS = (
    ("[", "]"), ("(", ")"), ('"', '"'), ("“", "”"), ("`", "`"), ("<", ">"), ("**", "**"), ("__", "__"), ("*", "*"),
    ("_", "_"), ("'", "'"), ("‘", "’"), ("«", "»"), ("[[", "]]"), ("【", "】"), ("~~", "~~"), ("==", "=="),
)  # fmt: skip
_ENDED = lazy_regex(r"(.*\S)?\s*[(\[]([^()\[\]]{5,200}(?:\(\d{1,4}\)[^()\[\]]{0,20})?)[)\]]\Z")
_LABEL_ENDED = lazy_regex(rf"(.*[.!?…\"”)]|)\s*(?<!\w){PHOTO_WORD}s?\s*[:：]\s*(\S{{5,120}})\Z", re.IGNORECASE)
_OPENING = lazy_regex(r"(?:\*\*|__|[\[(<\"“‘'`«*_]){1,2}\s?")
_AFTER_NAME = lazy_regex(r"[\])>\"”’'`*_»]{0,3}(?:\s*([:=|→–—-])[\])>*_`\"']{0,2})?\s*")
_LINK = lazy_regex(r"\[([^\[\]]{5,260})\]\(([^()\s]{1,400})\)\Z")
_CREDIT_AFTER = lazy_regex(
    r"(.{6,1900}?[)\]])[.,;]?\s+((?:[(\[])?(?:foto|photo|ảnh|kredit|credit|sumber|nguồn|source)\b.{3,120})\Z",
    re.IGNORECASE,
)
_LOOKED_UP = {"see", "lihat", "xem", "file", "berkas", "tệp", "cf."}
_ABOUT_FILE = {"berkas", "file", "tệp", "tin", "bernama", "named", "called", "arsip"}
_GALLERY = lazy_regex(
    rf"(?:(?:galeri|gallery|lampiran|attachments?|kumpulan|daftar|list of|các|chùm|bộ"
    rf"|album)\s+)?(?:{PHOTO_WORD}(?:-foto)?s?|"
    r"lampiran|galeri|gallery|attachments?|đính kèm|album)"
    r"(?:\s+(?:terlampir|attached|attachments?|gallery|đính kèm|kèm theo|pendukung|kegiatan))?\s*[:：]\Z",
    re.IGNORECASE,
)


def read_mark(line: str) -> CaptionMark:
    """Return how the line relates to the photos of its block."""
    line = line.strip()
    if "." in line and len(line) <= LONGEST_LINE:
        mark = _with_names(line)
        if mark is not None:
            mark.names = [unlabelled(name) for name in mark.names]
            return mark
    if _stands_apart(line):
        return CaptionMark(LineKind.APART, line)
    if not line.endswith(":") and is_credit_line(line):
        return CaptionMark(LineKind.CREDIT, line)
    return CaptionMark(LineKind.WORDS, line)


def strip_label(caption: str) -> str:
    """Return the caption without `Foto 1:` or `Keterangan foto:` before it."""
    label = _NUMBERED.match(caption) or _BRACKETED.match(caption) or _CAPTION_LABEL.match(caption)
    return caption[label.end() :] if label and label.end() < len(caption) else caption


def number_of(caption: str) -> int | None:
    """Return n for a line that begins `Foto n: `, None for others."""
    caption = caption.lstrip("*_")
    label = _NUMBERED.match(caption) or _BRACKETED.match(caption)
    return int(label[1]) if label else None


def unlabelled(name: str) -> str:
    """Return a camera's or agency's own file name without `Foto` before it; a file may be named `Foto kapal.jpg`."""
    label = _WORD_BEFORE.match(name)
    return name[label.end() :] if label and is_code(name[label.end() :].rpartition(".")[0]) else name


def _with_names(line: str) -> CaptionMark | None:
    bare = unwrap_line(line)
    loose = _LOOSE_LABEL.match(bare)
    if loose is not None and is_picture_name(bare[loose.end() :]):
        return CaptionMark(LineKind.NAME, line, [bare[loose.end() :]], number=number_of(bare))
    names = picture_names(bare)
    if names:
        return CaptionMark(
            LineKind.NAME, line, names, plain=len(names) == 1 and bare == line, number=list_number(line)[0]
        )
    ended = bare.rstrip(" ,;.:") if bare[-1:] in ",;.:" else ""
    names = picture_names(ended)
    if names:
        return CaptionMark(LineKind.NAME, line, names, plain=len(names) == 1, number=list_number(line)[0])
    label = _LABEL.match(bare)
    inner = unwrap_line(bare[label.end() :]) if label else bare
    names = picture_names(inner) if label else []
    if names:
        return CaptionMark(LineKind.NAME, line, names, number=number_of(bare))
    link = _LINK.match(bare)
    if link is not None and is_picture_name(link[1].strip("`* ")):
        return CaptionMark(LineKind.NAME, line, [link[1].strip("`* ")], aside=link[2])
    return _name_first(inner) or _name_last(bare)


def unwrap_line(line: str) -> str:
    """Return the line without a list mark and without brackets, quotes or emphasis around all of it."""
    mark = _LIST_MARK.match(line)
    if mark and mark.end() < len(line):
        line = line[mark.end() :].strip()
    for _ in range(3):
        for left, right in _WRAPS:
            if len(line) > len(left) + len(right) and line.startswith(left) and line.endswith(right):
                inner = line[len(left) : -len(right)].strip()
                if right not in inner:
                    line = inner
                    break
        else:
            break
    return line


def _name_first(line: str) -> CaptionMark | None:
    """Read `X.jpg: caption`, `X.jpg - caption`, `X.jpg (Foto: VNA)`, `**X.jpg**: caption`; otherwise a sentence
    continues."""
    opened = _OPENING.match(line)
    start = opened.end() if opened else 0
    found = leading_name(line[start:])
    between = _AFTER_NAME.match(found[1]) if found else None
    if found is None or between is None:
        return None
    name, rest = found
    if name.count("(") != name.count(")") or name.count("[") != name.count("]"):
        return None
    sign = between[1] or ""
    words = unwrap_line(rest[between.end() :])
    if not words:
        return None
    if sign and " " not in name:
        fits = not links(words) and not (sign in "-–—" and starts_low(words) and f" {sign} " in words)
    elif sign or start:
        fits = not starts_low(words)
    elif " " in name:
        fits = is_credit_line(words)
    else:
        told = _CAPTION_LABEL.match(words) is not None or split_credit(words)[1] is not None
        fits = (told and not starts_low(words)) or words != rest[between.end() :].strip()
    return CaptionMark(LineKind.CAPTIONED, line, [name], caption=words) if fits else None


def _name_last(line: str) -> CaptionMark | None:
    """Read `Caption (X.jpg)` and `Caption. Foto: X.jpg`; a full stop after the bracket makes it a sentence."""
    match = _ENDED.match(line)
    credit = ""
    if match is None:
        split = _CREDIT_AFTER.match(line)
        if split is not None and is_credit_line(split[2]):
            match, credit = _ENDED.match(split[1]), split[2]
    if match is not None:
        inside = _LABEL.sub("", match[2].strip(), count=1)
        names = picture_names(inside)
        before = (match[1] or "").strip()
        about = before.split()[-1:] or [""]
        if names and names[0].split()[0].casefold() not in _LOOKED_UP and about[0].casefold() not in _ABOUT_FILE:
            words = f"{_without_list_mark(before)} {credit}".strip()
            return CaptionMark(LineKind.ENDED if before else LineKind.NAME, line, names, caption=words)
    match = _LABEL_ENDED.match(line)
    if match is not None and is_picture_name(match[2]):
        return CaptionMark(LineKind.ENDED if match[1] else LineKind.NAME, line, [match[2]], caption=match[1])
    return None


def list_number(line: str) -> tuple[int | None, str]:
    """Return (n, the words after it) for a line that begins `n. `, `(n) ` or `n) `; else (None, the line)."""
    mark = _LIST_NUMBER.match(line)
    return (int(mark[1]), line[mark.end() :]) if mark and mark.end() < len(line) else (None, line)


def is_caption_label(line: str) -> bool:
    """Return whether the line only announces captions (`Keterangan foto:`)."""
    mark = _CAPTION_LABEL.match(line.strip("*_# ") + " ")
    return mark is not None and mark.end() >= len(line.strip("*_# "))


def _without_list_mark(words: str) -> str:
    mark = _LIST_MARK.match(words)
    return words[mark.end() :] if mark and mark.end() < len(words) else words


def is_gallery_label(line: str) -> bool:
    """Return whether the line only announces photos (`Foto-foto terlampir:`)."""
    return _GALLERY.match(line.strip()) is not None


def _stands_apart(line: str) -> bool:
    if line.startswith("#") and line.lstrip("#").startswith(" "):
        return True
    return is_gallery_label(line) or is_boilerplate(line)


def is_in_sentence(before: str | None, after: str | None, first: str, stopped: bool) -> bool:
    """Return whether a bare name between these lines of its block is a word of a sentence.

    `before`: the words line right above, `after`: right below, `first`: the first of the lines in the run above;
    `stopped`: a full stop or comma follows the name.
    """
    from_here = after is not None and starts_low(after)
    if before is None:
        return after is not None and links(after)
    if (ends_unfinished(before) or stopped) and not ends_sentence(before):
        return True
    small_style = first[:1].islower()  # captions all in lower case: a small initial proves nothing
    return from_here and not small_style and not ends_sentence(before) and not before.endswith(":")
