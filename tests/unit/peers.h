/*
 * peers.h - what the unit tests leave behind is checked by others: by its own export read back in,
 * and, through a folder named by PEERS, by the second verifier of tests/peers.
 */
#ifndef BLOTTER_TESTS_PEERS_H
#define BLOTTER_TESTS_PEERS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/notebook.h"

struct peer {
	struct journal_import *in;
	FILE *file; /* or NULL */
	struct err e;
};

static inline int peer_line(void *with, const char *line, size_t n)
{
	struct peer *p = with;

	if (p->file)
		fwrite(line, 1, n, p->file);
	return journal_import_line(p->in, line, n - 1, &p->e);
}

static inline FILE *peer_file(void)
{
	const char *folder = getenv("PEERS");
	static int number;
	char path[512];

	if (!folder)
		return NULL;
	snprintf(path, sizeof path, "%s/%ld.%d.jsonl", folder, (long)getpid(), number++);
	return fopen(path, "w");
}

/* A notebook that ends with a test: its export has to come back with the same head. 0, or -1 with
 * the reason printed. */
static inline int peers_check(struct notebook *nb)
{
	static const struct notebook_options nobody = { .author = "Nobody <n@soc.example>" };
	uint8_t head[DIGEST_SIZE], copied[DIGEST_SIZE];
	struct peer p = { .file = peer_file() };
	struct notebook copy;
	int64_t record, records = 0;
	int status = -1;

	nb->asof = ASOF_NOW;
	if (notebook_create_empty(&copy, ":memory:", &nobody, &p.e) < 0)
		goto done;
	p.in = journal_import_begin(&copy, &p.e);
	if (p.in && journal_export(nb, peer_line, &p, &p.e) == 0)
		status = journal_import_end(p.in, &records, &p.e);
	else
		journal_import_abort(p.in);
	if (status == 0 && (journal_head(nb, &record, head, &p.e) < 0 ||
			       journal_head(&copy, &record, copied, &p.e) < 0 ||
			       memcmp(head, copied, DIGEST_SIZE) != 0))
		status = err_set(&p.e, ERR_NO, "the copy's head is another: %s", p.e.text);
	notebook_release(&copy);
done:
	if (p.file && fclose(p.file) != 0)
		status = -1;
	if (status < 0)
		fprintf(stderr, "# a notebook does not come back: %s\n", p.e.text);
	return status;
}

#endif
