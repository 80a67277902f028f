"""How an incident ends that a picture opened: without another picture, which would be paid for."""

import pytest

from generation.app_settings import ILLUSTRATOR_MODEL, ILLUSTRATOR_PROVIDER
from generation.engine.gate.incidents import try_provider
from generation.models import ProviderIncident
from generation.providers import spec_of
from settings_app import store
from tests.support import openai_replies as replies
from tests.support.incidents import make_incident

pytestmark = pytest.mark.django_db(transaction=True)

OPENAI = spec_of("openai")


def incident_of_pictures(code: str) -> ProviderIncident:
    return make_incident("openai", model=OPENAI.picture_model, code=code)


def test_a_key_is_good_again_once_it_reaches_the_model(gallery):
    incident = incident_of_pictures("unauthorised")
    gallery.script(replies.status(401))

    assert not try_provider(incident.pk)
    assert try_provider(incident.pk)

    incident.refresh_from_db()
    assert "can be reached" in incident.last_trial_message
    assert [request.path for request in gallery.requests] == [f"/models/{OPENAI.picture_model}"] * 2


def test_whether_there_is_money_a_sentence_tells_for_less(gallery):
    incident = incident_of_pictures("spend_limit")
    gallery.script(replies.status(400, code="billing_hard_limit_reached"))

    assert not try_provider(incident.pk)
    assert try_provider(incident.pk)

    assert [request.model for request in gallery.requests] == [OPENAI.default_model] * 2


def test_whether_pictures_are_allowed_nobody_pays_to_find_out(gallery):
    incident = incident_of_pictures("forbidden")

    assert not try_provider(incident.pk)

    incident.refresh_from_db()
    assert incident.last_trial_message.startswith("Only a picture would tell")
    assert gallery.requests == []


def test_another_model_that_is_named_for_pictures_ends_it(gallery):
    incident = incident_of_pictures("forbidden")
    store.save({ILLUSTRATOR_MODEL.key: "gpt-image-2"}, changed_by=None)

    assert try_provider(incident.pk)

    assert [request.path for request in gallery.requests] == ["/models/gpt-image-2"]


@pytest.mark.parametrize("code", ["unauthorised", "forbidden"])
def test_one_whom_nobody_names_any_more_is_asked_for_no_words(gallery, code):
    incident = incident_of_pictures(code)
    store.save({ILLUSTRATOR_PROVIDER.key: "demo"}, changed_by=None)

    assert try_provider(incident.pk)

    assert [request.path for request in gallery.requests] == [f"/models/{OPENAI.picture_model}"]
