"""The chat page is fit for old eyes and large fingers: sizes, contrast, names, at every width, by day and by night."""

import pytest

pytestmark = pytest.mark.browser

LOOKS = [
    pytest.param({"width": 360}, False, id="a phone"),
    pytest.param({"width": 320, "height": 568}, False, id="the smallest phone"),
    pytest.param({"width": 320, "height": 568}, True, id="large text on the smallest phone"),
    pytest.param({"width": 360, "color_scheme": "dark"}, False, id="at night"),
    pytest.param({"width": 360, "color_scheme": "dark"}, True, id="large text at night"),
    pytest.param({"width": 1024}, False, id="a desktop"),
    pytest.param({"width": 360, "locale": "en-US"}, False, id="in English"),
]

CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const own = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  return [...document.querySelectorAll("body *:not(svg *)")].filter((n) => own(n) && n.offsetParent)
    .map((n) => [ratio(light(parse(getComputedStyle(n).color)), light(ground(n))), n.textContent.slice(0, 40)])
    .filter(([value]) => value < 4.5);
}"""

SMALL = """() => [...document.querySelectorAll("button, a.button, a.call, summary, input:not([type=hidden])")]
  .filter((node) => node.offsetParent)
  .map((node) => [node.getBoundingClientRect(), node.textContent.trim()])
  .filter(([box]) => box.width < 44 || box.height < 44)
  .map(([box, text]) => `${text}: ${box.width}x${box.height}`)"""

NAMELESS = """() => [
  ...[...document.querySelectorAll("button, a, summary")].filter((n) => !(n.ariaLabel || n.textContent.trim())),
  ...[...document.querySelectorAll("input:not([type=hidden])")].filter((node) => !node.labels.length),
  ...[...document.querySelectorAll("img")].filter((node) => !node.alt),
  ...[...document.querySelectorAll("svg")].filter((node) => !node.getAttribute("aria-label")),
].map((node) => node.outerHTML.slice(0, 80))"""


@pytest.fixture
def full_page(visit):
    """A page with a bit of everything on it."""

    def _full(look, elder):
        watched = visit(**look)
        page = watched.open()
        if elder:
            page.locator("#elder").click()
            page.locator(".bot").nth(1).wait_for()
        page.locator("button[value='menu:find']").first.click()
        page.locator("button[data-location]").click()
        watched.ask("莘庄附近看肾病")
        watched.ask("图")
        watched.ask("我不想活了")
        watched.ask("W" * 120)
        page.locator("#city summary").click()
        return page

    return _full


@pytest.mark.parametrize(("look", "elder"), LOOKS)
def test_the_page_is_readable_and_can_be_pressed(full_page, look, elder):
    page = full_page(look, elder)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= look["width"]
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(NAMELESS) == []
    smallest = page.evaluate(
        "() => Math.min(...[...document.querySelectorAll('p, button, h3')].filter((n) => n.offsetParent)"
        ".map((n) => parseFloat(getComputedStyle(n).fontSize)))"
    )
    assert smallest >= (16 if elder else 14)


def test_the_night_is_dark_and_the_day_is_light(visit):
    ground = "() => getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)[0]"
    assert visit(color_scheme="dark").open().evaluate(ground) < 40
    assert visit(color_scheme="light").open().evaluate(ground) > 220


def test_nothing_moves_for_those_who_asked_for_rest(visit):
    behaviour = "() => getComputedStyle(document.documentElement).scrollBehavior"
    assert visit(reduced_motion="reduce").open().evaluate(behaviour) == "auto"
    assert visit(reduced_motion="no-preference").open().evaluate(behaviour) == "smooth"


def test_a_screen_reader_finds_its_way(visit):
    watched = visit()
    page = watched.open()
    watched.ask("我不想活了")
    assert page.get_by_role("log", name="对话").count() == 1
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("contentinfo").count() + page.locator("footer").count() >= 1
    assert page.get_by_role("textbox", name="您想问什么？").count() == 1
    assert page.get_by_role("alert").inner_text().startswith("我听到您说的了")
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_in_a_crisis_the_numbers_are_large_buttons_to_call(visit):
    watched = visit()
    page = watched.open()
    watched.ask("我不想活了")
    call = page.locator(".crisis .choices a")
    assert call.get_attribute("href") == "tel:12356"
    assert call.bounding_box()["height"] >= 60
