"""Which photo each article means: the archivist looks through what rules guessed or did not find, and decides."""

from __future__ import annotations

from flask import Response, render_template

from archive import deciding
from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.catalogue import Naming, Tie
from archive.errors import CannotUndo, Undecidable, UnknownRecord
from archive.record import Kind
from webui import languages
from webui.asking import checked
from webui.desk import forms
from webui.desk.done import A_PAGE, AGENT, Pages, done, meant, see, take_back
from webui.desk.mention_query import PATH, SHOWN, SHOWS, Deciding, MentionsQuery
from webui.desk.mention_rows import rows, sign
from webui.services import services
from webui.words import _


def open_mentions(archive: Archive) -> int:
    """How many mentions are doubtful or tied to no photo."""
    counts = archive.catalogue.mention_counts()
    return counts[Tie.DOUBTFUL] + counts[Tie.UNRESOLVED]


def desk_mentions() -> str:
    """The list, the doubtful first."""
    return _page(checked(MentionsQuery, languages.arguments()))


def mention_decided() -> Response:
    """Says which photo is meant or which are not, or takes that back, and leads back to the next of the list."""
    asked = checked(Deciding, forms.sent())
    archive = services().archive
    try:
        if forms.only_shown() and asked.act in ("undo", "none"):
            return see(asked.address(page=asked.page))
        if asked.act == "undo":
            take_back(archive, asked.decision)
            return see(_after(asked, asked.decision))
        mention = _mention(archive, asked)
        if asked.act == "none":
            deciding.rule_out(archive, mention, tuple(asked.ids), AGENT)
        else:
            photo = asked.photo if asked.act == "" else meant(archive, asked.other)
            if photo is None or not _is_photo(archive, photo):
                return Response(_page(asked, wrong=asked), status=400)
            if forms.only_shown():
                return see(asked.address(page=asked.page))
            deciding.mean(archive, mention, photo, AGENT)
    except (UnknownRecord, Undecidable, CannotUndo):
        said = _("The article was changed since, or something else was decided: the list is as it is now.")
        return Response(_page(asked, problem=said), status=409)
    act = deciding.decided_on(archive, mention)
    return see(_after(asked, act.n if act else None))


def _mention(archive: Archive, asked: Deciding) -> Naming:
    """The mention that the form was about. Raises UnknownRecord where it is another one by now."""
    found = deciding.naming(archive, asked.article, asked.n)
    if sign(found.mention.filename) != asked.name:
        raise UnknownRecord(asked.article)
    return found


def _is_photo(archive: Archive, record: str) -> bool:
    found = archive.catalogue.get(record, ARCHIVIST)
    return found is not None and found.kind is Kind.PHOTO


def _after(asked: MentionsQuery, act: int | None) -> str:
    """The place at which the next one of the list is now."""
    return asked.address(f"item-{asked.at}", page=asked.page, done=act, at=asked.at)


def _page(query: MentionsQuery, problem: str = "", wrong: Deciding | None = None) -> str:
    catalogue = services().archive.catalogue
    counts = catalogue.mention_counts()
    pages = Pages.of(counts[SHOWN[query.show]], query.page)
    found = catalogue.mentions(SHOWN[query.show], pages.skip, 2 * A_PAGE)
    return render_template(
        "desk/mentions.html",
        query=query,
        path=PATH,
        rows=rows(found[:A_PAGE], found[A_PAGE:]),
        pages=pages,
        shows=[(SHOWS[show], counts[tie], query.address(show=show), show == query.show) for show, tie in SHOWN.items()],
        done=done(query.done),
        problem=problem,
        wrong=wrong,
    )
