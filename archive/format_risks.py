"""Formats at risk: programs that read them are already hard to find. Convert them to another format."""

from __future__ import annotations

from archive.media_types import BY_SUFFIX, OLE, UNKNOWN

_NAMES = {
    "ClarisWorks or AppleWorks": "cwk",
    "CorelDRAW": "cdr",
    "Flash": "swf fla flv",
    "FlashPix": "fpx",
    "Kodak Photo CD": "pcd",
    "Lotus 1-2-3": "wk1 wk3 wk4 123",
    "Lotus Word Pro or Ami Pro": "lwp sam",
    "MacWrite": "mcw",
    "Microsoft Publisher": "pub",
    "Microsoft Works": "wps wks wdb",
    "PageMaker": "pmd pm3 pm4 pm5 pm6 p65",
    "QuarkXPress": "qxd",
    "RealMedia": "rm ra ram",
    "WordPerfect": "wpd wp5 wp6",
    "WordStar": "wsd",
    "Windows Write": "wri",
}
AT_RISK = {suffix: name for name, suffixes in _NAMES.items() for suffix in suffixes.split()}


def format_at_risk(media_type: str, filename: str) -> str:
    """Return the name of the format at risk that a file has by its suffix, or "". `media_type` is "" for a rejected
    file. If the content is of another type, that type counts."""
    stem, _, suffix = filename.rpartition(".")
    suffix = suffix.lower()
    name = AT_RISK.get(suffix, "") if stem else ""
    row = BY_SUFFIX.get(suffix)
    return name if media_type in {"", UNKNOWN, OLE, row.name if row else ""} else ""
