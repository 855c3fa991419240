"""What people type, without what may lead to them: before any of it is kept."""

import re

from knowledge.understanding.normalise import visible

_LONGEST = 300
_DIGIT = r"[\d零〇一二三四五六七八九幺两]"
_NUMBER = r"\d(?:[\W_]{0,3}\d){4,}[xX]?" + rf"|{_DIGIT}(?:[\W_]{{0,3}}{_DIGIT}){{6,}}"
_NAME = r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|[A-Za-z](?=[A-Za-z0-9-]*_|(?:[A-Za-z-]*\d){3})[A-Za-z0-9_-]{5,}"
_PERSONAL = re.compile(f"{_NAME}|{_NUMBER}")
"""Numbers long enough to be a phone or a card, however they are grouped; mail addresses and names of accounts."""
_SURNAME = (
    "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅"
    "沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚"
    "文庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐梅庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫"
    "屈鲍覃霍翁隋甘景薄单包柏宁柯阮桂闵丛冷瞿计奚臧戚茅沙庾虞張陳楊趙黃吳孫馬鄭劉羅許鄧馮韓蕭葉蘇呂盧鍾譚陸賈鄒龍錢湯顧萬嚴]"
)
_NO_NAME = (
    "孙[子女]|曾[经孙在]|万[一分]|高[血尿烧热龄位脂糖]|白[内癜血天带细]|黄[疸斑]|安[眠宁心]|宁[愿可]|包[车括皮含]|钟点|成[功了为员年人]|关[节于系心]"
    "|常[常去见用规年]|单[独纯]|于是|任[何意]|江[苏西]|管[家理]|温度|金额|方[便法]|程[序度]|余[额下]|文件|易得|计划|冷[汗静]|石膏"
)
_CALLED = re.compile(
    rf"(我叫\s*|(?<!专家)(?<!医生)(?<!医师)(?<!大夫)姓名[\s:：]*[是为叫]?\s*|我是患者\s*)(?!{_NO_NAME})((?:{_SURNAME})[\u3400-\u9fff]{{1,2}})"
)
"""A person who says his name; "我叫了救护车" and "姓名写错了" have no surname behind them and stay."""


def masked(question: str) -> str:
    """The question without what may lead to a person: names, numbers of phones, cards and records, mail, accounts."""
    nameless = _CALLED.sub(lambda said: said[1] + "＊" * len(said[2]), visible(question)[: 2 * _LONGEST])
    return _PERSONAL.sub("＊", nameless)[:_LONGEST]
