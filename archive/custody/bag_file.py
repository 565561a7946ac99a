"""Make a bag in one file: a ZIP or TAR with the folder of the bag at the top (RFC 8493, 4)."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from archive.access import Viewer
from archive.custody.backup import check_apart
from archive.custody.bag_export import BagResult, check_space, create_bag
from archive.custody.bag_paths import payload_name
from archive.errors import StoreError
from archive.messages import Message
from archive.storage.archive import Archive
from archive.storage.originals import explain_store_errors, sync_folder


class BagFormat(StrEnum):
    """The format of a bag in one file."""

    ZIP = "zip"
    TAR = "tar"


def bag_file_path(typed: Path, form: BagFormat) -> Path:
    """Return the path of the file, with its suffix."""
    suffix = f".{form}"
    return typed if typed.name.lower().endswith(suffix) else typed.with_name(f"{typed.name}{suffix}")


def create_bag_file(
    archive: Archive,
    ids: Sequence[str],
    file: Path,
    form: BagFormat,
    viewer: Viewer,
    progress: Callable[[int, int], None],
) -> BagResult:
    """Make a bag of these records in one new file, named as `bag_file_path` returns it. The file appears when it is
    complete. Meanwhile the bag is in a folder beside it that nobody else may read. Raise as `create_bag` does."""
    check_apart(archive.folder, file)
    if os.path.lexists(file):
        raise StoreError(Message("bag-file-exists", path=file))
    with explain_store_errors(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{file.name}.", dir=file.parent))
    try:
        top = work / payload_name(file.name[: -len(f".{form}")])
        made = create_bag(archive, ids, top, viewer, progress)
        with explain_store_errors(file.parent):
            check_space(work, sum(path.stat().st_size for path in _files(top)))
            part = work / f"bag.{form}"
            with part.open("xb") as opened:
                _PACK[form](opened, top)
                opened.flush()
                os.fsync(opened.fileno())
            if os.path.lexists(file):
                raise StoreError(Message("bag-file-exists", path=file))
            part.rename(file)
            sync_folder(file.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return made


def _files(top: Path) -> Iterator[Path]:
    yield from sorted(path for path in top.rglob("*") if path.is_file())


def _pack_zip(opened: object, top: Path) -> None:
    with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:  # type: ignore[call-overload]
        for path in _files(top):
            packed.write(path, path.relative_to(top.parent).as_posix())


def _pack_tar(opened: object, top: Path) -> None:
    with tarfile.open(fileobj=opened, mode="w", format=tarfile.PAX_FORMAT) as packed:  # type: ignore[call-overload]
        for path in _files(top):
            packed.add(path, path.relative_to(top.parent).as_posix(), filter=_without_owner)


def _without_owner(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


_PACK: dict[BagFormat, Callable[[object, Path], None]] = {BagFormat.ZIP: _pack_zip, BagFormat.TAR: _pack_tar}
