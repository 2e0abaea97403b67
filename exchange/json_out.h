/* json_out.h - a JSON document on its way out: keys sorted, indented, and absent instead of empty.
 */
#ifndef BLOTTER_EXCHANGE_JSON_OUT_H
#define BLOTTER_EXCHANGE_JSON_OUT_H

#include "exchange/export.h"

struct json_t; /* of jansson */

/* Nothing for NULL and "". */
void json_pair(struct json_t *object, const char *key, const char *text);
void json_add(struct json_t *array, const char *text);
/* Writes it to the file of the export and frees it. */
int json_out(struct export *x, struct json_t *document, struct err *e);
/* 2021-06-08T01:52:00.000Z, in the arena. */
const char *json_time(struct arena *mem, int64_t at);

#endif
