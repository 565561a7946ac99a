"""Workers: a hostile file can cause one error and cost one worker, but not the batch, the parent or the machine."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from archive.errors import (
    Encrypted,
    Unreadable,
    WorkerCrashed,
    WorkerError,
    WorkerMemory,
    WorkerNotStarted,
    WorkerOutput,
    WorkerTimeout,
)
from archive.messages import message_of
from archive.sandbox import confinement
from archive.sandbox.confinement import Abilities
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.sandbox.worker_process import WorkerProcess

JOBS = "tests.hostile.jobs:"
MB = 1 << 20
SMALL = Limits(wall_seconds=150, cpu_seconds=60, memory_bytes=256 * MB, output_bytes=8 * MB, frame_bytes=2 * MB)


@pytest.fixture(scope="module", autouse=True)
def _importable() -> Iterator[None]:
    root = str(Path(__file__).parents[3])
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(root)
    yield
    patch.undo()


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    with Pool(1, tmp_path / "jobs", SMALL) as pool:
        yield pool


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a kernel that cannot confine workers: only the pool protects the batch from a hostile file."""
    monkeypatch.setattr(confinement, "abilities", lambda: Abilities(0, False))


def run(pool: Pool, name: str, limits: Limits | None = None, **arguments: Any) -> Any:
    """Return the result of one job. Its folder is removed."""
    with pool.run(JOBS + name, arguments, limits) as job:
        return job.result


def running(pid: int) -> bool:
    """Return whether a process is running (a zombie is not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def eventually(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Return whether the condition becomes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


SHORT = Limits(wall_seconds=0.7)  # for jobs that never end

HOSTILE = [
    ("loop", WorkerTimeout, r"took more than 0.7 seconds.*\[worker\] wall_seconds"),
    ("loop_in_c", WorkerTimeout, "took more than 0.7 seconds"),
    ("loop_deaf", WorkerTimeout, "took more than 0.7 seconds"),
    ("sleep", WorkerTimeout, "took more than 0.7 seconds"),
    ("eat", WorkerMemory, "needs more than 256 MB of memory"),
    ("eat_and_wrap", WorkerMemory, "needs more than 256 MB of memory"),
    ("print_much", WorkerOutput, "wrote more than 8 MB"),
    ("print_in_c", WorkerOutput, "wrote more than 8 MB"),
    ("write_huge", WorkerOutput, "wrote more than 8 MB"),
    ("write_many", WorkerOutput, "wrote more than 8 MB"),
    ("answer_much", WorkerOutput, "is more than 2 MB"),
    ("announce_much", WorkerOutput, "is more than 2 MB"),
    ("forge", WorkerCrashed, "disturbed the worker"),
    ("leave_at_once", WorkerCrashed, "exit code 0"),
    ("segfault", WorkerCrashed, "SIGSEGV"),
    ("kill_itself", WorkerCrashed, "killed from outside"),
    ("recurse", Unreadable, "RecursionError"),
    ("leave", Unreadable, "SystemExit"),
    ("answer_set", Unreadable, "TypeError"),
]


@pytest.mark.parametrize(("name", "error", "words"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_job_costs_one_error_and_the_next_job_is_done(
    pool: Pool, tmp_path: Path, name: str, error: type[Exception], words: str
) -> None:
    before = run(pool, "who")
    with pytest.raises(error, match=words) as caught:
        run(pool, name, SHORT if error is WorkerTimeout else None)
    assert type(caught.value) is error
    assert "; " in str(caught.value), "the sentence says what to do next"
    assert str(caught.value).endswith(".")
    assert run(pool, "echo", word="Lương Cường") == {"word": "Lương Cường"}
    assert (run(pool, "who") == before) == (error is Unreadable), "a worker past its limits is replaced, no other is"
    assert not list((tmp_path / "jobs").rglob("job*/*")), "what it left is removed"


def test_cpu_is_counted_from_the_start_of_each_job(pool: Pool) -> None:
    limits = Limits(wall_seconds=150, cpu_seconds=1)
    first = run(pool, "who")
    for _ in range(3):
        assert run(pool, "burn", limits, seconds=0.5) == "burnt"
    assert run(pool, "who") == first
    with pytest.raises(WorkerTimeout, match=r"more than 1 seconds of computing.*\[worker\] cpu_seconds"):
        run(pool, "loop_in_c", limits)
    assert run(pool, "who") != first


def test_time_in_which_others_have_the_processor_is_not_counted(tmp_path: Path) -> None:
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(processors)})
    burning = [sys.executable, "-c", "while True: pass"]
    others = [
        subprocess.Popen(burning, start_new_session=True) for _ in range(8)
    ]  # otherwise they share CPU time as one session
    try:
        with Pool(1, tmp_path / "busy", SMALL) as pool:
            assert run(pool, "burn", Limits(wall_seconds=1), seconds=0.6) == "burnt"
            with pytest.raises(WorkerTimeout):
                run(pool, "burn", Limits(wall_seconds=1, patient=False), seconds=0.9)
    finally:
        os.sched_setaffinity(0, processors)
        for other in others:
            other.kill()
            other.wait()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("name", ["fork", "fork_detached", "fork_disguised", "fork_and_die", "fork_and_hang"])
def test_a_job_leaves_no_process_behind(pool: Pool, tmp_path: Path, name: str) -> None:
    mark = tmp_path / "child"
    error = WorkerTimeout if name == "fork_and_hang" else WorkerCrashed
    with pytest.raises(error):
        run(pool, name, Limits(wall_seconds=5) if error is WorkerTimeout else None, mark=str(mark))
    child = int(mark.read_text())
    assert eventually(lambda: not running(child))
    assert run(pool, "echo", n=1) == {"n": 1}


@pytest.mark.usefixtures("bare")
def test_a_fork_bomb_is_stopped_within_the_wall_limit(pool: Pool, tmp_path: Path) -> None:
    mark = tmp_path / "count"
    with pytest.raises(WorkerCrashed, match="left other processes running"):
        run(pool, "fork_bomb", Limits(wall_seconds=90, processes=16), mark=str(mark))
    assert mark.stat().st_size > 16
    (ground,) = (tmp_path / "jobs").iterdir()
    token = ground.name.removeprefix("pool-").encode()
    assert not [p for p in Path("/proc").glob("[0-9]*") if b"ARCHIVE_WORKER_TOKEN=" + token in _environ(p)]
    assert run(pool, "echo", n=1) == {"n": 1}


def _environ(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes() if process.name != str(os.getpid()) else b""
    except OSError:
        return b""


@pytest.mark.usefixtures("bare")
def test_only_the_job_itself_answers_when_its_child_returns_too(pool: Pool) -> None:
    assert run(pool, "fork_both_go_on") == "parent"
    assert run(pool, "echo", n=2) == {"n": 2}


def test_no_file_grows_past_the_limit_even_between_two_looks(pool: Pool) -> None:
    assert run(pool, "write_until_refused") == SMALL.output_bytes


@pytest.mark.usefixtures("bare")
def test_a_program_that_is_waited_for_is_allowed(pool: Pool) -> None:
    before = run(pool, "who")
    assert run(pool, "run_program") == "ran\n"
    assert run(pool, "who") == before


def test_what_a_job_prints_cannot_reach_the_frames(pool: Pool) -> None:
    before = run(pool, "who")
    assert run(pool, "print_frame") == "true"
    assert run(pool, "who") == before


def test_a_thread_that_runs_on_costs_the_worker_but_not_the_job(pool: Pool) -> None:
    assert run(pool, "leave_thread") != run(pool, "who")


def test_errors_of_readers_come_through_word_for_word(pool: Pool) -> None:
    before = run(pool, "who")
    with pytest.raises(Unreadable, match=r"^The header is missing; scan the page again\.$"):
        run(pool, "raise_unreadable")
    with pytest.raises(Encrypted, match=r"^The file needs a password; hand in a copy without\.$"):
        run(pool, "raise_encrypted")
    assert run(pool, "who") == before


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (
            {"filename": "pidato.txt", "path": "/a/b"},
            "pidato.txt could not be read (a fault of its reader: ValueError); it may be",
        ),
        ({"path": "/a/W-HAI_1275.jpg"}, "W-HAI_1275.jpg could not be read (a fault of its reader: ValueError); it may"),
        ({}, "The file could not be read (a fault of its reader: ValueError); it may be"),
    ],
)
def test_any_other_exception_names_the_file_and_what_to_do(pool: Pool, arguments: dict[str, str], start: str) -> None:
    with pytest.raises(Unreadable) as caught:
        run(pool, "raise_error", message="odd", **arguments)
    assert str(caught.value).startswith(start)


def test_words_of_an_exception_are_one_short_line_without_control_characters(pool: Pool) -> None:
    with pytest.raises(Unreadable) as caught:
        run(pool, "raise_error", message="a\n\x1b[31mred\x07 " + "x" * 100_000)
    detail = message_of(caught.value).params["detail"]
    assert detail.isprintable()
    assert len(detail) < 600
    assert detail.startswith("ValueError: a [31mred xxx")


def test_files_of_a_job_are_there_until_it_is_closed(pool: Pool) -> None:
    job = pool.run(JOBS + "write_some", {"names": ["a.jpg", "b.jpg"]})
    assert sorted(path.name for path in job.folder.iterdir()) == ["a.jpg", "b.jpg"]
    assert job.file("a.jpg").read_text() == "a.jpg"
    job.close()
    assert not job.folder.exists()


def test_what_a_job_left_is_out_of_reach_of_the_next(pool: Pool, tmp_path: Path) -> None:
    with pool.run(JOBS + "write_some", {"names": ["a.jpg"]}) as first, pool.run(JOBS + "listed", {}) as second:
        assert second.result == [], "each begins with an empty folder"
        assert run(pool, "can_read", paths=[str(first.file("a.jpg"))]) == [False]
        assert first.folder != second.folder
    assert not first.folder.exists()


@pytest.mark.parametrize("shape", ["link", "opened", "gone"])
@pytest.mark.usefixtures("bare")
def test_a_folder_that_a_job_made_another_of_is_none_for_the_next(pool: Pool, tmp_path: Path, shape: str) -> None:
    with pool.run(JOBS + "reshape", {"shape": shape, "to": str(tmp_path)}):
        assert run(pool, "write_some", names=["a.jpg"]) == ["a.jpg"]
    assert tmp_path.is_dir()
    assert not (tmp_path / "a.jpg").exists()


@pytest.mark.usefixtures("bare")
def test_a_job_cannot_point_outside_its_folder(pool: Pool) -> None:
    with pool.run(JOBS + "link_out", {}) as job:
        for name in (job.result, "../x", "/etc/passwd", "", ".", "missing.jpg"):
            with pytest.raises(WorkerCrashed, match="did not leave"):
                job.file(name)


def test_temporary_files_go_with_the_job(pool: Pool) -> None:
    with pool.run(JOBS + "temporary", {}) as job:
        assert (job.folder / Path(job.result).name).is_file()
    assert not Path(job.result).exists()
    assert not job.folder.exists()


def test_file_names_that_are_not_utf8_come_through(pool: Pool) -> None:
    name = os.fsdecode(b"foto_\xe9.jpg")
    assert run(pool, "echo", filename=name) == {"filename": name}


def test_readers_libraries_import_within_the_default_limits(pool: Pool) -> None:
    assert run(pool, "import_heavy", Limits())[0] == "1000.0"


def test_a_worker_knows_no_secret_of_ours_and_runs_one_thread_per_library(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESS_ARCHIVE_WEB_SECRET", "s3cret")
    known = run(pool, "environment")
    assert "s3cret" not in known.values()
    assert {known[name] for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")} == {"1"}


def test_a_worker_stays_for_as_long_as_it_does_not_grow(pool: Pool) -> None:
    assert len({run(pool, "who") for _ in range(300)}) == 1


def test_a_worker_that_grows_is_replaced(pool: Pool) -> None:
    workers = [run(pool, "who") for _ in range(60)]
    workers += [run(pool, "keep", megabytes=20) for _ in range(8)]
    assert workers[0] == workers[59]
    assert len(set(workers)) == 2
    assert workers.index(workers[-1]) in range(64, 68)
    assert not running(workers[0])


def test_a_worker_begun_ahead_does_the_first_job_whatever_it_was_told_to_load(tmp_path: Path) -> None:
    for call in ("who", "echo"):
        with Pool(1, tmp_path / call, SMALL) as ahead:
            before = workers_of_ours()
            ahead.begin(JOBS + call)
            (begun,) = workers_of_ours() - before
            assert run(ahead, "who") == run(ahead, "who") == begun
        assert not running(begun)


def test_what_a_worker_begun_ahead_cannot_load_is_said_by_the_first_job(pool: Pool) -> None:
    pool.begin("no.such.module:read")
    with pytest.raises(WorkerError, match=r"no\.such\.module"):
        run(pool, "who")
    assert run(pool, "echo", n=1) == {"n": 1}


@pytest.mark.usefixtures("bare")  # where jobs can meet
def test_an_interrupted_pool_ends_what_is_under_way_and_goes_on_with_the_workers_that_were_idle(tmp_path: Path) -> None:
    before = workers_of_ours()
    with Pool(2, tmp_path, SMALL) as pool, ThreadPoolExecutor(2) as threads:
        one, other = str(tmp_path / "one"), str(tmp_path / "other")
        list(threads.map(lambda pair: run(pool, "meet", mine=pair[0], other=pair[1]), ((one, other), (other, one))))
        idle = workers_of_ours() - before
        under_way = threads.submit(run, pool, "sleep")
        assert eventually(lambda: len(pool._busy) == 1)
        with pool.interrupted():
            assert type(under_way.exception(timeout=60)) is WorkerError
            with pytest.raises(WorkerError):
                run(pool, "who")
        assert len(idle) == 2
        assert run(pool, "who") in idle


def workers_of_ours() -> set[int]:
    """Return the running child processes."""
    found = {int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and running(int(path.name))}
    return {pid for pid in found if _parent(pid) == os.getpid()}


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_a_worker_that_died_while_idle_is_replaced(pool: Pool) -> None:
    worker = run(pool, "who")
    os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: not running(worker))
    assert run(pool, "who") != worker


def test_a_function_that_cannot_be_imported_is_no_fault_of_the_file(pool: Pool) -> None:
    for call in ("no.such.module:read", JOBS + "missing"):
        with pytest.raises(WorkerError, match="doctor") as caught:
            pool.run(call, {})
        assert type(caught.value) is WorkerError


class _Hindered(WorkerProcess):
    """A worker whose process fails before it has loaded anything, `times` times."""

    times = 0
    what = signal.SIGKILL

    def load(self, call: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            if not self._loaded and _Hindered.times:
                _Hindered.times -= 1
                patch.setattr("archive.sandbox.worker_process._START_SECONDS", 1.0)
                os.kill(self._process.pid, _Hindered.what)
            super().load(call)


@pytest.mark.parametrize("what", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_is_slow_to_start_or_killed_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: signal.Signals
) -> None:
    monkeypatch.setattr("archive.sandbox.pool.WorkerProcess", _Hindered)
    monkeypatch.setattr("archive.sandbox.pool._PAUSES", (0.0, 0.0))
    monkeypatch.setattr(_Hindered, "what", what)
    with Pool(1, tmp_path, SMALL) as pool:
        monkeypatch.setattr(_Hindered, "times", 1)
        assert run(pool, "echo", n=1) == {"n": 1}
        assert _Hindered.times == 0


def test_a_machine_on_which_no_worker_starts_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.sandbox.pool.WorkerProcess", _Hindered)
    monkeypatch.setattr("archive.sandbox.pool._PAUSES", (0.0, 0.0))
    monkeypatch.setattr(_Hindered, "times", 100)
    with Pool(1, tmp_path, SMALL) as pool:
        with pytest.raises(WorkerNotStarted, match="short of memory"):
            run(pool, "echo", n=1)
        assert _Hindered.times == 97
        monkeypatch.setattr(_Hindered, "times", 0)
        assert run(pool, "echo", n=1) == {"n": 1}


def test_a_machine_that_is_short_of_processes_for_a_moment_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.sandbox.pool._PAUSES", (0.0, 0.0))
    short, really = [errno.EAGAIN, errno.ENOMEM], subprocess.Popen

    def start(*args: Any, **kwargs: Any) -> Any:
        if short:
            number = short.pop()
            raise OSError(number, os.strerror(number))
        return really(*args, **kwargs)

    monkeypatch.setattr("archive.sandbox.worker_process.subprocess.Popen", start)
    with Pool(1, tmp_path, SMALL) as pool:
        assert run(pool, "echo", n=1) == {"n": 1}


@pytest.mark.usefixtures("bare")
def test_threads_share_the_workers_and_each_gets_its_own_answer(tmp_path: Path) -> None:
    with Pool(2, tmp_path, SMALL) as pool, ThreadPoolExecutor(8) as threads:
        one, other = str(tmp_path / "one"), str(tmp_path / "other")
        pair = [threads.submit(run, pool, "meet", mine=a, other=b) for a, b in ((one, other), (other, one))]
        assert [future.result() for future in pair] == ["met", "met"], "two workers work at once"
        answers = list(threads.map(lambda n: run(pool, "echo", n=n), range(100)))
        assert answers == [{"n": n} for n in range(100)]
        workers = set(threads.map(lambda _: run(pool, "who"), range(50)))
        assert len(workers) <= 2


def test_a_bad_job_in_one_thread_leaves_the_others_alone(tmp_path: Path) -> None:
    with Pool(2, tmp_path, SMALL) as pool, ThreadPoolExecutor(2) as threads:
        bad = threads.submit(run, pool, "segfault")
        assert [run(pool, "echo", n=n)["n"] for n in range(30)] == list(range(30))
        assert isinstance(bad.exception(), WorkerCrashed)


def test_workers_outlive_the_thread_that_first_asked(pool: Pool) -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(run(pool, "who")), daemon=True)
    thread.start()
    thread.join()
    time.sleep(0.1)
    assert run(pool, "who") == found[0]


def test_closing_ends_jobs_workers_and_folders(tmp_path: Path) -> None:
    pool = Pool(2, tmp_path, Limits())
    idle = run(pool, "who")
    with ThreadPoolExecutor(2) as threads:
        ready = threading.Event()
        waiting = [threads.submit(lambda: (ready.set(), run(pool, "sleep"))) for _ in range(2)]
        ready.wait()
        time.sleep(0.3)
        pool.close()
        assert all(type(future.exception()) is WorkerError for future in waiting)
    assert not running(idle)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(WorkerError, match="run the command again"):
        run(pool, "who")
    pool.close()


def test_job_folders_come_back_when_derived_files_are_deleted(pool: Pool, tmp_path: Path) -> None:
    run(pool, "who")
    subprocess.run(["rm", "-r", tmp_path / "jobs"], check=True)
    assert run(pool, "write_some", names=["a"]) == ["a"]
    with pytest.raises(WorkerCrashed):
        run(pool, "segfault")
    assert run(pool, "echo", n=3) == {"n": 3}


PARENT = """
import signal
import sys
from pathlib import Path
from archive.sandbox import confinement
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
confinement.abilities = lambda: confinement.Abilities(0, False)
signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal, also where CI runs in the background
pool = Pool(1, Path(sys.argv[1]), Limits(wall_seconds=600))
if len(sys.argv) > 3:
    pool.run("tests.hostile.jobs:who", {}).close()
    print(pool.run("tests.hostile.jobs:who", {}).result, flush=True)
pool.run("tests.hostile.jobs:fork_and_hang", {"mark": sys.argv[2]})
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start another process with a pool whose job forked a detached child and hangs."""
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "jobs"), str(tmp_path / "child"), "say"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        yield process
        process.kill()


def test_workers_die_with_a_parent_that_is_killed_and_the_next_pool_cleans_up(
    parent: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    mark = tmp_path / "child"
    assert eventually(lambda: mark.exists() and mark.read_text() != "")
    parent.kill()
    parent.wait(60)  # its lock is released when its last thread ends, which may be after the worker
    assert eventually(lambda: not running(worker))
    child = int(mark.read_text())
    with Pool(1, tmp_path / "jobs"):
        assert len(list((tmp_path / "jobs").iterdir())) == 1, "what the killed pool left is removed"
        assert not running(child), "and the process that its job had detached is ended"


def test_ctrl_c_stops_the_parent_and_never_reaches_a_worker_first(
    parent: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    assert os.getsid(worker) == worker != os.getsid(parent.pid)
    mark = tmp_path / "child"
    assert eventually(lambda: mark.exists() and mark.read_text() != "")
    parent.send_signal(signal.SIGINT)
    parent.wait(60)
    assert not running(worker)
    assert not running(int(mark.read_text()))


def test_a_second_pool_leaves_the_folder_of_a_living_one_alone(pool: Pool, tmp_path: Path) -> None:
    job = pool.run(JOBS + "write_some", {"names": ["kept"]})
    with Pool(1, tmp_path / "jobs", SMALL) as other:
        run(other, "who")
    assert job.file("kept").exists()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkerError, match="free space"):
        Pool(1, tmp_path / "file" / "jobs")
