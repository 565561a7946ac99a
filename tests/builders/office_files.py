"""Word processor documents made by tests with the writers of the sample corpus."""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[2] / "sample_corpus"


def making(name: str) -> Any:
    """Import a module of `sample_corpus/making`."""
    sys.path.insert(0, str(CORPUS))
    try:
        return importlib.import_module(f"making.{name}")
    finally:
        sys.path.remove(str(CORPUS))


def changed(data: bytes, members: Mapping[str, bytes | None]) -> bytes:
    """Return a ZIP with these members replaced or added, and without those that are None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def member(data: bytes, name: str) -> bytes:
    """Return a member of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name)
