-- notification.sql - the statements of notifications: drafts, guards, the list, attempts, actions.
--
-- A thing's first version stays in its table for ever, ended or not, so who wrote it first, and what never
-- changes (a mailing, an approval's writer), is read from there. Filters see notification and
-- customer by these names.

-- name: notification_draft_page
-- The exposed customers of an incident after one, with what a letter needs and whether they have a notification of
-- this advisory version.
SELECT customer.id AS thing, exposure.row AS exposure, customer.row AS told, customer.language, customer.addresses,
	customer.country, customer.name, customer.organisation, customer.ref, exposure.categories, exposure.count,
	exposure.earliest, exposure.latest, exposure.window,
	EXISTS (SELECT 1 FROM notification CROSS JOIN mailing ON mailing.row = notification.mailing
		WHERE notification.customer = exposure.customer AND notification.incident = exposure.incident
			AND @live(notification) AND notification.state NOT IN ('cancelled', 'superseded')
			AND mailing.advisory = :advisory) AS drafted
FROM exposure
	CROSS JOIN customer ON customer.row = @row(customer, exposure.customer)
WHERE exposure.incident = :incident AND exposure.customer > :after AND @live(exposure) AND @live(customer)
	/*filter*/
ORDER BY exposure.customer
LIMIT :limit

-- name: notification_ids
-- Notifications of an incident after one.
SELECT notification.id AS thing
FROM notification
	CROSS JOIN customer ON customer.row = @row(customer, notification.customer)
WHERE notification.incident = :incident AND notification.id > :after AND @live(notification) AND @live(customer)
	/*filter*/
ORDER BY notification.id
LIMIT :limit

-- name: notification_ids_back
-- Notifications of an incident before one, the last first.
SELECT notification.id AS thing
FROM notification
	CROSS JOIN customer ON customer.row = @row(customer, notification.customer)
WHERE notification.incident = :incident AND notification.id < :before AND @live(notification) AND @live(customer)
	/*filter*/
ORDER BY notification.id DESC
LIMIT :limit

-- name: notification_order
-- All that pass, in the order of one of their values, else as they were written. A value is looked up only where it is asked for.
SELECT notification.id AS thing, CASE :by
	WHEN 'ref' THEN customer.ref
	WHEN 'name' THEN coalesce(nullif(customer.organisation, ''), customer.name)
	WHEN 'advisory' THEN (SELECT advisory.name FROM mailing CROSS JOIN advisory ON advisory.row = mailing.advisory
		WHERE mailing.row = notification.mailing)
	WHEN 'address' THEN notification.address
	WHEN 'language' THEN notification.language
	WHEN 'state' THEN notification.state
	WHEN 'result' THEN (SELECT attempt.result FROM attempt
		WHERE attempt.notification = notification.id AND @live(attempt) ORDER BY attempt.row DESC LIMIT 1)
	END AS value
FROM notification
	CROSS JOIN customer ON customer.row = @row(customer, notification.customer)
WHERE notification.incident = :incident AND @live(notification) AND @live(customer)
	/*filter*/
ORDER BY value IS NULL, value COLLATE NOCASE, notification.id

-- name: notification_list
-- The list of an incident's notifications between two, each with its customer, exposure, approvals, attempts. What
-- only released ones can have is looked for in those alone. Who approved is told as numbers of records: one
-- record approves thousands, so their names are looked up once (approver_name).
SELECT notification.id AS thing, notification.row, notification.customer, notification.mailing,
	notification.address, notification.body_sha256, notification.channel, notification.language,
	notification.released_at, notification.sent_at, notification.hold_until, notification.state, notification.subject,
	incident.ref AS incident_ref, customer.ref AS customer_ref, customer.organisation, customer.name,
	customer.addresses, customer.country, exposure.population, exposure.categories, exposure.window,
	exposure.earliest, exposure.latest, advisory.name AS advisory, advisory.version AS advisory_version, advisory.tlp,
	CASE WHEN notification.state <> 'draft' THEN
		(SELECT group_concat(CASE approval.row WHEN approval.id THEN approval.since ELSE
			(SELECT first.since FROM approval AS first WHERE first.row = approval.id) END, ' ')
		FROM approval
		WHERE approval.notification = notification.id AND @live(approval)
			AND approval.body_sha256 = notification.body_sha256) END AS approved_in,
	CASE WHEN notification.released_at IS NOT NULL THEN
		(SELECT count(*) FROM attempt
		WHERE attempt.notification = notification.id AND @live(attempt)) ELSE 0 END AS attempts,
	CASE WHEN notification.released_at IS NOT NULL THEN
		(SELECT attempt.result FROM attempt
		WHERE attempt.notification = notification.id AND @live(attempt)
		ORDER BY attempt.row DESC LIMIT 1) END AS last_result,
	acknowledgement.at AS acknowledged_at, acknowledgement.by AS acknowledged_by,
	CASE WHEN notification.state IN ('released', 'sent', 'acknowledged', 'closed') THEN
		max(0, advisory.actions - (SELECT count(*) FROM action
		WHERE action.notification = notification.id AND @live(action)
			AND action.state IN ('done', 'verified', 'declined', 'not-applicable'))) ELSE 0 END AS actions_open
FROM notification
	CROSS JOIN incident ON incident.row = @row(incident, :incident)
	CROSS JOIN customer ON customer.row = @row(customer, notification.customer)
	CROSS JOIN mailing ON mailing.row = notification.mailing
	CROSS JOIN advisory ON advisory.row = mailing.advisory
	LEFT JOIN exposure ON exposure.incident = notification.incident AND exposure.customer = notification.customer
		AND @live(exposure)
	LEFT JOIN acknowledgement ON notification.released_at IS NOT NULL AND acknowledgement.row =
		(SELECT given.row FROM acknowledgement AS given
		WHERE given.notification = notification.id AND @live(given) ORDER BY given.row LIMIT 1)
WHERE notification.incident = :incident AND notification.id > :after AND notification.id < :before
	AND @live(notification) AND @live(incident) AND @live(customer)
	/*filter*/
ORDER BY notification.id
LIMIT :limit

-- name: notification_work
-- One notification with what its rules and its letter need: the customer and the exposure as it was told them.
SELECT notification.row, notification.address, notification.body_sha256, notification.channel,
	notification.customer, notification.exposure_version, notification.held, notification.hold_until,
	notification.incident,
	notification.language, notification.mailing, notification.released_at, notification.sent_at, notification.state,
	notification.subject, notification.told_version,
	told.addresses, told.country, told.name, told.organisation, told.ref,
	exposure.categories, exposure.count, exposure.earliest, exposure.latest, exposure.window
FROM notification
	CROSS JOIN customer AS told ON told.row = notification.told_version
	LEFT JOIN exposure ON exposure.row = notification.exposure_version
WHERE notification.row = @row(notification, :thing) AND @live(notification)

-- name: notification_drafter
-- Who drafted a letter.
SELECT record.writer
FROM notification AS first CROSS JOIN record ON record.id = first.since
WHERE first.row = :thing

-- name: notification_edited_ever
-- Did this person ever edit a letter? Asked once for an act on many: hardly anybody who approves did.
SELECT 1 FROM record
WHERE record.writer = :writer AND instr(record.header, char(10) || 'kind notification.edit' || char(10)) > 0
LIMIT 1

-- name: notification_edited_by
-- Did this person edit a letter after it was drafted? Then they are its author too.
SELECT 1
FROM notification AS later CROSS JOIN record ON record.id = later.since
WHERE later.id = :thing AND later.row <> later.id AND later.since <= :asof AND record.writer = :writer
	AND instr(record.header, char(10) || 'kind notification.edit' || char(10)) > 0
LIMIT 1

-- name: notification_facts
-- What a letter to a customer would be made of now.
SELECT customer.row AS told, exposure.row AS exposure, customer.addresses, customer.country, customer.name,
	customer.organisation, customer.ref, exposure.categories, exposure.count, exposure.earliest, exposure.latest, exposure.window
FROM customer
	LEFT JOIN exposure ON exposure.incident = :incident AND exposure.customer = customer.id AND @live(exposure)
WHERE customer.row = @row(customer, :customer) AND @live(customer)

-- name: notification_of_customer
-- The letters to one customer, in every incident.
SELECT notification.id AS thing
FROM notification INDEXED BY notification_customer
WHERE notification.customer = :customer AND @live(notification)

-- name: notification_successor
-- A later letter to the same customer about the same incident that is out, the newest first.
SELECT later.id AS thing
FROM notification AS later INDEXED BY notification_customer
WHERE later.customer = :customer AND later.incident = :incident AND later.id > :thing AND @live(later)
	AND later.state IN ('released', 'sent', 'acknowledged', 'closed')
LIMIT 1

-- name: notification_earlier
-- Letters to a customer of lower versions of an advisory than this one, or than that of a mailing: all that stand.
SELECT notification.id AS thing
FROM notification INDEXED BY notification_customer
	CROSS JOIN mailing ON mailing.row = notification.mailing
	CROSS JOIN advisory ON advisory.row = mailing.advisory
	CROSS JOIN advisory AS this ON this.row = coalesce(:advisory,
		(SELECT mine.advisory FROM mailing AS mine WHERE mine.row = :mailing))
WHERE notification.customer = :customer AND notification.incident = :incident AND @live(notification)
	AND notification.state NOT IN ('cancelled', 'superseded', 'substitute')
	AND advisory.name = this.name AND advisory.version < this.version

-- name: attempt_list
-- The tries of one letter, in the order they were written down.
SELECT attempt.address, attempt.channel, attempt.result, attempt.at, attempt.code
FROM attempt
WHERE attempt.notification = :notification AND @live(attempt)
ORDER BY attempt.row

-- name: attempt_known
-- The same try as was told before.
SELECT attempt.row FROM attempt
WHERE attempt.notification = :notification AND @live(attempt) AND attempt.at = :at AND attempt.result = :result
	AND attempt.code IS :code
LIMIT 1

-- name: notification_text_page
-- Every text that was written, in the order of the letters: the versions that stand, and those that went out.
SELECT notification.id AS thing, notification.mailing, notification.body_sha256, notification.channel,
	notification.language, notification.address, told.addresses, told.country, told.name, told.organisation, told.ref,
	exposure.categories, exposure.count, exposure.earliest, exposure.latest, exposure.window, notification.row
FROM notification
	CROSS JOIN customer AS told ON told.row = notification.told_version
	LEFT JOIN exposure ON exposure.row = notification.exposure_version
WHERE notification.row > :after AND (notification.until = 9223372036854775807 OR notification.state = 'released')
ORDER BY notification.row
LIMIT :limit

-- name: approver_name
-- Who wrote a record.
SELECT writer.name
FROM record
	CROSS JOIN writer ON writer.tag = record.writer AND @live(writer)
WHERE record.id = :record

-- name: approval_list
-- The approvals of a notification that stand, for these bytes, with the tags of those who gave them.
SELECT approval.row, record.writer, approval.role, record.id AS record
FROM approval
	CROSS JOIN approval AS first ON first.row = approval.id
	CROSS JOIN record ON record.id = first.since
WHERE approval.notification = :notification AND @live(approval) AND approval.body_sha256 = :body_sha256
ORDER BY approval.row

-- name: notification_parts
-- The approvals of a notification that stand, for whatever bytes, and its tries; in the order they were written down.
SELECT approval.id FROM approval
WHERE approval.notification = :notification AND @live(approval)
UNION ALL
SELECT attempt.id FROM attempt
WHERE attempt.notification = :notification AND @live(attempt)

-- name: action_by_name
-- Where a customer stands with one action.
SELECT action.id AS thing, action.row, action.state, action.evidence
FROM action
WHERE action.notification = :notification AND action.name = :name AND @live(action)

-- name: action_page
-- What was advised in the letters of an incident that are out, after one of them, and where each stands.
SELECT notification.id AS thing, advice.number, customer.ref, customer.organisation, advice.name, advice.after,
	advice.evidence AS wanted, action.state, action.evidence, notification.released_at + advice.within AS due,
	(SELECT first.state FROM action AS first WHERE first.notification = notification.id
		AND first.name = advice.after AND @live(first)) AS first_state
FROM notification
	CROSS JOIN customer ON customer.row = @row(customer, notification.customer)
	CROSS JOIN mailing ON mailing.row = notification.mailing
	CROSS JOIN advice ON advice.advisory = mailing.advisory AND @live(advice)
	LEFT JOIN action ON action.notification = notification.id AND action.name = advice.name AND @live(action)
WHERE notification.incident = :incident AND notification.id >= :after
	AND (notification.id > :after OR advice.number > :number) AND @live(notification) AND @live(customer)
	AND notification.state IN ('released', 'sent', 'acknowledged', 'closed')
	AND (:name IS NULL OR advice.name = :name)
	AND CASE :state WHEN 'open' THEN coalesce(action.state, 'asked') IN ('asked', 'accepted')
		WHEN 'overdue' THEN coalesce(action.state, 'asked') IN ('asked', 'accepted')
			AND notification.released_at + advice.within < :now
		ELSE :state IS NULL OR coalesce(action.state, 'asked') = :state END
	/*filter*/
ORDER BY notification.id, advice.number
LIMIT :limit
