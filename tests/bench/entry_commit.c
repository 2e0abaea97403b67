/*
 * entry_commit.c - one durable entry as blotter writes it, without the start of a process.
 *
 * usage: entry_commit NOTEBOOK N
 *
 * Makes the notebook, then adds N entries by entry_add. Prints the median of one in µs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/entry.h"
#include "model/entryline.h"
#include "model/incident.h"

static double micros(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void must(int status, const struct err *e)
{
	if (status == 0)
		return;
	fprintf(stderr, "entry_commit: %s\n", e->text);
	exit(1);
}

static void entry_one(struct notebook *nb, int64_t incident, int i)
{
	const struct when_context c = { .now = when_now(), .zone = "UTC" };
	struct entryline line = { 0 };
	struct err e = { 0 };
	char text[80], ref[REF_MAX];
	int n = snprintf(text, sizeof text, "looked at host%03d and found nothing new", i % 400);

	must(entryline_parse(&line, text, (size_t)n, &c, &e), &e);
	must(entry_add(nb, incident, &line, ref, &e), &e);
	entryline_release(&line);
}

int main(int argc, char **argv)
{
	const struct notebook_options o = { .author = "Bench Mark <bench@example.org>" };
	const struct incident fields = { .ref = "INC-1", .title = "bench" };
	int n = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
	double *took = calloc((size_t)n + 1, sizeof *took);
	struct notebook nb = { 0 };
	struct err e = { 0 };
	char ref[REF_MAX];
	int64_t incident;

	if (n < 1 || !took)
		return fprintf(stderr, "usage: entry_commit NOTEBOOK N\n"), 64;
	must(notebook_create(&nb, argv[1], &o, &e), &e);
	must(incident_open(&nb, &fields, ref, &e), &e);
	must(incident_find(&nb, "INC-1", &incident, &e), &e);
	for (int i = 0; i < n; i++) {
		double begun = micros();

		entry_one(&nb, incident, i);
		took[i] = micros() - begun;
	}
	qsort(took, (size_t)n, sizeof *took, compare);
	printf("%.3f\n", took[n / 2]);
	notebook_release(&nb);
	free(took);
	return 0;
}
