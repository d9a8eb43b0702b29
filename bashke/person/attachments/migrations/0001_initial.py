import bashke.person.attachments.rules
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('casework', '0001_initial'),
        ('people', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[(bashke.person.attachments.rules.Kind['PHOTO'], bashke.person.attachments.rules.Kind['PHOTO']), (bashke.person.attachments.rules.Kind['PDF'], bashke.person.attachments.rules.Kind['PDF'])], max_length=4)),
                ('about', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_why', models.CharField(blank=True, max_length=200)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='casework.case', db_index=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-added_at'], name='attachment_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None), ('removed_why', '')), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False), models.Q(('removed_why', ''), _negated=True)), _connector='OR'), name='a_removal_is_recorded_whole'), models.CheckConstraint(condition=models.Q(models.Q(('about', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='a_document_says_what_it_is')],
            },
        ),
        migrations.CreateModel(
            name='Content',
            fields=[
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='content', serialize=False, to='attachments.attachment')),
                ('sealed', models.BinaryField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
    ]
