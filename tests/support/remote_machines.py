"""Machines that a test can disconnect: each is a network namespace with one link to the addresses of servers.

The servers run on this machine. A silenced address drops packets, as if the cable was pulled: nothing is refused. If
namespaces are not allowed (no CAP_NET_ADMIN), a machine is a process group.
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

SERVERS = 3  # server addresses of a network: for a catalogue, a store and an index
WITHOUT_LINKS = "network namespaces are not allowed here (no CAP_NET_ADMIN)"


class Network:
    """The addresses of servers, and machines that reach them."""

    def __init__(self, *, links: bool) -> None:
        """Without `links`, everything is this machine, and nothing can be disconnected."""
        self.links = links
        number = os.getpid()
        self._subnet = f"10.{200 + number % 50}.{number // 50 % 250}"
        self._name = f"pa{number % 1_000_000}"
        self.addresses = [f"{self._subnet}.{n + 1}" for n in range(SERVERS)] if links else ["127.0.0.1"] * SERVERS
        self._machines = 0

    def machine(self) -> RemoteMachine:
        """Return a machine with its own link."""
        self._machines += 1
        return RemoteMachine(self, f"{self._name}m{self._machines}", f"{self._subnet}.{4 + 4 * self._machines}")

    def hear(self, address: str) -> None:
        """Add the address of a server to this machine, or restore it."""
        if self.links:
            _ip("addr", "replace", f"{address}/32", "dev", "lo")

    def silence(self, address: str) -> None:
        """Drop everything sent to an address."""
        if self.links:
            _ip("addr", "del", f"{address}/32", "dev", "lo")


class RemoteMachine:
    """A machine that runs commands."""

    def __init__(self, network: Network, link: str, subnet: str) -> None:
        self._network, self._link = network, link
        self._processes: list[subprocess.Popen[str]] = []
        self._before: Sequence[str] = ("setpriv", "--pdeathsig", "KILL")  # no process outlives this one
        if not network.links:
            return
        # It lives as long as this process, because the pipe ends with it.
        self._init = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo; exec cat"], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)  # fmt: skip
        assert self._init.stdout is not None
        self._init.stdout.readline()  # the namespace now exists
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
        """Start a command. Its output goes into a file, and its errors into another next to it."""
        with told.open("w") as out, told.with_suffix(".err").open("w") as err:
            process = subprocess.Popen(
                [*self._before, *command], stdout=out, stderr=err, text=True, env=environment, start_new_session=True
            )
        self._processes.append(process)
        return process

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a command until it ends."""
        return subprocess.run(
            [*self._before, *command], env=environment, capture_output=True, text=True, check=False, timeout=300
        )

    def runs(self) -> bool:
        """Return whether one of its commands is still running."""
        return any(process.poll() is None for process in self._processes)

    def cut(self) -> None:
        """Disconnect its link."""
        if self._network.links:
            _ip("link", "set", self._link, "down")

    def join(self) -> None:
        """Reconnect its link."""
        if self._network.links:
            _ip("link", "set", self._link, "up")

    def kill(self) -> None:
        """Kill it like a power failure: its link is cut before its processes could close connections."""
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
        """Yield all its processes except the one that keeps the namespace."""
        here = Path(f"/proc/{self._init.pid}/ns/net").stat().st_ino
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if int(folder.name) != self._init.pid and (folder / "ns/net").stat().st_ino == here:
                    yield int(folder.name)
            except OSError:
                continue  # it ended


@contextmanager
def network() -> Iterator[Network]:
    """Yield a network, which is removed with its machines after the block."""
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
    """Return whether this process may create network namespaces and links, and the machine forwards nothing."""
    if any(shutil.which(program) is None for program in ("ip", "unshare", "nsenter")):
        return False
    if Path("/proc/sys/net/ipv4/ip_forward").read_text(encoding="ascii").strip() != "0":
        return False  # packets to a removed address would be forwarded to another link, and refused there
    name = f"pa{os.getpid() % 1_000_000}try"
    pair = ["ip", "link", "add", name, "type", "veth", "peer", "name", f"{name}2"]
    if subprocess.run(pair, capture_output=True, check=False).returncode:
        return False
    _ip("link", "del", name)
    return subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
