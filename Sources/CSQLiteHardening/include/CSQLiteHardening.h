/// The calls of SQLite that Swift cannot make because they are variadic or hidden behind GRDB.
#ifndef CSQLITEHARDENING_H
#define CSQLITEHARDENING_H

#include <stddef.h>
#include <stdint.h>

/// Forbids SQL that can corrupt the file, untrusted schemas and loading code, and sets limits no statement of ours
/// comes near. Returns an SQLite result code.
int sqlite_hardening_apply(void *_Nonnull connection);

/// 1 when defensive mode is on, 0 when it is not, negative when SQLite does not know.
int sqlite_hardening_is_defensive(void *_Nonnull connection);

/// The errno of the last failed system call of the connection.
int sqlite_hardening_system_errno(void *_Nonnull connection);

/// The version of the library in use, as 3040001.
int sqlite_hardening_library_version(void);

// Rows read in place, for loading a million of them. `statement` is a prepared one that nobody else steps.

/// Steps: 1 with a row, 0 at the end, a negated result code when it failed.
int sqlite_row_next(void *_Nonnull statement);

/// Ends the reading, so that the statement holds no lock.
void sqlite_row_reset(void *_Nonnull statement);

/// A column of the row as an integer.
int64_t sqlite_row_integer(void *_Nonnull statement, int column);

/// Whether the column holds nothing.
int sqlite_row_is_null(void *_Nonnull statement, int column);

/// The bytes of a text or blob column, valid until the next step.
const void *_Nullable sqlite_row_bytes(void *_Nonnull statement, int column, size_t *_Nonnull count);

// A copy of a database, made while its one connection goes on writing: SQLite carries what that connection writes over
// into the copy.

/// A copy on its way.
typedef struct sqlite_copy sqlite_copy;

/// Begins a copy into an empty file that is there. Returns an SQLite result code.
int sqlite_copy_begin(void *_Nonnull source, const char *_Nonnull path, sqlite_copy *_Nullable *_Nonnull copy);

/// Copies so many pages: 1 when there are more, 0 when the copy is whole, a negated result code when it failed.
int sqlite_copy_step(sqlite_copy *_Nonnull copy, int pages);

/// Ends a copy, whole or not, and frees it. Returns an SQLite result code.
int sqlite_copy_end(sqlite_copy *_Nonnull copy);

/// Goes on with the two sums of a write-ahead log over `count` bytes, a multiple of 8
/// (sqlite.org/fileformat2.html, section 4.2).
void sqlite_log_checksum(
    const uint8_t *_Nonnull bytes, size_t count, int is_big_endian, uint32_t *_Nonnull sums);

#endif
