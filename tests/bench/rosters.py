"""``python -m tests.bench rosters``: generated rosters read without an invented session; a long sheet timed."""

import argparse
import sys
import time
from collections import Counter

from knowledge.rosters.reader import read_roster_bytes
from tests.knowledge.rosters.builders import xlsx
from tests.knowledge.rosters.noise import noisy
from tests.knowledge.rosters.promises import broken_promises

DAYS = ("周一", "周二", "周三", "周四", "周五")


def long_sheet(rows: int) -> bytes:
    """A doctor by weekday grid with many rows."""
    head = ["科室", "专家", "职称", *(day + half for day in DAYS for half in ("上", "下")), "挂号费", "备注"]
    marks = ["√", "", "特需", "", "单周", "", "8:00-10:00", "", "停", ""]
    body = [
        [f"{number % 50}号科", f"张{chr(0x4E00 + number)}", "主任医师", *marks, 38, "限号15"] for number in range(rows)
    ]
    return xlsx({"排班": [["示例医院专家门诊"], head, *body]})


def main(argv: list[str] | None = None) -> int:
    """Exit 1 when a promise is broken or a file crashes the reader."""
    parser = argparse.ArgumentParser(prog="tests.bench rosters")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--first", type=int, default=0, help="first seed")
    given = parser.parse_args(argv)
    content = long_sheet(given.rows)
    start = time.perf_counter()
    roster = read_roster_bytes("long.xlsx", content)
    sys.stdout.write(
        f"{given.rows} rows: {len(roster.sessions)} sessions in {time.perf_counter() - start:.2f} s (limit 10 s)" + "\n"
    )
    broken, kinds, sessions = 0, Counter[str](), 0
    start = time.perf_counter()
    for seed in range(given.first, given.first + given.files):
        file = noisy(seed)
        try:
            roster = read_roster_bytes(file.name, file.content)
            found = broken_promises(file, roster)
        except Exception as crash:  # noqa: BLE001 (a crash of any kind is what is looked for)
            found = [f"crash {crash!r}"]
        sessions += len(roster.sessions)
        kinds.update(error.why for error in roster.errors)
        broken += bool(found)
        if found and broken <= 20:
            sys.stdout.write("\n   ".join([str(seed), *found[:3]]) + "\n")
    seconds = time.perf_counter() - start
    sys.stdout.write(
        f"{given.files} files: {sessions} sessions, {broken} with a broken promise, {seconds:.0f} s; {dict(kinds)}\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
