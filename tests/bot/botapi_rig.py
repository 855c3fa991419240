"""Two real clients for the loopback Bot API server, and a web server for its webhooks."""

import contextlib
import io

import aiohttp
import telegram
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from PIL import Image


@contextlib.asynccontextmanager
async def library(api):
    async with telegram.Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        yield bot


@contextlib.asynccontextmanager
async def second_client(api):
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    async with AiogramBot(api.token, session=session) as bot:
        yield bot


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return file.getvalue()


@contextlib.asynccontextmanager
async def web_server(handler):
    web = aiohttp.web
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()
