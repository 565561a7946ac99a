"""Convert one file to a PDF or a workbook with LibreOffice. Runs in a worker that may start that program alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from archive.errors import Unreadable
from archive.messages import Message

MOST_BYTES = 100 << 20  # of a converted file
_RESTARTS = (79, 81)  # it requests a restart after creating its own settings (desktop/source/app)
_STARTS = 3
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")
_HOW = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_PDF, _WORKBOOK = "pdf", "xlsx"
# Settings for PDF/A-2b output, and how such a PDF declares it in its XMP (ISO 19005-2, 6.6.4).
_ARCHIVAL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export">
<prop oor:name="SelectPdfVersion" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""
_PDF_A = b"pdfaid:part"


def convert(path: str, filename: str, folder: str, program: str, archival: bool = False, workbook: bool = False) -> str:
    """Convert the file at `path` with `program` and return the name of the PDF in `folder`; with `archival` a PDF/A-2b,
    with `workbook` an XLSX. Raise Unreadable."""
    kind = _WORKBOOK if workbook else _PDF
    made = Path(folder)
    suffix = filename.rpartition(".")[2].lower()
    name = f"original.{suffix}" if _SUFFIX.fullmatch(suffix) else "original"
    if Path(path).stat().st_size > MOST_BYTES:
        raise Unreadable(Message("converter-too-large", size=MOST_BYTES >> 20))
    for inner in ("home", "out"):
        (made / inner).mkdir()
    shutil.copyfile(path, made / name)
    how = (*_HOW, "--convert-to", kind, "--outdir", "out")  # it accepts the folder only directly after the format
    status = _run([program, *how, _settings(made, archival=archival), name], made)
    found = [one for one in (made / "out").glob(f"*.{kind}") if one.is_file() and not one.is_symlink()]
    if len(found) != 1 or not found[0].stat().st_size:
        raise Unreadable(Message("converter-nothing", status=status))
    result = f"converted.{kind}"
    found[0].rename(made / result)
    if archival and _PDF_A not in (made / result).read_bytes():
        raise Unreadable(Message("converter-no-archival"))
    return result


def _settings(made: Path, *, archival: bool) -> str:
    """Return the settings. They are in the folder of the job, so a file that changes them only affects itself."""
    office = made / "home" / "office"
    if archival:
        (office / "user").mkdir(parents=True)
        (office / "user" / "registrymodifications.xcu").write_text(_ARCHIVAL, encoding="utf-8")
    return f"-env:UserInstallation={office.as_uri()}"


def _run(command: list[str], made: Path) -> int:
    """Return the program's exit status. Its output is dropped: it may contain words of a held file."""
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
