"""What holds at one place of an RTF document, and what its control words say of where words go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.readers import fonts
from ingest.readers.flow import Cell, Paragraph
from ingest.readers.rtf_fonts import Declared

SIGNS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"~": "\xa0", b"_": "-",
    b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t",
}  # fmt: skip
ENDS = (b"par", b"sect", b"page", b"\n", b"\r", b"column")
MARGINS = (b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf")
INFO = (b"title", b"author", b"subject", b"keywords", b"doccomm", b"comment", b"category", b"creatim", b"revtim")
# groups whose words are no words of the text; any other group that begins with \* is one too, unless it is in READ
SKIPPED = frozenset((
    b"colortbl", b"fldinst", b"nonshppict", b"shprslt", b"sp", b"xe", b"tc", b"tcn", b"rxe", b"txe", b"objdata",
    b"datafield", b"filetbl", b"listtable", b"listoverridetable", b"revtbl", b"rsidtbl", b"ftnsep", b"ftnsepc",
    b"ftncn", b"aftnsep", b"aftnsepc", b"aftncn", b"bkmkstart", b"bkmkend", b"atnid", b"atnauthor", b"annotation",
    b"private", b"template",
))  # fmt: skip
READ = frozenset((b"shppict", b"shpinst", b"shptxt", b"footnote", b"generator", b"fldrslt", *INFO))


class TooDeep(Exception):
    """Groups stand in groups deeper than any program writes them."""


@dataclass(slots=True)
class Sink:
    """Where words go: the paragraphs of the body, of a text box, a header, a note, a property."""

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
class State:
    """What holds within a group."""

    sink: Sink
    goal: bytes = b""  # the destination: fonttbl, stylesheet, pict, listtext, one of info, else words
    skipped: bool = False
    font: int | None = None
    italic: bool = False
    hidden: bool = False
    fallback: int = 1  # how many bytes stand in for a \u
    style: int = 0
    outline: int = 9
    in_table: bool = False
    number: int = 0  # of the font or style being declared
    charset: int | None = None


@dataclass(slots=True)
class Picture:
    """One picture as it stands in the document: its bytes, most often in hexadecimal."""

    kind: str = ""
    parts: list[bytes] = field(default_factory=list)
    binary: bool = False
    width: int = 0  # twips
    height: int = 0


def taken(sink: Sink, state: State, declared: Declared) -> Paragraph:
    """The paragraph that the sink holds, and an empty sink."""
    name = declared.styles.get(state.style, "").strip(" ;").casefold()
    level = state.outline + 1 if state.outline < 9 else 0
    if name == "title" or (name.startswith("heading ") and name[8:].isdigit()):
        level = 1 if name == "title" else int(name[8:])
    under = bool(sink.pictures) and not sink.words_first
    caption = "caption" in name or (sink.words and not sink.upright) or under
    mark = " ".join(sink.mark.replace("\u00b7", "-").replace("\uf0b7", "-").replace("•", "-").split())
    one = Paragraph(fonts.joined(sink.runs), level, f"{mark} " if mark and not level else "", caption)
    one.pictures, one.notes = sink.pictures, sink.notes
    sink.runs, sink.pictures, sink.notes = [], [], []
    sink.mark, sink.upright, sink.words, sink.words_first = "", False, False, False
    return one
