"""Mentions as the desk shows them: the name in its article, and the candidate photos.

Finding candidates walks all photos of the archive, so they are cached for a while.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock
from time import monotonic

from flask import current_app

from archive.access import ARCHIVIST
from archive.catalogue import Decision, PhotoSuggestion, ResolvedMention
from archive.catalogue.history.shown_links import digest_of_mention
from archive.edits.link_decisions import find_mention_decision
from webui.desk.forms.notices import RecordLink, ends
from webui.i18n import labels
from webui.i18n.message_lookup import localised_message
from webui.services.services import services

_KEPT = 2000  # names
_FOR = 600.0  # seconds
_EXTENSION = "press-archive-near"
Key = tuple[str, int, str, tuple[str, ...]]


class CandidateCache:
    """Candidates for each name, until a decision about it."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._known: OrderedDict[Key, tuple[float, PhotoSuggestion]] = OrderedDict()

    def of(self, key: Key) -> PhotoSuggestion | None:
        """Return candidates that were stored less than ten minutes ago."""
        with self._guard:
            when, found = self._known.get(key, (0.0, None))
            return found if monotonic() - when < _FOR else None

    def keep(self, key: Key, found: PhotoSuggestion) -> None:
        """Store candidates for the next request."""
        with self._guard:
            self._known[key] = (monotonic(), found)
            self._known.move_to_end(key)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)


def near(
    namings: Sequence[ResolvedMention], soon: Sequence[ResolvedMention] = ()
) -> dict[tuple[str, int], PhotoSuggestion]:
    """Return the likely photos of these mentions, by (article, n), whatever they are linked to. All those that are not
    cached are looked up together."""
    kept: CandidateCache = current_app.extensions.setdefault(_EXTENSION, CandidateCache())
    if any(kept.of(_key(naming)) is None for naming in namings):
        unknown = [naming for naming in (*namings, *soon) if kept.of(_key(naming)) is None]
        new = services().archive.catalogue.suggestions([replace(naming, photo=None) for naming in unknown])
        for naming in unknown:
            kept.keep(_key(naming), new.get((naming.article, naming.n), PhotoSuggestion()))
    return {(naming.article, naming.n): kept.of(_key(naming)) or PhotoSuggestion() for naming in namings}


def _key(naming: ResolvedMention) -> Key:
    return naming.article, naming.n, naming.mention.filename, naming.refused


_AROUND = 220  # characters before and after the name
_LEEWAY = 400  # characters around the stored place of the photo in which its name is searched
_LONGEST_CAPTION = 400
_BEGINNING = 240  # characters of an article


@dataclass(frozen=True, slots=True)
class PhotoChoice:
    """A candidate photo and its evidence; `tied`: it is linked now."""

    photo: RecordLink
    because: str
    tied: bool


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention in a list. `before` and `after` are the words around its name, and `beginning` those of
    the article where that is farther up; `sign` identifies the name in forms.
    `ruled_out` are photos that the archivist rejected; `previewed` is the digest of what is shown."""

    article: RecordLink
    n: int
    sign: str
    name: str
    beginning: str
    before: str
    after: str
    caption: str
    caption_lang: str
    credit: str
    reason: str
    choices: tuple[PhotoChoice, ...]
    ruled_out: tuple[RecordLink, ...]
    confirmed: bool
    act: Decision | None
    previewed: str

    @property
    def ids(self) -> str:
        """Return the photos that it shows, in the form in which they are submitted."""
        return ",".join(choice.photo.id for choice in self.choices)


def rows(namings: Sequence[ResolvedMention], soon: Sequence[ResolvedMention] = ()) -> list[MentionRow]:
    """Return these mentions; doubtful and unlinked ones have the photos that may be meant. `soon`: mentions that will
    probably be requested next."""
    catalogue = services().archive.catalogue
    articles = {naming.article for naming in namings}
    suggested = near(
        *([naming for naming in some if naming.photo is None or naming.doubtful] for some in (namings, soon))
    )
    photos = [photo for naming in namings for photo in (naming.photo, *naming.refused)]
    photos += [photo for found in suggested.values() for photo, _ in _likely(found)]
    of, texts = ends([*articles, *photos]), catalogue.texts(articles, ARCHIVIST)
    acts = catalogue.decisions(articles)
    shown = []
    for naming in namings:
        if naming.article in of:
            found = suggested.get((naming.article, naming.n), PhotoSuggestion())
            shown.append(_row(naming, of, found, texts.get(naming.article, ""), find_mention_decision(acts, naming)))
    return shown


def _row(
    naming: ResolvedMention, of: Mapping[str, RecordLink], found: PhotoSuggestion, text: str, act: Decision | None
) -> MentionRow:
    mention, article = naming.mention, of[naming.article]
    before, after = around(text, mention.offset, mention.filename)
    because = dict(_likely(found))
    ids = dict.fromkeys([naming.photo, *because] if naming.photo else because)
    choices = [PhotoChoice(of[id_], because.get(id_, ""), id_ == naming.photo) for id_ in ids if id_ in of]
    return MentionRow(
        article=article,
        n=naming.n,
        sign=sign(mention.filename),
        name=labels.name(mention.filename),
        beginning=labels.shorten(text, _BEGINNING) if before.startswith("…") else "",
        before=before,
        after=after,
        caption=labels.shorten(mention.caption or "", _LONGEST_CAPTION),
        caption_lang=labels.lang(mention.language) or article.lang,
        credit=labels.name(mention.credit or ""),
        reason=localised_message(naming.reason or ""),
        choices=tuple(choices),
        ruled_out=tuple(of[id_] for id_ in naming.refused if id_ in of),
        confirmed=naming.origin == "archivist",
        act=act,
        previewed=digest_of_mention(naming),
    )


def _likely(found: PhotoSuggestion) -> list[tuple[str, str]]:
    """Return the suggested photos, the likeliest first, each with its evidence."""
    likely = [(found.guess.photo, found.guess.because)] if found.guess else []
    likely += [(rival.photo, rival.because) for rival in found.rivals if not likely or rival.photo != likely[0][0]]
    return [(photo, localised_message(because)) for photo, because in likely]


def sign(filename: str) -> str:
    """Return a file name for use in a form: names may contain characters that a page cannot."""
    return sha256(filename.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def around(text: str, offset: int, filename: str) -> tuple[str, str]:
    """Return the words before and after a name that is at `offset` of a text, or was there before the text was
    processed."""
    offset = max(0, min(offset, len(text)))
    at = text.find(filename, max(0, offset - _LEEWAY), offset + _LEEWAY + len(filename)) if filename else -1
    within_word = text[offset - 1 : offset].isalnum() and text[offset : offset + 1].isalnum()
    between = len(text[:offset].rpartition(" ")[0]) if within_word else offset
    start, end = (at, at + len(filename)) if at >= 0 else (between, between)
    before = " ".join(text[max(0, start - _AROUND) : start].split())
    if start > _AROUND:
        before = f"…{before[before.find(' ') :]}" if " " in before else f"…{before}"
    return before, labels.shorten(text[end : end + 2 * _AROUND], _AROUND)
