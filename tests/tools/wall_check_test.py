#!/usr/bin/env python3
"""tools/wall_check.py must see a black wall, a ticker that stands, an item that overstays and a video that does not
move, and must be content with a wall that does all it should.

usage: wall_check_test.py SOURCE_DIR
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PACE_NS = 66_000_000
KINDS = ["notice/a", "officers#1", "decisions#1", "video/ab"]


def good_wall() -> list[dict]:
    """Ten frames of each kind, one every 66 ms."""
    return [{"t_ns": n * PACE_NS, "screen": "wall", "content": KINDS[n // 10], "moving": True, "luma": 0.4,
             "ticker_x": float(n * 8), "overdue_ms": 0.0, "pictures": float(n)} for n in range(40)]


class WallCheck(unittest.TestCase):
    tool = ""

    def check(self, frames: list[dict], *, code: int, says: str, tail: str = "") -> None:
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "frames"
            log.write_text("".join(json.dumps(f) + "\n" for f in frames) + tail)
            done = subprocess.run([sys.executable, self.tool, str(log), "--kinds", "notice,officers,decisions,video"],
                                  capture_output=True, text=True)
        self.assertIn(says, done.stdout + done.stderr)
        self.assertEqual(done.returncode, code)

    def test_a_good_wall_passes(self) -> None:
        self.check(good_wall(), code=0, says="black 0, stale 0")

    def test_the_last_line_may_be_cut_off(self) -> None:
        self.check(good_wall(), code=0, says="frames 40", tail='{"t_ns": 1')

    def test_a_frame_without_content_is_black(self) -> None:
        frames = good_wall()
        frames[17]["content"] = ""
        self.check(frames, code=1, says="black: frame 18 at 1.122 s")

    def test_a_dark_frame_is_black(self) -> None:
        frames = good_wall()
        frames[17]["luma"] = 0.019
        self.check(frames, code=1, says="black 1, stale 0")

    def test_a_ticker_that_stands_is_stale(self) -> None:
        frames = good_wall()
        for frame in frames[11:14]:
            frame["ticker_x"] = frames[10]["ticker_x"]
        self.check(frames, code=1, says="stood still for 264 ms")

    def test_no_frame_for_long_is_stale(self) -> None:
        frames = good_wall()
        for frame in frames[20:]:
            frame["t_ns"] += 200_000_000
        self.check(frames, code=1, says="black 0, stale 1")

    def test_a_ticker_that_stands_at_the_end_is_stale(self) -> None:
        frames = good_wall()
        for frame in frames[35:]:
            frame["ticker_x"] = frames[35]["ticker_x"]
        self.check(frames, code=1, says="stale 1")

    def test_the_fallback_card_has_no_ticker(self) -> None:
        frames = good_wall()
        for frame in frames[:9]:
            frame.update(content="fallback", ticker_x=0.0)
        self.check(frames, code=0, says="black 0, stale 0")

    def test_an_item_past_its_end_is_stale(self) -> None:
        frames = good_wall()
        frames[9]["overdue_ms"] = 101.0
        self.check(frames, code=1, says="notice/a is 101 ms past its end")

    def test_a_video_that_stands_is_found(self) -> None:
        frames = good_wall()
        for frame in frames:
            frame["pictures"] = 1.0
        self.check(frames, code=1, says="the video did not move")

    def test_a_kind_that_never_came_is_found(self) -> None:
        self.check(good_wall()[:30], code=1, says="missing: video was never on show")

    def test_an_empty_log_is_no_wall(self) -> None:
        self.check([], code=1, says="not one frame")

    def test_what_is_no_log_is_refused(self) -> None:
        self.check([], code=2, says="wall_check:", tail="frames\n")


if __name__ == "__main__":
    WallCheck.tool = str(pathlib.Path(sys.argv[1]) / "tools/wall_check.py")
    unittest.main(argv=sys.argv[:1])
