"""Messages of the archivist's work: values that cannot be set, changes that cannot be undone, records that cannot be
merged or split, links that cannot be decided."""

from __future__ import annotations

from collections.abc import Mapping

_RECORDS: Mapping[str, str] = {
    "record-unknown": "There is no record %(record)s; `press-archive search --held --json` gives the ids.",
    "record-merged": "%(record)s was merged and is a part of %(kept)s now: ask for that one.",
    "record-part-already": "%(record)s is a part of %(kept)s already: name that one.",
    "accession-unknown": "There is no accession %(number)s; `press-archive receipts` lists them.",
    "series-unknown": "There is no series with the code %(code)s; `press-archive series list` lists them.",
    "series-missing": "Give %(names)s: a unit needs a level, a code and a title.",
    "series-too-long": "%(name)s is too long: write at most %(most)s characters.",
    "series-unprintable": "%(name)s has characters that cannot be displayed: remove them.",
    "series-code": (
        "%(code)s is not a reference code: use letters, digits, spaces and . _ : / -, a letter or digit first."
    ),
    "series-level": "There is no level %(level)s: use one of %(names)s.",
    "series-code-taken": "Another unit has the code %(code)s: give this one another.",
    "series-rank": "A %(below)s cannot be inside a %(above)s: choose another level or place.",
    "series-within-itself": "%(code)s cannot be inside itself: choose another place.",
    "series-too-deep": "That is too deep: units can be nested at most %(most)s deep.",
    "series-not-empty": "Other units are inside %(code)s: move or remove them first.",
    "series-part-unknown": "There is no %(way)s %(value)s here: look it up and try again.",
    "put-back-reason": "Say why the former value is put back: give a reason.",
    "put-back-unknown": "There is no such former value, or it was erased. Look at the versions as they are now.",
    "changed-meanwhile": (
        "The records changed after they were shown, so nothing was done. Look at them as they are now, and confirm "
        "again."
    ),
}

_VALUES: Mapping[str, str] = {
    "value-without-key": "%(typed)s is not a value: write key=value, like city=Jakarta.",
    "key-unknown": "%(typed)s is not a key that can be edited: %(instead)s",
    "key-near": "did you mean %(name)s?",
    "key-list": "the keys are %(names)s.",
    "key-of-access": (
        "%(key)s says who may see a record and is not edited: `press-archive access` releases, holds and withdraws."
    ),
    "key-follows": "%(key)s follows %(date)s: write that as exactly as it is known, 2025-10.",
    "key-set-and-cleared": "%(key)s is to be set and to be cleared: choose one.",
    "key-set-and-changed": "%(key)s is set, and also added to or removed from: choose one.",
    "key-no-list": "%(key)s has a single value: nothing can be added to it. The lists are %(names)s.",
    "key-repeated": "%(key)s is given more than once: choose one.",
    "candidates-none": ("nothing is on offer for %(key)s: `press-archive records show %(record)s` tells what is."),
    "candidate-unknown": "no value for %(key)s comes from %(origin)s. On offer are: %(offers)s.",
    "candidate-unnamed": "no value for %(key)s comes from nowhere. On offer are: %(offers)s.",
    "candidate-ambiguous": (
        "%(origin)s means more than one value for %(key)s: %(offers)s. Say which, or %(name)s=VALUE."
    ),
    "value-empty": "%(key)s would be empty: `--clear %(name)s` gives back what the file says.",
    "value-too-long": "%(key)s is longer than a value may be, %(most)s characters: shorten it.",
    "value-unprintable": "%(key)s contains characters that cannot be displayed: type it again.",
    "value-repeated": "%(key)s is one value, and was given %(times)s times: give it once.",
    "value-formula": "%(key)s is a formula, or what is left of one (%(typed)s): write the value itself.",
    "kind-unknown": "%(typed)s is not a kind: use one of %(kinds)s.",
    "language-unknown": "%(typed)s is not a language: give its code, like id, vi or en.",
    "address-malformed": "%(typed)s is not an address: an address begins with https:// or http://.",
    "number-malformed": "%(key)s is a whole number, not %(typed)s.",
    "date-malformed": "%(typed)s is not a date for %(key)s: write %(forms)s.",
    "date-forms": "2025, 2025-10 or 2025-10-25",
    "date-forms-instant": "2025, 2025-10 or 2025-10-25, or 2025-10-25T10:00:00+07:00",
    "date-forms-range": "2025, 2025-10 or 2025-10-25, or from 2025-10-25/2025-10-26",
    "reason-too-long": "A reason has at most %(most)s characters: shorten it.",
    "reason-unprintable": "The reason contains characters that cannot be displayed: type it again.",
    "instant-unreadable": (
        "%(typed)s is not a day and time. Write it like %(example)s, or in words like Friday 10:00, "
        "3 Mei 2035 pukul 10.00 WIB or 10 giờ ngày 3/5/2035."
    ),
    "instant-ambiguous": "%(typed)s may be %(days)s. Write the day like %(example)s.",
    "instant-weekday-today": "%(typed)s may be today or in a week. Write the day like %(example)s.",
    "instant-past": "%(read)s has passed. Give an instant to come, like %(example)s.",
}

_UNDO: Mapping[str, str | tuple[str, str]] = {
    "undo-none-left": "There is no change that could be undone; `press-archive records changes` lists them.",
    "change-set-unknown": "There is no change set %(n)s; `press-archive records changes` lists them.",
    "change-set-undid": (
        "Change set %(n)s undid a %(act)s, which is not redone automatically: `%(command)s` redoes it."
    ),
    "change-set-undone": "Change set %(n)s was undone by %(by)s: `%(command)s` redoes it.",
    "undo-changed-since": "Nothing was undone: %(why)s",
    "undo-nothing-left": "Nothing is left of change set %(n)s to undo: %(why)s",
    "records-changed-since": (
        (
            "1 record was changed again, or put under an embargo, since: %(which)s. Undo those changes first, or leave "
            "the record as it is with --skip. To make it public in spite of an embargo, release it."
        ),
        (
            "%(count)s records were changed again, or put under an embargo, since: %(which)s. Undo those changes "
            "first, or leave the records as they are with --skip. To make them public in spite of an embargo, release "
            "them."
        ),
    ),
    "changed-by": "%(record)s (by change set %(n)s)",
    "names-and-more": "%(names)s and %(more)s more",
    "undo-merged-since": (
        "Nothing was undone: what change set %(n)s changed was merged since by change set %(by)s. Undo that first."
    ),
    "undo-part-of-another": ("Nothing was undone: %(record)s became a part of %(kept)s since. Undo that first."),
    "undo-join-changed": (
        "Nothing was undone: %(records)s was changed since, its values, its files or who may see it."
    ),
    "undo-join-changed-by": ("Nothing was undone: %(records)s was changed since by change set %(n)s: undo that first."),
    "event-unknown": "There is no event %(event)s, or it is part of another now.",
    "event-itself": "Give two different events.",
    "event-not-member": "Record %(record)s is not in event %(event)s.",
    "event-split-few": "Give at least two records of the event, and leave some in it. To take out one, reject it.",
    "event-said-before": "You decided this before.",
    "event-undo-none": "There is no decision about events to undo.",
    "decision-unknown": "There is no decision number %(n)s.",
    "decision-superseded": ("It was undone already, or something else was decided since: look at it as it is now."),
    "decision-record-merged": "One of the two records is a part of another now: look at that one.",
    "decision-mention-gone": "The article does not name that photo any more: look at it as it is now.",
}

_ACCESS: Mapping[str, str] = {
    "bundle-annex": "annex of %(title)s",
    "bundle-translation": "translation of %(title)s",
    "bundle-photo": "photo in %(title)s",
    "bundle-withdrawn": "it was withdrawn",
    "bundle-held": "it is held for another reason: %(words)s",
    "bundle-shown-elsewhere": "a public text shows it too: %(title)s",
    "access-released": "released",
    "access-held": "held",
    "access-withdrawn": "withdrawn",
    "access-until": "%(access)s until %(instant)s",
    "access-with-earlier": "%(access)s with earlier versions",
}

_MERGE: Mapping[str, str] = {
    "merge-one-record": "Name two records or more: the first stays, and the others become a part of it.",
    "merge-twice": "%(record)s is named twice: a record cannot be merged with itself.",
    "merge-kinds": "A photo and a text cannot become one record: merge photos with photos, texts with texts.",
    "merge-captions": (
        "%(record)s is a table of captions, whose rows are told by their places in it: it stays a separate record."
    ),
    "scan-pending": "%(record)s is a scan whose words are not read yet: run `press-archive ocr --pending` first.",
    "sheet-too-long": "Write at most %(most)s characters into a field.",
    "erase-reason-missing": "Give a reason: it stays with the tombstone.",
    "virus-scan-pending": (
        "%(record)s is not scanned for viruses yet: run `press-archive virus-scan --pending` first."
    ),
    "virus-needs-reason": (
        "A virus was found in %(record)s (%(signature)s). To release it all the same, give a reason."
    ),
    "scan-around-pending": (
        "%(record)s came in a scan whose words are not read yet: run `press-archive ocr --pending` first, or "
        "release it."
    ),
    "merge-encrypted": (
        "%(record)s needs a password, so its content is unknown: ingest it again with its password first."
    ),
    "merge-nameless": "%(record)s has no file name that the archive knows: it stays a separate record.",
    "merge-container": (
        "%(record)s has files inside it, which are separate records and belong to it: it stays a separate record."
    ),
    "split-no-file": "%(record)s has no file %(n)s; it has %(files)s.",
    "split-original": "File %(n)s is the original of %(record)s. Only other files can be split off.",
    "split-sidecar": "File %(n)s is a sidecar, which says something of a photo and is none: it stays with that.",
    "split-nameless": "File %(n)s of %(record)s has no name that the archive knows: it stays where it is.",
    "split-unreadable": "File %(n)s of %(record)s cannot be read now, and stays a part of it: %(why)s",
}

_LINKS: Mapping[str, str] = {
    "relation-texts": "Only texts are related so, and a photo is none: choose another relation.",
    "relation-photos": "Only photos are related so: choose another relation.",
    "relation-replaces": "A photo and a text cannot replace each other: choose another relation.",
    "relation-annex": "A photo has no annexes: turn the two round, or choose another relation.",
    "relation-corrects": ("A photo cannot correct or retract a text: turn the two round, or choose another relation."),
    "relation-unknown": "%(type)s is not a relation; the relations are %(names)s.",
    "relation-itself": "a record has no relation with itself.",
    "relation-unsupported": ('No rule says "%(relation)s": if it holds, `press-archive relations add %(relation)s`.'),
    "relation-undecided": (
        'You have decided nothing about "%(relation)s"; `press-archive relations %(record)s` lists what goes with it.'
    ),
    "photo-unknown": (
        "%(photo)s is not a photo of this archive: `press-archive search --held filename:NAME` gives the ids of photos."
    ),
    "mention-unlinked": (
        "%(filename)s is tied to no photo: `press-archive search --held filename:NAME` gives the ids of photos."
    ),
    "mention-article-unknown": "There is no record %(record)s; `press-archive mentions` gives the ids of articles.",
    "mention-unknown": (
        "%(record)s names no photo number %(n)s: N goes from 0 to %(last)s; `press-archive mentions` lists them."
    ),
    "mention-none": ("%(record)s names no photo number %(n)s: it names none; `press-archive mentions` lists them."),
    "mention-confirm-unlinked": (
        "%(filename)s is tied to no photo: say which it is, `press-archive mentions confirm %(record)s %(n)s PHOTO`; "
        "`press-archive mentions --unresolved` tells the likely ones."
    ),
    "mention-refuse-unlinked": (
        "%(filename)s is tied to no photo, so there is nothing to refuse; a suggestion is refused by its id, "
        "`press-archive mentions refuse %(record)s %(n)s PHOTO`, and if you know the right one, "
        "`press-archive mentions confirm %(record)s %(n)s PHOTO`."
    ),
    "mention-undecided": "You have decided nothing about %(filename)s; `press-archive mentions` lists it.",
}

EDIT_MESSAGES: Mapping[str, str | tuple[str, str]] = {**_RECORDS, **_VALUES, **_UNDO, **_ACCESS, **_MERGE, **_LINKS}
