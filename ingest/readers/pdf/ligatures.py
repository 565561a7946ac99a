"""Ligatures to which the font of a PDF gives the code of a control character, such as `/Differences [31 /f_i]`.

pdfium does not know names that join those of letters (Adobe Glyph List specification, section 2), and shows the code:
`Bene\x1fts`. In lines such codes are private characters, which no other rule takes for white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.readers.pdf.paragraphs import PageLine

_FIRST = 0xF700  # private characters for the codes
_CODES = [code for code in range(1, 32) if chr(code) not in "\t\n\r"]
_KEPT = {code: _FIRST + code for code in _CODES}
_BACK = {_FIRST + code: chr(code) for code in _CODES}
_SHOWN = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 31)}]")
_LETTER = re.compile(r"[A-Za-z]{1,3}|uni[0-9A-F]{4}")  # f, ffi, uni0132
_MOST_FONTS, _DEEPEST = 200, 3  # of a page, and of forms in forms


def kept(text: str) -> str:
    """Return pdfium's text with private characters for control characters."""
    return text.translate(_KEPT)


def are_in(lines: list[PageLine]) -> bool:
    """Return whether lines have such private characters."""
    return any(_SHOWN.search(line.text) for line in lines)


def spelled_out(lines: list[PageLine], page: Any) -> list[PageLine]:
    """Return the lines with the letters that all fonts of a pypdf page (None: unknown) which name such a code agree on.
    Other codes are control characters again. Raise as pypdf does on damaged pages."""
    letters = _BACK | (_named(page) if page is not None else {})
    return [replace(line, text=line.text.translate(letters)) for line in lines]


def _named(page: Any) -> dict[int, str]:
    found: dict[int, set[str]] = {}
    for code, name in _names(page.get("/Resources"), _DEEPEST):
        if code in _KEPT and len(letters := _letters(name)) > 1:
            found.setdefault(_FIRST + code, set()).add(letters)
    return {code: next(iter(letters)) for code, letters in found.items() if len(letters) == 1}


def _names(resources: Any, deep: int) -> Iterator[tuple[int, str]]:
    """Yield the codes and names of glyphs in the encodings of fonts, also of those of forms."""
    resources = _whole(resources)
    for font in list(_whole(resources.get("/Font")).values())[:_MOST_FONTS]:
        code = 0
        for one in _whole(_whole(font).get("/Encoding")).get("/Differences", ()):
            if isinstance(one, int):
                code = one
            else:
                yield code, str(one)
                code += 1
    for form in list(_whole(resources.get("/XObject")).values())[:_MOST_FONTS] if deep else ():
        yield from _names(_whole(form).get("/Resources"), deep - 1)


def _whole(value: Any) -> Any:
    """Return the dictionary that a value is or refers to, or an empty one."""
    value = value.get_object() if hasattr(value, "get_object") else value
    return value if isinstance(value, dict) else {}


def _letters(name: str) -> str:
    """Return the letters that a glyph's name joins; "" if it is no such name."""
    parts = name.lstrip("/").partition(".")[0].split("_")
    if not all(map(_LETTER.fullmatch, parts)):
        return ""
    return "".join(chr(int(part[3:], 16)) if part.startswith("uni") else part for part in parts)
