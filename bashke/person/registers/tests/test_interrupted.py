"""The job is killed in the middle: nothing is left of it, and begun again it does everything."""

import os
import signal
import subprocess
import sys
import time

import pytest

from bashke.person.registers import actions
from bashke.person.registers.models import Import
from bashke.site import configuration
from tests.faults import clones
from tests.faults.acting import as_worker

from .conftest import NOW, TOWN, checked

JOB = "import django; django.setup()\nfrom bashke.site.jobs import add_register\nadd_register('AL154', '{}')"
SLOW = """CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;
CREATE TRIGGER slow BEFORE INSERT ON registers_line FOR EACH STATEMENT EXECUTE FUNCTION public.wait();
GRANT EXECUTE ON FUNCTION public.wait() TO bashke_kinds"""
PATIENCE_SECONDS = 60
OF_THE_JOB = "usename = 'bashke_job' AND datname = current_database()"


@pytest.fixture
def town(cast, django_db_blocker):
    with django_db_blocker.unblock():
        clone = clones.make("bashke_interrupted", configuration.database_name())
        with clones.django_on(clone), as_worker(cast.drita) as drita:
            source = checked(drita, TOWN)
            actions.confirm(by=drita, at=NOW, source=source, leave_out=True, queue=False)
        yield clone, source.pk
        clones.drop(clone)


def working(clone, pk):
    environment = os.environ | {"BASHKE_LOGIN": "job", "BASHKE_DATABASE": clone.name}
    return subprocess.Popen([sys.executable, "-c", JOB.format(pk)], env=environment, stderr=subprocess.PIPE, start_new_session=True)


def asked(clone, query):
    with clone.superuser() as oracle:
        return oracle.execute(query).fetchall()


def until(clone, query, wanted):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while asked(clone, query) != wanted:
        assert time.monotonic() < deadline, asked(clone, query)
        time.sleep(0.1)


def test_a_job_that_is_killed_leaves_nothing_and_begun_again_adds_everybody(town, cast):
    clone, pk = town
    with clone.superuser() as vandal:
        vandal.execute(SLOW)
    job = working(clone, pk)
    until(clone, "SELECT step FROM registers_progress", [("lines",)])  # people, tokens and entries are written, and the page knows
    os.killpg(job.pid, signal.SIGKILL)
    job.wait()
    # The server learns of it when it next writes to the job; the test does not wait that long.
    asked(clone, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OF_THE_JOB}")
    until(clone, f"SELECT count(*) FROM pg_stat_activity WHERE {OF_THE_JOB}", [(0,)])
    for table in ("people_person", "people_searchtoken", "registers_line"):
        assert asked(clone, f"SELECT count(*) FROM {table}") == [(0,)], table
    assert asked(clone, "SELECT count(*) FROM journal_entry WHERE verb = 'person added'") == [(0,)]
    assert asked(clone, "SELECT status FROM registers_import") == [("confirmed",)]
    with clone.superuser() as vandal:
        vandal.execute("DROP TRIGGER slow ON registers_line")
    again = working(clone, pk)
    assert again.wait(PATIENCE_SECONDS) == 0, again.stderr.read().decode()
    assert asked(clone, "SELECT status, added FROM registers_import") == [("done", 3)]
    assert asked(clone, "SELECT count(*) FROM people_person") == [(3,)]


def test_of_two_jobs_for_one_import_the_second_adds_nobody(town, cast):
    clone, pk = town
    jobs = [working(clone, pk), working(clone, pk)]
    for job in jobs:
        job.wait(PATIENCE_SECONDS)
    assert asked(clone, "SELECT count(*) FROM people_person") == [(3,)]
    assert asked(clone, "SELECT status, added FROM registers_import") == [("done", 3)]
    with clones.django_on(clone), as_worker(cast.drita):
        assert Import.objects.get(pk=pk).refusal == ""
