"""The last lines of a page: its source, who wrote and edited it, copyright, tags, and `Photos: X` for all photos."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.enrich.blocks import Block
from ingest.enrich.credit import is_credit_line, is_credit_name, split_credit
from ingest.enrich.dateline import is_date_line
from ingest.enrich.filenames import picture_names
from ingest.enrich.furniture import also_read, byline, copyright_line, end_mark, page_tool, releases_now, tags
from ingest.enrich.source import Source, has_words_of_its_own, is_label_alone, read_source, sent_out_by

MOST = 40  # lines from the end that are looked at
MOST_BELOW = 80  # lines from the end among which one may say who sent the text out: links stand under it

_FOR_ALL = re.compile(
    r"[\s*_(]{0,3}(?P<text>(?:teks|naskah|tulisan|berita|text|words|story|tin|bài|nội dung)\s*(?:dan|and|&|và|,"
    r"|-|/)\s*)?"
    r"(?:(?:semua|seluruh|all|các|chùm)\s+)?(?P<photo>foto-foto|foto|photos?|pictures|images|ảnh|hình ảnh|gambar)"
    r"(?:\s+(?:trong bài|oleh|by|courtesy of|credits?))?(?:\s*+(?P<colon>[:：]))?\s++(?P<name>\S.{0,110})\Z",
    re.IGNORECASE,
)
_PLURAL = {"foto-foto", "photos", "pictures", "images"}


@dataclass(slots=True)
class Foot:
    """What the end of a page gave; `lines` are its furniture."""

    source: Source | None = None
    credit: str | None = None
    creators: list[str] = field(default_factory=list)
    copyright: str | None = None
    keywords: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    sent_by: list[Source] = field(default_factory=list)


def read_foot(blocks: list[Block]) -> Foot:
    """Takes such lines off the end of the last blocks, until one that is anything else. A line that says who sent the
    text out is read wherever it stands among the last ones."""
    foot = Foot()
    lines = [line for block in blocks[-MOST_BELOW:] for line in block.lines][-MOST_BELOW:]
    foot.sent_by = [sent for line in lines if (sent := sent_out_by(line)) is not None]
    taken = 0
    while blocks and taken < MOST:
        block = blocks[-1]
        own = not any(picture_names(line.strip()) for line in block.lines[-MOST:])
        while block.lines and taken < MOST:
            count = _take(block.lines, foot, own)
            if not count:
                break
            del block.lines[-count:]
            taken += count
        if block.lines:
            break
        blocks.pop()
    foot.furniture.reverse()
    foot.creators.reverse()
    return foot


def closing_credit(line: str, own_block: bool) -> tuple[str, bool] | None:
    """(the credit for all photos, whether it is the writer too) on a line `Photos: X`, `Foto-foto: X`, `Bài, ảnh: X`.

    `own_block`: no photo is named in the line's block; else a line in the singular belongs to that photo.
    """
    match = _FOR_ALL.match(line.strip()) if len(line) <= 160 else None
    if match is None or not (match["colon"] or " by " in line[:20].lower() or " oleh " in line[:20].lower()):
        single = own_block and is_credit_line(line)
        return (split_credit(line)[1] or "", False) if single else None
    name = match["name"].strip(" .*_)")
    many = match["photo"].casefold() in _PLURAL or match["text"] is not None
    if not (many or own_block) or picture_names(name) or not is_credit_name(name, alone=not many):
        return None
    return name, match["text"] is not None


def _take(lines: list[str], foot: Foot, own_block: bool) -> int:
    """How many lines from the end were understood: 0, 1, or 2 for a label with its source on the next line."""
    line = lines[-1].strip()
    if picture_names(re.split(r"[:：]\s*", line[-600:])[-1].strip(" .,;")):
        return 0  # `Ảnh minh họa: IMG_1201.jpg` names a photo
    if foot.source is None:
        source = read_source(line)
        if source is not None:
            foot.source = source
            if has_words_of_its_own(line):
                foot.furniture.append(line)
            return 2 if len(lines) > 1 and is_label_alone(lines[-2]) else 1
        if len(lines) > 1 and is_label_alone(lines[-2]):
            foot.source = read_source(f"Source: {line}")
            return 2 if foot.source else 0
    elif not foot.source.named:
        named = read_source(line)
        if named is not None and named.named and named.url is None:  # a name over the line with the URL
            foot.source = Source(named.name, foot.source.url, True)
            return 1
    if not _is_closing(line, foot, own_block):
        return 0
    foot.furniture.append(line)
    return 1


def _is_closing(line: str, foot: Foot, own_block: bool) -> bool:
    names = byline(line)
    words = tags(line)
    foot.creators += [name for name in reversed(names) if name not in foot.creators]
    foot.keywords = foot.keywords or words
    if names or words:
        return True
    if copyright_line(line):
        foot.copyright = foot.copyright or line
        return True
    credit = closing_credit(line, own_block)
    if credit is not None:
        foot.credit = foot.credit or credit[0]
        foot.creators += [credit[0]] if credit[1] else []
        return True
    return also_read(line) is not None or end_mark(line) or page_tool(line) or releases_now(line) or is_date_line(line)
