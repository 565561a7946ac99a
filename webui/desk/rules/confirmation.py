"""The preview of a rule or a legal hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, render_template

from archive.access import ARCHIVIST
from archive.catalogue.rules.liftable import Liftable
from webui.i18n import labels
from webui.i18n.moments import moment
from webui.i18n.words import _
from webui.services import desk_links
from webui.services.services import services

_NAMED = 10  # records that a preview names of each sort
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class PreviewedRecords:
    """Records of one sort in a preview: a heading with their number, and the first of them as (address, title)."""

    heading: str
    first: tuple[tuple[str, str], ...]
    more: int

    @classmethod
    def of(cls, heading: str, ids: Sequence[str]) -> PreviewedRecords:
        """Return the first of these records with their titles."""
        read = services().archive.catalogue.get_many(ids[:_NAMED], ARCHIVIST)
        first = tuple((desk_links.record(one.id), labels.shorten(one.title, 120)) for one in read)
        return cls(heading, first, max(0, len(ids) - _NAMED))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A page that asks for confirmation. `fields` are passed on to `action`; `lines` describe it; `typed_reason`: the
    reason as typed so far, if the form asks for it here, otherwise None."""

    title: str
    action: str
    button: str
    leave: str
    fields: Sequence[tuple[str, str]]
    lines: Sequence[str]
    records: Sequence[PreviewedRecords] = ()
    typed_reason: str | None = None
    moved: bool = False
    problem: str = ""


def parse_number(typed: str) -> int | None:
    """Return a typed number, or None for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS else None


def number_in_address(typed: str) -> int:
    """Return the number of a rule, a hold or a disposal from an address; 404 for anything else."""
    n = parse_number(typed)
    if n is None:
        abort(404)
    return n


def confirm(asked: Confirmation) -> Response:
    """Return the page."""
    return Response(render_template("desk/rule_confirm.html", asked=asked), 400 if asked.problem else 200)


def set_and_lifted(one: Liftable) -> dict[str, str | None]:
    """Return by whom, when and why a rule or hold was set, and lifted, in the words of a list."""
    lifted = one.lifted_at and _("lifted by %(who)s on %(when)s", who=one.lifted_by, when=moment(one.lifted_at))
    return {
        "reason": one.reason,
        "set": _("set by %(who)s on %(when)s", who=one.set_by, when=moment(one.set_at)),
        "lifted": lifted or "",
        "lifted_reason": one.lifted_reason,
    }
