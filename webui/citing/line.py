"""A citation as a line for people."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from archive.record import Kind
from webui import labels, words
from webui.citing.work import Word, Work
from webui.words import _


def line(work: Work) -> Markup:
    """The citation as one line of HTML: authors, title, what it is with its number, date, credit, shelf mark, archive,
    address, the digest of its original, and what corrects it or it corrects."""
    return Markup(" ").join(_parts(work))


def text(work: Work) -> str:
    """The same as plain text."""
    return str(line(work).striptags())


def _parts(work: Work) -> Iterator[Markup]:
    if work.authors:
        yield _ended(", ".join(name.whole for name in work.authors))
    yield Markup("“<cite lang='{}'><bdi>{}</bdi></cite>”").format(work.language or "", labels.clean(work.title))
    yield _ended(f"[{what(work)}]")
    yield _ended(_when(work))
    if work.publisher and not work.by_publisher:
        yield _ended(work.publisher)
    if work.credit and work.kind is Kind.PHOTO:
        yield _ended(_("Photo: %(credit)s", credit=work.credit))
    yield _ended(", ".join(part for part in (work.archive, work.place) if part))
    yield Markup("<span class='address'>{}</span>.").format(work.url)
    yield Markup("SHA-256 <span class='sum'>{}</span>.").format(work.sha256)
    for one in work.words:
        yield _ended(told_word(one))


def what(work: Work) -> str:
    """`Press release, No. 123/SP/HM/X/2025`."""
    kind = labels.genre(work.genre) if work.genre else words.KINDS[work.kind.value]
    if work.pdf and work.kind is Kind.DOCUMENT:
        kind = f"{kind}, PDF"
    numbers = ", ".join(work.numbers[:3])
    return f"{kind}, {_('No. %(number)s', number=numbers)}" if numbers else kind


def told_word(one: Word) -> str:
    """`Corrected by: <title>, <address>`."""
    said = words.RELATIONS[one.type] + (f" ({_('not certain')})" if one.doubtful else "")
    return f"{said}: {one.title}, {one.url}"


def _when(work: Work) -> str:
    if work.date:
        day = labels.date(work.date)
        return _("about %(date)s", date=day) if work.circa else day
    if work.event_date:
        return _("Undated; event %(when)s", when=labels.date(work.event_date))
    return _("Undated")


def _ended(words_: str) -> Markup:
    """With a full stop, unless it ends in one."""
    said = labels.clean(words_).rstrip()
    return Markup("<bdi>{}</bdi>{}").format(said, "" if said.endswith((".", "!", "?", "…")) else ".")
