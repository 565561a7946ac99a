"""The values of a citation in any format, and the citation as a line for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive.authority.authorities import Authorities
from archive.record import Kind, Record, Relation
from webui.citations.author_names import AuthorName, author, body
from webui.http.public_address import home
from webui.i18n import labels, words
from webui.i18n.words import _
from webui.presentation.photos import credit_line, credit_lines
from webui.presentation.record_values import CORRECTED, CORRECTING, plain
from webui.services import links
from webui.services.services import services

_SURE = 0.6  # confidence below which a date is cited as uncertain
_LONGEST_TITLE = 400
_MOST = 20  # authors, numbers, keywords
_PDF = "application/pdf"
_TOLD = (*CORRECTED, *CORRECTING)


@dataclass(frozen=True, slots=True)
class CitedRelation:
    """A record that corrects or replaces the one cited, or that it corrects or replaces, by `type`."""

    type: str
    title: str
    url: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Work:
    """A record as cited. `date` is a day, month or year (ISO 8601), or a range of days with a `/`; None when undated.
    `circa`: it is uncertain. `publisher` is its source; `url` its whole address in this archive, `place` its shelf mark
    there, `sha256` the digest of its original, which is a PDF where `pdf` says so."""

    id: str
    kind: Kind
    pdf: bool
    genre: str | None
    title: str
    language: str | None
    authors: tuple[AuthorName, ...]
    publisher: str | None
    numbers: tuple[str, ...]
    date: str | None
    circa: bool
    event_date: str | None
    credit: str | None
    place: str | None
    archive: str
    url: str
    source_url: str | None
    sha256: str
    keywords: tuple[str, ...]
    words: tuple[CitedRelation, ...]

    @property
    def days(self) -> tuple[tuple[int, ...], ...]:
        """Return the known parts of the date as (year, month, day); two of them for a range; none when undated."""
        parts = (self.date or "").split("/")[:2]
        found = tuple(tuple(int(n) for n in part.split("-")) for part in parts if part.replace("-", "").isdecimal())
        return found if len(found) == len(parts) else ()

    @property
    def by_publisher(self) -> bool:
        """Return whether its source is also its author."""
        return [name.whole for name in self.authors] == [self.publisher]


def work_of(record: Record, home: str, archive: str, cards: Authorities) -> Work:
    """Return the record as cited. `home` is the base of its address, `archive` the name of the archive."""
    given = credit_lines(record, cards)
    return Work(
        id=record.id,
        kind=record.kind,
        pdf=record.original.media_type == _PDF,
        genre=plain(record.values.get("genre")),
        title=_title(record),
        language=labels.lang(record.values.get("language")) or None,
        authors=_authors(record, cards),
        publisher=_line(record.values.get("source")),
        numbers=tuple(_all(record.values.get("identifiers"))),
        date=_day(record.date, record.date_precision),
        circa=_is_circa(record),
        event_date=_line(record.values.get("event_date")),
        credit=_line(given[0].credit.words) if given else None,
        place=_line(record.values.get("location")),
        archive=archive,
        url=home.rstrip("/") + links.record(record.id),
        source_url=links.outside(record.values.get("source_url")),
        sha256=record.original.sha256,
        keywords=tuple(_all(record.values.get("keywords"))),
        words=tuple(_word(one, home) for type_ in _TOLD for one in record.relations if one.type == type_),
    )


def _title(record: Record) -> str:
    """Return its title; for a photo without a title its caption, or else its file name."""
    caption = plain(record.values.get("caption")) if record.title == record.filename else None
    return labels.shorten(caption or record.title, _LONGEST_TITLE) or labels.name(record.filename)


def _authors(record: Record, cards: Authorities) -> tuple[AuthorName, ...]:
    language = plain(record.values.get("language"))
    source = _line(record.values.get("source"))
    if record.kind is Kind.PHOTO:
        return _photographers(record, cards, language)
    made = _all(record.values.get("speaker") if record.kind is Kind.SPEECH else record.values.get("creator"))
    if made and record.kind is not Kind.PRESS_RELEASE:
        return tuple(author(words, language) for words in made)
    if source:
        return (body(source),)
    return tuple(author(words, language) for words in _all(record.values.get("creator")))


def _photographers(record: Record, cards: Authorities, language: str | None) -> tuple[AuthorName, ...]:
    """Return who took it, or else for whom it was taken."""
    line = credit_line(record, credit_lines(record, cards))
    if line and line.photographers:
        return tuple(author(words, language) for words in line.photographers[:_MOST])
    if line and (line.agencies or line.via):
        return tuple(body(words) for words in (line.agencies or line.via)[:_MOST])
    return tuple(author(words, language) for words in _all(record.values.get("creator")))


def _day(date: str | None, precision: str | None) -> str | None:
    """Return the known part of the date."""
    if not date:
        return None
    length = {"year": 4, "month": 7}.get(precision or "", 10)
    return "/".join(part[:length] for part in date.split("/")[:2])


def _is_circa(record: Record) -> bool:
    offers = record.origins.get("date") if record.values.get("date") else record.origins.get("created")
    confidence = offers[0].confidence if offers else None
    return bool(record.date) and confidence is not None and confidence < _SURE


def _word(relation: Relation, home: str) -> CitedRelation:
    title = labels.shorten(relation.title or relation.record, 200)
    return CitedRelation(relation.type, title, home.rstrip("/") + links.record(relation.record), relation.doubtful)


def _line(value: Any) -> str | None:
    said = plain(value)
    return labels.shorten(said, 400) if said and said.strip() else None


def _all(value: Any) -> Sequence[str]:
    """Return the texts of a value without duplicates, each on one line."""
    items = value if isinstance(value, list | tuple) else [value]
    found = [labels.shorten(item, 300) for item in (plain(item) for item in items) if item and item.strip()]
    return [*dict.fromkeys(found)][:_MOST]


def cite_record(record: Record) -> Work:
    """Return the record as this archive cites it, with its public address."""
    found = services()
    return work_of(record, home(), found.settings.archive.name, found.authorities())


def line(work: Work) -> Markup:
    """Return the citation as one line of HTML: authors, title, kind with number, date, credit, shelf mark, archive,
    address, the digest of its original, and corrections by or of it."""
    return Markup(" ").join(_parts(work))


def attribution(work: Work) -> tuple[str, str]:
    """Return whom and what words of this work are quoted from: its authors; its title and date."""
    title = labels.clean_for_page(work.title)
    return ", ".join(name.whole for name in work.authors), f"“{title}”, {_when(work)}, {work.archive}"


def text(work: Work) -> str:
    """Return the same as plain text."""
    return str(line(work).striptags())


def _parts(work: Work) -> Iterator[Markup]:
    if work.authors:
        yield _with_full_stop(", ".join(name.whole for name in work.authors))
    yield Markup("“<cite lang='{}'><bdi>{}</bdi></cite>”").format(
        work.language or "", labels.clean_for_page(work.title)
    )
    yield _with_full_stop(f"[{what(work)}]")
    yield _with_full_stop(_when(work))
    if work.publisher and not work.by_publisher:
        yield _with_full_stop(work.publisher)
    if work.credit and work.kind is Kind.PHOTO:
        yield _with_full_stop(_("Photo: %(credit)s", credit=work.credit))
    yield _with_full_stop(", ".join(part for part in (work.archive, work.place) if part))
    yield Markup("<span class='address'>{}</span>.").format(work.url)
    yield Markup("SHA-256 <span class='sum'>{}</span>.").format(work.sha256)
    for one in work.words:
        yield _with_full_stop(describe_cited_relation(one))


def what(work: Work) -> str:
    """Return `Press release, No. 123/SP/HM/X/2025`."""
    kind = labels.genre(work.genre) if work.genre else words.KINDS[work.kind.value]
    if work.pdf and work.kind is Kind.DOCUMENT:
        kind = f"{kind}, PDF"
    numbers = ", ".join(work.numbers[:3])
    return f"{kind}, {_('No. %(number)s', number=numbers)}" if numbers else kind


def describe_cited_relation(one: CitedRelation) -> str:
    """Return `Corrected by: <title>, <address>`."""
    said = words.RELATIONS[one.type] + (f" ({_('not certain')})" if one.doubtful else "")
    return f"{said}: {one.title}, {one.url}"


def _when(work: Work) -> str:
    if work.date:
        day = labels.date(work.date)
        return _("about %(date)s", date=day) if work.circa else day
    if work.event_date:
        return _("Undated; event %(when)s", when=labels.date(work.event_date))
    return _("Undated")


def _with_full_stop(words_: str) -> Markup:
    said = labels.clean_for_page(words_).rstrip()
    return Markup("<bdi>{}</bdi>{}").format(said, "" if said.endswith((".", "!", "?", "…")) else ".")
