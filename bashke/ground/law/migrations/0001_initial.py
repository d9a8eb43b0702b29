from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('municipality_id', models.CharField(max_length=5, verbose_name='municipality (LAU code)')),
                ('key', models.CharField(max_length=60, verbose_name='figure')),
                ('value', models.PositiveIntegerField(verbose_name='value')),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('working_days', 'working days'), ('days', 'days')], max_length=12, verbose_name='unit')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('set_by', models.CharField(blank=True, max_length=64, null=True, verbose_name='set by')),
                ('reason', models.TextField(verbose_name='reason')),
            ],
            options={
                'verbose_name': 'promise of a municipality',
                'verbose_name_plural': 'promises of municipalities',
                'ordering': ('municipality_id', 'key', 'valid_from'),
                'constraints': [models.UniqueConstraint(fields=('municipality_id', 'key', 'valid_from'), name='law_promise_once_per_day'), models.CheckConstraint(condition=models.Q(('value__gte', 1), ('value__lte', 3650)), name='law_promise_value_sensible'), models.CheckConstraint(condition=models.Q(('unit__in', ['hours', 'working_days', 'days'])), name='law_promise_unit_is_a_clock'), models.CheckConstraint(condition=models.Q(('municipality_id__regex', '^AL[0-9]{3}$')), name='law_promise_municipality_is_lau'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='law_promise_has_a_reason')],
            },
        ),
    ]
