"""The benchmarks, one after another, beside servers that run already: `python -m bench.suite`."""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path

import django
from rich.console import Console

from bench.kinds import register
from bench.results import Table, save, show
from bench.sizes import TINY, Sizes

NAMES = (
    "one_job",
    "pickup",
    "many_jobs",
    "waiting_jobs",
    "whole_funnel",
    "pace",
    "limited",
    "memory",
    "requests",
    "long_line",
    "batches",
    "page_batch",
    "streams",
    "users",
    "pages",
)


def main() -> None:
    """Measure what was asked for; each table is shown when it is there, the JSON file written last."""
    asked = read_arguments()
    logging.getLogger("generation").setLevel(logging.WARNING)  # one line a job would hide the tables
    console = Console()
    console.print(
        "PostgreSQL writes through to disk at every commit (fsync on), as under `make run`.\n", soft_wrap=True
    )
    sizes = TINY if asked.tiny else Sizes()
    tables = []
    for measure in _benchmarks(asked.names or list(NAMES)):
        tables.append(measure(sizes))
        show(tables[-1], console)
    console.print(f"Written to {save(tables, folder=asked.out)}", soft_wrap=True)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--tiny", action="store_true", help="tiny sizes: only to see that it works")
    parser.add_argument("--out", type=Path, default=Path("bench-results"), help="where the JSON goes")
    return parser.parse_args()


def _benchmarks(names: list[str]) -> list[Callable[[Sizes], Table]]:
    """Return the benchmarks; they are imported here because they need Django to be ready."""
    from importlib import import_module

    return [import_module(f"bench.{name}").measure for name in names]


if __name__ == "__main__":
    django.setup()
    register()
    main()
