"""Ana and Ben are in Ilir's day centre."""

from bashke.doors.desk.tests.conftest import desk
from bashke.person.delivery.tests.conftest import ana, ben, centre, refer
from bashke.person.incidents.tests.conftest import inside

__all__ = ["ana", "ben", "centre", "desk", "inside", "refer"]
