"""Tokenize RTF (Rich Text Format 1.9.1) and track its state: groups, control words, fonts, styles and destinations."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from archive.text import vietnamese
from ingest.readers.office.document_flow import Cell, Paragraph

# RTF 1.9.1, "Font Table": the code page of a font's character set
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
_AS_IT_IS = {n: n for n in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # cp1252 has no letter there
CP1252 = {n: ord(bytes([n]).decode("cp1252")) if n not in _AS_IT_IS else n for n in range(0x80, 0x100)}
MAX_DECLARED = 20_000


@dataclass(slots=True)
class Declared:
    """The declarations of a document: its code page, its fonts by number as (name, code page), the names of its styles
    by number."""

    page: str = "cp1252"
    default: int = 0
    fonts: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)

    def font(self, number: int | None) -> str:
        """Return the name of a font, or empty if undeclared."""
        name = self.fonts.get(self.default if number is None else number, ("", None))[0]
        return name.split(";")[0].strip()

    def characters(self, data: bytes, number: int | None) -> str:
        """Return the characters for bytes in a font. Those in old Vietnamese fonts stay Windows-1252, for `fonts`."""
        page = self.fonts.get(self.default if number is None else number, ("", None))[1] or self.page
        if page == "cp1252" or vietnamese.of_font(self.font(number)) is not None:
            return data.decode("latin-1").translate(CP1252)
        return data.decode(page, "replace")

    def add_font(self, number: int, name: str, charset: int | None) -> None:
        """Declare a font; `charset` as in the document."""
        if len(self.fonts) < MAX_DECLARED:
            self.fonts[number] = (name[:200], _CODE_PAGES.get(charset or 0))

    def set_page(self, number: int) -> None:
        """Set the default code page of text; an unknown one becomes Windows-1252."""
        try:
            self.page = codecs.lookup(f"cp{number}").name
        except LookupError:
            self.page = "cp1252"


SIGNS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"~": "\xa0", b"_": "-",
    b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t",
}  # fmt: skip
ENDS = (b"par", b"sect", b"page", b"\n", b"\r", b"column")
MARGINS = (b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf")
INFO = (b"title", b"author", b"subject", b"keywords", b"doccomm", b"comment", b"category", b"creatim", b"revtim")
# groups whose words are not part of the text; so is any other group that begins with \*, unless it is in READ
SKIPPED = frozenset((
    b"colortbl", b"fldinst", b"nonshppict", b"shprslt", b"xe", b"tc", b"tcn", b"rxe", b"txe", b"objdata",
    b"datafield", b"filetbl", b"listtable", b"listoverridetable", b"revtbl", b"rsidtbl", b"ftnsep", b"ftnsepc",
    b"ftncn", b"aftnsep", b"aftnsepc", b"aftncn", b"bkmkstart", b"bkmkend", b"atnid", b"atnauthor", b"annotation",
    b"private", b"template",
))  # fmt: skip
READ = frozenset((b"shppict", b"shpinst", b"shptxt", b"footnote", b"generator", b"fldrslt", *INFO))


class TooDeep(Exception):
    """Groups are nested deeper than any program writes them."""


@dataclass(slots=True)
class Sink:
    """A target of words: the paragraphs of the body, of a text box, a header, a note, a property."""

    into: Callable[[Paragraph], None]
    runs: list[tuple[str, str | None]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mark: str = ""
    upright: bool = False
    words: bool = False
    words_first: bool = False
    cell: Cell = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class GroupState:
    """The state within a group."""

    sink: Sink
    goal: bytes = b""  # the destination: fonttbl, stylesheet, pict, listtext, one of info, else words
    skipped: bool = False
    font: int | None = None
    italic: bool = False
    hidden: bool = False
    fallback: int = 1  # number of fallback bytes after a \u
    style: int = 0
    outline: int = 9
    in_table: bool = False
    number: int = 0  # of the font or style being declared
    charset: int | None = None


@dataclass(slots=True)
class Picture:
    """One picture in the document: its bytes, usually in hexadecimal."""

    kind: str = ""
    parts: list[bytes] = field(default_factory=list)
    binary: bool = False
    width: int = 0  # twips
    height: int = 0


def taken(sink: Sink, state: GroupState, declared: Declared) -> Paragraph:
    """Return the sink's paragraph, and an empty sink."""
    name = declared.styles.get(state.style, "").strip(" ;").casefold()
    level = state.outline + 1 if state.outline < 9 else 0
    if name == "title" or (name.startswith("heading ") and name[8:].isdigit()):
        level = 1 if name == "title" else int(name[8:])
    under = bool(sink.pictures) and not sink.words_first
    caption = "caption" in name or (sink.words and not sink.upright) or under
    mark = " ".join(sink.mark.replace("\u00b7", "-").replace("\uf0b7", "-").replace("•", "-").split())
    one = Paragraph(vietnamese.joined(sink.runs), level, f"{mark} " if mark and not level else "", caption)
    one.pictures, one.notes = sink.pictures, sink.notes
    sink.runs, sink.pictures, sink.notes = [], [], []
    sink.mark, sink.upright, sink.words, sink.words_first = "", False, False, False
    return one


_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)


class RtfTokenKind(Enum):
    """The kind of a token: the start or end of a group, a control word or sign, one byte in hexadecimal, text."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    BYTE = auto()
    TEXT = auto()


Token = tuple[RtfTokenKind, bytes, int | None]
"""The sort, the word or bytes, and the number behind a word."""


def tokenize_rtf(data: bytes) -> Iterator[Token]:
    """Yield the tokens of a document in order; data after `\\bin` is one text. Line ends are not tokens."""
    at, end = 0, len(data)
    while at < end:
        found = _TOKEN.match(data, at)
        if found is None:
            return
        at = found.end()
        kind = found.lastindex
        if kind == 6:
            yield RtfTokenKind.TEXT, found[6], None
        elif kind in (1, 2):
            word, number = found[1], None if found[2] is None else int(found[2])
            if word == b"bin" and number is not None:
                yield RtfTokenKind.WORD, word, None
                yield RtfTokenKind.TEXT, data[at : at + max(number, 0)], None
                at += max(number, 0)
            else:
                yield RtfTokenKind.WORD, word, number
        elif kind == 3:
            yield RtfTokenKind.BYTE, bytes([int(found[3], 16)]), None
        elif kind == 4:
            yield RtfTokenKind.WORD, found[4], None
        elif kind == 5:
            yield (RtfTokenKind.OPEN if found[5] == b"{" else RtfTokenKind.CLOSE), b"", None
