/*
 * fixture.h - a notebook in memory with an incident in it, for the tests of the nouns.
 */
#ifndef BLOTTER_TESTS_FIXTURE_H
#define BLOTTER_TESTS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/when.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/incident.h"
#include "model/notebook.h"
#include "tests/unit/peers.h"

static struct err e;
static struct notebook nb;
static int64_t incident;
static char ref[REF_MAX]; /* of the last record written */

static inline void ok(int status)
{
	if (status < 0)
		fail_msg("%s", e.text);
}

/* It must have failed so, with that in its sentence. */
static inline void refused(int status, enum err_kind kind, const char *words)
{
	assert_int_equal(status, -1);
	if (e.kind != kind || !strstr(e.text, words))
		fail_msg("kind %d: \"%s\" instead of kind %d: \"%s\"", e.kind, e.text, kind, words);
}

static inline struct when_context context(void)
{
	return (struct when_context){ .now = when_now(), .zone = "UTC" };
}

static inline int64_t incident_new(const char *name)
{
	const struct incident fields = { .ref = name, .title = "a token in a repository" };
	int64_t thing;

	ok(incident_open(&nb, &fields, ref, &e));
	ok(incident_find(&nb, name, &thing, &e));
	return thing;
}

/* Writes one entry as typed; gives its thing. */
static inline int64_t logged_in(int64_t where, const char *text)
{
	struct when_context c = context();
	struct entryline line;
	int64_t thing;

	ok(entryline_parse(&line, text, strlen(text), &c, &e));
	ok(entry_add(&nb, where, &line, ref, &e));
	entryline_release(&line);
	ok(ref_thing(&nb, ref, T_ENTRY, &thing, &e));
	return thing;
}

static inline int64_t logged(const char *text)
{
	return logged_in(incident, text);
}

static inline int strike(int64_t entry, const char *reason)
{
	return entry_strike(
	    &nb, &(struct strike){ .entries = &entry, .n = 1, .reason = reason }, ref, &e);
}

/* The newest record's local number. */
static inline int64_t head(void)
{
	uint8_t hash[DIGEST_SIZE];
	int64_t record;

	ok(journal_head(&nb, &record, hash, &e));
	return record;
}

static inline void undo(void)
{
	int64_t changed;

	ok(journal_undo(&nb, head(), NULL, ref, &changed, &e));
}

static inline int setup(void **state)
{
	static const struct notebook_options rina = { .author = "Rina Wati <rina@soc.example>" };

	setenv("BLOTTER_CLOCK", "2021-05-17T09:00:00Z", 1);
	memset(&nb, 0, sizeof nb);
	if (notebook_create(&nb, ":memory:", &rina, &e) < 0) {
		print_error("%s\n", e.text);
		return -1;
	}
	incident = incident_new("INC-2021-06");
	return 0;
}

static inline int teardown(void **state)
{
	int status = peers_check(&nb);

	notebook_release(&nb);
	return status;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
