"""Messages of bags (BagIt, RFC 8493): folders that are none, faults in them, bags that cannot be written."""

from __future__ import annotations

from collections.abc import Mapping

_STRUCTURE: Mapping[str, str] = {
    "bag-no-folder": "%(path)s is not a folder: give the folder of a bag, with the file bagit.txt in it.",
    "bag-file-missing": "%(path)s is missing.",
    "bag-unreadable": "%(path)s cannot be read (%(error)s): check its permissions and the disk.",
    "bag-too-large": "%(path)s is larger than %(size)s MB and was not read.",
    "bag-declaration": "bagit.txt is not two lines, BagIt-Version and Tag-File-Character-Encoding.",
    "bag-version": "bagit.txt names version %(version)s of BagIt: 0.93 to 1.0 can be read.",
    "bag-encoding": "bagit.txt names the encoding %(encoding)s, which is not known here.",
    "bag-not-encoded": "%(path)s is not %(encoding)s, as bagit.txt says.",
    "bag-byte-order-mark": "%(path)s begins with a byte order mark.",
    "bag-no-payload": "The folder data is missing.",
    "bag-no-manifest": "There is no manifest of the payload, such as manifest-sha256.txt.",
    "bag-algorithm": "%(path)s has checksums of a kind that cannot be checked here.",
    "bag-fetch": (
        "fetch.txt names files that are not in the bag but elsewhere on the network: nothing is fetched. Ask the donor "
        "for the whole bag, or fetch the files and delete fetch.txt."
    ),
    "bag-link": "%(path)s is a link: a bag holds its files itself.",
    "bag-no-file": "%(path)s is neither a file nor a folder.",
}

_IN_ONE_FILE: Mapping[str, str] = {
    "bag-file-unknown": "The file is not a bag: give the folder of a bag, or a ZIP or TAR with that folder.",
    "bag-file-damaged": "The file is damaged (%(why)s): copy or download it again.",
    "bag-file-tops": "The file must have one folder at its top, which is the bag, and nothing beside it: repack it.",
    "bag-file-path": "%(name)s leads out of the bag, or is not a usable path: ask the sender for another copy.",
    "bag-file-twice": "The file has %(name)s twice: ask the sender for another copy.",
    "bag-file-link": "%(name)s is a link, or not a file: ask the sender for a bag that holds the file itself.",
    "bag-file-locked": "The file needs a password: unpack it, then give the folder of the bag.",
    "bag-file-too-many": "The file holds more than %(most)s files: unpack it, then give the folder of the bag.",
    "bag-file-no-space": (
        "There is too little free space to unpack the file. Free some, or let TMPDIR name a folder on another disk."
    ),
    "bag-file-exists": "%(path)s exists: give another name.",
}

_ENTRIES: Mapping[str, str] = {
    "bag-line": "Line %(line)s of %(path)s is not a checksum with a path.",
    "bag-info-line": "Line %(line)s of %(path)s is not a label with a value.",
    "bag-path": "Line %(line)s of %(path)s names a file outside of the bag or under no usable name: %(name)s",
    "bag-path-not-payload": "Line %(line)s of %(path)s names a file that is not in the folder data: %(name)s",
    "bag-path-payload": "Line %(line)s of %(path)s names a file of the payload or itself: %(name)s",
    "bag-path-twice": "Line %(line)s of %(path)s names a file for the second time: %(name)s",
    "bag-payload-missing": "%(path)s is missing; %(list)s lists it.",
    "bag-payload-altered": "%(path)s is altered: its %(algorithm)s is %(found)s, not %(expected)s.",
    "bag-payload-extra": "%(path)s is in no manifest.",
    "bag-payload-unlisted": "%(path)s is not in %(list)s, which must list every file of the payload.",
    "bag-oxum": "Payload-Oxum says %(expected)s (bytes.files); the folder data has %(found)s.",
    "bag-oxum-malformed": "Payload-Oxum is not bytes.files but %(found)s.",
    "bag-oxum-twice": "bag-info.txt has more than one Payload-Oxum.",
    "bag-names-alike": "%(path)s and %(other)s are one name on some systems: unpack the bag only where both can be.",
}

_WRITING: Mapping[str, str | tuple[str, str]] = {
    "bag-exists": "%(folder)s exists and is not empty: give a new folder.",
    "bag-unfinished-other": (
        "%(folder)s is in the way, and is not an unfinished bag: move it away, or give another folder."
    ),
    "bag-no-space": "The disk is too small: %(free)s. Free some space there, or give a folder on another disk.",
    "bag-nothing": "No record was selected, so there is no bag. Held and withdrawn records need --with-held.",
    "bag-original": "An original could not be copied: %(why)s Run `press-archive verify`; restore it from a backup.",
    "bag-hidden-meanwhile": (
        "Meanwhile %(count)s record was held or withdrawn, so the bag was thrown away. Run the command again.",
        "Meanwhile %(count)s records were held or withdrawn, so the bag was thrown away. Run the command again.",
    ),
    "bag-invalid": (
        "The bag has %(count)s fault, so nothing was added. Ask the donor for a whole bag.",
        "The bag has %(count)s faults, so nothing was added. Ask the donor for a whole bag.",
    ),
    "bag-records-unlisted": "metadata/records.ndjson is in no tag manifest: nothing of it is used.",
}

BAG_MESSAGES: Mapping[str, str | tuple[str, str]] = {
    **_STRUCTURE,
    **_IN_ONE_FILE,
    **_ENTRIES,
    **_WRITING,
}
