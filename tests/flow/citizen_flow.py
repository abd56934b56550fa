#!/usr/bin/env python3
"""From a clerk's spreadsheet to the citizen's finger, with real processes and no part played by the test.

A workbook with a name outside the Basic Multilingual Plane is imported, published, served, synced and opened by the
touch terminal; touches enter through the X server. Then the post changes while the page is open, the certificate is
cancelled, the data grow old, and the hub serves what it never signed.

usage: citizen_flow.py FOLDER_OF_PROGRAMS
"""
import datetime
import json
import pathlib
import re
import shutil
import sys

import hall
from hall import FlowHall, Frame, Screen, expect, step, until
from workbook import write_workbook

sys.path.insert(0, str(hall.SOURCE / "tests/shots"))
from picture import read_png  # noqa: E402

NAME, NUMBER = "顾𬭎", "99150310027"
OTHER, OTHER_NUMBER = "高桦", "99150310031"
POST, NEW_POST = "副中队长", "中队长"
AGES = {"fresh": datetime.timedelta(0), "5 h old": datetime.timedelta(hours=5),
        "30 h old": datetime.timedelta(hours=30)}


class Clerk:
    """Keeps two workbooks and brings them in again whenever something changed."""

    def __init__(self, house: FlowHall):
        self.house, self.desk = house, house.data / "clerk"
        (self.desk / "photos").mkdir(parents=True)
        for number in (NUMBER, OTHER_NUMBER):
            shutil.copy(house.assets / "sample/photos" / f"{number}.png", self.desk / "photos")

    def officers(self, post: str) -> None:
        file = self.desk / "执法人员名单.xlsx"
        unit, area = "明川区劳动监察大队　一中队", "示例省明川市明川区"
        write_workbook(
            file, "持证执法人员名单（示例）",
            ["姓名", "工作单位", "职务", "执法证号", "执法类别", "执法区域", "照片", "生僻字说明"],
            [[NAME, unit, post, NUMBER, "劳动保障监察", area, f"photos/{NUMBER}.png", "左“钅”右“宏”，读 hóng"],
             [OTHER, unit, "监察员", OTHER_NUMBER, "劳动保障监察", area, f"photos/{OTHER_NUMBER}.png", ""]])
        self.house.import_table("officer", file)

    def certificates(self, state: str, since: str, reason: str) -> None:
        file = self.desk / "证件台账.xlsx"
        year = datetime.date.today().year  # the certificates are in force whenever the test runs
        begin, end = f"{year - 1}-07-01", f"{year + 2}-06-30"

        def row(number: str, *rest: str) -> list[str]:
            return [number, "行政执法证", number, "示例省人民政府", begin, end, *rest]

        write_workbook(file, "行政执法证件台账（示例）",
                       ["持证人", "证件类型", "证号", "发证机关", "有效期起", "有效期止", "状态", "状态日期", "原因"],
                       [row(NUMBER, state, since, reason), row(OTHER_NUMBER, "有效", "", "")])
        self.house.import_table("certificate", file)


def plain(frame: Frame) -> str:
    """The page's words without those that only name a period: 有效期至, 不再有效."""
    return re.sub("有效期|不再有效", "", frame.text())


def says_cancelled(frame: Frame) -> bool:
    return frame.says("已注销") and "有效" not in plain(frame)


def check_picture(frame: Frame) -> None:
    picture = read_png(frame.png)
    expect((picture.width, picture.height) == (1080, 1920), f"{frame.png.name} is {picture.width}x{picture.height}")
    lumas = picture.lumas()
    expect(max(lumas) - min(lumas) > 0.5 and sum(lumas) / len(lumas) > 0.1, f"{frame.png.name} is blank")


def generation(house: FlowHall, number: int) -> None:
    until(f"generation {number} on the terminal", lambda: house.status().get("generation") == number)


def find_by_touch(screen: Screen) -> Frame:
    """Attract → home → 查执法人员 → G H → the person → the certificate."""
    screen.until("the attract page", lambda f: f.screen == "attract" and f.control("触摸屏幕开始"))
    screen.touch("触摸屏幕开始")
    screen.until("the home page", lambda f: f.screen == "home")
    screen.touch("查执法人员")
    screen.until("the search page", lambda f: f.screen.startswith("search"))
    screen.touch("G")
    screen.until("both people", lambda f: f.says("找到 2 位") and f.control(NAME) and f.control(OTHER))
    screen.touch("H")
    found = screen.until("both people of G H", lambda f: f.says("GH") and f.control(NAME))
    check_picture(found)
    screen.touch(NAME)
    return screen.until("the certificate", lambda f: f.screen == "officer" and f.says(NAME) and f.says(NUMBER))


def aged(house: FlowHall, name: str, age: datetime.timedelta) -> pathlib.Path:
    """A copy of the terminal's folder whose hub was last heard that long ago."""
    folder = house.data / f"terminal-{name.replace(' ', '-')}"
    # mingshi-sync may be in the middle of writing one of its files: those under way are nobody's to read
    shutil.copytree(house.terminal, folder, symlinks=True, ignore=shutil.ignore_patterns(".new*"))
    now = datetime.datetime.now(datetime.timezone.utc)
    instant = (now - age).strftime("%Y-%m-%dT%H:%M:%SZ")
    status = json.loads((folder / "status.json").read_text()) | {"as_of": instant, "last_contact": instant}
    (folder / "status.json").write_text(json.dumps(status))
    return folder


def page_at_age(house: FlowHall, name: str, age: datetime.timedelta) -> Frame:
    """The certificate's page from data of that age, drawn without a display."""
    folder = aged(house, name, age)
    probe = folder / "probe"
    house.command(house.program("mingshi-kiosk"), "--data", str(folder), "--screen", f"officer?no={NUMBER}",
                  "--shot", str(folder / "page.png"), "--probe", str(probe))
    frame = Frame(max(probe.glob("*.json")))
    shutil.rmtree(folder)
    return frame


def ages_of_a_certificate_in_force(house: FlowHall) -> None:
    fresh, older, old = (page_at_age(house, f"in force {name}", age) for name, age in AGES.items())
    expect(any(i["label"] == "有效" for i in fresh.items), f"fresh data do not read 有效:\n{fresh.text()}")
    expect("有效（截至 " in older.text() and all(i["label"] != "有效" for i in older.items),
           f"data 5 h old do not read 有效（截至 …）:\n{older.text()}")
    expect(old.says("待核实") and "有效" not in plain(old), f"data 30 h old do not read 待核实:\n{old.text()}")


def the_hub_misbehaves(house: FlowHall, screen: Screen, clerk: Clerk) -> None:
    shown = screen.frame().text()
    timestamp = house.hub / "repo/tuf/timestamp.json"
    signed = timestamp.read_text()
    forged = json.loads(signed)
    forged["signed"]["version"] += 1
    replace(timestamp, json.dumps(forged))
    error = until("the agent to refuse the forged timestamp", lambda: house.status().get("last_error"))
    expect(error["code"] == "unsigned", f"unsigned metadata are called {error}")
    expect(house.status()["generation"] == 3, "the generation was dropped")
    replace(timestamp, signed)
    until("the agent to be content again", lambda: house.status().get("last_error") is None)

    house.stop_one("sync")
    clerk.officers("大队长")
    expect(house.publish() == 4, "no fourth generation")
    whole = {log: log.read_bytes() for log in newest_logs(house)}
    for log, content in whole.items():
        middle = len(content) // 2
        replace(log, content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:])
    refused = house.run("mingshi-sync", *house.sync_options(), "--once")
    status = house.status()
    expect(refused.returncode == 1, f"the agent took a damaged generation: {refused.stderr}")
    expect(status["last_error"] and status["last_error"]["code"] == "damaged", f"status says {status}")
    expect(status["generation"] == 3 and (house.terminal / "current").resolve().name == "000003",
           "the terminal left the generation that was good")
    expect(status["last_error"]["code"] in refused.stderr or "damaged" in refused.stderr,
           f"the log does not say why: {refused.stderr}")
    expect(screen.frame().text() == shown, "the page changed although nothing good had come")
    for log, content in whole.items():
        replace(log, content)
    house.follow()
    generation(house, 4)
    screen.until("the fourth generation", lambda f: f.says("大队长") and says_cancelled(f))


def replace(file: pathlib.Path, content: str | bytes) -> None:
    """Whoever reads the file sees the old bytes or the new ones."""
    fresh = file.with_name(file.name + ".new")
    fresh.write_bytes(content.encode() if isinstance(content, str) else content)
    fresh.rename(file)


def newest_logs(house: FlowHall) -> list[pathlib.Path]:
    """The op logs by which a terminal can come to the newest records."""
    heads = [json.loads(file.read_text()) for file in house.hub.glob("repo/t/*/*.records")]
    head = max(heads, key=lambda h: h["sequence"])
    logs = [head["base"], *(d for d in head["deltas"] if d["to"] == head["sequence"])]
    return [house.hub / "repo/o" / log["sha256"][:2] / log["sha256"] for log in logs]


def flow(house: FlowHall) -> None:
    house.hub.mkdir()
    shutil.copy(house.assets / "sample/hall.toml", house.hub)
    clerk = Clerk(house)
    step("a clerk's workbooks are imported and published")
    clerk.officers(POST)
    clerk.certificates("有效", "", "")
    expect(house.publish() == 1, "the first publication is not generation 1")
    house.serve()
    house.follow()
    generation(house, 1)

    step("a citizen finds the officer by touch")
    display, probe = house.display(1080, 1920), house.data / "probe"
    process = house.kiosk("kiosk", display, "--probe", str(probe))
    screen = Screen(display, probe, process)
    page = find_by_touch(screen)
    expect(page.says(POST), f"the post is not on the page:\n{page.text()}")
    expect(any(i["label"] == "有效" for i in page.items), f"the certificate does not read 有效:\n{page.text()}")
    check_picture(page)
    step("the same page from data of three ages")
    ages_of_a_certificate_in_force(house)

    step("the post changes: the open page follows by itself")
    clerk.officers(NEW_POST)
    expect(house.publish() == 2, "no second generation")
    page = screen.until("the new post", lambda f: f.screen == "officer" and not f.says(POST))
    expect(any(i["label"] == NEW_POST for i in page.items) and page.says(NAME), f"not the new post:\n{page.text()}")

    step("the certificate is cancelled")
    clerk.certificates("注销", datetime.date.today().isoformat(), "调离")
    expect(house.publish() == 3, "no third generation")
    check_picture(screen.until("已注销 and never 有效", says_cancelled))
    for name, age in AGES.items():
        old = page_at_age(house, f"cancelled {name}", age)
        expect(says_cancelled(old), f"cancelled, {name}: the page reads\n{old.text()}")

    step("the hub serves what it never signed, and a damaged generation")
    the_hub_misbehaves(house, screen, clerk)
    expect(house.end(process) == 0, "the terminal did not end cleanly")


if __name__ == "__main__":
    hall.run_flow(flow)
