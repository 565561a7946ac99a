"""Messages that say why a record is held, where the archive itself holds it; else the words of its file do."""

from __future__ import annotations

from collections.abc import Mapping

HOLD_MESSAGES: Mapping[str, str] = {
    "hold-archivist": "held by the archivist",
    "hold-ingest": "held on intake, until someone decides",
    "hold-bag": "its bag does not say who may see it",
    "hold-caption": "it has the caption of a photo that is held back",
    "hold-encrypted": "it needs a password, so its content is unknown",
    "hold-encrypted-version": "its newest version needs a password",
    "hold-mail-store": "it also holds what became no record, such as contacts and deleted mails",
    "hold-encrypted-inside": "a file in it needs a password, so its content is unknown",
    "hold-unread": "it was not read, so its content is unknown",
    "hold-unread-part": "a part of it was not read, so its content is unknown",
    "hold-unread-read": "it was held because it was not read; it is read now, and someone decides",
    "hold-unread-inside": "a file in it was not read, so its content is unknown",
    "hold-scan": "a scan: it may hold an embargo, its words are not read yet",
    "hold-scan-around": "inside a scan: that may hold an embargo, its words are not read yet",
    "hold-scan-beside": "a scan among its files: it may hold an embargo, and is not read",
    "hold-scan-read": "it was held as a scan that is not read; it is read now, and someone decides",
    "hold-scan-replaced": "it came in a scan that was replaced before its words were read; someone decides",
    "hold-scan-namesake": "it came under the name of a scan that was not read yet; someone decides",
    "hold-secret-key": (
        "it seems to contain a private key. If that is harmless, release the record with a reason (--reason)"
    ),
    "hold-secret-token": (
        "it seems to contain an access token, which opens an account. If that is harmless, release the record with a "
        "reason (--reason)"
    ),
    "hold-secret-identity": (
        "it seems to contain the identity number of a person (NIK, CCCD). If that is harmless, release the record with "
        "a reason (--reason)"
    ),
    "hold-secret-embargo": "there is also an embargo: %(words)s",
    "hold-virus": (
        "a virus was found in it: %(signature)s. If that is a mistake, release the record with a reason (--reason)"
    ),
    "hold-virus-also": "it would be held all the same: %(words)s",
    "hold-virus-scanned": "it was held until scanned for viruses; none was found, and someone decides",
    "hold-unscanned-silent": (
        "not scanned for viruses yet, because the scanner did not answer. `press-archive virus-scan --pending` scans it"
    ),
    "hold-unscanned-slow": (
        "not scanned for viruses yet, because that took too long. Raise `virus_scanner_seconds` below [intake], then "
        "run `press-archive virus-scan --pending`"
    ),
    "hold-unscanned-large": (
        "not scanned for viruses: it is larger than the scanner accepts. Raise StreamMaxLength of clamd, then run "
        "`press-archive virus-scan --pending`"
    ),
    "hold-unscanned-broken": (
        "not scanned for viruses yet, because the scanner hung up. `press-archive virus-scan --pending` scans it"
    ),
    "hold-unscanned-unreadable": (
        "not scanned for viruses, because its file cannot be read: `press-archive verify` says what to do. Then run "
        "`press-archive virus-scan --pending`"
    ),
    "hold-unscanned-failed": (
        "not scanned for viruses yet, because the scanner reported an error. See its log, then run "
        "`press-archive virus-scan --pending`"
    ),
    "hold-scan-doubtful": "its first page is read too poorly to tell whether it is under embargo",
}
