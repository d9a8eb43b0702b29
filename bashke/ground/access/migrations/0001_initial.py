import bashke.ground.access.models
import bashke.ground.access.rules
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('institutions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='username')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='work phone')),
                ('is_active', models.BooleanField(default=True)),
                ('session_salt', models.CharField(default=bashke.ground.access.models.fresh_salt, max_length=24)),
                ('synthetic', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('username', ''), _negated=True)), name='worker_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('mark', models.CharField(max_length=64)),
                ('sealed', models.BinaryField(null=True)),
                ('kept_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=30, verbose_name='role')),
                ('kind', models.CharField(max_length=20)),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('salt', models.CharField(max_length=24)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('worker', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='credential', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('password', models.CharField(max_length=128)),
            ],
        ),
        migrations.AddField(
            model_name='answer',
            name='worker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='post',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='institutions.institution', db_index=False),
        ),
        migrations.AddField(
            model_name='post',
            name='worker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, db_index=False),
        ),
        migrations.AddField(
            model_name='answer',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='access.post', db_index=False),
        ),
        migrations.AddField(
            model_name='token',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='access.post'),
        ),
        migrations.AddField(
            model_name='token',
            name='worker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['institution', 'role'], name='access_post_institu_923a26_idx'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='post_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', bashke.ground.access.rules.Kind['MUNICIPALITY']), ('role', 'social_worker')), models.Q(('kind', bashke.ground.access.rules.Kind['MUNICIPALITY']), ('role', 'supervisor')), models.Q(('kind', bashke.ground.access.rules.Kind['MUNICIPALITY']), ('role', 'director')), models.Q(('kind', bashke.ground.access.rules.Kind['MUNICIPALITY']), ('role', 'data_protection_officer')), models.Q(('kind', bashke.ground.access.rules.Kind['PROVIDER']), ('role', 'provider_manager')), models.Q(('kind', bashke.ground.access.rules.Kind['PROVIDER']), ('role', 'provider_worker')), models.Q(('kind', bashke.ground.access.rules.Kind['NATION']), ('role', 'ministry_analyst')), _connector='OR'), name='post_role_is_known_and_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('worker', 'institution', 'role', 'valid_from'), name='post_is_given_once'),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['kept_until'], name='answer_over'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('post', 'key'), name='one_key_one_answer'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='token_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='token_ends_after_it_begins'),
        ),
    ]
