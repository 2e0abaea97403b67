-- The notification list as one join, without the forms of blotter: references as numbers, times as µs, hashes as
-- bytes. The least that `sqlite3 -csv` has to do for the same rows and facts.
SELECT n.id, i.ref, c.ref, c.organisation, c.name, c.addresses, n.channel, n.address, n.language, c.country,
	x.population, x.categories, x.earliest, x.latest, n.state, a.name, a.version, n.subject, hex(n.body_sha256),
	(SELECT max(since) FROM approval WHERE notification = n.id), n.released_at, n.sent_at,
	(SELECT count(*) FROM attempt WHERE notification = n.id),
	(SELECT result FROM attempt WHERE notification = n.id ORDER BY row DESC LIMIT 1),
	k.at, k.by, a.actions, a.tlp
FROM notification AS n
	CROSS JOIN incident AS i ON i.row = n.incident
	CROSS JOIN customer AS c ON c.row = n.customer
	CROSS JOIN mailing AS m ON m.row = n.mailing
	CROSS JOIN advisory AS a ON a.row = m.advisory
	LEFT JOIN exposure AS x ON x.incident = n.incident AND x.customer = n.customer AND x.until = 9223372036854775807
	LEFT JOIN acknowledgement AS k ON k.notification = n.id
WHERE n.until = 9223372036854775807
ORDER BY n.id;
