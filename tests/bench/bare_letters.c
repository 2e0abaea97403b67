/*
 * bare_letters.c - the yardstick for acts on many letters: the least that the same rows cost.
 *
 * usage: bare_letters NOTEBOOK STEP
 *
 * STEP: draft submit approve-first approve release status acknowledge.
 *
 * In a notebook that stands before the step,
 * the same versions are ended and written in the same tables with the same indexes, by prepared
 * statements in one transaction, journal_mode=TRUNCATE, synchronous=FULL, with the same cache. No
 * rule is looked at, no letter rendered, no hash, no tree, no record: the notebook is spoilt
 * afterwards.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIVE "9223372036854775807"
#define COPY \
	"address, body_sha256, channel, customer, exposure_version, held, hold_until, incident, " \
	"language, mailing"

static sqlite3 *db;
static sqlite3_int64 next_row, record;

static void die(const char *what)
{
	fprintf(stderr, "bare_letters: %s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
	exit(1);
}

static void run(const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sql);
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		die(sql);
	return s;
}

static void step(sqlite3_stmt *s)
{
	if (sqlite3_step(s) != SQLITE_DONE)
		die("step");
	sqlite3_reset(s);
}

static sqlite3_int64 number(const char *sql)
{
	sqlite3_stmt *s = prepare(sql);
	sqlite3_int64 n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return n;
}

static void salt_bind(sqlite3_stmt *s, int at)
{
	sqlite3_int64 salt[2] = { (sqlite3_int64)((sqlite3_uint64)next_row * 0x9e3779b97f4a7c15u),
		(sqlite3_int64)((sqlite3_uint64)next_row * 0x94d049bb133111ebu) };

	sqlite3_bind_blob(s, at, salt, 16, SQLITE_TRANSIENT);
	sqlite3_bind_int64(s, at + 1, salt[0]);
}

/* What a step writes for each letter: ?1 row, ?2 record, ?3 salt, ?4 seal, ?5 the letter's version
 * (of a draft: of the exposure). NULL: nothing, and no version is ended. */
struct work {
	const char *name, *which, *version, *beside;
};

#define VERSION(values) \
	"INSERT INTO notification (row, id, since, until, salt, seal, " COPY \
	", released_at, sent_at, state, subject, told_version) SELECT ?1, id, ?2, " LIVE \
	", ?3, ?4, " COPY ", " values ", subject, told_version FROM notification WHERE row = ?5"

#define APPROVAL \
	"INSERT INTO approval (row, id, since, until, salt, seal, body_sha256, notification) " \
	"SELECT ?1, ?1, ?2, " LIVE ", ?3, ?4, body_sha256, id FROM notification WHERE row = ?5"

static const struct work works[] = {
	{ "draft", "SELECT row FROM exposure WHERE until = " LIVE " ORDER BY customer",
	    "INSERT INTO notification (row, id, since, until, salt, seal, address, body_sha256, "
	    "channel, customer, exposure_version, incident, language, mailing, state, subject, "
	    "told_version) SELECT ?1, ?1, ?2, " LIVE
	    ", ?3, ?4, substr(c.addresses, 7, instr(c.addresses, char(10)) - 7), "
	    "zeroblob(32), 'email', x.customer, x.row, x.incident, 'en', (SELECT max(row) FROM "
	    "advisory), 'draft', '[TLP:AMBER] INC-1 ' || c.organisation, c.row FROM exposure AS x "
	    "CROSS JOIN customer AS c ON c.row = x.customer WHERE x.row = ?5",
	    NULL },
	{ "submit", "draft", VERSION("released_at, sent_at, 'in-review'"), NULL },
	{ "approve-first", "in-review", NULL, APPROVAL },
	{ "approve", "in-review", VERSION("released_at, sent_at, 'approved'"), APPROVAL },
	{ "release", "approved", VERSION("1621242000000000, sent_at, 'released'"), NULL },
	{ "status", "released", VERSION("released_at, 1621242000000000, 'sent'"),
	    "INSERT INTO attempt (row, id, since, until, salt, seal, address, at, channel, "
	    "notification, result) SELECT ?1, ?1, ?2, " LIVE
	    ", ?3, ?4, address, 1621242000000000, channel, id, 'accepted' FROM notification "
	    "WHERE row = ?5" },
	{ "acknowledge", "sent", VERSION("released_at, sent_at, 'acknowledged'"),
	    "INSERT INTO acknowledgement (row, id, since, until, salt, seal, at, by, "
	    "notification) SELECT ?1, ?1, ?2, " LIVE
	    ", ?3, ?4, 1621242000000000, 'portal', id FROM notification WHERE row = ?5" },
};

static void write_by(sqlite3_stmt *s, sqlite3_int64 from)
{
	sqlite3_bind_int64(s, 1, next_row);
	sqlite3_bind_int64(s, 2, record);
	salt_bind(s, 3);
	sqlite3_bind_int64(s, 5, from);
	step(s);
	next_row++;
}

/* The rows to begin with, read before any is changed. */
static sqlite3_int64 *rows_load(const struct work *w, size_t *n)
{
	char sql[256];
	sqlite3_int64 *rows = NULL;
	size_t cap = 0;
	sqlite3_stmt *s;

	snprintf(sql, sizeof sql,
	    "SELECT row FROM notification WHERE until = " LIVE " AND state = '%s'", w->which);
	s = prepare(strncmp(w->which, "SELECT", 6) == 0 ? w->which : sql);
	for (*n = 0; sqlite3_step(s) == SQLITE_ROW; (*n)++) {
		if (*n == cap) {
			cap = cap ? 2 * cap : 1024;
			rows = realloc(rows, cap * sizeof *rows);
		}
		rows[*n] = sqlite3_column_int64(s, 0);
	}
	sqlite3_finalize(s);
	return rows;
}

static void work_do(const struct work *w)
{
	size_t n;
	sqlite3_int64 *rows = rows_load(w, &n);
	sqlite3_stmt *end = prepare("UPDATE notification SET until = ?2 WHERE row = ?1");
	sqlite3_stmt *version = w->version ? prepare(w->version) : NULL,
		     *beside = w->beside ? prepare(w->beside) : NULL;

	for (size_t i = 0; i < n; i++) {
		if (beside)
			write_by(beside, rows[i]);
		if (!version)
			continue;
		if (strcmp(w->name, "draft") != 0) {
			sqlite3_bind_int64(end, 1, rows[i]);
			sqlite3_bind_int64(end, 2, record);
			step(end);
		}
		write_by(version, rows[i]);
	}
	sqlite3_finalize(end);
	sqlite3_finalize(version);
	sqlite3_finalize(beside);
	free(rows);
}

static sqlite3_int64 row_last(void)
{
	static const char *const tables[] = { "notification", "approval", "attempt",
		"acknowledgement", "exposure", "customer", "mailing", "transfer", "advisory",
		"reason" };
	sqlite3_int64 last = 0;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		char sql[80];
		sqlite3_int64 n;

		snprintf(sql, sizeof sql, "SELECT max(row) FROM %s", tables[i]);
		n = number(sql);
		last = n > last ? n : last;
	}
	return last;
}

int main(int argc, char **argv)
{
	const struct work *w = works;

	if (argc != 3)
		die("usage: bare_letters NOTEBOOK STEP");
	if (sqlite3_open(argv[1], &db) != SQLITE_OK)
		die("open");
	run("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;"
	    "BEGIN IMMEDIATE");
	next_row = row_last() + 1;
	record = number("SELECT max(id) FROM record") + 1;
	while (strcmp(w->name, argv[2]) != 0)
		if (++w == works + sizeof works / sizeof *works)
			die("there is no such step");
	work_do(w);
	run("COMMIT");
	sqlite3_close(db);
	return 0;
}
