from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("generation", "0010_incidents_are_told")]

    operations = [
        migrations.AddIndex(
            model_name="generationjob",
            index=models.Index(fields=["status"], name="jobs_by_status"),
        ),
    ]
