"""The door for programs: what the desk and a provider do, asked and answered as JSON under /api/.

Whose duty: municipalities and providers keep other programs too, and nobody
should type a thing twice (Law 121/2016: one register, one file). A program
comes with a worker's own token and stands before the same wall as her browser;
it sees no field that she does not see, and every act stands in the journal
under her name. Described by OpenAPI at /api/openapi.json, in words at /api/docs.
"""
