from django.db import migrations, models
from django.db.models import deletion

# The key of a batch was kept with the first of its jobs.
_OF_BATCHES = """
UPDATE idempotency_keys AS key SET batch_id = job.batch_id, job_id = NULL
  FROM generation_jobs AS job WHERE job.id = key.job_id AND job.batch_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("generation", "0009_held_by")]

    operations = [
        migrations.AddField(
            model_name="idempotencykey",
            name="batch",
            field=models.ForeignKey(null=True, on_delete=deletion.SET_NULL, to="generation.generationbatch"),
        ),
        migrations.AlterField(
            model_name="idempotencykey",
            name="job",
            field=models.ForeignKey(null=True, on_delete=deletion.SET_NULL, to="generation.generationjob"),
        ),
        migrations.RunSQL(_OF_BATCHES, migrations.RunSQL.noop),
    ]
