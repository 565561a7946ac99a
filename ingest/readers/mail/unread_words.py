"""The words of a mail that are not in its text: headers, the other body, invitations, names of attachments."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.message import Message as MailPart

from archive.text.orthography import word_set
from ingest.extract.embargo.unread_words import NamedWords
from ingest.readers.base.markup_words import of_markup
from ingest.readers.base.source import Source
from ingest.readers.mail.message_parts import MAX_BYTES, file_name, header, leaves, parsed, words

# Routing headers: not written for readers.
_OF_THE_WAY = word_set(
    "received return-path delivered-to message-id in-reply-to references dkim-signature arc-seal date to cc bcc"
    " arc-message-signature authentication-results content-type content-transfer-encoding mime-version"
)


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words of the headers of all parts, of the bodies, and the names of what is attached."""
    return of_message(parsed(source))


def of_message(message: EmailMessage) -> Iterator[NamedWords]:
    """Yield the same of a message."""
    for part in message.walk():
        yield from of_headers(part)
        if part.is_multipart() and not isinstance(part.get_payload(), str):
            yield from (("beside parts", str(said)) for said in (part.preamble, part.epilogue) if said)
    for n, leaf in enumerate(leaves(message), start=1):
        kind = leaf.get_content_type()
        if leaf.get_content_disposition() == "attachment" or leaf.get_filename() is not None:
            yield "attachment", file_name(leaf, n)
        elif kind == "text/html":
            yield from of_markup(words(leaf).encode(), is_html=True)
        elif kind.startswith("text/"):
            yield kind, words(leaf)


def of_headers(part: MailPart) -> Iterator[NamedWords]:
    """Yield the headers of a part that say more than how it went."""
    for key in dict.fromkeys(name.lower() for name in part.keys()):  # noqa: SIM118 - of a message, not a dictionary
        if key not in _OF_THE_WAY:
            yield key, header(part, key, MAX_BYTES)
