"""Read saved web pages (MHTML, RFC 2557): the article, and its pictures as files."""

from __future__ import annotations

from email.message import Message as MailPart
from html import escape

from archive.errors import Unreadable
from archive.media_types import PHOTOS, SVG, has_suffix
from archive.messages import Message, join_messages
from archive.record import Description, Outcome
from ingest.extract import metadata_values
from ingest.readers.base import members
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.mail import message_parts
from ingest.readers.mail.message_parts import TOO_SMALL, content, content_id, header, last_of, leaves, suffix_of, words
from ingest.readers.web import html

NAME = "mhtml"
TYPE = "multipart/related"


def read_source(source: Source) -> Description:
    """Return the HTML reader's result for the page, with its pictures as members; styles, scripts and icons stay in the
    original. Raise Unreadable if there is no page in it."""
    message = message_parts.parsed(source)
    page = next(
        (part for part in leaves(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    if page is None:
        raise Unreadable(join_messages([Message("no-page", file=source.filename), Message("save-page-again")]))
    found = Description(TYPE, NAME, VERSION)
    named = _pictures(message, MemberShelf(found, source.folder, later=source.later))
    path = source.folder / "page.html"
    path.write_text(_renamed(words(page), named), encoding="utf-8")
    description = html.read_source(Source(path, source.filename, "text/html", source.folder, source.relpath))
    path.unlink()
    description.media_type, description.reader, description.reader_version = TYPE, NAME, VERSION
    description.members = found.members
    address = header(message, "snapshot-content-location") or header(page, "content-location")
    description.offer("source_url", metadata_values.web_address(address), "mhtml:content-location")
    description.offer("title", header(message, "subject"), "mhtml:subject", 0.6)
    return description


def _pictures(message: MailPart, shelf: MemberShelf) -> dict[str, str]:
    """Store every picture. Return its name in the page, and its file name; empty for one that is too small."""
    named: dict[str, str] = {}
    for n, part in enumerate(leaves(message), start=1):
        data = content(part)
        if part.get_content_maintype() != "image" or part.get_content_type() == SVG or not data:
            continue
        address = header(part, "content-location")
        name = _name(address, part, n)
        small = message_parts.too_small(data)
        if small:
            shelf.refuse(name, TOO_SMALL, Outcome.SKIPPED)
        else:
            name = shelf.put(name, [data])
        for called in (address, f"cid:{content_id(part)}"):
            if called not in ("", "cid:"):
                named[called] = "" if small else name
    return named


def _name(address: str, part: MailPart, n: int) -> str:
    last = members.inner_path(last_of(address).replace("/", "_")) or ""
    return last if has_suffix(last, PHOTOS) else f"picture-{n}{suffix_of(part)}"


def _renamed(written: str, named: dict[str, str]) -> str:
    """Return the page with its pictures' names in place of their addresses, longest first, because one may begin
    another. Pictures that are too small are dropped."""
    for called in sorted(named, key=len, reverse=True):
        for form in {called, escape(called), escape(called, quote=False)}:
            for mark in ('"', "'"):
                written = written.replace(f"{mark}{form}{mark}", f"{mark}{named[called] or 'data:,'}{mark}")
    return written
