"""Three-valued judging of conditions over facts. Pure."""
