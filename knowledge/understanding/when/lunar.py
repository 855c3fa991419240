"""The Chinese calendar by the sky: new moons and the sun's longitude, as GB/T 33661-2017 defines months and terms.

Formulas: J. Meeus, Astronomical Algorithms, 2nd ed., chapters 25 and 49, without the smallest terms: good to a few
minutes, which gives every month from 2000 to 2050 right (checked by comparison with published tables).
"""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from math import floor, radians, sin
from typing import NamedTuple

TERMS = (
    *("春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑", "立秋", "处暑", "白露"),
    *("秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒", "立春", "雨水", "惊蛰"),
)
_BEIJING = (8 * 3600 - 70) / 86400  # days from terrestrial time to clock time in China
_EPOCH = 1721424.5  # Julian day of date.fromordinal(0)
_TERM_DAYS = 365.2422 / 24


class Month(NamedTuple):
    """A lunar month: ``number`` 1 to 12, whether it is the leap one, and its first day."""

    number: int
    leap: bool
    first: date


def _day(julian: float) -> date:
    return date.fromordinal(floor(julian + _BEIJING - _EPOCH))


def _new_moon(k: int) -> date:
    """The day in China of the k-th new moon after 6 January 2000."""
    century = k / 1236.85
    e = 1 - 0.002516 * century
    sun, moon = radians(2.5534 + 29.10535670 * k), radians(201.5643 + 385.81693528 * k)
    node, knot = radians(160.7108 + 390.67050284 * k), radians(124.7746 - 1.56375588 * k)
    correction = (
        (-0.40720, moon), (0.17241 * e, sun), (0.01608, 2 * moon), (0.01039, 2 * node), (0.00739 * e, moon - sun),
        (-0.00514 * e, moon + sun), (0.00208 * e * e, 2 * sun), (-0.00111, moon - 2 * node),
        (-0.00057, moon + 2 * node), (0.00056 * e, 2 * moon + sun), (-0.00042, 3 * moon),
        (0.00042 * e, sun + 2 * node), (0.00038 * e, sun - 2 * node), (-0.00024 * e, 2 * moon - sun), (-0.00017, knot),
    )  # fmt: skip
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * century**2
    return _day(mean + sum(size * sin(angle) for size, angle in correction))


def _sun_longitude(julian: float) -> float:
    """Apparent longitude of the sun in degrees."""
    t = (julian - 2451545) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    wobble = 0.00569 + 0.00478 * sin(radians(125.04 - 1934.136 * t))
    return (280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - wobble) % 360


@cache
def term(name: str, year: int) -> date:
    """The day of a solar term in a calendar year, such as 冬至."""
    place = TERMS.index(name)
    order = (place + 5) % 24  # 小寒 is the first of the calendar year
    julian = date(year, 1, 5).toordinal() + _EPOCH + order * _TERM_DAYS
    for _ in range(6):
        off = (place * 15 - _sun_longitude(julian) + 180) % 360 - 180
        julian += off * 365.2422 / 360
    return _day(julian)


@cache
def _months_of_solstice_year(year: int) -> tuple[Month, ...]:
    """The months from the one with last year's 冬至 (the eleventh) up to the one with this year's."""
    begin, end = (_moon_before(term("冬至", each)) for each in (year - 1, year))
    moons = [_new_moon(k) for k in range(begin, end + 1)]
    middles = [term(name, each) for each in (year - 1, year) for name in TERMS[::2]]
    leap_year, leap_seen, number = len(moons) - 1 == 13, False, 10
    months = []
    for first, following in pairwise(moons):
        leap = leap_year and not leap_seen and not any(first <= middle < following for middle in middles)
        leap_seen |= leap
        number += not leap
        months.append(Month((number - 1) % 12 + 1, leap, first))
    return tuple(months)


def _moon_before(day: date) -> int:
    k = round((day.toordinal() + _EPOCH - 2451550.1) / 29.530588861) + 1
    while _new_moon(k) > day:
        k -= 1
    return k


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The date of a lunar day; ``year`` is the calendar year in which that lunar year begins. 30 may not exist."""
    spring = [m for m in _months_of_solstice_year(year) if m.number <= 10]
    winter = [m for m in _months_of_solstice_year(year + 1) if m.number >= 11][:3]
    months = spring + winter
    found = next((m for m in months if m.number == month and not m.leap), None)
    if found is None or not 1 <= day <= 30:
        return None
    wanted = found.first + timedelta(day - 1)
    nexts = [
        m.first for m in _months_of_solstice_year(year) + _months_of_solstice_year(year + 1) if m.first > found.first
    ]
    return None if nexts and wanted >= min(nexts) else wanted


def new_years_eve(year: int) -> date | None:
    """除夕 of the lunar year that ends in the calendar year ``year``."""
    spring = lunar_day(year, 1, 1)
    return spring - timedelta(1) if spring else None
