"""For whom generation is on, and who may choose high priority."""

import pytest
from django.contrib.auth.models import Group

from generation.app_settings import GENERATION_ENABLED, GENERATION_ENABLED_FOR, HIGH_PRIORITY_FOR
from generation.engine.allowances.audience import is_meant
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.jobs import standing
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import (
    StartOptions,
    cancel_job,
    reset_job,
    resume_job,
    set_priority,
    start_job,
)
from generation.errors import NotAllowedError
from generation.models import GenerationJob
from generation.states import JobStatus, Priority
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db(transaction=True)


def say(setting, value) -> None:
    store.save({setting.key: value}, changed_by=None)


def queued_job(owner) -> GenerationJob:
    say(GENERATION_ENABLED, True)
    store.save({"max_concurrent_jobs": 0}, None)
    job = start_job(make_funnel(owner))
    store.save({"max_concurrent_jobs": 5}, None)
    return job


@pytest.mark.parametrize(
    ("audience", "meant"),
    [
        ("everyone", True),
        ("Everyone", True),
        ("staff", False),
        ("ana", True),
        ("ben, ANA ,cleo", True),
        ("ben", False),
        ("Early birds", True),
        ("an", False),
        ("ben, everyone", True),
    ],
)
def test_a_setting_means_those_it_names(audience, meant):
    ana = make_user("ana")
    ana.groups.add(Group.objects.create(name="early birds"))

    assert is_meant(audience, ana) is meant


def test_staff_are_meant_by_their_word():
    assert is_meant("staff", make_user("root", is_staff=True))


@pytest.mark.parametrize("text", ["", " , ,"])
def test_an_audience_of_nobody_is_refused_when_it_is_saved(text):
    with pytest.raises(store.InvalidSettings, match='"everyone", "staff", or names of users and groups'):
        say(HIGH_PRIORITY_FOR, text)


@pytest.mark.parametrize("setting", [GENERATION_ENABLED_FOR, HIGH_PRIORITY_FOR])
@pytest.mark.parametrize(
    ("audience", "says"),
    [
        ("bne", "There is no user and no group named bne."),
        ("ben, Cleo, staff, early Birds, Dan", "There is no user and no group named Cleo or Dan."),
        ("Everyone, ben", 'Write "everyone" alone, or leave it out: nobody is left to be named beside it.'),
    ],
)
def test_whom_nobody_knows_cannot_be_named(setting, audience, says):
    make_user("Ben")
    Group.objects.create(name="Early birds")

    with pytest.raises(store.InvalidSettings) as refused:
        say(setting, audience)

    assert refused.value.errors == {setting.key: says}
    say(setting, "ben, EARLY BIRDS, staff")


def test_a_setting_stands_though_somebody_it_names_has_gone():
    ben = make_user("ben")
    say(GENERATION_ENABLED_FOR, "ben, staff")

    ben.delete()

    store.save({GENERATION_ENABLED_FOR.key: "ben, staff", HIGH_PRIORITY_FOR.key: "staff"}, changed_by=None)
    assert store.get(GENERATION_ENABLED_FOR) == "ben, staff"


@pytest.mark.parametrize("switch", [(GENERATION_ENABLED, False), (GENERATION_ENABLED_FOR, "staff")])
@pytest.mark.parametrize("verb", [resume_job, reset_job], ids=["resume", "reset"])
def test_nothing_begins_while_generation_is_off(switch, verb):
    ana = make_user("ana")
    ended = cancel_job(start_job(make_funnel(ana)))
    say(*switch)

    for begin in (lambda: start_job(make_funnel(ana)), lambda: verb(ended)):
        with pytest.raises(NotAllowedError) as refusal:
            begin()
        assert refusal.value.code == "generation_off"

    ended.refresh_from_db()
    assert ended.status == JobStatus.CANCELLED


def test_who_is_named_may_begin():
    ben = make_user("ben")
    say(GENERATION_ENABLED_FOR, "ben")

    assert start_job(make_funnel(ben)).status == JobStatus.QUEUED


@pytest.mark.parametrize(
    ("switch", "code"),
    [((GENERATION_ENABLED, False), "paused"), ((GENERATION_ENABLED_FOR, "staff"), "switched_off")],
)
def test_a_job_in_line_keeps_its_place_until_generation_is_on(switch, code):
    job = queued_job(make_user("ana"))
    say(*switch)

    assert admit_jobs() == 0
    assert standing(job, viewer=OPERATOR).hold.code == code

    say(switch[0], switch[0].default)
    assert admit_jobs() == 1


@pytest.mark.parametrize("switch", [(GENERATION_ENABLED, False), (GENERATION_ENABLED_FOR, "staff")])
def test_what_runs_goes_on_to_its_end_when_generation_is_switched_off(switch):
    running = start_running(make_funnel(make_user("ana")))
    write(running, 1)
    say(*switch)

    for position in range(2, 15):
        write(running, position)

    running.refresh_from_db()
    assert running.status == JobStatus.COMPLETED


def test_others_go_on_past_who_may_not_begin():
    job, other = queued_job(make_user("ana")), queued_job(make_user("ben"))
    say(GENERATION_ENABLED_FOR, "ben")

    assert admit_jobs() == 1

    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.status, other.status) == (JobStatus.QUEUED, JobStatus.RUNNING)


def test_high_priority_is_for_those_whom_the_setting_means():
    say(HIGH_PRIORITY_FOR, "staff")
    ana = make_user("ana")

    with pytest.raises(NotAllowedError) as refusal:
        start_job(make_funnel(ana), options=StartOptions(priority=Priority.HIGH))
    assert refusal.value.code == "high_not_allowed"

    job = queued_job(ana)
    with pytest.raises(NotAllowedError):
        set_priority(job, Priority.HIGH, as_operator=False)
    assert set_priority(job, Priority.LOW, as_operator=False).priority == Priority.LOW
    assert set_priority(job, Priority.HIGH, as_operator=True).priority == Priority.HIGH
