"""Labels on pages for fields, flags, origins, groups, name cards and filter values.

An origin is labelled by its beginning; the first entry that matches is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webui.i18n.words import MessageTable, _, marked

FIELDS = MessageTable(
    {
        "kind": marked("Kind"),
        "genre": marked("Genre"),
        "access": marked("Who may see it"),
        "added": marked("Added"),
        "title": marked("Title"),
        "headline": marked("Headline"),
        "alternative": marked("Other titles"),
        "caption": marked("Caption"),
        "alt_text": marked("Description for those who cannot see it"),
        "creator": marked("Creator"),
        "creator_title": marked("Creator’s position"),
        "speaker": marked("Speaker"),
        "date": marked("Date"),
        "event_date": marked("Date of the event"),
        "created": marked("Made"),
        "language": marked("Language"),
        "languages": marked("All languages"),
        "source": marked("Source"),
        "source_url": marked("Source address"),
        "identifiers": marked("Numbers"),
        "keywords": marked("Keywords"),
        "category": marked("Category"),
        "subjects": marked("Subject codes"),
        "persons": marked("Persons"),
        "organisations": marked("Organisations"),
        "places": marked("Places"),
        "event": marked("Event"),
        "sublocation": marked("Location"),
        "city": marked("City"),
        "state": marked("State or province"),
        "country": marked("Country"),
        "country_code": marked("Country code"),
        "collection": marked("Collection"),
        "location": marked("Shelf mark"),
        "credit": marked("Credit"),
        "copyright": marked("Copyright"),
        "usage_terms": marked("Usage terms"),
        "instructions": marked("Instructions"),
        "digital_source": marked("How the picture came about"),
        "credentials_state": marked("Content credentials"),
        "credentials_issuer": marked("Issuer of the content credentials"),
        "credentials_program": marked("Program in the content credentials"),
        "caption_writer": marked("Caption writer"),
        "job_id": marked("Job"),
        "embargo": marked("Embargo words"),
        "rating": marked("Rating"),
        "label": marked("Label"),
        "gps": marked("Position"),
        "gps_altitude": marked("Height above the sea"),
        "camera": marked("Camera"),
        "software": marked("Software"),
        "priority": marked("Priority"),
        "boilerplate": marked("Words of the camera"),
        "camera_make": marked("Camera maker"),
        "camera_model": marked("Camera model"),
        "encoding": marked("Encoding"),
        "filename": marked("File name"),
        "agency": marked("Agency"),
        "keyword": marked("Keyword"),
        "subject": marked("Subject"),
        "number": marked("Number"),
        "person": marked("Person"),
        "place": marked("Place"),
        "shown": marked("In the picture"),
        "flag": marked("Mark"),
        "date_from": marked("Date from"),
        "date_to": marked("Date until"),
        "orientation": marked("Orientation"),
        "width": marked("Width"),
        "height": marked("Height"),
        "date_created": marked("Date created"),
        "date_digitized": marked("Digitized"),
        "release_date": marked("Release date"),
        "expiry_date": marked("Expiry date"),
        "difference_hash": marked("Picture fingerprint"),
        "furniture": marked("Headers and footers"),
        "description": marked("Description"),
        "document_title": marked("Title in its properties"),
        "document_created": marked("Document made"),
        "document_modified": marked("Document changed"),
        "file_date": marked("Date of the file"),
        "page_date": marked("Date of the page"),
        "second_calendar": marked("In another calendar"),
        "exported_id": marked("Id where it was exported"),
        "exported_sha256": marked("SHA-256 where it was exported"),
        "exported_added_at": marked("Added in the exporting archive"),
        "message_id": marked("Id of the message"),
        "urgency": marked("Urgency"),
        "publication_status": marked("Status at its source"),
        "other": marked("Other data"),
        "gps_other": marked("Other data on the position"),
    }
)


ORIGINS = (
    ("archivist", marked("The archivist")),
    ("sidecar:", marked("The sidecar file")),
    ("attachment:", marked("The camera’s other file")),
    ("xmp:", marked("The file (XMP)")),
    ("iim:", marked("The file (IPTC)")),
    ("exif:", marked("Camera (EXIF)")),
    ("png:", marked("The file (PNG text)")),
    ("jpeg:", marked("The file (JPEG comment)")),
    ("gif comment", marked("The file (GIF comment)")),
    ("html:", marked("The page (HTML)")),
    ("mhtml:", marked("The page (HTML)")),
    ("pdf:", marked("The document (PDF)")),
    ("codec", marked("The picture itself")),
    ("py3langid", marked("Recognised by its words")),
    ("Vietnamese letters", marked("Recognised by its letters")),
    ("article", marked("The article")),
    ("table", marked("The caption table")),
    ("front matter", marked("The lines above the text (front matter)")),
    ("file name", marked("The file name")),
    ("folder", marked("The folder")),
    ("dateline", marked("The dateline")),
    ("byline", marked("The byline")),
    ("body", marked("The text")),
    ("first line", marked("The first line")),
    ("first sentence", marked("The first sentence")),
    ("heading", marked("The heading")),
    ("header line", marked("A line above the text")),
    ("source line", marked("The line that names the source")),
    ("speaker labels", marked("The names before what is said")),
    ("title", marked("The title")),
    ("url", marked("The address")),
    ("byte", marked("The characters of the file")),
    ("tesseract", marked("Words read by machine")),
    ("rule:", marked("A rule of this archive")),
    ("export:", marked("The export of an archive")),
    *((f"{news}:", marked("The news item")) for news in ("newsml", "ninjs", "nitf")),
    *((f"{kind}:", marked("The document’s properties")) for kind in ("docx", "doc", "odt", "rtf", "pptx", "ppt")),
    *((f"{kind}:", marked("The document’s properties")) for kind in ("xlsx", "xls", "ods", "ole")),
    ("eml:", marked("The message")),
    ("vtt:", marked("The subtitles")),
    ("srt:", marked("The subtitles")),
)


@dataclass(frozen=True, slots=True)
class TermLabel:
    """A short name, and a sentence that says what it means, both as marked messages."""

    message: str
    sentence: str

    @property
    def name(self) -> str:
        """Return the name in the language of the interface."""
        return _(self.message)

    @property
    def meaning(self) -> str:
        """Return its meaning in that language."""
        return _(self.sentence)


FLAGS: Mapping[str, TermLabel] = {
    "owner-unknown": TermLabel(
        marked("Owner unknown"), marked("the credit does not say whose it is: ask before printing")
    ),
    "file-photo": TermLabel(marked("File photo"), marked("taken on another day than the event it ran with")),
    "illustration": TermLabel(
        marked("Illustration"), marked("it shows something like the event, not the event itself")
    ),
    "supplied": TermLabel(
        marked("Supplied"), marked("handed out by those it shows or their office, not made by the press")
    ),
}
"""Remarks in a credit that are not names, and what they mean for publication."""


_SIDES = MessageTable({"left": marked("left"), "right": marked("right")})
_FROM_SIDE = MessageTable(
    {
        "first": marked("first from the %(side)s"),
        "second": marked("second from the %(side)s"),
        "third": marked("third from the %(side)s"),
        "fourth": marked("fourth from the %(side)s"),
        "fifth": marked("fifth from the %(side)s"),
        "sixth": marked("sixth from the %(side)s"),
        "seventh": marked("seventh from the %(side)s"),
        "eighth": marked("eighth from the %(side)s"),
        "ninth": marked("ninth from the %(side)s"),
        "tenth": marked("tenth from the %(side)s"),
    }
)
_SPOTS = MessageTable(
    {
        "left": marked("left"),
        "right": marked("right"),
        "far left": marked("far left"),
        "far right": marked("far right"),
        "centre": marked("in the centre"),
        "front": marked("in front"),
        "back": marked("at the back"),
        "front row": marked("in the front row"),
        "back row": marked("in the back row"),
        "standing": marked("standing"),
        "seated": marked("seated"),
        "top": marked("above"),
        "bottom": marked("below"),
        "pictured": marked("pictured"),
    }
)


def position(said: str) -> str:
    """Return where somebody is in a picture (`second from left`, as archive.captions.depicted_persons says it), for
    people."""
    nth, _from, side = said.partition(" from ")
    if nth in _FROM_SIDE and side in _SIDES:
        return _FROM_SIDE[nth] % {"side": _SIDES[side]}
    return _SPOTS.get(said, said)


def origin_label(origin: str) -> str:
    """Return who gives a value, by the beginning of its origin; "" for an origin without a label."""
    label = next((label for start, label in ORIGINS if origin.startswith(start)), "")
    return _(label) if label else ""


def caption_origin(origin: str) -> str:
    """Return who gives a caption; by default the file."""
    return origin_label(origin) or _("The file")


GROUPS = MessageTable(
    {
        "sequence": marked("the frames of one run"),
        "version": marked("the versions of one text"),
    }
)

HAS = MessageTable({"photo": marked("photos"), "scan": marked("scans")})

CARDS = MessageTable(
    {
        "person": marked("person"),
        "place": marked("place"),
        "body": marked("body"),
        "agency": marked("agency"),
        "office": marked("office"),
        "concept": marked("subject"),
    }
)

SUGGESTIONS = MessageTable(
    {
        "title": marked("Title"),
        "person": marked("Person"),
        "place": marked("Place"),
        "source": marked("Source"),
        "credit": marked("Credit"),
        "collection": marked("Collection"),
        "number": marked("Number"),
        "filename": marked("File name"),
    }
)
