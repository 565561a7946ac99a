"""Photo names in other forms: without suffix, as a path, a URL or a tag, or in a sentence (`Lihat foto DSC_0101.jpg.`).

Each is rewritten as a plain file name, and the line is then read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from archive.record import PAGE_BREAK, Mention
from archive.text.orthography import PHOTO_WORD
from archive.text.patterns import lazy_regex
from ingest.extract.captions.caption_marks import LONGEST_LINE, CaptionMark, read_mark
from ingest.extract.captions.picture_names import (
    LONGEST,
    SUFFIX,
    codes,
    is_code,
    is_picture_name,
    picture_names,
)

_ENDS = lazy_regex(rf"{SUFFIX}(?![\w/\\.-])", re.IGNORECASE)
_ADDRESS = lazy_regex(r"(?:https?:|ftp:|file:)?//[\w\[%.:/@~-]|(?:[\w-]{1,60}\.){1,5}[a-z]{2,6}/", re.IGNORECASE)
_TOKEN = lazy_regex(r"[^\s<>\"'“”‘’`|()\[\]]+")
_NO_PATH = lazy_regex(r"[*?<>|\"\x00-\x1f]|.:(?<!\A[A-Za-z]:)")
_TAG = lazy_regex(r"<img\s[^<>]{0,600}?(?<![\w-])src\s*=\s*[\"']?([^\s\"'<>]{1,500})[\"']?[^<>]{0,600}>", re.IGNORECASE)
_WIKI = lazy_regex(
    rf"\[\[(?:file|image|berkas|gambar|tập tin|hình):([^\[\]|]{{1,200}}{SUFFIX})((?:\|[^\[\]|]{{0,600}}){{0,8}})\]\]\Z",
    re.IGNORECASE,
)
_WIKI_WORD = lazy_regex(
    r"(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|cent(?:er|re)|none|upright|jmpl|jempol|mini|ka|ki|kanan|kiri"
    r"|pus|nhỏ|phải|trái|giữa|(?:\d++(?:x\d++)?|x\d++)px|(?:alt|link|upright|lang)=.*)\Z",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Plain:
    """A line with its names in plain form: `names` has the final name for each, `aside` the remaining words."""

    line: str
    names: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)


def read_line(line: str) -> CaptionMark:
    """Return how the line relates to the photos of its block, however their names are written."""
    line = line.strip()
    mark = read_mark(line)
    if mark.names or len(line) > LONGEST_LINE:
        return mark
    for plain in (_tags(line), _name_at_end(line), _coded(line)):
        found = _read(plain) if plain.names else None
        if found is not None:
            found.line = line
            return found
    return mark


def holds_code(line: str) -> bool:
    """Return whether the line names photos without a suffix, and is not a sentence; a table row may do so."""
    return bool(codes(line)) and (_is_row(line) or bool(read_line(line).names))


def _read(plain: _Plain) -> CaptionMark | None:
    """Return the line in plain form; None if some names on it were not rewritten."""
    mark = read_mark(plain.line)
    if not mark.names or not all(name in plain.names for name in mark.names):
        return None
    if len(mark.names) != len(plain.names) or any(name in mark.caption for name in plain.names):
        return None
    mark.names = [plain.names[name] for name in mark.names]
    mark.aside = " ".join([*filter(None, [mark.aside]), *plain.aside])
    return mark


def _coded(line: str) -> _Plain:
    plain, at = _Plain(""), 0
    for code in codes(line):
        name = f"{code[0].lstrip('_')}.jpg"  # an emphasis mark for later readers of the line
        plain.line += f"{line[at : code.start()]}{name}"
        plain.names[name] = code[0]
        at = code.end()
    plain.line += line[at:]
    return plain if not _is_row(line) else _Plain("")  # data tables have codes too


def _is_row(line: str) -> bool:
    return "|" in line or "\t" in line


def _name_at_end(line: str) -> _Plain:
    if ("/" not in line and "\\" not in line) or not _ENDS.search(line):
        return _Plain(line)
    plain = _Plain(line)
    plain.line = _TOKEN.sub(lambda found: _name_in_address(found[0], plain), line)
    return plain if plain.names else _path(line)


def _name_in_address(address: str, plain: _Plain) -> str:
    """Return the name at the end of an address; addresses that are not of a picture stay."""
    if _ADDRESS.match(address) is None:
        return address
    place = re.split(r"[?#]", address, maxsplit=1)[0].rstrip(".,;:")
    return _put(unquote(place.rsplit("/", 1)[-1]), address, plain) or address


def _path(line: str) -> _Plain:
    """Return a path, whose folders may contain blanks, from the word with its first slash to the first picture
    suffix."""
    plain = _Plain(line)
    slash = re.search(r"[/\\]", line)
    end = _ENDS.search(line)
    if slash is None or end is None or slash.start() > end.start():
        return plain
    start = max((line.rfind(sign, 0, slash.start()) for sign in " \t([<\"“'`*"), default=-1) + 1
    path = line[start : end.end()]
    folders, name = re.split(r"[/\\](?=[^/\\]*\Z)", path, maxsplit=1)
    if _NO_PATH.search(path) or not (folders in {"", ".", ".."} or any(map(str.isalpha, folders))):
        return plain
    if _put(name, path, plain):
        plain.line = f"{line[:start]}{name}{line[end.end() :]}"
    return plain


def _put(name: str, place: str, plain: _Plain) -> str:
    """Return that name if it can be one; otherwise nothing."""
    if not is_picture_name(name):
        return ""
    plain.names[name] = name
    plain.aside.append(place)
    return name


def _tags(line: str) -> _Plain:
    """Replace HTML and wiki tags by the name in them."""
    plain = _Plain(line)
    if wiki := _WIKI.match(line):
        parts = [part.strip() for part in wiki[2].split("|") if part.strip()]
        words = [part for part in parts if not _WIKI_WORD.match(part)]
        if _put(wiki[1].strip(), line, plain):
            plain.line = f"{wiki[1].strip()}: {words[-1]}" if words else wiki[1].strip()
    elif "<img" in line[:LONGEST_LINE].lower():
        plain.line = _TAG.sub(lambda found: _put(_last(found[1]), found[0], plain) or found[0], line)
    return plain


def _last(place: str) -> str:
    return unquote(re.split(r"[?#]", place, maxsplit=1)[0].replace("\\", "/").rsplit("/", 1)[-1])


MOST = 2_000  # in one text

_NAME = rf"[^\W_](?:[\w()+%~@.-]{{0,{LONGEST}}}[\w)])?"
_LOOK = r"(?:see|cf\.?|vide|lihat(?:lah)?|lihat juga|simak|perhatikan|xem|xem thêm|tham khảo)"
_WHICH = rf"(?:{PHOTO_WORD}s?|foto-foto|gambar-gambar|hình|pic|pics)"
_NUMBER = r"(?:\s?(?:no\.?|nomor|số|#)?\s?\d{1,3})?"
_POINTED = lazy_regex(
    rf"(?<![\w./-])(?:{_LOOK}\s++(?:(?:the|also|juga|thêm)\s++)?(?:{_WHICH}{_NUMBER}(?:\s*+[:：])?\s++)?"
    rf"|{_WHICH}{_NUMBER}[:：]?[ ]+)(?:(?:file|berkas|tệp|tên tệp|bernama|named)\s+)?"
    r"(?=[(\"“'‘`«*_\[]{0,2}_?[^\W_])",
    re.IGNORECASE,
)
# After such a word, only what can only be a picture's name counts.
_PLACED = lazy_regex(
    r"(?<![\w./-])(?:in|on|at|from|dalam|pada|di|dari|trong|ở|tại|từ)\s+(?=[\"“'‘`«*_\[]{0,2}_?[^\W_])", re.IGNORECASE
)
_LISTED = lazy_regex(r"(?:\s[-–—]{1,2}|[:：])\s+(?=\S)")  # names of photos alone after a dateline or label
_CAMERAS = lazy_regex(rf"(?<![\w./@:=#&\\-])_?[A-Za-z\d][\w()-]{{3,80}}{SUFFIX}(?![\w/\\@=]|[.:-]\w)", re.IGNORECASE)
_OPENING = lazy_regex(r"[(\"“'‘`«*\[]{0,2}")
_CLOSING = {'"': '"', "“": "”", "‘": "’", "«": "»", "`": "`", "'": "'"}
_NEXT = lazy_regex(
    r"[\"”'’`»*\]]{0,2}(?:\s?[,;&]\s?(?:and|dan|và)?|\s(?:and|dan|và|atau|or|hoặc|-|–)\s)\s?[\"“'‘`«*]{0,2}", re.I
)
_TYPED = lazy_regex(rf"_?{_NAME}{SUFFIX}(?![\w/\\@=]|[.:-]\w)", re.IGNORECASE)
_NAMES = lazy_regex(rf"{SUFFIX}(?!\w)|[A-Z\d]_[A-Z]{{0,3}}\d|\d{{4}}", re.IGNORECASE)  # every name contains one
_POINTED_NAME = lazy_regex(r"_?[^\W_][\w-]{3,80}(?![\w/\\@=]|[.:-]\w)")


def pointed_at(body: str, known: set[str], most: int) -> list[Mention]:
    """Return a mention, without a caption, for each photo that a sentence refers to, at most `most`, except `known`
    ones, in lower case. Each is placed after its paragraph."""
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
    """Yield each paragraph, with the start of the next."""
    at = 0
    for page in body.split(PAGE_BREAK):
        end = at + len(page)
        for paragraph in page.split("\n\n"):
            behind = at + len(paragraph) + 2
            yield paragraph, min(behind if behind < end else end + 1, len(body))
            at = behind
        at = end + 1


def _named(paragraph: str) -> list[str]:
    """Return the names of photos in a paragraph, in order: after words that refer to one, or say where something is
    shown, and those listed with them; camera names anywhere; and lists of names."""
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
    """Return (position, name) of those after such words, and those listed with them."""
    at = 0
    while pointer := pointing.search(paragraph, at):
        at = pointer.end()
        opening = _OPENING.match(paragraph, at)
        start = opening.end() if opening else at
        while name := _pointed_name(paragraph, start):
            yield start, name
            at = start + len(name)
            more = _NEXT.match(paragraph, at)
            if more is None:
                break
            start = more.end()


def _pointed_name(paragraph: str, start: int) -> str | None:
    """Return the file name or code of a picture that begins there."""
    typed = _TYPED.match(paragraph, start, start + LONGEST + 8)
    if typed is not None and is_picture_name(typed[0]):
        return typed[0]
    closing = _CLOSING.get(paragraph[start - 1 : start], "")
    end = paragraph.find(closing, start, start + LONGEST) if closing else -1
    if end > start and is_picture_name(paragraph[start:end]):
        return paragraph[start:end]
    token = _POINTED_NAME.match(paragraph, start)
    return token[0] if token is not None and is_code(token[0]) else None
