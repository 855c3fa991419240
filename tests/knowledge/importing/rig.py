"""Small rosters and one call to load them, as the tests of importing need."""

from pathlib import Path

from knowledge import reading
from knowledge.editing import Actor
from knowledge.importing.gathering import files_to_read, gather
from knowledge.importing.loading import Options, load
from tests.conftest import NOON
from tests.knowledge.rosters.builders import xlsx

HEAD = ("科室", "专家", "职称", "门诊时间", "挂号费")
TITLE = ("岳阳医院专家门诊排班表",)
ROWS = (
    ("骨伤科", "示例甲", "主任医师", "周三上午", 38),
    ("骨伤科", "示例乙", "副主任医师", "周一下午、周四下午", 30),
    ("针推伤科", "示例丙", "主治医师", "周五夜门诊", 22),
)


def roster(path: Path, rows=ROWS, *, title=TITLE, head=HEAD) -> Path:
    """A roster as a file, one line an expert."""
    path.write_bytes(xlsx({"排班": [title, head, *rows]}))
    return path


def load_files(database, *paths: Path, now=NOON, **options):
    """Gather and load; the report."""
    gathered = gather(files_to_read(paths))
    return database.write(load, gathered, Actor("测试", "command"), now, Options(**options))


def held(database, kind: str):
    """The facts of a kind that are in the Book now."""
    states = database.read(reading.states)
    return [state.fact for (of, _), state in states.items() if of == kind and not state.archived]


def changed(report):
    """The differences that are none of a publication, as (change, who, words)."""
    shown = [d for d in report.differences if d.change != "same" and d.key[0] != "source"]
    return [(d.change, d.who, d.words) for d in shown]
