"""The versions of a record at the desk: the changes of each, a comparison of any two, and restoring a former value.

Restoring a value is a new edit with a reason. Nothing is rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template
from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict, Field

from archive.access import ARCHIVIST
from archive.catalogue import EDIT, DescribedRecord, ValueEdit
from archive.catalogue.history.erased_words import MARK
from archive.catalogue.history.record_versions import DescriptionVersion, OriginalVersion, TextVersion, ValueChange
from archive.edits.edits import change, expect
from archive.edits.reasons import reason_of
from archive.edits.values import KEYS, shown, taken_over
from archive.errors import ChangedMeanwhile, NotEditable
from archive.messages import Message
from archive.record import Candidate, Record
from archive.search.index import index_sync
from archive.text.word_changes import equal_pairs
from webui.desk.forms.confirmed_form import Mark, Reason
from webui.desk.forms.form_tokens import once, sent
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.records.candidates import sign_of
from webui.desk.records.change_wording import action, one_line
from webui.desk.records.history import act_name
from webui.desk.records.meanwhile import tell_meanwhile
from webui.http.parameters import Text, Whole
from webui.http.requests import checked
from webui.i18n import labels, negotiation, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.moments import moment
from webui.pages.compare import TextComparison, compare_texts, differing
from webui.presentation.record_values import NOT_LISTED
from webui.services import desk_links
from webui.services.services import services

TEXT = "text"  # used instead of a key
_LONG = 80  # characters above which only the different words are marked
_MOST_PAIRS = 50_000  # pairs of equal words of a value that is compared word by word
_SHOWN = 100  # versions on one page


class HistoryQuery(BaseModel):
    """Two versions of the description to compare, or two texts."""

    model_config = ConfigDict(extra="forbid")

    one: Whole | None = None
    other: Whole | None = None
    text: Whole | None = None
    with_text: Whole | None = None


class PutBackForm(BaseModel):
    """The key whose value is restored, or `text`; the version before which it was in use, or the number of the text;
    and what the form showed."""

    model_config = ConfigDict(extra="forbid")

    key: Text = Field(max_length=100)
    n: Whole
    previewed: Mark = ""
    once: Mark = ""
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A value before and after; in long values the different words are marked. `may_return`: the value before can be
    restored; `sign` identifies the value in use."""

    key: str
    label: str
    before: Markup
    after: Markup
    is_known: bool
    may_return: bool
    sign: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the description, and its changes."""

    n: int
    when: str
    who: str
    what: str
    reason: str
    change: tuple[int, str] | None
    changes: list[ChangeRow]


def desk_history(record_id: str) -> Response:
    """Return the versions, the newest first, and the two that are compared."""
    return _page(_known(record_id), checked(HistoryQuery, negotiation.arguments()))


def put_back_value(record_id: str) -> Response:
    """Restore a former value as a new edit, and redirect to the versions. A reason is required."""
    record, asked = _known(record_id), checked(PutBackForm, sent())
    try:
        reason = reason_of(asked.reason)
        if reason is None:
            raise NotEditable(Message("put-back-reason"))
        put = _put_text(record, asked, reason) if asked.key == TEXT else _put_value(record, asked, reason)
        return once(put)
    except NotEditable as error:
        return _page(record, HistoryQuery(), localised_message(error.message), 400, asked)
    except ChangedMeanwhile as error:
        tell_meanwhile()
        return _page(_known(record_id), HistoryQuery(), localised_message(error.message), 409, asked)


def _put_value(record: Record, asked: PutBackForm, reason: str) -> Callable[[], str]:
    versions = services().archive.catalogue.description_versions(record.id)
    changes = [one for version in versions if version.n == asked.n for one in version.changes if one.key == asked.key]
    if not changes or not _may_return(changes[0]):
        raise NotEditable(Message("put-back-unknown"))
    value = changes[0].before

    def wanted(now: DescribedRecord) -> Mapping[str, ValueEdit]:
        expect(asked.previewed, lambda: sign_of(now, asked.key))
        return {key: ValueEdit(one) for key, one in taken_over(now, asked.key, Candidate("", value)).items()}

    def put() -> str:
        act = (EDIT, f"{record.id} {asked.key}={shown(value)}")
        change(services().archive, [record.id], wanted, act, AGENT, reason=reason)
        return desk_links.history(record.id)

    return put


def _put_text(record: Record, asked: PutBackForm, reason: str) -> Callable[[], str]:
    archive = services().archive
    texts = archive.catalogue.text_versions(record.id)
    text = next((one for one in texts if one.n == asked.n and MARK not in one.text), None)
    if text is None:
        raise NotEditable(Message("put-back-unknown"))

    def put() -> str:
        with archive.catalogue.write(AGENT, reason) as writer:
            expect(asked.previewed, lambda: _digest(archive.catalogue.text_versions(record.id)))
            if text.n == 0:
                writer.clear_text(record.id)
            else:
                writer.put_text(record.id, text.text)
        index_sync.confirm(archive)
        return desk_links.history(record.id)

    return put


def _digest(texts: Sequence[TextVersion]) -> str:
    """Return the digest of the text in use and of the list of texts."""
    return "-".join(f"{one.n}{'*' if one.is_used else ''}" for one in texts)[-64:]


def _known(record_id: str) -> Record:
    found = services().archive.catalogue.get(record_id, ARCHIVIST)
    if found is None:
        abort(404)
    return found


def _page(
    record: Record, query: HistoryQuery, problem: str = "", status: int = 200, typed: PutBackForm | None = None
) -> Response:
    catalogue = services().archive.catalogue
    versions, texts = catalogue.description_versions(record.id), catalogue.text_versions(record.id)
    acts = {one.n: action(one, ()) for one in catalogue.change_sets()}
    body = render_template(
        "desk/versions.html",
        record=record,
        title=labels.shorten(record.title, 200),
        lang=labels.lang(record.values.get("language")),
        versions=[_row(one, record, acts) for one in reversed(versions[-_SHOWN:])],
        more=max(0, len(versions) - _SHOWN),
        numbers=[one.n for one in reversed(versions)],
        query=query,
        compared=_compared(record, versions, query),
        texts=[(one, moment(one.at), words.number(len(one.text)), MARK not in one.text) for one in texts],
        texts_digest=_digest(texts),
        beside=_beside(texts, query),
        files=[_file(one) for one in reversed(catalogue.original_versions(record.id))],
        problem=problem,
        typed=typed,
        why=typed_reason(),
        desk=desk_links,
    )
    return Response(body, status)


def _row(one: DescriptionVersion, record: Record, acts: Mapping[int, str]) -> VersionRow:
    who = one.by if one.agent == AGENT and one.by else f"{one.agent} ({one.by})" if one.by else one.agent
    return VersionRow(
        one.n,
        moment(one.at),
        labels.name(who, 80),
        acts.get(one.change_set or 0) or act_name(one.type),
        one.reason or "",
        (one.change_set, desk_links.change(one.change_set)) if one.change_set else None,
        [_change(each, record) for each in one.changes],
    )


def _change(one: ValueChange, record: Record) -> ChangeRow:
    ends = _marked(one.key, one.before, one.after)
    return ChangeRow(one.key, labels.field(one.key), *ends, one.is_known, _may_return(one), sign_of(record, one.key))


def _may_return(one: ValueChange) -> bool:
    return one.is_known and one.key in KEYS and one.before not in (None, "", []) and MARK not in shown(one.before)


def _marked(key: str, before: Any, after: Any) -> tuple[Markup, Markup]:
    """Return both values; in long ones the different words are marked."""
    ends = [shown(end) if isinstance(end, str) else one_line(key, end) for end in (before, after)]
    if all(ends) and max(map(len, ends)) > _LONG and equal_pairs(*ends) <= _MOST_PAIRS:
        return differing(labels.clean_for_page(ends[0]), labels.clean_for_page(ends[1]))
    return escape(one_line(key, before)), escape(one_line(key, after))


def _compared(
    record: Record, versions: Sequence[DescriptionVersion], query: HistoryQuery
) -> list[tuple[str, Markup, Markup]] | None:
    """Return the fields in which two versions differ; None if no versions are requested or they do not exist."""
    numbers = {one.n for one in versions}
    if query.one not in numbers or query.other not in numbers:
        return None
    catalogue = services().archive.catalogue
    one, other = (catalogue.values_at(record.id, n) for n in sorted((query.one or 0, query.other or 0)))
    return list(_differences(one, other))


def _differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, Markup, Markup]]:
    for key in sorted({*one, *other} - set(NOT_LISTED), key=labels.field):
        if one.get(key) != other.get(key):
            yield labels.field(key), *_marked(key, one.get(key), other.get(key))


def _beside(texts: Sequence[TextVersion], query: HistoryQuery) -> TextComparison | None:
    by_number = {one.n: one.text for one in texts}
    if query.text not in by_number or query.with_text not in by_number:
        return None
    return compare_texts(by_number[query.text or 0], by_number[query.with_text or 0])


def _file(one: OriginalVersion) -> dict[str, Any]:
    return {
        "version": one.version,
        "name": labels.name(one.filename),
        "media_type": labels.name(one.media_type, 60),
        "size": words.file_size(one.size),
        "sha256": one.sha256,
        "accession": one.accession,
        "is_held": one.is_held,
        "n": one.n,
    }
