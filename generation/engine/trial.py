"""One short question to the writer that these settings choose, asked before they are saved."""

import time

from generation.blueprints.base import SectionSpec
from generation.engine.writers import Writer, choose_writer
from generation.errors import AttemptError
from generation.pipeline.prompts import request_json
from generation.providers import get_provider
from generation.providers.base import Answer, Block, Call, StopReason
from generation.providers.loop import ProviderCall
from settings_app.schema import TrialError, Values

_TIMEOUT_SECONDS = 30
_MAX_OUTPUT_TOKENS = 1000
_GREETING = SectionSpec(key="greeting", kind="prose", title="A greeting", min_words=3, max_words=60)


def try_writer(values: Values) -> str:
    """Return in a sentence that the writer answers, and how fast; raises TrialError with what it said else.

    It is one call of a few words, and is paid for as such.
    """
    writer = choose_writer(values)
    began = time.monotonic()
    try:
        answer = _ask(writer)
    except AttemptError as error:
        raise TrialError(f"{_in_words(writer)} did not answer: {error.message}") from error
    if answer.stop_reason is not StopReason.END or not answer.text.strip():
        raise TrialError(f"{_in_words(writer)} answered, but not in full ({answer.stop_reason}).")
    return f"{_in_words(writer)} answers; it took {time.monotonic() - began:.1f} s."


def _ask(writer: Writer) -> Answer:
    request = f"<request>\n{request_json('en', (_GREETING,))}\n</request>"
    call = Call(
        system="Somebody tries whether you can be reached. Answer in the form that is asked for.",
        blocks=(Block(text=f"Write one friendly sentence after a line `### greeting`.\n\n{request}"),),
        model=writer.model,
        max_output_tokens=_MAX_OUTPUT_TOKENS,
    )
    provider = get_provider(writer.provider)
    return ProviderCall().run(lambda: provider.write(call, lambda _: None), timeout_seconds=_TIMEOUT_SECONDS)


def _in_words(writer: Writer) -> str:
    return f"{writer.provider} ({writer.model})"
