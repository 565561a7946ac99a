"""The words about photographs: flags and what they mean, who says a caption, where somebody stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webui.words import _


@dataclass(frozen=True, slots=True)
class Mark:
    """A short name, and a sentence that says what it means."""

    name: str
    meaning: str


FLAGS: Mapping[str, Mark] = {
    "owner-unknown": Mark(_("Owner unknown"), _("the credit does not say whose it is: ask before printing")),
    "file-photo": Mark(_("File photo"), _("taken on another day than the event it ran with")),
    "illustration": Mark(_("Illustration"), _("it shows something like the event, not the event itself")),
    "supplied": Mark(_("Supplied"), _("handed out by those it shows or their office, not made by the press")),
}
"""What a credit says that is no name, and what that means for whoever prints it."""

_ORIGINS = (
    ("archivist", _("The archivist")),
    ("sidecar:", _("The sidecar file")),
    ("attachment:", _("The camera’s other file")),
    ("xmp:", _("The file (XMP)")),
    ("iim:", _("The file (IPTC)")),
    ("exif:", _("Camera (EXIF)")),
    ("png:", _("The file (PNG text)")),
    ("jpeg:", _("The file (JPEG comment)")),
    ("html:", _("The page (HTML)")),
    ("pdf:", _("The document (PDF)")),
    ("codec", _("The picture itself")),
    ("py3langid", _("Recognised by its words")),
    ("article", _("The article")),
    ("table", _("The caption table")),
)


_SIDES: Mapping[str, str] = {"left": _("left"), "right": _("right")}
_FROM_SIDE: Mapping[str, str] = {
    "first": _("first from the %(side)s"),
    "second": _("second from the %(side)s"),
    "third": _("third from the %(side)s"),
    "fourth": _("fourth from the %(side)s"),
    "fifth": _("fifth from the %(side)s"),
    "sixth": _("sixth from the %(side)s"),
    "seventh": _("seventh from the %(side)s"),
    "eighth": _("eighth from the %(side)s"),
    "ninth": _("ninth from the %(side)s"),
    "tenth": _("tenth from the %(side)s"),
}
_SPOTS: Mapping[str, str] = {
    **_SIDES,
    "far left": _("far left"),
    "far right": _("far right"),
    "centre": _("in the centre"),
    "front": _("in front"),
    "back": _("at the back"),
    "front row": _("in the front row"),
    "back row": _("in the back row"),
    "standing": _("standing"),
    "seated": _("seated"),
    "top": _("above"),
    "bottom": _("below"),
    "pictured": _("pictured"),
}


def position(said: str) -> str:
    """Where somebody is in a picture (`second from left`, as archive.shown says it), for people."""
    nth, _from, side = said.partition(" from ")
    if nth in _FROM_SIDE and side in _SIDES:
        return _FROM_SIDE[nth] % {"side": _SIDES[side]}
    return _SPOTS.get(said, said)


def origin_label(origin: str) -> str:
    """Who says something, by the beginning of its origin; nothing for an origin that has no name here."""
    return next((label for start, label in _ORIGINS if origin.startswith(start)), "")


def caption_origin(origin: str) -> str:
    """Who says a caption: where nothing tells, it is in the file."""
    return origin_label(origin) or _("The file")
