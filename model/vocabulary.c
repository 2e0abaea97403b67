/*
 * vocabulary.c - the tables of words, and the search for the one that was meant.
 */
#include "model/vocabulary.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"

const char *const incident_state_words[] = { "detected", "triaged", "contained", "eradicated",
	"recovered", "closed", NULL };
const char *const tlp_words[] = { "RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR", NULL };
const char *const relation_words[] = { "discovered-while", "part-of", "not-part-of",
	"same-actor-claimed", "precursor", "duplicate", NULL };
const char *const milestone_words[] = { "occurred", "detected", "aware", "determined", "contained",
	"eradicated", "recovered", "notified", "disclosed", "closed", "suspected", "discovered",
	NULL };
const char *const population_words[] = { "compromised", "targeted", "viewed", "suspected",
	"unknown", "cleared", NULL };
const char *const basis_words[] = { "log", "inference", "statement", NULL };
const char *const confidence_words[] = { "low", "medium", "high", NULL };
const char *const claim_about_words[] = { "actor", "cause", "scope", "time", NULL };
const char *const stance_words[] = { "asserts", "denies", NULL };
const char *const likelihood_words[] = { "almost-no-chance", "very-unlikely", "unlikely",
	"roughly-even", "likely", "very-likely", "almost-certain", NULL };
const char *const question_state_words[] = { "open", "answered", "unknowable", "withdrawn", NULL };
const char *const notification_state_words[] = { "draft", "in-review", "approved", "released",
	"sent", "acknowledged", "closed", "on-hold", "cancelled", "superseded", "substitute",
	NULL };
const char *const channel_words[] = { "email", "letter", "phone", "portal", "in-person", NULL };
const char *const attempt_result_words[] = { "accepted", "delivered", "delayed", "soft-bounce",
	"hard-bounce", "returned-post", "no-answer", "refused", "posted", "read", "replied", NULL };
const char *const action_state_words[] = { "asked", "accepted", "done", "verified", "declined",
	"not-applicable", NULL };
const char *const action_asked_words[] = { "asked", "accepted", "done", "verified", "declined",
	"not-applicable", "open", "overdue", NULL };
const char *const custody_kind_words[] = { "collected", "sealed", "transferred", "accessed",
	"copied", "analysed", "verified", "released", "returned", "destroyed", NULL };
const char *const custody_result_words[] = { "match", "differs", "missing", NULL };
const char *const asset_kind_words[] = { "system", "account", "indicator", "actor", NULL };
const char *const task_state_words[] = { "open", "doing", "done", "dropped", NULL };
const char *const task_priority_words[] = { "urgent", "high", "normal", "low", NULL };

enum { NEAR_MAX = 40 }; /* longer words are not compared letter by letter */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Letters to add, drop or change to make a of b (Levenshtein); both at most NEAR_MAX long. */
static int distance(const char *a, size_t n, const char *b, size_t m)
{
	int row[NEAR_MAX + 1];

	for (size_t j = 0; j <= m; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int corner = row[0];

		row[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int change = corner + (lower(a[i - 1]) != lower(b[j - 1]));

			corner = row[j];
			row[j] = least(change, least(row[j], row[j - 1]) + 1);
		}
	}
	return row[m];
}

/* The only word that begins so, or NULL. */
static const char *word_begun(const char *const *words, const char *s, size_t n)
{
	const char *found = NULL;

	for (; n > 1 && *words; words++) {
		if (strncasecmp(*words, s, n) != 0)
			continue;
		if (found)
			return NULL;
		found = *words;
	}
	return found;
}

const char *word_nearest(const char *const *words, const char *s, size_t n)
{
	const char *found = word_begun(words, s, n);
	int best = n < 4 ? 2 : 3;

	if (found || n > NEAR_MAX)
		return found;
	for (; *words; words++) {
		size_t m = strlen(*words);
		int d = m <= NEAR_MAX ? distance(s, n, *words, m) : best;

		if (d < best) {
			best = d;
			found = *words;
		}
	}
	return found;
}

static void words_join(const char *const *words, struct str *out)
{
	for (size_t i = 0; words[i]; i++) {
		if (i)
			str_puts(out, words[i + 1] ? ", " : " or ");
		str_puts(out, words[i]);
	}
}

const char *word_find(
    const char *const *words, const char *s, size_t n, const char *what, struct err *e)
{
	struct str all = { 0 };
	const char *near;
	int shown = n > NEAR_MAX ? NEAR_MAX : (int)n;

	for (size_t i = 0; words[i]; i++)
		if (strlen(words[i]) == n && strncasecmp(words[i], s, n) == 0)
			return words[i];
	near = word_nearest(words, s, n);
	if (near) {
		err_set(
		    e, ERR_INVALID, "\"%.*s\" is no %s; did you mean \"%s\"", shown, s, what, near);
		return NULL;
	}
	words_join(words, &all);
	err_set(
	    e, ERR_INVALID, "\"%.*s\" is no %s: it is one of %s", shown, s, what, str_text(&all));
	str_release(&all);
	return NULL;
}

int word_index(const char *const *words, const char *s)
{
	for (int i = 0; s && words[i]; i++)
		if (strcmp(words[i], s) == 0)
			return i;
	return -1;
}
