"""Check annotation suppliers against responsible data-enrichment sourcing standards."""

__version__ = "0.1.0"
