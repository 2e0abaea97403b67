-- incident.sql - incidents, milestones, links. There are few of them: a list is read whole and sorted in C.

-- name: incident_list
-- Every incident as of the moment looked at.
SELECT incident.row, incident.id, incident.ref, incident.title, incident.state, incident.tlp,
	incident.zone, incident.lead, incident.severity,
	(SELECT r.at FROM record AS r WHERE r.id = (SELECT first.since FROM incident AS first
		WHERE first.row = incident.id)) AS opened
FROM incident WHERE @live(incident) /*filter*/ ORDER BY incident.row

-- name: incident_one
-- One incident, for incident_load.
SELECT incident.row, incident.id, incident.ref, incident.title, incident.state, incident.tlp,
	incident.zone, incident.lead, incident.severity,
	(SELECT r.at FROM record AS r WHERE r.id = (SELECT first.since FROM incident AS first
		WHERE first.row = incident.id)) AS opened
FROM incident WHERE incident.row = @row(incident, :thing) AND @live(incident)

-- name: incident_by_ref
-- The incident people call so.
SELECT incident.id FROM incident WHERE incident.ref = :ref AND @live(incident)

-- name: milestone_list
-- The milestones of an incident in the order of their earliest bounds.
SELECT m.row, m.id, m.kind, m.basis, m.phrase, m.earliest, m.latest, m.edtf, m.zone
FROM milestone AS m WHERE m.incident = :incident AND @live(m) ORDER BY m.earliest

-- name: milestone_of_kind
-- The one live milestone of a kind: the one a second amends.
SELECT m.row, m.id FROM milestone AS m WHERE m.incident = :incident AND m.kind = :kind AND @live(m)

-- name: link_list
-- The links of an incident, seen from either side.
SELECT l.row, l.id, l.incident, l.other, l.relation, l.source, l.entry,
	(SELECT i.ref FROM incident AS i WHERE i.row = @row(incident, l.incident)) AS incident_ref,
	(SELECT i.ref FROM incident AS i WHERE i.row = @row(incident, l.other)) AS other_ref
FROM link AS l WHERE l.incident = :incident AND @live(l)
UNION ALL
SELECT l.row, l.id, l.incident, l.other, l.relation, l.source, l.entry,
	(SELECT i.ref FROM incident AS i WHERE i.row = @row(incident, l.incident)) AS incident_ref,
	(SELECT i.ref FROM incident AS i WHERE i.row = @row(incident, l.other)) AS other_ref
FROM link AS l WHERE l.other = :incident AND @live(l)

-- name: link_same
-- Is this very link there?
SELECT l.id FROM link AS l
WHERE l.incident = :incident AND l.other = :other AND l.relation = :relation AND @live(l)
