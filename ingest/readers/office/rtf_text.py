"""Convert the tokens of an RTF document to paragraphs, tables, notes and pictures."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from ingest.readers.office.document_flow import Flow, Paragraph
from ingest.readers.office.rtf_parser import (
    ENDS,
    INFO,
    MARGINS,
    READ,
    SIGNS,
    SKIPPED,
    Declared,
    GroupState,
    Picture,
    RtfTokenKind,
    Sink,
    Token,
    TooDeep,
    taken,
)

_GOALS = (b"fonttbl", b"stylesheet", b"generator", b"info", b"upr", b"sp")
_UNREAD = (b"info", b"sp")  # whose other groups, such as the operator, are not text
_ART = "gtextUNICODE"  # the shape property with the text of WordArt ("Drawing Objects")
MAX_DEPTH = 2_000  # nested groups; Word's own stay under 50


class RtfWords:
    """Receives tokens, and adds their content to a flow. `info` has the properties, as texts or as numbers of a date;
    `keep` stores a picture as a file and returns its name."""

    def __init__(self, flow: Flow, keep: Callable[[Picture], str | None]) -> None:
        self.flow, self.keep = flow, keep
        self.declared = Declared()
        self.info: dict[str, str] = {}
        self.margins: list[str] = []
        self.noted = 0
        self.body = Sink(flow.paragraph)
        self.state = GroupState(self.body)
        self.stack: list[GroupState] = []
        self.waiting = bytearray()  # bytes not decoded yet
        self.omit = 0  # bytes still to skip after a \u
        self.star = self.fresh = False
        self.began = self.goes_on = False  # a group was opened; a control word is outside all groups
        self.picture: Picture | None = None
        self.dates: dict[str, dict[bytes, int]] = {}
        self.high: int | None = None
        self.property = self.art = ""  # the name of a shape property, and the text of WordArt

    def take(self, token: Token) -> None:
        """Process one more token. Raise TooDeep."""
        sort, data, number = token
        state = self.state
        if sort is RtfTokenKind.TEXT or sort is RtfTokenKind.BYTE:
            self.fresh = False
            if not state.skipped and not self._behind_document:
                self._bytes(data)
        elif sort is RtfTokenKind.WORD:
            self.goes_on |= self._behind_document
            self._word(data, number)
        elif sort is RtfTokenKind.OPEN:
            self._decode_pending()
            self.omit = 0
            if len(self.stack) >= MAX_DEPTH:
                raise TooDeep
            self.stack.append(state)
            self.state, self.began = copy(state), True
            if state.goal == b"upr":
                self.state.skipped = True  # the same words without Unicode, unless `ud` follows with it
            self.star, self.fresh = False, True
        elif self.stack:
            self._decode_pending()
            self.omit = 0
            self._close()

    @property
    def _behind_document(self) -> bool:
        """Return whether the last group is closed. What follows is not text, unless control words show that there was
        one brace too many."""
        return self.began and not self.stack and not self.goes_on

    def end(self) -> None:
        """Close what the document left open."""
        self._decode_pending()
        while self.stack:
            self._close()
        self._paragraph(self.body)
        self._close_table(self.body)

    def _bytes(self, data: bytes) -> None:
        if self.picture is not None and self.state.goal == b"pict":
            self.picture.parts.append(data)
            return
        if self.omit:
            left = data[self.omit :]
            self.omit = max(0, self.omit - len(data))
            data = left
        self.waiting += data

    def _decode_pending(self) -> None:
        if self.waiting:
            data = bytes(self.waiting)
            self.waiting.clear()
            self._say(self.declared.characters(data, self.state.font))

    def _say(self, text: str) -> None:
        state = self.state
        if state.skipped or not text:
            return
        if state.goal == b"fonttbl":
            self._declare(text)
        elif state.goal == b"stylesheet":
            name = self.declared.styles.get(state.number, "") + text
            self.declared.styles[state.number] = name[:200]
        elif state.goal == b"listtext":
            state.sink.mark += text
        elif state.goal == b"generator" or state.goal in INFO:
            name = state.goal.decode()
            self.info[name] = (self.info.get(name, "") + text)[:4000]
        elif state.goal == b"sn":
            self.property += text
        elif state.goal == b"sv":
            self.art += text
        elif (
            state.goal not in (b"info", b"sp") and not state.hidden
        ):  # others, such as operator and company, are not read
            sink = state.sink
            sink.runs.append((text, self.declared.font(state.font)))
            if text.strip():
                sink.words = True
                sink.upright |= not state.italic
                sink.words_first |= not sink.pictures

    def _declare(self, text: str) -> None:
        before = self.declared.fonts.get(self.state.number, ("", None))[0]
        self.declared.add_font(self.state.number, before + text, self.state.charset)

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"'" or word == b"*":
            self.star = word == b"*" and self.fresh  # elsewhere than at the start of a group it has no meaning
            return
        fresh, self.fresh = self.fresh, False
        if word == b"ud" and self.state.goal == b"upr" and len(self.stack) > 1:
            self.state.goal, self.state.skipped, self.star = self.stack[-2].goal, self.stack[-2].skipped, False
            self.fresh = True
            return
        if self.state.skipped:
            return
        if self.omit and word not in (b"u", b"bin") and number is None and len(word) == 1:
            self.omit -= 1
            return
        if word == b"u" and number is not None:
            self._unicode(number)
            return
        self._decode_pending()
        self.omit = 0
        if (fresh or self.star) and self._destination(word):
            return
        self.star = False
        self._property(word, number)

    def _unicode(self, number: int) -> None:
        """Read RTF 1.9.1, "Unicode RTF": a signed 16-bit number, those above U+FFFF as two."""
        self._decode_pending()
        code = number & 0xFFFF if number < 0x10000 else number
        self.omit = self.state.fallback
        if 0xD800 <= code < 0xDC00:
            self.high = code
            return
        if 0xDC00 <= code < 0xE000 and self.high is not None:
            code = 0x10000 + ((self.high - 0xD800) << 10) + (code - 0xDC00)
        self.high = None
        if code < 0x110000 and not 0xD800 <= code < 0xE000:
            self._say(chr(code))

    def _destination(self, word: bytes) -> bool:
        """Return whether the word at the start of a group is a destination."""
        state, star = self.state, self.star
        self.star = False
        if word in SKIPPED or (star and word not in READ):
            state.skipped = True
        elif word in _GOALS or (word in INFO and state.goal == b"info"):
            state.goal = word
        elif word == b"sn" and state.goal == b"sp":
            state.goal, self.property = word, ""
        elif word == b"sv" and state.goal == b"sp":
            state.goal, state.skipped, self.art = word, self.property.strip() != _ART, ""
        elif word == b"pict":
            state.goal, self.picture = b"pict", Picture()
        elif word in (b"listtext", b"pntext"):
            state.goal = b"listtext"
        elif word in MARGINS:
            state.sink = Sink(lambda one: self.margins.append(one.text))
        elif word == b"footnote":
            state.sink = Sink(self._noting())
        elif word == b"shptxt":
            state.sink = Sink(self.flow.paragraph)
        else:
            return False
        return True

    def _noting(self) -> Callable[[Paragraph], None]:
        outer = self.state.sink
        self.noted += 1
        outer.notes.append(f"[{self.noted}]")
        place = len(outer.notes) - 1

        def add(one: Paragraph) -> None:
            if place < len(outer.notes) and one.text.strip():
                outer.notes[place] += f" {one.text.strip()}"

        return add

    def _property(self, word: bytes, number: int | None) -> None:
        state, on = self.state, number != 0
        if word in SIGNS:
            self._say(SIGNS[word])
        elif word in ENDS:
            self._paragraph(state.sink)
        elif word in (b"cell", b"nestcell"):
            self._cell(state.sink)
        elif word in (b"row", b"nestrow"):
            self._row(state.sink)
        elif word == b"f":
            state.font, state.number, state.charset = number, number or 0, None
        elif word == b"plain":
            state.font, state.italic, state.hidden = None, False, False
        elif word == b"pard":
            state.style, state.outline, state.in_table = 0, 9, False
        elif word == b"i":
            state.italic = on
        elif word in (b"v", b"deleted", b"mvf"):
            state.hidden = on
        elif word == b"uc":
            state.fallback = max(0, min(number or 0, 16))
        elif word == b"intbl":
            state.in_table = on
        elif word == b"s":
            state.style = state.number = number or 0
        elif word == b"outlinelevel":
            state.outline = 9 if number is None else number
        elif word == b"fcharset":
            state.charset = number
        elif word == b"ansicpg" and number:
            self.declared.set_page(number)
        elif word == b"mac":
            self.declared.page = "mac_roman"
        elif word == b"deff":
            self.declared.default = number or 0
        elif self.picture is not None and state.goal == b"pict":
            self._about_picture(word, number or 0)
        elif state.goal in (b"creatim", b"revtim") and number is not None:
            self.dates.setdefault(state.goal.decode(), {})[word] = number

    def _about_picture(self, word: bytes, number: int) -> None:
        assert self.picture is not None
        if word in (b"jpegblip", b"pngblip"):
            self.picture.kind = ".jpg" if word == b"jpegblip" else ".png"
        elif word == b"bin":
            self.picture.binary = True
        elif word == b"picwgoal":
            self.picture.width = number
        elif word == b"pichgoal":
            self.picture.height = number

    def _close(self) -> None:
        state = self.state
        self.state = self.stack.pop()
        if state.goal == b"pict" and self.state.goal != b"pict" and self.picture is not None:
            name = None if state.skipped else self.keep(self.picture)
            self.picture = None
            if name:
                state.sink.pictures.append(name)
        if state.goal == b"sv" and self.state.goal == b"sp" and self.art:
            state.sink.into(Paragraph(self.art))
            self.art = ""
        if state.sink is not self.state.sink:
            self._paragraph(state.sink)
            self._close_table(state.sink)

    def _paragraph(self, sink: Sink) -> None:
        one = taken(sink, self.state, self.declared)
        if self.state.in_table and sink is self.state.sink:
            sink.cell.append(one)
            return
        self._close_table(sink)
        sink.into(one)

    def _cell(self, sink: Sink) -> None:
        sink.cell.append(taken(sink, self.state, self.declared))
        sink.row.append(sink.cell)
        sink.cell = []

    def _row(self, sink: Sink) -> None:
        if sink.row:
            sink.rows.append(sink.row)
            sink.row = []

    def _close_table(self, sink: Sink) -> None:
        if sink.cell:
            sink.row.append(sink.cell)
            sink.cell = []
        self._row(sink)
        rows, sink.rows = sink.rows, []
        if rows and sink is self.body:
            self.flow.table(rows)
        else:
            for one in (one for row in rows for cell in row for one in cell):
                sink.into(one)
