"""Words of the interface outside templates. `_` and `marked` mark what can be translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webui.i18n.languages import decimal, number, translations

__all__ = ["MessageTable", "file_size", "marked", "ngettext", "number"]


def _(message: str, **values: object) -> str:
    """Return the message in the language of the interface, with `%(name)s` filled in; never a lazy string, so that it
    can be joined, compared and put into JSON like any text. At import there is no reader yet: use `marked` there."""
    translated = translations().gettext(message)
    return str(translated % values if values else translated)


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """Return the form of the message that fits `num`, which it may contain as `%(num)s`."""
    message = translations().ngettext(singular, plural, num)
    return str(message % {"num": number(num), **values})


def marked(message: str) -> str:
    """Return the message unchanged: for tables made at import. `_` translates it where it is shown."""
    return message


class MessageTable(Mapping[str, str]):
    """A table of messages, each translated when it is looked up."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self._messages = messages

    @property
    def messages(self) -> Mapping[str, str]:
        """Return the messages in English, as written."""
        return self._messages

    def __getitem__(self, key: str) -> str:
        return _(self._messages[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)


def file_size(size: int) -> str:
    """Return a size in decimal units, as shops and drives print it: `1.8 MB`."""
    if size < 1000:
        return ngettext("%(num)s byte", "%(num)s bytes", size)
    amount = float(size)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.95:
            return f"{decimal(amount)} {unit}"
    return f"{decimal(amount / 1000)} TB"


KINDS = MessageTable(
    {
        "press-release": marked("Press release"),
        "speech": marked("Speech"),
        "article": marked("Article"),
        "photo": marked("Photo"),
        "document": marked("Document"),
    }
)

KINDS_MANY = MessageTable(
    {
        "press-release": marked("Press releases"),
        "speech": marked("Speeches"),
        "article": marked("Articles"),
        "photo": marked("Photos"),
        "document": marked("Documents"),
    }
)

GENRES = MessageTable(
    {
        "advisory": marked("Media advisory"),
        "annex": marked("Annex"),
        "caption-sheet": marked("Caption table"),
        "container": marked("Container of files"),
        "correction": marked("Correction"),
        "interview": marked("Interview"),
        "message": marked("Message"),
        "statement": marked("Statement"),
        "transcript": marked("Transcript"),
    }
)

STATUSES = MessageTable(
    {
        "released": marked("Released"),
        "held": marked("Held"),
        "withdrawn": marked("Withdrawn"),
    }
)

OUTCOMES = MessageTable(
    {
        "added": marked("Added"),
        "new-version": marked("New version"),
        "unchanged": marked("Unchanged"),
        "duplicate": marked("Duplicate"),
        "attached": marked("Attached"),
        "skipped": marked("Skipped"),
        "encrypted": marked("Encrypted"),
        "rejected": marked("Rejected"),
    }
)

INTAKE_STATES = MessageTable(
    {
        "running": marked("Under way"),
        "queued": marked("In the queue"),
        "done": marked("Done"),
        "stopped": marked("Interrupted"),
    }
)

FACETS = MessageTable(
    {
        "kind": marked("Kind"),
        "genre": marked("Genre"),
        "language": marked("Language"),
        "year": marked("Year"),
        "month": marked("Month"),
        "source": marked("Source"),
        "person": marked("Person"),
        "place": marked("Place"),
        "collection": marked("Collection"),
        "credit": marked("Credit"),
        "photographer": marked("Photographer"),
        "speaker": marked("Speaker"),
        "event": marked("Event"),
        "subject": marked("Subject"),
        "subject_code": marked("Subject code"),
        "flag": marked("Use with care"),
        "has": marked("Has"),
        "ocr": marked("Words of scans"),
        "sequence": marked("Only"),
        "version": marked("Only"),
    }
)

ENTITIES = MessageTable(
    {
        "person": marked("Person"),
        "place": marked("Place"),
        "body": marked("Organisation"),
        "source": marked("Source"),
        "photographer": marked("Credit"),
        "agency": marked("Agency"),
    }
)

FACET_LISTS = MessageTable(
    {
        "kind": marked("Kinds"),
        "genre": marked("Genres"),
        "year": marked("Years"),
        "language": marked("Languages"),
        "source": marked("Sources"),
        "person": marked("People"),
        "speaker": marked("Speakers"),
        "place": marked("Places"),
        "event": marked("Events"),
        "subject": marked("Subjects"),
        "collection": marked("Collections"),
        "credit": marked("Credits"),
        "photographer": marked("Photographers"),
        "flag": marked("Reasons to use with care"),
    }
)
"""The headings of the lists of all values of a facet."""

ENTITY_LISTS = MessageTable(
    {
        "person": marked("People"),
        "place": marked("Places"),
        "body": marked("Organisations"),
        "source": marked("Sources"),
        "photographer": marked("Photographers and agencies"),
    }
)

ENTITY_PARTS = MessageTable(
    {
        "photos": marked("Photographs"),
        "speeches": marked("Speeches"),
        "texts": marked("Texts"),
        "mentions": marked("Named in texts"),
        "published": marked("Published by it"),
    }
)

SORTS = MessageTable(
    {
        "relevance": marked("Best match"),
        "-date": marked("Newest first"),
        "date": marked("Oldest first"),
        "title": marked("Title"),
        "-added": marked("Newest in the archive"),
        "added": marked("Oldest in the archive"),
    }
)

ROLES_OF_USERS = MessageTable(
    {
        "reader": marked("Reader"),
        "editor": marked("Editor"),
        "archivist": marked("Archivist"),
        "admin": marked("Admin"),
    }
)

ROLES = MessageTable(
    {
        "original": marked("Original"),
        "sidecar": marked("Sidecar"),
        "attachment": marked("Attachment"),
    }
)

RELATIONS = MessageTable(
    {
        "translation-of": marked("A translation of"),
        "annex-of": marked("An annex of"),
        "corrects": marked("Corrects"),
        "replaces": marked("Replaces"),
        "withdraws": marked("Retracts"),
        "prepared-text-of": marked("The prepared text of"),
        "transcript-of": marked("A transcript of"),
        "crop-of": marked("A crop of"),
        "same-as-name": marked("Has the same file name as"),
        "also-as": marked("The same picture as"),
        "nearly-same-as": marked("Has nearly the same words as"),
        "has-translation": marked("Has the translation"),
        "has-annex": marked("Has the annex"),
        "corrected-by": marked("Corrected by"),
        "replaced-by": marked("Replaced by"),
        "withdrawn-by": marked("Retracted by"),
        "has-prepared-text": marked("Has the prepared text"),
        "has-transcript": marked("Has the transcript"),
        "has-crop": marked("Has the crop"),
        "other-of": marked("Related to"),
    }
)
