"""Confine a worker before it imports a library or reads a foreign byte.

Landlock restricts files, a seccomp filter system calls, hard limits the rest; nobody may read its memory. The starter
names readable files and what the kernel supports. A worker that cannot apply all of it does not start. Only the
standard library is imported here.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import struct
import sys
import sysconfig
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from archive.sandbox import system_calls
from archive.sandbox.limits import Limits

NEWEST_ABI = 6  # highest Landlock ABI in use
FILES = 256  # that a worker may have open
TO_ANSWER = 256 << 20  # bytes of address space beyond the limit of a job, for reporting that it was reached
JOBS = 200  # times the CPU time of a job that a worker may use in its life

# include/uapi/linux/prctl.h, seccomp.h, capability.h
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_SET_MODE_FILTER = 1
_CAPABILITY_VERSION = 0x20080522
_READS_ALL = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
# numbers of system calls, by kind of processor: seccomp, capset
_NUMBERS = {"x86_64": (317, 126), "aarch64": (277, 91)}
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446

# include/uapi/linux/landlock.h: rights over files, and how many each ABI supports
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << n for n in range(6))
_MAKE_DIR, _MAKE_REG, _REFER, _TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_DIR
_FILL = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16, 6: 16}
_TCP, _SCOPES = 0b11, 0b11  # binding and connecting; abstract sockets and signals

# system files that libraries read: other libraries, time zones, fonts, names of media types
_OF_THE_MACHINE = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/nix/store"),
    *("/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom", "/etc/mime.types", "/usr/local/etc/mime.types"),
    *("/etc/httpd/mime.types", "/etc/httpd/conf/mime.types", "/etc/apache/mime.types", "/etc/apache2/mime.types"),
    *("/usr/local/etc/httpd/conf/mime.types", "/usr/local/lib/netscape/mime.types"),
    *("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts"),
)


class Abilities(NamedTuple):
    """What the kernel can enforce on a worker: the ABI of Landlock, 0 without it; whether seccomp is available for this
    processor."""

    landlock: int
    seccomp: bool


class Program(NamedTuple):
    """A program that a worker may start, and the files and folders it reads. `office`: it is LibreOffice, which does
    not run without sockets; those it gets reach nothing."""

    path: str
    reads: tuple[str, ...] = ()
    office: bool = False


class Bounds(NamedTuple):
    """What a worker may do: files and folders it reads, folders whose names it sees, the one it writes to, and a
    program it starts with its loader; the abilities used to enforce this; and whether the program is an office (see
    Program)."""

    reads: list[str]
    lists: list[str]
    fills: str
    starts: list[str]
    landlock: int
    seccomp: bool
    office: bool = False


@lru_cache(maxsize=1)
def abilities() -> Abilities:
    """Return what the kernel and container of this machine let a worker enforce on itself."""
    if sys.platform != "linux":
        return Abilities(0, False)
    libc = ctypes.CDLL(None, use_errno=True)
    abi = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)  # LANDLOCK_CREATE_RULESET_VERSION
    number, _ = _NUMBERS.get(os.uname().machine, (None, None))
    # A kernel that supports it checks the filter first, and finds none.
    known = number is not None and libc.syscall(number, _SET_MODE_FILTER, 0, None) == -1
    return Abilities(max(0, min(abi, NEWEST_ABI)), known and ctypes.get_errno() == errno.EFAULT)


def bounds(fills: Path, inputs: Path, reads: Iterable[Path], program: Program | None) -> Bounds:
    """Return the bounds of a worker that writes to one folder and gets inputs in another."""
    able = abilities()
    libraries, lists = _libraries(tuple(sys.path))
    readable = [*libraries, str(inputs), *map(str, reads)]
    starts: list[str] = []
    if program is not None:
        starts = _started_by(program.path)
        readable += filter(None, program.reads)
    office = program is not None and program.office
    return Bounds(readable, lists, str(fills), starts, able.landlock, able.seccomp, office)


@lru_cache(maxsize=2)
def _libraries(path: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the interpreter, what it imports from `path`, and system files that libraries read; and those folders on
    the path with other content, such as a working copy: their names are visible, and only packages and modules
    readable."""
    paths = sysconfig.get_paths()
    named: list[str] = [*_OF_THE_MACHINE, f"{sys.base_prefix}/lib", *os.environ.get("LD_LIBRARY_PATH", "").split(":")]
    named += (paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    found = [one for one in dict.fromkeys(os.path.realpath(one) for one in named if one) if Path(one).exists()]
    lists = []
    for entry in dict.fromkeys(os.path.realpath(one) for one in (*path, str(Path(__file__).parents[2]))):
        folder = Path(entry)
        if any(folder.is_relative_to(one) for one in found) or not folder.exists():
            continue
        if folder.is_file() or any(folder.glob("*.dist-info")):
            found.append(entry)
        elif there := [one for one in folder.glob("*") if one.suffix in (".py", ".so") or any(one.glob("*.py"))]:
            found += map(str, there)
            lists.append(entry)
    return found, lists


def _started_by(program: str) -> list[str]:
    """Return the program and what the kernel starts it with; for a script also its interpreter (execve(2))."""
    path = os.path.realpath(program)
    with Path(path).open("rb") as file:
        line = file.readline(256)
    if line[:2] == b"#!" and (words := line[2:].split()):
        return [path, *_started_by(os.fsdecode(words[0]))]
    return [path, *_loader(path)]


def _loader(program: str) -> list[str]:
    """Return the loader of a program: the path in the PT_INTERP segment of its ELF header (elf(5))."""
    with Path(program).open("rb") as file:
        head = file.read(4096)
    if head[:5] != b"\x7fELF\x02":
        return []
    table, size, count = *struct.unpack_from("<Q", head, 32), *struct.unpack_from("<HH", head, 54)
    for at in range(table, min(table + size * count, len(head) - 55), size):
        kind, _, offset, _, _, length = struct.unpack_from("<IIQQQQ", head, at)
        if kind == 3 and offset + length <= len(head):
            return [head[offset : offset + length].rstrip(b"\0").decode()]
    return []


def confine(within: Bounds, limits: Limits) -> None:
    """Apply all restrictions to this process, permanently. Raise OSError if one cannot be applied."""
    _limit(limits)
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    _checked(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0))
    _checked(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    machine = os.uname().machine
    if os.geteuid() == 0 and machine in _NUMBERS:
        _drop_capabilities(libc, _NUMBERS[machine][1])
    if within.landlock:
        _restrict_files(libc, within)
    if within.seccomp:
        filter_ = system_calls.allowed(machine, os.getpid(), bool(within.starts), within.office)
        held = ctypes.create_string_buffer(filter_, len(filter_))
        told = struct.pack("HxxxxxxP", len(filter_) // 8, ctypes.addressof(held))
        _checked(libc.syscall(_NUMBERS[machine][0], _SET_MODE_FILTER, 0, told))


def _checked(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"it cannot be confined: {os.strerror(number)}")
    return answer


def _limit(limits: Limits) -> None:
    """Set limits that the process cannot raise again; those of each job are within them."""
    hard = {
        resource.RLIMIT_CORE: 0,  # a core dump may contain what is not released
        resource.RLIMIT_AS: limits.memory_bytes + TO_ANSWER,
        resource.RLIMIT_FSIZE: limits.output_bytes,
        resource.RLIMIT_CPU: JOBS * limits.cpu_seconds,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for which, value in hard.items():
        _, now = resource.getrlimit(which)
        value = value if now == resource.RLIM_INFINITY else min(value, now)
        resource.setrlimit(which, (value, value))


def _drop_capabilities(libc: ctypes.CDLL, number: int) -> None:
    """Keep only root's right to read files of others, which Landlock and the filter restrict: the other capabilities
    could raise limits again."""
    head = struct.pack("Ii", _CAPABILITY_VERSION, 0)
    own = ctypes.create_string_buffer(24)
    _checked(libc.syscall(number - 1, head, own))  # capget
    low = [value & _READS_ALL for value in struct.unpack("6I", own.raw)[:2]]
    _checked(libc.syscall(number, head, struct.pack("6I", *low, 0, 0, 0, 0)))


def _restrict_files(libc: ctypes.CDLL, within: Bounds) -> None:
    abi = within.landlock
    handled = (1 << _RIGHTS[abi]) - 1
    # struct landlock_ruleset_attr, in the length known to the ABI
    told = struct.pack("QQQ", handled, _TCP, _SCOPES)[: 8 if abi < 4 else 16 if abi < 6 else 24]
    rules = _checked(libc.syscall(_CREATE_RULESET, told, ctypes.c_size_t(len(told)), 0))
    for path in within.reads:
        _allow(libc, rules, path, _READ)
    for path in within.lists:
        _allow(libc, rules, path, _READ_DIR)
    _allow(libc, rules, within.fills, handled & _FILL)
    for path in within.starts:
        _allow(libc, rules, path, _EXECUTE | _READ_FILE)
    _allow(libc, rules, os.devnull, _READ_FILE | _WRITE_FILE)
    _checked(libc.syscall(_RESTRICT_SELF, rules, 0))
    os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    """Allow access to a path. A missing path needs no rule."""
    try:
        there = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112
            rights &= _OF_A_FILE
        rule = struct.pack("=Qi", rights, there)  # struct landlock_path_beneath_attr
        _checked(libc.syscall(_ADD_RULE, rules, 1, rule, 0))
    finally:
        os.close(there)
