"""Fields of the forms that change something."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from webui.desk.forms.notices import MOST_TYPED

Mark = Annotated[str, Field(max_length=64)]
"""The digest of what a form shows, or the key by which a repeated form is recognised."""
Reason = Annotated[str, Field(max_length=MOST_TYPED)]


class ConfirmedForm(BaseModel):
    """A change as its preview asked for it: the digest of what that showed, the key of the form, and the reason."""

    model_config = ConfigDict(extra="forbid")

    previewed: Mark
    once: Mark = ""
    reason: Reason = ""
