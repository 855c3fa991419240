"""The queue of questions without an answer, and whether answers helped: grouped, masked, without anybody's identity."""

import hashlib
import re
import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge import tables as t
from knowledge.editing import in_storage
from knowledge.message import Address
from knowledge.understanding.normalise import canonical, visible
from knowledge.understanding.pinyin import sound_with_spelling

KEPT = timedelta(days=30)
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
_QUIET = re.compile(r"[\W_]+|[啊呀呢吗嘛么吧哦嗯的了]")


def masked(question: str) -> str:
    """The question without what may lead to a person: names, numbers of phones, cards and records, mail, accounts."""
    nameless = _CALLED.sub(lambda said: said[1] + "＊" * len(said[2]), visible(question)[: 2 * _LONGEST])
    return _PERSONAL.sub("＊", nameless)[:_LONGEST]


def likeness(question: str) -> str:
    """What questions worded almost alike share: their sound without punctuation and particles."""
    return sound_with_spelling(_QUIET.sub("", canonical(masked(question))))[:200]


class Traces:
    """Hashes that tell askers apart for one day: the salt lives in memory only and is renewed each day."""

    def __init__(self) -> None:
        """Start with no salt; the first day makes one."""
        self._day: date | None = None
        self._salt = b""

    def of(self, address: Address, now: datetime) -> str:
        """The person's trace of this day."""
        if self._day != now.date():
            self._day, self._salt = now.date(), secrets.token_bytes(16)
        spoken = f"{address.channel}:{address.id}".encode()
        return hashlib.blake2s(spoken, key=self._salt, digest_size=16).hexdigest()


def note(connection: Connection, question: str, reason: str, trace: str, now: datetime) -> None:
    """Put a question into the queue, or count it once more when one like it is there."""
    like = likeness(question)
    if not like:
        return
    try:
        with connection.begin_nested():
            _count(connection, like, question, reason, trace, now)
    except IntegrityError:  # somebody asked the same at this very moment: now it is there
        _count(connection, like, question, reason, trace, now)


def _count(connection: Connection, like: str, question: str, reason: str, trace: str, now: datetime) -> None:
    at, u = in_storage(now), t.unanswered.c
    number = connection.execute(select(u.id).where(u.likeness == like)).scalar()
    if number is None:
        row = {"likeness": like, "question": masked(question), "reason": reason, "times": 1}
        made = connection.execute(insert(t.unanswered).values(**row, first_asked=at, last_asked=at))
        number = made.inserted_primary_key[0] if made.inserted_primary_key else None
    else:
        connection.execute(update(t.unanswered).where(u.id == number).values(times=u.times + 1, last_asked=at))
    known = select(t.asker.c.trace).where(t.asker.c.question == number, t.asker.c.trace == trace)
    if connection.execute(known).first() is None:
        connection.execute(insert(t.asker).values(question=number, trace=trace))


def rate(
    connection: Connection, topic: str, subject: str, trace: str, now: datetime, *, helpful: bool, reason: str = ""
) -> None:
    """Keep whether an answer helped; the same person's second word on the same day replaces the first."""
    f = t.feedback.c
    values = {"topic": topic, "helpful": helpful, "reason": reason, "at": in_storage(now)}
    changed = connection.execute(update(t.feedback).where(f.subject == subject, f.trace == trace).values(**values))
    if not changed.rowcount:
        try:
            with connection.begin_nested():
                connection.execute(insert(t.feedback).values(subject=subject, trace=trace, **values))
        except IntegrityError:  # two presses at once: the other one was first
            connection.execute(update(t.feedback).where(f.subject == subject, f.trace == trace).values(**values))


def prune(connection: Connection, now: datetime) -> None:
    """Nightly: forget questions not asked for 30 days and the events of channels older than two."""
    connection.execute(delete(t.unanswered).where(t.unanswered.c.last_asked < in_storage(now - KEPT)))
    connection.execute(delete(t.seen_update).where(t.seen_update.c.at < in_storage(now - timedelta(days=2))))
