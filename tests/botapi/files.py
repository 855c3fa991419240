"""Uploaded files: kept with an id, fetched again by it."""

import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.botapi.calls import Call, Upload
from tests.botapi.refusal import bad


class Files:
    def __init__(self) -> None:
        self.by_id: dict[str, Upload] = {}

    def keep(self, upload: Upload) -> dict[str, Any]:
        """Store a file and describe it as Telegram does."""
        if not upload.content:
            raise bad("file must be non-empty")
        file_id = f"file-{len(self.by_id) + 1}"
        self.by_id[file_id] = upload
        return {"file_id": file_id, "file_unique_id": f"unique-{file_id}", "file_size": len(upload.content)}

    def given(self, call: Call, name: str) -> tuple[dict[str, Any], Upload]:
        """The file a call sends in a field: uploaded now, known by its id, or (pretended) fetched from a URL."""
        value = call.upload(name)
        if isinstance(value, Upload):
            return self.keep(value), value
        if not value:
            raise bad(f"there is no {name} in the request")
        if value in self.by_id:
            known = self.by_id[value]
            return {"file_id": value, "file_unique_id": f"unique-{value}", "file_size": len(known.content)}, known
        if value.startswith(("http://", "https://")):
            fetched = Upload(value.rsplit("/", 1)[-1], "application/octet-stream", value.encode())
            return self.keep(fetched), fetched
        raise bad("wrong file identifier/HTTP URL specified")

    def photo(self, call: Call) -> list[dict[str, Any]]:
        described, upload = self.given(call, "photo")
        width, height = _measured(upload)
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        return [described | {"width": width, "height": height}]

    def document(self, call: Call) -> dict[str, Any]:
        described, upload = self.given(call, "document")
        return described | {"file_name": upload.filename, "mime_type": upload.content_type}


def _measured(upload: Upload) -> tuple[int, int]:
    if upload.content.startswith(b"http"):
        return 640, 480
    try:
        with Image.open(io.BytesIO(upload.content)) as image:
            return image.size
    except UnidentifiedImageError:
        raise bad("IMAGE_PROCESS_FAILED") from None
