/* misp_tag.c - machine tags of the MISP taxonomies. */
#include "exchange/misp_tag.h"

#include <string.h>
#include <strings.h>

#include "exchange/stix.h"

static const char reliability[] = "admiralty-scale:source-reliability=\"";
static const char credibility[] = "admiralty-scale:information-credibility=\"";
static const char probability[] = "estimative-language:likelihood-probability=\"";

static const struct {
	const char *ours, *theirs;
} likelihoods[] = { { "almost-no-chance", "almost-no-chance" },
	{ "very-unlikely", "very-unlikely" }, { "unlikely", "unlikely" },
	{ "roughly-even", "roughly-even-chance" }, { "likely", "likely" },
	{ "very-likely", "very-likely" }, { "almost-certain", "almost-certain" } };

const struct stix_tlp stix_tlp_labels[] = {
	{ "CLEAR", "clear", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487" },
	{ "GREEN", "green", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb" },
	{ "AMBER", "amber", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421" },
	{ "AMBER+STRICT", "amber+strict",
	    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003" },
	{ "RED", "red", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1" },
	{ NULL, NULL, NULL },
};

void misp_admiralty_put(struct str *out, const char *pair, int part)
{
	if (part == 0)
		str_printf(out, "%s%c\"", reliability, pair[0] + ('a' - 'A'));
	else
		str_printf(out, "%s%c\"", credibility, pair[1]);
}

void misp_likelihood_put(struct str *out, const char *word)
{
	for (size_t i = 0; word && i < sizeof likelihoods / sizeof likelihoods[0]; i++)
		if (strcmp(likelihoods[i].ours, word) == 0)
			str_printf(out, "%s%s\"", probability, likelihoods[i].theirs);
}

/* The value behind key=", when the tag is that and nothing else; *n gets its length. */
static const char *value_of(const char *tag, const char *key, size_t *n)
{
	size_t begin = strlen(key), len = strlen(tag);

	if (len <= begin + 1 || strncasecmp(tag, key, begin) != 0 || tag[len - 1] != '"')
		return NULL;
	*n = len - begin - 1;
	return tag + begin;
}

static bool tlp_take(struct misp_said *said, const char *word)
{
	for (const struct stix_tlp *t = stix_tlp_labels; t->label; t++)
		if (strcasecmp(t->word, word) == 0) {
			said->tlp = t->label;
			return true;
		}
	if (strcasecmp(word, "white") == 0)
		said->tlp = "CLEAR";
	return strcasecmp(word, "white") == 0;
}

bool misp_tag_take(struct misp_said *said, const char *tag)
{
	const char *value;
	size_t n;

	if (strncasecmp(tag, "tlp:", 4) == 0)
		return tlp_take(said, tag + 4);
	value = value_of(tag, reliability, &n);
	if (value && n == 1 && (*value | 32) >= 'a' && (*value | 32) <= 'f') {
		said->admiralty[0] = (char)(*value & ~32);
		return true;
	}
	value = value_of(tag, credibility, &n);
	if (value && n == 1 && *value >= '1' && *value <= '6') {
		said->admiralty[1] = *value;
		return true;
	}
	value = value_of(tag, probability, &n);
	for (size_t i = 0; value && i < sizeof likelihoods / sizeof likelihoods[0]; i++)
		if (strlen(likelihoods[i].theirs) == n &&
		    strncasecmp(likelihoods[i].theirs, value, n) == 0) {
			said->likelihood = likelihoods[i].ours;
			return true;
		}
	return false;
}
