/*
 * json_in.h - one JSON document that somebody else wrote: read whole, with limits, and taken apart
 * by names. Faults say the path: "bundle.json: objects[3].name: it is missing".
 */
#ifndef BLOTTER_EXCHANGE_JSON_IN_H
#define BLOTTER_EXCHANGE_JSON_IN_H

#include "base/digest.h"
#include "exchange/import.h"
#include "model/case_import.h"

enum { JSON_IN_MOST = 64 * 1024 * 1024, JSON_IN_ITEMS = 200000 };

struct json_t; /* of jansson */
struct json_in {
	const struct import_options *o;
	struct import_result *result;
	const char *name; /* of the file, for messages */
	struct json_t *root; /* an object; owned */
	uint8_t sha256[DIGEST_SIZE];
	struct case_import into;
	int64_t passed; /* what has no place in a notebook */
	struct arena mem;
};
/* ERR_INVALID names file, line and column of what is not JSON. */
int json_in_open(struct json_in *in, const struct import_options *o, struct import_result *result,
    struct err *e);
/* Takes all of it, or nothing, by `take` within one record. */
int json_in_run(struct json_in *in, struct notebook *nb, const char *format,
    int (*take)(struct json_in *in, struct err *e), struct err *e);
void json_in_release(struct json_in *in);

/* "FILE: PATH: the sentence"; returns -1. */
int json_in_fault(
    const struct json_in *in, struct err *e, const char *path, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Puts the place before a sentence of the model. */
int json_in_place(const struct json_in *in, struct err *e, const char *path);
/* A text of an object: 0 with *text NULL when it is absent and not needed. */
int json_in_text(const struct json_in *in, const struct json_t *object, const char *path,
    const char *key, bool needed, const char **text, struct err *e);

#endif
