"""Where people live: 12 counties, 61 municipalities, 373 administrative units, and how many people the census counted.

Duty: every office, service and figure stands in one of these places. Codes: Eurostat LAU, ISO 3166-2.
Law: 115/2014 (territorial division), 139/2015 (local self-government).
No persons here, so no wall. Room of its own: `data/`, the reference tables with their licences.
"""
