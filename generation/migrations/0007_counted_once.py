from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("generation", "0006_the_queue")]

    operations = [
        migrations.AddField(
            model_name="taskattempt",
            name="counted_micro_usd",
            field=models.PositiveBigIntegerField(db_default=0),
        ),
    ]
