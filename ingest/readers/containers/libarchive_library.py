"""libarchive, or None without it: it is a system library, and the package that calls it is the extra `archives`."""

from __future__ import annotations

import os
from typing import Any

try:
    # A worker may not start the programs with which ctypes looks for a library.
    os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")
    import libarchive as _library
    from libarchive.exception import ArchiveError as _Error
except (ImportError, OSError, AttributeError):
    _library, _Error = None, OSError

libarchive: Any = _library
ArchiveError: Any = _Error
