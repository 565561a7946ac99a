"""The MCP server over standard input and output. Only the protocol is written to standard output."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import AsyncIterator
from functools import partial
from importlib.metadata import version
from typing import Any, cast

import anyio
from flask import Flask

from archive.errors import PressArchiveError
from archive.messages import Message
from webui.mcp.tools import TOOLS, ToolFailed, call
from webui.services.services import services_of

try:
    import mcp_types as types
    from mcp.server import Server, ServerRequestContext
    from mcp.server.stdio import stdio_server
except ImportError:  # the extra mcp is not installed
    Server = None  # type: ignore[assignment, misc]

_STANDARD_INPUT = 0
_LONGEST_LINE = 1 << 20  # bytes of a message
_INSTRUCTIONS = (
    "This archive has press releases, speeches and photographs with their captions. Search first, then read records "
    "by their ids. Quote only text that a tool returned. Give the `url` of a record, or cite it."
)


class McpMissing(PressArchiveError):
    """The extra that the command needs is not installed."""


def serve(app: Flask) -> None:
    """Answer a client until standard input or a signal ends it. Raise McpMissing without the package."""
    if Server is None:
        raise McpMissing(Message("mcp-package-missing"))
    anyio.run(_run, app)


def make_server(app: Flask) -> Server[Any]:
    """Return the server of an application: the list of tools, and their answers."""
    at_once = anyio.CapacityLimiter(services_of(app).settings.web.threads)

    async def list_tools(
        _context: ServerRequestContext[Any], _asked: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool.name) for tool in TOOLS])

    async def call_tool(
        _context: ServerRequestContext[Any], asked: types.CallToolRequestParams
    ) -> types.CallToolResult:
        run = partial(_answer, app, asked.name, asked.arguments or {})
        return await anyio.to_thread.run_sync(run, limiter=at_once)

    return Server(
        "press-archive",
        version=version("press-archive"),
        title=services_of(app).settings.archive.name,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _described(name: str) -> types.Tool:
    tool = next(one for one in TOOLS if one.name == name)
    reads = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    return types.Tool(name=tool.name, description=tool.description, input_schema=tool.schema(), annotations=reads)


def _answer(app: Flask, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    try:
        found = call(app, name, arguments)
    except ToolFailed as error:
        return _result(str(error), is_error=True)
    except Exception as error:  # only to the log: the message may quote a held record
        app.logger.error("A tool failed.", exc_info=error)
        return _result(str(Message("request-failed")), is_error=True)
    if isinstance(found, str):
        return _result(found)
    return _result(json.dumps(found, ensure_ascii=False), structured_content=found)


def _result(text: str, **rest: Any) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], **rest)


async def _run(app: Flask) -> None:
    server = make_server(app)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_stop_on_signal, tasks.cancel_scope)
        stdin = cast("anyio.AsyncFile[str]", _lines(_STANDARD_INPUT))
        async with stdio_server(stdin=stdin) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
        tasks.cancel_scope.cancel()


async def _stop_on_signal(scope: anyio.CancelScope) -> None:
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async for _ in signals:
            scope.cancel()


async def _lines(descriptor: int) -> AsyncIterator[bytes]:
    """Yield each line of an input until its end. The package's own reader waits in a thread that Ctrl-C cannot end."""
    mode = os.fstat(descriptor).st_mode
    can_wait = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)  # files, and /dev/null, never wait
    rest = b""
    while True:
        if can_wait:
            await anyio.wait_readable(descriptor)
        piece = os.read(descriptor, 1 << 16)
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line
        if not piece:
            return
        if len(rest) > _LONGEST_LINE:
            yield rest  # not a message: it is refused as unreadable
            rest = b""
