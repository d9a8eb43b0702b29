"""Who the visitor of the demo meets, and what they said when they asked. All synthetic."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from bashke.person.requests.rules import Channel

from .cast import KORCE, SHKODER


@dataclass(frozen=True)
class Guest:
    """Somebody a visitor meets: how she asked. `days`: how long ago; `words` are her own."""

    key: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    phone: str
    domains: tuple[str, ...]
    words: str
    days: int
    channel: Channel = Channel.WEB
    unit: str = "Shkodër"
    number: str | None = None
    municipality: str = SHKODER
    asker: tuple[str, str, str] = ("", "", "")  # name, relation and telephone of who asks for her
    father: str = ""  # his given name

    @property
    def press(self) -> UUID:
        """The key of her request, the same in every demo."""
        return uuid5(NAMESPACE_URL, f"https://bashke.example/demo/{self.key}")


GUESTS = {guest.key: guest for guest in (
    Guest("ana", "Ana", "Marku", date(1991, 5, 14), "f", "0690000101", ("child_wellbeing", "income"),
          "Jam vetëm me dy fëmijë të vegjël. Punoj me turne dhe nuk kam kush t'i mbajë. Kemi mbetur dy muaj pa paguar qiranë.", 0),
    Guest("mirela", "Mirela", "Hoti", date(1988, 3, 2), "f", "0690000102", ("child_wellbeing", "income", "documents"),
          "Djali im gjashtë vjeç nuk flet dhe rri vetëm në shtëpi kur unë punoj. Nuk di ku të drejtohem.", 46, number="I85302901Z", father="Luan"),
    Guest("agim", "Agim", "Luka", date(1953, 11, 20), "m", "0690000103", ("social_ties",),
          "Jetoj vetëm që kur më vdiq gruaja. Kalojnë ditë pa folur me njeri.", 75, Channel.COUNTER, number="F31120902Z", father="Pjetër"),
    Guest("elira", "Elira", "Kuka", date(1994, 8, 30), "f", "0690000104", ("child_wellbeing",),
          "Fëmija rri me gjyshen, që është e sëmurë. Më duhet një vend ku të jetë i sigurt gjatë ditës.", 30, unit="Rrethinat"),
    Guest("shpresa", "Shpresa", "Dema", date(1979, 1, 9), "f", "0690000105", ("documents", "income"),
          "Më ka skaduar letërnjoftimi dhe pa të nuk marr ndihmën ekonomike.", 120, Channel.COUNTER),
    Guest("liri", "Liri", "Vata", date(1965, 6, 17), "f", "0690000106", ("housing",),
          "Pronari tha se duhet të dalim nga shtëpia. Nuk kemi ku të shkojmë.", 1, Channel.PHONE),
    Guest("bujar", "Bujar", "Kraja", date(1947, 2, 3), "m", "0690000107", ("disability_support", "food"),
          "Nuk ngrihem dot vetëm nga krevati. Gruaja është edhe ajo e moshuar.", 34, Channel.PHONE, unit="Rrethinat", father="Hasan"),
    Guest("pal", "Pal", "Marashi", date(1983, 9, 25), "m", "0690000108", ("work",), "Kërkoj punë prej një viti. Kam tre fëmijë.", 24),
    Guest("fatime", "Fatime", "Lala", date(1958, 4, 11), "f", "0690000109", ("health", "food"),
          "Marr ilaçe për zemrën dhe shpesh mbetem pa to.", 6),
    Guest("sokol", "Sokol", "Beqiri", date(1990, 12, 1), "m", "0690000110", ("housing",),
          "Dua të ndërroj apartament, ky është i vogël.", 12),
    Guest("zef", "Zef", "Ndreca", date(1968, 2, 22), "m", "0690000113", ("health",),
          "Më mbarojnë ilaçet e veshkave dhe nuk kam si të shkoj në spital.", 2, Channel.PHONE, unit="Guri i Zi"),
    Guest("teuta", "Teuta", "Ndreu", date(1985, 10, 6), "f", "0690000114", ("disability_support",),
          "Kujdesem për nënën ditë e natë dhe nuk ia dal më.", 5),
    Guest("lule", "Lule", "Gega", date(1949, 5, 30), "f", "0690000115", ("social_ties", "documents"),
          "Fëmijët janë jashtë dhe nuk kam kush më viziton.", 40, Channel.COUNTER),
    Guest("hana", "Hana", "Doda", date(2016, 9, 12), "f", "0690000116", ("education",),
          "Kërkoj ndihmë për vajzën time, që ka mbetur pas në lexim.", 33, Channel.COUNTER,
          asker=("Afërdita Doda", "nëna", "0690000116")),
    Guest("niko", "Niko", "Pepa", date(1950, 7, 7), "m", "0690000111", ("health", "social_ties"),
          "Pas operacionit nuk dal dot vetëm. Vajza jeton larg.", 20, unit="Korçë", municipality=KORCE),
    Guest("gjergj", "Gjergj", "Mema", date(1972, 10, 19), "m", "0690000112", ("income", "health"),
          "Kam humbur punën dhe nuk paguaj dot ilaçet.", 60, unit="Korçë", municipality=KORCE, father="Mihal"),
    Guest("gjergj-again", "Gjergj", "Mema", date(1972, 10, 19), "m", "0690000112", ("housing", "income"),
          "U shpërngula te vëllai në Shkodër. Na duhet një banesë.", 1, father="Mihal"),
)}  # fmt: skip

# Whose code a visitor may try: name, and how far she is.
TRIED = {
    "ana": ("Ana Marku", "sapo kërkoi ndihmë", "has just asked for help"),
    "mirela": ("Mirela Hoti", "ka një plan dhe pret përgjigje", "has a plan and waits for an answer"),
    "agim": ("Agim Luka", "është në shërbim", "is in a service"),
    "sokol": ("Sokol Beqiri", "u refuzua, me arsye dhe rrugë ankimi", "was refused, with a reason and a way to appeal"),
}

# Where a plan leads, for each need that somebody here has.
GOALS = {
    "child_wellbeing": "Djali kalon ditën me moshatarët, i mbikëqyrur.", "income": "Familja merr gjithçka që i takon me ligj.",
    "documents": "Dokumentet janë në rregull.", "social_ties": "Takon njerëz të paktën një herë në javë.",
    "disability_support": "Ngritja, larja dhe veshja bëhen me ndihmë çdo ditë.", "food": "Ka një vakt të ngrohtë çdo ditë.",
    "education": "Fëmija e kalon klasën dhe lexon pa ndihmë.",
    "health": "Shkon te mjeku çdo muaj dhe nuk mbetet pa ilaçe.",
}  # fmt: skip
