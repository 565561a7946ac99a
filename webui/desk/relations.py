"""Which records belong together: the archivist looks through what rules found, confirms it, refuses it, adds to it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, render_template

from archive import deciding
from archive.archive import Archive
from archive.catalogue import WantedRelations
from archive.errors import CannotUndo, Undecidable, UnknownRecord
from webui import languages, words
from webui.asking import checked
from webui.desk import forms
from webui.desk.done import A_PAGE, AGENT, Pages, done, meant, see, take_back
from webui.desk.ends import End, ends
from webui.desk.relation_query import PATH, SHOWN, SHOWS, TYPES, Adding, Deciding, RelationsQuery, counted, types
from webui.desk.relation_rows import rows
from webui.services import services
from webui.told import told
from webui.words import _


def doubtful_relations(archive: Archive) -> int:
    """How many relations wait for the archivist's word."""
    return counted(archive.catalogue.relation_counts(), "doubtful", "")


def desk_relations() -> str:
    """The list, the doubtful first."""
    return _page(checked(RelationsQuery, languages.arguments()))


def adding_relations() -> Response:
    """The address that only takes the form below the list leads to it."""
    return see(f"{PATH}#add")


def relation_decided() -> Response:
    """Confirms, refuses, or takes back, and leads back to the next of the list."""
    asked = checked(Deciding, forms.sent())
    if forms.only_shown():
        return see(asked.address(page=asked.page))
    archive = services().archive
    said = (asked.one, asked.relation, asked.other)
    try:
        if asked.act == "undo":
            take_back(archive, asked.decision)
            return see(_after(asked, asked.decision))
        if asked.act == "confirm" and not (deciding.stands(archive, said) or deciding.was_refused(archive, said)):
            raise Undecidable(_("No rule says so any more: the list is as it is now, and nothing was done."))
        deciding.relate(archive, said, AGENT, holds=asked.act == "confirm")
    except (UnknownRecord, Undecidable, CannotUndo) as error:
        return Response(_page(asked, problem=_in_words(error)), status=409)
    act = deciding.decided_of(archive, said)
    return see(_after(asked, act.n if act else None))


def relation_added() -> Response:
    """Relates two records by hand; what is wrong is said at its field."""
    asked = checked(Adding, forms.sent())
    archive = services().archive
    wrong: dict[str, str] = {}
    subject, other = (_meant(archive, asked, field, wrong) for field in ("subject", "object"))
    if not wrong and subject == other:
        wrong["object"] = _("That is the same record: give another one.")
    if not asked.relation:
        wrong["relation"] = _("Choose what the first is to the other.")
    if not wrong and (why := deciding.unfit(archive, (subject, asked.relation, other))):
        wrong["relation"] = told(why)
    if wrong:
        return Response(_page(asked, adding=(asked, wrong)), status=400)
    if forms.only_shown():
        return see(asked.address())
    said = (subject, asked.relation, other)
    try:
        deciding.relate(archive, said, AGENT)
    except (UnknownRecord, Undecidable) as error:
        return Response(_page(asked, problem=_in_words(error)), status=409)
    act = deciding.decided_of(archive, said)
    return see(asked.address("done", done=act.n if act else None))


def _after(asked: RelationsQuery, act: int | None) -> str:
    """The place at which the next one of the list is now."""
    return asked.address(f"item-{asked.at}", page=asked.page, done=act, at=asked.at)


def _in_words(error: Exception) -> str:
    if isinstance(error, UnknownRecord):
        return _("One of the two records is not here any more: the list is as it is now, and nothing was done.")
    if isinstance(error, CannotUndo):
        return _("Something else was decided since: the list is as it is now, and nothing was done.")
    return told(str(error))


def _meant(archive: Archive, asked: Adding, field: str, wrong: dict[str, str]) -> str:
    """The record that is meant in a field; else `wrong` says what to do."""
    typed = str(getattr(asked, field))
    record = meant(archive, typed)
    if record is None and not typed.strip():
        wrong[field] = _("Give the id of a record, or the address of its page.")
    elif record is None:
        wrong[field] = _("There is no such record: copy the address of its page from the browser.")
    return record or ""


def _title(typed: str) -> End | None:
    """The record that was given in a field, to be seen beside it."""
    record = meant(services().archive, typed)
    return ends([record]).get(record or "")


def _page(query: RelationsQuery, problem: str = "", adding: tuple[Adding, Mapping[str, str]] | None = None) -> str:
    catalogue = services().archive.catalogue
    counts = catalogue.relation_counts()
    total = counted(counts, query.show, query.type)
    at = Pages.of(total, query.page)
    found = catalogue.relations(WantedRelations(SHOWN[query.show], query.type), at.skip, A_PAGE)
    typed, wrong = adding or (Adding(subject=query.subject), {})
    return render_template(
        "desk/relations.html",
        query=query,
        rows=rows(found, refused=query.show == "refused"),
        pages=at,
        total=total,
        shows=[(SHOWS[show], counted(counts, show, ""), query.address(show=show, type=""), show == query.show)
               for show in SHOWN],
        types=[*types(query, counts)],
        done=done(query.done),
        problem=problem,
        form=typed,
        wrong=wrong,
        given={field: _title(getattr(typed, field)) for field in ("subject", "object")},
        type_names=[(type_, words.RELATIONS[type_]) for type_ in TYPES],
    )  # fmt: skip
