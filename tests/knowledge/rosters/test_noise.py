"""Noise never crashes the reader and never becomes a session."""

import random
from contextlib import suppress

from knowledge.rosters.model import RosterRefusedError
from knowledge.rosters.reader import read_roster_bytes
from tests.knowledge.rosters.fresh import CASES
from tests.knowledge.rosters.noise import noisy
from tests.knowledge.rosters.promises import broken_promises


def test_generated_rosters_are_read_without_a_crash_or_an_invented_session():
    for seed in range(150):
        file = noisy(seed)
        assert not broken_promises(file, read_roster_bytes(file.name, file.content)), seed


def test_damaged_files_are_refused_or_read_but_never_crash():
    chance = random.Random(7)
    for case in CASES[:6]:
        for _ in range(15):
            content = bytearray(case.content)
            for _ in range(chance.choice([1, 20, 300])):
                content[chance.randrange(len(content))] = chance.randrange(256)
            if chance.random() < 0.5:
                content = content[: chance.randint(1, len(content))]
            with suppress(RosterRefusedError):
                read_roster_bytes(case.file, bytes(content))
