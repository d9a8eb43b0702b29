"""PostgreSQL as Django knows it, with one habit fewer: the settings name this package as their ENGINE."""
