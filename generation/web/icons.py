"""The tags of the package `heroicons`, each icon drawn once: a page of cards shows a dozen 200 times."""

from functools import lru_cache

from django.template import Library
from heroicons.templatetags.heroicons import heroicon_micro, heroicon_mini, heroicon_outline, heroicon_solid

register = Library()

_MOST_ICONS = 512  # by name, size and attributes

for tag in (heroicon_micro, heroicon_mini, heroicon_outline, heroicon_solid):
    register.simple_tag(lru_cache(_MOST_ICONS)(tag), name=tag.__name__)
