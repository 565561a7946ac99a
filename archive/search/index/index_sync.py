"""The only writer of an index: update, repair and rebuild are one function.

An index stores the revision and the instant it reflects. An update indexes what changed since that revision and the
embargoes that ended since that instant. A rebuild does the same from zero in a new folder, which then replaces the old
one.

An engine may read the public and the restricted index together. The restricted one then contains only records that its
viewers see differently from the public. All others are stored once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from archive.access import INDEX_NAMES, PUBLIC, IndexName, instant, utc_now
from archive.authority.authorities import Authorities
from archive.catalogue import RecordView
from archive.errors import IndexUnavailable, IndexUnusable, PressArchiveError
from archive.messages import Message
from archive.search.engines.engine import ENGINES, ROOM, SCHEMA_VERSION, Document, Engine, State, engine_named, within
from archive.search.index.documents import document, form_of_view, indexed_form
from archive.search.index.generations import Generation, current, generations_of
from archive.search.index.part_pool import write_in_parts
from archive.storage.archive import Archive
from archive.text import VERSION as ANALYSIS_VERSION
from archive.text import DocumentTerms

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called with (records indexed so far, records to index)."""

CONFIRM_SECONDS = 10.0  # for a command that waits for the index to follow
COMMIT = 5_000  # records per commit: few and large segments, and a stop loses no more than these
READ = 50  # records read from the catalogue at a time, with their texts
MOST_WORDS = 500_000  # in documents waiting to be written together: limits memory


def sync_index(
    archive: Archive,
    public: Engine,
    held: Engine,
    cards: Authorities,
    progress: Progress | None,
    *,
    only_differing: bool | None = None,
    write: Callable[[list[str], Callable[[int], None]], None] | None = None,
) -> None:
    """Bring both indexes to this revision and instant. Until their last commit they keep the earlier revision: a stop
    repeats some records and misses none. `only_differing`: whether the restricted index gets only records that its
    viewers see differently from the public; by default if it joins the public one. `write` gets the ids of records and
    a progress function; by default it is `write_records`."""
    if only_differing is None:
        only_differing = held.joins
    if write is None:
        write = partial(write_records, archive, public, held, cards, only_differing=only_differing)
    said = [_of_these_cards(engine.state(), cards) for engine in (public, held)]
    now = instant(utc_now())
    due = due_since(archive, min(state.instant for state in said), now)
    if due:
        archive.catalogue.open_due_names()  # which changes what they are linked to
    # The revision is stored before any record is read: what changes meanwhile is indexed again next time.
    revision = archive.catalogue.revision()
    changed = archive.catalogue.changes(min(state.revision for state in said))
    wanted = list(dict.fromkeys([*changed, *due]))
    if not wanted and all(state.revision == revision for state in said):
        return
    write(wanted, partial(_tell_progress, progress, len(wanted)))
    number = archive.catalogue.public_revision()
    for engine, state in zip((public, held), said, strict=True):
        engine.update((), (), replace(state, revision=revision, instant=now, public_revision=number))


def due_since(archive: Archive, reached: str, now: str) -> list[str]:
    """Return the records with embargoes that ended after that instant, or that apply again since the clock was set
    back."""
    ended = archive.catalogue.due(reached, now)
    return ended or (archive.catalogue.due(now, reached) if now < reached else [])


def write_records(
    archive: Archive,
    public: Engine,
    held: Engine,
    cards: Authorities,
    ids: list[str],
    step: Callable[[int], None],
    *,
    only_differing: bool,
) -> None:
    """Write the present state of these records into both indexes, in commits, and leave the states of the indexes
    unchanged except for the public revision. `step` gets the number written. Raise LockLost."""
    said = [_of_these_cards(engine.state(), cards) for engine in (public, held)]
    done = 0
    for part in _slices(ids, COMMIT):
        archive.check_locks()
        _Commit(archive, part, cards, public, held, partial(_tell_step, step, done), only_differing).write(*said)
        done += len(part)


def _tell_step(step: Callable[[int], None], before: int, done: int) -> None:
    step(before + done)


def _tell_progress(progress: Progress | None, whole: int, done: int) -> None:
    if progress is not None:
        progress(done, whole)


def _of_these_cards(state: State, cards: Authorities) -> State:
    """Note that its credits are parsed with more than one set of cards, if they were parsed with others so far."""
    return state if state.authorities == cards.digest else replace(state, authorities="")


def _alike(one: RecordView, other: RecordView) -> bool:
    """Return whether two viewers see the same."""
    return one is other or replace(one, record=replace(one.record, revision=other.record.revision)) == other


def _make_document(view: RecordView, cards: Authorities, form: str = "") -> Document:
    """Return the document, with its group keys."""
    made = document(view.record, view.text, view.furniture, cards, view.came)
    groups = {column: [key] for column, key in view.groups.items()}
    return replace(made, facets={**made.facets, **groups}, form=form)


class _Commit:
    """Some records, written into both indexes. A record is always in one of the indexes for those who may see it:
    additions to the restricted index are written before the public one changes, and removals after that."""

    def __init__(
        self,
        archive: Archive,
        ids: list[str],
        cards: Authorities,
        public: Engine,
        held: Engine,
        step: Callable[[int], None],
        only_differing: bool,
    ) -> None:
        self._step = step
        self._only_differing = only_differing
        self._archive = archive
        self._ids = ids
        self._cards = cards
        self._public = public
        self._held = held
        self._before = held.state()
        self._as_of = archive.catalogue.revision()  # before a record is read
        self._known = public.forms(ids)
        self._forms = dict.fromkeys(ids, "")
        self._waiting: list[Document] = []
        self._words = 0
        self._in_held: set[str] = set()

    def write(self, state: State, held_state: State) -> None:
        """Write them, and give public changes the next public revision. The states stay the same except for that."""
        # If another writer may be late with its documents, all hidden ones are removed, whether present or not.
        asked = self._ids if self._public.many_writers else [*self._known]
        seen = set(self._archive.catalogue.visible(asked, PUBLIC))
        gone = [record for record in asked if record not in seen]
        for record in gone:
            self._known.pop(record, None)  # if it is public again when it is read, it is new
        documents = self._both()
        first = next(documents, None)
        least = 0
        if first is not None or gone:  # otherwise nothing changes for the public
            least = self._public.state().public_revision + 1
            changed = chain(() if first is None else (first,), documents)
            self._public.update(changed, gone, state, as_of=self._as_of)
        number = self._archive.catalogue.publish(self._forms, least)  # now, because the index shows it
        self._public.update((), (), replace(state, public_revision=number))
        gone = [record for record in self._held.forms(self._ids) if record not in self._in_held]
        self._held.update((), gone, replace(held_state, public_revision=number), as_of=self._as_of)

    def _both(self) -> Iterator[Document]:
        """Yield the documents that change for the public, made on demand; those for the other index are written in
        between."""
        done = 0
        for ids in _slices(self._ids, READ):
            for seen, shown in self._archive.catalogue.views(ids):
                alike = shown is not None and _alike(shown, seen)
                made = self._changed(shown) if shown is not None else None
                if not (alike and self._only_differing):
                    self._hold(made if alike and made is not None else _make_document(seen, self._cards))
                if made is not None:
                    yield made
            done += len(ids)
            self._step(done)
        self._flush()

    def _changed(self, shown: RecordView) -> Document | None:
        """Return its document, None if the public index has it in the same form."""
        self._forms[shown.record.id] = form_of_view(shown)
        form = indexed_form(shown)
        return _make_document(shown, self._cards, form) if self._known.get(shown.record.id) != form else None

    def _hold(self, made: Document) -> None:
        self._waiting.append(made)
        self._in_held.add(made.id)
        self._words += DocumentTerms.of(made.terms).size
        if self._words > MOST_WORDS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._held.update(self._waiting, (), self._before, as_of=self._as_of)
        self._waiting, self._words = [], 0


def _slices(items: list[T], size: int) -> Iterator[list[T]]:
    yield from (items[start : start + size] for start in range(0, len(items), size))


def update(archive: Archive, progress: Progress | None = None, say: Callable[[str], None] | None = None) -> None:
    """Update the index to the present catalogue; create it if there is no usable one, or if the name cards have changed
    since, reporting that to `say`. Waits while another process writes the index."""
    why = _sync_present(archive, progress)
    if why is not None:
        if say is not None:
            say(why)
        rebuild(archive, progress, only_if_unusable=True)


def _sync_present(archive: Archive, progress: Progress | None, wait: bool | float = True) -> str | None:
    """Update the existing index. Return why it must be rebuilt, or None."""
    cards = archive.authorities()
    here = current(archive)
    if here is not None and here.suspected_at() is not None:
        look_for_damage(archive)
    with archive.lock("index", wait), _present(archive) as present:
        if present is None:
            return "There is no index yet, or none that can be used; it is made from the catalogue."
        sync_index(archive, present.public, present.held, cards, progress)
        generations_of(archive).remove_superseded()
        if present.read_by == {cards.digest}:
            return None
        return "The name cards have changed; the index is made anew, and the one there is answers meanwhile."


def confirm(archive: Archive, seconds: float | None = None) -> str:
    """Update the index after a write. Return why it is behind, empty if it is not.

    Wait up to `seconds`, by default CONFIRM_SECONDS, for other writers, or for a missing one to be created. Meanwhile
    no public answer contains what was hidden (`archive.search.execution.hidden_records`)."""
    deadline = time.monotonic() + (CONFIRM_SECONDS if seconds is None else seconds)

    def left() -> float:
        return max(0.0, deadline - time.monotonic())

    def stop_in_time(done: int, of: int) -> None:  # noqa: ARG001
        if not left():
            raise IndexUnusable(Message("index-not-yet"))

    with within(left()):
        try:
            if _sync_present(archive, None, left()) is not None:
                rebuild(archive, stop_in_time, only_if_unusable=True, wait=left())
        except (PressArchiveError, OSError) as error:
            why = error.message if isinstance(error, PressArchiveError) else str(error)
            return why if is_behind(archive) else ""
    return ""


def is_behind(archive: Archive) -> bool:
    """Return whether the public index is behind the catalogue, or cannot be read."""
    try:
        revision = archive.catalogue.revision()
        with _present(archive) as present:
            return present is None or present.public.state().revision < revision
    except (PressArchiveError, OSError):
        return True


def rebuild(
    archive: Archive,
    progress: Progress | None = None,
    *,
    engine: str | None = None,
    only_if_unusable: bool = False,
    wait: bool | float = True,
) -> None:
    """Rebuild the index next to the old one, which stays in use and up to date meanwhile, and swap at the end.

    It is made with `engine`, else with the one in the settings; if `only_if_unusable`, with the previous one, because
    no other was requested. Raise ConfigError if that engine is not installed, ArchiveBusy if another process still
    builds or writes one after `wait` seconds."""
    with archive.lock("rebuild", wait):
        cards = archive.authorities()
        if only_if_unusable:
            with _present(archive) as present:
                if present is not None and present.read_by == {cards.digest}:
                    return
            engine = engine or present_engine(archive)
        name_of_engine = engine or archive.settings.index.engine
        engine_named(name_of_engine)
        generations = generations_of(archive, name_of_engine)
        generations.remove_unfinished()
        made = generations.fresh(name_of_engine)
        try:
            build(archive, made, cards, progress)
            with archive.lock("index", wait):
                _catch_up(archive, made, cards, None)
                archive.check_locks()
                generations.make_current(made)
        except BaseException:
            with suppress(OSError, IndexUnavailable):  # frees the disk that it filled, for the catalogue too
                generations.remove(made)
            raise


def build(archive: Archive, made: Generation, cards: Authorities, progress: Progress | None = None) -> None:
    """Write all records into a new, unused index, and merge its segments. For an engine that does not join its two
    indexes, the restricted one starts as a copy of the public one. So records that all viewers see alike are indexed
    only once."""
    kind = engine_named(made.engine())
    for name in INDEX_NAMES:
        kind.create(made.place(name), State(0, "", ANALYSIS_VERSION, authorities=cards.digest)).close()
    with closing(open_index(made, "public")) as public, closing(open_index(made, "held")) as held:
        processes, write = archive.settings.worker.count, None
        if kind.many_writers and processes > 1:
            write = partial(_write_in_parts, archive, made, processes)
        sync_index(archive, public, held, cards, progress, only_differing=True, write=write)
        joins, state = held.joins, held.state()
        differing = [] if joins else sorted(held.ids())
        _tidy(public, lambda: False)
    if not joins:
        made.share()
    with closing(open_index(made, "held")) as held:
        if not joins:
            for ids in _slices(differing, READ * 20):
                as_of = archive.catalogue.revision()
                seen = (view for some in _slices(ids, READ) for view, _ in archive.catalogue.views(some))
                held.update((_make_document(view, cards) for view in seen), (), held.state(), as_of=as_of)
            held.update((), (), state)
        _tidy(held, lambda: False)


def _write_in_parts(
    archive: Archive, made: Generation, processes: int, ids: list[str], step: Callable[[int], None]
) -> None:
    write_in_parts(archive.folder, made.engine(), made.number, ids, processes, step)


def tidy(archive: Archive, stop: Callable[[], bool]) -> None:
    """Do the merging that updates postpone, until none is left or `stop`, called many times a second, returns true:
    unfinished work is then dropped. Raise ArchiveBusy while another process writes the index, IndexUnusable if there is
    none."""
    with archive.lock("index"):
        here = current(archive)
        if here is None:
            return
        for name in INDEX_NAMES:
            with closing(open_index(here, name)) as engine:
                _tidy(engine, stop)


def damaged_file(archive: Archive, stop: Callable[[], bool] = lambda: False) -> str:
    """Return the path of a damaged file of the index; empty if there is none, or if `stop`, called before each file,
    returns true. Reads the whole index. Raise IndexUnusable if it cannot be opened."""
    here = current(archive)
    if here is None:
        return ""
    for name in INDEX_NAMES:
        with closing(open_index(here, name)) as engine:
            if found := engine.damaged_file(stop):
                return f"{here.place(name)}/{found}"
    return ""


def look_for_damage(archive: Archive, stop: Callable[[], bool] = lambda: False) -> str:
    """Return what is wrong with the index, empty if nothing is or if `stop` returns true. The next update rebuilds a
    damaged index."""
    here = current(archive)
    if here is None:
        return ""
    try:
        found = damaged_file(archive, stop)
    except IndexUnusable as error:
        found = str(error)
    if found:
        here.mark_damaged()
    if not stop():
        here.clear_suspicion()
    return found


def _tidy(engine: Engine, stop: Callable[[], bool]) -> None:
    while not stop() and engine.tidy(stop):
        pass


def open_index(generation: Generation, name: IndexName) -> Engine:
    """Return one of the two indexes of a generation, opened by the engine that made it. Raise IndexUnusable if it is
    missing, damaged, or of another version of analysis or schema; IndexUnavailable while its server does not answer;
    ConfigError if its engine is not installed."""
    made_by = generation.engine()
    if made_by not in ENGINES:
        raise IndexUnusable(Message("index-unsigned", folder=generation))
    kind, place = engine_named(made_by), generation.place(name)
    engine = kind.open(place, generation.place("public")) if kind.joins and name == "held" else kind.open(place)
    state = engine.state()
    if (state.analysis, state.schema) != (ANALYSIS_VERSION, SCHEMA_VERSION):
        engine.close()
        raise IndexUnusable(Message("index-other-version"))
    return engine


def status(archive: Archive, engine: str | None = None) -> dict[str, Any]:
    """Return the state of the index: its engine, and the one in the settings for the next; its number, revision of the
    catalogue and of each index (`held` is what the archivist searches: all records), how many of these only the
    archivist sees (`held_only`), whether its credits were parsed with the present `authorities` (`current` or
    `changed`), whether it is `outgrown` (so large that another engine would be faster), and whether it is `current`,
    `behind`, or there is no usable index (`none`). With an `engine`, that engine's own index, whether or not it is the
    one in the settings."""
    revision = archive.catalogue.revision()
    wanted = archive.settings.index.engine
    told: dict[str, Any] = {"engine": wanted, "configured": wanted, "revision": revision, "state": "none"}
    with _present(archive, even_damaged=True, engine=engine) as present:
        if present is None:
            return told
        told["engine"] = present.generation.engine()
        told["number"] = present.generation.number
        for name, opened in (("public", present.public), ("held", present.held)):
            state = opened.state()
            told[name] = {"records": opened.count(), "revision": state.revision, "instant": state.instant}
    now = instant(utc_now())
    behind = any(
        told[name]["revision"] < revision or due_since(archive, told[name]["instant"], now) for name in INDEX_NAMES
    )
    told["held_only"] = told["held"]["records"] - told["public"]["records"]
    told["outgrown"] = told["held"]["records"] > ROOM.get(told["engine"], sys.maxsize)
    told["authorities"] = "current" if present.read_by == {archive.authorities().digest} else "changed"
    behind = behind or present.generation.is_damaged()
    told["state"] = "behind" if behind or told["authorities"] == "changed" else "current"
    return told


def ids(archive: Archive) -> dict[IndexName, frozenset[str]]:
    """Return the ids in each index, for `check`. Raise IndexUnusable."""
    here = current(archive)
    if here is None:
        raise IndexUnusable(Message("index-missing"))
    found: dict[IndexName, frozenset[str]] = {}
    for name in INDEX_NAMES:
        with closing(open_index(here, name)) as engine:
            found[name] = engine.ids()
    return found


def present_engine(archive: Archive) -> str | None:
    """Return the name of the engine that made the present index, None if there is none or it is unknown here."""
    here = current(archive)
    name = here.engine() if here is not None else ""
    return name if name in ENGINES else None


@dataclass(frozen=True, slots=True)
class _SyncedIndex:
    """An open index, and the digests of the cards used to parse its credits."""

    generation: Generation
    public: Engine
    held: Engine
    read_by: set[str]


@contextmanager
def _present(archive: Archive, even_damaged: bool = False, engine: str | None = None) -> Iterator[_SyncedIndex | None]:
    """Return the present index, if both of its parts can be opened, no file was found damaged, and they belong to this
    catalogue: an index ahead of it was built before the catalogue was restored from a backup, and would miss later
    changes."""
    here = generations_of(archive, engine).current()
    with ExitStack() as opened:
        found = None
        with suppress(IndexUnusable):
            if here is not None and (even_damaged or not here.is_damaged()):
                public, held = (opened.enter_context(closing(open_index(here, name))) for name in INDEX_NAMES)
                states = (public.state(), held.state())
                if max(state.revision for state in states) > archive.catalogue.revision():
                    if not even_damaged:
                        here.mark_damaged()
                else:
                    found = _SyncedIndex(here, public, held, {state.authorities for state in states})
        yield found


def _catch_up(archive: Archive, made: Generation, cards: Authorities, progress: Progress | None) -> None:
    with closing(open_index(made, "public")) as public, closing(open_index(made, "held")) as held:
        sync_index(archive, public, held, cards, progress)
