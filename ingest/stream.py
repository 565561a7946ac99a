"""What comes of one path on the disk, handed from the thread that reads it to the one that writes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from queue import Empty, Full, Queue
from threading import Lock

from ingest.reading import Taken

HELD = 8  # files that wait in it to be fetched; then its thread waits
_LOOK = 0.2  # seconds between two looks at whether anybody still fetches


class Tally:
    """How many characters of text wait in all streams together."""

    def __init__(self) -> None:
        self.characters = 0
        self._lock = Lock()

    def add(self, taken: Taken, sign: int) -> None:
        """The text of a file came to wait (1), or waits no more (-1)."""
        if taken.description is not None:
            with self._lock:
                self.characters += sign * len(taken.description.text)


class Stream:
    """One thread fills it, one empties it. What raises in the first is raised in the second."""

    def __init__(self, ended: Callable[[], bool], tally: Tally) -> None:
        """`ended`, once it says True, means that nobody fetches any more."""
        self._ended = ended
        self._tally = tally
        self._queue: Queue[Taken | BaseException | None] = Queue(HELD)

    def fill(self, source: Callable[[], Generator[Taken, None, bool]]) -> None:
        """All that the source gives, as fast as it is fetched."""
        try:
            with closing(source()) as given:
                for taken in given:
                    self._tally.add(taken, 1)
                    if not self._put(taken):
                        return
        except BaseException as error:  # whatever it is, the other thread must learn of it
            self._put(error)
        else:
            self._put(None)

    def _put(self, item: Taken | BaseException | None) -> bool:
        while not self._ended():
            try:
                self._queue.put(item, timeout=_LOOK)
            except Full:
                continue
            return True
        return False

    def fetch(self, seconds: float) -> Iterator[Taken | None]:
        """What was filled in, in that order; None each time that so many seconds went by in waiting."""
        while True:
            try:
                item = self._queue.get(timeout=seconds)
            except Empty:
                yield None
                continue
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            self._tally.add(item, -1)
            yield item
