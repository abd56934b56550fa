#!/usr/bin/env python3
"""Judges what a wall presented, from the log of its frames (mingshi-kiosk --role wall --probe-log FILE).

usage: wall_check.py FILE [--kinds notice,officers,decisions,video]

Black: a frame that shows nothing (no content, or a mean brightness under 2 %).
Stale: the ticker stood still for more than 200 ms, or an item stayed more than 100 ms past its end.
The fallback card, which stands before the first generation is read, has no ticker.
--kinds: these must have been on show, and a video among them must have played.
Exit 0: none of it. Exit 1: something; each is named with its time. Exit 2: called wrongly, or no such log.
"""
import argparse
import json
import sys
from dataclasses import dataclass, field

DARKEST, LONGEST_STILL_MS, LONGEST_OVERDUE_MS = 0.02, 200.0, 100.0


@dataclass
class Report:
    frames: int = 0
    seconds: float = 0.0
    black: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    longest_gap_ms: float = 0.0
    longest_still_ms: float = 0.0
    shown: dict[str, float] = field(default_factory=dict)  # kind → seconds
    video_pictures: int = 0

    def text(self) -> str:
        rate = self.frames / self.seconds if self.seconds else 0.0
        kinds = ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in self.shown.items())
        lines = [f"frames {self.frames} in {self.seconds:.1f} s, {rate:.1f} a second, longest gap "
                 f"{self.longest_gap_ms:.0f} ms, ticker still for at most {self.longest_still_ms:.0f} ms",
                 f"shown: {kinds}; pictures of the video: {self.video_pictures}",
                 f"black {len(self.black)}, stale {len(self.stale)}"]
        return "\n".join(lines + self.black + self.stale + self.missing)

    def good(self) -> bool:
        return self.frames > 1 and not (self.black or self.stale or self.missing)


def kind_of(content: str) -> str:
    """"notice" of "notice/…", "officers" of "officers#2"."""
    return content.replace("#", "/").split("/")[0]


def judge(frames: list[dict], kinds: list[str]) -> Report:
    report = Report(frames=len(frames))
    if not frames:
        report.missing.append("missing: not one frame")
        return report
    first = previous = frames[0]
    moved_at = first["t_ns"]  # when the ticker last came to another place
    report.seconds = (frames[-1]["t_ns"] - first["t_ns"]) / 1e9
    for number, frame in enumerate(frames, 1):
        at = f"frame {number} at {(frame['t_ns'] - first['t_ns']) / 1e9:.3f} s"
        if not frame["content"] or frame["luma"] < DARKEST:
            report.black.append(f"black: {at}: content \"{frame['content']}\", brightness {frame['luma']:.3f}")
        if frame["overdue_ms"] > LONGEST_OVERDUE_MS:
            report.stale.append(f"stale: {at}: {frame['content']} is {frame['overdue_ms']:.0f} ms past its end")
        gap = (frame["t_ns"] - previous["t_ns"]) / 1e6
        report.longest_gap_ms = max(report.longest_gap_ms, gap)
        moved = frame["ticker_x"] != previous["ticker_x"] or "fallback" in (frame["content"], previous["content"])
        still = 0.0 if "fallback" in (frame["content"], previous["content"]) else (frame["t_ns"] - moved_at) / 1e6
        report.longest_still_ms = max(report.longest_still_ms, still)
        if still > LONGEST_STILL_MS and (moved or frame is frames[-1]):
            report.stale.append(f"stale: {at}: the ticker had stood still for {still:.0f} ms")
        if moved:
            moved_at = frame["t_ns"]
        kind = kind_of(previous["content"])
        report.shown[kind] = report.shown.get(kind, 0.0) + gap / 1e3
        if kind == kind_of(frame["content"]) == "video":
            report.video_pictures += max(0, int(frame["pictures"] - previous["pictures"]))
        previous = frame
    report.missing += [f"missing: {kind} was never on show" for kind in kinds if not report.shown.get(kind)]
    if "video" in kinds and report.shown.get("video") and report.video_pictures == 0:
        report.missing.append("missing: the video did not move")
    return report


def read_log(file: str) -> list[dict]:
    """The frames; a last line that was cut off when the program ended is left out."""
    with open(file, encoding="utf-8") as log:
        return [json.loads(line) for line in log if line.endswith("\n")]


def main() -> int:
    parser = argparse.ArgumentParser(prog="wall_check.py")
    parser.add_argument("log")
    parser.add_argument("--kinds", default="")
    args = parser.parse_args()
    try:
        frames = read_log(args.log)
    except (OSError, ValueError) as error:
        print(f"wall_check: {args.log}: {error}", file=sys.stderr)
        return 2
    report = judge(frames, [kind for kind in args.kinds.split(",") if kind])
    print(report.text())
    return 0 if report.good() else 1


if __name__ == "__main__":
    sys.exit(main())
