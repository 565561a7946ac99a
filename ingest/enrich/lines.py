"""One line read for photo names that are written otherwise than as a file is called: without its type, as a path, as an
address, in a tag. Each is put in the plain form, and the line is read as any other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from ingest.enrich.codes import LONGEST_LINE, codes
from ingest.enrich.filenames import SUFFIX, is_picture_name
from ingest.enrich.marks import Mark, read_mark

_ENDS = re.compile(rf"{SUFFIX}(?![\w/\\.-])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:|ftp:|file:)?//[\w\[%.:/@~-]|(?:[\w-]{1,60}\.){1,5}[a-z]{2,6}/", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s<>\"'“”‘’`|()\[\]]+")
_NO_PATH = re.compile(r"[*?<>|\"\x00-\x1f]|.:(?<!\A[A-Za-z]:)")
_TAG = re.compile(r"<img\s[^<>]{0,600}?(?<![\w-])src\s*=\s*[\"']?([^\s\"'<>]{1,500})[\"']?[^<>]{0,600}>", re.IGNORECASE)
_WIKI = re.compile(
    rf"\[\[(?:file|image|berkas|gambar|tập tin|hình):([^\[\]|]{{1,200}}{SUFFIX})((?:\|[^\[\]|]{{0,600}}){{0,8}})\]\]\Z",
    re.IGNORECASE,
)
_WIKI_WORD = re.compile(
    r"(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|cent(?:er|re)|none|upright|jmpl|jempol|mini|ka|ki|kanan|kiri"
    r"|pus|nhỏ|phải|trái|giữa|(?:\d++(?:x\d++)?|x\d++)px|(?:alt|link|upright|lang)=.*)\Z",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Plain:
    """A line with its names in plain form: `names` gives for each how it is to be called, `aside` what is left over."""

    line: str
    names: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)


def read_line(line: str) -> Mark:
    """What the line is to the photos of its block, however their names are written."""
    line = line.strip()
    mark = read_mark(line)
    if mark.names or len(line) > LONGEST_LINE:
        return mark
    for plain in (_tags(line), _placed(line), _coded(line)):
        found = _read(plain) if plain.names else None
        if found is not None:
            found.line = line
            return found
    return mark


def holds_code(line: str) -> bool:
    """Whether the line names photos without a type, and is no sentence; a row of a table may do so."""
    return bool(codes(line)) and (_is_row(line) or bool(read_line(line).names))


def _read(plain: _Plain) -> Mark | None:
    """The line in plain form; None where not every name on it is one that was put there."""
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
        name = f"{code[0].lstrip('_')}.jpg"  # a mark of emphasis to those who read the line
        plain.line += f"{line[at : code.start()]}{name}"
        plain.names[name] = code[0]
        at = code.end()
    plain.line += line[at:]
    return plain if not _is_row(line) else _Plain("")  # tables of data have codes too


def _is_row(line: str) -> bool:
    return "|" in line or "\t" in line


def _placed(line: str) -> _Plain:
    """Addresses and paths as the name at their end."""
    if ("/" not in line and "\\" not in line) or not _ENDS.search(line):
        return _Plain(line)
    plain = _Plain(line)
    plain.line = _TOKEN.sub(lambda found: _name_at(found[0], plain), line)
    return plain if plain.names else _path(line)


def _name_at(address: str, plain: _Plain) -> str:
    """The name that an address ends in; words that are no address of a picture stay."""
    if _ADDRESS.match(address) is None:
        return address
    place = re.split(r"[?#]", address, maxsplit=1)[0].rstrip(".,;:")
    return _put(unquote(place.rsplit("/", 1)[-1]), address, plain) or address


def _path(line: str) -> _Plain:
    """A path, whose folders may hold blanks, from the word with its first slash to the first type of a picture."""
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
    """That name for a place, when it can be one; else nothing."""
    if not is_picture_name(name):
        return ""
    plain.names[name] = name
    plain.aside.append(place)
    return name


def _tags(line: str) -> _Plain:
    """Tags of HTML and of wikis as the name in them."""
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
