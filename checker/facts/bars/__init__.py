"""The wage that pay is compared with: benchmark tables, exchange rates, and why one row decides for a place and day."""
