"""The chat page in a real browser, and a small house to serve it from."""
