"""What a page may load and run, as its answer says."""

import pytest
from django.test import Client

from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db


def policy_of(address: str) -> dict[str, str]:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    header = client.get(address).headers["Content-Security-Policy"]
    return dict(rule.strip().partition(" ")[::2] for rule in header.split(";"))


PAGES = ["/funnels/", "/account/", "/sign-in/", "/nothing-here/", "/api/funnels/"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_run_nothing_inline_and_nothing_from_elsewhere(address):
    policy = policy_of(address)

    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in " ".join(policy.values())


def test_the_api_docs_may_style_themselves_and_run_no_inline_script():
    policy = policy_of("/api/docs/")

    assert policy["style-src"] == "'self' 'unsafe-inline'"
    assert "script-src" not in policy
    assert policy["default-src"] == "'self'"


def test_the_admin_evaluates_expressions_and_loads_nothing_from_elsewhere():
    policy = policy_of("/admin/")

    assert "'unsafe-eval'" in policy["script-src"]
    assert "http" not in " ".join(policy.values())
