"""Messages of installation: workers, permissions, the desk's address; and the few of ingest that have codes."""

from __future__ import annotations

from collections.abc import Mapping

SYSTEM_MESSAGES: Mapping[str, str | tuple[str, str]] = {
    "worker-confined": "confined by Landlock (ABI %(abi)s) and seccomp",
    "worker-files-open": (
        "This kernel has no Landlock: a malicious file that takes over the process that reads it can read "
        "and change all that this account can."
    ),
    "worker-files-cure": (
        "run Linux 5.13 or later with `landlock` among its security modules (`lsm=`), in a container that lets "
        "it through"
    ),
    "worker-calls-open": (
        "This kernel filters no system calls (seccomp) on %(machine)s: a malicious file that takes over "
        "the process that reads it can start programs and use the network."
    ),
    "worker-calls-cure": "run Linux on x86_64 or aarch64, in a container that lets seccomp through",
    "desk-address-printed": "The second address opens the archivist's desk: it holds a secret, so keep it to yourself.",
    "desk-address-kept": (
        "The address that opens the archivist's desk is kept in %(path)s, which only its owner can read: "
        "`press-archive desk open --archive %(folder)s` prints it."
    ),
    "desk-unreachable": (
        "The archivist's desk answers on this machine only, and %(address)s is not an address within it: leave "
        "out --host, or give 127.0.0.1, or 0.0.0.0 for other machines too."
    ),
    "desk-not-running": (
        "No server of this archive has its desk open: start one with `press-archive serve --desk --archive %(folder)s`."
    ),
    "desk-needs-owner": (
        "The desk writes to the archive, and this account may only read %(folder)s: run the command as its owner."
    ),
    "serve-without-public-url": (
        "[web] public_url is not set: feeds, citations and exports name the host that each visitor typed. Set it in "
        "archive.toml to the address of the archive."
    ),
    "serve-counts-proxy": (
        "[web] limits requests, but trusted_proxies is empty: behind a proxy, all visitors count as one. List the "
        'address of the proxy there, such as trusted_proxies = ["127.0.0.1"].'
    ),
    "serve-reads-only": (
        "This account may only read %(folder)s: `press-archive index follow`, run by its owner, keeps the index "
        "up to date."
    ),
    "index-followed-elsewhere": "Another `index follow` keeps the index up to date. This one takes over when it ends.",
    "index-followed": "The index of %(folder)s is kept up to date until Ctrl-C.",
    "desk-of-another": "The desk of %(folder)s belongs to the account that serves it: run the command as that account.",
    "enrich-failed": (
        "the words of this file could not be worked out (%(error)s): it is held, because nobody knows whether it "
        "is under an embargo"
    ),
    "sidecar-unread": (
        "no XMP could be found in this sidecar; save the description of its photo once more in the program that "
        "wrote it, and ingest the new file"
    ),
    "sidecar-cut": "the sidecar ends before it is complete; what could be read was kept",
    "sidecar-embargo-unknown": "the sidecar cannot be read whole, and an embargo may stand in it",
    "picture-too-large": (
        "the picture cannot be shown: it is too large to open safely: %(width)s x %(height)s pixels, more than "
        "%(most)s; its description was kept"
    ),
    "picture-pixels": (
        "the picture cannot be shown: it is too large to open safely: more than %(most)s pixels; its description was "
        "kept"
    ),
    "picture-codec-missing": (
        "the picture cannot be shown: it is packed with %(codec)s, for which there is no decoder here; its "
        "description was kept"
    ),
    "embargo-end-of-day": (
        "the embargo names no hour with its zone: %(words)s; it lasts until the end of that day everywhere"
    ),
    "archive-closed": (
        "%(folder)s is closed to this account: run the command as the owner of the archive, or name a group of "
        "both accounts under `[archive] group` and let the owner run `press-archive doctor --fix`."
    ),
    "group-unknown": "There is no group %(group)s on this machine: create it, or change `[archive] group`.",
    "group-refused": (
        "This account may not give files to the group %(group)s: add the account to the group, or run the "
        "command as root."
    ),
    "order-unwritten": (
        "The list of files to read cannot be written in %(folder)s (%(error)s): free some space on that disk and "
        "run the command again."
    ),
    "permissions-closed": "only the owner can read the archive",
    "permissions-group": "only the owner and the group %(group)s can read the archive",
    "permissions-wrong": (
        "%(count)s files and folders have wrong permissions or another owner, first %(path)s (%(mode)s)"
    ),
    "permissions-cure": "press-archive doctor --fix --archive %(folder)s",
    "permissions-refused": "%(count)s files and folders could not be changed, first %(path)s",
    "permissions-refused-cure": "run `press-archive doctor --fix --archive %(folder)s` as their owner, or as root",
    "requests-waiting": "%(count)s requests wait for a thread; if this is often so, raise `[web] threads`.",
    "work-folder": (
        "No folder for the work on files can be made in %(folder)s (%(error)s); see that there is free space and "
        "that it may be written, then run the command again."
    ),
    "work-no-space": "There is no free space for the work on files; free some on this disk, then run it again.",
    "work-no-space-there": (
        "There is no free space for the work on files (%(free)s); free some on this disk, then run it again."
    ),
    "work-ended": "The work on files was ended before this one was read; run the command again.",
    "worker-cannot-start": "A worker could not start (%(why)s); `press-archive doctor` says what is missing.",
    "worker-not-started": (
        "No worker could be started (%(why)s): this machine is short of memory, processes or time. Run the "
        "command again when it has more, or with fewer `[worker] processes`."
    ),
    "permissions-fixed": "%(count)s files and folders have the right permissions now",
    "not-installed": "not installed",
    "install-locked": "python -m pip install --no-deps --require-hashes -r requirements.lock",
    "sqlite-cure": "use a Python built with SQLite 3.35 or later",
    "worker-started": "one started, answered and stopped",
    "worker-cure": "allow this user to start processes and set their limits",
    "scans-unreadable": "their words cannot be read: %(why)s",
    "tesseract-absent": "tesseract is not installed",
    "tesseract-without": "tesseract has no %(languages)s",
    "apt-install": "apt install %(packages)s",
    "scans-readable": "%(program)s, with %(languages)s",
    "conversion-off": "kept without their text (`[intake] converter` is not set): %(formats)s",
    "conversion-absent": "kept without their text, because %(program)s is not installed: %(formats)s",
    "conversion-on": "%(name)s (%(program)s) converts %(formats)s",
    "virus-scanner-off": "not set (`[intake] virus_scanner`): files are not scanned for viruses",
    "virus-scanner-answers": "%(version)s answers",
    "virus-scanner-silent": "clamd at %(address)s does not answer: new files are held until scanned",
    "virus-scanner-cure": "start it (`systemctl start clamav-daemon`), then run `press-archive virus-scan --pending`",
    "virus-scanner-absent": "The virus scanner at %(address)s does not answer: start it, then run this again.",
    "virus-scanner-unset": "No virus scanner is set. Set `virus_scanner` below [intake] in archive.toml.",
    "rescan-slow": "not scanned again, because that took too long: raise `virus_scanner_seconds` below [intake]",
    "rescan-too-large": (
        "not scanned again, because it is larger than the scanner accepts: raise StreamMaxLength of clamd"
    ),
    "rescan-broken": "not scanned again, because the scanner hung up: see its log",
    "rescan-failed": "not scanned again, because the scanner reported an error: see its log",
    "rescan-unreadable": "not scanned again, because its file cannot be read: `press-archive verify` says what to do",
    "virus-scanner-out": (
        "Warning: the virus scanner could not scan a file. Such files are held. `press-archive doctor` tells whether "
        "it answers, `press-archive virus-scan --pending` scans them."
    ),
    "virus-files-wait": (
        "1 record is held until scanned for viruses",
        "%(count)s records are held until scanned for viruses",
    ),
    "virus-files-wait-cure": "press-archive virus-scan --pending",
    "virus-found-in": (
        "1 record is held for a virus",
        "%(count)s records are held for a virus",
    ),
    "virus-found-cure": "see `press-archive access list`, then release each with a reason, or erase it",
    "archive-absent": "%(folder)s is not an archive",
    "archive-init": "press-archive init --archive %(folder)s",
    "bucket-answers": "%(bucket)s answers, and overwrites nothing",
    "archive-opened": "%(folder)s, revision %(revision)s",
    "catalogue-server": "%(address)s, PostgreSQL %(version)s, encoding %(encoding)s, collation %(collation)s",
    "index-server": "OpenSearch %(version)s, cluster %(name)s, nodes: %(nodes)s, %(status)s",
    "index-server-yellow": "copies are missing: start the nodes that are gone, or set `replicas` below [index] lower",
    "index-server-red": "start the nodes that are missing; if their disks are lost, run `press-archive index rebuild`",
    "queue-jobs": "waiting: %(waiting)s, running: %(running)s, failed in the last 7 days: %(failed)s",
    "queue-jobs-cure": "`press-archive receipts` lists the accessions, and --retry tries their files again",
    "clock-agrees": "%(seconds)s s from that of the catalogue's server",
    "clock-ahead": "%(seconds)s s ahead of that of the catalogue's server, by which embargoes end",
    "clock-behind": "%(seconds)s s behind that of the catalogue's server, by which embargoes end",
    "clock-plausible": "%(now)s, not before what was done last",
    "clock-before-event": (
        "the clock of this machine says %(now)s, before the newest event of the archive (%(newest)s): it is wrong, or "
        "was when that was written. Embargoes end by this clock."
    ),
    "clock-before-event-cure": (
        "set it by NTP: as root, `timedatectl set-ntp true`. If it is right now, check what was released while it was "
        "ahead: `press-archive records changes` and the public feed"
    ),
    "clock-jumped-ahead": (
        "The clock jumped ahead: it says %(now)s. By the time since the machine started, it is %(expected)s. Embargoes "
        "end by the earlier time."
    ),
    "clock-jumped-back": (
        "The clock jumped back: it says %(now)s. By the time since the machine started, it is %(expected)s. Embargoes "
        "end by the earlier time."
    ),
    "clock-jumped-cure": (
        "If the clock is wrong, set it: as root, `timedatectl set-ntp true`. If it is right, run "
        "`press-archive doctor --accept-clock --archive %(folder)s`."
    ),
    "clock-accepted": "%(now)s is accepted",
    "clock-cure": "set both clocks by NTP: as root, `timedatectl set-ntp true`",
    "see-message": "see the message",
    "archive-read-only": "%(folder)s is read-only for this user",
    "archive-read-only-cure": "give this user write permission",
    "space-free": "%(count)s MB free",
    "space-cure": "make room before the next ingest",
    "network-file-system": "%(type)s: a network file system",
    "network-file-system-cure": "keep the archive on a local disk",
}
