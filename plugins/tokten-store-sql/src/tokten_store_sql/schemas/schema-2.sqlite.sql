CREATE TABLE checksums (
	collection TEXT NOT NULL,
	rows INTEGER NOT NULL,
	checksum TEXT NOT NULL,
	PRIMARY KEY (collection)
) STRICT;

CREATE TABLE donors (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_fr TEXT NOT NULL,
	PRIMARY KEY (id)
) STRICT;

CREATE UNIQUE INDEX donors_in_order ON donors (position);

CREATE TABLE institutions (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	sector TEXT NOT NULL,
	town TEXT NOT NULL,
	capital INTEGER,
	profit_making INTEGER,
	joined_on TEXT,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT institutions_kind_known CHECK (kind IN ('university', 'training_centre', 'research_centre', 'hospital', 'public_service', 'enterprise', 'association')),
	CONSTRAINT institutions_capital_true_or_false CHECK (capital IN (0, 1)),
	CONSTRAINT institutions_profit_making_true_or_false CHECK (profit_making IN (0, 1)),
	CONSTRAINT institutions_joined_on_a_day CHECK (date(joined_on) = joined_on),
	CONSTRAINT institutions_invented_true_or_false CHECK (invented IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX institutions_in_order ON institutions (position);

CREATE TABLE journal (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	at TEXT NOT NULL,
	who TEXT NOT NULL,
	what TEXT NOT NULL,
	why TEXT NOT NULL,
	records TEXT NOT NULL,
	previous TEXT NOT NULL,
	hash TEXT NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (id)
) STRICT;

CREATE TABLE schema_version (
	product TEXT NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (product)
) STRICT;

CREATE TABLE sessions (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	notice_on TEXT,
	held_on TEXT,
	agenda TEXT NOT NULL,
	seats_present INTEGER,
	minutes_approved INTEGER,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT sessions_kind_known CHECK (kind IN ('ordinary', 'extraordinary')),
	CONSTRAINT sessions_notice_on_a_day CHECK (date(notice_on) = notice_on),
	CONSTRAINT sessions_held_on_a_day CHECK (date(held_on) = held_on),
	CONSTRAINT sessions_seats_present_least CHECK (seats_present >= 0),
	CONSTRAINT sessions_minutes_approved_true_or_false CHECK (minutes_approved IN (0, 1)),
	CONSTRAINT sessions_invented_true_or_false CHECK (invented IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX sessions_in_order ON sessions (position);

CREATE TABLE skills (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	sector TEXT NOT NULL,
	PRIMARY KEY (id)
) STRICT;

CREATE UNIQUE INDEX skills_in_order ON skills (position);

CREATE TABLE sources (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	document_en TEXT NOT NULL,
	document_fr TEXT NOT NULL,
	section TEXT NOT NULL,
	figure TEXT NOT NULL,
	inferred INTEGER NOT NULL,
	link TEXT NOT NULL,
	checked_on TEXT,
	PRIMARY KEY (id),
	CONSTRAINT sources_inferred_true_or_false CHECK (inferred IN (0, 1)),
	CONSTRAINT sources_checked_on_a_day CHECK (date(checked_on) = checked_on)
) STRICT;

CREATE UNIQUE INDEX sources_in_order ON sources (position);

CREATE TABLE antennas (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	country TEXT NOT NULL,
	town TEXT NOT NULL,
	status TEXT NOT NULL,
	head_teaches INTEGER,
	source TEXT,
	PRIMARY KEY (id),
	CONSTRAINT antennas_status_known CHECK (status IN ('existing', 'planned')),
	CONSTRAINT antennas_head_teaches_true_or_false CHECK (head_teaches IN (0, 1)),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX antennas_in_order ON antennas (position);

CREATE TABLE claims (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	"table" TEXT NOT NULL,
	"row" TEXT NOT NULL,
	"column" TEXT NOT NULL,
	subject_en TEXT NOT NULL,
	subject_fr TEXT NOT NULL,
	state TEXT NOT NULL,
	printed TEXT NOT NULL,
	read TEXT,
	words TEXT NOT NULL,
	unit TEXT NOT NULL,
	stated_on TEXT,
	source TEXT NOT NULL,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT claims_state_known CHECK (state IN ('figure', 'pm', 'blank')),
	CONSTRAINT claims_stated_on_a_day CHECK (date(stated_on) = stated_on),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX claims_in_order ON claims (position);

CREATE TABLE committee_seats (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	role TEXT NOT NULL,
	office_en TEXT NOT NULL,
	office_fr TEXT NOT NULL,
	alternate_allowed INTEGER,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT committee_seats_role_known CHECK (role IN ('chair', 'vice_chair', 'member', 'secretariat')),
	CONSTRAINT committee_seats_alternate_allowed_true_or_false CHECK (alternate_allowed IN (0, 1)),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX committee_seats_in_order ON committee_seats (position);

CREATE TABLE country_groups (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	countries TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX country_groups_in_order ON country_groups (position);

CREATE TABLE funding_sources (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	donor TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	partner INTEGER NOT NULL,
	currency TEXT NOT NULL,
	start TEXT,
	"end" TEXT,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT funding_sources_partner_true_or_false CHECK (partner IN (0, 1)),
	CONSTRAINT funding_sources_start_a_day CHECK (date(start) = start),
	CONSTRAINT funding_sources_end_a_day CHECK (date("end") = "end"),
	CONSTRAINT funding_sources_end_not_before CHECK ("end" >= start),
	FOREIGN KEY(donor) REFERENCES donors (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX funding_sources_in_order ON funding_sources (position);

CREATE TABLE history (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	entry TEXT NOT NULL,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	behind TEXT NOT NULL,
	"before" TEXT NOT NULL,
	personal TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(entry) REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE objectives (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	level TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	parent TEXT,
	policy_link TEXT NOT NULL,
	assumptions_en TEXT NOT NULL,
	assumptions_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT objectives_level_known CHECK (level IN ('impact', 'outcome')),
	FOREIGN KEY(parent) REFERENCES objectives (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX ix_objectives_parent ON objectives (parent);

CREATE UNIQUE INDEX objectives_in_order ON objectives (position);

CREATE TABLE programme (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	pack TEXT NOT NULL,
	title_en TEXT NOT NULL,
	title_fr TEXT NOT NULL,
	country TEXT NOT NULL,
	start TEXT NOT NULL,
	"end" TEXT NOT NULL,
	currency TEXT NOT NULL,
	reporting_currency TEXT NOT NULL,
	planning_rate TEXT,
	year_start_month INTEGER NOT NULL,
	year_start_day INTEGER NOT NULL,
	executing_agency_en TEXT NOT NULL,
	executing_agency_fr TEXT NOT NULL,
	mission_cost_average INTEGER,
	source TEXT,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT programme_start_a_day CHECK (date(start) = start),
	CONSTRAINT programme_end_a_day CHECK (date("end") = "end"),
	CONSTRAINT programme_end_not_before CHECK ("end" >= start),
	CONSTRAINT programme_year_start_month_least CHECK (year_start_month >= 1),
	CONSTRAINT programme_year_start_month_greatest CHECK (year_start_month <= 12),
	CONSTRAINT programme_year_start_day_least CHECK (year_start_day >= 1),
	CONSTRAINT programme_year_start_day_greatest CHECK (year_start_day <= 31),
	CONSTRAINT programme_mission_cost_average_least CHECK (mission_cost_average >= 1),
	CONSTRAINT programme_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX programme_in_order ON programme (position);

CREATE TABLE risks (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	kind_en TEXT NOT NULL,
	kind_fr TEXT NOT NULL,
	identified_on TEXT,
	probability INTEGER,
	impact INTEGER,
	response_en TEXT NOT NULL,
	response_fr TEXT NOT NULL,
	owner TEXT NOT NULL,
	status_en TEXT NOT NULL,
	status_fr TEXT NOT NULL,
	revised_on TEXT,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT risks_identified_on_a_day CHECK (date(identified_on) = identified_on),
	CONSTRAINT risks_probability_least CHECK (probability >= 1),
	CONSTRAINT risks_probability_greatest CHECK (probability <= 5),
	CONSTRAINT risks_impact_least CHECK (impact >= 1),
	CONSTRAINT risks_impact_greatest CHECK (impact <= 5),
	CONSTRAINT risks_revised_on_a_day CHECK (date(revised_on) = revised_on),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX risks_in_order ON risks (position);

CREATE TABLE eligible_costs (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	funding_source TEXT NOT NULL,
	kind TEXT NOT NULL,
	countries TEXT,
	start TEXT,
	"end" TEXT,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT eligible_costs_kind_known CHECK (kind IN ('missions', 'staff', 'operating', 'equipment', 'promotion', 'studies', 'evaluation', 'lodging', 'bank_charges', 'support_cost', 'miscellaneous')),
	CONSTRAINT eligible_costs_start_a_day CHECK (date(start) = start),
	CONSTRAINT eligible_costs_end_a_day CHECK (date("end") = "end"),
	CONSTRAINT eligible_costs_end_not_before CHECK ("end" >= start),
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(countries) REFERENCES country_groups (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX eligible_costs_in_order ON eligible_costs (position);

CREATE TABLE experts (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	contact TEXT NOT NULL,
	born_on TEXT,
	invented INTEGER NOT NULL,
	sex TEXT,
	country TEXT NOT NULL,
	teacher INTEGER,
	skills TEXT NOT NULL,
	home_institution TEXT NOT NULL,
	antenna TEXT,
	enrolled_on TEXT,
	PRIMARY KEY (id),
	CONSTRAINT experts_born_on_a_day CHECK (date(born_on) = born_on),
	CONSTRAINT experts_invented_true_or_false CHECK (invented IN (0, 1)),
	CONSTRAINT experts_sex_known CHECK (sex IN ('female', 'male')),
	CONSTRAINT experts_teacher_true_or_false CHECK (teacher IN (0, 1)),
	CONSTRAINT experts_enrolled_on_a_day CHECK (date(enrolled_on) = enrolled_on),
	FOREIGN KEY(antenna) REFERENCES antennas (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX experts_in_order ON experts (position);

CREATE TABLE outputs (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	objective TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	target_en TEXT NOT NULL,
	target_fr TEXT NOT NULL,
	baseline_en TEXT NOT NULL,
	baseline_fr TEXT NOT NULL,
	assumptions_en TEXT NOT NULL,
	assumptions_fr TEXT NOT NULL,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(objective) REFERENCES objectives (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX outputs_in_order ON outputs (position);

CREATE TABLE pledges (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	funding_source TEXT NOT NULL,
	amount INTEGER,
	amount_currency TEXT,
	original INTEGER,
	original_currency TEXT,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT pledges_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT pledges_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX pledges_in_order ON pledges (position);

CREATE TABLE relations (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	code TEXT NOT NULL,
	stated TEXT NOT NULL,
	parts TEXT NOT NULL,
	factor TEXT,
	subject_en TEXT NOT NULL,
	subject_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT relations_kind_known CHECK (kind IN ('sum', 'equal', 'conversion', 'product', 'count', 'at_most', 'distinct', 'ratio', 'present')),
	FOREIGN KEY(stated) REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX relations_in_order ON relations (position);

CREATE TABLE settlements (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	code TEXT NOT NULL,
	finding_place TEXT NOT NULL,
	follows TEXT,
	why_en TEXT NOT NULL,
	why_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(follows) REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX settlements_in_order ON settlements (position);

CREATE TABLE activities (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	output TEXT,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	year TEXT NOT NULL,
	quarters TEXT NOT NULL,
	uncertain_quarter INTEGER NOT NULL,
	responsible TEXT NOT NULL,
	funding_source TEXT,
	kind TEXT,
	budget_description TEXT NOT NULL,
	amount INTEGER,
	amount_currency TEXT,
	pm INTEGER NOT NULL,
	original INTEGER,
	original_currency TEXT,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	rank INTEGER NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT activities_uncertain_quarter_true_or_false CHECK (uncertain_quarter IN (0, 1)),
	CONSTRAINT activities_kind_known CHECK (kind IN ('missions', 'staff', 'operating', 'equipment', 'promotion', 'studies', 'evaluation', 'lodging', 'bank_charges', 'support_cost', 'miscellaneous')),
	CONSTRAINT activities_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT activities_pm_true_or_false CHECK (pm IN (0, 1)),
	CONSTRAINT activities_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	CONSTRAINT activities_rank_least CHECK (rank >= 0),
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX activities_in_order ON activities (position);

CREATE TABLE budget_items (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	kind TEXT NOT NULL,
	output TEXT,
	account TEXT NOT NULL,
	rank INTEGER NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT budget_items_kind_known CHECK (kind IN ('missions', 'staff', 'operating', 'equipment', 'promotion', 'studies', 'evaluation', 'lodging', 'bank_charges', 'support_cost', 'miscellaneous')),
	CONSTRAINT budget_items_rank_least CHECK (rank >= 0),
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX budget_items_in_order ON budget_items (position);

CREATE TABLE consents (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	expert TEXT NOT NULL,
	purpose TEXT NOT NULL,
	given_on TEXT NOT NULL,
	withdrawn_on TEXT,
	evidence TEXT NOT NULL,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT consents_purpose_known CHECK (purpose IN ('donor', 'public', 'cigem')),
	CONSTRAINT consents_given_on_a_day CHECK (date(given_on) = given_on),
	CONSTRAINT consents_withdrawn_on_a_day CHECK (date(withdrawn_on) = withdrawn_on),
	CONSTRAINT consents_withdrawn_on_not_before CHECK (withdrawn_on >= given_on),
	CONSTRAINT consents_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(expert) REFERENCES experts (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX consents_in_order ON consents (position);

CREATE TABLE indicators (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	output TEXT,
	objective TEXT,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	unit TEXT NOT NULL,
	baseline TEXT,
	baseline_on TEXT,
	target TEXT,
	target_on TEXT,
	cumulative INTEGER NOT NULL,
	frequency TEXT,
	means_of_verification_en TEXT NOT NULL,
	means_of_verification_fr TEXT NOT NULL,
	responsible TEXT NOT NULL,
	by_sex INTEGER NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT indicators_baseline_on_a_day CHECK (date(baseline_on) = baseline_on),
	CONSTRAINT indicators_target_on_a_day CHECK (date(target_on) = target_on),
	CONSTRAINT indicators_cumulative_true_or_false CHECK (cumulative IN (0, 1)),
	CONSTRAINT indicators_frequency_known CHECK (frequency IN ('each_mission', 'monthly', 'quarterly', 'half_yearly', 'yearly', 'once')),
	CONSTRAINT indicators_by_sex_true_or_false CHECK (by_sex IN (0, 1)),
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(objective) REFERENCES objectives (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX indicators_in_order ON indicators (position);

CREATE TABLE requests (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	institution TEXT NOT NULL,
	sector TEXT NOT NULL,
	output TEXT,
	subject TEXT NOT NULL,
	received_on TEXT,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT requests_received_on_a_day CHECK (date(received_on) = received_on),
	CONSTRAINT requests_state_known CHECK (state IN ('received', 'accepted', 'refused', 'served')),
	CONSTRAINT requests_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(institution) REFERENCES institutions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX requests_in_order ON requests (position);

CREATE TABLE residences (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	expert TEXT NOT NULL,
	country TEXT NOT NULL,
	start TEXT,
	"end" TEXT,
	PRIMARY KEY (id),
	CONSTRAINT residences_start_a_day CHECK (date(start) = start),
	CONSTRAINT residences_end_a_day CHECK (date("end") = "end"),
	CONSTRAINT residences_end_not_before CHECK ("end" >= start),
	FOREIGN KEY(expert) REFERENCES experts (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX residences_in_order ON residences (position);

CREATE TABLE budget_lines (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	item TEXT NOT NULL,
	funding_source TEXT NOT NULL,
	year TEXT NOT NULL,
	amount INTEGER,
	amount_currency TEXT,
	pm INTEGER NOT NULL,
	original INTEGER,
	original_currency TEXT,
	derived INTEGER NOT NULL,
	missions INTEGER,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT budget_lines_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT budget_lines_pm_true_or_false CHECK (pm IN (0, 1)),
	CONSTRAINT budget_lines_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	CONSTRAINT budget_lines_derived_true_or_false CHECK (derived IN (0, 1)),
	CONSTRAINT budget_lines_missions_least CHECK (missions >= 0),
	FOREIGN KEY(item) REFERENCES budget_items (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX budget_lines_in_order ON budget_lines (position);

CREATE TABLE readings (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	indicator TEXT NOT NULL,
	"on" TEXT NOT NULL,
	value TEXT NOT NULL,
	women TEXT,
	note TEXT NOT NULL,
	evidence TEXT NOT NULL,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT readings_on_a_day CHECK (date("on") = "on"),
	CONSTRAINT readings_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(indicator) REFERENCES indicators (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX readings_in_order ON readings (position);

CREATE TABLE terms_of_reference (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	request TEXT NOT NULL,
	objective TEXT NOT NULL,
	documents_ready INTEGER,
	host_inputs_ready INTEGER,
	session TEXT,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT terms_of_reference_documents_ready_true_or_false CHECK (documents_ready IN (0, 1)),
	CONSTRAINT terms_of_reference_host_inputs_ready_true_or_false CHECK (host_inputs_ready IN (0, 1)),
	CONSTRAINT terms_of_reference_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(request) REFERENCES requests (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(session) REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX terms_of_reference_in_order ON terms_of_reference (position);

CREATE TABLE missions (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	expert TEXT,
	institution TEXT,
	terms_of_reference TEXT,
	output TEXT,
	sector TEXT NOT NULL,
	kind TEXT,
	mode TEXT NOT NULL,
	residence TEXT NOT NULL,
	start TEXT NOT NULL,
	"end" TEXT NOT NULL,
	thesis_supervision INTEGER,
	teaching_hours INTEGER,
	airfare INTEGER,
	airfare_currency TEXT,
	lodging_nights INTEGER,
	for_profit INTEGER,
	cost_share INTEGER,
	committee_consulted INTEGER,
	funding_source TEXT,
	budget_line TEXT,
	state TEXT NOT NULL,
	persons_trained INTEGER,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT missions_kind_known CHECK (kind IN ('teaching', 'research', 'thesis_supervision', 'consultation', 'technical_support', 'training', 'promotion')),
	CONSTRAINT missions_mode_known CHECK (mode IN ('on_site', 'hybrid', 'online')),
	CONSTRAINT missions_start_a_day CHECK (date(start) = start),
	CONSTRAINT missions_end_a_day CHECK (date("end") = "end"),
	CONSTRAINT missions_end_not_before CHECK ("end" >= start),
	CONSTRAINT missions_thesis_supervision_true_or_false CHECK (thesis_supervision IN (0, 1)),
	CONSTRAINT missions_teaching_hours_least CHECK (teaching_hours >= 0),
	CONSTRAINT missions_airfare_currency_beside_amount CHECK ((airfare IS NULL) = (airfare_currency IS NULL)),
	CONSTRAINT missions_lodging_nights_least CHECK (lodging_nights >= 0),
	CONSTRAINT missions_for_profit_true_or_false CHECK (for_profit IN (0, 1)),
	CONSTRAINT missions_cost_share_least CHECK (cost_share >= 0),
	CONSTRAINT missions_cost_share_greatest CHECK (cost_share <= 100),
	CONSTRAINT missions_committee_consulted_true_or_false CHECK (committee_consulted IN (0, 1)),
	CONSTRAINT missions_state_known CHECK (state IN ('proposed', 'approved', 'scheduled', 'in_progress', 'report_filed', 'paid', 'evaluated', 'delayed', 'cancelled')),
	CONSTRAINT missions_persons_trained_least CHECK (persons_trained >= 0),
	CONSTRAINT missions_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(expert) REFERENCES experts (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(institution) REFERENCES institutions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(terms_of_reference) REFERENCES terms_of_reference (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(budget_line) REFERENCES budget_lines (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX missions_in_order ON missions (position);

CREATE TABLE decisions (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	session TEXT NOT NULL,
	label TEXT NOT NULL,
	mission TEXT,
	due_on TEXT,
	done_on TEXT,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT decisions_due_on_a_day CHECK (date(due_on) = due_on),
	CONSTRAINT decisions_done_on_a_day CHECK (date(done_on) = done_on),
	CONSTRAINT decisions_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(session) REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(mission) REFERENCES missions (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX decisions_in_order ON decisions (position);

CREATE TABLE ledger (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	"on" TEXT NOT NULL,
	budget_line TEXT NOT NULL,
	amount INTEGER NOT NULL,
	amount_currency TEXT NOT NULL,
	original INTEGER,
	original_currency TEXT,
	mission TEXT,
	component TEXT NOT NULL,
	refers_to TEXT,
	payee TEXT NOT NULL,
	label TEXT NOT NULL,
	invented INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT ledger_kind_known CHECK (kind IN ('commitment', 'advance', 'clearing', 'expenditure', 'refund')),
	CONSTRAINT ledger_on_a_day CHECK (date("on") = "on"),
	CONSTRAINT ledger_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT ledger_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	CONSTRAINT ledger_invented_true_or_false CHECK (invented IN (0, 1)),
	FOREIGN KEY(budget_line) REFERENCES budget_lines (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(mission) REFERENCES missions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(refers_to) REFERENCES ledger (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX ix_ledger_refers_to ON ledger (refers_to);

CREATE UNIQUE INDEX ledger_in_order ON ledger (position);

CREATE TABLE mission_events (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	mission TEXT NOT NULL,
	"on" TEXT NOT NULL,
	state TEXT NOT NULL,
	who TEXT NOT NULL,
	why TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT mission_events_on_a_day CHECK (date("on") = "on"),
	CONSTRAINT mission_events_state_known CHECK (state IN ('proposed', 'approved', 'scheduled', 'in_progress', 'report_filed', 'paid', 'evaluated', 'delayed', 'cancelled')),
	FOREIGN KEY(mission) REFERENCES missions (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX mission_events_in_order ON mission_events (position);

CREATE TRIGGER history_no_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'the history can be added to and nothing else'); END;

CREATE TRIGGER history_no_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'the history can be added to and nothing else'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal can be added to and nothing else'); END;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal can be added to and nothing else'); END;
