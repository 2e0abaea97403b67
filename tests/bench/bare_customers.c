/*
 * bare_customers.c - the yardstick for the import of customers: the least that the same rows cost.
 *
 * usage: bare_customers DB FILE.csv
 *
 * The same table and indexes as a notebook's, the same columns filled from the same CSV
 * (customer_id, name, organisation, email, language, country, billing_contact, billing_email, ...,
 * plan, ..., notes), one prepared insert, one transaction, journal_mode=TRUNCATE, synchronous=FULL.
 * No check, no salt from the system, no hash, no tree, no record. Prints seconds.
 */
#include "tests/bench/bare_csv.h"

static const char schema[] =
    "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
    "CREATE TABLE customer (row INTEGER PRIMARY KEY, id INTEGER NOT NULL, since INTEGER NOT NULL,"
    " until INTEGER NOT NULL, salt BLOB NOT NULL, seal INTEGER NOT NULL, addresses TEXT, country "
    "TEXT,"
    " language TEXT, name TEXT, notes TEXT, organisation TEXT, ref TEXT NOT NULL, tier TEXT, zone "
    "TEXT) STRICT;"
    "CREATE INDEX customer_versions ON customer (id) WHERE row <> id;"
    "CREATE INDEX customer_ended ON customer (until) WHERE until < 9223372036854775807;"
    "CREATE UNIQUE INDEX customer_ref ON customer (ref, until);"
    "BEGIN IMMEDIATE";

static void row_write(sqlite3_stmt *insert, const struct field *f, sqlite3_int64 row)
{
	static char addresses[4096];
	sqlite3_int64 salt[2] = { row * 0x9e3779b97f4a7c15, row * 0x94d049bb133111eb };
	int n = snprintf(addresses, sizeof addresses, "email\t%.*s\nemail\t%.*s\tbilling\t%.*s",
	    f[3].len, f[3].at, f[7].len, f[7].at, f[6].len, f[6].at);
	const struct field text[8] = { { addresses, n }, f[5], f[4], f[1], f[11], f[2], f[0],
		f[9] };

	sqlite3_bind_int64(insert, 1, row);
	sqlite3_bind_int64(insert, 2, row);
	sqlite3_bind_int64(insert, 3, 2);
	sqlite3_bind_int64(insert, 4, 9223372036854775807);
	sqlite3_bind_blob(insert, 5, salt, 16, SQLITE_STATIC);
	sqlite3_bind_int64(insert, 6, salt[0]);
	for (int i = 0; i < 8; i++) {
		if (text[i].len)
			sqlite3_bind_text(insert, 7 + i, text[i].at, text[i].len, SQLITE_STATIC);
		else
			sqlite3_bind_null(insert, 7 + i);
	}
	if (sqlite3_step(insert) != SQLITE_DONE)
		die(sqlite3_db_handle(insert), "insert");
	sqlite3_reset(insert);
}

int main(int argc, char **argv)
{
	sqlite3 *db;
	sqlite3_stmt *insert;
	struct field f[FIELDS];
	sqlite3_int64 row = 10;
	size_t n;
	char *at, *end;
	double begun = now();

	if (argc != 3)
		die(NULL, "usage: bare_customers DB FILE.csv");
	at = file_map(argv[2], &n);
	end = at + n;
	if (sqlite3_open(argv[1], &db) != SQLITE_OK ||
	    sqlite3_exec(db, schema, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "INSERT INTO customer VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL)",
		-1, &insert, NULL) != SQLITE_OK)
		die(db, "open");
	row_read(&at, end, f);
	while (row_read(&at, end, f) >= 12)
		row_write(insert, f, row++);
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		die(db, "commit");
	sqlite3_finalize(insert);
	sqlite3_close(db);
	printf("%.6f\n", now() - begun);
	return 0;
}
