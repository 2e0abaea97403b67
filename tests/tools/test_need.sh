#!/bin/sh
# tools/need on machines where something is missing: it installs, or names the packages and stops with 69.
. "${SRCDIR:-.}/tests/cli/lib.sh"

# A machine with nothing but what every machine has, and the commands given on top.
machine() {
	rm -rf bin tree && mkdir -p bin tree/tools
	cp "$SRCDIR/tools/need" "$SRCDIR/tools/packages" tree/tools/
	for name in sh env dirname mkdir tail cat; do
		ln -s "$(command -v $name)" bin/$name
	done
	for name; do
		printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n' "$name" "$here" >"bin/$name"
	done
	: >calls
	chmod +x bin/* tree/tools/need
}
user() {
	printf '#!/bin/sh\necho %s\n' "$1" >bin/id
	chmod +x bin/id
}
need() {
	run env PATH="$here/bin" sh tree/tools/need "$@"
}

it "names every package and stops where there is no apt-get"
machine
user 0
need build test
expect_exit 69
while read -r kind package check what; do
	case $kind in
	build | test) [ "$check" = file ] && [ -e "$what" ] || expect_stderr_contains " $package " ;;
	esac
done <tree/tools/packages
expect [ "$(grep -cE '^(build|test) ' tree/tools/packages)" -gt 15 ]

it "names only the kind that is asked for"
need build
expect_exit 69
expect_stderr_contains "libsqlite3-dev"
expect_stderr_lacks "libcmocka-dev"

it "asks a user without sudo to install as root"
machine apt-get
user 1000
need build
expect_exit 69
expect_stderr_contains "please install as root"

it "uses sudo where the user is not root"
machine apt-get sudo
user 1000
need build
expect grep -q "^sudo env DEBIAN_FRONTEND=noninteractive" calls

it "does not believe an installation after which things are still missing"
machine apt-get
user 0
need build
expect_exit 69
expect_stderr_contains "still not there after installing"
expect grep -q "install autoconf automake" calls

it "shows what apt-get said when it fails"
machine
user 0
printf '#!/bin/sh\necho "no network"; exit 100\n' >bin/apt-get
chmod +x bin/apt-get
need build
expect_exit 69
expect_stderr_contains "no network"
expect_stderr_contains "apt-get could not install"

it "says nothing and calls nothing where all is there"
machine apt-get
user 0
echo "build sh command sh" >tree/tools/packages
need build
expect_exit 0
expect_stderr_empty
expect [ ! -s calls ]

it "takes a check that it does not know for one that fails"
echo "build sh comand sh" >tree/tools/packages
need build
expect_exit 69
