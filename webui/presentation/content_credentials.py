"""The state of a photo's content credentials (C2PA) as a sentence for its page."""

from __future__ import annotations

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


def credentials_sentence(record: Record) -> str:
    """Return the sentence, empty for a photo without credentials."""
    state = record.values.get("credentials_state")
    if state not in ("valid", "invalid", "elsewhere", "unreadable"):
        return ""
    facts = []
    if issuer := record.values.get("credentials_issuer"):
        facts.append(_("issued by %(name)s", name=labels.name(str(issuer), _LONGEST)))
    if program := record.values.get("credentials_program"):
        facts.append(_("made with %(name)s", name=labels.name(str(program), _LONGEST)))
    if any(offer.origin.startswith("c2pa:") for offer in record.origins.get("digital_source", ())):
        facts.append(_("say it was made with AI"))
    return _("Content credentials: %(facts)s.", facts="; ".join([*facts, _STATES[state]]))
