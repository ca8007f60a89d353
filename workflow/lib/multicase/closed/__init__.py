"""The closed zone at rest: keys, encryption, and the guard against committing it."""
