"""The message that is attached to another one in a store of Outlook.

libpff reads it, but its Python module has no method for that. So the function of its C interface is called, which the
module holds too: `libpff_attachment_get_item` makes the message a sub item of the attachment, as the module shows it.
"""

from __future__ import annotations

import ctypes
from typing import Any

_ITEM = object.__basicsize__  # where an object of the module keeps its item: behind the head that all objects have


def load_functions(module: str) -> tuple[Any, Any] | None:
    """Return the functions of the C interface in the file of the module; None where it was built without them."""
    try:
        library = ctypes.CDLL(module)
        return library.libpff_attachment_get_item, library.libpff_item_free
    except (OSError, AttributeError):
        return None


def attached_message(attachment: Any, functions: tuple[Any, Any] | None) -> Any | None:
    """Return the message that is attached to one; None where it cannot be had, as where another message of the store
    has its number. Raise ValueError and OSError when it is damaged."""
    if functions is None:
        return None
    get_item, free_item = functions
    item, inner = ctypes.c_void_p.from_address(id(attachment) + _ITEM), ctypes.c_void_p()
    if not item or get_item(item, ctypes.byref(inner), None) != 1:
        return None
    free_item(ctypes.byref(inner), None)
    try:
        return attachment.get_sub_item(0) if attachment.number_of_sub_items == 1 else None
    except MemoryError as error:  # what the module raises where it is no message
        raise ValueError from error
