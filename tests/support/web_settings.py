"""The product's settings, with static files of this test run's own, and a page that breaks.

The checkout's are those of a server somebody may have running; they must not change under its feet.
"""

from config.settings import *  # noqa: F403
from config.settings import ENV

STATIC_ROOT = ENV.home / "static"
ROOT_URLCONF = "tests.support.web_urls"
