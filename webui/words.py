"""Every word of the interface that is not in a template; `_` marks what can be translated."""

from __future__ import annotations

from collections.abc import Mapping


def _(message: str, **values: object) -> str:
    """The message in the language of the interface (English for now), with `%(name)s` filled in."""
    return message % values if values else message


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The form of the message that fits `num`, which it may name as `%(num)s`."""
    return (singular if num == 1 else plural) % {"num": number(num), **values}


def number(value: int) -> str:
    """`12,345`."""
    return f"{value:,}"


def file_size(size: int) -> str:
    """A size in decimal units, as shops and drives print it: `1.8 MB`."""
    if size < 1000:
        return ngettext("%(num)s byte", "%(num)s bytes", size)
    amount = float(size)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.95:
            return f"{amount:.1f} {unit}"
    return f"{amount / 1000:.1f} TB"


KINDS: Mapping[str, str] = {
    "press-release": _("Press release"),
    "speech": _("Speech"),
    "article": _("Article"),
    "photo": _("Photo"),
    "document": _("Document"),
}

KINDS_MANY: Mapping[str, str] = {
    "press-release": _("Press releases"),
    "speech": _("Speeches"),
    "article": _("Articles"),
    "photo": _("Photos"),
    "document": _("Documents"),
}

GENRES: Mapping[str, str] = {
    "advisory": _("Media advisory"),
    "annex": _("Annex"),
    "caption-sheet": _("Caption table"),
    "correction": _("Correction"),
    "interview": _("Interview"),
    "message": _("Message"),
    "statement": _("Statement"),
    "transcript": _("Transcript"),
}

STATUSES: Mapping[str, str] = {
    "released": _("Released"),
    "held": _("Held back"),
    "withdrawn": _("Withdrawn"),
}

OUTCOMES: Mapping[str, str] = {
    "added": _("Added"),
    "new-version": _("New version"),
    "unchanged": _("Unchanged"),
    "duplicate": _("Duplicate"),
    "attached": _("Attached"),
    "skipped": _("Skipped"),
    "encrypted": _("Encrypted"),
    "rejected": _("Rejected"),
}

INTAKE_STATES: Mapping[str, str] = {
    "running": _("Under way"),
    "done": _("Done"),
    "stopped": _("Interrupted"),
}

FACETS: Mapping[str, str] = {
    "kind": _("Kind"),
    "genre": _("Genre"),
    "language": _("Language"),
    "year": _("Year"),
    "month": _("Month"),
    "source": _("Source"),
    "person": _("Person"),
    "place": _("Place"),
    "collection": _("Collection"),
    "credit": _("Credit"),
    "flag": _("Use with care"),
    "has": _("Has"),
    "ocr": _("Words of scans"),
    "sequence": _("Only"),
    "version": _("Only"),
}

SORTS: Mapping[str, str] = {
    "relevance": _("Best match"),
    "-date": _("Newest first"),
    "date": _("Oldest first"),
    "title": _("Title"),
}

ROLES: Mapping[str, str] = {
    "original": _("Original"),
    "sidecar": _("Sidecar"),
    "attachment": _("Attachment"),
}

RELATIONS: Mapping[str, str] = {
    "translation-of": _("A translation of"),
    "annex-of": _("An annex of"),
    "corrects": _("Corrects"),
    "replaces": _("Replaces"),
    "prepared-text-of": _("The prepared text of"),
    "transcript-of": _("A transcript of"),
    "crop-of": _("A crop of"),
    "same-as-name": _("Has the same file name as"),
    "also-as": _("The same picture as"),
    "nearly-same-as": _("Has nearly the same words as"),
    "has-translation": _("Has the translation"),
    "has-annex": _("Has the annex"),
    "corrected-by": _("Corrected by"),
    "replaced-by": _("Replaced by"),
    "has-prepared-text": _("Has the prepared text"),
    "has-transcript": _("Has the transcript"),
    "has-crop": _("Has the crop"),
    "other-of": _("Related to"),
}

# Why a relation is taken to hold, by its origin.
REASONS: Mapping[str, str] = {
    "rule:same-number": _("both have the same number, in two languages"),
    "rule:same-name": _("both have the same file name, but for what marks their part"),
    "rule:same-facts": _("both give the same names and figures, in two languages"),
    "rule:number-named": _("it gives the number of the other"),
    "rule:title-named": _("it gives the title of the other"),
    "rule:same-title": _("both have the same title"),
    "rule:same-words": _("both have most of their words in common"),
    "rule:same-folder": _("it stands in the same folder"),
    "rule:same-occasion": _("both are of the same day and speaker, and share their words"),
    "rule:nearly-same-text": _("their words are nearly the same"),
    "rule:attachment": _("it came in the same message or document"),
    "rule:name": _("one came under the file name of the other"),
    "rule:difference-hash": _("the pictures look the same"),
    "archivist": _("the archivist says so"),
}

FIELDS: Mapping[str, str] = {
    "kind": _("Kind"),
    "genre": _("Genre"),
    "title": _("Title"),
    "headline": _("Headline"),
    "alternative": _("Other titles"),
    "caption": _("Caption"),
    "alt_text": _("Description for those who cannot see it"),
    "creator": _("Creator"),
    "creator_title": _("Creator’s position"),
    "speaker": _("Speaker"),
    "date": _("Date"),
    "event_date": _("Date of the event"),
    "created": _("Made"),
    "language": _("Language"),
    "languages": _("All languages"),
    "source": _("Source"),
    "source_url": _("Source address"),
    "identifiers": _("Numbers"),
    "keywords": _("Keywords"),
    "category": _("Category"),
    "persons": _("Persons"),
    "organisations": _("Organisations"),
    "places": _("Places"),
    "event": _("Event"),
    "sublocation": _("Location"),
    "city": _("City"),
    "state": _("State or province"),
    "country": _("Country"),
    "country_code": _("Country code"),
    "collection": _("Collection"),
    "location": _("Shelf mark"),
    "credit": _("Credit"),
    "copyright": _("Copyright"),
    "usage_terms": _("Usage terms"),
    "instructions": _("Instructions"),
    "digital_source": _("How the picture came about"),
    "caption_writer": _("Caption writer"),
    "job_id": _("Job"),
    "embargo": _("Embargo words"),
    "rating": _("Rating"),
    "label": _("Label"),
    "gps": _("Position"),
    "gps_altitude": _("Height above the sea"),
    "camera": _("Camera"),
    "software": _("Software"),
    "priority": _("Priority"),
    "boilerplate": _("Words of the camera"),
    "camera_make": _("Camera maker"),
    "camera_model": _("Camera model"),
    "encoding": _("Encoding"),
    "filename": _("File name"),
    "keyword": _("Keyword"),
    "number": _("Number"),
    "person": _("Person"),
    "place": _("Place"),
    "shown": _("In the picture"),
    "flag": _("Mark"),
    "date_from": _("Date from"),
    "date_to": _("Date until"),
    "orientation": _("Orientation"),
    "width": _("Width"),
    "height": _("Height"),
    "date_created": _("Date created"),
    "date_digitized": _("Digitized"),
    "release_date": _("Release date"),
    "expiry_date": _("Expiry date"),
    "difference_hash": _("Picture fingerprint"),
}

MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)

LANGUAGES: Mapping[str, str] = {
    "ar": _("Arabic"),
    "bn": _("Bengali"),
    "cs": _("Czech"),
    "da": _("Danish"),
    "de": _("German"),
    "el": _("Greek"),
    "en": _("English"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fi": _("Finnish"),
    "fr": _("French"),
    "he": _("Hebrew"),
    "hi": _("Hindi"),
    "hu": _("Hungarian"),
    "id": _("Indonesian"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "jv": _("Javanese"),
    "km": _("Khmer"),
    "ko": _("Korean"),
    "lo": _("Lao"),
    "ms": _("Malay"),
    "my": _("Burmese"),
    "nb": _("Norwegian"),
    "nl": _("Dutch"),
    "no": _("Norwegian"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "su": _("Sundanese"),
    "sv": _("Swedish"),
    "th": _("Thai"),
    "tl": _("Tagalog"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "vi": _("Vietnamese"),
    "zh": _("Chinese"),
}
