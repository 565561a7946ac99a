"""The queue of ingests that several machines share, in the catalogue's PostgreSQL database, using procrastinate.

A job is some files of one accession, in one turn: a turn begins when no job of an earlier one is left. Each worker
sends the server a heartbeat every HEARTBEAT_SECONDS; after LEASE_SECONDS without one, others take its job.

The tables are procrastinate's own, in a schema beside that of the catalogue.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Thread
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import URL, make_url

from archive.access import utc_now
from archive.catalogue.schema.postgresql import NOTICE, let_go_settings
from archive.errors import ConfigError, StoreError
from archive.messages import Message

try:
    import procrastinate
    from procrastinate.exceptions import ConnectorException
    from procrastinate.jobs import Job, Status
    from procrastinate.manager import JobManager
    from procrastinate.schema import SchemaManager
except ImportError:  # the extra queue is not installed
    procrastinate = None  # type: ignore[assignment]
try:
    import psycopg
except ImportError:  # nor is the extra postgresql
    psycopg = None  # type: ignore[assignment]

# Otherwise each connection attempt of the pool would print to standard error, before the one message that says what to
# do.
logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())

HEARTBEAT_SECONDS = 5.0
LEASE_SECONDS = 20.0
COUNTED_HOURS = 7 * 24  # for which a failed job is counted
_TASK = "ingest"
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # in the past: retry immediately
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('press-archive queue'), hashtext(%s))"
_COUNTS = "SELECT status::text, count(*) FROM {}.procrastinate_jobs GROUP BY status"
_UNFINISHED = "SELECT 1 FROM {}.procrastinate_jobs WHERE status IN ('todo', 'doing')"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """Files of an accession, each as JSON. The queue assigns `id`, and `attempts`: how often it was begun without
    ending."""

    accession: int
    turn: int
    files: Sequence[Mapping[str, Any]]
    id: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class JobCounts:
    """The number of waiting, running and failed jobs."""

    waiting: int
    running: int
    failed: int


class JobQueue:
    """The queue of an archive, as a context manager. Every method raises StoreError if the server does not answer."""

    def __init__(self, address: str) -> None:
        """`address` is that of the catalogue; empty for a file. Raise ConfigError if there is no server, or
        procrastinate is not installed; StoreError if jobs of an earlier version are left that this one cannot run."""
        if not address:
            raise ConfigError(Message("queue-without-server"))
        if procrastinate is None or psycopg is None:
            raise ConfigError(Message("queue-driver-missing"))
        self._url = make_url(address)
        with self._explained():
            schema = _made(self._url)
        let_go = [f"-c{name}={value}" for name, value in let_go_settings().items()]
        options = " ".join([_parameters(self._url).get("options", ""), f"-csearch_path={schema}", *let_go])
        connector = procrastinate.PsycopgConnector(
            kwargs=_parameters(self._url) | {"options": options}, min_size=1, max_size=2, timeout=10.0
        )
        self._connector, self._jobs = connector, JobManager(connector)
        self._worker: int | None = None
        self._beating: Any = None
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="queue", daemon=True)

    def __enter__(self) -> JobQueue:
        self._thread.start()
        try:
            self._do(self._connector.open_async())
        except BaseException:
            self._end_thread()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        with suppress(StoreError):
            self._do(self._leave())
        self._end_thread()

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def put(self, jobs: Sequence[QueuedJob]) -> None:
        """Add jobs, all or none."""
        if jobs:
            self._do(self._jobs.batch_defer_jobs_async([_as_job(one) for one in jobs]))

    def turns(self) -> dict[int, int]:
        """Return the accessions with jobs, each with its present turn."""
        found: dict[int, int] = {}
        for queue in self._do(self._jobs.list_queues_async()):
            if queue["todo"] + queue["doing"]:
                accession, turn = map(int, queue["name"].split("."))
                found[accession] = min(turn, found.get(accession, turn))
        return found

    def take(self, turns: Mapping[int, int]) -> QueuedJob | None:
        """Return the oldest job for these turns of accessions, or None. It belongs to this process until it is ended,
        given back, or its lease is over."""
        job = self._do(self._taken([_name(accession, turn) for accession, turn in sorted(turns.items())]))
        if job is None:
            return None
        accession, turn = map(int, job.queue.split("."))
        return QueuedJob(accession, turn, job.task_kwargs["files"], job.id or 0, job.attempts)

    def end(self, job: QueuedJob, later: Sequence[QueuedJob] = (), *, failed: bool = False) -> None:
        """End a job, after the jobs that replace it (`later`) are added. A failed job is kept for counting."""
        self.put(later)
        with suppress(_Gone):
            status = Status.FAILED if failed else Status.SUCCEEDED
            self._do(self._jobs.finish_job_by_id_async(job.id, status, delete_job=not failed))

    def give_back(self, job: QueuedJob) -> None:
        """Give a job back to the queue as if nobody had begun it."""
        self.end(job, [job])

    def try_again(self, job: QueuedJob, seconds: float = 0.0) -> None:
        """Give a failed job back to the queue after so many seconds, and count the attempt."""
        when = utc_now() + timedelta(seconds=seconds) if seconds else _ANY_TIME
        with suppress(_Gone):
            self._do(self._jobs.retry_job_by_id_async(job.id, when))

    def drop(self, accession: int) -> int:
        """Remove the waiting jobs of an accession, and return how many."""
        found = [
            job.id
            for job in self._do(self._jobs.list_jobs_async(task=_TASK, status=Status.TODO.value))
            if job.id is not None and int(job.queue.split(".")[0]) == accession
        ]
        for id_ in found:
            self._do(self._jobs.cancel_job_by_id_async(id_, delete_job=True))
        return len(found)

    async def _taken(self, queues: Sequence[str]) -> Any:
        if self._worker is None:
            self._worker = await self._jobs.register_worker()
            self._beating = self._loop.create_task(self._beat(self._worker))
            await self._jobs.delete_old_jobs(COUNTED_HOURS, include_failed=True)
        for stalled in await self._jobs.get_stalled_jobs(seconds_since_heartbeat=LEASE_SECONDS):
            try:
                await self._jobs.retry_job(stalled, retry_at=_ANY_TIME)
            except ConnectorException as error:
                if not _is_gone(error):  # otherwise another worker has handled it
                    raise
        return await self._jobs.fetch_job(queues, self._worker)

    async def _beat(self, worker: int) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            with suppress(ConnectorException):  # the server is away: the worker continues, and its lease may end
                await self._jobs.update_heartbeat(worker)

    async def _leave(self) -> None:
        if self._worker is not None:
            self._beating.cancel()
            await self._jobs.unregister_worker(self._worker)
        await self._connector.close_async()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        with self._explained():
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (ConnectorException, psycopg.Error) as error:
            if isinstance(error, ConnectorException) and _is_gone(error):
                raise _Gone from error
            raise _lost(self._url, error) from error


class _Gone(Exception):
    """A job does not exist any more, or does not belong to this process."""


def count_jobs(address: str) -> JobCounts:
    """Return the numbers of jobs in the queue in a catalogue's database, reached by psycopg. Raise StoreError."""
    url = make_url(address)
    try:
        with psycopg.connect(**_parameters(url)) as conn:
            schema = _schema(conn)
            if conn.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone() is None:
                return JobCounts(0, 0, 0)
            found = dict(conn.execute(psycopg.sql.SQL(_COUNTS).format(psycopg.sql.Identifier(schema))).fetchall())
    except psycopg.Error as error:
        raise _lost(url, error) from error
    return JobCounts(found.get("todo", 0), found.get("doing", 0), found.get("failed", 0))


def _lost(url: URL, error: Exception) -> StoreError:
    said = " ".join(str(error.__cause__ or error).split())
    return StoreError(Message("catalogue-lost", path=url.render_as_string(hide_password=True), error=said))


def _parameters(url: URL) -> dict[str, Any]:
    """Return psycopg's connection parameters, which detect a vanished server."""
    _, parameters = url.get_dialect()().create_connect_args(url)
    return {**NOTICE, **parameters}


def _schema(conn: Any) -> str:
    (name,) = conn.execute("SELECT current_schema() || '_queue'").fetchone()
    return str(name)


def _made(url: URL) -> str:
    """Create the schema of the queue if it is missing, or has another version and no jobs; return its name."""
    tables, version = SchemaManager.get_schema(), f"procrastinate {procrastinate.__version__}"
    with psycopg.connect(**_parameters(url)) as conn:
        name = _schema(conn)
        conn.execute(_LOCK, (name,))
        asked = "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s"
        found = conn.execute(asked, (name,)).fetchone()
        schema = psycopg.sql.Identifier(name)
        if found is not None and found[0] != version:
            if conn.execute(psycopg.sql.SQL(_UNFINISHED).format(schema)).fetchone() is not None:
                raise StoreError(Message("queue-other-version", found=found[0], version=version))
            conn.execute(psycopg.sql.SQL("DROP SCHEMA {} CASCADE").format(schema))
            found = None
        if found is None:
            conn.execute(psycopg.sql.SQL("CREATE SCHEMA {}").format(schema))
            conn.execute(psycopg.sql.SQL("SET LOCAL search_path = {}").format(schema))
            conn.execute(tables)
            conn.execute(psycopg.sql.SQL("COMMENT ON SCHEMA {} IS {}").format(schema, version))
    return name


def _is_gone(error: Exception) -> bool:
    return isinstance(error.__cause__, psycopg.errors.RaiseException)


def _name(accession: int, turn: int) -> str:
    return f"{accession}.{turn}"


def _as_job(one: QueuedJob) -> Any:
    queue = _name(one.accession, one.turn)
    return Job(
        queue=queue,
        lock=None,
        queueing_lock=None,
        task_name=_TASK,
        task_kwargs={"files": [dict(file) for file in one.files]},
    )
