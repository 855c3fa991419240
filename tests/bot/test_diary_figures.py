"""What doctor and /metrics say of reminders and notices: figures, reasons, no people, at next to no cost."""

import msgspec
import pytest

from bot.commands.diary import findings
from bot.web.behind import Behind
from bot.web.figures import Figures
from scheduler.ledger import STATES, Ledger
from tests.browser.house import House, open_page

QUIET = Ledger(
    states=dict.fromkeys(STATES, 0), backlog=0, late=0.0, gaps={"telegram": 0.04}, reminders=12, follows=3, reached=200
)


def but(**values: object) -> Ledger:
    return msgspec.structs.replace(QUIET, **values)


def wrong(held: Ledger) -> list[str]:
    return [line for healthy, line in findings(held) if not healthy]


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (QUIET, []),
        (but(backlog=9, late=59.0), []),
        (but(backlog=9, late=61.0), ["9 deliveries are due, the oldest for 61 s: does 'jiamenkou run' run"]),
        (but(gaps={"telegram": 0.6}), ["telegram: a message every 0.60 s, since it asked for patience"]),
        (but(lost=(("personal", "no answer", 4),)), []),
        (but(lost=(("personal", "no answer", 10),)), []),
        (but(lost=(("personal", "no answer", 11),)), ["200 reached people in seven days, 11 did not"]),
        (but(reached=0, lost=(("notice", "chat not found", 5),)), ["0 reached people in seven days, 5 did not"]),
        (but(lost=(("personal", "unreachable", 50), ("visit", "not read in time", 50))), []),
    ],
    ids=["quiet", "a minute", "late", "slowed", "few", "one in twenty", "many", "all", "people who left"],
)
def test_doctor_looks_where_it_should(held, says):
    found = wrong(held)
    assert len(found) == len(says)
    assert all(line.startswith(words) for line, words in zip(found, says, strict=True))


def test_doctor_tells_what_there_is_and_who_was_not_reached():
    lines = "\n".join(line for _, line in findings(but(lost=(("visit", "late", 2),))))
    assert "12 held, 3 follows" in lines
    assert "not reached in seven days: visit, late: 2" in lines


async def test_metrics_tell_the_ledger():
    house = House()
    lost = (("visit", "late", 2), ("visit", "Bad Request: A", 1), ("visit", "Bad Request: B", 1))
    lost += (("visit", "not taken in time, tries: 3", 1), ("visit", "not taken in time, tries: 4", 1))

    async def figures():
        return but(backlog=4, late=7.5, lost=lost)

    house.behind = Behind(figures=figures)
    async with open_page(house) as client:
        page = (await client.get("/metrics")).text
    assert "jiamenkou_backlog 4.0" in page
    assert "jiamenkou_late_seconds 7.5" in page
    assert 'jiamenkou_deliveries{state="kept"} 0.0' in page
    assert 'jiamenkou_pace_gap_seconds{channel="telegram"} 0.04' in page
    assert 'jiamenkou_not_reached{kind="visit",reason="late"} 2.0' in page
    assert 'jiamenkou_not_reached{kind="visit",reason="refused"} 2.0' in page
    assert 'jiamenkou_not_reached{kind="visit",reason="not taken in time"} 2.0' in page


async def test_metrics_are_told_without_the_ledger_while_the_database_is_away():
    async with open_page(House()) as client:
        page = (await client.get("/metrics")).text
    assert "jiamenkou_web_visitors" in page
    assert "jiamenkou_backlog" not in page


class Watch:
    """Seconds that pass when told to, and readings that take some."""

    def __init__(self, takes: float) -> None:
        self.now, self.takes, self.readings = 1000.0, takes, 0

    async def read(self) -> Ledger:
        self.now += self.takes
        self.readings += 1
        return QUIET

    async def scrape(self, every: float, times: int) -> int:
        figures = Figures(self.read, lambda: self.now)
        for _ in range(times):
            self.now += every
            await figures.refresh()
        return self.readings


@pytest.mark.parametrize(
    ("takes", "every", "readings"),
    [(0.002, 5.0, 20), (0.002, 15.1, 60), (1.0, 15.0, 9)],
    ids=["often asked", "seldom asked", "a large database"],
)
async def test_the_ledger_is_read_seldom_and_the_more_so_the_longer_it_takes(takes, every, readings):
    assert await Watch(takes).scrape(every, 60) == readings
