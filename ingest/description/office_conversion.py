"""Have LibreOffice make a PDF of one file. Runs in a worker that may start that program and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from archive.errors import Unreadable
from archive.messages import Message

MOST_BYTES = 100 << 20  # of a file that is converted
_RESTARTS = (79, 81)  # it asks to be started again, as it does when it has made its own settings (desktop/source/app)
_STARTS = 3
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")
_HOW = (
    "--headless",
    "--norestore",
    "--nolockcheck",
    "--nodefault",
    "--nologo",
    "--convert-to",
    "pdf",
    "--outdir",
    "out",
)
RESULT = "converted.pdf"


def convert(path: str, filename: str, folder: str, program: str) -> str:
    """Return the name of the PDF that `program` made in `folder` of the file at `path`. Raise Unreadable."""
    made = Path(folder)
    suffix = filename.rpartition(".")[2].lower()
    name = f"original.{suffix}" if _SUFFIX.fullmatch(suffix) else "original"
    if Path(path).stat().st_size > MOST_BYTES:
        raise Unreadable(Message("converter-too-large", size=MOST_BYTES >> 20))
    for inner in ("home", "out"):
        (made / inner).mkdir()
    shutil.copyfile(path, made / name)
    status = _run([program, *_HOW, _settings(made), name], made)
    found = [one for one in (made / "out").glob("*.pdf") if one.is_file() and not one.is_symlink()]
    if len(found) != 1 or not found[0].stat().st_size:
        raise Unreadable(Message("converter-nothing", status=status))
    found[0].rename(made / RESULT)
    return RESULT


def _settings(made: Path) -> str:
    """Its settings lie in the folder of the job: a file that changes them changes them for itself alone."""
    return f"-env:UserInstallation={(made / 'home' / 'office').as_uri()}"


def _run(command: list[str], made: Path) -> int:
    """The status that the program ended with. What it prints is dropped: it may hold words of a held file."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    own = {"HOME": str(made / "home"), "TMPDIR": str(made), "SAL_USE_VCLPLUGIN": "svp", "LC_ALL": "C.UTF-8"}
    status = 0
    for _ in range(_STARTS):
        done = subprocess.run(  # noqa: S603 - no shell; its name is one that we chose
            command,
            cwd=made,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            env=known | own,
        )
        status = done.returncode
        if status not in _RESTARTS:
            break
    return status
