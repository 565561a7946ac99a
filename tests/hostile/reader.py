"""A reader that behaves according to the file name: `loop.txt` loops, `eat.txt` uses up memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.description.file_description import describe as really_describe
from tests.hostile import jobs


def describe(path: str, filename: str, folder: str, **asked: Any) -> dict[str, Any]:
    """Like ingest.description.file_description.describe, after the attack that the file is named after, if any. A
    picture attacks when it is decoded."""
    if asked.get("unseen"):
        return really_describe(path, filename, folder, **asked)
    misdeed = Path(filename).stem
    if misdeed == "answer_much":
        return {"text": jobs.answer_much(folder)}
    if misdeed.startswith("fork"):
        getattr(jobs, misdeed)(folder, mark=str(Path(folder) / "mark"))
    elif hasattr(jobs, misdeed):
        getattr(jobs, misdeed)(folder)
    return really_describe(path, filename, folder, **asked)
