/*
 * letter.h - the letter of one notification, as a pure function of rows that never change.
 *
 * What all letters of a mailing share (advisory, incident, settings) is prepared once; the text is
 * compiled once for a channel and language. What one customer is told comes from a struct
 * letter_to. Used by the notification_*.c alone.
 */
#ifndef BLOTTER_MODEL_LETTER_H
#define BLOTTER_MODEL_LETTER_H

#include "model/advisory.h"
#include "model/customer.h"
#include "model/notebook.h"

/* The customer and the exposure as told, and how they are reached. All borrowed; NULL is absent. */
struct letter_to {
	const char *ref, *name, *organisation, *country;
	const char *addresses;    /* as kept */
	const char *categories;   /* ; between */
	const char *window;       /* EDTF, or NULL: from earliest and latest */
	int64_t earliest, latest; /* µs UTC, both 0 when unknown */
	int64_t count;            /* accesses, 0 unknown */
	const char *channel, *address;
};

/* From the columns addresses, country, name, organisation, ref, categories, count, earliest, latest
 * and window of a row, in this order; text in mem. */
void letter_to_read(struct letter_to *to, struct query *q, struct arena *mem);

/* The incident as told. */
struct letter_case {
	const char *ref, *title, *lead, *zone;
};

struct letter_slot; /* where the value of one variable comes from */
struct letter_text; /* a compiled text of one channel and language */
struct letters {
	struct advisory advisory;
	int64_t mailing;	     /* they were loaded for; 0: none */
	struct letter_case about;    /* in mem */
	struct letter_slot *slots;   /* one a variable, in mem */
	struct advisory_fact *facts; /* likewise; filled anew for each letter */
	struct letter_text *texts;
	size_t texts_n;
	struct arena mem;     /* lives as long as the letters */
	struct arena scratch; /* of one letter */
	struct str word;      /* of one letter */
	const char *lacks; /* what the exposure does not tell, and the last letter needs; or NULL */
};

/* Reads the advisory's JSON and the settings, a JSON object of texts. On error nothing is left to
 * release. */
int letters_init(struct letters *l, const char *advisory, size_t n, const struct letter_case *about,
    const char *settings, struct err *e);
/* The same for a mailing that is in the notebook. */
int letters_load(struct letters *l, struct notebook *nb, int64_t mailing, struct err *e);
/* The same, unless they are of that mailing already; zeroed ones are of none. */
int letters_of(struct letters *l, struct notebook *nb, int64_t mailing, struct err *e);
/* Subject and body, appended. channel NULL: the advisory's preferred one. Errors as
 * advisory_render. */
int letters_write(struct letters *l, const struct letter_to *to, const char *channel,
    const char *language, struct str *subject, struct str *body, struct err *e);
/* Does the setting of a variable have the form that its type asks for? ERR_INVALID says why not. */
int letters_check(struct letters *l, size_t variable, struct err *e);
void letters_release(struct letters *l);

/* The hash that an approval binds: subject, LF, body. */
void letter_hash(const struct str *subject, const struct str *body, uint8_t out[DIGEST_SIZE]);

/* Required values that neither the notebook nor the settings give: appended to `can_set` those that
 * can be set, to `cannot` those asked of the customer register, which has no such field. ", "
 * between. */
void letters_missing(const struct letters *l, struct str *can_set, struct str *cannot);
/* "NAME=VALUE" lines as the JSON object kept in a mailing. ERR_USAGE: not of that form, unknown,
 * not to be set, or twice. */
int letter_settings(const struct advisory *a, const char *const *settings, size_t n,
    struct str *out, struct err *e);

/* The settings that the letters have, with these in their place: as letter_settings. */
int letters_settings(const struct letters *l, const char *const *settings, size_t n,
    struct str *out, struct err *e);

/* The settings of another mailing, as far as this advisory knows them, with these in their place.
 */
int letter_settings_again(const struct advisory *a, const char *was, const char *const *settings,
    size_t n, struct str *out, struct err *e);

/* The advisory's language for a customer's tag: the tag itself or its primary subtag; NULL when
 * there is none. */
const char *letter_language(const struct advisory *a, const char *tag);
/* The first address that is not compromised, the preferred channel's first, then the others' in the
 * advisory's order; NULL when there is none. */
const struct address *letter_address(
    const struct advisory *a, const struct address *addresses, size_t n);

#endif
