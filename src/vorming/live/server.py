"""The server of the preview: files of the last good build, and a stream that says when to reload."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
import watchfiles
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from vorming.live.preview import Preview, State

HOST = "127.0.0.1"
SCRIPT = Path(__file__).parents[1] / "assets" / "live" / "live.js"
TAG = '<script src="/_live/live.js" defer></script>'
WATCHED = ("book", "notebooks", "_config.yml", "_toc.yml")


class LiveServer:
    """Watches the sources, updates the preview in a thread, and tells open pages."""

    def __init__(self, preview: Preview, tell: Callable[[State], None]) -> None:
        self.preview = preview
        self.tell = tell
        self.changed = asyncio.Condition()
        # One thread, always the same: docutils and Sphinx keep state per process.
        self.thread = ThreadPoolExecutor(1)

    def app(self) -> Starlette:
        routes = [
            Route("/_live/live.js", self.script),
            Route("/_live/stream", self.stream),
            Route("/{path:path}", self.page),
        ]
        return Starlette(routes=routes, lifespan=self.lifespan)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self.update()
        task = asyncio.create_task(self.watch())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        self.thread.submit(self.preview.close).result()

    async def watch(self) -> None:
        paths = [path for name in WATCHED if (path := self.preview.root / name).exists()]
        async for _ in watchfiles.awatch(*paths, debounce=80, step=20):
            await self.update()

    async def update(self) -> None:
        state = await asyncio.get_running_loop().run_in_executor(self.thread, self.preview.update)
        self.tell(state)
        async with self.changed:
            self.changed.notify_all()

    async def script(self, _: Request) -> Response:
        return FileResponse(SCRIPT, media_type="text/javascript")

    async def stream(self, request: Request) -> Response:
        """Send the state now and after each update."""

        async def events() -> AsyncIterator[str]:
            while not await request.is_disconnected():
                state = self.preview.state
                yield f"data: {json.dumps({'version': state.version, 'problems': state.problems})}\n\n"
                async with self.changed:
                    await self.changed.wait()

        return StreamingResponse(events(), media_type="text/event-stream")

    async def page(self, request: Request) -> Response:
        """Serve a file of the preview; a page gets the script that reloads it."""
        path = (self.preview.folder / request.path_params["path"]).resolve()
        if path.is_dir():
            path /= "index.html"
        if not path.is_relative_to(self.preview.folder.resolve()) or not path.is_file():
            return HTMLResponse(f"<p>Deze pagina bestaat (nog) niet.</p>{TAG}", status_code=404)
        if path.suffix != ".html":
            return FileResponse(path)
        return HTMLResponse(path.read_text(encoding="utf-8") + TAG, headers={"Cache-Control": "no-store"})


def is_free(port: int) -> bool:
    """Tell whether the preview can be served on a port: another one may run there."""
    try:
        socket.create_server((HOST, port)).close()
    except (OSError, OverflowError):
        return False
    return True


def serve(root: Path, edition: str, port: int, tell: Callable[[State], None]) -> None:
    """Serve the live preview on loopback until it is interrupted."""
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    server = LiveServer(Preview(root, edition), tell)
    uvicorn.run(server.app(), host=HOST, port=port, log_level="error", timeout_graceful_shutdown=1)
