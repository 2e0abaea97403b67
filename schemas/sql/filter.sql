-- filter.sql - the conditions of the filter language, each a fragment that stands inside a WHERE.
--
-- A fragment is named filter_<of>_<field> and sees the table that is filtered by its full name
-- (entry, customer, notification with its customer, whose fragments it shares, incident,
-- claim and question with their entry, whose fragments they share, record). The compiler gives :value, :low, :high
-- and the parts of references names of their own and asks of each fragment whether it is TRUE, so that
-- NULL means no. :incident is the incident that the page is seen from, 0 when there is none.
-- found(word, text, …) looks for a folded word in any of the texts, without regard to case and marks.

-- name: filter_entries_tag
-- #contain: in the text or put on by hand.
instr(' ' || lower(entry.tags) || ' ', ' ' || lower(:value) || ' ') > 0
OR EXISTS (SELECT 1 FROM mark AS f
	WHERE f.thing = entry.id AND @live(f) AND lower(f.name) = '#' || lower(:value))

-- name: filter_entries_actor
-- @rani: named in the text.
instr(' ' || lower(entry.actors) || ' ', ' ' || lower(:value) || ' ') > 0

-- name: filter_entries_kind
entry.kind = :value

-- name: filter_entries_since
-- Could it have happened at or after that time?
entry.latest >= :low

-- name: filter_entries_until
-- Could it have happened at or before that time?
entry.earliest <= :high

-- name: filter_entries_at
-- Do the intervals overlap?
entry.earliest <= :high AND entry.latest >= :low

-- name: filter_entries_due
entry.due BETWEEN :low AND :high

-- name: filter_entries_recorded
-- When the first version was written.
(SELECT f.at FROM record AS f WHERE f.id = (SELECT first.since FROM entry AS first
	WHERE first.row = entry.id)) BETWEEN :low AND :high

-- name: filter_entries_by
-- Who wrote the first version: tag or part of the name.
EXISTS (SELECT 1 FROM record AS f JOIN writer AS w ON w.tag = f.writer AND @live(w)
	WHERE f.id = (SELECT first.since FROM entry AS first WHERE first.row = entry.id)
		AND (lower(f.writer) = :value OR found(:value, w.name)))

-- name: filter_entries_id
-- A public reference, or from one to another.
entry.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_entries_things
-- One of a list of things.
entry.id IN (SELECT f.value FROM json_each(:value) AS f)

-- name: filter_entries_ref
-- Names that reference in its text.
instr(' ' || upper(entry.refs) || ' ', ' ' || upper(:value) || ' ') > 0

-- name: filter_entries_text
found(:value, entry.text)

-- name: filter_entries_text_regex
entry.text REGEXP :value

-- name: filter_entries_source
found(:value, entry.source)

-- name: filter_entries_source_regex
entry.source REGEXP :value

-- name: filter_entries_word
-- A bare word or phrase.
found(:value, entry.text, entry.source)

-- name: filter_entries_is_struck
entry.struck = 1

-- name: filter_entries_is_late
-- Recorded more than five minutes after it happened.
(SELECT f.at FROM record AS f WHERE f.id = (SELECT first.since FROM entry AS first
	WHERE first.row = entry.id)) - 300000000 > entry.latest

-- name: filter_entries_is_undated
entry.earliest IS NULL

-- name: filter_entries_is_dated
entry.earliest IS NOT NULL

-- name: filter_entries_is_corrected
entry.row <> entry.id

-- name: filter_entries_is_star
EXISTS (SELECT 1 FROM mark AS f WHERE f.thing = entry.id AND f.name = 'star' AND @live(f))

-- name: filter_entries_is_report
EXISTS (SELECT 1 FROM mark AS f WHERE f.thing = entry.id AND f.name = 'report' AND @live(f))

-- name: filter_entries_is_marked
EXISTS (SELECT 1 FROM mark AS f WHERE f.thing = entry.id AND @live(f))

-- name: filter_entries_has_due
entry.due IS NOT NULL

-- name: filter_entries_has_source
entry.source IS NOT NULL

-- name: filter_entries_has_tag
entry.tags IS NOT NULL OR EXISTS (SELECT 1 FROM mark AS f
	WHERE f.thing = entry.id AND @live(f) AND f.name > '#' AND f.name < '$')

-- name: filter_entries_has_actor
entry.actors IS NOT NULL

-- name: filter_entries_has_ref
entry.refs IS NOT NULL

-- name: filter_customers_ref
customer.ref BETWEEN :low AND :high

-- name: filter_customers_ref_regex
customer.ref REGEXP :value

-- name: filter_customers_id
-- A public reference, or from one to another.
customer.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_customers_things
-- One of a list of things.
customer.id IN (SELECT f.value FROM json_each(:value) AS f)

-- name: filter_customers_name
found(:value, customer.name)

-- name: filter_customers_name_regex
customer.name REGEXP :value

-- name: filter_customers_org
found(:value, customer.organisation)

-- name: filter_customers_org_regex
customer.organisation REGEXP :value

-- name: filter_customers_notes
found(:value, customer.notes)

-- name: filter_customers_notes_regex
customer.notes REGEXP :value

-- name: filter_customers_tier
customer.tier = :value COLLATE NOCASE

-- name: filter_customers_lang
-- en is any English: en, en-GB.
customer.language = :value COLLATE NOCASE
OR (customer.language COLLATE NOCASE > :value || '-' AND customer.language COLLATE NOCASE < :value || '.')

-- name: filter_customers_country
(customer.country = :value COLLATE NOCASE OR substr(customer.country, 1, 3) = :value || '-' COLLATE NOCASE)

-- name: filter_customers_population
EXISTS (SELECT 1 FROM exposure AS f INDEXED BY exposure_customer
	WHERE f.customer = customer.id AND (:incident = 0 OR f.incident = :incident) AND @live(f)
		AND f.population = :value)

-- name: filter_customers_status
-- The state of the newest notification.
(SELECT g.state FROM (SELECT f.state AS state, max(f.id) FROM notification AS f INDEXED BY notification_customer
	WHERE f.customer = customer.id AND (:incident = 0 OR f.incident = :incident) AND @live(f)) AS g) = :value

-- name: filter_customers_email
-- A part of an e-mail address; the compiler makes the expression that finds it on a line of that channel,
-- which is asked only where the part is anywhere.
found(:word, customer.addresses) AND customer.addresses REGEXP :value

-- name: filter_customers_word
-- A bare word or phrase.
found(:value, customer.ref, customer.name, customer.organisation, customer.addresses)

-- name: filter_customers_is_compromised
-- One of the addresses is in the wrong hands: the fifth field of a line.
instr(customer.addresses, char(9) || 'compromised') > 0 AND customer.addresses REGEXP
	replace(replace('(^|N)[^TN]*T[^TN]*T[^TN]*T[^TN]*Tcompromised(N|$)', 'N', char(10)), 'T', char(9))

-- name: filter_customers_is_exposed
EXISTS (SELECT 1 FROM exposure AS f INDEXED BY exposure_customer
	WHERE f.customer = customer.id AND (:incident = 0 OR f.incident = :incident) AND @live(f)
		AND f.population <> 'cleared')

-- name: filter_customers_has_address
customer.addresses IS NOT NULL

-- name: filter_customers_has_email
instr(char(10) || customer.addresses, char(10) || 'email' || char(9)) > 0

-- name: filter_customers_has_phone
instr(char(10) || customer.addresses, char(10) || 'phone' || char(9)) > 0

-- name: filter_customers_has_letter
instr(char(10) || customer.addresses, char(10) || 'letter' || char(9)) > 0

-- name: filter_customers_has_exposure
EXISTS (SELECT 1 FROM exposure AS f INDEXED BY exposure_customer
	WHERE f.customer = customer.id AND (:incident = 0 OR f.incident = :incident) AND @live(f))

-- name: filter_customers_has_notification
EXISTS (SELECT 1 FROM notification AS f INDEXED BY notification_customer
	WHERE f.customer = customer.id AND (:incident = 0 OR f.incident = :incident) AND @live(f))

-- name: filter_customers_has_name
customer.name IS NOT NULL

-- name: filter_customers_has_language
customer.language IS NOT NULL

-- name: filter_customers_has_notes
customer.notes IS NOT NULL

-- name: filter_notifications_state
notification.state = :value

-- name: filter_notifications_channel
notification.channel = :value

-- name: filter_notifications_lang
notification.language = :value COLLATE NOCASE
OR (notification.language COLLATE NOCASE > :value || '-' AND notification.language COLLATE NOCASE < :value || '.')

-- name: filter_notifications_population
EXISTS (SELECT 1 FROM exposure AS f WHERE f.incident = notification.incident
	AND f.customer = notification.customer AND @live(f) AND f.population = :value)

-- name: filter_notifications_advisory
-- By the name in the file; name@2 is one version.
EXISTS (SELECT 1 FROM mailing AS f CROSS JOIN advisory AS g ON g.row = f.advisory
	WHERE f.row = notification.mailing AND (g.name = :value OR g.name || '@' || g.version = :value))

-- name: filter_notifications_address
found(:value, notification.address)

-- name: filter_notifications_subject
found(:value, notification.subject)

-- name: filter_notifications_subject_regex
notification.subject REGEXP :value

-- name: filter_notifications_released
notification.released_at BETWEEN :low AND :high

-- name: filter_notifications_sent
notification.sent_at BETWEEN :low AND :high

-- name: filter_notifications_id
-- A public reference, or from one to another.
notification.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_notifications_things
-- One of a list of things.
notification.id IN (SELECT f.value FROM json_each(:value) AS f)

-- name: filter_notifications_word
-- A bare word or phrase.
found(:value, customer.ref, customer.name, customer.organisation, notification.address, notification.subject)

-- name: filter_notifications_is_approved
-- Approved, or further on.
notification.state IN ('approved', 'released', 'sent', 'acknowledged', 'closed')

-- name: filter_notifications_is_released
notification.released_at IS NOT NULL

-- name: filter_notifications_is_sent
notification.sent_at IS NOT NULL

-- name: filter_notifications_is_acknowledged
EXISTS (SELECT 1 FROM acknowledgement AS f WHERE f.notification = notification.id AND @live(f))

-- name: filter_notifications_is_open
-- Something is still to be done.
notification.state NOT IN ('acknowledged', 'closed', 'cancelled', 'superseded', 'substitute')

-- name: filter_notifications_action
-- An action was asked for by a letter that is out, and stands so ('': anyhow).
notification.state IN ('released', 'sent', 'acknowledged', 'closed') AND EXISTS (SELECT 1 FROM mailing AS f
	CROSS JOIN advice AS g ON g.advisory = f.advisory AND @live(g)
	LEFT JOIN action AS h ON h.notification = notification.id AND h.name = g.name AND @live(h)
	WHERE f.row = notification.mailing AND g.name = :value
		AND CASE :word WHEN '' THEN 1 WHEN 'open' THEN coalesce(h.state, 'asked') IN ('asked', 'accepted')
			WHEN 'overdue' THEN coalesce(h.state, 'asked') IN ('asked', 'accepted')
				AND notification.released_at + g.within < :now
			ELSE coalesce(h.state, 'asked') = :word END)

-- name: filter_notifications_is_overdue
-- Something that was advised is not done, and its day has passed.
notification.state IN ('released', 'sent', 'acknowledged', 'closed') AND EXISTS (SELECT 1 FROM mailing AS f
	CROSS JOIN advice AS g ON g.advisory = f.advisory AND @live(g)
	LEFT JOIN action AS h ON h.notification = notification.id AND h.name = g.name AND @live(h)
	WHERE f.row = notification.mailing AND notification.released_at + g.within < :now
		AND coalesce(h.state, 'asked') IN ('asked', 'accepted'))

-- name: filter_notifications_is_resend_due
-- Nobody has answered for as long as the advisory allows, and it may be sent again.
notification.state IN ('released', 'sent') AND EXISTS (SELECT 1 FROM mailing AS f
	CROSS JOIN advisory AS g ON g.row = f.advisory
	WHERE f.row = notification.mailing AND g.resend_after IS NOT NULL
		AND (SELECT max(h.at) + g.resend_after <= :now
			AND max(total(h.result IN ('accepted', 'posted')), total(h.result = 'delivered')) <= g.resend_max
			FROM attempt AS h WHERE h.notification = notification.id AND @live(h)))

-- name: filter_notifications_is_bounced
-- The newest try came to nothing.
(SELECT f.result FROM attempt AS f WHERE f.notification = notification.id AND @live(f)
	ORDER BY f.row DESC LIMIT 1) IN ('soft-bounce', 'hard-bounce', 'returned-post', 'no-answer', 'refused')

-- name: filter_notifications_is_compromised
-- The address it goes to is marked compromised in the register.
instr(customer.addresses, char(9) || 'compromised') > 0
AND instr(char(10) || customer.addresses, char(10) || notification.channel || char(9) || notification.address || char(9)) > 0
AND substr(customer.addresses, instr(char(10) || customer.addresses,
	char(10) || notification.channel || char(9) || notification.address || char(9))) REGEXP
	replace(replace('^[^TN]*T[^TN]*T[^TN]*T[^TN]*Tcompromised(N|$)', 'N', char(10)), 'T', char(9))

-- name: filter_notifications_is_hold_over
-- The day that a hold waited for has come.
notification.state = 'on-hold' AND notification.hold_until <= :now

-- name: filter_notifications_hold
-- Until when it is on hold.
notification.hold_until BETWEEN :low AND :high

-- name: filter_notifications_has_address
notification.address IS NOT NULL

-- name: filter_notifications_has_attempt
EXISTS (SELECT 1 FROM attempt AS f WHERE f.notification = notification.id AND @live(f))

-- name: filter_notifications_has_subject
notification.subject IS NOT NULL

-- name: filter_incidents_state
incident.state = :value

-- name: filter_incidents_tlp
incident.tlp = :value

-- name: filter_incidents_severity
incident.severity BETWEEN :low AND :high

-- name: filter_incidents_ref
incident.ref BETWEEN :low AND :high

-- name: filter_incidents_ref_regex
incident.ref REGEXP :value

-- name: filter_incidents_title
found(:value, incident.title)

-- name: filter_incidents_title_regex
incident.title REGEXP :value

-- name: filter_incidents_lead
found(:value, incident.lead)

-- name: filter_incidents_word
-- A bare word or phrase.
found(:value, incident.ref, incident.title, incident.lead)

-- name: filter_incidents_is_open
incident.state <> 'closed'

-- name: filter_incidents_is_closed
incident.state = 'closed'

-- name: filter_claims_by
found(:value, claim.by)

-- name: filter_claims_by_regex
claim.by REGEXP :value

-- name: filter_claims_about
claim.about = :value

-- name: filter_claims_topic
found(:value, claim.topic)

-- name: filter_claims_stance
claim.stance = :value

-- name: filter_claims_admiralty
-- B2, or B alone: how far the source is to be trusted.
claim.admiralty = :value COLLATE NOCASE OR substr(claim.admiralty, 1, 1) = :value COLLATE NOCASE

-- name: filter_claims_likelihood
claim.likelihood = :value

-- name: filter_claims_quote
found(:value, claim.quote)

-- name: filter_claims_quote_regex
claim.quote REGEXP :value

-- name: filter_claims_url
found(:value, claim.url)

-- name: filter_claims_time
-- Does the time that is claimed overlap?
claim.earliest <= :high AND claim.latest >= :low

-- name: filter_claims_recorded
-- When this version was written.
(SELECT f.at FROM record AS f WHERE f.id = claim.since) BETWEEN :low AND :high

-- name: filter_claims_of
-- Supports or denies that claim, which is named by itself or by its first entry.
claim.of BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END
OR (SELECT f.entry FROM claim AS f WHERE f.row = claim.of) BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_claims_id
-- A public reference, or from one to another: of the claim, of its entry or of its first entry.
(SELECT f.entry FROM claim AS f WHERE f.row = claim.id) BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END
OR claim.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END
OR claim.entry BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_claims_word
-- A bare word or phrase.
found(:value, entry.text, entry.source, claim.by, claim.quote, claim.topic, claim.url)

-- name: filter_claims_is_denied
-- Somebody denies it.
EXISTS (SELECT 1 FROM claim AS f INDEXED BY claim_of WHERE f.of = claim.id AND @live(f) AND f.stance = 'denies')

-- name: filter_claims_is_superseding
-- There was an earlier version.
claim.row <> claim.id

-- name: filter_claims_has_about
claim.about IS NOT NULL

-- name: filter_claims_has_admiralty
claim.admiralty IS NOT NULL

-- name: filter_claims_has_likelihood
claim.likelihood IS NOT NULL

-- name: filter_claims_has_quote
claim.quote IS NOT NULL

-- name: filter_claims_has_url
claim.url IS NOT NULL

-- name: filter_claims_has_topic
claim.topic IS NOT NULL

-- name: filter_claims_has_of
claim.of IS NOT NULL

-- name: filter_claims_has_time
-- A time is claimed.
claim.edtf IS NOT NULL

-- name: filter_questions_state
question.state = :value

-- name: filter_questions_asker
-- Who asked: the name given, or who wrote it down.
found(:value, question.asker)
OR question.asker IS NULL AND EXISTS (SELECT 1 FROM record AS f JOIN writer AS w ON w.tag = f.writer AND @live(w)
	WHERE f.id = (SELECT first.since FROM question AS first WHERE first.row = question.id)
		AND (lower(f.writer) = :value OR found(:value, w.name)))

-- name: filter_questions_confidence
question.confidence = :value

-- name: filter_questions_answer
EXISTS (SELECT 1 FROM entry AS f WHERE f.row = @row(entry, question.answer) AND found(:value, f.text))

-- name: filter_questions_id
-- A public reference, or from one to another: of the question or of its entry.
question.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END
OR question.entry BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_questions_word
-- A bare word or phrase: in the question or its answer.
found(:value, entry.text, question.asker)
OR EXISTS (SELECT 1 FROM entry AS f WHERE f.row = @row(entry, question.answer) AND found(:value, f.text))

-- name: filter_questions_is_open
question.state = 'open'

-- name: filter_questions_is_answered
question.state = 'answered'

-- name: filter_questions_has_answer
question.answer IS NOT NULL

-- name: filter_questions_has_confidence
question.confidence IS NOT NULL

-- name: filter_records_by
-- Who wrote it: tag or part of the name.
lower(record.writer) = :value OR EXISTS (SELECT 1 FROM writer AS f
	WHERE f.tag = record.writer AND @live(f) AND found(:value, f.name))

-- name: filter_records_kind
-- customer.import, or customer for all acts on customers.
instr(record.header, char(10) || 'kind ' || lower(:value) || char(10)) > 0
OR instr(record.header, char(10) || 'kind ' || lower(:value) || '.') > 0

-- name: filter_records_since
record.at >= :low

-- name: filter_records_until
record.at <= :high

-- name: filter_records_at
record.at BETWEEN :low AND :high

-- name: filter_records_id
-- A record's reference, or from one to another.
record.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.id FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.id FROM record AS f
		WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_records_reason
-- The words that say why: a row of the record itself.
EXISTS (SELECT 1 FROM reason AS f WHERE f.row >= record.first_row AND f.since = record.id
	AND f.row < coalesce((SELECT min(g.first_row) FROM record AS g WHERE g.first_row > record.first_row),
		9223372036854775807)
	AND found(:value, f.text))

-- name: filter_records_word
-- A bare word: in the kind, or in the name of the writer.
found(:value, substr(record.header, instr(record.header, char(10) || 'kind ') + 6,
	instr(record.header, char(10) || 'time ') - instr(record.header, char(10) || 'kind ') - 6))
OR EXISTS (SELECT 1 FROM writer AS f WHERE f.tag = record.writer AND @live(f) AND found(:value, f.name))

-- name: filter_tasks_state
task.state = :value

-- name: filter_tasks_priority
task.priority = :value

-- name: filter_tasks_owner
lower(task.owner) = lower(:value)

-- name: filter_tasks_due
task.due BETWEEN :low AND :high

-- name: filter_tasks_text
found(:value, task.text)

-- name: filter_tasks_text_regex
task.text REGEXP :value

-- name: filter_tasks_playbook
-- The name of the playbook that it comes from.
EXISTS (SELECT 1 FROM playbook AS f WHERE f.row = @row(playbook, task.playbook) AND @live(f) AND f.name = :value)

-- name: filter_tasks_id
-- A public reference, or from one to another.
task.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_tasks_word
-- A bare word or phrase.
found(:value, task.text, task.owner)

-- name: filter_tasks_is_open
task.state = 'open' OR task.state = 'doing'

-- name: filter_tasks_is_closed
task.state = 'done' OR task.state = 'dropped'

-- name: filter_tasks_is_overdue
(task.state = 'open' OR task.state = 'doing') AND task.due < :now

-- name: filter_tasks_is_waiting
-- What comes before it is neither done nor dropped.
(task.state = 'open' OR task.state = 'doing') AND EXISTS (SELECT 1 FROM task AS f
	WHERE f.row = @row(task, task.after) AND @live(f) AND (f.state = 'open' OR f.state = 'doing'))

-- name: filter_tasks_has_owner
task.owner IS NOT NULL

-- name: filter_tasks_has_due
task.due IS NOT NULL

-- name: filter_tasks_has_entry
task.entry IS NOT NULL

-- name: filter_assets_kind
asset.kind = :value

-- name: filter_assets_type
asset.type = :value

-- name: filter_assets_name
-- Its name or one of its aliases.
found(:value, asset.name, asset.aliases)

-- name: filter_assets_name_regex
asset.name REGEXP :value OR asset.aliases REGEXP :value

-- name: filter_assets_note
found(:value, asset.note)

-- name: filter_assets_seen
-- Do the time from when it was first seen until it was last seen, and the other, overlap? Open where one is not known.
(asset.earliest IS NOT NULL OR asset.latest IS NOT NULL)
	AND coalesce(asset.earliest, -9223372036854775807) <= :high AND coalesce(asset.latest, 9223372036854775807) >= :low

-- name: filter_assets_id
-- A public reference, or from one to another.
asset.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_assets_word
-- A bare word or phrase.
found(:value, asset.name, asset.aliases, asset.note)

-- name: filter_assets_has_alias
asset.aliases IS NOT NULL

-- name: filter_assets_has_time
asset.first_seen IS NOT NULL OR asset.last_seen IS NOT NULL

-- name: filter_assets_has_entry
asset.entry IS NOT NULL

-- name: filter_evidence_file
found(:value, evidence.file)

-- name: filter_evidence_file_regex
evidence.file REGEXP :value

-- name: filter_evidence_source
found(:value, evidence.source)

-- name: filter_evidence_sha256
hex(evidence.sha256) = upper(:value)

-- name: filter_evidence_act
-- Has that ever been done to it?
EXISTS (SELECT 1 FROM custody AS f WHERE f.evidence = evidence.id AND f.kind = :value AND @live(f))

-- name: filter_evidence_result
-- What came out when it was last hashed again.
(SELECT f.result FROM custody AS f WHERE f.evidence = evidence.id AND f.kind = 'verified' AND @live(f)
	ORDER BY f.row DESC LIMIT 1) = :value

-- name: filter_evidence_id
-- A public reference, or from one to another.
evidence.id BETWEEN
	CASE WHEN :tag IS NULL THEN 0 ELSE (SELECT f.first_row + :index - 1 FROM record AS f
		WHERE f.writer = :tag AND f.number = :number) END
	AND CASE WHEN :last_tag IS NULL THEN 9223372036854775807 ELSE (SELECT f.first_row + :last_index - 1
		FROM record AS f WHERE f.writer = :last_tag AND f.number = :last_number) END

-- name: filter_evidence_word
-- A bare word or phrase.
found(:value, evidence.file, evidence.source)

-- name: filter_evidence_is_kept
evidence.content IS NOT NULL

-- name: filter_evidence_is_destroyed
EXISTS (SELECT 1 FROM custody AS f WHERE f.evidence = evidence.id AND f.kind = 'destroyed' AND @live(f))
