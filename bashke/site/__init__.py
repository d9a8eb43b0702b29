"""Site: settings, root urls, wiring and the `bashke` command.

Imports everything; nothing imports it. Who relies on it: the operator who
installs, starts, checks and stops the system. The PostgreSQL launcher here
serves `make demo` and the tests; a production site brings its own server.
"""
