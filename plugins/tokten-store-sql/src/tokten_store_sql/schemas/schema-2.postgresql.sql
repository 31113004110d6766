CREATE TABLE checksums (
	collection TEXT NOT NULL,
	rows BIGINT NOT NULL,
	checksum TEXT NOT NULL,
	PRIMARY KEY (collection)
);

CREATE TABLE donors (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_fr TEXT NOT NULL,
	PRIMARY KEY (id)
);

CREATE UNIQUE INDEX donors_in_order ON donors (position);

COMMENT ON COLUMN donors.id IS 'identifiant';

COMMENT ON COLUMN donors.name_en IS 'nom (anglais)';

COMMENT ON COLUMN donors.name_fr IS 'nom (français)';

CREATE TABLE institutions (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	sector TEXT NOT NULL,
	town TEXT NOT NULL,
	capital BOOLEAN,
	profit_making BOOLEAN,
	joined_on DATE,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT institutions_kind_known CHECK (kind IN ('university', 'training_centre', 'research_centre', 'hospital', 'public_service', 'enterprise', 'association'))
);

CREATE UNIQUE INDEX institutions_in_order ON institutions (position);

COMMENT ON COLUMN institutions.id IS 'identifiant';

COMMENT ON COLUMN institutions.name IS 'nom';

COMMENT ON COLUMN institutions.kind IS 'nature';

COMMENT ON COLUMN institutions.sector IS 'secteur';

COMMENT ON COLUMN institutions.town IS 'ville';

COMMENT ON COLUMN institutions.capital IS 'dans la capitale';

COMMENT ON COLUMN institutions.profit_making IS 'à but lucratif';

COMMENT ON COLUMN institutions.joined_on IS 'adhésion le';

COMMENT ON COLUMN institutions.invented IS 'fictif';

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
);

COMMENT ON COLUMN journal.id IS 'identifiant';

COMMENT ON COLUMN journal.at IS 'date et heure';

COMMENT ON COLUMN journal.who IS 'qui';

COMMENT ON COLUMN journal.what IS 'ce qui a été fait';

COMMENT ON COLUMN journal.why IS 'pourquoi';

COMMENT ON COLUMN journal.records IS 'enregistrements touchés';

COMMENT ON COLUMN journal.previous IS 'empreinte précédente';

COMMENT ON COLUMN journal.hash IS 'empreinte';

COMMENT ON COLUMN journal.digest IS 'empreinte du changement';

CREATE TABLE schema_version (
	product TEXT NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (product)
);

CREATE TABLE sessions (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	notice_on DATE,
	held_on DATE,
	agenda TEXT NOT NULL,
	seats_present BIGINT,
	minutes_approved BOOLEAN,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT sessions_kind_known CHECK (kind IN ('ordinary', 'extraordinary')),
	CONSTRAINT sessions_seats_present_least CHECK (seats_present >= 0)
);

CREATE UNIQUE INDEX sessions_in_order ON sessions (position);

COMMENT ON COLUMN sessions.id IS 'identifiant';

COMMENT ON COLUMN sessions.kind IS 'nature';

COMMENT ON COLUMN sessions.notice_on IS 'convoquée le';

COMMENT ON COLUMN sessions.held_on IS 'tenue le';

COMMENT ON COLUMN sessions.agenda IS 'ordre du jour';

COMMENT ON COLUMN sessions.seats_present IS 'sièges présents';

COMMENT ON COLUMN sessions.minutes_approved IS 'compte rendu approuvé';

COMMENT ON COLUMN sessions.invented IS 'fictif';

CREATE TABLE skills (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	sector TEXT NOT NULL,
	PRIMARY KEY (id)
);

CREATE UNIQUE INDEX skills_in_order ON skills (position);

COMMENT ON COLUMN skills.id IS 'identifiant';

COMMENT ON COLUMN skills.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN skills.label_fr IS 'libellé (français)';

COMMENT ON COLUMN skills.sector IS 'secteur';

CREATE TABLE sources (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	document_en TEXT NOT NULL,
	document_fr TEXT NOT NULL,
	section TEXT NOT NULL,
	figure TEXT NOT NULL,
	inferred BOOLEAN NOT NULL,
	link TEXT NOT NULL,
	checked_on DATE,
	PRIMARY KEY (id)
);

CREATE UNIQUE INDEX sources_in_order ON sources (position);

COMMENT ON COLUMN sources.id IS 'identifiant';

COMMENT ON COLUMN sources.document_en IS 'document (anglais)';

COMMENT ON COLUMN sources.document_fr IS 'document (français)';

COMMENT ON COLUMN sources.section IS 'section';

COMMENT ON COLUMN sources.figure IS 'chiffre imprimé';

COMMENT ON COLUMN sources.inferred IS 'notre lecture';

COMMENT ON COLUMN sources.link IS 'lien';

COMMENT ON COLUMN sources.checked_on IS 'vérifié le';

CREATE TABLE antennas (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	country TEXT NOT NULL,
	town TEXT NOT NULL,
	status TEXT NOT NULL,
	head_teaches BOOLEAN,
	source TEXT,
	PRIMARY KEY (id),
	CONSTRAINT antennas_status_known CHECK (status IN ('existing', 'planned')),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX antennas_in_order ON antennas (position);

COMMENT ON COLUMN antennas.id IS 'identifiant';

COMMENT ON COLUMN antennas.country IS 'pays';

COMMENT ON COLUMN antennas.town IS 'ville';

COMMENT ON COLUMN antennas.status IS 'statut';

COMMENT ON COLUMN antennas.head_teaches IS 'chef enseignant';

COMMENT ON COLUMN antennas.source IS 'source';

CREATE TABLE claims (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	"table" TEXT NOT NULL,
	row TEXT NOT NULL,
	"column" TEXT NOT NULL,
	subject_en TEXT NOT NULL,
	subject_fr TEXT NOT NULL,
	state TEXT NOT NULL,
	printed TEXT NOT NULL,
	read TEXT,
	words TEXT NOT NULL,
	unit TEXT NOT NULL,
	stated_on DATE,
	source TEXT NOT NULL,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT claims_state_known CHECK (state IN ('figure', 'pm', 'blank')),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX claims_in_order ON claims (position);

COMMENT ON COLUMN claims.id IS 'identifiant';

COMMENT ON COLUMN claims."table" IS 'tableau';

COMMENT ON COLUMN claims.row IS 'ligne';

COMMENT ON COLUMN claims."column" IS 'colonne';

COMMENT ON COLUMN claims.subject_en IS 'objet (anglais)';

COMMENT ON COLUMN claims.subject_fr IS 'objet (français)';

COMMENT ON COLUMN claims.state IS 'état';

COMMENT ON COLUMN claims.printed IS 'tel qu''imprimé';

COMMENT ON COLUMN claims.read IS 'tel que lu';

COMMENT ON COLUMN claims.words IS 'tel que lu, en mots';

COMMENT ON COLUMN claims.unit IS 'unité';

COMMENT ON COLUMN claims.stated_on IS 'énoncé le';

COMMENT ON COLUMN claims.source IS 'source';

COMMENT ON COLUMN claims.reading_en IS 'notre lecture (anglais)';

COMMENT ON COLUMN claims.reading_fr IS 'notre lecture (français)';

CREATE TABLE committee_seats (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	role TEXT NOT NULL,
	office_en TEXT NOT NULL,
	office_fr TEXT NOT NULL,
	alternate_allowed BOOLEAN,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT committee_seats_role_known CHECK (role IN ('chair', 'vice_chair', 'member', 'secretariat')),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX committee_seats_in_order ON committee_seats (position);

COMMENT ON COLUMN committee_seats.id IS 'identifiant';

COMMENT ON COLUMN committee_seats.role IS 'qualité';

COMMENT ON COLUMN committee_seats.office_en IS 'fonction (anglais)';

COMMENT ON COLUMN committee_seats.office_fr IS 'fonction (français)';

COMMENT ON COLUMN committee_seats.alternate_allowed IS 'suppléant admis';

COMMENT ON COLUMN committee_seats.source IS 'source';

CREATE TABLE country_groups (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	countries TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX country_groups_in_order ON country_groups (position);

COMMENT ON COLUMN country_groups.id IS 'identifiant';

COMMENT ON COLUMN country_groups.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN country_groups.label_fr IS 'libellé (français)';

COMMENT ON COLUMN country_groups.countries IS 'pays';

COMMENT ON COLUMN country_groups.source IS 'source';

CREATE TABLE funding_sources (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	donor TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	partner BOOLEAN NOT NULL,
	currency TEXT NOT NULL,
	start DATE,
	"end" DATE,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT funding_sources_end_not_before CHECK ("end" >= start),
	FOREIGN KEY(donor) REFERENCES donors (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX funding_sources_in_order ON funding_sources (position);

COMMENT ON COLUMN funding_sources.id IS 'identifiant';

COMMENT ON COLUMN funding_sources.donor IS 'bailleur';

COMMENT ON COLUMN funding_sources.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN funding_sources.label_fr IS 'libellé (français)';

COMMENT ON COLUMN funding_sources.partner IS 'argent d''un partenaire';

COMMENT ON COLUMN funding_sources.currency IS 'monnaie';

COMMENT ON COLUMN funding_sources.start IS 'premier jour';

COMMENT ON COLUMN funding_sources."end" IS 'dernier jour';

COMMENT ON COLUMN funding_sources.reading_en IS 'notre lecture (anglais)';

COMMENT ON COLUMN funding_sources.reading_fr IS 'notre lecture (français)';

COMMENT ON COLUMN funding_sources.source IS 'source';

CREATE TABLE history (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	entry TEXT NOT NULL,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	behind TEXT NOT NULL,
	before TEXT NOT NULL,
	personal TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(entry) REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED
);

COMMENT ON COLUMN history.id IS 'identifiant';

COMMENT ON COLUMN history.entry IS 'entrée du journal';

COMMENT ON COLUMN history.kind IS 'genre d''enregistrement';

COMMENT ON COLUMN history.record IS 'enregistrement';

COMMENT ON COLUMN history.behind IS 'placé après';

COMMENT ON COLUMN history.before IS 'tel qu''avant';

COMMENT ON COLUMN history.personal IS 'données personnelles';

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
);

CREATE INDEX ix_objectives_parent ON objectives (parent);

CREATE UNIQUE INDEX objectives_in_order ON objectives (position);

COMMENT ON COLUMN objectives.id IS 'identifiant';

COMMENT ON COLUMN objectives.level IS 'niveau';

COMMENT ON COLUMN objectives.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN objectives.label_fr IS 'libellé (français)';

COMMENT ON COLUMN objectives.parent IS 'rattaché à';

COMMENT ON COLUMN objectives.policy_link IS 'résultat de politique servi';

COMMENT ON COLUMN objectives.assumptions_en IS 'hypothèses (anglais)';

COMMENT ON COLUMN objectives.assumptions_fr IS 'hypothèses (français)';

COMMENT ON COLUMN objectives.source IS 'source';

CREATE TABLE programme (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	pack TEXT NOT NULL,
	title_en TEXT NOT NULL,
	title_fr TEXT NOT NULL,
	country TEXT NOT NULL,
	start DATE NOT NULL,
	"end" DATE NOT NULL,
	currency TEXT NOT NULL,
	reporting_currency TEXT NOT NULL,
	planning_rate TEXT,
	year_start_month BIGINT NOT NULL,
	year_start_day BIGINT NOT NULL,
	executing_agency_en TEXT NOT NULL,
	executing_agency_fr TEXT NOT NULL,
	mission_cost_average BIGINT,
	source TEXT,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT programme_end_not_before CHECK ("end" >= start),
	CONSTRAINT programme_year_start_month_least CHECK (year_start_month >= 1),
	CONSTRAINT programme_year_start_month_greatest CHECK (year_start_month <= 12),
	CONSTRAINT programme_year_start_day_least CHECK (year_start_day >= 1),
	CONSTRAINT programme_year_start_day_greatest CHECK (year_start_day <= 31),
	CONSTRAINT programme_mission_cost_average_least CHECK (mission_cost_average >= 1),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX programme_in_order ON programme (position);

COMMENT ON COLUMN programme.id IS 'identifiant';

COMMENT ON COLUMN programme.pack IS 'lot national';

COMMENT ON COLUMN programme.title_en IS 'intitulé (anglais)';

COMMENT ON COLUMN programme.title_fr IS 'intitulé (français)';

COMMENT ON COLUMN programme.country IS 'pays';

COMMENT ON COLUMN programme.start IS 'premier jour';

COMMENT ON COLUMN programme."end" IS 'dernier jour';

COMMENT ON COLUMN programme.currency IS 'monnaie';

COMMENT ON COLUMN programme.reporting_currency IS 'monnaie des partenaires';

COMMENT ON COLUMN programme.planning_rate IS 'taux de planification';

COMMENT ON COLUMN programme.year_start_month IS 'mois de début des années';

COMMENT ON COLUMN programme.year_start_day IS 'jour de début des années';

COMMENT ON COLUMN programme.executing_agency_en IS 'agence d''exécution (anglais)';

COMMENT ON COLUMN programme.executing_agency_fr IS 'agence d''exécution (français)';

COMMENT ON COLUMN programme.mission_cost_average IS 'coût moyen d''une mission';

COMMENT ON COLUMN programme.source IS 'source';

COMMENT ON COLUMN programme.invented IS 'fictif';

CREATE TABLE risks (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	kind_en TEXT NOT NULL,
	kind_fr TEXT NOT NULL,
	identified_on DATE,
	probability BIGINT,
	impact BIGINT,
	response_en TEXT NOT NULL,
	response_fr TEXT NOT NULL,
	owner TEXT NOT NULL,
	status_en TEXT NOT NULL,
	status_fr TEXT NOT NULL,
	revised_on DATE,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT risks_probability_least CHECK (probability >= 1),
	CONSTRAINT risks_probability_greatest CHECK (probability <= 5),
	CONSTRAINT risks_impact_least CHECK (impact >= 1),
	CONSTRAINT risks_impact_greatest CHECK (impact <= 5),
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX risks_in_order ON risks (position);

COMMENT ON COLUMN risks.id IS 'identifiant';

COMMENT ON COLUMN risks.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN risks.label_fr IS 'libellé (français)';

COMMENT ON COLUMN risks.kind_en IS 'nature (anglais)';

COMMENT ON COLUMN risks.kind_fr IS 'nature (français)';

COMMENT ON COLUMN risks.identified_on IS 'identifié le';

COMMENT ON COLUMN risks.probability IS 'probabilité';

COMMENT ON COLUMN risks.impact IS 'impact';

COMMENT ON COLUMN risks.response_en IS 'réponse (anglais)';

COMMENT ON COLUMN risks.response_fr IS 'réponse (français)';

COMMENT ON COLUMN risks.owner IS 'responsable';

COMMENT ON COLUMN risks.status_en IS 'statut (anglais)';

COMMENT ON COLUMN risks.status_fr IS 'statut (français)';

COMMENT ON COLUMN risks.revised_on IS 'révisé le';

COMMENT ON COLUMN risks.source IS 'source';

CREATE TABLE eligible_costs (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	funding_source TEXT NOT NULL,
	kind TEXT NOT NULL,
	countries TEXT,
	start DATE,
	"end" DATE,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT eligible_costs_kind_known CHECK (kind IN ('missions', 'staff', 'operating', 'equipment', 'promotion', 'studies', 'evaluation', 'lodging', 'bank_charges', 'support_cost', 'miscellaneous')),
	CONSTRAINT eligible_costs_end_not_before CHECK ("end" >= start),
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(countries) REFERENCES country_groups (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX eligible_costs_in_order ON eligible_costs (position);

COMMENT ON COLUMN eligible_costs.id IS 'identifiant';

COMMENT ON COLUMN eligible_costs.funding_source IS 'source de financement';

COMMENT ON COLUMN eligible_costs.kind IS 'nature';

COMMENT ON COLUMN eligible_costs.countries IS 'pays';

COMMENT ON COLUMN eligible_costs.start IS 'premier jour';

COMMENT ON COLUMN eligible_costs."end" IS 'dernier jour';

COMMENT ON COLUMN eligible_costs.reading_en IS 'notre lecture (anglais)';

COMMENT ON COLUMN eligible_costs.reading_fr IS 'notre lecture (français)';

COMMENT ON COLUMN eligible_costs.source IS 'source';

CREATE TABLE experts (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	contact TEXT NOT NULL,
	born_on DATE,
	invented BOOLEAN NOT NULL,
	sex TEXT,
	country TEXT NOT NULL,
	teacher BOOLEAN,
	skills TEXT NOT NULL,
	home_institution TEXT NOT NULL,
	antenna TEXT,
	enrolled_on DATE,
	PRIMARY KEY (id),
	CONSTRAINT experts_sex_known CHECK (sex IN ('female', 'male')),
	FOREIGN KEY(antenna) REFERENCES antennas (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX experts_in_order ON experts (position);

COMMENT ON COLUMN experts.id IS 'identifiant';

COMMENT ON COLUMN experts.name IS 'nom';

COMMENT ON COLUMN experts.contact IS 'coordonnées';

COMMENT ON COLUMN experts.born_on IS 'date de naissance';

COMMENT ON COLUMN experts.invented IS 'fictif';

COMMENT ON COLUMN experts.sex IS 'sexe';

COMMENT ON COLUMN experts.country IS 'pays';

COMMENT ON COLUMN experts.teacher IS 'enseignant';

COMMENT ON COLUMN experts.skills IS 'domaines de compétence';

COMMENT ON COLUMN experts.home_institution IS 'structure d''origine';

COMMENT ON COLUMN experts.antenna IS 'antenne de relais';

COMMENT ON COLUMN experts.enrolled_on IS 'inscrit le';

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
);

CREATE UNIQUE INDEX outputs_in_order ON outputs (position);

COMMENT ON COLUMN outputs.id IS 'identifiant';

COMMENT ON COLUMN outputs.objective IS 'objectif';

COMMENT ON COLUMN outputs.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN outputs.label_fr IS 'libellé (français)';

COMMENT ON COLUMN outputs.target_en IS 'cible (anglais)';

COMMENT ON COLUMN outputs.target_fr IS 'cible (français)';

COMMENT ON COLUMN outputs.baseline_en IS 'valeur de référence (anglais)';

COMMENT ON COLUMN outputs.baseline_fr IS 'valeur de référence (français)';

COMMENT ON COLUMN outputs.assumptions_en IS 'hypothèses (anglais)';

COMMENT ON COLUMN outputs.assumptions_fr IS 'hypothèses (français)';

COMMENT ON COLUMN outputs.reading_en IS 'notre lecture (anglais)';

COMMENT ON COLUMN outputs.reading_fr IS 'notre lecture (français)';

COMMENT ON COLUMN outputs.source IS 'source';

CREATE TABLE pledges (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	funding_source TEXT NOT NULL,
	amount BIGINT,
	amount_currency TEXT,
	original BIGINT,
	original_currency TEXT,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT pledges_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT pledges_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX pledges_in_order ON pledges (position);

COMMENT ON COLUMN pledges.id IS 'identifiant';

COMMENT ON COLUMN pledges.funding_source IS 'source de financement';

COMMENT ON COLUMN pledges.amount IS 'montant';

COMMENT ON COLUMN pledges.amount_currency IS 'montant (monnaie)';

COMMENT ON COLUMN pledges.original IS 'montant d''origine';

COMMENT ON COLUMN pledges.original_currency IS 'montant d''origine (monnaie)';

COMMENT ON COLUMN pledges.source IS 'source';

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
);

CREATE UNIQUE INDEX relations_in_order ON relations (position);

COMMENT ON COLUMN relations.id IS 'identifiant';

COMMENT ON COLUMN relations.kind IS 'nature';

COMMENT ON COLUMN relations.code IS 'code de contrôle';

COMMENT ON COLUMN relations.stated IS 'chiffre énoncé';

COMMENT ON COLUMN relations.parts IS 'recalculé à partir de';

COMMENT ON COLUMN relations.factor IS 'taux ou facteur';

COMMENT ON COLUMN relations.subject_en IS 'objet (anglais)';

COMMENT ON COLUMN relations.subject_fr IS 'objet (français)';

COMMENT ON COLUMN relations.source IS 'source';

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
);

CREATE UNIQUE INDEX settlements_in_order ON settlements (position);

COMMENT ON COLUMN settlements.id IS 'identifiant';

COMMENT ON COLUMN settlements.code IS 'code de contrôle';

COMMENT ON COLUMN settlements.finding_place IS 'lieu du constat';

COMMENT ON COLUMN settlements.follows IS 'chiffre retenu';

COMMENT ON COLUMN settlements.why_en IS 'pourquoi (anglais)';

COMMENT ON COLUMN settlements.why_fr IS 'pourquoi (français)';

COMMENT ON COLUMN settlements.source IS 'source';

CREATE TABLE activities (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	output TEXT,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	year TEXT NOT NULL,
	quarters TEXT NOT NULL,
	uncertain_quarter BOOLEAN NOT NULL,
	responsible TEXT NOT NULL,
	funding_source TEXT,
	kind TEXT,
	budget_description TEXT NOT NULL,
	amount BIGINT,
	amount_currency TEXT,
	pm BOOLEAN NOT NULL,
	original BIGINT,
	original_currency TEXT,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	rank BIGINT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT activities_kind_known CHECK (kind IN ('missions', 'staff', 'operating', 'equipment', 'promotion', 'studies', 'evaluation', 'lodging', 'bank_charges', 'support_cost', 'miscellaneous')),
	CONSTRAINT activities_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT activities_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	CONSTRAINT activities_rank_least CHECK (rank >= 0),
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX activities_in_order ON activities (position);

COMMENT ON COLUMN activities.id IS 'identifiant';

COMMENT ON COLUMN activities.output IS 'produit';

COMMENT ON COLUMN activities.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN activities.label_fr IS 'libellé (français)';

COMMENT ON COLUMN activities.year IS 'année de programme';

COMMENT ON COLUMN activities.quarters IS 'trimestres';

COMMENT ON COLUMN activities.uncertain_quarter IS 'trimestre incertain';

COMMENT ON COLUMN activities.responsible IS 'responsable';

COMMENT ON COLUMN activities.funding_source IS 'source de financement';

COMMENT ON COLUMN activities.kind IS 'nature';

COMMENT ON COLUMN activities.budget_description IS 'description budgétaire';

COMMENT ON COLUMN activities.amount IS 'montant';

COMMENT ON COLUMN activities.amount_currency IS 'montant (monnaie)';

COMMENT ON COLUMN activities.pm IS 'pour mémoire';

COMMENT ON COLUMN activities.original IS 'montant d''origine';

COMMENT ON COLUMN activities.original_currency IS 'montant d''origine (monnaie)';

COMMENT ON COLUMN activities.reading_en IS 'notre lecture (anglais)';

COMMENT ON COLUMN activities.reading_fr IS 'notre lecture (français)';

COMMENT ON COLUMN activities.rank IS 'rang';

COMMENT ON COLUMN activities.source IS 'source';

CREATE TABLE budget_items (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	kind TEXT NOT NULL,
	output TEXT,
	account TEXT NOT NULL,
	rank BIGINT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT budget_items_kind_known CHECK (kind IN ('missions', 'staff', 'operating', 'equipment', 'promotion', 'studies', 'evaluation', 'lodging', 'bank_charges', 'support_cost', 'miscellaneous')),
	CONSTRAINT budget_items_rank_least CHECK (rank >= 0),
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX budget_items_in_order ON budget_items (position);

COMMENT ON COLUMN budget_items.id IS 'identifiant';

COMMENT ON COLUMN budget_items.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN budget_items.label_fr IS 'libellé (français)';

COMMENT ON COLUMN budget_items.kind IS 'nature';

COMMENT ON COLUMN budget_items.output IS 'produit';

COMMENT ON COLUMN budget_items.account IS 'code de compte';

COMMENT ON COLUMN budget_items.rank IS 'rang';

COMMENT ON COLUMN budget_items.source IS 'source';

CREATE TABLE consents (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	expert TEXT NOT NULL,
	purpose TEXT NOT NULL,
	given_on DATE NOT NULL,
	withdrawn_on DATE,
	evidence TEXT NOT NULL,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT consents_purpose_known CHECK (purpose IN ('donor', 'public', 'cigem')),
	CONSTRAINT consents_withdrawn_on_not_before CHECK (withdrawn_on >= given_on),
	FOREIGN KEY(expert) REFERENCES experts (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX consents_in_order ON consents (position);

COMMENT ON COLUMN consents.id IS 'identifiant';

COMMENT ON COLUMN consents.expert IS 'expert';

COMMENT ON COLUMN consents.purpose IS 'finalité';

COMMENT ON COLUMN consents.given_on IS 'donné le';

COMMENT ON COLUMN consents.withdrawn_on IS 'retiré le';

COMMENT ON COLUMN consents.evidence IS 'pièce justificative';

COMMENT ON COLUMN consents.invented IS 'fictif';

CREATE TABLE indicators (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	output TEXT,
	objective TEXT,
	label_en TEXT NOT NULL,
	label_fr TEXT NOT NULL,
	unit TEXT NOT NULL,
	baseline TEXT,
	baseline_on DATE,
	target TEXT,
	target_on DATE,
	cumulative BOOLEAN NOT NULL,
	frequency TEXT,
	means_of_verification_en TEXT NOT NULL,
	means_of_verification_fr TEXT NOT NULL,
	responsible TEXT NOT NULL,
	by_sex BOOLEAN NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT indicators_frequency_known CHECK (frequency IN ('each_mission', 'monthly', 'quarterly', 'half_yearly', 'yearly', 'once')),
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(objective) REFERENCES objectives (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX indicators_in_order ON indicators (position);

COMMENT ON COLUMN indicators.id IS 'identifiant';

COMMENT ON COLUMN indicators.output IS 'produit';

COMMENT ON COLUMN indicators.objective IS 'objectif';

COMMENT ON COLUMN indicators.label_en IS 'libellé (anglais)';

COMMENT ON COLUMN indicators.label_fr IS 'libellé (français)';

COMMENT ON COLUMN indicators.unit IS 'unité';

COMMENT ON COLUMN indicators.baseline IS 'valeur de référence';

COMMENT ON COLUMN indicators.baseline_on IS 'date de la référence';

COMMENT ON COLUMN indicators.target IS 'cible';

COMMENT ON COLUMN indicators.target_on IS 'date cible';

COMMENT ON COLUMN indicators.cumulative IS 'cumulatif';

COMMENT ON COLUMN indicators.frequency IS 'fréquence';

COMMENT ON COLUMN indicators.means_of_verification_en IS 'moyens de vérification (anglais)';

COMMENT ON COLUMN indicators.means_of_verification_fr IS 'moyens de vérification (français)';

COMMENT ON COLUMN indicators.responsible IS 'responsable';

COMMENT ON COLUMN indicators.by_sex IS 'ventilé par sexe';

COMMENT ON COLUMN indicators.source IS 'source';

CREATE TABLE requests (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	institution TEXT NOT NULL,
	sector TEXT NOT NULL,
	output TEXT,
	subject TEXT NOT NULL,
	received_on DATE,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT requests_state_known CHECK (state IN ('received', 'accepted', 'refused', 'served')),
	FOREIGN KEY(institution) REFERENCES institutions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX requests_in_order ON requests (position);

COMMENT ON COLUMN requests.id IS 'identifiant';

COMMENT ON COLUMN requests.institution IS 'structure bénéficiaire';

COMMENT ON COLUMN requests.sector IS 'secteur';

COMMENT ON COLUMN requests.output IS 'produit';

COMMENT ON COLUMN requests.subject IS 'objet';

COMMENT ON COLUMN requests.received_on IS 'reçue le';

COMMENT ON COLUMN requests.state IS 'état';

COMMENT ON COLUMN requests.reason IS 'motif';

COMMENT ON COLUMN requests.invented IS 'fictif';

CREATE TABLE residences (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	expert TEXT NOT NULL,
	country TEXT NOT NULL,
	start DATE,
	"end" DATE,
	PRIMARY KEY (id),
	CONSTRAINT residences_end_not_before CHECK ("end" >= start),
	FOREIGN KEY(expert) REFERENCES experts (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX residences_in_order ON residences (position);

COMMENT ON COLUMN residences.id IS 'identifiant';

COMMENT ON COLUMN residences.expert IS 'expert';

COMMENT ON COLUMN residences.country IS 'pays';

COMMENT ON COLUMN residences.start IS 'premier jour';

COMMENT ON COLUMN residences."end" IS 'dernier jour';

CREATE TABLE budget_lines (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	item TEXT NOT NULL,
	funding_source TEXT NOT NULL,
	year TEXT NOT NULL,
	amount BIGINT,
	amount_currency TEXT,
	pm BOOLEAN NOT NULL,
	original BIGINT,
	original_currency TEXT,
	derived BOOLEAN NOT NULL,
	missions BIGINT,
	reading_en TEXT NOT NULL,
	reading_fr TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT budget_lines_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT budget_lines_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	CONSTRAINT budget_lines_missions_least CHECK (missions >= 0),
	FOREIGN KEY(item) REFERENCES budget_items (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX budget_lines_in_order ON budget_lines (position);

COMMENT ON COLUMN budget_lines.id IS 'identifiant';

COMMENT ON COLUMN budget_lines.item IS 'rubrique';

COMMENT ON COLUMN budget_lines.funding_source IS 'source de financement';

COMMENT ON COLUMN budget_lines.year IS 'année de programme';

COMMENT ON COLUMN budget_lines.amount IS 'montant';

COMMENT ON COLUMN budget_lines.amount_currency IS 'montant (monnaie)';

COMMENT ON COLUMN budget_lines.pm IS 'pour mémoire';

COMMENT ON COLUMN budget_lines.original IS 'montant d''origine';

COMMENT ON COLUMN budget_lines.original_currency IS 'montant d''origine (monnaie)';

COMMENT ON COLUMN budget_lines.derived IS 'dérivé';

COMMENT ON COLUMN budget_lines.missions IS 'missions prévues';

COMMENT ON COLUMN budget_lines.reading_en IS 'notre lecture (anglais)';

COMMENT ON COLUMN budget_lines.reading_fr IS 'notre lecture (français)';

COMMENT ON COLUMN budget_lines.source IS 'source';

CREATE TABLE readings (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	indicator TEXT NOT NULL,
	"on" DATE NOT NULL,
	value TEXT NOT NULL,
	women TEXT,
	note TEXT NOT NULL,
	evidence TEXT NOT NULL,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(indicator) REFERENCES indicators (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX readings_in_order ON readings (position);

COMMENT ON COLUMN readings.id IS 'identifiant';

COMMENT ON COLUMN readings.indicator IS 'indicateur';

COMMENT ON COLUMN readings."on" IS 'date';

COMMENT ON COLUMN readings.value IS 'valeur';

COMMENT ON COLUMN readings.women IS 'dont femmes';

COMMENT ON COLUMN readings.note IS 'note';

COMMENT ON COLUMN readings.evidence IS 'pièce justificative';

COMMENT ON COLUMN readings.invented IS 'fictif';

CREATE TABLE terms_of_reference (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	request TEXT NOT NULL,
	objective TEXT NOT NULL,
	documents_ready BOOLEAN,
	host_inputs_ready BOOLEAN,
	session TEXT,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(request) REFERENCES requests (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(session) REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX terms_of_reference_in_order ON terms_of_reference (position);

COMMENT ON COLUMN terms_of_reference.id IS 'identifiant';

COMMENT ON COLUMN terms_of_reference.request IS 'requête';

COMMENT ON COLUMN terms_of_reference.objective IS 'objectif';

COMMENT ON COLUMN terms_of_reference.documents_ready IS 'documentation disponible';

COMMENT ON COLUMN terms_of_reference.host_inputs_ready IS 'apports de l''hôte assurés';

COMMENT ON COLUMN terms_of_reference.session IS 'session';

COMMENT ON COLUMN terms_of_reference.invented IS 'fictif';

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
	start DATE NOT NULL,
	"end" DATE NOT NULL,
	thesis_supervision BOOLEAN,
	teaching_hours BIGINT,
	airfare BIGINT,
	airfare_currency TEXT,
	lodging_nights BIGINT,
	for_profit BOOLEAN,
	cost_share BIGINT,
	committee_consulted BOOLEAN,
	funding_source TEXT,
	budget_line TEXT,
	state TEXT NOT NULL,
	persons_trained BIGINT,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT missions_kind_known CHECK (kind IN ('teaching', 'research', 'thesis_supervision', 'consultation', 'technical_support', 'training', 'promotion')),
	CONSTRAINT missions_mode_known CHECK (mode IN ('on_site', 'hybrid', 'online')),
	CONSTRAINT missions_end_not_before CHECK ("end" >= start),
	CONSTRAINT missions_teaching_hours_least CHECK (teaching_hours >= 0),
	CONSTRAINT missions_airfare_currency_beside_amount CHECK ((airfare IS NULL) = (airfare_currency IS NULL)),
	CONSTRAINT missions_lodging_nights_least CHECK (lodging_nights >= 0),
	CONSTRAINT missions_cost_share_least CHECK (cost_share >= 0),
	CONSTRAINT missions_cost_share_greatest CHECK (cost_share <= 100),
	CONSTRAINT missions_state_known CHECK (state IN ('proposed', 'approved', 'scheduled', 'in_progress', 'report_filed', 'paid', 'evaluated', 'delayed', 'cancelled')),
	CONSTRAINT missions_persons_trained_least CHECK (persons_trained >= 0),
	FOREIGN KEY(expert) REFERENCES experts (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(institution) REFERENCES institutions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(terms_of_reference) REFERENCES terms_of_reference (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(output) REFERENCES outputs (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(funding_source) REFERENCES funding_sources (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(budget_line) REFERENCES budget_lines (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX missions_in_order ON missions (position);

COMMENT ON COLUMN missions.id IS 'identifiant';

COMMENT ON COLUMN missions.expert IS 'expert';

COMMENT ON COLUMN missions.institution IS 'structure bénéficiaire';

COMMENT ON COLUMN missions.terms_of_reference IS 'termes de référence';

COMMENT ON COLUMN missions.output IS 'produit';

COMMENT ON COLUMN missions.sector IS 'secteur';

COMMENT ON COLUMN missions.kind IS 'nature';

COMMENT ON COLUMN missions.mode IS 'mode de la mission';

COMMENT ON COLUMN missions.residence IS 'pays de résidence';

COMMENT ON COLUMN missions.start IS 'premier jour';

COMMENT ON COLUMN missions."end" IS 'dernier jour';

COMMENT ON COLUMN missions.thesis_supervision IS 'encadrement de thèse';

COMMENT ON COLUMN missions.teaching_hours IS 'heures de cours';

COMMENT ON COLUMN missions.airfare IS 'billet d''avion';

COMMENT ON COLUMN missions.airfare_currency IS 'billet d''avion (monnaie)';

COMMENT ON COLUMN missions.lodging_nights IS 'nuitées';

COMMENT ON COLUMN missions.for_profit IS 'hôte à but lucratif';

COMMENT ON COLUMN missions.cost_share IS 'part du bénéficiaire';

COMMENT ON COLUMN missions.committee_consulted IS 'comité consulté';

COMMENT ON COLUMN missions.funding_source IS 'source de financement';

COMMENT ON COLUMN missions.budget_line IS 'ligne budgétaire';

COMMENT ON COLUMN missions.state IS 'état';

COMMENT ON COLUMN missions.persons_trained IS 'personnes formées';

COMMENT ON COLUMN missions.invented IS 'fictif';

CREATE TABLE decisions (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	session TEXT NOT NULL,
	label TEXT NOT NULL,
	mission TEXT,
	due_on DATE,
	done_on DATE,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(session) REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(mission) REFERENCES missions (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX decisions_in_order ON decisions (position);

COMMENT ON COLUMN decisions.id IS 'identifiant';

COMMENT ON COLUMN decisions.session IS 'session';

COMMENT ON COLUMN decisions.label IS 'libellé';

COMMENT ON COLUMN decisions.mission IS 'mission concernée';

COMMENT ON COLUMN decisions.due_on IS 'échéance';

COMMENT ON COLUMN decisions.done_on IS 'exécutée le';

COMMENT ON COLUMN decisions.invented IS 'fictif';

CREATE TABLE ledger (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	"on" DATE NOT NULL,
	budget_line TEXT NOT NULL,
	amount BIGINT NOT NULL,
	amount_currency TEXT NOT NULL,
	original BIGINT,
	original_currency TEXT,
	mission TEXT,
	component TEXT NOT NULL,
	refers_to TEXT,
	payee TEXT NOT NULL,
	label TEXT NOT NULL,
	invented BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT ledger_kind_known CHECK (kind IN ('commitment', 'advance', 'clearing', 'expenditure', 'refund')),
	CONSTRAINT ledger_amount_currency_beside_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
	CONSTRAINT ledger_original_currency_beside_amount CHECK ((original IS NULL) = (original_currency IS NULL)),
	FOREIGN KEY(budget_line) REFERENCES budget_lines (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(mission) REFERENCES missions (id) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(refers_to) REFERENCES ledger (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_ledger_refers_to ON ledger (refers_to);

CREATE UNIQUE INDEX ledger_in_order ON ledger (position);

COMMENT ON COLUMN ledger.id IS 'identifiant';

COMMENT ON COLUMN ledger.kind IS 'nature';

COMMENT ON COLUMN ledger."on" IS 'date';

COMMENT ON COLUMN ledger.budget_line IS 'ligne budgétaire';

COMMENT ON COLUMN ledger.amount IS 'montant';

COMMENT ON COLUMN ledger.amount_currency IS 'montant (monnaie)';

COMMENT ON COLUMN ledger.original IS 'montant d''origine';

COMMENT ON COLUMN ledger.original_currency IS 'montant d''origine (monnaie)';

COMMENT ON COLUMN ledger.mission IS 'mission';

COMMENT ON COLUMN ledger.component IS 'composante du coût';

COMMENT ON COLUMN ledger.refers_to IS 'se rapporte à';

COMMENT ON COLUMN ledger.payee IS 'payé à';

COMMENT ON COLUMN ledger.label IS 'libellé';

COMMENT ON COLUMN ledger.invented IS 'fictif';

CREATE TABLE mission_events (
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	mission TEXT NOT NULL,
	"on" DATE NOT NULL,
	state TEXT NOT NULL,
	who TEXT NOT NULL,
	why TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT mission_events_state_known CHECK (state IN ('proposed', 'approved', 'scheduled', 'in_progress', 'report_filed', 'paid', 'evaluated', 'delayed', 'cancelled')),
	FOREIGN KEY(mission) REFERENCES missions (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX mission_events_in_order ON mission_events (position);

COMMENT ON COLUMN mission_events.id IS 'identifiant';

COMMENT ON COLUMN mission_events.mission IS 'mission';

COMMENT ON COLUMN mission_events."on" IS 'date';

COMMENT ON COLUMN mission_events.state IS 'état';

COMMENT ON COLUMN mission_events.who IS 'qui';

COMMENT ON COLUMN mission_events.why IS 'pourquoi';

COMMENT ON COLUMN mission_events.source IS 'source';

CREATE OR REPLACE FUNCTION tokten_added_to_only() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''the % can be added to and nothing else'', TG_TABLE_NAME; END';

CREATE TRIGGER history_added_to_only BEFORE DELETE OR UPDATE OR TRUNCATE ON history
FOR EACH STATEMENT EXECUTE FUNCTION tokten_added_to_only();

CREATE TRIGGER journal_added_to_only BEFORE DELETE OR UPDATE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION tokten_added_to_only();
