"""Every setting of generation that staff may change; settings_app stores, checks and shows them.

Each is read at the moment of the decision it belongs to, so that a change applies without a restart.
"""

from decimal import Decimal

from generation.addresses import is_support_address
from generation.durations import schedule_in_words
from generation.listed import words_in_order, words_of
from generation.people import unknown_among
from generation.providers import PROVIDERS
from settings_app.schema import Setting, SettingGroup, Shape, Values

_DAY = 86_400


EVERYONE, STAFF = "everyone", "staff"


_AUDIENCE = Shape(
    fits=lambda text: bool(words_of(text)),
    wanted='"everyone", "staff", or names of users and groups with commas between them',
)


def _objection_to(audience: str) -> str:
    """Return that some of those it names do not exist, or are everyone already; empty where all is well."""
    names = [word for word in words_in_order(audience) if word.casefold() not in (EVERYONE, STAFF)]
    if EVERYONE in words_of(audience) and len(words_of(audience)) > 1:
        return f'Write "{EVERYONE}" alone, or leave it out: nobody is left to be named beside it.'
    unknown = " or ".join(unknown_among(names))
    return f"There is no user and no group named {unknown}." if unknown else ""


def _delay(attempt: int, seconds: int) -> Setting[int]:
    return Setting(
        key=f"retry_attempt_{attempt}_delay",
        label=f"Wait before try {attempt}",
        default=seconds,
        unit="seconds",
        minimum=0,
        maximum=_DAY,
        description=f"How long a task waits before its attempt {attempt}.",
    )


RETRY_DELAYS = (_delay(2, 5), _delay(3, 30), _delay(4, 120), _delay(5, 300), _delay(6, 300), _delay(7, 300))
"""The wait before attempt 2, attempt 3 and so on."""

MAX_RETRY_ATTEMPTS = Setting(
    key="max_retry_attempts",
    label="Tries per task",
    default=7,
    unit="attempts",
    minimum=1,
    maximum=7,
    description="How often a task is tried, the first time included, before it fails.",
)
HONOUR_RETRY_AFTER = Setting(
    key="honour_retry_after",
    label="Wait as the AI service asks",
    default=True,
    description="Wait longer than the schedule says when the AI service asks for it.",
)
MAX_RETRY_AFTER_SECONDS = Setting(
    key="max_retry_after_seconds",
    label="Longest wait it may ask for",
    default=900,
    unit="seconds",
    minimum=0,
    maximum=_DAY,
    description="The longest wait an AI service may ask for.",
)
SALVAGE_SECTIONS = Setting(
    key="salvage_sections",
    label="Keep good sections",
    default=True,
    description="Keep the good sections of a failed attempt, so that the next asks only for the rest.",
)
ATTEMPT_TIMEOUT_SECONDS = Setting(
    key="attempt_timeout_seconds",
    label="Each try at most",
    default=300,
    unit="seconds",
    minimum=1,
    maximum=3600,
    description="How long one attempt may take in all.",
)
JOB_TIMEOUT_MINUTES = Setting(
    key="job_timeout_minutes",
    label="Each run at most",
    default=360,
    unit="minutes",
    minimum=1,
    maximum=10_080,
    description="How long a job may run, its waits included, before it fails.",
)
MAX_HOLD_MINUTES = Setting(
    key="max_hold_minutes",
    label="Each hold at most",
    default=60,
    unit="minutes",
    minimum=1,
    maximum=1440,
    description="How long a task may be held: then it goes first at its AI service, or its run fails.",
)
LEASE_SECONDS = Setting(
    key="lease_seconds",
    label="Lease of a running task",
    default=20,
    unit="seconds",
    minimum=2,
    maximum=600,
    description="How long a running task stays its worker's own without a sign of life.",
)
MAX_WORKER_LOSSES = Setting(
    key="max_worker_losses",
    label="Reruns after a lost worker",
    default=3,
    unit="losses",
    minimum=0,
    maximum=100,
    description="How often a task whose worker died is run again before it fails.",
)
JOB_RETENTION_DAYS = Setting(
    key="job_retention_days",
    label="Keep records for",
    default=90,
    unit="days",
    minimum=1,
    maximum=3650,
    description="How long the record of an ended job is kept. What it wrote is kept for good.",
)
MAX_CONCURRENT_JOBS = Setting(
    key="max_concurrent_jobs",
    label="Runs at the same time",
    default=5,
    unit="jobs",
    minimum=0,
    maximum=10_000,
    description="How many jobs run at the same time; 0 lets none begin.",
)
MAX_CONCURRENT_JOBS_PER_USER = Setting(
    key="max_concurrent_jobs_per_user",
    label="Runs of one user at the same time",
    default=0,
    unit="jobs",
    minimum=0,
    maximum=10_000,
    description="How many jobs of one user run at the same time; 0 is no limit.",
)
PARALLEL_LANES = Setting(
    key="parallel_lanes",
    label="Parts side by side",
    default=1,
    unit="lanes",
    minimum=1,
    maximum=5,
    description="How many parts of one job are written side by side, unless its start says otherwise.",
)
PRIORITY_BOOST = Setting(
    key="priority_boost",
    label="Users set priorities",
    default=True,
    description="Let users raise and lower the priority of their own jobs while they are in line.",
)
PRIORITY_AGING_MINUTES = Setting(
    key="priority_aging_minutes",
    label="One level higher after",
    default=60,
    unit="minutes",
    minimum=0,
    maximum=10_080,
    description="A job in line counts one level higher for every so many minutes it has waited; 0 is never.",
)
FAIR_SHARE = Setting(
    key="fair_share",
    label="Users take turns",
    default=True,
    description="Within a level, let users take turns instead of serving the first come first.",
)
HIGH_PRIORITY_FOR = Setting(
    key="high_priority_for",
    label="Who may choose high",
    default=EVERYONE,
    shape=_AUDIENCE,
    objection=_objection_to,
    description="Who may give jobs high priority: everyone, staff, or names of users and groups.",
)
WRITER_PROVIDER = Setting(
    key="writer_provider",
    label="Writer",
    default="",
    choices=lambda: ("", *(name for name, spec in PROVIDERS.items() if spec.writes)),
    description="Who writes; empty is Anthropic where its key is set, else the demo writer.",
)
WRITER_MODEL = Setting(
    key="writer_model",
    label="Model",
    default=PROVIDERS["anthropic"].default_model,
    description="The model that writes; empty, or one of another service's, is its service's usual one.",
)

STRATEGIST_PROVIDER = Setting(
    key="strategist_provider",
    label="Strategist",
    default="",
    choices=lambda: ("", *(name for name, spec in PROVIDERS.items() if spec.writes)),
    description="Who plans before others write; empty is Google where its key is set, else the writer.",
)
STRATEGIST_MODEL = Setting(
    key="strategist_model",
    label="Strategist's model",
    default="",
    description="The model that plans; empty is its service's usual one, or the writer's where that plans.",
)
ILLUSTRATOR_PROVIDER = Setting(
    key="illustrator_provider",
    label="Illustrator",
    default="",
    choices=lambda: ("", *(name for name, spec in PROVIDERS.items() if spec.draws)),
    description="Who draws; empty is OpenAI where its key is set, else the demo's own pictures.",
)
ILLUSTRATOR_MODEL = Setting(
    key="illustrator_model",
    label="Illustrator's model",
    default="",
    description="The model that draws; empty, or one of another service's, is its service's usual one.",
)


def _is_writer(text: str) -> bool:
    """Whether it names a provider that writes and, where that has more than one, its model."""
    provider, colon, model = (part.strip() for part in text.partition(":"))
    spec = PROVIDERS.get(provider)
    return spec is not None and spec.writes and spec.has_other_models == bool(model) == bool(colon)


def _objection_to_writers(text: str) -> str:
    """Return that one of them is named twice, or that there is none; empty where all is well."""
    writers = [":".join(part.strip() for part in word.split(":", 1)) for word in words_in_order(text)]
    if text.strip() and not writers:
        return "No writer is named; name one, or leave it empty."
    twice = next((writer for place, writer in enumerate(writers) if writer in writers[:place]), "")
    return f"{twice} is named twice; each writer steps in once." if twice else ""


FALLBACK_WRITERS = Setting(
    key="fallback_writers",
    label="Who steps in",
    default="",
    shape=Shape(
        fits=lambda text: all(_is_writer(word) for word in words_in_order(text)),
        wanted='Writers like "anthropic:claude-haiku-5-5, demo", with commas between, or nothing at all,',
    ),
    objection=_objection_to_writers,
    description="Who writes a part that the writer could not, in this order: a service, a colon, its model.",
)
FALLBACK_CLASSES = ("busy", "unavailable", "timeout", "refused", "access", "content")
"""The kinds of failures another writer can step in for."""

FALLBACK_ON = Setting(
    key="fallback_on",
    label="Step in when it is",
    default="unavailable, timeout, refused, access",
    shape=Shape(
        fits=lambda text: words_of(text) <= frozenset(FALLBACK_CLASSES),
        wanted=f"Some of {', '.join(FALLBACK_CLASSES)}, with commas between them,",
    ),
    description="After which failures the next writer steps in.",
)
MAX_OUTPUT_TOKENS = Setting(
    key="max_output_tokens",
    label="Longest answer",
    default=16_000,
    unit="tokens",
    minimum=256,
    maximum=128_000,
    description="The longest answer one call may give.",
)
DEFAULT_BRAND_VOICE = Setting(
    key="default_brand_voice",
    label="Voice of briefs that name none",
    default="Plain, friendly and specific",
    description="The voice of briefs that name none.",
)
REQUESTS_PER_MINUTE = Setting(
    key="requests_per_minute",
    label="Calls a minute",
    default=0,
    unit="calls",
    minimum=0,
    maximum=1_000_000,
    description="How many calls a minute go to one model; 0 is as many as its service says.",
)
TOKENS_PER_MINUTE = Setting(
    key="tokens_per_minute",
    label="Tokens a minute",
    default=0,
    unit="tokens",
    minimum=0,
    maximum=1_000_000_000,
    description="How many tokens a minute go to and from one model; 0 is as many as its service says.",
)
GENERATION_ENABLED = Setting(
    key="generation_enabled",
    label="Generation",
    default=True,
    description="Let jobs begin; off, those that run finish, and those in line keep their places.",
)
GENERATION_ENABLED_FOR = Setting(
    key="generation_enabled_for",
    label="Generation is for",
    default=EVERYONE,
    shape=_AUDIENCE,
    objection=_objection_to,
    description="For whom jobs may begin: everyone, staff, or names of users and groups.",
)
STARTING_CREDITS = Setting(
    key="starting_credits",
    label="Credits to begin with",
    default=10_000,
    unit="credits",
    minimum=0,
    maximum=1_000_000_000,
    description="The credits a new person is given; each task that is written costs one.",
)
DAILY_JOB_LIMIT = Setting(
    key="daily_job_limit",
    label="Starts of one user a day",
    default=100,
    unit="starts",
    minimum=0,
    maximum=1_000_000,
    description="How often one user may start something a day; 0 is no limit. A batch is one, resuming none.",
)
BUDGET_USD_PER_JOB = Setting(
    key="budget_usd_per_job",
    label="Each run costs at most",
    default=Decimal(0),
    unit="US dollars",
    minimum=0,
    maximum=100_000,
    description="What the calls of one job may cost before it is held; 0 is no limit.",
)
BUDGET_USD_PER_MONTH = Setting(
    key="budget_usd_per_month",
    label="All runs of a month cost at most",
    default=Decimal(0),
    unit="US dollars",
    minimum=0,
    maximum=10_000_000,
    description="What all calls of a month of UTC may cost before jobs are held; 0 is no limit.",
)
SIGN_UP_OPEN = Setting(
    key="sign_up_open",
    label="Sign-up",
    default=False,
    description="Let anybody make an account of their own; off, staff make accounts in the admin.",
)
SUPPORT_URL = Setting(
    key="support_url",
    label="Support address",
    default="",
    shape=Shape(
        fits=is_support_address,
        wanted="An address that begins with https://, http:// or mailto:, or nothing at all,",
    ),
    description="Where Contact support leads; empty, no page offers it.",
)


def retry_schedule(values: Values) -> str:
    """Return what the retry settings mean for a task that keeps failing; counts waits only."""
    waits = [values[delay] for delay in RETRY_DELAYS]
    return schedule_in_words(waits[: values[MAX_RETRY_ATTEMPTS] - 1])


GROUPS = (
    SettingGroup(
        title="Retry",
        settings=(
            MAX_RETRY_ATTEMPTS,
            *RETRY_DELAYS,
            HONOUR_RETRY_AFTER,
            MAX_RETRY_AFTER_SECONDS,
            SALVAGE_SECTIONS,
        ),
        summary=retry_schedule,
    ),
    SettingGroup(
        title="Time",
        settings=(
            ATTEMPT_TIMEOUT_SECONDS,
            JOB_TIMEOUT_MINUTES,
            MAX_HOLD_MINUTES,
            LEASE_SECONDS,
            MAX_WORKER_LOSSES,
            JOB_RETENTION_DAYS,
        ),
    ),
    SettingGroup(
        title="Queue",
        settings=(
            MAX_CONCURRENT_JOBS,
            MAX_CONCURRENT_JOBS_PER_USER,
            PARALLEL_LANES,
            PRIORITY_BOOST,
            PRIORITY_AGING_MINUTES,
            FAIR_SHARE,
            HIGH_PRIORITY_FOR,
        ),
    ),
    SettingGroup(
        title="Models",
        settings=(
            WRITER_PROVIDER,
            WRITER_MODEL,
            STRATEGIST_PROVIDER,
            STRATEGIST_MODEL,
            ILLUSTRATOR_PROVIDER,
            ILLUSTRATOR_MODEL,
            FALLBACK_WRITERS,
            FALLBACK_ON,
            MAX_OUTPUT_TOKENS,
            REQUESTS_PER_MINUTE,
            TOKENS_PER_MINUTE,
            DEFAULT_BRAND_VOICE,
        ),
    ),
    SettingGroup(
        title="Access",
        settings=(
            GENERATION_ENABLED,
            GENERATION_ENABLED_FOR,
            STARTING_CREDITS,
            DAILY_JOB_LIMIT,
            BUDGET_USD_PER_JOB,
            BUDGET_USD_PER_MONTH,
            SIGN_UP_OPEN,
            SUPPORT_URL,
        ),
    ),
)
