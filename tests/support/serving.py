"""The built site as a host serves it: from loopback, with gzip and with the headers of its own `_headers`; also over https.

And the ports and the first answers of servers that are processes of their own.
"""

import base64
import hashlib
import os
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
PORTS = range(10_000, 30_000)
"""No system gives these to who asks for any port, so what was free stays so until it is used."""


def free_port() -> int:
    """Return a port of loopback that nobody uses; each process looks from another one on."""
    first = os.getpid() % len(PORTS)
    for port in (*PORTS[first:], *PORTS[:first]):
        with socket.socket() as tried:
            if tried.connect_ex((HOST, port)) != 0:
                return port
    raise AssertionError("no port is free")


def wait_for_answer(address: str, process: subprocess.Popen[str]) -> None:
    """Ask until the server of a process answers, whatever it says."""
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=60).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"the server ended with {process.returncode}")


class OwnHeaders:
    """Sends what the site's `_headers` file says, as Netlify and Cloudflare Pages do."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        lines = (folder / "_headers").read_text(encoding="utf-8").splitlines()[1:]
        self.headers = dict(line.strip().split(": ", 1) for line in lines)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


@dataclass(frozen=True)
class Certificate:
    """A certificate that its own key signed, and by which hash of the key a browser may trust it."""

    file: Path
    key: Path
    trust: str


def make_certificate(folder: Path, host: str) -> Certificate:
    """Make a certificate for a host, valid for two days."""
    file, key = folder / "certificate.pem", folder / "key.pem"
    make = "openssl req -x509 -days 2 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256"
    names = ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    _run(*make.split(), *names, "-keyout", str(key), "-out", str(file))
    public = _run("openssl", "pkey", "-in", str(key), "-pubout", "-outform", "DER")
    return Certificate(file, key, base64.b64encode(hashlib.sha256(public).digest()).decode())


def _run(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout


@contextmanager
def serving(folder: Path, certificate: Certificate | None = None) -> Iterator[str]:
    """Serve a folder on a free port of loopback for as long as the block lasts; give its address."""
    middleware = [Middleware(OwnHeaders, folder=folder), Middleware(GZipMiddleware, minimum_size=200)]
    app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))], middleware=middleware)
    file, key = (certificate.file, certificate.key) if certificate else (None, None)
    config = uvicorn.Config(app, log_level="error", lifespan="off", ssl_certfile=file, ssl_keyfile=key)
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        scheme = "https" if certificate else "http"
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join()
