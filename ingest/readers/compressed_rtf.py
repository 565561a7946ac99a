"""RTF as Outlook packs it ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

MOST = 32 << 20  # bytes unpacked
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_HEAD = struct.Struct("<IIII")
_RING = 4096
_KNOWN = (  # [MS-OXRTFCP] 2.1.2.1, with which the dictionary begins
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)


def unpack(data: bytes) -> bytes:
    """The RTF; what can be unpacked of one that breaks off. Empty for what is none, at most MOST bytes."""
    if len(data) < _HEAD.size:
        return b""
    _, size, kind, _ = _HEAD.unpack_from(data)
    if kind == _PLAIN:
        return data[_HEAD.size : _HEAD.size + min(size, MOST)]
    return _unpacked(data, min(size, MOST)) if kind == _PACKED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    ring = bytearray(_RING)
    ring[: len(_KNOWN)] = _KNOWN
    write, at, out = len(_KNOWN), _HEAD.size, bytearray()
    while at < len(data) and len(out) < size:
        control, at = data[at], at + 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(data):
                    return bytes(out[:size])
                offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 15) + 2
                at += 2
                if offset == write:
                    return bytes(out[:size])
            else:
                if at >= len(data):
                    return bytes(out[:size])
                offset, length = -1, 1
            for n in range(length):
                byte = data[at] if offset < 0 else ring[(offset + n) % _RING]
                out.append(byte)
                ring[write] = byte
                write = (write + 1) % _RING
            at += offset < 0
    return bytes(out[:size])
