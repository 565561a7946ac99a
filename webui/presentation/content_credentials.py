"""The state of a photo's content credentials (C2PA) as a sentence for its page."""

from __future__ import annotations

from markupsafe import Markup, escape

from archive.record import Record
from webui.i18n import labels
from webui.i18n.words import MessageTable, _, marked

_LONGEST = 120  # characters of a name
_STATES = MessageTable(
    {
        "valid": marked("signature valid, signer not verified"),
        "invalid": marked("the signature does not match the file"),
        "elsewhere": marked("kept on another server, not read"),
        "unreadable": marked("they cannot be read"),
    }
)


def credentials_sentence(record: Record) -> Markup:
    """Return the sentence, empty for a photo without credentials. What matters most to a newspaper comes first."""
    state = record.values.get("credentials_state")
    if not isinstance(state, str) or state not in _STATES:
        return Markup("")
    facts = []
    if any(offer.origin.startswith("c2pa:") for offer in record.origins.get("digital_source", ())):
        facts.append(escape(_("declared as made with AI")))
    if issuer := record.values.get("credentials_issuer"):
        facts.append(escape(_("issued by %(name)s")) % {"name": _isolated(issuer)})
    if program := record.values.get("credentials_program"):
        facts.append(escape(_("made with %(name)s")) % {"name": _isolated(program)})
    told = Markup("; ").join([*facts, escape(_STATES[state])])
    return escape(_("Content credentials: %(facts)s.")) % {"facts": told}


def _isolated(name: object) -> Markup:
    return Markup("<bdi>{}</bdi>").format(labels.name(str(name), _LONGEST))
