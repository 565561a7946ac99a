"""What a photo without a title is called."""

from __future__ import annotations

from archive.record import Description
from archive.titles import FILE_NAME, SENTENCE, first_sentence
from ingest.enrich.credit import split_credit


def offer_title(description: Description, filename: str) -> None:
    """Offers a title where there is none: the headline, else the first sentence of the caption without its credit, else
    the file name."""
    if "title" in description.values:
        return
    headline = description.origins.get("headline")
    if headline:
        description.offer("title", headline[0].value, headline[0].origin)
    elif "caption" in description.values:
        description.offer("title", caption_title(description.values["caption"]), SENTENCE)
    else:
        description.offer("title", filename, FILE_NAME)


def caption_title(caption: str) -> str:
    """The title that a caption gives: its first sentence, or its credit where it says nothing else."""
    return first_sentence(split_credit(caption)[0] or caption)
