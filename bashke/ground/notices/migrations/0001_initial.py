import bashke.ground.notices.rules
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('contact_hash', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.UUIDField(null=True)),
                ('request', models.UUIDField(null=True)),
                ('channel', models.CharField(choices=[(bashke.ground.notices.rules.Channel['SMS'], bashke.ground.notices.rules.Channel['SMS']), (bashke.ground.notices.rules.Channel['EMAIL'], bashke.ground.notices.rules.Channel['EMAIL']), (bashke.ground.notices.rules.Channel['LETTER'], bashke.ground.notices.rules.Channel['LETTER'])], max_length=10)),
                ('recipient', models.CharField(max_length=120)),
                ('language', models.CharField(max_length=2)),
                ('template', models.CharField(max_length=40)),
                ('text', models.TextField()),
                ('sealed', models.BinaryField(null=True)),
                ('status', models.CharField(choices=[(bashke.ground.notices.rules.Status['QUEUED'], bashke.ground.notices.rules.Status['QUEUED']), (bashke.ground.notices.rules.Status['SENT'], bashke.ground.notices.rules.Status['SENT']), (bashke.ground.notices.rules.Status['FAILED'], bashke.ground.notices.rules.Status['FAILED']), (bashke.ground.notices.rules.Status['OPTED_OUT'], bashke.ground.notices.rules.Status['OPTED_OUT'])], default=bashke.ground.notices.rules.Status['QUEUED'], max_length=12)),
                ('created_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', bashke.ground.notices.rules.Status['QUEUED'])), fields=['municipality', 'not_before'], name='notice_outbox'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='notice_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('recipient', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='notice_has_recipient_and_text'), models.CheckConstraint(condition=models.Q(('sealed', None), ('status', bashke.ground.notices.rules.Status['QUEUED']), _connector='OR'), name='a_code_is_kept_only_until_sent')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('back_end', models.CharField(max_length=20)),
                ('delivered', models.BooleanField()),
                ('detail', models.CharField(blank=True, max_length=200)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.notice')),
            ],
        ),
    ]
