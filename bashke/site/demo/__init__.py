"""The demo country: synthetic people and the fixed cast, made through the same rules as real ones, always labelled synthetic."""
