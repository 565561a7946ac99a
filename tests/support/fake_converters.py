"""Programs that replace LibreOffice in tests: scripts that are started in the same way."""

from __future__ import annotations

import sys
from base64 import b64encode
from pathlib import Path

WORKS = """
import sys
from pathlib import Path
assert sys.argv[-6:-2] == ["--convert-to", "pdf", "--outdir", "out"], "LibreOffice takes them in this order alone"
name = Path(sys.argv[-1])
text = name.read_bytes()[4:].decode("latin-1")
lines = "".join(f"({line}) Tj 0 -20 Td " for line in text.split("\\n"))
page = f"BT /F 12 Tf 50 700 Td {lines}ET".encode("latin-1")
parts = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
    b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
    b"<< /Length %d >>\\nstream\\n%s\\nendstream" % (len(page), page),
    b"<< /CreationDate (D:20260101) /Producer (fake) >>",
]
settings = Path("home/office/user/registrymodifications.xcu")
archival = settings.exists() and "SelectPdfVersion" in settings.read_text()
made = b"%PDF-1.4\\n" + b"%%<pdfaid:part>2</pdfaid:part>\\n" * archival
places = []
for number, part in enumerate(parts, start=1):
    places.append(len(made))
    made += b"%d 0 obj\\n%s\\nendobj\\n" % (number, part)
start = len(made)
made += b"xref\\n0 6\\n0000000000 65535 f \\n" + b"".join(b"%010d 00000 n \\n" % place for place in places)
made += b"trailer << /Size 6 /Root 1 0 R /Info 5 0 R >>\\nstartxref\\n%d\\n%%%%EOF\\n" % start
Path("out", name.with_suffix(".pdf").name).write_bytes(made)
"""
_MAKES_WORKBOOK = """
import base64, sys
from pathlib import Path
name = Path(sys.argv[-1])
assert sys.argv[-6:-2] == ["--convert-to", "xlsx", "--outdir", "out"]
Path("out", name.with_suffix(".xlsx").name).write_bytes(base64.b64decode({data!r}))
"""
HANGS = """
import os, time
for _ in range(2):
    if not os.fork():
        break
while True:
    time.sleep(60)
"""
FORKS = """
import os, time
while True:
    try:
        if not os.fork():
            time.sleep(600)
    except OSError:
        time.sleep(0.1)
"""
FLOODS = """
for number in range(64):
    with open(f"out/{number}", "wb") as file:
        for _ in range(16):
            file.write(bytes(1 << 20))
"""
DIES = "import os; os._exit(3)"
LINKS = "import os; os.symlink('/etc/passwd', 'out/original.pdf')"
NOTHING = "pass"
TRIES = """
import socket, sys
from pathlib import Path
done = []
def attempt(name, does):
    try:
        does()
        done.append(name)
    except OSError:
        pass
outside = Path({outside!r})
attempt("network", lambda: socket.create_connection(("127.0.0.1", {port})))
attempt("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
attempt("local", lambda: socket.socket(socket.AF_UNIX).connect({local!r}))
attempt("read", lambda: outside.joinpath("secret").read_bytes())
attempt("list", lambda: list(outside.iterdir()))
attempt("write", lambda: outside.joinpath("new").write_bytes(b"x"))
attempt("input", lambda: [one.write_bytes(b"x") for one in Path("../../in").resolve().iterdir()])
attempt("mode", lambda: Path(sys.argv[-1]).chmod(0o777))
raise SystemExit(100 + len(done))
"""


def workbook_maker(data: bytes) -> str:
    """Return the script of a program that converts any file to this workbook."""
    return _MAKES_WORKBOOK.format(data=b64encode(data))


def fake_converter(folder: Path, does: str) -> str:
    """Return the path of a program in `folder` with this script."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "soffice-fake"
    path.write_text(f"#!{sys.executable} -S\n{does}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)
