"""`bashke assets`: style sheet, scripts and fonts; and the compiled words."""

import argparse

from bashke.ground.design.build import build

from ..configuration import ConfigurationError
from . import messages


def run(arguments: argparse.Namespace) -> None:
    try:
        build()
    except RuntimeError as broken:
        raise ConfigurationError(str(broken)) from broken
    messages.compile_all()
