"""An assessment to bytes, one module a format."""
