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

-- name: claim_heads_after
-- A page of claims that speak of no other one, and of each topic the first.
SELECT claim.row, claim.id FROM claim CROSS JOIN entry ON entry.row = @row(entry, claim.entry)
WHERE claim.incident = :incident AND claim.id > :thing
	AND claim.until > :asof AND (:asof = 9223372036854775806 OR claim.since <= :asof)
	AND claim.of IS NULL AND claim.contradicts IS NULL
	AND NOT EXISTS (SELECT 1 FROM claim AS first INDEXED BY claim_topic
		WHERE first.incident = claim.incident AND first.topic = claim.topic AND first.about IS claim.about
			AND first.id < claim.id AND @live(first) AND first.of IS NULL AND first.contradicts IS NULL) /*filter*/
ORDER BY claim.id LIMIT :limit

-- name: claim_speaks_of
-- What supports, denies or contradicts a claim, in the order written within each.
SELECT f.id FROM claim AS c CROSS JOIN claim AS f INDEXED BY claim_of ON f.of = c.id WHERE c.row = :row AND @live(f)
UNION ALL
SELECT f.id FROM claim AS c CROSS JOIN claim AS f INDEXED BY claim_contradicts ON f.contradicts = c.id
WHERE c.row = :row AND @live(f)

-- name: claim_same_topic
-- What else was claimed of the same topic, in the order written.
SELECT f.id FROM claim AS c CROSS JOIN claim AS f INDEXED BY claim_topic
	ON f.incident = c.incident AND f.topic = c.topic AND f.about IS c.about
WHERE c.row = :row AND @live(f)
ORDER BY f.id

-- name: claim_topic_stance
-- Claims of a topic with this stance that speak of no other one, in the order written.
SELECT claim.id FROM claim INDEXED BY claim_stance
WHERE claim.incident = :incident AND claim.topic = :topic AND claim.about IS :about AND claim.stance = :stance
	AND claim.of IS NULL AND @live(claim)
ORDER BY claim.id LIMIT :limit

-- name: claim_topic_before
-- Claims of a topic whose time is over before one begins, the farthest first; `about` NULL with any: of whatever.
SELECT claim.id FROM claim INDEXED BY claim_latest
WHERE claim.incident = :incident AND claim.topic = :topic AND claim.latest < :earliest
	AND claim.stance = 'asserts' AND (:any OR claim.about IS :about) AND @live(claim)
ORDER BY claim.latest LIMIT :limit

-- name: claim_topic_after
-- The same of those whose time begins after one is over.
SELECT claim.id FROM claim INDEXED BY claim_earliest
WHERE claim.incident = :incident AND claim.topic = :topic AND claim.earliest > :latest
	AND claim.stance = 'asserts' AND (:any OR claim.about IS :about) AND @live(claim)
ORDER BY claim.earliest DESC LIMIT :limit

-- name: claim_conflict_milestone
-- The milestone that a claim speaks of by its topic, where the time that is claimed does not meet it.
SELECT m.id FROM claim AS c CROSS JOIN milestone AS m INDEXED BY milestone_incident ON m.incident = c.incident
WHERE c.row = :row AND m.kind = c.topic AND @live(m) AND c.stance = 'asserts'
	AND (m.latest < c.earliest OR c.latest < m.earliest)

-- name: claim_candidates
-- A page of claims that may contradict another one.
SELECT claim.row, claim.id FROM claim
WHERE claim.incident = :incident AND claim.id > :thing AND @live(claim)
	AND (claim.of IS NOT NULL OR claim.contradicts IS NOT NULL OR claim.topic IS NOT NULL)
ORDER BY claim.id LIMIT :limit

-- name: claim_timed_any
-- Is there a claim with a topic and a time at all?
SELECT claim.id FROM claim INDEXED BY claim_topic
WHERE claim.incident = :incident AND claim.topic > '' AND claim.earliest IS NOT NULL AND @live(claim) LIMIT 1
