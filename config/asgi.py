"""The door of the web server."""

import os

from django.core.asgi import get_asgi_application

from config.bodies import with_bounded_bodies
from config.static_files import with_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = with_static_files(with_bounded_bodies(get_asgi_application()))
