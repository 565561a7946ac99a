"""Machines that a test takes off the network: each is a network namespace, with one link to the addresses of servers.

The servers run on this machine. An address of theirs that falls silent drops what is sent to it, as behind a cable that
was pulled: nothing is refused. Where namespaces are not allowed (no CAP_NET_ADMIN), a machine is a process group.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

SERVERS = 3  # addresses of a network: for a catalogue, a store and an index
WITHOUT_LINKS = "network namespaces are not allowed here (no CAP_NET_ADMIN)"


class Network:
    """The addresses of servers, and machines that reach them."""

    def __init__(self, *, links: bool) -> None:
        """Without `links`, all is this machine, and nothing can be cut."""
        self.links = links
        number = os.getpid()
        self._subnet = f"10.{200 + number % 50}.{number // 50 % 250}"
        self._name = f"pa{number % 1_000_000}"
        self.addresses = [f"{self._subnet}.{n + 1}" for n in range(SERVERS)] if links else ["127.0.0.1"] * SERVERS
        self._machines = 0

    def machine(self) -> RemoteMachine:
        """Return a machine with a link of its own."""
        self._machines += 1
        return RemoteMachine(self, f"{self._name}m{self._machines}", f"{self._subnet}.{4 + 4 * self._machines}")

    def hear(self, address: str) -> None:
        """Let this machine have an address of a server, at first or again."""
        if self.links:
            _ip("addr", "replace", f"{address}/32", "dev", "lo")

    def silence(self, address: str) -> None:
        """Let what is sent to an address get lost."""
        if self.links:
            _ip("addr", "del", f"{address}/32", "dev", "lo")


class RemoteMachine:
    """A machine that runs commands."""

    def __init__(self, network: Network, link: str, subnet: str) -> None:
        self._network, self._link = network, link
        self._processes: list[subprocess.Popen[str]] = []
        self._before: Sequence[str] = ("setpriv", "--pdeathsig", "KILL")  # nothing outlives this process
        if not network.links:
            return
        # It is there as long as this process: the pipe ends with it.
        self._init = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo; exec cat"], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)  # fmt: skip
        assert self._init.stdout is not None
        self._init.stdout.readline()  # by now it is in the namespace
        self._before = (*self._before, "nsenter", f"--net=/proc/{self._init.pid}/ns/net")
        here, there = (f"{subnet.rpartition('.')[0]}.{int(subnet.rpartition('.')[2]) + n}" for n in (1, 2))
        _ip("link", "add", link, "type", "veth", "peer", "name", "link0", "netns", str(self._init.pid))
        _ip("addr", "add", f"{here}/30", "dev", link)
        _ip("link", "set", link, "up")
        for words in (
            ("link", "set", "lo", "up"),
            ("addr", "add", f"{there}/30", "dev", "link0"),
            ("link", "set", "link0", "up"),
            ("route", "add", "default", "via", here),
        ):
            subprocess.run([*self._before, "ip", *words], check=True)

    def start(self, command: Sequence[str], environment: Mapping[str, str], told: Path) -> subprocess.Popen[str]:
        """Start a command. What it prints goes into a file, and what it complains of into another beside it."""
        with told.open("w") as out, told.with_suffix(".err").open("w") as err:
            process = subprocess.Popen(
                [*self._before, *command], stdout=out, stderr=err, text=True, env=environment, start_new_session=True
            )
        self._processes.append(process)
        return process

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [*self._before, *command], env=environment, capture_output=True, text=True, check=False, timeout=300
        )

    def runs(self) -> bool:
        """Return whether one of its commands has not ended."""
        return any(process.poll() is None for process in self._processes)

    def cut(self) -> None:
        """Take its link away."""
        if self._network.links:
            _ip("link", "set", self._link, "down")

    def join(self) -> None:
        """Give its link back."""
        if self._network.links:
            _ip("link", "set", self._link, "up")

    def kill(self) -> None:
        """End it as a power cut does: its link is gone before a process of it could say goodbye."""
        self.cut()
        if self._network.links:
            for pid in self._pids():
                os.kill(pid, signal.SIGKILL)
        for process in self._processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def close(self) -> None:
        """Remove it."""
        self.kill()
        if self._network.links:
            assert self._init.stdin is not None
            self._init.stdin.close()
            self._init.wait()

    def _pids(self) -> Iterator[int]:
        """All its processes, but the one that keeps the namespace."""
        here = Path(f"/proc/{self._init.pid}/ns/net").stat().st_ino
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if int(folder.name) != self._init.pid and (folder / "ns/net").stat().st_ino == here:
                    yield int(folder.name)
            except OSError:
                continue  # it ended


@contextmanager
def network() -> Iterator[Network]:
    """Yield a network, which goes with its machines when the block ends."""
    made = Network(links=links_allowed())
    with ExitStack() as stack:
        for address in made.addresses:
            made.hear(address)
            stack.callback(_forget, made, address)
        yield made


def _forget(made: Network, address: str) -> None:
    if made.links:
        subprocess.run(["ip", "addr", "del", f"{address}/32", "dev", "lo"], check=False, capture_output=True)


@cache
def links_allowed() -> bool:
    """Return whether this process may make network namespaces and links, where the machine forwards nothing."""
    if any(shutil.which(program) is None for program in ("ip", "unshare", "nsenter")):
        return False
    if Path("/proc/sys/net/ipv4/ip_forward").read_text(encoding="ascii").strip() != "0":
        return False  # what is for an address that is gone would leave by another link, and be refused there
    name = f"pa{os.getpid() % 1_000_000}try"
    pair = ["ip", "link", "add", name, "type", "veth", "peer", "name", f"{name}2"]
    if subprocess.run(pair, capture_output=True, check=False).returncode:
        return False
    _ip("link", "del", name)
    return subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
