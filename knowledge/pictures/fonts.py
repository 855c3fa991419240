"""The Chinese typeface of this machine: looked for once, in the folders where systems keep their fonts."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
from PIL import ImageFont

from knowledge.errors import JiamenkouError

FAMILIES: tuple[tuple[str, str], ...] = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
    ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"),
    ("SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf"),
    ("PingFang.ttc", ""),
    ("msyh.ttc", "msyhbd.ttc"),
    ("Hiragino Sans GB.ttc", ""),
    ("STHeiti Light.ttc", "STHeiti Medium.ttc"),
    ("NotoSansCJK-VF.ttc", ""),
    ("wqy-microhei.ttc", ""),
    ("wqy-zenhei.ttc", ""),
    ("Deng.ttf", "Dengb.ttf"),
    ("simhei.ttf", ""),
    ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    ("DroidSansFallbackFull.ttf", ""),
    ("simsun.ttc", ""),
)
"""Files of the regular and the bold weight, best first; without a bold one the strokes are drawn thicker."""

_MISSING = (
    "No Chinese typeface was found, so no picture can be drawn (words are sent instead). "
    "On Debian and Ubuntu: apt install fonts-noto-cjk. Elsewhere: put NotoSansCJK-Regular.ttc and "
    "NotoSansCJK-Bold.ttc into the user's font folder and start again."
)
_FACES_IN_A_FILE = 20


class NoFont(JiamenkouError):
    """No typeface with Chinese characters on this machine."""


class Face(msgspec.Struct, frozen=True):
    """A face in a font file. ``thicken`` is true for a bold face that has to be made from the regular one."""

    path: str
    index: int = 0
    thicken: bool = False


def folders() -> tuple[Path, ...]:
    """Where Linux, macOS and Windows keep fonts, the user's own first."""
    home = Path.home()
    return (
        home / ".local" / "share" / "fonts",
        home / ".fonts",
        home / "Library" / "Fonts",
        home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        Path("C:/Windows/Fonts"),
    )


def find(places: Sequence[Path]) -> tuple[Face, Face] | None:
    """The regular and the bold face of the best family in these folders, None when there is none."""
    wanted = {name for family in FAMILIES for name in family if name}
    held: dict[str, Path] = {}
    for place in places:
        for folder, _, names in os.walk(place):
            for name in wanted & set(names):
                held.setdefault(name, Path(folder) / name)
    for regular, bold in FAMILIES:
        if regular in held:
            plain = Face(str(held[regular]), _simplified(held[regular]))
            return plain, Face(str(held[bold]), _simplified(held[bold])) if bold in held else _thick(plain)
    return None


@cache
def _faces() -> tuple[Face, Face] | None:
    return find(folders())


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The typeface in a size (pixels). Raises NoFont with what to install."""
    face = face_of(bold=bold)
    return ImageFont.truetype(face.path, size, index=face.index, layout_engine=ImageFont.Layout.BASIC)


def face_of(*, bold: bool) -> Face:
    """The regular or the bold face. Raises NoFont with what to install."""
    if (found := _faces()) is None:
        raise NoFont(_MISSING)
    return found[bold]


def _thick(plain: Face) -> Face:
    return Face(plain.path, plain.index, thicken=True)


def _simplified(path: Path) -> int:
    """Which face of a collection has the mainland's forms of the characters ("… SC"); the first when none says so."""
    for index in range(_FACES_IN_A_FILE if path.suffix == ".ttc" else 0):
        try:
            family = ImageFont.truetype(str(path), 10, index=index).getname()[0] or ""
        except OSError:
            break
        if family.endswith(" SC"):
            return index
    return 0
