"""One picture of OpenAI's wire format, read from the answer that holds it."""

import base64

from openai.types import ImagesResponse

from generation.calls import Usage
from generation.providers.base import Picture, PictureCall
from generation.providers.pictures import usage_of_tokens, usage_uncounted


def read_picture(provider: str, call: PictureCall, answer: object, *, request_id: str) -> Picture:
    """Return the picture in the answer; raises ValueError where there is none, or none that can be read.

    The SDK passes on whatever came: a page of a proxy as text, and fields that are not as its types say.
    """
    try:
        return _read(provider, call, answer, request_id)
    except (AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"unexpected answer: {error}") from error


def _read(provider: str, call: PictureCall, answer: object, request_id: str) -> Picture:
    if not isinstance(answer, ImagesResponse) or not answer.data or not answer.data[0].b64_json:
        raise ValueError("an answer without a picture")
    return Picture(
        data=base64.b64decode(answer.data[0].b64_json, validate=True),
        model=call.model,
        usage=_usage(provider, call, answer),
        request_id=request_id,
    )


def _usage(provider: str, call: PictureCall, answer: ImagesResponse) -> Usage:
    if answer.usage is None:  # not every server counts
        return usage_uncounted(provider, call)
    return usage_of_tokens(
        provider,
        call.model,
        input_tokens=answer.usage.input_tokens,
        output_tokens=answer.usage.output_tokens,
    )
