"""Plain texts with what extraction finds in them."""

from __future__ import annotations

from archive.record import Description
from ingest.description.extraction import extract_description


def describe_text(text: str, filename: str = "naskah.txt", relpath: str = "") -> Description:
    """Return the description of a plain text, as a worker returns it for a file of this name."""
    description = Description("text/plain", "text", 1, text=text)
    extract_description(description, filename, relpath)
    return description
