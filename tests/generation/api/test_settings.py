"""The settings over the API."""

import pytest

from generation.app_settings import BUDGET_USD_PER_JOB, BUDGET_USD_PER_MONTH, RETRY_DELAYS
from generation.engine.allowances.spending import job_budget
from settings_app import store
from settings_app.schema import all_settings
from tests.support.api import client_named, staff_who_may

DELAY = RETRY_DELAYS[0]


@pytest.fixture
def keeper(db):
    """Staff who may change settings."""
    return staff_who_may("sam", "change_appsetting")


def test_staff_read_every_setting_with_what_it_may_be(staff):
    page = staff.get("/api/settings/").json()

    shown = {setting["key"]: setting for setting in page["results"]}
    assert shown.keys() == all_settings().keys()
    assert shown[DELAY.key] == {
        "key": "retry_attempt_2_delay",
        "group": "Retry",
        "value": 5,
        "default": 5,
        "type": "integer",
        "unit": "seconds",
        "limits": {"minimum": 0, "maximum": 86400, "choices": None},
        "description": DELAY.description,
        "changed_by": None,
        "changed_at": None,
    }


def test_a_change_counts_at_once_and_says_whose_it_is(keeper):
    answer = keeper.patch("/api/settings/", {DELAY.key: 0})

    changed = next(setting for setting in answer.json()["results"] if setting["key"] == DELAY.key)
    assert answer.status_code == 200
    assert (changed["value"], changed["changed_by"]) == (0, "sam")
    assert store.get(DELAY) == 0


def test_a_budget_may_be_cents_and_is_a_number(keeper):
    answer = keeper.patch("/api/settings/", {BUDGET_USD_PER_JOB.key: 0.5, BUDGET_USD_PER_MONTH.key: "20.00"})

    shown = {setting["key"]: setting for setting in answer.json()["results"]}
    job, month = shown[BUDGET_USD_PER_JOB.key], shown[BUDGET_USD_PER_MONTH.key]
    assert (job["value"], job["default"], job["type"]) == (0.5, 0, "decimal")
    assert (month["value"], type(month["value"])) == (20, int)
    assert job_budget(store.read_all()) == 500_000


def test_a_bad_value_saves_nothing_and_says_why(keeper):
    answer = keeper.patch(
        "/api/settings/", {DELAY.key: 9, "max_retry_attempts": 8, "retry_attempt_22_delay": 1}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == {"max_retry_attempts", "retry_attempt_22_delay"}
    assert store.get(DELAY) == 5


def test_changes_are_an_object(keeper):
    assert keeper.patch("/api/settings/", [DELAY.key]).status_code == 400


def test_only_staff_see_or_change_settings(api):
    assert api.get("/api/settings/").status_code == 403
    assert api.patch("/api/settings/", {DELAY.key: 0}).status_code == 403


def test_staff_change_settings_by_the_permission_the_admin_asks_for(staff):
    answer = staff.patch("/api/settings/", {DELAY.key: 0})

    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert answer.json()["detail"] == "Changing settings needs the permission to change settings."
    assert store.get(DELAY) == 5


def test_superusers_may_change_settings(db):
    root = client_named("root", is_staff=True, is_superuser=True)

    assert root.patch("/api/settings/", {DELAY.key: 0}).status_code == 200
