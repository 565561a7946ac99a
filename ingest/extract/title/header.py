"""Lines at the top of a page that are not its title: labels, numbers, days, letterhead."""

from __future__ import annotations

from archive.text.orthography import ends_sentence, in_capitals
from ingest.extract.boilerplate.boilerplate import (
    byline,
    contact_line,
    delivery_note,
    is_boilerplate,
    is_breadcrumb,
    names_body,
    not_to_print,
    page_tool,
    releases_now,
    strict_letterhead,
)
from ingest.extract.boilerplate.labels import (
    correction_label,
    is_section_line,
    piece_label,
    release_label,
    release_section,
    rubric,
)
from ingest.extract.boilerplate.text_blocks import ArticlePiece
from ingest.extract.boilerplate.title_lines import acts
from ingest.extract.boilerplate.title_words import is_paper, stands_above
from ingest.extract.dates.dateline import is_date_line
from ingest.extract.dates.release_numbers import is_number_line
from ingest.extract.embargo.embargo_fields import is_taken_back
from ingest.extract.embargo.text_orders import holds
from ingest.extract.kind.genres import is_genre_label
from ingest.extract.kind.masthead import is_masthead, is_office, label_with_owner
from ingest.extract.kind.salutations import is_salutation

LONGEST = 250  # characters of such a line
MOST_LINES = 6  # in a letterhead
WIDE = 60  # characters of a name without other signs
WIDEST = 90  # characters of a letterhead line


def is_header_line(line: str) -> bool:
    """Return whether a line at the top of a page is neither title nor body."""
    if len(line) > LONGEST or line.startswith(">"):  # by somebody else
        return False
    return (
        is_boilerplate(line) or bool(byline(line, in_header=True)) or is_breadcrumb(line) or page_tool(line)
        or contact_line(line) or marks_release(line) or rubric(line) is not None or is_genre_label(line)
        or is_date_line(line) or delivery_note(line) or stands_above(line) or release_section(line)
        or is_section_line(line) or piece_label(line) or is_masthead(line) or not_to_print(line)
        or not any(map(str.isalpha, line))
    )  # fmt: skip


def is_owner_line(line: str, below: list[str]) -> bool:
    """Return whether a line names the office above a number, a day or a label, with the title below these."""
    return bool(below) and is_office(line) and is_header_line(below[0]) and _leads(below)


def marks_release(line: str) -> bool:
    """Return whether the line is a label, number, release or embargo line, as between letterhead and title."""
    return not line.startswith(">") and (
        release_label(line) is not None
        or label_with_owner(line)
        or correction_label(line)
        or is_number_line(line)
        or releases_now(line)
        or holds(line)
        or is_taken_back(line)
    )


_MOST_READ = 4_000  # characters of a line: a longer one is a text, of which no more shows that it is no letterhead


def letterhead_lines(top: list[ArticlePiece]) -> int:
    """Return how many lines of the first of the paragraphs are the letterhead of an office, 0 when they may be the
    title.

    They are one if a label, number, release or embargo line is directly below, followed by the title; or if they name a
    ministry or the like, and such a line, an address or, for a name in capitals, a title follows.
    """
    lines = [line.strip()[:_MOST_READ] for piece in top[:4] for line in piece.lines[:8]][: 3 * MOST_LINES]
    mark = next((n for n, line in enumerate(lines) if marks_release(line)), None)
    above = len(top[0].lines)
    titled = any(map(is_paper, lines[: min(mark or above, above)])) and not any(
        line.casefold() == "tentang" for line in lines
    )
    if titled or acts(f"- {' '.join(lines[:above])}"):
        mark = None
    if mark is not None and 0 < mark <= MOST_LINES and all(map(_is_name, lines[:mark])) and _leads(lines[mark + 1 :]):
        return min(above, mark)
    paper = next((n for n, line in enumerate(lines[:above]) if is_paper(line)), above)
    if paper < above:
        return paper if paper and all(map(is_office, lines[:paper])) else 0
    if acts(f"- {' '.join(lines[:above])}"):
        return 0
    if above > MOST_LINES or not names_body(lines[0]) or any(len(line) > WIDEST for line in lines[:above]):
        return 0
    if any(marks_release(line) or contact_line(line) for line in lines[1 : above + 6]):
        return next((n for n, line in enumerate(lines[:above]) if n and is_header_line(line)), above)
    below = lines[above : above + 1]
    return above if below and _may_head(below[0]) and strict_letterhead(lines[0]) else 0


def _is_name(line: str) -> bool:
    """Return whether the line can be the name of the issuer of a release, or its division or town."""
    wide = len(line) <= WIDE or (len(line) <= WIDEST and (in_capitals(line) or names_body(line)))
    return wide and not is_salutation(line) and not line.endswith((",", ":", "?", "!", ";"))


def _leads(below: list[str]) -> bool:
    """Return whether a title is below a label, so that what is above it is not a title."""
    line = next((line for line in below if not is_header_line(line)), "")
    return _may_head(line)


def _may_head(line: str) -> bool:
    return (
        3 <= len(line) <= 160 and not is_header_line(line) and not is_salutation(line)
        and (not ends_sentence(line) or line.endswith(("?", "!", '"', "”")))
    )  # fmt: skip
