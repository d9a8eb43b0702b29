"""The day centre of Ilir's provider, as every story here needs it."""

import pytest

from bashke.ground.directory.models import Service


@pytest.fixture
def day_centre(acting, cast):
    with acting("ilir"):
        return Service.objects.get(pk=cast.services["Day centre for children"])
