"""A mail server of our own: it takes mail, is slow, refuses, drops the line, or never says a word."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections.abc import Callable
from types import TracebackType

MODES = ("takes", "silent", "drops", "later")


class MailServer:
    """Listens on a free port of this machine while the block lasts.

    `mode` may be changed at any time. `slow` is how many seconds each message takes; `refused` holds
    the addresses that there is no mailbox for, `drops_for` those at which it hangs up. `taken` lists
    the Message-ID and the recipient of each message that was accepted, in order; `calls` counts
    connections.
    """

    def __init__(self, mode: str = "takes", port: int = 0) -> None:
        self.mode = mode
        self.slow = 0.0
        self.refused: set[str] = set()
        self.drops_for: set[str] = set()
        self.taken: list[tuple[str, str]] = []
        self.calls = 0
        self._over = threading.Event()
        self._server = _Listener(("127.0.0.1", port), self._handler())
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> MailServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def wait_silently(self) -> None:
        """As long as it stays silent and open."""
        while self.mode == "silent" and not self._over.wait(0.05):
            pass

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        return type("Call", (_Call,), {"post": self})


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


class _Call(socketserver.StreamRequestHandler):
    """One conversation."""

    post: MailServer
    to: str = ""

    def handle(self) -> None:
        self.post.calls += 1
        try:
            self.post.wait_silently()
            self.say("220 ready")
            while line := self.rfile.readline():
                word = line.split(None, 1)[0].upper().decode() if line.strip() else ""
                if not ANSWERS.get(word, _Call.unknown)(self, line.decode().strip()):
                    return
        except OSError:
            return

    def say(self, words: str) -> bool:
        self.wfile.write(f"{words}\r\n".encode())
        return True

    def unknown(self, _line: str) -> bool:
        return self.say("502 not here")

    def hello(self, _line: str) -> bool:
        return self.say("250 good day")

    def ok(self, _line: str) -> bool:
        return self.say("250 ok")

    def recipient(self, line: str) -> bool:
        self.to = re.sub(r".*<(.*)>.*", r"\1", line)
        if self.to in self.post.refused:
            return self.say("550 5.1.1 no such mailbox")
        if self.post.mode == "later":
            return self.say("450 4.2.0 come again later")
        return self.say("250 ok")

    def data(self, _line: str) -> bool:
        if self.post.mode == "drops" or self.to in self.post.drops_for:
            return False
        self.say("354 go on")
        said: list[str] = []
        while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
            said.append(line.rstrip("\r\n"))
        time.sleep(self.post.slow)
        named = next((each for each in said if each.lower().startswith("message-id:")), "")
        self.post.taken.append((named.partition(":")[2].strip(), self.to))
        return self.say("250 taken")

    def bye(self, _line: str) -> bool:
        self.say("221 bye")
        return False


ANSWERS: dict[str, Callable[[_Call, str], bool]] = {
    "EHLO": _Call.hello,
    "HELO": _Call.hello,
    "MAIL": _Call.ok,
    "RSET": _Call.ok,
    "NOOP": _Call.ok,
    "RCPT": _Call.recipient,
    "DATA": _Call.data,
    "QUIT": _Call.bye,
}
