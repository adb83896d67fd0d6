"""How long workers worked: clusters of tasks, days, weeks, and how far one way of reckoning moves hourly pay."""
