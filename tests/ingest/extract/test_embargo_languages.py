"""Adding a language needs one file of words; and disguised letters are read at any length in proportional time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.record import Description
from archive.text.embargo import embargo_words
from ingest.extract.embargo.sources import add_embargo_candidates
from ingest.extract.embargo.text_orders import EmbargoText
from tests.support.growth import assert_linear, repeated

MALAY = """
[words]
not = ["jangan", "tidak dibenarkan"]
publish = ["hebah[kan]", "siar[kan]"]
before = ["sehingga", "sebelum"]
stamp = ["sulit"]

[clock]
weekdays = ["isnin", "selasa", "rabu", "khamis", "jumaat", "sabtu", "ahad"]
before = ["jam"]

[parts_of_day]
"tengah hari" = [[12, 12, 0]]
"""
ASKED = """
import sys
from pathlib import Path
from archive.text.embargo import embargo_words
embargo_words._FOLDER = Path(sys.argv[1])
from archive.text.embargo.instants import read_end
from ingest.extract.embargo.matcher import read_order
line = "Jangan hebahkan sehingga Khamis, 4 Mei 2051, jam 10 pagi (GMT+8)"
print(read_order(line).kind.value, read_end(line).until, read_order("SULIT").kind.value)
"""


def test_a_new_language_is_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "languages"
    shutil.copytree(Path(embargo_words.__file__).with_name("languages"), folder)
    (folder / "ms.toml").write_text(MALAY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASKED, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.split() == ["until", "2051-05-04T02:00:00Z", "secret"]


@pytest.mark.parametrize(
    "sign",
    [
        "a ",
        "E ",
        "O0",
        "(",
        "[EMBARGO] ",
        "not for ",
        "embargo until ",
        "10:00 ",
        "* ",
        ".",
        "please wait ",
        "chưa đăng trước ",
    ],
)
def test_time_grows_with_the_length_of_a_text(sign: str) -> None:
    def look_for_embargoes(text: str) -> None:
        add_embargo_candidates(Description("text/plain", "text", 1), "a.txt", "a.txt", EmbargoText([text[:1000]], text))

    assert_linear(look_for_embargoes, repeated(sign))
