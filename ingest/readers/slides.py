"""The pages of a presentation as the text of a description, whatever it was written in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from archive.media_types import PHOTOS, has_suffix
from archive.record import PAGE_BREAK, Description
from ingest.readers import fields, office_info
from ingest.readers.charset import clean
from ingest.readers.text import cut


def lines(text: str) -> str:
    """The paragraphs of a text frame, a line each: what stands in a frame belongs together."""
    found = (" ".join(line.split()) for line in clean(text).replace(PAGE_BREAK, "\n").split("\n"))
    return "\n".join(line for line in found if line)


def into(pages: Sequence[Sequence[str]], title: str, description: Description) -> None:
    """Puts the blocks of each slide into the description, a page each, also one without words, so that the fifth page
    is the fifth slide; offers the title of the first slide that has one."""
    text = cut(PAGE_BREAK.join("\n\n".join(blocks) for blocks in pages), description)
    description.text, description.pages = text, text.split(PAGE_BREAK)
    office_info.offer_heading(" ".join(title.split()), description)
    if not text.strip():
        description.notes.append("no words in it: its slides may be pictures")


def of_hidden(count: int) -> list[str]:
    """That so many slides are left out because they are hidden; nothing where there are none."""
    said = "1 hidden slide" if count == 1 else f"{count:,} hidden slides"
    return [f"not in the text, though the original has them: {said}"] if count else []


def picture_name(given: Sequence[str], suffix: str) -> str | None:
    """The name that a picture's file had when it was put in, where a program has kept one of its type."""
    for words in given:
        name = fields.one_line(words.replace("\\", "/").rpartition("/")[2], 200)
        path = PurePosixPath(name)
        if has_suffix(name, PHOTOS):
            return name if path.suffix.lower() == suffix.lower() else f"{path.stem}{suffix}"
    return None
