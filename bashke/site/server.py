"""How gunicorn serves: read by gunicorn itself (`bashke serve` starts it with `--config python:bashke.site.server`).

Sync workers: under ASGI the same views ran 4 to 28 times slower when measured. The code is not loaded before the workers
fork, so that SIGHUP (`bashke restart`) brings new code: new workers start, old ones finish what they have in hand.
"""

import logging.config
import os

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from prometheus_client import multiprocess

from . import configuration, logs

wsgi_app = "bashke.site.wsgi:application"
worker_class = "sync"
graceful_timeout = 20  # seconds a worker may take to finish its request
timeout = 60
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
logger_class = logs.ServerLogger
control_socket_disable = True  # signals are enough

logging.config.dictConfig(logs.configuration(configuration.mode()))


def when_ready(server: Arbiter) -> None:
    configuration.server_file(server.cfg.bind[0], "pid").write_text(f"{os.getpid()}\n")


def child_exit(server: Arbiter, worker: Worker) -> None:
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Arbiter) -> None:
    configuration.server_file(server.cfg.bind[0], "pid").unlink(missing_ok=True)
