"""Protected files: violence in the home, child protection, trafficking. A named team reads them, and nobody else.

Whose duty: the municipality's coordinator against domestic violence (Law 9669/2006), its child protection unit
(Law 18/2017), and the worker who first sees the signs: she names the team. The file is closed to every other worker
of the same municipality, supervisors and directors included, who see counts. Who must look in an emergency breaks the
glass: with a reason, for one hour, and the team and the data protection officer see it at once.
"""
