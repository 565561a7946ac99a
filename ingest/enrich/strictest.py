"""Which of several embargoes counts, and where one may have been found."""

from __future__ import annotations

from archive.record import Description, Offer

IN_HEAD, IN_TEXT, IN_NAME = "header line", "line of the text", "file name"
OF_TEXTS = (IN_HEAD, IN_TEXT, IN_NAME)  # said in words around a text, not in a field for it


def settle(description: Description) -> None:
    """Let the strictest of the embargoes on offer be the one used; one that is not enforced comes last."""
    offers = description.origins.get("embargo")
    if offers:
        offers.sort(key=_strictness, reverse=True)
        description.values["embargo"] = offers[0].value


def _strictness(offer: Offer) -> tuple[bool, str]:
    return offer.value.get("enforced", True), offer.value.get("until") or "9999"
