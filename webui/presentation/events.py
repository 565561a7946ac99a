"""Present an event on its page, in a line on the page of a record, and in the JSON."""

from __future__ import annotations

from flask import abort, redirect

from archive.catalogue import PressEvent
from archive.catalogue.events.events import EventMember
from archive.catalogue.events.tie_rules import words_of
from archive.record import Kind
from webui.i18n import labels, languages
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, ngettext
from webui.identity.identity import viewer
from webui.presentation.display_titles import without_capitals
from webui.services import links
from webui.services.services import services

_LONGEST = 64  # characters of a key


def shown_event(key: str, root: str = "") -> PressEvent:
    """Return the event with this key, or the event of the record with this id, as the public sees it. An event that was
    merged redirects to the other one, below `root`. 404 if fewer than two of its records are public, as for an unknown
    key."""
    if len(key) > _LONGEST or not key.isascii():
        abort(404)
    catalogue = services().catalogue
    found = catalogue.press_event(key, viewer()) or catalogue.press_event_of(key, viewer())
    if found is None:
        to = catalogue.press_event_lead(key, viewer())
        abort(404 if to is None else redirect(f"{root}{links.event(to)}", 301))
    return found


def event_title(event: PressEvent) -> str:
    """Return the display title of an event: its title in the language of the page, else its title, else its days."""
    title = without_capitals(event.titles.get(languages.current(), event.title))
    return labels.shorten(title, 200) if title.strip() else event_days(event) or _("Event without a title")


def event_days(event: PressEvent) -> str:
    """Return the days of an event in words."""
    return labels.date(event.first if event.first == event.last else f"{event.first}/{event.last}")


def event_counts(event: PressEvent) -> str:
    """Return how many texts and photos an event has: `3 texts, 12 photos`."""
    photos = event.count(Kind.PHOTO)
    texts = len(event.members) - photos
    parts = [ngettext("%(num)s text", "%(num)s texts", texts)] if texts else []
    parts += [ngettext("%(num)s photo", "%(num)s photos", photos)] if photos else []
    return ", ".join(parts)


def reasons_in_words(member: EventMember, most: int | None = None) -> str:
    """Return why a record is or may be in an event. `most`: the number of reasons, strongest first."""
    return "; ".join(localised_message(words_of(reason)) for reason in member.reasons[:most])
