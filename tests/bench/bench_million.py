"""A million records on this machine: the build by both engines, questions of every class, memory, restart, check.

python -m tests.bench.bench_million [--documents 1000000] [--rounds 20] [--folder DIR]

Texts of 100 to 400 words, and each tenth the metadata of a photo. It takes hours and some 30 GB of disk. Each part runs
in a process of its own; times are CPU milliseconds of whole requests, asked in process, unless it says otherwise.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.bench_serve import ENGINES
from tests.bench.corpus import Corpus
from tests.bench.made_archive import make
from tests.bench.serve_parts import PARTS

ASKED = ("classes", "json", "records", "suggestions", "visible", "served", "restart")


def main() -> None:
    """Make the archive, and measure part by part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20, help="questions of each class")
    parser.add_argument("--folder", type=Path, help="keep the archive here, and use the one that is")
    parser.add_argument("--part", choices=["make", *PARTS], help=argparse.SUPPRESS)
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part == "make":
        make(options.folder, options.documents, ENGINES, Corpus(varied=True))
    elif options.part:
        number = ENGINES.index(options.engine) + 1
        PARTS[options.part](options.folder, number, options.documents, options.rounds)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            _all(options, options.folder or Path(scratch) / "archive")


def _all(options: argparse.Namespace, folder: Path) -> None:
    given = ["--folder", str(folder), "--documents", str(options.documents), "--rounds", str(options.rounds)]
    command = [sys.executable, "-m", "tests.bench.bench_million", *given]
    subprocess.run([*command, "--part", "make"], check=True)
    for engine in ENGINES:
        print(f"\n{engine}, {options.documents:,} generated records", flush=True)
        for part in ASKED:
            subprocess.run([*command, "--part", part, "--engine", engine], check=True)


if __name__ == "__main__":
    main()
