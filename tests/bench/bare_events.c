/*
 * bare_events.c - the yardstick for the import of a timeline: the least that the same rows and the
 * same full-text index cost.
 *
 * usage: bare_events DB FILE.csv [INDEX]
 *
 * The table and indexes of a notebook's entries, filled from a Timesketch CSV (message, datetime,
 * timestamp_desc, timestamp, hostname, username, src_ip, tag), one prepared insert, one
 * transaction, journal_mode=TRUNCATE, synchronous=FULL. With INDEX a contentless FTS5 table in a
 * file of its own, of 16 rows a document, of their runs of three letters. No check, no salt from
 * the system, no hash, no tree, no record, nothing folded but ASCII. Prints seconds.
 */
#include "tests/bench/bare_csv.h"

enum { BLOCK = 16, SLOTS = 1 << 16, LETTERS = 6 };

static const char pragmas[] =
    "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;";
static const char schema[] =
    "CREATE TABLE entry (row INTEGER PRIMARY KEY, id INTEGER NOT NULL, since INTEGER NOT NULL,"
    " until INTEGER NOT NULL, salt BLOB NOT NULL, seal INTEGER NOT NULL, earliest INTEGER, edtf "
    "TEXT,"
    " incident INTEGER NOT NULL, kind TEXT NOT NULL, latest INTEGER, source TEXT, tags TEXT,"
    " text TEXT NOT NULL, zone TEXT) STRICT;"
    "CREATE INDEX entry_log ON entry (incident, id, until);"
    "CREATE INDEX entry_time ON entry (incident, earliest, latest, id, until);"
    "BEGIN IMMEDIATE";
static const char index_schema[] =
    "CREATE VIRTUAL TABLE term USING fts5 (terms, content = '', columnsize = 0, detail = none,"
    " tokenize = 'ascii'); BEGIN IMMEDIATE";

/* The runs of three letters of a block of rows, each once. */
static struct {
	unsigned slot[SLOTS];
	int at[SLOTS], n;
} terms;

static void term_add(const char *s)
{
	unsigned gram = 0, i;

	for (int k = 0; k < 3; k++)
		gram = gram << 8 | (unsigned char)(s[k] >= 'A' && s[k] <= 'Z' ? s[k] + 32 : s[k]);
	i = gram * 2654435761u >> 16;
	while (terms.slot[i] && terms.slot[i] != gram)
		i = (i + 1) % SLOTS;
	if (terms.slot[i] || terms.n > SLOTS / 2)
		return;
	terms.slot[i] = gram;
	terms.at[terms.n++] = (int)i;
}

static void block_write(sqlite3_stmt *insert, sqlite3_int64 block)
{
	static char text[(SLOTS / 2 + 1) * (LETTERS + 1)];
	char *p = text;

	for (int k = 0; k < terms.n; k++) {
		unsigned gram = terms.slot[terms.at[k]];

		for (int i = 0; i < LETTERS; i++, gram >>= 5)
			*p++ = "abcdefghijklmnopqrstuvwxyz234567"[gram & 31];
		*p++ = ' ';
		terms.slot[terms.at[k]] = 0;
	}
	terms.n = 0;
	sqlite3_bind_int64(insert, 1, block);
	sqlite3_bind_text(insert, 2, text, (int)(p - text), SQLITE_STATIC);
	if (sqlite3_step(insert) != SQLITE_DONE)
		die(sqlite3_db_handle(insert), "index");
	sqlite3_reset(insert);
}

static void row_index(sqlite3_stmt *insert, const char *text, int n, const struct field *source,
    sqlite3_int64 row)
{
	for (int i = 0; i + 3 <= n; i++)
		term_add(text + i);
	for (int i = 0; i + 3 <= source->len; i++)
		term_add(source->at + i);
	if (row % BLOCK == BLOCK - 1)
		block_write(insert, row / BLOCK);
}

static void row_write(sqlite3_stmt *insert, sqlite3_stmt *index, const struct field *f,
    sqlite3_int64 row)
{
	static char text[70000];
	sqlite3_int64 salt[2] = { row * 0x9e3779b97f4a7c15, row * 0x94d049bb133111eb };
	sqlite3_int64 time = strtoll(f[3].at, NULL, 10);
	int n = snprintf(text, sizeof text, "%.*s\nhost:%.*s user:%.*s", f[0].len, f[0].at,
	    f[4].len, f[4].at, f[5].len, f[5].at);

	n = n < (int)sizeof text ? n : (int)sizeof text - 1;
	sqlite3_bind_int64(insert, 1, row);
	sqlite3_bind_int64(insert, 2, row);
	sqlite3_bind_int64(insert, 3, 3);
	sqlite3_bind_int64(insert, 4, 9223372036854775807);
	sqlite3_bind_blob(insert, 5, salt, 16, SQLITE_STATIC);
	sqlite3_bind_int64(insert, 6, salt[0]);
	sqlite3_bind_int64(insert, 7, time);
	sqlite3_bind_text(insert, 8, f[1].at, f[1].len, SQLITE_STATIC);
	sqlite3_bind_int64(insert, 9, time);
	sqlite3_bind_text(insert, 10, f[2].at, f[2].len, SQLITE_STATIC);
	sqlite3_bind_text(insert, 11, f[7].at, f[7].len, SQLITE_STATIC);
	sqlite3_bind_text(insert, 12, text, n, SQLITE_STATIC);
	if (sqlite3_step(insert) != SQLITE_DONE)
		die(sqlite3_db_handle(insert), "insert");
	sqlite3_reset(insert);
	if (index)
		row_index(index, text, n, &f[2], row);
}

static sqlite3 *made(const char *path, const char *sql, const char *insert, sqlite3_stmt **out)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, pragmas, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, insert, -1, out, NULL) != SQLITE_OK)
		die(db, path);
	return db;
}

static void ended(sqlite3 *db, sqlite3_stmt *insert)
{
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		die(db, "commit");
	sqlite3_finalize(insert);
	sqlite3_close(db);
}

int main(int argc, char **argv)
{
	sqlite3 *db, *index_db = NULL;
	sqlite3_stmt *insert, *index = NULL;
	struct field f[FIELDS];
	sqlite3_int64 row = 10;
	size_t n;
	char *at, *end;
	double begun = now();

	if (argc != 3 && argc != 4)
		die(NULL, "usage: bare_events DB FILE.csv [INDEX]");
	at = file_map(argv[2], &n);
	end = at + n;
	db = made(argv[1], schema,
	    "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,2,'observation',?,?,?,?,'UTC')", &insert);
	if (argc == 4)
		index_db = made(
		    argv[3], index_schema, "INSERT INTO term (rowid, terms) VALUES (?,?)", &index);
	row_read(&at, end, f);
	while (row_read(&at, end, f) >= 8)
		row_write(insert, index, f, row++);
	ended(db, insert);
	if (index_db)
		ended(index_db, index);
	printf("%.6f\n", now() - begun);
	return 0;
}
