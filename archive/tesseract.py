"""Tesseract, the OCR program: whether it is installed, its languages, and what is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from archive.messages import Message

PROGRAM = "tesseract"
POOR = 80  # of 100: pages below should be checked; clean ones have 92 to 96, hardly legible ones under 60
ORIENTATION = "osd"  # the pack that detects page orientation
_SECONDS = 20.0
_FOLDER = re.compile(r'"(/.+)"')  # in `List of available languages in "/usr/share/tesseract-ocr/5/tessdata/" (4):`
_NAMES = re.compile(r"^\w+(?:/\w+)*$", re.MULTILINE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The installation: the path of the program or None, its installed languages, and the folder of these."""

    program: str | None
    languages: frozenset[str] = frozenset()
    folder: str = ""

    def lacks(self, languages: str) -> Message | None:
        """Return what to install for reading these languages (`ind+vie+eng`), in a sentence, or None."""
        packs = languages.split("+")
        if self.program is None:
            names = " ".join(["tesseract-ocr", *map(_debian_package, packs)])
            return Message("ocr-missing", packages=names)
        missing = [pack for pack in packs if pack not in self.languages]
        if not missing:
            return None
        what = " ".join(map(_debian_package, missing))
        return Message("ocr-language-missing", languages=" and no ".join(missing), packages=what)


def installed() -> Recognition:
    """Return what is installed on this machine, as reported by the program itself."""
    program = shutil.which(PROGRAM)
    if program is None:
        return Recognition(None)
    try:
        asked = subprocess.run(  # noqa: S603 - no shell, and nothing in it comes from outside
            [program, "--list-langs"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env=dict(os.environ) | {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return Recognition(None)
    told = (asked.stdout + asked.stderr).decode("utf-8", "replace")
    folder = _FOLDER.search(told)
    return Recognition(program, frozenset(_NAMES.findall(told)), folder[1] if folder else "")


def _debian_package(pack: str) -> str:
    return f"tesseract-ocr-{pack.lower().replace('_', '-')}"
