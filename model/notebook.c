/*
 * notebook.c - opening and making notebooks, and remembering the head that was last seen.
 *
 * Nobody can rewrite history unnoticed who cannot also reach every remembered head: each user's own
 * state folder keeps, per notebook, the newest record they saw, and a notebook without it is
 * refused.
 */
#include "model/notebook.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "base/when.h"
#include "model/fulltext.h"
#include "model/journal_core.h"
#include "model/list.h"

/* --- heads seen ------------------------------------------------------------------------------- */

/* The file of a remembered record: in "seen" the newest that was there, in "visits" the newest that
 * was looked at (blotter since last). */
static void seen_path(const struct notebook *nb, const char *folder, struct str *out)
{
	str_printf(out, "%s/%s/%s", nb->state_dir, folder, nb->id);
}

static int seen_read(const char *path, int64_t *record, char hex[DIGEST_HEX])
{
	char line[128] = "";
	long long n;
	FILE *f = fopen(path, "re");

	if (!f)
		return -1;
	if (!fgets(line, sizeof line, f))
		line[0] = '\0';
	fclose(f);
	if (sscanf(line, "%lld %64[0-9a-f]", &n, hex) != 2 || strlen(hex) != DIGEST_HEX - 1)
		return -1;
	*record = n;
	return 0;
}

/* Is the record of that hash still where it was? here gets the hash that is there, "" for none. */
static int seen_find(struct notebook *nb, int64_t record, char here[DIGEST_HEX], struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_BY_HASH_OF);

	here[0] = '\0';
	q_int(q, ":id", record);
	if (q_row(q)) {
		size_t n;
		const void *hash = row_blob_at(q, 0, &n);

		if (hash && n == DIGEST_SIZE)
			digest_hex(hash, here);
	}
	return q_done(q, e);
}

static int seen_check(struct notebook *nb, struct err *e)
{
	char seen[DIGEST_HEX], head[DIGEST_HEX], here[DIGEST_HEX];
	struct str path = { 0 };
	int64_t record;
	int status = 0;

	if (!nb->state_dir)
		return 0;
	seen_path(nb, "seen", &path);
	if (seen_read(path.at, &record, seen) < 0)
		goto done;
	status = seen_find(nb, record, here, e);
	nb->seen_record = record;
	if (status == 0 && strcmp(here, seen) != 0) {
		digest_hex(nb->journal->head, head);
		status = err_set(e, ERR_NO,
		    "%s is not what you last saw: record %" PRId64
		    " was %.16s…, the notebook's head now is record %" PRId64
		    " %.16s…; it was put back to an older state or rewritten; if that is right, "
		    "remove %s",
		    nb->path, record, seen, nb->journal->head_record, head, path.at);
	}
done:
	str_release(&path);
	return status;
}

static void seen_write(struct notebook *nb, const char *folder)
{
	char hex[DIGEST_HEX], was[DIGEST_HEX] = "";
	struct str path = { 0 }, fresh = { 0 };
	int64_t record;
	FILE *f;

	if (!nb->state_dir || !nb->journal || !nb->journal->head_record)
		return;
	digest_hex(nb->journal->head, hex);
	seen_path(nb, folder, &path);
	if (seen_read(path.at, &record, was) == 0 && strcmp(was, hex) == 0)
		goto done;
	str_printf(&fresh, "%s/%s", nb->state_dir, folder);
	mkdir(nb->state_dir, 0700);
	mkdir(fresh.at, 0700);
	str_reset(&fresh);
	str_printf(&fresh, "%s.%ld", path.at, (long)getpid());
	f = fopen(fresh.at, "wxe");
	if (f) {
		fchmod(fileno(f), 0600);
		fprintf(f, "%" PRId64 " %s\n", nb->journal->head_record, hex);
		if (fclose(f) != 0 || rename(fresh.at, path.at) != 0)
			unlink(fresh.at);
	}
done:
	str_release(&path);
	str_release(&fresh);
}

int64_t notebook_visited(struct notebook *nb)
{
	char visited[DIGEST_HEX], here[DIGEST_HEX];
	int64_t record, after = nb->seen_record;
	struct str path = { 0 };
	struct err ignored;

	if (!nb->state_dir)
		return 0;
	seen_path(nb, "visits", &path);
	if (seen_read(path.at, &record, visited) == 0 &&
	    seen_find(nb, record, here, &ignored) == 0 && strcmp(here, visited) == 0)
		after = record;
	str_release(&path);
	return after;
}

void notebook_visit(struct notebook *nb)
{
	seen_write(nb, "visits");
}

/* --- tags --------------------------------------------------------------------------------------
 */

static bool tag_taken(const char *tag, const char *taken)
{
	char wanted[TAG_MAX + 2];

	snprintf(wanted, sizeof wanted, ",%s,", tag);
	return taken && strstr(taken, wanted);
}

/* The capital Latin letters of a name: of each word the first, then the rest of the last word. */
static void tag_letters(const char *author, struct str *initials, struct str *rest)
{
	struct str folded = { 0 };
	size_t n = strcspn(author, "<");
	bool begins = true;

	if (n == 0 && author[0] == '<')
		n = strcspn(++author, "@>");
	text_fold(&folded, author, n);
	for (const char *p = str_text(&folded); *p; p++) {
		bool letter = isalpha((unsigned char)*p) && (unsigned char)*p < 0x80;

		if (letter && begins) {
			str_putc(initials, (char)toupper((unsigned char)*p));
			str_reset(rest);
		} else if (letter) {
			str_putc(rest, (char)toupper((unsigned char)*p));
		}
		begins = *p == ' ' || *p == '.' || *p == '-' || *p == '_';
	}
	str_release(&folded);
}

int tag_make(const char *author, const char *taken, char out[TAG_MAX], struct err *e)
{
	struct str initials = { 0 }, rest = { 0 };
	size_t n;

	tag_letters(author, &initials, &rest);
	n = initials.len < 4 ? initials.len : 4;
	memcpy(out, str_text(&initials), n);
	out[n] = '\0';
	for (size_t i = 0; n && i < rest.len && tag_taken(out, taken) && n < TAG_MAX - 1; i++) {
		out[n++] = rest.at[i];
		out[n] = '\0';
	}
	for (char c = 'A'; n && c <= 'Z' && tag_taken(out, taken); c++)
		out[n < TAG_MAX - 1 ? n : n - 1] = c, out[n < TAG_MAX - 1 ? n + 1 : n] = '\0';
	str_release(&initials);
	str_release(&rest);
	if (n == 0)
		return err_set(e, ERR_INVALID,
		    "\"%.60s\" has no Latin letters to make a tag of; give one with --tag", author);
	if (tag_taken(out, taken))
		return err_set(
		    e, ERR_CONFLICT, "no tag is left for \"%.60s\"; give one with --tag", author);
	return 0;
}

static int wanted_tag_set(struct notebook *nb, const char *tag, struct err *e)
{
	size_t n;

	if (!tag || !tag[0])
		return 0;
	n = strspn(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (tag[n] != '\0' || n >= TAG_MAX)
		return err_set(e, ERR_USAGE, "a tag is 1 to %d capital letters A-Z, not \"%.20s\"",
		    TAG_MAX - 1, tag);
	memcpy(nb->wanted_tag, tag, n + 1);
	return 0;
}

/* --- open, create, release
 * ------------------------------------------------------------------------ */

static int common(
    struct notebook *nb, const char *path, const struct notebook_options *o, struct err *e)
{
	*nb = (struct notebook){ .path = xstrdup(path), .asof = ASOF_NOW };
	if (o->author && text_utf8_fault(o->author, strlen(o->author)) != strlen(o->author))
		return err_set(e, ERR_USAGE, "the writer's name is not UTF-8");
	nb->author = o->author ? xstrdup(o->author) : NULL;
	nb->state_dir = o->state_dir ? xstrdup(o->state_dir) : NULL;
	return wanted_tag_set(nb, o->tag, e);
}

static void id_make(char out[ID_HEX])
{
	uint8_t random[16];

	if (getrandom(random, sizeof random, 0) != sizeof random)
		abort();
	for (int i = 0; i < 16; i++)
		snprintf(out + 2 * i, 3, "%02x", random[i]);
}

int notebook_create(
    struct notebook *nb, const char *path, const struct notebook_options *o, struct err *e)
{
	struct act a;

	if (common(nb, path, o, e) < 0)
		goto failed;
	nb->db = db_open(path, DB_CREATE, o->group, e);
	if (!nb->db)
		goto failed;
	journal_init(nb);
	id_make(nb->id);
	if (act_begin(&a, nb, "notebook.init", e) == 0 && act_commit(&a, e) == 0)
		return 0;
	notebook_discard(nb);
	return -1;
failed:
	notebook_release(nb);
	return -1;
}

int notebook_create_empty(
    struct notebook *nb, const char *path, const struct notebook_options *o, struct err *e)
{
	if (common(nb, path, o, e) == 0 && (nb->db = db_open(path, DB_CREATE, o->group, e))) {
		journal_init(nb);
		return 0;
	}
	notebook_release(nb);
	return -1;
}

static int id_load(struct notebook *nb, struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_ONE);
	struct arena mem = { 0 };
	struct record first;
	struct err ignored;
	int status;
	bool found;

	q_int(q, ":id", 1);
	found = q_row(q);
	if (found) {
		size_t n;
		const char *header = row_text_at(q, 5, &n);

		status = header_read(header, n, &first, &mem, e);
		if (status == 0)
			memcpy(nb->id, first.notebook, ID_HEX);
	} else {
		status = err_set(e, ERR_INVALID, "it holds no record");
	}
	arena_release(&mem);
	if (q_done(q, found && status == 0 ? e : &ignored) < 0)
		status = -1;
	return status;
}

int notebook_open(struct notebook *nb, const char *path, enum db_open how,
    const struct notebook_options *o, struct err *e)
{
	if (common(nb, path, o, e) < 0)
		goto failed;
	nb->db = db_open(path, how, false, e);
	if (!nb->db)
		goto failed;
	journal_init(nb);
	if (id_load(nb, e) < 0) {
		err_in(e, "open %s", path);
		goto failed;
	}
	if (journal_head(nb, &nb->journal->head_record, nb->journal->head, e) == 0 &&
	    seen_check(nb, e) == 0)
		return 0;
	nb->journal->head_record = 0; /* a refused notebook is not remembered */
failed:
	notebook_release(nb);
	return -1;
}

void notebook_release(struct notebook *nb)
{
	seen_write(nb, "seen");
	fulltext_close(nb);
	db_close(nb->db);
	journal_release(nb);
	free(nb->path);
	free(nb->author);
	free(nb->state_dir);
	*nb = (struct notebook){ 0 };
}

void notebook_leave(struct notebook *nb)
{
#ifndef __SANITIZE_ADDRESS__ /* the leak checker of a build with sanitizers wants it all back */
	if (nb->db && !db_in_transaction(nb->db)) {
		seen_write(nb, "seen");
		return;
	}
#endif
	notebook_release(nb);
}

void notebook_discard(struct notebook *nb)
{
	char *path = nb->path;

	nb->path = NULL;
	nb->journal->head_record = 0; /* nothing is remembered of it */
	notebook_release(nb);
	if (strcmp(path, ":memory:") != 0)
		db_remove(path);
	free(path);
}

int notebook_travel(struct notebook *nb, int64_t instant, struct err *e)
{
	int64_t record;

	if (journal_asof(nb, instant, &record, e) < 0)
		return -1;
	nb->asof = record;
	nb->asof_time = instant;
	return 0;
}

int64_t notebook_time(const struct notebook *nb)
{
	return nb->asof == ASOF_NOW || !nb->asof_time ? when_now() : nb->asof_time;
}

int writer_list_load(struct notebook *nb, struct writer_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_WRITER_LIST);

	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct writer *w = list_push(out);

		w->tag = row_text(q, "tag", &out->mem);
		w->name = row_text(q, "name", &out->mem);
	}
	return q_done(q, e);
}

void writer_list_release(struct writer_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
