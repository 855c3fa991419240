"""Five workers killed in the middle: the bench (``python -m tests.bench kills``) does the same 200 times."""

import random

from tests.scheduler.killing import killing


async def test_a_killed_worker_loses_no_notice_and_nothing_else_arrives_twice(database):
    async with killing(database, random.Random(5)) as (held, stable):
        for _ in range(5):
            await held.round(stable)
    assert held.report.is_clean, held.report
    assert held.report.messages == {"notice": 50, "personal": 100}
