"""What the desk answers when something cannot be done: the sentence that the command line would print."""

from __future__ import annotations

from flask import Blueprint, Response

from archive.errors import ArchiveBusy, IndexUnusable, PressArchiveError, QueryError, UnknownRecord
from webui.desk.again import again
from webui.desk.forms import FormOutdated, FormRefused
from webui.pages.errors import page
from webui.told import told

_STATUS = {FormRefused: 403, UnknownRecord: 404, QueryError: 400, ArchiveBusy: 503, IndexUnusable: 503}
_OTHERWISE = 409


def refused(desk: Blueprint) -> None:
    """Whatever a page of the desk raises is told on a page; nothing was changed then."""
    desk.register_error_handler(PressArchiveError, _page)
    desk.register_error_handler(FormOutdated, lambda error: again(str(error)))


def _page(error: PressArchiveError) -> Response:
    return page(_STATUS.get(type(error), _OTHERWISE), told(str(error)))
