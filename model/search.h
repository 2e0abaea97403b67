/*
 * search.h - is a word in a text, without regard to case, width and marks?
 */
#ifndef BLOTTER_MODEL_SEARCH_H
#define BLOTTER_MODEL_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

/* word is folded already (text_fold); text is as kept. The empty word is in every text. */
bool search_found(const char *text, size_t n, const char *word, size_t m);

#endif
