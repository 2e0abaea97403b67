-- count.sql - how many are affected and were told.

-- name: count_list
-- The exposed customers of an incident with what they are counted by; of their letters, whether one was drafted,
-- released, sent, acknowledged, and where the newest one stands.
SELECT exposure.population, customer.country, customer.language,
	(SELECT count(*) FROM notification AS n
		WHERE n.customer = exposure.customer AND n.incident = exposure.incident AND @live(n)
			AND n.state NOT IN ('cancelled', 'superseded')) AS drafted,
	(SELECT max(n.released_at IS NOT NULL) FROM notification AS n
		WHERE n.customer = exposure.customer AND n.incident = exposure.incident AND @live(n)) AS released,
	(SELECT max(n.sent_at IS NOT NULL) FROM notification AS n
		WHERE n.customer = exposure.customer AND n.incident = exposure.incident AND @live(n)) AS sent,
	EXISTS (SELECT 1 FROM notification AS n
		CROSS JOIN acknowledgement ON acknowledgement.notification = n.id AND @live(acknowledgement)
		WHERE n.customer = exposure.customer AND n.incident = exposure.incident AND @live(n)) AS acknowledged,
	newest.channel, newest.state AS status
FROM exposure
	CROSS JOIN customer ON customer.row = @row(customer, exposure.customer)
	LEFT JOIN notification AS newest ON newest.row = (SELECT n.row FROM notification AS n
		WHERE n.customer = exposure.customer AND n.incident = exposure.incident AND @live(n)
			AND n.id = (SELECT max(last.id) FROM notification AS last
				WHERE last.customer = exposure.customer AND last.incident = exposure.incident AND @live(last)))
WHERE exposure.incident = :incident AND @live(exposure) AND @live(customer)
	/*filter*/
ORDER BY exposure.customer

-- name: count_residents
-- The affected customers of an incident who live in a country, in a part of it, or in a part that is named.
SELECT count(*) AS count
FROM exposure
	CROSS JOIN customer ON customer.row = @row(customer, exposure.customer)
WHERE exposure.incident = :incident AND exposure.customer > 0 AND @live(exposure) AND exposure.population <> 'cleared'
	AND @live(customer) AND (customer.country = :residence
		OR substr(customer.country, 1, length(:residence) + 1) = :residence || '-')
