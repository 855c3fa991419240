"""Words of referral and medicine in what staff write: a second person sees those texts, and no others."""

import pytest

from knowledge.reviewed import heard_in, is_delicate

DELICATE = (
    "请先到社区开转诊单。", "轉診單到一樓開", "请先 转 诊", "上转要家庭医生同意", "走绿色通道，不用排队",
    "早预约比网上早五天", "胸口闷就打 120", "急诊在一楼，24 小时", "想不开请打12356", "每天两片，饭后吃",
    "每次 5ml", "这个药可以停", "吃阿胶没关系", "孕妇也可以", "血压高先歇一歇", "这是高血压引起的",
    "发烧三天不用管", "骨折了先别动", "肚子疼喝点热水", "打针前不要吃东西", "可以治好", "针刺后两小时别洗澡",
    "Take two tablets a day", "No referral is needed", "It cures back pain", "200 mg twice daily", "忌口辛辣",
    "抑郁了就多晒太阳", "煎药每次半小时", "有没有后遗症要问医生", "吃两片就好",
)  # fmt: skip
DISGUISED = (
    "转\u200b诊", "转·诊", "转.诊", "转-诊", "转*诊", "转\ufe0f诊", "转\u034f诊", "转\u3164诊", "转\u2800诊", "转_诊",
    "「转」诊", "转\n诊", "轉　診", "ａｓｐｉｒｉｎ", "asp\u0456rin", "aspirín", "打 1 2 0", "打１２０",
    "打幺二零", "⾼烧",
)  # fmt: skip
"""Blanks, dots and characters nobody sees within a word, and letters that only look like ours."""
PLAIN = (
    "请到一楼服务台借轮椅，免押金。", "药房在二楼，取药请到 3 号窗口。", "疼痛科在门诊楼四楼",
    "手术室在六楼，家属在门口等", "肿瘤科病房 14:00 探视", "停车场 22:00 关门，前半小时免费",
    "食堂在 B1，可以刷医保卡", "发票在自助机上打印", "请打 12345 转人工。", "上海中医药大学就在旁边",
    "周末上午有门诊，周一停诊", "病历到病案室复印，带身份证", "王主任周三上午出诊",
    "Wheelchairs are at the desk on the ground floor.", "The car park closes at ten.", "三号楼 1205 室",
    "座机转 8120", "可以转到地铁二号线", "专家门诊提前一周放号",
)  # fmt: skip


@pytest.mark.parametrize("text", DELICATE + DISGUISED)
def test_what_speaks_of_referral_or_medicine_is_seen_by_two(text):
    assert heard_in(text)
    assert is_delicate(("", text))


@pytest.mark.parametrize("text", PLAIN)
def test_where_things_are_and_when_is_told_by_one(text):
    assert heard_in(text) == ""
