"""The name of a file in what was typed: behind the folders of a path or an address, its type in either form."""

from __future__ import annotations

import re

_TYPES = "jpe?g|tiff?|png|gif|webp|bmp|heic|dng|nef|cr[23]|arw|raf|psd|xmp|pdf|docx?|odt|rtf|pptx?|xlsx?|csv|txt|md|zip"
_IN_FOLDERS = re.compile(rf".*[/\\]([^/\\]+\.(?:{_TYPES}))", re.IGNORECASE | re.DOTALL)
_SAME = {"jpg": "jpeg", "jpeg": "jpg", "tif": "tiff", "tiff": "tif"}


def name_in_path(text: str) -> str | None:
    """The file name at the end of a path or an address; None of what is neither."""
    found = _IN_FOLDERS.fullmatch(text)
    return found[1] if found else None


def other_type(folded: str) -> str | None:
    """The other way to write the type at the end of a file name: JPG for JPEG, TIF for TIFF."""
    return _SAME.get(folded)
