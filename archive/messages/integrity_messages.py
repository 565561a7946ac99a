"""Messages of `verify` and `check`: originals that are missing or altered, and parts that do not agree."""

from __future__ import annotations

from collections.abc import Mapping

_ORIGINALS: Mapping[str, str] = {
    "fixity-missing": (
        "The original of %(name)s (%(owner)s) is missing: restore it from a backup, or ingest the file again."
    ),
    "fixity-unreadable": "The original of %(name)s (%(owner)s) cannot be read: %(why)s",
    "fixity-altered": (
        "The original of %(name)s (%(owner)s) is altered: expected %(expected)s (%(size)s bytes), found %(found)s "
        "(%(found_size)s bytes): restore it from a backup, or ingest the file again."
    ),
    "fixity-copy-whole": "the copy %(sha256)s in %(copy)s is intact",
    "owner-record": "record %(record)s",
    "owner-none": "a file without a record, such as a waiting sidecar or a rejected file",
    "check-missing": (
        "The original %(sha256)s of %(owner)s is missing: restore it from a backup, or ingest its file again."
    ),
    "check-missing-many": ("%(count)s originals are missing: restore them from a backup, or ingest their files again."),
    "check-size": (
        "The original %(sha256)s of %(owner)s has %(size)s bytes and must have %(expected)s: restore it from a backup."
    ),
    "check-size-many": "%(count)s originals do not have the size they must have: restore them from a backup.",
    "check-foreign": "%(path)s does not belong in the store: move it out.",
    "check-foreign-many": "%(count)s files do not belong in the store: move them out.",
    "check-stray": (
        "%(path)s belongs to no record: an intake was interrupted; ingest the same files again, or remove it."
    ),
    "check-stray-many": (
        "%(count)s originals belong to no record: an intake was interrupted; ingest the same files again."
    ),
    "check-unsettled": "%(path)s was left by an interrupted intake: the next one removes it.",
    "check-unsettled-many": "%(count)s files were left by an interrupted intake: the next one removes them.",
}

_INDEX: Mapping[str, str] = {
    "check-unindexed": "Record %(record)s is not in the %(index)s index: run `press-archive index rebuild`.",
    "check-unindexed-many": "%(count)s records are not in the %(index)s index: run `press-archive index rebuild`.",
    "check-overindexed": (
        "Record %(record)s is in the %(index)s index and must not be: run `press-archive index rebuild`."
    ),
    "check-overindexed-many": (
        "%(count)s records are in the %(index)s index and must not be: run `press-archive index rebuild`."
    ),
    "check-index-behind": (
        "The index is behind the catalogue: run `press-archive index rebuild`, or `serve`, which mends it."
    ),
    "check-index-damaged": (
        "%(file)s is damaged: run `press-archive index rebuild`, or `serve`, which rebuilds the index."
    ),
    "check-index-missing": (
        "The index is missing or cannot be used: run `press-archive index rebuild`, or `serve`, which mends it."
    ),
}

_CATALOGUE: Mapping[str, str] = {
    "check-catalogue": "%(path)s: %(why)s: restore the catalogue from a backup.",
    "check-table": "%(path)s is not as it was written: write the tables again with `press-archive catalogue tables`.",
    "check-settings-damaged": (
        "%(path)s is damaged: its content changed after %(at)s, its time did not. Compare it with a backup and save it."
    ),
    "check-settings-changed": "%(path)s was changed by hand after %(at)s. The next change to the archive logs this.",
    "check-derived": "%(path)s is damaged. It is made again when it is needed; you may remove it.",
    "check-derived-many": "%(count)s derived files are damaged. They are made again when needed; you may remove them.",
    "catalogue-altered": (
        "A row of %(table)s in %(path)s is not as it was written: %(row)s. Restore the catalogue from a backup, or "
        "delete it and run `press-archive catalogue rebuild`."
    ),
    "check-record": "Record %(record)s: %(why)s. Ingest its file again.",
    "check-receipt": "Receipt %(number)s: %(why)s. Compare it with a backup.",
    "check-companion": "Of %(subject)s: %(why)s. Ingest its file again.",
    "row-dangling": "row %(row)s of %(table)s points at a row of %(other)s that is not there",
    "record-textless": "it has no text, not even an empty one",
    "record-without-original": "it has no original of its version %(version)s",
    "receipt-totals": "its totals say %(said)s, and its lines add up to %(found)s",
    "receipt-outcome": "line %(line)s (%(path)s) has the outcome %(outcome)s, which does not exist",
    "receipt-recordless": "line %(line)s (%(path)s) is %(outcome)s and names no record",
    "receipt-record-gone": "line %(line)s (%(path)s) names the record %(record)s, which does not exist",
    "mention-dangling": "its mention of %(filename)s leads to %(photo)s, which does not exist",
    "mention-guess": "its mention of %(filename)s is a guess at nothing",
    "relation-foreign": "its relation %(type)s to %(record)s is of an unknown kind",
    "relation-dangling": "its relation %(type)s leads to %(record)s, and one of the two does not exist",
    "companion-gone": "its %(role)s %(path)s is not among its files",
    "companion-idle": "it is kept, belongs to no record and waits for none",
}

INTEGRITY_MESSAGES: Mapping[str, str] = {**_ORIGINALS, **_INDEX, **_CATALOGUE}
