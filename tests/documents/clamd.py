"""A virus scanner as clamd speaks: INSTREAM on a socket, and the one virus that everybody knows."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# In two halves, so that no scanner takes this file for the virus that it is not.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Scan(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.read(1) + self.rfile.read(len(b"INSTREAM\0"))
        assert command[1:].strip(b"\0\n") == b"INSTREAM", command
        content = b""
        while length := struct.unpack(">L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.scanned.append(content)  # type: ignore[attr-defined]
        found = b"stream: Eicar-Signature FOUND" if EICAR in content else b"stream: OK"
        self.wfile.write(self.server.answer or found)  # type: ignore[attr-defined]


class Clamd(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answer: bytes = b"") -> None:
        super().__init__(("127.0.0.1", 0), _Scan)
        self.scanned: list[bytes] = []
        self.answer = answer

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def clamd(answer: bytes = b"") -> Iterator[Clamd]:
    """Runs until the end of the block; `answer` is what it says instead of a verdict of its own."""
    with Clamd(answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
