/*
 * advisory.h - advisories: what is written to those affected, in their languages.
 *
 * An advisory is a template of one version: subjects and bodies for each channel and language, the
 * variables they use, the actions that are advised, who has to approve it. It comes from a
 * YAML file (exchange/advisory_yaml.h) and is kept in the notebook as the JSON of
 * advisory_to_json. Rendering one for a customer needs that customer's facts; the text is
 * compiled once for a channel and language and used for all customers of that language.
 *
 * A struct advisory owns an arena; every pointer in it leads there. Texts are UTF-8 without
 * control characters except line feeds and tabs in bodies.
 */
#ifndef BLOTTER_MODEL_ADVISORY_H
#define BLOTTER_MODEL_ADVISORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/template.h"
#include "base/when.h"

enum {
	ADVISORY_LANGUAGES_MAX = 16,
	ADVISORY_VARIABLES_MAX = 64,
	ADVISORY_ACTIONS_MAX = 64,
	ADVISORY_ITEMS_MAX = 256,     /* of any other list */
	ADVISORY_SUBJECT_MAX = 200,   /* characters, with the TLP label */
	ADVISORY_VALUE_MAX = 1000,    /* characters of a value without max_length of its own */
	ADVISORY_TEXT_MAX = 64 * 1024 /* bytes of one text */
};

enum advisory_type {
	ADVISORY_STRING,
	ADVISORY_DATE,	   /* one day */
	ADVISORY_DATETIME, /* one point */
	ADVISORY_EDTF,	   /* any imprecise time */
	ADVISORY_INTEGER,
	ADVISORY_LIST, /* of strings; known data categories are shown by their labels */
};

/* Where a value comes from. */
enum advisory_source {
	ADVISORY_CASE,	   /* the incident */
	ADVISORY_CUSTOMER, /* the customer and the exposure */
	ADVISORY_TEMPLATE, /* its own default */
	ADVISORY_OPERATOR, /* typed when the notification is drafted */
};

/* The words of these, in the order of the enums, NULL-ended: as files write them. */
extern const char *const advisory_type_words[];
extern const char *const advisory_source_words[];
extern const char *const advisory_tlp_words[];	    /* RED AMBER AMBER+STRICT GREEN CLEAR */
extern const char *const advisory_audience_words[]; /* affected-customer regulator ... */
extern const char *const advisory_severity_words[]; /* info low medium high critical */
extern const char *const advisory_channel_words[];  /* email letter phone portal in-person */
/* none customer-statement log-check screenshot */
extern const char *const advisory_evidence_words[];
extern const char *const advisory_reference_words[]; /* attack cve cwe stix url other */

struct advisory_reference {
	const char *kind; /* one of advisory_reference_words */
	const char *id;
	const char *text; /* "" when there is none */
};

struct advisory_variable {
	const char *name;
	enum advisory_type type;
	enum advisory_source source;
	bool required;
	int64_t min;		     /* least items of a list; 0: no limit */
	/* characters of the value or of an item; 0: ADVISORY_VALUE_MAX */
	int64_t max_length;
	const char *const *defaults; /* one a language, NULL: none */
};

struct advisory_message {
	const char *channel;	    /* one of advisory_channel_words */
	/* one a language; NULL: this channel has none (phone, in-person) */
	const char *const *subject;
	const char *const *body;    /* one a language */
};

struct advisory_action {
	const char *id;
	const char *const *text; /* one a language */
	const char *evidence;	 /* one of advisory_evidence_words */
	const char *due;	 /* ISO 8601 duration, P14D; "" when there is none */
	const char *after;	 /* id of an earlier action; "" when there is none */
};

struct advisory {
	const char *id; /* [a-z][a-z0-9]*(-[a-z0-9]+)*, at most 64 */
	int64_t version;
	const char *title;
	const char *tlp; /* the label without "TLP:" */
	const char *audience;
	const char *severity;
	const char *const *languages; /* BCP 47 */
	size_t language_count;
	const char *default_language; /* one of them */
	const struct advisory_reference *references;
	size_t reference_count;
	const struct advisory_variable *variables;
	size_t variable_count;
	const char *const *channels; /* allowed ones */
	size_t channel_count;
	/* one of them; the one whose message others without their own use */
	const char *prefer;
	const char *resend_after; /* ISO 8601 duration; "" when nothing is sent again */
	int64_t resend_max;
	int64_t approval_count; /* persons, at least 1 */
	const char *const *approval_roles;
	size_t approval_role_count;
	bool author_may_approve;
	const struct advisory_message *messages;
	size_t message_count;
	const struct advisory_action *actions;
	size_t action_count;
	const char *const *obligations; /* ids of rules */
	size_t obligation_count;
	char sha256[DIGEST_HEX]; /* of the file it came from; "" when there was none */
	struct arena arena;	 /* owns all of the above */
};

void advisory_release(struct advisory *a);

/* The number of a word in one of the tables above, or -1. */
int advisory_word(const char *const *words, const char *word);

/* Appends the advisory as JSON: compact, keys sorted, UTF-8. */
void advisory_to_json(const struct advisory *a, struct str *out);
/* And back. The JSON may come from a notebook somebody else made: every key, type, word and length
 * is checked; ERR_INVALID names the first that is wrong. */
int advisory_from_json(struct advisory *a, const char *json, size_t n, struct err *e);

/* What differs between two stored contents, line by line as diff_lines tells it: "path: text", also
 * the lines that are the same. */
int advisory_diff(const char *was, const char *is,
    void (*each)(void *with, char op, const char *line, size_t n), void *with, struct err *e);

/* A length of time such as P14D in µs, months as 30 days and years as 365; 0 for none, and for what
 * is no length of time or centuries. */
int64_t advisory_duration(const char *text);

/* The number of the language to use for a language tag, or -1: RFC 4647 lookup without a default,
 * so id-ID is served by id, and en never by anything but en. */
int advisory_language(const struct advisory *a, const char *language);

/* One value for one customer. Which member counts follows from the variable's type. */
struct advisory_fact {
	const char *name;	   /* of the variable */
	const char *text;	   /* string, integer, or a time as EDTF; NULL or "": none */
	const char *const *items;  /* of a list */
	size_t item_count;
	const struct when *when; /* of a time; NULL: `text` is read instead */
};
struct advisory_facts {
	const struct advisory_fact *at; /* names the advisory does not know are passed over */
	size_t count;
	const char *zone; /* checked; in which times without offset are read */
};

/*
 * Subject and body for one customer, appended. The TLP label is put here, not by the
 * template: "[TLP:AMBER] " before the subject, "TLP:AMBER" and an empty line before the body.
 * A channel without a message of its own uses that of `prefer`.
 * ERR_NOT_FOUND: no such language (never another one instead) or channel; ERR_INVALID: a required
 * value is missing, or a value is too long, is no such time or has control characters; or the
 * subject is over ADVISORY_SUBJECT_MAX. Nothing is appended then. A channel without subject appends
 * none.
 */
int advisory_render(const struct advisory *a, const struct advisory_facts *facts,
    const char *channel,
		    const char *language, struct str *subject, struct str *body, struct err *e);

/* The same for many customers of one channel and language; borrows `a`, which must outlive it. */
struct advisory_renderer;
struct advisory_renderer *advisory_renderer_new(const struct advisory *a, const char *channel,
						const char *language, struct err *e);
int advisory_renderer_run(struct advisory_renderer *r, const struct advisory_facts *facts,
			  struct str *subject, struct str *body, struct err *e);
/* Does the fact of one variable have the form of its type? Errors as advisory_render. */
int advisory_renderer_check(struct advisory_renderer *r, size_t variable,
    const struct advisory_facts *facts, struct err *e);
void advisory_renderer_free(struct advisory_renderer *r);

/* The names the texts may use, for checking a template: the variables in their order, then
 * `actions` with its fields. Returns how many; `names` has room for ADVISORY_VARIABLES_MAX + 1.
 * Strings are borrowed from `a`. */
size_t advisory_names(const struct advisory *a, struct template_name *names);

/* What a data category is called in a language; the category itself where nobody knows better. */
const char *advisory_data_label(const char *category, const char *language);

#endif
