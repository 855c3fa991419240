"""Nothing is made of what is not decided, of conditions, of other houses and of what is no clinic."""

import pytest

from tests.knowledge.notices.clerk import lines, read


@pytest.mark.parametrize(
    "text",
    [
        "如遇台风，12月3日沈柏清主任门诊可能停诊，届时另行通知。",
        "12月3日如果下雪，沈柏清主任的门诊就停，请关注群消息。",
        "若12月3日评审顺利结束，沈柏清主任上午门诊照常；若未结束则停诊。",
        "沈柏清主任12月3日门诊视手术情况而定，停不停明天早上通知",
        "沈柏清主任下周四可能要去北京，停不停还没定，等他确认了我再通知，号先别动",
        "沈柏清主任12月3日能不能来还不确定，等他回复再说",
        "请各科室于本周五下班前将12月份专家停诊、替诊计划报门办邮箱，逾期按正常出诊放号。",
        "隔壁医院的罗主任下周二停诊，跟我们院没关系",
        "12月5日22:00至次日6:00，医院公众号预约挂号、缴费功能暂停服务，门诊不受影响。",
        "今天补班辛苦了，大家明天好好休息",
        "下周一下午2点召开门诊工作会议，请各科主任准时参加，不得请假。",
        "12月起停诊申请改在系统提交，纸质单作废。",
        "请问沈柏清主任什么时候恢复门诊？之前说停诊到12月5号的。",
        "谢谢沈主任昨天加班看完所有病人，辛苦了！",
        "考虑到过年，科里打算给沈柏清主任1月底加两次门诊，方案还在讨论",
        "沈柏清主任说要是排得开，12月13日想加半天，等我和门诊部商量好再通知",
        "原定12月12日的义诊推迟到12月19日",
        "接上级通知，12月9日消防演练改到12月16日，听到警报请勿惊慌",
        "康复科12月8日至10日设备检修，暂停检查",
        "已确认：沈主任12月3日上午门诊正常，网传停诊不属实。",
        "提醒：停诊需提前三天在OA申请，临时停诊须分管院长签字",
        "12月3日门诊质控检查，请勿迟到早退，原则上不得停诊",
        "元旦期间各科不得擅自停诊、严禁私自换班",
        "患者王女士预约的沈主任12月3日门诊已取消",
        "沈主任12月3日在院内做科普讲座，欢迎参加，门诊不受影响",
        "12月5日上午抽血改在2楼",
        "沈主任门诊地址改成了5楼吗？",
        "沈主任门诊（周二、周四上午）地点：门诊楼3楼8诊室",
        "12月1日起执行冬令作息时间，下午门诊13:00开始",
        "上礼拜沈主任那张停诊告示已经过期了，贴的纸头可以撕掉了",
    ],
)
def test_nothing_is_changed_yet(text):
    assert lines(text) == []
    assert read(text).flags == ("no_change",)


@pytest.mark.parametrize(
    "text",
    [
        "沈柏清主任12月3日上午停诊，如有疑问请致电服务台",
        "沈柏清主任12月3日上午门诊停诊，若您已付费请退号",
        "沈柏清主任12月3日上午停诊，下周四视情况再定",
    ],
)
def test_a_condition_for_the_patient_leaves_the_change(text):
    assert lines(text) == ["suspend 沈柏清 2026-12-03..2026-12-03 上午"]


def test_that_a_day_is_open_is_no_hearsay():
    assert read("沈柏清主任近期要去外地会诊，肯定要停一次门诊，日子还没定").flags == ("no_date",)


def test_a_name_the_book_has_not_is_never_a_whole_department():
    reading = read("针灸科滑知远主任12月3日上午停诊")
    assert [change.expert for change in reading.changes] == ["滑知远"]
    assert reading.flags == ("unknown_expert",)


@pytest.mark.parametrize(
    "text",
    [
        "暂定：沈柏清主任12月3日上午停诊，批了再正式发文",
        "初稿：沈柏清主任12月3日上午停诊",
        "沈柏清主任12月3日上午停诊，院部还没批下来",
        "沈柏清主任12月3日上午停诊，医务科审批中",
    ],
)
def test_what_is_not_approved_yet_is_tentative(text):
    assert lines(text) == ["suspend 沈柏清 2026-12-03..2026-12-03 上午"]
    assert read(text).flags == ("tentative",)


@pytest.mark.parametrize(
    "text",
    [
        "年前几天沈主任要回老家过年，门诊会提前收，到底从哪天起停，等他买到票再说。",
        "沈主任12月要出国，具体哪天停诊等机票定了再通知",
    ],
)
def test_a_stop_whose_day_is_left_open_has_no_day(text):
    assert lines(text) == ["suspend 沈柏清 None..None 全天"]
    assert read(text).flags == ("vague_date",)


@pytest.mark.parametrize("text", ["沈主任到底哪天停诊？", "请问沈主任几号停诊呢", "家庭医生门诊号源12月21日已约满"])
def test_a_question_after_the_day_is_no_stop(text):
    assert lines(text) in ([], ["full - 2026-12-21..2026-12-21 全天"])
    assert read(text).flags in (("no_change",), ())
