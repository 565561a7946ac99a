"""Parts of a message (RFC 2045, 5322): decoded headers, bodies as text, files with names."""

from __future__ import annotations

import io
import mimetypes
import re
from base64 import b64decode
from codecs import BOM_UTF8
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.message import Message as MailPart
from typing import Any
from urllib.parse import unquote, urlsplit

from PIL import Image

from archive import media_types
from archive.errors import Unreadable
from archive.messages import Message, join_messages
from archive.text.charset import clean_text, decode_text
from ingest.extract.metadata_values import one_line
from ingest.readers.base import members
from ingest.readers.base.inline_pictures import LOGO_PIXELS
from ingest.readers.base.source import Source

MAX_BYTES = 100 << 20
TOO_SMALL = join_messages([Message("small-picture", pixels=LOGO_PIXELS), Message("save-out")])

_BASE64 = re.compile(r"[A-Za-z0-9+/]{5,}")  # RFC 4648, 4, without the padding
_BLANKS = re.compile(r"\s+")


def parsed(source: Source) -> EmailMessage:
    """Return the message in a file. Raise Unreadable if it is too large for memory."""
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Message("mail-too-large", size=MAX_BYTES >> 20))
    message: Any = message_from_bytes(data.removeprefix(BOM_UTF8).lstrip(b"\r\n"), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def header(part: MailPart, name: str, longest: int = 1000) -> str:
    """Return a header's words on one line, or empty: encoded words (RFC 2047) decoded, and unencoded bytes in their
    likeliest encoding."""
    # raw, because the library's own parsing of a damaged header raises many kinds of errors
    raw = next((str(value) for key, value in part.raw_items() if key.lower() == name), "")
    text = meant(raw)
    try:
        return one_line(str(make_header(decode_header(" ".join(text.split())))), longest)
    except (ValueError, LookupError, UnicodeError):
        return one_line(text, longest)


def meant(text: str) -> str:
    """Return a text in which the library kept bytes above 0x7F, with these decoded to letters."""
    if text.isascii() or not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    return decode_text(text.encode("utf-8", "surrogateescape")).text


def leaves(message: MailPart) -> Iterator[MailPart]:
    """Yield the parts with content, in order; an attached mail is one part."""
    stack: list[MailPart] = [message]
    while stack:
        part = stack.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            stack += [child for child in reversed(inner) if isinstance(child, MailPart)]
        else:
            yield part


def content(part: MailPart) -> bytes:
    """Return the bytes of a part; for an attached mail that mail."""
    if part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes(policy=policy.compat32) if isinstance(inner, MailPart) else b""
    data = part.get_payload(decode=True)
    return _cut_short(part) or (data if isinstance(data, bytes) else b"")


def _cut_short(part: MailPart) -> bytes:
    """Return what can be decoded of base64 that ends within a group of four letters, which the library returns
    undecoded; empty for anything else."""
    if "base64" not in str(part.get("content-transfer-encoding", "")).lower():
        return b""
    letters = _BLANKS.sub("", str(part.get_payload()))
    return b64decode(letters[:-1]) if len(letters) % 4 == 1 and _BASE64.fullmatch(letters) else b""


def words(part: MailPart) -> str:
    """Return the text of a part, cleaned, in its declared encoding if its bytes are valid there."""
    return clean_text(decode_text(content(part), part.get_content_charset()).text)


def file_name(part: MailPart, n: int) -> str:
    """Return a part's file name in its stored form; `part-3.pdf` if it has none."""
    try:
        told = part.get_filename() or ""
    except (ValueError, LookupError, UnicodeError):
        told = ""
    try:
        told = str(make_header(decode_header(meant(told))))
    except (ValueError, LookupError, UnicodeError):
        told = meant(told)
    return members.inner_file_name(told) or f"part-{n}{suffix_of(part)}"


def suffix_of(part: MailPart) -> str:
    """Return the suffix that files of its type have."""
    kind = part.get_content_type()
    return media_types.suffix_of(kind) or mimetypes.guess_extension(kind) or ".bin"


def last_of(address: str) -> str:
    """Return the file name at the end of an address, or empty."""
    try:
        return unquote(urlsplit(address).path).rsplit("/", 1)[-1]
    except ValueError:
        return ""


def content_id(part: MailPart) -> str:
    """Return the id by which the text of a message refers to the part (RFC 2392), or ""."""
    return header(part, "content-id").strip("<> ")


def too_small(data: bytes) -> bool:
    """Return whether these bytes are a picture that is smaller than LOGO_PIXELS both ways."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return max(picture.size) < LOGO_PIXELS
    except Exception:  # any library error: the picture reader will report it
        return False
