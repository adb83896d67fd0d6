"""What may be shown of groups of workers: small cells, counts that add up, the worst off first."""
