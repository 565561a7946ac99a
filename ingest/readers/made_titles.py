"""Titles that a program made up: templates, file names, the names of the programs."""

from __future__ import annotations

import re

from archive.media_types import WRITTEN, suffix_pattern

_JUNK = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b|untitled|no title|document\d*$|title$|judul$|doc\d+|slide 1$|print\b|scan"
    r"|powerpoint presentation|presentasi|layout \d|img[_-]?\d|page \d|about:blank|https?://|file:|[a-z]:\\|/\w+/|\\\\"
    r"|\(?anonymous\)?$|unknown|none$|null$|template|unspecified|không có tiêu đề|tanpa judul",
    re.I,
)
_FILE = re.compile(rf"\S\.(?:{suffix_pattern(WRITTEN)})$", re.I)


def is_junk(title: str) -> bool:
    """Whether a title was put there by a program: a file name or path, "Microsoft Word - x.doc", "untitled"."""
    letters = sum(char.isalpha() for char in title)
    return letters < 3 or bool(_JUNK.match(title.strip())) or bool(_FILE.search(title)) or letters * 3 < len(title)
