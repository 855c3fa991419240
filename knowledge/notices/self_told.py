"""A doctor who writes of himself: 「我下周二停诊。……褚时行」 is about the one who signed."""

import re
from collections.abc import Sequence

from knowledge.notices.people import Person
from knowledge.notices.signs import D, P, Signed

_MYSELF = re.compile(r"(?<![自给帮])我(?!院|科|们|中心|区|市|处|部|县|镇|街|司|校|所|站|室|馆|的同)|本人")
_SIGNED = re.compile(rf"(?:^|[。;!,:~ )—-]|科|[生师][:]?){P}(?:[ 敬谨上启呈。!,]|{D})*$")
_NAME_BELOW = re.compile(rf"{P}(?:[ 敬谨上启呈。!,]|{D})*$")
_GREETED = re.compile(rf"^[ @\[【(]*(?:致|尊敬的|亲爱的)?{P}(?:[、和]{P})*(?:您?好)?[,:!。 ]")


def without_greeting(lines: Sequence[Signed]) -> list[Signed]:
    """李老师，我下周四…。沈柏清 12月1日: neither who is spoken to nor the day of the signature changes a clinic."""
    if not signer(lines):
        return list(lines)
    last = max(place for place, line in enumerate(lines) if line.said())
    plain = [line.with_text(_GREETED.sub("", line.text, count=1)) for line in lines]
    plain[last] = plain[last].with_text(_NAME_BELOW.sub("", plain[last].text))
    return plain


def signer(lines: Sequence[Signed]) -> list[Person]:
    """Who signed, when the notice speaks in the first person and its last words are a name; else nobody."""
    told = [line for line in lines if line.text.strip()]
    if not any(_MYSELF.search(line.text) for line in told):
        return []
    last = next((line for line in reversed(told) if line.said()), None)
    return last.said()[-1:] if last is not None and _SIGNED.search(last.text) else []
