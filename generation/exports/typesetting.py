"""Sets a book in type. A program, run by itself: `python typesetting.py FONTS... <book.json >book.pdf`.

The typesetter is native code in the process of its caller. Here a text that breaks it, or that it works on
for ever, breaks nothing but this process.
"""

import sys
from pathlib import Path

import typst

_TEMPLATE = Path(__file__).parent / "templates" / "book.typ"


def main() -> None:
    files = {"main.typ": _TEMPLATE.read_bytes(), "book.json": sys.stdin.buffer.read()}
    pdf = typst.compile(  # type: ignore[call-overload]  # it takes files by name; its types do not say so
        files, format="pdf", font_paths=sys.argv[1:], ignore_system_fonts=True, timestamp=0
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
