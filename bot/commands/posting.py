"""``poster``: a page to hang up in a waiting room, with the code that opens a base or an expert."""

import re
from pathlib import Path

import click

from bot.assembly import open_house
from bot.settings import read_settings
from knowledge.answering.answer import specialties_said
from knowledge.answering.contact import best_campus, sure
from knowledge.answering.sittings import expert_said
from knowledge.book import Book
from knowledge.pictures.poster import Poster, as_pdf, as_png
from knowledge.wording import Voice

_VOICE = Voice()
_FORMS = {".png": as_png, ".pdf": as_pdf}
_SCAN_TELEGRAM = "手机相机扫一扫，在 Telegram 里打开"
_SCAN_WEB = "手机相机或微信扫一扫"
_LONGEST_LINK = 200
"""Characters; with more the squares of the code get too small to scan from a wall."""
_NO_DOCTOR = "只帮您查去处，不看病、不开药。急事请打 120。"
_SAMPLE = "【示例，不是真的排班】"


@click.command()
@click.argument("kind", type=click.Choice(["base", "expert"]))
@click.argument("id_", metavar="ID")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A .png or .pdf file [KIND-ID.pdf].")
@click.option("--bot", "name", metavar="NAME", help="The Telegram bot's name: the code opens it at the base or expert.")
@click.option("--url", help="The address of the web page, when the code is to open that.")
def poster(kind: str, id_: str, out: Path | None, name: str | None, url: str | None) -> None:
    """Make an A4 poster for the base or expert ID, with a code to scan."""
    link = _link(kind, id_, name, url)
    file = out or Path(f"{kind}-{id_}.pdf")
    if file.suffix.lower() not in _FORMS:
        raise click.BadParameter("write a file that ends in .png or .pdf", param_hint="--out")
    with open_house(read_settings()) as house:
        page = poster_of(kind, id_, house.shelf.book, link, _SCAN_TELEGRAM if name else _SCAN_WEB)
    try:
        file.write_bytes(_FORMS[file.suffix.lower()](page))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"{file}: {link}")


def _link(kind: str, id_: str, name: str | None, url: str | None) -> str:
    if bool(name) == bool(url):
        raise click.UsageError("Say where the code leads: --bot NAME (Telegram) or --url URL (the web page).")
    if url:
        if len(url) > _LONGEST_LINK or not re.fullmatch(r"https?://[^\s/]+\S*", url):
            raise click.BadParameter("write it short, like https://example.org/", param_hint="--url")
        return url
    payload, bot = f"{kind}_{id_}", str(name).removeprefix("@")
    if not re.fullmatch(r"[A-Za-z0-9_]{5,32}", bot):
        raise click.BadParameter("write the bot's name as Telegram shows it, like jiamenkou_bot", param_hint="--bot")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
        raise click.BadParameter(f"{id_!r} cannot stand in a Telegram link", param_hint="ID")
    return f"https://t.me/{bot}?start={payload}"


def poster_of(kind: str, id_: str, book: Book, link: str, how: str) -> Poster:
    """What the poster of a base or an expert says. An id that is not in the Book: a sentence and exit code 1."""
    if kind == "base" and id_ in book.bases:
        base = book.bases[id_]
        asks = f"看{specialties_said(base.specialties, book, _VOICE)}：问门诊、问地址、问转诊"
        return Poster(
            name=book.institutions[base.institution].short,
            asks=asks,
            how=how,
            link=link,
            below=_below(base.institution, book),
        )
    if kind == "expert" and id_ in book.clinics.experts:
        expert = book.clinics.experts[id_]
        below = _below(expert.institution, book)
        return Poster(
            name=f"{expert_said(expert, _VOICE)} {expert.title}".strip(),
            asks="哪天坐诊、有没有停诊，一扫就知道",
            how=how,
            link=link,
            below=(_SAMPLE, *below) if expert.sample else below,
        )
    known = ", ".join(book.bases if kind == "base" else list(book.clinics.experts)[:20]) or "none yet"
    raise click.ClickException(f"there is no {kind} {id_!r}; known are: {known}")


def _below(institution_id: str, book: Book) -> tuple[str, ...]:
    """Address and phone as far as they are sure, the date they are from, and what this is not."""
    institution = book.institutions[institution_id]
    campus = best_campus(institution)
    if campus is None:
        return (institution.short, _NO_DOCTOR)
    address = f"{institution.short}　{campus.address if sure(campus) else ''}".strip()
    phone = _VOICE.say("base_card_phone", phone=campus.phone) if campus.phone else ""
    key = "confirmed_on" if campus.confirmed_by else "facts_dated"
    dated = _VOICE.say(key, date=campus.verified_on) if campus.verified_on else ""
    return tuple(line for line in (address, "　".join(part for part in (phone, dated) if part), _NO_DOCTOR) if line)
