"""Models of the JSON of an ingest by a script."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from archive.record import Outcome, Status
from webui.api.result_models import Code, Codes, Model, Params

State = Literal["waiting", "running", "done", "stopped"]


class IngestLine(Model):
    """What became of one file, or of a file inside it."""

    n: int = Field(description="Its number in the receipt, from 1.")
    path: str = Field(description="As it was sent. What a container has inside is written `a.zip!/b.txt`.")
    outcome: Outcome
    record: str | None = Field(description="Null, too, for a record that this token may not know of.")
    status: Status | None = Field(description="Of the record, when the file was added.")
    url: str | None = Field(description="The record's page; null as long as it is not public.")
    api_url: str | None = Field(description="The record as JSON; null if this token may not read it.")
    reason: str | None = Field(description="Why, in English.")
    code: Code
    params: Params
    messages: Codes


class IngestAnswer(Model):
    """The receipt of files that were sent together. `waiting`: another ingest runs first. `stopped`: the server was
    stopped before all files were read."""

    id: str
    state: State
    accession: int | None = Field(description="The number of the accession; null until it begins.")
    received: str = Field(description="When the files came (UTC).")
    files: int = Field(description="How many files came.")
    bytes: int
    outcomes: dict[str, int] = Field(description="How many lines of the receipt have each outcome.")
    lines: list[IngestLine]
    next: str | None = Field(description="The address of further lines.")
    url: str = Field(description="The address of this receipt.")
