"""The methods about the bot itself: who it is, its commands and descriptions, its webhook, its files."""

import json
import re
from typing import TYPE_CHECKING, Any

from tests.botapi.calls import Call
from tests.botapi.refusal import bad

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.server import BotApi

COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")


def get_me(api: "BotApi", call: Call) -> dict[str, Any]:
    abilities = dict.fromkeys(("can_join_groups", "supports_inline_queries"), True)
    off = ("can_read_all_group_messages", "can_connect_to_business", "has_main_web_app", "has_topics_enabled")
    return api.bot | abilities | dict.fromkeys((*off, "allows_users_to_create_topics", "can_manage_bots"), False)


def _key(call: Call) -> tuple[str, str]:
    language = call.fields.get("language_code") or ""
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad("specified language code is invalid")
    return json.dumps(call.fields.get("scope") or {"type": "default"}, sort_keys=True), language


def set_my_commands(api: "BotApi", call: Call) -> bool:
    commands = call.fields.get("commands")
    if not isinstance(commands, list):
        raise bad("can't parse commands JSON object")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    api.commands[_key(call)] = commands
    return True


def get_my_commands(api: "BotApi", call: Call) -> list[dict[str, str]]:
    return api.commands.get(_key(call), [])


def delete_my_commands(api: "BotApi", call: Call) -> bool:
    api.commands.pop(_key(call), None)
    return True


def _setter(field: str, most: int) -> "Callable[[BotApi, Call], bool]":
    def set_text(api: "BotApi", call: Call) -> bool:
        text = call.fields.get(field) or ""
        if len(text) > most:
            raise bad(f"{field.upper()}_TOO_LONG")
        api.texts[field, _key(call)[1]] = text
        return True

    return set_text


def _getter(field: str) -> "Callable[[BotApi, Call], dict[str, str]]":
    def get_text(api: "BotApi", call: Call) -> dict[str, str]:
        return {field: api.texts.get((field, _key(call)[1])) or api.texts.get((field, ""), "")}

    return get_text


def set_webhook(api: "BotApi", call: Call) -> bool:
    url = call.fields.get("url") or ""
    secret = call.fields.get("secret_token") or ""
    if url and not url.startswith(("https://", "http://127.0.0.1")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad("secret token contains unallowed characters")
    api.updates.allow(call.fields.get("allowed_updates"))
    api.updates.drop(everything=bool(call.fields.get("drop_pending_updates")))
    api.webhook.set(url, secret, call.fields.get("max_connections") or 40)
    return True


def delete_webhook(api: "BotApi", call: Call) -> bool:
    api.updates.drop(everything=bool(call.fields.get("drop_pending_updates")))
    api.webhook.set("", "", 40)
    return True


def get_webhook_info(api: "BotApi", call: Call) -> dict[str, Any]:
    info = {"url": api.webhook.url, "has_custom_certificate": False, "pending_update_count": len(api.updates.pending)}
    if api.updates.allowed is not None:
        info["allowed_updates"] = api.updates.allowed
    return info | (api.webhook.describe() if api.webhook.url else {})


def get_file(api: "BotApi", call: Call) -> dict[str, Any]:
    file_id = call.fields.get("file_id")
    if file_id not in api.files.by_id:
        raise bad("wrong file_id or the file is temporarily unavailable")
    size = len(api.files.by_id[file_id].content)
    return {"file_id": file_id, "file_unique_id": f"unique-{file_id}", "file_size": size, "file_path": f"all/{file_id}"}


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
}
