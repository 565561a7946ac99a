"""The message attached to another one in an Outlook store.

libpff can read it, but its Python module has no method for that. So the C function in the module is called:
`libpff_attachment_get_item` makes the message a sub item of the attachment, as elsewhere in the module.
"""

from __future__ import annotations

import ctypes
from typing import Any

_ITEM = object.__basicsize__  # position of the item in an object of the module: after the object header


def load_functions(module: str) -> tuple[Any, Any] | None:
    """Return the functions of the C interface in the module's file; None if it was built without them."""
    try:
        library = ctypes.CDLL(module)
        return library.libpff_attachment_get_item, library.libpff_item_free
    except (OSError, AttributeError):
        return None


def attached_message(attachment: Any, functions: tuple[Any, Any] | None) -> Any | None:
    """Return the attached message; None if it is not available, for example if another message of the store has its
    number. Raise ValueError and OSError if it is damaged."""
    if functions is None:
        return None
    get_item, free_item = functions
    item, inner = ctypes.c_void_p.from_address(id(attachment) + _ITEM), ctypes.c_void_p()
    if not item or get_item(item, ctypes.byref(inner), None) != 1:
        return None
    free_item(ctypes.byref(inner), None)
    try:
        return attachment.get_sub_item(0) if attachment.number_of_sub_items == 1 else None
    except MemoryError as error:  # raised by the module if it is not a message
        raise ValueError from error
