"""What a photo without a title is called."""

from __future__ import annotations

from archive.record import Description
from archive.titles import FILE_NAME, SENTENCE, first_sentence


def offer_title(description: Description, filename: str) -> None:
    """Offers a title where there is none: the headline, else the caption's first sentence, else the file name."""
    if "title" in description.values:
        return
    headline = description.origins.get("headline")
    if headline:
        description.offer("title", headline[0].value, headline[0].origin)
    elif "caption" in description.values:
        description.offer("title", first_sentence(description.values["caption"]), SENTENCE)
    else:
        description.offer("title", filename, FILE_NAME)
