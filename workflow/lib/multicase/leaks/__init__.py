"""The leak scan: no original identifier in any open file, its name or its metadata. A hit names a place, not a find."""
