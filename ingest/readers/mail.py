"""Reads mails (EML): headers, the body as text, and attachments as files of their own."""

from __future__ import annotations

import re
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime

from archive.errors import Encrypted
from archive.record import Description, Kind, Outcome
from ingest.readers import html, mail_parts
from ingest.readers.mail_parts import TOO_SMALL, content, content_id, file_name, header, leaves, words
from ingest.readers.members import Shelf
from ingest.readers.source import Source
from ingest.readers.text import cut

NAME, VERSION = "mail", 1
FULL = 200  # characters in a plain body, under which it only says that there is another one
SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
SIGNED = "the mail's digital signature; it stays in the mail, look there"
_FORWARDED = re.compile(r"^(?:\s*(?:fwd?|re|tr|wg|aw|bls|trả lời|chuyển tiếp)\s*(?:\[\d+\])?\s*:)+\s*", re.I)
_OFFICE = re.compile(
    r"\b(?:humas|siaran ?pers|media ?centre|media ?center|press|pers|newsroom|news ?room|protokol|komunikasi|"
    r"communications?|media|báo ?chí|bao-?chi|thông ?tin ?báo ?chí|truyền ?thông|ttbc|vnpress|public ?affairs)\b",
    re.I,
)


def read(source: Source) -> Description:
    """Subject, sender, day and text; what is attached as members. Raises Encrypted, and Unreadable when it holds too
    much."""
    description = Description(source.media_type, NAME, VERSION)
    message = mail_parts.parsed(source)
    _refuse_encrypted(message)
    _offer_headers(message, description)
    plain, page = _bodies(message)
    shelf = Shelf(description, source.folder)
    named = _attach(message, (plain, page), shelf)
    text = _flowed(plain) if plain is not None else ""
    if page is not None and len(text.strip()) < FULL:
        text = _page(page, named, source, description) or text
    description.text = cut(text.replace("\f", " ").strip("\n"), description)
    if not description.text.strip():
        description.notes.append("no words in its body")
    return description


def _refuse_encrypted(message: Message) -> None:
    kind = message.get_content_type()
    sealed = kind in ("application/pkcs7-mime", "application/x-pkcs7-mime")
    if kind == "multipart/encrypted" or (sealed and message.get_param("smime-type") != "signed-data"):
        raise Encrypted("an encrypted mail; open it in the program of its recipient, save it decrypted and ingest that")


def _offer_headers(message: EmailMessage, description: Description) -> None:
    description.offer("title", _FORWARDED.sub("", header(message, "subject")), "eml:subject")
    name, address = parseaddr(header(message, "from"))
    description.offer("creator", [who] if (who := name or address) else [], "eml:from")
    if _OFFICE.search(f"{name} {address.replace('.', ' ').replace('_', ' ')}"):
        description.offer("kind", Kind.PRESS_RELEASE.value, "rule:mail-of-press-office", 0.7)
    try:
        sent = parsedate_to_datetime(header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    else:
        description.offer("date", sent.date().isoformat(), "eml:date", 0.8)
        description.offer("date_precision", "day", "eml:date")
    description.offer("message_id", header(message, "message-id").strip("<> "), "eml:message-id")


def _bodies(message: Message) -> tuple[Message | None, Message | None]:
    """The plain text of a mail and its page, the first of each that is no attachment."""
    shown = [part for part in leaves(message) if not _is_file(part)]
    plain = next((part for part in shown if part.get_content_type() == "text/plain"), None)
    return plain, next((part for part in shown if part.get_content_type() == "text/html"), None)


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _attach(message: Message, bodies: tuple[Message | None, Message | None], shelf: Shelf) -> dict[str, str]:
    """Every part but the bodies onto the shelf. Gives what the page calls a picture, and the name that it has now;
    empty for one that is too small to be one."""
    named: dict[str, str] = {}
    for n, part in enumerate(leaves(message), start=1):
        kind, data = part.get_content_type(), content(part)
        other_body = kind.startswith("text/") and not _is_file(part)
        if part in bodies or other_body or not data:
            continue
        name, called = file_name(part, n), content_id(part)
        if kind in SIGNATURES:
            shelf.refuse(name, SIGNED, Outcome.SKIPPED)
        elif kind.startswith("image/") and _stands_in_text(part) and mail_parts.too_small(data):
            shelf.refuse(name, TOO_SMALL, Outcome.SKIPPED)
            named[called] = ""
        else:
            named[called] = shelf.put(name, [data])
    named.pop("", None)
    return named


def _stands_in_text(part: Message) -> bool:
    return bool(content_id(part)) or part.get_content_disposition() == "inline"


def _flowed(part: Message) -> str:
    """The text of a plain body, with the lines of `format=flowed` (RFC 3676) joined again."""
    text = words(part)
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joined = re.sub(r"(?<=\S) \n(?=[^\n>])", " ", text)
    return re.sub(r"^ (?=[> ]|From )", "", joined, flags=re.M)


def _page(part: Message, named: dict[str, str], source: Source, description: Description) -> str:
    """The text of a page, its pictures in their places under the names that they have now."""
    written = words(part)
    for called, name in named.items():
        written = written.replace(f"cid:{called}", name or "data:,")
    path = source.folder / "body.html"
    path.write_text(written, encoding="utf-8")
    read_as = html.read(Source(path, source.filename, "text/html", source.folder, source.relpath))
    path.unlink()
    description.notes += read_as.notes
    return read_as.text
