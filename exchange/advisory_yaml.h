/*
 * advisory_yaml.h - advisories from the YAML people write (format 1, blotter-template(5)).
 */
#ifndef BLOTTER_EXCHANGE_ADVISORY_YAML_H
#define BLOTTER_EXCHANGE_ADVISORY_YAML_H

#include "base/err.h"
#include "exchange/fault.h"
#include "model/advisory.h"

enum { ADVISORY_FORMAT = 1 };

/*
 * Reads an advisory; "-" is stdin. Syntax stops at the first fault (E-YAML-..., exchange/yaml.h),
 * the rules of advisories are all checked:
 *   E-TPL-KIND          not an advisory          E-TPL-FORMAT       made for a newer blotter
 *   E-TPL-UNKNOWN-KEY   with the nearest name    E-TPL-MISSING      a key or value is not there
 *   E-TPL-TYPE          not what belongs there   E-TPL-ENUM         not one of the words
 *   E-TPL-LANG-MISSING  a language lacks         E-TPL-LANG-EXTRA   one too many
 *   E-TPL-VAR-UNDECLARED                         E-TPL-VAR-UNUSED   a warning
 *   E-TPL-TAG-FORBIDDEN a tag not of ours        E-TPL-SECTION      sections that do not fit
 *   E-TPL-VERSION       not a whole number       E-TPL-ID           not an id, or given twice
 * 0: `out` is the advisory, to be released; `faults` may hold warnings. -1: the error has the
 * sentence of the first fault with its place, `faults` all of them in the order of the file (none
 * when the file could not be read).
 */
int advisory_yaml_read(const char *path, struct advisory *out, struct fault_list *faults,
    struct err *e);

/* The same for bytes that are there already; `name` is for the error. */
int advisory_yaml_parse(const char *name, const char *bytes, size_t n, struct advisory *out,
    struct fault_list *faults, struct err *e);

#endif
