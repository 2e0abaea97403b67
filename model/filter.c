/*
 * filter.c - the compiler of the filter language: one pass over the text that writes SQL out of the
 * fragments of schemas/sql/filter.sql and keeps the values to bind.
 *
 *	any  = all { "or" all }            all = one { one }            one = "-" one | "(" any ")"
 *| term term = #tag | @actor | field:value{,value} | field~expression | "phrase" | word
 *
 * Each condition is asked whether it IS TRUE, so that "-" turns exactly what did not pass. The
 *parser of SQLite has a stack of 100, so the tree of conditions is made flat before it is written:
 *minus signs go down to the conditions, groups of one kind merge, and what is deepest is written
 *first.
 */
#include "model/filter.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "model/asset.h"
#include "model/filter_field.h"
#include "model/fulltext.h"
#include "model/list.h"
#include "model/statement.h"
#include "model/vocabulary.h"
#include "model/words.h"

enum {
	TEXT_MAX = 4096,      /* bytes of a filter */
	DEPTH_MAX = 32,       /* of parentheses and minus signs */
	TERMS_MAX = 64,       /* conditions; one value of a list is one */
	NAMES_MAX = 64,       /* conditions that other names add to these */
	EXPRESSION_MAX = 256, /* bytes of a regular expression */
	REPEATS_MAX = 1000,   /* all its {n,m} multiplied: glibc writes them out */
	PARTS_MAX = 6,        /* names that one fragment binds */
	FEW_BLOCKS = 640,     /* read at once: about 10,000 rows */
	FEW_ROWS = 4096,      /* that are not in the index yet, likewise */
};

struct bound {
	const char *text; /* in the filter's arena; NULL with is_int false binds NULL */
	int64_t n;
	bool is_int;
};

struct filter {
	char *text; /* as given */
	enum filter_of of;
	struct str sql; /* " AND (…)", or empty */
	struct bound *at;
	size_t n, cap; /* values; value i is bound as :f<i> */
	struct arena mem;
	struct node *root; /* NULL: all pass */
	struct found *found;
};

/* What the index said last; it holds for all times, and is asked again only when it goes further.
 */
struct found {
	bool asked, told;
	struct block_set set;
	int64_t blocks;
};

struct parser {
	struct filter *f;
	struct notebook *nb; /* whose names count; NULL: none */
	const struct when_context *when;
	const char *text;
	size_t at, end;
	int depth, terms, names;
	size_t fault;
	struct err *e;
	bool pointed; /* somebody asked where the fault is */
};

/* One value as typed, without its quotes. */
struct piece {
	const char *text;
	size_t n, at; /* at: offset in the filter, for faults */
	bool quoted;
};

/* A name in a fragment and what stands for it. */
struct part {
	const char *name;
	struct bound value;
};

/* A condition, or a group of which all or any have to pass; never a group of one, nor a group
 * directly in one of its own kind. */
struct node {
	enum node_kind { NODE_LEAF, NODE_ALL, NODE_ANY } kind;
	bool negated;       /* of a condition */
	enum query_id id;   /* its fragment */
	struct part *parts; /* what that binds */
	size_t n;
	struct node *first, *next; /* members of a group; the next beside */
	int need;                  /* how much of SQLite's stack it takes, in steps of one group */
};

static const enum query_id word_fragments[] = {
	[FILTER_ENTRIES] = Q_FILTER_ENTRIES_WORD,
	[FILTER_CUSTOMERS] = Q_FILTER_CUSTOMERS_WORD,
	[FILTER_NOTIFICATIONS] = Q_FILTER_NOTIFICATIONS_WORD,
	[FILTER_INCIDENTS] = Q_FILTER_INCIDENTS_WORD,
	[FILTER_CLAIMS] = Q_FILTER_CLAIMS_WORD,
	[FILTER_QUESTIONS] = Q_FILTER_QUESTIONS_WORD,
	[FILTER_RECORDS] = Q_FILTER_RECORDS_WORD,
	[FILTER_TASKS] = Q_FILTER_TASKS_WORD,
	[FILTER_ASSETS] = Q_FILTER_ASSETS_WORD,
	[FILTER_EVIDENCE] = Q_FILTER_EVIDENCE_WORD,
};

/* Remembers where the fault is; the sentence is in p->e already, and says it where nobody points.
 */
static int fault(struct parser *p, size_t at)
{
	p->fault = at;
	return p->pointed ? -1 : err_in(p->e, "filter, byte %zu", at + 1);
}

static int fault_set(struct parser *p, size_t at, const char *sentence)
{
	err_set(p->e, ERR_INVALID, "%s", sentence);
	return fault(p, at);
}

/* --- writing ---------------------------------------------------------------- */

static struct bound bound_text(const char *s)
{
	return (struct bound){ .text = s };
}

static struct bound bound_int(int64_t n)
{
	return (struct bound){ .n = n, .is_int = true };
}

/* Bytes of the name after a colon. */
static size_t name_length(const char *s)
{
	size_t n = 0;

	while ((s[n] >= 'a' && s[n] <= 'z') || s[n] == '_')
		n++;
	return n;
}

/* The part that stands for a name in the fragment, or -1. */
static int part_find(const struct part *parts, size_t n, const char *name, size_t m)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(parts[i].name) == m && memcmp(parts[i].name, name, m) == 0)
			return (int)i;
	return -1;
}

/* Writes the fragment, its names replaced by ours, as one condition. */
static void leaf_write(struct filter *f, const struct node *leaf)
{
	struct str fragment = { 0 };
	const char *s;
	size_t first = f->n;

	statement_write(&fragment, leaf->id);
	s = str_text(&fragment);
	for (size_t i = 0; i < leaf->n; i++)
		*list_push(f) = leaf->parts[i].value;
	str_putc(&f->sql, '(');
	while (*s) {
		size_t m = s[0] == ':' ? name_length(s + 1) : 0;
		int i = m ? part_find(leaf->parts, leaf->n, s + 1, m) : -1;

		if (i >= 0)
			str_printf(&f->sql, ":f%zu", first + (size_t)i);
		else
			str_put(&f->sql, s, m + 1);
		s += m + 1;
	}
	str_puts(&f->sql, leaf->negated ? ") IS NOT TRUE" : ") IS TRUE");
	str_release(&fragment);
}

/* What passes any of a group stands in parentheses inside a group that all have to pass. */
static void node_write(struct filter *f, const struct node *node, enum node_kind around)
{
	bool wrapped = node->kind == NODE_ANY && around == NODE_ALL;

	if (node->kind == NODE_LEAF) {
		leaf_write(f, node);
		return;
	}
	if (wrapped)
		str_putc(&f->sql, '(');
	for (const struct node *m = node->first; m; m = m->next) {
		if (m != node->first)
			str_puts(&f->sql, node->kind == NODE_ALL ? " AND " : " OR ");
		node_write(f, m, node->kind);
	}
	if (wrapped)
		str_putc(&f->sql, ')');
}

/* --- the tree ---------------------------------------------------------------------------- */

static struct node *leaf_new(struct parser *p, enum query_id id, const struct part *parts, size_t n)
{
	struct node *leaf = arena_alloc(&p->f->mem, sizeof *leaf);

	*leaf = (struct node){ .kind = NODE_LEAF, .id = id, .n = n, .need = 1 };
	leaf->parts = arena_alloc(&p->f->mem, (n + 1) * sizeof *parts);
	if (n)
		memcpy(leaf->parts, parts, n * sizeof *parts);
	return leaf;
}

/* Puts a node among the members of a group, behind those that need as much: what is deepest
 * comes first, the rest in the order typed. */
static void member_add(struct node *group, struct node *m)
{
	struct node **at = &group->first;

	while (*at && (*at)->need >= m->need)
		at = &(*at)->next;
	m->next = *at;
	*at = m;
}

static void group_add(struct node *group, struct node *m)
{
	struct node *next;

	if (m->kind != group->kind) {
		member_add(group, m);
		return;
	}
	for (m = m->first; m; m = next) {
		next = m->next;
		member_add(group, m);
	}
}

static struct node *group_new(struct parser *p, enum node_kind kind)
{
	struct node *group = arena_alloc(&p->f->mem, sizeof *group);

	*group = (struct node){ .kind = kind };
	return group;
}

/* A group that is complete: its only member, or itself with what it needs. */
static struct node *group_end(struct node *group)
{
	int behind = 0;

	if (!group->first->next)
		return group->first;
	for (const struct node *m = group->first; m; m = m->next, behind = 1)
		if (m->need + behind > group->need)
			group->need = m->need + behind;
	group->need++;
	return group;
}

/* The opposite: members turned, all for any. */
static void node_negate(struct node *node)
{
	if (node->kind == NODE_LEAF)
		node->negated = !node->negated;
	else
		node->kind = node->kind == NODE_ALL ? NODE_ANY : NODE_ALL;
	for (struct node *m = node->first; m; m = m->next)
		node_negate(m);
}

static struct node *value_node(struct parser *p, enum query_id id, const char *text)
{
	const struct part part = { "value", bound_text(text) };

	return leaf_new(p, id, &part, 1);
}

static struct node *span_node(
    struct parser *p, enum query_id id, struct bound low, struct bound high)
{
	const struct part parts[] = { { "low", low }, { "high", high } };

	return leaf_new(p, id, parts, 2);
}

static const char *folded(struct parser *p, const char *s, size_t n)
{
	struct str out = { 0 };
	const char *kept;

	text_fold(&out, s, n);
	kept = arena_strndup(&p->f->mem, str_text(&out), out.len);
	str_release(&out);
	return kept;
}

/* --- values of each shape ---------------------------------------------------------------- */

/* The two ends of A..B; without ".." both are the whole. An open end is empty. */
static bool piece_split(const struct piece *v, struct piece *low, struct piece *high)
{
	const char *dots = strstr(v->text, "..");

	*low = *high = *v;
	if (!dots)
		return false;
	low->n = (size_t)(dots - v->text);
	high->text = dots + 2;
	high->n = v->n - low->n - 2;
	high->at = v->at + low->n + 2;
	return true;
}

static const char *piece_copy(struct parser *p, const struct piece *v)
{
	return arena_strndup(&p->f->mem, v->text, v->n);
}

static int same_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	group_add(out, value_node(p, field->fragment, v->text));
	return 0;
}

static int find_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	group_add(out, value_node(p, field->fragment, folded(p, v->text, v->n)));
	return 0;
}

static int word_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	const char *word = word_find(field->words, v->text, v->n, field->name, p->e);

	if (!word)
		return fault(p, v->at);
	group_add(out, value_node(p, field->fragment, word));
	return 0;
}

static int kind_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	const struct word *kind = v->n == 1 && !isalnum((unsigned char)v->text[0])
				      ? entry_kind_marked(v->text[0])
				      : entry_kind_find(v->text, v->n);
	const char *names[FILTER_NAMES_MAX] = { NULL };
	size_t n = 0;

	if (kind) {
		group_add(out, value_node(p, field->fragment, kind->word));
		return 0;
	}
	for (const struct word *w = entry_kinds; w->word && n < FILTER_NAMES_MAX - 1; w++)
		if (w->stored)
			names[n++] = w->word;
	word_find(names, v->text, v->n, "kind of entry", p->e);
	return fault(p, v->at);
}

/* A part of an address: looked for behind "email TAB" on one of the lines, as an expression in
 * which nothing but the value's own letters counts. */
static int email_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	struct part parts[] = { { .name = "value" }, { .name = "word" } };
	struct str text = { 0 };

	str_puts(&text, "(^|\n)email\t[^\t\n]*");
	for (size_t i = 0; i < v->n; i++) {
		if (strchr(".[]{}()*+?|^$\\", v->text[i]))
			str_putc(&text, '\\');
		str_putc(&text, v->text[i]);
	}
	parts[0].value = bound_text(arena_strndup(&p->f->mem, text.at, text.len));
	parts[1].value = bound_text(folded(p, v->text, v->n));
	group_add(out, leaf_new(p, field->fragment, parts, 2));
	str_release(&text);
	return 0;
}

static int time_read(struct parser *p, const struct piece *v, int64_t *low, int64_t *high)
{
	struct when w;

	if (when_parse(&w, v->text, v->n, p->when, p->e) < 0)
		return -1;
	*low = w.earliest;
	*high = w.latest;
	return 0;
}

/* <12h: until twelve hours from now; >12h: from then on. */
static int ahead_value(struct parser *p, const struct filter_field *field, const struct piece *v,
    struct node *out)
{
	int64_t span, from;

	if (when_span_parse(v->text + 1, v->n - 1, &span, p->e) < 0)
		return fault(p, v->at + 1);
	if (__builtin_add_overflow(p->when->now, span, &from))
		from = WHEN_FUTURE;
	group_add(out, span_node(p, field->fragment,
			   bound_int(v->text[0] == '<' ? WHEN_PAST : from),
			   bound_int(v->text[0] == '<' ? from : WHEN_FUTURE)));
	return 0;
}

/* What reads as one time is one, though it holds ".." (2021-05-15/..); else A..B, either end open.
 */
static int time_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	int64_t low = WHEN_PAST, high = WHEN_FUTURE, unused;
	struct piece first, last;

	if (v->n > 1 && (v->text[0] == '<' || v->text[0] == '>'))
		return ahead_value(p, field, v, out);
	if (time_read(p, v, &low, &high) < 0) {
		low = WHEN_PAST;
		high = WHEN_FUTURE;
		if (!piece_split(v, &first, &last) || (first.n == 0 && last.n == 0))
			return fault(p, v->at);
		if (first.n && time_read(p, &first, &low, &unused) < 0)
			return fault(p, first.at);
		if (last.n && time_read(p, &last, &unused, &high) < 0)
			return fault(p, last.at);
	}
	if (low > high)
		return fault_set(p, v->at, "the range ends before it begins");
	group_add(out, span_node(p, field->fragment, bound_int(low), bound_int(high)));
	return 0;
}

static int int_read(struct parser *p, const struct piece *v, int64_t *out)
{
	const char *text = piece_copy(p, v);
	char *end;

	errno = 0;
	*out = strtoll(text, &end, 10);
	if (errno || end == text || *end)
		return fault_set(p, v->at, "a number or A..B is needed here");
	return 0;
}

static int int_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	int64_t low = INT64_MIN, high = INT64_MAX;
	struct piece first, last;

	piece_split(v, &first, &last);
	if ((first.n && int_read(p, &first, &low) < 0) || (last.n && int_read(p, &last, &high) < 0))
		return -1;
	group_add(out, span_node(p, field->fragment, bound_int(low), bound_int(high)));
	return 0;
}

/* A text, or all from one to another by bytes; U+10FFFF is above every text that is met. */
static int span_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	struct piece first, last;
	bool range = piece_split(v, &first, &last) && !v->quoted;
	const char *low = range ? piece_copy(p, &first) : v->text;
	const char *high = range ? piece_copy(p, &last) : v->text;

	group_add(out, span_node(p, field->fragment, bound_text(low),
			   bound_text(*high ? high : "\xf4\x8f\xbf\xbf")));
	return 0;
}

/* RW12 or RW12.3, a # before it allowed; into three parts. An empty one leaves the end open. */
static int ref_read(struct parser *p, const struct piece *v, struct bound *tag,
    struct bound *number, struct bound *index)
{
	char buf[REF_MAX], letters[TAG_MAX];
	long long n = 0, i = 1;
	int used = 0, tail = 0;
	size_t skip = v->n && v->text[0] == '#';

	*tag = bound_text(NULL);
	*number = *index = bound_int(0);
	if (v->n == 0)
		return 0;
	snprintf(buf, sizeof buf, "%.*s", (int)(v->n - skip), v->text + skip);
	if (v->n - skip >= sizeof buf ||
	    sscanf(buf, "%7[A-Za-z]%10lld%n", letters, &n, &used) != 2 || n < 1)
		return fault_set(p, v->at, "a reference such as RW12 or RW12.3 is needed here");
	if (buf[used] &&
	    (sscanf(buf + used, ".%10lld%n", &i, &tail) != 1 || buf[used + tail] || i < 1))
		return fault_set(p, v->at, "a reference such as RW12 or RW12.3 is needed here");
	for (char *c = letters; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	*tag = bound_text(arena_strdup(&p->f->mem, letters));
	*number = bound_int(n);
	*index = bound_int(i);
	return 0;
}

static int ref_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	struct part parts[PARTS_MAX] = { { .name = "tag" }, { .name = "number" },
		{ .name = "index" }, { .name = "last_tag" }, { .name = "last_number" },
		{ .name = "last_index" } };
	struct piece first, last;

	piece_split(v, &first, &last);
	if (ref_read(p, &first, &parts[0].value, &parts[1].value, &parts[2].value) < 0 ||
	    ref_read(p, &last, &parts[3].value, &parts[4].value, &parts[5].value) < 0)
		return -1;
	group_add(out, leaf_new(p, field->fragment, parts, PARTS_MAX));
	return 0;
}

/* NAME or NAME=STATE. */
static int action_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	size_t n = strcspn(v->text, "=");
	const char *state = v->text[n] ? v->text + n + 1 : NULL, *word = "";
	struct part parts[2] = { { .name = "value" }, { .name = "word" } };

	if (state && !(word = word_find(
			   field->words, state, v->n - n - 1, "state of an action", p->e)))
		return fault(p, v->at + n + 1);
	parts[0].value = bound_text(arena_strndup(&p->f->mem, v->text, n));
	parts[1].value = bound_text(word);
	group_add(out, leaf_new(p, field->fragment, parts, 2));
	return 0;
}

static int flag_value(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out)
{
	const struct filter_flag *flag = filter_flag_find(p->f->of, field->name, v->text);
	const char *names[FILTER_NAMES_MAX];
	char what[24];

	if (flag) {
		const struct part now = { "now", bound_int(p->when->now) };

		group_add(out, leaf_new(p, flag->fragment, &now, 1));
		return 0;
	}
	filter_names(p->f->of, field->name, names);
	snprintf(what, sizeof what, "word after %s", field->name);
	word_find(names, v->text, v->n, what, p->e);
	return fault(p, v->at);
}

static int (*const value_readers[])(
    struct parser *p, const struct filter_field *field, const struct piece *v, struct node *out) = {
	[SHAPE_SAME] = same_value,
	[SHAPE_FIND] = find_value,
	[SHAPE_WORD] = word_value,
	[SHAPE_KIND] = kind_value,
	[SHAPE_EMAIL] = email_value,
	[SHAPE_TIME] = time_value,
	[SHAPE_INT] = int_value,
	[SHAPE_SPAN] = span_value,
	[SHAPE_ACTION] = action_value,
	[SHAPE_REF] = ref_value,
	[SHAPE_FLAG] = flag_value,
};

/* --- regular expressions -------------------------------------------------------------------- */

/* Expressions whose cost glibc does not bound: repetitions written out, references back. */
static bool expression_costs(const char *s)
{
	long product = 1;

	for (; *s; s++) {
		if (s[0] == '\\' && s[1] >= '1' && s[1] <= '9')
			return true;
		if (s[0] == '\\' && s[1]) {
			s++;
		} else if (s[0] == '{') {
			const char *comma = strpbrk(s, ",}");
			long low = strtol(s + 1, NULL, 10);
			long high = comma && *comma == ',' ? strtol(comma + 1, NULL, 10) : low;

			high = high > low ? high : low;
			if (high < 0 || high > REPEATS_MAX)
				return true;
			product *= high > 1 ? high : 1;
			if (product > REPEATS_MAX)
				return true;
		}
	}
	return false;
}

static int expression_check(struct parser *p, const struct piece *v)
{
	char why[128];
	regex_t re;
	int rc;

	if (v->n > EXPRESSION_MAX)
		return fault_set(p, v->at, "the regular expression is longer than 256 bytes");
	if (expression_costs(v->text))
		return fault_set(
		    p, v->at, "the regular expression repeats too much, or refers back");
	rc = regcomp(&re, v->text, REG_EXTENDED | REG_NOSUB | REG_ICASE);
	if (rc == 0) {
		regfree(&re);
		return 0;
	}
	regerror(rc, &re, why, sizeof why);
	err_set(p->e, ERR_INVALID, "the regular expression is wrong: %s", why);
	return fault(p, v->at);
}

/* --- reading the text ------------------------------------------------------------------------- */

static void spaces_skip(struct parser *p)
{
	while (p->at < p->end && strchr(" \t\n\r", p->text[p->at]))
		p->at++;
}

static bool ends_word(char c)
{
	return c == '\0' || strchr(" \t\n\r()", c) != NULL;
}

/* "…" with \" and \\ in it. */
static int quoted_take(struct parser *p, struct piece *out)
{
	size_t begin = p->at++, n = 0;
	char *text = arena_alloc(&p->f->mem, p->end - begin + 1);

	while (p->at < p->end && p->text[p->at] != '"') {
		if (p->text[p->at] == '\\' && p->at + 1 < p->end)
			p->at++;
		text[n++] = p->text[p->at++];
	}
	if (p->at == p->end)
		return fault_set(p, begin, "the quotation mark is never closed");
	p->at++;
	text[n] = '\0';
	*out = (struct piece){ text, n, begin + 1, true };
	if (n == 0)
		return fault_set(p, begin, "there is nothing between the quotation marks");
	return 0;
}

/* A value up to white space, a parenthesis, or (in a list) a comma; or a quoted one. */
static int piece_take(struct parser *p, bool list, struct piece *out)
{
	size_t begin = p->at;

	if (p->text[p->at] == '"')
		return quoted_take(p, out);
	while (!ends_word(p->text[p->at]) && !(list && p->text[p->at] == ','))
		p->at++;
	*out = (struct piece){ arena_strndup(&p->f->mem, p->text + begin, p->at - begin),
		p->at - begin, begin, false };
	if (out->n == 0)
		return fault_set(p, begin, "a value is missing");
	return 0;
}

/* An expression may hold parentheses: it ends at white space, or is quoted. */
static int expression_take(struct parser *p, struct piece *out)
{
	size_t begin = p->at;

	if (p->text[p->at] == '"') {
		const char *close = strchr(p->text + begin + 1, '"');

		if (!close)
			return fault_set(p, begin, "the quotation mark is never closed");
		p->at = (size_t)(close - p->text) + 1;
		*out = (struct piece){ arena_strndup(
					   &p->f->mem, p->text + begin + 1, p->at - begin - 2),
			p->at - begin - 2, begin + 1, true };
	} else {
		p->at += strcspn(p->text + begin, " \t\n\r");
		*out = (struct piece){ arena_strndup(&p->f->mem, p->text + begin, p->at - begin),
			p->at - begin, begin, false };
	}
	return out->n ? 0 : fault_set(p, begin, "a regular expression is missing");
}

static int term_count(struct parser *p, size_t at)
{
	if (++p->terms > TERMS_MAX)
		return fault_set(p, at, "the filter has more than 64 conditions");
	return 0;
}

/* What has other names is found by these as well, as far as there may be more conditions. */
static int names_add(struct parser *p, const struct piece *v, struct node *any)
{
	struct name_list names = { 0 };
	int status = p->nb ? asset_aliases(p->nb, v->text, v->n, &names, p->e) : 0;

	for (size_t i = 0; i < names.n && p->names < NAMES_MAX; i++, p->names++)
		group_add(any, value_node(p, word_fragments[p->f->of],
				   folded(p, names.at[i], strlen(names.at[i]))));
	name_list_release(&names);
	return status;
}

/* value{,value}: any of them. */
static struct node *values_parse(struct parser *p, const struct filter_field *field)
{
	struct node *any = group_new(p, NODE_ANY);
	struct piece v = { 0 };

	for (;;) {
		if (piece_take(p, true, &v) < 0 || term_count(p, v.at) < 0 ||
		    value_readers[field->shape](p, field, &v, any) < 0 ||
		    (field->fragment == Q_FILTER_ENTRIES_ACTOR && names_add(p, &v, any) < 0))
			return NULL;
		if (p->text[p->at] != ',')
			return group_end(any);
		p->at++;
	}
}

static struct node *expression_parse(struct parser *p, const struct filter_field *field)
{
	struct piece v = { 0 };

	if (!field->regex) {
		fault_set(p, p->at - 1, "this field takes no regular expression, only a colon");
		return NULL;
	}
	if (expression_take(p, &v) < 0 || term_count(p, v.at) < 0 || expression_check(p, &v) < 0)
		return NULL;
	return value_node(p, field->regex, v.text);
}

/* Bytes of "field" when field: or field~ stands here, or 0. */
static size_t field_length(const struct parser *p)
{
	const char *s = p->text + p->at;
	size_t n = 0;

	while (isalpha((unsigned char)s[n]))
		n++;
	return s[n] == ':' || s[n] == '~' ? n : 0;
}

static struct node *field_parse(struct parser *p, size_t n)
{
	char name[FILTER_NAMES_MAX] = "";
	const char *names[FILTER_NAMES_MAX];
	const struct filter_field *field = NULL;
	size_t begin = p->at;

	for (size_t i = 0; i < n && n < sizeof name; i++)
		name[i] = (char)tolower((unsigned char)p->text[begin + i]);
	field = filter_field_find(p->f->of, name);
	if (!field) {
		filter_names(p->f->of, NULL, names);
		word_find(names, p->text + begin, n, "field", p->e);
		fault(p, begin);
		return NULL;
	}
	p->at += n + 1;
	return p->text[p->at - 1] == '~' ? expression_parse(p, field) : values_parse(p, field);
}

/* #tag or @actor. */
static struct node *sign_parse(struct parser *p, const char *name)
{
	const struct filter_field *field = filter_field_find(p->f->of, name);

	if (!field) {
		fault_set(
		    p, p->at, "tags and actors are of entries; put it into quotes to look for it");
		return NULL;
	}
	p->at++;
	return values_parse(p, field);
}

static struct node *word_parse(struct parser *p)
{
	struct node *any = group_new(p, NODE_ANY);
	struct piece v = { 0 };

	if (piece_take(p, false, &v) < 0 || term_count(p, v.at) < 0)
		return NULL;
	group_add(any, value_node(p, word_fragments[p->f->of], folded(p, v.text, v.n)));
	return names_add(p, &v, any) < 0 ? NULL : group_end(any);
}

static bool or_here(const struct parser *p)
{
	return p->at + 2 <= p->end && strncasecmp(p->text + p->at, "or", 2) == 0 &&
	       ends_word(p->text[p->at + 2]);
}

static struct node *one_parse(struct parser *p);
static struct node *any_parse(struct parser *p);

/* What follows a minus sign, turned. */
static struct node *not_parse(struct parser *p)
{
	size_t begin = p->at++;
	struct node *one;

	if (ends_word(p->text[p->at]) && p->text[p->at] != '(') {
		fault_set(p, begin, "\"-\" needs a condition right after it");
		return NULL;
	}
	one = one_parse(p);
	if (one)
		node_negate(one);
	return one;
}

static struct node *group_parse(struct parser *p)
{
	size_t begin = p->at++;
	struct node *any = any_parse(p);

	if (any && p->text[p->at] != ')') {
		fault_set(p, begin, "the parenthesis is never closed");
		return NULL;
	}
	p->at++;
	return any;
}

static struct node *one_parse(struct parser *p)
{
	char c = p->text[p->at];
	struct node *one;
	size_t n;

	if (p->depth >= DEPTH_MAX) {
		fault_set(p, p->at, "the filter is nested more than 32 deep");
		return NULL;
	}
	if (c == '-' || c == '(') {
		p->depth++;
		one = c == '-' ? not_parse(p) : group_parse(p);
		p->depth--;
		return one;
	}
	if (c == '#' || c == '@')
		return sign_parse(p, c == '#' ? "tag" : "actor");
	n = field_length(p);
	return n ? field_parse(p, n) : word_parse(p);
}

static struct node *all_parse(struct parser *p)
{
	struct node *all = group_new(p, NODE_ALL);

	for (;;) {
		struct node *one;

		spaces_skip(p);
		if (p->at == p->end || p->text[p->at] == ')' || or_here(p))
			break;
		one = one_parse(p);
		if (!one)
			return NULL;
		group_add(all, one);
	}
	if (all->first)
		return group_end(all);
	fault_set(p, p->at, "a condition is missing here");
	return NULL;
}

static struct node *any_parse(struct parser *p)
{
	struct node *any = group_new(p, NODE_ANY);

	for (;;) {
		struct node *all = all_parse(p);

		if (!all)
			return NULL;
		group_add(any, all);
		if (!or_here(p))
			return group_end(any);
		p->at += 2;
	}
}

static int text_parse(struct parser *p)
{
	size_t bad = text_utf8_fault(p->text, p->end);
	struct node *any;

	if (p->end > TEXT_MAX)
		return fault_set(p, TEXT_MAX, "the filter is longer than 4 KiB");
	if (bad != p->end)
		return fault_set(p, bad, "this is not UTF-8");
	spaces_skip(p);
	if (p->at == p->end)
		return 0;
	any = any_parse(p);
	if (!any)
		return -1;
	if (p->at < p->end)
		return fault_set(p, p->at, "this parenthesis was never opened");
	str_puts(&p->f->sql, " AND ");
	node_write(p->f, any, NODE_ALL);
	p->f->root = any;
	return 0;
}

/* --- the index ------------------------------------------------------------------------------- */

/* The value that a fragment looks for: the part of it that is looked for as a word, where there is
 * one. */
static const char *leaf_value(const struct node *leaf)
{
	const char *value = NULL;

	for (size_t i = 0; i < leaf->n; i++)
		if (strcmp(leaf->parts[i].name, "word") == 0)
			return leaf->parts[i].value.text;
		else if (strcmp(leaf->parts[i].name, "value") == 0)
			value = leaf->parts[i].value.text;
	return value;
}

/* Adds to `out`, which is empty, the blocks that may pass; *told false: any may. */
static int leaf_blocks(struct notebook *nb, const struct node *leaf, struct block_set *out,
    bool *told, struct err *e)
{
	const struct filter_index *index = leaf->negated ? NULL : filter_index_find(leaf->id);
	const char *value = index && !index->any_value ? leaf_value(leaf) : "";
	struct fulltext_need need = { 0 };
	struct str folded = { 0 };
	int status;

	*told = false;
	if (!index || !value)
		return 0;
	need = (struct fulltext_need){ index->table, index->column, value, strlen(value) };
	if (index->column != FULLTEXT_WORDS) { /* else it is folded already */
		text_fold(&folded, value, need.n);
		need.value = str_text(&folded);
		need.n = folded.len;
	}
	status = fulltext_find(nb, &need, out, told, e);
	str_release(&folded);
	return status;
}

static int node_blocks(struct notebook *nb, const struct node *node, struct block_set *out,
    bool *told, struct err *e);

/* One member of a group, into a set of its own. */
static int member_blocks(struct notebook *nb, const struct node *m, int64_t upto,
    struct block_set *one, bool *told, struct err *e)
{
	block_set_init(one, upto);
	return node_blocks(nb, m, one, told, e);
}

/* Any: what one of them may let pass, if each of them can tell. */
static int any_blocks(struct notebook *nb, const struct node *group, struct block_set *out,
    bool *told, struct err *e)
{
	struct block_set one = { 0 };
	int status = 0;

	*told = true;
	for (const struct node *m = group->first; m && *told && status == 0; m = m->next) {
		status = member_blocks(nb, m, out->upto, &one, told, e);
		if (status == 0 && *told)
			block_set_join(out, &one);
	}
	block_set_release(&one);
	return status;
}

/* All: what each of those lets pass that can tell. */
static int all_blocks(struct notebook *nb, const struct node *group, struct block_set *out,
    bool *told, struct err *e)
{
	struct block_set one = { 0 };
	int status = 0;
	bool tells;

	*told = false;
	for (const struct node *m = group->first; m && status == 0; m = m->next) {
		status = member_blocks(nb, m, out->upto, &one, &tells, e);
		if (status < 0 || !tells)
			continue;
		if (*told)
			block_set_meet(out, &one);
		else
			block_set_join(out, &one);
		*told = true;
	}
	block_set_release(&one);
	return status;
}

static int node_blocks(struct notebook *nb, const struct node *node, struct block_set *out,
    bool *told, struct err *e)
{
	if (node->kind == NODE_LEAF)
		return leaf_blocks(nb, node, out, told, e);
	return (node->kind == NODE_ALL ? all_blocks : any_blocks)(nb, node, out, told, e);
}

static enum table table_of(enum filter_of of)
{
	return of == FILTER_ENTRIES ? T_ENTRY : of == FILTER_CUSTOMERS ? T_CUSTOMER : TABLES;
}

/* An index that cannot be read is thrown away: without it all is found too. */
static void found_again(struct notebook *nb, const struct filter *f)
{
	struct found *found = f->found;
	struct err unread;

	found->asked = true;
	block_set_init(&found->set, fulltext_upto(nb));
	if (node_blocks(nb, f->root, &found->set, &found->told, &unread) < 0) {
		found->told = false;
		fulltext_forget(nb);
	}
	found->blocks = block_set_count(&found->set);
}

int filter_blocks(struct notebook *nb, const struct filter *f, const struct block_set **set,
    bool *few, struct err *e)
{
	int64_t last;

	*set = NULL;
	*few = false;
	if (!f || !f->root || fulltext_upto(nb) == 0 || table_of(f->of) == TABLES)
		return 0;
	if (!f->found->asked || f->found->set.upto != fulltext_upto(nb))
		found_again(nb, f);
	if (!f->found->told)
		return 0;
	if (fulltext_last(nb, table_of(f->of), &last, e) < 0)
		return -1;
	*set = &f->found->set;
	*few = f->found->blocks <= FEW_BLOCKS && last - f->found->set.upto <= FEW_ROWS;
	return 0;
}

/* --- the functions of the header ---------------------------------------------------------------
 */

struct filter *filter_compile(const char *text, enum filter_of of, const struct when_context *c,
    size_t *fault_at, struct err *e)
{
	return filter_compile_named(NULL, text, of, c, fault_at, e);
}

struct filter *filter_compile_named(struct notebook *nb, const char *text, enum filter_of of,
    const struct when_context *c, size_t *fault_at, struct err *e)
{
	struct filter *f = xcalloc(1, sizeof *f);
	struct parser p = { .f = f, .nb = nb, .when = c, .e = e, .pointed = fault_at };

	f->text = xstrdup(text ? text : "");
	f->of = of;
	f->found = xcalloc(1, sizeof *f->found);
	p.text = f->text;
	p.end = strlen(f->text);
	if (text_parse(&p) == 0)
		return f;
	if (fault_at)
		*fault_at = p.fault;
	filter_free(f);
	return NULL;
}

static const enum query_id things_ids[] = {
	[FILTER_ENTRIES] = Q_FILTER_ENTRIES_THINGS,
	[FILTER_CUSTOMERS] = Q_FILTER_CUSTOMERS_THINGS,
	[FILTER_NOTIFICATIONS] = Q_FILTER_NOTIFICATIONS_THINGS,
};

struct filter *filter_of_things(enum filter_of of, const int64_t *things, size_t n)
{
	struct filter *f = xcalloc(1, sizeof *f);
	struct str text = { 0 }, list = { 0 };
	struct part part = { "value", { 0 } };
	struct node leaf = { .id = things_ids[of], .parts = &part, .n = 1 };

	for (size_t i = 0; i < n; i++)
		str_printf(&list, "%s%lld", i ? "," : "[", (long long)things[i]);
	str_puts(&list, n ? "]" : "[]");
	str_printf(&text, "marked: %zu", n);
	f->of = of;
	f->text = str_take(&text);
	f->found = xcalloc(1, sizeof *f->found);
	part.value = bound_text(arena_strdup(&f->mem, list.at));
	str_puts(&f->sql, " AND ");
	leaf_write(f, &leaf);
	str_release(&list);
	return f;
}

const char *filter_text(const struct filter *f)
{
	return f ? f->text : "";
}

void filter_free(struct filter *f)
{
	if (!f)
		return;
	str_release(&f->sql);
	arena_release(&f->mem);
	block_set_release(&f->found->set);
	free(f->found);
	free(f->at);
	free(f->text);
	free(f);
}

static void values_bind(const struct filter *f, struct query *q)
{
	char name[32];

	for (size_t i = 0; i < f->n; i++) {
		snprintf(name, sizeof name, ":f%zu", i);
		if (!q_has(q, name))
			continue;
		if (f->at[i].is_int)
			q_int(q, name, f->at[i].n);
		else
			q_text(q, name, f->at[i].text);
	}
}

struct query *filter_query(struct notebook *nb, enum query_id id, const struct filter *f)
{
	static const char marker[] = "/*filter*/";
	struct str sql = { 0 }, base = { 0 };
	const char *at;
	struct query *q;
	bool set = f && f->found->told && fulltext_upto(nb) > 0;

	if (!f || f->sql.len == 0)
		return db_query(nb->db, id);
	statement_write(&base, id);
	at = strstr(str_text(&base), marker);
	assert(at);
	str_put(&sql, base.at, (size_t)(at - base.at));
	if (set)
		str_printf(&sql, " AND among(:among, %s.row)", table_infos[table_of(f->of)].name);
	str_put(&sql, f->sql.at, f->sql.len);
	str_puts(&sql, at + sizeof marker - 1);
	q = db_query_text(nb->db, sql.at);
	str_release(&sql);
	str_release(&base);
	values_bind(f, q);
	if (q_has(q, ":now"))
		q_int(q, ":now", notebook_time(nb));
	if (set)
		q_set(q, ":among", &f->found->set);
	return q;
}

/* --- counting -------------------------------------------------------------------------------- */

/* What is done with the rows that a statement gives for each run. */
struct scan {
	struct query *q;
	void (*row)(void *with, struct query *q);
	void *with;
};

static void run_scan(const struct scan *s, int64_t first, int64_t last)
{
	q_again(s->q);
	q_int(s->q, ":first", first);
	q_int(s->q, ":last", last);
	while (q_row(s->q))
		s->row(s->with, s->q);
}

/* The next run of rows that may pass, cut to `limit`; false where there is none before `end`. */
static bool run_next(
    const struct block_set *set, int64_t end, int64_t limit, int64_t *first, int64_t *last)
{
	if (set && *first <= set->upto && !block_set_run(set, first, last))
		*first = set->upto + 1;
	if (!set || *first > set->upto)
		*last = end;
	if (*last - *first >= limit)
		*last = *first + limit - 1;
	return *first <= end;
}

static int slice_scan(struct notebook *nb, const struct filter *f, enum table t, enum query_id id,
    int64_t incident, struct filter_slice *slice, struct scan *s, struct err *e)
{
	int64_t left = (slice->limit + BLOCK_ROWS - 1) / BLOCK_ROWS * BLOCK_ROWS, end, last;
	int64_t first = slice->after ? slice->after + 1 : 0;
	const struct block_set *set;
	bool few;

	if (filter_blocks(nb, f, &set, &few, e) < 0 || fulltext_last(nb, t, &end, e) < 0)
		return -1;
	s->q = filter_query(nb, id, f);
	q_int(s->q, ":asof", nb->asof);
	if (q_has(s->q, ":incident"))
		q_int(s->q, ":incident", incident);
	while (left > 0 && run_next(set, end, left, &first, &last)) {
		run_scan(s, first, last);
		left -= last - first + 1;
		slice->after = last;
		first = last + 1;
	}
	slice->more = left <= 0 && slice->after < end;
	return q_done(s->q, e);
}

int filter_scan(struct notebook *nb, const struct filter *f, enum table t, enum query_id id,
    int64_t incident, struct filter_slice *slice, void (*row)(void *with, struct query *q),
    void *with, struct err *e)
{
	struct filter_slice done = *slice;
	struct scan s = { .row = row, .with = with };
	bool mine;

	if (page_begin(nb->db, &mine, e) < 0 ||
	    page_end(nb->db, mine, slice_scan(nb, f, t, id, incident, &done, &s, e)) < 0)
		return -1;
	*slice = done;
	return 0;
}

static void add_count(void *with, struct query *q)
{
	*(int64_t *)with += row_int_at(q, 0);
}

int filter_count(struct notebook *nb, const struct filter *f, enum table t, enum query_id id,
    int64_t incident, int64_t *after, int limit, int64_t *count, bool *more, struct err *e)
{
	struct filter_slice slice = { .after = *after, .limit = limit };

	*count = 0;
	if (filter_scan(nb, f, t, id, incident, &slice, add_count, count, e) < 0)
		return -1;
	*after = slice.after;
	*more = slice.more;
	return 0;
}
