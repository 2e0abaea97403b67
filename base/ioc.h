/*
 * ioc.h - indicators: addresses, domains, hashes and URLs in text, found, defanged and made true
 * again.
 *
 * Defanged is what nothing can follow by mistake: hxxps://evil[.]example/a, 203[.]0[.]113[.]77,
 * name[@]evil[.]example, 2001[:]db8[:][:]1. Everything here is one pass over its text, whatever
 * that holds.
 */
#ifndef BLOTTER_BASE_IOC_H
#define BLOTTER_BASE_IOC_H

#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"

enum ioc_kind {
	IOC_NONE,
	IOC_IPV4,
	IOC_IPV6,
	IOC_DOMAIN,
	IOC_EMAIL,
	IOC_URL,
	IOC_MD5,
	IOC_SHA1,
	IOC_SHA256,
	IOC_SHA512,
	IOC_KINDS,
};
/* In the order of the enum; the first is "", NULL ends it. */
extern const char *const ioc_kind_words[];

/* What a whole text is, once it is true: IOC_NONE where it is no indicator. `out` (may be NULL)
 * gets the form that is kept: true, with domains, hashes and the host of a URL in small letters,
 * IPv6 as RFC 5952 writes it. */
enum ioc_kind ioc_read(const char *s, size_t n, struct str *out);

/* Appends the text with what was defanged made true: hxxp, [.], (.), [dot], [:], [://], [@], [at].
 */
void ioc_refang(struct str *out, const char *s, size_t n);
/* Appends a true indicator defanged; what is no indicator is copied. */
void ioc_defang(struct str *out, const char *s, size_t n);
/* Appends a text in which the values after ioc: are defanged, and the rest is as it was. */
void ioc_defang_marked(struct str *out, const char *s, size_t n);

struct ioc {
	enum ioc_kind kind;
	const char *value; /* true, in the form that is kept */
	size_t count;	   /* how often it stands in the text */
};
struct ioc_list {
	struct ioc *at; /* by kind, then by value; each once */
	size_t n, cap;
	struct arena mem;
};
/* Finds all in a text, defanged ones too. Names that look like files (report.pdf) are no domains
 * unless they were defanged; a URL gives its host as well. */
void ioc_list_find(struct ioc_list *out, const char *s, size_t n);
void ioc_list_release(struct ioc_list *l);

#endif
