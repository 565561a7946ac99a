"""Read mails (EML): headers, the body as text, attachments as files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from email.message import Message as MailPart
from email.utils import parseaddr, parsedate_to_datetime

from archive.errors import Encrypted
from archive.messages import Message, join_messages
from archive.record import Description, Kind, Outcome
from ingest.extract import metadata_values
from ingest.extract.embargo.embargo_fields import add_field_embargo
from ingest.extract.embargo.sources import add_status_embargo
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.news_values import NewsRestrictions
from ingest.readers.base.source import VERSION, Source
from ingest.readers.mail import message_parts
from ingest.readers.mail.message_parts import TOO_SMALL, content, content_id, file_name, header, leaves, words
from ingest.readers.text.plain_text import cut
from ingest.readers.web import html

NAME = "mail"
EMBARGO = ("embargo", "x-embargo", "x-embargo-until", "embargo-until", "x-embargoed-until")
STATUS = ("sensitivity", "x-status", "x-publication-status")  # RFC 4021, 2.1.55: Company-Confidential
UNSENT = "x-unsent"  # 1: a draft, as written by Outlook
FULL = 200  # characters in a plain body; a shorter one only points to the other body
SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
MIME_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
ENCRYPTED = join_messages([Message("encrypted-mail"), Message("save-decrypted")])
SEALED = Message("mail-sealed")
SIGNED = Message("signature")
_SEALED = re.compile(r"-----BEGIN PGP MESSAGE-----.*-----END PGP MESSAGE-----", re.S)  # RFC 4880, 6.2
_FORWARDED = re.compile(r"^(?:\s*+(?:fwd?|re|tr|wg|aw|bls|trả lời|chuyển tiếp)\s*+(?:\[\d+\]\s*+)?:)+\s*+", re.I)
_OFFICE = re.compile(
    r"\b(?:humas|siaran ?pers|media ?centre|media ?center|press|pers|newsroom|news ?room|protokol|komunikasi|"
    r"communications?|media|báo ?chí|bao-?chi|thông ?tin ?báo ?chí|truyền ?thông|ttbc|vnpress|public ?affairs)\b",
    re.I,
)


def read_source(source: Source) -> Description:
    """Return subject, sender, day and text, with attachments as members. Raise Encrypted, and Unreadable if it is too
    large."""
    description = Description(source.media_type, NAME, VERSION)
    message = message_parts.parsed(source)
    _refuse_encrypted(message)
    _offer_headers(message, description)
    plain, pages = _bodies(message)
    shelf = MemberShelf(description, source.folder, later=source.later)
    named = _attach(message, [*plain, *pages], shelf)
    text = _joined(map(_flowed, plain))
    if _SEALED.fullmatch(text.strip()):
        raise Encrypted(ENCRYPTED)
    if pages and len(text.strip()) < FULL:
        text = _joined(_page(page, named, source, description) for page in pages) or text
    description.text = cut(text.replace("\f", " ").strip("\n"), description)
    if not description.text.strip():
        description.notes.append(SEALED if message.get_content_type() in MIME_SEALED else Message("mail-without-words"))
    return description


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text.strip("\n") for text in texts if text.strip())


def _refuse_encrypted(message: MailPart) -> None:
    kind = message.get_content_type()
    sealed = kind in MIME_SEALED
    if kind == "multipart/encrypted" or (sealed and message.get_param("smime-type") != "signed-data"):
        raise Encrypted(ENCRYPTED)


def _offer_headers(message: EmailMessage, description: Description) -> None:
    add_mail_subject(header(message, "subject"), "eml:subject", description)
    add_mail_sender(*parseaddr(header(message, "from")), "eml:from", description)
    try:
        sent = parsedate_to_datetime(header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    else:
        description.offer("date", sent.date().isoformat(), "eml:date", 0.8)
        description.offer("date_precision", "day", "eml:date")
    description.offer("keywords", metadata_values.words(header(message, "keywords")), "eml:keywords")
    add_mail_embargoes(message, "eml", description)
    description.offer("message_id", header(message, "message-id").strip("<> "), "eml:message-id")


def add_mail_embargoes(message: MailPart, reader: str, description: Description) -> None:
    """Add the embargoes in the headers of a mail; `reader` begins the origins."""
    for name in EMBARGO:
        if words := header(message, name):
            add_field_embargo(words, description, f"{reader}:{name}")
    for name in STATUS:
        add_status_embargo(description, header(message, name).replace("-", " ")[:300], f"{reader}:{name}")
    if header(message, UNSENT) == "1":
        holds = NewsRestrictions(description)
        holds.known(None, "draft", f"{reader}:{UNSENT}")
        holds.offer()


def add_mail_subject(subject: str, origin: str, description: Description) -> None:
    """Add the subject of a mail as its title, without `Fwd:` and the like."""
    description.offer("title", _FORWARDED.sub("", " ".join(subject.split())), origin)


def add_mail_sender(name: str, address: str, origin: str, description: Description) -> None:
    """Add the sender of a mail; what a press office sends is a release."""
    description.offer("creator", [who] if (who := name or address) else [], origin)
    if _OFFICE.search(f"{name} {address.replace('.', ' ').replace('_', ' ')}"):
        description.offer("kind", Kind.PRESS_RELEASE.value, "rule:mail-of-press-office", 0.7)


def _bodies(message: MailPart) -> tuple[list[MailPart], list[MailPart]]:
    """Return the plain text of a mail and its page, as far as it has them, in their parts: programs that put pictures
    between the words split these."""
    shown = [part for part in leaves(message) if not _is_file(part)]
    # Without the separator line it stays whole, to be read as it is.
    plain = [part for part in shown if part.get_content_type() in ("text/plain", "multipart/mixed")]
    return plain, [part for part in shown if part.get_content_type() == "text/html"]


def _is_file(part: MailPart) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _attach(message: MailPart, bodies: Sequence[MailPart], shelf: MemberShelf) -> dict[str, str]:
    """Store every part except the bodies. Return what the page calls a picture, with its present name; empty for one
    that is too small."""
    named: dict[str, str] = {}
    for n, part in enumerate(leaves(message), start=1):
        kind, data = part.get_content_type(), content(part)
        other_body = kind.startswith("text/") and not _is_file(part)
        if part in bodies or other_body or not data:
            continue
        name, called = file_name(part, n), content_id(part)
        if kind in SIGNATURES:
            shelf.refuse(name, SIGNED, Outcome.SKIPPED)
        elif kind.startswith("image/") and _stands_in_text(part) and message_parts.too_small(data):
            shelf.refuse(name, TOO_SMALL, Outcome.SKIPPED)
            named[called] = ""
        else:
            named[called] = shelf.put(name, [data])
    named.pop("", None)
    return named


def _stands_in_text(part: MailPart) -> bool:
    return bool(content_id(part)) or part.get_content_disposition() == "inline"


def _flowed(part: MailPart) -> str:
    """Return the text of a plain body, with the lines of `format=flowed` (RFC 3676) joined."""
    text = words(part)
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    between = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    joined = re.sub(r"(?<=[^\n])(?<!\n--) \n(?=[^\n>])", between, text)
    return re.sub(r"^ (?=[> ]|From )", "", joined, flags=re.M)


def _page(part: MailPart, named: dict[str, str], source: Source, description: Description) -> str:
    """Return the text of a page, with its pictures in place under their present names."""
    written = words(part)
    for called, name in named.items():
        written = written.replace(f"cid:{called}", name or "data:,")
    path = source.folder / "body.html"
    path.write_text(written, encoding="utf-8")
    read_as = html.read_source(Source(path, source.filename, "text/html", source.folder, source.relpath))
    path.unlink()
    description.notes += read_as.notes
    return read_as.text
