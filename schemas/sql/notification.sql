-- notification.sql - the statements of notifications: drafts, guards, the list, attempts, actions.
--
-- A thing's first version stays in its table for ever, ended or not, so who wrote it first, and what never
-- changes (a mailing, an approval's writer), is read from there. Filters see the notification as n, the
-- customer as c.

-- name: notification_draft_page
-- The exposed customers of an incident after one, with what a letter needs and whether they have a notification of
-- this advisory version.
SELECT c.id AS thing, x.row AS exposure, x.categories, x.count, x.earliest,
	x.latest, x.window, c.row AS told, c.addresses, c.country, c.language,
	c.name, c.organisation, c.ref,
	EXISTS (SELECT 1 FROM notification AS n CROSS JOIN mailing ON mailing.row = n.mailing
		WHERE n.customer = x.customer AND n.incident = x.incident
			AND @live(n) AND n.state NOT IN ('cancelled', 'superseded')
			AND mailing.advisory = :advisory) AS drafted
FROM exposure AS x
	CROSS JOIN customer AS c ON c.row = @row(customer, x.customer)
WHERE x.incident = :incident AND x.customer > :after AND @live(x) AND @live(c)
	/*filter*/
ORDER BY x.customer
LIMIT :limit

-- name: notification_ids
-- Notifications of an incident after one.
SELECT n.id AS thing
FROM notification AS n
	CROSS JOIN customer AS c ON c.row = @row(customer, n.customer)
WHERE n.incident = :incident AND n.id > :after AND @live(n) AND @live(c)
	/*filter*/
ORDER BY n.id
LIMIT :limit

-- name: notification_ids_back
-- Notifications of an incident before one, the last first.
SELECT n.id AS thing
FROM notification AS n
	CROSS JOIN customer AS c ON c.row = @row(customer, n.customer)
WHERE n.incident = :incident AND n.id < :before AND @live(n) AND @live(c)
	/*filter*/
ORDER BY n.id DESC
LIMIT :limit

-- name: notification_list
-- The list of an incident's notifications between two, each with its customer, exposure, approvals, attempts. What
-- only released ones can have is looked for in those alone. Who approved is told as numbers of records: one
-- record approves thousands, so their names are looked up once (approver_name).
SELECT n.id AS thing, n.row, n.customer, n.mailing,
	n.address, n.body_sha256, n.channel, n.language,
	n.released_at, n.sent_at, n.state, n.subject,
	incident.ref AS incident_ref, c.ref AS customer_ref, c.organisation, c.name,
	c.addresses, c.country, x.population, x.categories, x.window,
	x.earliest, x.latest, advisory.name AS advisory, advisory.version AS advisory_version, advisory.tlp,
	CASE WHEN n.state <> 'draft' THEN
		(SELECT group_concat(CASE approval.row WHEN approval.id THEN approval.since ELSE
			(SELECT first.since FROM approval AS first WHERE first.row = approval.id) END, ' ')
		FROM approval
		WHERE approval.notification = n.id AND @live(approval)
			AND approval.body_sha256 = n.body_sha256) END AS approved_in,
	CASE WHEN n.released_at IS NOT NULL THEN
		(SELECT count(*) FROM attempt
		WHERE attempt.notification = n.id AND @live(attempt)) ELSE 0 END AS attempts,
	CASE WHEN n.released_at IS NOT NULL THEN
		(SELECT attempt.result FROM attempt
		WHERE attempt.notification = n.id AND @live(attempt)
		ORDER BY attempt.row DESC LIMIT 1) END AS last_result,
	acknowledgement.at AS acknowledged_at, acknowledgement.by AS acknowledged_by,
	CASE WHEN n.state IN ('released', 'sent', 'acknowledged', 'closed') THEN
		max(0, advisory.actions - (SELECT count(*) FROM action
		WHERE action.notification = n.id AND @live(action)
			AND action.state IN ('done', 'verified', 'declined', 'not-applicable'))) ELSE 0 END AS actions_open
FROM notification AS n
	CROSS JOIN incident ON incident.row = @row(incident, :incident)
	CROSS JOIN customer AS c ON c.row = @row(customer, n.customer)
	CROSS JOIN mailing ON mailing.row = n.mailing
	CROSS JOIN advisory ON advisory.row = mailing.advisory
	LEFT JOIN exposure AS x ON x.incident = n.incident AND x.customer = n.customer
		AND @live(x)
	LEFT JOIN acknowledgement ON n.released_at IS NOT NULL AND acknowledgement.row =
		(SELECT given.row FROM acknowledgement AS given
		WHERE given.notification = n.id AND @live(given) ORDER BY given.row LIMIT 1)
WHERE n.incident = :incident AND n.id > :after AND n.id < :before
	AND @live(n) AND @live(incident) AND @live(c)
	/*filter*/
ORDER BY n.id
LIMIT :limit

-- name: notification_work
-- One notification with what its rules and its letter need: the customer and the exposure as it was told them, and the
-- customer's addresses of now.
SELECT notification.row, notification.address, notification.body_sha256, notification.channel,
	notification.customer, notification.exposure_version, notification.held, notification.incident,
	notification.language, notification.mailing, notification.released_at, notification.sent_at, notification.state,
	notification.subject, notification.told_version,
	(SELECT record.writer FROM notification AS first CROSS JOIN record ON record.id = first.since
		WHERE first.row = notification.id) AS drafter,
	told.addresses, told.country, told.name, told.organisation, told.ref,
	exposure.categories, exposure.count, exposure.earliest, exposure.latest, exposure.window,
	(SELECT customer.addresses FROM customer
		WHERE customer.row = @row(customer, notification.customer)) AS addresses_now
FROM notification
	CROSS JOIN customer AS told ON told.row = notification.told_version
	LEFT JOIN exposure ON exposure.row = notification.exposure_version
WHERE notification.row = @row(notification, :thing) AND @live(notification)

-- name: approver_name
-- Who wrote a record.
SELECT writer.name
FROM record
	CROSS JOIN writer ON writer.tag = record.writer AND @live(writer)
WHERE record.id = :record

-- name: approval_list
-- The approvals of a notification that stand, for these bytes, with the tags of those who gave them.
SELECT approval.row, record.writer, approval.role
FROM approval
	CROSS JOIN approval AS first ON first.row = approval.id
	CROSS JOIN record ON record.id = first.since
WHERE approval.notification = :notification AND @live(approval) AND approval.body_sha256 = :body_sha256
ORDER BY approval.row

-- name: action_by_name
-- Where a customer stands with one action.
SELECT action.id AS thing, action.row, action.state, action.evidence
FROM action
WHERE action.notification = :notification AND action.name = :name AND @live(action)
