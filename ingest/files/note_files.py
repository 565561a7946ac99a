"""Files whose names mark them as notes on all files beside them: `README.txt`, `Catatan redaksi.docx`, `EMBARGO until
Friday.txt`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from archive.text.orthography import fold

LONGEST = 600  # characters of a note; a longer file that is not called README is a text itself
_README = r"(?:read ?me|bag[- ]info|baca(?: ?dulu| ?saya| ?ini)?|doc ?truoc)"
_NOTE = re.compile(
    rf"[\W\d_]{{0,20}}(?:{_README}|notes?|catatan|ghi ?chu|luu ?y|embargo(?:ed)?|instructions?|petunjuk|huong ?dan"
    r"|cover(?: ?(?:letter|mail|note))?|surat pengantar|thu ngo)(?:\W.{0,100})?"
)
_IS_ORDER = re.compile(r"[\W\d_]{0,20}embargo")
_IS_README = re.compile(rf"[\W\d_]{{0,20}}{_README}")


def is_note(name: str) -> bool:
    """Return whether a file's name marks it as a note on all files beside it."""
    return _NOTE.fullmatch(_stem(name)) is not None


def speaks_for_all(name: str, text: str) -> bool:
    """Return whether a file with this name and text is a note on all files beside it. One named as an embargo is often
    the release under embargo: it is a note only if it contains nothing else."""
    stem = _stem(name)
    longest = 0 if _IS_ORDER.match(stem) else LONGEST
    return is_note(name) and (len(text) <= longest or _IS_README.match(stem) is not None)


def _stem(name: str) -> str:
    return fold(PurePosixPath(name).stem.replace("_", " "))[:120]
