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
