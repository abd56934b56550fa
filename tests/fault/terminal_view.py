"""What a terminal's folder shows, as a value to compare; and what must never be in one."""
import hashlib
import json
import pathlib
import re
import sqlite3

OBJECT = re.compile(r"[0-9a-f]{64}")


class Wrong(Exception):
    """The terminal is not as the test demands."""


def dump(database: pathlib.Path) -> str:
    """Everything in a database, whatever order it was put in: two with the same dump show the same."""
    with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as db:
        lines = sorted(db.iterdump())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def shown(terminal: pathlib.Path) -> dict[str, str]:
    """The generation that a screen would read."""
    current = (terminal / "current").resolve()
    if not current.is_dir():
        return {}
    files = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in current.iterdir() if f.suffix != ".db"}
    return {"generation": current.name, "disclosure.db": dump(current / "disclosure.db"), **files}


def check_no_bad_object(terminal: pathlib.Path) -> None:
    """Raises Wrong when a file under an object's name is not that object."""
    for file in [f for f in terminal.rglob("*") if OBJECT.fullmatch(f.name)]:
        try:
            held = hashlib.sha256(file.read_bytes()).hexdigest()
        except FileNotFoundError:
            continue  # a running agent was done with it
        if held != file.name:
            raise Wrong(f"{file} is not the object of its name")
    status = terminal / "status.json"
    if status.exists():
        json.loads(status.read_text())  # always whole
