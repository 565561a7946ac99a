"""Read records that a broken export left as text: invalid JSON, XML, `key=value` or `{{key}}: value`."""

from __future__ import annotations

import re
from html import unescape

from archive.record import Description
from archive.text.orthography import collapse
from ingest.readers.base.front_matter import FIELDS, KIND_OF

ORIGIN = "record field"
READ = 20_000  # characters from the top
LEAST = 3  # fields of a record

_VALUE = r"(?P<value>[^\n]{0,2000})"
_SYNTAXES = (  # how a record begins, and its syntax for fields
    (re.compile(r'\[?\s{0,20}+\{\s{0,20}+"'),
     re.compile(r'"@?(?P<key>\w{2,30})"\s*:\s*(?:\{[^{}]{0,200}?"name"\s*:\s*)?"(?P<value>(?:[^"\\]|\\.){0,2000})"')),
    (re.compile(r"\{\{\w+\}\}\s*[:=]"),
     re.compile(rf"^\{{\{{(?P<key>\w{{2,30}})\}}\}}\s*[:=]{_VALUE}$", re.MULTILINE)),
    (re.compile(r"[a-z]\w{1,30}=\S"),
     re.compile(r"(?:^|\|)(?P<key>[a-z]\w{1,30})=(?P<value>[^|\n]{0,2000})", re.MULTILINE)),
    (re.compile(r"<(?:\?xml|item|entry|article|record|news|row|post)\b"),
     re.compile(r"<(?:\w{1,20}:)?(?P<key>\w{2,30})(?: [^<>]{0,300})?>(?P<value>[^<>]{1,2000})</")),
)  # fmt: skip
_PREFIX = re.compile(r"(?:post|meta|article|dc|news|item)_")
_TAG = re.compile(r"<[^<>]{0,500}>|\\[nrt]")
_NOTHING = frozenset(["", "null", "none", "nan", "undefined", "[object object]"])


def offer_fields(description: Description) -> None:
    """Add title, source, author and kind from the fields of such a record. The text is unchanged."""
    for name, value in reversed(_fields(description.text[:READ].lstrip()).items()):
        kind = KIND_OF.get(re.sub(r"[\s-]+", "_", value.casefold().removeprefix("news")))
        if name in ("kind", "section"):
            told = kind if name == "kind" or kind in ("press-release", "speech") else None
            description.offer("kind", told, ORIGIN, 0.9)
        elif name in ("title", "source"):
            description.offer(name, value, ORIGIN, 0.9)
        elif name == "creator":
            description.offer(name, [value], ORIGIN, 0.9)


def _fields(text: str) -> dict[str, str]:
    """Return the fields of a record by the archive's names, the first of each name; empty for other texts."""
    pattern = next((field for begins, field in _SYNTAXES if begins.match(text)), None)
    found = list(pattern.finditer(text)) if pattern else []
    fields: dict[str, str] = {}
    for match in found if len(found) >= LEAST else []:
        name = FIELDS.get(_PREFIX.sub("", match["key"].casefold(), count=1))
        value = collapse(unescape(_TAG.sub(" ", match["value"])))
        if name and value.casefold() not in _NOTHING:
            fields.setdefault(name, value)
    return fields
