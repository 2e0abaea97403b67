/* statement.c - writes a statement out: the table of a template, and the rows as of a moment. */
#include "model/statement.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "model/journal.h"

enum {
	OWN_COLUMNS = 6
}; /* row, id, since, until, salt, seal: the journal's, before a table's own */

/* A name in a macro: ends at a comma or the parenthesis. */
struct name {
	const char *s;
	int n;
};

static bool begins(const char *s, const char *word)
{
	return strncmp(s, word, strlen(word)) == 0;
}

/* Appends a piece of a statement in which $ is the name of the table. */
static void piece_write(struct str *out, const char *s, size_t n, const struct statement_table *t)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '$' && t)
			str_puts(out, t->name);
		else
			str_putc(out, s[i]);
}

/* ?7, ?8 … one for each column. */
static void marks_write(struct str *out, const struct statement_table *t)
{
	int mark = OWN_COLUMNS;

	str_printf(out, "?%d", ++mark);
	for (const char *s = t->columns; (s = strchr(s, ',')); s++)
		str_printf(out, ", ?%d", ++mark);
}

/* a = NULL, b = NULL … for each column. */
static void nulls_write(struct str *out, const struct statement_table *t)
{
	for (const char *s = t->columns; *s; s++) {
		if (*s == ',')
			str_puts(out, " = NULL");
		str_putc(out, *s);
	}
	str_puts(out, " = NULL");
}

static void live_write(struct str *out, struct name c, const struct statement_table *t)
{
	piece_write(out, c.s, (size_t)c.n, t);
	str_puts(out, ".since <= :asof AND ");
	piece_write(out, c.s, (size_t)c.n, t);
	str_puts(out, ".until > :asof");
}

static void row_write(
    struct str *out, struct name table, struct name thing, const struct statement_table *t)
{
	str_puts(out, "coalesce((SELECT later.row FROM ");
	piece_write(out, table.s, (size_t)table.n, t);
	str_printf(out,
	    " AS later WHERE later.id = %.*s AND later.row <> later.id"
	    " AND later.since <= :asof AND later.until > :asof), %.*s)",
	    thing.n, thing.s, thing.n, thing.s);
}

static void reference_write(struct str *out, const char *select, size_t n, const char *table,
    const struct column_info *c)
{
	const char need[] = { c->need, '\0' };
	const struct {
		const char *name, *is;
	} names[] = { { "$table", table }, { "$column", c->name }, { "$need", need } };
	enum { NAMES = sizeof names / sizeof *names };

	for (const char *s = select; s < select + n;) {
		size_t i = 0;

		while (i < NAMES && !begins(s, names[i].name))
			i++;
		if (i < NAMES)
			str_puts(out, names[i].is);
		else
			str_putc(out, *s);
		s += i < NAMES ? strlen(names[i].name) : 1;
	}
}

/* The select of the macro for each column that refers to rows. */
static void references_write(struct str *out, const char *select, size_t n)
{
	const char *joined = "";

	for (int t = 0; t < TABLES; t++) {
		const struct table_info *info = &table_infos[t];

		for (int c = 0; c < info->columns; c++) {
			if (info->column[c].type != COLUMN_THING &&
			    info->column[c].type != COLUMN_VERSION)
				continue;
			str_puts(out, joined);
			reference_write(out, select, n, info->name, &info->column[c]);
			joined = " UNION ALL ";
		}
	}
}

/* The parenthesis that closes the one at `open`; NULL where none does. */
static const char *closing(const char *open)
{
	int depth = 0;

	for (const char *s = open; *s; s++) {
		depth += (*s == '(') - (*s == ')');
		if (depth == 0)
			return s;
	}
	return NULL;
}

/* Writes the macro at s out; returns the bytes it took there, 0 where there is none. */
static size_t macro_write(struct str *out, const char *s, const struct statement_table *t)
{
	const char *open = strchr(s, '('), *close = open ? closing(open) : NULL, *comma;

	if (!close ||
	    (!begins(s, "@live(") && !begins(s, "@row(") && !begins(s, "@references(")))
		return 0;
	comma = memchr(open, ',', (size_t)(close - open));
	if (begins(s, "@live("))
		live_write(out, (struct name){ open + 1, (int)(close - open - 1) }, t);
	else if (begins(s, "@references("))
		references_write(out, open + 1, (size_t)(close - open - 1));
	else {
		assert(comma);
		row_write(out, (struct name){ open + 1, (int)(comma - open - 1) },
		    (struct name){ comma + 2, (int)(close - comma - 2) }, t);
	}
	return (size_t)(close + 1 - s);
}

/* The table of a template, or NULL. */
static const struct statement_table *table_of(enum query_id id)
{
	int table = statement_places[id].table;

	return table ? &statement_tables[table] : NULL;
}

const char *statement_label(enum query_id id)
{
	return statement_texts + statement_places[id].at;
}

const char *statement_text(enum query_id id)
{
	const char *label = statement_label(id);

	return label + strlen(label) + 1;
}

const char *statement_name(enum query_id id, char out[STATEMENT_NAME_MAX])
{
	const struct statement_table *t = table_of(id);

	snprintf(
	    out, STATEMENT_NAME_MAX, "%s%s", t ? t->name : "", statement_label(id) + (t != NULL));
	return out;
}

/* The text with its words for the bytes that stand for them. */
static void words_write(struct str *out, const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 128)
			str_putc(out, *s);
		else
			str_puts(out, statement_words[(unsigned char)*s - 128]);
}

void statement_write(struct str *out, enum query_id id)
{
	const struct statement_table *t = table_of(id);
	struct str text = { 0 };

	words_write(&text, statement_text(id));
	for (const char *s = str_text(&text); *s;) {
		size_t used = *s == '@' ? macro_write(out, s, t) : 0;

		if (!used && t && begins(s, "$columns")) {
			str_puts(out, t->columns);
			used = strlen("$columns");
		} else if (!used && t && begins(s, "$marks")) {
			marks_write(out, t);
			used = strlen("$marks");
		} else if (!used && t && begins(s, "$nulls")) {
			nulls_write(out, t);
			used = strlen("$nulls");
		} else if (!used) {
			piece_write(out, s, 1, t);
			used = 1;
		}
		s += used;
	}
	str_release(&text);
}
