"""A scene of what is written for a funnel beside its own content, in texts of the demo writer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from generation.engine.verbs.jobs import start_job
from generation.models import Section
from generation.pipeline.draft import FinishedSection
from tests.support.demo_documents import write_documents
from tests.support.demo_launch import LAUNCH, write_launch
from tests.support.funnels import make_funnel, make_user, sample
from tests.support.jobs import begin, fail, start_running
from tests.support.kinds import DECK, LAUNCH_TASKS, write_pieces
from tests.support.scenes import Scene, Scenes

Written = dict[str, tuple[FinishedSection, ...]]

DOCUMENTS = "calm-inbox-documents"


def kinds() -> Scene:
    """A launch that is written, documents of which the third is under way, and others that failed."""
    user = make_user("kim")
    funnel = make_funnel(user, name="Calm Inbox")
    launch = start_running(funnel, blueprint="launch", inputs=sample(LAUNCH)["inputs"])
    for position in range(1, LAUNCH_TASKS + 1):
        write_pieces(launch, position, *_launch()[launch.tasks.get(position=position).key])
    documents = start_running(funnel, blueprint="documents", inputs=sample(DOCUMENTS)["inputs"])
    for position in (1, 2):
        write_pieces(documents, position, *_documents()[documents.tasks.get(position=position).key])
    begin(documents, 3)
    documents.tasks.filter(position=3).update(stage="component_generation", stages_done=2)
    fail(start_running(funnel, blueprint="documents", inputs={"documents": ["faq"], "project": "Atlas"}), 1)
    start_job(make_funnel(user, name="Focus Funnel"))
    launch.refresh_from_db()
    hero = Section.objects.filter(funnel=funnel, kind="hero").order_by("position").first()
    part = launch.tasks.get(position=DECK).key
    return Scene(user=user, part=part, funnel=funnel, job=launch, section=hero)


OF_KINDS: Scenes = {"kinds": kinds}


@lru_cache(maxsize=1)
def _launch() -> Written:
    return _apart(write_launch)


@lru_cache(maxsize=1)
def _documents() -> Written:
    return _apart(lambda: write_documents(inputs=sample(DOCUMENTS)["inputs"]))


def _apart(write: Callable[[], Written]) -> Written:
    """Return what is written on a thread of its own: the browser keeps an event loop on this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(write).result()
