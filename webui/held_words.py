"""Why a record is held back, where the archive itself says so; else it is held by words of its file, which stay."""

from __future__ import annotations

from webui import languages
from webui.told import Said
from webui.words import Words, marked

HOLDS = Words(
    {
        "held by the archivist": marked("held by the archivist"),
        "held on intake, until someone decides": marked("held on intake, until someone decides"),
        "it has the caption of a photo that is held back": marked("it has the caption of a photo that is held back"),
        "behind a password: nobody can say yet what is in it": marked(
            "behind a password: nobody can say yet what is in it"
        ),
        "its newest version is behind a password": marked("its newest version is behind a password"),
        "a file in it is behind a password: nobody can say yet what is in that": marked(
            "a file in it is behind a password: nobody can say yet what is in that"
        ),
        "a scan: it may hold an embargo, its words are not read yet": marked(
            "a scan: it may hold an embargo, its words are not read yet"
        ),
        "a scan among its files: it may hold an embargo, and is not read": marked(
            "a scan among its files: it may hold an embargo, and is not read"
        ),
        "it was held as a scan that is not read; it is read now, and someone decides": marked(
            "it was held as a scan that is not read; it is read now, and someone decides"
        ),
        "its first page is read too poorly to tell whether it is under embargo": marked(
            "its first page is read too poorly to tell whether it is under embargo"
        ),
    }
)


def why_held(reason: str) -> Said:
    """The reason in the language of the interface, where it is one of ours; else as it is, in no known language."""
    return Said(HOLDS[reason], languages.current()) if reason in HOLDS else Said(reason, "")
