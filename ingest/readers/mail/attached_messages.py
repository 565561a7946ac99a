"""The message that is attached to another one in a store of Outlook.

libpff reads it, but its Python module has no method for that. So the function of its C interface is called, which the
module holds too: `libpff_attachment_get_item` makes the message a sub item of the attachment, as the module shows it.
"""

from __future__ import annotations

import ctypes
from typing import Any

_get_item: Any = None
try:
    import pypff

    _library = ctypes.CDLL(pypff.__file__)
    _free_item, _get_item = _library.libpff_item_free, _library.libpff_attachment_get_item
except (ImportError, OSError, AttributeError):  # the extra pst is not installed, or was built without these names
    pass

_ITEM = object.__basicsize__  # where an object of the module keeps its item: behind the head that all objects have


def attached_message(attachment: Any) -> Any | None:
    """Return the message that is attached to one; None where it cannot be had, as where another message of the store
    has its number. Raise ValueError and OSError when it is damaged."""
    if _get_item is None:
        return None
    item, inner = ctypes.c_void_p.from_address(id(attachment) + _ITEM), ctypes.c_void_p()
    if not item or _get_item(item, ctypes.byref(inner), None) != 1:
        return None
    _free_item(ctypes.byref(inner), None)
    try:
        return attachment.get_sub_item(0) if attachment.number_of_sub_items == 1 else None
    except MemoryError as error:  # what the module raises where it is no message
        raise ValueError from error
