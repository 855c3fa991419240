from datetime import timedelta

from knowledge.database import Database
from knowledge.handoffs import hand_over, settle
from knowledge.message import Address
from knowledge.replies import unanswered
from tests.conftest import NOON

ANN, BOB = Address("test", "ann"), Address("web", "bob")


def test_who_asked_for_help_waits_once_until_answered(database: Database):
    database.write(hand_over, ANN, "referral", "pathway:transfer", NOON)
    database.write(hand_over, BOB, "referral", "pathway:transfer", NOON + timedelta(hours=1))
    database.write(hand_over, ANN, "referral", "pathway:transfer", NOON + timedelta(hours=2))
    held = database.read(unanswered)
    assert [(one.address, one.topic, one.subject) for one in held] == [
        (BOB, "referral", "pathway:transfer"),
        (ANN, "referral", "pathway:transfer"),
    ]
    assert held[1].at == NOON + timedelta(hours=2)
    assert database.write(settle, held[0].id)
    assert not database.write(settle, held[0].id)
    assert [one.address for one in database.read(unanswered)] == [ANN]


def test_a_flood_of_them_is_shown_in_part_the_longest_waiting_first(database: Database):
    for number in range(120):
        database.write(hand_over, Address("web", str(number)), "referral", "", NOON + timedelta(seconds=number))
    shown = database.read(unanswered)
    assert [one.address.id for one in shown] == [str(number) for number in range(100)]
