"""The README's table of the environment and config/env.py name the same variables."""

import re

from tests.support.documents import ROOT, names_in, rows_below

_READ = re.compile(r'(?:\benv\.\w+\(|\bread_\w+\(env,)\s*"([A-Z_]+)"')


def test_every_variable_is_in_the_table_and_every_row_is_read():
    read = set(_READ.findall((ROOT / "config" / "env.py").read_text()))
    described = [name for row in rows_below("README.md", "Environment") for name in names_in(row[0])]

    assert sorted(described) == sorted(read)
