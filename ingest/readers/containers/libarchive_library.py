"""libarchive, or None without it: it is a system library, and the package that calls it is the extra `archives`."""

from __future__ import annotations

import os
from typing import Any

libarchive: Any
ArchiveError: Any

try:
    # A worker may not start the programs with which ctypes looks for a library.
    os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")
    import libarchive
    from libarchive.exception import ArchiveError
except (ImportError, OSError, AttributeError):
    libarchive, ArchiveError = None, OSError

__all__ = ["ArchiveError", "libarchive"]
