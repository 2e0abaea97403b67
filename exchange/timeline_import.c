/*
 * timeline_import.c - events of other tools become observations in the log, all of a file in one
 * record or none.
 *
 * Which format a file has is told by its first line, unless the person says so. CSV goes by the
 * names of its columns; everything else is a line an event (event.h).
 */
#include <stdio.h>
#include <string.h>

#include "exchange/event.h"
#include "exchange/import.h"

static const struct mapping_field fields[EVENT_PARTS] = {
	[EVENT_MESSAGE] = { "message", "text msg event description desc info pesan keterangan",
	    true },
	[EVENT_DATETIME] = { "datetime", "date_time time when event_time waktu", false },
	[EVENT_TIMESTAMP] = { "timestamp", "epoch", false },
	[EVENT_DESC] = { "timestamp_desc", "timestampdesc", false },
	[EVENT_SOURCE] = { "source", "source_long source_short sourcetype sumber", false },
	[EVENT_TAG] = { "tag", "tags label labels", false },
	[EVENT_HOST] = { "host", "hostname computer_name computer", false },
	[EVENT_USER] = { "user", "username account pengguna", false },
	[EVENT_FILE] = { "file", "filename display_name", false },
	[EVENT_PROCESS] = { "process", "pid", false },
	[EVENT_TYPE] = { "type", "data_type", false },
};

struct timeline_in {
	struct import in;
	const struct format *format;
	bool untold; /* taken as CSV for want of a better one */
	struct entry_import into;
	struct event event;
	int64_t other_times; /* rows whose timestamp is another time than their datetime */
};

/* --- formats ------------------------------------------------------------------------------- */

static const char l2tcsv_header[] =
    "date,time,timezone,MACB,source,sourcetype,type,user,host,short,"
    "desc,version,filename,inode,notes,format,extra";
static const char dynamic_header[] =
    "datetime,timestamp_desc,source,source_long,message,parser,display_name,tag";

/* Names of columns: separators between them, and no sign that has its place in sentences. */
static bool is_csv(const char *line, size_t n)
{
	bool separated = n == 0; /* what is empty says so as CSV */

	for (size_t i = 0; i < n; i++) {
		if (line[i] == ':' || line[i] == '=')
			return false;
		separated = separated || line[i] == ',' || line[i] == ';' || line[i] == '\t';
	}
	return separated;
}

static bool is_l2tcsv(const char *line, size_t n)
{
	return n == sizeof l2tcsv_header - 1 && memcmp(line, l2tcsv_header, n) == 0;
}

static bool is_dynamic(const char *line, size_t n)
{
	return n == sizeof dynamic_header - 1 && memcmp(line, dynamic_header, n) == 0;
}

static bool is_json(const char *line, size_t n)
{
	return n && line[0] == '{';
}

static bool is_journald(const char *line, size_t n)
{
	static const char key[] = "\"__REALTIME_TIMESTAMP\"";
	bool found = false;

	for (size_t i = 0; is_json(line, n) && !found && i + sizeof key - 1 <= n; i++)
		found = line[i] == '"' && memcmp(line + i, key, sizeof key - 1) == 0;
	return found;
}

static bool is_git(const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n < 26 ? n : 26);

	return tab && tab - line >= 20 && line[4] == '-' && line[10] == 'T' &&
	       memchr(tab + 1, '\t', n - (size_t)(tab + 1 - line));
}

static bool is_syslog(const char *line, size_t n)
{
	static const char months[] = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";
	char month[5] = "";

	if (n < 16)
		return false;
	if (line[0] == '<' && line[1] >= '0' && line[1] <= '9')
		return true;
	if (line[4] == '-' && line[10] == 'T' && line[13] == ':')
		return !is_git(line, n) && !memchr(line, ',', n < 33 ? n : 33);
	memcpy(month, line, 4);
	return strlen(month) == 4 && strstr(months, month) && line[9] == ':' && line[12] == ':';
}

/* In the order in which they are tried; the last is taken where none fits. */
static const struct format {
	const char *name;
	bool (*is)(const char *line, size_t n);
	int (*read)(struct event *v, char *line, size_t n, struct err *e);
	bool lines;  /* not CSV by its columns */
	bool header; /* the first line is no event */
} formats[] = {
	{ "journald", is_journald, event_of_journald, true, false },
	{ "jsonl", is_json, event_of_json, true, false },
	{ "l2tcsv", is_l2tcsv, event_of_l2tcsv, true, true },
	{ "dynamic", is_dynamic, event_of_dynamic, true, true },
	{ "syslog", is_syslog, NULL, true, false },
	{ "git", is_git, event_of_git, true, false },
	{ "csv", is_csv, NULL, false, true },
};
enum { FORMATS = sizeof formats / sizeof formats[0] };

/* Says which there are; who calls says why. */
static int formats_tell(enum err_kind kind, struct err *e)
{
	struct str all = { 0 };

	for (size_t i = 0; i < FORMATS; i++)
		str_printf(&all, ", %s", formats[i].name);
	err_set(e, kind, "--format takes auto, timesketch%s", str_text(&all));
	str_release(&all);
	return -1;
}

static int format_named(const char *name, const struct format **out, struct err *e)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (strcmp(formats[i].name, name) == 0)
			*out = &formats[i];
	if (*out)
		return 0;
	formats_tell(ERR_USAGE, e);
	return err_in(e, "there is no format \"%.40s\"", name);
}

/* timesketch is both of its formats: which, the file says. */
static int format_choose(struct timeline_in *t, struct err *e)
{
	struct import *in = &t->in;
	const struct format **out = &t->format;
	const char *name = in->o->format, *line;
	bool either = name && strcmp(name, "timesketch") == 0;
	size_t n;

	if (name && !either && strcmp(name, "auto") != 0 && format_named(name, out, e) < 0)
		return -1;
	if (csv_reader_peek(in->reader, &line, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < FORMATS && !*out; i++)
		if (formats[i].is(line, n) &&
		    (!either || formats[i].read == event_of_json || !formats[i].lines))
			*out = &formats[i];
	t->untold = !*out && !either && !in->o->map;
	if (!*out)
		*out = &formats[FORMATS - 1];
	return 0;
}

/* --- rows ---------------------------------------------------------------------------------- */

static int columns_read(struct timeline_in *t)
{
	for (int i = 0; i < EVENT_PARTS; i++) {
		const struct csv_field *f = import_field(&t->in, i);

		if (f)
			t->event.part[i] = *f;
	}
	return 0;
}

static int line_read(struct timeline_in *t, struct err *e)
{
	const struct csv_field *line = &t->in.row.at[0];
	struct str *copy =
	    &t->event.line; /* the readers write into it; rejects want it as it was */

	if (!t->format->lines)
		return columns_read(t);
	str_reset(copy);
	str_put(copy, line->at, line->len);
	if (t->format->read)
		return t->format->read(&t->event, copy->at, copy->len, e);
	return event_of_syslog(&t->event, copy->at, copy->len, t->in.o->year, e);
}

static void times_compare(struct timeline_in *t, int64_t time)
{
	const struct csv_field *stamp = &t->event.part[EVENT_TIMESTAMP];
	struct err not_a_time = { 0 };
	int64_t other;

	if (t->event.part[EVENT_DATETIME].len < 2 || stamp->len < 2)
		return;
	if (import_time(stamp, "UTC", &other, &not_a_time) == 0)
		t->other_times += other != time;
}

static int row_take(struct timeline_in *t, struct err *e)
{
	struct entry_fact fact;

	event_clear(&t->event, t->in.o->zone);
	if (line_read(t, e) < 0 || event_fact(&t->event, &fact, e) < 0)
		return -1;
	times_compare(t, fact.time);
	return entry_import_put(&t->into, &fact, e);
}

static int rows_take(struct timeline_in *t, struct err *e)
{
	int got = 1;

	if (t->format->lines && t->format->header &&
	    csv_reader_header(t->in.reader, &t->in.row, e) < 0)
		return -1;
	while (got > 0 && (got = import_row(&t->in, e)) > 0)
		if (row_take(t, e) < 0 &&
		    (!t->into.act.open || import_reject(&t->in, e) < 0))
			return -1;
	return got;
}

/* Ends the act one way or the other. */
static int act_close(struct timeline_in *t, struct err *e)
{
	struct import_result *r = t->in.result;

	r->added = t->into.added;
	r->same = t->into.same;
	import_say(&r->told, r->rows, "row", "rows");
	str_printf(&r->told, " of %s: ", t->format->name);
	import_say(&r->told, r->added, "entry added, ", "entries added, ");
	import_say(&r->told, r->same, "there already\n", "there already\n");
	if (t->event.years)
		str_printf(&r->told, "its lines go on to %d: --year is that of the first\n",
		    t->in.o->year + t->event.years);
	if (t->other_times)
		import_say(&r->told, t->other_times,
		    "row has another timestamp than datetime: datetime was taken\n",
		    "rows have another timestamp than datetime: datetime was taken\n");
	if (import_finish(&t->in, e) < 0)
		return -1;
	if (t->in.o->dry_run || r->added == 0) {
		entry_import_abort(&t->into);
		return 0;
	}
	t->in.format = t->format->name;
	if (import_transfer(&t->in, &t->into.act, "timeline", r->added + r->same, e) < 0)
		return -1;
	snprintf(r->ref, sizeof r->ref, "%s", t->into.act.ref);
	return entry_import_commit(&t->into, e);
}

static int columns_find(struct timeline_in *t, struct err *e)
{
	const struct mapping *m = &t->in.map;

	if (import_columns(&t->in, fields, EVENT_PARTS, e) < 0)
		return -1;
	if (m->column[EVENT_DATETIME] < 0 && m->column[EVENT_TIMESTAMP] < 0)
		return err_set(e, ERR_INVALID,
		    "%s has no column for the time: name a column so, or --map datetime=COLUMN",
		    csv_reader_name(t->in.reader));
	return 0;
}

static int file_open(struct timeline_in *t, const struct import_options *o,
    struct import_result *result, struct err *e)
{
	if (import_start(&t->in, o, result, e) < 0 || format_choose(t, e) < 0)
		return -1;
	if (t->format->lines)
		return import_lines(&t->in, e);
	if (columns_find(t, e) == 0)
		return 0;
	if (!t->untold || e->kind != ERR_INVALID)
		return -1;
	formats_tell(ERR_INVALID, e);
	return err_in(e, "%s: its first line does not tell which format it has",
	    csv_reader_name(t->in.reader));
}

int timeline_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e)
{
	struct timeline_in t = { 0 };
	int done = -1;

	if (file_open(&t, o, result, e) == 0 && import_spool(&t.in, nb, e) == 0 &&
	    entry_import_begin(&t.into, nb, o->incident, e) == 0) {
		done = rows_take(&t, e);
		if (done == 0)
			done = act_close(&t, e);
		if (done < 0) {
			entry_import_abort(&t.into);
			result->ref[0] = '\0';
		}
	}
	if (done == 0)
		done = import_publish(&t.in, e);
	import_release(&t.in);
	event_release(&t.event);
	return done;
}
