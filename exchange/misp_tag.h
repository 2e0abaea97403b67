/*
 * misp_tag.h - machine tags of the MISP taxonomies that say what a claim is worth and how widely it
 * may be told: admiralty-scale:source-reliability="b", tlp:amber+strict.
 */
#ifndef BLOTTER_EXCHANGE_MISP_TAG_H
#define BLOTTER_EXCHANGE_MISP_TAG_H

#include <stdbool.h>

#include "base/str.h"

/* Appends the tag of one half of "B2": part 0 the letter, 1 the digit. */
void misp_admiralty_put(struct str *out, const char *pair, int part);
/* Appends the tag of a word of ICD 203; nothing for NULL. */
void misp_likelihood_put(struct str *out, const char *word);

/* What tags say; a zeroed one says nothing. */
struct misp_said {
	char admiralty[3];	/* letter and digit; 0 where it is not said */
	const char *tlp;	/* a label of ours, or NULL */
	const char *likelihood; /* a word of ours, or NULL */
};
/* Is it such a tag? Then it is taken. */
bool misp_tag_take(struct misp_said *said, const char *tag);

#endif
