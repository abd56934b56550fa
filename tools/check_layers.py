#!/usr/bin/env python3
"""Holds every #include of ours against the DEPENDS that CMake declared.

usage: check_layers.py SOURCE_DIR LAYERS_JSON
Exit 1 and one line per breach: an include of a folder that is not declared, or a source file that belongs to
no module.
"""
import json
import pathlib
import re
import sys

INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')


def breaches(root: pathlib.Path, layers: dict[str, list[str]]) -> list[str]:
    bad = []
    for folder, deps in layers.items():
        for f in sorted((root / folder).glob("*.[ch]pp")):
            for n, line in enumerate(f.read_text().splitlines(), 1):
                m = INCLUDE.match(line)
                if not m:
                    continue
                target = str(pathlib.PurePosixPath(m[1]).parent)
                if target != folder and target not in deps:
                    bad.append(f"{f.relative_to(root)}:{n}: {folder} may not include {m[1]}"
                               f" (declared: {', '.join(deps) or 'nothing'})")
    for top in sorted({folder.split("/")[0] for folder in layers}):
        for f in sorted((root / top).rglob("*.[ch]pp")):
            if "node_modules" not in f.parts and str(f.parent.relative_to(root)) not in layers:
                bad.append(f"{f.relative_to(root)}: belongs to no module")
    return bad


def main() -> int:
    root, layers = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text())
    bad = breaches(root, layers)
    print("\n".join(bad) or f"layers: {len(layers)} modules, no upward include")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
