"""One worker from the pool's side: started, given jobs, watched, and ended with all its processes."""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from archive.errors import PressArchiveError
from archive.sandbox import confinement, process_cleanup, protocol, worker_errors
from archive.sandbox.confinement import Program
from archive.sandbox.job_folders import JobFolders, is_fresh, make_folder, no_folder, remove_tree
from archive.sandbox.limits import Limits

_START_SECONDS = 600.0  # for starting and importing, which no file can prolong, but a busy machine can a lot
_UNCOUNTED_SECONDS = 0.5  # of waiting for a processor: the kernel counts it when the process runs again
_ENTRY_BYTES = 4096  # minimum size counted for a file, so that a million empty ones reach the limit too
_SHORT_OF = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE)
_SOUND = (None, "unreadable", "encrypted", "raised")  # ends of a job after which the worker is still good
_ONE_THREAD = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "BLIS", "RAYON")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_PASSED_ON = ("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SOURCE_DATE_EPOCH")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerTask:
    """One job: the function, its arguments and limits. The file at the argument `path` is its input."""

    call: str
    arguments: dict[str, Any]
    limits: Limits

    @property
    def name(self) -> str:
        """Return the name of its file for a sentence."""
        return worker_errors.label(self.arguments)


class WorkerPermissions(NamedTuple):
    """What a worker may do in its life, for all jobs: the maximum limits, folders that it reads besides its inputs and
    the libraries, and a program that it may start."""

    limits: Limits
    reads: tuple[Path, ...] = ()
    program: Program | None = None


def environment(token: str) -> dict[str, str]:
    """Return the environment of a worker: no settings, no secrets; one thread per library; its token."""
    env = {k: v for k, v in os.environ.items() if k in _PASSED_ON or k.startswith(("LC_", "PYTHON"))}
    env |= {f"{library}_NUM_THREADS": "1" for library in _ONE_THREAD}
    env["MALLOC_ARENA_MAX"] = "2"  # each arena of glibc reserves 64 MB of the address space
    env["PYTHONPATH"] = os.pathsep.join(str(Path(path).absolute()) for path in sys.path)
    env[process_cleanup.TOKEN] = token
    return env


class WorkerProcess:
    """A running `python -m archive.sandbox`. `usable` says whether it may get another job, `jobs` how many it had.
    `folder` is the one that the present job writes to. It is in the only folder that the worker can write, and what a
    job leaves is moved out before the next one begins; a job's input is put into another folder, and removed with it.

    Create it in a thread that lives as long as it should: the kernel kills it when the thread that started it ends.
    Raise WorkerError if it cannot be started.
    """

    def __init__(self, ground: JobFolders, token: str, leave: WorkerPermissions) -> None:
        self.usable = True
        self.jobs = 0
        self.first_memory = 0  # bytes it held after its first jobs, to check whether it has grown
        self._token = token
        self._cancelled = False
        self._ended = False
        self._loaded: set[str] = set()
        self._asked = ""  # what it was told to load, and has not confirmed yet
        self._ground = ground
        self._log_path = ground.path / f"{token}.log"
        self._home = ground.path / token
        self._inputs, self._outputs = self._home / "in", self._home / "out"
        self.folder = self._outputs / "job"
        make_folder(self._inputs)
        make_folder(self._outputs)
        try:
            self._process, self._channel = self._start(leave)
        except OSError as error:
            remove_tree(self._home)
            failed = worker_errors.not_started if error.errno in _SHORT_OF else worker_errors.cannot_start
            raise failed(str(error.strerror)) from error

    def _start(self, leave: WorkerPermissions) -> tuple[subprocess.Popen[bytes], protocol.Channel]:
        bounds = confinement.bounds(self._outputs, self._inputs, leave.reads, leave.program)
        told: dict[str, Any] = {"parent": os.getpid(), "bounds": bounds._asdict(), "limits": asdict(leave.limits)}
        from_parent, to_worker = os.pipe()
        from_worker, to_parent = os.pipe()
        told |= {"reading": from_parent, "writing": to_parent}
        command = [sys.executable, "-P", "-m", "archive.sandbox", json.dumps(told)]
        try:
            with self._log_path.open("ab") as log:
                process = subprocess.Popen(  # noqa: S603 - our own program
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=(from_parent, to_parent),
                    env=environment(self._token),
                    start_new_session=True,
                )
        except OSError:
            os.close(from_worker)
            os.close(to_worker)
            raise
        finally:
            os.close(from_parent)
            os.close(to_parent)
        return process, protocol.Channel(from_worker, to_worker)

    def memory(self) -> int:
        """Return the bytes of main memory that it uses; 0 if it has ended, or if unknown."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * _PAGE_BYTES

    def _waited_seconds(self) -> float:
        """Return the time in its life that it could have run while other programs had the processors; 0 if it has
        ended, or if unknown."""
        try:
            return int(Path(f"/proc/{self._process.pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def begin(self, call: str) -> None:
        """Make it load a function before the first task. `run` reports errors of that."""
        with contextlib.suppress(EOFError, protocol.DeadlinePassed):
            self._channel.send(_to_load(call), protocol.within(_START_SECONDS), self._watch_life)
            self._asked = call

    def run(self, task: WorkerTask) -> Any:
        """Return the function's result. Raise the errors of `Pool.run`; `usable` is False if it must be ended."""
        self.load(task.call)
        self.usable = False
        self.jobs += 1
        try:
            answer = self._ask(task, self._handed_in(task))
        finally:
            self._input.unlink(missing_ok=True)
        if answer.get("children"):
            raise worker_errors.left_processes(task.name)
        if answer.get("flooded") or self._written_bytes() > task.limits.output_bytes:
            raise worker_errors.wrote_too_much(task.name, task.limits)
        self.usable = answer.get("error") in _SOUND and not answer.get("stale")
        if "error" in answer:
            raise worker_errors.reported(answer, task.name, task.limits, self._home)
        return answer["result"]

    @property
    def _input(self) -> Path:
        """Return where the present job's input is, under a new name each time, because libraries cache data by file
        name."""
        return self._inputs / str(self.jobs)

    def _handed_in(self, task: WorkerTask) -> dict[str, Any]:
        """Return a task's arguments, with its input where the worker can read it; its folder is empty."""
        if not is_fresh(self.folder):
            remove_tree(self.folder)
            make_folder(self.folder)
        path = task.arguments.get("path")
        if not isinstance(path, str):
            return task.arguments
        try:
            _hand_in(path, self._input)
        except OSError as error:
            raise no_folder(self._outputs, error) from error
        return task.arguments | {"path": str(self._input)}

    def left(self) -> Path:
        """Return what the last job left in its folder, moved to a folder that the worker cannot reach. If it left
        nothing, that folder does not exist and its own is reused: creating and removing one for each text of a disk
        would be most of the file system's writes."""
        kept = self._ground.job_folder()
        if self.folder.is_dir() and not self.folder.is_symlink() and not is_fresh(self.folder):
            try:
                self.folder.rename(kept)
            except OSError as error:
                raise no_folder(kept, error) from error
        return kept

    def load(self, call: str) -> None:
        """Make it load a function, if it has not. Raise WorkerError; WorkerNotStarted if another worker may succeed."""
        if call in self._loaded:
            return
        self.usable = False
        if self._asked not in ("", call):
            self.load(self._asked)
        begun, self._asked = self._asked == call, ""
        deadline = protocol.within(_START_SECONDS)
        try:
            if not begun:
                self._channel.send(_to_load(call), deadline, self._watch_life)
            answer = protocol.decode(self._channel.receive(1 << 16, deadline, self._watch_life))
        except (EOFError, protocol.DeadlinePassed, protocol.FrameTooLong, ValueError):
            raise self._why_not_started() from None
        if answer:
            raise worker_errors.cannot_start(f"{call}: {answer['error']}")
        self._loaded.add(call)
        self.usable = True

    def _why_not_started(self) -> PressArchiveError:
        status = self._ended_how()
        if self._cancelled:
            return worker_errors.pool_closed()
        if status is None:
            return worker_errors.not_started(f"it gave no sign for {_START_SECONDS:.0f} seconds")
        if status.si_code != os.CLD_EXITED and status.si_status == signal.SIGKILL:
            return worker_errors.not_started("it was killed")
        lines = self._printed().decode(errors="replace").strip().splitlines()
        return worker_errors.cannot_start(lines[-1] if lines else "it ended")

    def _ask(self, task: WorkerTask, arguments: dict[str, Any]) -> dict[str, Any]:
        request = {
            "id": self.jobs,
            "call": task.call,
            "folder": str(self.folder),
            "arguments": arguments,
            "limits": asdict(task.limits),
        }
        payload = protocol.encode(request)
        end, waited = time.monotonic() + task.limits.wall_seconds, self._waited_seconds()

        def deadline() -> float:
            late = task.limits.patient and time.monotonic() >= end
            return end + self._waited_seconds() - waited + _UNCOUNTED_SECONDS if late else end

        def watch() -> None:
            self._watch(task)

        try:
            self._channel.send(payload, deadline, watch)
            answer = protocol.decode(self._channel.receive(task.limits.frame_bytes, deadline, watch))
        except protocol.DeadlinePassed:
            raise worker_errors.timed_out(task.name, task.limits) from None
        except protocol.FrameTooLong:
            raise worker_errors.answered_too_much(task.name, task.limits) from None
        except EOFError:
            raise self._verdict(task) from None
        except (ValueError, RecursionError):
            raise worker_errors.answered_nonsense(task.name) from None
        if not isinstance(answer, dict) or answer.get("id") != self.jobs or not {"result", "error"} & answer.keys():
            raise worker_errors.answered_nonsense(task.name)
        return answer

    def _watch(self, task: WorkerTask) -> None:
        self._watch_life()
        if self._written_bytes() > task.limits.output_bytes:
            raise worker_errors.wrote_too_much(task.name, task.limits)
        if process_cleanup.count(self._process.pid) > task.limits.processes:
            raise worker_errors.left_processes(task.name)

    def _watch_life(self) -> None:
        """Check that it lives. A process left by a job may hold the frames open, so their end alone is not enough."""
        if self._exit() is not None:
            raise EOFError

    @property
    def alive(self) -> bool:
        """Return whether it is running, and has its folders: all derived files may be deleted at any time."""
        return self._exit() is None and self._inputs.is_dir() and self._outputs.is_dir()

    def _exit(self) -> os.waitid_result | None:
        """Return its exit status, leaving it unreaped: its pid must not be reused until the cleanup is done."""
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)

    def _ended_how(self) -> os.waitid_result | None:
        """Return how it ended; its frames end slightly before it does."""
        deadline = time.monotonic() + 1
        while (status := self._exit()) is None and time.monotonic() < deadline:
            time.sleep(0.002)
        return status

    def _verdict(self, task: WorkerTask) -> PressArchiveError:
        status = self._ended_how()
        if self._cancelled:
            return worker_errors.pool_closed()
        printed = self._printed()
        _log.info("a worker ended in %s", task.call)  # its output may be of a held file, and so may its name
        return worker_errors.died(task.name, task.limits, status, printed)

    def _written_bytes(self) -> int:
        total = 0
        with contextlib.suppress(OSError):
            total += self._log_path.stat().st_size
        unseen, own = [str(self._outputs)], str(self.folder)
        while unseen:
            with contextlib.suppress(OSError), os.scandir(unseen.pop()) as entries:
                for entry in entries:
                    if entry.path != own:
                        total += max(entry.stat(follow_symlinks=False).st_size, _ENTRY_BYTES)
                    if entry.is_dir(follow_symlinks=False):
                        unseen.append(entry.path)
        return total

    def _printed(self) -> bytes:
        try:
            with self._log_path.open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
                return log.read()
        except OSError:
            return b""

    def cancel(self) -> None:
        """Kill it under the thread that waits for its answer, which then calls `end`."""
        self._cancelled = True
        if not self._ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Kill it and every process it started, reap it, close its frames and remove its log."""
        if self._ended:
            return
        self._ended = True
        process_cleanup.end(self._process.pid, self._token)
        self._process.wait()
        self._channel.close()
        self._log_path.unlink(missing_ok=True)
        remove_tree(self._home)


def _hand_in(path: str, given: Path) -> None:
    """Put the file at `path` where a worker reads its input, as a hard link if possible, else as a copy. The link does
    not endanger the original: the folder is read-only, and no worker may change modes or times. If the file is missing,
    its reader reports that. Raise OSError if there is no space for a copy."""
    try:
        if not os.path.islink(path):  # noqa: PTH114
            os.link(path, given)
            return
    except OSError:  # another disk, a file of another account, a file system without links
        pass
    try:
        shutil.copyfile(path, given)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise


def _to_load(call: str) -> bytes:
    return protocol.encode({"load": call})
