-- entry.sql - the log. A page is the row numbers of its entries, in order, by keyset; each
-- is then read by entry_show.

-- name: entry_page_log_after
-- A page in the order written, forward.
SELECT entry.row, entry.id FROM entry
WHERE entry.incident = :incident AND entry.id > :thing
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.id LIMIT :limit

-- name: entry_page_log_before
-- The same, backward.
SELECT entry.row, entry.id FROM entry
WHERE entry.incident = :incident AND entry.id < :thing
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.id DESC LIMIT :limit

-- name: entry_page_time_after
-- A page of dated entries in the order they happened, forward.
SELECT entry.row, entry.id, entry.earliest, entry.latest FROM entry
WHERE entry.incident = :incident AND (entry.earliest, entry.latest, entry.id) > (:earliest, :latest, :thing)
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.earliest, entry.latest, entry.id LIMIT :limit

-- name: entry_page_time_before
-- The same, backward.
SELECT entry.row, entry.id, entry.earliest, entry.latest FROM entry
WHERE entry.incident = :incident AND (entry.earliest, entry.latest, entry.id) < (:earliest, :latest, :thing)
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.earliest DESC, entry.latest DESC, entry.id DESC LIMIT :limit

-- name: entry_page_undated_after
-- A page of the band without time, forward.
SELECT entry.row, entry.id, entry.earliest, entry.latest FROM entry
WHERE entry.incident = :incident AND entry.earliest IS NULL AND entry.latest IS NULL AND entry.id > :thing
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.id LIMIT :limit

-- name: entry_page_undated_before
-- The same, backward.
SELECT entry.row, entry.id, entry.earliest, entry.latest FROM entry
WHERE entry.incident = :incident AND entry.earliest IS NULL AND entry.latest IS NULL AND entry.id < :thing
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.id DESC LIMIT :limit

-- name: entry_among
-- Those of a run of rows that pass, for a page that the full-text index led to; the reader puts them in order.
SELECT entry.row, entry.id, entry.earliest, entry.latest FROM entry
WHERE entry.row BETWEEN :first AND :last AND +entry.incident = :incident
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/

-- name: entry_later_between
-- The versions after the first of the entries between two, for the same page in the order written.
SELECT entry.row FROM entry WHERE entry.row <> entry.id AND entry.id > :after AND entry.id < :before

-- name: entry_count_among
-- A slice of a filtered count: by rows, since its order is all the same.
SELECT count(*) AS n FROM entry
WHERE entry.row BETWEEN :first AND :last AND +entry.incident = :incident
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/

-- name: entry_count_now
-- A slice of a count without a filter, now: the index alone answers.
SELECT count(*) AS n FROM entry
WHERE entry.incident = :incident AND entry.id BETWEEN :first AND :last AND entry.until > :asof

-- name: entry_count_asof
-- The same as of the past, which needs the rows themselves.
SELECT count(*) AS n FROM entry
WHERE entry.incident = :incident AND entry.id BETWEEN :first AND :last
	AND entry.until > :asof AND entry.since <= :asof

-- name: entry_now
-- The version of one entry as of the moment looked at.
SELECT entry.row FROM entry WHERE entry.row = @row(entry, :thing) AND @live(entry)

-- name: entry_dated_any
-- One dated entry of the incident, if there is one that an earlier record wrote.
SELECT entry.row FROM entry
WHERE entry.incident = :incident AND entry.earliest >= -9223372036854775807 AND entry.since < :record
LIMIT 1

-- name: entry_at_time
-- Every version of that very time which an earlier record wrote, and whose entry was not undone.
SELECT entry.text, entry.source FROM entry
WHERE entry.incident = :incident AND entry.earliest = :time AND entry.latest = :time
	AND entry.since < :record
	AND (SELECT now.until FROM entry AS now WHERE now.row = @row(entry, entry.id)) > :asof

-- name: entry_show
-- All that is shown of one version: with the marks put by hand, and who wrote the first version when.
SELECT entry.row, entry.id, entry.incident, entry.kind, entry.edtf, entry.zone, entry.earliest, entry.latest, entry.phrase, entry.text,
	entry.tags, entry.actors, entry.refs, entry.source, entry.due, entry.struck,
	(SELECT c.name FROM clock AS c WHERE c.row = @row(clock, entry.clock)) AS clock,
	(SELECT c.ahead FROM clock AS c WHERE c.row = @row(clock, entry.clock)) AS clock_ahead,
	(SELECT group_concat(m.name, ' ') FROM mark AS m WHERE m.thing = entry.id AND @live(m)) AS marks,
	r.at AS recorded,
	(SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer
FROM entry JOIN record AS r
	ON r.id = (SELECT first.since FROM entry AS first WHERE first.row = entry.id)
WHERE entry.row = :row

-- name: mark_find
-- Is this mark on this thing?
SELECT m.row FROM mark AS m WHERE m.thing = :thing AND m.name = :name AND @live(m)
