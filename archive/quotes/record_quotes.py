"""The quotes of a record, and those of one person in many records. Nothing is stored: texts are read when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from archive.quotes.quotations import Quotation, quotations
from archive.record import Kind, Record
from archive.text.fold import fold

MOST_RECORDS = 200  # texts that are read for one person


class QuotedText(NamedTuple):
    """The text of a record as its viewer may read it, with its language and listed date; `turns` as the record has
    them."""

    record: str
    text: str
    language: str | None = None
    date: str | None = None
    turns: Iterable[dict[str, object]] = ()


@dataclass(frozen=True, slots=True)
class PersonQuote:
    """A quote of a person. `offset` is where its passage begins in the text of the record."""

    record: str
    date: str | None
    language: str | None
    quotation: Quotation

    @property
    def offset(self) -> int:
        """Return the code point at which the words begin."""
        return self.quotation.start


def quotes_of(record: Record, text: str) -> list[Quotation]:
    """Return the quotes of a record's text, both as their viewer may see them. A photo has none."""
    if record.kind is Kind.PHOTO:
        return []
    return quotations(text, record.values.get("turns") or ())


def by_speaker(names: Iterable[str], texts: Iterable[QuotedText], most: int = MOST_RECORDS) -> Iterator[PersonQuote]:
    """Yield what the person with these names says in the first `most` texts, in their order. `names` are all forms of
    the name, with and without marks; a quote whose speaker is only a part of one counts not. The caller gives only
    texts that the viewer may see."""
    forms = [form for form in map(_form, names) if form]
    exact = set(forms)
    folded = (
        exact if all(form.isascii() for form in forms) else set()
    )  # else the marks are known, and tell people apart
    for given in islice(texts, most):
        if not _may_have(given.text, forms):
            continue
        for quotation in quotations(given.text, given.turns):
            speaker = _form(quotation.speaker)
            if speaker in exact or fold(speaker) in folded:
                yield PersonQuote(given.record, given.date, given.language, quotation)


def _form(name: str) -> str:
    return " ".join(name.split()).casefold()


def _may_have(text: str, forms: Iterable[str]) -> bool:
    """Whether the last or the first word of a form stands in a text, which is sooner said than who speaks in it."""
    bare = fold(text)
    return any(fold(form.split()[end]) in bare for form in forms for end in (0, -1))
