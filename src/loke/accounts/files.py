"""Files as answers: with their kind, and under a name that may hold å, ä and ö."""

from urllib.parse import quote

from django.http import HttpResponse

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
    "zip": "application/zip",
    "html": "text/html; charset=utf-8",
}


def as_file(name: str, ending: str, data: bytes) -> HttpResponse:
    """A file to keep under that name, å, ä and ö included."""
    answer = HttpResponse(data, content_type=TYPES[ending])
    answer["Content-Disposition"] = f"attachment; filename=\"loke.{ending}\"; filename*=UTF-8''{quote(name)}.{ending}"
    return answer
