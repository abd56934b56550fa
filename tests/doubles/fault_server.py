"""A static web server on the loopback that goes wrong on purpose: raw sockets, a thread a connection.

Well, it answers as a good server does: ETag and If-None-Match, ranges and If-Range, kept connections, 404.
`fault(path, number)` names what goes wrong with a request, or None; FAULTS has them all. It counts what it sends.
"""
import collections
import contextlib
import hashlib
import pathlib
import socket
import struct
import threading
import time
import urllib.parse

PORTAL = "<html><title>请先登录 WLAN</title><body>明川示例宾馆</body></html>".encode()
BLOCK = 16 * 1024


class Gone(Exception):
    """The client went away, or the server stops."""


class Request:
    def __init__(self, path: str, headers: dict[str, str], number: int):
        self.path, self.headers, self.number = path, headers, number
        wanted = headers.get("range", "")
        self.start = int(wanted[6:].split("-")[0]) if wanted.startswith("bytes=") else None


class FaultServer:
    """Serves `root`, which may be set to another folder at any time. Use it as a context manager."""

    def __init__(self, root: pathlib.Path, fault=None, bytes_per_second: float | None = None):
        self.root, self.fault, self.rate = root, fault or (lambda path, number: None), bytes_per_second
        self.sent: collections.Counter[str] = collections.Counter()  # bytes of bodies, by path
        self.asked: collections.Counter[str] = collections.Counter()
        self.seen: collections.Counter[str] = collections.Counter()  # faults that happened
        self._number, self._paid_until, self._lock = 0, 0.0, threading.Lock()
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> "FaultServer":
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join()
        self._listener.close()

    # --- connections
    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            # What lies in the kernel when the client is killed was sent for nothing: keep it little.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * BLOCK)
            with self._lock:
                self._open.add(connection)
            thread = threading.Thread(target=self._serve, args=[connection])
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                while request := self._receive(connection):
                    self._answer(Answer(self, connection, request))
        except (Gone, OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._open.discard(connection)

    def _receive(self, connection: socket.socket) -> Request | None:
        text = b""
        while not text.endswith(b"\r\n\r\n"):
            byte = connection.recv(1)
            if not byte:
                return None
            text += byte
        first, *lines = text.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        path = urllib.parse.unquote(first.split(" ")[1].lstrip("/"))
        with self._lock:
            self._number += 1
            self.asked[path] += 1
            return Request(path, headers, self._number - 1)

    def _answer(self, answer: "Answer") -> None:
        name = self.fault(answer.request.path, answer.request.number)
        if name is None or not answer.there():
            return answer.well()
        self.seen[name] += 1
        FAULTS[name](answer)

    def pay(self, count: int) -> None:
        """Waits until that many bytes may be sent."""
        if self.rate is None:
            return
        with self._lock:
            now = time.monotonic()
            self._paid_until = max(self._paid_until, now - 0.02) + count / self.rate
            wait = self._paid_until - now
        if wait > 0 and self._stop.wait(wait):
            raise Gone

    def stopping(self, seconds: float) -> bool:
        return self._stop.wait(seconds)


class Answer:
    """One request and the means to answer it, rightly or wrongly."""

    def __init__(self, server: FaultServer, connection: socket.socket, request: Request):
        self.server, self.connection, self.request = server, connection, request
        file = server.root / request.path
        plain = ".." not in pathlib.PurePosixPath(request.path).parts
        self.body = file.read_bytes() if plain and file.is_file() else None
        self.etag = f'"{hashlib.md5(self.body or b"").hexdigest()}"'

    def there(self) -> bool:
        return self.body is not None

    def start(self) -> int:
        return self.request.start or 0

    def head(self, status: str, *headers: str, length: int | None = None) -> None:
        lines = [f"HTTP/1.1 {status}", *headers]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        self.raw("\r\n".join(lines).encode() + b"\r\n\r\n")

    def raw(self, data: bytes) -> None:
        self.connection.sendall(data)

    def send(self, data: bytes) -> None:
        """Bytes of a body, at the server's speed, counted as they leave."""
        for i in range(0, len(data), BLOCK):
            piece = data[i:i + BLOCK]
            self.server.pay(len(piece))
            self.connection.sendall(piece)
            self.server.sent[self.request.path] += len(piece)

    def close(self) -> None:
        raise Gone

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone

    def hold(self) -> None:
        """Says nothing until the client goes away."""
        while self.connection.recv(4096):
            pass
        raise Gone

    def range(self) -> str:
        return f"Content-Range: bytes {self.start()}-{len(self.body) - 1}/{len(self.body)}"

    def well(self) -> None:
        etag = f"ETag: {self.etag}"
        if self.body is None:
            self.head("404 Not Found", length=4)
            return self.raw(b"none")
        if self.request.headers.get("if-none-match") == self.etag:
            return self.head("304 Not Modified", etag)
        ranged = self.request.start is not None and self.request.headers.get("if-range", self.etag) == self.etag
        if ranged and self.start() >= len(self.body):
            return self.head("416 No Such Range", f"Content-Range: bytes */{len(self.body)}", length=0)
        if ranged:
            self.head("206 Partial Content", etag, self.range(), length=len(self.body) - self.start())
            return self.send(self.body[self.start():])
        self.head("200 OK", etag, length=len(self.body))
        self.send(self.body)

    def half(self) -> None:
        """Breaks off in the middle, so that the next request is for the rest."""
        self.head("200 OK", f"ETag: {self.etag}", length=len(self.body))
        self.send(self.body[:len(self.body) // 2])
        self.reset()


def cut_unframed(a: Answer) -> None:
    if a.request.start is None:
        a.head("200 OK", "Connection: close")
    else:
        a.head("206 Partial Content", "Connection: close", a.range())
    a.send(a.body[a.start():][:max(1, len(a.body) * 2 // 5)])
    a.close()


def cut_framed(a: Answer) -> None:
    rest = a.body[a.start():]
    if a.request.start is None:
        a.head("200 OK", length=len(rest))
    else:
        a.head("206 Partial Content", a.range(), length=len(rest))
    a.send(rest[:max(1, len(a.body) * 2 // 5)])
    a.close()


def cut_chunks(a: Answer) -> None:
    a.head("200 OK", "Transfer-Encoding: chunked")
    part = a.body[:max(1, len(a.body) // 2)]
    a.raw(b"%x\r\n%s\r\n1000\r\nabc" % (len(part), part))
    a.close()


def resumed_wrongly(answer):
    """The first request breaks off; `answer` answers the one for the rest."""
    def fault(a: Answer) -> None:
        a.half() if a.request.start is None and a.server.asked[a.request.path] == 1 else \
            a.well() if a.request.start is None else answer(a)
    return fault


def changed(a: Answer) -> None:
    a.head("206 Partial Content", 'ETag: "other"', a.range(), length=len(a.body) - a.start())
    a.send(bytes(b ^ 0x55 for b in a.body[a.start():]))


def changed_in_silence(a: Answer) -> None:
    a.head("206 Partial Content", f"ETag: {a.etag}", a.range(), length=len(a.body) - a.start())
    a.send(bytes(b ^ 0x55 for b in a.body[a.start():]))


def whole(a: Answer) -> None:
    a.head("200 OK", length=len(a.body))
    a.send(a.body)


def earlier(a: Answer) -> None:
    first = max(0, a.start() - 100)
    a.head("206 Partial Content", f"Content-Range: bytes {first}-{len(a.body) - 1}/{len(a.body)}",
           length=len(a.body) - first)
    a.send(a.body[first:])


def endless(a: Answer) -> None:
    a.head("200 OK", "Connection: close")
    while True:
        a.send(a.body or b"x")


def endless_chunks(a: Answer) -> None:
    a.head("200 OK", "Transfer-Encoding: chunked")
    while True:
        a.raw(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


def header_flood(a: Answer) -> None:
    a.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        a.raw(b"X-Flood: " + b"x" * 1000 + b"\r\n")


def slow(a: Answer) -> None:
    a.head("200 OK", length=len(a.body))
    for byte in a.body:
        a.raw(bytes([byte]))
        if a.server.stopping(0.05):
            a.close()


def stalls(a: Answer) -> None:
    a.head("200 OK", length=len(a.body))
    a.hold()


def etag_lottery(a: Answer) -> None:
    a.etag = f'"{a.request.number}"'
    a.half() if a.server.asked[a.request.path] == 1 else a.well()


def flipped(a: Answer) -> None:
    middle = len(a.body) // 2
    a.body = a.body[:middle] + bytes([a.body[middle] ^ 1]) + a.body[middle + 1:]
    a.well()


def simple(status: str, *headers: str, body: bytes = b"", length: bool = True):
    def fault(a: Answer) -> None:
        a.head(status, *headers, length=len(body) if length else None)
        a.raw(body)
        if not length:
            a.close()
    return fault


def every_second_500(a: Answer) -> None:
    a.well() if a.request.number % 2 else simple("500 Internal Server Error")(a)


def redirect_to_itself(a: Answer) -> None:
    simple("307 Temporary Redirect", f"Location: /{a.request.path}")(a)


FAULTS = {
    "cut without a length": cut_unframed,
    "cut short of its length": cut_framed,
    "chunks cut": cut_chunks,
    "changed object on resume": resumed_wrongly(changed),
    "changed object on resume, same ETag": resumed_wrongly(changed_in_silence),
    "416 on resume": resumed_wrongly(lambda a: simple("416 No", "Content-Range: bytes */1")(a)),
    "200 for a range": resumed_wrongly(whole),
    "wrong Content-Range": resumed_wrongly(earlier),
    "another ETag every time": etag_lottery,
    "endless body": endless,
    "endless chunks": endless_chunks,
    "header flood": header_flood,
    "slow body": slow,
    "body stalls": stalls,
    "never answers": lambda a: a.hold(),
    "redirect to a file": simple("302 Found", "Location: file:///etc/passwd"),
    "redirect to itself": redirect_to_itself,
    "captive portal": simple("200 OK", "Content-Type: text/html", body=PORTAL),
    "captive portal, no length": simple("200 OK", "Connection: close", body=PORTAL, length=False),
    "reset": lambda a: a.reset(),
    "reset in the middle": lambda a: a.half(),
    "500 every second": every_second_500,
    "503 and wait": simple("503 Unavailable", "Retry-After: 3600"),
    "gzip": lambda a: (a.head("200 OK", "Content-Encoding: gzip", length=len(a.body)), a.send(a.body)),
    "one bit flipped": flipped,
    "404": simple("404 Not Found", body=b"none"),
}
