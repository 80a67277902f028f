"""What the demo writer makes of the samples, a line for each task: `python -m tests.support.demo_digests`."""

import hashlib
import json
import sys
from pathlib import Path

from tests.support.demo_funnel import write_funnel

SAMPLES = Path(__file__).resolve().parents[2] / "generation" / "samples"


def main(names: list[str]) -> None:
    for name in names:
        brief = json.loads((SAMPLES / f"{name}.json").read_text())["brief"]
        for task, sections in write_funnel(brief).items():
            text = "\n".join(f"{section.body}{sorted(section.fields.items())}" for section in sections)
            sys.stdout.write(f"{name} {task} {hashlib.sha256(text.encode()).hexdigest()}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
