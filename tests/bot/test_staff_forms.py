"""Forms of the desk as they are sent: fields of their type, files, nothing strange."""

import msgspec
import pytest
from starlette.requests import Request

from bot.web.guard import Refused
from bot.web.staff.forms import Upload, sent, taken


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    number: int = 0
    sure: bool = False
    places: tuple[str, ...] = ()
    file: Upload | None = None


def request(content, kind):
    async def receive():
        return {"type": "http.request", "body": content, "more_body": False}

    return Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}, receive)


async def read(content, kind="application/x-www-form-urlencoded", most=1000):
    return taken(await sent(request(content, kind), most), Form)


@pytest.mark.parametrize(("content", "form"), [
    ("name=%E7%8E%8B&number=7&sure=true", Form("王", 7, sure=True)),
    ("name=a+b&places=x&places=y", Form("a b", places=("x", "y"))),
    ("name=&places=x", Form("", places=("x",))),
    ("name=a%0D%0Ab%00%E2%80%AE", Form("a\nb")),
])  # fmt: skip
async def test_fields_come_as_their_types(content, form):
    assert await read(content.encode()) == form


@pytest.mark.parametrize("content", [
    "number=7", "name=a&name=b", "name=a&number=x", "name=a&role=owner", "name=a&sure=maybe", "name=a&file=x", "", "=",
    "name=a&number=1&number=2", "name=a&file=x&file=y",
])  # fmt: skip
async def test_strange_fields_are_refused_as_a_whole(content):
    with pytest.raises(Refused):
        await read(content.encode())


def parts(*fields):
    lines = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{text}\r\n' for name, more, text in fields
    ]
    return ("".join(lines) + "--x--\r\n").encode()


MULTIPART = "multipart/form-data; boundary=x"


async def test_a_file_comes_with_its_name_and_what_is_in_it():
    content = parts(("name", "", "表"), ("file", '; filename="../../etc/\u202epasswd.xlsx"', "1,2"))
    form = await read(content, MULTIPART)
    assert (form.name, form.file.content) == ("表", b"1,2")
    assert "\u202e" not in form.file.name


async def test_too_much_and_broken_parts_are_refused():
    with pytest.raises(Refused) as large:
        await read(parts(("name", "", "a" * 2000)), MULTIPART)
    assert large.value.status == 413
    for content, kind in ((b"--x\r\n\r\n", MULTIPART), (b"name=a", "multipart/form-data"), (b"{}", "application/json")):
        with pytest.raises(Refused) as broken:
            await read(content, kind)
        assert broken.value.status in {400, 415}
