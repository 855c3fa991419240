"""The web: chat page, webhook, health."""
