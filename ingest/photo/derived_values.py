"""Titles of photos without one."""

from __future__ import annotations

from archive.captions.fallback_titles import FILE_NAME, SENTENCE, first_sentence
from archive.record import Description
from ingest.extract.boilerplate.title_words import is_slug
from ingest.extract.captions.credit_lines import split_credit


def add_photo_title(description: Description, filename: str) -> None:
    """Offer a title if there is none, or only a slug (`BUSINESS-US-TSE`) or a number: the headline, else the first
    sentence of the caption without its credit, else the file name."""
    headline = description.origins.get("headline")
    if "title" in description.values:
        if _is_number_or_slug(str(description.values["title"])):
            _outdo_slug(description)
        return
    if headline:
        description.offer("title", headline[0].value, headline[0].origin)
    elif "caption" in description.values:
        description.offer("title", caption_title(description.values["caption"]), SENTENCE)
    else:
        description.offer("title", filename, FILE_NAME)


def caption_title(caption: str) -> str:
    """Return the title from a caption: its first sentence, or its credit if there is nothing else."""
    return first_sentence(split_credit(caption)[0] or caption)


def _is_number_or_slug(title: str) -> bool:
    return is_slug(title) or title.strip().isdecimal()


def _outdo_slug(description: Description) -> None:
    """Rank words before the slug that a desk uses for the picture."""
    headline = description.origins.get("headline")
    if headline and not is_slug(str(headline[0].value)):
        description.prefer("title", headline[0].value, headline[0].origin)
    elif "caption" in description.values:
        description.prefer("title", caption_title(description.values["caption"]), SENTENCE)
