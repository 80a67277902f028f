"""The addresses of what stands around every page."""

from django.urls import path

from generation.web.frame.dismissals import dismiss_run
from generation.web.frame.endings import notify_me, tell_endings
from generation.web.frame.offline import offline, service_worker
from generation.web.frame.pieces import frame_pieces
from generation.web.frame.theme import choose_theme

urlpatterns = [
    path("theme/", choose_theme, name="theme"),
    path("frame/", frame_pieces, name="frame_pieces"),
    path("endings/", tell_endings, name="tell_endings"),
    path("notifications/", notify_me, name="notify_me"),
    path("tracker/dismiss/", dismiss_run, name="dismiss_run"),
    path("offline/", offline, name="offline"),
    path("sw.js", service_worker, name="service_worker"),
]
