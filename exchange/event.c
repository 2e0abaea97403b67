/* event.c - one event of another tool, made to what the log keeps. */
#include "exchange/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/import.h"

enum { TAGS_MAX = 64, TAG_MAX_BYTES = 64 };

void event_clear(struct event *v, const char *zone)
{
	memset(v->part, 0, sizeof v->part);
	v->zone = zone;
	str_reset(&v->own);
	str_reset(&v->text);
	str_reset(&v->tags);
	str_reset(&v->source);
	str_reset(&v->held);
}

void event_release(struct event *v)
{
	str_release(&v->line);
	str_release(&v->values);
	str_release(&v->own);
	str_release(&v->text);
	str_release(&v->tags);
	str_release(&v->source);
	str_release(&v->held);
}

static struct csv_field trimmed(const struct event *v, enum event_part p)
{
	struct csv_field f = v->part[p];

	while (f.len && strchr(" \t\r\n", f.at[0])) {
		f.at++;
		f.len--;
	}
	while (f.len && strchr(" \t\r\n", f.at[f.len - 1]))
		f.len--;
	return f;
}

/* --- time ---------------------------------------------------------------------------------- */

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The text of a time as import_time takes it: +0700 gets its colon, " UTC" becomes Z, and nine
 * digits of a second at most. The offset is the zone to keep; "" when there is none. */
static void time_tidy(struct event *v, const struct csv_field *f)
{
	struct str *s = &v->held;
	size_t n;

	str_reset(s);
	str_put(s, f->at, f->len);
	n = s->len;
	v->own_zone[0] = '\0';
	if (n > 4 && memcmp(s->at + n - 4, " UTC", 4) == 0) {
		s->len = n -= 4;
		s->at[n] = '\0';
		str_putc(s, 'Z');
		n++;
	}
	if (n > 19 && (s->at[n - 5] == '+' || s->at[n - 5] == '-') && digit(s->at[n - 4]) &&
	    digit(s->at[n - 3]) && digit(s->at[n - 2]) && digit(s->at[n - 1])) {
		str_putc(s, s->at[n - 1]);
		s->at[n] = s->at[n - 1];
		s->at[n - 1] = s->at[n - 2];
		s->at[n - 2] = ':';
		n++;
	}
	if (n > 19 && s->at[10] != '-' && s->at[n - 3] == ':' &&
	    (s->at[n - 6] == '+' || s->at[n - 6] == '-') &&
	    strcmp(s->at + n - 5, "00:00") != 0)
		memcpy(v->own_zone, s->at + n - 6, 7);
	else if (n && (s->at[n - 1] == 'Z' || s->at[n - 1] == 'z' || !v->zone ||
			  (n > 19 && s->at[n - 6] == '+')))
		memcpy(v->own_zone, "UTC", 4);
}

static bool all_digits(const struct csv_field *f)
{
	for (size_t i = 0; i < f->len; i++)
		if (!digit(f->at[i]) && f->at[i] != '.')
			return false;
	return f->len > 0;
}

static int time_find(struct event *v, int64_t *time, struct err *e)
{
	struct csv_field f = trimmed(v, EVENT_DATETIME);

	if (!f.len)
		f = trimmed(v, EVENT_TIMESTAMP);
	if (!f.len)
		return err_set(e, ERR_INVALID, "it has no time");
	time_tidy(v, &f);
	f = (struct csv_field){ v->held.at, v->held.len };
	if (import_time(&f, v->zone, time, e) < 0)
		return -1;
	if (all_digits(&f))
		memcpy(v->own_zone, "UTC", 4);
	else if (!v->own_zone[0])
		memcpy(v->own_zone, v->zone, strlen(v->zone) + 1);
	return 0;
}

/* --- tags ---------------------------------------------------------------------------------- */

static bool tag_char(unsigned char c)
{
	return c >= 0x80 || digit((char)c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '-' || c == '_' || c == '.';
}

static int words_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "T1078, brute force" becomes "T1078 brute force", sorted and each once; a character that no tag
 * can have becomes a dash. */
static int tags_make(struct event *v, struct err *e)
{
	struct csv_field f = trimmed(v, EVENT_TAG);
	char *words[TAGS_MAX], *copy, *rest, *word;
	size_t n = 0;

	if (!f.len || (f.len == 1 && f.at[0] == '-'))
		return 0;
	copy = rest = xstrndup(f.at, f.len);
	while ((word = strsep(&rest, ",; \t")) && n < TAGS_MAX) {
		word += *word == '#';
		for (char *p = word; *p; p++)
			*p = tag_char((unsigned char)*p) ? *p : '-';
		if (*word)
			words[n++] = word;
		if (strlen(word) > TAG_MAX_BYTES)
			break;
	}
	qsort(words, n, sizeof *words, words_compare);
	for (size_t i = 0; i < n && !word; i++)
		if (i == 0 || strcmp(words[i - 1], words[i]) != 0)
			str_printf(&v->tags, "%s%s", v->tags.len ? " " : "", words[i]);
	free(copy);
	return word ? err_set(e, ERR_INVALID, "it has more than %d tags, or one over %d bytes",
			  TAGS_MAX, TAG_MAX_BYTES)
		    : 0;
}

/* --- text and source ---------------------------------------------------------------------- */

static const struct {
	enum event_part part;
	const char *key;
} further[] = {
	{ EVENT_HOST, "host" },
	{ EVENT_USER, "user" },
	{ EVENT_PROCESS, "process" },
	{ EVENT_FILE, "file" },
	{ EVENT_TYPE, "type" },
};

/* Appends key:value, in quotes when it has blanks; a value that is "-" or empty is none. */
static void further_put(struct event *v, const char *key, struct csv_field f, bool first)
{
	bool blanks = false;

	for (size_t i = 0; i < f.len; i++)
		blanks = blanks || strchr(" \t\r\n\"", f.at[i]);
	str_printf(&v->text, "%s%s:", first ? "\n" : " ", key);
	if (!blanks) {
		str_put(&v->text, f.at, f.len);
		return;
	}
	str_putc(&v->text, '"');
	for (size_t i = 0; i < f.len; i++)
		str_putc(&v->text, strchr("\r\n\"", f.at[i]) ? ' ' : f.at[i]);
	str_putc(&v->text, '"');
}

static int text_make(struct event *v, struct err *e)
{
	struct csv_field message = trimmed(v, EVENT_MESSAGE);
	bool first = true;

	if (!message.len)
		return err_set(e, ERR_INVALID, "it has no message");
	str_put(&v->text, message.at, message.len);
	for (size_t i = 0; i < sizeof further / sizeof further[0]; i++) {
		struct csv_field f = trimmed(v, further[i].part);

		if (!f.len || (f.len == 1 && f.at[0] == '-'))
			continue;
		further_put(v, further[i].key, f, first);
		first = false;
	}
	return 0;
}

static void source_make(struct event *v)
{
	struct csv_field source = trimmed(v, EVENT_SOURCE), desc = trimmed(v, EVENT_DESC);

	str_put(&v->source, source.at ? source.at : "", source.len);
	if (source.len && desc.len)
		str_puts(&v->source, ": ");
	str_put(&v->source, desc.at ? desc.at : "", desc.len);
}

/* The host as a string; a clock's name is never longer than the room there is. */
static void host_take(struct event *v, struct entry_fact *f)
{
	struct csv_field host = trimmed(v, EVENT_HOST);

	if (!host.len || host.len >= sizeof v->host)
		return;
	memcpy(v->host, host.at, host.len);
	v->host[host.len] = '\0';
	f->host = v->host;
}

int event_fact(struct event *v, struct entry_fact *f, struct err *e)
{
	memset(f, 0, sizeof *f);
	if (time_find(v, &f->time, e) < 0 || tags_make(v, e) < 0 || text_make(v, e) < 0)
		return -1;
	source_make(v);
	f->zone = v->own_zone;
	f->text = v->text.at;
	f->tags = v->tags.len ? v->tags.at : NULL;
	f->source = v->source.len ? v->source.at : NULL;
	host_take(v, f);
	return 0;
}
