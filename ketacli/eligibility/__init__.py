"""Questions as data; criteria × patient facts → met, not met, unknown."""
