"""Recognise text that cameras and programs write automatically: default captions, all seen in real files, and words in
fields for people that name nobody."""

from __future__ import annotations

import re

from archive.media_types import PICTURES, suffix_pattern
from archive.text.patterns import lazy_regex

# Compared without case, with white space collapsed. These are never a real caption.
_NO_CAPTIONS = """
olympus digital camera | olympus imaging corp. | minolta digital camera | konica minolta digital camera | kodak
digital still camera | samsung digital camera | samsung camera pictures | pentax digital camera | digital still
camera | digital camera | digital image | dcf 1.0 | dsc | sony dsc | mvc-fd | my beautiful picture |
exif_jpeg_picture | exif jpeg picture | exif_jpeg_t422 | jpeg | exif | ascii | unicode | default caption
| untitled | unknown | undefined | null | (null) | none | nil | usercomment | user comments | user comment |
image description | imagedescription | binary comment | applemark | no comment | * | a camera phone image | type
your caption here | add caption here | enter caption here | optional image description |
digital stillcamera | minolta dsc | kodak camera | olympus camera | oznor | oznorwo | rhdr | mmexport | jpeg image |
exif image | kodak action cam
"""
# And these in fields that programs fill; in an editor's field they were typed by somebody.
_MACHINES_WORDS = """
default | test | image | picture | photo | camera | title | description | comment | caption | screenshot | gps |
scanned image | scan | cof | sdr | dav | edf | hdr | hdrpl | mde | btf | tby | nor | vsco | picasa | snapseed |
facetune | camera phone | dji | rpt | ptr | bty | vivo | cam | my picture | your picture | digital photo
"""


def _phrases(words: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in words.split("|"))


_KNOWN, _BY_MACHINE = _phrases(_NO_CAPTIONS), _phrases(_NO_CAPTIONS) | _phrases(_MACHINES_WORDS)

# Signatures of programs at the beginning of a text.
_SIGNATURES = lazy_regex(
    r"(?:created|processed|edited|scanned|optimi[sz]ed|compressed|encoded|generated|produced) "
    r"(?:with|by|using) "
    r"|(?:lead|u-lead|ulead) (?:technologies|systems)|creator: |lavc ?\d|file (?:written|source) by "
    r"|jpeg encoder |intel\(r\) (?:jpeg|ipp)|handmade software|acd systems|xv \d|gimp|ffmpeg"
    r"|adobe (?:photoshop|imageready|fireworks)"
    r"|<?kenox |(?:exif|image)magick|hw-|filter: ?\d"
    r"|<\?x(?:packet|ml)|kakadu|kdu[- ]|lurawave|lead ?tools|aware jpeg|openjpeg|jasper ?\d|\d[\d.]{0,9} \(r\d"
    r"|module: ?photo|mode: ?\w*;|type=\w|charset=|\{\"|jpegmini|quicktime"
    r"|\* ?canon|ashampoo|paint shop pro|photoscape|irfanview|xnview",
    re.IGNORECASE,
)
# Of these also what programs copied into the fields of editors.
_COPIED = lazy_regex(
    r"dcim[\\/][\w\\/.-]{4,60}|(?:processed|edited|created) with (?:vsco|snapseed|picsart|lightroom|canva)\b.{0,60}"
    r"|.{0,80}\bsba settings\b.{0,80}|<metadata>.*",
    re.IGNORECASE | re.DOTALL,
)
# A maker's name alone or with a model's, which has digits in it.
_MAKERS = lazy_regex(
    r"(?:acer|agfa\w*|apple|asus|benq|blackberry|canon|casio|concord|dji|fuji\w*|general imaging|google|gopro"
    r"|hasselblad|hewlett-packard|hp|htc|huawei|jenoptik|kodak|konica|kyocera|leica|lenovo|lg|medion|meizu|microsoft|minolta|mustek"
    r"|motorola|nikon|nokia|olympus|oneplus|oppo|panasonic|pentax|polaroid|praktica|premier|ricoh|rollei|samsung|samsung"
    r" techwin|sanyo|sigma|sony|sony ericsson|toshiba|traveler|vivitar|vivo|xiaomi|yakumo|zte)"
    r"(?: (?:corp\w*\.?|co\.?,? ltd\.?|inc\.?|imaging corp\.?|electronics|optical|digital camera|camera))?"
    r"(?: [\w./+-]{0,20}\d[\w./+-]{0,20})?",
    re.IGNORECASE,
)
_MODELS = lazy_regex(  # Canon EOS 80D user
    r"(?:canon|casio|dji|fujifilm|gopro|hasselblad|huawei|kodak|leica|nikon|nokia|olympus|panasonic|pentax|ricoh|samsung"
    r"|sony|xiaomi)(?: [\w./+-]{1,20}){0,2} [\w./+-]{0,12}\d[\w./+-]{0,12}(?: (?:user|owner|camera|digital camera))?"
)
# Makers whose names are also words: a caption, unless the camera is of that maker.
_ALSO_WORDS = frozenset({"apple", "canon", "concord", "premier", "traveler", "blackberry", "sigma"})
_STEM = lazy_regex(
    r"(?:img|imag|image|dscn?|dscf|dsci|pict|p\d|mvi|vid|pano|screenshot|wp|dji|gopr|cimg|hpim|sany|sdc|pxl|mg|photo|foto"
    r"|scan|pic|picture|burst|mmexport)[_ -]?\d[\w.:()-]{2,40}",
    re.IGNORECASE,
)
_CODE = lazy_regex(r"\[\w{1,8}\](?::\[\w{1,8}\])?|xr:d:\S{1,80}|fbmd[0-9a-f]{4,}", re.IGNORECASE)
_FILE_NAME = lazy_regex(
    rf"(?:[\w .:()-]{{1,60}}[\\/]){{0,8}}[\w()-]{{1,60}}\.(?:{suffix_pattern(PICTURES)})",
    re.IGNORECASE,
)
_HASH = lazy_regex(r"(?:[0-9A-Fa-f]{16,}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})")
_BASE64 = lazy_regex(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_NUMBER = lazy_regex(r"[\d .:,;/_#-]+")
_TAGGED = lazy_regex(r"<[^<>]{0,80}>")  # <KENOX S760  / Samsung S760>
_MARK = lazy_regex(r"\((?:c|r|p|tm)\)|[©®℗™]|&copy;|\bcopyrights?\b|\bcopr\b|^tm$")
_BESIDE_MARK = lazy_regex(r"\bby\b|[\W\d_]+")
_NO_NAMES = frozenset(
    {"photographer", "photographer name", "artist", "author", "owner", "owner name", "your name", "user", "default"}
    | {"null", "(null)", "none", "undefined", "n/a", "camera owner", "copyright holder"}
)
_SHAPES = (_NUMBER, _FILE_NAME, _HASH, _TAGGED, _MAKERS, _STEM, _CODE)


def is_default_caption(text: str, by_machine: bool = False, camera: str = "") -> bool:
    """Return whether `text` is not a real caption.

    `by_machine`: it is in a field that programs fill automatically (EXIF, comments), where bare numbers, hashes,
    encoded data and file names do not count either. `camera`: the camera's own name.
    """
    words = " ".join(text.split()).casefold()
    if words in (_BY_MACHINE if by_machine else _KNOWN) or not any(character.isalnum() for character in words):
        return True
    if _COPIED.fullmatch(words):
        return True
    if not by_machine:
        return False
    if (words.isascii() and len(words) <= 2) or (camera and words == camera.casefold()):
        return True
    if words in _ALSO_WORDS and words not in camera.casefold():
        return False
    if len(words) < 120 and _SIGNATURES.match(words):
        return True
    return any(shape.fullmatch(text) for shape in _SHAPES) or _is_encoded(text)


def names_nobody(text: str, camera: str = "") -> bool:
    """Return whether a text in a field for people names nobody: a copyright mark alone, "(C)", "© 2014", a placeholder,
    a program, a camera with its model, or the camera's own maker or name."""
    words = " ".join(text.split()).casefold()
    if words in _BY_MACHINE or _SIGNATURES.match(words) or _MODELS.fullmatch(words):
        return True
    if words in _NO_NAMES or (_MARK.search(words) and not _BESIDE_MARK.sub("", _MARK.sub("", words))):
        return True
    return _MAKERS.fullmatch(words) is not None and words in camera.casefold()


def _is_encoded(text: str) -> bool:
    """Return whether it consists of long words mixing letters and digits as no language does."""
    joined = "".join(text.split())
    if not _BASE64.fullmatch(joined) or max(map(len, text.split())) < 30:
        return False
    return any(c.isdigit() for c in joined) or (any(c.islower() for c in joined) and any(c.isupper() for c in joined))
