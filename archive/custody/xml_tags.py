"""XML elements for the tag files of a bag, with text that every XML parser accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from lxml import etree

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def plain_text(value: object) -> str:
    """Return a value as text without characters that XML does not allow."""
    if isinstance(value, list | tuple):
        return "; ".join(map(plain_text, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain_text(item)}" for key, item in value.items() if item not in (None, ""))
    return _NO_XML.sub("\ufffd", str(value))


class Maker:
    """Make elements of one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def name(self, local: str) -> str:
        """Return the name of an element with its namespace."""
        return f"{{{self._namespace}}}{local}"

    def __call__(self, local: str, *content: Any, **attributes: str) -> etree._Element:
        """Return an element with this content: elements, text, None for nothing."""
        made = etree.Element(self.name(local), {key: plain_text(value) for key, value in attributes.items()})
        for item in content:
            if isinstance(item, etree._Element):
                made.append(item)
            elif item is not None:
                made.text = f"{made.text or ''}{plain_text(item)}"
        return made


@contextmanager
def xml_file(file: BinaryIO) -> Iterator[Any]:
    """Yield a writer (lxml) of XML to a file, one element at a time, so that only one is in memory."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        yield xml
    file.write(b"\n")
