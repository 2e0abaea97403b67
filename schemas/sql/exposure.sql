-- exposure.sql - what of a customer was seen in an incident.

-- name: exposure_page
-- A page of an incident's exposures in the order of the customers' things.
SELECT exposure.row, exposure.id, exposure.incident, exposure.customer, customer.ref AS customer_ref,
	exposure.population, exposure.categories, exposure.basis, exposure.confidence, exposure.window,
	exposure.earliest, exposure.latest, exposure.count
FROM exposure CROSS JOIN customer
WHERE exposure.incident = :incident AND exposure.customer > :customer AND @live(exposure)
	AND customer.row = @row(customer, exposure.customer) AND @live(customer) /*filter*/
ORDER BY exposure.customer LIMIT :limit

-- name: exposure_of
-- The exposure of one customer in one incident, for look-ups and amendments.
SELECT exposure.row, exposure.id, exposure.incident, exposure.customer, customer.ref AS customer_ref,
	exposure.population, exposure.categories, exposure.basis, exposure.confidence, exposure.window,
	exposure.earliest, exposure.latest, exposure.count
FROM exposure CROSS JOIN customer
WHERE exposure.incident = :incident AND exposure.customer = :customer AND @live(exposure)
	AND customer.row = @row(customer, exposure.customer) AND @live(customer)

-- name: exposure_of_customer
-- What was seen of one customer, in every incident.
SELECT exposure.incident
FROM exposure INDEXED BY exposure_customer
WHERE exposure.customer = :customer AND @live(exposure)
