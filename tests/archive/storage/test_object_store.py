"""Originals in a bucket: the same guarantees as in a folder, and additional ones."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import obstore
import pytest
from obstore.store import MemoryStore, S3Store

from archive.errors import ConfigError, ServerUnreachable, SourceChanged, StoreError
from archive.settings import OriginalsSection
from archive.storage import object_store
from archive.storage.object_store import IN_ONE_PUT, READING, ObjectStore, open_bucket

NAME = "s3://press-originals"


@pytest.fixture
def bucket() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def store(bucket: MemoryStore, tmp_path: Path) -> ObjectStore:
    made = ObjectStore(bucket, NAME, tmp_path / "here", 1 << 30)
    made.create()
    return made


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "DSC_0001.jpg"
    path.write_bytes(os.urandom(2_500_000))
    return path


def keep(store: ObjectStore, *sources: Path) -> list[str]:
    copies = [store.incoming(path) for path in sources]
    store.settle(copies)
    return [copy.sha256 for copy in copies]


def forget(store: ObjectStore, tmp_path: Path) -> None:
    """Act as another machine: no originals are stored locally."""
    for path in (tmp_path / "here").glob("??/*"):
        path.unlink()


@pytest.mark.parametrize("size", [0, 2_500_000, IN_ONE_PUT + 1])
def test_a_file_is_kept_under_its_digest(store: ObjectStore, bucket: MemoryStore, tmp_path: Path, size: int) -> None:
    source = tmp_path / "file"
    source.write_bytes(content := os.urandom(size))
    sha256 = hashlib.sha256(content).hexdigest()
    copy = store.incoming(source)
    assert not store.has(sha256)
    assert store.settle([copy]) == {sha256}
    assert bytes(obstore.get(bucket, f"{sha256[:2]}/{sha256}").bytes()) == content
    assert (store.has(sha256), store.size(sha256), store.digest(sha256)) == (True, size, (sha256, size))
    assert store.unsettled() == []
    assert store.settle([store.incoming(source)]) == set()
    assert [digest for digest, _ in store.contents()] == [sha256]
    for _ in ("here", "in the bucket"):
        with store.local(sha256) as path, store.open(sha256) as file:
            assert path.read_bytes() == file.read() == content
        assert not path.exists()
        forget(store, tmp_path)
        with store.open(sha256) as file:
            assert file.read() == content


def test_a_part_of_an_original_is_read_from_any_place(store: ObjectStore, source: Path, tmp_path: Path) -> None:
    (sha256,) = keep(store, source)
    forget(store, tmp_path)
    content = source.read_bytes()
    with store.open(sha256) as file:
        assert file.seek(0, os.SEEK_END) == len(content)
        assert file.seek(1_100_000) == 1_100_000
        assert file.read(300_000) == content[1_100_000:1_400_000]
        assert file.seek(-5, os.SEEK_END) == len(content) - 5
        assert file.read(100) == content[-5:]
        assert file.read(100) == b""


def test_an_altered_object_is_told_and_repaired_when_its_file_comes_again(
    store: ObjectStore, bucket: MemoryStore, source: Path, tmp_path: Path
) -> None:
    (sha256,) = keep(store, source)
    obstore.put(bucket, f"{sha256[:2]}/{sha256}", b"cut sho")
    forget(store, tmp_path)
    assert store.digest(sha256) == (hashlib.sha256(b"cut sho").hexdigest(), 7)
    with pytest.raises(StoreError, match="was altered: run `press-archive verify`"), store.local(sha256):
        pass
    assert store.settle([store.incoming(source)]) == {sha256}
    assert store.digest(sha256) == (sha256, 2_500_000)


def test_a_missing_object_and_a_bad_digest_say_so(store: ObjectStore) -> None:
    sha256 = "a" * 64
    assert not store.has(sha256)
    for ask in (store.open, store.size, store.digest, lambda digest: store.local(digest).__enter__()):
        with pytest.raises(StoreError, match="is missing in s3://press-originals: restore it"):
            ask(sha256)
        with pytest.raises(StoreError, match="is not a SHA-256"):
            ask("../../etc/passwd")
    assert not store.has("../../etc/passwd")


def test_a_copy_that_is_gone_or_a_file_that_changes_is_not_kept(
    store: ObjectStore, bucket: MemoryStore, source: Path, tmp_path: Path
) -> None:
    copy = store.incoming(source)
    store.discard(copy)
    with pytest.raises(StoreError, match="run the command again"):
        store.settle([copy])
    with pytest.raises(SourceChanged, match="is gone"):
        store.incoming(tmp_path / "gone.jpg")
    store.incoming(source)
    assert store.clear_incoming() == 1
    assert list(store.contents()) == []


def test_what_does_not_belong_is_told(store: ObjectStore, bucket: MemoryStore, source: Path) -> None:
    (sha256,) = keep(store, source)
    obstore.put(bucket, "notes.txt", b"mine")
    obstore.put(bucket, f"aa/{sha256}" if sha256[:2] != "aa" else f"bb/{sha256}", b"elsewhere")
    assert sorted((digest or "", place.name) for digest, place in store.contents()) == sorted(
        [("", "notes.txt"), ("", sha256), (sha256, sha256)]
    )


def test_this_machine_keeps_only_the_originals_last_used(bucket: MemoryStore, tmp_path: Path) -> None:
    store = ObjectStore(bucket, NAME, here := tmp_path / "here", 1_000_000)
    store.create()
    digests = []
    for n in range(6):
        (source := tmp_path / f"{n}").write_bytes(bytes([n]) * 300_000)
        digests += keep(store, source)
        os.utime(here / digests[n][:2] / digests[n], (n, n))
        if n == 3:
            with store.local(digests[1]):
                pass
    kept = {path.name for path in here.glob("??/*")}
    assert digests[1] in kept  # it was used
    assert digests[0] not in kept
    assert sum(path.stat().st_size for path in here.glob("??/*")) <= 1_000_000
    for digest in digests:
        with store.local(digest) as path:
            assert path.stat().st_size == 300_000


def test_an_original_in_use_stays_when_the_folder_is_made_smaller(bucket: MemoryStore, tmp_path: Path) -> None:
    store = ObjectStore(bucket, NAME, tmp_path / "here", 16)
    store.create()
    (first := tmp_path / "first").write_bytes(b"first" * 100)
    (second := tmp_path / "second").write_bytes(b"second" * 100)
    (sha256,) = keep(store, first)
    with store.local(sha256) as path:
        keep(store, second)
        forget(store, tmp_path)
        assert path.read_bytes() == first.read_bytes()
    assert list((tmp_path / "here" / READING).iterdir()) == []


class _Careless:
    """A store that overwrites existing objects, as some do that ignore If-None-Match."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        put = obstore.put
        monkeypatch.setattr(obstore, "put", lambda bucket, key, file, **_: put(bucket, key, file))


def test_a_bucket_that_would_overwrite_is_refused(
    bucket: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _Careless(monkeypatch)
    with pytest.raises(StoreError, match="lets an object be overwritten"):
        ObjectStore(bucket, NAME, tmp_path / "here", 1).create()
    made = ObjectStore(bucket, NAME, tmp_path / "here", 1)
    assert list(made.contents()) == []


def test_a_server_that_does_not_answer_is_named(tmp_path: Path, source: Path) -> None:
    config = {"endpoint": "http://127.0.0.1:9", "access_key_id": "a", "secret_access_key": "hidden"}
    refusing = S3Store("b", config=config, client_options={"allow_http": True}, retry_config={"max_retries": 0})  # type: ignore[arg-type]
    store = ObjectStore(refusing, NAME, tmp_path / "here", 1)
    copy = store.incoming(source)
    for ask in (lambda: store.has(copy.sha256), lambda: store.settle([copy]), lambda: list(store.contents())):
        with pytest.raises(StoreError, match="s3://press-originals refused a request") as told:
            ask()
        assert "hidden" not in str(told.value)
    assert store.unsettled() == [copy.path]


def test_where_somebody_waits_a_silent_server_is_not_asked_again_at_once(tmp_path: Path) -> None:
    options: Any = {"client_options": {"allow_http": True}, "retry_config": {"max_retries": 0}}
    config: Any = {"endpoint": "http://127.0.0.1:9", "access_key_id": "a", "secret_access_key": "hidden"}
    store = ObjectStore(S3Store("b", config=config, **options), NAME, tmp_path / "here", 1, patient=False)
    with pytest.raises(ServerUnreachable, match="refused a request"):
        store.has("a" * 64)
    with pytest.raises(ServerUnreachable, match="did not answer just now"):
        store.has("a" * 64)


def test_an_original_is_read_in_pieces(
    store: ObjectStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request ends however slow the connection is: the time limit is per piece."""
    (sha256,) = keep(store, source)
    forget(store, tmp_path)
    monkeypatch.setattr(object_store, "PIECE_BYTES", 1_000_000)
    asked: list[int] = []
    read = ObjectStore.read_range
    monkeypatch.setattr(
        ObjectStore,
        "read_range",
        lambda *given: asked.append(given[-1]) or read(*given),  # type: ignore[func-returns-value]
    )
    assert store.digest(sha256) == (sha256, 2_500_000)
    assert asked == [1_000_000, 1_000_000, 500_000]


def test_the_secret_is_read_from_a_file(tmp_path: Path) -> None:
    (file := tmp_path / "secret").write_text("tell nobody\n")
    made = open_bucket(OriginalsSection(url=f"{NAME}/archive/", access_key="a", secret_file=str(file)))
    assert "tell nobody" not in repr(made)
    with pytest.raises(ConfigError, match=r"\[originals\] secret_file, cannot be read"):
        open_bucket(OriginalsSection(url=NAME, access_key="a", secret_file=str(tmp_path / "none")))
