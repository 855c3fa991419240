"""The week as a picture and in words: all is said, large, the same each time; the poster can be scanned."""

import io
from datetime import timedelta

import pytest
import segno
from PIL import Image

from knowledge.pictures import fonts
from knowledge.pictures.drawing import TALLEST, WIDTH
from knowledge.pictures.poster import SIZE, Poster, as_pdf, as_png
from knowledge.pictures.text import Style, width, wrapped
from knowledge.pictures.week import week_pictures
from knowledge.pictures.words import week_of, week_text
from knowledge.timetable import Days, expand
from tests.knowledge.sample_clinics import MONDAY, SUNDAY, name, session, week

FOOTNOTE = "来源：示例医院 · 核对于 2026-11-20"
needs_font = pytest.mark.skipif(fonts.find(fonts.folders()) is None, reason="no Chinese typeface on this machine")


def drawn(sittings, names=name):
    return week_pictures("天山中医医院门诊", sittings, MONDAY, names, FOOTNOTE)[0]


def opened(content):
    return Image.open(io.BytesIO(content)).convert("RGB")


def many(experts):
    weekdays = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    held = [
        session(f"m{n}-{k}", "e_wang", ("上午", "下午")[(n + k) % 2], weekdays[(n + 3 * k) % 7], department="骨伤科")
        for n in range(experts)
        for k in range(5)
    ]
    return expand(held, MONDAY, SUNDAY, Days())


def test_the_words_say_every_day_and_everything_that_is_not_as_usual():
    said = week_text(week_of("天山中医医院门诊", week(), MONDAY, name, FOOTNOTE))
    assert said.splitlines()[:4] == [
        "天山中医医院门诊",
        "11月23日周一 – 11月29日周日",
        "【示例，不是真的排班】",
        "11月23日周一",
    ]
    for words in (
        "上午 08:00–11:30 王示范（骨伤科、3诊室、挂号费38元）",
        "上午 王示范（骨伤科） 停诊（外出会诊）",
        "由赵替班替诊",
        "加诊",
        "改到11月30日周一上午",
        "约满",
        FOOTNOTE,
        "以医院当日公布为准",
    ):
        assert words in said


def test_a_day_nobody_sits_is_said_and_other_weeks_stay_out():
    other = expand([session("far", "e_wang", "上午", "MO")], MONDAY + timedelta(7), MONDAY + timedelta(7), Days())
    said = week_text(week_of("门诊", other, MONDAY, name, ""))
    assert said.count("没有排班") == 7
    assert "王示范" not in said


def test_a_footnote_that_says_it_already_is_not_said_twice():
    twice = week_of("门诊", [], MONDAY, name, "一切以医院当日公布为准。")
    assert week_text(twice).count("以医院当日公布为准") == 1


@needs_font
def test_the_picture_is_a_png_as_wide_as_a_phone_with_the_words_beside_it():
    picture = drawn(week())
    assert (picture.media_type, picture.filename) == ("image/png", "week-2026-11-23.png")
    assert picture.description == week_text(week_of("天山中医医院门诊", week(), MONDAY, name, FOOTNOTE))
    wide, tall = opened(picture.content).size
    assert wide == WIDTH >= 1080
    assert tall <= TALLEST


@needs_font
def test_the_same_week_is_the_same_picture_byte_for_byte():
    assert drawn(week()).content == drawn(week()).content


@needs_font
def test_every_entry_changes_the_picture():
    assert len({drawn(week()[:n]).content for n in range(len(week()) + 1)}) == len(week()) + 1


@needs_font
@pytest.mark.parametrize("experts", [5, 30, 150])
def test_a_full_week_takes_more_pages_and_never_smaller_type_or_a_taller_page(experts):
    pages = week_pictures("门诊", many(experts), MONDAY, name, FOOTNOTE)
    sizes = [opened(page.content).size for page in pages]
    assert all(wide == WIDTH and tall <= TALLEST for wide, tall in sizes)
    assert pages[0].description.count("王示范") == 5 * experts
    assert len({page.filename for page in pages}) == len(pages)


@needs_font
def test_a_sample_is_stamped_and_a_real_week_is_not():
    real = expand([session("r", "e_wang", "上午", "MO", sample=False)], MONDAY, SUNDAY, Days())
    sample = expand([session("r", "e_wang", "上午", "MO")], MONDAY, SUNDAY, Days())
    stamped, plain = drawn(sample), drawn(real)
    assert "示例，" in stamped.description
    assert "示例，" not in plain.description
    assert _reddish(stamped) > 10_000 > _reddish(plain)


def _reddish(picture):
    pixels = opened(picture.content).get_flattened_data()
    return sum(red > green + 20 and red > blue + 15 for red, green, blue in pixels)


@needs_font
@pytest.mark.parametrize(
    "text",
    [
        "停诊（外出会诊），恢复时间另行通知",
        "王示范、李例子、张样本、欧阳示范",
        "08:00–11:30",
        "A" * 90,
        "长" * 90 + "。",
        "两个 空格　之间",
    ],
)
@pytest.mark.parametrize("most", [276, 420, 1000])
def test_lines_fit_lose_nothing_and_break_where_a_reader_would(text, most):
    style = Style(44)
    lines = [line.text for line in wrapped(text, style, most)]
    assert all(width(line, style) <= most for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line[0] in "，、。）" or line[-1] == "（" for line in lines)


def test_without_a_typeface_nothing_is_found_and_the_message_says_what_to_install(tmp_path):
    assert fonts.find([tmp_path, tmp_path / "missing"]) is None
    assert "apt install fonts-noto-cjk" in fonts._MISSING  # noqa: SLF001  (no machine with and without one at once)


def test_the_best_family_wins_and_a_missing_bold_is_made_thicker(tmp_path):
    for file in ("wqy-microhei.ttc", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        (tmp_path / file).touch()
    plain, bold = fonts.find([tmp_path])
    assert (plain.path, bold.path) == (str(tmp_path / "NotoSansSC-Regular.ttf"), str(tmp_path / "NotoSansSC-Bold.ttf"))
    (tmp_path / "NotoSansSC-Bold.ttf").unlink()
    plain, bold = fonts.find([tmp_path])
    assert (bold.path, bold.thicken) == (plain.path, True)


POSTER = Poster(
    name="天山中医医院",
    asks="问门诊",
    how="扫一扫",
    link="https://t.me/jiamenkou_bot?start=base_base_01",
    below=("急事请打 120。",),
)


@needs_font
def test_the_code_on_the_poster_is_the_one_of_its_link():
    page = opened(as_png(POSTER))
    assert page.size == SIZE
    code = segno.make_qr(POSTER.link, error="q")
    module = 1600 // code.symbol_size()[0]
    top = _first_dark_row(page)
    left = (SIZE[0] - module * code.symbol_size()[0]) // 2 + 4 * module
    for y, row in enumerate(code.matrix):
        for x, dark in enumerate(row):
            at = (left + x * module + module // 2, top + y * module + module // 2)
            assert (page.getpixel(at)[0] < 128) == bool(dark)


def _first_dark_row(page):
    """Where the finder pattern in the upper left corner of the code begins."""
    code = segno.make_qr(POSTER.link, error="q")
    module = 1600 // code.symbol_size()[0]
    left = (SIZE[0] - module * code.symbol_size()[0]) // 2 + 4 * module
    column = [page.getpixel((left + 3, y)) == (0, 0, 0) for y in range(SIZE[1])]
    return next(y for y in range(SIZE[1]) if all(column[y : y + 7 * module]))


@needs_font
def test_the_poster_prints_as_one_a4_page_and_is_the_same_each_time():
    printed = as_pdf(POSTER)
    assert printed.startswith(b"%PDF-")
    assert b"/Count 1" in printed
    assert printed == as_pdf(POSTER)
