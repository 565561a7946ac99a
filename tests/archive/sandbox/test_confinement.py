"""Workers are confined: malicious code in a reader is blocked on every kernel that supports it."""

from __future__ import annotations

import errno
import mimetypes
import os
import signal
import socket
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.commands import setup
from archive.errors import WorkerError
from archive.sandbox import confinement, system_calls
from archive.sandbox.confinement import Abilities, Program
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.sandbox.worker_errors import list_missing_confinement
from archive.storage.archive import Archive
from ingest.commands.cli import GIVEN
from ingest.commands.ingest_command import run_ingest
from tests.hostile.attacks import RAW, REFUSED

ATTACKS = "tests.hostile.attacks:"
LIMITS = Limits(wall_seconds=300, cpu_seconds=100, memory_bytes=512 << 20, output_bytes=8 << 20)


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield an archive's files, a secret, a library module, and an open port."""
    folder = tmp_path / "archive"
    folder.mkdir()
    original, catalogue, secret = folder / "original", folder / "catalogue.sqlite", tmp_path / "secret"
    original.write_text("the original")
    original.chmod(0o600)
    secret.write_text("s3cret")
    with sqlite3.connect(catalogue) as made:
        made.execute("create table records (id)")
    made.close()
    module = tmp_path / "library" / "planted_module.py"
    module.parent.mkdir()
    module.write_text("here = 1")
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield {
            "original": str(original),
            "catalogue": str(catalogue),
            "folder": str(folder),
            "secret": str(secret),
            "module": str(module),
            "port": str(server.getsockname()[1]),
        }


def masked(monkeypatch: pytest.MonkeyPatch, landlock: int, seccomp: bool = True) -> None:
    """Simulate a kernel that supports no more than that."""
    monkeypatch.setattr(confinement, "abilities", lambda: Abilities(landlock, seccomp))


def test_this_machine_can_confine() -> None:
    """Otherwise the following tests prove nothing."""
    able = confinement.abilities()
    assert able == Abilities(able.landlock, True)
    assert able.landlock >= 1
    assert list_missing_confinement() == []


@pytest.mark.parametrize("abi", [1, 2, 3, 4, 5, 6])
def test_every_attempt_is_refused(
    abi: int, outside: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if abi > confinement.abilities().landlock:
        pytest.fail(f"this kernel has Landlock {confinement.abilities().landlock}: run the tests on a newer one")
    masked(monkeypatch, abi)
    before = {name: Path(outside[name]).read_bytes() for name in ("original", "catalogue", "module")}
    stat = Path(outside["original"]).stat()
    pool = Pool(1, tmp_path / "jobs", LIMITS, reads=(Path(outside["module"]).parent,))
    with (
        pool,
        pool.run(ATTACKS + "attack", {"path": outside["original"], "outside": outside, "parent": os.getpid()}) as job,
    ):
        found = job.result
    assert {name: came for name, came in found.items() if came != REFUSED} == {}
    assert len(found) > 150
    assert {name: Path(outside[name]).read_bytes() for name in before} == before
    after = Path(outside["original"]).stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_nlink) == (stat.st_mode, stat.st_mtime_ns, 1)
    assert sorted(path.name for path in Path(outside["folder"]).iterdir()) == ["catalogue.sqlite", "original"]
    assert not Path("/dev/shm/planted").exists()


@pytest.mark.parametrize("abi", [1, 2, 6])
def test_what_readers_need_is_allowed(
    abi: int, outside: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked(monkeypatch, abi)
    with Pool(1, tmp_path / "jobs", LIMITS) as pool, pool.run(ATTACKS + "useful", {"path": outside["original"]}) as job:
        assert job.result == {
            "input": "the original",
            "thread": 1,
            "sqlite": 2,
            "left": ["copy", "two"],
            "zone": True,
            "null": 1,
        }
        assert job.file("copy").read_text() == "the original"


def test_what_python_reads_of_media_types_is_readable() -> None:
    """It reads each of these files if it exists, and fails on one without permission."""
    assert set(mimetypes.knownfiles) <= set(confinement._OF_THE_MACHINE)


def test_a_worker_lets_nobody_look_into_its_memory(tmp_path: Path) -> None:
    with Pool(1, tmp_path / "jobs", LIMITS) as pool, pool.run(ATTACKS + "dumpable", {}) as job:
        assert job.result == 0


def test_an_input_that_cannot_be_linked_is_copied(
    tmp_path: Path, outside: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(os, "link", refuse)
    with Pool(1, tmp_path / "jobs", LIMITS) as pool, pool.run(ATTACKS + "useful", {"path": outside["original"]}) as job:
        assert job.result["input"] == "the original"
    link = tmp_path / "link"
    link.symlink_to(outside["original"])
    monkeypatch.undo()
    with Pool(1, tmp_path / "jobs", LIMITS) as pool, pool.run(ATTACKS + "useful", {"path": str(link)}) as job:
        assert job.result["input"] == "the original"


def test_no_room_for_a_copy_is_no_fault_of_the_file(
    tmp_path: Path, outside: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr("shutil.copyfile", full)
    with Pool(1, tmp_path / "jobs", LIMITS) as pool, pytest.raises(WorkerError, match="free space"):
        pool.run(ATTACKS + "useful", {"path": outside["original"]})


def test_a_worker_that_cannot_lay_on_what_it_was_told_to_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked(monkeypatch, confinement.NEWEST_ABI + 1)
    with Pool(1, tmp_path / "jobs", LIMITS) as pool, pytest.raises(WorkerError, match="could not start"):
        pool.run("archive.sandbox.limits:probe", {})


@pytest.mark.parametrize(
    ("able", "codes"),
    [
        (Abilities(0, True), ["worker-files-open"]),
        (Abilities(1, False), ["worker-calls-open"]),
        (Abilities(0, False), ["worker-files-open", "worker-calls-open"]),
    ],
)
def test_what_a_kernel_lacks_is_said_and_the_work_goes_on(
    able: Abilities, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked(monkeypatch, able.landlock, able.seccomp)
    assert [message.code for message in list_missing_confinement()] == codes
    with Pool(1, tmp_path / "jobs", LIMITS) as pool, pool.run("archive.sandbox.limits:probe", {}) as job:
        assert job.result


def test_a_worker_with_a_program_starts_that_and_no_other(tmp_path: Path, outside: dict[str, str]) -> None:
    arguments = {"path": outside["original"], "outside": outside}
    with (
        Pool(1, tmp_path / "jobs", LIMITS, program=Program("/bin/cat")) as pool,
        pool.run(ATTACKS + "programs", arguments) as job,
    ):
        assert job.result == {
            "cat input": "the original",
            "cat original": "",
            "cat secret": "",
            "true": REFUSED,
            "python": REFUSED,
            "socket": REFUSED,
            "kill the parent": REFUSED,
            "write outside": REFUSED,
        }


# the filter, interpreted as in the kernel, for both processor architectures


def verdict(
    machine: str, number: int, *arguments: int, audit: int = 0, program: bool = False, office: bool = False
) -> int:
    """Return the filter's result for process 77."""
    code = system_calls.allowed(machine, 77, program, office)
    steps = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    data = struct.pack("<iIQ6Q", number, audit or system_calls.MACHINES[machine].audit, 0, *(*arguments, *[0] * 6)[:6])
    held, at = 0, 0
    while True:
        does, if_so, if_not, value = steps[at]
        at += 1
        if does == 0x20:
            held = struct.unpack_from("<I", data, value)[0]
        elif does == 0x54:
            held &= value
        elif does == 0x06:
            return value
        else:
            at += if_so if (held == value if does == 0x15 else held >= value) else if_not


ALLOWED = 0x7FFF0000


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_refuses_by_default_on_both_machines(machine: str) -> None:
    number = system_calls.numbers(machine)
    column = 0 if machine == "x86_64" else 1
    for name, numbers in RAW.items():
        if name not in ("clone", "clone3", "openat2", "tgkill"):
            assert verdict(machine, numbers[column]) == system_calls.REFUSED, name
    for name in ("clone3", "openat2"):
        assert verdict(machine, number[name]) == system_calls.LACKING
    assert verdict(machine, 500) == system_calls.LACKING, "the C library does without what is newer"
    for name in ("read", "write", "mmap", "futex", "newfstatat", "getdents64", "exit_group", "rt_sigreturn"):
        assert verdict(machine, number[name]) == ALLOWED, name
    assert verdict(machine, number["read"], audit=0x40000003) == system_calls.REFUSED, "32-bit calls have other numbers"
    for name in ("execve", "pipe2", "chdir"):
        assert verdict(machine, number[name]) == system_calls.REFUSED
        assert verdict(machine, number[name], program=True) == ALLOWED
    assert verdict("x86_64", 0x40000000 + number["read"]) == system_calls.REFUSED, "x32"


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_sockets_of_an_office_reach_nothing(machine: str) -> None:
    number = system_calls.numbers(machine)
    for name in ("socket", "socketpair", "bind", "listen", "eventfd2"):
        assert verdict(machine, number[name], socket.AF_UNIX, program=True) == system_calls.REFUSED
    for name in ("socket", "socketpair"):
        assert verdict(machine, number[name], socket.AF_UNIX, program=True, office=True) == ALLOWED
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
            assert verdict(machine, number[name], family, program=True, office=True) == system_calls.REFUSED
    for name in ("bind", "listen"):
        assert verdict(machine, number[name], 3, program=True, office=True) == system_calls.PRETENDED
    column = 0 if machine == "x86_64" else 1
    for name, numbers in {"connect": (42, 203), "accept": (43, 202), "sendto": (44, 206), "sendmsg": (46, 211)}.items():
        assert verdict(machine, numbers[column], program=True, office=True) == system_calls.REFUSED, name


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_looks_at_arguments(machine: str) -> None:
    number = system_calls.numbers(machine)

    def passes(name: str, *arguments: int, program: bool = False) -> bool:
        return verdict(machine, number[name], *arguments, program=program) == ALLOWED

    for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, os.O_PATH | os.O_CLOEXEC):
        assert passes("openat", 0, 0, flags), flags
    for flags in (os.O_TRUNC, 3, 3 | os.O_TRUNC, os.O_TRUNC | os.O_CREAT):
        assert not passes("openat", 0, 0, flags), flags
    thread = 0x3D0F00
    assert passes("clone", thread)
    assert passes("clone", thread, program=True)
    assert not passes("clone", signal.SIGCHLD)
    assert passes("clone", signal.SIGCHLD, program=True)
    for more in (0x20000, 0x10000000, 0x40000000, 0x20000000, 0x2000, 0x8000, 0x80):
        assert not passes("clone", more | signal.SIGCHLD, program=True), hex(more)
        assert not passes("clone", more | thread), hex(more)
    assert passes("tgkill", 77, 78, 6)
    assert not passes("tgkill", 76, 76, 6)
    assert not passes("kill", 0)
    assert not passes("kill", 0xFFFFFFFF)
    assert passes("prlimit64", 0)
    assert not passes("prlimit64", 77)
    assert passes("setpriority", 0, 0)
    assert not passes("setpriority", 0, 76)
    assert not passes("setpriority", 1, 0)
    assert not passes("fcntl", 0, 8), "F_SETOWN"
    assert not passes("ioctl", 0, 0x40086602), "FS_IOC_SETFLAGS"
    assert not passes("ioctl", 0, 0x5412), "TIOCSTI"
    assert not passes("prctl", 4), "PR_SET_DUMPABLE"


def test_doctor_says_how_workers_are_confined_and_what_a_kernel_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (found,) = setup.confinement_findings()
    assert (found.state, found.cure) == ("ok", "")
    assert "Landlock" in found.found
    assert "seccomp" in found.found
    masked(monkeypatch, 0, seccomp=False)
    files, calls = setup.confinement_findings()
    assert (files.state, calls.state) == ("advice", "advice")
    assert "Landlock" in files.found
    assert "5.13" in files.cure
    assert "network" in calls.found
    assert "container" in calls.cure


def test_an_ingest_begins_by_saying_what_the_kernel_lacks_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    masked(monkeypatch, 0)
    Archive.create(tmp_path / "archive").close()
    (tmp_path / "a.txt").write_text("Menteri membuka jembatan baru di Ambon hari ini.")
    how = {"retry": None, "dry_run": False, "as_json": True, "access": None, "pdf_passwords": None, "wait": False}
    run_ingest(tmp_path / "archive", [tmp_path / "a.txt"], how | dict.fromkeys(GIVEN, "") | {"no_ocr": True}, None)
    said = capsys.readouterr()
    assert said.err.startswith("Warning: This kernel has no Landlock")
    assert '"outcome": "added"' in said.out
