"""The codes of docs/api.md are those the code uses."""

import re
from itertools import chain

import pytest
from rest_framework.exceptions import (
    AuthenticationFailed,
    MethodNotAllowed,
    NotAcceptable,
    NotAuthenticated,
    ParseError,
    Throttled,
    UnsupportedMediaType,
)

from generation.causes import CODES
from generation.errors import AttemptTimeout, InputError, OwnFault
from generation.providers import failures
from generation.uploads import UploadCode
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
OF_THE_FRAMEWORK = {
    error.default_code
    for error in (
        ParseError,
        NotAuthenticated,
        AuthenticationFailed,
        MethodNotAllowed,
        NotAcceptable,
        UnsupportedMediaType,
        Throttled,
    )
}

_RULE = re.compile(r'(?:breaks\(\s*|rule=)"([a-z_]+)"')
_FAILURE = re.compile(r'(?:(?:Provider|Content)Error\(|error_code=|\.code =|== 1 else)\s*"([a-z_]+)"')
_REFUSAL = re.compile(
    r'(?:NotAllowedError\(|Reason\(\s*code=|super\(\).__init__\(|problem\(\d+,|default_code =)\s*"([a-z_]+)"'
)


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


def below(*folders):
    return source(*(path for folder in folders for path in (ROOT / "generation" / folder).rglob("*.py")))


def faults():
    """Return what can be wrong with an answer, as the rules name it."""
    return set(_RULE.findall(source(*(ROOT / "generation" / "pipeline" / name for name in CONTENT))))


def failures_of_attempts():
    """Return every code an attempt can fail with."""
    told = {kind.code for kind in KINDS} | {error.code for error in (InputError, AttemptTimeout, OwnFault)}
    return told | faults() | set(_FAILURE.findall(below("engine", "pipeline", "providers")))


def refusals():
    """Return every code a request can be refused with."""
    return OF_THE_FRAMEWORK | set(UploadCode) | set(_REFUSAL.findall(below("")))


@pytest.mark.parametrize("heading", ["Refusals", "Why an attempt failed"])
def test_a_code_is_explained_once(heading):
    codes = codes_below(heading)

    assert len(codes) == len(set(codes))


def test_the_failures_explained_are_those_that_happen():
    assert set(codes_below("Why an attempt failed")) == failures_of_attempts()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.sentence)
def test_a_failure_of_a_provider_is_explained(kind):
    assert retries()[kind.code] is kind.retryable


@pytest.mark.parametrize("error", [InputError, AttemptTimeout, OwnFault])
def test_a_failure_of_an_attempt_is_explained(error):
    assert retries()[error.code] is error.retryable


def test_every_fault_of_an_answer_is_explained_and_tried_again():
    assert faults()
    assert faults() <= {code for code, again in retries().items() if again}


def test_the_refusals_explained_are_those_that_happen():
    assert set(codes_below("Refusals")) == refusals()


def test_what_to_do_about_each_is_said_where_a_stuck_job_is_read():
    rows = rows_below("docs/how-to/read-a-stuck-job.md", "What it usually is")

    assert sorted(name for row in rows for name in names_in(row[0])) == sorted(CODES)
