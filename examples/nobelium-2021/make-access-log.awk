# make-access-log.awk - makes access-log.csv: who of the support desk looked at which customer's record, and when.
#
#	awk -f make-access-log.awk customers.csv >access-log.csv
#
# Six agents work office hours of their own from 1 May to 5 June 2021 (UTC). The account support-17 is honest until
# 16 May; from then to 31 May somebody else uses it too, at night, and looks at billing contacts of customers
# that never called. The numbers come from a generator of our own (Park and Miller), since awks differ in rand().
BEGIN {
	FS = ","
	seed = 20210625
	agents = split("support-03 support-08 support-11 support-17 support-22 support-31", agent, " ")
	records = split("profile subscription invoice note service", record, " ")
	print "time,agent,customer,record"
}
FNR > 1 { sub(/\r$/, ""); customer[++customers] = $1 }
function draw(n) { seed = (seed * 16807) % 2147483647; return seed % n + 1 }
# The k-th day from 1 May on, at a second of that day.
function stamp(day, second,   month) {
	month = 5
	if (day > 31) { month = 6; day -= 31 }
	return sprintf("2021-%02d-%02dT%02d:%02d:%02dZ", month, day, int(second / 3600), int(second / 60) % 60, second % 60)
}
function line(day, second, who, whom, what) {
	order[++lines] = stamp(day, second) "," who "," whom "," what
}
# One case: an agent looks at two to four records of the customer on the phone.
function honest(day, who, hour,   whom, n, second) {
	whom = customer[draw(customers)]
	second = (hour + draw(9) - 1) * 3600 + draw(3600) - 1
	for (n = 1 + draw(3); n > 0; n--) {
		line(day, second, who, whom, record[draw(records)])
		second += 20 + draw(200)
	}
}
# One night: a walk over the register, the same two kinds of record each time.
function intruder(day,   n, second, whom) {
	second = 3600 * 19 + draw(5400)
	for (n = 2 + draw(3); n > 0; n--) {
		whom = customer[(day * 7 + n * 11) % 59 + 1]
		line(day, second, agent[4], whom, "subscription")
		line(day, second + 9 + draw(30), agent[4], whom, "billing-contact")
		if (draw(3) == 1)
			line(day, second + 60 + draw(30), agent[4], whom, "service")
		second += 240 + draw(600)
	}
}
END {
	for (day = 1; day <= 36; day++) {
		weekend = (day + 4) % 7 >= 5 # 1 May 2021 was a Saturday
		for (a = 1; a <= agents; a++)
			for (c = weekend ? draw(2) - 1 : 3 + draw(5); c > 0; c--)
				if (a != 4 || day < 16 || draw(4) == 1) # on leave for most of that fortnight
					honest(day, agent[a], a % 2 ? 1 : 7)
		if (day >= 16 && day <= 31 && day % 3 != 0)
			intruder(day)
	}
	# In the order of time: an insertion sort is enough for a few thousand lines that are nearly in order.
	for (i = 2; i <= lines; i++) {
		x = order[i]
		for (j = i - 1; j > 0 && order[j] > x; j--)
			order[j + 1] = order[j]
		order[j + 1] = x
	}
	for (i = 1; i <= lines; i++)
		print order[i]
}
