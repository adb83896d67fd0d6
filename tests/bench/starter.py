"""Start one process from this small one and write what it cost to a file descriptor: ``starter.py FD PROGRAM ARG...``.

Linux counts the memory of whoever starts a process towards that process' peak.
"""

import json
import os
import sys
import time

start = time.perf_counter()
process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
cost = [wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)]
os.write(int(sys.argv[1]), json.dumps(cost).encode())
