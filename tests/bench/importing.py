"""``python -m tests.bench importing``: a long roster into the Book, and a city's clinics asked in memory."""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from knowledge.clinics import Change, Expert, Session
from knowledge.database import Database
from knowledge.editing import Actor
from knowledge.importing.gathering import gather
from knowledge.importing.loading import Options, load
from knowledge.library import load_shipped
from knowledge.migrations import migrate
from knowledge.rosters.slots import CODES
from knowledge.schedule import Clinics
from tests.bench.table import table
from tests.knowledge.rosters.builders import xlsx

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TOMORROW = date(2026, 11, 23)
"""A Monday: more sit on it than on the day after ``NOW``."""
DEPARTMENTS = {"骨伤科": "orthopaedics", "针灸科": "acupuncture", "肛肠科": "proctology", "皮肤科": "dermatology"}


def long_roster(rows: int) -> bytes:
    """One line a half-day of an expert."""
    days, names = list(CODES), list(DEPARTMENTS)
    lines = [
        (
            names[n % 4],
            f"示例{chr(0x4E00 + n // 3)}{chr(0x5F00 + n // 3)}",
            "主任医师",
            f"{days[n % 3]}上午",
            38,
            "201室",
        )
        for n in range(rows)
    ]
    head = ("科室", "专家", "职称", "门诊时间", "挂号费", "诊室")
    return xlsx({"排班": [("岳阳医院专家门诊排班表",), head, *sorted(lines)]})


def importing(rows: int) -> dict[str, float]:
    """Seconds to load a sheet of so many rows, and to load it again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.xlsx"
        path.write_bytes(long_roster(rows))
        database = Database(f"sqlite:///{folder}/bench.sqlite")
        migrate(database)
        database.write(load_shipped, NOW)
        seconds = {}
        for name in ("load", "again"):
            start = time.perf_counter()
            report = database.write(load, gather([path]), Actor("bench", "command"), NOW, Options())
            seconds[name] = time.perf_counter() - start
            wrong = report.errors or (name == "again" and report.counts["new"])
            if wrong:
                sys.exit(f"{name}: {report.counts} {report.errors[:3]}")
        database.close()
    return seconds


def city(institutions: int, experts: int, sessions: int) -> Clinics:
    """Clinics of a city: every expert sits on so many half-days; one in ten is suspended for a week."""
    kinds: dict[str, dict[str, Expert | Session | Change]] = {"expert": {}, "session": {}, "change": {}}
    codes, departments = list(CODES.values()), list(DEPARTMENTS.items())
    for place in (f"i{n}" for n in range(institutions)):
        for number in range(experts):
            who = f"{place}e{number}"
            kinds["expert"][who] = Expert(id=who, name=f"示例{who}", institution=place)
            department, specialty = departments[number % 4]
            for n in range(sessions):
                kinds["session"][f"{who}s{n}"] = Session(
                    id=f"{who}s{n}",
                    expert=who,
                    institution=place,
                    department=department,
                    specialties=(specialty,),
                    half_day="下午" if n % 2 else "上午",
                    rule=f"FREQ=WEEKLY;BYDAY={codes[(number + n) % 7]}",
                )
            if number % 10 == 0:
                kinds["change"][who] = Change(
                    id=who, change="suspend", institution=place, expert=who, first="2026-11-23", last="2026-11-29"
                )
    return Clinics(kinds)


def asking(clinics: Clinics) -> dict[str, float]:
    """Seconds for: the first question of all, who sits tomorrow for 骨伤, a year of one expert."""
    every = [one for one in clinics.sessions.values() if "orthopaedics" in one.specialties]
    first = timed(lambda: clinics.sittings(every, TOMORROW, TOMORROW), 1)
    _ = clinics.by_institution, clinics.by_expert  # built once, as a running house has them
    year = TOMORROW + timedelta(365)
    return {
        "first": first,
        "tomorrow": timed(lambda: clinics.sittings(every, TOMORROW, TOMORROW), 15),
        "near": timed(lambda: near(clinics), 50),
        "year": timed(lambda: clinics.sittings(clinics.by_expert["i7e3"], TOMORROW, year), 15),
    }


def near(clinics: Clinics) -> list[object]:
    """The same for the ten institutions that an answer about somebody's neighbourhood looks at."""
    wanted = [
        session
        for n in range(10)
        for session in clinics.by_institution[f"i{n}"]
        if "orthopaedics" in session.specialties
    ]
    return list(clinics.sittings(wanted, TOMORROW, TOMORROW))


def timed(work: Callable[[], object], times: int) -> float:
    """The median of so many runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def main(argv: list[str] | None = None) -> int:
    """Exit 1 when a limit is broken."""
    parser = argparse.ArgumentParser(prog="tests.bench importing")
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--institutions", type=int, default=200)
    given = parser.parse_args(argv)
    loaded, asked = importing(given.rows), asking(city(given.institutions, 30, 5))
    rows = [
        (f"a sheet of {given.rows} rows into the Book", loaded["load"] * 1000, 10_000),
        ("the same sheet again", loaded["again"] * 1000, 10_000),
        (f"who sits tomorrow for 骨伤, ten nearest of {given.institutions} institutions", asked["near"] * 1000, 5),
        (
            f"who sits tomorrow for 骨伤, all {given.institutions} institutions: 1,200 sittings",
            asked["tomorrow"] * 1000,
            None,
        ),
        ("the very first such question (look-ups are built)", asked["first"] * 1000, None),
        ("a year of one expert", asked["year"] * 1000, 20),
    ]
    sys.stdout.write(table(("what", "ms", "limit ms"), rows) + "\n")
    return int(any(limit is not None and took > limit for _, took, limit in rows))


if __name__ == "__main__":
    sys.exit(main())
