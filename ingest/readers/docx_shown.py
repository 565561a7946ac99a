"""Makes of the XML of a Word document what it shows once its tracked changes are settled: deletions that leave no mark
of their own, prompts that nobody has typed over, rows that are hidden."""

from __future__ import annotations

from typing import Any

from ingest.readers.docx_styles import Styles, W, switch, value

_PROMPT = "placeholder text"  # the built-in style of what a content control says until someone types in it
IMPORTED = f"{W}altChunk"
NOT_IMPORTED = (
    "a part of it that a program put in from another file was not read: open it in Word, save it anew and ingest that"
)


def settle(container: Any, styles: Styles) -> None:
    """Takes out of a body, or whatever else holds paragraphs, all that is not shown and stands in no element of deleted
    words: prompts, hidden rows, deleted cells; and joins paragraphs whose mark between them was deleted."""
    gone = [control for control in container.iter(f"{W}sdt") if _is_prompt(control, styles)]
    gone += [row for row in container.iter(f"{W}tr") if switch(row, f"{W}trPr/{W}hidden")]
    gone += [cell for cell in container.iter(f"{W}tc") if cell.find(f"{W}tcPr/{W}cellDel") is not None]
    for element in gone:
        element.getparent().remove(element)
    joined = [paragraph for paragraph in container.iter(f"{W}p") if _mark_is_gone(paragraph)]
    for paragraph in reversed(joined):  # from the last on, so that what many bring together moves once
        _join(paragraph)


def _is_prompt(control: Any, styles: Styles) -> bool:
    """Whether a content control shows only what it asks for (ECMA-376, 17.5.2.39): some programs leave the mark of that
    on controls that have been filled in."""
    if not switch(control, f"{W}sdtPr/{W}showingPlcHdr"):
        return False
    runs = [run for run in control.iter(f"{W}r") if run.find(f"{W}t") is not None]
    named = [styles.known.get(value(run.find(f"{W}rPr"), f"{W}rStyle") or "") for run in runs]
    return all(style is not None and style.name == _PROMPT for style in named)


def _mark_is_gone(paragraph: Any) -> bool:
    """Whether the end of a paragraph was deleted or moved away (17.13.5.15, 17.13.5.22)."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _join(paragraph: Any) -> None:
    """Puts what a paragraph holds at the beginning of the next one."""
    after = paragraph.getnext()
    if after is None or after.tag != f"{W}p":
        return
    at = 1 if after.find(f"{W}pPr") is not None else 0
    for child in reversed([child for child in paragraph if child.tag != f"{W}pPr"]):
        after.insert(at, child)
    paragraph.getparent().remove(paragraph)
