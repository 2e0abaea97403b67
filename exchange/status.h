/*
 * status.h - what mailers say of letters, line by line, whatever the format it came in.
 *
 * For status_import.c and the readers of the formats: rows of CSV (there), objects of JSON Lines
 * (jsonl_status.c), delivery reports (status_mail.c).
 */
#ifndef BLOTTER_EXCHANGE_STATUS_H
#define BLOTTER_EXCHANGE_STATUS_H

#include "exchange/import.h"

struct status_line {
	const char *key, *result, *code, *channel;
	const char *recipient; /* NULL; or the letter must go to this address */
	int64_t at, number;    /* number: of the row, so that those of a key stay in order */
	int64_t notification;  /* 0: none found */
};
struct status_lines {
	struct status_line *at; /* sorted by key, number once all are there */
	size_t n, cap;
	struct arena mem;
	bool by_email; /* keys are addresses */
	bool by_ref;   /* keys are references of letters alone, not those of customers */
};

/* Takes what was said of one letter: result is a word of ours or of theirs; texts are copied.
 * ERR_INVALID: there is no key, or the result or channel is no such word. */
int status_line_add(struct status_lines *l, const struct status_line *said, struct err *e);

/* Adds the line of a JSON object: key (or notification, ref, customer, email), result, code, at,
 * channel. Times as in import_time. ERR_INVALID. */
int status_json_take(
    struct status_lines *l, const struct import *in, const char *text, size_t n, struct err *e);

/* Adds what the delivery reports of a file (mbox, or one message; "-" is stdin) say, and how many
 * messages there were; sha256 is that of the file. */
int status_mail_read(struct notebook *nb, const char *path, struct status_lines *l,
    struct import_result *r, uint8_t sha256[DIGEST_SIZE], struct err *e);
/* Does a file begin as mail does? Pipes and what cannot be read do not. */
bool status_mail_is(const char *path);

#endif
