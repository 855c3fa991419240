"""Signs for words: 下午× with ×=停诊 told below, or a cross that by itself means that nobody sits."""

import re

_MARK = r"[×✕✖╳❌xXΔ△▲○●☆★◎◇◆■□※√✓✔#＃]"
_WORD = r"(?:停诊|休诊|替诊|代诊|加诊|正常|出诊|停|休)"
_LEGEND = re.compile(
    rf"(?:注|备注|说明|图例)?[:：]?({_MARK})\ufe0f?[ \t]*(?:=|＝|:|：|为|即|是|表示|代表|指)[ \t]*"
    rf"({_WORD})(?:的意思)?[,，、;；]?"
)
_BRACKET = re.compile(rf"(?<![午天日号晚])[(（]\s?{_MARK}\ufe0f?\s?[=＝:：为]?\s?{_WORD}[^()（）]{{0,40}}[)）]")
_PAIR = re.compile(rf"({_MARK})\ufe0f?\s*[=＝:：为]?\s*({_WORD})")
_PLAINER: dict[str, str] = {"停": "停诊", "休": "停诊", "休诊": "停诊", "出诊": "正常"}
_CROSS = re.compile(r"(?<=[午天日号晚)）])[ (（]?[×✕✖╳❌]\ufe0f?[)）]?(?=\s|$|[,，。;；、(（])")


def with_marks_told(notice: str) -> str:
    """The notice with the word in place of each mark that it explains, and 停诊 for a cross right behind a day."""
    brackets = "".join(match[0] for match in _BRACKET.finditer(notice))
    told: dict[str, str] = dict([*_LEGEND.findall(notice), *_PAIR.findall(brackets)])
    plain = _LEGEND.sub("", _BRACKET.sub("", notice))
    for mark, word in told.items():
        stands = re.compile(rf"(?<=[午天日号晚)）(（\s]){re.escape(mark)}\ufe0f?(?=\s|$|[,，。;；、(（)）])")
        plain = stands.sub(_PLAINER.get(word, word), plain)
    return _CROSS.sub("停诊", plain)
