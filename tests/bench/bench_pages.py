"""The pages looked at by tools of others: the Nu HTML checker on every type of page in every language, Lighthouse on
the four that are read most (`--every`: on every type), for a phone and a desktop.

Needs Node.js 18 with npm, Java and Chromium. What it looks at is an archive of the sample corpus, served as it is for
everyone. Ends with 1 when the checker complains, or Lighthouse gives less than GOAL for anything but performance, which
depends on the machine of the day.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.support.commands import desk_state
from tests.support.touring import page_types, toured

TOOLS = Path(__file__).parent / "pages"
CHECKER = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
LIGHTHOUSE = TOOLS / "node_modules/.bin/lighthouse"
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-headless-shell")
CHROMIUM = next((path for path in BROWSERS if Path(path).exists()), BROWSERS[0])
LANGUAGES = ("en", "id", "vi")
READ_MOST = ("search", "article", "PDF page", "photo")
CATEGORIES = ("accessibility", "best-practices", "performance")
FORMS = ("mobile", "desktop")
GOAL = 95
ATTEMPTS = 3  # the browser may not start on a busy machine
BAD = "bad.html"  # a page that the checker must reject


def main() -> int:
    """Print the findings, and return the exit code."""
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"], cwd=TOOLS, check=True)
    with toured() as address:
        types = page_types(address)
        wrong = checked(address, types)
        names = types if "--every" in sys.argv else READ_MOST
        missed = [miss for form in FORMS for name in names for miss in looked_at(address, name, types[name], form)]
    print(f"\n{wrong} complaints of the HTML checker; under {GOAL}: {', '.join(missed) or 'none'}")
    return 1 if wrong or any("performance" not in miss for miss in missed) else 0


def checked(address: str, types: Mapping[str, str]) -> int:
    """Print all complaints of the Nu HTML checker, and return their number."""
    cookies = _cookies()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / BAD).write_text("<!doctype html><html lang=en><title>Bad</title><p><div></p><img src=x>")
        for language in LANGUAGES:
            for name, path in types.items():
                page = Request(address + path, headers={"Accept-Language": language, "Cookie": cookies})
                with urlopen(page, timeout=60) as answer:
                    (Path(folder) / f"{name.replace(' ', '-')}.{language}.html").write_bytes(answer.read())
        command = ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", folder]
        told = subprocess.run(command, capture_output=True, check=True).stderr
    messages = json.loads(told)["messages"]
    complaints = [one for one in messages if Path(one["url"]).name != BAD]
    assert len(complaints) < len(messages), "the checker finds nothing wrong with a bad page"
    print(f"HTML checker: {len(types)} types of pages in {len(LANGUAGES)} languages, {len(complaints)} complaints")
    for one in complaints:
        print(f"  {Path(one['url']).name}, line {one.get('lastLine', '?')}: {one['message']}")
    return len(complaints)


def _cookies() -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in desk_state()["cookies"])


def looked_at(address: str, name: str, path: str, form: str) -> list[str]:
    """Print Lighthouse's scores of a page, and return those below the goal."""
    report = lighthouse(address + path, form)
    scores = {key: round(100 * report["categories"][key]["score"]) for key in CATEGORIES}
    print(f"  {name:10} {form:8} " + ", ".join(f"{key} {score}" for key, score in scores.items()), flush=True)
    for key in CATEGORIES:
        for part in report["categories"][key]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"    {audit['title']} {audit.get('displayValue', '')}")
    return [f"{key} of {name} ({form}) {score}" for key, score in scores.items() if score < GOAL]


def lighthouse(url: str, form: str) -> Mapping[str, Any]:
    """Return Lighthouse's report on one page."""
    command = [str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"]
    command += ["--preset=desktop"] if form == "desktop" else []
    command += [f"--extra-headers={json.dumps({'Cookie': _cookies()})}"]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    for attempt in range(1, ATTEMPTS + 1):
        done = subprocess.run(command, capture_output=True, env=environment)
        if done.returncode == 0:
            report: Mapping[str, Any] = json.loads(done.stdout)
            return report
        print(f"    attempt {attempt} failed: {done.stderr.decode(errors='replace').strip()[-400:]}", flush=True)
    raise SystemExit(f"Lighthouse gave no report on {url} in {ATTEMPTS} attempts.")


if __name__ == "__main__":
    sys.exit(main())
