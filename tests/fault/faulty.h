/*
 * faulty.h - a disk that fails where it is told to, and one that remembers every write.
 *
 * It stands between SQLite and the real files as the default VFS, so the program under test opens
 * its notebook as always. Either a plan is armed (the nth call of some kind fails), or what
 * reaches the files is recorded, and a power cut after any of it can be played.
 */
#ifndef BLOTTER_TESTS_FAULT_FAULTY_H
#define BLOTTER_TESTS_FAULT_FAULTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum faulty_kind {
	FAULTY_WRITE = 1,
	FAULTY_SYNC = 2,
	FAULTY_TRUNCATE = 4,
	FAULTY_READ = 8,
	FAULTY_OPEN = 16,
	FAULTY_LOCK = 32,
};

struct faulty_plan {
	unsigned kinds;	/* of enum faulty_kind: which calls count */
	int nth;	/* the call that fails, from 1 */
	bool for_ever;	/* and all after it */
	bool full;	/* "no space left" instead of an I/O error */
	bool torn;	/* a write that fails has written its first half */
};

/* Registers it as the default VFS; nothing fails and nothing is recorded yet. Syncs do not reach
 * the disk: what is tested is what SQLite asks for. */
void faulty_install(void);
void faulty_arm(const struct faulty_plan *plan);
/* How many calls of the armed kinds there were; nothing fails any more. */
int faulty_disarm(void);

/* From now on what changes a file is kept; the file as it is now is where a power cut begins. */
void faulty_record(const char *path);
/* Marks the record so far: what was promised by now must survive. */
void faulty_promise(void);
void faulty_record_end(void);
size_t faulty_moments(void); /* between two of which the power may fail: 0 … n */
/*
 * Writes the notebook as it is after a power cut at that moment: what was synced, and of what was
 * not, each sector or none, as the seed says (0: nothing of it, 1: all of it). `deaf_main` and
 * `deaf_journal` play a disk that ignores the syncs of these files. Gives how many promises had
 * been made.
 */
struct faulty_cut {
	size_t moment;
	uint32_t seed;
	bool deaf_main, deaf_journal;
};
int faulty_image(const struct faulty_cut *cut, const char *path);
void faulty_forget(void);

#endif
