-- saved_view.sql - filters with a name. There are tens of them at most.

-- name: saved_view_list
-- Every view by name, with who saved it so when.
SELECT v.row, v.id, v.name, v.of, v.filter, r.at,
	(SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer
FROM saved_view AS v CROSS JOIN record AS r ON r.id = v.since
WHERE v.name > '' AND @live(v) ORDER BY v.name

-- name: saved_view_by_name
-- The view of that name.
SELECT v.row, v.id, v.name, v.of, v.filter, r.at,
	(SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer
FROM saved_view AS v CROSS JOIN record AS r ON r.id = v.since
WHERE v.name = :name AND @live(v)
