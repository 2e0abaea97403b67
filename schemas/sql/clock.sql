-- clock.sql - clocks that were wrong, and the entries they date.

-- name: clock_list
-- The clocks of an incident, by name.
SELECT clock.row, clock.id, clock.name, clock.ahead, clock.basis FROM clock
WHERE clock.incident = :incident AND @live(clock) ORDER BY clock.name

-- name: clock_entries
-- A page of the entries that a clock dates, with the offset they were given already, in the order written.
SELECT entry.row, entry.id, entry.edtf, entry.zone,
	coalesce((SELECT c.ahead FROM clock AS c WHERE c.row = @row(clock, entry.clock)), 0) AS ahead
FROM entry
WHERE entry.incident = :incident AND entry.id > :thing AND @live(entry) AND entry.edtf IS NOT NULL
	AND (entry.clock = :clock OR entry.clock IS NULL AND (entry.source = :name
		OR substr(entry.source, 1, length(:name) + 2) = :name || ': '
		OR instr(replace(entry.text, char(10), ' ') || ' ', ' host:' || :name || ' ') > 0))
ORDER BY entry.id LIMIT :limit
