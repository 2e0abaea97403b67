/*
 * entryline.h - the line in which entries are typed: [time] [kind] text, as a pure function.
 *
 *     time   HH:MM | YYYY-MM-DD[ HH:MM[:SS]] [ZONE] | -15m | -2h30m | yesterday HH:MM | A/B | ~A |
 * ~A/B | undated kind   ! decision, ? question, + action, > evidence, * milestone, = REF answer,
 * kind:WORD, or none text   @actor #tag #RW12 (a reference) ^14:00 or ^+72h (due) src:WORD
 * src:"WORDS" ref:RW12 sev:2 ioc:WORD
 *
 * In the text a mark counts only at its start or after white space, and before a letter or digit;
 * so ops@bank.example, C#, ~/file and \@name stay text. The text is kept as typed, marks included,
 * so that reading it again finds the same. After > nothing is looked for.
 */
#ifndef BLOTTER_MODEL_ENTRYLINE_H
#define BLOTTER_MODEL_ENTRYLINE_H

#include "base/mem.h"
#include "base/when.h"

enum { ENTRYLINE_MAX = 64 * 1024 }; /* bytes of one entry */

struct entryline {
	const char *kind;   /* a word of model/words.h */
	struct when when;   /* the point `now` when no time was typed; edtf "" when undated */
	bool has_kind;      /* a kind was typed */
	bool has_time;      /* a time, or undated, was typed */
	bool undated;       /* the word undated was typed */
	const char *phrase; /* the time as typed; NULL when none */
	const char *text;   /* what follows time and kind; may have lines */
	const char *tags;   /* "contain detect": sorted, each once, small letters; NULL when none */
	const char *actors; /* likewise */
	const char *owner;  /* the first of them in the text; NULL when none */
	const char *refs;   /* "RW12 RW7.3", sorted, each once; NULL when none */
	const char *iocs;   /* values of ioc:, likewise, as typed */
	const char *source; /* of src:, NULL when none */
	int severity;       /* of sev:, 1 to 5; 0 when none */
	const char *answers; /* reference after =; NULL when none */
	int64_t due;         /* µs UTC; of a day typed as ^2021-05-20 its end; 0 when none */
	/* What blotter ask and answer add; never typed in the line. */
	const char *asker;             /* of a question; NULL: who writes */
	const char *state, *confidence; /* of an answer: words, or NULL: answered, none */
	int64_t now;         /* µs UTC, what "now" meant */
	size_t fault_at;     /* on error: offset of the byte to point at */
	struct arena mem;    /* owns the strings */
};

/* Times are read in the zone of `c`, the past ones before c->now; c->future does not matter. On
 * error `out` holds fault_at and nothing to release. */
int entryline_parse(
    struct entryline *out, const char *text, size_t n, const struct when_context *c, struct err *e);
void entryline_release(struct entryline *l);

/* Of a text as it is kept: the word that says when it is due ("^14:00"), *n its bytes, or NULL; and
 * the first @name in it, in mem, or NULL. */
const char *entryline_due_word(const char *text, size_t *n);
const char *entryline_owner(const char *text, struct arena *mem);

#endif
