-- evidence.sql - files that are evidence, and their chains of custody.

-- name: evidence_page_after
-- A page in the order written, forward.
SELECT evidence.row, evidence.id FROM evidence
WHERE evidence.incident = :incident AND evidence.id > :thing AND @live(evidence) /*filter*/
ORDER BY evidence.id LIMIT :limit

-- name: evidence_page_before
-- The same, backward.
SELECT evidence.row, evidence.id FROM evidence
WHERE evidence.incident = :incident AND evidence.id < :thing AND @live(evidence) /*filter*/
ORDER BY evidence.id DESC LIMIT :limit

-- name: evidence_scan
-- A slice of a filtered count.
SELECT evidence.id, (1 /*filter*/) AS passed FROM evidence
WHERE evidence.incident = :incident AND evidence.id > :thing AND @live(evidence)
ORDER BY evidence.id LIMIT :limit

-- name: evidence_now
-- The version of one as of the moment looked at.
SELECT evidence.row FROM evidence WHERE evidence.row = @row(evidence, :thing) AND @live(evidence)

-- name: evidence_content
-- Its bytes, in base64.
SELECT evidence.content FROM evidence WHERE evidence.row = @row(evidence, :thing) AND @live(evidence)

-- name: evidence_show
-- All that is shown of one but its bytes: where it is, what is on it and who has it by the latest act that says so.
SELECT evidence.row, evidence.id, evidence.incident, evidence.file, evidence.sha256, evidence.size, evidence.source,
	evidence.content IS NOT NULL AS kept,
	(SELECT c.place FROM custody AS c WHERE c.evidence = evidence.id AND c.place IS NOT NULL AND @live(c) ORDER BY c.row DESC LIMIT 1) AS place,
	(SELECT c.seal_number FROM custody AS c WHERE c.evidence = evidence.id AND c.seal_number IS NOT NULL AND @live(c) ORDER BY c.row DESC LIMIT 1) AS seal_number,
	(SELECT c.toward FROM custody AS c WHERE c.evidence = evidence.id AND c.toward IS NOT NULL AND @live(c) ORDER BY c.row DESC LIMIT 1) AS holder,
	(SELECT c.kind FROM custody AS c WHERE c.evidence = evidence.id AND @live(c) ORDER BY c.row DESC LIMIT 1) AS act,
	(SELECT c.at FROM custody AS c WHERE c.evidence = evidence.id AND @live(c) ORDER BY c.row DESC LIMIT 1) AS act_at,
	(SELECT c.result FROM custody AS c WHERE c.evidence = evidence.id AND c.kind = 'verified' AND @live(c) ORDER BY c.row DESC LIMIT 1) AS verified,
	(SELECT c.at FROM custody AS c WHERE c.evidence = evidence.id AND c.kind = 'verified' AND @live(c) ORDER BY c.row DESC LIMIT 1) AS verified_at,
	r.at AS added, (SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer
FROM evidence JOIN record AS r
	ON r.id = (SELECT first.since FROM evidence AS first WHERE first.row = evidence.id)
WHERE evidence.row = :row

-- name: custody_list
-- What was done to it, in the order of writing, with who wrote it down when.
SELECT c.row, c.kind, c.at, c.by, c.toward, c.place, c.seal_number, c.note, c.result, c.sha256,
	r.at AS recorded, (SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer
FROM custody AS c JOIN record AS r ON r.id = c.since
WHERE c.evidence = :evidence AND @live(c) ORDER BY c.row
