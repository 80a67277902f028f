"""The tags of templates that name content, and lead to it."""

from uuid import UUID

from django.template import Library

from generation.blueprints.called import called_in_full, content_name
from generation.models import GenerationJob, Section
from generation.web.which import Content, address_of

register = Library()


@register.simple_tag
def address(name: str, funnel_id: UUID, content: Content, *arguments: str, **asked: object) -> str:
    """Print the address of that name about this content: a job, a section, or which it is."""
    return address_of(name, funnel_id, content, *arguments, **asked)


@register.filter
def called(content: Content) -> str:
    """Print what it is called beside its funnel, nothing for the funnel's own."""
    return content_name(content.blueprint, content.subject)


@register.filter
def in_full(about: GenerationJob | Section) -> str:
    """Print the name of its funnel, and beside it what it is: "Calm inbox / Launch"."""
    return called_in_full(about)
