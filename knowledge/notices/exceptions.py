"""Who is left out before it is said what happens: 「除口腔科外，门诊停诊」 is 「门诊停诊，口腔科除外」."""

import re

from knowledge.notices.signs import P, Signed

_EXCEPT = re.compile(
    r"(?<![开去])除了?(?![以上述])([^,。;外]{1,16}?)(?:的?门诊)?(?:正常|照常)?(?:出诊|开放)?"
    r"(?:(?:之|以)?外,?|(?<=了.),|(?<=了..),|(?<=了...),)([^。;!]{2,60})"
)
_OTHERS = re.compile(r"其[余他它]的?")
_STOPS = re.compile(r"[停休替代]诊?|改|加诊|暂|取消")


def with_exceptions_behind(line: Signed) -> Signed:
    """The line with its exceptions behind what they are left out of."""
    match = _EXCEPT.search(line.text)
    if match is None:
        return line
    if _STOPS.search(match[1]):
        return line.with_text(line.text[: match.start()] + _of_whom(match[1], match[2]) + line.text[match.end() :])
    if not _STOPS.search(match[2]):
        return line
    told = _OTHERS.sub("", match[2]).rstrip(" ,")
    return line.with_text(f"{line.text[: match.start()]}{told},{match[1]}除外{line.text[match.end() :]}")


def _of_whom(stop: str, usual: str) -> str:
    """除3日停诊外，某主任其他日期正常: the stop is that of whoever goes on else."""
    who = "" if re.search(P, stop) else "".join(re.findall(rf"^{P}", usual))
    return f"{who}{stop},{usual}"
