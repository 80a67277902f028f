"""What the request itself says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Given:
    """The text of one field of the inputs, or the JSON of what it holds; "" where nobody filled it."""

    field: str

    def __call__(self, inputs: Mapping[str, Any]) -> str:
        given = inputs.get(self.field)
        if not given:
            return ""
        return given.strip() if isinstance(given, str) else json.dumps(given, ensure_ascii=False, indent=1)
