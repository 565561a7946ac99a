"""Messages of `log`: events that were removed, altered or inserted, and seals."""

from __future__ import annotations

from collections.abc import Mapping

LOG_MESSAGES: Mapping[str, str] = {
    "log-removed": "Event %(n)s was removed. Compare the catalogue with a backup.",
    "log-altered": (
        "Event %(n)s is not what was written, or another stood before it. Compare the catalogue with a backup."
    ),
    "log-gap": "Events between %(before)s and %(n)s were removed, or event %(n)s was altered. Compare with a backup.",
    "log-inserted": "Event %(n)s was inserted: it is not in the chain. Compare the catalogue with a backup.",
    "log-blanked": "The values of event %(n)s were changed, and no erasure says so. Compare with a backup.",
    "log-cut": ("The log ends at event %(n)s, but the last event was %(noted)s. Compare the catalogue with a backup."),
    "log-other-chain": (
        "Event %(n)s has another digest than the seal: the log was rewritten after it was sealed, or the seal is of "
        "another archive. Compare the catalogue with a backup."
    ),
    "log-before-seal": (
        "The log ends at event %(n)s, and the seal was made at event %(sealed)s: later events are missing, as after "
        "restoring an older backup. If nobody restored one, compare the catalogue with a backup."
    ),
    "seal-exists": "%(path)s is there already: give the name of a new file.",
    "seal-unreadable": "%(path)s is not a seal: give a file that `press-archive log --seal` wrote.",
}
