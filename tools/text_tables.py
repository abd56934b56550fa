#!/usr/bin/env python3
"""Writes the header of core/text's tables from the data files under assets/data.

usage: text_tables.py ASSETS_DATA OUTPUT
"""
import pathlib
import sys


def rows(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


def private_use(path):
    out = []
    for number, cells in rows(path):
        if len(cells) != 4 or chr(int(cells[1], 16)) != cells[2] or cells[3] not in ("2022", "-"):
            sys.exit(f"{path}:{number}: want private-use, assigned, character, 2022 or -")
        moved = "true" if cells[3] == "2022" else "false"
        out.append((int(cells[0], 16), f"PrivateUse{{0x{cells[0]}, 0x{cells[1]}, {moved}}}"))
    return [text for _, text in sorted(out)]


def readings(path):
    seen = {}
    for number, cells in rows(path):
        if len(cells) != 2 or cells[0] in seen:
            sys.exit(f"{path}:{number}: want characters and readings, each character once")
        if any(len(r.split(" ")) != len(cells[0]) for r in cells[1].split("|")):
            sys.exit(f"{path}:{number}: want one syllable a character")
        seen[cells[0]] = f'ReadingRow{{"{cells[0]}", "{cells[1]}"}}'
    return list(seen.values())


def array(kind, name, values):
    body = ",\n    ".join(values)
    return f"inline constexpr std::array<{kind}, {len(values)}> {name}{{{{\n    {body}}}}};\n"


def main():
    data, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        "// Made by tools/text_tables.py from assets/data: edit the data, not this.\n"
        "#pragma once\n\n#include <array>\n#include <string_view>\n\nnamespace mingshi::text::tables {\n\n"
        "struct PrivateUse {\n  char32_t private_use, assigned;\n  bool moved_in_2022;\n};\n"
        "struct ReadingRow {\n  std::string_view characters, readings;\n};\n\n"
        + array("PrivateUse", "private_use", private_use(data / "hanzi/gbk_private_use.tsv"))
        + array("ReadingRow", "surnames", readings(data / "pinyin/surnames.tsv"))
        + array("ReadingRow", "names", readings(data / "pinyin/names.tsv"))
        + "\n}  // namespace mingshi::text::tables\n",
        encoding="utf-8")


if __name__ == "__main__":
    main()
