"""Store originals in a bucket of an object store that speaks S3. Nothing there is overwritten by anything else.

A put is durable when the server has answered, and carries the SHA-256, by which the server checks what it received.
Copies under way and the originals last used lie in a folder of this machine, which may be deleted at any time.
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

IN_ONE_PUT = 16 << 20  # bytes; what is larger goes in parts
READING = ".reading"  # in the folder: links to originals that are in use, so that none is removed under its reader
_LEFT_SECONDS = 86_400  # after which a link there is of a process that is gone
_KEY = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")
PIECE_BYTES = 4 << 20  # of an original that are asked for at once: a request has an end, however large it is
SILENT_SECONDS = 10.0  # for which a server that did not answer is not asked again, where somebody waits
_NO_BUCKET = "NoSuchBucket"  # in what a server says to who lists one
_TRIAL = ".trial"  # a key that `create` leaves, for an account need not be able to delete


def open_bucket(settings: OriginalsSection, *, patient: bool = True) -> Bucket:
    """Return the bucket that the settings name. `patient`: ask again for a while when it does not answer. Without
    `access_key` the credentials are those of the environment (AWS_ACCESS_KEY_ID ...) or of the machine. Raise
    StoreError when the extra is not installed, ConfigError when the file of the secret key cannot be read."""
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
    """The originals in a bucket: `ab/abcd...` by digest. `folder` on this machine holds copies under way, and of the
    originals last used at most `most` bytes."""

    def __init__(self, bucket: Bucket, name: str, folder: Path, most: int, *, patient: bool = True) -> None:
        """`name` is the bucket's address, for messages. A store that is not `patient` asks a server that did not answer
        only after SILENT_SECONDS again. Neither the bucket nor the folder is touched yet."""
        self._bucket, self._name, self._most = bucket, name, most
        self._patient, self._silent_until = patient, 0.0
        self._seen = -SILENT_SECONDS  # when the bucket was last there
        self._here = FolderStore(folder)
        self._grown = most  # bytes since it was last looked whether too much lies in the folder

    def create(self) -> None:
        """Make the folder, and try the bucket with an object that stays. Raise StoreError when it cannot be written, or
        lets an object be overwritten that only was to be created."""
        self._here.create()
        with self._explained():
            for _ in range(2):  # it may not be there yet
                try:
                    obstore.put(self._bucket, _TRIAL, b"", mode="create")
                except obstore.exceptions.AlreadyExistsError:
                    return
        raise StoreError(Message("bucket-overwrites", bucket=self._name))

    def incoming(self, source: Path, ended: Callable[[], bool] = lambda: False) -> Incoming:
        """Copy a regular file to this machine's folder while hashing it, as `FolderStore.incoming` does."""
        return self._here.incoming(source, ended)

    def settle(self, copies: Sequence[Incoming]) -> set[str]:
        """Put copies into the bucket, several at once. All are there when it returns; of those before an error some
        may be. Bytes already stored are not put twice, and repaired if they were altered. Return the new digests."""
        for copy in copies:
            if not copy.path.exists():
                raise StoreError(Message("copy-gone", path=copy.path))
        with self._explained():
            self._check_bucket()  # some servers would make it
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="put") as crew:
            new = list(crew.map(self._put, copies))
        for copy in copies:
            self._keep(copy.path, copy.sha256, copy.size)
        return {copy.sha256 for copy, is_new in zip(copies, new, strict=True) if is_new}

    def _put(self, copy: Incoming) -> bool:
        """Whether the bytes were not there, or damaged."""
        key = _key(copy.sha256)
        with self._explained():
            try:
                if copy.size <= IN_ONE_PUT:
                    obstore.put(self._bucket, key, copy.path, mode="create")
                elif self.has(copy.sha256):  # a put in parts cannot be one that only creates
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
        """Keep a file as the original in this machine's folder, if it can be. It is whole there, or not at all."""
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
        """Remove what was longest not used until the rest is small enough."""
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
        """Remove an original for good, if it is there: only of a record that is erased. Raise StoreError."""
        self._here.remove(sha256)
        with self._explained(), suppress(FileNotFoundError):
            obstore.delete(self._bucket, _key(sha256))

    def discard(self, copy: Incoming) -> None:
        """Remove a copy that is not wanted, if it still exists."""
        self._here.discard(copy)

    def clear_incoming(self) -> int:
        """Remove what interrupted runs left on this machine, and return how many files. Call it only under the ingest
        lock."""
        return self._here.clear_incoming()

    def unsettled(self) -> list[Path]:
        """Return the copies on this machine that are under way, or left by a run that was cut short."""
        return self._here.unsettled()

    def has(self, sha256: str) -> bool:
        """Return whether the bucket holds an object of that digest. Raise ServerUnreachable when it does not answer, or
        is missing itself."""
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
        """Raise an error of the bucket when that itself is missing, which a question for an object does not tell."""
        if time.monotonic() - self._seen >= SILENT_SECONDS:
            next(iter(obstore.list(self._bucket, _TRIAL)), None)  # the shortest list
            self._seen = time.monotonic()

    def size(self, sha256: str) -> int:
        """Return the size of an original in bytes, as the bucket tells it. Raise StoreError."""
        with self._explained(sha256):
            return int(obstore.head(self._bucket, _key(sha256))["size"])

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Yield a file of this machine with the original, which is fetched first when it is not here. Raise StoreError
        when it cannot be fetched, or what comes has another digest."""
        folder = self._here.folder / READING
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{os.getpid()}-{secrets.token_hex(8)}"
        try:
            try:
                os.link(self._here.folder / _key(sha256), path)
                os.utime(path)  # it was used
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
        with suppress(OSError):  # a disk without hard links: then it is fetched each time
            os.link(path, kept := path.with_suffix(".kept"))
            self._keep(kept, sha256, size)

    def open(self, sha256: str) -> BinaryIO:
        """Return an original, opened for reading: of this machine where it is here, else read piece by piece from the
        bucket. Raise StoreError when it is missing."""
        if self._here.has(sha256):
            with suppress(StoreError):  # it went meanwhile
                return self._here.open(sha256)
        return io.BufferedReader(_ObjectReader(self, sha256, self.size(sha256)), CHUNK_BYTES)

    def read_range(self, sha256: str, start: int, length: int) -> memoryview:
        """Return so many bytes of an original from a place on. Raise StoreError."""
        with self._explained(sha256):
            return memoryview(obstore.get_range(self._bucket, _key(sha256), start=start, length=length))

    def digest(self, sha256: str) -> tuple[str, int]:
        """Return the present digest and size of an original, of all the bytes in the bucket. Raise StoreError."""
        return self._read(sha256, lambda _: None)

    def _read(self, sha256: str, write: Callable[[memoryview], object]) -> tuple[str, int]:
        """Read an object piece by piece; each is asked for again by itself when the server does not answer."""
        found, size = hashlib.sha256(), self.size(sha256)
        for start in range(0, size, PIECE_BYTES):
            piece = self.read_range(sha256, start, min(PIECE_BYTES, size - start))
            found.update(piece)
            write(piece)
        return found.hexdigest(), size

    def contents(self) -> Iterator[tuple[str | None, PurePosixPath]]:
        """Yield (digest, key) of everything in the bucket; the digest is None for what does not belong."""
        with self._explained():
            for some in obstore.list(self._bucket, chunk_size=1000):
                for told in some:
                    if told["path"] == _TRIAL:
                        continue
                    right = _KEY.fullmatch(told["path"])
                    yield (right[2] if right else None), PurePosixPath(told["path"])

    @contextmanager
    def _explained(self, sha256: str = "") -> Iterator[None]:
        """Turn the errors of the bucket into a StoreError that says what to do. `sha256` is the original asked for."""
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
    """An original in a bucket as a file that is read from any place on."""

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
