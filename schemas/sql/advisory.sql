-- advisory.sql - the statements of advisories and mailings.

-- name: advisory_newest
-- The highest version there is of an advisory.
SELECT advisory.row, advisory.version, advisory.sha256
FROM advisory
WHERE advisory.name = :name AND @live(advisory)
ORDER BY advisory.version DESC
LIMIT 1

-- name: advisory_list
-- Every advisory by name and version; one notebook has tens of them.
SELECT advisory.row, advisory.id, advisory.name, advisory.version, advisory.title, advisory.tlp, advisory.actions,
	advisory.content
FROM advisory
WHERE @live(advisory)
ORDER BY advisory.name, advisory.version

-- name: advisory_by_name
-- An advisory by name, the highest version first.
SELECT advisory.row, advisory.id, advisory.name, advisory.version, advisory.title, advisory.tlp, advisory.actions,
	advisory.content
FROM advisory
WHERE advisory.name = :name AND @live(advisory)
ORDER BY advisory.version DESC
LIMIT 1

-- name: advisory_by_version
-- One version of an advisory by name.
SELECT advisory.row, advisory.id, advisory.name, advisory.version, advisory.title, advisory.tlp, advisory.actions,
	advisory.content
FROM advisory
WHERE advisory.name = :name AND advisory.version = :version AND @live(advisory)

-- name: advisory_before
-- The highest version of an advisory below one.
SELECT advisory.row, advisory.id, advisory.name, advisory.version, advisory.title, advisory.tlp, advisory.actions,
	advisory.content
FROM advisory
WHERE advisory.name = :name AND advisory.version < :version AND @live(advisory)
ORDER BY advisory.version DESC
LIMIT 1

-- name: advisory_by_thing
-- An advisory by the number of the thing.
SELECT advisory.row, advisory.id, advisory.name, advisory.version, advisory.title, advisory.tlp, advisory.actions,
	advisory.content
FROM advisory
WHERE advisory.row = @row(advisory, :thing) AND @live(advisory)

-- name: mailing_of_advisory
-- The mailings of an advisory, each with the rows of the record that drafted it: a mailing's notifications were
-- written in the same record, right after it. Mailings are few: one an act of drafting.
SELECT mailing.row AS first_row,
	coalesce((SELECT record.first_row FROM record WHERE record.id = mailing.since + 1), 9223372036854775807) AS end_row
FROM mailing
WHERE mailing.advisory = :advisory AND mailing.row = mailing.id

-- name: mailing_notifications
-- How many notifications of a mailing stand, that is, were neither taken back nor cancelled.
SELECT count(*) AS n
FROM notification AS first
	CROSS JOIN notification ON notification.row = @row(notification, first.row)
WHERE first.row > :first_row AND first.row < :end_row AND first.mailing = :first_row AND first.row = first.id
	AND @live(notification) AND notification.state NOT IN ('cancelled', 'superseded')

-- name: mailing_newest
-- The newest mailing of any version of an advisory.
SELECT mailing.settings
FROM mailing
	CROSS JOIN advisory ON advisory.row = mailing.advisory
WHERE advisory.name = :name AND @live(mailing)
ORDER BY mailing.row DESC
LIMIT 1

-- name: mailing_parts
-- The versions that a mailing names.
SELECT mailing.advisory, mailing.incident
FROM mailing
WHERE mailing.row = :mailing

-- name: mailing_letter
-- What the letters of a mailing share. A mailing, and the versions it names, never change.
SELECT mailing.settings, advisory.content, incident.ref, incident.title, incident.lead, incident.zone
FROM mailing
	CROSS JOIN advisory ON advisory.row = mailing.advisory
	CROSS JOIN incident ON incident.row = mailing.incident
WHERE mailing.row = :mailing

-- name: mailing_earlier
-- Is there a lower version of the advisory that a mailing is of?
SELECT 1 AS earlier
FROM mailing
	CROSS JOIN advisory AS this ON this.row = mailing.advisory
	CROSS JOIN advisory ON advisory.name = this.name AND advisory.version < this.version AND @live(advisory)
WHERE mailing.row = :mailing
LIMIT 1
