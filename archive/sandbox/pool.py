"""The pool: it gives each job to an idle worker, replaces dead or used-up workers, and owns the job folders."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from archive.errors import WorkerCrashed, WorkerNotStarted
from archive.messages import Message
from archive.sandbox import worker_errors
from archive.sandbox.confinement import Program
from archive.sandbox.job_folders import JobFolders, remove_tree
from archive.sandbox.limits import DEFAULT, Limits
from archive.sandbox.worker_process import WorkerPermissions, WorkerProcess, WorkerTask

_JOBS_PER_WORKER = 5000  # then it is replaced, or earlier if it has grown: libraries leak
_MOST_GROWTH = 100 << 20  # bytes above the memory after its first jobs; starting a worker takes a second or more
_FIRST_JOBS = 50  # during which it loads what it needs
_CLOSE_SECONDS = 15.0
_PAUSES = (1.0, 4.0, 10.0)  # seconds before another worker is tried
_log = logging.getLogger(__name__)


class Job:
    """A successful job: `result` is the JSON value that the function returned, `folder` has the files it left.

    The folder does not exist if it left none. Closing the job removes them; it is a context manager.
    """

    def __init__(self, result: Any, folder: Path) -> None:
        self.result = result
        self.folder = folder

    def file(self, name: str) -> Path:
        """Return the path of a file that the function says it left. Raise WorkerCrashed if `name` is not a plain file
        there: a worker that has read foreign bytes is not trusted when it points elsewhere."""
        path = self.folder / name
        if path.parent != self.folder or name in ("", ".", "..") or path.is_symlink() or not path.is_file():
            raise WorkerCrashed(Message("worker-file-missing", name=repr(name)))
        return path

    def close(self) -> None:
        """Remove the folder and what is still in it. Closing twice does nothing."""
        remove_tree(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class Pool:
    """At most `size` workers, started when first needed; job folders are made under `folder`.

    No job may use more than `limits`, whatever its own are. Workers can only read libraries, their inputs and the
    folders `reads`, and start no program but `program`. `run` may be called from any number of threads; those beyond
    `size` wait. Close it, or use it as a context manager: this also removes remaining job folders. Raise WorkerError if
    `folder` is not writable.
    """

    def __init__(
        self,
        size: int,
        folder: Path,
        limits: Limits = DEFAULT,
        reads: tuple[Path, ...] = (),
        program: Program | None = None,
    ) -> None:
        self._size = size
        self._limits = limits
        self._leave = WorkerPermissions(limits, reads, program)
        self._ground = JobFolders(folder)
        self._places = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._started = 0
        self._closed = self._interrupted = False
        # The kernel kills a worker when the thread that started it ends, so all are started in a permanent one.
        self._starter = ThreadPoolExecutor(1, "worker-starter")

    def begin(self, call: str) -> None:
        """Start a worker that loads "package.module:function" for the first `run`, without waiting."""
        worker = self._starter.submit(self._start).result()
        worker.begin(call)
        with self._lock:
            self._idle.append(worker)

    def run(self, call: str, arguments: dict[str, Any], limits: Limits | None = None) -> Job:
        """Run "package.module:function" as function(folder=<job folder>, **arguments) in a worker, and wait for it.

        `arguments` are plain JSON. The file at `path` among them, absolute or relative to the current folder, is the
        input: the function gets another path, at which it can read it. Raise Unreadable and Encrypted as the function
        did, Unreadable for any other exception in it, and WorkerTimeout, WorkerMemory, WorkerOutput or WorkerCrashed if
        it exceeded its limits. Any other WorkerError is not the file's fault (the pool was closed, the disk is full, no
        worker starts).
        """
        with self._places:
            if self._ends:
                raise worker_errors.pool_closed()
            return self._run(WorkerTask(call, arguments, limits or self._limits))

    def _run(self, task: WorkerTask) -> Job:
        worker = self._take_loaded(task.call)
        try:
            return Job(worker.run(task), worker.left())
        except BaseException:
            remove_tree(worker.folder)
            raise
        finally:
            self._give_back(worker)

    def _take_loaded(self, call: str) -> WorkerProcess:
        """Return a worker that has loaded the function. If one lacked the resources to start, others are tried, since
        the shortage may be temporary."""
        for pause in _PAUSES:
            try:
                return self._load_one(call)
            except WorkerNotStarted as error:
                _log.warning("%s", error)
                time.sleep(pause)
        return self._load_one(call)

    def _load_one(self, call: str) -> WorkerProcess:
        worker = self._take()
        try:
            worker.load(call)
        except BaseException:
            self._give_back(worker)
            raise
        return worker

    def _take(self) -> WorkerProcess:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                worker = self._starter.submit(self._start).result()
            elif not worker.alive:
                worker.end()
                continue
            with self._lock:
                if not self._ends:
                    self._busy.add(worker)
                    return worker
            worker.end()
            raise worker_errors.pool_closed()

    @property
    def _ends(self) -> bool:
        return self._closed or self._interrupted

    def _start(self) -> WorkerProcess:
        self._started += 1
        # All of one length, because a worker and its processes are found by them.
        return WorkerProcess(self._ground, f"{self._ground.token}-{self._started:06}", self._leave)

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._busy.discard(worker)
            keep = worker.usable and not _used_up(worker) and not self._closed
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.end()

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """End every `run` in progress, and each begun until the block ends, with WorkerError; idle workers are kept for
        later."""
        with self._lock:
            self._interrupted = True
            for worker in self._busy:
                worker.cancel()
        try:
            yield
        finally:
            self._interrupted = False

    def close(self) -> None:
        """End all workers; a `run` in progress raises WorkerError. Return when none of their processes is left. Closing
        twice does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.cancel()
        for worker in idle:
            worker.end()
        for _ in range(self._size):  # each place becomes free when its run has ended its worker
            self._places.acquire(timeout=_CLOSE_SECONDS)
        for _ in range(self._size):
            self._places.release()
        self._starter.shutdown()
        self._ground.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _used_up(worker: WorkerProcess) -> bool:
    if worker.jobs <= _FIRST_JOBS:
        worker.first_memory = worker.memory()
    return worker.jobs >= _JOBS_PER_WORKER or worker.memory() - worker.first_memory > _MOST_GROWTH
