# keys.awk - blotter-keys(7): the keys of each view, read from the screens' table of commands.
#
#	awk -f keys.awk tui/command.h tui/commands.def
#
# The program is not asked: it would tell the keys that the person who builds it has given.
BEGIN {
	split("LOG TIMELINE CUSTOMERS NOTIFICATIONS OPEN JOURNAL ADVISORIES INCIDENTS", order, " ")
	split("Log (1)|Timeline (2)|Customers (3)|Notices (4)|Open (5)|Journal (6)|Advisories (7)|Incidents (0)", title, "|")
	for (i = 1; i in order; i++)
		all["IN_" order[i]] = ++all_n
}

# The views that the words of a mask stand for, by their names in set.
function mask(words, set,    n, i, word, name) {
	split("", set)
	if (words ~ /IN_ALL|1 << VIEWS/)
		for (name in all)
			set[name] = 1
	n = split(words, word, /[^A-Z_~]+/)
	for (i = 1; i <= n; i++) {
		if (word[i] ~ /^~/)
			delete set[substr(word[i], 2)]
		else if (word[i] in all)
			set[word[i]] = 1
		else if (word[i] in sets)
			mask_add(sets[word[i]], set)
		else if (word[i] ~ /^IN_/ && word[i] != "IN_ALL")
			fail("unknown views " word[i])
	}
}

function mask_add(words, set,    more, name) {
	mask(words, more)
	for (name in more)
		set[name] = 1
}

function fail(s) { print FILENAME ":" FNR ": " s > "/dev/stderr"; bad = 1; exit 1 }

# Text as mdoc takes it, in quotes: no word of it is a macro or a mark at the end of a sentence.
function quoted(s) {
	gsub(/\\/, "\\e", s)
	gsub(/"/, "\\(dq", s)
	gsub(/-/, "\\-", s)
	return "\"\\&" s "\""
}

function key(s) {
	if (s ~ /^C-./)
		s = "Ctrl-" toupper(substr(s, 3))
	return s
}

# A set of views: IN_SEARCHABLE = IN_LOG | IN_TIMELINE.
/^\tIN_[A-Z]+ = / {
	name = $1
	sub(/^[^=]*= /, "")
	if (name in all || name == "IN_ALL")
		next
	if (/^1 << VIEW_/)
		fail("a view that the manual does not know: " name)
	sets[name] = $0
}

/^COMMAND\(/ {
	# COMMAND(name, NAME, "typed", "argument", needs, where, "keys", N_("sentence"))
	if (split($0, part, "\"") != 9)
		fail("this line cannot be read")
	n++
	typed[n] = part[2]
	argument[n] = part[4]
	keys[n] = part[6]
	help[n] = part[8]
	sub(/^[^,]*,[^,]*, /, "", part[5])
	mask(part[5], in_views)
	where[n] = " "
	size = 0
	for (name in in_views) {
		where[n] = where[n] name " "
		size++
	}
	every[n] = size == all_n
}

function item(i,    m, k, parts) {
	m = split(keys[i], parts, " ")
	printf ".It Cm "
	for (k = 1; k <= m; k++)
		printf "%s%s", quoted(key(parts[k])), k < m ? " , " : "\n"
	if (m == 0)
		print quoted(":" typed[i])
	sub(/…/, "...", help[i])
	print help[i] "."
	print ".Pq Cm " quoted(":" typed[i]) (argument[i] ? " Ar " quoted(argument[i]) : "")
}

function begin(heading) {
	print ".Ss " heading
	print ".Bl -tag -width Ds"
}

END {
	if (bad)
		exit 1
	print ".Dd November 30, 2026\n.Dt BLOTTER-KEYS 7\n.Os"
	print ".Sh NAME\n.Nm blotter-keys\n.Nd keys and commands of the screens"
	print ".Sh DESCRIPTION"
	print "Every key of the screens of\n.Xr blotter 1 ,"
	print "what it does, and the command that does the same when it is typed after a colon."
	print ".Cm \\&?\nshows on the screens those that work there;\n.Cm blotter keys"
	print "prints them with the changes of keys.yaml, see\n.Xr blotter-config 5 ."
	begin("Every view")
	for (i = 1; i <= n; i++)
		if (every[i])
			item(i)
	print ".El"
	for (v = 1; v in order; v++) {
		begin(title[v])
		for (i = 1; i <= n; i++)
			if (!every[i] && index(where[i], " IN_" order[v] " "))
				item(i)
		print ".El"
	}
	print ".Sh SEE ALSO\n.Xr blotter 1 ,\n.Xr blotter-config 5"
}
