-- claim.sql - claims. A page is the row numbers of its claims in the order written, by keyset; each is then
-- read by claim_show. Filters see claim and its entry.

-- name: claim_page_after
-- A page, forward.
SELECT claim.row, claim.id FROM claim CROSS JOIN entry ON entry.row = @row(entry, claim.entry)
WHERE claim.incident = :incident AND claim.id > :thing
	AND claim.until > :asof AND (:asof = 9223372036854775806 OR claim.since <= :asof) /*filter*/
ORDER BY claim.id LIMIT :limit

-- name: claim_page_before
-- The same, backward.
SELECT claim.row, claim.id FROM claim CROSS JOIN entry ON entry.row = @row(entry, claim.entry)
WHERE claim.incident = :incident AND claim.id < :thing
	AND claim.until > :asof AND (:asof = 9223372036854775806 OR claim.since <= :asof) /*filter*/
ORDER BY claim.id DESC LIMIT :limit

-- name: claim_scan_after
-- A slice of a filtered count: which claims pass?
SELECT claim.id, (1 /*filter*/) AS passed FROM claim CROSS JOIN entry ON entry.row = @row(entry, claim.entry)
WHERE claim.incident = :incident AND claim.id > :thing
	AND claim.until > :asof AND (:asof = 9223372036854775806 OR claim.since <= :asof)
ORDER BY claim.id LIMIT :limit

-- name: claim_now
-- The version of one claim as of the moment looked at.
SELECT claim.row FROM claim WHERE claim.row = @row(claim, :thing) AND @live(claim)

-- name: claim_show
-- All that is shown of one version, with its entry, and who wrote it when.
SELECT claim.row, claim.id, claim.incident, claim.entry, entry.text, entry.source, entry.tags, entry.edtf, entry.zone,
	entry.earliest, entry.latest, claim.quote, claim.by, claim.url, claim.about, claim.topic, claim.stance,
	claim.admiralty, claim.likelihood, claim.of, claim.contradicts, claim.edtf AS held_edtf, claim.zone AS held_zone,
	claim.earliest AS held_earliest, claim.latest AS held_latest,
	r.at AS recorded, (SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer
FROM claim CROSS JOIN entry ON entry.row = @row(entry, claim.entry) CROSS JOIN record AS r ON r.id = claim.since
WHERE claim.row = :row

-- name: claim_by_entry
-- The claim that this entry was written with; also an older version of it.
SELECT claim.id FROM claim WHERE claim.entry = :entry AND claim.since <= :asof LIMIT 1

-- name: claim_answers
-- What supports or denies a claim, in the order written.
SELECT claim.row FROM claim WHERE claim.of = :thing AND @live(claim) ORDER BY claim.rowid LIMIT :limit
