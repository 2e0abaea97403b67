-- silence.sql - the order of the entries of an incident, as narrow as the search for silences needs it.

-- name: silence_happened
-- Every dated entry that was not struck, by event time.
SELECT entry.id, entry.earliest AS first, entry.latest AS last FROM entry
WHERE entry.incident = :incident AND entry.earliest >= -9223372036854775807 AND entry.struck IS NULL AND @live(entry)
ORDER BY entry.earliest, entry.latest, entry.id

-- name: silence_recorded
-- Every entry, by when its first version was written.
SELECT entry.id, r.at AS first, r.at AS last FROM entry
JOIN record AS r ON r.id = (SELECT f.since FROM entry AS f WHERE f.row = entry.id)
WHERE entry.incident = :incident AND @live(entry)
ORDER BY entry.id

-- name: silence_closed
-- When the incident was closed, if it is.
SELECT r.at FROM incident JOIN record AS r ON r.id = incident.since
WHERE incident.row = @row(incident, :incident) AND @live(incident) AND incident.state = 'closed'
