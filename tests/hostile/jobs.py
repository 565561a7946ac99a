"""Jobs that behave like libraries reading hostile files. They only run in workers."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from archive.errors import Encrypted, Unreadable

_KEPT: list[bytes] = []


def echo(folder: str, **arguments: Any) -> dict[str, Any]:
    return arguments


def who(folder: str) -> int:
    return os.getpid()


def keep(folder: str, megabytes: int) -> int:
    """Leak memory like a faulty library, and return the pid."""
    _KEPT.append(b"x" * (megabytes << 20))
    return os.getpid()


def environment(folder: str) -> dict[str, str]:
    return dict(os.environ)


def loop(folder: str) -> None:
    while True:
        pass


def loop_in_c(folder: str) -> None:
    sum(range(10**15))


def loop_deaf(folder: str) -> None:
    """Loop in C, ignoring every signal that can be ignored."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            continue
    sum(range(10**15))


def sleep(folder: str, seconds: float = 1000) -> str:
    time.sleep(seconds)
    return "slept"


def meet(folder: str, mine: str, other: str) -> str:
    """Wait for another job that does the same, and return as soon as they meet: only two concurrent jobs can."""
    Path(mine).touch()
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if Path(other).exists():
            return "met"
        time.sleep(0.01)
    return "alone"


def burn(folder: str, seconds: float) -> str:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "burnt"


def eat(folder: str) -> None:
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def eat_and_wrap(folder: str) -> None:
    try:
        bytearray(1 << 40)
    except MemoryError as error:
        raise ValueError("a broken table") from error


def print_much(folder: str) -> None:
    for _ in range(4096):  # more than any limit on a job's output
        print("x" * (1 << 20))


def print_in_c(folder: str) -> None:
    block = b"x" * (1 << 20)
    for _ in range(1024):
        try:
            os.write(1, block)
        except OSError:
            return


def print_frame(folder: str) -> str:
    """Write what would be a frame if frames were sent over stdout."""
    forged = b'{"id":1,"result":"forged"}'
    for descriptor in (1, 2):
        os.write(descriptor, len(forged).to_bytes(4, "big") + forged)
    return "true"


def forge(folder: str) -> str:
    """Write to every open descriptor, including the one for frames."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\x00\x00\x00\x02[]")
        except OSError:
            continue
    return "true"


def answer_much(folder: str) -> list[str]:
    return ["x" * (1 << 20)] * 1024


def announce_much(folder: str) -> None:
    """Announce a frame of 4 GB on every descriptor."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\xff\xff\xff\xff")
        except OSError:
            continue
    time.sleep(1000)


def write_huge(folder: str) -> None:
    with (Path(folder) / "huge").open("wb") as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))


def write_until_refused(folder: str) -> int:
    """Write until refused, and return the size of the file."""
    path = Path(folder) / "huge"
    with path.open("wb", buffering=0) as file:
        try:
            for _ in range(64):
                file.write(bytes(1 << 20))
        except OSError:
            return path.stat().st_size
    return path.stat().st_size


def write_many(folder: str) -> None:
    for n in range(10_000_000):
        (Path(folder) / f"{n}.txt").touch()


def write_some(folder: str, names: list[str]) -> list[str]:
    for name in names:
        (Path(folder) / name).write_text(name)
    return names


def listed(folder: str) -> list[str]:
    return [path.name for path in Path(folder).iterdir()]


def can_read(folder: str, paths: list[str]) -> list[bool]:
    return [os.access(path, os.R_OK) and _opens(path) for path in paths]


def _opens(path: str) -> bool:
    try:
        Path(path).open("rb").close()
    except OSError:
        return False
    return True


def reshape(folder: str, shape: str, to: str) -> None:
    """Replace its folder with something else."""
    if shape == "opened":
        Path(folder).chmod(0o777)
        return
    Path(folder).rmdir()
    if shape == "link":
        Path(folder).symlink_to(to)


def link_out(folder: str) -> str:
    (Path(folder) / "picture.jpg").symlink_to("/etc/passwd")
    return "picture.jpg"


def fork(folder: str, mark: str) -> str:
    """Leave a sleeping child in the worker's session, which keeps the frame descriptor open."""
    if os.fork() == 0:
        _stay(mark)
    _wait_for(mark)
    return "forked"


def fork_detached(folder: str, mark: str) -> str:
    """Leave a grandchild in its own session, like a daemon."""
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            _stay(mark)
        os._exit(0)
    os.waitpid(child, 0)
    _wait_for(mark)
    return "forked"


def fork_disguised(folder: str, mark: str) -> str:
    """Leave another program in its own session with a neutral environment."""
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            Path(mark).write_text(str(os.getpid()))
            os.execve("/bin/sleep", ["sleep", "1000"], {})
        os._exit(0)
    os.waitpid(child, 0)
    _wait_for(mark)
    return "forked"


def fork_and_die(folder: str, mark: str) -> None:
    fork_detached(folder, mark)
    os._exit(3)


def fork_and_hang(folder: str, mark: str) -> None:
    fork_detached(folder, mark)
    time.sleep(1000)


def fork_both_go_on(folder: str) -> str:
    """Return in both the job and its child, as after an unexpected fork."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
    return "parent" if child else "child"


def fork_bomb(folder: str, mark: str, most: int = 60) -> None:
    """Fork in every process; limited by a byte count in a file and by time, in case nobody stops it."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with Path(mark).open("ab") as count:
            if count.tell() < most:
                count.write(b".")
                count.flush()
                if os.fork() == 0:
                    os.setsid()
        time.sleep(0.005)


def run_program(folder: str) -> str:
    """Start a program and wait for it, which is allowed."""
    return subprocess.run([sys.executable, "-c", "print('ran')"], capture_output=True, text=True, check=True).stdout


def leave_thread(folder: str) -> int:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    return os.getpid()


def raise_error(folder: str, message: str, path: str = "", filename: str = "") -> None:
    raise ValueError(message)


def raise_unreadable(folder: str) -> None:
    raise Unreadable("The header is missing; scan the page again.")


def raise_encrypted(folder: str) -> None:
    raise Encrypted("The file needs a password; hand in a copy without.")


def leave(folder: str) -> None:
    sys.exit("gone")


def leave_at_once(folder: str) -> None:
    os._exit(0)


def segfault(folder: str) -> None:
    ctypes.string_at(1)


def kill_itself(folder: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def recurse(folder: str) -> None:
    recurse(folder)


def answer_set(folder: str) -> set[int]:
    return {1}


def import_heavy(folder: str) -> list[str]:
    """Import what readers need within the address space of a worker."""
    import lxml.etree
    import numpy
    import PIL.Image
    import pypdfium2
    import trafilatura

    modules = (lxml.etree, numpy, PIL.Image, pypdfium2, trafilatura)
    return [str(numpy.ones(1000).sum())] + [module.__name__ for module in modules]


def temporary(folder: str) -> str:
    import tempfile

    with tempfile.NamedTemporaryFile(delete=False) as file:
        return file.name


def _stay(mark: str) -> None:
    Path(mark).write_text(str(os.getpid()))
    time.sleep(1000)
    os._exit(0)


def _wait_for(mark: str) -> None:
    while not Path(mark).exists() or not Path(mark).read_text():
        time.sleep(0.01)
