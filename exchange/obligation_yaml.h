/*
 * obligation_yaml.h - rules about duties from the YAML people write (format 1, see the
 * files that come with blotter).
 */
#ifndef BLOTTER_EXCHANGE_OBLIGATION_YAML_H
#define BLOTTER_EXCHANGE_OBLIGATION_YAML_H

#include "base/err.h"
#include "exchange/fault.h"
#include "model/rule.h"

enum { OBLIGATION_FORMAT = 1, OBLIGATION_RULES_MAX = 256 };

/* The rules of a file; strings are the list's. */
struct obligation_file {
	struct rule_text *at;
	size_t n;
	struct arena mem;
};

/* Reads a file of rules; "-" is stdin. The codes of its faults are those of advisories
 * (exchange/advisory_yaml.h). 0: `out` holds the rules, to be released. -1: the error has the
 * sentence of the first fault with its place, `faults` all of them. */
int obligation_yaml_read(const char *path, struct obligation_file *out, struct fault_list *faults,
    struct err *e);
/* The same for bytes that are there already; `name` is for the error. */
int obligation_yaml_parse(const char *name, const char *bytes, size_t n,
    struct obligation_file *out, struct fault_list *faults, struct err *e);
void obligation_file_release(struct obligation_file *f);

#endif
