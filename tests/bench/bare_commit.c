/*
 * bare_commit.c - the yardstick for one durable entry: one row, one commit.
 *
 * usage: bare_commit DB N
 *
 * The entry table and its indexes as in a notebook, journal_mode=TRUNCATE, synchronous=FULL; N
 * rows, each in its own transaction. Prints the median of a commit in µs.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char schema[] =
    "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;"
    "CREATE TABLE entry (row INTEGER PRIMARY KEY, id INTEGER NOT NULL, since INTEGER NOT NULL, "
    "until INTEGER NOT NULL,"
    " salt BLOB NOT NULL, seal INTEGER NOT NULL, earliest INTEGER, edtf TEXT, incident INTEGER NOT "
    "NULL,"
    " kind TEXT NOT NULL, latest INTEGER, text TEXT NOT NULL, zone TEXT) STRICT;"
    "CREATE INDEX entry_versions ON entry (id) WHERE row <> id;"
    "CREATE INDEX entry_ended ON entry (until) WHERE until < 9223372036854775807;"
    "CREATE INDEX entry_log ON entry (incident, id, until);"
    "CREATE INDEX entry_time ON entry (incident, earliest, latest, id, until)";

static double micros(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void must(sqlite3 *db, int result, int expected)
{
	if (result == expected)
		return;
	fprintf(stderr, "bare_commit: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static void entry_write(sqlite3 *db, sqlite3_stmt *insert, sqlite3_int64 row)
{
	char text[80];
	int n = snprintf(
	    text, sizeof text, "looked at host%03lld and found nothing new", (long long)row % 400);

	must(db, sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_bind_int64(insert, 1, row);
	sqlite3_bind_int64(insert, 2, row);
	sqlite3_bind_int64(insert, 3, row * 1000000);
	sqlite3_bind_text(insert, 4, text, n, SQLITE_STATIC);
	must(db, sqlite3_step(insert), SQLITE_DONE);
	sqlite3_reset(insert);
	must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
}

int main(int argc, char **argv)
{
	int n = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
	double *took = calloc((size_t)n + 1, sizeof *took);
	sqlite3_stmt *insert;
	sqlite3 *db;

	if (n < 1 || !took)
		return fprintf(stderr, "usage: bare_commit DB N\n"), 64;
	must(NULL, sqlite3_open(argv[1], &db), SQLITE_OK);
	must(db, sqlite3_exec(db, schema, NULL, NULL, NULL), SQLITE_OK);
	must(db,
	    sqlite3_prepare_v2(db,
		"INSERT INTO entry VALUES (?1, ?1, ?2, 9223372036854775807, zeroblob(16), ?3, ?3,"
		" '2021-05-16T09:00:00Z', 3, 'observation', ?3, ?4, 'UTC')",
		-1, &insert, NULL),
	    SQLITE_OK);
	for (int i = 0; i < n; i++) {
		double begun = micros();

		entry_write(db, insert, i + 10);
		took[i] = micros() - begun;
	}
	qsort(took, (size_t)n, sizeof *took, compare);
	printf("%.3f\n", took[n / 2]);
	sqlite3_finalize(insert);
	sqlite3_close(db);
	free(took);
	return 0;
}
