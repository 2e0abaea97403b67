/* mapping.c - which column of a file is which field of ours. */
#include "exchange/mapping.h"

#include <string.h>

#include "base/mem.h"

static char plain(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == ' ' || c == '-' || c == '.' ? '_' : c;
}

static void trim(const char **s, size_t *n)
{
	while (*n && (**s == ' ' || **s == '\t')) {
		(*s)++;
		(*n)--;
	}
	while (*n && ((*s)[*n - 1] == ' ' || (*s)[*n - 1] == '\t'))
		(*n)--;
}

static bool header_is(const struct csv_field *header, const char *name, size_t n)
{
	const char *s = header->at;
	size_t len = header->len;

	trim(&s, &len);
	if (len != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (plain(s[i]) != plain(name[i]))
			return false;
	return true;
}

/* The column of that name, -1 for none, -2 for more than one. */
static int column_find(const struct csv_row *header, const char *name, size_t n)
{
	int found = -1;

	for (size_t i = 0; i < header->n; i++) {
		if (!header_is(&header->at[i], name, n))
			continue;
		if (found >= 0)
			return -2;
		found = (int)i;
	}
	return found;
}

static int field_find(const struct mapping_field *fields, size_t count, const char *name, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(fields[i].name) == n && memcmp(fields[i].name, name, n) == 0)
			return (int)i;
	return -1;
}

static int field_unknown(
    const struct mapping_field *fields, size_t count, const char *name, size_t n, struct err *e)
{
	struct str all = { 0 };

	for (size_t i = 0; i < count; i++)
		str_printf(&all, "%s%s", i ? ", " : "", fields[i].name);
	err_set(e, ERR_USAGE, "--map: there is no field \"%.*s\": fields are %s", (int)n, name,
	    str_text(&all));
	str_release(&all);
	return -1;
}

/* One `field=Column` of the map. given[field] is set. */
static int pair_take(struct mapping *m, bool *given, const struct mapping_field *fields,
    size_t count, const char *pair, size_t n, const char *file, const struct csv_row *header,
    struct err *e)
{
	const char *equal = memchr(pair, '=', n), *name = equal + 1;
	size_t name_n;
	int field, column;

	if (!equal)
		return err_set(e, ERR_USAGE, "--map: \"%.*s\" is not field=Column", (int)n, pair);
	field = field_find(fields, count, pair, (size_t)(equal - pair));
	if (field < 0)
		return field_unknown(fields, count, pair, (size_t)(equal - pair), e);
	name_n = n - (size_t)(name - pair);
	trim(&name, &name_n);
	column = name_n ? column_find(header, name, name_n) : -1;
	if (column == -1 && name_n)
		return err_set(
		    e, ERR_USAGE, "--map: %s has no column \"%.*s\"", file, (int)name_n, name);
	if (column == -2)
		return err_set(
		    e, ERR_INVALID, "%s has two columns \"%.*s\"", file, (int)name_n, name);
	m->column[field] = column;
	given[field] = true;
	return 0;
}

static int map_take(struct mapping *m, bool *given, const struct mapping_field *fields,
    size_t count, const char *map, const char *file, const struct csv_row *header, struct err *e)
{
	while (map && *map) {
		size_t n = strcspn(map, ",");

		if (n && pair_take(m, given, fields, count, map, n, file, header, e) < 0)
			return -1;
		map += n + (map[n] == ',');
	}
	return 0;
}

static bool taken(const struct mapping *m, size_t count, int column)
{
	for (size_t i = 0; i < count; i++)
		if (m->column[i] == column)
			return true;
	return false;
}

static int name_try(struct mapping *m, size_t count, size_t field, const char *name, size_t n,
    const char *file, const struct csv_row *header, struct err *e)
{
	int column = column_find(header, name, n);

	if (column == -2)
		return err_set(e, ERR_INVALID, "%s has two columns \"%.*s\"", file, (int)n, name);
	if (column >= 0 && !taken(m, count, column))
		m->column[field] = column;
	return 0;
}

static int field_recognise(struct mapping *m, const struct mapping_field *fields, size_t count,
    size_t field, const char *file, const struct csv_row *header, struct err *e)
{
	const char *names = fields[field].headers;

	if (name_try(m, count, field, fields[field].name, strlen(fields[field].name), file, header,
		e) < 0)
		return -1;
	while (m->column[field] < 0 && names && *names) {
		size_t n = strcspn(names, " ");

		if (name_try(m, count, field, names, n, file, header, e) < 0)
			return -1;
		names += n + (names[n] == ' ');
	}
	if (m->column[field] < 0 && fields[field].required)
		return err_set(e, ERR_INVALID,
		    "%s has no column for %s: name a column so, or --map %s=COLUMN", file,
		    fields[field].name, fields[field].name);
	return 0;
}

int mapping_make(struct mapping *m, const struct mapping_field *fields, size_t n, const char *map,
    const char *file, const struct csv_row *header, struct err *e)
{
	bool given[MAPPING_FIELDS_MAX] = { false };

	memset(m, 0, sizeof *m);
	m->columns = header->n;
	for (size_t i = 0; i < MAPPING_FIELDS_MAX; i++)
		m->column[i] = -1;
	if (map_take(m, given, fields, n, map, file, header, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!given[i] && field_recognise(m, fields, n, i, file, header, e) < 0)
			return -1;
		if (given[i] && m->column[i] < 0 && fields[i].required)
			return err_set(
			    e, ERR_USAGE, "--map: %s cannot do without a column", fields[i].name);
	}
	for (size_t i = 0; i < header->n; i++)
		if (!taken(m, n, (int)i))
			str_printf(&m->unused, "%s%s", m->unused.len ? ", " : "",
			    header->at[i].len ? header->at[i].at : "(without a name)");
	return 0;
}

void mapping_release(struct mapping *m)
{
	str_release(&m->unused);
}
