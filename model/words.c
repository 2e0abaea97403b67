/* words.c - the kinds of entries. */
#include "model/words.h"

#include <string.h>

const struct word entry_kinds[] = {
	{ "observation", ' ', true, "STEP", "what was done or seen",
	    "apa yang dilakukan atau terlihat" },
	{ "step", ' ', false, "STEP", "what was done or seen", "apa yang dilakukan atau terlihat" },
	{ "decision", '!', true, "DECISION", "what was decided, and why",
	    "apa yang diputuskan, dan mengapa" },
	{ "question", '?', true, "QUESTION", "what is not known yet", "apa yang belum diketahui" },
	{ "action", '+', true, "ACTION", "what somebody is to do", "apa yang harus dikerjakan" },
	{ "evidence", '>', true, "EVIDENCE", "output or a find, kept as it is",
	    "keluaran atau temuan, disimpan apa adanya" },
	{ "milestone", '*', true, "MILESTONE", "a turn of the incident", "titik penting insiden" },
	{ "answer", '=', true, "ANSWER", "answers a question or ends an action",
	    "menjawab pertanyaan atau menyelesaikan tindakan" },
	{ "communication", ' ', true, "COMMUNICATION", "who told whom what",
	    "siapa memberi tahu siapa" },
	{ "claim", ' ', true, "CLAIM", "what somebody says is so",
	    "apa yang dinyatakan seseorang" },
	{ "correction", ' ', true, "CORRECTION", "sets an earlier entry right",
	    "membetulkan catatan sebelumnya" },
	{ "system", ' ', true, "SYSTEM", "written by a program", "ditulis oleh program" },
	{ NULL, 0, false, NULL, NULL, NULL },
};

const struct word *entry_kind_find(const char *word, size_t n)
{
	for (const struct word *k = entry_kinds; k->word; k++) {
		if (strlen(k->word) != n || memcmp(k->word, word, n) != 0)
			continue;
		return k->stored ? k : &entry_kinds[0];
	}
	return NULL;
}

const struct word *entry_kind_marked(char mark)
{
	for (const struct word *k = entry_kinds; k->word; k++)
		if (k->mark == mark && mark != ' ')
			return k;
	return NULL;
}
