"""Real OpenSearch nodes for tests, assembled from Maven Central.

The jars lie in $XDG_CACHE_HOME/press-archive-tests (~/.cache/...), outside the project. They are fetched once, which
takes seconds. A node is a Java process of half a gigabyte that ends with the process that started it.

`python -m tests.distributed.opensearch.nodes` starts one and prints its address until Ctrl-C.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.support.serving import free_ports

HERE = Path(__file__).parent
TRIES = 900  # polls of a starting node, a fifth of a second apart
QUICK = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For a node that starts fast and lives for minutes."""

LASTING = ("-Xms1g", "-Xmx1g", "-XX:+UseG1GC")
"""For a node that works for hours."""

_NEEDED = {
    "java": "Java 17 or later (Debian: apt-get install openjdk-17-jdk-headless)",
    "javac": "the Java compiler (Debian: apt-get install openjdk-17-jdk-headless)",
    "mvn": "Maven (Debian: apt-get install maven)",
}


class CannotRun(Exception):
    """OpenSearch cannot be run on this machine. The message says what to install."""


def jars() -> Path:
    """Return the folder of all jars and of our compiled class. Raise CannotRun if they are not available."""
    for program, what in _NEEDED.items():
        if shutil.which(program) is None:
            raise CannotRun(f"These tests run a real OpenSearch. Install {what}.")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "press-archive-tests"
    folder = cache / f"opensearch-{_version()}"
    if (folder / "OneNode.class").exists():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as made:
        copy = ["mvn", "-B", "-q", "-f", HERE / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={made}"]
        _run(copy, "Maven could not fetch OpenSearch; it needs the network once, or a mirror in ~/.m2/settings.xml.")
        _run(["javac", "-cp", f"{made}/*", "-d", made, HERE / "OneNode.java"], "OneNode.java does not compile.")
        shutil.rmtree(folder, ignore_errors=True)
        Path(made).rename(folder)
        Path(made).mkdir()  # so that the block can remove it
    return folder


def _version() -> str:
    found = re.search(r"<opensearch>(.+)</opensearch>", (HERE / "pom.xml").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def _run(command: Sequence[str | Path], failed: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRun(f"{failed}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


class Node:
    """A node with its own folder below `folder`. It knows the transport ports of the whole cluster."""

    def __init__(
        self,
        folder: Path,
        number: int,
        ports: Sequence[int],
        host: str = "127.0.0.1",
        java: Sequence[str] = QUICK,
    ) -> None:
        self.name, self._host, self._java = f"node{number}", host, java
        self.port = free_ports(1)[0]
        self._home = folder / self.name
        self._transport, self._ports = ports[number], ports
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://{self._host}:{self.port}"

    def start(self) -> None:
        """Start it with its existing data. `wait` returns when it responds."""
        folder = jars()
        self._home.mkdir(parents=True, exist_ok=True)
        settings = {
            "cluster.name": "press-archive-tests",
            "node.name": self.name,
            "path.home": self._home,
            "network.host": "127.0.0.1",
            "http.host": self._host,
            "http.port": self.port,
            "http.type": "netty4",
            "transport.port": self._transport,
            "transport.type": "netty4",
            "node.processors": 1,
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if len(self._ports) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{port}" for port in self._ports)
            names = ",".join(f"node{number}" for number in range(len(self._ports)))
            settings["cluster.initial_cluster_manager_nodes"] = names
        java = ["java", *self._java]
        java += ["-Dopensearch.set.netty.runtime.available.processors=false", "-cp", f"{folder}:{folder}/*", "OneNode"]
        log: IO[bytes]
        with (self._home / "log").open("ab") as log:
            told = [f"{key}={value}" for key, value in settings.items()]
            self._process = subprocess.Popen([*java, *told], stdin=subprocess.PIPE, stdout=log, stderr=log)

    def runs(self) -> bool:
        """Return whether it is running."""
        return self._process is not None and self._process.poll() is None

    def wait(self, status: str = "yellow") -> None:
        """Wait until it responds, with all nodes and this cluster status. Raise CannotRun, with its log, after a
        timeout."""
        asked = f"{self.url}/_cluster/health?wait_for_status={status}&wait_for_nodes={len(self._ports)}&timeout=2s"
        for _ in range(TRIES):
            if not self.runs():
                break
            try:
                with urllib.request.urlopen(asked, timeout=60):
                    return
            except OSError:
                time.sleep(0.2)
        raise CannotRun(f"OpenSearch did not start:\n{(self._home / 'log').read_text(errors='replace')[-4000:]}")

    def pause(self, paused: bool) -> None:
        """Make it hang, accepting connections without responding, or continue."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP if paused else signal.SIGCONT)

    def kill(self) -> None:
        """Kill it like a power failure."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextmanager
def cluster(
    count: int = 1, host: str = "127.0.0.1", home: Path | None = None, java: Sequence[str] = QUICK
) -> Iterator[list[Node]]:
    """Yield this many nodes of a cluster, all at an address of this machine. Their files are in memory, or in `home`,
    where they remain for restarted nodes."""
    memory = Path("/dev/shm")  # where fsync is free
    with tempfile.TemporaryDirectory(prefix="opensearch-", dir=memory if memory.is_dir() else None) as folder:
        ports = free_ports(count)
        nodes = [Node(home or Path(folder), number, ports, host, java) for number in range(count)]
        try:
            for node in nodes:
                node.start()
            for node in nodes:
                node.wait()
            yield nodes
        finally:
            for node in nodes:
                node.kill()


if __name__ == "__main__":
    with cluster(int(sys.argv[1]) if sys.argv[1:] else 1) as running:
        print(",".join(node.url for node in running), flush=True)
        try:
            while True:
                time.sleep(60)
        except KeyboardInterrupt:
            pass
