"""Generates rosters with structure and cell noise, with what may be in them. Seeded: the same number, the same file."""

import random
from dataclasses import dataclass

from tests.knowledge.rosters.builders import delimited, xls, xlsx

SURNAMES = "张李王赵钱孙周吴郑冯陈褚卫蒋沈韩杨"
GIVEN = "甲乙丙丁戊己庚辛壬癸明华文静"
DEPARTMENTS = ["针灸科", "推拿科", "肛肠科", "儿科", "骨伤科", "名中医工作室", "中医内科"]
TITLES = ["主任医师", "副主任医师", "主治医师", "主任亦师", ""]
MARKS = [
    "√",
    "●",
    "★",
    "单周",
    "双周",
    "特需",
    "夜",
    "8:00-11:00",
    "限20号",
    "√(限10号)",
    "上午",
    "全天",
    "1、3周",
    "第一个",
    "",
    "",
    "",
    "",
]
DEAD = ["", "/", "—", "×", "停", "停诊", "休", " ", "无"]
JUNK = [
    "？",
    "#REF!",
    "25:00-27:00",
    "周八",
    "aaa",
    "13月45日",
    "\ufffd",
    "=1/0",
    "√√？",
    "0.333",
    "2026-02-30",
    "<b>",
    "🙂",
    "a" * 300,
    "8:00-",
    "-1",
    "1e9",
    "١٢",
]
TIMES = [
    "周一上午",
    "周二、周四下午",
    "每月第一个周三上午",
    "隔周二下午",
    "单周三上午",
    "周一至周五上午",
    "7/4下 7/11下",
    "周六全天",
    "不定期",
    "周三夜门诊",
    "8:00-11:30",
]
DAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
NOTES = ["", "", "", "国庆停诊", "限号15", "每月第一个周六上午加诊", "12月5日停诊", "夜门诊17:30-20:00", "隔周", "北院"]
FOOTERS = [
    "注：★为特需门诊。",
    "2. 特需门诊挂号费300元。",
    "单周自2026年11月2日起算",
    "张甲12月14日至20日停诊",
    "合计：9条",
    "法定节假日停诊",
]


@dataclass(frozen=True)
class Noisy:
    """A file, the names written into it, and all its cell texts."""

    name: str
    content: bytes
    names: frozenset[str]


def noisy(seed: int) -> Noisy:
    """One generated file."""
    chance = random.Random(seed)
    names = sorted(
        {
            chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice([1, 2])))
            for _ in range(chance.randint(1, 8))
        }
    )
    rows = chance.choice([_grid, _list, _by_date, _people])(chance, names)
    rows = _disturbed(chance, rows)
    kind = chance.choice(["xlsx", "xlsx", "csv", "gb", "xls"])
    if kind == "csv":
        return Noisy("a.csv", delimited(rows, "utf-8-sig"), frozenset(names))
    if kind == "gb":
        return Noisy("a.csv", delimited(rows, "gb18030"), frozenset(names))
    if kind == "xls":
        return Noisy("a.xls", xls("排班", rows), frozenset(names))
    clean = [[str(value).replace("\x0b", "") for value in row] for row in rows]
    hidden = {"排班": [chance.randint(1, len(rows))]} if chance.random() < 0.2 else None
    return Noisy("a.xlsx", xlsx({"排班": clean}, merge=_areas(chance, len(rows)), hide_rows=hidden), frozenset(names))


def _mark(chance: random.Random) -> str:
    return chance.choice(chance.choices([MARKS, DEAD, JUNK], [8, 3, 1])[0])


def _grid(chance: random.Random, names: list[str]) -> list[list[str]]:
    days = chance.sample(DAYS, chance.randint(3, 7))
    head = ["科室", "专家", "职称", *(day + half for day in days for half in ("上午", "下午")), "挂号费", "备注"]
    body = [
        [
            chance.choice(DEPARTMENTS),
            name,
            chance.choice(TITLES),
            *(_mark(chance) for _ in range(2 * len(days))),
            chance.choice(["38", "50元", "面议", ""]),
            chance.choice(NOTES),
        ]
        for name in names
    ]
    return [
        ["示例医院专家门诊（测试数据）2026年12月"],
        head,
        *body,
        [],
        *([line] for line in chance.sample(FOOTERS, 2)),
    ]


def _list(chance: random.Random, names: list[str]) -> list[list[str]]:
    head = ["专家", "职称", "科室", "门诊时间", "院区", "备注"]
    body = [
        [
            name,
            chance.choice(TITLES),
            chance.choice(DEPARTMENTS),
            chance.choice(TIMES + JUNK[:4]),
            chance.choice(["总院", "北院", ""]),
            chance.choice(NOTES),
        ]
        for name in names
    ]
    return [["示例医院2026年出诊表"], head, *body, *([line] for line in chance.sample(FOOTERS, 1))]


def _by_date(chance: random.Random, names: list[str]) -> list[list[str]]:
    head = ["日期", "星期", "社区", "上班时间", "类型", "医生", "发布状态", "医生备注"]
    body = []
    for number, name in enumerate(names * 2):
        day = 7 + number % 7
        body.append(
            [
                f"2026-12-{day:02d}",
                DAYS[(number + chance.choice([0, 0, 0, 1])) % 7],
                "甲社区",
                chance.choice(["08:00至11:30", "13:00至16:30", "11:30-8:00"]),
                "中医",
                chance.choice([name, name, "无", ""]),
                chance.choice(["已发布", "未发布"]),
                chance.choice(["", "停诊", "限号5"]),
            ]
        )
    return [head, *body]


def _people(chance: random.Random, names: list[str]) -> list[list[str]]:
    def cell() -> str:
        said = [
            name + chance.choice(["", "主任医师", "（针灸科）", "（单周）", "医生"])
            for name in chance.sample(names, min(len(names), 2))
        ]
        return chance.choice(["、".join(said), "/".join(said), said[0], "", "停诊", chance.choice(JUNK)])

    days = DAYS[: chance.randint(3, 6)]
    return [["示例医院专家门诊"], ["", *days], *([half, *(cell() for _ in days)] for half in ("上午", "下午"))]


def _disturbed(chance: random.Random, rows: list[list[str]]) -> list[list[str]]:
    for _ in range(chance.choice([0, 0, 1, 3])):
        row = chance.choice(rows)
        if row:
            row[chance.randrange(len(row))] = chance.choice(JUNK)
    if chance.random() < 0.2:
        rows.insert(chance.randrange(len(rows)), [])
    if chance.random() < 0.1:
        chance.shuffle(rows)
    return rows


def _areas(chance: random.Random, height: int) -> dict[str, list[str]]:
    if chance.random() < 0.5 or height < 5:
        return {}
    top = chance.randint(3, height - 1)
    column = chance.choice("ABD")
    return {"排班": [f"{column}{top}:{column}{top + 1}"]}
