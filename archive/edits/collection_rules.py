"""Set and lift rules of collections: a preview that writes nothing, then the change if the preview still holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from archive.catalogue import Catalogue, Writer
from archive.catalogue.rules.closures import RuleEffect
from archive.catalogue.rules.collection_rules import CLOSED, DATE, CollectionRule, NewRule, collection_key
from archive.edits.edits import alone, expect, rehearsal
from archive.errors import many
from archive.login_name import get_login_name
from archive.storage.archive import Archive

_MANY = 1 << 30  # records: a rule never runs beside an ingest, which adds more of them


@dataclass(frozen=True, slots=True)
class CollectionSummary:
    """A collection: the number of its records, the rules in force, and how many records are due for disposal."""

    name: str
    records: int
    rules: tuple[CollectionRule, ...]
    due: int


def summarise_collections(catalogue: Catalogue) -> list[CollectionSummary]:
    """Return all collections that have records or a rule, by name."""
    counts = catalogue.collections()
    rules = [rule for rule in catalogue.collection_rules() if rule.stands]
    due = Counter(collection_key(one.collection) for one in catalogue.due_records())
    names = {collection_key(name): name for name in (*(rule.collection for rule in rules), *counts)}
    return [
        CollectionSummary(
            name,
            counts.get(name, 0),
            tuple(rule for rule in rules if collection_key(rule.collection) == key),
            due[key],
        )
        for key, name in sorted(names.items())
    ]


def rule_words(rule: CollectionRule) -> str:
    """Return the text of a rule in English; pages translate it."""
    years = many(rule.years, "year")
    if rule.kind == CLOSED:
        return f"closed for {years}, counted from the date of a record"
    return f"kept for {years}, counted from {'the date of a record' if rule.counted_from == DATE else 'the accession'}"


def preview_set(archive: Archive, new: NewRule, agent: str) -> tuple[RuleEffect, str]:
    """Return what a new rule would do, and a digest of the effect. Raise BadRule."""
    with rehearsal(archive, agent) as writer:
        effect = _set(writer, new)
    return effect, digest_of_effect(effect)


def set_rule(archive: Archive, new: NewRule, agent: str, *, previewed: str | None = None) -> RuleEffect:
    """Set a rule, and return its effect. The caller updates the index. Raise BadRule; ChangedMeanwhile if the effect is
    not the `previewed` one."""
    with alone(archive, _MANY), archive.catalogue.write(agent) as writer:
        effect = _set(writer, new)
        expect(previewed, lambda: digest_of_effect(effect))
    return effect


def preview_lift(archive: Archive, n: int, reason: str | None, agent: str) -> tuple[RuleEffect, str]:
    """Return what lifting a rule would do, and a digest of the effect. Raise BadRule."""
    with rehearsal(archive, agent) as writer:
        effect = _lift(writer, n, reason)
    return effect, digest_of_effect(effect)


def lift_rule(archive: Archive, n: int, reason: str | None, agent: str, *, previewed: str | None = None) -> RuleEffect:
    """Lift a rule, and return the effect. The caller updates the index. Raise BadRule, ChangedMeanwhile."""
    with alone(archive, _MANY), archive.catalogue.write(agent) as writer:
        effect = _lift(writer, n, reason)
        expect(previewed, lambda: digest_of_effect(effect))
    return effect


def digest_of_effect(effect: RuleEffect) -> str:
    """Return sixteen hex digits for the rule and for the records that are held, released or stay held."""
    told = (effect.rule.collection, effect.rule.kind, effect.rule.years, effect.rule.counted_from, effect.matched)
    lists = (sorted(ids) for ids in (effect.held, effect.come_out, effect.stay))
    return hashlib.sha256(repr((*told, *lists)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _set(writer: Writer, new: NewRule) -> RuleEffect:
    by = get_login_name()
    if new.kind == CLOSED:
        return writer.set_closure(new, by)
    return RuleEffect(writer.add_rule(new, by), len(writer.records_in_collection(new.collection)))


def _lift(writer: Writer, n: int, reason: str | None) -> RuleEffect:
    by = get_login_name()
    if writer.rule(n).kind == CLOSED:
        return writer.lift_closure(n, reason, by)
    rule = writer.mark_rule_lifted(n, reason, by)
    return RuleEffect(rule, len(writer.records_in_collection(rule.collection)))
