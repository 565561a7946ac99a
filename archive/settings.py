"""The settings of an archive, by section.

Each setting has a default, a sentence for archive.toml and docs/config.md, and a check. `archive.config` reads them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.errors import ConfigError
from archive.messages import Message
from archive.record import Status
from archive.secret_files import read_secret
from archive.setting_checks import (
    POSTGRESQL,
    Check,
    are_addresses,
    are_networks,
    are_packs,
    are_role_values,
    between,
    is_alert_name,
    is_bucket,
    is_clamd,
    is_database,
    is_destination,
    is_email,
    is_header,
    is_index_name,
    is_issuer,
    is_link,
    is_public_url,
    is_short_enough,
    not_blank,
    one_of,
)

# Left on disks by operating systems, in every folder, without content.
SYSTEM_FILES = (
    *("Thumbs.db", "ehthumbs.db", "desktop.ini", ".DS_Store", "._*", "~$*", ".~lock.*#", ".directory"),
    *(".Spotlight-V100", ".fseventsd", ".Trashes", ".Trash-*", "$RECYCLE.BIN", "System Volume Information"),
    *("lost+found", "@eaDir", "__MACOSX", ".git"),
)


def _key(default: Any, sentence: str, check: Check | None = None, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"sentence": sentence, "check": check, "secret": secret})


def _is_zone(value: str) -> Message | None:
    try:
        zone_of(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Message("must-be-zone")
    return None


def zone_of(name: str) -> tzinfo:
    """Return the time zone with that IANA name. UTC needs no zone database, which small machines lack."""
    return UTC if name == "UTC" else ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class ArchiveSection:
    """[archive]"""

    name: str = _key("Press archive", "Name of the archive, on its pages and in exports.", not_blank)
    timezone: str = _key(
        "UTC",
        "Time zone, such as Asia/Jakarta, of the hours that pages show and that you type at the desk. Embargoes in "
        "files do not use it. An embargo without a time zone, even one with an hour, lasts until its day has ended "
        "everywhere on earth.",
        _is_zone,
    )
    group: str = _key(
        "",
        "Group whose members may read, search and serve the whole archive, held records too. Only the account that "
        "owns the archive can write. Run `press-archive doctor --fix` after a change.",
    )

    @property
    def zone(self) -> tzinfo:
        """Return the time zone itself."""
        return zone_of(self.timezone)


@dataclass(frozen=True, slots=True)
class AboutSection:
    """[about]"""

    operator: str = _key("", "Person or organisation that runs the archive.", is_short_enough)
    text: str = _key(
        "",
        "Description of the archive, in plain text. An empty line begins a new paragraph. In TOML, put a text of "
        'several lines between two """.',
        is_short_enough,
    )
    email: str = _key("", "E-mail address for questions about the archive.", is_email)
    phone: str = _key("", "Telephone number.", is_short_enough)
    address: str = _key("", "Postal address, on one line or several.", is_short_enough)
    website: str = _key("", "Address of the operator's website.", is_link)
    terms: str = _key("", "Terms of use, in plain text. An empty line begins a new paragraph.", is_short_enough)
    terms_url: str = _key("", "Address of the terms of use, or of a licence.", is_link)


@dataclass(frozen=True, slots=True)
class OriginalsSection:
    """[originals]"""

    url: str = _key(
        "",
        "Bucket of an object store (S3) that holds the originals of this archive alone, such as s3://press-originals "
        "or s3://press-originals/archive. Empty: the folder originals in the archive's folder.",
        is_bucket,
    )
    endpoint: str = _key("", "Address of the object store, such as https://s3.example.org. Empty: that of Amazon.")
    region: str = _key("us-east-1", "Region of the bucket.", not_blank)
    access_key: str = _key(
        "",
        "Access key of the account that may read, write and list objects in the bucket. Empty: the variables "
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine.",
    )
    secret_file: str = _key("", "Path of a file that holds the secret key of that account and nothing else.")
    cache_mb: int = _key(
        2048,
        "Megabytes of the originals last used that are kept on this machine, in the folder derived/originals.",
        between(16, 10_000_000),
    )


@dataclass(frozen=True, slots=True)
class CatalogueSection:
    """[catalogue]"""

    url: str = _key(
        "",
        "Address of a PostgreSQL database that holds the catalogue, such as postgresql+psycopg://archive@db/archive. "
        "Empty: the file catalogue.sqlite in the archive's folder. Leave the password out of the address: PGPASSFILE "
        "names a file that holds it, or url_file a file with the whole address.",
        is_database,
        secret=True,
    )
    url_file: str = _key(
        "",
        "File that holds the address in place of `url`, with the password, as secrets of containers are given. A path "
        "that is not absolute begins in the archive's folder.",
    )

    def address(self, folder: Path) -> str:
        """Return the address of the database of the archive in `folder`; empty for a file. Raise ConfigError."""
        if not self.url_file:
            return self.url
        if self.url:
            raise ConfigError(Message("url-twice"))
        path = folder / self.url_file
        address = read_secret(path, "[catalogue] url_file")
        if is_database(address):
            wrong = Message("must-be-database", begin=POSTGRESQL)
            raise ConfigError(Message("setting-refused-unshown", where=path, wrong=wrong))
        return address


@dataclass(frozen=True, slots=True)
class IntakeSection:
    """[intake]"""

    access: Status = _key(  # noqa: RUF009 - it is a field
        Status.RELEASED,
        "Status of new records: released (everyone sees them) or held (only the archivist does, until they are "
        "released).",
        one_of(Status.RELEASED, Status.HELD),
    )
    skip: tuple[str, ...] = _key(
        SYSTEM_FILES,
        "Names of files and folders to leave out. A list of your own takes the place of this one. To add a name, copy "
        "this list and add the name to the copy. Case does not matter. * and ? are wildcards.",
    )
    embargo_enforced_days: int = _key(
        30,
        "Days after which a text counts as old. This matters only for texts whose embargo has no clear end. Such an "
        "embargo may name several dates, a month without a day, or no date. If a date or month that it names is still "
        "to come, the text is held until you release it. Otherwise the date of the text decides. If it is more than "
        "this many days before the day when the text is added, the text becomes public and gets a note. A newer text, "
        "or one without a date, is held until you release it. 0 is an exception: all texts with such an embargo are "
        "then held, however old they are.",
        between(0, 36_500),
    )
    hold_secrets: bool = _key(
        True,
        "Whether a file is held until you decide because it seems to contain a private key, an access token, or the "
        "identity number of a person (NIK, CCCD). Only what is read from then on is looked through. For files that are "
        "there already, run `press-archive reread --all`.",
    )
    collection_from_folder: int = _key(
        0,
        "Level of the folder whose name becomes the collection, a group of records that visitors can filter by. Level "
        "1 is just below the folder that you ingest. For example, `ingest /disk` adds /disk/Speeches/1998/a.txt. With "
        "1, its collection is Speeches, with 2 it is 1998. With 0, no folder gives the collection. --collection and "
        "your edits win over the folder.",
        between(0, 50),
    )
    location_from_folder: int = _key(
        0,
        "Level of the folder whose name becomes the location, the place where the paper or film is kept, such as Box "
        "12. Levels count as for collection_from_folder. --location and your edits win over the folder.",
        between(0, 50),
    )
    converter: str = _key(
        "",
        "Program that makes PDFs of old office documents, such as WordPerfect, Works, Publisher and Lotus. Their text "
        "is read from the PDF. Write soffice, or the path of LibreOffice. It runs without network, one file at a time, "
        "within wall_seconds and three times cpu_seconds of [worker]. Empty: such files are kept without their text. "
        "After a change, run `press-archive reread --reader none --all`.",
    )
    virus_scanner: str = _key(
        "",
        "Where clamd, the daemon of the virus scanner ClamAV, listens: the path of its socket, such as "
        "/run/clamav/clamd.ctl, or host:port. New files, and files inside them, are then scanned before anyone but "
        "the archivist sees them. One in which a virus is found is kept and held until you decide. One that could not "
        "be scanned is held until `press-archive virus-scan --pending` has scanned it. Empty: nothing is scanned.",
        is_clamd,
    )
    virus_scanner_seconds: int = _key(
        120,
        "Seconds after which the scan of a file is given up.",
        between(1, 3600),
    )
    max_file_mb: int = _key(4096, "Files larger than this many megabytes are rejected.", between(1, 1_000_000))
    max_rejected_mb: int = _key(
        0,
        "Size in megabytes up to which rejected files are kept among the originals, for the archivist. 0 keeps all.",
        between(0, 1_000_000),
    )


@dataclass(frozen=True, slots=True)
class WorkerSection:
    """[worker]"""

    processes: int = _key(0, "Number of files read at once. 0 is one for each core.", between(0, 256))
    wall_seconds: float = _key(
        200.0,
        "Seconds by the clock after which a file is given up. Time in which other programs use the processors does not "
        "count. Set it well above cpu_seconds, because disks may be slow.",
        between(1, 3600),
    )
    cpu_seconds: int = _key(20, "Seconds of computing after which a file is given up.", between(1, 3600))
    memory_mb: int = _key(1024, "Megabytes of memory above which a file is given up.", between(256, 65536))

    @property
    def count(self) -> int:
        """Return the number of processes on this machine."""
        return self.processes or len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class OcrSection:
    """[ocr]"""

    enabled: bool = _key(True, "Whether the OCR program Tesseract reads scanned pages after an ingest.")
    languages: str = _key("ind+vie+eng", "Languages of scans, by their names in Tesseract.", are_packs)
    images: bool = _key(
        False,
        "Whether pictures that look like a page of text are read too. Use true for an archive of scans. Then all pages "
        "of a TIFF are read, up to pages_per_file.",
    )
    hold_until_read: bool = _key(
        True,
        "Whether a scan is held until it has been read, because its words may name an embargo. Files inside it, such "
        "as attachments of a PDF, are held with it. A book is not held for a few scanned pages. It has at least 20 "
        "pages of text, ten to each scanned one, and none of its first three is scanned. If this is true and `enabled` "
        "is false, a scan stays held until you run `press-archive ocr --pending` or release it. Pages that were given "
        "up (see seconds_per_page) and pages beyond pages_per_file count as read. But if the first page was given up "
        "or can hardly be read, the scan stays held until you release it.",
    )
    dpi: int = _key(200, "Resolution at which pages are read, in dots per inch.", between(70, 600))
    seconds_per_page: int = _key(60, "Seconds after which a page is given up.", between(5, 3600))
    pages_per_file: int = _key(
        500,
        "Largest number of scanned pages that are read of one file. If a file has more, a note on its record says so.",
        between(1, 100_000),
    )


@dataclass(frozen=True, slots=True)
class IndexSection:
    """[index]"""

    engine: str = _key(
        "whoosh",
        "Search engine of new indexes: whoosh, tantivy for large archives if it is installed, or opensearch for an "
        "index on servers. Searches use an index on servers only if this names it.",
        one_of("whoosh", "tantivy", "opensearch"),
    )
    urls: tuple[str, ...] = _key(
        (),
        "Addresses of the nodes of an OpenSearch cluster, such as https://search1.example.org:9200. If one does not "
        "answer, the next is asked.",
        are_addresses,
    )
    name: str = _key(
        "press-archive",
        "How the names of indexes on the cluster begin: small letters, digits and hyphens. Give a copy of an archive "
        "another name.",
        is_index_name,
    )
    credentials_file: str = _key(
        "",
        "File that holds one line, `user:password`, for the cluster. It is sent over https only, or to this machine. A "
        "path that is not absolute begins in the archive's folder.",
    )
    ca_file: str = _key(
        "",
        "File with the CA certificates of the cluster. Empty: those of this machine. A path that is not absolute "
        "begins in the archive's folder.",
    )
    shards: int = _key(
        1,
        "Shards of each new index on the cluster. One is enough for ten million records.",
        between(1, 100),
    )
    replicas: int = _key(
        1,
        "Copies of each shard, at most one fewer than the cluster has nodes.",
        between(0, 10),
    )


@dataclass(frozen=True, slots=True)
class WatchSection:
    """[watch]"""

    wait_for_caption: int = _key(
        0,
        "Seconds that `watch` lets a photo wait for its caption table (a spreadsheet with one row for each photo) or "
        "its sidecar (an .xmp file). With 0, no photo waits. A photo may then be public before its table comes. An "
        "embargo in the photo itself, in its file name or in its folder's name prevents that. If the table has an "
        "embargo for the photo, the photo is held from the moment the table comes.",
        between(0, 86_400),
    )


@dataclass(frozen=True, slots=True)
class WebSection:
    """[web]"""

    host: str = _key("127.0.0.1", "Address to listen on. 0.0.0.0 lets other machines in.", not_blank)
    port: int = _key(8080, "Port to listen on. 0 takes a free one.", between(0, 65535))
    threads: int = _key(8, "Number of requests answered at once.", between(1, 256))
    trusted_hosts: tuple[str, ...] = _key(
        (),
        "Host names and IP addresses that visitors may type in the browser after http:// to open the archive. If the "
        "list is empty, they may type localhost and the host name of this machine. A list of yours replaces these two, "
        "so list localhost too if you need it. Whatever the list says, the IP address at which a request reaches this "
        "machine is allowed. In a browser on this machine that is 127.0.0.1, as in http://127.0.0.1:8080/. Behind a "
        "proxy or in a container, requests arrive at another address than visitors type. In that case, list "
        "the IP address that they type.",
    )
    public_url: str = _key(
        "",
        "Address at which visitors reach the archive, such as https://archive.example.org or "
        "https://example.org/press. Feeds, citations and exports name it. Empty: the host that a visitor typed.",
        is_public_url,
    )
    trusted_proxies: tuple[str, ...] = _key(
        (),
        "IP addresses or networks of your proxies, such as 127.0.0.1 or 10.0.0.0/8. The headers X-Forwarded-For, "
        "-Proto, -Host and -Prefix and user_header count only if they come from one of these. List none that you do "
        "not run: whoever can send requests from there can claim to be any user.",
        are_networks,
    )
    ingest_mb: int = _key(
        1024,
        "Most megabytes of one `POST /api/v1/ingest`, with which scripts add files. They need a token of the scope "
        "ingest. 0 accepts no files.",
        between(0, 1 << 20),
    )
    requests_per_minute: int = _key(
        0,
        "Most requests a minute from one address, pages and JSON together. 0: no limit. Of IPv6, a network of 64 bits "
        "is one address. Users who are logged in have no limit. Style, scripts, pictures inside pages, /healthz and "
        "/readyz do not count. Behind a proxy, set trusted_proxies too. Else all visitors count as one.",
        between(0, 1_000_000),
    )
    requests_per_day: int = _key(0, "Most requests a day from one address. 0: no limit.", between(0, 1_000_000_000))
    searches_per_minute: int = _key(
        0,
        "Most searches a minute from one address: pages of results, their feeds, exports and queries of the API. "
        "Each query of a batch counts. 0: no limit.",
        between(0, 1_000_000),
    )
    token_limit_factor: int = _key(
        0,
        "A token may send this many times what an address may. Each token is counted by itself. 0: tokens have no "
        "limit.",
        between(0, 1_000_000),
    )
    language: str = _key(
        "en",
        "Language of the pages, en, id or vi, if the browser asks for none of these.",
        one_of("en", "id", "vi"),
    )
    indexer: bool = _key(
        True,
        "Whether `serve` keeps the index up to date. With false, `press-archive index follow` does, so that any number "
        "of servers can run beside one indexer.",
    )
    log: str = _key(
        "text",
        "Log of `serve` on standard error: text has only errors; json has one object a line, with one line for each "
        "request.",
        one_of("text", "json"),
    )
    metrics_port: int = _key(
        0, "Port on which `serve` gives figures for Prometheus, at /metrics. 0 gives none.", between(0, 65535)
    )
    metrics_host: str = _key(
        "127.0.0.1", "Address to listen on for /metrics. Everyone who reaches it can read the figures.", not_blank
    )
    closed: bool = _key(
        False,
        "Whether pages and JSON are only for users who log in and scripts with a token. `press-archive users add` "
        "makes users; each role may read.",
    )
    user_header: str = _key(
        "",
        "Header in which a trusted proxy names the user it has logged in, such as X-Remote-User. The proxy must remove "
        "this header from what visitors send. Only users that `press-archive users list` shows are let in. Empty: no "
        "header counts.",
        is_header,
    )
    oidc_issuer: str = _key(
        "",
        "Address of an OpenID Connect provider by which users may log in, such as "
        "https://login.example.org/realms/press. Its redirect address of this archive is "
        "/desk/login/openid/back below public_url. Empty: passwords only.",
        is_issuer,
    )
    oidc_client_id: str = _key("", "Name of this archive at the provider (client id).")
    oidc_client_secret_file: str = _key(
        "",
        "File that holds the secret of this archive at the provider, and nothing else. Empty: it has none. A path that "
        "is not absolute begins in the archive's folder.",
    )
    oidc_name_claim: str = _key(
        "preferred_username",
        "Claim that has the user name in this archive. Name one that people cannot change at the provider. With email, "
        "the provider must have verified the address.",
        not_blank,
    )
    oidc_role_claim: str = _key(
        "",
        "Claim whose values give a role to users that `press-archive users list` does not show, such as groups or "
        "realm_access.roles. They are added at their first login. Empty: only known users are let in.",
    )
    oidc_roles: tuple[str, ...] = _key(
        (),
        "Roles for values of oidc_role_claim, each as VALUE=ROLE, such as press-desk=archivist. Of several, the "
        "highest counts. Later changes of the role are an admin's.",
        are_role_values,
    )
    show_positions: bool = _key(
        False,
        "Whether every visitor sees the place where a photo was taken (GPS), on pages and in JSON. Originals contain "
        "it anyway.",
    )


@dataclass(frozen=True, slots=True)
class DeliverySection:
    """[delivery]"""

    mail_host: str = _key("", "Server that takes mails of alerts, such as smtp.example.org. Empty: no mails.")
    mail_port: int = _key(587, "Port of that server.", between(1, 65535))
    mail_security: str = _key(
        "starttls",
        "How the connection to that server is encrypted: starttls, tls from its first byte, or none.",
        one_of("starttls", "tls", "none"),
    )
    mail_user: str = _key("", "Account on that server. Empty: none is needed.")
    mail_password_file: str = _key(
        "",
        "File that holds the password of that account and nothing else. A path that is not absolute begins in the "
        "archive's folder.",
    )
    mail_from: str = _key("", "Address that mails of alerts come from.", is_email)
    webhook_secret_file: str = _key(
        "",
        "File that holds the secret by which webhooks are signed, and nothing else. A path that is not absolute begins "
        "in the archive's folder. Webhooks need it.",
    )
    webhook_private: bool = _key(
        False,
        "Whether webhooks may reach addresses of this machine and of private networks, and use http. With false, only "
        "https addresses on the internet are called, so that no alert reaches a service behind your firewall.",
    )


@dataclass(frozen=True, slots=True)
class AlertSection:
    """[[alerts]]"""

    name: str = _key("", "Name of the alert: lower-case letters, digits and hyphens.", is_alert_name)
    query: str = _key("", "The query, as in the search box. Empty: every new record.")
    to: str = _key("", "Where new records are reported: an https address, or a mail address.", is_destination)
    every: int = _key(60, "Minutes between two reports.", between(1, 10_080))

    @property
    def is_webhook(self) -> bool:
        """Return whether it reports to a web address, and not by mail."""
        return "://" in self.to


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each has a default, so an empty archive.toml is valid."""

    archive: ArchiveSection = field(default_factory=ArchiveSection)
    about: AboutSection = field(default_factory=AboutSection)
    originals: OriginalsSection = field(default_factory=OriginalsSection)
    catalogue: CatalogueSection = field(default_factory=CatalogueSection)
    intake: IntakeSection = field(default_factory=IntakeSection)
    worker: WorkerSection = field(default_factory=WorkerSection)
    ocr: OcrSection = field(default_factory=OcrSection)
    watch: WatchSection = field(default_factory=WatchSection)
    index: IndexSection = field(default_factory=IndexSection)
    web: WebSection = field(default_factory=WebSection)
    delivery: DeliverySection = field(default_factory=DeliverySection)
    alerts: tuple[AlertSection, ...] = ()


SECTIONS: Mapping[str, type[Any]] = {
    "archive": ArchiveSection,
    "about": AboutSection,
    "originals": OriginalsSection,
    "catalogue": CatalogueSection,
    "intake": IntakeSection,
    "worker": WorkerSection,
    "ocr": OcrSection,
    "watch": WatchSection,
    "index": IndexSection,
    "web": WebSection,
    "delivery": DeliverySection,
}
REPEATED: Mapping[str, type[Any]] = {"alerts": AlertSection}
"""The sections that stand in archive.toml any number of times, as [[alerts]], and in no variable."""
