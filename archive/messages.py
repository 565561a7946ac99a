"""Messages for people: a code with parameters, and the English words of every code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """What is to be said: a code of MESSAGES, and what is filled into its words."""

    code: str
    params: dict[str, object]

    def __init__(self, code: str, **params: object) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "params", params)

    def __str__(self) -> str:
        return word(self)


def word(message: Message) -> str:
    """Return the message in English. Raises KeyError for a code or a parameter that is missing."""
    return MESSAGES[message.code].format(**message.params)


MESSAGES = {
    "worker-confined": "confined by Landlock (ABI {abi}) and seccomp",
    "worker-files-open": "This kernel has no Landlock: a file made to do harm that takes over the process that reads it"
    " can read and change all that this account can.",
    "worker-files-cure": "run Linux 5.13 or later with `landlock` among its security modules (`lsm=`), in a container"
    " that lets it through",
    "worker-calls-open": "This kernel filters no system calls (seccomp) on {machine}: a file made to do harm that takes"
    " over the process that reads it can start programs and use the network.",
    "worker-calls-cure": "run Linux on x86_64 or aarch64, in a container that lets seccomp through",
    "desk-address-printed": "The second address opens the archivist's desk: it holds a secret, so keep it to yourself.",
    "desk-address-kept": "The address that opens the archivist's desk is kept in {path}, which only its owner can read:"
    " `press-archive desk open --archive {folder}` prints it.",
    "desk-unreachable": "The archivist's desk answers on this machine only, and {address} is not an address within it:"
    " leave out --host, or give 127.0.0.1, or 0.0.0.0 for other machines too.",
    "desk-not-running": "No server of this archive has its desk open: start one with"
    " `press-archive serve --desk --archive {folder}`.",
    "desk-of-another": "The desk of {folder} belongs to the account that serves it: run the command as that account.",
    "enrich-failed": "the words of this file could not be worked out ({error}): it is held, because nobody knows"
    " whether it is under an embargo",
    "picture-too-large": "the picture cannot be shown: it is too large to open safely: {width} x {height} pixels, more"
    " than {most}; what describes it was kept",
    "picture-pixels": "the picture cannot be shown: it is too large to open safely: more than {most} pixels; what"
    " describes it was kept",
    "picture-codec-missing": "the picture cannot be shown: it is packed with {codec}, for which there is no decoder"
    " here; what describes it was kept",
    "embargo-end-of-day": "the embargo names no hour with its zone: {words}; it lasts until the end of that day"
    " everywhere",
    "archive-closed": "{folder} is closed to this account: run the command as the owner of the archive, or name a group"
    " of both accounts under `[archive] group` and let the owner run `press-archive doctor --fix`.",
    "group-unknown": "There is no group {group} on this machine: create it, or change `[archive] group`.",
    "group-refused": "This account may not give files to the group {group}: add the account to the group, or run the"
    " command as root.",
    "order-unwritten": "The list of files to read cannot be written in {folder} ({error}): free some space on that disk"
    " and run the command again.",
    "permissions-closed": "only the owner can read the archive",
    "permissions-group": "only the owner and the group {group} can read the archive",
    "permissions-wrong": "{count:,} files and folders have wrong permissions or another owner, first {path}"
    " ({mode:04o})",
    "permissions-cure": "press-archive doctor --fix --archive {folder}",
    "permissions-refused": "{count:,} files and folders could not be changed, first {path}",
    "permissions-refused-cure": "run `press-archive doctor --fix --archive {folder}` as their owner, or as root",
    "requests-waiting": "{count:,} requests wait for a thread; if this is often so, raise `[web] threads`.",
    "worker-not-started": "No worker could be started ({why}): this machine is short of memory, processes"
    " or time. Run the command again when it has more, or with fewer `[worker] processes`.",
    "permissions-fixed": "{count:,} files and folders have the right permissions now",
}
