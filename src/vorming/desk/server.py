"""The server of the desk: on loopback only, with a secret token in the address, one request at a time."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qs

import uvicorn
from click import echo
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from vorming.desk.pages import respond
from vorming.desk.state import Desk
from vorming.live.server import HOST, OwnPagesOnly
from vorming.text.templates import asset
from vorming.text.tokens import tokens_css
from vorming.text.words import words

WORDS = words("desk").group("server")

MOST_BYTES = 1_000_000
"""The most bytes that a form may send."""
POLICY = "default-src 'none'; img-src data:; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    # With “no-referrer” a browser would not send the Origin, which is checked.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # With “no-store” a browser that goes back loses the values in a form, and asks to send it again.
    "Cache-Control": "no-cache",
}


class DeskServer:
    """Answer requests below a secret token, which is only printed to the person who started the desk.

    Requests are answered one at a time, since two simultaneous edits would both start from the same file.
    """

    def __init__(self, desk: Desk, token: str) -> None:
        self.desk = desk
        self.token = token
        self.lock = Lock()
        self.base = f"/{token}/"

    async def page(self, request: Request) -> Response:
        if not secrets.compare_digest(request.path_params["token"].encode(), self.token.encode()):
            return PlainTextResponse(f"{WORDS['no_token']}\n", 403)
        path = request.path_params["path"]
        if path == "desk.css":
            style = asset("desk/desk.css").decode()
            return Response(tokens_css() + style, media_type="text/css", headers=HEADERS)
        if request.method == "POST" and "origin" not in request.headers:
            return PlainTextResponse(f"{WORDS['no_origin']}\n", 403)
        body = await request.body()
        if len(body) > MOST_BYTES:
            return PlainTextResponse(f"{WORDS['too_much']}\n", 413)
        sent = body.decode("utf-8", "replace") if request.method == "POST" else request.url.query
        form = parse_qs(sent, keep_blank_values=True)
        response = await run_in_threadpool(self.respond, request.method, path, form)
        is_form = request.method == "GET" and path.startswith(("item/", "nieuw/")) and not sent
        if is_form and response.status_code == 200:
            # Not as a background task of the response, for which the style sheet would wait on the same connection.
            asyncio.get_running_loop().run_in_executor(None, self.desk.prepare)
        return response

    def respond(self, method: str, path: str, form: dict[str, list[str]]) -> Response:
        with self.lock:
            result = respond(self.desk, method, self.base, path, form)
        if result.to is not None:
            return RedirectResponse(f"{self.base}{result.to}", 303, headers=HEADERS)
        return HTMLResponse(result.html, result.status, headers=HEADERS)


def serve(root: Path, port: int, today: Callable[[], date]) -> None:
    """Serve the desk on loopback until it is interrupted, after a line with its address."""
    server = DeskServer(Desk(root, today), secrets.token_urlsafe(16))
    echo(WORDS["open"].format(address=f"http://{HOST}:{port}/{server.token}/"))
    routes = [Route("/{token}/{path:path}", server.page, methods=["GET", "POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(OwnPagesOnly)])
    uvicorn.run(app, host=HOST, port=port, log_level="error", timeout_graceful_shutdown=1)
