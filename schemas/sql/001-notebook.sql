-- name: step_001
-- 001-notebook.sql - the schema of a notebook, step 1.
--
-- Every table of facts has the same first columns, which belong to the journal:
--   row    this version; one sequence for all tables, so that a record's rows stand together
--   id     the thing: the row of its first version
--   since  the record that wrote it (record.id)
--   until  the record that ended it, or the largest integer while none has
--   salt   16 random bytes: without them the leaf tells nothing of a row that was erased; of such a row
--          its whole leaf, 32 bytes
--   seal   the first 8 bytes of the leaf hash, big-endian: lets verify name the row, not only the record
-- The other columns stand in alphabetical order (model/tables.def says why). What must have a value has one, but
-- in a row that was erased, which has none and never lived: since = until. Versions after the first and
-- ended rows alone are indexed by thing and by ending: most rows are neither.
-- Words are checked one by one: SQLite builds a table of a longer IN list for each insert.

-- The acts, in the order in which this file received them.
CREATE TABLE record (
	id INTEGER PRIMARY KEY,
	writer TEXT NOT NULL,         -- tag
	number INTEGER NOT NULL,      -- the writer's own count
	at INTEGER NOT NULL,          -- µs UTC, as in the header
	first_row INTEGER NOT NULL,   -- its rows are numbered from here
	header TEXT NOT NULL,         -- verbatim: what is hashed
	hash BLOB NOT NULL            -- SHA-256 of the header
) STRICT;
CREATE UNIQUE INDEX record_ref ON record (writer, number);
CREATE INDEX record_row ON record (first_row);

-- Who writes in this notebook; the tag is the letters of their public references.
CREATE TABLE writer (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	name TEXT, -- as in --as: Rina Wati <rina@soc.example>
	tag TEXT, -- capital letters, unique
	CHECK (since = until OR (name IS NOT NULL AND tag IS NOT NULL))
) STRICT;
CREATE INDEX writer_versions ON writer (id) WHERE row <> id;
CREATE INDEX writer_ended ON writer (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX writer_tag ON writer (tag, until);

-- The words that say why a record was written; its header refers to them.
CREATE TABLE reason (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	text TEXT,
	CHECK (since = until OR (text IS NOT NULL))
) STRICT;
CREATE INDEX reason_versions ON reason (id) WHERE row <> id;
CREATE INDEX reason_ended ON reason (until) WHERE until < 9223372036854775807;

-- An incident: what the entries, exposures and notifications are about.
CREATE TABLE incident (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	lead TEXT,
	ref TEXT, -- INC-2021-06: what people call it
	severity INTEGER CHECK (severity BETWEEN 1 AND 5), -- 1 worst … 5
	state TEXT CHECK (
		state = 'detected' OR state = 'triaged' OR state = 'contained' OR state = 'eradicated' OR
		state = 'recovered' OR state = 'closed'),
	title TEXT,
	tlp TEXT CHECK (
		tlp = 'RED' OR tlp = 'AMBER+STRICT' OR tlp = 'AMBER' OR tlp = 'GREEN' OR tlp = 'CLEAR'), -- TLP 2.0 label
	zone TEXT, -- IANA name
	CHECK (since = until OR (ref IS NOT NULL AND state IS NOT NULL AND title IS NOT NULL AND tlp IS NOT NULL AND
		zone IS NOT NULL))
) STRICT;
CREATE INDEX incident_versions ON incident (id) WHERE row <> id;
CREATE INDEX incident_ended ON incident (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX incident_ref ON incident (ref, until);

-- A moment that matters to an incident (occurred, detected, aware …), with its basis.
CREATE TABLE milestone (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	basis TEXT,
	earliest INTEGER, -- µs UTC, inclusive
	edtf TEXT,
	incident INTEGER REFERENCES incident (row),
	kind TEXT,
	latest INTEGER, -- µs UTC, inclusive
	phrase TEXT, -- the time as typed
	zone TEXT,
	CHECK (since = until OR (earliest IS NOT NULL AND edtf IS NOT NULL AND incident IS NOT NULL AND
		kind IS NOT NULL AND latest IS NOT NULL AND zone IS NOT NULL))
) STRICT;
CREATE INDEX milestone_versions ON milestone (id) WHERE row <> id;
CREATE INDEX milestone_ended ON milestone (until) WHERE until < 9223372036854775807;
CREATE INDEX milestone_incident ON milestone (incident, earliest);

-- How one incident relates to another; also what it is not.
CREATE TABLE link (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	entry INTEGER REFERENCES entry (row), -- that says why
	incident INTEGER REFERENCES incident (row),
	other INTEGER REFERENCES incident (row),
	relation TEXT,
	source TEXT,
	CHECK (since = until OR (entry IS NOT NULL AND incident IS NOT NULL AND other IS NOT NULL AND
		relation IS NOT NULL))
) STRICT;
CREATE INDEX link_versions ON link (id) WHERE row <> id;
CREATE INDEX link_ended ON link (until) WHERE until < 9223372036854775807;
CREATE INDEX link_incident ON link (incident);
CREATE INDEX link_other ON link (other);
CREATE INDEX link_entry ON link (entry);

-- A clock of a host or source that was wrong, by how much, and how that is known.
CREATE TABLE clock (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	ahead INTEGER, -- µs before true time; negative: behind
	basis TEXT,
	incident INTEGER REFERENCES incident (row),
	name TEXT,
	CHECK (since = until OR (ahead IS NOT NULL AND incident IS NOT NULL AND name IS NOT NULL))
) STRICT;
CREATE INDEX clock_versions ON clock (id) WHERE row <> id;
CREATE INDEX clock_ended ON clock (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX clock_name ON clock (incident, name, until);

-- One line of the log.
CREATE TABLE entry (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	actors TEXT, -- @names, without @, sorted, one space between
	clock INTEGER REFERENCES clock (row), -- the wrong clock that dated it, where its time was set right
	due INTEGER, -- µs UTC
	earliest INTEGER, -- µs UTC, inclusive; absent: undated
	edtf TEXT, -- the event time as kept
	incident INTEGER REFERENCES incident (row),
	kind TEXT,
	latest INTEGER, -- µs UTC, inclusive
	phrase TEXT, -- the time as typed
	refs TEXT, -- public references named in the text
	source TEXT,
	struck INTEGER CHECK (struck = 1), -- 1: taken back, still shown
	tags TEXT, -- #tags, without #, sorted, one space between
	text TEXT, -- first line is the title
	zone TEXT,
	CHECK (since = until OR (incident IS NOT NULL AND kind IS NOT NULL AND text IS NOT NULL))
) STRICT;
CREATE INDEX entry_clock ON entry (clock) WHERE clock IS NOT NULL;
CREATE INDEX entry_versions ON entry (id) WHERE row <> id;
CREATE INDEX entry_ended ON entry (until) WHERE until < 9223372036854775807;
CREATE INDEX entry_log ON entry (incident, id, until);
CREATE INDEX entry_time ON entry (incident, earliest, latest, id, until);
CREATE INDEX entry_span ON entry (incident, latest, id, earliest) WHERE latest > earliest;

-- A list of tasks written beforehand, as imported; content is its canonical JSON.
CREATE TABLE playbook (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	content TEXT,
	name TEXT, -- the id in the file
	title TEXT,
	version INTEGER,
	CHECK (since = until OR (content IS NOT NULL AND name IS NOT NULL AND title IS NOT NULL AND
		version IS NOT NULL))
) STRICT;
CREATE INDEX playbook_versions ON playbook (id) WHERE row <> id;
CREATE INDEX playbook_ended ON playbook (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX playbook_name ON playbook (name, until);

-- What somebody is to do. A task that comes from an entry of the log was written in the same record.
CREATE TABLE task (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	after INTEGER REFERENCES task (row), -- what has to be done before it
	due INTEGER, -- µs UTC
	entry INTEGER REFERENCES entry (row), -- that it comes from
	incident INTEGER REFERENCES incident (row),
	owner TEXT, -- without @
	playbook INTEGER REFERENCES playbook (row), -- that it comes from
	priority TEXT CHECK (
		priority = 'urgent' OR priority = 'high' OR priority = 'normal' OR priority = 'low'),
	state TEXT CHECK (
		state = 'open' OR state = 'doing' OR state = 'done' OR state = 'dropped'),
	step TEXT, -- the id of the task in the playbook
	text TEXT, -- one line
	CHECK (since = until OR (incident IS NOT NULL AND priority IS NOT NULL AND state IS NOT NULL AND
		text IS NOT NULL))
) STRICT;
CREATE INDEX task_versions ON task (id) WHERE row <> id;
CREATE INDEX task_ended ON task (until) WHERE until < 9223372036854775807;
CREATE INDEX task_incident ON task (incident, id, until);
CREATE INDEX task_due ON task (
	incident, (state = 'done' OR state = 'dropped'), coalesce(due, 9223372036854775807), id, until);
CREATE INDEX task_entry ON task (entry) WHERE entry IS NOT NULL;
CREATE INDEX task_after ON task (after) WHERE after IS NOT NULL;
CREATE INDEX task_playbook ON task (playbook) WHERE playbook IS NOT NULL;

-- What an incident is about: a system, an account, an indicator, an actor.
CREATE TABLE asset (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	aliases TEXT, -- one a line, as given
	earliest INTEGER, -- µs UTC: the earliest bound of first_seen
	entry INTEGER REFERENCES entry (row), -- that it comes from
	first_seen TEXT, -- EDTF
	incident INTEGER REFERENCES incident (row),
	kind TEXT CHECK (
		kind = 'system' OR kind = 'account' OR kind = 'indicator' OR kind = 'actor'),
	last_seen TEXT, -- EDTF
	latest INTEGER, -- µs UTC: the latest bound of last_seen
	name TEXT, -- of an indicator its value, true and in one form
	note TEXT,
	type TEXT, -- of an indicator: ipv4, domain, sha256 …
	zone TEXT, -- in which first_seen and last_seen were read
	CHECK (since = until OR (incident IS NOT NULL AND kind IS NOT NULL AND name IS NOT NULL))
) STRICT;
CREATE INDEX asset_versions ON asset (id) WHERE row <> id;
CREATE INDEX asset_ended ON asset (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX asset_incident ON asset (incident, kind, name, until);
CREATE INDEX asset_aliases ON asset (kind) WHERE aliases IS NOT NULL;
CREATE INDEX asset_entry ON asset (entry) WHERE entry IS NOT NULL;

-- A file that is evidence. It is never amended: what happens to it are custody acts.
CREATE TABLE evidence (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	content TEXT, -- its bytes in base64; absent: they stay outside
	file TEXT, -- where it was when it was hashed; of one kept inside its name alone
	incident INTEGER REFERENCES incident (row),
	sha256 BLOB, -- computed by the program
	size INTEGER, -- bytes
	source TEXT, -- where it is from
	CHECK (since = until OR (file IS NOT NULL AND incident IS NOT NULL AND sha256 IS NOT NULL AND
		size IS NOT NULL))
) STRICT;
CREATE INDEX evidence_versions ON evidence (id) WHERE row <> id;
CREATE INDEX evidence_ended ON evidence (until) WHERE until < 9223372036854775807;
CREATE INDEX evidence_incident ON evidence (incident, id, until);

-- One act in the chain of custody; append-only (ISO/IEC 27037).
CREATE TABLE custody (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	at INTEGER, -- µs UTC
	by TEXT, -- who did it; absent: who writes
	evidence INTEGER REFERENCES evidence (row),
	kind TEXT CHECK (
		kind = 'collected' OR kind = 'sealed' OR kind = 'transferred' OR kind = 'accessed' OR
		kind = 'copied' OR kind = 'analysed' OR kind = 'verified' OR kind = 'released' OR
		kind = 'returned' OR kind = 'destroyed'),
	note TEXT,
	place TEXT, -- where it is from then on
	result TEXT CHECK (result = 'match' OR result = 'differs' OR result = 'missing'), -- of verified
	seal_number TEXT, -- the number of the seal that is on it from then on
	sha256 BLOB, -- of verified: as computed then
	toward TEXT, -- who has it from then on
	CHECK (since = until OR (at IS NOT NULL AND evidence IS NOT NULL AND kind IS NOT NULL))
) STRICT;
CREATE INDEX custody_versions ON custody (id) WHERE row <> id;
CREATE INDEX custody_ended ON custody (until) WHERE until < 9223372036854775807;
CREATE INDEX custody_evidence ON custody (evidence);

-- Who says what about what. Its words, the source and when it was said are those of its entry, which nobody
-- amends; a later version is what superseded it, with an entry of its own.
CREATE TABLE claim (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	about TEXT CHECK (
		about = 'actor' OR about = 'cause' OR about = 'scope' OR about = 'time'),
	admiralty TEXT, -- reliability of the source and credibility of what it says: B2
	by TEXT, -- who says so
	contradicts INTEGER REFERENCES claim (row), -- another claim that cannot hold beside it
	earliest INTEGER, -- µs UTC, inclusive: of the time that is claimed
	edtf TEXT, -- the time that is claimed
	entry INTEGER REFERENCES entry (row),
	incident INTEGER REFERENCES incident (row),
	latest INTEGER, -- µs UTC, inclusive
	likelihood TEXT, -- a word of ICD 203
	of INTEGER REFERENCES claim (row), -- the claim it supports or denies
	quote TEXT, -- verbatim, apart from our words
	stance TEXT CHECK (stance = 'asserts' OR stance = 'denies'),
	topic TEXT, -- what claims have in common that speak of the same
	url TEXT,
	zone TEXT, -- of the time that is claimed
	CHECK (since = until OR (by IS NOT NULL AND entry IS NOT NULL AND incident IS NOT NULL AND
		stance IS NOT NULL))
) STRICT;
CREATE INDEX claim_versions ON claim (id) WHERE row <> id;
CREATE INDEX claim_ended ON claim (until) WHERE until < 9223372036854775807;
CREATE INDEX claim_log ON claim (incident, id, until);
CREATE INDEX claim_entry ON claim (entry);
CREATE INDEX claim_of ON claim (of);
CREATE INDEX claim_contradicts ON claim (contradicts);
CREATE INDEX claim_topic ON claim (incident, topic, about, id, until);
CREATE INDEX claim_stance ON claim (incident, topic, about, stance, id) WHERE of IS NULL;
CREATE INDEX claim_earliest ON claim (incident, topic, earliest) WHERE earliest IS NOT NULL;
CREATE INDEX claim_latest ON claim (incident, topic, latest) WHERE latest IS NOT NULL;

-- What is not known, or was not. Its words and when it is due are those of its entry.
CREATE TABLE question (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	answer INTEGER REFERENCES entry (row), -- the entry that answers it, or says why there is no answer
	asker TEXT, -- absent: who wrote the entry
	confidence TEXT, -- in the answer
	entry INTEGER REFERENCES entry (row),
	incident INTEGER REFERENCES incident (row),
	state TEXT CHECK (
		state = 'open' OR state = 'answered' OR state = 'unknowable' OR state = 'withdrawn'),
	CHECK (since = until OR (entry IS NOT NULL AND incident IS NOT NULL AND state IS NOT NULL))
) STRICT;
CREATE INDEX question_versions ON question (id) WHERE row <> id;
CREATE INDEX question_ended ON question (until) WHERE until < 9223372036854775807;
CREATE INDEX question_log ON question (incident, id, until);
CREATE INDEX question_open ON question (incident, state);
CREATE INDEX question_entry ON question (entry);
CREATE INDEX question_answer ON question (answer);

-- A star, a report flag or a #tag put on any thing by hand.
CREATE TABLE mark (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	name TEXT, -- star, report or #tag
	thing INTEGER,
	CHECK (since = until OR (name IS NOT NULL AND thing IS NOT NULL))
) STRICT;
CREATE INDEX mark_versions ON mark (id) WHERE row <> id;
CREATE INDEX mark_ended ON mark (until) WHERE until < 9223372036854775807;
CREATE INDEX mark_thing ON mark (thing);

-- An affected or possibly affected party.
CREATE TABLE customer (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	addresses TEXT, -- one a line: channel TAB value TAB role TAB name TAB compromised; trailing TABs left out
	country TEXT, -- ISO 3166, 2 letters
	language TEXT, -- BCP 47
	name TEXT,
	notes TEXT,
	organisation TEXT,
	ref TEXT, -- their number with us, unique
	tier TEXT,
	zone TEXT,
	CHECK (since = until OR (ref IS NOT NULL))
) STRICT;
CREATE INDEX customer_versions ON customer (id) WHERE row <> id;
CREATE INDEX customer_ended ON customer (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX customer_ref ON customer (ref, until);

-- The number of a customer who turned out to be another one: it names that one now.
CREATE TABLE alias (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	customer INTEGER REFERENCES customer (row),
	ref TEXT,
	CHECK (since = until OR (customer IS NOT NULL AND ref IS NOT NULL))
) STRICT;
CREATE INDEX alias_versions ON alias (id) WHERE row <> id;
CREATE INDEX alias_ended ON alias (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX alias_ref ON alias (ref, until);
CREATE INDEX alias_customer ON alias (customer);

-- What of a customer was seen in an incident, and how we know.
CREATE TABLE exposure (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	basis TEXT CHECK (
		basis = 'log' OR basis = 'inference' OR basis = 'statement'),
	categories TEXT, -- data categories, sorted, ; between
	confidence TEXT,
	count INTEGER, -- accesses seen
	customer INTEGER REFERENCES customer (row),
	earliest INTEGER, -- µs UTC
	incident INTEGER REFERENCES incident (row),
	latest INTEGER, -- µs UTC
	population TEXT CHECK (
		population = 'viewed' OR population = 'targeted' OR population = 'compromised' OR
		population = 'suspected' OR population = 'cleared' OR population = 'unknown'),
	window TEXT, -- EDTF; absent: the interval earliest/latest
	CHECK (since = until OR (basis IS NOT NULL AND customer IS NOT NULL AND incident IS NOT NULL AND
		population IS NOT NULL))
) STRICT;
CREATE INDEX exposure_versions ON exposure (id) WHERE row <> id;
CREATE INDEX exposure_ended ON exposure (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX exposure_incident ON exposure (incident, customer, until);
CREATE INDEX exposure_customer ON exposure (customer);

-- A template for letters, as imported; content is its canonical JSON.
CREATE TABLE advisory (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	actions INTEGER, -- how many actions it advises
	content TEXT,
	name TEXT, -- the id in the file
	resend_after INTEGER, -- µs: how long nobody may have answered before it is sent again
	resend_max INTEGER, -- how often at most
	sha256 BLOB, -- of the file as imported
	title TEXT,
	tlp TEXT,
	version INTEGER,
	CHECK (since = until OR (actions IS NOT NULL AND content IS NOT NULL AND name IS NOT NULL AND
		sha256 IS NOT NULL AND title IS NOT NULL AND tlp IS NOT NULL AND version IS NOT NULL))
) STRICT;
CREATE INDEX advisory_versions ON advisory (id) WHERE row <> id;
CREATE INDEX advisory_ended ON advisory (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX advisory_name ON advisory (name, version, until);

-- One action that an advisory advises: what is due of whom is looked for here, not in the content.
CREATE TABLE advice (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	advisory INTEGER REFERENCES advisory (row),
	after TEXT, -- the name of the action that has to be done first
	evidence TEXT, -- what verifies it: none, log-check …
	name TEXT, -- its id in the file
	number INTEGER, -- its place in the file, from 1
	within INTEGER, -- µs from the release of the letter; absent: at any time
	CHECK (since = until OR (advisory IS NOT NULL AND evidence IS NOT NULL AND name IS NOT NULL AND
		number IS NOT NULL))
) STRICT;
CREATE INDEX advice_versions ON advice (id) WHERE row <> id;
CREATE INDEX advice_ended ON advice (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX advice_advisory ON advice (advisory, number, until);

-- One act of drafting: the advisory and incident versions and the values its letters share.
CREATE TABLE mailing (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	advisory INTEGER REFERENCES advisory (row),
	incident INTEGER REFERENCES incident (row),
	settings TEXT, -- JSON object: operator variables by name
	CHECK (since = until OR (advisory IS NOT NULL AND incident IS NOT NULL AND settings IS NOT NULL))
) STRICT;
CREATE INDEX mailing_versions ON mailing (id) WHERE row <> id;
CREATE INDEX mailing_ended ON mailing (until) WHERE until < 9223372036854775807;

-- One advisory to one customer; the letter is a pure function of the versions it names.
CREATE TABLE notification (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	address TEXT, -- value of the address chosen
	body_sha256 BLOB, -- of the exact bytes of subject, LF, body
	channel TEXT,
	customer INTEGER REFERENCES customer (row),
	exposure_version INTEGER REFERENCES exposure (row),
	held TEXT, -- the state it was in before it was put on hold
	hold_until INTEGER, -- µs UTC: not before then; absent: until somebody says so
	incident INTEGER REFERENCES incident (row),
	language TEXT,
	mailing INTEGER REFERENCES mailing (row),
	released_at INTEGER,
	sent_at INTEGER,
	state TEXT CHECK (
		state = 'draft' OR state = 'in-review' OR state = 'approved' OR state = 'released' OR
		state = 'sent' OR state = 'acknowledged' OR state = 'closed' OR state = 'on-hold' OR
		state = 'cancelled' OR state = 'superseded' OR state = 'substitute'),
	subject TEXT,
	told_version INTEGER REFERENCES customer (row), -- the customer as the letter was rendered from
	CHECK (since = until OR (customer IS NOT NULL AND incident IS NOT NULL AND mailing IS NOT NULL AND
		state IS NOT NULL AND told_version IS NOT NULL))
) STRICT;
CREATE INDEX notification_versions ON notification (id) WHERE row <> id;
CREATE INDEX notification_ended ON notification (until) WHERE until < 9223372036854775807;
CREATE INDEX notification_incident ON notification (incident, id, until);
CREATE INDEX notification_customer ON notification (customer, incident);
CREATE INDEX notification_review ON notification (incident, mailing, until) WHERE state = 'in-review';

-- One person approved exactly these bytes.
CREATE TABLE approval (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	body_sha256 BLOB,
	notification INTEGER REFERENCES notification (row),
	role TEXT,
	CHECK (since = until OR (body_sha256 IS NOT NULL AND notification IS NOT NULL))
) STRICT;
CREATE INDEX approval_versions ON approval (id) WHERE row <> id;
CREATE INDEX approval_ended ON approval (until) WHERE until < 9223372036854775807;
CREATE INDEX approval_notification ON approval (notification);

-- One try to reach a customer over one channel; append-only.
CREATE TABLE attempt (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	address TEXT,
	at INTEGER,
	channel TEXT,
	code TEXT,
	notification INTEGER REFERENCES notification (row),
	result TEXT,
	CHECK (since = until OR (at IS NOT NULL AND channel IS NOT NULL AND notification IS NOT NULL AND
		result IS NOT NULL))
) STRICT;
CREATE INDEX attempt_versions ON attempt (id) WHERE row <> id;
CREATE INDEX attempt_ended ON attempt (until) WHERE until < 9223372036854775807;
CREATE INDEX attempt_notification ON attempt (notification);

-- A named person said that they have it.
CREATE TABLE acknowledgement (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	at INTEGER,
	by TEXT,
	channel TEXT,
	notification INTEGER REFERENCES notification (row),
	CHECK (since = until OR (at IS NOT NULL AND by IS NOT NULL AND notification IS NOT NULL))
) STRICT;
CREATE INDEX acknowledgement_versions ON acknowledgement (id) WHERE row <> id;
CREATE INDEX acknowledgement_ended ON acknowledgement (until) WHERE until < 9223372036854775807;
CREATE INDEX acknowledgement_notification ON acknowledgement (notification);

-- Where a customer stands with one advised action; no row means asked.
CREATE TABLE action (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	evidence TEXT,
	name TEXT,
	notification INTEGER REFERENCES notification (row),
	state TEXT,
	CHECK (since = until OR (name IS NOT NULL AND notification IS NOT NULL AND state IS NOT NULL))
) STRICT;
CREATE INDEX action_versions ON action (id) WHERE row <> id;
CREATE INDEX action_ended ON action (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX action_notification ON action (notification, name, until);

-- A rule about a duty, as imported; content is its canonical JSON, with the holidays it needs.
CREATE TABLE rule (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	as_of TEXT, -- the day on which the law was read
	content TEXT,
	name TEXT, -- the id in the file
	CHECK (since = until OR (as_of IS NOT NULL AND content IS NOT NULL AND name IS NOT NULL))
) STRICT;
CREATE INDEX rule_versions ON rule (id) WHERE row <> id;
CREATE INDEX rule_ended ON rule (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX rule_name ON rule (name, until);

-- A duty that an incident may bring with it. Its deadline is derived, never kept.
CREATE TABLE obligation (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	by TEXT, -- who decided
	decision TEXT CHECK (
		decision = 'undecided' OR decision = 'required' OR decision = 'not-required'),
	held TEXT, -- why the clock is on hold
	incident INTEGER REFERENCES incident (row),
	rule INTEGER REFERENCES rule (row),
	why TEXT, -- of the decision
	CHECK (since = until OR (decision IS NOT NULL AND incident IS NOT NULL AND rule IS NOT NULL))
) STRICT;
CREATE INDEX obligation_versions ON obligation (id) WHERE row <> id;
CREATE INDEX obligation_ended ON obligation (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX obligation_incident ON obligation (incident, rule, until);
CREATE INDEX obligation_rule ON obligation (rule);

-- What was handed in to meet a duty; never amended.
CREATE TABLE filing (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	at INTEGER, -- µs UTC
	due INTEGER, -- µs UTC: the deadline as it was computed then; absent: there was none
	obligation INTEGER REFERENCES obligation (row),
	reference TEXT, -- what the recipient calls it
	CHECK (since = until OR (at IS NOT NULL AND obligation IS NOT NULL))
) STRICT;
CREATE INDEX filing_versions ON filing (id) WHERE row <> id;
CREATE INDEX filing_ended ON filing (until) WHERE until < 9223372036854775807;
CREATE INDEX filing_obligation ON filing (obligation);

-- A filter with a name.
CREATE TABLE saved_view (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	filter TEXT, -- as typed, views in it written out
	name TEXT, -- small letters, digits and -, unique
	of TEXT, -- entries, customers …: what is filtered
	CHECK (since = until OR (filter IS NOT NULL AND name IS NOT NULL AND of IS NOT NULL))
) STRICT;
CREATE INDEX saved_view_versions ON saved_view (id) WHERE row <> id;
CREATE INDEX saved_view_ended ON saved_view (until) WHERE until < 9223372036854775807;
CREATE UNIQUE INDEX saved_view_name ON saved_view (name, until);

-- A file that came in or went out: what proves an export, and where imported facts are from.
CREATE TABLE transfer (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	as_of INTEGER, -- record it was read as of; absent: now
	direction TEXT CHECK (direction IN ('in', 'out')), -- in or out
	file TEXT,
	filter TEXT,
	format TEXT,
	left_out TEXT, -- JSON object: reason -> rows
	profile TEXT,
	rows INTEGER, -- rows taken or given
	sha256 BLOB,
	what TEXT, -- customers, access-log, notifications …
	written INTEGER, -- of an export: when, by the file itself
	CHECK (since = until OR (direction IS NOT NULL AND format IS NOT NULL AND rows IS NOT NULL AND
		what IS NOT NULL))
) STRICT;
CREATE INDEX transfer_versions ON transfer (id) WHERE row <> id;
CREATE INDEX transfer_ended ON transfer (until) WHERE until < 9223372036854775807;
CREATE INDEX transfer_profile ON transfer (what, profile);

-- A row whose values and salt were wiped: the record that wrote this says who did it, when and why.
CREATE TABLE erasure (
	row INTEGER PRIMARY KEY,
	id INTEGER NOT NULL,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	salt BLOB NOT NULL,
	seal INTEGER NOT NULL,
	noun TEXT, -- the table it is in
	thing INTEGER, -- that it was a version of
	version INTEGER, -- the row, of any table
	CHECK (since = until OR (noun IS NOT NULL AND thing IS NOT NULL AND version IS NOT NULL))
) STRICT;
CREATE INDEX erasure_versions ON erasure (id) WHERE row <> id;
CREATE INDEX erasure_ended ON erasure (until) WHERE until < 9223372036854775807;
CREATE INDEX erasure_thing ON erasure (thing);
CREATE UNIQUE INDEX erasure_version ON erasure (version);
