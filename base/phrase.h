/*
 * phrase.h - imprecise times in words, for letters.
 *
 * English and Indonesian have phrases ("from about 16 to about 31 May 2021", "sekitar 16 sampai
 * 31 Mei 2021"); every other language gets ISO dates with signs that need no language, so that
 * raw EDTF never reaches a customer.
 */
#ifndef BLOTTER_BASE_PHRASE_H
#define BLOTTER_BASE_PHRASE_H

#include "base/str.h"
#include "base/when.h"

/* Appends the time in words of the language (BCP 47; its first subtag decides). Appends nothing
 * for a time that is not there. */
void phrase_when(struct str *out, const struct when *w, const char *language);

#endif
