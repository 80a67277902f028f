"""A form that makes something makes one, though it is sent twice: by a double click, say, or by a reload."""

import re
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from generation.engine.verbs.briefs import keep_as_template
from generation.models import BriefTemplate, Funnel
from tests.support.threads import all_at_once

WAYS = ("copy", "blank", "example", "template")


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A form as a page shows it: where it is, where it goes, and its fields beside the key."""

    page: str = "/funnels/new/"
    to: str = "/funnels/new/"
    fields: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def template(ana: User, funnel: Funnel) -> BriefTemplate:
    return keep_as_template(funnel, ana, name="Freelancers")


@pytest.fixture
def form(request, funnel, template) -> Sent:
    forms = {
        "copy": Sent(page="/funnels/", to=f"/funnels/{funnel.pk}/duplicate/"),
        "blank": Sent(fields={"begin": "blank", "name": "Bread"}),
        "example": Sent(fields={"begin": "example:calm-inbox"}),
        "template": Sent(fields={"begin": f"template:{template.pk}"}),
    }
    return forms[request.param]


def key_on(page: Client, path: str) -> str:
    """Return the key that the forms of the page are printed with."""
    keys = set(re.findall(r'name="key" value="([^"]+)"', page.get(path).content.decode()))
    assert len(keys) == 1
    return keys.pop()


def send(user: User, form: Sent, key: str) -> str:
    """Send the form in a browser of its own, and return where it leads."""
    client = Client()
    client.force_login(user)
    answer = client.post(form.to, form.fields | {"key": key})
    assert answer.status_code == 302
    return answer.headers["Location"]


def made(funnel: Funnel) -> list[Funnel]:
    return list(Funnel.objects.exclude(pk=funnel.pk))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", WAYS, indirect=True)
def test_what_is_sent_at_the_same_moment_makes_one_and_all_are_led_there(page, ana, funnel, form):
    key = key_on(page, form.page)

    led = all_at_once([partial(send, ana, form, key)] * 4)

    (one,) = made(funnel)
    assert one.owner == ana
    assert {str(place).split("/brief/")[0] for place in led} == {f"/funnels/{one.pk}"}


@pytest.mark.parametrize("form", WAYS, indirect=True)
def test_a_page_that_is_opened_anew_makes_another(page, ana, funnel, form):
    for _ in range(2):
        send(ana, form, key_on(page, form.page))

    assert len(made(funnel)) == 2


def test_a_second_copy_of_another_funnel_is_made_from_the_same_page(page, ana, funnel):
    other = Funnel.objects.create(owner=ana, name="Other", brief=funnel.brief)
    key = key_on(page, "/funnels/")

    for each in (funnel, other):
        send(ana, Sent(to=f"/funnels/{each.pk}/duplicate/"), key)

    assert {"Calm Inbox (copy)", "Other (copy)"} < set(Funnel.objects.values_list("name", flat=True))


def test_the_copy_that_is_there_stays_as_it_was_changed(page, ana, funnel):
    form, key = Sent(to=f"/funnels/{funnel.pk}/duplicate/"), key_on(page, "/funnels/")
    send(ana, form, key)
    Funnel.objects.exclude(pk=funnel.pk).update(name="Renamed", brief={"topic": "Bread"})

    send(ana, form, key)

    assert [(each.name, each.brief) for each in made(funnel)] == [("Renamed", {"topic": "Bread"})]


def test_the_key_of_another_leads_to_nothing_of_theirs(page, ana, funnel, django_user_model):
    form, key = Sent(fields={"begin": "example:calm-inbox"}), key_on(page, "/funnels/new/")
    send(ana, form, key)
    ben = django_user_model.objects.create_user("ben")

    for given in (key, str(funnel.pk)):
        send(ben, form, given)

    assert Funnel.objects.filter(owner=ben).count() == 2
    assert Funnel.objects.filter(owner=ana).count() == 2


@pytest.mark.parametrize("key", ["", "x", "a\0b", "x" * 10_000])
def test_without_a_key_that_can_be_read_each_makes_one(ana, funnel, key):
    for _ in range(2):
        send(ana, Sent(fields={"begin": "example:calm-inbox"}), key)

    assert len(made(funnel)) == 2


def test_a_template_is_kept_once_under_each_name(ana, funnel):
    key = str(uuid4())
    for name in ("Freelancers", "Freelancers", "Agencies"):
        send(ana, Sent(to=f"/funnels/{funnel.pk}/template/", fields={"name": name}), key)

    assert sorted(BriefTemplate.objects.values_list("name", flat=True)) == ["Agencies", "Freelancers"]
