"""Ingest the files inside a file, as if they were in a folder with its name.

Each is copied from the worker's folder and gets the access of its container. Mail attachments become annexes. A
container whose pictures must wait is read twice: first for files that may hold others, then for the rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archive.catalogue import Access, printable
from archive.catalogue import Writer as Transaction
from archive.catalogue.schema.filenames import INSIDE
from archive.errors import SourceChanged, SourceUnreadable
from archive.messages import Message, join_messages, message_of
from archive.record import Kind, Member, Outcome, Status
from ingest.extract.embargo.embargo_candidates import OF_NAMES, settle
from ingest.files.file_reading import (
    OF_THE_FILE,
    FileInProgress,
    ReadingContext,
    came_with,
    copy_file,
    put_off,
    read_copy,
    reject_copy,
    rejected,
)
from ingest.files.read_order import Stage, in_parts, with_others
from ingest.files.restrictions import (
    LOCKED,
    LOCKED_INSIDE,
    MAIL_STORE,
    UNREAD_INSIDE,
    access_by_order,
    access_for,
    access_of_unread,
    choose_stricter_access,
)
from ingest.files.roots import ContainerContext, RootPath, inner_name
from ingest.files.walk import OTHER, SkipPatterns, is_original, skip_reason
from ingest.identity.sidecars import is_sidecar
from ingest.pipeline.bundles import ORIGIN as BUNDLE
from ingest.pipeline.bundles import may_order_all, orders_for_all
from ingest.pipeline.receipt import is_caption_sheet
from ingest.readers.base.members import LATER, LINES, MAILBOXES, PACKED, STORES

ANNEX = "annex-of"
BY = "rule:attachment"  # the origin of the relation between a mail and its attachment


def is_packed(taken: FileInProgress) -> bool:
    """Return whether it is only a container (ZIP, TAR) of files, without anything to read itself."""
    return taken.inner is not None and taken.inner.description.reader in PACKED


def is_lines(taken: FileInProgress) -> bool:
    """Return whether its lines are records (JSON Lines, search results). It has no other words, so it is kept without a
    separate record."""
    return taken.inner is not None and taken.inner.description.reader == LINES


def access_within(taken: FileInProgress, default: Status) -> Access:
    """Return the access of this file's record: also held while its container is held by its own words, such as the
    attachment of a mail under embargo; and until someone decides if it, or a file in it, needs a password or was not
    read, or it contains more than became records."""
    assert taken.description is not None
    access = access_for(taken.description, default)
    if taken.outcome is Outcome.ENCRYPTED:
        access = choose_stricter_access(access, LOCKED)
    elif taken.locked_inside:
        access = choose_stricter_access(access, LOCKED_INSIDE)
    elif taken.unread_inside:
        access = choose_stricter_access(access, UNREAD_INSIDE)
    elif (unread := access_of_unread(taken.description)).status is Status.HELD:
        access = choose_stricter_access(access, unread)
    elif taken.description.reader in STORES:
        access = choose_stricter_access(access, MAIL_STORE)
    for around in taken.within.descriptions if taken.within else []:
        access = choose_stricter_access(access, access_by_order(around, default))
    return access


def access_of_name(taken: FileInProgress, default: Status) -> Access:
    """Return the access of a copy's name. It is held if its folders, its file name or its container say so. An embargo
    in its bytes does not count again, because their access is that of their record."""
    assert taken.description is not None
    offers = [one for one in taken.description.origins.get("embargo", []) if one.value.get("enforced") is not False]
    is_named = any(one.origin in OF_NAMES for one in offers)
    access = access_by_order(taken.description, default) if is_named or default is Status.HELD else Access()
    for around in taken.within.descriptions if taken.within else []:
        access = choose_stricter_access(access, access_by_order(around, default))
    return access


def settle_members(w: Transaction, place: RootPath, record: str | None, taken: FileInProgress) -> None:
    """Release names no longer in a container once all its files are written. Files in a document, other than pictures
    in its text, become its annexes."""
    known = taken.inner.names if taken.inner else frozenset()
    below = inner_name(place.member, "")
    for name in w.members_of(place.root, place.path):
        if not name.member.startswith(below):
            continue
        here, deeper, _ = name.member[len(below) :].partition(INSIDE)
        if below + here not in known:
            w.mark_gone(name.root, name.path, name.member)
        elif record and not deeper and name.record not in (None, record) and _came_with(taken, name.member):
            w.relate(str(name.record), ANNEX, record, BY)


def _came_with(taken: FileInProgress, member: str) -> bool:
    return taken.inner is not None and not is_packed(taken) and came_with(taken.inner.description, member)


# Containers around a file that is still ingested: a file in a ZIP attached to a mail. A mailbox on disk does not count,
# so that attachments of a mail attached to one of its mails are ingested too.
DEEPEST = 2
MOST_FILES = 50_000  # in one file on disk, at any depth
MOST_BYTES = 4 << 30
TOGETHER = 200  # files in a mail or a ZIP with one release, all of which are read before one is written
AHEAD = 8  # files inside one that are read ahead
_APART = PACKED | {"mail", "emlx", "tnef", "mhtml"}  # contain files that are not pictures in a text


class NameGroup:
    """The files that share a name, with those inside them. None is written before all are read, and what one orders
    holds the others, also if that one itself is put off."""

    def __init__(self) -> None:
        self._files: list[FileInProgress] = []
        self._orders: list[Mapping[str, Any]] = []

    def add(self, taken: FileInProgress) -> None:
        """Add a file that was read."""
        taken.orders_beside += self._orders
        self._files.append(taken)

    def order(self, taken: FileInProgress) -> None:
        """Apply what a file of this name orders. Photos, and their sidecars, have rules of their own."""
        said = taken.description
        order = said.values.get("embargo") if said is not None else None
        if said is None or not order or said.values.get("kind") == Kind.PHOTO or is_sidecar(taken):
            return
        self._orders.append(order)
        for one in self._files:
            one.orders_beside.append(order)

    def end(self) -> None:
        """Begin the next name."""
        self._files, self._orders = [], []


class _DueMember(NamedTuple):
    """A member whose turn has come. `more`: the next one has its name; `shares_name`: that or the one before;
    `followed`: the next one is written with it, because of this, or because the container is written in one
    transaction; `together`: so are all inside it."""

    member: Member
    more: bool
    shares_name: bool
    followed: bool
    together: bool


@dataclass(slots=True)
class Budget:
    """What the containers inside one file on disk have used in total."""

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Unpacking:
    """The files inside one file on disk. `helpers` read them in parallel; `relpath` is that of the file on disk,
    `unwanted` are names to skip. `stage`: the present stage of the accession; `default`: the access of its new records;
    `done`: the members ingested in an earlier stage, each with whether it was read."""

    desk: ReadingContext
    helpers: ThreadPoolExecutor
    relpath: str
    unwanted: SkipPatterns
    stage: Stage
    default: Status
    done: Mapping[str, bool] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)

    def all_of(self, taken: FileInProgress, *, together: bool) -> Generator[FileInProgress, None, bool]:
        """Yield the files inside, each after those inside itself, and then the file: its final entry shows the next run
        that it was ingested completely. Return False if a stop was requested before that. Files to be read again in a
        later stage are postponed and not yielded. `together`: all are written in one transaction, for another file of
        its name may hold it, or be held by it."""
        if (stage := self._too_early(taken)) is not None:
            put_off(self.desk, taken, stage)
            return True
        if taken.job is not None:
            with taken.job:
                if not (yield from self._inside(taken, together)):
                    return False
            taken.job = None
        if taken.later is None:
            yield taken
        else:
            put_off(self.desk, taken, taken.later)
        return True

    def _too_early(self, taken: FileInProgress) -> Stage | None:
        """Return the stage for which a file must wait, now that it was read; None if it is due."""
        said, around = taken.description, taken.within
        if said is None:
            return None
        if self.stage < Stage.PICTURES and (around is None or around.description.reader in _APART):
            document = around is not None and taken.job is not None and said.reader not in _APART
            if document or said.values.get("kind") == Kind.PHOTO or is_sidecar(taken):
                return Stage.PICTURES
        if self.stage < Stage.TABLES and is_caption_sheet(said):
            # One that is held holds its photos, and precedes them; another has nothing to hold them for.
            return Stage.TABLES if access_within(taken, self.default).status is Status.RELEASED else None
        return None

    def _inside(self, container: FileInProgress, together: bool) -> Generator[FileInProgress, None, bool]:
        assert container.job is not None
        assert container.description is not None
        members, container.description.members = container.description.members, []
        if (reason := self._beyond(container, members)) is not None:
            reject_copy(self.desk, container, reason)
            return True
        names = frozenset(inner_name(container.member, member.name) for member in members)
        container.inner = ContainerContext(names, container.description, container.within)
        for member in members:
            if not self.done.get(inner_name(container.member, member.name), True):
                _note_unread(container, member.name)
        due = self._in_order(container, members, together)
        if may_order_all(container.description):
            self._pass_on(container)
            if len(due) <= TOGETHER:
                return (yield from self._together(container, due))
        waiting: deque[tuple[Future[FileInProgress], _DueMember]] = deque()
        followed, group = False, NameGroup()
        try:
            for one in due:
                if not followed and self.desk.stopped():
                    return False
                waiting.append((self.helpers.submit(self._take, container, one.member), one))
                if len(waiting) >= AHEAD:
                    followed = waiting[0][1].followed
                    if not (yield from self._given(container, group, *waiting.popleft())):
                        return False
            while waiting:
                if not (yield from self._given(container, group, *waiting.popleft())):
                    return False
        finally:
            _let_go(waiting)
        return True

    def _together(self, container: FileInProgress, due: list[_DueMember]) -> Generator[FileInProgress, None, bool]:
        """Yield the members, once all are read: an embargo in one may hold the others. Embargoes of members from an
        earlier stage still count."""
        assert container.inner is not None
        assert container.description is not None
        if due and self.desk.stopped():
            return False
        waiting = deque((self.helpers.submit(self._take, container, one.member), one) for one in due)
        group = NameGroup()
        try:
            self._pass_on(container, [future.result() for future, _ in waiting])
            while waiting:
                if self.desk.stopped() or not (yield from self._given(container, group, *waiting.popleft())):
                    return False
        finally:
            _let_go(waiting)
        return True

    def _pass_on(self, container: FileInProgress, read: Sequence[FileInProgress] = ()) -> None:
        """Apply the embargoes of files read now, or in an earlier stage, to everything in a container."""
        assert container.inner is not None
        ordered = self._orders_of(container.found.file, container.member)
        ordered += orders_for_all(container.inner, read)
        for order in ordered:
            container.inner.description.offer("embargo", order, BUNDLE)
        settle(container.inner.description)
        above = container.inner.above
        if read and above is not None and may_order_all(above.description):
            for order in orders_for_all(above, [container]):
                above.description.offer("embargo", order, BUNDLE)
                self._orders_of(container.found.file, container.member.rpartition(INSIDE)[0]).append(order)
            settle(above.description)

    def _orders_of(self, file: str, member: str) -> list[dict[str, Any]]:
        """The orders that were found so far for all in a container: the pictures in it may come much later."""
        return self.desk.orders.setdefault((file, member), [])

    def _in_order(self, container: FileInProgress, members: list[Member], together: bool) -> list[_DueMember]:
        """Return the members ingested now. Those not extracted make the container wait, and the texts of their names,
        which they may hold."""
        by_name = {member.name: member for member in members}
        if self.stage < Stage.PICTURES:
            pictures = {name for name, member in by_name.items() if member.outcome == LATER}
            if waiting := with_others(pictures, by_name):
                container.later = Stage.PICTURES
            by_name = {name: member for name, member in by_name.items() if name not in waiting}
        due: list[_DueMember] = []
        for name, more in in_parts(list(by_name), as_listed=self.stage < Stage.PICTURES):
            follows = bool(due) and due[-1].more
            shares_name = more or follows
            due.append(_DueMember(by_name[name], more, shares_name, more or together, shares_name or together))
        return [one for one in due if inner_name(container.member, one.member.name) not in self.done]

    def _given(
        self, container: FileInProgress, group: NameGroup, future: Future[FileInProgress], due: _DueMember
    ) -> Generator[FileInProgress, None, bool]:
        """Yield a member and the files inside it; a postponed one postpones its container."""
        taken = future.result()
        taken.followed = due.followed
        found = self.all_of(taken, together=due.together)
        whole = yield from _added(group, found) if due.shares_name else found
        group.order(taken)
        if not due.more:
            group.end()
        if taken.outcome is Outcome.REJECTED:
            _note_unread(container, taken.member)
        if taken.later is not None:
            container.later = min(taken.later, container.later or taken.later)
        return whole

    def _beyond(self, container: FileInProgress, members: list[Member]) -> str | None:
        """Return why a container is not opened: with those opened before it, there would be too much."""
        assert container.job is not None
        sizes = [container.job.file(member.file).stat().st_size for member in members if member.file]
        self.budget.files += len(members)
        self.budget.bytes += sum(sizes)
        if self.budget.files <= MOST_FILES and self.budget.bytes <= MOST_BYTES:
            return None
        return Message(
            "container-too-large",
            most=f"{MOST_FILES:,}",
            size=MOST_BYTES >> 30,
            file=printable(container.found.name),
        )

    def _take(self, container: FileInProgress, member: Member) -> FileInProgress:
        """Copy, hash and read one of them, as `ingest.files.file_reading.take` does with a file on disk."""
        assert container.job is not None
        assert container.stat is not None
        name = inner_name(container.member, member.name)
        taken = FileInProgress(
            container.found, member=name, within=container.inner, stat=container.stat._replace(size=0)
        )
        taken.orders_beside += container.orders_beside
        if (reason := self._skipped(member.name)) is not None:
            taken.outcome, taken.reason, taken.of_the_bytes = Outcome.SKIPPED, reason, True
            return taken
        if member.outcome == LATER:  # which was not requested
            return rejected(taken, Message("member-left-out"))
        if member.outcome:
            taken.outcome, taken.reason, taken.of_the_bytes = Outcome(member.outcome), member.reason, True
            return taken
        assert taken.within is not None
        if taken.within.depth > DEEPEST + (taken.within.descriptions[-1].reader in MAILBOXES):
            deep = Message("member-too-deep", deep=taken.within.depth, file=printable(container.found.name))
            return rejected(taken, join_messages([deep, Message("unpack-outer")]), of_the_bytes=True)
        try:
            file = container.job.file(member.file)
            taken.stat = container.stat._replace(size=file.stat().st_size)
            if not copy_file(self.desk, taken, file):
                return taken
            file.unlink()
        except (SourceChanged, SourceUnreadable, OSError, *OF_THE_FILE) as error:
            return rejected(taken, Message("member-not-unpacked", why=message_of(error)))
        relpath = f"{self.relpath}/{name.replace(INSIDE, '/')}"
        return read_copy(self.desk, taken, relpath, later=self.stage < Stage.PICTURES)

    def _skipped(self, name: str) -> str | None:
        """Return why a member is skipped by its name or a folder's name, as on disk."""
        for part in name.split("/"):
            if pattern := self.unwanted.pattern(part):
                return skip_reason(pattern)
        return OTHER if is_original(name) else None


def _note_unread(container: FileInProgress, member: str) -> None:
    assert container.description is not None
    container.unread_inside |= came_with(container.description, member)


def _added(group: NameGroup, found: Generator[FileInProgress, None, bool]) -> Generator[FileInProgress, None, bool]:
    """Yield files, and add them to a group."""
    while True:
        try:
            taken = next(found)
        except StopIteration as end:
            return bool(end.value)
        group.add(taken)
        yield taken


def _let_go(waiting: deque[tuple[Future[FileInProgress], _DueMember]]) -> None:
    for late, _ in waiting:
        late.cancel()
        late.add_done_callback(_close)


def _close(late: Future[FileInProgress]) -> None:
    """Close its job, since nobody waits for the files inside it any more."""
    if not late.cancelled() and late.exception() is None and (job := late.result().job) is not None:
        job.close()
