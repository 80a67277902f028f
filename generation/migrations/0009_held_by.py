from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("generation", "0008_endings_of_batches")]

    operations = [
        migrations.AddField(
            model_name="generationtask",
            name="held_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
