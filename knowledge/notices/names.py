"""What a name looks like in a notice: surnames, near names, names in lists, and words that only look like one."""

import re
from collections.abc import Sequence

from knowledge.notices.surnames import SURNAME
from knowledge.notices.titles import TITLES
from knowledge.understanding.normalise import canonical

ALONE = re.compile(
    rf"^(?:[\u3400-\u9fff]{{1,6}}科 ?)?({SURNAME}[\u3400-\u9fff]{{1,2}})"
    r"(?= ?[(:]? ?(?:\d{1,2}[月/.-]|\d{4}[年/.-]|[本下这]周|周[一二三四五六日]|[明今后]天|[上下]午|全天|停|替诊|加诊)|"
    r"\([\u3400-\u9fff]{1,6}科\))"
)
"""A name by itself at the start of a line, before a day or a word of change."""
IN_LIST = re.compile(rf"、 ?({SURNAME}[\u3400-\u9fff]{{1,2}})(?=、|。|;|,|$| |等)")
"""A name in a list."""
_WORDS = re.compile(
    "[按啊呀哦嗯呢吧啦哎喂嘛]|[那这哪][个位]|[东西南北总分本]院|全科|时间|时段|日期|方便|通知|温馨|康复|关于|全院|全体|全天|国庆|元旦|石门|项目|方案|解释|谢谢|辛苦|申请|路上|连续|左右|白天|明天|今天|昨天|后天|上午|下午|"
    "门诊|停诊|安排|姓名|科室|公告|公布|全部|单位|农历|安全|居民|尚未|利用|文件|相关|国家|应急|平时|平日|家里|有事|高峰|常规|计划|成人|中心|医院|社区|专家|"
    "分管|主管|家庭|管床|管片|经治|经管|应诊|常驻|单位|乡镇|公费|高年资|明星|"
    "主任|医生|恢复|取消|固定|顺延|各位|广大|金额|周[一二三四五六日天末]|星期|礼拜|[本下上每]周|[月号日]"
    "$|及时|经过|经科|应由|应改|因|别科|高血|水电|段时|施行|安装|费用|双方|万一|万分|同步|宣传|时候|后勤|印发|尤其|常见|于是|终于|由于"
)
_LEAD = re.compile(
    rf"(?:麻烦|劳烦|劳驾|安排|关照|幸好|幸亏|单独|平时|经由|[\u3400-\u9fff]?[科部站]|[商须后权常时转全][由请])"
    rf"(?=(?:{SURNAME})$)"
)
"""Words whose first character is a surname too, right before a surname: 麻烦樊医生, 脉管科巩主任."""
_FUNCTION = "于时应经能从过别原改换顺延恢加替代向都和与及请由让是为在"


def surname_of(name: str) -> str:
    """The surname of a whole name."""
    found = re.match(SURNAME, canonical(name))
    return found[0] if found else canonical(name)[:1]


def without_lead(said: str) -> str:
    """The surname of what looks like a name and is a word before a surname: 樊 of 麻烦樊."""
    lead = _LEAD.match(said)
    return said[lead.end() :] if lead else said


def is_word(said: str) -> bool:
    """Whether what looks like a name is, or holds, an ordinary word (温馨, 因, 门诊)."""
    return len(said) > 1 and (bool(_WORDS.search(said)) or (len(said) == 2 and said[0] in _FUNCTION))


def near_names(names: Sequence[str]) -> re.Pattern[str]:
    """Names with one character other than in the roster, before a title, a day or a word of change."""
    han = r"[^\W\d_a-z]"  # a range of 27,000 characters takes the compiler 5 ms, once for each character of each name
    near = [
        f"{re.escape(name[:n])}(?!{re.escape(name[n])}){han}{re.escape(name[n + 1 :])}"
        for name in names
        if len(name) > 2
        for n in range(len(name))
    ]
    behind = rf" ?(?:(?:{TITLES})|(?=\d|停|休|的|加诊|替诊|[:(,、]|[本下这]?周|[明后今]天|[上下]午|$))"
    return re.compile(f"({'|'.join(near) or '(?!)'}){behind}")


def bare_surnames(names: Sequence[str]) -> re.Pattern[str]:
    """Surnames of the roster that stand without a title: two characters before a day, one before 停 or 请假."""
    surnames = {surname_of(name) for name in names}
    double = "|".join(sorted(map(re.escape, (one for one in surnames if len(one) > 1)))) or "(?!)"
    single = "".join(sorted(re.escape(one) for one in surnames if len(one) == 1 and one not in _FUNCTION)) or "\uffff"
    when = r"(?= ?(?:\d|停|休|请假|不来|来|看|[本下这]?周|[明后今]天|[(]))"
    return re.compile(
        rf"((?:(?<![\u3400-\u9fff])|(?<=周[一二三四五六日])|(?<=[午日号]))(?:{double}){when}|"
        rf"(?<=[\d日号,、 午])[{single}](?=停诊?(?:$|[ ,。;、])|请假))"
    )
