"""The addresses of what stands around every page."""

from django.urls import path

from generation.web.frame.theme import choose_theme

urlpatterns = [path("theme/", choose_theme, name="theme")]
