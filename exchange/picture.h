/*
 * picture.h - counts as pictures in SVG: a lane for each kind over time, and bars.
 *
 * What is drawn has the same size for ten entries and for a million. Nothing in it is loaded from
 * anywhere, and what people wrote is text wherever it stands.
 */
#ifndef BLOTTER_EXCHANGE_PICTURE_H
#define BLOTTER_EXCHANGE_PICTURE_H

#include "base/str.h"
#include "base/when.h"

/* A lane for each kind of entry, time from left to right. */
struct picture;
struct picture *picture_new(void);
void picture_free(struct picture *p); /* NULL is fine */
/* Makes room for a time. */
void picture_look(struct picture *p, const struct when *when);
void picture_take(struct picture *p, const char *kind, const struct when *when);
/* A line from top to bottom with a name; the name is copied. The first 16 are drawn. */
void picture_mark(struct picture *p, const char *name, int64_t at);
int64_t picture_undated(const struct picture *p); /* of those taken: how many have no time */

struct picture_look {
	const char *zone; /* in which times are shown */
	int top;          /* where the lanes begin, in px: two lines of letters fit above */
	int letters;      /* size of the letters, in px */
	const char *(*label)(const char *word, const void *with); /* NULL: the word itself */
	const void *with;
};
int picture_width(const struct picture_look *look); /* px */
/* Appends what stands inside <svg>; returns where the lanes end. */
int picture_draw(const struct picture *p, const struct picture_look *look, struct str *out);
/* How high it will be, from the top of the picture to the end of the lanes. */
int picture_height(const struct picture *p, const struct picture_look *look);

struct bar {
	const char *label;
	int64_t n;
};
/* Appends a whole <svg> with a bar for each. */
void bars_draw(const struct bar *bars, size_t n, struct str *out);

/* Appends n bytes made safe to show, and inert in HTML and XML, in text and in attributes. */
void markup_put(struct str *out, const char *s, size_t n, bool lines);

#endif
