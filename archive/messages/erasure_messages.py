"""Messages of erasures."""

from __future__ import annotations

from collections.abc import Mapping

ERASURE_MESSAGES: Mapping[str, str] = {
    "erase-unknown": "There is no request %(n)s: `press-archive erase list` lists them.",
    "erase-done": "Request %(n)s was carried out already.",
    "erase-requested-already": "Its erasure was requested already: request %(n)s.",
    "erase-same-login": "%(by)s requested it: another person must carry it out, with a login of their own or --by.",
    "erase-nameless": "The name is empty: give one with --by.",
    "erase-inside": "A copy is in the file of %(records)s: erase that first.",
    "erased-before": "this file was erased from the archive: it was not added",
    "erased-inside": (
        "a file inside it was erased from the archive: it was not added; pack it again without that file, or add the"
        " other files by themselves"
    ),
    "record-erased": "This record was erased from the archive.",
    "erase-compact": "Other processes have the catalogue open: stop them, and run the command again.",
}
