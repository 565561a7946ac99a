"""What a NewsML-G2 item says of itself: rights, management and content, each with its origin."""

from __future__ import annotations

from typing import Any

from archive.record import Description
from ingest.embargo.matcher import is_held_status
from ingest.readers import fields, news_values
from ingest.readers.xml_input import found, words

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def offer(item: Any, description: Description, holds: news_values.Holds) -> None:
    """Offer all that the item's metadata say; what holds it back is gathered in `holds`."""
    told = [e.get("tag") for e in found(item, "contentMeta", "language")]
    description.offer("language", fields.language(next(iter(told), None) or ""), "newsml:language", 1.0)
    description.offer("language", fields.language(item.get(_LANG) or ""), "newsml:xml:lang", 0.9)
    _offer_titles(item, description)
    _offer_management(item, description, holds)
    _offer_names(item, description)
    _offer_rights(item, description)


def language_of(element: Any) -> str | None:
    """The language tag that an element or the nearest around it has."""
    while element is not None:
        if tag := element.get(_LANG):
            return str(tag)
        element = element.getparent()
    return None


def named(element: Any) -> str:
    """The name of a party, place or subject: of its `name`, else its literal, else its own words."""
    own = next((words(e) for e in found(element, "name") if words(e)), "")
    return fields.one_line(own or element.get("literal") or words(element), 300)


def _offer_titles(item: Any, description: Description) -> None:
    """The headline in the item's own language; those in others are other titles."""
    main, others = description.values.get("language"), []
    found_in = [("headline", e) for e in found(item, "contentMeta", "headline")]
    found_in += [("title", e) for e in found(item, "itemMeta", "title")]
    found_in.sort(key=lambda pair: fields.language(language_of(pair[1]) or "") not in (main, None))
    for key, element in found_in:
        code = fields.language(language_of(element) or "")
        text = fields.one_line(words(element))
        if code in (main, None) or not description.values.get("title"):
            description.offer("title", text, f"newsml:{key}", 1.0)
        elif text:
            others.append({"text": text, "language": code, "origin": f"newsml:{key}"})
    description.offer("alternative", others, "newsml:headline")


def _offer_management(item: Any, description: Description, holds: news_values.Holds) -> None:
    for path in (("itemMeta", "versionCreated"), ("itemMeta", "firstCreated"), ("contentMeta", "contentCreated")):
        for element in found(item, *path):
            news_values.offer_day(words(element), f"newsml:{path[-1]}", 0.9, description)
    for element in found(item, "itemMeta", "embargoed"):
        if said := words(element):
            holds.until(said, "newsml:embargoed")
        else:  # NAR 2.30, DateTimeOrNullPropType: its hour is not known yet
            holds.known(None, "embargoed, without an hour", "newsml:embargoed")
    for element in found(item, "itemMeta", "pubStatus"):
        holds.status(element.get("qcode") or element.get("uri", "").replace("/", ":"), "newsml:pubStatus")
    for element in found(item, "itemMeta", "signal"):  # IPTC newscodes signal: `sig:embargo`, or a scheme of one's own
        said = (element.get("qcode") or element.get("uri") or "").replace("/", ":").rpartition(":")[2]
        if is_held_status(said):
            holds.known(None, said, "newsml:signal")
    for element in found(item, "itemMeta", "edNote"):
        holds.note(words(element), "newsml:edNote")
    for element in found(item, "contentMeta", "urgency"):
        description.offer("urgency", fields.one_line(words(element), 10), "newsml:urgency")
    address = fields.web_address(item.get("guid") or "")
    description.offer("source_url", address, "newsml:guid")
    if not address and item.get("guid"):
        description.offer("identifiers", [fields.one_line(item.get("guid"), 200)], "newsml:guid")


def _offer_names(item: Any, description: Description) -> None:
    for key in ("by", "creator"):
        said = [named(e) for e in found(item, "contentMeta", key)]
        description.offer(
            "creator", fields.words([n for one in said for n in news_values.people(one)]), f"newsml:{key}"
        )
    for path in (("contentMeta", "infoSource"), ("itemMeta", "provider")):
        description.offer(
            "source", next((n for e in found(item, *path) if (n := named(e))), None), f"newsml:{path[-1]}"
        )
    places = [named(e) for e in found(item, "contentMeta", "located")]
    description.offer("places", fields.words(places, "\n"), "newsml:located")
    _offer_subjects(item, description)


def _offer_subjects(item: Any, description: Description) -> None:
    """Subjects by what they are: people, bodies and places go to their own fields, the rest are keywords."""
    kinds: dict[str, list[str]] = {"persons": [], "organisations": [], "keywords": []}
    for element in found(item, "contentMeta", "subject"):
        kind = (element.get("type") or element.get("typeuri") or "").rpartition(":")[2]
        key = {"person": "persons", "organisation": "organisations"}.get(kind, "keywords")
        kinds[key].append(named(element))
    for key, names in kinds.items():
        description.offer(key, fields.words(names), "newsml:subject")
    said = [words(e) for e in found(item, "contentMeta", "keyword")]
    description.offer("keywords", fields.words(said), "newsml:keyword")


def _offer_rights(item: Any, description: Description) -> None:
    for rights in found(item, "rightsInfo"):
        for key, name in (
            ("copyrightNotice", "copyright"),
            ("copyrightHolder", "copyright"),
            ("usageTerms", "usage_terms"),
        ):
            for element in found(rights, key):
                description.offer(name, fields.one_line(named(element), 4000), f"newsml:{key}")
