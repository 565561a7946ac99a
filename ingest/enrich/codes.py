"""Names of photos that stand without the type of their file, `W-HAI_1275`: the codes of cameras and agencies."""

from __future__ import annotations

import re

LONGEST_LINE = 2000  # as for names with a type

_PROGRAM = (  # what cameras and telephones call their files
    r"_?(?:IMG|IMGP|IMGL|DSC|DSCN|DSCF|DSCI|MVI|PXL|DJI|GOPR|CIMG|PICT|HPIM|SDIM|SAM_|SDC_|_MG_)[ _-]?\d{4,6}"
    r"|(?:IMG|PXL|MVIMG)[_-]\d{8}[_-](?:\d{6,9}|WA\d{4})"
)
_AGENCY = (  # initials and a frame, with the day between or not; numbers of AP, AFP, Reuters and Getty
    r"_[A-Z][A-Z\d]{2}_?\d{4}|(?:[A-Z]{1,5}[_ -])?[A-Z]{2,8}_(?:\d{6,8}_)?(?!(?:19|20)\d\d(?!\d))\d{3,6}"
    r"|AP_?\d{11,14}|000_[A-Z\d]{6,7}|RC2[A-Z\d]{9,11}|gettyimages-\d{6,12}"
)
_COPY = r"(?: ?\(\d{1,2}\)|-\d{2,5}x\d{2,5}|-scaled)?"
_CODE = re.compile(rf"(?<![\w/\\.@#=&-])(?:(?i:{_PROGRAM})|{_AGENCY}){_COPY}(?![\w/\\@=]|[.:-]\w)")
_LIKE_CODE = re.compile(r"(?:[A-Z]{1,4}[ -])?[A-Z]{2,6}[ -](?!(?:19|20)\d\d\Z)\d{4,6}\Z|P\d{7}\Z")


def codes(line: str) -> list[re.Match[str]]:
    """Where names without a type stand in the line. Words with a number (`COVID-19`, `KRI-990`) and years are none."""
    return list(_CODE.finditer(line)) if len(line) <= LONGEST_LINE else []


def is_code(words: str) -> bool:
    """Whether these words are one such name and nothing else."""
    return len(words) <= 80 and _CODE.fullmatch(words) is not None


def is_like_code(line: str) -> bool:
    """Whether the line may be such a name, as `HAI-1275`, or a flight or a letter: its neighbours must tell."""
    return len(line) <= 20 and _LIKE_CODE.match(line) is not None
