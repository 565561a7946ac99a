"""Messages of alerts and their deliveries."""

from __future__ import annotations

from collections.abc import Mapping

ALERT_MESSAGES: Mapping[str, str | tuple[str, str]] = {
    "alert-unknown": "archive.toml has no alert %(name)s. `press-archive alerts list` shows those there are.",
    "alert-no-public-url": "set public_url in [web] of archive.toml: without it, no report can link to the records",
    "alert-no-mail-host": "set mail_host and mail_from in [delivery] of archive.toml: no mail can be sent without them",
    "alert-no-secret": (
        "write a secret into a file, and name it as webhook_secret_file in [delivery] of archive.toml: "
        "webhooks are signed by it"
    ),
    "alert-address-unknown": "the host %(host)s was not found: check the address of the alert",
    "alert-address-private": (
        "%(host)s is an address of this machine or of a private network: set webhook_private in [delivery] of "
        "archive.toml if alerts may be sent there"
    ),
    "alert-not-https": "the address does not begin with https: change it, or set webhook_private in [delivery]",
    "alert-redirected": "the server answered with a redirect (%(status)s), which is not followed: set the new address",
    "alert-answered": "the server answered %(status)s instead of a success (2xx): look at its log",
    "alert-gone": "the server answered 410, so the address is gone for good: change or remove the alert",
    "alert-unreached": "the server could not be reached (%(error)s): check the address of the alert and the server",
    "alert-mail-refused": (
        "the mail was not sent (%(error)s): check [delivery] in archive.toml, and the address of the alert"
    ),
    "alert-not-made": (
        "the report could not be written (%(error)s): check mail_from in archive.toml, and the address of the alert"
    ),
    "alert-query-refused": "the query cannot be run (%(error)s): correct it in archive.toml",
    "alerts-fine": ("%(count)s alert, nothing failed", "%(count)s alerts, nothing failed"),
    "alert-waits": "%(name)s: the last attempt failed and will be repeated: %(error)s",
    "alert-failed": "%(name)s: a report could not be delivered: %(error)s",
    "alert-cure": "Correct that, then run `press-archive alerts test %(name)s`.",
    "alert-mail-subject": ("%(count)s new record: %(name)s", "%(count)s new records: %(name)s"),
    "alert-mail-test": "Test: %(subject)s",
    "alert-mail-found": "New in %(archive)s for: %(query)s",
    "alert-mail-everything": "New in %(archive)s",
    "alert-mail-all": "All results: %(url)s",
    "alert-mail-why": "This mail was sent by the alert %(name)s. To change or end it, write to the archivist.",
    "alert-mail-write-to": "This mail was sent by the alert %(name)s. To change or end it, write to %(email)s.",
}
