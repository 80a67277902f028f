from django.db import migrations, models

# What was written before titles were kept stood, as far as anybody can tell, under the title of today.
_TITLES = """
UPDATE revisions SET title = sections.title FROM sections WHERE sections.id = revisions.section_id
"""


class Migration(migrations.Migration):
    dependencies = [("generation", "0003_people")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="title",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.RunSQL(_TITLES, migrations.RunSQL.noop),
    ]
