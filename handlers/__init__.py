"""The manners: one conversation topic a file; no Telegram, no SQL."""
