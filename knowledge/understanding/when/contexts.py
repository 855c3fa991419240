"""What the words around tell: whether a number is a measure, a half-day belongs to a complaint, a plan is dropped."""

import re

_COMPLAINT = re.compile(
    r"睡|失眠|咳|晕|痛|疼|醒|尿|汗|发烧|发热|高烧|低烧|胸闷|心慌|心悸|喘|痒|麻|抽|呕|吐|拉肚|腹泻|做梦|磨牙|哭|难受|"
    r"不舒服|反酸|打呼|口苦|口干|出血|便血|流鼻|鼻塞|僵|肿|没力|乏力|没胃口|不消化|焦虑|犯困|手抖|总是|老是|一直|刷牙|月经|疹|都在|都想|都觉"
)
_MEASURE = re.compile(
    r"血糖|血压|尿酸|肌酐|体温|血脂|胆固醇|甘油|蛋白|视力|近视|评分|结节|公分|厘米|毫米|体重|身高|心率|糖化|指标|"
    r"度数|ph|psa|cea|tsh|afp|bmi|hba1c|版本|价|多少钱|比例|密度|转氨酶|数值|偏高|偏低|算高|算低"
)
_REFUSED = re.compile(
    r"[^,。?!;]{0,4}?(?:(?<!行)不行|(?<!有)没空|没时间|(?<!方)不方便|来不及|去不了|(?<!去)不去|走不开|(?<!可)不可以|有事|[勿弗]来|[勿弗]去|[勿弗]来三)"
)
_SERVICE = re.compile(
    r"号|门诊|专家|坐诊|坐堂|开|上班|约|医生|有人|看得|能看|能去|可以看|提醒|主任|停诊|出诊|营业|来得及|有得看"
)
_HAPPENED = re.compile(
    r"(?:的?[上下]午|早上|晚上|夜里|中午)?的?(?:刚刚?|才|已经)?(?:[配拍查抽验](?:的|过|了|好)|[看来去做挂开]过)"
)
_BODY_TIME = re.compile(r"[饭餐药术产针酒澡饮折伤烧孕]")
_DOSE = re.compile(r"^.{0,3}?(?:[\d一二两三四五六几]+[次片粒颗包支遍顿]|吃|服|喝|多少|量)")


def complains(text: str, end: int, reach: int = 7) -> bool:
    """Whether a complaint follows within a few characters: then the time is the complaint's, not a plan's."""
    return "提醒" not in text and bool(_COMPLAINT.search(text.partition("\n")[0], end, end + reach))


def measures(text: str) -> bool:
    """Whether figures in the text are laboratory values, prices or sizes."""
    return bool(_MEASURE.search(text))


def refused(text: str, end: int) -> bool:
    """Whether the day that ends here is ruled out: 周三不行."""
    match = _REFUSED.match(text, end)
    return match is not None and not text[match.end() :].startswith(("吗", "么"))


def happened(text: str, end: int) -> bool:
    """Whether what follows the day has been done: 周一配的药."""
    return bool(_HAPPENED.match(text, end))


def asks_service(text: str) -> bool:
    """Whether the sentence is about being seen, so that a bare 下午 means the coming one."""
    return bool(_SERVICE.search(text))


def after_body_event(text: str, start: int) -> bool:
    """饭后两小时, 产后42天: counted from something else than now."""
    return bool(_BODY_TIME.search(text, max(0, start - 3), start)) and "提醒" not in text


def doses(text: str, end: int) -> bool:
    """每天三次, 每日两片: how much, not when."""
    return "提醒" not in text and bool(_DOSE.match(text[end : end + 7]))
