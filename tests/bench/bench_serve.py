"""Times of the JSON endpoint, pages, suggestions, snippets and of a record becoming visible; memory of `serve`.

python -m tests.bench.bench_serve [--documents 100000] [--rounds 20] [--folder DIR]

Over a real archive of generated records. Each part runs in a process of its own. Times are CPU milliseconds of whole
requests through the application, which is asked in process.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.corpus import Corpus
from tests.bench.made_archive import make
from tests.bench.serve_parts import PARTS

ENGINES = ("whoosh", "tantivy")


def main() -> None:
    """Make the archive, and measure part by part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument(
        "--varied", action="store_true", help="texts of 100 to 400 words, each tenth a photo's metadata"
    )
    parser.add_argument("--rounds", type=int, default=20, help="questions of each class")
    parser.add_argument("--folder", type=Path, help="keep the archive here, and use the one that is")
    parser.add_argument("--part", choices=["make", *PARTS], help="only this")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only this engine")
    options = parser.parse_args()
    if options.part == "make":
        make(options.folder, options.documents, ENGINES, Corpus(varied=options.varied))
    elif options.part and options.engine:
        number = ENGINES.index(options.engine[0]) + 1
        PARTS[options.part](options.folder, number, options.documents, options.rounds)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            _all(options, options.folder or Path(scratch) / "archive")


def _all(options: argparse.Namespace, folder: Path) -> None:
    given = ["--folder", str(folder), "--documents", str(options.documents), "--rounds", str(options.rounds)]
    command = [sys.executable, "-m", "tests.bench.bench_serve", *given]
    subprocess.run([*command, "--part", "make", *["--varied"] * options.varied], check=True)
    for engine in options.engine or ENGINES:
        print(f"\n{engine}, {options.documents:,} generated records", flush=True)
        for part in [options.part] if options.part else PARTS:
            subprocess.run([*command, "--part", part, "--engine", engine], check=True)


if __name__ == "__main__":
    main()
