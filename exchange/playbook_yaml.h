/*
 * playbook_yaml.h - playbooks from the YAML people write (format 1, blotter-template(5)).
 */
#ifndef BLOTTER_EXCHANGE_PLAYBOOK_YAML_H
#define BLOTTER_EXCHANGE_PLAYBOOK_YAML_H

#include "base/err.h"
#include "exchange/fault.h"
#include "model/playbook.h"

enum { PLAYBOOK_FORMAT = 1 };

/* One file is one playbook; strings are the file's. */
struct playbook_file {
	struct playbook_text text;
	size_t tasks;
	struct arena mem;
};

/* Reads a playbook; "-" is stdin. The codes of its faults are those of advisories
 * (exchange/advisory_yaml.h), and they are all told at once. */
int playbook_yaml_read(const char *path, struct playbook_file *out, struct fault_list *faults,
    struct err *e);
/* The same for bytes that are there already; `name` is for the error. */
int playbook_yaml_parse(const char *name, const char *bytes, size_t n, struct playbook_file *out,
    struct fault_list *faults, struct err *e);
void playbook_file_release(struct playbook_file *f);

#endif
