"""Split a page into title, boilerplate, body, photos with captions, and source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from archive.record import PAGE_BREAK, Mention
from archive.text.orthography import collapse, ends_sentence
from ingest.extract.boilerplate.boilerplate import expects_link, is_advert_line, read_related_link
from ingest.extract.boilerplate.text_blocks import ArticlePiece, Block, compose_text, normalise_text, split
from ingest.extract.captions.name_lines import pointed_at
from ingest.extract.captions.photo_mentions import MOST_MENTIONS, read_blocks
from ingest.extract.kind.masthead import detect_medium, distributed_by
from ingest.extract.kind.salutations import is_salutation
from ingest.extract.kind.wires import agency_of, wire_of
from ingest.extract.title.footer import Foot, closing_credit, read_foot
from ingest.extract.title.title import HEADER, LONGEST, Head, first_sentence, read_head

CLOSING = 6  # last paragraphs that may contain a line crediting all photos

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|halaman|hal\.?|trang)\s*)?\d{1,4}(?:\s*(?:of|dari|/)\s*\d{1,4})?[-–—\s]*\Z", re.IGNORECASE
)


@dataclass
class Anatomy:
    """The parts of a page. `body` and the offsets of `mentions` are as in `Description.text`; `pointed` are the photos
    that sentences of the body refer to."""

    body: str
    mentions: list[Mention]
    head: Head
    foot: Foot
    furniture: list[str]
    capped: bool  # the text contains more photo names than are read
    pointed: list[Mention] = field(default_factory=list)

    @cached_property
    def wire(self) -> str | None:
        """Return the newswire in its dateline."""
        wire = wire_of([*self.head.lines[:HEADER], *self.paragraphs[:3]])
        return wire or distributed_by([*self.head.furniture, *self.paragraphs[:1], *self.paragraphs[-3:]])

    @cached_property
    def agency(self) -> str | None:
        """Return the agency or medium that a report names as its source."""
        top, end = self.paragraphs[:3], self.paragraphs[-2:]
        return (
            self.head.publisher
            or agency_of(top)
            or detect_medium(
                [
                    *self.head.lines[:HEADER],
                    *(line for words in top for line in words[:400].split("\n")),
                    *(words.split("\n")[-1] for words in end),
                    *self.foot.furniture,
                ]
            )
        )

    @property
    def paragraphs(self) -> list[str]:
        """Return the paragraphs of the body."""
        return [part for page in self.body.split(PAGE_BREAK) for part in page.split("\n\n") if part]


def take_apart(text: str, known_title: str | None) -> Anatomy:
    """Return the parts of a raw text; every word is in one of them. `known_title`: the title from the format's
    metadata."""
    text = _unquoted(normalise_text(text))
    blocks = split(text)
    pages = text.count(PAGE_BREAK) + 1
    numbers = _take_page_numbers(blocks, pages)
    foot = read_foot(blocks)
    found = read_blocks(blocks)
    links = _take_links(found.pieces)
    _take_single_credits(found.pieces, links)
    if foot.credit is None:
        _take_closing_credit(found.pieces, foot)
    head = read_head(found.pieces, known_title is not None)
    _take_known_title(found.pieces, known_title)
    furniture = [*head.furniture, *numbers, *links, *found.furniture, *foot.furniture]
    if not found.count and not any(piece.lines for piece in found.pieces):
        if head.title is not None:
            found.pieces = [ArticlePiece(0, lines=[head.title])]  # one line is both title and text
        else:  # what nothing stands beside is the text, such as numbers alone
            found.pieces = [ArticlePiece(block.page, block.lines) for block in split(text)]
            _take_known_title(found.pieces, known_title)
            furniture = []
    body, mentions = compose_text(found.pieces, pages)
    if foot.credit:
        mentions = [m if m.credit else replace(m, credit=foot.credit) for m in mentions]
    pointed = pointed_at(body, {m.filename.casefold() for m in mentions}, MOST_MENTIONS - len(mentions))
    return Anatomy(body, mentions, head, foot, furniture, found.capped, pointed)


def _unquoted(text: str) -> str:
    """Return the text without line prefixes if a mail quotes all of it; any other text unchanged."""
    lines = text.split("\n")
    quoted = all(line.startswith(">") for line in lines if line.strip())
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines) if quoted else text


def opening_title(paragraphs: list[str]) -> str | None:
    """Return a title from the first sentence that is not a greeting."""
    for paragraph in paragraphs[:20]:
        if not is_salutation(paragraph) and any(map(str.isalnum, paragraph[:400])):
            return first_sentence(paragraph)
    return first_sentence(paragraphs[0]) if paragraphs else None


def _take_page_numbers(blocks: list[Block], pages: int) -> list[str]:
    """Remove single page numbers from the first and last lines of a document's pages."""
    taken: list[str] = []
    if pages < 2:
        return taken
    for n, block in enumerate(blocks):
        if (n == 0 or blocks[n - 1].page != block.page) and block.lines and _PAGE_NUMBER.match(block.lines[0][:60]):
            taken.append(block.lines.pop(0).strip())
        last = n + 1 == len(blocks) or blocks[n + 1].page != block.page
        if last and block.lines and _PAGE_NUMBER.match(block.lines[-1][:60]):
            taken.append(block.lines.pop().strip())
    return taken


def _take_closing_credit(pieces: list[ArticlePiece], foot: Foot) -> None:
    """Treat `Foto: X`, alone in a block after the last photo, as a credit for all photos, even with contacts below."""
    for piece in reversed([piece for piece in pieces if piece.lines or piece.photos][-CLOSING:]):
        if piece.photos:
            return
        credit = closing_credit(piece.lines[0], own_block=True) if len(piece.lines) == 1 else None
        if credit is not None and any(other.photos for other in pieces):
            foot.credit = credit[0]
            foot.creators += [credit[0]] if credit[1] else []
            foot.furniture.insert(0, piece.lines[0].strip())
            piece.lines = []
            return


def _take_single_credits(pieces: list[ArticlePiece], furniture: list[str]) -> None:
    """Assign a credit alone in the block after photos, followed by more text, to those photos."""
    standing = [piece for piece in pieces if piece.lines or piece.photos]
    for before, piece, _ in zip(standing, standing[1:], standing[2:], strict=False):
        if not before.photos or len(piece.lines) != 1:
            continue
        credit = closing_credit(piece.lines[0], own_block=True)
        if credit is not None and not any(photo.credit for photo in before.photos):
            before.photos = [replace(m, credit=credit[0]) for m in before.photos]
            furniture.append(piece.lines[0].strip())
            piece.lines = []


def _take_links(pieces: list[ArticlePiece]) -> list[str]:
    """Remove `Baca juga: ...` lines from the paragraphs, with the linked line if it is below."""
    taken: list[str] = []
    expected = False
    for piece in pieces:
        kept: list[str] = []
        alone = len(piece.lines) == 1
        for line in piece.lines:
            if read_related_link(line.strip()) is not None:
                taken.append(line.strip())
                expected = expects_link(line.strip())
            elif is_advert_line(line.strip()):
                taken.append(line.strip())
            elif expected and len(line) <= LONGEST and not ends_sentence(line) and (alone or not kept):
                taken.append(line.strip())
                expected = not alone
            else:
                kept.append(line)
                expected = False
        if piece.lines:
            piece.lines = kept
    return taken


def _take_known_title(pieces: list[ArticlePiece], known: str | None) -> None:
    """Remove the first line of the body if it only repeats the title from the format's metadata."""
    first = next((piece for piece in pieces if piece.lines), None)
    if known is None or first is None:
        return
    for count in range(1, min(4, len(first.lines)) + 1):
        if collapse(" ".join(first.lines[:count])).casefold() == collapse(known).casefold():
            first.lines = first.lines[count:]
            return
