"""Extract data from a text: photos with captions, title, language, dates, kind, source, numbers, embargo."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any

from archive.authority.persons import named_in
from archive.media_types import SIDECAR, WRITTEN, is_picture_type, suffix_pattern
from archive.messages import Message
from archive.record import CAPTION_SHEET, PAGE_BREAK, Candidate, Description, Kind
from archive.text.dates import date_finder
from archive.text.orthography import collapse, ends_sentence
from archive.text.patterns import lazy_regex
from ingest.extract import metadata_values
from ingest.extract.boilerplate.boilerplate import names_body
from ingest.extract.boilerplate.text_blocks import normalise_text
from ingest.extract.boilerplate.title_words import mended
from ingest.extract.captions.credit_lines import split_credit
from ingest.extract.captions.photo_mentions import MOST_MENTIONS
from ingest.extract.captions.row_embargo import ORIGIN
from ingest.extract.dates.issue_date import DateSources, add_date_candidate, add_date_candidates
from ingest.extract.dates.release_numbers import numbers_in_name, own_numbers
from ingest.extract.dates.url_slug import section_of_address, slug_title
from ingest.extract.embargo.embargo_fields import is_taken_back
from ingest.extract.embargo.sources import add_embargo_candidates
from ingest.extract.embargo.text_orders import EmbargoText
from ingest.extract.kind import kind
from ingest.extract.kind.masthead import is_site_title, names_medium
from ingest.extract.kind.named_speaker import named_alone
from ingest.extract.kind.salutations import is_salutation
from ingest.extract.kind.speech import occasion_of, speaker_of, turns
from ingest.extract.kind.wires import picture_agency, wire_named
from ingest.extract.language import language_detection, language_segments
from ingest.extract.title.footer import is_link
from ingest.extract.title.page_anatomy import Anatomy, opening_title, take_apart
from ingest.readers.base import raw_record
from ingest.readers.news import exported_values

FRONT_MATTER = "front matter"  # origin of what it says
CREDIT_CONFIDENCE = 0.6  # of a credit that stands in the words of a picture's own caption

STAMP_LINES = 4  # from the top, that may say that the office withdrew the text
READ_FOR_TITLE = 20_000  # characters that are searched for a truncated title
READ_FOR_KIND = 60_000  # characters of a body
SHORT = 3  # paragraphs of a possible caption
HEAD_LINES = 8  # of a speech, which may name the venue

_JUNK_TITLE = lazy_regex(
    r"(?:microsoft word - .*|untitled(?: document)?|(?:document|dokumen|presentation|slide)\s*\d*"
    rf"|.*\.(?:{suffix_pattern(WRITTEN)}))\Z",
    re.IGNORECASE,
)

_OFFICE = lazy_regex(  # at the beginning of words that are not a town
    r"(?:(?:the |deputy |vice |former |lt\.? |wakil |phó )?(?:mayor|governor|president|minister|senator"
    r"|secretary|sheriff"
    r"|commissioner|chairman|director|wali ?kota|bupati|gubernur|presiden|menteri|camat|ketua|kepala|direktur|chủ tịch"
    r"|bí thư|thủ tướng|bộ trưởng|giám đốc|ông|bà|mrs?|ms|dr|prof)\b)",
    re.IGNORECASE,
)
_TAGGED = lazy_regex(r"\[([A-Za-z]{2,3}(?:[-_]\w{1,8}){0,3})\]\Z")  # BCP 47: the language named in an origin


def extract_description(description: Description, filename: str, relpath: str) -> None:
    """Determine the structure of `description.text` and add its values as candidates.

    Afterwards `text` is the body (NFC; paragraphs with one blank line between; PAGE_BREAK between pages), `mentions`,
    `furniture` and `values` hold the rest of its words, and `pages` are in step with `text`. Values from the format
    stay first. `relpath`: the file's path below the ingested one. Pictures only get what follows from their values.
    """
    if is_picture_type(description.media_type):
        description.offer("kind", Kind.PHOTO.value, "rule:image")
    if is_picture_type(description.media_type) or description.media_type == SIDECAR:
        _enrich_picture(description)
        add_embargo_candidates(description, filename, relpath)
        return
    if description.values.get("genre") == CAPTION_SHEET:
        add_embargo_candidates(description, filename, relpath)
        return  # its reader split it by columns
    if exported_values.is_whole(description):
        add_embargo_candidates(description, filename, "", EmbargoText([], description.text))
        if description.values.get("kind") == Kind.SPEECH:
            description.offer("turns", turns(description.text), "speaker labels", 0.8)
        return  # it was split where it was exported
    raw_record.offer_fields(description)
    known = description.values.get("title")
    if known and (_JUNK_TITLE.match(str(known).strip()) or is_site_title(str(known))):
        known = None
    if known:
        known = _mend_title(description, str(known))
    parts = take_apart(description.text, collapse(str(known)) if known else None)
    has_pages = bool(description.pages) or PAGE_BREAK in description.text
    description.text = parts.body
    description.mentions = sorted([*parts.mentions, *parts.pointed], key=lambda one: one.offset)
    for order in (mention.embargo for mention in description.mentions):
        description.offer("embargo", order and {**order, "origin": ORIGIN}, ORIGIN)
    description.furniture += parts.furniture
    if has_pages:
        description.pages = parts.body.split(PAGE_BREAK)
    if parts.capped:
        description.notes.append(Message("too-many-mentions", most=MOST_MENTIONS))
    _offer_title(description, parts, known is not None)
    _offer_what_words_say(description, parts, filename, relpath)


def _mend_title(description: Description, known: str) -> str:
    """Correct the title of a page from a line of the page, and put it first."""
    whole = mended(known, [line.strip("*_#= ") for line in description.text[:READ_FOR_TITLE].splitlines()])
    if whole != collapse(known):
        description.prefer("title", whole, "heading", 0.9)
    return whole


def _offer_what_words_say(description: Description, parts: Anatomy, filename: str, relpath: str) -> None:
    """Add language, source, dates, kind, turns, embargoes and persons, in the order of their dependencies."""
    folder = str(PurePosixPath(relpath).parent) if relpath else ""
    _offer_language(description, parts)
    _offer_source(description, parts)
    _offer_head(description, parts, filename)
    told = _offer_kind(description, parts, filename, folder)
    if told.genre == CAPTION_SHEET or (told.kind is Kind.DOCUMENT and len(parts.paragraphs) <= SHORT):
        captions_and_credits = "\n".join([parts.head.title or "", parts.body, *parts.foot.furniture])
        description.offer("source", picture_agency(captions_and_credits), "credit", 0.6)
    is_speech = told.kind is Kind.SPEECH
    captions = [mention.caption[:300] for mention in parts.mentions[:50] if mention.caption]
    foot = [*parts.foot.furniture, *captions]
    add_date_candidates(
        description,
        DateSources(
            filename, folder, _head_lines(parts, is_speech), parts.body, foot, not is_speech, _closing_lines(parts)
        ),
    )
    _drop_people_from_places(description)
    _offer_speech(description, told, parts)
    description.offer("turns", turns(parts.body), "speaker labels", 0.8)
    words = EmbargoText(parts.head.lines, "\n".join([parts.body, *parts.foot.furniture]))
    add_embargo_candidates(description, filename, relpath, words)
    title = str(description.values.get("title") or "")
    description.offer("persons", named_in(f"{title}\n{parts.body}"), "rule:title-and-name", 0.8)


def _drop_people_from_places(description: Description) -> None:
    """Reject a line with an office and a day as a dateline: `MAYOR ANN LEE, 3 October 2025`."""
    kept = [offer for offer in description.origins.get("places", []) if not any(map(_OFFICE.match, offer.value))]
    if kept:
        description.origins["places"], description.values["places"] = kept, kept[0].value
    else:
        description.values.pop("places", None)
        description.origins.pop("places", None)


def _head_lines(parts: Anatomy, is_speech: bool) -> list[str]:
    """Return the lines above the body and its first paragraphs; for a speech, those above the salutation."""
    lines = [*parts.head.lines, *(paragraph[:300].split("\n", 1)[0] for paragraph in parts.paragraphs[:3])]
    return list(takewhile(lambda line: not is_salutation(line), lines)) if is_speech else lines


def _closing_lines(parts: Anatomy) -> list[str]:
    """Return the first lines of the last paragraphs, where a release is signed and names contacts; no links below
    them."""
    last = [words for words in parts.paragraphs[-60:] if not is_link(words) and any(map(str.isalpha, words[:400]))][-8:]
    return [line for paragraph in last for line in paragraph[:400].split("\n")[:3]][-16:]


def _offer_title(description: Description, parts: Anatomy, known: bool) -> None:
    title, origin = parts.head.title, parts.head.origin
    if title is None:
        if not known:
            _title(description, opening_title(parts.paragraphs), "first sentence", 0.5)
    elif known:
        _alternative(description, title, origin)
    else:
        _title(description, title, origin, 0.9 if origin == "heading" else 0.8)


def _title(description: Description, title: str | None, origin: str, confidence: float) -> None:
    """Keep a title set by a program (`Microsoft Word - rilis.doc`) as a candidate after the one in the text."""
    if description.values.get("title"):
        description.prefer("title", title, origin, confidence)
    else:
        description.offer("title", title, origin, confidence)


def _alternative(description: Description, title: str, origin: str) -> None:
    """Add another title in its own language, unless it equals the title."""
    if collapse(title).casefold() == collapse(str(description.values.get("title", ""))).casefold():
        return
    code, _ = language_detection.detect(title)
    entry = {"text": title, "language": code, "origin": origin}
    before = description.values.get("alternative") or []
    description.prefer("alternative", [*before, entry], origin)


def _offer_language(description: Description, parts: Anatomy) -> None:
    captions = [mention.caption[:300] for mention in parts.mentions[:50] if mention.caption]
    title = str(description.values.get("title") or "")
    sample = f"{title}\n{parts.body}" if len(parts.body) > 200 else "\n".join([title, parts.body, *captions])
    code, confidence = language_detection.detect(sample)
    found = language_segments.language_segments(parts.body, code)
    lengths = language_segments.shares(found)
    chief = language_segments.main_of(lengths)
    # A text in two languages looks like either as a whole, and like Vietnamese because of a single line.
    if chief is not None and (len(lengths) > 1 or (code == "vi" and 2 * lengths[chief] > len(parts.body))):
        code = chief
        confidence = max(part.confidence for part in found if part.language == chief)
    if code != "und":
        description.offer("language", code, "py3langid", confidence)
    if code == "id" and len(lengths) < 2 and (tie := language_detection.rival(sample)) is not None:
        description.offer("language", tie[0], "py3langid", tie[1])
    _offer_languages(description, found, captions)


def _offer_languages(
    description: Description, found: list[language_segments.LanguageSegment], captions: list[str]
) -> None:
    """Add all languages of whole paragraphs and captions, the main one first; if there are several, with their
    segments."""
    main = description.values.get("language")
    if not main:
        return
    base = str(main)[:2]
    told = [
        *language_segments.shares(found),
        *(part.language for words in captions for part in language_segments.language_segments(words, base)),
    ]
    others = [code for code in dict.fromkeys(told) if code != base]
    description.offer("languages", [str(main), *others], "py3langid")
    if len({part.language for part in found}) > 1:
        description.offer("language_parts", [part.to_json() for part in found], "py3langid")


def _offer_source(description: Description, parts: Anatomy) -> None:
    foot = parts.foot
    description.offer("source", parts.wire or parts.agency, "dateline", 0.9)
    for sent in foot.sent_by:
        description.offer("source", sent.name if sent.named else wire_named(sent.name) or sent.name, "sent out by", 0.8)
        description.offer("source_url", sent.url, "sent out by", 0.8)
    if foot.source is not None:
        description.offer("source", foot.source.name, "source line" if foot.source.named else "url host")
        description.offer("source_url", foot.source.url, "source line")
        slug = slug_title(foot.source.url) if foot.source.url else None
        if slug:
            _alternative(description, slug, "url slug")
    description.offer(
        "creator", [*parts.head.creators, *(c for c in foot.creators if c not in parts.head.creators)], "byline"
    )
    description.offer("copyright", foot.copyright, "body")
    description.offer("keywords", foot.keywords, "body")


def _offer_head(description: Description, parts: Anatomy, filename: str) -> None:
    description.offer("identifiers", own_numbers(parts.head.lines), "body")
    description.offer("identifiers", numbers_in_name(filename), "file name", 0.6)
    if any(map(is_taken_back, parts.head.lines[:STAMP_LINES])):
        description.offer("publication_status", "withdrawn", "header line")


def _offer_kind(description: Description, parts: Anatomy, filename: str, folder: str) -> kind.DetectedKind:
    in_site = [offer for offer in description.origins.get("kind", []) if offer.origin == "url"]
    if in_site:  # the section of a site is a clue among others
        description.origins["kind"] = [offer for offer in description.origins["kind"] if offer not in in_site]
        if not description.origins["kind"]:
            del description.origins["kind"], description.values["kind"]
    clues = kind.Clues(
        head=parts.head.lines,
        title=parts.head.title or str(description.values.get("title") or ""),
        opening=parts.paragraphs[:3],
        filename=filename,
        folder=folder,
        mentions=parts.mentions,
        body_length=len(parts.body),
        has_source=parts.foot.source is not None and not parts.foot.source.released,
        has_byline=bool(parts.head.creators or parts.foot.creators),
        closing=[*_closing_lines(parts), *parts.foot.furniture],
        body=parts.body[:READ_FOR_KIND],
        turns=[turn["speaker"] for turn in turns(parts.body)],
        wire=parts.wire,
        agency=parts.agency or _medium_of_source(description),
        creators=description.values.get("creator") or (),
        section=in_site[0].value if in_site else section_of_address(str(description.values.get("source_url") or "")),
        has_author=any(offer.origin == FRONT_MATTER for offer in description.origins.get("creator", [])),
        source=parts.foot.source.name if parts.foot.source is not None else None,
        issuer=_office_of_source(description),
        first_in=next((one.name for one in parts.foot.sent_by if not one.released), None),
        released=any(one.released for one in (parts.foot.source, *parts.foot.sent_by) if one is not None),
    )
    told = kind.classify_text(clues)
    description.offer("kind", told.kind.value, f"rule:{told.rule}", told.confidence)
    description.offer("genre", told.genre, f"rule:{told.rule}", told.confidence)
    return told


def _office_of_source(description: Description) -> str | None:
    """Return the office that front matter names as the source."""
    named = (str(one.value) for one in description.origins.get("source", []) if one.origin == FRONT_MATTER)
    return next(filter(names_body, named), None)


def _medium_of_source(description: Description) -> str | None:
    """Return the medium that a page names as its site (`og:site_name`, its title)."""
    origins = ("html:", raw_record.ORIGIN)
    named = (str(one.value) for one in description.origins.get("source", []) if one.origin.startswith(origins))
    return next(filter(names_medium, named), None)


def _offer_speech(description: Description, told: kind.DetectedKind, parts: Anatomy) -> None:
    """The speaker that the title names, else a heading below it, on what occasion and where, and the day it gives: a
    speech is issued on the day it is held."""
    title = str(description.values.get("title") or "")
    if told.kind is not Kind.SPEECH:
        return
    head = parts.head.lines
    headings = [line.strip(" *_#") for line in [*head[:HEAD_LINES], *parts.paragraphs[:1]] if "\n" not in line.strip()]
    headings = [line for line in headings if len(line) <= kind.LONGEST_HEADING and not ends_sentence(line)]
    description.offer("speaker", speaker_of(title), "title", 0.7)
    for line in headings:
        description.offer("speaker", speaker_of(line), "header line", 0.6)
    for line in [*head[:HEAD_LINES], *parts.paragraphs[:3]]:
        description.offer("speaker", named_alone(line), "header line", 0.6)
    lines = [line for line in head[:HEAD_LINES] if not ends_sentence(line) and not is_salutation(line)]
    first = description.origins.get("title", [Candidate("", "first sentence")])[0].origin == "first sentence"
    for origin, held in (("title", occasion_of(None if first else title)), ("header line", occasion_of(None, lines))):
        for key, value in (("event", held.event), ("sublocation", held.place), ("city", held.city)):
            if key not in description.values and not _is_of_speaker(value, description):
                description.offer(key, value, origin, 0.7)
    for words, origin, sure in ((title, "title", 0.8), *((line, "header line", 0.75) for line in headings)):
        for found in date_finder.find(words)[:1]:
            if found.precision == "day" and (origin == "title" or speaker_of(words)):
                add_date_candidate(description, "date", (found.iso, found.precision), origin, sure)


def _is_of_speaker(words: str | None, description: Description) -> bool:
    """Whether words are the name of who speaks, as pages put it behind the occasion (`Harbour Week - Ann Lee`)."""
    speaker = str(description.values.get("speaker") or "").casefold()
    return bool(words) and bool(speaker) and str(words).casefold() in speaker


def _enrich_picture(description: Description) -> None:
    """Find the language and creator of a picture from its text, or that of its sidecar."""
    values: dict[str, Any] = description.values
    _offer_credit(description)
    captions = description.origins.get("caption", [])
    if captions and (tagged := _TAGGED.search(captions[0].origin)):
        description.prefer("language", metadata_values.language(tagged[1]), captions[0].origin, 1.0)
    keys = ["caption", "headline", "title"]
    if description.origins.get("title", [Candidate("", "")])[0].origin == "file name":
        keys.remove("title")
    words = normalise_text(" ".join(str(values[key]) for key in keys if values.get(key)))
    code, confidence = language_detection.detect(words)
    if code != "und":
        description.offer("language", code, "py3langid", confidence)


def _offer_credit(description: Description) -> None:
    """Add the agency credit at the end of a caption, which is not changed. It ranks after the credit field, because it
    names the photographer where that names the agency."""
    for caption in list(description.origins.get("caption", ())):
        credit = split_credit(str(caption.value))[1]
        known = [str(offer.value).casefold() for offer in description.origins.get("credit", ())]
        if credit and credit.casefold() not in known:
            description.offer("credit", credit, caption.origin, CREDIT_CONFIDENCE)
