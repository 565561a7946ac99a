"""Read presentations and drawings of OpenDocument and OpenOffice 1 (.odp, .odg, .sxi): each slide as a page."""

from __future__ import annotations

from itertools import islice
from typing import Any

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office import document_flow, odt, odt_body
from ingest.readers.office.document_flow import Flow
from ingest.readers.office.odt_body import DRAW, STYLE

NAME = "odp"
WHAT = Message("a-presentation")
MOST_SLIDES = 5_000
_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"


def read_source(source: Source) -> Description:
    """Return the words of each slide as a page, its notes after them; pictures as files beside. Hidden slides are left
    out. Raise Encrypted when a password is needed, Unreadable when it is damaged or made to use up the machine."""
    description = Description(source.media_type, NAME, VERSION)
    with odt.opened(source, WHAT) as (parts, file):
        content, styles = parts("content.xml"), parts("styles.xml")
        if content is None:
            raise Unreadable(Message("opendocument-without-text", file=source.filename))
        roots = [root for root in (styles, content) if root is not None]
        looks, hidden, pages = odt_body.styles_of(roots), _hidden_styles(content), list[list[str]]()
        keep, deadline = odt.OdtPictures(source, file, description).keep, Flow().deadline
        slides = list(islice(content.iter(f"{DRAW}page"), MOST_SLIDES))
        for slide in slides:
            flow = Flow(deadline=deadline)
            if slide.get(f"{DRAW}style-name") not in hidden:
                odt_body.read_odt_body(slide, odt_body.OdtPart(looks, keep, flow))
            pages.append([words for block in flow.blocks if (words := document_flow.slide_text(block))])
        document_flow.into(pages, _title(slides, hidden), description)
        description.notes += document_flow.of_hidden(sum(page.get(f"{DRAW}style-name") in hidden for page in slides))
        odt.offer_meta(parts("meta.xml"), description)
    return description


def _hidden_styles(content: Any) -> set[str | None]:
    """The styles of slides that a show passes over (ODF 1.3 part 3, 20.413)."""
    return {
        style.get(f"{STYLE}name")
        for style in content.iter(f"{STYLE}style")
        if any(one.get(f"{_SHOW}visibility") == "hidden" for one in style)
    }


def _title(slides: list[Any], hidden: set[str | None]) -> str:
    """The title of the first slide that has one."""
    for slide in slides:
        for frame in slide.iter(f"{DRAW}frame", f"{DRAW}text-box"):
            words = document_flow.slide_text("\n".join(frame.itertext()))
            if frame.get(f"{_SHOW}class") == "title" and words and slide.get(f"{DRAW}style-name") not in hidden:
                return words
    return ""
