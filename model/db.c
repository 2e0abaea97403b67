/*
 * db.c - the one file that knows SQLite.
 *
 * Why rollback journal and never WAL: SQLite 3.7.0 to 3.51.2 can lose committed transactions when a
 * WAL is reset while others write; TRUNCATE with synchronous=FULL has no such fault, and one file
 * to copy. Why a gate: SQLite's own waiting is polling, so under load one of several writers can
 * starve for seconds. The gate is a flock on the notebook itself, taken before BEGIN IMMEDIATE; the
 * kernel queues those who wait. SQLite's fcntl locks belong to the process and vanish when any
 * descriptor of the file is closed, so the gate's one is closed last.
 */
#include "model/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <regex.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/str.h"
#include "model/search.h"
#include "model/statement.h"

enum {
	APPLICATION_ID = 0x626c6f74, /* "blot" */
	STEP = 1,                    /* schema steps this program knows */
	INDEX_ID = 0x626c6978,       /* "blix": a full-text index */
	INDEX_STEP = 1,              /* one of another step is made again */
	WAIT_MS = 10000,      /* at the gate, and for whoever goes past it */
	WAIT_TOLD_MS = 500,   /* of it pass before anybody is told */
	CACHE = 2000 << 10, /* bytes; what SQLite takes by itself */
	TEXTS_MAX = 32,    /* statements of the filter language that are kept */
	STOP_EVERY = 2000, /* virtual machine steps between two looks at the interrupt hook */
};

struct query {
	struct db *db;
	sqlite3_stmt *st;
	const char *name;
	int rc;     /* first error, or SQLITE_OK */
	int column; /* the next one row_* takes */
	bool used;
	int64_t changes;
};

struct text_query {
	struct text_query *next;
	struct query q;
};

struct db {
	sqlite3 *db;
	int gate; /* descriptor for flock, -1 for :memory: */
	bool gated;
	char *path;
	struct query query[QUERIES];
	struct text_query *texts; /* statements of the filter language, newest first */
	bool (*stop)(void *);
	void *stop_with;
	void (*waits)(void *, const char *);
	void *waits_with;
	int64_t waited; /* ms, for whoever holds the file against SQLite */
	bool stopped;
	bool hurried; /* waits for nobody */
	int64_t work_done, work_total; /* rows; total 0: not known */
	size_t cache;		       /* bytes of pages, usually */
};

/* --- errors as sentences ----------------------------------------------------------- */

static enum err_kind kind_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_INTERRUPT:
		return ERR_BUSY;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return ERR_PERMISSION;
	case SQLITE_CONSTRAINT:
		return ERR_CONFLICT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_TOOBIG:
	case SQLITE_MISMATCH:
		return ERR_INVALID;
	default:
		return ERR_IO;
	}
}

static const char *sentence_of(sqlite3 *db, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "the notebook is busy; try again";
	case SQLITE_INTERRUPT:
		return "stopped; nothing was changed";
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return "the notebook cannot be written";
	case SQLITE_FULL:
		return "no space left on the disk";
	case SQLITE_CORRUPT:
		return "the notebook's file is damaged";
	case SQLITE_NOTADB:
		return "this is not a notebook";
	case SQLITE_TOOBIG:
		return "a value is longer than a notebook takes";
	case SQLITE_IOERR:
		return "reading or writing the notebook failed";
	default:
		return sqlite3_errmsg(db);
	}
}

/* Whose process it is. Not by the owner of its folder in /proc: that is root for every process
 * which, as ours, lets nobody look inside. */
static const char *process_owner(int pid)
{
	const struct passwd *pw = NULL;
	char path[32], line[256];
	unsigned uid;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", pid);
	f = fopen(path, "re");
	while (f && !pw && fgets(line, sizeof line, f))
		if (sscanf(line, "Uid: %u", &uid) == 1)
			pw = getpwuid(uid);
	if (f)
		fclose(f);
	return pw ? pw->pw_name : "somebody";
}

/* Who holds a lock on the file, from the kernel's list: "bob, pid 4711,". Whoever writes comes
 * before whoever reads, and we ourselves are not meant. */
static void lock_holder(int fd, char *out, size_t n)
{
	FILE *f = fopen("/proc/locks", "re");
	unsigned long inode;
	char line[256], what[8];
	struct stat st;
	bool writes = false;
	int pid;

	snprintf(out, n, "somebody else");
	if (!f)
		return;
	while (!writes && fstat(fd, &st) == 0 && fgets(line, sizeof line, f)) {
		if (sscanf(line, "%*s %*[FLOCKPSIX] %*s %7s %d %*x:%*x:%lu", what, &pid, &inode) !=
			3 ||
		    inode != st.st_ino || pid == getpid())
			continue;
		writes = strcmp(what, "WRITE") == 0;
		snprintf(out, n, "%s, pid %d,", process_owner(pid), pid);
	}
	fclose(f);
}

static int fail(struct db *db, int rc, struct err *e)
{
	char holder[128];

	if ((rc & 0xff) != SQLITE_BUSY || db->gate < 0)
		return err_set(e, kind_of(rc), "%s", sentence_of(db->db, rc));
	lock_holder(db->gate, holder, sizeof holder);
	return err_set(e, ERR_BUSY, "the notebook is busy: %s holds it; try again", holder);
}

static int run_text(struct db *db, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(db->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fail(db, rc, e);
}

static int64_t pragma_int(struct db *db, const char *sql)
{
	sqlite3_stmt *st;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db->db, sql, -1, &st, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

/* --- opening ------------------------------------------------------------------------- */

static const char *schema_text(void)
{
	return statement_text(Q_STEP_001);
}

/* The line after the one at p; NULL after the last. */
static const char *line_next(const char *p)
{
	p = strchr(p, '\n');
	return p && p[1] ? p + 1 : NULL;
}

static int objects_expected(void)
{
	int n = 0;

	for (const char *p = schema_text(); p; p = line_next(p))
		n += strncmp(p, "CREATE ", strlen("CREATE ")) == 0;
	return n;
}

/* Where our schema has that text as a statement of its own, looked for in its lines from `from`
 * up to `end`; NULL where it has not. */
static const char *object_in(const char *from, const char *end, const char *sql)
{
	size_t n = strlen(sql);

	for (const char *p = from; p && p != end; p = line_next(p))
		if (strncmp(p, sql, n) == 0 && (p[n] == ';' || p[n] == '\0'))
			return p;
	return NULL;
}

/* SQLite keeps the text of each CREATE verbatim, so a schema is ours when every object's text
 * stands in our own under its own name, and there are as many. They come in the order they were
 * made in, so each is looked for from the one before: *at. */
static bool object_is_ours(const char *name, const char *sql, const char **at)
{
	static const char *const kinds[] = { "CREATE TABLE", "CREATE INDEX",
		"CREATE UNIQUE INDEX" };
	const char *p = object_in(*at, NULL, sql);
	size_t n = strlen(name);

	if (!p)
		p = object_in(schema_text(), *at, sql);
	if (!p)
		return false;
	*at = p;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *of = sql + strlen(kinds[i]);

		if (strncmp(sql, kinds[i], strlen(kinds[i])) == 0 && *of++ == ' ')
			return strncmp(of, name, n) == 0 && of[n] == ' ';
	}
	return false;
}

static int schema_check(struct db *db, struct err *e)
{
	const char *at = schema_text();
	sqlite3_stmt *st;
	int n = 0, rc;

	rc = sqlite3_prepare_v2(
	    db->db, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &st, NULL);
	if (rc != SQLITE_OK)
		return fail(db, rc, e);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(st, 0);
		const char *sql = (const char *)sqlite3_column_text(st, 1);

		if (!name || !sql || !object_is_ours(name, sql, &at)) {
			err_set(e, ERR_INVALID,
			    "%s: refused: its schema holds \"%.60s\", which is none of ours",
			    db->path, name ? name : "");
			sqlite3_finalize(st);
			return -1;
		}
		n++;
	}
	sqlite3_finalize(st);
	if (rc != SQLITE_DONE)
		return fail(db, rc, e);
	if (n != objects_expected())
		return err_set(e, ERR_INVALID,
		    "%s: refused: its schema has %d objects where %d belong", db->path, n,
		    objects_expected());
	return 0;
}

static int version_check(struct db *db, struct err *e)
{
	int64_t id = pragma_int(db, "PRAGMA application_id");
	int64_t step = pragma_int(db, "PRAGMA user_version");

	if (id < 0)
		return fail(db, sqlite3_extended_errcode(db->db), e);
	if (id != APPLICATION_ID)
		return err_set(e, ERR_INVALID, "%s: this is not a notebook", db->path);
	if (step > STEP)
		return err_set(e, ERR_TOO_NEW,
		    "%s: made by a newer blotter: its schema is step %lld, this blotter knows %d",
		    db->path, (long long)step, STEP);
	if (step < STEP)
		return err_set(e, ERR_INVALID, "%s: its schema is step %lld, which no blotter made",
		    db->path, (long long)step);
	return schema_check(db, e);
}

static int schema_make(struct db *db, enum query_id schema, int id, int step, struct err *e)
{
	char pragmas[96];

	snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    id, step);
	if (run_text(db, "BEGIN IMMEDIATE", e) < 0 ||
	    run_text(db, statement_text(schema), e) < 0 || run_text(db, pragmas, e) < 0 ||
	    run_text(db, "COMMIT", e) < 0)
		return err_in(e, "make %s", db->path);
	return 0;
}

/* The index is ours alone and trusted no further than to look where it says: what it leaves out is
 * not shown, nothing else can come of it. So its pages are SQLite's matter. */
static int index_check(struct db *db, struct err *e)
{
	int64_t id = pragma_int(db, "PRAGMA application_id");

	if (id == 0 && pragma_int(db, "PRAGMA page_count") == 0)
		return schema_make(db, Q_STEP_INDEX, INDEX_ID, INDEX_STEP, e);
	if (id < 0)
		return fail(db, sqlite3_extended_errcode(db->db), e);
	if (id != INDEX_ID || pragma_int(db, "PRAGMA user_version") != INDEX_STEP)
		return err_set(e, ERR_INVALID, "%s: this is no index of ours", db->path);
	return 0;
}

static void regexp_free(void *re)
{
	regfree(re);
	free(re);
}

/* X REGEXP Y as SQLite asks it: the pattern first. Compiled once per statement. */
static void regexp(sqlite3_context *c, int n, sqlite3_value **v)
{
	regex_t *re = sqlite3_get_auxdata(c, 0);
	const char *text = (const char *)sqlite3_value_text(v[1]);

	(void)n;
	if (!text)
		return;
	if (!re) {
		re = xmalloc(sizeof *re);
		if (regcomp(re, (const char *)sqlite3_value_text(v[0]),
			REG_EXTENDED | REG_NOSUB | REG_ICASE) != 0) {
			free(re);
			sqlite3_result_int(c, 0);
			return;
		}
		sqlite3_result_int(c, regexec(re, text, 0, NULL, 0) == 0);
		sqlite3_set_auxdata(c, 0, re, regexp_free);
		return;
	}
	sqlite3_result_int(c, regexec(re, text, 0, NULL, 0) == 0);
}

/* found(word, text, …): is the folded word in any of the texts? NULL is found nowhere. */
static void found(sqlite3_context *c, int n, sqlite3_value **v)
{
	const char *word = (const char *)sqlite3_value_text(v[0]);
	size_t m = word ? (size_t)sqlite3_value_bytes(v[0]) : 0;
	bool is = false;

	for (int i = 1; i < n && word && !is; i++) {
		const char *text = (const char *)sqlite3_value_text(v[i]);

		is = text && search_found(text, (size_t)sqlite3_value_bytes(v[i]), word, m);
	}
	sqlite3_result_int(c, is);
}

static const char set_type[] = "block_set";

/* among(set, row): is the row in a block of the set? */
static void among(sqlite3_context *c, int n, sqlite3_value **v)
{
	const struct block_set *set = sqlite3_value_pointer(v[0], set_type);

	(void)n;
	sqlite3_result_int(c, !set || block_set_has(set, sqlite3_value_int64(v[1])));
}

static void limits_set(sqlite3 *db)
{
	static const struct {
		int what, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 16 << 20 },
		{ SQLITE_LIMIT_SQL_LENGTH, 256 << 10 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 200 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 8 << 10 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db, limits[i].what, limits[i].most);
}

/* Somebody is in the way for longer than one notices: who waits is told. */
static void waiting(struct db *db)
{
	char holder[128];

	if (!db->waits)
		return;
	lock_holder(db->gate, holder, sizeof holder);
	db->waits(db->waits_with, holder);
}

/* Whoever takes no gate (another program) holds the file: tried again, ever more seldom. */
static int busy(void *with, int tries)
{
	struct db *db = with;
	int ms = tries < 6 ? 1 << tries : 50;

	if (db->hurried)
		return 0;
	db->waited = tries ? db->waited + ms : ms;
	if (db->waited > WAIT_MS)
		return 0;
	if (db->waited >= WAIT_TOLD_MS && db->waited - ms < WAIT_TOLD_MS)
		waiting(db);
	sqlite3_sleep(ms);
	return 1;
}

static int defences_set(struct db *db, struct err *e)
{
	sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(db->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	limits_set(db->db);
	sqlite3_busy_handler(db->db, busy, db);
	sqlite3_create_function(
	    db->db, "regexp", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, regexp, NULL, NULL);
	sqlite3_create_function(
	    db->db, "found", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, found, NULL, NULL);
	sqlite3_create_function(
	    db->db, "among", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, among, NULL, NULL);
	if (run_text(db,
		"PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
		"PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL",
		e) < 0)
		return err_in(e, "open %s", db->path);
	return 0;
}

/* The descriptor for the gate; it also proves that the path is a regular file and no link. */
static int file_open(struct db *db, const char *path, enum db_open *how, bool group, struct err *e)
{
	static const int flags[] = {
		[DB_READ] = O_RDONLY,
		[DB_WRITE] = O_RDWR,
		[DB_CREATE] = O_RDWR | O_CREAT | O_EXCL,
		[DB_PEEK] = O_RDONLY,
	};
	mode_t mode = group ? 0660 : 0600;
	struct stat st;

	db->gate = open(path, flags[*how] | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, mode);
	if (db->gate < 0 && *how == DB_CREATE)
		return err_set(e, ERR_CREATE, "create %s: %s", path, strerror(errno));
	if (db->gate < 0 && errno == ELOOP)
		return err_set(e, ERR_PERMISSION,
		    "open %s: it is a symbolic link; name the notebook itself", path);
	if (db->gate < 0)
		return err_set(e, err_of_open(errno), "open %s: %s",
		    path, strerror(errno));
	if (fstat(db->gate, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_INVALID, "open %s: not a regular file", path);
	if (*how == DB_CREATE && fchmod(db->gate, mode) < 0)
		return err_set(e, ERR_CREATE, "create %s: %s", path, strerror(errno));
	return 0;
}

/* Is it one of ours by its head, and no file of SQLite that opening it could change (WAL)? The
 * database header: SQLite's file format, 1.3. */
static int head_check(const struct db *db, struct err *e)
{
	enum { HEAD = 100, VERSIONS = 18, ID = 68 };
	uint8_t head[HEAD];
	uint32_t id;

	if (pread(db->gate, head, HEAD, 0) != HEAD || memcmp(head, "SQLite format 3", 16) != 0)
		return err_set(e, ERR_INVALID, "%s: this is not a notebook", db->path);
	id = (uint32_t)head[ID] << 24 | (uint32_t)head[ID + 1] << 16 | (uint32_t)head[ID + 2] << 8 |
	    head[ID + 3];
	if (id != APPLICATION_ID || head[VERSIONS] != 1 || head[VERSIONS + 1] != 1)
		return err_set(e, ERR_INVALID, "%s: this is not a notebook", db->path);
	return 0;
}

void db_remove(const char *path)
{
	struct str journal = { 0 };

	str_printf(&journal, "%s-journal", path);
	unlink(journal.at);
	unlink(path);
	str_release(&journal);
}

/* A reader too may have to roll back what a crashed writer left, so it opens for writing where it
 * can. */
static int sqlite_open(struct db *db, bool memory, struct err *e)
{
	int rc = sqlite3_open_v2(db->path, &db->db,
	    (db->hurried ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_EXRESCODE |
		SQLITE_OPEN_NOMUTEX | (memory ? SQLITE_OPEN_MEMORY : 0),
	    NULL);

	if (rc == SQLITE_OK)
		return 0;
	fail(db, rc, e);
	return err_in(e, "open %s", db->path);
}

struct db *db_open(const char *path, enum db_open how, bool group, struct err *e)
{
	struct db *db = xcalloc(1, sizeof *db);
	bool memory = strcmp(path, ":memory:") == 0;

	db->gate = -1;
	db->cache = CACHE;
	db->path = xstrdup(path);
	db->hurried = how == DB_PEEK;
	if (!memory && file_open(db, path, &how, group, e) < 0)
		goto failed;
	if (how == DB_PEEK && head_check(db, e) < 0)
		goto failed;
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite_open(db, memory, e) < 0 || defences_set(db, e) < 0 ||
	    (how == DB_CREATE ? schema_make(db, Q_STEP_001, APPLICATION_ID, STEP, e)
			      : version_check(db, e)) < 0 ||
	    ((how == DB_READ || how == DB_PEEK) &&
		run_text(db, "PRAGMA query_only = ON", e) < 0))
		goto failed;
	return db;
failed:
	if (how == DB_CREATE && db->gate >= 0 && !memory)
		db_remove(path);
	db_close(db);
	return NULL;
}

/* Opens the index's file, or makes it; the descriptor is the gate of those who write it. */
static int index_file_open(struct db *db, struct err *e)
{
	struct stat st;

	db->gate = open(db->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	if (db->gate < 0)
		return err_set(e, err_of_open(errno), "open %s: %s", db->path, strerror(errno));
	if (fstat(db->gate, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 077))
		return err_set(e, ERR_INVALID, "%s: this is no index of ours", db->path);
	return 0;
}

struct db *db_open_index(const char *path, struct err *e)
{
	struct db *db = xcalloc(1, sizeof *db);
	bool memory = strcmp(path, ":memory:") == 0;

	db->gate = -1;
	db->cache = CACHE;
	db->path = xstrdup(path);
	if (!memory && index_file_open(db, e) < 0)
		goto failed;
	if (sqlite_open(db, memory, e) == 0 && defences_set(db, e) == 0 && index_check(db, e) == 0)
		return db;
failed:
	db_close(db);
	return NULL;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (int i = 0; i < QUERIES; i++)
		sqlite3_finalize(db->query[i].st);
	while (db->texts) {
		struct text_query *next = db->texts->next;

		sqlite3_finalize(db->texts->q.st);
		free(db->texts);
		db->texts = next;
	}
	sqlite3_close(db->db);
	if (db->gate >= 0)
		close(db->gate);
	free(db->path);
	free(db);
}

/* --- the gate and transactions ------------------------------------------------------- */

static void alarm_ignore(int sig)
{
	(void)sig;
}

/* flock that waits at most so long: an alarm without SA_RESTART ends the wait. */
static int gate_wait(int fd, int ms)
{
	struct sigaction nothing = { .sa_handler = alarm_ignore }, before;
	struct itimerval limit = { .it_value = { ms / 1000, ms % 1000 * 1000 } }, off = { 0 };
	int rc;

	sigaction(SIGALRM, &nothing, &before);
	setitimer(ITIMER_REAL, &limit, NULL);
	while ((rc = flock(fd, LOCK_EX)) < 0 && errno == EINTR) {
		struct itimerval left;

		getitimer(ITIMER_REAL, &left);
		if (left.it_value.tv_sec == 0 && left.it_value.tv_usec == 0)
			break;
	}
	setitimer(ITIMER_REAL, &off, NULL);
	sigaction(SIGALRM, &before, NULL);
	return rc;
}

static int gate_enter(struct db *db, struct err *e)
{
	char holder[128];

	if (db->gate < 0 || flock(db->gate, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno == EWOULDBLOCK && gate_wait(db->gate, WAIT_TOLD_MS) == 0)
		return 0;
	if (errno == EINTR) {
		waiting(db);
		if (gate_wait(db->gate, WAIT_MS - WAIT_TOLD_MS) == 0)
			return 0;
	}
	if (errno != EINTR)
		return err_set(e, ERR_IO, "lock %s: %s", db->path, strerror(errno));
	lock_holder(db->gate, holder, sizeof holder);
	return err_set(e, ERR_BUSY, "waited %d s: %s is writing in %s; try again",
	    WAIT_MS / 1000, holder, db->path);
}

static void gate_leave(struct db *db)
{
	if (db->gated && db->gate >= 0)
		flock(db->gate, LOCK_UN);
	db->gated = false;
}

int db_begin(struct db *db, struct err *e)
{
	if (gate_enter(db, e) < 0)
		return -1;
	db->gated = true;
	if (run_text(db, "BEGIN IMMEDIATE", e) == 0)
		return 0;
	gate_leave(db);
	return -1;
}

int db_commit(struct db *db, struct err *e)
{
	int status = run_text(db, "COMMIT", e);

	if (status < 0)
		sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
	gate_leave(db);
	return status;
}

/* The journal's truncation is the commit, so the journal is the file to ask once more; SQLite has
 * closed it after the failure. */
int db_settle(struct db *db, struct err *e)
{
	const char *path = sqlite3_db_filename(db->db, "main");
	sqlite3_vfs *vfs = NULL;
	sqlite3_file *f;
	int rc = sqlite3_file_control(db->db, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);

	if (rc != SQLITE_OK || !path || !path[0])
		return 0; /* in memory */
	f = xcalloc(1, (size_t)vfs->szOsFile);
	rc = vfs->xOpen(vfs, sqlite3_filename_journal(path), f,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_JOURNAL, NULL);
	if (rc == SQLITE_OK)
		rc = f->pMethods->xSync(f, SQLITE_SYNC_FULL);
	if (f->pMethods)
		f->pMethods->xClose(f);
	free(f);
	return rc == SQLITE_OK ? 0 : fail(db, rc, e);
}

void db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
	gate_leave(db);
}

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->db);
}

int db_begin_read(struct db *db, struct err *e)
{
	return run_text(db, "BEGIN", e);
}

void db_cache(struct db *db, size_t bytes)
{
	char sql[64];

	snprintf(sql, sizeof sql, "PRAGMA cache_size = -%zu", (bytes ? bytes : db->cache) / 1024);
	sqlite3_exec(db->db, sql, NULL, NULL, NULL);
	if (!bytes)
		sqlite3_db_release_memory(db->db);
}

void db_cache_usual(struct db *db, size_t bytes)
{
	db->cache = bytes;
	db_cache(db, 0);
}

int64_t db_version(struct db *db)
{
	struct query *q = db_query(db, Q_DATA_VERSION);
	struct err ignored;
	int64_t n = q_row(q) ? row_int_at(q, 0) : -1;

	q_done(q, &ignored);
	return n;
}

static int progress(void *with)
{
	struct db *db = with;

	if (!db->stopped)
		return db->stopped = db->stop(db->stop_with);
	return 0;
}

static void watch(struct db *db)
{
	sqlite3_progress_handler(db->db, db->stop ? STOP_EVERY : 0, db->stop ? progress : NULL, db);
}

void db_interrupt_hook(struct db *db, bool (*stop)(void *), void *with)
{
	db->stop = stop;
	db->stop_with = with;
	db->stopped = false;
	db->work_done = db->work_total = 0;
	watch(db);
}

/* SQLite builds the new file as one attached to this connection, which is not allowed otherwise.
 * What it is for has been done, so nothing stops it. */
int db_clear(struct db *db, struct err *e)
{
	int status;

	if (gate_enter(db, e) < 0)
		return -1;
	db->gated = true;
	sqlite3_limit(db->db, SQLITE_LIMIT_ATTACHED, 1);
	sqlite3_progress_handler(db->db, 0, NULL, NULL);
	status = run_text(db, "PRAGMA secure_delete = ON; VACUUM", e);
	watch(db);
	sqlite3_limit(db->db, SQLITE_LIMIT_ATTACHED, 0);
	gate_leave(db);
	return status;
}

void db_wait_hook(struct db *db, void (*waits)(void *, const char *), void *with)
{
	db->waits = waits;
	db->waits_with = with;
}

void db_work(struct db *db, int64_t total)
{
	db->work_done = 0;
	db->work_total = total;
}

void db_worked(struct db *db, int64_t rows)
{
	db->work_done += rows;
}

void db_progress(const struct db *db, int64_t *done, int64_t *total)
{
	*done = db->work_done;
	*total = db->work_total;
}

int db_check(struct db *db, struct err *e)
{
	sqlite3_stmt *st;
	int status = 0, rc;

	rc = sqlite3_prepare_v2(db->db, "PRAGMA integrity_check(1)", -1, &st, NULL);
	if (rc != SQLITE_OK)
		return fail(db, rc, e);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		const char *s = (const char *)sqlite3_column_text(st, 0);

		if (!s || strcmp(s, "ok") != 0)
			status = err_set(e, ERR_NO, "the file is damaged: %s", s ? s : "?");
	} else {
		status = fail(db, rc, e);
	}
	sqlite3_finalize(st);
	return status;
}

char *db_explain(struct db *db, enum query_id id, struct err *e)
{
	struct str sql = { 0 }, plan = { 0 };
	sqlite3_stmt *st = NULL;
	int rc;

	str_puts(&sql, "EXPLAIN QUERY PLAN ");
	statement_write(&sql, id);
	rc = sqlite3_prepare_v2(db->db, str_text(&sql), -1, &st, NULL);
	if (rc != SQLITE_OK)
		fail(db, rc, e);
	while (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		str_printf(&plan, "%s\n", (const char *)sqlite3_column_text(st, 3));
	sqlite3_finalize(st);
	str_release(&sql);
	if (rc == SQLITE_OK)
		return str_take(&plan);
	str_release(&plan);
	return NULL;
}

/* --- queries ---------------------------------------------------------------------------- */

static void query_prepare(struct db *db, struct query *q, const char *name, const char *sql)
{
	q->db = db;
	q->name = name;
	q->rc = sqlite3_prepare_v3(db->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->st, NULL);
	if (q->rc == SQLITE_ERROR) {
		fprintf(stderr, "blotter: statement %s: %s\n", name, sqlite3_errmsg(db->db));
		assert(!"a statement of ours prepares");
	}
}

static struct query *query_take(struct query *q)
{
	assert(!q->used);
	q->used = true;
	q->column = 0;
	return q;
}

struct query *db_query(struct db *db, enum query_id id)
{
	struct query *q = &db->query[id];
	struct str sql = { 0 };

	if (!q->st) {
		statement_write(&sql, id);
		query_prepare(db, q, statement_label(id), str_text(&sql));
		str_release(&sql);
	}
	return query_take(q);
}

/* Forgets the oldest of the statements put together that is not in use, where there are many: a
 * filter typed letter by letter leaves one for each. */
static void texts_limit(struct db *db)
{
	struct text_query **at = &db->texts, **oldest = NULL, *gone;
	int n = 0;

	for (; *at; at = &(*at)->next, n++)
		if (!(*at)->q.used)
			oldest = at;
	if (n < TEXTS_MAX || !oldest)
		return;
	gone = *oldest;
	*oldest = gone->next;
	sqlite3_finalize(gone->q.st);
	free(gone);
}

struct query *db_query_text(struct db *db, const char *sql)
{
	struct text_query *t = db->texts;

	while (t && (t->q.used || strcmp(sqlite3_sql(t->q.st), sql) != 0))
		t = t->next;
	if (!t) {
		texts_limit(db);
		t = xcalloc(1, sizeof *t);
		query_prepare(db, &t->q, "filter", sql);
		t->next = db->texts;
		db->texts = t;
	}
	return query_take(&t->q);
}

static int parameter(struct query *q, const char *name)
{
	int i = sqlite3_bind_parameter_index(q->st, name);

	assert(i > 0 || q->rc != SQLITE_OK);
	return i;
}

static void keep(struct query *q, int rc)
{
	if (q->rc == SQLITE_OK)
		q->rc = rc;
}

void q_int_at(struct query *q, int i, int64_t v)
{
	keep(q, sqlite3_bind_int64(q->st, i, v));
}

void q_text_at(struct query *q, int i, const char *v, size_t n)
{
	keep(q, sqlite3_bind_text64(q->st, i, v, n, SQLITE_STATIC, SQLITE_UTF8));
}

void q_blob_at(struct query *q, int i, const void *v, size_t n)
{
	keep(q, sqlite3_bind_blob64(q->st, i, v, n, SQLITE_STATIC));
}

void q_null_at(struct query *q, int i)
{
	keep(q, sqlite3_bind_null(q->st, i));
}

void q_int(struct query *q, const char *name, int64_t v)
{
	q_int_at(q, parameter(q, name), v);
}

void q_text(struct query *q, const char *name, const char *v)
{
	q_text_at(q, parameter(q, name), v, v ? strlen(v) : 0);
}

void q_text_n(struct query *q, const char *name, const char *v, size_t n)
{
	q_text_at(q, parameter(q, name), v, n);
}

void q_blob(struct query *q, const char *name, const void *v, size_t n)
{
	q_blob_at(q, parameter(q, name), v, n);
}

void q_null(struct query *q, const char *name)
{
	q_null_at(q, parameter(q, name));
}

void q_set(struct query *q, const char *name, const struct block_set *set)
{
	keep(q, sqlite3_bind_pointer(q->st, parameter(q, name), (void *)set, set_type, NULL));
}

bool q_has(struct query *q, const char *name)
{
	return sqlite3_bind_parameter_index(q->st, name) > 0;
}

bool q_row(struct query *q)
{
	int rc;

	assert(q->used);
	if (q->rc != SQLITE_OK)
		return false;
	q->column = 0;
	rc = sqlite3_step(q->st);
	if (rc == SQLITE_ROW)
		return true;
	if (rc == SQLITE_DONE)
		q->changes = sqlite3_changes64(q->db->db);
	else
		q->rc = rc;
	return false;
}

int q_done(struct query *q, struct err *e)
{
	int rc = q->rc;

	assert(q->used);
	if (rc != SQLITE_OK)
		fail(q->db, rc, e);
	sqlite3_reset(q->st);
	sqlite3_clear_bindings(q->st);
	q->rc = SQLITE_OK;
	q->used = false;
	return rc == SQLITE_OK ? 0 : -1;
}

void q_again(struct query *q)
{
	assert(q->used);
	sqlite3_reset(q->st);
}

int q_run(struct query *q, struct err *e)
{
	while (q_row(q))
		;
	return q_done(q, e);
}

int64_t q_changes(struct query *q)
{
	return q->changes;
}

static int column_next(struct query *q, const char *column)
{
	int i = q->column++;
	const char *name = sqlite3_column_name(q->st, i);

	assert(name && strcmp(name, column) == 0);
	(void)name;
	(void)column;
	return i;
}

const char *row_text(struct query *q, const char *column, struct arena *mem)
{
	int i = column_next(q, column);
	const char *s = (const char *)sqlite3_column_text(q->st, i);

	return s ? arena_strndup(mem, s, (size_t)sqlite3_column_bytes(q->st, i)) : NULL;
}

int64_t row_int(struct query *q, const char *column)
{
	return sqlite3_column_int64(q->st, column_next(q, column));
}

int64_t row_int_or(struct query *q, const char *column, int64_t when_null)
{
	int i = column_next(q, column);

	return sqlite3_column_type(q->st, i) == SQLITE_NULL ? when_null
							    : sqlite3_column_int64(q->st, i);
}

const void *row_blob(struct query *q, const char *column, size_t n, struct arena *mem)
{
	int i = column_next(q, column);
	const void *p = sqlite3_column_blob(q->st, i);

	if (!p || (size_t)sqlite3_column_bytes(q->st, i) != n)
		return NULL;
	return memcpy(arena_alloc(mem, n), p, n);
}

const char *row_text_at(struct query *q, int i, size_t *n)
{
	const char *s = (const char *)sqlite3_column_text(q->st, i);

	if (n)
		*n = (size_t)sqlite3_column_bytes(q->st, i);
	return s;
}

int64_t row_int_at(struct query *q, int i)
{
	return sqlite3_column_int64(q->st, i);
}

const void *row_blob_at(struct query *q, int i, size_t *n)
{
	const void *p = sqlite3_column_blob(q->st, i);

	if (n)
		*n = (size_t)sqlite3_column_bytes(q->st, i);
	return p;
}

bool row_null_at(struct query *q, int i)
{
	return sqlite3_column_type(q->st, i) == SQLITE_NULL;
}
