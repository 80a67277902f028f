"""Many jobs started at once: all of them or none, in the order of their rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection

from generation.app_settings import DAILY_JOB_LIMIT, GENERATION_ENABLED, HIGH_PRIORITY_FOR
from generation.engine.allowances.accounts import account_of, started_today
from generation.engine.allowances.ledger import grant
from generation.engine.batches import verbs as batches
from generation.engine.batches.items import Row
from generation.engine.batches.verbs import MOST_ITEMS, start_batch
from generation.engine.line.order import jobs_in_line
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.errors import InvalidRequestError, NotAllowedError, RowsRefusedError
from generation.models import Funnel, GenerationBatch, GenerationJob
from generation.states import Priority
from settings_app import store
from tests.support.batches import make_batch, row, rows
from tests.support.funnels import make_funnel, make_user, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user("ana")


def refusals(*wanted, owner) -> dict[str, str]:
    """Return what is wrong with the rows; nothing may have been written."""
    before = Funnel.objects.count(), GenerationJob.objects.count()
    with pytest.raises(RowsRefusedError) as refused:
        start_batch(owner, rows=wanted)
    assert (Funnel.objects.count(), GenerationJob.objects.count()) == before
    assert not GenerationBatch.objects.exists()
    return dict(refused.value.problems)


def test_each_row_becomes_a_job_of_the_batch_in_its_order(ana):
    old = make_funnel(ana, name="Known for long")

    batch = start_batch(ana, rows=[row(1), row(2, name=None, brief=None, funnel=str(old.pk)), row(3)])

    found = list(jobs_of_batch(batch))
    assert [job.funnel.name for job in found] == ["Funnel 1", "Known for long", "Funnel 3"]
    assert [job.tasks.count() for job in found] == [14, 14, 14]
    assert {job.owner for job in found} == {ana}
    assert Funnel.objects.filter(owner=ana, draft=False).count() == 3


def test_the_first_row_is_the_first_in_line(ana):
    batch = make_batch(ana, jobs=5)

    assert jobs_in_line(store.read_all()) == [job.pk for job in jobs_of_batch(batch)]


def test_a_row_may_say_otherwise_than_the_batch(ana):
    usual = StartOptions(priority=Priority.LOW, lanes=2, skip_quality_check=True)
    own = row(2, priority="normal", lanes=3, skip_quality_check=False, deadline="2090-01-01T00:00:00Z")

    batch = start_batch(ana, rows=[row(1), own], options=usual)

    first, second = jobs_of_batch(batch)
    assert (first.priority, first.lanes, first.skip_quality_check) == (Priority.LOW, 2, True)
    assert (second.priority, second.lanes, second.skip_quality_check) == (Priority.NORMAL, 3, False)
    assert second.deadline == datetime(2090, 1, 1, tzinfo=UTC)


def test_every_wrong_row_is_named_and_none_is_started(ana):
    wrong = sample()["brief"] | {"topic": ""}

    slipped = Row(number=8, fields={}, unreadable={"column 9": "This cell has no name above it."})

    says = refusals(
        *(row(2), row(3, brief=wrong, priority="urgent"), row(5, language="tlh"), row(7, lanes=9)),
        *(slipped, Row(number=9, fields={"brief": {}})),
        owner=ana,
    )

    assert list(says)[:6] == [
        *("row 3: brief.topic", "row 3: priority", "row 5: language", "row 7: lanes"),
        *("row 8: column 9", "row 9: brief.topic"),
    ]
    assert "row 9: name" in says
    assert says["row 5: language"] == "Unsupported language: tlh. Galley writes en, es, fr, de, it, pt, nl."


def test_a_row_is_not_blamed_for_a_brief_it_could_not_give(ana):
    assert list(refusals(row(2, brief=[]), row(3, brief=None), owner=ana)) == ["row 2: brief", "row 3: brief"]


def test_rows_that_could_not_be_read_are_none_of_the_too_many(ana):
    slipped = Row(number=1, fields={}, unreadable={"colour": "There is no such column."})

    assert list(refusals(slipped, *rows(MOST_ITEMS), owner=ana)) == ["row 1: colour"]


def test_a_funnel_of_somebody_else_is_not_found(ana):
    theirs = make_funnel(make_user("ben"))

    says = refusals(row(2, name=None, brief=None, funnel=str(theirs.pk)), owner=ana)

    assert says == {"row 2: funnel": "There is no funnel of yours with this id."}


def test_a_row_for_what_runs_already_is_refused(ana):
    funnel = make_funnel(ana)
    start_job(funnel)

    says = refusals(row(2, name=None, brief=None, funnel=str(funnel.pk)), owner=ana)

    assert list(says) == ["row 2: funnel"]
    assert "being generated already" in says["row 2: funnel"]


def test_two_rows_for_one_funnel_are_named(ana):
    funnel = make_funnel(ana)
    again = {"name": None, "brief": None, "funnel": str(funnel.pk)}

    says = refusals(row(2, **again), row(3), row(4, **again), owner=ana)

    assert says == {"row 4: funnel": "Row 2 asks for the same of the same funnel. Keep one of them."}


def test_a_priority_its_owner_may_not_choose_is_named(ana):
    store.save({HIGH_PRIORITY_FOR.key: "staff"}, None)

    assert list(refusals(row(2), row(3, priority="high"), owner=ana)) == ["row 3: priority"]


def test_a_deadline_before_the_start_of_its_row_is_named(ana):
    wrong = row(2, scheduled_at="2090-01-02T00:00:00Z", deadline="2090-01-01T00:00:00Z")

    assert refusals(wrong, row(3), owner=ana) == {
        "row 2: deadline": "The deadline is before the start. Choose a later one, or start sooner."
    }


@pytest.mark.parametrize("many", [0, MOST_ITEMS + 1])
def test_none_and_too_many_are_refused(ana, many):
    with pytest.raises(InvalidRequestError) as refused:
        start_batch(ana, rows=rows(many))

    assert list(refused.value.problems) == ["items"]


def test_a_batch_that_credits_do_not_reach_for_is_refused_as_a_whole(ana):
    grant(ana, 30 - account_of(ana).balance, note="For a test", by=None)

    with pytest.raises(NotAllowedError) as refused:
        start_batch(ana, rows=rows(3))

    assert refused.value.code == "no_credits"
    assert (account_of(ana).balance, GenerationJob.objects.count(), Funnel.objects.count()) == (30, 0, 0)


def test_a_batch_of_more_than_may_be_started_a_day_is_one_start(ana):
    make_batch(ana, jobs=DAILY_JOB_LIMIT.default + 1)

    assert started_today(account_of(ana)) == 1


def test_a_batch_is_refused_where_no_start_of_the_day_is_left(ana):
    store.save({DAILY_JOB_LIMIT.key: 1}, None)
    cancel_job(start_job(make_funnel(ana)))

    with pytest.raises(NotAllowedError) as refused:
        start_batch(ana, rows=rows(3))

    assert (refused.value.code, GenerationJob.objects.count()) == ("daily_limit", 1)


def test_a_batch_of_somebody_who_was_deleted_meanwhile_is_refused(ana):
    User.objects.filter(pk=ana.pk).delete()

    with pytest.raises(NotAllowedError) as refused:
        start_batch(ana, rows=rows(2))

    assert (refused.value.code, Funnel.objects.count()) == ("deleted_meanwhile", 0)


def test_nothing_is_started_while_generation_is_off(ana):
    store.save({GENERATION_ENABLED.key: False}, None)

    with pytest.raises(NotAllowedError) as refused:
        start_batch(ana, rows=rows(1))

    assert refused.value.code == "generation_off"


def test_a_batch_sets_a_credit_aside_for_each_of_its_tasks(ana):
    before = account_of(ana).balance

    make_batch(ana, jobs=3)

    assert account_of(ana).balance == before - 3 * 14


@pytest.mark.django_db(transaction=True)
def test_slots_are_filled_once_for_the_whole_batch(ana, monkeypatch):
    asked = []
    monkeypatch.setattr(batches, "admit_jobs", lambda admit=batches.admit_jobs: asked.append(admit()))

    make_batch(ana, jobs=8)

    assert asked == [5]


@pytest.mark.django_db(transaction=True)
def test_a_start_in_the_same_moment_lets_one_of_both_be(ana):
    funnels = [make_funnel(ana, name=str(number)) for number in range(4)]
    wanted = [row(number, name=None, brief=None, funnel=str(f.pk)) for number, f in enumerate(funnels)]

    def start(order: int) -> bool:
        try:
            start_batch(ana, rows=wanted[::order])
        except RowsRefusedError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        started = list(threads.map(start, (1, -1, 1, -1)))

    assert sum(started) == 1
    assert GenerationJob.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_job_started_after_the_check_is_named_and_nothing_stays(ana, monkeypatch):
    funnel = make_funnel(ana)
    check = batches.check_rows

    def check_and_be_late(*args, **options):
        found = check(*args, **options)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(_start_elsewhere, funnel).result()
        return found

    monkeypatch.setattr(batches, "check_rows", check_and_be_late)

    with pytest.raises(RowsRefusedError) as refused:
        start_batch(ana, rows=[row(2), row(3, name=None, brief=None, funnel=str(funnel.pk))])

    assert list(refused.value.problems) == ["row 3: funnel"]
    assert (Funnel.objects.count(), GenerationJob.objects.count()) == (1, 1)


def _start_elsewhere(funnel: Funnel) -> None:
    try:
        start_job(funnel)
    finally:
        connection.close()
