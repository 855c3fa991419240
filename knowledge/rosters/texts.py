"""Small text helpers of the roster reader."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_DASHES = str.maketrans(dict.fromkeys("—–−－～〜∼~", "-") | {"﹣": "-", "﹕": ":", "∶": ":", "︰": ":"})
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def folded(text: str) -> str:
    """For reading: NFKC, one kind of dash and colon, single spaces; line breaks stay."""
    plain = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    lines = (_SPACE.sub(" ", line).strip() for line in plain.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def shown(text: str) -> str:
    """For keeping: as written, with narrow digits and letters and single spaces."""
    return _SPACE.sub(" ", text.translate(_WIDE).replace("\u3000", " ")).strip()


def tight(text: str) -> str:
    """For keeping names of things: as :func:`shown`, without gaps between Chinese characters."""
    return _CJK_GAP.sub("", shown(text))


def yuan(text: str) -> int | float | None:
    """Fee in yuan from "38", "50元", "￥50.0", "免费"; None when it is anything else."""
    bare = re.sub(r"(人民币|¥|元|块|圆|/次|/人|每次|整|\s)", "", folded(text))
    if bare in {"免费", "免", "免收"}:
        return 0
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", bare):
        return None
    value = float(bare)
    return int(value) if value.is_integer() else value
