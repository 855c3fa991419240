"""Residents use the chat page: with a finger, a keyboard, a bad connection, old eyes, no script.

Over 250 lines: each test is one thing a resident does on the one page.
"""

import pytest

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const here = document.activeElement;
  return [here.value || here.tagName, getComputedStyle(here).outlineStyle];
}"""


def texts(page, selector):
    return [text.strip() for text in page.locator(selector).all_text_contents()]


def test_the_first_page_greets_with_four_big_buttons_and_the_emergency_number(visit, house):
    page = visit().open()
    assert texts(page, ".start .choices button") == ["找基地", "查专家门诊", "转诊怎么走", "我的提醒"]
    assert all(button.bounding_box()["height"] >= 60 for button in page.locator(".start .choices button").all())
    assert page.locator(".call").is_visible()
    assert page.locator(".call").get_attribute("href") == "tel:120"
    assert [came.token for came in house.came] == ["/start"]


def test_a_question_is_answered_with_map_phone_place_and_source(visit):
    watched = visit()
    page = watched.open()
    watched.ask("莘庄附近看肾病")
    answer = page.locator(".bot").last
    assert answer.locator("h3").inner_text() == "看肾病"
    assert answer.locator("a[href='tel:02164500999']").count() == 2
    assert answer.locator(".place").inner_text().startswith("闵行区中西医结合医院")
    assert texts(page, ".small .mark") == ["1", "2"]
    assert answer.locator(".small path").count() == 16
    assert "示意图" in answer.locator("figcaption").inner_text()
    source = answer.locator(".source")
    assert texts(source, "summary") == ["来源：卫健委等 · 资料日期 2021-09-22"]
    assert len({part.bounding_box()["y"] for part in source.locator("span").all()}) == 1, "one line"
    assert not source.locator(".footnote").is_visible()
    source.locator("summary").click()
    assert "重点基地建设的通知" in source.locator(".footnote").inner_text()
    assert answer.locator("[href^='javascript']").count() == 0


def test_the_question_moves_to_the_top_so_that_the_answer_is_read_from_its_beginning(visit):
    watched = visit()
    page = watched.open()
    watched.ask("莘庄附近看肾病")
    page.wait_for_timeout(200)
    assert 40 < page.locator(".own").last.bounding_box()["y"] < 140


LONG = "我妈妈住在莘庄，肾不太好，平时在社区配药，最近想找一家近一点的中医专科看看。" * 6


@pytest.mark.parametrize("look", [{}, {"width": 320, "height": 568}])
def test_a_long_text_of_ones_own_is_folded_and_the_answer_shows_from_its_beginning(visit, look):
    watched = visit(**look)
    page = watched.open()
    watched.ask(LONG)
    page.wait_for_timeout(200)
    own, more = page.locator(".own").last, page.get_by_role("button", name="展开全文")
    assert 40 < page.locator(".bot").last.bounding_box()["y"] < 140
    assert own.bounding_box()["height"] < 320
    more.click()
    assert own.bounding_box()["height"] > 320
    page.get_by_role("button", name="收起").click()
    assert more.get_attribute("aria-expanded") == "false"
    assert own.bounding_box()["height"] < 320


def test_pasted_lines_stay_lines_and_enter_sends(visit, house):
    page = visit().open()
    line = page.locator("#ask").bounding_box()["height"]
    send = page.get_by_role("button", name="发送").bounding_box()["height"]
    assert line == pytest.approx(send, abs=1)  # one line is as high as its button, the words in its middle
    assert page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('#ask')).paddingTop)") > 8
    page.fill("#ask", "第一行\n第二行\n第三行")
    assert page.locator("#ask").bounding_box()["height"] > 1.5 * line
    page.keyboard.press("Enter")
    page.locator(".unknown").wait_for()
    assert house.came[-1].text == "第一行\n第二行\n第三行"
    assert page.locator("#ask").input_value() == ""
    assert page.locator("#ask").bounding_box()["height"] == line


def test_what_was_not_understood_offers_the_four_big_buttons(visit, house):
    watched = visit()
    page = watched.open()
    watched.ask("甲乙丙")
    page.locator(".unknown").get_by_role("button", name="转诊怎么走").click()
    page.get_by_text("按了 menu:referral").wait_for()


def test_a_button_is_pressed_and_shown_as_said(visit, house):
    page = visit().open()
    page.get_by_role("button", name="转诊怎么走").click()
    page.get_by_text("按了 menu:referral").wait_for()
    assert texts(page, ".own .body") == ["转诊怎么走"]
    assert house.came[-1].token == "menu:referral"


def test_a_district_is_chosen_by_tapping_the_map_or_by_its_button(visit, house):
    page = visit().open()
    page.locator("#city summary").click()
    page.locator(".whole [data-token='d:fengxian']").click()
    page.locator(".bot h3", has_text="fengxian").wait_for()
    assert not page.locator("#city").evaluate("node => node.open")
    page.locator("#city summary").click()
    page.get_by_role("button", name="黄浦区").click()
    page.locator(".bot h3", has_text="huangpu").wait_for()
    assert [came.token for came in house.came] == ["/start", "d:fengxian", "d:huangpu"]


def test_markup_in_words_is_shown_as_text(visit):
    watched = visit()
    page = watched.open()
    words = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    watched.ask(words)
    assert texts(page, ".own .body")[-1] == words
    assert words in texts(page, ".bot .body")[-1]
    assert page.locator("#log img, #log script").count() == 0


def test_a_reload_keeps_the_conversation_and_asks_nothing_again(visit, house):
    watched = visit()
    page = watched.open()
    watched.ask("莘庄附近看肾病")
    before = page.locator("#log").inner_text()
    page.reload()
    page.locator(".small").wait_for()
    assert page.locator("#log").inner_text() == before
    watched.ask("还有呢")
    assert [came.token or came.text for came in house.came] == ["/start", "莘庄附近看肾病", "还有呢"]


def test_an_answer_that_comes_during_a_reload_is_not_lost(visit, house, served):
    watched = visit()
    page = watched.open()
    watched.excused = ("net::ERR",)
    served.run(house.gate.clear)
    page.fill("#ask", "莘庄附近看肾病")
    page.keyboard.press("Enter")
    page.get_by_text("正在查").wait_for()
    page.reload()
    served.run(house.gate.set)
    page.locator(".small").wait_for()
    page.wait_for_timeout(300)
    assert texts(page, ".own .body") == ["莘庄附近看肾病"]
    assert page.locator(".bot").count() == 2
    assert len(house.came) == 2


def test_words_said_without_a_connection_are_kept_and_answered_when_it_is_back(visit, house):
    watched = visit()
    watched.excused = ("net::ERR_INTERNET_DISCONNECTED",)
    page = watched.open()
    watched.context.set_offline(True)
    page.get_by_text("连不上了，正在重连").wait_for()
    page.fill("#ask", "莘庄附近看肾病")
    page.keyboard.press("Enter")
    page.locator(".own.unsent").wait_for()
    watched.context.set_offline(False)
    page.locator(".small").wait_for()
    page.locator("#offline:empty").wait_for(state="attached")
    assert page.locator(".unsent").count() == 0
    assert [came.text for came in house.came] == ["", "莘庄附近看肾病"]


def test_a_server_that_starts_anew_is_found_again(visit, house, served):
    watched = visit()
    watched.excused = ("net::ERR", "status of 50")
    page = watched.open()
    served.stop()
    page.fill("#ask", "莘庄附近看肾病")
    page.keyboard.press("Enter")
    page.get_by_text("连不上了，正在重连").wait_for()
    served.start()
    page.locator(".small").wait_for()
    assert page.locator(".bot").count() == 2


def test_an_answer_lost_on_the_way_is_fetched_again_and_shown_once(visit, house):
    watched = visit()
    watched.excused = ("net::ERR_FAILED",)
    page = watched.open()
    lost = []

    def lose_the_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    page.route("**/chat/say", lose_the_first)
    page.fill("#ask", "莘庄附近看肾病")
    page.keyboard.press("Enter")
    page.locator(".small").wait_for()
    page.locator("#waiting:empty").wait_for(state="attached")
    assert lost == [200]
    assert page.locator(".small").count() == 1
    assert len(house.came) == 2


def test_trouble_is_told_in_a_sentence_with_the_emergency_number(visit):
    watched = visit()
    watched.excused = ("status of 500",)
    page = watched.open()
    watched.ask("坏")
    assert "刚才出了点问题" in page.locator(".refused").inner_text()
    assert "120" in page.locator(".refused").inner_text()


def test_large_text_is_one_press_away_and_stays(visit):
    page = visit().open()
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    usual = page.locator(".body").first.evaluate(size)
    page.locator("#elder").click()
    page.locator("html.elder").wait_for()
    assert page.locator("#elder").get_attribute("aria-pressed") == "true"
    assert page.locator(".body").first.evaluate(size) >= 24 > usual
    page.get_by_text("好的。").wait_for()
    page.reload()
    page.locator("html.elder").wait_for()
    page.locator("#elder").click()
    page.locator("html:not(.elder)").wait_for()


def test_another_language_changes_the_page_and_keeps_the_conversation(visit):
    watched = visit()
    page = watched.open()
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    page.get_by_role("button", name="Send").wait_for()
    assert texts(page, ".own .body") == ["English"]
    watched.ask("hello")
    page.get_by_role("button", name="繁體").click()
    page.locator("html[lang=zh-Hant]").wait_for()


def test_a_position_is_sent_only_after_consent_rounded_and_kept_nowhere(visit, house):
    watched = visit(geolocation={"latitude": 31.1234567, "longitude": 121.7654321}, permissions=["geolocation"])
    page = watched.open()
    page.get_by_role("button", name="找基地").click()
    page.get_by_role("button", name="离我近的").click()
    page.get_by_text("用完就丢，不保存").wait_for()
    page.get_by_role("button", name="不用了").click()
    assert len(house.came) == 2
    page.get_by_role("button", name="离我近的").click()
    page.get_by_role("button", name="同意，用一次").click()
    page.get_by_text("位置用过了").wait_for()
    assert house.came[-1].point == (31.1235, 121.7654)
    assert "31.12" not in page.evaluate("() => JSON.stringify({...sessionStorage, ...localStorage}) + document.cookie")


def test_without_a_position_one_is_asked_to_type(visit, house):
    page = visit().open()
    page.get_by_role("button", name="找基地").click()
    page.get_by_role("button", name="离我近的").click()
    page.get_by_role("button", name="同意，用一次").click()
    page.get_by_text("没有拿到位置").wait_for()
    assert all(came.point is None for came in house.came)


def test_clearing_empties_the_page_and_begins_anew(visit):
    watched = visit()
    page = watched.open()
    watched.ask("甲乙丙")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="清空对话").click()
    page.get_by_text("甲乙丙").first.wait_for(state="detached")
    page.locator("button[value='menu:find']").wait_for()
    page.reload()
    page.locator("button[value='menu:find']").wait_for()
    assert page.get_by_text("甲乙丙").count() == 0


def test_what_was_deleted_is_gone_from_the_tab_as_well(visit):
    watched = visit()
    page = watched.open()
    watched.ask("莘庄附近看肾病")
    page.fill("#ask", "删掉")
    page.keyboard.press("Enter")
    page.get_by_text("已经全忘了").wait_for()
    page.wait_for_function("() => !JSON.stringify({...sessionStorage}).includes('莘庄')")
    page.reload()
    page.get_by_text("已经全忘了").wait_for()
    assert "莘庄" not in page.locator("#log").inner_text()


def test_everything_can_be_done_with_the_keyboard_alone(visit, house):
    page = visit().open()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.type("莘庄附近看肾病")
    page.keyboard.press("Enter")
    page.locator(".small").wait_for()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        here = page.evaluate(FOCUSED)
        assert here[1] != "none", f"{here[0]} does not show that it has the focus"
        reached.add(here[0])
        if here[0] == "menu:find":
            break
    assert {"menu:referral", "/privacy", "SUMMARY", "menu:reminders", "menu:find"} <= reached
    page.keyboard.press("Enter")
    page.get_by_text("怎么找？").wait_for()
    assert house.came[-1].token == "menu:find"


def test_without_a_script_a_plain_form_does_the_same(visit, house):
    watched = visit(java_script_enabled=False)
    page = watched.page
    page.goto(watched.url)
    page.get_by_role("button", name="开始").click()
    page.get_by_role("button", name="我的提醒").click()
    page.fill("#ask", "莘庄附近看肾病")
    page.keyboard.press("Enter")
    page.locator("h3", has_text="看肾病").wait_for()
    assert texts(page, ".own .body") == ["我的提醒", "莘庄附近看肾病"]
    assert page.locator(".small .mark").count() == 2
    page.locator(".source summary").click()
    assert page.locator(".footnote").is_visible()
    page.fill("#ask", LONG)
    page.keyboard.press("Enter")
    page.locator(".own summary").wait_for()
    assert page.locator(".own").last.bounding_box()["height"] < 320
    assert page.locator(".bot .body").last.is_visible()


def test_a_script_that_comes_late_takes_over_the_conversation(visit):
    watched = visit()
    page = watched.page
    page.route("**/*.js", lambda route: route.abort())
    watched.excused = ("net::ERR_FAILED",)
    page.goto(watched.url)
    page.fill("#ask", "莘庄附近看肾病")
    page.keyboard.press("Enter")
    page.locator("h3", has_text="看肾病").wait_for()
    page.unroute("**/*.js")
    page.reload()
    page.locator(".choices button[type=button]").first.wait_for()
    assert texts(page, ".own .body") == ["莘庄附近看肾病"]
    assert page.locator(".small").count() == 1
