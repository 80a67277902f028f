"""A new funnel: blank, from an example, or from a template."""

import re

import pytest

from generation.engine.verbs.briefs import keep_as_template
from generation.models import BriefTemplate, Funnel
from tests.support.funnels import make_funnel, make_user, sample


def test_a_blank_one_is_a_draft_of_that_name(page, ana):
    answer = page.post("/funnels/new/", {"begin": "blank", "name": " Bread "})

    funnel = Funnel.objects.get()
    assert answer.headers["Location"] == f"/funnels/{funnel.pk}/brief/audience/"
    assert (funnel.owner, funnel.name, funnel.brief, funnel.draft) == (ana, "Bread", {}, True)


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "\u200b", "a\0b", "The \u202ekoobdnaH"])
def test_a_name_that_cannot_be_is_refused_and_nothing_is_made(page, name):
    answer = page.post("/funnels/new/", {"begin": "blank", "name": name})

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not Funnel.objects.exists()


def test_a_choice_is_called_by_the_words_that_are_seen_on_it(page, ana):
    keep_as_template(make_funnel(ana), ana, name="Freelancers")

    html = page.get("/funnels/new/").content.decode()

    assert re.findall(r'aria-label="Use this: ([^"]+)">Use this<', html) == [
        "Calm Inbox",
        "First 5K after 50",
        "Freelancers",
    ]


@pytest.mark.parametrize("key", ["calm-inbox", "first-5k"])
def test_an_example_is_whole_and_leads_to_the_check(page, key):
    answer = page.post("/funnels/new/", {"begin": f"example:{key}"})

    funnel = Funnel.objects.get()
    assert answer.headers["Location"] == f"/funnels/{funnel.pk}/brief/style/"
    assert {"name": funnel.name, "language": funnel.language, "brief": funnel.brief} == sample(key)
    assert not funnel.draft


def test_a_template_gives_its_brief(page, ana):
    kept = keep_as_template(make_funnel(ana, language="de"), ana, name="Freelancers")

    page.post("/funnels/new/", {"begin": f"template:{kept.pk}"})

    funnel = Funnel.objects.latest("created_at")
    assert (funnel.name, funnel.language, funnel.brief) == ("Freelancers", "de", sample()["brief"])


def test_templates_are_offered_to_their_owner_alone(page, ana):
    keep_as_template(make_funnel(ana), ana, name="Mine")
    ben = make_user("ben")
    theirs = keep_as_template(make_funnel(ben), ben, name="Not mine")

    html = page.get("/funnels/new/").content.decode()

    assert "Mine" in html
    assert "Not mine" not in html
    assert page.post("/funnels/new/", {"begin": f"template:{theirs.pk}"}).status_code == 404
    assert page.post(f"/templates/{theirs.pk}/delete/").status_code == 404


def test_a_template_is_deleted_and_its_funnels_stay(page, ana):
    kept = keep_as_template(make_funnel(ana), ana, name="Freelancers")
    page.post("/funnels/new/", {"begin": f"template:{kept.pk}"})

    page.post(f"/templates/{kept.pk}/delete/")

    assert not BriefTemplate.objects.exists()
    assert Funnel.objects.count() == 2


NO_TEMPLATE = "template:333ab702-e789-431b-a3a9-17c5b120d3f0"


@pytest.mark.parametrize(
    "begin", ["", "x", "example:", "example:../secrets", "template:", "template:x", NO_TEMPLATE]
)
def test_a_beginning_there_is_not_is_not_found(page, begin):
    assert page.post("/funnels/new/", {"begin": begin}).status_code == 404
    assert not Funnel.objects.exists()
