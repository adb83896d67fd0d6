"""Pay metrics, one module a family, listed in one table."""
