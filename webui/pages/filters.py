"""The filters of the search page: active ones and available ones."""

from __future__ import annotations

from dataclasses import dataclass

from archive.search.execution.requests import FacetValue, Results
from webui.http import requests
from webui.http.parameters import CONTAINER, FILTERS, LONGEST_VALUE
from webui.http.requests import ParsedSearch
from webui.i18n import labels, words
from webui.i18n.field_names import GROUPS, HAS
from webui.i18n.words import _
from webui.presentation.display_titles import without_capitals
from webui.services import links

PATH = "/search"
LIST_PATH = "/search/values"  # the list of all values of a filter
PAGE_FACETS = (
    "kind", "genre", "year", "language", "source", "person", "speaker", "place", "event", "subject", "collection",
    "credit", "photographer", "flag",
)  # fmt: skip
VALUES = 10  # values offered per facet
_ONLY_SEVERAL = frozenset({"genre", "speaker", "place", "event", "subject", "collection", "photographer"})
"""Facets shown only if they have several values."""
_ENTITY_KINDS = {
    "person": "person", "speaker": "person", "place": "place", "source": "source", "photographer": "photographer",
}  # fmt: skip
_UNTOLD = frozenset({"sequence", "version"})  # their values are not meant for people


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address of the same search without it. `about` is the page of the person, place, source
    or photographer that it names."""

    label: str
    value: str
    without: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One checkbox. `count` is None for an active choice that no result has. `excluding` is the address of the same
    search without its records; None for an active choice."""

    value: str
    label: str
    count: int | None
    selected: bool
    excluding: str | None = None


def address(pairs: requests.Pairs, path: str = PATH) -> str:
    """Return the address of the search page with these parameters, or of another page that searches."""
    return links.with_query(path, pairs)


def chips(asked: ParsedSearch, path: str = PATH) -> list[Chip]:
    """Return the active filters of this search, including excluded values and dates."""
    found = []
    for name, value in asked.pairs:
        if name in FILTERS:
            url = address(requests.without(asked, (name, value)), path)
            about = links.entity(_ENTITY_KINDS[name], value) if name in _ENTITY_KINDS else None
            found.append(Chip(words.FACETS[name], filter_value(name, value), url, about))
    for pair in asked.pairs:
        if pair[0] == "exclude":
            name, _colon, value = pair[1].partition(":")
            url = address(requests.without(asked, pair), path)
            found.append(Chip(excluded_facet(name), filter_value(name, value), url))
    for name, label in (
        ("date_from", _("From")),
        ("date_to", _("Until")),
        ("added_from", _("Added from")),
        ("added_to", _("Added until")),
    ):
        value = getattr(asked.query, name)
        if value:
            found.append(Chip(label, labels.date(value), address(requests.without(asked, (name, value)), path)))
    if asked.query.has_photo is not None:
        said = _("With photos") if asked.query.has_photo else _("Without photos")
        pair = ("has_photo", str(asked.query.has_photo).lower())
        found.append(Chip(_("Photos"), said, address(requests.without(asked, pair), path)))
    return found


def excluded_facet(name: str) -> str:
    """Return the label before an excluded value of the facet."""
    return _("Not %(facet)s", facet=words.FACETS[name])


def filter_value(name: str, value: str) -> str:
    """Return the display text of a filter value."""
    if name in _UNTOLD:
        return GROUPS[name]
    label = HAS.get(value, value) if name == "has" else labels.facet_value(name, value)
    return without_capitals(label) if name in {"event", "speaker"} else label


def choices(
    asked: ParsedSearch, results: Results | None, containers: bool = False
) -> list[tuple[str, str, list[FacetChoice]]]:
    """Return (facet, label, choices) for every facet worth showing: the newest years, and the most frequent of other
    values. `containers`: whether there are containers that this search leaves out."""
    groups = []
    for name in PAGE_FACETS:
        chosen = tuple(str(value) for value in getattr(asked.query, name))
        # A value too long for a query cannot be offered.
        counted = [v for v in (results.facets.get(name, ()) if results else ()) if len(v.value) <= LONGEST_VALUE]
        if name == "year":
            counted.sort(key=lambda v: v.value, reverse=True)
        counted = [v for n, v in enumerate(counted) if n < VALUES or v.value in chosen]
        offered = [choice(asked, name, v) for v in counted]
        missing = [value for value in chosen if value not in {v.value for v in counted}]
        offered = [FacetChoice(value, filter_value(name, value), None, True) for value in missing] + offered
        packed = name == "genre" and containers
        if packed:
            offered.append(FacetChoice(CONTAINER, filter_value(name, CONTAINER), None, False))
        if len(offered) > 1 or (offered and (chosen or packed or name not in _ONLY_SEVERAL)):
            groups.append((name, words.FACETS[name], offered))
    return groups


def choice(asked: ParsedSearch, name: str, value: FacetValue) -> FacetChoice:
    """Return a facet value as a choice."""
    excluding = None if value.selected else address(requests.added(asked, ("exclude", f"{name}:{value.value}")))
    return FacetChoice(value.value, filter_value(name, value.value), value.count, value.selected, excluding)


def longer(asked: ParsedSearch, results: Results) -> dict[str, str]:
    """Return the address of the list of all values for each facet that has more than are offered."""
    pairs = [pair for pair in asked.pairs if pair[0] != "page"]
    return {
        name: address([*pairs, ("facet", name)], LIST_PATH)
        for name in PAGE_FACETS
        if len(results.facets.get(name, ())) > VALUES
    }


def kept(asked: ParsedSearch) -> list[tuple[str, str]]:
    """Return the parameters that the form keeps although it has no field for them."""
    shown = {"q", "page", "date_from", "date_to", "has_photo", *PAGE_FACETS}
    pairs = [pair for pair in asked.pairs if pair[0] not in shown]
    return [*pairs, ("has_photo", "false")] if asked.query.has_photo is False else pairs
