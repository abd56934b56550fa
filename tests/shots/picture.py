"""Reads and writes PNG pictures with Python alone: 8 bits a channel, RGB or RGBA, not interlaced."""
import pathlib
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Picture:
    """RGB bytes, row by row from the top."""

    def __init__(self, width: int, height: int, rgb: bytes):
        self.width, self.height, self.rgb = width, height, rgb

    def halved(self) -> "Picture":
        """Half as wide and high; each pixel is the mean of the four it stands for."""
        width, height = self.width // 2, self.height // 2
        out, line = bytearray(width * height * 3), self.width * 3
        for y in range(height):
            upper = self.rgb[2 * y * line:(2 * y + 1) * line]
            lower = self.rgb[(2 * y + 1) * line:(2 * y + 2) * line]
            row = out[y * width * 3:(y + 1) * width * 3]
            for channel in range(3):
                parts = (upper[channel::6], upper[channel + 3::6], lower[channel::6], lower[channel + 3::6])
                row[channel::3] = bytes([(a + b + c + d + 2) >> 2 for a, b, c, d in zip(*parts)])
            out[y * width * 3:(y + 1) * width * 3] = row
        return Picture(width, height, bytes(out))

    def lumas(self) -> list[float]:
        """Brightness, 0 to 1, of every sixteenth pixel each way."""
        line = self.width * 3
        sampled = []
        for y in range(0, self.height, 16):
            row = self.rgb[y * line:(y + 1) * line]
            sampled += [(0.2126 * r + 0.7152 * g + 0.0722 * b) / 255
                        for r, g, b in zip(row[0::48], row[1::48], row[2::48])]
        return sampled


def _paeth_row(row: bytearray, above: bytes, step: int) -> None:
    for i in range(min(step, len(row))):
        row[i] = (row[i] + above[i]) & 255
    for channel in range(step):
        left, corner = row[channel], above[channel]
        for i in range(channel + step, len(row), step):
            up = above[i]
            by_left, by_up = abs(up - corner), abs(left - corner)
            if by_left <= by_up and by_left <= abs(left + up - 2 * corner):
                guess = left
            elif by_up <= abs(left + up - 2 * corner):
                guess = up
            else:
                guess = corner
            left = row[i] = (row[i] + guess) & 255
            corner = up


def _unfiltered(kind: int, row: bytearray, above: bytes, step: int) -> None:
    if kind == 1:
        for i in range(step, len(row)):
            row[i] = (row[i] + row[i - step]) & 255
    elif kind == 2:
        if any(row):
            row[:] = bytes([(a + b) & 255 for a, b in zip(row, above)])
        else:
            row[:] = above
    elif kind == 3:
        for i in range(len(row)):
            row[i] = (row[i] + ((row[i - step] if i >= step else 0) + above[i]) // 2) & 255
    elif kind == 4:
        _paeth_row(row, above, step)
    elif kind != 0:
        raise ValueError(f"filter {kind}")


def read_png(file: pathlib.Path) -> Picture:
    """Raises ValueError for anything that is not such a PNG."""
    data = file.read_bytes()
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{file}: not a PNG")
    at, packed, head = len(SIGNATURE), b"", None
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        at += size + 12
    if head is None or head[2] != 8 or head[3] not in (2, 6) or head[6] != 0:
        raise ValueError(f"{file}: not 8-bit RGB or RGBA")
    width, height, step = head[0], head[1], 3 if head[3] == 2 else 4
    raw = zlib.decompress(packed)
    line = width * step
    above, out = bytes(line), bytearray()
    for y in range(height):
        start = y * (line + 1)
        row = bytearray(raw[start + 1:start + 1 + line])
        _unfiltered(raw[start], row, above, step)
        above = bytes(row)
        if step == 4:
            del row[3::4]
        out += row
    return Picture(width, height, bytes(out))


def write_png(file: pathlib.Path, picture: Picture) -> None:
    """Every row is stored as its difference from the one above: screens have large plain areas."""
    line = picture.width * 3
    above, raw = bytes(line), bytearray()
    for y in range(picture.height):
        row = picture.rgb[y * line:(y + 1) * line]
        raw.append(2)
        raw += bytes(line) if row == above else bytes([(a - b) & 255 for a, b in zip(row, above)])
        above = row

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    file.write_bytes(SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(raw), 9)) +
                     chunk(b"IEND", b""))
