/* counts.c - how many are affected and were told. Values are few, customers are many. */
#include "model/counts.h"

#include <stdlib.h>
#include <string.h>

#include "model/list.h"

const char *const count_words[] = { "total", "population", "country", "residence", "language",
	"channel", "status", NULL };

/* One customer, as the statement tells. */
struct one {
	bool cleared, drafted, released, sent, acknowledged;
};

static struct count_line *line_of(struct count_list *l, enum count_of of, const char *value)
{
	struct count_line *line;

	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].of == of &&
		    (value && l->at[i].value ? strcmp(value, l->at[i].value) == 0
					     : value == l->at[i].value))
			return &l->at[i];
	line = list_push(l);
	line->of = of;
	line->value = value ? arena_strdup(&l->mem, value) : NULL;
	return line;
}

static void one_count(
    struct count_list *l, enum count_of of, const char *value, const struct one *one)
{
	struct count_line *line;

	if (one->cleared && of != COUNT_POPULATION)
		return;
	line = line_of(l, of, value);
	line->affected++;
	line->drafted += one->drafted;
	line->released += one->released;
	line->sent += one->sent;
	line->acknowledged += one->acknowledged;
}

static void residence_count(struct count_list *l, const char *country, const struct one *one)
{
	char alone[3] = "";

	if (country && strlen(country) > 2 && country[2] == '-') {
		memcpy(alone, country, 2);
		one_count(l, COUNT_COUNTRY, alone, one);
		one_count(l, COUNT_RESIDENCE, country, one);
		return;
	}
	one_count(l, COUNT_COUNTRY, country, one);
}

static void row_count(struct count_list *l, struct query *q, struct arena *mem)
{
	const char *population = row_text(q, "population", mem);
	const char *country = row_text(q, "country", mem);
	const char *language = row_text(q, "language", mem);
	const struct one one = {
		.cleared = population && strcmp(population, "cleared") == 0,
		.drafted = row_int_or(q, "drafted", 0) != 0,
		.released = row_int_or(q, "released", 0) != 0,
		.sent = row_int_or(q, "sent", 0) != 0,
		.acknowledged = row_int_or(q, "acknowledged", 0) != 0,
	};

	one_count(l, COUNT_TOTAL, "all", &one);
	one_count(l, COUNT_POPULATION, population, &one);
	residence_count(l, country, &one);
	one_count(l, COUNT_LANGUAGE, language, &one);
	one_count(l, COUNT_CHANNEL, row_text(q, "channel", mem), &one);
	one_count(l, COUNT_STATUS, row_text(q, "status", mem), &one);
}

/* What is not known comes last. */
static int by_value(const void *a, const void *b)
{
	const struct count_line *x = a, *y = b;

	if (x->of != y->of)
		return x->of < y->of ? -1 : 1;
	if (!x->value || !y->value)
		return (x->value == NULL) - (y->value == NULL);
	return strcmp(x->value, y->value);
}

int count_list_load(struct notebook *nb, int64_t incident, const struct filter *filter,
    struct count_list *out, struct err *e)
{
	struct query *q = filter_query(nb, Q_COUNT_LIST, filter);
	struct arena mem = { 0 };

	*out = (struct count_list){ 0 };
	line_of(out, COUNT_TOTAL, "all");
	q_int(q, ":asof", nb->asof);
	q_int(q, ":incident", incident);
	while (q_row(q)) {
		arena_reset(&mem);
		row_count(out, q, &mem);
	}
	arena_release(&mem);
	if (q_done(q, e) < 0) {
		count_list_release(out);
		return -1;
	}
	qsort(out->at, out->n, sizeof *out->at, by_value);
	return 0;
}

void count_list_release(struct count_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct count_list){ 0 };
}

int count_residents(struct notebook *nb, int64_t incident, const char *residence, int64_t *count,
    struct err *e)
{
	struct query *q = db_query(nb->db, Q_COUNT_RESIDENTS);

	*count = 0;
	q_int(q, ":asof", nb->asof);
	q_int(q, ":incident", incident);
	q_text(q, ":residence", residence);
	if (q_row(q))
		*count = row_int(q, "count");
	return q_done(q, e);
}
