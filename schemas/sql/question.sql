-- question.sql - questions. A page is the row numbers of its questions in the order asked, by keyset; each is
-- then read by question_show. Filters see question and its entry.

-- name: question_page_after
-- A page, forward.
SELECT question.row, question.id FROM question CROSS JOIN entry ON entry.row = @row(entry, question.entry)
WHERE question.incident = :incident AND question.id > :thing
	AND question.until > :asof AND (:asof = 9223372036854775806 OR question.since <= :asof) /*filter*/
ORDER BY question.id LIMIT :limit

-- name: question_page_before
-- The same, backward.
SELECT question.row, question.id FROM question CROSS JOIN entry ON entry.row = @row(entry, question.entry)
WHERE question.incident = :incident AND question.id < :thing
	AND question.until > :asof AND (:asof = 9223372036854775806 OR question.since <= :asof) /*filter*/
ORDER BY question.id DESC LIMIT :limit

-- name: question_scan_after
-- A slice of a filtered count: which questions pass?
SELECT question.id, (1 /*filter*/) AS passed FROM question CROSS JOIN entry ON entry.row = @row(entry, question.entry)
WHERE question.incident = :incident AND question.id > :thing
	AND question.until > :asof AND (:asof = 9223372036854775806 OR question.since <= :asof)
ORDER BY question.id LIMIT :limit

-- name: question_now
-- The version of one question as of the moment looked at.
SELECT question.row FROM question WHERE question.row = @row(question, :thing) AND @live(question)

-- name: question_by_entry
-- The question that this entry asks.
SELECT question.id FROM question WHERE question.entry = :entry AND @live(question) LIMIT 1

-- name: question_show
-- All that is shown of one version, with its entry, its answer, and who wrote them when.
SELECT question.row, question.id, question.incident, question.entry, question.answer, entry.text, entry.tags, entry.edtf,
	entry.zone, entry.earliest, entry.latest, entry.due, entry.struck, question.state, question.asker, question.confidence,
	r.at AS recorded, (SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer,
	answer.text AS answer_text, s.at AS answered,
	(SELECT w.name FROM writer AS w WHERE w.tag = s.writer AND @live(w)) AS answerer
FROM question CROSS JOIN entry ON entry.row = @row(entry, question.entry)
	CROSS JOIN record AS r ON r.id = (SELECT first.since FROM question AS first WHERE first.row = question.id)
	LEFT JOIN entry AS answer ON answer.row = @row(entry, question.answer)
	LEFT JOIN record AS s ON s.id = (SELECT first.since FROM entry AS first WHERE first.row = question.answer)
WHERE question.row = :row
