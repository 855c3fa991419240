"""Scripts, styles and pictures of the page: read once, served under a digest of them all, kept by browsers for good."""

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.web.guard import Refused

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class Assets:
    """The static files. The digest is part of the path, so that modules find each other by their plain names."""

    def __init__(self) -> None:
        """Read them."""
        self._files = {p.name: p.read_bytes() for p in sorted(_FOLDER.iterdir()) if p.suffix in _TYPES}
        digest = hashlib.sha256(b"".join(name.encode() + content for name, content in self._files.items()))
        self.path = f"/static/{digest.hexdigest()[:12]}"

    async def serve(self, request: Request) -> Response:
        """One file. Under an old digest it is still found, but not to be kept."""
        name = request.path_params["name"]
        if name not in self._files:
            raise Refused(404, "missing")
        current = request.url.path.startswith(f"{self.path}/")
        return Response(
            self._files[name],
            media_type=_TYPES[Path(name).suffix],
            headers={"Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache"},
        )
