"""What the API's description says beyond what the views say themselves."""

from typing import Any

from generation.api.errors import MEDIA_TYPE

_PROBLEMS = {
    "400": "What was sent is not right; `errors` holds a sentence for each field.",
    "401": "Nobody is signed in.",
    "403": "Not allowed for this caller.",
    "404": "There is nothing here, or it is not yours.",
    "409": "The present state does not allow it; `code` says why.",
    "429": "Too many requests; `Retry-After` says how long to wait.",
}

_PROBLEM = {
    "type": "object",
    "description": "A problem as RFC 9457 describes it. `code` is stable; some problems say more.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "rows": {
            "type": "array",
            "description": "Batches: what is wrong in which row.",
            "items": {
                "type": "object",
                "properties": {
                    "row": {"type": "integer"},
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
        "job": {"type": "string", "format": "uuid", "nullable": True, "description": "`job_open`: which."},
        "version": {"type": "integer", "description": "`stale_version`: the newest one."},
    },
}


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of every operation which problems it may answer with."""
    result["components"]["schemas"]["Problem"] = _PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            for status, description in _PROBLEMS.items():
                operation["responses"].setdefault(status, _response(description))
    return result


def _response(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}
