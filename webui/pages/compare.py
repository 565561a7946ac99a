"""Two texts side by side: a translation, a speech as prepared and as delivered, a correction, or any other two.

Differences within one language are marked word by word; so are paragraphs that only one of them has.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask import Response, abort, render_template, request
from markupsafe import Markup, escape

from archive.access import PUBLIC
from archive.record import CAPTION_SHEET, Kind, Record, Relation
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _
from webui.presentation.display_titles import display_title
from webui.presentation.record_lookup import visible
from webui.presentation.search_context import Pairs, search_pairs
from webui.presentation.text_alignment import align_paragraphs, by_length, by_words
from webui.services import desk_links, links
from webui.services.services import services

TRANSLATIONS = frozenset({"translation-of", "has-translation"})
SPOKEN = frozenset({"prepared-text-of", "has-prepared-text", "transcript-of", "has-transcript"})
CORRECTIONS = frozenset({"corrects", "corrected-by", "replaces", "replaced-by", "withdraws", "withdrawn-by"})
VERSIONS = SPOKEN | CORRECTIONS | {"nearly-same-as"}
_FIRST_IS_LATER = frozenset(
    {"has-prepared-text", "transcript-of", "corrects", "replaces", "withdraws", "translation-of"}
)
MOST, LONGEST = 200, 60_000  # paragraphs and characters of each that are shown side by side
_WORDS = 2_000  # of a paragraph that is compared word by word
_PAIRS = 1_000_000  # of equal words, one of each text, that are examined for one page
_GAP = re.compile(r"(?<!\s)\s*?(?:\n[ \t\u00a0]*+\n|\f)\s*+")
_WORD = re.compile(r"\S+\s*|\s+")
_DEL, _INS = Markup("<del>{}</del>"), Markup("<ins>{}</ins>")


@dataclass(frozen=True, slots=True)
class ComparedText:
    """One of the two texts."""

    title: str
    url: str
    lang: str
    language: str
    kind: str
    date: str


def can_be_shown(record: Record, relation: Relation) -> bool:
    """Return whether both records of a relation are texts that can be shown side by side."""
    return is_text(record) and relation.type in TRANSLATIONS | VERSIONS


def is_text(record: Record) -> bool:
    """Return whether a record is a text that can be compared with another."""
    return record.kind is not Kind.PHOTO and record.values.get("genre") != CAPTION_SHEET


def beside(record_id: str, other_id: str) -> Response:
    """Return the view. What was prepared, published first or translated is on the left, whichever is asked for first;
    `only=changes` leaves out what is the same."""
    one, other = visible(record_id), visible(other_id, "other_id")
    if one.id == other.id or not (is_text(one) and is_text(other)):
        abort(404, _("Only two different texts can be compared."))
    relation = next((r for r in one.relations if r.record == other.id and can_be_shown(one, r)), None)
    back, here = way_back(one), links.beside(one.id, other.id)
    if relation and relation.type in _FIRST_IS_LATER:
        one, other = other, one
    body = render_template(
        "beside.html",
        **_context(one, other, relation),
        back=back,
        whole=links.with_query(here, back.pairs),
        changed=links.with_query(here, [*back.pairs, ("only", "changes")]),
    )
    return add_etag(Response(body), body)


@dataclass(frozen=True, slots=True)
class WayBack:
    """The page that led here: its address and title, and the parameters of this address that say so. `desk` is the list
    of relations at the desk, for those who may see it."""

    url: str
    title: str
    lang: str
    pairs: Pairs
    desk: str | None = None


def way_back(first: Record) -> WayBack:
    """Return the page that led here: a list (`ids`, `name`), the relations at the desk (`desk`), or the record that is
    first in the address, with its search."""
    listed = tuple((name, request.args[name]) for name in ("ids", "name") if request.args.get(name))
    if dict(listed).get("ids"):
        title = labels.shorten(request.args.get("name", ""), 80) or _("List")
        return WayBack(links.with_query("/list", listed), title, "", listed)
    lang, title = labels.lang(first.values.get("language")), display_title(first, 120)
    if (filters := request.args.get("desk")) is not None:
        desk = desk_links.relations(filters)
        return WayBack(links.record(first.id), title, lang, (("desk", filters),), desk)
    pairs = search_pairs()
    return WayBack(links.with_query(links.record(first.id), pairs), title, lang, pairs)


def _context(one: Record, other: Record, relation: Relation | None) -> dict[str, Any]:
    sides = [_side(record) for record in (one, other)]
    texts = [services().catalogue.text(record.id, PUBLIC) or "" for record in (one, other)]
    marked = sides[0].lang == sides[1].lang and (relation is None or relation.type in VERSIONS)
    both = compare_texts(texts[0], texts[1], marked=marked)
    spoken = relation is not None and not relation.doubtful and relation.type in SPOKEN
    return {
        "sides": sides,
        "doubtful": relation is not None and relation.doubtful,
        "marked": marked,
        "roles": (_("As prepared"), _("As delivered")) if spoken else None,
        "legend": (_("left out"), _("added when spoken")) if spoken else (_("only here"), _("only here")),
        "rows": [row for row in both.rows if row.number] if _only_changes() else both.rows,
        "changes": both.changes,
        "only_changes": _only_changes(),
        "unmarked": both.is_unmarked,
        "apart": both.is_apart,
        "cut": both.is_cut,
    }


@dataclass(frozen=True, slots=True)
class TextComparison:
    """Two texts, paragraph by paragraph, and how many rows differ. `is_unmarked`: some are too long to be compared word
    by word; `is_apart`: no paragraph is in both; `is_cut`: the texts go on."""

    rows: list[ShownRow]
    changes: int
    is_unmarked: bool
    is_apart: bool
    is_cut: bool


def compare_texts(one: str, other: str, *, marked: bool = True) -> TextComparison:
    """Return two texts side by side; `marked`: what differs is marked word by word."""
    paragraphs = [_paragraphs(text[:LONGEST]) for text in (one, other)]
    left, right = (some[:MOST] for some in paragraphs)
    rows = [
        _ParagraphRow(*row) for row in align_paragraphs(left, right, (by_words if marked else by_length)(left, right))
    ]
    cut = any(map(_is_longer, (one, other), paragraphs))
    compared = _compared(_in_both(rows, cut)) if marked else frozenset()
    shown = _shown(rows, compared)
    return TextComparison(
        shown,
        sum(row.number is not None for row in shown),
        marked and any(row.both and n not in compared for n, row in enumerate(rows)),
        marked and bool(rows) and not any(row.both for row in rows),
        cut,
    )


def _only_changes() -> bool:
    return request.args.get("only") == "changes"


def _side(record: Record) -> ComparedText:
    lang = labels.lang(record.values.get("language"))
    return ComparedText(
        display_title(record, 300),
        links.record(record.id),
        lang,
        labels.language(lang),
        words.KINDS[record.kind],
        labels.date(record.date),
    )


def _is_longer(text: str, paragraphs: Sequence[str]) -> bool:
    return len(text) > LONGEST or len(paragraphs) > MOST


def _paragraphs(text: str) -> list[str]:
    return [labels.clean_for_page(part) for part in _GAP.split(text) if part.strip()]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """Paragraphs of both texts as shown; `number` counts the rows that differ, from 1, and is None of all others."""

    texts: tuple[Markup, Markup]
    number: int | None


def _in_both(rows: Sequence[_ParagraphRow], cut: bool) -> Sequence[_ParagraphRow]:
    """The rows that can be compared: none where no paragraph has one beside it; where a text goes on, none behind the
    last that has, for what is missing there may come later."""
    last = max((n for n, row in enumerate(rows, 1) if row.both), default=0)
    return rows[:last] if cut or not last else rows


def _shown(rows: Sequence[_ParagraphRow], compared: frozenset[int]) -> list[ShownRow]:
    shown: list[ShownRow] = []
    changes = 0
    for n, row in enumerate(rows):
        texts = row.marked() if n in compared else row.plain()
        differs = n in compared and any("</del>" in text or "</ins>" in text for text in texts)
        changes += differs
        shown.append(ShownRow(texts, changes if differs else None))
    return shown


class _ParagraphRow:
    """Paragraphs of the first text, and those of the second that stand beside them."""

    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        self._texts = "\n\n".join(left), "\n\n".join(right)
        self.both = all(self._texts)

    def plain(self) -> tuple[Markup, Markup]:
        return escape(self._texts[0]), escape(self._texts[1])

    def marked(self) -> tuple[Markup, Markup]:
        return differing(*self._texts)

    def pairs(self) -> float:
        """Return how many pairs of equal words there are, which is what it costs to compare them; of too long ones no
        end."""
        first, second = (Counter(_WORD.findall(text)) for text in self._texts)
        if max(first.total(), second.total()) > _WORDS:
            return math.inf
        return sum(count * second[word] for word, count in first.items())


def _compared(rows: Sequence[_ParagraphRow]) -> frozenset[int]:
    """The numbers of the rows of which it is known what differs: those that only one text has, and those compared word
    by word: from the first on, as many as are not too much for one page. A text of one word over and over would take a
    server minutes."""
    left, found = _PAIRS, set()
    for number, row in enumerate(rows):
        if not row.both:
            found.add(number)
        elif (pairs := row.pairs()) <= left:
            left -= int(pairs)
            found.add(number)
    return frozenset(found)


def differing(ours: str, theirs: str) -> tuple[Markup, Markup]:
    """Return both texts, escaped, with words only in the first in `<del>` and words only in the second in `<ins>`."""
    first, second = _WORD.findall(ours), _WORD.findall(theirs)
    told: tuple[list[Markup], list[Markup]] = ([], [])
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        for side, pieces, tag in ((told[0], first[a:b], _DEL), (told[1], second[c:d], _INS)):
            said = escape("".join(pieces))
            side.append(said if what == "equal" or not said.strip() else tag.format(said))
    return Markup("").join(told[0]), Markup("").join(told[1])
