"""The desk's pages with 10,000 entries and 100,000 logged questions: ``python -m tests.bench.desk``.

Milliseconds from request to answer over loopback, in one process with the browser: the first, which makes what is kept
afterwards, then the middle, the 95th percentile and the worst of thirty. Entries are made by putting words of the Book
together; every edit that is rehearsed or published is another one.
"""

import asyncio
import random
import statistics
import tempfile
import time
from datetime import timedelta
from itertools import count, islice, product

import click
from sqlalchemy import insert

from bot.web.staff.rehearsing import make_ready
from knowledge import tables as t
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.keeping.fields import empty, shown
from knowledge.library import load_shipped
from knowledge.migrations import migrate
from knowledge.model import Entry
from knowledge.moments import in_storage
from tests.bench.table import table
from tests.bot.staff_rig import csrf, open_desk
from tests.conftest import NOON

ENTRIES, QUESTIONS, TIMES = 10_000, 100_000, 30
PLACES = ("一楼大厅", "门诊东门", "三号楼", "住院部", "急诊旁", "中药房", "挂号处", "检验科", "二楼西侧", "地下车库")
THINGS = (
    "轮椅",
    "雨伞",
    "充电宝",
    "拐杖",
    "饮水机",
    "停车券",
    "发票",
    "病历本",
    "化验单",
    "胶片",
    "陪护床",
    "营养餐",
    "寄存柜",
)
ASKS = ("在哪里借", "怎么领", "几点开始发", "要不要押金", "找谁问", "能不能代领", "丢了怎么办", "可以预约吗")
ALIASES = (
    "龙华老院",
    "龙华总院",
    "谢谢医院",
    "零陵路医院",
    "宛平南路医院",
    "大木桥",
    "中医大一附院",
    "早预约",
    "拐杖",
    "上中医附属",
)
WORDINGS = (
    "社区里怎么帮我约专家",
    "三号楼的轮椅怎么领",
    "早预约是怎么个约法",
    "化验单丢了怎么办呢",
    "how to book early",
)
EXPERTS = ("王小明", "陈大夫", "李建国", "龙华", "张美", "徐家汇", "欧阳春", "方塔")
CHANGED = {"entry": "early_how", "institution": "longhua", "locality": "station_longhua"}
PAGES = (
    ("today", "/staff"),
    ("the list", "/staff/book"),
    ("the last page of the list", "/staff/book?page=200"),
    ("search by words", "/staff/book?q=拐杖丢了"),
    ("search with a slip", "/staff/book?q=拐仗丢勒"),
    ("search in hospitals", "/staff/book?kind=institution&q=龙华"),
    ("an entry", "/staff/book/entry/made_77"),
    ("a hospital and who names it", "/staff/book/institution/longhua"),
    ("a form", "/staff/book/entry/made_77/edit"),
    ("a history", "/staff/book/entry/made_77/history"),
    ("a group of questions", "/staff/questions?id=1&id=2&id=3"),
    ("a question tried", "/staff/try?q=住院部的拐杖丢了怎么办"),
    ("names that clash", "/staff/names?kind=entry&id=x&said=住院部的拐杖丢了怎么办"),
    ("the audit", "/staff/audit"),
    ("the settings", "/staff/settings"),
)


def entries(many: int) -> list[Entry]:
    """Made-up questions, four wordings each."""
    held = []
    for n, (place, thing, ask, floor) in enumerate(islice(product(PLACES, THINGS, ASKS, range(1, 20)), many)):
        title = f"{place}{floor}号的{thing}{ask}"
        ways = (
            f"{thing}{ask}，{place}{floor}号",
            f"请问{place}{floor}号{thing}{ask}",
            f"{floor}号{place}有{thing}伐{ask}",
        )
        held.append(Entry(id=f"made_{n}", title=title, topic="programme", answer="请问服务台。", phrasings=ways))
    return held


def fill(database: Database) -> None:
    """The shipped Book, the made-up entries, the logged questions with up to five askers each."""
    migrate(database)
    database.write(load_shipped, NOON)
    edits = [Edit(("entry", entry.id), entry) for entry in entries(ENTRIES)]
    database.write(publish, edits, "file", Actor("bench", "command"), NOON)
    chance = random.Random(1)
    rows, askers = [], []
    for n in range(1, QUESTIONS + 1):
        words = f"{chance.choice(PLACES)}{n}有没有{chance.choice(THINGS)}{chance.choice(ASKS)}"
        at = in_storage(NOON - timedelta(minutes=chance.randrange(40_000)))
        many = min(5, 1 + int(chance.expovariate(1)))
        rows.append(
            {"id": n, "likeness": words, "question": words, "reason": "unknown", "times": many, "askers": many}
            | {"first_asked": at, "last_asked": at}
        )
        askers += [{"question": n, "trace": f"{n}-{k}"} for k in range(many)]
    database.write(lambda c: c.execute(insert(t.unanswered), rows))
    database.write(lambda c: c.execute(insert(t.asker), askers))


async def timed(work) -> list[tuple[float, float]]:
    """Milliseconds of each run by the clock, and of CPU with the browser's part in it; the first is the very first."""
    taken = []
    for _ in range(TIMES + 1):
        begun, spent = time.perf_counter(), time.process_time()
        reply = await work()
        assert reply.status_code in {200, 303}, (reply.status_code, reply.text[:500])
        taken.append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - spent)))
    return taken


def edits(browser, book, token):
    """Previews and a publication: each time another entry, another alias, another expert."""
    number = count()
    own = {"csrf": token, "desk_confirmed": "true", "desk_agreed": "true"}
    new = empty("entry") | own | {"answer": "没有。", "topic": "programme"}
    texts = {kind: shown(kind, book.kinds[kind][i]) for kind, i in CHANGED.items()}
    filled_in = {kind: {name: text for name, text in held.items() if text} for kind, held in texts.items()}
    known = {kind: held | own | {"desk_seen": "1"} for kind, held in filled_in.items()}

    def entry(act):
        n = next(number)
        words = f"{PLACES[n % 7]}{THINGS[n % 11]}{n}{ASKS[n % 5]}"
        said = {"title": f"月亮上{words}", "phrasings": f"{words}呀", "desk_act": act}
        return browser.post("/staff/book/entry/new", data=new | said)

    def renamed(kind, field, words):
        held = known[kind]
        data = held | {field: f"{held.get(field, '')}\n{words[next(number) % len(words)]}", "desk_act": "preview"}
        return browser.post(f"/staff/book/{kind}/{CHANGED[kind]}/edit", data=data)

    def thresholds():
        said = {"sure": f"0.{70 + next(number) % 9}", "maybe": "0.4", "seen_sure": "0.6", "seen_maybe": "0.42"}
        return browser.post("/staff/settings", data={"csrf": token} | said)

    async def thresholds_anew():
        assert (await entry("save")).status_code == 303
        return await thresholds()

    def expert():
        said = {"name": EXPERTS[next(number) % len(EXPERTS)], "institution": "longhua", "desk_act": "preview"}
        return browser.post("/staff/book/expert/new", data=empty("expert") | own | said)

    return {
        "a preview of a new entry": lambda: entry("preview"),
        "a preview of an entry's new wording": lambda: renamed("entry", "phrasings", WORDINGS),
        "a preview of a hospital's other name": lambda: renamed("institution", "aliases", ALIASES),
        "a preview of a place's other name": lambda: renamed("locality", "aliases", ALIASES),
        "a preview of a new expert": expert,
        "publishing an entry": lambda: entry("save"),
        "other thresholds tried": thresholds,
        "publishing an entry, then other thresholds": thresholds_anew,
    }


async def measure(database: Database) -> None:
    """Ask for every page, preview an edit, publish one."""
    async with open_desk(database) as desk:
        begun = time.perf_counter()
        _ = desk.house.shelf.book.questions, desk.house.shelf.reader.names  # as the service does before it serves
        click.echo(f"made ready in {time.perf_counter() - begun:.1f} s")
        browser = await desk.browser("安")
        begun = time.perf_counter()
        await asyncio.to_thread(make_ready, desk.house.shelf.reader, NOON)  # as it is after the first page of the desk
        click.echo(f"the desk made ready in {time.perf_counter() - begun:.1f} s")
        works = {name: (lambda path=path: browser.get(path)) for name, path in PAGES}
        works |= edits(browser, desk.house.shelf.book, await csrf(browser))
        rows = []
        for name, work in works.items():
            first, *others = await timed(work)
            clock, cpu = ([one[part] for one in others] for part in (0, 1))
            figures = (first[0], statistics.median(clock), p95(clock), max(clock), statistics.median(cpu), p95(cpu))
            rows.append([name, *(f"{one:.0f}" for one in figures)])
        click.echo(table(["page", "first", "p50", "p95", "worst", "CPU p50", "CPU p95"], rows))


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def main(_argv: list[str]) -> None:
    """Fill a new database and measure."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/desk.sqlite")
        fill(database)
        asyncio.run(measure(database))
        database.close()


if __name__ == "__main__":
    main([])
