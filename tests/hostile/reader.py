"""A reader that does what the name of the file tells it to: `loop.txt` loops, `eat.txt` eats memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.description.file_description import describe as really_describe
from tests.hostile import jobs


def describe(path: str, filename: str, folder: str, **asked: Any) -> dict[str, Any]:
    """As ingest.description.file_description.describe, after the misdeed that the file is named for, if any; a picture
    does its misdeed
    when it is decoded."""
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
