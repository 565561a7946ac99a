"""The addresses of the desk.

Each is 404 unless `guard.may_come`, and needs the permission that `permissions.PERMISSION_OF` gives for its view.
`form_tokens.check` checks every POST before its page sees it, so no page can forget to. `session.opened` admits anyone
who brings the desk's secret. A page that changes something answers with 303 to a page that shows the result, so Back
and Reload do nothing twice.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, request

from archive.catalogue.accounts.roles import Permission
from archive.edits import reasons
from webui.desk import front
from webui.desk import session as sessions
from webui.desk.accounts import login, openid, users
from webui.desk.forms import form_tokens
from webui.desk.guard import at_the_desk, may_come, refused
from webui.desk.ingest import (
    accession_sheet,
    locked,
    receipts,
    rejected,
    scans,
    script_ingest,
    side_jobs,
    upload_pages,
    upload_transfer,
)
from webui.desk.links import events, mentions, merging, photo_picker, relations, splitting
from webui.desk.permissions import OPEN, OWN, PERMISSION_OF
from webui.desk.records import meanwhile, record_pages, rights
from webui.desk.rules import collections, disposals, erasures, legal_holds
from webui.i18n.words import _, marked
from webui.identity.identity import has_users, identity, may
from webui.pages.errors import page
from webui.services import desk_links

_FORBIDDEN = marked("Your role does not allow this. An admin can give you another one.")
_BODY_BYTES = 1 << 20  # of a form, or of a piece of a file

_READ: tuple[record_pages.Rule, ...] = (
    ("/desk", front.desk),
    ("/receipts", receipts.receipts),
    ("/receipts/<number>", receipts.receipt),
    ("/receipts/<number>/csv", receipts.receipt_csv),
    *record_pages.READ,
    ("/desk/relations", relations.desk_relations),
    ("/desk/relations/add", relations.adding_relations),
    ("/desk/mentions", mentions.desk_mentions),
    (f"{mentions.PATH}/<article>/<n>", photo_picker.pick_photo),
    (events.PATH, events.desk_events),
    (f"{events.PATH}/<key>", events.desk_event),
    (f"{events.PATH}/<key>/preview", events.preview_event_act),
    (f"{desk_links.RECORDS}/<record_id>/merge", merging.desk_merge),
    (f"{desk_links.RECORDS}/<record_id>/split", splitting.desk_split),
    ("/desk/intake", upload_pages.intake),
    ("/desk/intake/<drop>", upload_pages.intake_progress),
    ("/desk/intake/<drop>/now", upload_pages.intake_now),
    (rejected.HERE, rejected.desk_rejected),
    (f"{rejected.HERE}/csv", rejected.rejected_csv),
    (rights.HERE, rights.desk_rights),
    (locked.HERE, locked.desk_passwords),
    (scans.HERE, scans.desk_scans),
    (collections.HERE, collections.desk_collections),
    (disposals.HERE, disposals.desk_due),
    (f"{disposals.HERE}/csv", disposals.due_csv),
    (f"{disposals.DISPOSALS}/<number>", disposals.desk_disposal),
    (legal_holds.HERE, legal_holds.desk_legal_holds),
    (erasures.HERE, erasures.desk_erasures),
)
_OF_ACCOUNTS: tuple[record_pages.Rule, ...] = (
    (login.LOGIN, login.login),
    (openid.START, openid.start_openid),
    (openid.BACK, openid.end_openid),
    (login.ACCOUNT, login.account),
    (users.USERS, users.users),
)
_DONE_TO_ACCOUNTS: tuple[record_pages.Rule, ...] = (
    (login.LOGIN, login.log_in),
    (login.ACCOUNT, login.change_own_password),
    ("/desk/logout", login.log_out),
    (users.USERS, users.add_user),
    (f"{users.USERS}/<name>", users.change_user),
    (users.TOKENS, users.create_token),
    (f"{users.TOKENS}/<number>", users.revoke_token),
)
_DONE: tuple[record_pages.Rule, ...] = (
    *record_pages.DONE,
    ("/desk/relations", relations.relation_decided),
    ("/desk/relations/add", relations.relation_added),
    ("/desk/mentions", mentions.mention_decided),
    (events.PATH, events.undo_event_act),
    (f"{events.PATH}/<key>", events.decide_event_act),
    (f"{desk_links.RECORDS}/<record_id>/merge", merging.merge_record),
    (f"{desk_links.RECORDS}/<record_id>/split", splitting.split_record),
    ("/desk/intake/begin", upload_pages.begin_intake),
    ("/desk/intake/<drop>/resume", upload_pages.resume_intake),
    ("/desk/intake/<drop>/piece", upload_pages.take_piece),
    ("/desk/intake/<drop>/forget", upload_pages.forget_file),
    ("/desk/intake/<drop>/start", upload_pages.start_intake),
    ("/desk/intake/<drop>/stop", upload_pages.stop_intake),
    ("/desk/intake/<drop>/discard", upload_pages.discard_drop),
    (locked.HERE, locked.try_password),
    (f"{locked.HERE}/stop", locked.stop_passwords),
    (scans.HERE, scans.read_scans),
    (f"{scans.HERE}/stop", scans.stop_scans),
    (f"{collections.HERE}/rule", collections.preview_collection_rule),
    (f"{collections.HERE}/rule/apply", collections.set_collection_rule),
    (f"{collections.HERE}/rules/<number>/lift", collections.preview_rule_lift),
    (f"{collections.HERE}/rules/<number>/lift/apply", collections.lift_collection_rule),
    (f"{disposals.HERE}/dispose", disposals.request_due_disposal),
    (f"{disposals.DISPOSALS}/<number>/cancel", disposals.cancel_due_disposal),
    (f"{legal_holds.HERE}/preview", legal_holds.preview_legal_hold),
    (f"{legal_holds.HERE}/apply", legal_holds.set_legal_hold),
    (f"{legal_holds.HERE}/<number>/lift", legal_holds.lift_legal_hold),
    (f"{erasures.HERE}/preview", erasures.preview_erasure),
    (f"{erasures.HERE}/request", erasures.request_erasure),
    (f"{erasures.HERE}/<number>/cancel", erasures.cancel_erasure),
    ("/receipts/<number>/sheet", accession_sheet.edit_accession_sheet),
)


def register(app: Flask) -> None:
    """Add the desk's pages to the application."""
    sessions.prepare(app)
    form_tokens.prepare_tokens(app)
    record_pages.prepare(app)
    meanwhile.prepare(app)
    upload_transfer.prepare(app)
    side_jobs.prepare(app)
    login.prepare(app)
    app.jinja_env.globals |= {"at_the_desk": at_the_desk, "desk_tabs": front.tabs, "may": may, "identity": identity}
    app.jinja_env.globals["longest_reason"] = reasons.LONGEST
    desk = Blueprint("desk", __name__)
    desk.before_request(_check)
    desk.after_request(_referred)
    refused(desk)
    for rules, method in (
        (_READ, "GET"),
        (_OF_ACCOUNTS, "GET"),
        (_DONE, "POST"),
        (_DONE_TO_ACCOUNTS, "POST"),
    ):
        for path, view in rules:
            desk.add_url_rule(path, view.__name__, view, methods=[method])
    app.register_blueprint(desk)
    script_ingest.register(app)


def _check() -> Response | None:
    if (opened := sessions.opened()) is not None:
        return opened
    if request.method == "POST":
        request.max_content_length = _BODY_BYTES
    view = (request.endpoint or "").rpartition(".")[2]
    if view in OPEN:
        return None
    if not (login.may_come_to_account() if view in OWN else may_come()):
        abort(404)
    meanwhile.note_seen()
    who = identity()
    if who.is_token:
        abort(404)
    if has_users() and who.user is None:
        return login.ask_login()
    if view in OWN and who.user is None:
        abort(404)
    if not who.may(PERMISSION_OF.get(view, Permission.ADMIN)):
        abort(page(403, _(_FORBIDDEN)) if has_users() else 404)
    if request.method == "POST":
        form_tokens.check()
    return None


def _referred(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "same-origin"
    return response
