"""System calls that a worker may make, as a seccomp filter in classic BPF, for x86_64 and aarch64.

All others are refused, including those of future kernels. Numbers are from the kernel's
`arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h`.
"""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from collections.abc import Iterable
from typing import NamedTuple

# name, number on x86_64, number on aarch64
_NUMBERS = """
read 0 63|write 1 64|open 2 -|close 3 57|stat 4 -|fstat 5 80|lstat 6 -|poll 7 -|lseek 8 62|mmap 9 222|mprotect 10 226
munmap 11 215|brk 12 214|rt_sigaction 13 134|rt_sigprocmask 14 135|rt_sigreturn 15 139|ioctl 16 29|pread64 17 67
pwrite64 18 68|readv 19 65|writev 20 66|access 21 -|select 23 -|sched_yield 24 124|mremap 25 216|msync 26 227
madvise 28 233|dup 32 23|dup2 33 -|pause 34 -|nanosleep 35 101|getitimer 36 102|alarm 37 -|setitimer 38 103
getpid 39 172|sendfile 40 71|clone 56 220|vfork 58 -|execve 59 221|exit 60 93|wait4 61 260|kill 62 129
uname 63 160|fcntl 72 25|fsync 74 82|fdatasync 75 83|ftruncate 77 46|getdents 78 -|getcwd 79 17|chdir 80 49
rename 82 -|mkdir 83 -|rmdir 84 -|unlink 87 -|readlink 89 -|umask 95 166|gettimeofday 96 169|getrlimit 97 163
getrusage 98 165|sysinfo 99 179|times 100 153|getuid 102 174|getgid 104 176|geteuid 107 175|getegid 108 177
getppid 110 173|getpgrp 111 -|getgroups 115 158|getresuid 118 148|getresgid 120 150|getpgid 121 155|getsid 124 156
rt_sigpending 127 136|rt_sigtimedwait 128 137|rt_sigsuspend 130 133|sigaltstack 131 132|statfs 137 43|fstatfs 138 44
setpriority 141 140|prctl 157 167|arch_prctl 158 -|gettid 186 178|time 201 -|futex 202 98|sched_getaffinity 204 123
getdents64 217 61|set_tid_address 218 96|restart_syscall 219 128|fadvise64 221 223|clock_gettime 228 113
clock_getres 229 114|clock_nanosleep 230 115|exit_group 231 94|tgkill 234 131|waitid 247 95|openat 257 56
mkdirat 258 34|newfstatat 262 79|unlinkat 263 35|renameat 264 38|readlinkat 267 78|faccessat 269 48|pselect6 270 72
ppoll 271 73|set_robust_list 273 99|fallocate 285 47|dup3 292 24|pipe2 293 59|preadv 295 69|pwritev 296 70
prlimit64 302 261|getcpu 309 168|renameat2 316 276|getrandom 318 278|membarrier 324 283|copy_file_range 326 285
preadv2 327 286|pwritev2 328 287|statx 332 291|rseq 334 293|clone3 435 435|close_range 436 436|openat2 437 437
faccessat2 439 439|mseal 462 462|socket 41 198|bind 49 200|listen 50 201|socketpair 53 199
eventfd2 290 19
"""
_NEWEST = 462  # of the numbers above: the C library has fallbacks for newer ones if the kernel seems to lack them

# _CHECKED are allowed depending on an argument, _OF_A_PROGRAM only to a worker that starts a program. _SAID_TO_LACK are
# reported as missing: the C library has fallbacks for them.
_CHECKED = (
    "open",
    "openat",
    "clone",
    "kill",
    "tgkill",
    "prlimit64",
    "setpriority",
    "prctl",
    "ioctl",
    "fcntl",
    "socket",
    "socketpair",
)
_OF_A_PROGRAM = ("vfork", "execve", "chdir", "dup2", "dup3", "pipe2")
# For LibreOffice. It exits if it cannot listen for a second instance of itself, so listening appears to succeed.
_OF_AN_OFFICE = ("socket", "socketpair", "eventfd2", "bind", "listen")
_PRETENDED = ("bind", "listen")
_SAID_TO_LACK = ("clone3", "openat2")

# include/uapi/linux/sched.h: a thread, and flags beyond a thread or plain child (other namespaces, our own parent or
# tracer)
_CLONE_THREAD, _CLONE_MORE = 0x10000, 0x7E02A080
_PRCTL = (3, 15, 16, 0x53564D41)  # PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_SET_VMA (names of mappings)
_IOCTL = (
    0x5401,
    0x802C542A,
    0x5413,
    0x541B,
    0x5450,
    0x5451,
)  # TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONCLEX, FIOCLEX
_FCNTL = (fcntl.F_DUPFD, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL, fcntl.F_DUPFD_CLOEXEC)
# A file opened for reading must not be truncated by that (O_TRUNC), nor one opened for neither (3), which Landlock
# allows before ABI 3.
_WRITING = (os.O_WRONLY, os.O_RDWR)
_OPENING = (os.O_RDONLY, *_WRITING, *(how | os.O_TRUNC for how in _WRITING))
_WAYS = os.O_ACCMODE | os.O_TRUNC
_ALL = 0xFFFFFFFF
_AF_UNIX = 1


class Machine(NamedTuple):
    """A kind of processor: its number for seccomp (AUDIT_ARCH), its column of numbers, and the offset of a second set
    of system calls (x32)."""

    audit: int
    column: int
    second_set: int = 0


MACHINES = {"x86_64": Machine(0xC000003E, 1, 0x40000000), "aarch64": Machine(0xC00000B7, 2)}

_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
REFUSED, LACKING, PRETENDED = _ERROR | errno.EPERM, _ERROR | errno.ENOSYS, _ERROR  # no error, and nothing is done
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16  # struct seccomp_data

Instruction = tuple[int, int, int, int]
Check = tuple[int, int, tuple[int, ...]]  # argument, mask, allowed values


def numbers(machine: str) -> dict[str, int]:
    """Return the number of each of these system calls on a kind of processor."""
    rows = (row.split() for row in _NUMBERS.replace("\n", "|").split("|") if row)
    column = MACHINES[machine].column
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def allowed(machine: str, pid: int, program: bool = False, office: bool = False) -> bytes:
    """Return the filter for a process with that pid, as an array of struct sock_filter. `program`: it may start the one
    that Landlock allows. `office`: that is LibreOffice, which may have sockets that reach nothing."""
    kind, number = MACHINES[machine], numbers(machine)
    made: list[Instruction] = [(_LOAD, 0, 0, _MACHINE_AT), (_EQUAL, 1, 0, kind.audit), (_RETURN, 0, 0, REFUSED)]
    made.append((_LOAD, 0, 0, _NUMBER_AT))
    if kind.second_set:
        made += [(_AT_LEAST, 0, 1, kind.second_set), (_RETURN, 0, 0, REFUSED)]
    closed = (*(() if program else _OF_A_PROGRAM), *(() if office else _OF_AN_OFFICE))
    for name, checks in _checks(pid, program).items():
        if name in number and name not in closed:
            made += _when(number[name], checks)
    other = (*_CHECKED, *_SAID_TO_LACK, *closed)
    for name, one in number.items():
        if name not in other:
            made += [(_EQUAL, 0, 1, one), (_RETURN, 0, 0, PRETENDED if name in _PRETENDED else _ALLOW)]
    for name in _SAID_TO_LACK:
        made += [(_EQUAL, 0, 1, number[name]), (_RETURN, 0, 0, LACKING)]
    made += [(_AT_LEAST, 0, 1, _NEWEST + 1), (_RETURN, 0, 0, LACKING), (_RETURN, 0, 0, REFUSED)]
    return b"".join(struct.pack("=HBBI", *one) for one in made)


def _checks(pid: int, program: bool) -> dict[str, list[Check]]:
    """Return the conditions on arguments of system calls; only the process itself may be the target."""
    children = (0, _CLONE_THREAD) if program else (_CLONE_THREAD,)
    return {
        "openat": [(2, _WAYS, _OPENING)],
        "open": [(1, _WAYS, _OPENING)],
        "fcntl": [(1, _ALL, _FCNTL)],
        "ioctl": [(1, _ALL, _IOCTL)],
        "clone": [(0, _CLONE_THREAD | _CLONE_MORE, children)],
        "kill": [(0, _ALL, (pid,))],
        "tgkill": [(0, _ALL, (pid,))],
        "prlimit64": [(0, _ALL, (0,))],
        "setpriority": [(0, _ALL, (os.PRIO_PROCESS,)), (1, _ALL, (0,))],
        "prctl": [(0, _ALL, _PRCTL)],
        "socket": [(0, _ALL, (_AF_UNIX,))],
        "socketpair": [(0, _ALL, (_AF_UNIX,))],
    }


def _when(number: int, checks: Iterable[Check]) -> list[Instruction]:
    """Return instructions that decide one system call, and are skipped for all others. All checked arguments have 32
    bits."""
    inner: list[Instruction] = []
    for argument, bits, values in checks:
        inner += [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument), (_AND, 0, 0, bits)]
        inner += [(_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
        inner.append((_RETURN, 0, 0, REFUSED))
    inner.append((_RETURN, 0, 0, _ALLOW))
    return [(_EQUAL, 0, len(inner), number), *inner]
