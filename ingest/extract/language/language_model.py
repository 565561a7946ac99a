"""Load py3langid's model: the packed one, or the unpacked copy beside the index.

This module imports numpy and the model's library. `language_detection` loads it for the first text that needs it.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ingest.extract.language.language_copy import name

_ARRAYS = ("codes", "features", "priors", "moves", "rows", "outputs")


def loaded(languages: Collection[str], kept: Path | None) -> LanguageIdentifier:
    """Return the model, from the copy in the folder `kept` if there is one of this version."""
    if kept is not None:
        with suppress(OSError, ValueError, EOFError):
            return _mapped(kept / name(languages))
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages)
    return identifier


def write_model(identifier: LanguageIdentifier, folder: Path) -> None:
    """Write a copy into an empty folder."""
    arrays = (
        np.asarray(identifier.nb_classes),
        identifier.nb_ptc,
        identifier.nb_pc,
        np.asarray(identifier.tk_nextmove),
        np.asarray(identifier.tk_row),
        np.asarray(identifier.tk_output, dtype=np.int32),
    )
    for array_name, array in zip(_ARRAYS, arrays, strict=True):
        with (folder / f"{array_name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())


def _mapped(folder: Path) -> LanguageIdentifier:
    """Return the mapped copy. Raise OSError, ValueError and EOFError if there is none, or an incomplete one."""
    arrays = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS)
    codes, features, priors, moves, rows, outputs = arrays
    return LanguageIdentifier(
        features, priors, codes.tolist(), memoryview(moves), outputs.tolist(), norm_probs=True, tk_row=rows.tolist()
    )
