"""The words about photographs: flags and what they mean, who says a caption, where somebody stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webui.origin_words import ORIGINS
from webui.words import Words, _, marked


@dataclass(frozen=True, slots=True)
class Mark:
    """A short name, and a sentence that says what it means, both as marked messages."""

    message: str
    sentence: str

    @property
    def name(self) -> str:
        """The name in the language of the interface."""
        return _(self.message)

    @property
    def meaning(self) -> str:
        """What it means, in that language."""
        return _(self.sentence)


FLAGS: Mapping[str, Mark] = {
    "owner-unknown": Mark(marked("Owner unknown"), marked("the credit does not say whose it is: ask before printing")),
    "file-photo": Mark(marked("File photo"), marked("taken on another day than the event it ran with")),
    "illustration": Mark(marked("Illustration"), marked("it shows something like the event, not the event itself")),
    "supplied": Mark(marked("Supplied"), marked("handed out by those it shows or their office, not made by the press")),
}
"""What a credit says that is no name, and what that means for whoever prints it."""


_SIDES = Words({"left": marked("left"), "right": marked("right")})
_FROM_SIDE = Words(
    {
        "first": marked("first from the %(side)s"),
        "second": marked("second from the %(side)s"),
        "third": marked("third from the %(side)s"),
        "fourth": marked("fourth from the %(side)s"),
        "fifth": marked("fifth from the %(side)s"),
        "sixth": marked("sixth from the %(side)s"),
        "seventh": marked("seventh from the %(side)s"),
        "eighth": marked("eighth from the %(side)s"),
        "ninth": marked("ninth from the %(side)s"),
        "tenth": marked("tenth from the %(side)s"),
    }
)
_SPOTS = Words(
    {
        "left": marked("left"),
        "right": marked("right"),
        "far left": marked("far left"),
        "far right": marked("far right"),
        "centre": marked("in the centre"),
        "front": marked("in front"),
        "back": marked("at the back"),
        "front row": marked("in the front row"),
        "back row": marked("in the back row"),
        "standing": marked("standing"),
        "seated": marked("seated"),
        "top": marked("above"),
        "bottom": marked("below"),
        "pictured": marked("pictured"),
    }
)


def position(said: str) -> str:
    """Where somebody is in a picture (`second from left`, as archive.shown says it), for people."""
    nth, _from, side = said.partition(" from ")
    if nth in _FROM_SIDE and side in _SIDES:
        return _FROM_SIDE[nth] % {"side": _SIDES[side]}
    return _SPOTS.get(said, said)


def origin_label(origin: str) -> str:
    """Who says something, by the beginning of its origin; nothing for an origin that has no name here."""
    label = next((label for start, label in ORIGINS if origin.startswith(start)), "")
    return _(label) if label else ""


def caption_origin(origin: str) -> str:
    """Who says a caption: where nothing tells, it is in the file."""
    return origin_label(origin) or _("The file")
