"""The store: bytes are stored once, complete, read-only, and durably before success is reported."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from archive.errors import SourceChanged, SourceUnreadable, StoreError
from archive.storage import originals as store_module
from archive.storage.originals import FolderStore


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    made = FolderStore(tmp_path / "originals")
    made.create()
    return made


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "DSC_0001.jpg"
    path.write_bytes(os.urandom(2_500_000))  # more than two chunks
    return path


def keep(store: FolderStore, *sources: Path) -> list[str]:
    copies = [store.incoming(path) for path in sources]
    store.settle(copies)
    return [copy.sha256 for copy in copies]


def test_a_file_is_kept_under_its_digest_read_only(store: FolderStore, source: Path) -> None:
    content = source.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    assert keep(store, source) == [sha256]
    path = store.path(sha256)
    assert path == store.folder / sha256[:2] / sha256
    assert not stat.S_IMODE(path.stat().st_mode) & 0o222
    with store.open(sha256) as file:
        assert file.read() == content
    assert store.digest(sha256) == (sha256, 2_500_000)
    assert source.read_bytes() == content


def test_an_empty_file_is_kept_too(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (sha256,) = keep(store, tmp_path / "empty")
    assert store.digest(sha256) == (hashlib.sha256().hexdigest(), 0)


def test_the_same_bytes_are_kept_once(store: FolderStore, source: Path, tmp_path: Path) -> None:
    twin = tmp_path / "copy of DSC_0001.jpg"
    twin.write_bytes(source.read_bytes())
    first, second = keep(store, source, twin)
    assert first == second
    before = store.path(first).stat().st_ino
    keep(store, twin)
    assert store.path(first).stat().st_ino == before
    assert store.unsettled() == []
    assert len(list(store.contents())) == 1


def test_a_damaged_original_is_replaced_when_its_file_comes_again(store: FolderStore, source: Path) -> None:
    (sha256,) = keep(store, source)
    path = store.path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"cut sho")
    keep(store, source)
    assert store.digest(sha256) == (sha256, 2_500_000)


def test_files_then_names_then_folders_reach_the_disk_in_this_order(
    store: FolderStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = store.incoming(source)
    target = store.folder / copy.sha256[:2] / copy.sha256
    calls: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def recorded_fsync(file: int) -> None:
        calls.append(f"fsync {Path(f'/proc/self/fd/{file}').readlink()}")
        fsync(file)

    def recorded_rename(path: Path, to: Path) -> Path:
        calls.append(f"rename {to}")
        return rename(path, to)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(Path, "rename", recorded_rename)
    store.settle([copy])
    assert calls == [
        f"fsync {copy.path}",
        f"rename {target}",
        f"fsync {target.parent}",
        f"fsync {store.folder}",
    ]

    # Known bytes: a run that was killed after the rename did not sync the folder, so this one must.
    calls.clear()
    store.settle([again := store.incoming(source)])
    assert calls == [f"fsync {again.path}", f"fsync {target.parent}", f"fsync {store.folder}"]


@pytest.mark.parametrize("change", ["grows", "shrinks", "is touched", "is replaced", "vanishes", "grows without end"])
def test_a_file_that_changes_while_it_is_copied_is_refused(
    store: FolderStore, source: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = store_module._read
    reads = 0

    def reading(reader: object, path: Path) -> bytes:
        nonlocal reads
        chunk: bytes = read(reader, path)  # type: ignore[arg-type]
        reads += 1
        if change == "grows without end" or (change == "grows" and reads == 1):
            with source.open("ab") as file:
                file.write(b"x" * store_module.CHUNK_BYTES)
        elif reads == 1:
            if change == "shrinks":
                os.truncate(source, 2_000_000)
            elif change == "is touched":
                os.utime(source, ns=(1, 1))
            elif change == "is replaced":
                facts, fresh = source.stat(), source.with_suffix(".new")
                fresh.write_bytes(source.read_bytes())
                os.utime(fresh, ns=(facts.st_atime_ns, facts.st_mtime_ns))
                fresh.replace(source)
            else:
                source.unlink()
        return chunk

    monkeypatch.setattr(store_module, "_read", reading)
    with pytest.raises(SourceChanged, match="try again"):
        store.incoming(source)
    assert store.unsettled() == []
    assert reads < 10


@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "device", "socket"])
def test_what_is_no_regular_file_is_refused_without_waiting(
    store: FolderStore, source: Path, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / kind
    if kind == "link":
        path.symlink_to(source)
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        os.mknod(path, stat.S_IFSOCK | 0o600)
    else:
        path = Path("/dev/zero")
    with pytest.raises(SourceUnreadable, match="is not a regular file"):
        store.incoming(path)
    assert store.unsettled() == []


def test_a_file_that_gives_less_than_it_has_is_refused(
    store: FolderStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_read", lambda *_: b"")
    with pytest.raises(SourceChanged, match="changed while it was copied"):
        store.incoming(source)


def test_a_file_that_is_gone_says_so(store: FolderStore, tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match="is gone"):
        store.incoming(tmp_path / "gone.jpg")


@pytest.mark.parametrize(
    ("number", "says"), [(errno.ENOSPC, "free some space"), (errno.EROFS, "read-only"), (errno.EIO, "check the disk")]
)
def test_a_disk_that_takes_no_more_says_what_to_do(
    store: FolderStore, source: Path, number: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(store_module, "_write_all", full)
        with pytest.raises(StoreError, match=says):
            store.incoming(source)
    assert store.unsettled() == []
    copy = store.incoming(source)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=says):
            store.settle([copy])
    assert not store.has(copy.sha256)
    store.settle([copy])
    assert store.has(copy.sha256)


def test_a_planted_link_is_not_followed(store: FolderStore, source: Path, tmp_path: Path) -> None:
    (sha256,) = keep(store, source)
    secret = tmp_path / "secret"
    secret.write_text("of the machine")
    path = store.path(sha256)
    path.unlink()
    path.symlink_to(secret)
    assert not store.has(sha256)
    with pytest.raises(StoreError, match="is not a regular file"):
        store.open(sha256)
    path.unlink()
    path.parent.rmdir()
    (tmp_path / "planted").mkdir()
    (tmp_path / "planted" / sha256).write_text("not ours")
    path.parent.symlink_to(tmp_path / "planted")
    with pytest.raises(StoreError, match="is not a regular file"):
        store.path(sha256)
    with pytest.raises(StoreError, match="is not a folder"):
        keep(store, source)
    assert (tmp_path / "planted" / sha256).read_text() == "not ours"


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "\n", "ab/" + "c" * 61])
def test_only_a_digest_is_a_way_into_the_store(store: FolderStore, digest: str) -> None:
    with pytest.raises(StoreError, match="is not a SHA-256"):
        store.path(digest)
    assert not store.has(digest)


def test_what_a_killed_run_left_is_cleared(store: FolderStore, source: Path) -> None:
    store.incoming(source)
    (store.folder / ".incoming" / "99999999-half").write_bytes(b"half a cop")  # a number that no process gets
    assert store.clear_incoming() == 2
    assert store.unsettled() == []


def test_what_another_process_copies_is_not_cleared(store: FolderStore) -> None:
    (under_way := store.folder / ".incoming" / f"{os.getppid()}-1f").write_bytes(b"half a copy")
    assert store.clear_incoming() == 0
    assert store.unsettled() == [under_way]
    os.utime(under_way, (0, 0))  # its process has ended, and another has its number
    assert store.clear_incoming() == 1


def test_a_copy_that_is_not_wanted_leaves_nothing(store: FolderStore, source: Path) -> None:
    copy = store.incoming(source)
    store.discard(copy)
    store.discard(copy)
    assert store.unsettled() == []
    with pytest.raises(StoreError, match="run the command again"):
        store.settle([copy])


def test_the_contents_tell_strays_from_originals(store: FolderStore, source: Path) -> None:
    (sha256,) = keep(store, source)
    (store.folder / "notes.txt").write_text("mine")
    (store.folder / sha256[:2] / "thumbs.db").write_text("theirs")
    found = {path.name: digest for digest, path in store.contents()}
    assert found == {sha256: sha256, "notes.txt": None, "thumbs.db": None}


def test_a_source_that_cannot_be_read_is_told_from_a_store_that_cannot_be_written(
    store: FolderStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def read(self, _: int) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    read = store_module._read
    monkeypatch.setattr(store_module, "_read", lambda _, path: read(Broken(), path))  # type: ignore[arg-type]
    with pytest.raises(SourceUnreadable, match="check the disk it lies on"):
        store.incoming(source)
    assert store.unsettled() == []
