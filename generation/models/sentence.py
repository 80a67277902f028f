"""What the sentences of a text are known by, so that another text that says the same can be told."""

from django.db import models

from generation.models.funnel import Funnel


class SentencePrint(models.Model):
    """A longer sentence of what a task wrote last. Only kinds whose texts must differ leave any."""

    funnel = models.ForeignKey(Funnel, models.CASCADE, related_name="+", db_index=False)
    blueprint = models.CharField(max_length=50)
    subject = models.CharField(max_length=500, blank=True, default="")
    task_key = models.CharField(max_length=100)
    print = models.BigIntegerField()

    class Meta:
        db_table = "sentence_prints"
        indexes = [
            models.Index(fields=["print"], name="sentences_by_print"),
            models.Index(fields=["funnel", "blueprint", "subject"], name="sentences_of_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.print:x}"
