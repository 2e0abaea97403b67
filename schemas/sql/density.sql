-- density.sql - how many entries there were when. Entries without a beginning (../2021-05-15) and undated ones have no
-- place in a strip; they are counted by themselves.

-- name: density_first
-- The first entry that has a beginning.
SELECT earliest FROM entry
WHERE incident = :incident AND earliest > -9223372036854775808
	AND until > :asof AND (:asof = 9223372036854775806 OR since <= :asof)
ORDER BY earliest, latest, id LIMIT 1

-- name: density_last
-- The last one.
SELECT earliest FROM entry
WHERE incident = :incident AND earliest > -9223372036854775808
	AND until > :asof AND (:asof = 9223372036854775806 OR since <= :asof)
ORDER BY earliest DESC, latest DESC, id DESC LIMIT 1

-- name: density_count
-- Entries that begin in a span, now: the time index alone answers where there is no filter.
SELECT count(*) AS n FROM entry
WHERE entry.incident = :incident AND entry.earliest >= :from AND entry.earliest < :to AND entry.until > :asof /*filter*/

-- name: density_among
-- When the entries of a run of rows begin: with a filter the rows have to be read, and in their own order that costs least.
SELECT entry.earliest FROM entry
WHERE entry.row BETWEEN :first AND :last AND +entry.incident = :incident AND @live(entry) /*filter*/

-- name: density_count_asof
-- The same as of the past, which needs the rows themselves.
SELECT count(*) AS n FROM entry
WHERE entry.incident = :incident AND entry.earliest >= :from AND entry.earliest < :to
	AND entry.until > :asof AND entry.since <= :asof /*filter*/

-- name: density_undated
-- Entries without any time.
SELECT count(*) AS n FROM entry
WHERE entry.incident = :incident AND entry.earliest IS NULL AND entry.until > :asof
	AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/

-- name: density_page
-- A page of what lanes are made of: the entries that begin in a span, in the order they happened.
SELECT entry.id, entry.earliest, entry.latest, entry.kind, entry.tags, entry.actors, entry.source,
	CASE WHEN :marks THEN (SELECT group_concat(substr(m.name, 2), ' ') FROM mark AS m
		WHERE m.thing = entry.id AND m.name > '#' AND m.name < '$' AND @live(m)) END AS marks
FROM entry
WHERE entry.incident = :incident AND (entry.earliest, entry.latest, entry.id) > (:earliest, :latest, :thing)
	AND entry.earliest < :to
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.earliest, entry.latest, entry.id LIMIT :limit

-- name: density_spans
-- A page of the imprecise entries that begin before an instant, or have no beginning, and may reach to it or beyond.
SELECT entry.id, entry.earliest, entry.latest, entry.kind, entry.tags, entry.actors, entry.source,
	CASE WHEN :marks THEN (SELECT group_concat(substr(m.name, 2), ' ') FROM mark AS m
		WHERE m.thing = entry.id AND m.name > '#' AND m.name < '$' AND @live(m)) END AS marks
FROM entry
WHERE entry.incident = :incident AND entry.latest > entry.earliest
	AND (entry.latest, entry.id) > (:latest, :thing) AND entry.earliest < :from
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.latest, entry.id LIMIT :limit

-- name: density_step_after
-- The times of entries in the order they happened, to look for a silence among.
SELECT entry.id, entry.earliest, entry.latest FROM entry
WHERE entry.incident = :incident AND (entry.earliest, entry.latest, entry.id) > (:earliest, :latest, :thing)
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.earliest, entry.latest, entry.id LIMIT :limit

-- name: density_step_before
-- The same, backward.
SELECT entry.id, entry.earliest, entry.latest FROM entry
WHERE entry.incident = :incident AND (entry.earliest, entry.latest, entry.id) < (:earliest, :latest, :thing)
	AND entry.until > :asof AND (:asof = 9223372036854775806 OR entry.since <= :asof) /*filter*/
ORDER BY entry.earliest DESC, entry.latest DESC, entry.id DESC LIMIT :limit
