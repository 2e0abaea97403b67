# steps.sh - what ./try and ./check share: a line for what takes long, the log for the rest.
#
# Sourced at the top of the sources with $log set. Talk goes to stderr.
say() {
	printf '%s\n' "$*" >&2
}

# step "what this does" COMMAND...: quiet when it works; else the end of the log and the command.
step() {
	say "$1 ..."
	printf '\n== %s\n' "$*" >>"$log"
	step_starts=$(wc -l <"$log")
	shift
	"$@" >>"$log" 2>&1 && return 0
	step_status=$?
	tail -n "+$((step_starts + 1))" "$log" | tail -n 30 >&2
	say "failed: $* (all of it: $log)"
	return "$step_status"
}

processors() {
	nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
}

# Makes configure where it is missing or older than what it is made from.
make_configure() {
	if [ -f configure ] && [ -f Makefile.in ] && [ -f config.h.in ] &&
		[ -z "$(find configure.ac Makefile.am base model exchange tui cli doc examples schemas tests tools \
			\( -name '*.am' -o -name configure.ac \) -newer configure)" ]; then
		return 0
	fi
	step "preparing the build with autoconf" autoreconf -i
}

# configure_in DIR OPTION...: configures DIR unless it is configured with these options already.
configure_in() {
	configure_dir=$1
	shift
	mkdir -p "$configure_dir"
	if [ -f "$configure_dir/Makefile" ] && [ "$(cat "$configure_dir/options" 2>/dev/null)" = "$*" ] &&
		[ ! configure -nt "$configure_dir/config.status" ]; then
		return 0
	fi
	rm -f "$configure_dir/options"
	step "configuring $configure_dir" sh -c 'cd "$1" && shift && "$@"' configure \
		"$configure_dir" "$PWD/configure" "$@" &&
		printf '%s\n' "$*" >"$configure_dir/options"
}
