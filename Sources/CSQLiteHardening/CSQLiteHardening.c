#include "CSQLiteHardening.h"

#include <sqlite3.h>

int sqlite_hardening_apply(void *connection) {
    sqlite3 *database = connection;
    int result = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, (int *)0);
    if (result != SQLITE_OK) return result;
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1 << 16);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, 100);
    sqlite3_limit(database, SQLITE_LIMIT_VARIABLE_NUMBER, 1000);
    return SQLITE_OK;
}

int sqlite_hardening_is_defensive(void *connection) {
    int value = -1;
    if (sqlite3_db_config((sqlite3 *)connection, SQLITE_DBCONFIG_DEFENSIVE, -1, &value) != SQLITE_OK) return -1;
    return value;
}

int sqlite_hardening_system_errno(void *connection) { return sqlite3_system_errno((sqlite3 *)connection); }

int sqlite_hardening_library_version(void) { return sqlite3_libversion_number(); }

int sqlite_row_next(void *statement) {
    int result = sqlite3_step(statement);
    return result == SQLITE_ROW ? 1 : result == SQLITE_DONE ? 0 : -result;
}

void sqlite_row_reset(void *statement) { sqlite3_reset(statement); }

int64_t sqlite_row_integer(void *statement, int column) { return sqlite3_column_int64(statement, column); }

int sqlite_row_is_null(void *statement, int column) {
    return sqlite3_column_type(statement, column) == SQLITE_NULL;
}

const void *sqlite_row_bytes(void *statement, int column, size_t *count) {
    // Text is kept as UTF-8, so its bytes are those of a blob.
    const void *bytes = sqlite3_column_blob(statement, column);
    *count = (size_t)sqlite3_column_bytes(statement, column);
    return bytes;
}

struct sqlite_copy {
    sqlite3 *target;
    sqlite3_backup *backup;
};

static int sqlite_copy_prepare(sqlite3 *target) {
    // The copy is thrown away unless it is whole, so it needs neither a journal nor a sync of its own.
    return sqlite3_exec(
        target, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", 0, 0, 0);
}

int sqlite_copy_begin(void *source, const char *path, sqlite_copy **copy) {
    *copy = 0;
    sqlite_copy *begun = sqlite3_malloc64(sizeof *begun);
    if (!begun) return SQLITE_NOMEM;
    begun->target = 0;
    begun->backup = 0;
    int result = sqlite3_open_v2(path, &begun->target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, 0);
    if (result == SQLITE_OK) result = sqlite_copy_prepare(begun->target);
    if (result == SQLITE_OK) {
        begun->backup = sqlite3_backup_init(begun->target, "main", source, "main");
        if (!begun->backup) result = sqlite3_extended_errcode(begun->target);
    }
    if (result != SQLITE_OK) {
        sqlite_copy_end(begun);
        return result;
    }
    *copy = begun;
    return SQLITE_OK;
}

int sqlite_copy_step(sqlite_copy *copy, int pages) {
    int result = sqlite3_backup_step(copy->backup, pages);
    return result == SQLITE_OK ? 1 : result == SQLITE_DONE ? 0 : -result;
}

int sqlite_copy_end(sqlite_copy *copy) {
    int result = copy->backup ? sqlite3_backup_finish(copy->backup) : SQLITE_OK;
    int closed = sqlite3_close(copy->target);
    sqlite3_free(copy);
    return result == SQLITE_OK ? closed : result;
}

static uint32_t sqlite_log_word(const uint8_t *bytes, int is_big_endian) {
    return is_big_endian
        ? (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3]
        : (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 | bytes[0];
}

void sqlite_log_checksum(const uint8_t *bytes, size_t count, int is_big_endian, uint32_t *sums) {
    uint32_t first = sums[0], second = sums[1];
    for (size_t place = 0; place + 8 <= count; place += 8) {
        first += sqlite_log_word(bytes + place, is_big_endian) + second;
        second += sqlite_log_word(bytes + place + 4, is_big_endian) + first;
    }
    sums[0] = first;
    sums[1] = second;
}
