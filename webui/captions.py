"""A photo's own captions: the same words once, with the places that hold them and their language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.record import Kind, Offer, Record
from webui import labels
from webui.values import plain, same

_IN_LANGUAGE = re.compile(r"\[([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]\Z")  # xmp:dc:description[vi]


@dataclass(slots=True)
class Caption:
    """Words, their language (a BCP 47 tag, or empty) and the places in the file that hold them."""

    words: str
    lang: str
    origins: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The name of the language, or nothing."""
        return labels.language(self.lang) if self.lang else ""


def captions(record: Record) -> list[Caption]:
    """The captions that a photo's file holds, the one used first; empty for other records."""
    used = plain(record.values.get("caption"))
    if record.kind is not Kind.PHOTO or used is None:
        return []
    kept: list[Caption] = []
    for offer in record.origins.get("caption") or [Offer("", used)]:
        words = plain(offer.value)
        if words is None:
            continue
        language = _IN_LANGUAGE.search(offer.origin)
        found = next((caption for caption in kept if same(caption.words, words)), None)
        if found is None:
            kept.append(found := Caption(words, ""))
        found.origins.append(offer.origin)
        found.lang = found.lang or (labels.lang(language.group(1)) if language else "")
    if kept:
        kept[0].lang = kept[0].lang or labels.lang(record.values.get("language"))
    return kept


def disagree(found: list[Caption]) -> bool:
    """Whether two of them say different things: translations of one another, each in its own language, do not."""
    languages = [caption.lang for caption in found]
    return len(found) > 1 and ("" in languages or len(set(languages)) < len(languages))
