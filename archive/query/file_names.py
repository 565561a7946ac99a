"""The name of a file in what was typed: behind the folders of a path or an address, its type in either form."""

from __future__ import annotations

import re

from archive.media_types import BY_NAME, BY_SUFFIX, HTML, suffix_pattern

_FILES = suffix_pattern(BY_SUFFIX.keys() - BY_NAME[HTML].suffixes)  # an address that ends in .html is a page's
_IN_FOLDERS = re.compile(rf".*[/\\]([^/\\]+\.(?:{_FILES}))", re.IGNORECASE | re.DOTALL)


def name_in_path(text: str) -> str | None:
    """The file name at the end of a path or an address; None of what is neither."""
    found = _IN_FOLDERS.fullmatch(text)
    return found[1] if found else None


def other_type(folded: str) -> str | None:
    """The other way to write the type at the end of the name of a picture: JPG for JPEG, TIF for TIFF."""
    row = BY_SUFFIX.get(folded)
    return next((way for way in row.suffixes if way != folded), None) if row and row.shown else None
