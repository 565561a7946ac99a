"""docs/deploy for operators: its commands, folders, ports and names match the program.

The files were also checked with systemd-analyze, Caddy and hadolint, which the tests do not require. tests/distributed
runs the configurations of nginx and HAProxy.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from configparser import RawConfigParser
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
import yaml

from archive.cli import COMMANDS
from archive.config import load
from archive.settings import Settings
from tests.project.test_docs import ROOT, TEXTS
from tests.support.commands import some

DEPLOY = ROOT / "docs" / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
FOLDER, SERVER = "/srv/press", f"{Settings().web.host}:{Settings().web.port}"


def unit(path: Path) -> dict[str, dict[str, str]]:
    """Return the sections of a systemd unit."""
    parser = RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd names have capitals
    parser.read_string(path.read_text(encoding="utf-8"))
    return {name: dict(parser[name]) for name in parser.sections()}


def parse(words: list[str]) -> click.Context:
    """Return a press-archive command line as parsed by click. Fail if it is invalid."""
    points = {point.name: point for point in entry_points(group=COMMANDS)}
    command: click.Command = points[words[0]].load()
    if isinstance(command, click.Group):
        return command.commands[words[1]].make_context(words[1], words[2:])
    return command.make_context(words[0], words[1:])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_may_write_to_the_archive_alone(path: Path) -> None:
    service = unit(path)["Service"]
    program, *words = shlex.split(service["ExecStart"].replace("%i", "8081"))
    assert program == "/opt/press-archive/bin/press-archive"
    params = parse(words).params
    written = [str(params["folder"]), *([str(params["directory"])] if words[:2] == ["backup", "create"] else [])]
    assert written == service["ReadWritePaths"].split()
    assert written[0] == FOLDER
    assert service["ProtectSystem"] == "strict"
    assert (service["User"], service["NoNewPrivileges"], service["CapabilityBoundingSet"]) == ("press", "yes", "")


def test_a_backup_is_read_again_where_it_was_written() -> None:
    service = unit(DEPLOY / "press-archive-backup.service")["Service"]
    _program, *words = shlex.split(service["ExecStartPost"])
    assert words[:2] == ["backup", "verify"]
    assert str(parse(words).params["directory"]) == service["ReadWritePaths"].split()[1]


def test_a_timer_starts_a_service_that_is_there() -> None:
    for path in some(DEPLOY.glob("*.timer")):
        assert path.with_suffix(".service") in SERVICES
        assert unit(path)["Timer"]["OnCalendar"]


def test_what_the_guide_stops_in_a_block_it_starts_again() -> None:
    for block in some(one for one in TEXTS["operator.md"].split("```")[1::2] if re.search(r"^\w+ stop ", one, re.M)):
        stopped, started = (
            {name for line in re.findall(rf"^\w+ {what} ([^#\n]+)", block, re.M) for name in line.split()}
            for what in ("stop", "start")
        )
        assert stopped == started, block


def test_the_guide_names_each_file() -> None:
    files = {path.name for path in DEPLOY.iterdir() if not path.name.endswith(".dockerignore")}
    assert set(re.findall(r"\(deploy/([\w.@-]+)\)", TEXTS["operator.md"])) == files


def test_proxies_pass_on_to_the_default_address_and_close_the_desk() -> None:
    nginx, caddy = ((DEPLOY / name).read_text(encoding="utf-8") for name in ("nginx.conf", "Caddyfile"))
    assert f"proxy_pass http://{SERVER};" in nginx
    assert f"reverse_proxy {SERVER} {{\n" in caddy
    assert "proxy_set_header Host $host;" in nginx
    assert "proxy_set_header X-Forwarded-For" in nginx  # Caddy sets it by default
    assert 'proxy_set_header X-Forwarded-Prefix "";' in nginx
    assert "header_up -X-Forwarded-Prefix" in caddy
    assert nginx.count("{") == nginx.count("}")


def test_the_balancer_asks_servers_that_run_without_an_indexer() -> None:
    balancer = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    ports = re.findall(r"^    server web\d 127\.0\.0\.1:(\d+) check$", balancer, re.MULTILINE)
    named = re.findall(r"press-archive-web@(\d+)", TEXTS["operator.md"])
    assert ports == sorted(set(named))
    assert f"bind {SERVER}" in balancer
    assert "option forwardfor" in balancer
    (web,) = DEPLOY.glob("press-archive-web@.service")
    assert " serve --no-indexer --port %i " in unit(web)["Service"]["ExecStart"]


def test_proxies_compress_nothing_themselves() -> None:
    nginx, caddy = (
        re.sub(r"#.*", "", (DEPLOY / name).read_text(encoding="utf-8")) for name in ("nginx.conf", "Caddyfile")
    )
    assert re.findall(r"\b(?:gzip|brotli|zstd)\w* [^;]+;", nginx) == ["gzip off;"]
    assert "encode" not in caddy
    assert "compression off" in caddy


def test_the_container_runs_the_server_as_a_user_without_rights() -> None:
    steps = re.sub(r"#.*\n|\\\n", "", CONTAINER)
    assert re.findall(r"^USER (\S+)", steps, re.MULTILINE) == ["10001:10001"]
    assert "useradd --uid 10001" in steps
    assert re.findall(r'^(?:ENTRYPOINT|CMD) \["([\w-]+)"\]', steps, re.MULTILINE) == ["press-archive", "serve"]
    assert f"PRESS_ARCHIVE={FOLDER} " in steps
    assert f"EXPOSE {Settings().web.port}\n" in steps


def test_the_container_is_made_from_files_that_are_there_and_not_ignored() -> None:
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [name for names in re.findall(r"^COPY ([^-\n].*) \S+$", CONTAINER, re.MULTILINE) for name in names.split()]
    for name in some(copied):
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored


def test_compose_runs_commands_and_settings_that_there_are(tmp_path: Path) -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    ours = {name: one for name, one in compose["services"].items() if "build" in one}
    assert set(ours) == {"web", "index"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for one in some(ours.values()):
        parse(one["command"])
        settings = load(tmp_path, one["environment"])
        assert (settings.originals.url, settings.web.log) == ("s3://press-originals", "json")
        assert set(one["build"]["args"]["EXTRAS"].split(",")) <= set(project["optional-dependencies"])
        assert {f"/run/secrets/{name}" for name in one["secrets"]} == {
            settings.catalogue.url_file,
            settings.originals.secret_file,
        }
        assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"])
    assert compose["services"]["web"]["command"] == ["serve", "--no-indexer"]
    assert {name for one in compose["services"].values() for name in one["secrets"]} == set(compose["secrets"])


def test_compose_with_opensearch_changes_settings_that_there_are(tmp_path: Path) -> None:
    first, more = (yaml.safe_load((DEPLOY / f"{name}.yaml").read_text()) for name in ("compose", "compose-opensearch"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in ("web", "index"):
        before, one = first["services"][name], more["services"][name]
        settings = load(tmp_path, before["environment"] | one["environment"])
        assert (settings.index.engine, settings.index.urls) == ("opensearch", ("http://search:9200",))
        extras = set(one["build"]["args"]["EXTRAS"].split(","))
        assert extras == set(before["build"]["args"]["EXTRAS"].split(",")) | {"opensearch"}
        assert extras <= set(project["optional-dependencies"])
        assert set(one["depends_on"]) <= set(first["services"]) | set(more["services"])
    assert "ports" not in more["services"]["search"]
    assert more["services"]["search"]["image"].endswith(f":{_tested_with()}")


def _tested_with() -> str:
    found = re.search(r"Tested with OpenSearch ([\d.]+)\.\n", TEXTS["operator.md"])
    assert found is not None
    return found[1]
