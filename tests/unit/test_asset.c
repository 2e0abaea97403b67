/* test_asset.c - assets: what is kept of them, once each, and the names that find each other. */
#include "tests/unit/fixture.h"

#include "model/asset.h"

static struct asset_list list;

static const struct asset *asset(int64_t thing)
{
	asset_list_release(&list);
	ok(asset_load(&nb, thing, &list, &e));
	return &list.at[0];
}

static int64_t added(const char *kind, const char *name)
{
	const struct asset_fields f = { .kind = kind, .name = name };
	int64_t thing;

	ok(asset_add(&nb, incident, &f, ref, &e));
	ok(ref_thing(&nb, ref, T_ASSET, &thing, &e));
	return thing;
}

static int64_t actor(void)
{
	static const char *const aliases[] = { "APT29", "Cozy Bear", "The Dukes" };
	const struct asset_fields f = { .kind = "actor", .name = "NOBELIUM", .aliases = aliases,
		.aliases_n = 3 };
	int64_t thing;

	ok(asset_add(&nb, incident, &f, ref, &e));
	ok(ref_thing(&nb, ref, T_ASSET, &thing, &e));
	return thing;
}

static int set_try(int64_t thing, const char *key, const char *value)
{
	struct when_context c = context();
	const struct asset_change change = { key, value };

	return asset_set(&nb, thing, &change, 1, &c, NULL, ref, &e);
}

static int released(void **state)
{
	asset_list_release(&list);
	return teardown(state);
}

static void assert_names(const char *word, const char *names)
{
	struct name_list l = { 0 };
	struct str got = { 0 };

	ok(asset_aliases(&nb, word, strlen(word), &l, &e));
	for (size_t i = 0; i < l.n; i++)
		str_printf(&got, "%s%s", i ? "," : "", l.at[i]);
	assert_string_equal(str_text(&got), names);
	str_release(&got);
	name_list_release(&l);
}

static void the_names_of_an_actor_find_each_other(void **state)
{
	int64_t a = actor(), then = head();

	assert_names("APT29", "NOBELIUM,Cozy Bear,The Dukes");
	assert_names("nobelium", "APT29,Cozy Bear,The Dukes");
	assert_names("cozy bear", "NOBELIUM,APT29,The Dukes");
	assert_names("Cozy", "");
	assert_names("", "");
	ok(set_try(a, "unalias", "cozy bear"));
	ok(set_try(a, "alias", "UNC2452"));
	ok(set_try(a, "alias", "unc2452"));
	assert_names("APT29", "NOBELIUM,The Dukes,UNC2452");
	nb.asof = then;
	assert_names("UNC2452", "");
	assert_names("APT29", "NOBELIUM,Cozy Bear,The Dukes");
	nb.asof = ASOF_NOW;
}

static void aliases_go_one_by_one(void **state)
{
	int64_t a = actor();

	ok(set_try(a, "unalias", "APT29"));
	assert_string_equal(asset(a)->aliases, "Cozy Bear\nThe Dukes");
	ok(set_try(a, "unalias", "The Dukes"));
	ok(set_try(a, "unalias", "Cozy Bear"));
	assert_null(asset(a)->aliases);
	refused(set_try(a, "unalias", "Cozy Bear"), ERR_NOT_FOUND, "no alias");
}

static void an_indicator_is_kept_true_in_one_form_and_once(void **state)
{
	int64_t x = added("indicator", "hxxps://EVIL[.]example/A");

	assert_string_equal(asset(x)->name, "https://evil.example/A");
	assert_string_equal(asset(x)->type, "url");
	refused(asset_add(&nb, incident,
		    &(struct asset_fields){ .kind = "indicator", .name = "https://evil.example/A" },
		    ref, &e),
	    ERR_CONFLICT, "is there already");
	refused(asset_add(&nb, incident,
		    &(struct asset_fields){ .kind = "indicator", .name = "two words" }, ref, &e),
	    ERR_INVALID, "is no indicator");
	refused(asset_add(
		    &nb, incident, &(struct asset_fields){ .kind = "sytem", .name = "a" }, ref, &e),
	    ERR_INVALID, "did you mean \"system\"");
	refused(asset_add(
		    &nb, incident, &(struct asset_fields){ .kind = "system", .name = "" }, ref, &e),
	    ERR_INVALID, "name is missing");
}

static void the_same_name_may_be_in_another_incident(void **state)
{
	int64_t here = added("system", "sup-lt-0417"), found;

	incident = incident_new("INC-2");
	assert_true(added("system", "sup-lt-0417") != here);
	ok(asset_find(&nb, incident, "sup-lt-0417", &found, &e));
	assert_true(found != here);
}

static void it_is_found_by_name_alias_value_and_reference(void **state)
{
	int64_t a = actor(), x = added("indicator", "evil.example"), found;

	ok(asset_find(&nb, incident, "NOBELIUM", &found, &e));
	assert_int_equal(found, a);
	ok(asset_find(&nb, incident, "the dukes", &found, &e));
	assert_int_equal(found, a);
	ok(asset_find(&nb, incident, "Evil[.]Example", &found, &e));
	assert_int_equal(found, x);
	ok(asset_find(&nb, incident, asset(x)->public_ref, &found, &e));
	assert_int_equal(found, x);
	refused(asset_find(&nb, incident, "nobody", &found, &e), ERR_NOT_FOUND, "nobody");
}

static void times_are_imprecise_and_in_order(void **state)
{
	int64_t x = added("system", "sup-lt-0417");

	ok(set_try(x, "first", "second half of May 2021"));
	assert_string_equal(asset(x)->first.edtf, "2021-05-16/2021-05-31");
	refused(set_try(x, "last", "2021-04"), ERR_INVALID, "last seen before");
	ok(set_try(x, "last", "2021-05-20"));
	ok(set_try(x, "first", ""));
	assert_string_equal(asset(x)->first.edtf, "");
	assert_string_equal(asset(x)->last.edtf, "2021-05-20");
}

static void a_name_that_is_taken_is_refused(void **state)
{
	int64_t x = added("system", "a");

	added("system", "b");
	refused(set_try(x, "name", "b"), ERR_CONFLICT, "called so already");
	ok(set_try(x, "name", "c"));
	assert_string_equal(asset(x)->name, "c");
}

static void marked_values_of_an_entry_become_indicators_with_it(void **state)
{
	int64_t changed, before = head(),
		entry =
		    logged("seen ioc:evil[.]example, and ioc:\"http://a.example/x\" ioc:nothing");

	assert_int_equal(head(), before + 1);
	asset_list_release(&list);
	ok(asset_list_of_entry(&nb, entry, &list, &e));
	assert_int_equal(list.n, 2);
	assert_string_equal(list.at[0].name, "evil.example");
	assert_string_equal(list.at[1].name, "http://a.example/x");
	assert_string_equal(list.at[1].entry_ref, ref);
	logged("again ioc:evil.example");
	undo();
	ok(journal_undo(&nb, before + 1, NULL, ref, &changed, &e));
	asset_list_release(&list);
	ok(asset_list_of_entry(&nb, entry, &list, &e));
	assert_int_equal(list.n, 0);
}

static void many_come_in_one_record_and_known_ones_are_passed_over(void **state)
{
	const struct asset_fields all[] = { { .kind = "indicator", .name = "1.2.3.4" },
		{ .kind = "indicator", .name = "1[.]2[.]3[.]4" },
		{ .kind = "indicator", .name = "1.2.3.5" } };
	int64_t before = head();
	size_t n;

	ok(asset_add_all(&nb, incident, all, 3, &n, ref, &e));
	assert_int_equal(n, 2);
	ok(asset_add_all(&nb, incident, all, 3, &n, ref, &e));
	assert_int_equal(n, 0);
	assert_string_equal(ref, "");
	assert_int_equal(head(), before + 1);
}

static void assert_page(struct asset_page p, const char *names)
{
	struct str got = { 0 };

	asset_list_release(&list);
	p.incident = incident;
	p.limit = p.limit ? p.limit : 99;
	ok(asset_page_load(&nb, &p, &list, &e));
	for (size_t i = 0; i < list.n; i++)
		str_puts(&got, list.at[i].name);
	assert_string_equal(str_text(&got), names);
	str_release(&got);
}

static void pages_go_by_kind_and_name_both_ways(void **state)
{
	added("system", "d");
	added("actor", "b");
	added("system", "c");
	added("actor", "a");
	assert_page((struct asset_page){ .from_end = true }, "abcd");
	assert_page((struct asset_page){ .from_end = true, .backward = true, .limit = 3 }, "bcd");
	assert_page((struct asset_page){ .kind = "actor", .name = "a", .limit = 2 }, "bc");
	assert_page((struct asset_page){ .kind = "system", .name = "c", .backward = true }, "ab");
}

static void filtered(const char *text, const char *names)
{
	struct when_context c = context();
	struct filter *f = filter_compile(text, FILTER_ASSETS, &c, NULL, &e);

	if (!f)
		fail_msg("%s: %s", text, e.text);
	assert_page((struct asset_page){ .filter = f, .from_end = true }, names);
	filter_free(f);
}

/* The entries that pass a filter which knows the names, by their first letter. */
static void assert_entries(const char *text, const char *letters)
{
	struct when_context c = context();
	struct filter *f = filter_compile_named(&nb, text, FILTER_ENTRIES, &c, NULL, &e);
	struct entry_page p = { .incident = incident, .filter = f, .from_end = true, .limit = 99 };
	struct entry_list l = { 0 };
	struct str got = { 0 };

	if (!f)
		fail_msg("%s: %s", text, e.text);
	ok(entry_page_load(&nb, &p, &l, &e));
	for (size_t i = 0; i < l.n; i++)
		str_put(&got, l.at[i].text, 1);
	assert_string_equal(str_text(&got), letters);
	str_release(&got);
	entry_list_release(&l);
	filter_free(f);
}

static void a_name_in_a_filter_finds_the_others_too(void **state)
{
	static const char all[] = "APT29 or APT29 or APT29 or APT29 or APT29 or APT29 or APT29";
	struct str many = { 0 };

	actor();
	logged("a the notice says NOBELIUM");
	logged("b cozy bear was here");
	logged("c told @apt29 nothing");
	logged("d somebody else");
	logged("e the dukes");
	assert_entries("APT29", "abce");
	assert_entries("\"the dukes\"", "abce");
	assert_entries("actor:apt29", "abce");
	assert_entries("@apt29", "abce");
	assert_entries("-APT29", "d");
	assert_entries("APT29 -nobelium", "");
	assert_entries("APT29 -text:nobelium", "bce");
	assert_entries("text:APT29", "c");
	assert_entries("actor:dewi", "");
	for (int i = 0; i < 9; i++)
		str_printf(&many, "%s%s", i ? " or " : "", all);
	assert_entries(str_text(&many), "abce");
	str_release(&many);
}

static void filters_find_assets(void **state)
{
	int64_t a = actor();

	added("indicator", "1.2.3.4");
	ok(set_try(added("system", "x"), "note", "the agent's machine"));
	ok(set_try(a, "first", "2021-05"));
	filtered("kind:actor,system", "NOBELIUMx");
	filtered("type:ipv4", "1.2.3.4");
	filtered("cozy", "NOBELIUM");
	filtered("name:dukes", "NOBELIUM");
	filtered("name~^1", "1.2.3.4");
	filtered("note:agent", "x");
	filtered("seen:2021-05-20", "NOBELIUM");
	filtered("seen:2021-04", "");
	filtered("has:alias", "NOBELIUM");
	filtered("-has:time", "1.2.3.4x");
	filtered("has:entry", "");
}

#define ASSET(name) cmocka_unit_test_setup_teardown(name, setup, released)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASSET(the_names_of_an_actor_find_each_other),
		ASSET(aliases_go_one_by_one),
		ASSET(an_indicator_is_kept_true_in_one_form_and_once),
		ASSET(the_same_name_may_be_in_another_incident),
		ASSET(it_is_found_by_name_alias_value_and_reference),
		ASSET(times_are_imprecise_and_in_order),
		ASSET(a_name_that_is_taken_is_refused),
		ASSET(marked_values_of_an_entry_become_indicators_with_it),
		ASSET(many_come_in_one_record_and_known_ones_are_passed_over),
		ASSET(pages_go_by_kind_and_name_both_ways),
		ASSET(a_name_in_a_filter_finds_the_others_too),
		ASSET(filters_find_assets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
