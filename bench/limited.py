"""How much of a provider that takes only so many calls a minute funnels use, and how often it refuses one."""

from bench.jobs import admit_at_once, use_writer, wait_for_end
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group, start_worker
from tests.support.anthropic_limits import CallLimit
from tests.support.anthropic_server import AnthropicServer

_CALLS_A_MINUTE = 10
_BUSY_PERCENT = 90
_LET_THROUGH_PERCENT = 98


def measure(sizes: Sizes) -> Table:
    use_writer("anthropic")
    with AnthropicServer() as provider, process_group() as processes:
        start_worker(
            processes,
            concurrency=sizes.concurrency,
            ANTHROPIC_API_KEY="sk-bench",
            ANTHROPIC_BASE_URL=provider.url,
        )
        limit = provider.limit(calls=_CALLS_A_MINUTE, minute_seconds=sizes.minute_seconds)
        wait_for_end(admit_at_once(sizes.limited_funnels, blueprint="funnel"))
    return Table(
        title=f"{sizes.limited_funnels} funnels at a provider that takes {_CALLS_A_MINUTE} calls a minute",
        note=f"A minute takes {sizes.minute_seconds:g} s; nobody knows of the limit before.",
        rows=(
            Row(
                what="taken of the calls it could take",
                value=limit.share_used() * 100,
                unit="%",
                goal=_BUSY_PERCENT,
                at_least=True,
            ),
            Row(
                what="not refused of the calls made",
                value=_let_through(limit) * 100,
                unit="%",
                goal=_LET_THROUGH_PERCENT,
                at_least=True,
            ),
        ),
    )


def _let_through(limit: CallLimit) -> float:
    return len(limit.let_through) / (len(limit.let_through) + limit.refused)
