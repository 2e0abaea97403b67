/* since.c - what is new after a record. */
#include "model/since.h"

#include <stdlib.h>
#include <string.h>

#include "model/list.h"
#include "model/page.h"

enum { PAGE = 500, CHANGES_LOOKED_AT = 16 };

static struct since_kind *kind_of(struct since_list *l, const char *kind, int shown)
{
	struct since_kind *k;

	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].kind, kind) == 0)
			return &l->at[i];
	k = list_push(l);
	memcpy(k->kind, kind, strlen(kind) + 1);
	k->record = arena_alloc(&l->mem, (size_t)shown * sizeof *k->record);
	return k;
}

static int records_count(
    struct notebook *nb, int64_t after, int shown, struct since_list *out, struct err *e)
{
	size_t n = PAGE;

	while (n == PAGE) {
		struct record_list page = { 0 };
		int status = record_page(nb, after, false, PAGE, &page, e);

		n = status < 0 ? 0 : page.n;
		for (size_t i = 0; i < n; i++) {
			const struct record *r = &page.at[i];
			struct since_kind *k = kind_of(out, r->kind, shown);

			k->record[k->records++ % shown] = r->id;
			k->rows += r->rows;
			k->ends += r->ends;
			after = r->id;
		}
		record_list_release(&page);
		if (status < 0)
			return -1;
	}
	return 0;
}

/* The title of the entry a record wrote, or the first thing it touched. */
static int text_find(
    struct notebook *nb, int64_t record, const char **text, struct arena *mem, struct err *e)
{
	struct value values[COLUMNS_MAX];
	struct change_list changes = { 0 };
	int64_t thing;
	bool more;
	int status = record_changes(nb, record, CHANGES_LOOKED_AT, &more, &changes, e);

	*text = NULL;
	for (size_t i = 0; status == 0 && i < changes.n; i++) {
		const struct change *c = &changes.at[i];

		if (c->table == T_ENTRY && c->row && !c->erased) {
			status = row_load(nb, T_ENTRY, c->row, values, &thing, mem, e);
			*text = status == 0 ? values[COL(entry, text)].text : NULL;
			break;
		}
		if (!*text)
			*text = arena_printf(mem, "%s %s", table_infos[c->table].name, c->ref);
	}
	change_list_release(&changes);
	return status;
}

static int kind_read(
    struct notebook *nb, struct since_kind *k, int shown, struct arena *mem, struct err *e)
{
	int64_t first = k->records > shown ? k->records - shown : 0;

	k->at = arena_alloc(mem, (size_t)(k->records - first) * sizeof *k->at);
	for (int64_t i = first; i < k->records; i++) {
		struct record_list one = { 0 };
		struct since_record *r = &k->at[k->n];
		int status = record_load(nb, k->record[i % shown], &one, e);

		if (status == 0) {
			*r = (struct since_record){ .time = one.at[0].time,
				.writer = arena_strdup(mem, name_alone(one.at[0].writer, mem)) };
			status = record_ref(nb, one.at[0].id, r->ref, e);
		}
		if (status == 0)
			status = text_find(nb, one.at[0].id, &r->text, mem, e);
		record_list_release(&one);
		if (status < 0)
			return -1;
		k->n++;
	}
	return 0;
}

int since_load(
    struct notebook *nb, int64_t after, int shown, struct since_list *out, struct err *e)
{
	if (records_count(nb, after, shown, out, e) < 0)
		return -1;
	for (size_t i = 0; i < out->n; i++)
		if (kind_read(nb, &out->at[i], shown, &out->mem, e) < 0)
			return -1;
	return 0;
}

void since_list_release(struct since_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
