-- name: step_index
-- index.sql - the file beside a notebook that says in which blocks of rows a text may stand: derived, kept out of the
-- notebook, made again at any time (model/fulltext.c). Statements named index_ run there, not in a notebook.
CREATE TABLE state (
	id INTEGER PRIMARY KEY,
	upto INTEGER NOT NULL,        -- rows 1 … upto are in it
	record INTEGER NOT NULL,      -- of this record of the notebook,
	hash BLOB NOT NULL            -- known by its hash: another history has another index
) STRICT;
INSERT INTO state VALUES (1, 0, 0, x'');
-- One document for each block of rows: its terms, hashed with a key that only the notebook holds.
CREATE VIRTUAL TABLE term USING fts5 (terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

-- name: index_state
-- How far the index goes, and of which history.
SELECT upto, record, hash FROM state WHERE id = 1

-- name: index_state_set
-- The same, after a batch.
UPDATE state SET upto = :upto, record = :record, hash = :hash WHERE id = 1

-- name: index_add
-- The terms of one block.
INSERT INTO term (rowid, terms) VALUES (:block, :terms)

-- name: index_find
-- Blocks that hold all of some terms, in order.
SELECT rowid FROM term WHERE term MATCH :terms
