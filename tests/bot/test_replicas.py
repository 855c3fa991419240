"""Two programs over one database: what staff publish at one is what residents hear from the other."""

import re

from tests.browser.house import browser
from tests.replicas import answer, answered_with, publish, replica, visitor

QUESTION = "月亮上的拐杖在哪里借"


async def test_what_is_published_at_one_is_answered_by_the_other(database_url):
    async with replica(database_url) as ours, browser(ours.url) as clerk:
        await ours.owner(clerk)
        async with replica(database_url) as theirs, visitor(ours) as here, visitor(theirs) as there:
            assert theirs.invite == "", "there is an owner already"
            assert "广寒宫" not in await answer(there, 900, QUESTION)
            key = await publish(clerk, QUESTION, "广寒宫的服务台有。")
            assert "广寒宫" in await answer(here, 901, QUESTION), "where it was published it is so at once"
            await answered_with(there, QUESTION, "广寒宫")
            page = (await clerk.get(f"/staff/book/entry/{key}")).text
            held = dict(re.findall(r'<input type="hidden" name="(csrf|seen)" value="(\w+)"', page))
            done = await clerk.post(f"/staff/book/entry/{key}/archive", data=held | {"sure": "true"})
            assert done.status_code == 303, done.text
            await answered_without(there, QUESTION, "广寒宫")


async def answered_without(client, question, words):
    """Ask until the answer has these words no more; the test's time limit ends a wait in vain."""
    number = 1_000
    while words in await answer(client, number, question):
        number += 1
