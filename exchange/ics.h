/*
 * ics.h - lines of iCalendar (RFC 5545): ended by CRLF, folded at 75 octets without cutting a
 * character, texts escaped and safe to show.
 */
#ifndef BLOTTER_EXCHANGE_ICS_H
#define BLOTTER_EXCHANGE_ICS_H

#include <stdint.h>

#include "base/str.h"

/* A property whose value is TEXT. */
void ics_text(struct str *out, const char *name, const char *s, size_t n);
/* A property whose value is a moment, as 20210625T140311Z. */
void ics_time(struct str *out, const char *name, int64_t at);

#endif
