"""The model of py3langid for the languages that are told apart, and a copy of it beside the index.

As it is packed, a process loads it in a third of a second, which is most of what one new file costs. A process that has
told many texts leaves it unpacked, for others to share: arrays of numbers, which are mapped and not read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

ROOM = 1 << 30  # bytes that must be free on the disk for a copy of 43 MB
_ARRAYS = ("codes", "features", "priors", "moves", "rows", "outputs")


def loaded(languages: Collection[str], kept: Path | None) -> LanguageIdentifier:
    """The model, from the copy in the folder `kept` when there is one of this version."""
    if kept is not None:
        with suppress(OSError, ValueError, EOFError):
            return _mapped(kept / _key(languages))
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages)
    return identifier


def keep(identifier: LanguageIdentifier, languages: Collection[str], kept: Path) -> None:
    """Leave a copy in that folder, whole or not at all. Where that cannot be, nothing is lost but time."""
    folder = kept / _key(languages)
    arrays = (
        np.asarray(identifier.nb_classes),
        identifier.nb_ptc,
        identifier.nb_pc,
        np.asarray(identifier.tk_nextmove),
        np.asarray(identifier.tk_row),
        np.asarray(identifier.tk_output, dtype=np.int32),
    )
    with suppress(OSError):
        kept.mkdir(parents=True, exist_ok=True)
        if folder.exists() or shutil.disk_usage(kept).free < ROOM:
            return
        for other in kept.iterdir():  # of another version, or cut short
            shutil.rmtree(other, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=kept))
        try:
            for name, array in zip(_ARRAYS, arrays, strict=True):
                with (new / f"{name}.npy").open("wb") as file:
                    np.save(file, array, allow_pickle=False)
                    file.flush()
                    os.fsync(file.fileno())
            new.rename(folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _mapped(folder: Path) -> LanguageIdentifier:
    """Raises OSError, ValueError and EOFError when there is none, or one that was not written to its end."""
    arrays = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS)
    codes, features, priors, moves, rows, outputs = arrays
    return LanguageIdentifier(
        features, priors, codes.tolist(), memoryview(moves), outputs.tolist(), norm_probs=True, tk_row=rows.tolist()
    )


def _key(languages: Collection[str]) -> str:
    """The name of the copy: of which model, and for which languages."""
    there = (MODEL_DIR / MODEL_FILE).stat()
    told = f"{there.st_size} {there.st_mtime_ns} {sorted(languages)}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]
