"""The server of the preview: the files of the last good build, and its state, by which open pages reload."""

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
import watchfiles
from click import echo
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from vorming.live.preview import WORDS, Preview
from vorming.source.load import PARTS

HOST = "127.0.0.1"
PORTS = range(1024, 65536)
SCRIPT = Path(__file__).parents[1] / "assets" / "live" / "live.js"
TAG = '<script src="/_live/live.js" defer></script>'
OWN_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d+)?")


class OwnPagesOnly(BaseHTTPMiddleware):
    """Refuse requests that don't come from our own pages.

    A page of another site can reach a server on loopback by its address, or by a domain name that resolves to it (DNS
    rebinding), but such a request has another Origin or Host. Accepted responses get the header
    Cross-Origin-Resource-Policy, so that other sites can't embed them either.
    """

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        host = request.headers.get("host", "")
        origin = request.headers.get("origin", f"http://{host}")
        if not OWN_HOST.fullmatch(host) or origin != f"http://{host}":
            return Response(f"{WORDS['foreign']}\n", 403, media_type="text/plain")
        response = await call_next(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class LiveServer:
    """Watch the sources, and update the preview in a thread.

    Open pages keep asking for `/_live/state`, and reload themselves at a new version.
    """

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        # Always the same thread, since docutils and Sphinx have global state.
        self.thread = ThreadPoolExecutor(1)

    def app(self) -> Starlette:
        routes = [
            Route("/_live/live.js", self.script),
            Route("/_live/state", self.state),
            Route("/{path:path}", self.page),
        ]
        return Starlette(routes=routes, lifespan=self.lifespan, middleware=[Middleware(OwnPagesOnly)])

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(self.watch())
        # Start watching before the first update, so that an edit during that update causes another one after it.
        await asyncio.sleep(0)
        await self.update()
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        self.thread.submit(self.preview.close).result()

    async def watch(self) -> None:
        paths = [path for name in PARTS if (path := self.preview.root / name).exists()]
        # Editors save in several steps, so treat changes within 80 ms as one.
        async for _ in watchfiles.awatch(*paths, debounce=80, step=20):
            await self.update()

    async def update(self) -> None:
        state = await asyncio.get_running_loop().run_in_executor(self.thread, self.preview.update)
        echo(state.summary)

    async def script(self, _: Request) -> Response:
        return FileResponse(SCRIPT, media_type="text/javascript")

    async def state(self, _: Request) -> Response:
        """Send the state after the last update."""
        state = self.preview.state
        return JSONResponse(
            {"version": state.version, "problems": state.problems, "heading": WORDS["last_good"]}
        )

    async def page(self, request: Request) -> Response:
        """Send a file of the preview; add the script for reloading to a page."""
        name = request.path_params["path"]
        path = self.find(name)
        if path is None:
            return HTMLResponse(f"<p>{WORDS['missing']}</p>{TAG}", status_code=404)
        # Redirect to the address with a slash, without which the relative links of an index page would be wrong.
        if name and path.name == "index.html" and not name.endswith(("/", path.name)):
            return RedirectResponse(f"./{path.parent.name}/")
        if path.suffix != ".html":
            return FileResponse(path)
        return HTMLResponse(path.read_text(encoding="utf-8") + TAG, headers={"Cache-Control": "no-store"})

    def find(self, name: str) -> Path | None:
        """Return the file of the preview with this name; None if it is missing or outside the folder."""
        # The system raises an error for some names, such as one with a null byte or a very long one.
        with suppress(OSError, ValueError):
            path = (self.preview.folder / name).resolve()
            if path.is_dir():
                path /= "index.html"
            if path.is_relative_to(self.preview.folder.resolve()) and path.is_file():
                return path
        return None


def is_free(port: int) -> bool:
    """Tell whether a server can listen on a port, which fails if it is in use."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True


def serve(root: Path, edition: str, port: int) -> None:
    """Serve the live preview of an edition ("trainee" or "trainer") on loopback until it is interrupted."""
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    live = LiveServer(Preview(root, edition))
    uvicorn.run(live.app(), host=HOST, port=port, log_level="error", timeout_graceful_shutdown=5)
