"""Store originals in a bucket of an S3 object store. Nothing there is overwritten by anything else.

A put is durable when the server has answered, and carries the SHA-256, by which the server checks what it received.
Copies in progress and recently used originals are in a local folder, which may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from archive.errors import ConfigError, ServerUnreachable, StoreError
from archive.messages import Message
from archive.secret_files import read_secret
from archive.settings import OriginalsSection
from archive.storage.originals import AT_ONCE, CHUNK_BYTES, FolderStore, explain_store_errors, make_durable
from archive.storage.store import Incoming

if TYPE_CHECKING:
    from obstore.store import ObjectStore as Bucket
try:
    import obstore
    import obstore.exceptions
    import obstore.store
except ImportError:  # the extra s3 is not installed
    obstore = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

IN_ONE_PUT = 16 << 20  # bytes; larger files are uploaded in parts
READING = ".reading"  # in the folder: links to originals in use, so that none is removed while being read
_LEFT_SECONDS = 86_400  # after which a link there belongs to a dead process
_KEY = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")
PIECE_BYTES = 4 << 20  # of an original per request, so that requests stay short
SILENT_SECONDS = 10.0  # for which a server that did not answer is not tried again, if somebody waits
_NO_BUCKET = "NoSuchBucket"  # in the server's response to a listing
_TRIAL = ".trial"  # a key left by `create`, because an account need not be allowed to delete


def open_bucket(settings: OriginalsSection, *, patient: bool = True) -> Bucket:
    """Return the configured bucket. `patient`: retry for a while if it does not answer. Without `access_key` the
    credentials are those of the environment (AWS_ACCESS_KEY_ID ...) or of the machine. Raise StoreError if the extra is
    not installed, ConfigError if the file of the secret key cannot be read."""
    if obstore is None:
        raise StoreError(Message("bucket-driver-missing"))
    bucket, _, prefix = settings.url.removeprefix("s3://").strip("/").partition("/")
    config: Any = {"region": settings.region, "checksum_algorithm": "SHA256"}
    if settings.endpoint:
        config["endpoint"] = settings.endpoint
    if settings.access_key:
        config |= {"access_key_id": settings.access_key, "secret_access_key": _secret(settings.secret_file)}
    options: Any = {
        "connect_timeout": timedelta(seconds=5 if patient else 2),
        "timeout": timedelta(seconds=60 if patient else 5),
    }
    options["allow_http"] = settings.endpoint.startswith("http://")
    retries: Any = {"max_retries": 4 if patient else 0, "retry_timeout": timedelta(seconds=20)}
    store = obstore.store.S3Store
    return store(bucket, prefix=prefix or None, config=config, client_options=options, retry_config=retries)


def _secret(file: str) -> str:
    if not file:
        raise ConfigError(Message("secret-unnamed"))
    return read_secret(Path(file), "[originals] secret_file")


class ObjectStore:
    """The originals in a bucket: `ab/abcd...` by digest. The local `folder` has copies in progress, and at most `most`
    bytes of recently used originals."""

    def __init__(self, bucket: Bucket, name: str, folder: Path, most: int, *, patient: bool = True) -> None:
        """`name` is the bucket's address, for messages. A store that is not `patient` retries a silent server only
        after SILENT_SECONDS. Neither the bucket nor the folder is touched yet."""
        self._bucket, self._name, self._most = bucket, name, most
        self._patient, self._silent_until = patient, 0.0
        self._seen = -SILENT_SECONDS  # when the bucket was last found
        self._here = FolderStore(folder)
        self._grown = most  # bytes since the size of the folder was last checked

    def create(self) -> None:
        """Create the folder, and test the bucket with a permanent object. Raise StoreError if it is not writable, or
        lets a conditional create overwrite an object."""
        self._here.create()
        with self._explained():
            for _ in range(2):  # it may not exist yet
                try:
                    obstore.put(self._bucket, _TRIAL, b"", mode="create")
                except obstore.exceptions.AlreadyExistsError:
                    return
        raise StoreError(Message("bucket-overwrites", bucket=self._name))

    def incoming(self, source: Path, ended: Callable[[], bool] = lambda: False) -> Incoming:
        """Copy a regular file to the local folder while hashing it, as `FolderStore.incoming` does."""
        return self._here.incoming(source, ended)

    def settle(self, copies: Sequence[Incoming]) -> set[str]:
        """Upload copies to the bucket, several at once. All are there on return; after an error, some may be. Bytes
        already stored are not uploaded again, but repaired if they were altered. Return the new digests."""
        for copy in copies:
            if not copy.path.exists():
                raise StoreError(Message("copy-gone", path=copy.path))
        with self._explained():
            self._check_bucket()  # some servers would create it
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="put") as crew:
            new = list(crew.map(self._put, copies))
        for copy in copies:
            self._keep(copy.path, copy.sha256, copy.size)
        return {copy.sha256 for copy, is_new in zip(copies, new, strict=True) if is_new}

    def _put(self, copy: Incoming) -> bool:
        """Upload a copy; return whether the bytes were missing or damaged."""
        key = _key(copy.sha256)
        with self._explained():
            try:
                if copy.size <= IN_ONE_PUT:
                    obstore.put(self._bucket, key, copy.path, mode="create")
                elif self.has(copy.sha256):  # a multipart upload cannot be conditional
                    raise obstore.exceptions.AlreadyExistsError
                else:
                    obstore.put(self._bucket, key, copy.path)
            except obstore.exceptions.AlreadyExistsError:
                if self.digest(copy.sha256) == (copy.sha256, copy.size):
                    return False
                log.warning("%s in %s was damaged and is replaced by the file that just came in again", key, self._name)
                obstore.put(self._bucket, key, copy.path)
        return True

    def _keep(self, path: Path, sha256: str, size: int) -> None:
        """Keep a file as the original in the local folder, if possible, atomically."""
        with suppress(OSError):
            make_durable(path)
            target = self._here.folder / _key(sha256)
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
        path.unlink(missing_ok=True)
        self._grown += size
        if self._grown > self._most // 16:
            self._grown = 0
            self._trim()

    def _trim(self) -> None:
        """Remove the least recently used originals until the rest is small enough."""
        now, kept = time.time(), []
        for path in self._here.folder.glob("*/*"):
            with suppress(OSError):
                told = path.stat()
                if path.parent.name == READING and now - told.st_ctime > _LEFT_SECONDS:
                    path.unlink()
                elif _KEY.fullmatch(f"{path.parent.name}/{path.name}"):
                    kept.append((told.st_mtime, told.st_size, path))
        room = self._most
        for _, size, path in sorted(kept, reverse=True):
            if size <= room:
                room -= size
            else:
                path.unlink(missing_ok=True)

    def remove(self, sha256: str) -> None:
        """Remove an original permanently, if it exists: only for an erased record. Raise StoreError."""
        self._here.remove(sha256)
        with self._explained(), suppress(FileNotFoundError):
            obstore.delete(self._bucket, _key(sha256))

    def discard(self, copy: Incoming) -> None:
        """Remove an unwanted copy, if it still exists."""
        self._here.discard(copy)

    def clear_incoming(self) -> int:
        """Remove what interrupted runs left on this machine, and return how many files. Call it only under the ingest
        lock."""
        return self._here.clear_incoming()

    def unsettled(self) -> list[Path]:
        """Return the copies on this machine that are in progress, or left by an interrupted run."""
        return self._here.unsettled()

    def has(self, sha256: str) -> bool:
        """Return whether the bucket contains an object with that digest. Raise ServerUnreachable if it does not answer,
        or is itself missing."""
        if not _KEY.fullmatch(f"{sha256[:2]}/{sha256}"):
            return False
        if not self._patient and time.monotonic() < self._silent_until:
            raise ServerUnreachable(Message("bucket-silent", bucket=self._name))
        with self._explained():
            try:
                obstore.head(self._bucket, _key(sha256))
            except FileNotFoundError:
                self._check_bucket()
                return False
        return True

    def _check_bucket(self) -> None:
        """Raise an error if the bucket itself is missing, which a request for an object does not show."""
        if time.monotonic() - self._seen >= SILENT_SECONDS:
            next(iter(obstore.list(self._bucket, _TRIAL)), None)  # the shortest listing
            self._seen = time.monotonic()

    def size(self, sha256: str) -> int:
        """Return the size of an original in bytes, as reported by the bucket. Raise StoreError."""
        with self._explained(sha256):
            return int(obstore.head(self._bucket, _key(sha256))["size"])

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Yield a local file with the original, fetching it if needed. Raise StoreError if it cannot be fetched, or has
        another digest."""
        folder = self._here.folder / READING
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{os.getpid()}-{secrets.token_hex(8)}"
        try:
            try:
                os.link(self._here.folder / _key(sha256), path)
                os.utime(path)  # mark it as used
            except OSError:
                self._fetch(sha256, path)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _fetch(self, sha256: str, path: Path) -> None:
        with explain_store_errors(self._here.folder):
            path.unlink(missing_ok=True)
            with path.open("xb") as file:
                found, size = self._read(sha256, file.write)
        if found != sha256:
            raise StoreError(Message("object-altered", key=_key(sha256), bucket=self._name))
        with suppress(OSError):  # without hard links it is fetched each time
            os.link(path, kept := path.with_suffix(".kept"))
            self._keep(kept, sha256, size)

    def open(self, sha256: str) -> BinaryIO:
        """Return an original, opened for reading: the local copy if there is one, else read piece by piece from the
        bucket. Raise StoreError if it is missing."""
        if self._here.has(sha256):
            with suppress(StoreError):  # it was removed meanwhile
                return self._here.open(sha256)
        return io.BufferedReader(_ObjectReader(self, sha256, self.size(sha256)), CHUNK_BYTES)

    def read_range(self, sha256: str, start: int, length: int) -> memoryview:
        """Return so many bytes of an original from an offset. Raise StoreError."""
        with self._explained(sha256):
            return memoryview(obstore.get_range(self._bucket, _key(sha256), start=start, length=length))

    def digest(self, sha256: str) -> tuple[str, int]:
        """Return the present digest and size of an original, reading all its bytes in the bucket. Raise StoreError."""
        return self._read(sha256, lambda _: None)

    def _read(self, sha256: str, write: Callable[[memoryview], object]) -> tuple[str, int]:
        """Read an object piece by piece; each is retried separately if the server does not answer."""
        found, size = hashlib.sha256(), self.size(sha256)
        for start in range(0, size, PIECE_BYTES):
            piece = self.read_range(sha256, start, min(PIECE_BYTES, size - start))
            found.update(piece)
            write(piece)
        return found.hexdigest(), size

    def contents(self) -> Iterator[tuple[str | None, PurePosixPath]]:
        """Yield (digest, key) of everything in the bucket; the digest is None for foreign objects."""
        with self._explained():
            for some in obstore.list(self._bucket, chunk_size=1000):
                for told in some:
                    if told["path"] == _TRIAL:
                        continue
                    right = _KEY.fullmatch(told["path"])
                    yield (right[2] if right else None), PurePosixPath(told["path"])

    @contextmanager
    def _explained(self, sha256: str = "") -> Iterator[None]:
        """Turn errors of the bucket into a StoreError that says what to do. `sha256` is the requested original."""
        try:
            yield
        except FileNotFoundError as error:
            if sha256:
                with self._explained():
                    self._check_bucket()
                raise StoreError(Message("object-missing", key=_key(sha256), bucket=self._name)) from error
            raise ServerUnreachable(Message("bucket-missing", bucket=self._name)) from error
        except obstore.exceptions.BaseError as error:
            if _NO_BUCKET in str(error):
                raise ServerUnreachable(Message("bucket-missing", bucket=self._name)) from error
            self._silent_until = time.monotonic() + SILENT_SECONDS
            said = _KEY.sub("...", str(error).partition("\n")[0])
            raise ServerUnreachable(Message("bucket-refused", bucket=self._name, error=said)) from error


class _ObjectReader(io.RawIOBase):
    """An original in a bucket as a seekable file."""

    def __init__(self, store: ObjectStore, sha256: str, size: int) -> None:
        super().__init__()
        self._store, self._sha256, self._size, self._at = store, sha256, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        length = min(len(buffer), self._size - self._at)
        if length <= 0:
            return 0
        buffer[:length] = self._store.read_range(self._sha256, self._at, length)
        self._at += length
        return length


def _key(sha256: str) -> str:
    key = f"{sha256[:2]}/{sha256}"
    if not _KEY.fullmatch(key):
        raise StoreError(Message("digest-malformed", typed=repr(sha256[:80])))
    return key
