-- journal.sql - the statements of the journal: records, and for every table the few it needs.

-- name: record_add
-- Closes a record: its header and hash, as the last statement of every act.
INSERT INTO record (id, writer, number, at, first_row, header, hash)
VALUES (:id, :writer, :number, :at, :first_row, :header, :hash)

-- name: record_head
-- The newest record: what the next one is built on.
SELECT id, first_row, header, hash FROM record ORDER BY id DESC LIMIT 1

-- name: record_last_of
-- The newest record of one writer: `own` of the next one, and its number.
SELECT id, number, hash FROM record WHERE writer = :writer ORDER BY number DESC LIMIT 1

-- name: record_by_ref
-- A record by writer and number: what a public reference names.
SELECT id, first_row FROM record WHERE writer = :writer AND number = :number

-- name: record_by_hash_of
-- Is this very record there? Asked when the outcome of a commit is unknown.
SELECT hash FROM record WHERE id = :id

-- name: transfer_times
-- When files of this kind and profile were written, as they say themselves.
SELECT transfer.written FROM transfer
WHERE transfer.what = :what AND transfer.profile = :profile AND transfer.direction = 'out' AND @live(transfer)
ORDER BY transfer.row

-- name: writer_list
-- Who writes in the notebook, by tag.
SELECT tag, name FROM writer WHERE tag > '' AND @live(writer) ORDER BY tag

-- name: record_of_row
-- The record that wrote a row; its header says how many it wrote.
SELECT id, writer, number, first_row, header FROM record WHERE first_row <= :row ORDER BY first_row DESC LIMIT 1

-- name: record_one
-- One record by local number.
SELECT id, writer, number, at, first_row, header, hash FROM record WHERE id = :id

-- name: record_after
-- A page of records in the order of the file.
SELECT record.id, record.writer, record.number, record.at, record.first_row, record.header, record.hash FROM record
WHERE record.id > :key AND record.id <= :asof /*filter*/ ORDER BY record.id LIMIT :limit

-- name: record_before
-- The same, backward.
SELECT record.id, record.writer, record.number, record.at, record.first_row, record.header, record.hash FROM record
WHERE record.id < :key AND record.id <= :asof /*filter*/ ORDER BY record.id DESC LIMIT :limit

-- name: record_scan
-- A slice of a filtered count: which records pass?
SELECT record.id, (1 /*filter*/) AS passed FROM record
WHERE record.id > :key AND record.id <= :asof ORDER BY record.id LIMIT :limit

-- name: record_asof
-- The newest record written at or before an instant, looked for from the newest back.
SELECT id FROM record WHERE at <= :at ORDER BY id DESC LIMIT 1

-- name: record_all
-- Everything in order: for verify and the export of the notebook.
SELECT id, writer, number, at, first_row, header, hash FROM record ORDER BY id

-- name: writer_by_tag
-- A writer's name now.
SELECT name FROM writer WHERE tag = :tag AND until = 9223372036854775807

-- name: writer_by_name
-- The tag of somebody who has written here before.
SELECT tag FROM writer WHERE name = :name AND until = 9223372036854775807

-- name: writer_tags
-- All tags ever given: a new writer's must differ.
SELECT tag FROM writer

-- name: $_write
-- One version of one thing; the own columns from ?7 on in the order of tables.def.
INSERT INTO $ (row, id, since, until, salt, seal, $columns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, $marks)

-- name: $_end
-- Ends a version, unless another record was faster.
UPDATE $ SET until = :record WHERE row = :row AND until = 9223372036854775807

-- name: $_erase
-- Empties a row that has ended, or ends now: as of no moment was it there, and its leaf alone is left of it.
UPDATE $ SET since = :until, until = :until, salt = :leaf, $nulls WHERE row = :row

-- name: erased_by
-- The record that erased a row.
SELECT since FROM erasure WHERE version = :row

-- name: erased_within
-- A record that erased one of some rows; what says why a record was written is not what it wrote.
SELECT since FROM erasure WHERE version BETWEEN :first AND :last AND noun <> 'reason' LIMIT 1

-- name: erased_last
-- The newest record that erased something.
SELECT since FROM erasure ORDER BY row DESC LIMIT 1

-- name: bound_to
-- Rows that refer to one row, with what tables.def says of such a reference.
@references(SELECT '$table', id, row, since, '$need' FROM $table WHERE $column = :row)

-- name: $_row
-- One version, by its row.
SELECT row, id, since, until, salt, seal, $columns FROM $ WHERE row = :row

-- name: $_rows
-- Versions by row from one on: what records wrote, in order.
SELECT row, id, since, until, salt, seal, $columns FROM $ WHERE row >= :row ORDER BY row

-- name: $_between
-- The versions of some rows alone: for the full-text index.
SELECT row, $columns FROM $ WHERE row BETWEEN :first AND :last ORDER BY row

-- name: $_last
-- The newest row.
SELECT max(row) AS row FROM $

-- name: $_ended_by
-- Rows that one record ended, in the order of its canonical lines.
SELECT row, id FROM $ WHERE until = :record AND until < 9223372036854775807 ORDER BY row

-- name: $_ended
-- All endings in the order of the records that made them: for verify and export.
SELECT until, row FROM $ WHERE until < 9223372036854775807 ORDER BY until, row

-- name: $_later
-- Versions of a thing after the first.
SELECT row FROM $ WHERE id = :id AND row <> id ORDER BY row

-- name: $_twice
-- A living version of a thing of which an earlier one lives, too.
SELECT later.row FROM $ AS later INDEXED BY $_versions
WHERE later.row <> later.id AND later.until = 9223372036854775807
	AND (EXISTS (SELECT 1 FROM $ AS first WHERE first.row = later.id AND first.until = 9223372036854775807)
		OR EXISTS (SELECT 1 FROM $ AS other WHERE other.id = later.id AND other.row <> other.id
			AND other.row < later.row AND other.until = 9223372036854775807))
LIMIT 1

-- name: $_live
-- The version of a thing as of the moment looked at.
SELECT $.row, $.id, $.since, $.until, $.salt, $.seal, $columns FROM $
WHERE $.row = @row($, :id) AND @live($)

-- name: data_version
-- Changes whenever another connection has committed.
PRAGMA data_version

-- name: built_on
-- A later record with a living row that refers to rows of one record: what stands in the way of undo. Not a row of
-- a thing of which the record has a version itself: whether that stands is looked at when that version is ended.
-- Nor one that says something was erased.
@references(SELECT since FROM $table WHERE '$table' <> 'erasure' AND $column BETWEEN :first AND :last AND since > :record AND until = 9223372036854775807
	AND id NOT BETWEEN :first AND :last
	AND NOT EXISTS (SELECT 1 FROM $table AS own WHERE own.id = $table.id AND own.row <> own.id
		AND own.row BETWEEN :first AND :last))
LIMIT 1
