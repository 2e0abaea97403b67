-- overlap.sql - the registers of two incidents, held against each other.

-- name: overlap_page
-- A page of the customers exposed in an incident, with their addresses.
SELECT exposure.customer, exposure.population, customer.ref, coalesce(customer.organisation, customer.name) AS name,
	customer.addresses
FROM exposure CROSS JOIN customer ON customer.row = @row(customer, exposure.customer)
WHERE exposure.incident = :incident AND exposure.customer > :customer AND @live(exposure) AND @live(customer)
ORDER BY exposure.customer LIMIT :limit

-- name: overlap_one
-- One customer as exposed in an incident.
SELECT exposure.customer, exposure.population, customer.ref, coalesce(customer.organisation, customer.name) AS name,
	customer.addresses
FROM exposure CROSS JOIN customer ON customer.row = @row(customer, exposure.customer)
WHERE exposure.incident = :incident AND exposure.customer = :customer AND @live(exposure) AND @live(customer)
