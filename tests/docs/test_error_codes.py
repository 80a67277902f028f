"""The codes of docs/api.md are those the code uses."""

import re
from itertools import chain

import pytest

from generation.errors import AttemptTimeout, InputError
from generation.providers import failures
from tests.support.documents import ROOT, names_in, rows_below

PAGE = "docs/api.md"
KINDS = [kind for kind in vars(failures).values() if isinstance(kind, failures.FailureKind)]
CONTENT = [
    "parser.py",
    "assembly.py",
    "components.py",
    "rules/contract.py",
    "rules/placeholders.py",
    "rules/language.py",
]
OF_LIBRARIES = {"parse_error", "not_authenticated", "authentication_failed", "throttled"}

_RULE = re.compile(r'(?:breaks\(\s*|rule=)"([a-z_]+)"')
_REFUSAL = re.compile(r'(?:NotAllowedError\(|super\(\).__init__\(|problem\(\d+,)\s*"([a-z_]+)"')


def codes_below(heading):
    return list(chain.from_iterable(names_in(row[0]) for row in rows_below(PAGE, heading)))


def retries():
    return {
        code: row[1] == "yes"
        for row in rows_below(PAGE, "Why an attempt failed")
        for code in names_in(row[0])
    }


def source(*files):
    return "\n".join(path.read_text() for path in files)


def everything():
    return source(*(ROOT / "generation").rglob("*.py"))


@pytest.mark.parametrize("heading", ["Refusals", "Why an attempt failed"])
def test_a_code_is_explained_once_and_used(heading):
    codes = codes_below(heading)
    names = set(re.findall(r'"([a-z_]+)"|def ([a-z_]+)\(piece', everything()))
    used = {name for pair in names for name in pair} | OF_LIBRARIES

    assert len(codes) == len(set(codes))
    assert set(codes) <= used


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.sentence)
def test_a_failure_of_a_provider_is_explained(kind):
    assert retries()[kind.code] is kind.retryable


@pytest.mark.parametrize("error", [InputError, AttemptTimeout])
def test_a_failure_of_an_attempt_is_explained(error):
    assert retries()[error.code] is error.retryable


def test_every_fault_of_an_answer_is_explained_and_tried_again():
    found = set(_RULE.findall(source(*(ROOT / "generation" / "pipeline" / name for name in CONTENT))))

    assert found
    assert found <= {code for code, again in retries().items() if again}


def test_every_refusal_is_explained():
    found = set(_REFUSAL.findall(everything()))

    assert found
    assert found <= set(codes_below("Refusals"))
