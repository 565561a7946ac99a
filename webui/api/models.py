"""Models of the JSON of all endpoints. The OpenAPI document is made from these and those in result_models.py."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from archive.listed_date import Basis
from archive.record import Kind, Role, Status
from webui.api.result_models import (
    BASIS,
    LISTED,
    AlsoAsOut,
    CaptionOut,
    CaptionSourceOut,
    Code,
    Codes,
    CreditOut,
    FrameOut,
    LinkOut,
    MessageOut,
    Model,
    OcrOut,
    Params,
    RightsOut,
    SearchAnswer,
    SequenceAnswer,
    SequenceOut,
    ShownOut,
    SimilarAnswer,
    SuggestAnswer,
)

_EXAMPLE_ID = "k3v9q2m7x4ab5cde"


class OfferOut(Model):
    """A value that was on offer for a key, and where it came from."""

    model_config = ConfigDict(json_schema_extra={"required": ["origin", "value"]})

    origin: str
    value: Any
    confidence: float | None = None


class OriginOut(OfferOut):
    """The value that is used, and the others that were on offer."""

    model_config = ConfigDict(json_schema_extra={"required": ["origin", "value", "others"]})

    others: list[OfferOut]


class AccessCopyOut(Model):
    """A copy of an original in a format that more programs open."""

    media_type: str = Field(description="application/pdf (PDF/A) or image/jpeg.")
    size: int = Field(description="Bytes.")
    url: str


class AssetOut(Model):
    """An original file."""

    n: int
    role: Role
    filename: str
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    version: int
    url: str
    access_copy: AccessCopyOut | None = Field(description="None where the archive made none.")


class RelationOut(Model):
    """A relation to another record."""

    type: str
    record: str
    title: str | None
    url: str
    origin: str
    certainty: float
    reason: str | None = Field(description="Why it is taken to hold, in words of a closed set.")
    code: Code
    params: Params
    messages: Codes


class RecordAnswer(Model):
    """One record. `values` are its fields as plain values; `origins` says for each where it came from."""

    id: str = Field(examples=[_EXAMPLE_ID])
    kind: Kind
    genre: str | None
    title: str
    date: str | None
    date_precision: str | None
    listed_date: str | None = Field(description=LISTED)
    listed_date_basis: Basis | None = Field(description=BASIS)
    language: str | None
    source: str | None
    source_url: str | None
    rights: str | None
    rights_verdict: RightsOut | None = Field(description="May it be printed? Null for what is no photo.")
    instructions: str | None = Field(description="What its file asks of those who use it.")
    filename: str
    status: Status
    version: int
    revision: int
    added_at: str
    url: str
    text_url: str
    thumbnail: str | None
    values: dict[str, Any]
    origins: dict[str, OriginOut]
    assets: list[AssetOut]
    mentions: list[LinkOut] = Field(description="Photos that this record names, in the order of its text.")
    articles: list[LinkOut] = Field(description="Articles that name this photo; `caption` is what they say of it.")
    relations: list[RelationOut]
    captions: list[CaptionOut] = Field(description="The ledger of a photo's captions, the one used first.")
    caption_conflict: bool = Field(description="Whether two captions in one language say different things.")
    caption_settled: bool = Field(description="Whether the archivist said which caption is right.")
    caption_differs: Literal["words", "facts"] | None = Field(description="The most in which captions differ.")
    credits: list[CreditOut] = Field(description="Its credit lines, with who is who in them.")
    flags: list[str] = Field(description="What credits say that is no name: owner-unknown, file-photo, ...")
    shown: list[ShownOut] = Field(description="Who is in the picture, as far as captions and file tell.")
    also_as: list[AlsoAsOut] = Field(description="Other records of the same picture.")
    sequence: SequenceOut | None = Field(description="The run of frames a photo stands in.")
    ocr: OcrOut | None = Field(description="Whether its words were read by machine from a scan.")
    notes: list[str] = Field(description="What could not be read.")
    note_messages: list[MessageOut] = Field(description="The same with codes and parameters.")


class TextAnswer(Model):
    """The text of a record (NFC, LF). Each page is a [start, end) range of it; there are none where it has no pages."""

    id: str
    language: str | None
    text: str
    pages: list[Annotated[list[int], Field(min_length=2, max_length=2)]]


class EntityNamesOut(Model):
    """Other names of an entity in a language; null where none is said."""

    language: str | None
    forms: list[str]


class OfficeOut(Model):
    """A term of office, by its years. `last` is null for one that has not ended up to the day `checked`."""

    office: str
    first: int
    last: int | None
    checked: str | None


class EntityPartOut(Model):
    """Records of an entity: how many, the search for them, and the ids of the newest."""

    total: int
    url: str
    records: list[str]


class EntityPartsOut(Model):
    """Its records by what they are to it; null where there are none."""

    photos: EntityPartOut | None = None
    speeches: EntityPartOut | None = Field(default=None, description="Those in which a person speaks.")
    texts: EntityPartOut | None = Field(default=None, description="Texts that have it as a value.")
    mentions: EntityPartOut | None = Field(default=None, description="Texts with its name, in any of its forms.")
    published: EntityPartOut | None = Field(default=None, description="Records whose source is this body.")


class ShownWithOut(Model):
    """Someone in the photos of an entity, and the search for those photos."""

    key: str
    name: str
    count: int
    url: str


class QuoteOut(Model):
    """Words that a text quotes a person with. `offset` counts code points of its text."""

    words: str
    record: str
    title: str
    date: str | None
    offset: int
    url: str


class YearCount(Model):
    """How many of its records a year has."""

    year: str
    count: int


class EntityAnswer(Model):
    """A person, place, body, source or photographer."""

    key: str = Field(
        examples=["person-luong-cuong"], description="Kind and folded name; that of its card if it has one."
    )
    kind: Literal["person", "place", "body", "source", "photographer"]
    name: str
    url: str | None
    card: str | None = Field(description="The key of its name card.")
    names: list[EntityNamesOut]
    titles: list[str]
    offices: list[OfficeOut]
    basis: Literal["value", "name"] = Field(
        description="Whether `records` have it as a value, or its name anywhere in their words."
    )
    records: EntityPartOut
    parts: EntityPartsOut
    shown_with: list[ShownWithOut]
    quotes: list[QuoteOut] = Field(description="What the newest texts quote a person with, at most 10.")
    timeline: list[YearCount]
    undated: int


class EventMemberOut(Model):
    """A record of an event, or one that may be of it. `reasons` are codes, the strongest first, `why` their words."""

    record: str
    kind: Kind
    title: str
    date: str | None
    url: str
    api_url: str
    reasons: list[str]
    why: list[str]


class EventAnswer(Model):
    """An event: records of one occasion. Title, days and place come from its members; `possible` ones are unconfirmed,
    and count nowhere."""

    id: str
    title: str
    date_from: str | None
    date_to: str | None
    place: str | None
    url: str
    members: list[EventMemberOut]
    possible: list[EventMemberOut]


class ChangeOut(Model):
    """The last change of a record that the public could see. `withdrawn`: the public sees it no longer, be it held
    again or withdrawn. `merged`: it is a part of the record `into` now."""

    id: str
    revision: int
    at: str | None = Field(description="When the public saw the change (UTC); null if an earlier version noted it.")
    change: Literal["added", "changed", "withdrawn", "merged"] = Field(
        description="Seen from `since`. Take `changed` of a record that you do not have as `added`."
    )
    into: str | None = None
    url: str | None = Field(default=None, description="Of the record as JSON; null if the public sees it no longer.")


class ChangesAnswer(Model):
    """What changed for the public since a revision, each record once, the oldest change first. If `next` is null, ask
    the next time for the changes since `revision`."""

    since: int
    revision: int = Field(description="The number of the last change that the public could see.")
    archive: int | None = Field(description="The number of this archive, to be given as `archive`.")
    changes: list[ChangeOut]
    next: str | None = Field(description="The address of the rest; null at the end.")


class Health(Model):
    """The process answers."""

    status: str


class Readiness(Model):
    """The archive can be read and searched: the revision of the last change that the public could see, and the one that
    the index has reached. `originals` is ok, or unreachable while their object store does not answer. `clock` is ok, or
    wrong while this machine's clock is more than two seconds away from that of the catalogue's server, or after the
    clock jumped by more than an hour."""

    status: str
    revision: int
    index_revision: int
    originals: str
    clock: str


class Fault(Model):
    """One thing that is wrong with a request. `position` and `length` point into the query text, in code points."""

    model_config = ConfigDict(json_schema_extra={"required": ["name", "reason", "code", "params"]})

    name: str
    reason: str
    code: str
    params: dict[str, Any]
    position: int | None = None
    length: int | None = None


class Problem(Model):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(json_schema_extra={"required": ["type", "title", "status", "detail", "code", "params"]})

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str = Field(description="The code of `detail`.")
    params: dict[str, Any]
    errors: list[Fault] | None = None
    request_id: str | None = Field(default=None, description="As in the header X-Request-ID, and in the log.")


__all__ = [
    "AccessCopyOut", "AlsoAsOut", "AssetOut", "CaptionOut", "CaptionSourceOut", "CreditOut", "EntityAnswer",
    "EntityNamesOut", "EntityPartOut", "EntityPartsOut", "EventAnswer", "EventMemberOut", "Fault", "FrameOut", "Health",
    "LinkOut", "MessageOut", "Model", "OfferOut", "OfficeOut", "OriginOut", "Problem", "QuoteOut", "Readiness",
    "RecordAnswer", "RelationOut", "SearchAnswer", "SequenceAnswer", "SequenceOut", "ShownOut", "ShownWithOut",
    "SimilarAnswer", "SuggestAnswer", "TextAnswer", "YearCount",
]  # fmt: skip
