"""Forms with tick boxes and yes-or-no questions. An unticked box holds nothing, whatever its words: `[ ] Embargo`,
`Embargo? (Y/N): N`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from ingest.extract.embargo import matcher

_BOX = re.compile(r"[\[(](?:[ \t]{1,3}|[ \t]?(?P<tick>[xXvV✓✔*])[ \t]?)[\])]|[☐□▢⬜]|(?P<sign>[☑☒■✅])")
_ASKED = re.compile(
    r"\W{0,6}(?P<asked>[^:?()\[\]]{2,60}?)[ ?]{0,4}"
    r"[(\[](?:y|yes|ya|c|có|co) ?/ ?(?P<no>n|no|t|tidak|k|không|khong)[)\]]"
    r"[ :=?.]{0,4}(?P<answer>[^\W\d_]{1,8})(?P<more>.{0,120})",
    re.IGNORECASE,
)
_SAID_NO = re.compile(r"\W{0,4}(?P<asked>[^:?()\[\]]{2,40}?) {0,3}[?:]{1,2} {0,3}(?P<answer>[^\W\d_]{1,8}|-)\W{0,3}")
_LONGEST, _SHORT = 300, 80  # characters of a line


def answered(lines: Sequence[str]) -> list[str]:
    """Return the lines with their answers: an empty line where a form says no. An empty box beside a day, and an
    unanswered question, stay unchanged."""
    boxes = [box for line in lines if len(line) <= _LONGEST for box in _BOX.finditer(line)]
    chosen = any(map(_is_ticked, boxes)) or sum(box[0][0] in "[(" for box in boxes) > 1  # one empty box: a bullet
    return [_answered(line, chosen) if len(line) <= _LONGEST else line for line in lines]


def _is_ticked(box: re.Match[str]) -> bool:
    return bool(box["tick"] or box["sign"])


def _answered(line: str, chosen: bool) -> str:
    boxes = list(_BOX.finditer(line))
    if boxes:
        return _ticked(line, boxes) if chosen else line
    line = normalize("NFC", line)
    said = _SAID_NO.fullmatch(line.strip()) if len(line) <= _SHORT else None
    if said is not None and matcher.says_none(said["answer"]) and matcher.asks_to_hold(said["asked"]):
        return ""
    question = _ASKED.fullmatch(line.strip()) if "/" in line else None
    if question is None or not matcher.asks_to_hold(question["asked"]):
        return line
    answer = question["answer"].casefold()
    if answer == question["no"].casefold() or matcher.says_none(answer):
        return "" if "day" not in matcher.moments(question["more"]) else line
    return f"{question['asked'].upper()}: YES{question['more']}"  # at the foot, only marks in capitals count


def _ticked(line: str, boxes: list[re.Match[str]]) -> str:
    """Return the line with the words of the ticked boxes; boxes may be before or after their words."""
    ends = [*(box.start() for box in boxes), len(line)]
    before = [line[start:end].strip() for start, end in zip([0, *(box.end() for box in boxes)], ends, strict=True)]
    behind = not before[-1] and bool(before[0])
    label, colon, first = before[0].rpartition(":") if behind else (before[0].rstrip(":"), ":" * bool(before[0]), "")
    words = [first.strip(), *before[1:-1]] if behind else before[1:]
    ticked = [said for box, said in zip(boxes, words, strict=True) if _is_ticked(box)]
    empty = [said for box, said in zip(boxes, words, strict=True) if not _is_ticked(box)]
    if any(matcher.moments(said[:_LONGEST]) for said in empty) or (not ticked and (label or not words[-1])):
        return line
    if label and all(map(matcher.says_none, ticked)) and matcher.asks_to_hold(label):
        return ""
    return f"{label}{colon} {' '.join(ticked)}".strip()
