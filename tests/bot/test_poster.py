"""``jiamenkou poster``: a page in the form asked for, with the right link, or a sentence that says what is wrong."""

import pytest
from click.testing import CliRunner
from PIL import Image

from bot.commands.posting import poster, poster_of
from knowledge.pictures import fonts
from tests.knowledge.sample_clinics import book

needs_font = pytest.mark.skipif(fonts.find(fonts.folders()) is None, reason="no Chinese typeface on this machine")


@pytest.fixture
def make(shipped_file, tmp_path, monkeypatch):
    """Run the command on a copy of the shipped Book, in a folder of its own."""
    copy = tmp_path / "book.sqlite"
    copy.write_bytes(shipped_file.read_bytes())
    monkeypatch.chdir(tmp_path)

    def run(*words):
        return CliRunner(env={"JIAMENKOU_DATABASE": f"sqlite:///{copy}"}).invoke(poster, [str(word) for word in words])

    return run


@needs_font
def test_a_base_gets_a_picture_that_opens_the_bot_there(make, tmp_path):
    done = make("base", "base_01", "--bot", "@jiamenkou_bot", "--out", tmp_path / "p.png")
    assert done.exit_code == 0, done.output
    assert done.output.strip().endswith("https://t.me/jiamenkou_bot?start=base_base_01")
    with Image.open(tmp_path / "p.png") as page:
        assert page.size == (2480, 3508)
        assert round(page.info["dpi"][0]) == 300


@needs_font
def test_a_pdf_leads_to_the_web_page_as_it_was_given(make, tmp_path):
    done = make("base", "base_02", "--url", "https://example.org/jmk", "--out", tmp_path / "p.pdf")
    assert done.exit_code == 0, done.output
    assert done.output.strip().endswith("https://example.org/jmk")
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("base", "base_01"), 2, "--bot NAME"),
        (("base", "base_01", "--bot", "a_bot_name", "--url", "https://example.org"), 2, "--bot NAME"),
        (("base", "base_01", "--bot", "no bot"), 2, "jiamenkou_bot"),
        (("base", "base_01", "--url", "example.org"), 2, "https://example.org/"),
        (("base", "base_01", "--url", "https://" + "x" * 400), 2, "https://example.org/"),
        (("base", "base_01", "--bot", "jiamenkou_bot", "--out", "p.gif"), 2, ".png or .pdf"),
        (("base", "基地", "--bot", "jiamenkou_bot"), 2, "cannot stand in a Telegram link"),
        (("district", "base_01", "--bot", "jiamenkou_bot"), 2, "base"),
        (("base", "base_99", "--bot", "jiamenkou_bot"), 1, "base_17"),
        (("expert", "nobody", "--bot", "jiamenkou_bot"), 1, "none yet"),
    ],
)
def test_what_cannot_be_made_is_said_with_the_right_exit_code(make, words, code, says):
    done = make(*words)
    assert done.exit_code == code
    assert says in done.output


@needs_font
def test_without_a_file_name_a_pdf_named_after_the_base_is_made_here(make, tmp_path):
    assert make("base", "base_01", "--bot", "jiamenkou_bot").exit_code == 0
    assert (tmp_path / "base-base_01.pdf").is_file()


@needs_font
def test_a_folder_that_is_not_there_is_a_sentence(make, tmp_path):
    done = make("base", "base_01", "--bot", "jiamenkou_bot", "--out", tmp_path / "missing" / "p.png")
    assert done.exit_code == 1
    assert "cannot be written" in done.output


def test_a_base_says_what_for_where_and_as_of_when():
    page = poster_of("base", "base_01", book(), "https://example.org", "扫一扫")
    assert page.name == "天山中医医院"
    assert "肿瘤、骨伤" in page.asks
    assert page.below == (
        "天山中医医院　娄山关路868号",
        "电话：021-62418056　资料日期 2022-05-03",
        "只帮您查去处，不看病、不开药。急事请打 120。",
    )


def test_every_base_of_the_book_can_have_one():
    for key in book().bases:
        page = poster_of("base", key, book(), "https://example.org", "扫一扫")
        assert page.name
        assert "120" in page.below[-1]


def test_a_sample_expert_is_marked():
    page = poster_of("expert", "e_wang", book(), "https://example.org", "扫一扫")
    assert page.name == "王示范（示例） 主任医师"
    assert page.below[0].startswith("【示例")
