"""What keeps a batch waiting that is no fault of its own, and that nobody tells then when it begins."""

import pytest

from generation.app_settings import WRITER_PROVIDER
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batch_forecast import BatchForecast, forecast_batch
from generation.engine.standing.batch_holds import what_it_waits_for
from generation.engine.standing.batch_open import read_open
from generation.engine.standing.batches import batch_standing
from generation.engine.standing.reach import OPERATOR
from generation.models import GenerationBatch
from settings_app import store
from tests.support.batches import make_batch
from tests.support.incidents import end, stop_by_incident

pytestmark = pytest.mark.django_db


def told_of(batch: GenerationBatch) -> tuple[str, BatchForecast]:
    """Return what the batch waits for, and when it should begin and end."""
    standing, values = batch_standing(batch, viewer=OPERATOR), store.read_all()
    found = read_open(standing, values)
    return what_it_waits_for(standing, found), forecast_batch(batch, found)


def test_an_incident_keeps_what_is_in_line_and_what_it_stopped():
    store.save({WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    stopped = make_batch(jobs=1)
    admit_jobs()
    incident = stop_by_incident(stopped.jobs.get())
    in_line = make_batch(stopped.owner, jobs=2)

    for says, forecast in (told_of(stopped), told_of(in_line)):
        assert says.startswith("The AI service refuses our key. We ask again and again.")
        assert forecast == BatchForecast()

    end(incident)
    says, forecast = told_of(in_line)
    assert (says, forecast.starts is not None) == ("", True)
