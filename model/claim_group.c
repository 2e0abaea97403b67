/* claim_group.c - claims side by side. */
#include "model/claim_group.h"

#include <string.h>

#include "model/list.h"
#include "model/vocabulary.h"

/* Appends the claims that a statement over one claim gives, but for those that are there. */
static int members_load(struct notebook *nb, enum query_id id, const struct claim *of,
    struct claim_list *out, struct err *e)
{
	int64_t thing[CLAIM_GROUP_MAX];
	struct query *q = db_query(nb->db, id);
	size_t n = 0;

	q_int(q, ":row", of->row);
	q_int(q, ":asof", nb->asof);
	while (n < CLAIM_GROUP_MAX && q_row(q))
		thing[n++] = row_int(q, "id");
	if (q_done(q, e) < 0)
		return -1;
	for (size_t i = 0; i < n && out->n < CLAIM_GROUP_MAX; i++) {
		bool there = false;

		for (size_t k = 0; k < out->n && !there; k++)
			there = out->at[k].thing == thing[i];
		if (!there && claim_load(nb, thing[i], out, e) < 0)
			return -1;
	}
	return 0;
}

static int group_read(struct notebook *nb, int64_t head, struct claim_list *out, struct err *e)
{
	if (claim_load(nb, head, out, e) < 0)
		return -1;
	for (size_t i = 0; i < out->n; i++) {
		struct claim of = out->at[i]; /* the list may move */

		if (members_load(nb, Q_CLAIM_SPEAKS_OF, &of, out, e) < 0 ||
		    (i == 0 && members_load(nb, Q_CLAIM_SAME_TOPIC, &of, out, e) < 0))
			return -1;
	}
	return 0;
}

int claim_group_load(struct notebook *nb, int64_t head, struct claim_list *out, struct err *e)
{
	bool mine;

	if (page_begin(nb->db, &mine, e) < 0)
		return -1;
	return page_end(nb->db, mine, group_read(nb, head, out, e));
}

/* --- words ---------------------------------------------------------------------------------- */

static bool denies(const struct claim *x)
{
	return strcmp(x->stance, "denies") == 0;
}

static const char *verb(const struct claim *x, const struct claim *head)
{
	if (x->contradicts)
		return "contradicted by";
	if (denies(x))
		return "denied by";
	if (x->of)
		return "supported by";
	if (x != head)
		return "another claim by";
	return x->about && strcmp(x->about, "actor") == 0 ? "attributed by" : "claimed by";
}

bool claim_spoke_of_earlier(const struct claim *x, const struct claim *of)
{
	return of->supersedes && x->recorded < of->recorded;
}

/* The claim of the group that another one of it speaks of, or NULL. */
static const struct claim *spoken_of(const struct claim_list *group, const struct claim *x)
{
	int64_t what = x->contradicts ? x->contradicts : x->of;

	for (size_t i = 0; what && i < group->n; i++)
		if (group->at[i].thing == what)
			return &group->at[i];
	return NULL;
}

void claim_group_sentence(const struct claim_list *group, const char *zone, struct str *out)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct claim *x = &group->at[i], *of = spoken_of(group, x);

		str_puts(out, i ? "; " : "");
		if (of && of != &group->at[0])
			str_printf(out, "%s is ", of->by);
		str_printf(out, "%s %s (%s, ", verb(x, &group->at[0]), x->by, x->source);
		when_show(out, &x->said, zone, false);
		str_puts(
		    out, of && claim_spoke_of_earlier(x, of) ? "; of an earlier wording)" : ")");
	}
}

void admiralty_meaning(const char *code, struct str *out)
{
	static const char *const reliability[] = { "completely reliable", "usually reliable",
		"fairly reliable", "not usually reliable", "unreliable",
		"reliability cannot be judged" };
	static const char *const credibility[] = { "confirmed", "probably true", "possibly true",
		"doubtful", "improbable", "truth cannot be judged" };

	if (code[0] >= 'A' && code[0] <= 'F' && code[1] >= '1' && code[1] <= '6')
		str_printf(out, "%s, %s", reliability[code[0] - 'A'], credibility[code[1] - '1']);
}

void likelihood_meaning(const char *word, struct str *out)
{
	static const char *const ranges[] = { "1 to 5 %", "5 to 20 %", "20 to 45 %", "45 to 55 %",
		"55 to 80 %", "80 to 95 %", "95 to 99 %" };
	int i = word_index(likelihood_words, word);

	if (i < 0)
		return;
	for (const char *c = word; *c; c++)
		str_putc(out, *c == '-' ? ' ' : *c);
	str_printf(out, " (%s)", ranges[i]);
}
