"""archive.toml and the variables: unknown settings are refused with the closest known one."""

from __future__ import annotations

import tomllib
from datetime import UTC
from pathlib import Path

import pytest

from archive import config
from archive import settings as settings_module
from archive.errors import ConfigError
from archive.record import Status
from archive.settings import Settings


def load(folder: Path, text: str = "", **variables: str) -> Settings:
    (folder / "archive.toml").write_text(text, encoding="utf-8")
    return config.load(folder, {f"PRESS_ARCHIVE_{name}": value for name, value in variables.items()})


def test_an_empty_file_and_no_file_give_the_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path, {}) == Settings() == load(tmp_path)
    assert load(tmp_path).web.host == "127.0.0.1"


@pytest.mark.parametrize("access", [Status.RELEASED, Status.HELD])
def test_the_default_file_says_what_the_defaults_are(tmp_path: Path, access: Status) -> None:
    config.write_default(tmp_path, access)
    settings = config.load(tmp_path, {})
    assert settings.intake.access is access
    assert settings.web == Settings().web
    assert settings.intake.skip == Settings().intake.skip


def test_the_default_file_has_a_sentence_for_every_key(tmp_path: Path) -> None:
    lines = config.default_text().splitlines()
    keys = [n for n, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    sections = tomllib.loads(config.default_text())
    assert len(keys) == sum(len(section) for section in sections.values()) > 12
    for n in keys:
        assert lines[n - 1].startswith("# ")
        assert lines[n - 1].endswith(".")


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    text = '[web]\nport = 9000\nhost = "::1"\n[worker]\nwall_seconds = 5\n'
    settings = load(tmp_path, text, WEB_PORT="9100", WEB_TRUSTED_HOSTS="a.example, b.example", WORKER_CPU_SECONDS="7")
    assert (settings.web.port, settings.web.host) == (9100, "::1")
    assert settings.web.trusted_hosts == ("a.example", "b.example")
    assert (settings.worker.wall_seconds, settings.worker.cpu_seconds) == (5.0, 7)
    assert load(tmp_path, text, INTAKE_ACCESS="held").intake.access is Status.HELD


@pytest.mark.parametrize(("value", "said"), [("true", True), ("False", False)])
def test_a_switch_is_read_from_a_variable_and_a_file(tmp_path: Path, value: str, said: bool) -> None:
    assert load(tmp_path).web.show_positions is False
    assert load(tmp_path, WEB_SHOW_POSITIONS=value).web.show_positions is said
    assert load(tmp_path, f"[web]\nshow_positions = {value.lower()}").web.show_positions is said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[web]\nprot = 1", r"archive\.toml: \[web\] prot means nothing; did you mean port\?"),
        ("[wep]\nport = 1", r"archive\.toml: there is no section \[wep\]; did you mean web\?"),
        ("[web]\nqqq = 1", r"qqq means nothing; there are host, port"),
        ('[web]\nport = "8080"', r"port is '8080', and must be a whole number"),
        ("[web]\nport = true", r"must be a whole number"),
        ("[web]\nshow_positions = 1", r"show_positions is 1, and must be true or false"),
        ("[web]\nport = 70000", r"must be between 0 and 65535"),
        ("[web]\nhost = 1", r"must be a text in quotes"),
        ("[worker]\nwall_seconds = nan", r"must be between 1 and 3600"),
        ('[web]\ntrusted_hosts = "a"', r"must be a list of texts"),
        ("[web]\ntrusted_hosts = [1]", r"must be a list of texts"),
        ('[archive]\ntimezone = "Mars/Olympus"', r"time zone of the IANA database"),
        ('[archive]\ntimezone = "../etc/passwd"', r"time zone of the IANA database"),
        ('[archive]\nname = " "', r"must not be empty"),
        ('[about]\nemail = "humas"', r"must be empty or an e-mail address"),
        ('[about]\nterms_url = "javascript:alert(1)"', r"must be empty or the address of a page"),
        ('[about]\nwebsite = "https://user@example.org/"', r"must be empty or the address of a page"),
        (f'[about]\ntext = "{"x" * 20_001}"', r"must have at most"),
        ('[about]\nemal = "a@example.org"', r"did you mean email"),
        ('[intake]\naccess = "withdrawn"', r"must be one of: released, held"),
        ('[index]\nengine = "woosh"', r"must be one of: whoosh, tantivy"),
        ("web = 1", r"\[web\] is a section"),
        ("[web\n", r"archive\.toml cannot be read"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WEB_PROT", "1", "PRESS_ARCHIVE_WEB_PROT means nothing here; did you mean PRESS_ARCHIVE_WEB_PORT?"),
        ("WEB_PORT", "eighty", "The variable PRESS_ARCHIVE_WEB_PORT is 'eighty', and must be a whole number"),
        ("INTAKE_ACCESS", "open", "must be one of"),
        ("WEB_SHOW_POSITIONS", "yes", "must be true or false"),
    ],
)
def test_a_wrong_variable_is_refused_by_its_name(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, **{name: value})
    assert says in str(error.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path, {})


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_bytes(b"\xef\xbb\xbf[web]\r\nport = 1\r\n")
    assert config.load(tmp_path, {}).web.port == 1


def test_utc_needs_no_zone_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(load(tmp_path, '[archive]\ntimezone = "Asia/Jakarta"').archive.zone) == "Asia/Jakarta"
    monkeypatch.setattr(settings_module, "ZoneInfo", None)
    assert load(tmp_path).archive.zone is UTC


def test_the_variable_of_the_archive_is_no_setting() -> None:
    assert config.load(Path("nowhere"), {"PRESS_ARCHIVE": "/srv/press"}) == Settings()


def test_the_address_of_a_catalogue_comes_from_a_setting_or_a_file(tmp_path: Path) -> None:
    url = "postgresql+psycopg://archive:secret@db/archive"
    assert load(tmp_path).catalogue.address(tmp_path) == ""
    assert load(tmp_path, CATALOGUE_URL=url).catalogue.address(tmp_path) == url
    (tmp_path / "secret").write_text(f"{url}\n", encoding="utf-8")
    assert load(tmp_path, '[catalogue]\nurl_file = "secret"').catalogue.address(tmp_path) == url
    assert load(tmp_path, CATALOGUE_URL_FILE=str(tmp_path / "secret")).catalogue.address(Path("elsewhere")) == url


@pytest.mark.parametrize("content", ["", "mysql", "mysql://archive:secret@db"])
def test_a_file_without_an_address_is_refused_and_not_shown(tmp_path: Path, content: str) -> None:
    """An empty one would open another catalogue, without the holds made since."""
    (tmp_path / "file").write_text(content, encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"must be empty or begin with postgresql|is empty: write the secret into it"
    ) as told:
        load(tmp_path, CATALOGUE_URL_FILE="file").catalogue.address(tmp_path)
    assert "mysql" not in str(told.value)


def test_an_address_that_cannot_be_used_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"CATALOGUE_URL must be empty or begin with postgresql") as told:
        load(tmp_path, CATALOGUE_URL="mysql://archive:secret@db")
    assert "secret" not in str(told.value)


def test_two_addresses_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    both = load(tmp_path, CATALOGUE_URL="postgresql+psycopg://db/a", CATALOGUE_URL_FILE="file")
    with pytest.raises(ConfigError, match="are both set"):
        both.catalogue.address(tmp_path)
    with pytest.raises(ConfigError, match="url_file, cannot be read"):
        load(tmp_path, CATALOGUE_URL_FILE="absent").catalogue.address(tmp_path)
