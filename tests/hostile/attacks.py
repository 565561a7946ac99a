"""Attacks by injected code in a worker: each attempt returns `refused`, or what it obtained. They only run in
workers."""
# ruff: noqa: PTH104, PTH111, PTH208, PTH211

from __future__ import annotations

import ctypes
import errno
import os
import resource
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REFUSED = "refused"
LIBC = ctypes.CDLL(None, use_errno=True)
NO_LEAVE = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EXDEV)

# On x86_64 and aarch64: system calls without a library wrapper or a name in Python.
RAW = {
    "truncate": (76, 45),
    "clone": (56, 220),
    "clone3": (435, 435),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "rt_sigqueueinfo": (129, 138),
    "tgkill": (234, 131),
    "tkill": (200, 130),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "ioprio_set": (251, 30),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "sethostname": (170, 161),
    "settimeofday": (164, 170),
    "personality": (135, 92),
    "seccomp": (317, 277),
    "landlock_create_ruleset": (444, 444),
    "capset": (126, 91),
    "setuid": (105, 146),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "fchmodat2": (452, 452),
    "openat2": (437, 437),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "epoll_create1": (291, 20),
}


def raw(name: str, *arguments: Any) -> None:
    """Make a system call. Raise OSError if it fails."""
    number = RAW[name][0 if os.uname().machine == "x86_64" else 1]
    if LIBC.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), name)


def own_libc(name: str, *arguments: Any) -> None:
    if getattr(LIBC, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)


def attack(folder: str, path: str, outside: dict[str, str], parent: int) -> dict[str, str]:
    """Return the outcome of each attempt. `outside`: an original, the catalogue, their folder, a port, a secret
    file."""
    found = {name: _outcome(attempt) for name, attempt in _on_files(Path(path), outside).items()}
    found |= {name: _outcome(attempt) for name, attempt in _out_of_folder(Path(folder), Path(path), outside).items()}
    found |= {name: _outcome(attempt) for name, attempt in _on_processes(parent).items()}
    found |= {name: _outcome(attempt) for name, attempt in _on_limits().items()}
    found |= {f"socket {family}": _outcome(lambda f=family: socket.socket(f)) for family in (1, 2, 10, 16, 17, 40)}
    found["socket pair"] = _outcome(lambda: socket.socketpair())
    found["connect"] = _outcome(lambda: socket.create_connection(("127.0.0.1", int(outside["port"])), 1))
    zeros = [ctypes.create_string_buffer(256) for _ in range(4)]
    found |= {f"raw {name}": _outcome(lambda n=name: raw(n, *zeros)) for name in RAW if name not in ("clone", "clone3")}
    return found


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        got = attempt()
    except (OSError, sqlite3.OperationalError, subprocess.SubprocessError, ValueError) as error:
        number = getattr(error, "errno", None)
        if number in NO_LEAVE or isinstance(error, sqlite3.OperationalError | ValueError):
            return REFUSED
        return f"{type(error).__name__}: {error}"
    return f"got {str(got)[:80]}"


def _on_files(given: Path, outside: dict[str, str]) -> dict[str, Callable[[], object]]:
    """Return the attempts on the input itself, and on files elsewhere."""
    tried: dict[str, Callable[[], object]] = {}
    for name, file in {
        "input": given,
        **{k: Path(v) for k, v in outside.items() if k in ("original", "catalogue")},
    }.items():
        tried |= {
            f"{name}: write": lambda f=file: f.open("r+b"),
            f"{name}: append": lambda f=file: f.open("ab"),
            f"{name}: overwrite": lambda f=file: f.open("wb"),
            f"{name}: empty while reading": lambda f=file: os.open(f, os.O_RDONLY | os.O_TRUNC),
            f"{name}: empty with neither": lambda f=file: os.open(f, 3 | os.O_TRUNC),
            f"{name}: open for neither": lambda f=file: os.open(f, 3),
            f"{name}: truncate": lambda f=file: raw("truncate", str(f).encode(), 0),
            f"{name}: chmod": lambda f=file: f.chmod(0o777),
            f"{name}: times": lambda f=file: os.utime(f, (1, 1)),
            f"{name}: owner": lambda f=file: os.chown(f, os.getuid(), os.getgid()),
            f"{name}: attribute": lambda f=file: os.setxattr(f, "user.x", b"1"),
            f"{name}: unlink": lambda f=file: f.unlink(),
            f"{name}: rename": lambda f=file: f.rename(f.with_name("moved")),
            f"{name}: link": lambda f=file: os.link(f, f.with_name("linked")),
            f"{name}: by its descriptor": lambda f=file: _by_descriptor(f),
        }
    original = outside["original"]
    return tried | {
        "original: read": lambda: Path(original).read_bytes(),
        "secret: read": lambda: Path(outside["secret"]).read_bytes(),
        "folder: list": lambda: os.listdir(outside["folder"]),
        "folder: make": lambda: (Path(outside["folder"]) / "new").mkdir(),
        "folder: create": lambda: (Path(outside["folder"]) / "new.txt").write_text("x"),
        "folder: watch": lambda: own_libc("inotify_init1", 0),
        "catalogue: sqlite": lambda: sqlite3.connect(outside["catalogue"]).execute("create table planted (x)"),
        "/etc/passwd": lambda: Path("/etc/passwd").read_bytes(),
        "/": lambda: os.listdir("/"),
        "/tmp": lambda: os.listdir("/tmp"),
        "home": lambda: os.listdir(os.path.expanduser("~")),
        "/sys": lambda: os.listdir("/sys"),
        "/dev/shm": lambda: Path("/dev/shm/planted").write_text("x"),
        "/proc": lambda: os.listdir("/proc"),
        "library: write": lambda: Path(shutil.__file__).open("r+b"),
        "library: empty": lambda: os.open(outside["module"], os.O_RDONLY | os.O_TRUNC),
    }


def _by_descriptor(file: Path) -> object:
    """O_PATH needs no permission; its descriptor must be useless."""
    held = os.open(file, os.O_PATH)
    try:
        return os.open(f"/proc/self/fd/{held}", os.O_RDWR)
    finally:
        os.close(held)


def _out_of_folder(folder: Path, given: Path, outside: dict[str, str]) -> dict[str, Callable[[], object]]:
    (folder / "mine").write_text("x")
    return {
        "move mine out": lambda: os.rename(folder / "mine", Path(outside["folder"]) / "mine"),
        "link mine out": lambda: os.link(folder / "mine", Path(outside["folder"]) / "mine"),
        "link the original in": lambda: os.link(outside["original"], folder / "theirs"),
        "link the input in": lambda: os.link(given, folder / "theirs"),
        "move the input in": lambda: os.rename(given, folder / "theirs"),
        "symlink": lambda: os.symlink(outside["original"], folder / "there"),
        "pipe": lambda: os.mkfifo(folder / "pipe"),
        "device": lambda: os.mknod(folder / "device", 0o020666, os.makedev(1, 3)),
        "make it a program": lambda: (folder / "mine").chmod(0o755),
        "beside the input": lambda: (given.parent / "planted").write_text("x"),
        "beside the folders": lambda: (given.parents[1] / "planted").write_text("x"),
        "other jobs": lambda: os.listdir(given.parents[2]),
    }


def _on_processes(parent: int) -> dict[str, Callable[[], object]]:
    here = os.getpid()
    return {
        "fork": os.fork,
        "vfork": lambda: _in_child(LIBC.vfork()),
        "clone": lambda: raw("clone", signal.SIGCHLD, None, None, None, None),
        "clone3": lambda: raw(
            "clone3", struct.pack("11Q", *([0] * 4), signal.SIGCHLD, *([0] * 6)), ctypes.c_size_t(88)
        ),
        "exec": lambda: os.execv("/bin/true", ["true"]),
        "exec of python": lambda: os.execv(sys.executable, ["python", "-c", ""]),
        "run": lambda: subprocess.run(["/bin/true"], check=True),
        "kill the parent": lambda: os.kill(parent, 0),
        "kill all": lambda: os.kill(-1, 0),
        "kill the group": lambda: os.killpg(os.getpgid(here), 0),
        "kill init": lambda: os.kill(1, 0),
        "signal a thread of the parent": lambda: raw("tgkill", parent, parent, 0),
        "signals on input": lambda: _own_signals(parent),
        "trace the parent": lambda: raw("ptrace", 16, parent, None, None),
        "memory of the parent": lambda: Path(f"/proc/{parent}/mem").open("rb"),
        "environment of the parent": lambda: Path(f"/proc/{parent}/environ").read_bytes(),
        "command line of the parent": lambda: Path(f"/proc/{parent}/cmdline").read_bytes(),
        "files of the parent": lambda: os.listdir(f"/proc/{parent}/fd"),
        "limits of the parent": lambda: resource.prlimit(parent, resource.RLIMIT_NOFILE),
        "lower limits of the parent": lambda: resource.prlimit(parent, resource.RLIMIT_CORE, (0, 0)),
        "priority of the parent": lambda: os.setpriority(os.PRIO_PROCESS, parent, 19),
        "priority of the user": lambda: os.setpriority(os.PRIO_USER, 0, 19),
        "priority of the group": lambda: os.setpriority(os.PRIO_PGRP, 0, 19),
        "processors of the parent": lambda: os.sched_setaffinity(parent, {0}),
        "session": os.setsid,
        "group": lambda: os.setpgid(0, 0),
    }


def _in_child(pid: int) -> int:
    if pid == 0:
        os._exit(0)
    if pid < 0:
        raise OSError(ctypes.get_errno(), "vfork")
    return pid


def _own_signals(parent: int) -> object:
    """Let the kernel send a signal to another process when data arrives (F_SETOWN)."""
    import fcntl

    return fcntl.fcntl(0, fcntl.F_SETOWN, parent)


def _on_limits() -> dict[str, Callable[[], object]]:
    tried: dict[str, Callable[[], object]] = {"dumpable": lambda: own_libc("prctl", 4, 1, 0, 0, 0)}
    for name in ("AS", "FSIZE", "CPU", "NOFILE", "CORE", "MEMLOCK"):
        which = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(which)[1]
        tried[f"raise {name}"] = lambda w=which, h=hard: resource.setrlimit(w, (h, h + 1))
        tried[f"lift {name}"] = lambda w=which: resource.setrlimit(w, (resource.RLIM_INFINITY,) * 2)
    return tried


def dumpable(folder: str) -> int:
    """PR_GET_DUMPABLE."""
    return LIBC.prctl(3, 0, 0, 0, 0)


def useful(folder: str, path: str) -> dict[str, object]:
    """Try what readers need: their input, their folder, threads, time, random numbers, SQLite in memory, temporary
    files."""
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(threading.get_native_id()), name="useful", daemon=True)
    thread.start()
    thread.join()
    deep = Path(folder) / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "one").write_bytes(os.urandom(8))
    (deep / "one").rename(deep / "three")
    (Path(folder) / "two").write_bytes((deep / "three").read_bytes())
    with (Path(folder) / "two").open("r+b") as file:
        file.truncate(4)
    shutil.copyfile(path, Path(folder) / "copy")
    shutil.rmtree(Path(folder) / "a")
    time.sleep(0.001)
    rows = sqlite3.connect(":memory:").execute("select 1 + 1").fetchone()
    return {
        "input": Path(path).read_text(),
        "thread": len(seen),
        "sqlite": rows[0],
        "left": sorted(os.listdir(folder)),
        "zone": time.tzname[0] != "" and time.localtime().tm_year > 2000,
        "null": Path(os.devnull).write_text("x"),
    }


def programs(folder: str, path: str, outside: dict[str, str]) -> dict[str, str]:
    """Return which programs a worker that may start `cat` can start, and what these can read."""

    def said(*command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    return {
        "cat input": said("/bin/cat", path),
        "cat original": said("/bin/cat", outside["original"]),
        "cat secret": said("/bin/cat", outside["secret"]),
        "true": _outcome(lambda: subprocess.run(["/bin/true"], check=True)),
        "python": _outcome(lambda: subprocess.run([sys.executable, "-c", ""], check=True)),
        "socket": _outcome(lambda: socket.socket()),
        "kill the parent": _outcome(lambda: os.kill(os.getppid(), 0)),
        "write outside": _outcome(lambda: (Path(outside["folder"]) / "new").write_text("x")),
    }
