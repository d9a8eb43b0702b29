"""One life, from the day somebody asked to the present."""

from ..census import Home, Human
from .asking import ask
from .cases import assess, open_case, plan, settle
from .closing import finish, leave
from .serving import answer
from .world import World

GOES = 0.06  # people who go, move or die before the plan is carried out


def live(world: World, human: Human, home: Home) -> None:
    """Ask, be heard, be assessed, plan, be served, part: as far as time allows."""
    asked = ask(world, human, home)
    case = open_case(world, human, asked)
    if case is None:
        return
    if assess(world, case, asked.domains):
        goes = world.happens(GOES)
        if goes and world.happens(0.5):
            leave(world, case)
        elif plan(world, case):
            if goes:
                leave(world, case)
            else:
                for line in case.lines:
                    answer(world, case, line)
                finish(world, case)
    settle(world, case)
