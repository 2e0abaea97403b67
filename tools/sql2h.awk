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
#   $nulls       each of its columns = NULL            (templates only)
#   @live(c)     c.since <= :asof AND c.until > :asof: the rows of c as of the moment looked at
#   @row(t, x)   the row number of the version of thing x of table t at that moment: most things
#                have one version, whose row is the thing's own number, so later versions
#                alone are indexed (t_versions) and looked for first
#   @references(S)  S for each column of a table that holds a thing or a version, with the names of
#                both in the place of $table and $column and what tables.def says of its value in that of
#                $need, all of them joined by UNION ALL
#
# What comes often is there once: in a statement a byte from 128 on stands for a word of
# statement_words. That halves the statements, which were a tenth of the program. A schema is left as it is: it
# is read at each start.
function fail(s) { print FILENAME ":" FNR ": " s > "/dev/stderr"; bad = 1; exit 1 }
function c_name(s) { return "Q_" toupper(s) }
function escaped(s) { gsub(/\\/, "\\\\", s); gsub(/"/, "\\\"", s); gsub(/\n/, "\\n\"\n\t\t\"", s); return s }
function quote(s) { return "\"" escaped(s) "\"" }
function add(name) {
	if (name in seen) fail("statement " name " is named twice")
	seen[name] = 1; names[++n] = name; of[n] = 0
}
function is_schema(label) { return label ~ /^step_/ }
# Takes a word with the blank behind it, or what stands between two, off `left`.
function next_word(   word) {
	match(left, /^([A-Za-z_0-9:$@]+ ?|[^A-Za-z_0-9:$@]+)/)
	word = substr(left, 1, RLENGTH); left = substr(left, RLENGTH + 1)
	return word
}
# Keeps a label and a text, whose words it counts; returns their number.
function put(label, text) {
	if (!is_schema(label) && text ~ /[^\t\n -~]/) fail("statement " label " is not plain ASCII")
	labels[++puts] = label; texts[puts] = text
	if (!is_schema(label)) for (left = text; left != "";) times[next_word()]++
	return puts
}
function worth(word) { return (length(word) - 1) * times[word] }
function is_before(a, b) { return worth(a) > worth(b) || (worth(a) == worth(b) && a < b) }
# The 128 words that take the most room, each with the byte it gets.
function choose_words(   i, word, best) {
	for (i = 0; i < 128; i++) {
		best = ""
		for (word in times)
			if (!(word in byte_of) && (best == "" || is_before(word, best))) best = word
		words[i] = best; byte_of[best] = 128 + i
	}
}
# A text as a C string, words as their bytes; counts what it takes (LC_ALL=C).
function packed(text,   word, out) {
	for (left = text; left != "";) {
		word = next_word()
		bytes += word in byte_of ? 1 : length(word)
		out = out (word in byte_of ? sprintf("\\%o", byte_of[word]) : escaped(word))
	}
	return "\"" out "\""
}
# Lays label and text behind all the others, an end after each.
function lay(i) {
	place[i] = bytes; bytes += length(labels[i]) + 2
	pieces = pieces "\n\t\"" labels[i] "\\0\"\n\t\t"
	if (is_schema(labels[i])) { bytes += length(texts[i]); pieces = pieces quote(texts[i]) }
	else pieces = pieces packed(texts[i])
	pieces = pieces "\"\\0\""
}
function flush_statement(   i, t, s, name) {
	if (stmt == "") return
	sub(/[ \t\n;]+$/, "", text)
	if (!is_schema(stmt)) gsub(/\n[ \t]*/, " ", text) # who opens the file reads its schema
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
		choose_words()
		print "};\n\nconst char *const statement_words[128] = {"
		for (i = 0; i < 128; i++) print "\t" quote(words[i]) ","
		for (i = 1; i <= puts; i++) lay(i)
		print "};\n\nconst char statement_texts[] =" pieces ";"
		print "_Static_assert(sizeof statement_texts == " bytes + 1 ", \"awk and C count alike\");"
		print "\nconst struct statement_place statement_places[QUERIES] = {"
		for (i = 1; i <= n; i++) printf "\t[%s] = { %d, %d },\n", c_name(names[i]), place[at[i]], of[i]
		print "};"
	}
}
