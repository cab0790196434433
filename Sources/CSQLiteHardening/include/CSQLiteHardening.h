/// The calls of SQLite that Swift cannot make because they are variadic or hidden behind GRDB.
#ifndef CSQLITEHARDENING_H
#define CSQLITEHARDENING_H

/// Forbids SQL that can corrupt the file, untrusted schemas and loading code, and sets limits no statement of ours
/// comes near. Returns an SQLite result code.
int sqlite_hardening_apply(void *_Nonnull connection);

/// 1 when defensive mode is on, 0 when it is not, negative when SQLite does not know.
int sqlite_hardening_is_defensive(void *_Nonnull connection);

/// The errno of the last failed system call of the connection.
int sqlite_hardening_system_errno(void *_Nonnull connection);

/// The version of the library in use, as 3040001.
int sqlite_hardening_library_version(void);

#endif
