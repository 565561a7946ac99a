"""From the catalogue into both indexes: what changed since the revision that they say, and what came due since their
instant.

An engine that joins answers from the index of what is held and that of what is public together. The first then holds
only what its viewers see otherwise than the public, or alone: all else is read, written and merged once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from archive.access import ARCHIVIST, PUBLIC, Viewer, instant, utc_now
from archive.archive import Archive
from archive.authorities import Authorities
from archive.documents import document, form_of
from archive.engines.base import Document, Engine, State
from archive.record import Record

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called with (records indexed so far, records to index)."""

COMMIT = 500  # records a commit: bounded memory, and a stop loses no more than these
READ = 50  # records read from the catalogue at once, texts and all
MOST_TERMS = 500_000  # of documents that wait to be written together: bounded memory


def catch_up(archive: Archive, public: Engine, held: Engine, cards: Authorities, progress: Progress | None) -> None:
    """Both indexes, up to this revision and this instant. Until their last commit they keep saying the earlier
    revision: a stop in the middle does some records again, and misses none. A record whose form the public index has
    already is not written to it again, and where that changes nothing the public index is not touched."""
    said = [_of_these_cards(engine.state(), cards) for engine in (public, held)]
    now = instant(utc_now())
    due = archive.catalogue.due(min(state.instant for state in said), now)
    if due:
        archive.catalogue.open_due_names()  # which changes what they are linked with
    # The revision is noted before any record is read: what changes meanwhile is indexed again next time.
    revision = archive.catalogue.revision()
    changed = archive.catalogue.changes(min(state.revision for state in said))
    wanted = list(dict.fromkeys([*changed, *due]))
    if not wanted and all(state.revision == revision for state in said):
        return
    done = 0
    for part in _slices(wanted, COMMIT):
        _Commit(archive, part, cards, public, held).write(*said)
        done += len(part)
        if progress is not None:
            progress(done, len(wanted))
    number = archive.catalogue.public_revision()
    for engine, state in zip((public, held), said, strict=True):
        engine.update((), (), replace(state, revision=revision, instant=now, public_revision=number))


def _of_these_cards(state: State, cards: Authorities) -> State:
    """From now on its credits are read by more than one set of cards, when they were read by others until now."""
    return state if state.authorities == cards.digest else replace(state, authorities="")


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that a document is made of, as one viewer sees it."""

    record: Record
    text: str
    furniture: Sequence[str]
    groups: Mapping[str, str]

    def alike(self, other: _Seen) -> bool:
        """Whether another viewer sees the same."""
        return replace(self, record=replace(self.record, revision=other.record.revision)) == other

    def form(self) -> str:
        """Return its digest."""
        return form_of(self.record, self.text, self.furniture, self.groups)

    def made(self, cards: Authorities, form: str = "") -> Document:
        """With the keys of the groups it stands in."""
        made = document(self.record, self.text, self.furniture, cards)
        groups = {column: [key] for column, key in self.groups.items()}
        return replace(made, facets={**made.facets, **groups}, form=form)


class _Commit:
    """Some records, into both indexes. At no moment does one who may see a record find it in neither: what is new in
    the index of what is held comes before the public one changes, and what goes from it after that."""

    def __init__(self, archive: Archive, ids: list[str], cards: Authorities, public: Engine, held: Engine) -> None:
        self._archive = archive
        self._ids = ids
        self._cards = cards
        self._public = public
        self._held = held
        self._before = held.state()
        self._known = public.forms(ids)
        self._forms = dict.fromkeys(ids, "")
        self._waiting: list[Document] = []
        self._terms = 0
        self._in_held: set[str] = set()

    def write(self, state: State, held_state: State) -> None:
        """Write them, and give what changed for the public the next public revision. The states stay as they were but
        for that one."""
        seen = {record.id: record for record in self._archive.catalogue.get_many(self._ids, PUBLIC)}
        gone = [record for record in self._known if record not in seen]
        documents = self._both(seen)
        first = next(documents, None)
        if first is not None or gone:  # else nothing changes for the public
            self._public.update(chain(() if first is None else (first,), documents), gone, state)
        number = self._archive.catalogue.publish(self._forms)  # now: the index shows it
        self._public.update((), (), replace(state, public_revision=number))
        gone = [record for record in self._held.forms(self._ids) if record not in self._in_held]
        self._held.update((), gone, replace(held_state, public_revision=number))

    def _both(self, public: Mapping[str, Record]) -> Iterator[Document]:
        """The documents that change for the public, made as they are asked for; what is for the other index is written
        on the way."""
        records = self._archive.catalogue.get_many(self._ids, ARCHIVIST)
        for some in _slices(records, READ):
            for_public = self._seen([public[record.id] for record in some if record.id in public], PUBLIC)
            for seen in self._seen(some, ARCHIVIST).values():
                shown = for_public.get(seen.record.id)
                alike = shown is not None and shown.alike(seen)
                made = self._changed(shown) if shown is not None else None
                if not (alike and self._held.joins):
                    self._hold(made if alike and made is not None else seen.made(self._cards))
                if made is not None:
                    yield made
        self._flush()

    def _changed(self, shown: _Seen) -> Document | None:
        """Return its document, None when the public index has it in the same form."""
        form = self._forms[shown.record.id] = shown.form()
        return shown.made(self._cards, form) if self._known.get(shown.record.id) != form else None

    def _seen(self, records: Sequence[Record], viewer: Viewer) -> dict[str, _Seen]:
        ids, catalogue = [record.id for record in records], self._archive.catalogue
        texts, furniture = catalogue.texts(ids, viewer), catalogue.furniture(ids, viewer)
        groups = catalogue.groups(ids, viewer)
        # A record that was held back after `records` were read has no text here, and is not put in.
        return {
            record.id: _Seen(record, texts[record.id], furniture.get(record.id, ()), groups.get(record.id, {}))
            for record in records
            if record.id in texts
        }

    def _hold(self, made: Document) -> None:
        self._waiting.append(made)
        self._in_held.add(made.id)
        self._terms += sum(map(len, made.terms.values()))
        if self._terms > MOST_TERMS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._held.update(self._waiting, (), self._before)
        self._waiting, self._terms = [], 0


def _slices(items: list[T], size: int) -> Iterator[list[T]]:
    yield from (items[start : start + size] for start in range(0, len(items), size))
