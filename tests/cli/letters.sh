# letters.sh - a notebook a.blot with letters of an incident, approved and not yet released.
#
#	. "${SRCDIR:-.}/tests/cli/lib.sh"
#	. "$SRCDIR/tests/cli/letters.sh"
#	approved_letters 9	# to C-1 ... C-9, whose addresses are p1@one.example ...

approved_letters() {
	given blotter init a.blot
	BLOTTER_NOTEBOOK=a.blot
	export BLOTTER_NOTEBOOK
	given blotter incident open INC-1 "One" --zone Asia/Jakarta
	{
		echo ref,organisation,name,email,language
		for n in $(seq 1 "$1"); do echo "C-$n,Company $n,Person $n,p$n@one.example,en"; done
	} >customers.csv
	{
		echo customer,population,data,from,to
		for n in $(seq 1 "$1"); do echo "C-$n,viewed,billing-contact,2021-05-02,2021-05-03"; done
	} >exposures.csv
	given blotter import customers customers.csv
	given blotter import exposures exposures.csv
	given blotter import advisory "$SRCDIR/schemas/advisories/support-tool-exposure.yaml"
	given blotter notify draft support-tool-exposure --all --yes --set hotline=+62215550100 --set reply_by=2021-07-01
	given blotter notify submit --all --yes
	given blotter --as Dewi notify approve --all --yes --role legal
	given blotter --as Andi notify approve --all --yes --role incident-lead
}

# The reference of the letter to C-N.
ref() {
	blotter list notifications --json | jq -r "select(.customer == \"C-$1\") | .notification"
}

# How it stands: status, number of tries, last result.
letter() {
	blotter list notifications --json |
		jq -r "select(.customer == \"C-$1\") | [.status, .attempts, .last_result] | join(\" \")"
}
