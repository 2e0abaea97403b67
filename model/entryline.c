/*
 * entryline.c - reads the line in which entries are typed.
 *
 * The head (time, kind) is taken off from the left; then the words of the text are looked at one by
 * one. What has the shape of a time is a time, and wrong is an error; anything else is text.
 */
#include "model/entryline.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/text.h"
#include "model/words.h"

/* Where reading stands. */
struct line {
	const char *s;
	size_t n, at;
	const struct when_context *c;
	struct entryline *out;
	struct err *e;
};

struct slice {
	const char *s;
	size_t n;
};
struct slices {
	struct slice *at;
	size_t n, cap;
};

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* A letter or digit of any script: what may follow a mark. */
static bool word_char(char c)
{
	return digit(c) || capital(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char at(const struct line *l, size_t i)
{
	return i < l->n ? l->s[i] : '\0';
}

static int fail_at(struct line *l, size_t at, const char *sentence)
{
	l->out->fault_at = at;
	return err_set(l->e, ERR_INVALID, "%s", sentence);
}

static size_t token_end(const struct line *l, size_t i)
{
	while (i < l->n && !space(l->s[i]))
		i++;
	return i;
}

/* Where the next word on the same line begins, after exactly the blanks between; n when there is
 * none. */
static size_t token_next(const struct line *l, size_t end)
{
	while (end < l->n && l->s[end] == ' ')
		end++;
	return end;
}

/* Bytes of H:MM, HH:MM or HH:MM:SS at i; 0 when there is none. */
static size_t clock_shape(const struct line *l, size_t i)
{
	size_t hour = digit(at(l, i + 1)) ? 2 : 1, n;

	if (!digit(at(l, i)) || at(l, i + hour) != ':')
		return 0;
	if (!digit(at(l, i + hour + 1)) || !digit(at(l, i + hour + 2)))
		return 0;
	n = hour + 3;
	if (at(l, i + n) == ':' && digit(at(l, i + n + 1)) && digit(at(l, i + n + 2)))
		n += 3;
	return n;
}

static bool date_shape(const struct line *l, size_t i)
{
	static const char shape[] = "dddd-DD-DD";

	for (size_t k = 0; k < 10; k++) {
		char c = at(l, i + k);

		if (shape[k] == '-' ? c != '-' : !digit(c) && (shape[k] == 'd' || c != 'X'))
			return false;
	}
	return true;
}

/* -15m, -2h30m */
static bool span_shape(const struct line *l, size_t i, size_t end)
{
	bool unit = false;

	if (at(l, i) != '-' || !digit(at(l, i + 1)))
		return false;
	for (i++; i < end; i++) {
		if (!digit(l->s[i]) && (!strchr("smhdw", l->s[i]) || !digit(l->s[i - 1])))
			return false;
		unit = !digit(l->s[i]);
	}
	return unit;
}

/* Is the word of the characters that times are made of? */
static bool time_chars(const struct line *l, size_t i, size_t end)
{
	for (; i < end; i++)
		if (!l->s[i] || !strchr("0123456789-+:./TZX~?%", l->s[i]))
			return false;
	return true;
}

/* One word that is a time by its shape. */
static bool time_shape(const struct line *l, size_t i, size_t end)
{
	size_t n = clock_shape(l, i);
	char next = at(l, i + n);

	if (n)
		return i + n == end ||
		       ((next == '/' || next == 'Z' || next == '+' || next == '-') &&
			   time_chars(l, i, end));
	if (date_shape(l, i))
		return time_chars(l, i, end);
	return span_shape(l, i, end);
}

/* After ~ shorter dates are times, too, and an open end. */
static bool about_shape(const struct line *l, size_t i, size_t end)
{
	if (!digit(at(l, i)) && !(at(l, i) == '.' && at(l, i + 1) == '.' && at(l, i + 2) == '/'))
		return span_shape(l, i, end);
	if (!time_chars(l, i, end))
		return false;
	return clock_shape(l, i) || memchr(l->s + i, '/', end - i) ||
	       (end - i >= 4 && digit(at(l, i + 1)) && digit(at(l, i + 2)) &&
		   (at(l, i + 3) == 'X' || digit(at(l, i + 3))));
}

static bool begins_with(const struct line *l, size_t i, size_t end, const char *word)
{
	return end - i >= strlen(word) && memcmp(l->s + i, word, strlen(word)) == 0;
}

static bool is_word(const struct line *l, size_t i, size_t end, const char *word)
{
	return strlen(word) == end - i && strncasecmp(l->s + i, word, end - i) == 0;
}

/* Is the word a zone: an offset, a known abbreviation (even one that is refused), or a place? */
static bool zone_shape(const struct line *l, size_t i, size_t end)
{
	static const char *const areas[] = { "Africa/", "America/", "Antarctica/", "Asia/",
		"Atlantic/", "Australia/", "Etc/", "Europe/", "Indian/", "Pacific/" };
	char word[WHEN_ZONE_MAX];

	if ((at(l, i) == '+' || at(l, i) == '-') && end - i == 6 && at(l, i + 3) == ':')
		return digit(at(l, i + 1));
	for (size_t k = 0; k < sizeof areas / sizeof areas[0]; k++)
		if (end - i >= strlen(areas[k]) &&
		    strncasecmp(l->s + i, areas[k], strlen(areas[k])) == 0)
			return true; /* "asia/jakarta" is refused, not text */
	if (end == i || end - i >= sizeof word)
		return false;
	memcpy(word, l->s + i, end - i);
	word[end - i] = '\0';
	return zone_abbreviated(word);
}

/* Where ~"late Friday" ends; 0 when the line does not begin with a quotation like that. */
static size_t quoted_end(const struct line *l, size_t i)
{
	const char *close;

	if (at(l, i) != '~' || at(l, i + 1) != '"')
		return 0;
	close = memchr(l->s + i + 2, '"', l->n - i - 2);
	return close ? (size_t)(close + 1 - l->s) : 0;
}

/* Where the time at the start ends; 0 when the line does not begin with one. */
static size_t time_end(const struct line *l, size_t i)
{
	size_t end = token_end(l, i), next = token_next(l, end), next_end = token_end(l, next);
	bool about = at(l, i) == '~', day;

	if (is_word(l, i, end, "yesterday") || is_word(l, i, end, "today")) {
		if (clock_shape(l, next) == 0 || next + clock_shape(l, next) != next_end)
			return 0;
		end = next_end;
		day = false;
	} else {
		if (about ? !about_shape(l, i + 1, end) : !time_shape(l, i, end))
			return 0;
		day = date_shape(l, i + about) && end - i == 10u + about;
		if (span_shape(l, i + about, end))
			return end;
	}
	next = token_next(l, end);
	next_end = token_end(l, next);
	if (day && clock_shape(l, next) && time_shape(l, next, next_end)) {
		end = next_end;
		next = token_next(l, end);
		next_end = token_end(l, next);
	}
	return zone_shape(l, next, next_end) ? next_end : end;
}

static int time_take(struct line *l)
{
	struct when_context past = { l->c->now, l->c->zone, false };
	size_t end = token_end(l, l->at), quoted, begin, n;

	if (end - l->at == 7 && memcmp(l->s + l->at, "undated", 7) == 0) {
		l->out->undated = l->out->has_time = true;
		l->at = token_next(l, end);
		return 0;
	}
	quoted = quoted_end(l, l->at);
	end = quoted ? quoted : time_end(l, l->at);
	if (!end) {
		when_point(&l->out->when, l->c->now, l->c->zone);
		return 0;
	}
	begin = quoted ? l->at + 2 : l->at;
	n = quoted ? quoted - 1 - begin : end - begin;
	l->out->fault_at = begin;
	if (when_parse(&l->out->when, l->s + begin, n, &past, l->e) < 0)
		return -1;
	l->out->fault_at = 0;
	l->out->has_time = true;
	l->out->phrase = arena_strndup(&l->out->mem, l->s + begin, n);
	l->at = end;
	while (l->at < l->n && space(l->s[l->at]))
		l->at++;
	return 0;
}

/* Bytes of a public reference at i (capitals, digits, perhaps .digits), followed by nothing of a
 * word. */
static size_t reference_shape(const struct line *l, size_t i)
{
	size_t k = i, digits;

	while (capital(at(l, k)))
		k++;
	digits = k;
	if (k == i)
		return 0;
	while (digit(at(l, k)))
		k++;
	if (k == digits)
		return 0;
	if (at(l, k) == '.' && digit(at(l, k + 1)))
		for (k++; digit(at(l, k));)
			k++;
	return word_char(at(l, k)) || at(l, k) == '_' || at(l, k) == '-' ? 0 : k - i;
}

/* kind:WORD */
static int kind_word_take(struct line *l)
{
	size_t begin = l->at + 5, end = token_end(l, begin);
	const struct word *kind = entry_kind_find(l->s + begin, end - begin);
	struct str words = { 0 };

	if (!kind) {
		for (kind = entry_kinds; kind->word; kind++)
			if (kind->stored)
				str_printf(&words, "%s%s", words.len ? ", " : "", kind->word);
		l->out->fault_at = begin;
		err_set(l->e, ERR_INVALID, "\"%.*s\" is no kind of entry: %s",
		    (int)(end - begin < 40 ? end - begin : 40), l->s + begin, str_text(&words));
		str_release(&words);
		return -1;
	}
	l->out->kind = kind->word;
	l->out->has_kind = true;
	l->at = end;
	return 0;
}

static int answers_take(struct line *l)
{
	size_t begin = token_next(l, l->at), n = reference_shape(l, begin);

	if (!n)
		return fail_at(
		    l, begin, "after = comes the reference of what is answered, such as = RW12");
	l->out->answers = arena_strndup(&l->out->mem, l->s + begin, n);
	l->at = begin + n;
	return 0;
}

static int kind_take(struct line *l)
{
	const struct word *kind = entry_kind_marked(at(l, l->at));
	char next = at(l, l->at + 1);

	l->out->kind = entry_kinds[0].word;
	if (begins_with(l, l->at, l->n, "kind:") && word_char(at(l, l->at + 5)))
		return kind_word_take(l);
	if (!kind || !(word_char(next) || space(next) || next == '\0'))
		return 0;
	l->out->kind = kind->word;
	l->out->has_kind = true;
	l->at++;
	return kind->mark == '=' ? answers_take(l) : 0;
}

static void slices_add(struct slices *list, const char *s, size_t n)
{
	if (list->n == list->cap) {
		list->cap = list->cap ? 2 * list->cap : 8;
		list->at = xrealloc(list->at, list->cap * sizeof *list->at);
	}
	list->at[list->n++] = (struct slice){ s, n };
}

static int slice_compare(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	int order = memcmp(x->s, y->s, x->n < y->n ? x->n : y->n);

	return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* Sorted, each once, with a space between; NULL when there are none. Empties the list. */
static const char *slices_join(struct slices *list, struct arena *mem)
{
	struct str joined = { 0 };
	const char *text = NULL;

	if (list->n) {
		qsort(list->at, list->n, sizeof *list->at, slice_compare);
		for (size_t i = 0; i < list->n; i++) {
			if (i > 0 && slice_compare(&list->at[i - 1], &list->at[i]) == 0)
				continue;
			if (i > 0)
				str_putc(&joined, ' ');
			str_put(&joined, list->at[i].s, list->at[i].n);
		}
		text = arena_strndup(mem, str_text(&joined), joined.len);
	}
	str_release(&joined);
	free(list->at);
	*list = (struct slices){ 0 };
	return text;
}

/* What is gathered while the words of the text are looked at. */
struct gathered {
	struct slices tags, actors, refs, iocs;
};

/* Bytes of a name at i: letters, digits, _ and -, and dots inside. */
static size_t name_length(const struct line *l, size_t i)
{
	size_t k = i;

	while (word_char(at(l, k)) || at(l, k) == '_' || at(l, k) == '-' ||
	       (at(l, k) == '.' && k > i && word_char(at(l, k + 1))))
		k++;
	while (k > i && (l->s[k - 1] == '-' || l->s[k - 1] == '_'))
		k--;
	return k - i;
}

static const char *name_add(struct line *l, struct slices *list, size_t i)
{
	size_t n = name_length(l, i);
	char *name = arena_strndup(&l->out->mem, l->s + i, n);

	for (size_t k = 0; k < n; k++)
		if (capital(name[k]))
			name[k] = (char)(name[k] - 'A' + 'a');
	slices_add(list, name, n);
	return name;
}

/* 2h, 1d12h: a + is missing before it. */
static bool ahead_shape(const struct line *l, size_t i, size_t end)
{
	bool unit = false;

	for (; i < end; i++) {
		if (!digit(l->s[i]) && (!strchr("smhdw", l->s[i]) || unit))
			return false;
		unit = !digit(l->s[i]);
	}
	return unit;
}

/* Do digits stand at i where the shape has a 0, and its other characters where it has them? */
static bool digits_shape(const struct line *l, size_t i, const char *shape)
{
	for (; *shape; shape++, i++)
		if (*shape == '0' ? !digit(at(l, i)) : at(l, i) != *shape)
			return false;
	return true;
}

/* Where a time of day that stands there alone ends, behind the blank at i; i: there is none. */
static size_t clock_end(const struct line *l, size_t i)
{
	static const char *const shapes[] = { " 00:00:00", " 00:00", " 0:00" };

	for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
		size_t end = i + strlen(shapes[k]);

		if (digits_shape(l, i, shapes[k]) &&
		    (end >= l->n || strchr(" \t\n\r,;.!?)", l->s[end])))
			return end;
	}
	return i;
}

/* The end of what is due: a day and, behind a blank, the time of day are one time in two words. */
static size_t due_end(const struct line *l, size_t i)
{
	size_t end = token_end(l, i);

	if (end == i + sizeof "^2021-05-20" - 1 && digits_shape(l, i + 1, "0000-00-00"))
		end = clock_end(l, end);
	return end;
}

static int due_take(struct line *l, size_t i)
{
	struct when_context ahead = { l->c->now, l->c->zone, true };
	struct when due;
	size_t end = due_end(l, i);

	while (end > i + 1 && strchr(",;.!?)", l->s[end - 1]))
		end--;
	if (l->out->due)
		return fail_at(l, i, "an entry is due once");
	if (ahead_shape(l, i + 1, end)) {
		l->out->fault_at = i + 1;
		return err_set(l->e, ERR_INVALID, "a time from now is written ^+%.*s",
		    (int)(end - i - 1), l->s + i + 1);
	}
	if (when_parse(&due, l->s + i + 1, end - i - 1, &ahead, l->e) < 0) {
		l->out->fault_at = i + 1;
		return -1;
	}
	if (due.latest == WHEN_FUTURE)
		return fail_at(l, i + 1, "what is due has an end");
	l->out->due = due.latest;
	return 0;
}

/* The value after key: a word, or words in quotes. False when there is none. */
static bool value_read(const struct line *l, size_t i, struct slice *value)
{
	const char *quote;

	if (at(l, i) == '"') {
		quote = memchr(l->s + i + 1, '"', l->n - i - 1);
		if (!quote || quote == l->s + i + 1)
			return false;
		*value = (struct slice){ l->s + i + 1, (size_t)(quote - l->s) - i - 1 };
		return true;
	}
	*value = (struct slice){ l->s + i, token_end(l, i) - i };
	return value->n > 0;
}

static int severity_set(struct line *l, size_t i, const struct slice *value)
{
	if (value->n != 1 || value->s[0] < '1' || value->s[0] > '5')
		return fail_at(l, i, "a severity is 1 to 5");
	l->out->severity = value->s[0] - '0';
	return 0;
}

static int key_take(struct line *l, size_t i, struct gathered *g)
{
	struct slice value;

	if (!value_read(l, i + 4, &value))
		return 0;
	if (begins_with(l, i, l->n, "sev:"))
		return severity_set(l, i + 4, &value);
	if (begins_with(l, i, l->n, "src:"))
		l->out->source = arena_strndup(&l->out->mem, value.s, value.n);
	else if (begins_with(l, i, l->n, "ioc:"))
		slices_add(&g->iocs, value.s, value.n);
	else if (begins_with(l, i, l->n, "ref:") && reference_shape(l, i + 4) > 0)
		slices_add(&g->refs, value.s, reference_shape(l, i + 4));
	return 0;
}

static bool due_shape(const struct line *l, size_t i)
{
	char next = at(l, i + 1);

	return at(l, i) == '^' && (digit(next) || (next == '+' && digit(at(l, i + 2))));
}

/* Meant as a time, and no time: left in the text it would be a task that is never due. */
static bool due_meant(const struct line *l, size_t i)
{
	static const char *const words[] = { "today", "tonight", "tomorrow", "yesterday", "noon",
		"midnight", "now", "next", "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday", "besok", "lusa", "kemarin", "nanti", "malam", "senin",
		"selasa", "rabu", "kamis", "jumat", "sabtu", "minggu" };
	size_t n = token_end(l, i) - i;

	if (at(l, i) != '^')
		return false;
	if (at(l, i + 1) == '-' && digit(at(l, i + 2)))
		return true;
	while (n > 1 && strchr(",;.!?)", l->s[i + n - 1]))
		n--;
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		if (n - 1 == strlen(words[w]) && begins_with(l, i + 1, l->n, words[w]))
			return true;
	return false;
}

static int word_take(struct line *l, size_t i, struct gathered *g)
{
	char next = at(l, i + 1);
	size_t n;

	if (due_shape(l, i))
		return due_take(l, i);
	if (due_meant(l, i))
		return fail_at(l, i + 1,
		    "no time that lies ahead: ^14:00, ^+72h or ^2021-05-20 (\\^ is the sign "
		    "itself)");
	if (l->s[i] == '@' && word_char(next)) {
		const char *name = name_add(l, &g->actors, i + 1);

		l->out->owner = l->out->owner ? l->out->owner : name;
	}
	if (l->s[i] == '#' && word_char(next)) {
		n = reference_shape(l, i + 1);
		if (n)
			slices_add(&g->refs, l->s + i + 1, n);
		else
			name_add(l, &g->tags, i + 1);
	}
	return at(l, i + 3) == ':' ? key_take(l, i, g) : 0;
}

/* Looks at each word of the text. */
static int words_take(struct line *l)
{
	struct gathered g = { 0 };
	struct arena *mem = &l->out->mem;
	int result = 0;

	for (size_t i = l->at; i < l->n && result == 0; i = token_end(l, i)) {
		while (i < l->n && space(l->s[i]))
			i++;
		if (i < l->n)
			result = word_take(l, i, &g);
	}
	l->out->tags = slices_join(&g.tags, mem);
	l->out->actors = slices_join(&g.actors, mem);
	l->out->refs = slices_join(&g.refs, mem);
	l->out->iocs = slices_join(&g.iocs, mem);
	return result;
}

const char *entryline_due_word(const char *text, size_t *n)
{
	const struct line l = { .s = text, .n = strlen(text) };

	for (size_t i = 0; i < l.n; i++) {
		if (!due_shape(&l, i) || (i > 0 && !space(text[i - 1])))
			continue;
		*n = due_end(&l, i) - i;
		return text + i;
	}
	return NULL;
}

const char *entryline_owner(const char *text, struct arena *mem)
{
	const struct when_context c = { 0, "UTC", false };
	struct entryline found = { 0 };
	struct err ignored;
	struct line l = { .s = text, .n = strlen(text), .c = &c, .out = &found, .e = &ignored };
	const char *owner;

	words_take(&l); /* when it is due is of no interest, nor whether that can be read */
	owner = found.owner ? arena_strdup(mem, found.owner) : NULL;
	arena_release(&found.mem);
	return owner;
}

static int text_take(struct line *l)
{
	bool evidence = strcmp(l->out->kind, "evidence") == 0;

	while (l->at < l->n && space(l->s[l->at]))
		l->at++;
	if (l->at == l->n)
		return fail_at(l, l->n, "an entry needs some text");
	l->out->text = arena_strndup(&l->out->mem, l->s + l->at, l->n - l->at);
	return evidence ? 0 : words_take(l);
}

int entryline_parse(
    struct entryline *out, const char *text, size_t n, const struct when_context *c, struct err *e)
{
	struct line l = { .s = text, .n = n, .c = c, .out = out, .e = e };
	const char *nul = memchr(text, '\0', n);
	size_t fault;

	*out = (struct entryline){ .now = c->now };
	if (nul)
		return fail_at(&l, (size_t)(nul - text), "the text of an entry holds no NUL byte");
	if (n > ENTRYLINE_MAX)
		return fail_at(
		    &l, ENTRYLINE_MAX, "an entry has at most 64 KiB; attach a file instead");
	while (l.n && space(text[l.n - 1]))
		l.n--;
	while (l.at < l.n && space(text[l.at]))
		l.at++;
	if (time_take(&l) == 0 && kind_take(&l) == 0 && text_take(&l) == 0)
		return 0;
	fault = out->fault_at;
	arena_release(&out->mem);
	*out = (struct entryline){ .fault_at = fault };
	return -1;
}

void entryline_release(struct entryline *l)
{
	arena_release(&l->mem);
	*l = (struct entryline){ 0 };
}
