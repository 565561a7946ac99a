"""Two related texts side by side: translation, speech as written and delivered, correction.

Differences within one language are marked word by word.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask import Response, abort, render_template
from markupsafe import Markup, escape

from archive.access import PUBLIC
from archive.record import Kind, Record, Relation
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _
from webui.presentation.record_lookup import visible
from webui.presentation.text_alignment import align_paragraphs, by_length, by_words
from webui.services import links
from webui.services.services import services

TRANSLATIONS = frozenset({"translation-of", "has-translation"})
VERSIONS = frozenset(
    {"prepared-text-of", "has-prepared-text", "transcript-of", "has-transcript", "nearly-same-as"}
    | {"corrects", "corrected-by", "replaces", "replaced-by", "withdraws", "withdrawn-by"}
)
MOST, LONGEST = 200, 60_000  # paragraphs and characters of each that are laid side by side
_WORDS = 2_000  # of a paragraph that is compared word by word
_PAIRS = 1_000_000  # of equal words, one of each text, that are looked at for one page
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
    """Return whether both ends of a relation are texts that are read side by side."""
    return record.kind is not Kind.PHOTO and relation.type in TRANSLATIONS | VERSIONS


def beside(record_id: str, other_id: str) -> Response:
    """Return the view."""
    one = visible(record_id)
    relation = next((r for r in one.relations if r.record == other_id and can_be_shown(one, r)), None)
    if relation is None:
        abort(404, _("These two are not related as texts that are read side by side."))
    other = visible(other_id)
    body = render_template("beside.html", **_context(one, other, relation))
    return add_etag(Response(body), body)


def _context(one: Record, other: Record, relation: Relation) -> dict[str, Any]:
    sides = [_side(record) for record in (one, other)]
    texts = [services().catalogue.text(record.id, PUBLIC) or "" for record in (one, other)]
    paragraphs = [_paragraphs(text[:LONGEST]) for text in texts]
    left, right = (some[:MOST] for some in paragraphs)
    marked = relation.type in VERSIONS and sides[0].lang == sides[1].lang
    rows = [
        _ParagraphRow(*row) for row in align_paragraphs(left, right, (by_words if marked else by_length)(left, right))
    ]
    compared = _compared(rows) if marked else frozenset()
    return {
        "sides": sides,
        "label": words.RELATIONS.get(relation.type, labels.field(relation.type)),
        "doubtful": relation.doubtful,
        "marked": marked,
        "rows": [row.marked() if n in compared else row.plain() for n, row in enumerate(rows)],
        "unmarked": marked and any(row.both and n not in compared for n, row in enumerate(rows)),
        "cut": any(map(_is_longer, texts, paragraphs)),
    }


def _side(record: Record) -> ComparedText:
    lang = labels.lang(record.values.get("language"))
    return ComparedText(
        labels.shorten(record.title, 300),
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
    """The numbers of the rows that are compared word by word: from the first on, as many as are not too much for one
    page. A text of one word over and over would take a server minutes."""
    left, found = _PAIRS, set()
    for number, row in enumerate(rows):
        if row.both and (pairs := row.pairs()) <= left:
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
