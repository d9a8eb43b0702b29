import bashke.person.conversations.rules
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('people', '0001_initial'),
        ('requests', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asker', models.BooleanField(default=False)),
                ('words', models.TextField()),
                ('key', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('status', models.CharField(choices=[(bashke.person.conversations.rules.Status['WAITING'], bashke.person.conversations.rules.Status['WAITING']), (bashke.person.conversations.rules.Status['ANSWERED'], bashke.person.conversations.rules.Status['ANSWERED']), (bashke.person.conversations.rules.Status['SETTLED'], bashke.person.conversations.rules.Status['SETTLED']), (bashke.person.conversations.rules.Status['SAID'], bashke.person.conversations.rules.Status['SAID'])], max_length=10)),
                ('due_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('settled_words', models.CharField(blank=True, max_length=300)),
                ('escalated_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='people.person')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='requests.request', db_index=False)),
                ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', bashke.person.conversations.rules.Status['WAITING'])), fields=['municipality', 'due_at', 'id'], name='message_waits'), models.Index(fields=['request', '-at'], name='message_of_request'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person', '-at'], name='message_of_person')],
                'constraints': [models.UniqueConstraint(fields=('request', 'key'), name='one_press_one_message'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_message_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('worker', None), models.Q(('status', bashke.person.conversations.rules.Status['SAID']), _negated=True)), models.Q(('status', bashke.person.conversations.rules.Status['SAID']), ('worker__isnull', False)), _connector='OR'), name='her_message_has_a_clock'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('settled_words', ''), ('status__in', [bashke.person.conversations.rules.Status['WAITING'], bashke.person.conversations.rules.Status['SAID']])), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('settled_words', ''), ('status', bashke.person.conversations.rules.Status['ANSWERED'])), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('status', bashke.person.conversations.rules.Status['SETTLED']), models.Q(('settled_words', ''), _negated=True)), _connector='OR'), name='an_answer_says_who_and_how'), models.CheckConstraint(condition=models.Q(('person', None), ('asker', False), _connector='OR'), name='who_asked_is_not_the_person')],
            },
        ),
    ]
