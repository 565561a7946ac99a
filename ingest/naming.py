"""What the name of a file says it is, held against its content: a saved error page is often called a picture."""

from __future__ import annotations

from archive.media_types import Family, content_of, of_suffix


def contradiction(filename: str, media_type: str) -> str | None:
    """ "its name says JPEG, its content is an HTML page", where their families differ; None where they agree or one
    of them says nothing."""
    said, held = of_suffix(filename), content_of(media_type)
    if said is None or not said.label or held is None or said.family is held[0]:
        return None
    if (said.family, held[0]) == (Family.PACKED, Family.DOCUMENT):  # office documents are ZIP archives
        return None
    return f"its name says {said.label}, its content is {held[1]}"
