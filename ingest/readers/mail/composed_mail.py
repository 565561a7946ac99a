"""Write an Outlook message as a mail (RFC 5322), which is then read like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import encoders, message_from_string, policy
from email.header import Header
from email.message import Message as MailPart
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr
from itertools import chain

from ingest.extract.embargo.embargo_fields import plain_name
from ingest.extract.embargo.unread_words import NamedWords, read_unread
from ingest.readers.base.source import Source
from ingest.readers.mail import eml, mapi, message_parts
from ingest.readers.mail.mapi import MapiMessage

DEEPEST = 8  # messages in one another
ORDER = "X-Note"  # of a message: each order in a property that a mail has no header for
DRAFT = 0x08  # of the flags of a message that was never sent ([MS-OXCMSG] 2.2.1.6)
_TO, _CC, _FLAGS = 0x0E04, 0x0E03, 0x0E07
_WRITTEN = policy.compat32.clone(linesep="\r\n")  # does not parse headers, so any are accepted


def compose(
    message: MapiMessage, source: Source, attached: Sequence[MailPart], noted: Sequence[NamedWords] = ()
) -> MIMEMultipart:
    """Return the mail with subject, sender, recipients, day, text and attachments, including headers and properties
    about its publication. Orders in what is `noted` beside it become headers, too."""
    mail = MIMEMultipart("mixed")
    for name, value in _headers(message, noted):
        mail[name] = value if value.isascii() else Header(value, "utf-8", header_name=name).encode()
    mail.attach(MIMEText(mapi.message_text(message, source), "plain", "utf-8"))
    for part in attached:
        mail.attach(part)
    return mail


def as_bytes(mail: MailPart) -> bytes:
    """Return a mail in its stored form."""
    return mail.as_bytes(policy=_WRITTEN)


def file_part(name: str, data: bytes) -> MailPart:
    """Return a file as a part of a mail."""
    part = MIMEBase("application", "octet-stream")
    part.set_payload(data)
    encoders.encode_base64(part)
    _name_file(part, name)
    return part


def mail_part(mail: MailPart, name: str = "") -> MailPart:
    """Return a mail as a part of a mail; `name` is its file name."""
    part = MIMEMessage(mail)
    if name:
        _name_file(part, name)
    return part


def _name_file(part: MailPart, name: str) -> None:
    part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))


def _headers(message: MapiMessage, noted: Sequence[NamedWords]) -> Iterator[tuple[str, str]]:
    words_beside = chain(mapi.unread_words(message), noted)
    orders = [(name, words) for name, words in words_beside if read_unread(name, words) is not None]
    sent = message_from_string(message.text(mapi.HEADERS), policy=policy.compat32)
    for name, words in (
        ("Subject", message.text(mapi.SUBJECT)),
        ("From", _sender(message)),
        ("To", _recipients(message.text(_TO))),
        ("Cc", _recipients(message.text(_CC))),
        ("Date", mapi.sent_header(message)),
        ("Message-ID", message.text(mapi.ID)),
        ("Sensitivity", mapi.SENSITIVE.get(message.more.number(mapi.SENSITIVITY), "")),
        (eml.UNSENT, "1" if message.more.number(_FLAGS) & DRAFT else ""),
        *((name, message_parts.header(sent, name)) for name in (*eml.EMBARGO, *eml.STATUS[1:])),
    ):
        if line := " ".join(words.split()):
            yield name, line
    for name, words in dict.fromkeys(orders):
        told_by_name = read_unread(ORDER, words) is None and name.isascii()
        yield "-".join(plain_name(name).split()) if told_by_name else ORDER, " ".join(words.split())


def _recipients(names: str) -> str:
    """Return names as shown by Outlook, separated by commas as in mails."""
    return ", ".join(f'"{name}"' if "," in name else name for name in names.split("; "))


def _sender(message: MapiMessage) -> str:
    name, address = message.text(mapi.SENDER), mapi.sender_address(message)
    try:
        return formataddr((name, address)) if address and name != address else address or name
    except UnicodeError:  # for an address that is not ASCII
        return f"{name} <{address}>"
