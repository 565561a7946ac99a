"""Set and lift rules of collections: a preview that writes nothing, then the change if it is still as it was shown."""

from __future__ import annotations

import hashlib

from archive.catalogue import Writer
from archive.catalogue.rules.closures import RuleEffect
from archive.catalogue.rules.collection_rules import CLOSED
from archive.edits.edits import alone, expect, rehearsal
from archive.login_name import get_login_name
from archive.storage.archive import Archive

_MANY = 1 << 30  # records: a rule never runs beside an intake, which brings more of them


def preview_set(
    archive: Archive,
    collection: str,
    kind: str,
    years: int,
    counted_from: str,
    reason: str | None,
    agent: str,
    *,
    new: bool,
) -> tuple[RuleEffect, str]:
    """Return what a new rule would do, and a digest of that. Raise BadRule."""
    with rehearsal(archive, agent) as writer:
        effect = _set(writer, collection, kind, years, counted_from, reason, new=new)
    return effect, digest_of_effect(effect)


def set_rule(
    archive: Archive,
    collection: str,
    kind: str,
    years: int,
    counted_from: str,
    reason: str | None,
    agent: str,
    *,
    new: bool,
    previewed: str | None = None,
) -> RuleEffect:
    """Set a rule, and return what it did. The index is left to the caller. Raise BadRule; ChangedMeanwhile when it does
    not do what was `previewed`."""
    with alone(archive, _MANY), archive.catalogue.write(agent) as writer:
        effect = _set(writer, collection, kind, years, counted_from, reason, new=new)
        expect(previewed, lambda: digest_of_effect(effect))
    return effect


def preview_lift(archive: Archive, n: int, reason: str | None, agent: str) -> tuple[RuleEffect, str]:
    """Return what it would do to lift a rule, and a digest of that. Raise BadRule."""
    with rehearsal(archive, agent) as writer:
        effect = _lift(writer, n, reason)
    return effect, digest_of_effect(effect)


def lift_rule(archive: Archive, n: int, reason: str | None, agent: str, *, previewed: str | None = None) -> RuleEffect:
    """Lift a rule, and return what that did. The index is left to the caller. Raise BadRule, ChangedMeanwhile."""
    with alone(archive, _MANY), archive.catalogue.write(agent) as writer:
        effect = _lift(writer, n, reason)
        expect(previewed, lambda: digest_of_effect(effect))
    return effect


def digest_of_effect(effect: RuleEffect) -> str:
    """Return sixteen hex digits for the rule and for which records are held, come out or stay."""
    told = (effect.rule.collection, effect.rule.kind, effect.rule.years, effect.rule.counted_from, effect.matched)
    lists = (sorted(ids) for ids in (effect.held, effect.come_out, effect.stay))
    return hashlib.sha256(repr((*told, *lists)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _set(
    writer: Writer, collection: str, kind: str, years: int, counted_from: str, reason: str | None, *, new: bool
) -> RuleEffect:
    by = get_login_name()
    if kind == CLOSED:
        return writer.set_closure(collection, years, reason, by, new=new)
    rule = writer.add_rule(collection, kind, years, counted_from, reason, by, new=new)
    return RuleEffect(rule, len(writer.records_in_collection(collection)))


def _lift(writer: Writer, n: int, reason: str | None) -> RuleEffect:
    by = get_login_name()
    if writer.rule(n).kind == CLOSED:
        return writer.lift_closure(n, reason, by)
    rule = writer.mark_rule_lifted(n, reason, by)
    return RuleEffect(rule, len(writer.records_in_collection(rule.collection)))
