/* stix.h - what reading and writing STIX share: TLP 2.0 as OASIS and FIRST mark it. */
#ifndef BLOTTER_EXCHANGE_STIX_H
#define BLOTTER_EXCHANGE_STIX_H

#define STIX_TLP_EXTENSION "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

struct stix_tlp {
	const char *label, *word, *id;
};
extern const struct stix_tlp stix_tlp_labels[]; /* ends with one without label */

#endif
