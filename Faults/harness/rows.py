"""The rows of the fault table."""

from .backups import backups
from .configurations import malformed, pushed_configurations
from .damage import flipped_bits, two_processes
from .forgery import forgery
from .failures import failed_read, failed_sync, full_disk
from .losses import kill_at_every_call, power_loss, torn_writes
from .published import published_log
from .races import racing_revocations
from .rekeying import rekeying
from .rollback import rollback
from .secrecy import secrecy
from .swaps import swapped_ciphertexts
from .times import moved_clock

#: Number of the row, and how it is shown.
ROWS = {
    1: kill_at_every_call, 2: power_loss, 3: torn_writes, 4: failed_sync, 5: failed_read, 6: full_disk,
    7: flipped_bits, 8: published_log, 9: forgery, 11: rollback, 12: two_processes,
    13: swapped_ciphertexts, 15: rekeying, 18: racing_revocations, 19: moved_clock, 24: malformed,
    25: pushed_configurations, 27: backups, 29: secrecy,
}
