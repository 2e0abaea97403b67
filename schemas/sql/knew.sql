-- knew.sql - who was told of what.

-- name: knew_attempts
-- The tries that reached a customer in an incident.
SELECT attempt.id, attempt.at, attempt.channel, attempt.result, coalesce(attempt.address, notification.address) AS address
FROM notification INDEXED BY notification_customer CROSS JOIN attempt ON attempt.notification = notification.id
WHERE notification.customer = :customer AND notification.incident = :incident AND @live(notification) AND @live(attempt)
	AND attempt.result IN ('accepted', 'delivered', 'posted', 'read', 'replied')

-- name: knew_acknowledgements
-- Who said that they have a letter of an incident to a customer.
SELECT acknowledgement.id, acknowledgement.at, acknowledgement.by
FROM notification INDEXED BY notification_customer
	CROSS JOIN acknowledgement ON acknowledgement.notification = notification.id
WHERE notification.customer = :customer AND notification.incident = :incident
	AND @live(notification) AND @live(acknowledgement)
