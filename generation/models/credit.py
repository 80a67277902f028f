"""The ledger of credits: what was given, set aside, settled and given back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from generation.models.job import GenerationJob
from generation.states import CreditKind


class CreditAccount(models.Model):
    """A person's credits. `balance` is the sum of their entries, kept so that a start need not add them up.

    Its row lock is taken by whoever writes an entry, after the job's. `jobs_started` counts the starts of the
    day `counted_on`, in the server's time zone, a batch as one; on another day it counts as none.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="credit_account"
    )
    balance = models.BigIntegerField(default=0)
    jobs_started = models.PositiveIntegerField(default=0)
    counted_on = models.DateField()

    class Meta:
        db_table = "credit_accounts"
        constraints = [models.CheckConstraint(condition=Q(balance__gte=0), name="no_credits_owed")]

    def __str__(self) -> str:
        return f"credits of {self.owner.get_username()}"


class CreditEntry(models.Model):
    """One line of the ledger; it is written once and never changed.

    `amount` is what it adds to the balance, below zero where it takes. A run of a job sets aside (`reserve`)
    one credit for each task it is to write, and where it ends (`settle`) gives back those that were not
    written.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="credit_entries")
    kind = models.CharField(max_length=7)
    amount = models.BigIntegerField()
    job = models.ForeignKey(
        GenerationJob, models.SET_NULL, null=True, blank=True, related_name="credit_entries"
    )
    run = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "credit_entries"
        verbose_name_plural = "credit entries"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "run", "kind"],
                condition=Q(kind__in=["reserve", "settle"]),
                name="one_entry_per_run",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(CreditKind)), name="credit_kind_known"),
        ]
        indexes = [models.Index(fields=["owner", "-at"], name="entries_of_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount:+d}"
