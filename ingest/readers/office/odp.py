"""Read presentations and drawings of OpenDocument and OpenOffice 1 (.odp, .odg, .sxi): each slide as a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office import document_flow, odt, odt_body
from ingest.readers.office.document_flow import Flow
from ingest.readers.office.odt_body import DRAW, STYLE, TEXT

NAME = "odp"
WHAT = Message("a-presentation")
MOST_SLIDES = 5_000
_DECLARED = ("footer", "date-time")
_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"


def read_source(source: Source) -> Description:
    """Return the words of each slide as a page, followed by its notes; pictures as separate files. Hidden slides are
    left out. Raise Encrypted if a password is needed, Unreadable if it is damaged or malicious."""
    description = Description(source.media_type, NAME, VERSION)
    with odt.opened(source, WHAT) as (parts, file):
        content, styles = parts("content.xml"), parts("styles.xml")
        if content is None:
            raise Unreadable(Message("opendocument-without-text", file=source.filename))
        roots = [root for root in (styles, content) if root is not None]
        looks, hidden, pages = odt_body.styles_of(roots), _hidden_styles(content), list[list[str]]()
        keep, limit = odt.OdtPictures(source, file, description).keep, Flow().limit
        slides = list(islice(content.iter(f"{DRAW}page"), MOST_SLIDES))
        for slide in slides:
            flow = Flow(limit=limit)
            if slide.get(f"{DRAW}style-name") not in hidden:
                odt_body.read_odt_body(slide, odt_body.OdtPart(looks, keep, flow))
            pages.append([words for block in flow.blocks if (words := document_flow.slide_text(block))])
        seen = [page for page in slides if page.get(f"{DRAW}style-name") not in hidden]
        document_flow.add_margins(_margins(seen, roots), pages, description)
        document_flow.into(pages, _title(slides, hidden), description)
        description.notes += document_flow.of_hidden(sum(page.get(f"{DRAW}style-name") in hidden for page in slides))
        odt.offer_meta(parts("meta.xml"), description)
    return description


def _hidden_styles(content: Any) -> set[str | None]:
    """Return the styles of slides skipped in a show (ODF 1.3 part 3, 20.413)."""
    return {
        style.get(f"{STYLE}name")
        for style in content.iter(f"{STYLE}style")
        if any(one.get(f"{_SHOW}visibility") == "hidden" for one in style)
    }


def _margins(slides: list[Any], roots: list[Any]) -> Iterator[str]:
    """Return the footers and fixed dates that slides show (ODF 1.3 part 3, 10.9.3), and the texts drawn on their
    masters, except placeholders."""
    named = {slide.get(f"{_SHOW}use-{what}-name") for slide in slides for what in _DECLARED}
    masters = {slide.get(f"{DRAW}master-page-name") for slide in slides}
    for root in roots:
        for what in _DECLARED:
            for declared in root.iter(f"{_SHOW}{what}-decl"):
                if declared.get(f"{_SHOW}name") in named:
                    yield "".join(declared.itertext())
        for master in root.iter(f"{STYLE}master-page"):
            if master.get(f"{STYLE}name") in masters:
                for shape in master.iterchildren(f"{DRAW}*"):
                    if shape.get(f"{_SHOW}class") is None:
                        yield "\n".join("".join(words.itertext()) for words in shape.iter(f"{TEXT}p"))


def _title(slides: list[Any], hidden: set[str | None]) -> str:
    """The title of the first slide that has one."""
    for slide in slides:
        for frame in slide.iter(f"{DRAW}frame", f"{DRAW}text-box"):
            words = document_flow.slide_text("\n".join(frame.itertext()))
            if frame.get(f"{_SHOW}class") == "title" and words and slide.get(f"{DRAW}style-name") not in hidden:
                return words
    return ""
