"""Files with a checksum of their own inside, so that a damaged one is noticed wherever it is read.

A JPEG has it in a comment after its JFIF header, any other file in its first line. Those of earlier versions have none:
they begin as no seal does of which one bit was changed.
"""

from __future__ import annotations

import re
import zlib

_JFIF = 20  # bytes of a JPEG up to the end of this header
_EARLIER = re.compile(rb"[{]|for |\xff\xd8\xff\xe0.{16}\xff[^\xfa\xfc\xfe\xff\xf6\xee\xde\xbe\x7e]", re.DOTALL)
_LINE = b"crc32 %08x\n"
_COMMENT = b"\xff\xfe\x00\x10crc32 %08x"


def seal(data: bytes) -> bytes:
    """Return the content of a file with its checksum."""
    is_jpeg = data.startswith(b"\xff\xd8\xff\xe0")
    at, form = (_JFIF, _COMMENT) if is_jpeg else (0, _LINE)
    return data[:at] + form % zlib.crc32(data) + data[at:]


def unseal(data: bytes) -> bytes:
    """Return the content without the checksum; without one, that of an earlier version. Raise ValueError if it is
    damaged."""
    if _EARLIER.match(data):
        return data
    at, length = (_JFIF, len(_COMMENT % 0)) if data.startswith(b"\xff\xd8") else (0, len(_LINE % 0))
    content = data[:at] + data[at + length :]
    if seal(content) != data:
        raise ValueError("damaged")
    return content
