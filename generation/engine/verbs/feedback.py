"""What people say about a job: the stars they give it, and that they asked for support."""

from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import GenerationJob, JobRating
from generation.models.moves import locked_job
from generation.states import JobStatus
from generation.texts import wrong_with_text

STARS = (1, 2, 3, 4, 5)
LONGEST_COMMENT = 2000


def rate_job(job: GenerationJob, *, stars: int, comment: str = "") -> JobRating:
    """Keep its owner's opinion of a finished job; a later one replaces it.

    Raises NotAllowedError where the job is not completed, InvalidRequestError for anything but one to five
    stars and a readable comment.
    """
    if problems := _problems(stars, comment):
        raise InvalidRequestError(problems)
    if job.status != JobStatus.COMPLETED:
        raise NotAllowedError("not_finished", f"This job is {job.status}; only a finished one is rated.")
    rating, _ = JobRating.objects.update_or_create(job=job, defaults={"stars": stars, "comment": comment})
    return rating


def ask_for_support(job: GenerationJob) -> None:
    """Note that the owner of the job went to ask for help with it."""
    with locked_job(job.pk) as locked:
        locked.record("support_asked")


def _problems(stars: int, comment: str) -> dict[str, str]:
    problems = {}
    if stars not in STARS:
        problems["stars"] = "Choose one to five stars."
    if len(comment) > LONGEST_COMMENT:
        problems["comment"] = f"Write at most {LONGEST_COMMENT:,} characters."
    elif wrong := wrong_with_text(comment):
        problems["comment"] = wrong
    return problems
