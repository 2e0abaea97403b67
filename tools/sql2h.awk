# sql2h.awk - turns the named statements of schemas/sql into C tables.
#
#   awk -v out=h|c -f sql2h.awk model/tables.def schemas/sql/*.sql
#
# A statement is named by a line "-- name: entry_page" and runs to the next name or
# the end of the file. What stands before the first name is ignored. A statement
# named "$_write" is a template, of which every TABLE of tables.def has one. model/statement.c
# writes them out when they are asked for: written out here they would be a tenth of the program.
# In statements:
#
#   $            the table's name                     (templates only)
#   $columns     its own columns, comma separated     (templates only)
#   $marks       one ?N for each of its columns, from ?7 on (templates only)
#   @live(c)     c.since <= :asof AND c.until > :asof: the rows of c as of the moment looked at
#   @row(t, x)   the row number of the version of thing x of table t at that moment: most things
#                have one version, whose row is the thing's own number, so later versions
#                alone are indexed (t_versions) and looked for first
#   @references(S)  S for each column of a table that holds a thing or a version, with the names of
#                both in the place of $table and $column, all of them joined by UNION ALL
function fail(s) { print FILENAME ":" FNR ": " s > "/dev/stderr"; bad = 1; exit 1 }
function c_name(s) { return "Q_" toupper(s) }
function quote(s) {
	gsub(/\\/, "\\\\", s); gsub(/"/, "\\\"", s); gsub(/\n/, "\\n\"\n\t\t\"", s)
	return "\"" s "\""
}
function add(name) {
	if (name in seen) fail("statement " name " is named twice")
	seen[name] = 1; names[++n] = name; of[n] = 0
}
# Places a label and a text behind all the others, an end after each; returns at which byte (LC_ALL=C).
function put(label, text,   was) {
	was = bytes; bytes += length(label) + length(text) + 2
	pieces = pieces "\n\t\"" label "\\0\"\n\t\t" quote(text) "\"\\0\""
	return was
}
function flush_statement(   i, t, s, name) {
	if (stmt == "") return
	sub(/[ \t\n;]+$/, "", text)
	if (stmt !~ /step/) gsub(/\n[ \t]*/, " ", text) # a schema stays as it is: who opens the file reads it
	if (stmt !~ /^\$/) { add(stmt); at[n] = put(stmt, text); return }
	t = put(stmt, text)
	for (i = 1; i <= tables; i++) {
		name = stmt
		sub(/^\$/, table[i], name); add(name); at[n] = t; of[n] = i
	}
}
FILENAME ~ /tables\.def$/ {
	if ($0 ~ /^TABLE\(/) { s = $0; sub(/^TABLE\(/, "", s); sub(/,.*/, "", s); table[++tables] = s; count[s] = 0 }
	if ($0 ~ /^COLUMN\(/) {
		s = $0; sub(/^COLUMN\(/, "", s); split(s, part, /, */)
		if (!(part[1] in count)) fail("column of an unknown table " part[1])
		k = ++count[part[1]]
		columns[part[1]] = columns[part[1]] (k > 1 ? ", " : "") part[2]
	}
	next
}
FNR == 1 { flush_statement(); stmt = ""; text = "" }
/^-- name: / { flush_statement(); stmt = $3; text = ""; next }
/^ *--/ { next }
stmt != "" { text = text (text == "" ? "" : "\n") $0 }
END {
	if (bad) exit 1
	flush_statement()
	print "/* Made by tools/sql2h.awk from schemas/sql; change those. */"
	if (out == "h") {
		print "#ifndef BLOTTER_MODEL_QUERIES_H\n#define BLOTTER_MODEL_QUERIES_H\n\nenum query_id {"
		for (i = 1; i <= n; i++) print "\t" c_name(names[i]) ","
		print "\tQUERIES\n};\n\n#endif"
	} else {
		print "#include \"model/statement.h\"\n\nconst struct statement_table statement_tables[] = {\n\t{ NULL, NULL },"
		for (i = 1; i <= tables; i++) printf "\t{ \"%s\", \"%s\" },\n", table[i], columns[table[i]]
		print "};\n\nconst char statement_texts[] =" pieces ";"
		print "_Static_assert(sizeof statement_texts == " bytes + 1 ", \"awk and C count alike\");"
		print "\nconst struct statement_place statement_places[QUERIES] = {"
		for (i = 1; i <= n; i++) printf "\t[%s] = { %d, %d },\n", c_name(names[i]), at[i], of[i]
		print "};"
	}
}
