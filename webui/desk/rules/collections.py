"""Collections at the desk: their rules, set and lifted after a preview."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request

from archive.catalogue.rules.closures import RuleEffect
from archive.catalogue.rules.collection_rules import (
    ACCESSION,
    CLOSED,
    DATE,
    LONGEST,
    LONGEST_NAME,
    RETENTION,
    SHORTEST,
    CollectionRule,
    NewRule,
)
from archive.edits.collection_rules import lift_rule, preview_lift, preview_set, set_rule, summarise_collections
from archive.edits.reasons import reason_of
from archive.errors import BadRule, ChangedMeanwhile, NotEditable
from archive.search.index import index_sync
from archive.storage.archive import Archive
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.rules.confirmation import (
    Confirmation,
    PreviewedRecords,
    confirm,
    number_in_address,
    parse_number,
    set_and_lifted,
)
from webui.i18n import labels, negotiation
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, ngettext
from webui.services.services import services

HERE = "/desk/collections"
_TYPED = ("collection", "kind", "years", "counted_from", "new")  # the fields of a refused form that are shown again


def count_collections(archive: Archive) -> int:
    """Return how many collections there are."""
    return len(archive.catalogue.collections())


def desk_collections() -> Response:
    """Return all collections with their rules, and the form for a new rule."""
    return _page()


def preview_collection_rule() -> Response:
    """Return what a new rule would do."""
    return _preview_set()


def set_collection_rule() -> Response:
    """Set a rule, and redirect to the list."""
    try:
        new = _given()
        return once(lambda: _done(set_rule(services().archive, new, AGENT, previewed=_previewed())))
    except ChangedMeanwhile:
        return _preview_set(moved=True)
    except (BadRule, NotEditable) as error:
        return _page(localised_message(error.message))


def preview_rule_lift(number: str) -> Response:
    """Return the effect of lifting a rule, with the form that asks for a reason."""
    return _preview_lift(number_in_address(number))


def lift_collection_rule(number: str) -> Response:
    """Lift a rule, and redirect to the list."""
    n = number_in_address(number)
    try:
        reason = reason_of(typed_reason())
        return once(lambda: _done(lift_rule(services().archive, n, reason, AGENT, previewed=_previewed())))
    except ChangedMeanwhile:
        return _preview_lift(n, moved=True)
    except (BadRule, NotEditable) as error:
        return _preview_lift(n, problem=localised_message(error.message))


def rule_words(rule: CollectionRule) -> str:
    """Return a rule in words, in the language of the page."""
    if rule.kind == CLOSED:
        return ngettext(
            "closed for %(num)s year from the date of a record",
            "closed for %(num)s years from the date of a record",
            rule.years,
        )
    if rule.counted_from == DATE:
        return ngettext(
            "kept for %(num)s year from the date of a record",
            "kept for %(num)s years from the date of a record",
            rule.years,
        )
    return ngettext(
        "kept for %(num)s year from the day it was added",
        "kept for %(num)s years from the day it was added",
        rule.years,
    )


def _given() -> NewRule:
    form = request.form
    kind, counted_from = form.get("kind", CLOSED), form.get("counted_from", DATE)
    if kind not in (CLOSED, RETENTION) or counted_from not in (DATE, ACCESSION):
        abort(400)
    years = parse_number(form.get("years", "").strip()) or 0
    try:
        reason = reason_of(typed_reason())
    except NotEditable as error:
        raise BadRule(error.message) from None
    counted_from = DATE if kind == CLOSED else counted_from
    return NewRule(form.get("collection", ""), kind, years, counted_from, reason, is_new=form.get("new") == "yes")


def _previewed() -> str:
    return request.form.get("previewed", "")


def _preview_set(*, moved: bool = False) -> Response:
    try:
        new = _given()
        effect, shown = preview_set(services().archive, new, AGENT)
    except BadRule as error:
        return _page(localised_message(error.message))
    fields = [("collection", new.collection), ("kind", new.kind), ("years", str(new.years))]
    fields += [("counted_from", new.counted_from), ("reason", new.reason or ""), ("new", "yes" if new.is_new else "")]
    fields += [("previewed", shown)]
    title = _("Set this rule?")
    return confirm(
        Confirmation(
            title, f"{HERE}/rule/apply", _("Set rule"), HERE, fields, _lines(effect), _records(effect), moved=moved
        )
    )


def _preview_lift(n: int, *, moved: bool = False, problem: str = "") -> Response:
    why = typed_reason()
    try:
        effect, shown = preview_lift(services().archive, n, "?", AGENT)  # the page that is shown asks for the reason
    except BadRule as error:
        return _page(localised_message(error.message))
    action = f"{HERE}/rules/{n}/lift/apply"
    return confirm(
        Confirmation(
            _("Lift this rule?"),
            action,
            _("Lift rule"),
            HERE,
            [("previewed", shown)],
            _lines(effect),
            _records(effect),
            typed_reason=why,
            moved=moved,
            problem=problem,
        )
    )


def _lines(effect: RuleEffect) -> list[str]:
    said = f"{effect.rule.collection}: {rule_words(effect.rule)}."
    counted = ngettext("The collection has %(num)s record.", "The collection has %(num)s records.", effect.matched)
    return [said, counted, *([_("Nothing is erased automatically.")] if effect.rule.kind == RETENTION else [])]


def _records(effect: RuleEffect) -> list[PreviewedRecords]:
    found = []
    if effect.held:
        n = len(effect.held)
        words = ngettext("%(num)s is public now, and will be no more", "%(num)s are public now, and will be no more", n)
        found.append(PreviewedRecords.of(words, effect.held))
    if effect.come_out:
        words = ngettext("%(num)s becomes public", "%(num)s become public", len(effect.come_out))
        found.append(PreviewedRecords.of(words, effect.come_out))
    if effect.stay:
        n = len(effect.stay)
        words = ngettext("%(num)s stays held until someone decides", "%(num)s stay held until someone decides", n)
        found.append(PreviewedRecords.of(words, effect.stay))
    return found


def _done(effect: RuleEffect) -> str:
    index_sync.confirm(services().archive)
    return f"{HERE}?done={effect.rule.n}"


def _page(problem: str = "") -> Response:
    catalogue = services().archive.catalogue
    rules = catalogue.collection_rules()
    rows = [
        {"name": one.name, "count": one.records, "rules": [*map(_shown, one.rules)], "due": one.due}
        for one in summarise_collections(catalogue)
    ]
    done = negotiation.arguments().get("done", "")
    body = render_template(
        "desk/collections.html",
        rows=rows,
        lifted=[_shown(rule) for rule in rules if not rule.stands],
        done=next((_shown(rule) for rule in rules if str(rule.n) == done), None),
        problem=problem,
        typed={name: request.form.get(name, "") if problem else "" for name in _TYPED},
        why=typed_reason() if problem else "",
        shortest=SHORTEST,
        longest=LONGEST,
        longest_name=LONGEST_NAME,
        disposals=[
            {"n": one.n, "name": one.collection, "gone": len(one.gone), "left": len(one.left)}
            for one in catalogue.disposals()
        ],
    )
    return Response(body, 400 if problem else 200)


def _shown(rule: CollectionRule) -> dict[str, Any]:
    return {
        "n": rule.n,
        "collection": labels.shorten(rule.collection, 120),
        "words": rule_words(rule),
        **set_and_lifted(rule),
    }
