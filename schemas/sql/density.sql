-- density.sql - how many entries there were when. Entries without a beginning (../2021-05-15) and undated ones have no
-- place in a strip.

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
-- Entries that begin in a span, now: the time index alone answers.
SELECT count(*) AS n FROM entry
WHERE incident = :incident AND earliest >= :from AND earliest < :to AND until > :asof

-- name: density_count_asof
-- The same as of the past, which needs the rows themselves.
SELECT count(*) AS n FROM entry
WHERE incident = :incident AND earliest >= :from AND earliest < :to
	AND until > :asof AND since <= :asof
