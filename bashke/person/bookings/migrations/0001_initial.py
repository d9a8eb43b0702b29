import bashke.person.bookings.rules
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('casework', '0001_initial'),
        ('directory', '0001_initial'),
        ('institutions', '0001_initial'),
        ('people', '0001_initial'),
        ('referrals', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[(bashke.person.bookings.rules.Status['HELD'], bashke.person.bookings.rules.Status['HELD']), (bashke.person.bookings.rules.Status['STAYING'], bashke.person.bookings.rules.Status['STAYING']), (bashke.person.bookings.rules.Status['RUN_OUT'], bashke.person.bookings.rules.Status['RUN_OUT']), (bashke.person.bookings.rules.Status['ENDED'], bashke.person.bookings.rules.Status['ENDED'])], default=bashke.person.bookings.rules.Status['HELD'], max_length=10)),
                ('people', models.PositiveSmallIntegerField(default=1)),
                ('for_whom', models.CharField(blank=True, max_length=40)),
                ('person_name', models.CharField(blank=True, max_length=130)),
                ('note', models.TextField(blank=True)),
                ('booked_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('onward', models.CharField(blank=True, max_length=40)),
                ('onward_words', models.TextField(blank=True)),
                ('key', models.UUIDField()),
                ('synthetic', models.BooleanField(default=False)),
                ('booked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='casework.case')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', db_index=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='people.person')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='directory.service')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', bashke.person.bookings.rules.Status['ENDED']), _negated=True), fields=['municipality', 'ends_at'], name='booking_running'), models.Index(condition=models.Q(('status', bashke.person.bookings.rules.Status['ENDED']), _negated=True), fields=['provider', 'ends_at'], name='booking_of_provider'), models.Index(condition=models.Q(('status', bashke.person.bookings.rules.Status['ENDED'])), fields=['municipality', '-ended_at'], name='booking_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status', bashke.person.bookings.rules.Status['ENDED']), models.Q(('onward', ''), _negated=True)), models.Q(models.Q(('status', bashke.person.bookings.rules.Status['ENDED']), _negated=True), ('ended_at', None), ('onward', ''), ('referral', None)), _connector='OR'), name='no_stay_ends_without_an_answer'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at', None), ('status', bashke.person.bookings.rules.Status['HELD'])), models.Q(('arrived_at__isnull', False), ('status__in', [bashke.person.bookings.rules.Status['STAYING'], bashke.person.bookings.rules.Status['RUN_OUT']])), ('status', bashke.person.bookings.rules.Status['ENDED']), _connector='OR'), name='who_stays_has_come'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('booked_at'))), name='booking_clock_runs_forward'), models.CheckConstraint(condition=models.Q(('people__range', (1, 12))), name='a_booking_is_for_somebody'), models.UniqueConstraint(fields=('municipality', 'key'), name='one_press_one_booking'), models.UniqueConstraint(condition=models.Q(('status', bashke.person.bookings.rules.Status['ENDED']), _negated=True), fields=('person',), name='one_emergency_place_for_a_person')],
            },
        ),
    ]
