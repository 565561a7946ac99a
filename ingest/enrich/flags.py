"""Single words in a field that hold a file back: the keyword EMBARGO, an edit status `EMBARGO(ED)`, a label `Hold`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.record import OTHER, Description
from ingest.enrich.embargo import read_embargo
from ingest.enrich.withheld import is_secret, is_withheld
from ingest.enrich.words import fold
from ingest.readers import fields

# Fields of which a whole value, or a sentence, may be such a word; `other` are the tags that no key takes.
FLAGGED = ("keywords", "category", "label", "instructions", "usage_terms", "description", "title", "document_title")
WORDED = ("headline", "caption")  # in which people write of secrets, so that only an order counts
STATUS_ORIGIN = "iim:2:07"  # EditStatus
LONGEST = 120  # characters of such a value
MOST = 60  # values of a field

# Patterns are for folded words.
_FLAG = re.compile(
    r"(?:(?:strict(?:ly)?|still|news|media|press|pers|under|in|on|dalam|masih|status|dang|con|duoi|bi|lenh|the)\s+)*"
    r"(?:di)?embargo(?:\W{0,2}ed)?(?:\s+(?:copy|version|material|only|news|pers|media|until further notice"
    r"|sampai (?:ada )?pemberitahuan(?: lebih lanjut| selanjutnya)?))?"
)
_STATUS = re.compile(
    r"(?:on )?hold(?: back)?|(?:photo |mandatory )?kill(?:ed)?|withheld|withdrawn|cancel(?:l?ed)?|held(?: back)?"
    r"|ditahan|dicabut|ditarik|bi thu hoi|thu hoi|chua phat hanh|chua cong bo|belum dirilis|unreleased"
)
_YES = re.compile(r"(?:yes|true|ya|iya|co|on|1|y|active|aktif|berlaku)")
_NO = re.compile(r"(?:no|none|false|0|-|n/?a|tidak|không)", re.IGNORECASE)
_TOPIC = re.compile(
    r"(?<!\w)(?:arms|oil|gas|trade|weapons?|sanctions?|economic|blockade|export|import|senjata|minyak|dagang"
    r"|perdagangan|sanksi|ekonomi|blokade|ekspor|impor|cam van|trung phat|xuat khau|nhap khau|vu khi|cuba|kuba|iran"
    r"|iraq|irak|russia|rusia|qatar|israel|myanmar|korea|venezuela)(?!\w)"
)
_TAGGED = re.compile(  # a stamp in capitals, or in brackets, on a title
    r"\W{0,3}(?:UNDER |STRICT |STRICTLY )?EMBARGO(?:ED)?(?:\s*[\])}:|]|\s+[-–—]+\s)(?!\s*(?i:none|no|nil|lifted|dicabut"
    r"|tidak|không|berakhir|ended|n/?a)\b)"
    r"|\W{0,3}[\[({]\s*(?i:(?:under |strict |dalam )?(?:di)?embargo(?:ed)?)\b[^\])}]{0,60}[\])}]"
    r"|.*[\[({]\s*(?i:(?:under |strict |dalam )?(?:di)?embargo(?:ed)?)\s*[\])}]\W{0,2}\Z"
)
TITLES = ("title", "document_title", "headline")
_PARTS = re.compile(r"\s*(?:[-–—:;,|/=!]+|\.(?=\s|\Z))\s*")
_SENTENCE = re.compile(r"(?<=[.!;])\s+|\n+")


def is_flag(words: str) -> bool:
    """Whether words say nothing but that there is an embargo, or order to publish nothing: `EMBARGO - NOT FOR RELEASE`,
    `#embargo`, `Embargo: yes`; `embargo: none` and `embargo senjata` do not."""
    if not words or len(words) > LONGEST:
        return False
    if is_withheld(words):
        return True
    parts = [part.strip(" #*()[]<>\"'") for part in _PARTS.split(fold(words))]
    parts = [part for part in parts if part]
    if not parts or not any(_FLAG.fullmatch(part) or is_withheld(part) for part in parts):
        return False
    return all(_FLAG.fullmatch(part) or _YES.fullmatch(part) or is_withheld(part) for part in parts)


def is_held_status(words: str) -> bool:
    """Whether the status of a text or picture says that it is not to be published: `Embargoed`, `Killed`, `On hold`."""
    return is_flag(words) or (len(words) <= LONGEST and _STATUS.fullmatch(fold(words).strip(" .!*#()[]")) is not None)


def offer_status(description: Description, words: str, origin: str) -> None:
    """Put on offer the embargo in a field that is for the status of a file: until the instant it names, or until
    someone decides."""
    told = read_embargo([words]) if len(words) <= 300 else None
    if told is not None:
        description.offer("embargo", {**told, "origin": origin}, origin)
    elif is_held_status(words):
        description.offer("embargo", {"until": None, "words": words.strip(), "origin": origin}, origin)


def offer_flags(description: Description) -> None:
    """Put on offer every such word in the fields of a description."""
    for origin, words in list(_flags(description)):
        description.offer("embargo", {"until": None, "words": words.strip(), "origin": origin}, origin)
    for offer in description.origins.get(OTHER, []):
        for words in _texts(offer.value):
            if offer.origin.startswith(STATUS_ORIGIN):
                offer_status(description, words, offer.origin)
            elif "embargo" in offer.origin.casefold() and not _NO.fullmatch(words.strip()):  # prism:embargoDate
                known = fields.moment(words[:100])
                said = {"until": known[0] if known else None, "words": words[:300].strip(), "origin": offer.origin}
                description.offer("embargo", said, offer.origin)
            elif "embargo" in fold(words[:LONGEST]):
                told = read_embargo([words[:300]])
                if told is not None or is_flag(words):
                    found = told or {"until": None, "words": words.strip()}
                    description.offer("embargo", {**found, "origin": offer.origin}, offer.origin)


def _flags(description: Description) -> Iterator[tuple[str, str]]:
    """(origin, words) of whole values and sentences that are nothing but such words."""
    for key in (*FLAGGED, *WORDED):
        for offer in description.origins.get(key, []):
            if key == "title" and ":" not in offer.origin and offer.origin != "front matter":
                continue  # made of the words of the text, which are read for orders where they stand
            values = _texts(offer.value)
            for value in values:
                if key in TITLES and _TAGGED.match(value[:300]) and not _says_until(value[:300]):
                    yield offer.origin, value[:300]
                whole = value.rpartition("|")[2].rpartition("/")[2] if key == "keywords" else value
                for words in (whole, *(_SENTENCE.split(whole[:2000]) if key not in ("keywords", "category") else ())):
                    if is_flag(words) and (
                        _counts(words, key, values, description)
                        or (key in WORDED and words == value and (words.isupper() or not is_secret(words)))
                    ):
                        yield offer.origin, words
                        break


def _says_until(words: str) -> bool:
    """Whether an embargo in the words ends at an instant that can be read."""
    told = read_embargo([words])
    return told is not None and told["until"] is not None


def _counts(words: str, key: str, values: list[str], description: Description) -> bool:
    """Whether it is an order, and not what a file is about: the keyword `embargo` beside `Cuba` and `trade`, the
    keyword `confidential` in small letters."""
    loud = words.isupper() and not (len(values) > 2 and all(value.isupper() for value in values))
    if key in WORDED or (key in ("title", "document_title") and not loud):
        return not is_secret(words) and fold(words).strip(" .:!") not in ("embargo", "diembargo")
    if loud or key in ("label", "instructions", "category"):
        return True
    if is_secret(words) and key in ("keywords", "usage_terms"):
        return False
    if fold(words).strip(" .:!#") != "embargo":
        return True
    told = [str(description.values.get(name) or "") for name in ("title", "headline", "caption", "description")]
    return not any(_TOPIC.search(fold(said[:2000])) for said in (*values, *told))


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value])[:MOST] if isinstance(one, str)]
