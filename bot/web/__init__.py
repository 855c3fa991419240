"""The web: the chat page for residents, health and metrics, and the server that carries them."""
