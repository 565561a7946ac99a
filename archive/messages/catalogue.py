"""The English words of every code, by subject in the modules beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from archive.messages.edit_messages import EDIT_MESSAGES
from archive.messages.parameter_messages import PARAMETER_MESSAGES
from archive.messages.query_messages import QUERY_MESSAGES
from archive.messages.system_messages import SYSTEM_MESSAGES

Words: TypeAlias = str | tuple[str, str]
"""The words of a code, with `%(name)s` for each parameter; or those for one and those for more, told by `count`."""

MESSAGES: Mapping[str, Words] = {
    "verbatim": "%(text)s",
    **EDIT_MESSAGES,
    **PARAMETER_MESSAGES,
    **QUERY_MESSAGES,
    **SYSTEM_MESSAGES,
}
