"""A record as cited under the address that was asked for."""

from __future__ import annotations

from flask import request

from archive.record import Record
from webui.citing.work import Work, work_of
from webui.services import services


def cited(record: Record) -> Work:
    """The record as this archive cites it; its address is behind the host of the request."""
    found = services()
    return work_of(record, request.url_root, found.settings.archive.name, found.authorities())
