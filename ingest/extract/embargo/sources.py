"""All sources of an embargo: text, captions, fields, marks, names of files and folders.

All use `matcher`. The strictest result counts (`embargo_candidates`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from archive.record import OTHER, Candidate, Description
from archive.text.embargo.instants import UNKNOWN, EmbargoEnd, read_end
from ingest.extract import metadata_values
from ingest.extract.embargo import matcher, stamps
from ingest.extract.embargo.embargo_candidates import IN_NAME, IN_TEXT, STAMPED, embargo, put, settle, strictest
from ingest.extract.embargo.file_names import read_name
from ingest.extract.embargo.matcher import EmbargoOrder, OrderKind, read_order, read_words
from ingest.extract.embargo.sentence_parts import split_sentences
from ingest.extract.embargo.sentences import read_sentence
from ingest.extract.embargo.text_orders import (
    LONGEST_LINE,
    EmbargoText,
    Found,
    end_of,
    find_orders,
    read_embargo,
    read_timed,
)
from ingest.extract.embargo.unread_words import read_unread

# Free-text fields; those of a format for embargoes are read by its reader.
FIELDS = ("title", "document_title", "headline", "description", "caption", "instructions", "usage_terms", "keywords")
TITLES = ("title", "document_title", "headline")
SAYING = ("caption", "description")  # about the content of a picture, which may be a secret or a draft
DESCRIBING = (*SAYING, "instructions", "usage_terms")
# Fields in which such a word counts as the whole value or a sentence; `other` are unmapped tags.
FLAGGED = ("keywords", "category", "label", "instructions", "usage_terms", "description", "title", "document_title")
WORDED = ("headline", "caption")  # which may mention secrets, so that only an order counts
STATUS_ORIGIN = "iim:2:07"  # EditStatus
ACTION_ORIGIN, KILLED = "iim:2:42", "01"  # IIM 4.2, Action Advised: Object Kill
READ_FIELDS = frozenset((*FIELDS, *WORDED, OTHER, "embargo", "release_date"))

_SURE = 0.75  # minimum confidence of an issue date used for the year of an embargo
_NEAR = 31  # days to all its other candidates, at most
_PLAIN = (OrderKind.MARK, OrderKind.ORDER)  # unambiguous words


def add_embargo_candidates(
    description: Description, filename: str, relpath: str, words: EmbargoText | None = None
) -> None:
    """Add candidates for every embargo in the text of the file, its fields, its name and its folders, the strictest
    first: an unreadable end, else the one that ends last."""
    issued = _issued(description)
    if words is not None:
        title = str(description.values.get("title") or "")
        found = find_orders(words, issued, title, list(_in_captions(description, issued)))
        for end, said, origin in found:
            put(description, end, said, origin)
        timed = [one for one in found if one[0].until is not None]
        if timed and (end := strictest([end for end, _, _ in timed])).until is None:
            put(description, end, " / ".join(dict.fromkeys(said for _, said, _ in timed)), timed[0][2])
    _offer_fields(description, issued)
    _offer_flags(description)
    _offer_others(description)
    for origin, line in list(_titles(description)):
        if stamps.is_stamped(line):
            _put_undated(description, line, origin)
    for origin, line in list(_first_lines(description)):
        _put_undated(description, line, origin)
    _offer_names(description, filename, relpath, issued)
    settle(description)


def _in_captions(description: Description, issued: date | None) -> Iterator[Found]:
    """Yield the embargoes with a day in the captions of photos in the text: `Use only after 5 May`."""
    for mention in description.mentions:
        for sentence in split_sentences(mention.caption or ""):
            order = read_order(sentence) or read_sentence(sentence)
            if order is not None and order.kind is OrderKind.UNTIL:
                yield end_of(sentence, order, issued), sentence.strip(), IN_TEXT


def add_page_embargoes(shown: str, description: Description) -> None:
    """Add the embargoes in lines of a page beside its article: above it, in its footer, in a frame."""
    lines = (line for line in map(str.strip, shown.splitlines()) if 0 < len(line) <= LONGEST_LINE)
    holding = ((line, order) for line in lines if (order := _order_beside(line)) is not None)
    for line, order in holding:
        if line not in description.text:
            _offer(description, [line], IN_TEXT, None)
            if order.kind not in (OrderKind.UNTIL, OrderKind.MARK) or stamps.is_framed(line):
                _withhold(description, order, line, IN_TEXT)


def add_timed_embargo(lines: list[str], description: Description, origin: str) -> None:
    """Add the embargo in hidden lines with the instant of its end, as written by a program."""
    found = read_timed([line.strip() for line in lines], None)
    if found is not None and found[0].until is not None:
        put(description, *found, origin)


def _order_beside(line: str) -> EmbargoOrder | None:
    order = read_order(line) or read_sentence(line)
    return None if order is not None and order.kind is OrderKind.SOFT else order


def _withhold(description: Description, order: EmbargoOrder, line: str, origin: str) -> None:
    """Hold for an order without a day until someone decides; a secrecy stamp does so at any age of the text."""
    put(description, UNKNOWN, line.strip(), STAMPED if order.kind is OrderKind.SECRET else origin)


def _offer(description: Description, lines: list[str], origin: str, issued: date | None) -> None:
    found = read_embargo(lines, issued)
    if found is not None:
        description.offer("embargo", {**found, "origin": origin}, origin)


def _offer_names(description: Description, filename: str, relpath: str, issued: date | None) -> None:
    for name in (*PurePosixPath(relpath).parts[:-1], filename):
        kind = read_name(name)
        if kind is not None:
            put(
                description,
                read_end(name.replace("_", " "), issued),
                name,
                STAMPED if kind is OrderKind.SECRET else IN_NAME,
            )


def _offer_fields(description: Description, issued: date | None) -> None:
    """Read the sentences at the beginning of fields with more than the one word."""
    for key in FIELDS:
        for offer in list(description.origins.get(key, [])):
            values = offer.value if isinstance(offer.value, list) else [offer.value]
            for value in values:
                if isinstance(value, str) and matcher.may_hold(value):
                    for line in split_sentences(value):
                        order = read_order(line) if len(line.split()) > 1 else None
                        if (
                            order is not None
                            and order.kind in (OrderKind.UNTIL, OrderKind.MARK)
                            and not _is_title_text(key, offer)
                        ):
                            put(description, end_of(line, order, issued), line, offer.origin)


def _is_title_text(key: str, offer: Candidate) -> bool:
    """Return whether a title was made from the text, whose orders are read at their place."""
    return key == "title" and ":" not in offer.origin and offer.origin != "front matter"


def _titles(description: Description) -> Iterator[tuple[str, str]]:
    """Yield the titles in the fields of a file, whole, after the field's origin."""
    for key in TITLES:
        for offer in description.origins.get(key, []):
            if isinstance(offer.value, str) and not _is_title_text(key, offer):
                yield offer.origin, offer.value.strip()


def _first_lines(description: Description) -> Iterator[tuple[str, str]]:
    """Yield the first lines with an order, alone or beside other words, of the fields with more than a title, after the
    field's origin."""
    for key in DESCRIBING:
        kinds = _PLAIN if key in SAYING else tuple(OrderKind)
        for offer in description.origins.get(key, []):
            if isinstance(offer.value, str) and matcher.may_hold(offer.value.strip()[: matcher.LONGEST]):
                line, *below = map(str.strip, offer.value.strip().splitlines())
                if stamps.stamp_of_caption(line) in kinds or (below and read_words(line) in _PLAIN):
                    yield offer.origin, line[: matcher.LONGEST]


def _put_undated(description: Description, line: str, origin: str) -> None:
    """Add a candidate for an order without a day; dated ones are read elsewhere."""
    order = read_order(line)
    if order is None or order.kind is not OrderKind.UNTIL:
        put(description, UNKNOWN, line, origin)


def add_status_embargo(description: Description, words: str, origin: str) -> None:
    """Add the embargo in a status field of a file: until the instant it names, or until someone decides."""
    told = read_embargo([words])
    if told is not None:
        description.offer("embargo", {**told, "origin": origin}, origin)
    elif matcher.is_held_status(words):
        put(description, UNKNOWN, words.strip(), origin)


def add_photo_embargo(description: Description) -> None:
    """Add the embargo in a photo's instructions, else in IIM's release date (2:30, 2:35), which without a zone
    counts where on earth it comes last."""
    for offer in description.origins.get("instructions", ()):
        found = _of_instructions(str(offer.value))
        if found is not None:
            put(description, found, offer.value, offer.origin)
            return
    for offer in description.origins.get("release_date", ()):
        if len(offer.value) >= len("2026-05-03"):
            known = metadata_values.moment(offer.value)
            put(description, EmbargoEnd(known[0] if known else None, True), offer.value, offer.origin)
            return


def _of_instructions(value: str) -> EmbargoEnd | None:
    ends = [
        end_of(line, order, None)
        for line in split_sentences(value)
        if (order := read_order(line) or read_sentence(line))
        and order.kind in (OrderKind.UNTIL, OrderKind.MARK, OrderKind.ORDER)
    ]
    unclear = next((end for end in ends if end.until is None), None)
    return unclear or max(ends, key=lambda end: end.until or "", default=None)


def _offer_flags(description: Description) -> None:
    """Read single words in a field that hold a file: the keyword EMBARGO, an edit status, a label `Hold`."""
    for origin, words in list(_flags(description)):
        put(description, UNKNOWN, words.strip(), origin)
    for offer in list(description.origins.get(OTHER, [])):
        for words in _texts(offer.value):
            if offer.origin.startswith(STATUS_ORIGIN):
                add_status_embargo(description, words, offer.origin)
            elif offer.origin.startswith(ACTION_ORIGIN) and words.strip() == KILLED:
                put(description, UNKNOWN, "object kill", offer.origin)
            elif (said := read_unread(offer.origin, words)) is not None:  # prism:embargoDate
                description.offer("embargo", {**said, "origin": offer.origin}, offer.origin)
            else:
                told = read_embargo([words])
                if told is not None or read_words(words) in _PLAIN:
                    found = told or embargo(UNKNOWN, words.strip(), offer.origin)
                    description.offer("embargo", {**found, "origin": offer.origin}, offer.origin)


def _offer_others(description: Description) -> None:
    """Read orders in fields where nobody would expect one, such as a credit or a copyright. Values from its text, or
    from a rule, are read there."""
    for key in [key for key in description.origins if key not in READ_FIELDS]:
        for offer in description.origins[key]:
            if ":" not in offer.origin or offer.origin.startswith("rule:"):
                continue
            for words in _texts(offer.value):
                told = read_unread(offer.origin, words)
                if told is not None and words.strip() not in description.text:
                    description.offer("embargo", {**told, "origin": offer.origin}, offer.origin)


def _flags(description: Description) -> Iterator[tuple[str, str]]:
    """Yield (origin, words) of whole values and sentences that are only such words."""
    for key in (*FLAGGED, *WORDED):
        for offer in description.origins.get(key, []):
            if _is_title_text(key, offer):
                continue
            values = _texts(offer.value)
            for value in values:
                whole = value.rpartition("|")[2].rpartition("/")[2] if key == "keywords" else value
                for words in (whole, *(split_sentences(whole) if key not in ("keywords", "category") else ())):
                    if (_is_loud_draft(words, key, value)) or (
                        is_flag(words)
                        and (
                            _counts(words, key, values, description)
                            or (key in WORDED and words == value and (words.isupper() or not _is_secret(words)))
                        )
                    ):
                        yield offer.origin, words
                        break


def is_flag(words: str) -> bool:
    """Return whether words only say that there is an embargo, or forbid publication: `#embargo`, `EMBARGO - NOT FOR
    RELEASE`; not `embargo: none` or `embargo senjata`."""
    return matcher.may_hold(words) and read_words(words) in (OrderKind.MARK, OrderKind.ORDER, OrderKind.SECRET)


def _is_loud_draft(words: str, key: str, value: str) -> bool:
    """Return whether an ambiguous word is an order: in capitals, where orders are placed, or alone."""
    orders = key in ("label", "instructions", "category") or (key in WORDED and words == value)
    return orders and words.isupper() and read_words(words) is OrderKind.SOFT


def _is_secret(words: str) -> bool:
    return read_words(words) is OrderKind.SECRET


def _counts(words: str, key: str, values: list[str], description: Description) -> bool:
    """Return whether it is an order, and not the subject of a file: the keyword `embargo` beside `Cuba` and `trade`,
    the keyword `confidential` in lower case."""
    loud = words.isupper() and not (len(values) > 2 and all(value.isupper() for value in values))
    alone = matcher.is_one_word(words)
    if key in WORDED or (key in ("title", "document_title") and not loud):
        return not _is_secret(words) and (words.isupper() or not alone)
    if loud or key in ("label", "instructions", "category"):
        return True
    if _is_secret(words) and key in ("keywords", "usage_terms"):
        return False
    if not alone:
        return True
    told = [str(description.values.get(name) or "") for name in ("title", "headline", "caption", "description")]
    return not any(matcher.is_of_goods(said[:2000]) for said in (*values, *told))


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _issued(description: Description) -> date | None:
    """Return the issue date, if a good source gives it and no candidate is far from it."""
    offers = [offer for offer in description.origins.get("date", []) if len(str(offer.value)) == len("2026-05-03")]
    if not offers or offers[0].value != description.values.get("date"):
        return None
    days = [date.fromisoformat(str(offer.value)) for offer in offers]
    sure = offers[0].confidence is None or offers[0].confidence >= _SURE
    return days[0] if sure and all(abs((day - days[0]).days) <= _NEAR for day in days) else None
