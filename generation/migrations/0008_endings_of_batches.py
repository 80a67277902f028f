from django.db import migrations, models

# Batches that have ended already were told job by job; only what ends anew is told from now on.
_ENDED = """
UPDATE generation_batches SET ended_at = ended.at
FROM (
    SELECT batch_id, max(completed_at) AS at FROM generation_jobs
    GROUP BY batch_id
    HAVING bool_and(status NOT IN ('queued', 'running') AND (status <> 'failed' OR incident_id IS NULL))
) AS ended
WHERE ended.batch_id = generation_batches.id
"""


class Migration(migrations.Migration):
    dependencies = [("generation", "0007_counted_once")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="detail",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="generationbatch",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="tells_batches",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.RunSQL(_ENDED, migrations.RunSQL.noop),
    ]
