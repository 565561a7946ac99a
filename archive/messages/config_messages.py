"""Messages of archive.toml, of PRESS_ARCHIVE_* variables and of name cards: what cannot be used, and what to write."""

from __future__ import annotations

from collections.abc import Mapping

_SETTINGS: Mapping[str, str] = {
    "settings-unreadable": "%(path)s cannot be read: %(error)s. Correct it, or move it away to use the defaults.",
    "settings-section-unknown": "%(path)s: there is no section [%(section)s]; %(instead)s",
    "settings-section-repeated": "%(path)s: write each of %(section)s below a line [[%(section)s]], with two brackets.",
    "alert-lacks": "%(path)s: the alert %(name)s has no %(key)s: add a line with %(key)s.",
    "alert-twice": "%(path)s: two alerts are called %(name)s: give one of them another name.",
    "settings-section-flat": "%(path)s: [%(section)s] is a section: write its keys below a line [%(section)s].",
    "variable-unknown": "The variable %(name)s means nothing here; %(instead)s",
    "variable-named": "The variable %(name)s",
    "setting-unknown": "%(where)s means nothing; %(instead)s",
    "setting-refused": "%(where)s is %(value)s, and %(wrong)s.",
    "setting-refused-unshown": "%(where)s %(wrong)s.",
    "url-twice": "[catalogue] url and url_file are both set: leave one of them out.",
    "names-known": "there are %(names)s.",
    "must-be-list": 'must be a list of texts, like ["a", "b"]',
    "must-be-text": 'must be a text in quotes, like "a"',
    "must-be-whole": "must be a whole number",
    "must-be-number": "must be a number",
    "must-be-switch": "must be true or false",
    "must-be-between": "must be between %(low)s and %(high)s",
    "must-be-one-of": "must be one of: %(values)s",
    "must-be-zone": "must be a time zone of the IANA database, like Asia/Jakarta",
    "must-be-packs": "must be names of tesseract's languages with + between, like ind+vie+eng",
    "must-be-addresses": "must be addresses like https://search1.example.org:9200, without user and password",
    "must-be-index-name": "must have small letters, digits and hyphens only, like press-archive",
    "must-be-bucket": "must be empty or the address of a bucket, like s3://press-originals",
    "secret-unnamed": "[originals] has an access_key and no secret_file: name the file that holds the secret key.",
    "secret-unreadable": "%(path)s, named by %(key)s, cannot be read (%(error)s): name a file that holds the secret.",
    "secret-empty": "%(path)s, named by %(key)s, is empty: write the secret into it.",
    "must-be-database": "must be empty or begin with %(begin)s",
    "must-not-be-empty": "must not be empty",
    "must-be-link": "must be empty or the address of a page, like https://example.org/archive",
    "must-be-public-url": (
        "must be empty or the address of the archive, like https://archive.example.org, without a query"
    ),
    "must-be-issuer": "must be empty or an address like https://login.example.org, with https unless on this machine",
    "must-be-role-values": (
        'must be a list of values with a role, reader, editor, archivist or admin, like ["press-desk=archivist"]'
    ),
    "must-be-networks": "must be IP addresses or networks, like 127.0.0.1 or 10.0.0.0/8",
    "must-be-clamd": "must be empty, the path of a socket like /run/clamav/clamd.ctl, or host:port",
    "must-be-email": "must be empty or an e-mail address, like archive@example.org",
    "must-be-alert-name": "must be at most 40 lower-case letters, digits and hyphens, like bridges",
    "must-be-destination": "must be an address like https://example.org/new, or a mail address like desk@example.org",
    "must-be-header": "must be empty or the name of a header that begins with X- or Remote-, like X-Remote-User",
    "must-be-shorter": "must have at most %(most)s characters",
}

_CARDS: Mapping[str, str] = {
    "cards-not-utf8": "%(path)s cannot be read: %(error)s. Save it as UTF-8 text that this user may read.",
    "cards-changed-meanwhile": (
        "Nothing was changed: this file is not based on the cards that the archive has now. Run "
        "`press-archive names export` again, and edit that."
    ),
    "cards-in-folder": "The name cards of this archive are in %(path)s: edit that file.",
    "cards-malformed": "%(where)s cannot be read: %(error)s. Correct that line, or put # before it.",
    "cards-name-unknown": "%(where)s: %(name)s means nothing here; begin each card with a line [[card]].",
    "cards-not-apart": "%(where)s: begin each card with a line [[card]] of its own.",
    "card-key-unknown": "%(where)s: a card has no %(name)s; %(instead)s",
    "card-kind": '%(where)s: write what the card is, kind = "..." with one of: %(values)s.',
    "card-nameless": '%(where)s: the card needs a name = "..." that is not empty.',
    "card-terms-of-office": '%(where)s: only an office has terms; write kind = "office".',
    "card-terms-form": (
        '%(where)s: write each of the terms as { holder = "...", from = 2004-10-20, to = 2014-10-20 }.'
    ),
    "card-term-turned": "%(where)s: the term of %(holder)s ends before it begins; correct from or to.",
    "card-day": "%(where)s is not a day; write it like 2004-10-20, or 2004.",
    "card-switch": "%(where)s is true or false; write one of them without quotation marks.",
    "card-list": '%(where)s must be a list of texts, like ["a", "b"], or one for each language.',
    "card-form-taken": (
        "%(where)s: %(form)s is on the card of %(name)s in line %(line)s too; take it off one of them."
    ),
    "card-unknown": "There is no name card %(name)s; `press-archive names find WORDS` tells the keys.",
}

CONFIG_MESSAGES: Mapping[str, str] = {**_SETTINGS, **_CARDS}
