#!/usr/bin/env python3
"""One published tree behind three carriers: our hub, the real nginx with the configuration we ship, and an
S3-compatible store that is strict about signatures. Whoever carries it, ranges, conditions and the whole chain of
trust hold, and what was withdrawn is nowhere to be had.

usage: carriage_flow.py FOLDER_OF_PROGRAMS
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import urllib.parse

import hall
import s3_store
from hall import HALL, FlowHall, expect, step

NGINX = "/usr/sbin/nginx"
IMMUTABLE = "public, max-age=31536000, immutable"


def notice(house: FlowHall, *titles: str) -> None:
    table = house.data / "notices.csv"
    rows = [f"{title},正文,大队,2026-11-01" for title in titles]
    table.write_text("\n".join(["标题,正文,发布单位,发布日期", *rows]) + "\n")
    house.import_table("notice", table)


def ask(url: str, path: str, method: str = "GET", **headers: str):
    where = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def carries(url: str, repo: pathlib.Path, who: str) -> None:
    """What terminals and caches need of whoever carries the tree."""
    biggest = max((p for p in (repo / "o").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    path, content = f"/{biggest.relative_to(repo)}", biggest.read_bytes()
    answer, body = ask(url, path)
    tag = answer.headers["ETag"]
    expect(answer.status == 200 and body == content, f"{who}: an object does not come whole")
    expect(answer.headers["Cache-Control"] == IMMUTABLE, f"{who}: {answer.headers['Cache-Control']}")
    expect(answer.headers["Accept-Ranges"] == "bytes" and tag, f"{who}: no ranges or no tag")
    expect(answer.headers["Content-Encoding"] is None, f"{who}: an object is encoded")
    half = len(content) // 2
    answer, body = ask(url, path, Range=f"bytes={half}-", If_Range=tag)
    expect(answer.status == 206 and body == content[half:], f"{who}: a download is not gone on with")
    expect(answer.headers["Content-Range"] == f"bytes {half}-{len(content) - 1}/{len(content)}",
           f"{who}: {answer.headers['Content-Range']}")
    answer, body = ask(url, path, Range=f"bytes={half}-", If_Range='"another"')
    expect(answer.status == 200 and body == content, f"{who}: another object was gone on with")
    answer, _ = ask(url, path, Range=f"bytes={len(content)}-")
    expect(answer.status == 416, f"{who}: a range behind the end gives {answer.status}")
    answer, body = ask(url, path, If_None_Match=tag)
    expect(answer.status == 304 and not body, f"{who}: an unchanged object gives {answer.status}")
    answer, body = ask(url, path, method="HEAD")
    expect(answer.status == 200 and not body and int(answer.headers["Content-Length"]) == len(content),
           f"{who}: HEAD gives {answer.status}")
    answer, body = ask(url, "/tuf/timestamp.json")
    expect(answer.status == 200 and answer.headers["Cache-Control"] == "no-cache", f"{who}: the timestamp is cached")
    answer, _ = ask(url, "/tuf/timestamp.json", If_None_Match=answer.headers["ETag"])
    expect(answer.status == 304, f"{who}: an unchanged timestamp gives {answer.status}")
    for missing in ("/tuf/999.root.json", "/", "/o/", "/keys/root.key", "/o/../../hub.db", "/o/%2e%2e/%2e%2e/hub.db",
                    f"/o/ab/.new-{'0' * 64}"):
        answer, _ = ask(url, missing)
        expect(answer.status in (400, 403, 404), f"{who}: {missing} gives {answer.status}")
        expect(answer.headers.get("Cache-Control") != IMMUTABLE, f"{who}: a missing {missing} may be cached for ever")
    answer, _ = ask(url, "/tuf/timestamp.json", method="DELETE")
    expect(answer.status in (403, 404, 405, 400, 501), f"{who}: DELETE gives {answer.status}")


def verified(house: FlowHall, url: str, who: str) -> dict:
    done = house.run("mingshi", "verify", url, "--root", str(house.hub / "repo/root.json"), "--json")
    expect(done.returncode == 0, f"{who} does not verify: {done.stderr}")
    return json.loads(done.stdout)["halls"][0]


@contextlib.contextmanager
def nginx(house: FlowHall):
    """The real nginx with the configuration that we ship; only what is marked SET is set."""
    expect(os.path.exists(NGINX), "nginx is missing: tools/packages.txt names it")
    place = house.data / "nginx"
    place.mkdir()
    shipped = (hall.SOURCE / "deploy/nginx/mingshi.conf").read_text()
    port = s3_store.free_port()
    for line, value in (("listen", f"127.0.0.1:{port}"), ("server_name", "_"), ("root", str(house.hub / "repo"))):
        shipped, count = re.subn(rf"(?m)^    {line} .*# SET$", f"    {line} {value};", shipped)
        expect(count == 1, f"the shipped configuration has no line to set {line}")
    (place / "mingshi.conf").write_text(shipped)
    user = "user root;\n" if os.getuid() == 0 else ""
    temps = "".join(f"    {kind}_temp_path {place}/{kind};\n"
                    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (place / "nginx.conf").write_text(
        f"{user}daemon off;\npid {place}/pid;\nerror_log {place}/error.log;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\n    access_log off;\n{temps}    include {place}/mingshi.conf;\n}}\n")
    process = subprocess.Popen([NGINX, "-p", str(place), "-c", str(place / "nginx.conf")],
                               stderr=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{port}/"
    try:
        def answers():
            expect(process.poll() is None, f"nginx ended: {process.stderr.read() if process.poll() is not None else ''}")
            try:
                return ask(url, "/root.json")[0].status == 200
            except OSError:
                return False
        hall.until("nginx", answers)
        yield url
    finally:
        process.terminate()
        process.wait()


def upload(house: FlowHall, store: s3_store.Store, secret: str = s3_store.SECRET) -> subprocess.CompletedProcess:
    credentials = house.data / "credentials"
    credentials.touch(mode=0o600)
    credentials.write_text(f"{s3_store.ACCESS}\n{secret}\n")
    return house.run("mingshi", "repo", "upload", "--hub", str(house.hub), "--s3", f"{store.url}/disclosure/halls",
                     "--region", s3_store.REGION, "--credentials", str(credentials))


def by_s3(house: FlowHall) -> None:
    with s3_store.Store("disclosure") as store:
        refused = upload(house, store, secret="another")
        expect(refused.returncode == 1 and "SignatureDoesNotMatch" in refused.stderr and not store.objects,
               f"a wrong secret: {refused.stderr}")
        done = upload(house, store)
        expect(done.returncode == 0, f"the upload failed: {done.stderr} {store.complaints}")
        order = [key.removeprefix("halls/") for key in store.puts]
        expect(order[-1] == "tuf/timestamp.json" and order[0].startswith("o/"), f"uploaded in the order {order}")
        expect(store.objects["halls/tuf/timestamp.json"].cache_control == "no-cache", "the timestamp may be cached")
        verified(house, f"{store.url}/disclosure/halls/", "the store")
        store.puts.clear()
        expect(upload(house, store).returncode == 0, "a second upload failed")
        expect([k.removeprefix("halls/") for k in store.puts] == ["root.json", "tuf/timestamp.json"],
               f"sent again: {store.puts}")
        step("a notice is withdrawn: the store has nothing of it any more")
        before = set(store.objects)
        withdraw(house)
        store.fail_after = 3
        expect(upload(house, store).returncode == 1, "the store failed and nobody noticed")
        verified(house, f"{store.url}/disclosure/halls/", "the store after an upload that broke off")
        store.fail_after = None
        done = upload(house, store)
        expect(done.returncode == 0, f"the upload failed: {done.stderr}")
        here = {f"halls/{p.relative_to(house.hub / 'repo')}" for p in (house.hub / "repo/o").rglob("*") if p.is_file()}
        there = {key for key in store.objects if key.startswith("halls/o/")}
        expect(there == here and before - set(store.objects), f"the store keeps {there - here}")
        expect(verified(house, f"{store.url}/disclosure/halls/", "the store")["withdrawn"] == 1, "nothing is withdrawn")


def withdraw(house: FlowHall) -> None:
    """The first notice's time ends; a second one stays."""
    table = house.data / "ended.csv"
    table.write_text("标题,正文,发布单位,发布日期,截止日期\n第一个,正文,大队,2026-11-01,2026-11-02\n")
    house.import_table("notice", table)
    house.publish()


def flow(house: FlowHall) -> None:
    house.hub.mkdir()
    shutil.copy(house.assets / "sample/hall.toml", house.hub)
    notice(house, "第一个", "第二个")
    house.publish()
    notice(house, "第三个")
    expect(house.publish() == 2, "no second generation")
    repo = house.hub / "repo"
    step("our own hub carries it")
    house.serve()
    carries(house.url, repo, "mingshi-hub")
    verified(house, house.url, "mingshi-hub")
    step("nginx carries it")
    with nginx(house) as url:
        carries(url, repo, "nginx")
        summary = verified(house, url, "nginx")
        expect(summary["generation"] == 2 and summary["id"] == HALL, f"nginx carries {summary}")
    step("an S3-compatible store carries it")
    by_s3(house)


if __name__ == "__main__":
    hall.run_flow(flow)
