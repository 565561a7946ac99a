"""The sheets of a workbook that is no caption table, as the pages of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.record import PAGE_BREAK, Description
from ingest.readers.text import cut

# what programs call a sheet in several languages, and nobody else
_UNNAMED = re.compile(r"(?:sheet|lembar|trang[ _]tính|tabelle|feuil|hoja)?[ _]?\d*", re.I)


def into_pages(names: Sequence[str], lines: Sequence[str], starts: Sequence[int], description: Description) -> None:
    """A page for each sheet that has words, from the second on under the name that someone gave it. `starts`: where the
    lines of each begin. Nothing where there is only one such sheet."""
    ends = [*starts[1:], len(lines)]
    parts = [(name, lines[start:end]) for name, start, end in zip(names, starts, ends, strict=True) if end > start]
    if len(parts) < 2:
        return
    if not _UNNAMED.fullmatch(parts[0][0]):  # its first row says what the workbook is, better than this name
        description.furniture.append(parts[0][0])
    pages = ["\n\n".join(parts[0][1])]
    for name, rows in parts[1:]:
        pages.append("\n\n".join([*([] if _UNNAMED.fullmatch(name) else [name]), *rows]))
    description.text = cut(PAGE_BREAK.join(pages), description)
    description.pages = description.text.split(PAGE_BREAK)
