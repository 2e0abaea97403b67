#!/bin/sh
# Settings and keys of a person's own: taken, checked, and refused with their place.
. "${SRCDIR:-.}/tests/cli/lib.sh"
config=$XDG_CONFIG_HOME/blotter
mkdir -p "$config"

it "says what every setting is, set or not"
run blotter config check --plain
expect_exit 0
expect_stdout_contains "$(printf 'theme\tterminal')"
expect_stdout_contains "$(printf 'mouse\tno')"
expect_stdout_contains "$(printf 'hints\tyes')"

it "takes settings of the screens from config.yaml"
printf 'zone: Asia/Jakarta\ntheme: dark\nborders: line\nmouse: yes\nclipboard_command: wl-copy --trim-newline\n' >"$config/config.yaml"
run blotter config check --plain
expect_exit 0
expect_stdout_contains "$(printf 'theme\tdark')"
expect_stdout_contains "$(printf 'borders\tline')"
expect_stdout_contains "$(printf 'mouse\tyes')"
expect_stdout_contains "$(printf 'clipboard_command\twl-copy --trim-newline')"

it "refuses a theme there is not, with its place and the nearest"
printf 'zone: UTC\ntheme: darc\n' >"$config/config.yaml"
run blotter config check
expect_exit 78
expect_stderr_contains "config.yaml:2:8: \"darc\" is no theme; did you mean \"dark\"?"

it "refuses a setting there is not, and names the nearest"
printf 'teme: dark\n' >"$config/config.yaml"
run blotter config check
expect_exit 78
expect_stderr_contains "config.yaml:1:1: \"teme\" is no setting; did you mean \"theme\"?"
rm "$config/config.yaml"

it "lists the keys as they come"
run blotter keys --plain
expect_exit 0
expect_stdout_contains "$(printf 'q\tquit')"
expect_stdout_contains "$(printf 'j Down\tdown')"

it "lists keys of one's own in their stead"
printf 'down: [J, "g d"]\nquit: []\n' >"$config/keys.yaml"
run blotter keys --plain
expect_exit 0
expect_stdout_contains "$(printf 'J gd\tdown')"
expect_stdout_contains "$(printf '\tquit')"
expect_stdout_lacks "$(printf 'q\tquit')"
run blotter config check
expect_stderr_contains "keys.yaml is in order"

it "refuses a command there is not, with its place, before anything else happens"
printf '# mine\nqiut: Q\n' >"$config/keys.yaml"
for command in "config check" keys; do
	run blotter $command
	expect_exit 78
	expect_stderr_contains "keys.yaml:2:1: \"qiut\" is no command; did you mean \"quit\"?"
done

it "names the command that has a key already"
printf 'down: x\n' >"$config/keys.yaml"
run blotter config check
expect_exit 78
expect_stderr_contains "keys.yaml:1:7: the key 'x' is taken by strike, which needs another"
rm "$config/keys.yaml"

given blotter init a.blot
given blotter -f a.blot incident open INC-1 "One"
given blotter -f a.blot log "one"
bold=$(printf '\033[1m')
it "colours what goes into a pipe only where that is forced, and NO_COLOR forbids it"
run blotter -f a.blot list entries
expect_stdout_lacks "$bold"
for name in CLICOLOR_FORCE FORCE_COLOR; do
	run env $name=1 "$TESTED" -f a.blot list entries
	expect_stdout_contains "$bold"
	run env $name=0 "$TESTED" -f a.blot list entries
	expect_stdout_lacks "$bold"
	run env NO_COLOR=1 $name=1 "$TESTED" -f a.blot list entries
	expect_stdout_lacks "$bold"
	run env $name=1 "$TESTED" -f a.blot --color=never list entries
	expect_stdout_lacks "$bold"
done
run env NO_COLOR=1 "$TESTED" -f a.blot --color=always list entries
expect_stdout_contains "$bold"
