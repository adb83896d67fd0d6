"""What every library checks: no empty cell, nothing negative, known words only, no task twice."""

from __future__ import annotations

FILLED = (
    "worker_id", "country", "started_at", "submitted_at", "pay", "currency", "fees", "deductions", "hours_unpaid",
    "status", "job_category", "gender", "task_id",
)  # fmt: skip
NOT_NEGATIVE = ("pay", "fees", "deductions", "hours_unpaid")
WORDS = {
    "country": ["KE", "GH"],
    "currency": ["USD", "KES", "GHS"],
    "status": ["approved", "rejected", "pending", "returned", "timed_out"],
    "job_category": ["annotator", "reviewer", "lead"],
    "gender": ["f", "m"],
}
UNIQUE = "task_id"
