"""The JSON about photographs: captions, credits, people, copies, sequences, and the mentions that tie them to texts."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from archive.record import Kind


class Model(BaseModel):
    """Base of all models: no keys beside those named."""

    model_config = ConfigDict(extra="forbid")


class LinkOut(Model):
    """The naming of a photo by an article. `record` is the other end: null when no photo by that name is here."""

    n: int = Field(description="Which of the article's mentions this is, from 0.")
    filename: str
    caption: str | None
    credit: str | None
    caption_raw: str | None
    offset: int
    language: str | None = Field(description="Of the caption; where it does not say, of the article.")
    date: str | None = Field(description="As given beside the caption; for a photo, else of the article that names it.")
    record: str | None
    kind: Kind | None = Field(description="Of the other end.")
    title: str | None
    url: str | None
    doubtful: bool
    reason: str | None


class CaptionSourceOut(Model):
    """Someone who says a caption: a field of the file, `archivist`, `article`, or `table` for a row of one."""

    origin: str
    date: str | None
    record: str | None
    title: str | None
    url: str | None
    credit: str | None
    doubtful: bool
    reason: str | None


class CaptionOut(Model):
    """The same words once, with all who say them; the other keys are those of the first of them."""

    words: str
    language: str | None
    what: Literal["caption", "alt_text"]
    origin: str
    date: str | None
    record: str | None
    title: str | None
    url: str | None
    conflict: bool = Field(description="Another caption in this language says different things.")
    differs: Literal["words", "facts"] | None = Field(
        description="In facts, when another caption in this language cannot be right together with it: a date, a "
        "number, a side, a name, a negation; in words, when others only tell it otherwise."
    )
    sources: list[CaptionSourceOut]


class CreditOut(Model):
    """A credit line, and who is who in it. `record` is the article or table that gives it."""

    words: str
    photographers: list[str]
    agencies: list[str]
    via: list[str]
    initials: list[str]
    flags: list[str]
    origin: str
    record: str | None


class ShownOut(Model):
    """Someone in the picture. `position` is where (in English words), `title` as what, where a caption tells; `record`
    is the article or table whose caption does."""

    name: str
    position: str | None
    title: str | None
    origin: str
    record: str | None


class AlsoAsOut(Model):
    """Another record of the same picture; `size` in bytes."""

    record: str
    title: str
    filename: str
    url: str
    thumbnail: str
    width: int | None
    height: int | None
    size: int
    certainty: float
    origin: str


class FrameOut(Model):
    """One photo of a run."""

    id: str
    filename: str
    url: str
    thumbnail: str
    created: str | None
    caption: str | None


class SequenceOut(Model):
    """The run of frames that a photo stands in, with at most a hundred of its frames, those around it."""

    label: str
    count: int
    url: str
    api_url: str
    records: list[FrameOut] = Field(description="In the order of their numbers.")


class SequenceAnswer(Model):
    """A run of frames, at most 2,000 of them, those around `record`, the photo it was asked for. The dates are those of
    its first and last frame."""

    label: str
    count: int
    url: str
    record: str
    date_from: str | None
    date_to: str | None
    photographers: list[str]
    records: list[FrameOut]
