-- obligation.sql - the statements of rules, obligations and filings. There are tens of each at most.

-- name: rule_list
-- Every rule by name.
SELECT rule.row, rule.id, rule.name, rule.as_of, rule.content FROM rule WHERE @live(rule) ORDER BY rule.name

-- name: rule_by_name
-- The rule of that name.
SELECT rule.row, rule.id, rule.as_of, rule.content FROM rule WHERE rule.name = :name AND @live(rule)

-- name: obligation_list
-- The obligations of an incident, each with its rule as it stands.
SELECT o.row, o.id, o.rule, o.decision, o.why, o.by, o.held, rule.content
FROM obligation AS o CROSS JOIN rule ON rule.row = @row(rule, o.rule)
WHERE o.incident = :incident AND @live(o)
ORDER BY o.rule

-- name: filing_list
-- What was handed in for an obligation, in the order of writing.
SELECT f.at, f.due, f.reference FROM filing AS f WHERE f.obligation = :obligation AND @live(f) ORDER BY f.row

-- name: obligation_sequence
-- The newest record that changed anything a clock of the incident hangs on: a milestone, an obligation, its rule, a
-- filing. 0: nothing yet.
SELECT max(
	coalesce((SELECT max(max(m.since, CASE WHEN m.until <= :asof THEN m.until ELSE 0 END)) FROM milestone AS m
		WHERE m.incident = :incident AND m.since <= :asof), 0),
	coalesce((SELECT max(max(o.since, CASE WHEN o.until <= :asof THEN o.until ELSE 0 END)) FROM obligation AS o
		WHERE o.incident = :incident AND o.since <= :asof), 0),
	coalesce((SELECT max(r.since) FROM obligation AS o CROSS JOIN rule AS r ON r.row = @row(rule, o.rule)
		WHERE o.incident = :incident AND o.since <= :asof), 0),
	coalesce((SELECT max(max(f.since, CASE WHEN f.until <= :asof THEN f.until ELSE 0 END)) FROM obligation AS o
		CROSS JOIN filing AS f ON f.obligation = o.id
		WHERE o.incident = :incident AND o.row = o.id AND f.since <= :asof), 0)) AS record
