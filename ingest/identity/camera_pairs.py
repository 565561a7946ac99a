"""Decide whether two files with one name in one folder are one camera frame: RAW beside JPEG or HEIC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from archive.catalogue import select_original_candidates, sort_of
from archive.messages import Message, MessageList, join_messages
from archive.record import Description
from archive.text.dates.instants import same_time

ALIKE = 0.03  # maximum difference of two shapes (long side by short side): raw files have some more rows and columns
_EXACT = re.compile(r"T\d\d:\d\d:\d\d")
_FORMATS = {"jpeg": "JPEG", "heic": "HEIC"}  # files that a camera writes beside raw ones


class Agreement(IntEnum):
    """Whether the capture times and cameras of two files match one frame."""

    CONTRADICTS = 0
    POSSIBLE = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a picture file says about the shot: every time in it, its camera as written, the camera's make (only the
    first word, because the rest varies) and model in lower case, long side by short side."""

    media_type: str
    times: tuple[str, ...] = ()
    camera: str = ""
    make: str = ""
    model: str = ""
    shape: float | None = None

    @classmethod
    def of(cls, description: Description) -> Exposure:
        """Return the exposure by the file itself, ignoring companions and the archivist."""
        own = select_original_candidates(description.origins)
        first = {key: offers[0].value for key, offers in own.items()}
        camera, make, model = (
            " ".join(str(first.get(key) or "").split()) for key in ("camera", "camera_make", "camera_model")
        )
        if not model and camera.casefold() != make.casefold():
            model = camera
        sides = [first.get(key) for key in ("width", "height")]
        known = [side for side in sides if isinstance(side, int | float) and side > 0]
        return cls(
            description.media_type,
            tuple(str(offer.value) for offer in own.get("created", [])),
            camera,
            make.casefold().partition(" ")[0].rstrip(",."),
            model.casefold(),
            max(known) / min(known) if len(known) == 2 else None,
        )


@dataclass(frozen=True, slots=True)
class NeighbourPhoto:
    """A photo's file with the same name in the same folder, but another suffix. `types` are the media types of all
    present files of its record."""

    filename: str
    record: str
    exposure: Exposure
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """The relation of a file to one beside it: a part of its `record` ("the camera's JPEG of DSC_1.NEF ..."), or, if
    `apart`, not, and why."""

    record: str
    reason: str
    apart: bool = False


def pair(arrived: Exposure, near: Sequence[NeighbourPhoto]) -> Pair | None:
    """Return the record of which the new file is the camera's other file; else one that it might be confused with, but
    is not part of; None if no other kind of camera file is beside it. Never a guess between two."""
    sort = sort_of(arrived.media_type)
    near = [one for one in near if sort_of(one.exposure.media_type) not in (None, sort)] if sort else []
    told = [(agreement(arrived, one.exposure), one) for one in near]
    against = {one.record: one for found, one in told if found is Agreement.CONTRADICTS}
    if full := {one.record: one for _, one in told if sort in map(sort_of, one.types)}:
        told = [(found, one) for found, one in told if one.record not in full]
    told = [(found, one) for found, one in told if found is not Agreement.CONTRADICTS and one.record not in against]
    best = max((found for found, _ in told), default=None)
    chosen = {one.record: one for found, one in reversed(told) if found is best}
    if len(chosen) == 1:
        (one,) = chosen.values()
        return Pair(one.record, _paired(str(sort), one.filename, sure=best is Agreement.SAME))
    return _apart(arrived, against, full, list(chosen.values()))


def _paired(sort: str, name: str, *, sure: bool) -> Message:
    if sort in _FORMATS:
        return Message("camera-file" if sure else "camera-file-likely", format=_FORMATS[sort], name=name)
    return Message("raw-file" if sure else "raw-file-likely", name=name)


def _apart(
    arrived: Exposure,
    against: dict[str, NeighbourPhoto],
    full: dict[str, NeighbourPhoto],
    several: list[NeighbourPhoto],
) -> Pair | None:
    for one in against.values():
        if differs := _differences(arrived, one.exposure):
            return Pair(
                one.record, Message("another-picture-beside", name=one.filename, differences=differs), apart=True
            )
        return Pair(one.record, Message("same-frame-unknown", name=one.filename), apart=True)
    for one in full.values():
        return Pair(one.record, Message("camera-file-known", name=one.filename), apart=True)
    if several:
        names = " and ".join(one.filename for one in several)
        return Pair(several[0].record, Message("camera-file-of-two", names=names), apart=True)
    return None


def _differences(here: Exposure, there: Exposure) -> MessageList:
    """Return the evidence that two files are not of one frame; empty if only evidence for it is missing."""
    said = []
    if not _same_camera(here, there):
        said.append(Message("another-camera", here=here.camera or here.make, there=there.camera or there.make))
    if here.times and there.times and not _any_same(here.times, there.times):
        said.append(Message("made-otherwise", taken=here.times[0], before=there.times[0]))
    raw = "raw" in (sort_of(here.media_type), sort_of(there.media_type))
    if not said and raw and not (here.times and there.times) and not _same_shape(here, there):
        said.append(Message("another-shape"))
    return join_messages(said)


def agreement(one: Exposure, other: Exposure) -> Agreement:
    """Return whether two files with one name in one folder are one frame. Their times decide, in the precision of both.
    Without a time on both sides, camera and shape must not differ; and a JPEG and a HEIC, of which one may have been
    made from the other long after, need the same second."""
    times = _exact(one), _exact(other)
    if not _same_camera(one, other):
        return Agreement.CONTRADICTS
    if all(times):
        return Agreement.SAME if _any_same(*times) else Agreement.CONTRADICTS
    if one.times and other.times and not _any_same(one.times, other.times):
        return Agreement.CONTRADICTS
    if "raw" not in (sort_of(one.media_type), sort_of(other.media_type)):
        return Agreement.CONTRADICTS
    if not (one.times and other.times) and not _same_shape(one, other):
        return Agreement.CONTRADICTS
    return Agreement.POSSIBLE


def _same_camera(one: Exposure, other: Exposure) -> bool:
    """Return whether one camera may have taken both; data in only one of them does not contradict."""
    makes = {one.make, other.make} - {""}
    if one.make and other.make and len(makes) > 1:
        return False
    models = [_without_make(exposure.model, makes) for exposure in (one, other)]
    return not all(models) or models[0] == models[1]


def _without_make(model: str, makes: set[str]) -> str:
    first, _, rest = model.partition(" ")
    return rest if rest and first in makes else model


def _same_shape(one: Exposure, other: Exposure) -> bool:
    return not (one.shape and other.shape) or abs(one.shape / other.shape - 1) <= ALIKE


def _exact(exposure: Exposure) -> tuple[str, ...]:
    return tuple(time for time in exposure.times if _EXACT.search(time))


def _any_same(here: Sequence[str], there: Sequence[str]) -> bool:
    return any(same_time(one, other) for one in here for other in there)
