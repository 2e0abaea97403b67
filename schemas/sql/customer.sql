-- customer.sql - the register. A page is the row numbers of its customers in the order of their
-- refs, by keyset; each is then read by customer_show.

-- name: customer_page_after
-- A page by ref, forward.
SELECT customer.row, customer.ref FROM customer
WHERE customer.ref > :ref AND customer.until > :asof AND (:asof = 9223372036854775806 OR customer.since <= :asof) /*filter*/
ORDER BY customer.ref LIMIT :limit

-- name: customer_page_before
-- The same, backward.
SELECT customer.row, customer.ref FROM customer
WHERE customer.ref < :ref AND customer.until > :asof AND (:asof = 9223372036854775806 OR customer.since <= :asof) /*filter*/
ORDER BY customer.ref DESC LIMIT :limit

-- name: customer_order
-- All that pass, in the order of one of their values, else of their refs. A value is looked up only where it is asked
-- for; an age is the greater the earlier its record.
SELECT customer.id AS thing, CASE :by
	WHEN 'name' THEN coalesce(nullif(customer.organisation, ''), customer.name)
	WHEN 'tier' THEN customer.tier
	WHEN 'population' THEN (SELECT x.population FROM exposure AS x
		WHERE x.incident = :incident AND x.customer = customer.id AND @live(x))
	WHEN 'state' THEN (SELECT n.state FROM notification AS n INDEXED BY notification_customer
		WHERE n.customer = customer.id AND n.incident = :incident AND @live(n) ORDER BY n.id DESC LIMIT 1)
	WHEN 'age' THEN (SELECT -(SELECT r.at FROM record AS r WHERE r.id = n.since)
		FROM notification AS n INDEXED BY notification_customer
		WHERE n.customer = customer.id AND n.incident = :incident AND @live(n) ORDER BY n.id DESC LIMIT 1)
	END AS value
FROM customer
WHERE customer.ref > '' AND @live(customer) /*filter*/
ORDER BY value IS NULL, value COLLATE NOCASE, customer.ref

-- name: customer_among
-- Those of a run of rows that pass, for a page that the full-text index led to; the reader puts them in order.
SELECT customer.row, customer.ref FROM customer
WHERE customer.row BETWEEN :first AND :last AND @live(customer) /*filter*/

-- name: customer_count_among
-- A slice of a count: by rows, since its order is all the same.
SELECT count(*) AS n FROM customer
WHERE customer.row BETWEEN :first AND :last AND @live(customer) /*filter*/

-- name: customer_show
-- All that is shown of one version, seen from one incident (0: none): exposure and newest notification.
SELECT customer.row, customer.id, customer.ref, customer.name, customer.organisation, customer.language, customer.country, customer.zone, customer.tier, customer.notes,
	customer.addresses, x.population, n.state AS status, n.id AS notification,
	(SELECT r.at FROM record AS r WHERE r.id = n.since) AS status_since
FROM customer
LEFT JOIN exposure AS x ON x.incident = :incident AND x.customer = customer.id AND @live(x)
LEFT JOIN notification AS n ON n.customer = customer.id AND n.incident = :incident AND @live(n)
	AND n.id = (SELECT max(newest.id) FROM notification AS newest INDEXED BY notification_customer
		WHERE newest.customer = customer.id AND newest.incident = :incident AND @live(newest))
WHERE customer.row = :row

-- name: customer_by_ref
-- The customer with that number, for look-ups and imports.
SELECT customer.row, customer.id, customer.addresses, customer.country, customer.language, customer.name, customer.notes, customer.organisation, customer.tier, customer.zone
FROM customer WHERE customer.ref = :ref AND @live(customer)

-- name: customer_any
-- Has there ever been a customer? An import into an empty register needs no look-ups.
SELECT customer.row FROM customer LIMIT 1

-- name: customer_now
-- The version of one customer as of the moment looked at.
SELECT customer.row FROM customer WHERE customer.row = @row(customer, :thing) AND @live(customer)

-- name: customer_keys
-- The whole register in the order of its numbers, with what no two customers should share.
SELECT customer.id AS thing, customer.ref, customer.organisation, customer.name, customer.addresses
FROM customer
WHERE customer.ref > '' AND @live(customer)
ORDER BY customer.ref

-- name: alias_any
-- Has any number ever become that of another customer?
SELECT alias.row FROM alias LIMIT 1

-- name: customer_numbers
-- Every number that a customer ever had.
SELECT customer.ref FROM customer WHERE customer.row = :customer AND customer.ref IS NOT NULL
UNION ALL SELECT customer.ref FROM customer WHERE customer.id = :customer AND customer.row <> customer.id AND customer.ref IS NOT NULL
UNION ALL SELECT alias.ref FROM alias WHERE alias.customer = :customer AND alias.ref IS NOT NULL

-- name: customer_ever
-- Every customer that a number ever named.
SELECT customer.id FROM customer WHERE customer.ref = :ref
UNION ALL SELECT alias.customer FROM alias WHERE alias.ref = :ref

-- name: alias_by_ref
-- The customer that a number names which is no longer of its own.
SELECT alias.customer FROM alias WHERE alias.ref = :ref AND @live(alias)

-- name: alias_of
-- The other numbers of a customer.
SELECT alias.id AS thing, alias.row, alias.ref FROM alias
WHERE alias.customer = :customer AND @live(alias)
ORDER BY alias.row

-- name: customer_addresses
-- The addresses of one customer as of the moment looked at.
SELECT customer.addresses FROM customer WHERE customer.row = @row(customer, :thing) AND @live(customer)
