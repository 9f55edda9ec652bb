#include "tests/unit/store/world.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>

namespace signpost::store::testing {

Folder::Folder() {
  // In memory where there is such a place: hundreds of commits wait for no disk there.
  const std::filesystem::path memory = "/dev/shm";
  const bool in_memory = access(memory.c_str(), W_OK) == 0;
  const auto parent = in_memory ? memory : std::filesystem::temp_directory_path();
  std::string name = (parent / "signpost-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code failed;
  std::filesystem::remove_all(path_, failed);
}

Instant instant(std::string_view text) {
  const auto written = parse_time(text);
  if (!written) throw std::runtime_error("not a time: " + std::string(text));
  return written->first;
}

Clock clock_at(std::string_view text) { return {instant(text), false}; }

Definitions definitions() {
  Definitions all;
  Publication publication;
  publication.id = "forecast-2022";
  publication.publisher = "A think tank";
  publication.published = instant("2022-01-28");
  publication.language = "ar";
  publication.title = {"What comes next", "ماذا بعد"};
  all.publications = {publication};

  Source sohr;
  sohr.id = "sohr";
  sohr.title = {"Syrian Observatory for Human Rights", "المرصد السوري لحقوق الإنسان"};
  sohr.aliases = {"SOHR", "المرصد السوري"};
  sohr.origin = "sohr";
  sohr.reliability = 'B';
  sohr.because = "named by many";
  Source wire;
  wire.id = "a-wire";
  wire.title = {"A wire", ""};
  wire.party = true;
  all.sources = {sohr, wire};

  Indicator attacks;
  attacks.id = "attacks";
  attacks.title = {"Attacks", "هجمات"};
  attacks.observable = {"one attack reported", ""};
  attacks.lag = Days(7);
  attacks.dispersion = 3;
  attacks.baseline = Rate(18 / kDaysPerMonth);
  attacks.baseline_because = "counted in 2021";
  attacks.coverage = {{instant("2022-11-20"), instant("2022-12-11"), 0.5, "an operation"},
                      {kBeginning, instant("2020-01-01"), 0, ""}};
  attacks.seasons = {{instant("2022-04-02"), instant("2022-05-03"), 1.6, "Ramadan", {}}};
  Indicator cells;
  cells.id = "cells-raided";
  cells.title = {"Cells raided", ""};
  cells.once = true;
  cells.watched = Watched::kTotals;
  all.indicators = {attacks, cells};

  Scenario growth;
  growth.id = "growth";
  growth.publication = "forecast-2022";
  growth.role = Role::kEffect;
  growth.title = {"More attacks", "مزيد من الهجمات"};
  growth.forecast = {"we expect more", "نتوقع المزيد"};
  growth.wording = {"", "من المتوقع أن"};
  growth.publisher_probability = Probability(0.7);
  growth.part_of = "both-countries";
  growth.prior = Probability(0.45);
  growth.prior_because = "judgement";
  growth.base_rate = Probability(0.25);
  growth.base_rate_because = "two of eight years";
  growth.lasts_text = "11 months";
  growth.persistence = Days(11 * kDaysPerMonth * 0.75);
  growth.opened = instant("2022-01-28");
  growth.horizon = instant("2023-01-28T23:59:59Z");
  growth.resolves_yes = "counted";
  growth.resolves_no = "not";
  growth.assumes = {{{"the prison stays", "السجن باق"}, {"cells-raided", "attacks"}},
                    {{"nothing else", ""}, {}}};
  growth.expects = {
      {"attacks", {"x1.5", Rate(0.9), {}}, {"x1", Rate(0.6), {}}, false, "because", {}, {}},
      {"cells-raided",
       {"10% within 365 days", Rate(0.0003), {}},
       {"30% within 365 days", Rate(0.001), {}},
       false,
       "",
       {},
       {}}};
  Scenario plan;
  plan.id = "plan";
  plan.role = Role::kHypothesis;
  plan.asks = Asks::kFact;
  plan.title = {"It was planned", ""};
  plan.prior = Probability(0.1);
  plan.base_rate = Probability(0.1);
  plan.persistence = Days(std::numeric_limits<double>::infinity());
  plan.opened = instant("2022-01-28");
  all.scenarios = {growth, plan};
  return all;
}

Definitions definitions_with_radio() {
  Definitions all = definitions();
  Source radio;
  radio.id = "radio-east";
  radio.title = {"Radio East", "إذاعة الشرق"};
  all.sources.push_back(radio);
  return all;
}

Item item(std::string_view text, const Clock& clock) {
  Item item;
  item.text = text;
  item.occurred = instant("2022-02-10T12:00Z");
  item.occurred_as = Precision::kDay;
  item.available = clock.now;
  item.sightings = {{"attacks", std::nullopt}};
  item.source = "SOHR";
  item.grade = {'B', 2};
  return item;
}

Item item(std::string_view text, std::string_view id, const Clock& clock) {
  Item with_id = item(text, clock);
  with_id.id = id;
  return with_id;
}

Definitions definitions_with_clock() {
  Definitions all = definitions();
  Schedule weekly;
  weekly.id = "weekly";
  weekly.title = {"Every Monday", "كل اثنين"};
  weekly.every = "week on Monday at 06:00";
  weekly.rule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6;BYMINUTE=0;BYSECOND=0";
  weekly.timezone = "Asia/Damascus";
  weekly.start = instant("2022-02-01");
  weekly.until = instant("2023-02-01");
  weekly.scenarios = {"forecast-2022", "plan", "*"};
  weekly.missed = Missed::kLatest;
  weekly.report = ScheduledReport{"html", "ar", "{schedule}/{date}.html"};
  Schedule plain;
  plain.id = "plain";
  plain.rule = "FREQ=DAILY";
  plain.timezone = "UTC";
  plain.scenarios = {"growth"};
  all.schedules = {weekly, plain};

  Alert rising;
  rising.id = "rising";
  rising.title = {"It rises", "يرتفع"};
  rising.scenario = "growth";
  rising.when = "rises by 0.15 within 30 days";
  rising.condition = {Condition::Kind::kRises, false, 0.15, Days(30), ""};
  rising.in_a_row = 2;
  rising.clear = 0.05;
  rising.hold = Days(7);
  rising.origins = 2;
  rising.because = "the desk moves then";
  Alert seen;
  seen.id = "seen";
  seen.scenario = "plan";
  seen.when = "indicator cells-raided seen within 14 days";
  seen.condition = {Condition::Kind::kSeen, false, 0, Days(14), "cells-raided"};
  all.alerts = {rising, seen};
  return all;
}

Definitions definitions_with_all() {
  Definitions all = definitions_with_clock();
  Indicator raids;
  raids.id = "raids";
  raids.of = "all-raids";  // which is defined further down
  raids.usual_grade = Grade{'C', std::uint8_t{3}};
  Indicator all_raids;
  all_raids.id = "all-raids";
  all_raids.usual_grade = Grade{{}, std::uint8_t{4}};
  Indicator releases;
  releases.id = "releases";
  releases.occasions.emplace();
  releases.occasions->dates = {instant("2022-05-05"), instant("2022-06-05T10:00Z")};
  Indicator meetings;
  meetings.id = "meetings";
  meetings.occasions = Occasions{{},
                                 "month on the 5th at 10:00",
                                 "FREQ=MONTHLY;BYMONTHDAY=5;BYHOUR=10",
                                 "Asia/Damascus",
                                 instant("2022-01-01"),
                                 instant("2023-01-01")};
  Indicator demanded;
  demanded.id = "prisons-demanded";
  demanded.once = true;
  for (const Indicator& one : {raids, all_raids, releases, meetings, demanded}) {
    all.indicators.push_back(one);
  }

  Scenario demands;
  demands.id = "demands";
  demands.implies = {"wider", "plan"};  // the first is defined further down
  demands.asks = Asks::kByHorizon;
  demands.prior = Probability(0.3);
  demands.prior_within = 2;  // said, and so not the same as unsaid
  demands.persistence = Days(std::numeric_limits<double>::infinity());
  demands.opened = instant("2022-01-28");
  demands.horizon = instant("2023-01-28");
  Expectation answer;
  answer.indicator = "prisons-demanded";
  answer.if_true = {"90% within 365 days", Rate(0.0063), {}};
  answer.happening = true;
  Expectation released;
  released.indicator = "releases";
  released.if_true = {"70% each time", Rate(0), Probability(0.7)};
  released.if_false = {"20% each time", Rate(0), Probability(0.2)};
  released.within = 2;
  released.ratio_within = 1.25;
  demands.expects = {answer, released};
  Scenario wider;
  wider.id = "wider";
  wider.prior = Probability(0.6);
  wider.base_rate = Probability(0.5);
  wider.persistence = Days(90);
  wider.opened = instant("2022-01-28");
  all.scenarios.push_back(demands);
  all.scenarios.push_back(wider);

  Scenario more;
  more.id = "more-attacks";
  more.asks = Asks::kCount;
  more.persistence = Days(std::numeric_limits<double>::infinity());
  more.opened = instant("2022-01-28");
  more.horizon = instant("2023-01-28");
  more.criterion =
      Criterion{.indicators = {"attacks", "all-raids"},
                .window = {instant("2022-01-28"), instant("2023-01-28")},
                .at_least = {},
                .factor = 1.25,
                .against = Criterion::Window{instant("2020-01-28"), instant("2021-01-28")},
                .history_from = instant("2019-01-01"),
                .drift = 0.2,
                .dispersion = 1.5};
  Scenario enough;
  enough.id = "enough-attacks";
  enough.asks = Asks::kCount;
  enough.persistence = more.persistence;
  enough.opened = more.opened;
  Criterion& criterion = enough.criterion.emplace();
  criterion.indicators = {"attacks"};
  criterion.window = more.criterion->window;
  criterion.at_least = 360;
  criterion.history_from = instant("2019-01-01");
  all.scenarios.push_back(more);
  all.scenarios.push_back(enough);

  all.grades = {{Grade{'B', {}}, 5, false, "learnt from verdicts"},
                {Grade{'B', std::uint8_t{2}}, 0.86 / (1 - 0.86), true, {"ours", "رأينا"}},
                {Grade{{}, std::uint8_t{1}}, 4, false, {}}};

  Alert later;
  later.id = "later";
  later.scenario = "wider";
  later.when = "at the horizon >= 0.7";
  later.condition = {Condition::Kind::kAtLeast, true, 0.7, Days(30), ""};
  all.alerts.push_back(later);
  return all;
}

Ledger full_ledger() {
  Ledger ledger;
  ledger.probability = Probability(0.1 + 0.2);
  ledger.opening = LogOdds(-1.1);
  ledger.judgement = LogOdds(1.0 / 3);
  ledger.closing = LogOdds(0.7000000000000001);
  LedgerEvent total;
  total.event = "april";
  total.indicator = "attacks";
  total.occurred = instant("2022-04-01");
  total.occurred_as = Precision::kMonth;
  total.until = instant("2022-04-30");
  total.published = 54;
  total.counted = 50.1;
  total.items = {3, 17, 204};
  total.origins = 2;
  total.credibility = Probability(0.903);
  total.ratio = 1.5;
  total.arrived = LogOdds(2.2);
  total.today = LogOdds(1e-300);
  total.without = Probability(0.25);
  LedgerEvent unforeseen;
  unforeseen.kind = EventKind::kUnforeseen;
  unforeseen.occurred = instant("2022-02-10");
  unforeseen.items = {5};
  unforeseen.ratio = 0.1;
  unforeseen.arrived = LogOdds(-0.1);
  ledger.evidence = {total, unforeseen};
  ledger.silence = {{"cells-raided", LogOdds(-0.01), Days(33.25)}, {"attacks", LogOdds(0.5), {}}};
  ledger.misfits = {{"attacks", false, Rate(2.5), Rate(0.9), Rate(0.6)}};
  ledger.disagreeing_totals = {"april", "#17"};
  for (const auto reason : {NotCountedReason::kCannotBeJudged, NotCountedReason::kBeforeOpening,
                            NotCountedReason::kAfterHorizon, NotCountedReason::kCountedElsewhere,
                            NotCountedReason::kNothingLeft, NotCountedReason::kNoneSeen}) {
    NotCounted one;
    one.items = {7, 8};
    one.event = "raid";
    one.indicator = "cells-raided";
    one.reason = reason;
    one.counted_under = reason == NotCountedReason::kCountedElsewhere ? "attacks" : "";
    one.would_be = LogOdds(0.3);
    one.occurred = instant("2022-01-02");
    one.until = instant("2022-01-03");
    one.published = 3;
    one.origins = 1;
    one.credibility = Probability(0.6);
    one.ratio = 0.3;
    ledger.not_counted.push_back(one);
  }
  ledger.not_counted.emplace_back().items = {9};
  return ledger;
}

KeptLedger kept_ledger() {
  KeptLedger kept;
  kept.opening = LogOdds(-1.1);
  kept.judgement = LogOdds(1.0 / 3);
  kept.closing = LogOdds(0.7000000000000001);
  kept.accounts = {{"", LogOdds(-0.1), LogOdds(0)},
                   {"attacks", LogOdds(1e-300), LogOdds(0.5)},
                   {"cells-raided", LogOdds(0), LogOdds(-0.01)}};
  kept.entries = {{3, "attacks", LogOdds(2.2), LogOdds(1e-300), Probability(0.25)},
                  {5, "", LogOdds(-0.1), LogOdds(-0.1), Probability(0.1 + 0.2)}};
  kept.events = 54;
  kept.digest = sha256("the whole ledger");
  return kept;
}

Round round_of_monday(std::string_view date) {
  const Instant monday = instant(date) + std::chrono::hours(3);
  const Instant week_before = monday - std::chrono::hours(7 * 24);
  SavedAssessment growth;
  growth.assessment.scenario = "growth";
  growth.assessment.moment = {monday, monday, true};
  growth.assessment.probability = Probability(0.1 + 0.2);
  growth.assessment.log_odds = LogOdds(-0.8472978603872036);
  growth.assessment.at_horizon = Probability(0.21);
  growth.assessment.came_true = CameTrue{instant("2022-03-01"), Precision::kMonth, {3, 17, 204}};
  growth.kept = kept_ledger();
  growth.interval = Interval{Probability(0.2), Probability(1.0 / 3)};
  growth.occasion = Occasion::kSlot;
  growth.schedule = "weekly";
  SavedAssessment plan;
  plan.assessment.scenario = "plan";
  plan.assessment.moment = {monday, monday + std::chrono::hours(1), false};
  plan.assessment.state = ScenarioState::kPastHorizon;
  plan.assessment.probability = Probability(1e-17);
  plan.assessment.log_odds = LogOdds(-39.14);
  plan.occasion = Occasion::kSlot;
  plan.schedule = "weekly";

  AlertEvaluation quiet;
  quiet.alert = "seen";
  quiet.assessment = 1;  // of plan
  quiet.reading.as_of = monday;
  AlertEvaluation raised;
  raised.alert = "rising";
  raised.assessment = 0;
  raised.reading = {.as_of = monday,
                    .on_change = true,
                    .probability = Probability(0.3),
                    .word = "unlikely",
                    .extreme = Probability(0.15),
                    .last = week_before,
                    .unfaded = Probability(0.31),
                    .watched = Days(3.5),
                    .without_origins = Probability(0.22)};
  raised.holds = true;
  raised.state = AlertState::kRaised;
  raised.reason = AlertReason::kRaised;
  raised.in_a_row = 2;
  raised.raised = monday;
  raised.raised_from = Probability(0.15);
  raised.word_at_rest = "likely";

  Round round;
  round.occasion = Occasion::kSlot;
  round.slot = Slot{.key = {"weekly", monday},
                    .recorded = {},
                    .report = "weekly/2022-03-07.html",
                    .problem = "one picture is missing"};
  round.skipped = {{"weekly", week_before}};
  round.assessments = {growth, plan};
  round.evaluations = {quiet, raised};
  round.notices = {{.alert = "rising",
                    .as_of = monday,
                    .recorded = {},
                    .notifiers = {"mail", "desk"},
                    .text = R"({"alert":"rising"})"}};
  return round;
}

namespace {

/// The bits of a number.
std::string told(double number) { return fmt::format("{:a}", number); }
std::string told(Probability probability) { return told(probability.value()); }
std::string told(LogOdds log_odds) { return told(log_odds.nats()); }
std::string told(Rate rate) { return told(rate.per_day()); }
std::string told(Instant instant) { return to_rfc3339(instant); }
std::string told(const CameTrue& one) {
  return fmt::format("{} {} {}", told(one.occurred), static_cast<int>(one.occurred_as), one.items);
}

template <class T>
std::string told(const std::optional<T>& value) {
  return value ? told(*value) : "none";
}

}  // namespace

std::string told(const Ledger& ledger) {
  std::string all = fmt::format("{} {} {} {}\n", told(ledger.probability), told(ledger.opening),
                                told(ledger.judgement), told(ledger.closing));
  for (const LedgerEvent& one : ledger.evidence) {
    all += fmt::format("event '{}' '{}' {} {} {} {} {} {} {} {} {} {} {} {} {}\n", one.event,
                       one.indicator, static_cast<int>(one.kind), told(one.occurred),
                       static_cast<int>(one.occurred_as), told(one.until), one.published,
                       told(one.counted), one.items, one.origins, told(one.credibility),
                       told(one.ratio), told(one.arrived), told(one.today), told(one.without));
  }
  for (const SilenceAccount& one : ledger.silence) {
    all += fmt::format("silence '{}' {} {}\n", one.indicator, told(one.today),
                       told(one.watched.count()));
  }
  for (const NotCounted& one : ledger.not_counted) {
    all += fmt::format("not counted {} '{}' '{}' {} '{}' {} {} {} {} {} {} {}\n", one.items,
                       one.event, one.indicator, static_cast<int>(one.reason), one.counted_under,
                       told(one.would_be), told(one.occurred), told(one.until), one.published,
                       one.origins, told(one.credibility), told(one.ratio));
  }
  for (const Misfit& one : ledger.misfits) {
    all += fmt::format("misfit '{}' {} {} {}\n", one.indicator, told(one.observed),
                       told(one.if_true), told(one.if_false));
  }
  return all + fmt::format("disagreeing {}\n", ledger.disagreeing_totals);
}

std::string told(const KeptLedger& kept) {
  std::string all = fmt::format("{} {} {} {} {}\n", told(kept.opening), told(kept.judgement),
                                told(kept.closing), kept.events, to_hex(kept.digest));
  for (const KeptSums& one : kept.accounts) {
    all +=
        fmt::format("account '{}' {} {}\n", one.indicator, told(one.evidence), told(one.silence));
  }
  for (const KeptEntry& one : kept.entries) {
    all += fmt::format("entry {} '{}' {} {} {}\n", one.event, one.indicator, told(one.arrived),
                       told(one.today), told(one.without));
  }
  return all;
}

std::string told(const SavedAssessment& saved) {
  const Assessment& one = saved.assessment;
  return fmt::format(
      "{} {} {} {} {} {} {} {} {} {} {} {} '{}' {} model {} {} {}\n{}{}", saved.number,
      one.scenario, told(one.moment.as_of), told(one.moment.known_at), one.moment.as_known_then,
      one.revision, to_string(one.state), told(one.probability), told(one.log_odds),
      saved.interval ? told(saved.interval->low) : "none",
      saved.interval ? told(saved.interval->high) : "none", to_string(saved.occasion),
      saved.schedule, told(saved.recorded), one.model, told(one.at_horizon), told(one.came_true),
      one.ledger ? told(*one.ledger) : "no ledger",
      saved.kept ? told(*saved.kept) : " nothing kept");
}

std::string told(const AlertEvaluation& one) {
  const AlertReading& reading = one.reading;
  return fmt::format(
      "{} {} {} {} {} {} '{}' {} {} {} {} {} {} {} {} {} {} {} '{}'", one.alert, one.revision,
      one.assessment, told(reading.as_of), reading.on_change, told(reading.probability),
      reading.word, told(reading.extreme), told(reading.last), told(reading.unfaded),
      reading.watched ? told(reading.watched->count()) : "none", told(reading.without_origins),
      one.holds, to_string(one.state), to_string(one.reason), one.in_a_row, told(one.raised),
      told(one.raised_from), one.word_at_rest);
}

bool save(Store& store, Round& round, const Clock& clock) {
  return store.save(round, store.snapshot()->head(), clock);
}

World::World() : path(folder / "desk.db") {
  Store::create(path, clock_at("2022-01-31"));
  open().load(definitions(), clock_at("2022-02-01"));
}

std::unique_ptr<Snapshot> World::snapshot() const {
  return Store::open(path, Store::Access::kRead).snapshot();
}

Verification World::verify() const {
  return Store::open(path, Store::Access::kRead).verify(std::nullopt);
}

void fill(const World& world) {
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  Item first = item("seen", "A1", clock);
  first.bears = {{"plan", 3, "for"}};
  store.record(first, clock);
  store.record(item("wrong", "A2", clock), clock);
  Item dangerous = item("dangerous", "A3", clock);
  dangerous.event = "raid";
  store.record(dangerous, clock);
  store.retract(2, "wrong", clock);
  store.redact(3, "a witness", clock);
  store.cover("attacks", {kBeginning, kForever, 0.5, ""}, clock);
  store.load(definitions_with_all(), clock);
  Round slot = round_of_monday("2022-03-07");
  save(store, slot, clock_at("2022-03-07T03:00Z"));
  Round answer;
  answer.occasion = Occasion::kChange;
  answer.change = 3;
  const Clock monday = clock_at("2022-03-07T03:00Z");
  save(store, answer, monday);
  const Attempt attempt{
      .notice = 1, .notifier = "mail", .begun = monday.now, .ended = {}, .detail = "no route"};
  store.begin_attempt(attempt, monday);
  store.end_attempt(attempt, monday);
  store.withdraw_cover(1, "the network was up", monday);
  store.retire("plan", true, "loaded by mistake", monday);
  Resolution settled;
  settled.scenario = "growth";
  settled.outcome = Outcome::kYes;
  settled.on = monday.now;
  settled.because = {"the count of the monitor", "بحسب عدد المرصد"};
  settled.items = {1};
  store.resolve(settled, monday);
  Forecast sealed;
  sealed.scenario = "growth";
  sealed.by = "Ana";
  sealed.at = monday.now;
  sealed.probability = Probability(0.7);
  sealed.sealed = true;
  store.forecast({&sealed, 1}, monday);
  store.unseal("growth", "Ana", monday);
  store.judge({1, Verdict::kTrue, "the ministry confirmed it", {}}, monday);
  store.mend_clock("the clock was a day ahead", clock_at("2022-03-06T03:00Z"));
}

std::string run_sql(const std::filesystem::path& file, const std::string& sql) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 10'000);
    database.exec("PRAGMA foreign_keys = OFF");
    database.exec(sql);
  } catch (const SQLite::Exception& refused) {
    return refused.what();
  }
  return {};
}

std::string first_cell(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 10'000);
  return database.execAndGet(sql).getString();
}

void tamper(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 10'000);
  database.exec("PRAGMA foreign_keys = OFF");
  std::vector<std::pair<std::string, std::string>> triggers;
  {
    SQLite::Statement query(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    while (query.executeStep()) {
      triggers.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
    }
  }
  database.exec("BEGIN");
  for (const auto& [name, text] : triggers) database.exec("DROP TRIGGER " + name);
  database.exec(sql);
  for (const auto& [name, text] : triggers) database.exec(text);
  database.exec("COMMIT");
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace signpost::store::testing
