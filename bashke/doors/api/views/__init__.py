"""One address after another. Each says which permission it needs; who lacks it, or a token, learns nothing more."""
