"""The permission that each page and form of the desk needs, by the name of its view. A view that is missing here is for
admins only."""

from __future__ import annotations

from collections.abc import Mapping

from archive.catalogue.accounts.roles import Permission

OPEN = frozenset({"login", "log_in", "start_openid", "end_openid"})  # for everyone who may see that there is a login
OWN = frozenset({"account", "change_own_password", "log_out"})  # for each user, with or without --desk
_NEEDED: Mapping[Permission, tuple[str, ...]] = {
    Permission.READ: tuple(OWN),
    Permission.READ_HELD: (
        "desk",
        *("receipts", "receipt", "receipt_csv", "desk_rejected", "rejected_csv", "desk_rights", "desk_scans"),
        *("desk_records", "desk_record", "desk_history", "desk_series", "thumbnail", "preview", "asset"),
        *("under_way", "desk_changes", "desk_change"),
        *("desk_relations", "desk_mentions", "desk_events", "desk_event"),
        *("desk_collections", "desk_due", "due_csv", "desk_disposal", "desk_legal_holds", "desk_erasures"),
    ),
    Permission.EDIT: (
        *("change_record", "put_back_value", "change_series"),
        *("fields_of_none", "fields_set_of_none", "preview_fields", "set_fields"),
        *("desk_undo", "take_change_back"),  # of edits; others need ACCESS
        *("adding_relations", "relation_decided", "relation_added", "mention_decided", "pick_photo"),
        *("preview_event_act", "decide_event_act", "undo_event_act"),
    ),
    Permission.ACCESS: (
        *("access_of_none", "access_set_of_none", "confirm_access", "set_access"),
        *("desk_merge", "merge_record", "desk_split", "split_record"),
        *("preview_collection_rule", "set_collection_rule", "preview_rule_lift", "lift_collection_rule"),
        *("request_due_disposal", "cancel_due_disposal"),
        *("preview_legal_hold", "set_legal_hold", "lift_legal_hold"),
        *("preview_erasure", "request_erasure", "cancel_erasure"),
    ),
    Permission.INGEST: (
        *("intake", "intake_progress", "intake_now", "begin_intake", "resume_intake", "take_piece", "forget_file"),
        *("start_intake", "stop_intake", "discard_drop", "desk_passwords", "try_password", "stop_passwords"),
        *("read_scans", "stop_scans", "edit_accession_sheet"),
    ),
    Permission.ADMIN: ("users", "add_user", "change_user", "create_token", "revoke_token"),
}
PERMISSION_OF: Mapping[str, Permission] = {view: needed for needed, views in _NEEDED.items() for view in views}
