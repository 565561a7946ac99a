"""The English words of every code, by subject in the modules beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from archive.messages.account_messages import ACCOUNT_MESSAGES
from archive.messages.alert_messages import ALERT_MESSAGES
from archive.messages.backup_messages import BACKUP_MESSAGES
from archive.messages.bag_messages import BAG_MESSAGES
from archive.messages.command_messages import COMMAND_MESSAGES
from archive.messages.config_messages import CONFIG_MESSAGES
from archive.messages.desk_messages import DESK_MESSAGES
from archive.messages.edit_messages import EDIT_MESSAGES
from archive.messages.erasure_messages import ERASURE_MESSAGES
from archive.messages.hold_messages import HOLD_MESSAGES
from archive.messages.integrity_messages import INTEGRITY_MESSAGES
from archive.messages.link_messages import LINK_MESSAGES
from archive.messages.log_messages import LOG_MESSAGES
from archive.messages.parameter_messages import PARAMETER_MESSAGES
from archive.messages.query_messages import QUERY_MESSAGES
from archive.messages.reader_messages import READER_MESSAGES
from archive.messages.receipt_messages import RECEIPT_MESSAGES
from archive.messages.rule_messages import RULE_MESSAGES
from archive.messages.storage_messages import STORAGE_MESSAGES
from archive.messages.system_messages import SYSTEM_MESSAGES

Words: TypeAlias = str | tuple[str, str]
"""The words of a code, with `%(name)s` for each parameter; or those for one and those for more, told by `count`."""

MESSAGES: Mapping[str, Words] = {
    "verbatim": "%(text)s",
    **ACCOUNT_MESSAGES,
    **ALERT_MESSAGES,
    **BACKUP_MESSAGES,
    **BAG_MESSAGES,
    **COMMAND_MESSAGES,
    **CONFIG_MESSAGES,
    **DESK_MESSAGES,
    **EDIT_MESSAGES,
    **ERASURE_MESSAGES,
    **INTEGRITY_MESSAGES,
    **LOG_MESSAGES,
    **PARAMETER_MESSAGES,
    **QUERY_MESSAGES,
    **RULE_MESSAGES,
    **STORAGE_MESSAGES,
    "legacy": "%(text)s",
    **SYSTEM_MESSAGES,
    **RECEIPT_MESSAGES,
    **HOLD_MESSAGES,
    **LINK_MESSAGES,
    **READER_MESSAGES,
}
