"""A store that speaks as much S3 as an upload needs and refuses every request whose signature is not exactly right.

The check of signatures is written from AWS's description of Signature Version 4 and knows nothing of libcurl; before
it judges anything it must give the four signatures that AWS publishes as examples.
"""
import dataclasses
import datetime
import hashlib
import hmac
import http.server
import re
import socket
import threading
import urllib.parse

ACCESS, SECRET, REGION = "EXAMPLEACCESS", "example/secret+key", "cn-north-1"
MAX_KEYS = 3  # so that a listing has several pages


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def signature(secret: str, region: str, method: str, path: str, query: str, headers: dict[str, str], signed: list[str],
              payload: str, stamp: str) -> str:
    """The signature of one request. headers: by lower-case name. query: as it stands in the request."""
    pairs = sorted(tuple(part.partition("=")[::2]) for part in query.split("&") if part)
    canonical = "\n".join([method, path, "&".join(f"{k}={v}" for k, v in pairs),
                           *(f"{name}:{' '.join(headers[name].split())}" for name in signed), "",
                           ";".join(signed), payload])
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{secret}".encode()
    for part in (stamp[:8], region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def check_against_published_examples() -> None:
    """AWS's documentation, "Examples of Signature Calculations": bucket examplebucket, 24 May 2013."""
    secret, stamp, empty = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524T000000Z", hashlib.sha256().hexdigest()
    body = hashlib.sha256(b"Welcome to Amazon S3.").hexdigest()
    common = {"host": "examplebucket.s3.amazonaws.com", "x-amz-date": stamp}
    examples = [
        ("GET", "/test.txt", "", {"range": "bytes=0-9"}, empty,
         "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        ("PUT", "/test%24file.text", "", {"date": "Fri, 24 May 2013 00:00:00 GMT",
                                          "x-amz-storage-class": "REDUCED_REDUNDANCY"}, body,
         "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        ("GET", "/", "lifecycle=", {}, empty, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("GET", "/", "max-keys=2&prefix=J", {}, empty,
         "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]
    for method, path, query, more, payload, expected in examples:
        headers = {**common, **more, "x-amz-content-sha256": payload}
        found = signature(secret, "us-east-1", method, path, query, headers, sorted(headers), payload, stamp)
        if found != expected:
            raise AssertionError(f"the published example {method} {path}?{query} gives {found}")


@dataclasses.dataclass
class Object:
    content: bytes
    content_type: str
    cache_control: str


class Store:
    """One bucket on a free port. Anybody may read; only who signs may list, put and delete."""

    def __init__(self, bucket: str):
        check_against_published_examples()
        self.bucket, self.objects = bucket, {}
        self.puts: list[str] = []
        self.complaints: list[str] = []
        self.fail_after: int | None = None  # so many puts succeed before the store breaks down
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self) -> "Store":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def wrong(self, handler, body: bytes) -> str:
        """The error code for a request that is not signed as it must be; "" for a good one."""
        found = re.fullmatch(rf"AWS4-HMAC-SHA256 Credential={ACCESS}/(\d{{8}})/{REGION}/s3/aws4_request, ?"
                             r"SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})",
                             handler.headers.get("Authorization", ""))
        if not found:
            return "AccessDenied"
        day, signed, given = found[1], found[2].split(";"), found[3]
        headers = {name.lower(): value for name, value in handler.headers.items()}
        stamp, payload = headers.get("x-amz-date", ""), headers.get("x-amz-content-sha256", "")
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(signed) or signed != sorted(signed):
            return "AccessDenied"
        if not set(signed) <= set(headers) or not stamp.startswith(day):
            return "SignatureDoesNotMatch"
        sent = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        if abs(datetime.datetime.now(datetime.timezone.utc) - sent) > datetime.timedelta(minutes=15):
            return "RequestTimeTooSkewed"
        if payload != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        path, _, query = handler.path.partition("?")
        right = signature(SECRET, REGION, handler.command, path, query, headers, signed, payload, stamp)
        return "" if hmac.compare_digest(right, given) else "SignatureDoesNotMatch"

    def listing(self, query: str) -> str:
        wanted = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        keys = sorted(k for k in self.objects if k.startswith(wanted.get("prefix", "")))
        keys = [k for k in keys if k > wanted.get("continuation-token", "").removeprefix("after+/=")]
        page, more = keys[:MAX_KEYS], len(keys) > MAX_KEYS
        entries = "".join(f"<Contents><Key>{k}</Key><Size>{len(self.objects[k].content)}</Size></Contents>" for k in page)
        token = f"<NextContinuationToken>after+/={page[-1]}</NextContinuationToken>" if more else ""
        return (f"<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>{token}{entries}"
                "</ListBucketResult>")

    def handler(store) -> type:
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def refuse(self, code: str) -> None:
                store.complaints.append(f"{self.command} {self.path}: {code}")
                self.answer(403, f"<Error><Code>{code}</Code></Error>".encode(), Content_Type="application/xml")

            def key(self) -> str:
                return urllib.parse.unquote(self.path.partition("?")[0]).removeprefix(f"/{store.bucket}").lstrip("/")

            def do_GET(self) -> None:
                if not self.key():
                    wrong = store.wrong(self, b"")
                    return self.refuse(wrong) if wrong else self.answer(
                        200, store.listing(self.path.partition("?")[2]).encode(), Content_Type="application/xml")
                found = store.objects.get(self.key())
                if found is None:
                    return self.answer(404)
                return self.answer(200, found.content, Content_Type=found.content_type,
                                   Cache_Control=found.cache_control)

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                wrong = store.wrong(self, body)
                if wrong:
                    return self.refuse(wrong)
                if store.fail_after is not None:
                    store.fail_after -= 1
                    if store.fail_after < 0:
                        return self.answer(503)
                store.puts.append(self.key())
                store.objects[self.key()] = Object(body, self.headers["Content-Type"], self.headers["Cache-Control"])
                return self.answer(200)

            def do_DELETE(self) -> None:
                wrong = store.wrong(self, b"")
                if wrong:
                    return self.refuse(wrong)
                store.objects.pop(self.key(), None)
                return self.answer(204)

            def log_message(self, *_) -> None:
                pass
        return Handler


if __name__ == "__main__":
    check_against_published_examples()
