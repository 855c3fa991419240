"""The week of a base or an expert as a picture for the family chat."""

from collections.abc import Sequence
from datetime import date

from knowledge.message import Attachment
from knowledge.pictures.words import Names, week_of, week_text
from knowledge.timetable import Sitting


def week_pictures(
    title: str, sittings: Sequence[Sitting], first: date, names: Names, footnote: str
) -> tuple[Attachment, ...]:
    """The week as PNG pages, nearly always one; the first page's description is the whole week in words.

    Raises NoFont where no Chinese typeface is installed.
    """
    from knowledge.pictures.drawing import pages

    week = week_of(title, sittings, first, names, footnote)
    drawn = pages(week)
    told = [week_text(week), *(f"{title}，第{n}张，共{len(drawn)}张" for n in range(2, len(drawn) + 1))]
    return tuple(
        Attachment(f"week-{first.isoformat()}{f'-{n}' if n > 1 else ''}.png", "image/png", content, words)
        for n, (content, words) in enumerate(zip(drawn, told, strict=True), 1)
    )
