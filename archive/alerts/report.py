"""The content of an alert's report, as JSON and as the text of a mail."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import quote_plus, urlsplit

from archive.access import instant, utc_now
from archive.listed_date import listed_date
from archive.messages import Message
from archive.record import Record
from archive.settings import AlertSection, Settings

_LONGEST_TITLE = 300


class Report:
    """The records of one alert that became public, as reported by one delivery."""

    def __init__(self, settings: Settings, alert: AlertSection, id_: str, *, is_test: bool = False) -> None:
        """`id_` is the id of the delivery."""
        self._settings = settings
        self._alert = alert
        self._id = id_
        self._is_test = is_test
        self._root = settings.web.public_url.rstrip("/")

    def body(self, records: Sequence[Record], came: Mapping[str, str]) -> bytes:
        """Return the JSON of a webhook. `came` is when each record became public, by id."""
        told = {
            "delivery": self._id,
            "alert": self._alert.name,
            "query": self._alert.query,
            "archive": self._settings.archive.name,
            "test": self._is_test,
            "sent_at": instant(utc_now()),
            "records": [self._told(record, came.get(record.id)) for record in records],
        }
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")

    def _told(self, record: Record, came: str | None) -> dict[str, Any]:
        return {
            "id": record.id,
            "kind": record.kind.value,
            "title": _one_line(record.title),
            "date": record.date,
            "language": record.values.get("language"),
            "public_since": came,
            "url": self._address(record),
            "api_url": f"{self._root}/api/v1/records/{record.id}",
        }

    def mail(self, records: Sequence[Record]) -> EmailMessage:
        """Return the mail."""
        name, archive = self._alert.name, _one_line(self._settings.archive.name)
        sender = self._settings.delivery.mail_from
        subject: str = Message("alert-mail-subject", count=len(records), name=name)
        mail = EmailMessage(policy=SMTP)
        mail["From"] = formataddr((archive, sender))
        mail["To"] = self._alert.to
        mail["Subject"] = Message("alert-mail-test", subject=subject) if self._is_test else subject
        mail["Date"] = format_datetime(utc_now())
        mail["Message-ID"] = f"<{self._id}@{sender.rpartition('@')[2]}>"  # the same if it is sent again
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: prevents automatic replies
        mail.set_content(self._text(records, archive))
        return mail

    def _text(self, records: Sequence[Record], archive: str) -> str:
        query = _one_line(self._alert.query)
        found = Message("alert-mail-found", archive=archive, query=query)
        lines: list[str] = [found if query else Message("alert-mail-everything", archive=archive), ""]
        for record in records:
            facts = (listed_date(record).date, record.kind.value, record.values.get("source"))
            lines += [_one_line(record.title), ", ".join(_one_line(fact) for fact in facts if isinstance(fact, str))]
            lines += [self._address(record), ""]
        email = self._settings.about.email
        why = Message("alert-mail-why", name=self._alert.name)
        if email:
            why = Message("alert-mail-write-to", name=self._alert.name, email=email)
        all_results = f"{self._root}/search?q={quote_plus(self._alert.query)}&sort=-added"
        lines += [Message("alert-mail-all", url=all_results), "", "-- ", why]
        return "\n".join(lines).encode("utf-8", "replace").decode() + "\n"

    def _address(self, record: Record) -> str:
        return f"{self._root}/records/{record.id}"


def host_of(alert: AlertSection) -> str:
    """Return the host or mail address that an alert goes to, without parts that may be secret."""
    return urlsplit(alert.to).hostname or alert.to if alert.is_webhook else alert.to


def _one_line(text: str) -> str:
    """Return the text on one line, without control characters."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line[:_LONGEST_TITLE].encode("utf-8", "replace").decode()
