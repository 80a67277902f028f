"""Ledgers as tests look at them, and what must be true of every one at every moment."""

from django.db.models import Sum

from generation.engine.allowances import accounts
from generation.models import CreditAccount, CreditEntry, GenerationJob
from generation.states import CreditKind


def assert_accounts_add_up() -> None:
    """Each balance is the sum of its entries, and each task that was completed is paid for once."""
    for account in CreditAccount.objects.all():
        assert account.balance == sum_of_entries(account), f"{account} differs"
        assert account.balance >= 0
    for job in GenerationJob.objects.all():
        _assert_paid(job)


def left(job: GenerationJob) -> int:
    """Return the credits that the job's owner has left."""
    return accounts.account_of(job.owner).balance


def lines(job: GenerationJob) -> list[tuple[str, int]]:
    """Return kind and amount of the ledger's lines of a job, the first one first."""
    return list(CreditEntry.objects.filter(job=job).order_by("pk").values_list("kind", "amount"))


def sum_of_entries(account: CreditAccount) -> int:
    entries = CreditEntry.objects.filter(owner=account.pk)
    return int(entries.aggregate(total=Sum("amount"))["total"] or 0)


def amounts_by_run(job: GenerationJob, kind: CreditKind) -> dict[int, int]:
    """Return the amounts of the job's entries of a kind of which each run has one at most."""
    return dict(CreditEntry.objects.filter(job=job, kind=kind).values_list("run", "amount"))


def _assert_paid(job: GenerationJob) -> None:
    """Each run has set aside, each that ended has settled, and they paid for what the events tell of."""
    says = f"job {job.pk}, {job.status}, run {job.run}"
    reserved, settled = (amounts_by_run(job, kind) for kind in (CreditKind.RESERVE, CreditKind.SETTLE))
    runs = set(range(1, job.run + 1))
    assert reserved.keys() == runs, f"{says}: {reserved}"
    assert settled.keys() == (runs - {job.run} if job.is_open else runs), f"{says}: {settled}"
    assert all(0 <= amount <= -reserved[run] for run, amount in settled.items()), f"{says}: {settled}"
    paid = sum(-reserved[run] - amount for run, amount in settled.items())
    written = job.events.filter(kind="task_completed").count()
    at_work = -reserved[job.run] if job.is_open else 0
    assert paid <= written <= paid + at_work, f"{says}: {paid} paid for {written} written"
