/*
 * faulty.c - the VFS of faulty.h.
 *
 * Of a power cut nothing is certain but what was synced. Every write since is a set of 512-byte
 * sectors of which any may have reached the disk and any not, in no order; a truncation may or may
 * not have; a file that was made is there for certain only after its first sync (SQLite syncs the
 * folder with it).
 */
#include "tests/fault/faulty.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

enum { SECTOR = 512, FILES = 2, MAIN = 0, JOURNAL = 1 };

struct bytes {
	uint8_t *at;
	size_t n, cap;
};

struct change {
	enum { WRITE, TRUNCATE, SYNC, MAKE, PROMISE } what;
	int file;
	size_t at, n;
	uint8_t *data;
};

/* One disk a process: SQLite's VFS has no place for more. */
static struct disk {
	struct faulty_plan plan;
	int calls;
	bool armed, recording;
	struct bytes first[FILES]; /* when the recording began */
	bool first_there[FILES];
	struct change *change;
	size_t changes, cap;
	sqlite3_vfs vfs, *real;
	sqlite3_io_methods methods;
} disk;

struct faulty_file {
	sqlite3_file base;
	int which; /* MAIN, JOURNAL, or -1: neither */
	sqlite3_file *real;
};

static sqlite3_file *real_of(sqlite3_file *f)
{
	return ((struct faulty_file *)f)->real;
}

/* --- failing --------------------------------------------------------------------------------- */

static bool fails(enum faulty_kind kind)
{
	if (!disk.armed || !(disk.plan.kinds & kind))
		return false;
	disk.calls++;
	return disk.plan.for_ever ? disk.calls >= disk.plan.nth : disk.calls == disk.plan.nth;
}

static int failure(int otherwise)
{
	return disk.plan.full ? SQLITE_FULL : otherwise;
}

/* --- recording ------------------------------------------------------------------------------- */

static void record(sqlite3_file *f, int what, size_t at, const void *data, size_t n)
{
	int which = f ? ((struct faulty_file *)f)->which : MAIN;
	struct change *c;

	if (!disk.recording || which < 0)
		return;
	if (disk.changes == disk.cap)
		disk.change = xrealloc(
		    disk.change, (disk.cap = disk.cap * 2 + 256) * sizeof *disk.change);
	c = &disk.change[disk.changes++];
	*c = (struct change){ .what = what, .file = which, .at = at, .n = n };
	if (data) {
		c->data = xmalloc(n);
		memcpy(c->data, data, n);
	}
}

/* --- a file as SQLite sees it ---------------------------------------------------------------- */

static int file_close(sqlite3_file *f)
{
	return real_of(f)->pMethods->xClose(real_of(f));
}

static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	if (fails(FAULTY_READ))
		return SQLITE_IOERR_READ;
	return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}

static int file_write(sqlite3_file *f, const void *data, int n, sqlite3_int64 at)
{
	sqlite3_file *real = real_of(f);

	if (fails(FAULTY_WRITE)) {
		if (disk.plan.torn)
			real->pMethods->xWrite(real, data, n / 2, at);
		return failure(SQLITE_IOERR_WRITE);
	}
	record(f, WRITE, (size_t)at, data, (size_t)n);
	return real->pMethods->xWrite(real, data, n, at);
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (fails(FAULTY_TRUNCATE))
		return failure(SQLITE_IOERR_TRUNCATE);
	record(f, TRUNCATE, (size_t)size, NULL, 0);
	return real_of(f)->pMethods->xTruncate(real_of(f), size);
}

static int file_sync(sqlite3_file *f, int flags)
{
	(void)flags;
	if (fails(FAULTY_SYNC))
		return failure(SQLITE_IOERR_FSYNC);
	record(f, SYNC, 0, NULL, 0);
	return SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int file_lock(sqlite3_file *f, int level)
{
	if (fails(FAULTY_LOCK))
		return SQLITE_IOERR_LOCK;
	return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int file_unlock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int file_reserved(sqlite3_file *f, int *out)
{
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int file_control(sqlite3_file *f, int op, void *with)
{
	return real_of(f)->pMethods->xFileControl(real_of(f), op, with);
}

static int file_sector(sqlite3_file *f)
{
	return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int file_traits(sqlite3_file *f)
{
	return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct faulty_file *mine = (struct faulty_file *)f;
	bool made = name && access(name, F_OK) != 0;
	int rc;

	(void)v;
	f->pMethods = NULL;
	if (fails(FAULTY_OPEN))
		return disk.plan.full ? SQLITE_FULL : SQLITE_CANTOPEN;
	mine->real = (sqlite3_file *)(mine + 1);
	mine->which = flags & SQLITE_OPEN_MAIN_DB	   ? MAIN
		      : flags & SQLITE_OPEN_MAIN_JOURNAL ? JOURNAL
							 : -1;
	rc = disk.real->xOpen(disk.real, name, mine->real, flags, out);
	if (rc != SQLITE_OK)
		return rc;
	f->pMethods = &disk.methods;
	if (made)
		record(f, MAKE, 0, NULL, 0);
	return SQLITE_OK;
}

void faulty_install(void)
{
	disk.methods = (sqlite3_io_methods){
		.iVersion = 1,
		.xClose = file_close,
		.xRead = file_read,
		.xWrite = file_write,
		.xTruncate = file_truncate,
		.xSync = file_sync,
		.xFileSize = file_size,
		.xLock = file_lock,
		.xUnlock = file_unlock,
		.xCheckReservedLock = file_reserved,
		.xFileControl = file_control,
		.xSectorSize = file_sector,
		.xDeviceCharacteristics = file_traits,
	};
	disk.real = sqlite3_vfs_find(NULL);
	disk.vfs = *disk.real;
	disk.vfs.pNext = NULL;
	disk.vfs.zName = "faulty";
	disk.vfs.szOsFile = (int)sizeof(struct faulty_file) + disk.real->szOsFile;
	disk.vfs.xOpen = vfs_open;
	sqlite3_vfs_register(&disk.vfs, 1);
}

void faulty_arm(const struct faulty_plan *plan)
{
	disk.plan = *plan;
	disk.calls = 0;
	disk.armed = true;
}

int faulty_disarm(void)
{
	disk.armed = false;
	return disk.calls;
}

/* --- power cuts ------------------------------------------------------------------------------ */

static void path_of(const char *path, int file, char *out, size_t n)
{
	snprintf(out, n, "%s%s", path, file == JOURNAL ? "-journal" : "");
}

static void bytes_size(struct bytes *b, size_t n)
{
	if (n > b->cap)
		b->at = xrealloc(b->at, b->cap = n * 2);
	if (n > b->n)
		memset(b->at + b->n, 0, n - b->n);
	b->n = n; /* may be less than it was */
}

void faulty_record(const char *path)
{
	char name[512];

	for (int i = 0; i < FILES; i++) {
		FILE *f;

		path_of(path, i, name, sizeof name);
		f = fopen(name, "r");
		disk.first_there[i] = f != NULL;
		if (!f)
			continue;
		fseek(f, 0, SEEK_END);
		bytes_size(&disk.first[i], (size_t)ftell(f));
		rewind(f);
		if (fread(disk.first[i].at, 1, disk.first[i].n, f) != disk.first[i].n)
			abort();
		fclose(f);
	}
	disk.recording = true;
}

void faulty_promise(void)
{
	record(NULL, PROMISE, 0, NULL, 0);
}

void faulty_record_end(void)
{
	disk.recording = false;
}

size_t faulty_moments(void)
{
	return disk.changes;
}

/* What of the changes not synced reached the disk: none, all, or each piece by chance. */
static bool reached(const struct faulty_cut *cut, uint32_t *random)
{
	*random = *random * UINT32_C(1664525) + UINT32_C(1013904223);
	return cut->seed == 0 ? false : cut->seed == 1 ? true : (*random >> 24 & 1) != 0;
}

static void piece_put(struct bytes *b, const struct change *c, size_t from, size_t n)
{
	if (c->at + from + n > b->n)
		bytes_size(b, c->at + from + n);
	memcpy(b->at + c->at + from, c->data + from, n);
}

static void change_put(struct bytes *b, const struct change *c, const struct faulty_cut *cut,
    bool certain, uint32_t *random)
{
	if (c->what == TRUNCATE) {
		if (certain || reached(cut, random))
			bytes_size(b, c->at);
		return;
	}
	for (size_t from = 0; from < c->n; from += SECTOR) {
		size_t n = c->n - from < SECTOR ? c->n - from : SECTOR;

		if (certain || reached(cut, random))
			piece_put(b, c, from, n);
	}
}

/* Everything up to the last sync of a file is on it; 0 when there was none. */
static size_t synced_until(const struct faulty_cut *cut, int file)
{
	if (file == MAIN ? cut->deaf_main : cut->deaf_journal)
		return 0;
	for (size_t i = cut->moment; i > 0; i--)
		if (disk.change[i - 1].what == SYNC && disk.change[i - 1].file == file)
			return i;
	return 0;
}

static void image_write(const char *path, int file, const struct bytes *b, bool there)
{
	char name[512];
	FILE *f;

	path_of(path, file, name, sizeof name);
	if (!there) {
		unlink(name);
		return;
	}
	f = fopen(name, "w");
	if (!f || (b->n && fwrite(b->at, 1, b->n, f) != b->n) || fclose(f) != 0)
		abort();
}

static void image_of(const struct faulty_cut *cut, int file, const char *path)
{
	uint32_t random = cut->seed * UINT32_C(2654435761) + (uint32_t)cut->moment;
	size_t synced = synced_until(cut, file);
	bool there = disk.first_there[file];
	struct bytes b = { 0 };

	if (disk.first[file].n) {
		bytes_size(&b, disk.first[file].n);
		memcpy(b.at, disk.first[file].at, b.n);
	}
	for (size_t i = 0; i < cut->moment; i++) {
		const struct change *c = &disk.change[i];

		if (c->file != file)
			continue;
		if (c->what == MAKE)
			there = there || i < synced || reached(cut, &random);
		else if (c->what == WRITE || c->what == TRUNCATE)
			change_put(&b, c, cut, i < synced, &random);
	}
	image_write(path, file, &b, there);
	free(b.at);
}

int faulty_image(const struct faulty_cut *cut, const char *path)
{
	int promises = 0;

	assert(cut->moment <= disk.changes);
	for (int i = 0; i < FILES; i++)
		image_of(cut, i, path);
	for (size_t i = 0; i < cut->moment; i++)
		promises += disk.change[i].what == PROMISE;
	return promises;
}

void faulty_forget(void)
{
	for (size_t i = 0; i < disk.changes; i++)
		free(disk.change[i].data);
	free(disk.change);
	disk.change = NULL;
	disk.changes = disk.cap = 0;
	for (int i = 0; i < FILES; i++) {
		free(disk.first[i].at);
		disk.first[i] = (struct bytes){ 0 };
	}
}
