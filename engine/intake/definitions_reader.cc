// Reading goes in two steps. First each file alone: its tables become drafts, each key judged by
// itself. Then all together: ids given twice, references, rates that are multiples of an
// indicator's baseline, and the warnings of weak design, for which everything must be known.
#include "engine/intake/definitions_reader.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/intake/alert_reader.h"
#include "engine/intake/count_reader.h"
#include "engine/intake/criterion.h"
#include "engine/intake/design_warnings.h"
#include "engine/intake/grade_reader.h"
#include "engine/intake/kinds.h"
#include "engine/intake/occasions_reader.h"
#include "engine/intake/rate.h"
#include "engine/intake/references.h"
#include "engine/intake/schedule_reader.h"
#include "engine/intake/test_reader.h"
#include "engine/intake/toml_document.h"
#include "engine/intake/toml_table.h"

namespace signpost::intake {
namespace {

struct PublicationDraft {
  Publication publication;
  Table table;
};
struct SourceDraft {
  Source source;
  Table table;
};

/// Everything read from all files. Deques: later steps hold pointers into them.
struct Drafts {
  std::deque<PublicationDraft> publications;
  std::deque<SourceDraft> sources;
  std::deque<GradeDraft> grades;
  std::deque<IndicatorDraft> indicators;
  std::deque<ScenarioDraft> scenarios;
  std::deque<ScheduleDraft> schedules;
  std::deque<AlertDraft> alerts;
  std::deque<TestDraft> tests;
};

// ------------------------------------------------------------------------- one table, key by key

PublicationDraft read_publication(Table table) {
  Publication p;
  p.id = table.id("id");
  p.publisher = table.either("publisher", /*one_line=*/true);
  p.published = table.start("published");
  p.via = table.prose("via");
  p.language = table.line("language");
  p.title = table.bilingual("title");
  table.refuse_other_keys();
  return {std::move(p), std::move(table)};
}

SourceDraft read_source(Table table) {
  Source s;
  s.id = table.id("id");
  s.title = table.bilingual("title");
  s.aliases = table.lines("aliases");
  s.origin = table.line("origin");
  s.reliability = table.choice<char>(
      "reliability", {{"A", 'A'}, {"B", 'B'}, {"C", 'C'}, {"D", 'D'}, {"E", 'E'}, {"F", 'F'}});
  s.party = table.flag("party", false);
  s.because = table.either("because");
  table.refuse_other_keys();
  return {std::move(s), std::move(table)};
}

/// `from` must come before `to`, where both are there and good.
void check_span(const Table& table, const std::optional<Instant>& from,
                const std::optional<Instant>& to) {
  if (from && to && *from >= *to) table.not_after("to", "from");
}

CoverageSpan read_coverage(Table& table) {
  CoverageSpan span;
  const auto from = table.start("from");
  const auto to = table.end("to");
  check_span(table, from, to);
  span.from = from.value_or(kBeginning);
  span.to = to.value_or(kForever);
  const auto level = table.number(
      "level", [](double x) { return x >= 0 && x <= 1; }, "[0, 1]", "intake.level.hint");
  if (!table.has("level")) table.error("level", "intake.no-level", to_write("level = 0.5"));
  span.level = level.value_or(1.0);
  span.because = table.either("because");
  table.refuse_other_keys();
  return span;
}

/// How far a number may be off, nine times in ten, as a factor.
std::optional<double> read_within(Table& table, std::string_view key) {
  return table.number(
      key, [](double x) { return x >= 1 && x <= 1000; }, "[1, 1000]", "intake.within.hint");
}

Season read_season(Table& table) {
  Season season;
  const auto from = table.start("from", Need::kRequired);
  const auto to = table.end("to", Need::kRequired);
  check_span(table, from, to);
  season.from = from.value_or(kBeginning);
  season.to = to.value_or(kForever);
  const auto factor = table.number(
      "factor", [](double x) { return x > 0 && x <= 1e6; }, "(0, 1000000]", "intake.factor.hint");
  if (!table.has("factor")) table.error("factor", "intake.no-factor", to_write("factor = 1.6"));
  season.factor = factor.value_or(1.0);
  season.within = read_within(table, "within");
  season.because = table.either("because");
  table.refuse_other_keys();
  return season;
}

/// Reports must be able to call a thing by something.
void title_or_id(Bilingual& title, const std::string& id, const Table& table) {
  if (!title.en.empty() || !title.ar.empty() || id.empty()) return;
  title.en = id;
  if (!table.has("title")) {
    table.warning(
        "id", {"intake.no-title", {{"id", id}}},
        {"intake.write-both", {{"one", "title.en = \"…\""}, {"other", "title.ar = \"…\""}}});
  }
}

/// What reports are usually worth: both halves of a grade, that can be judged.
std::optional<Grade> read_usual_grade(Table& table) {
  const auto written = table.some_line("usual_grade", Need::kOptional);
  if (!written) return std::nullopt;
  const Parsed<Grade> grade = parse_grade(trimmed(*written));
  const Phrase hint = to_write("usual_grade = \"B2\"");
  if (!grade) {
    table.wrong("usual_grade", grade.problem());
  } else if (!grade->reliability || !grade->credibility) {
    table.error(
        "usual_grade",
        {grade->reliability ? "intake.usual-grade-no-digit" : "intake.usual-grade-no-letter",
         {{"grade", table.written("usual_grade")}}},
        hint);
  } else if (!credibility(*grade)) {
    table.error("usual_grade", "intake.usual-grade-f6", hint);
  } else {
    return *grade;
  }
  return std::nullopt;
}

/// A milestone and what is seen at set times are told by a yes or a no: neither comes in bursts.
void check_kind(const Indicator& indicator, const Table& table) {
  if (indicator.once && table.has("occasions")) {
    table.error("occasions", "intake.once-no-occasions", "intake.once-no-occasions.hint");
    return;
  }
  const bool set_times = table.has("occasions");
  if (indicator.dispersion > 1 && (indicator.once || set_times)) {
    table.error("dispersion",
                set_times ? "intake.occasions-no-dispersion" : "intake.once-no-dispersion",
                "intake.no-dispersion.hint");
  }
  if (set_times && table.has("baseline")) {
    table.error("baseline", "intake.occasions-no-baseline", "intake.occasions-no-baseline.hint");
  }
}

IndicatorDraft read_indicator(Table table) {
  IndicatorDraft draft{{}, std::move(table), {}, {}};
  Indicator& i = draft.indicator;
  Table& t = draft.table;
  i.id = t.id("id");
  i.title = t.bilingual("title");
  i.observable = t.bilingual("observable");
  i.usual_grade = read_usual_grade(t);
  i.of = t.id("of", Need::kOptional);
  i.once = t.flag("once", false);
  i.occasions = read_occasions(t);
  i.lag = t.duration("lag").value_or(Days(0));
  i.dispersion =
      t.number(
           "dispersion", [](double x) { return x >= 1; }, "[1, ∞)", "intake.dispersion.hint")
          .value_or(1.0);
  i.watched = t.choice<Watched>("watched").value_or(Watched::kAlways);
  if (const auto text = t.rate_text("baseline", Need::kOptional)) {
    const Parsed<WrittenRate> baseline = parse_rate(*text, std::nullopt);
    if (baseline && baseline->each_time) {
      t.error("baseline", "intake.baseline-is-chance", to_write("baseline = \"18 per month\""));
    } else if (baseline) {
      i.baseline = baseline->rate;
    } else {
      t.wrong("baseline", baseline.problem());
    }
  }
  i.baseline_because = t.either("baseline_because");
  draft.coverage = t.tables("coverage", "[[indicator.coverage]]");
  for (Table& span : draft.coverage) i.coverage.push_back(read_coverage(span));
  draft.seasons = t.tables("season", "[[indicator.season]]");
  for (Table& span : draft.seasons) i.seasons.push_back(read_season(span));
  t.refuse_other_keys();
  check_kind(i, t);
  title_or_id(i.title, i.id, t);
  return draft;
}

// Below it belief forgets faster than anybody can look, and what fades takes forever to reckon.
constexpr Days kLeastPersistence(1.0 / 24);

/// `lasts` or `persistence` as written; the shortest is an hour.
void check_length(const Table& table, std::string_view key, Days length) {
  if (!(length.count() > 0)) {
    table.error(key, {"intake.is-zero", {{"key", key}}}, "intake.length-is-zero.hint");
  } else if (length < kLeastPersistence) {
    table.error(key, {"intake.under-an-hour", {{"key", key}, {"length", table.written(key)}}},
                "intake.under-an-hour.hint");
  }
}

/// Where belief starts: the judgement, and what is usual.
void read_prior(Scenario& s, Table& t) {
  s.prior = t.probability("prior", Need::kRequired).value_or(Probability());
  s.prior_because = t.either("prior_because");
  s.prior_within = read_within(t, "prior_within");
  s.base_rate = t.probability("base_rate");
  s.base_rate_because = t.either("base_rate_because");
}

/// How belief fades: `lasts` or `persistence` for a state, forever for the other two questions.
void read_persistence(Scenario& s, Table& t) {
  constexpr Days kForeverDays(std::numeric_limits<double>::infinity());
  const auto persistence = t.duration_or_forever("persistence");
  const auto lasts = t.duration("lasts", "intake.lasts.hint");
  const auto asks = t.choice<Asks>("asks");
  const bool forever = persistence && std::isinf(persistence->count());
  s.asks = asks;
  const Asks asked = asks.value_or(forever ? Asks::kFact : Asks::kState);
  for (const auto& [key, length] : {std::pair("persistence", persistence), {"lasts", lasts}}) {
    if (length) check_length(t, key, *length);
  }
  if (t.has("persistence") && t.has("lasts")) {
    t.error("lasts", "intake.lasts-and-persistence", "intake.keep-one.hint");
    return;
  }
  if (asked != Asks::kState) {
    s.persistence = kForeverDays;
    const bool contradicted = (persistence && !forever) || lasts;
    if (contradicted) {
      t.error(persistence ? "persistence" : "lasts",
              {"intake.cannot-come-and-go", {{"asks", to_string(asked)}}},
              "intake.cannot-come-and-go.hint");
    }
    return;
  }
  if (lasts) {
    // A spell ends at the rate (1−π)/τ, so one that lasts `lasts` on average has τ = lasts·(1−π).
    s.lasts_text = t.text_of("lasts");
    s.persistence = *lasts * (1.0 - base_rate_of(s).value());
    if (*lasts >= kLeastPersistence && s.persistence < kLeastPersistence) {
      t.error(
          "lasts",
          {"intake.lasts-too-short",
           {{"lasts", t.written("lasts")}, {"base_rate", number_text(base_rate_of(s).value())}}},
          "intake.lasts-too-short.hint");
    }
  } else if (persistence) {
    s.persistence = *persistence;
  } else if (!t.has("persistence") && !t.has("lasts") && !(t.has("asks") && !asks)) {
    t.error("asks", {"intake.no-length", {{"table", t.name()}}}, "intake.no-length.hint");
  }
}

ExpectationDraft read_expectation(Table table) {
  ExpectationDraft draft{{}, std::move(table), false};
  Expectation& e = draft.expectation;
  e.indicator = draft.table.id("indicator");
  e.happening = draft.table.flag("happening", false);
  e.if_true.text = draft.table.rate_text("if_true", Need::kRequired).value_or("");
  if (!e.happening) {
    e.if_false.text = draft.table.rate_text("if_false", Need::kRequired).value_or("");
  } else if (draft.table.has("if_false")) {
    draft.table.error("if_false", "intake.happening-if-false", "intake.happening-if-false.hint");
  }
  e.within = read_within(draft.table, "within");
  e.ratio_within = read_within(draft.table, "ratio_within");
  e.because = draft.table.either("because");
  draft.table.refuse_other_keys(e.happening ? std::vector<std::string>{"if_false"}
                                            : std::vector<std::string>{});
  return draft;
}

Assumption read_assumption(Table& table) {
  Assumption a;
  a.text = {table.prose("en"), table.prose("ar")};
  if (!table.has("en") && !table.has("ar")) {
    table.error("en", "intake.wordless-assumption",
                {"intake.write-both", {{"one", "ar = \"…\""}, {"other", "en = \"…\""}}});
  }
  a.broken_by = table.lines("broken_by");
  table.refuse_other_keys();
  return a;
}

ScenarioDraft read_scenario(Table table) {
  ScenarioDraft draft{{}, std::move(table), {}, {}, {}};
  Scenario& s = draft.scenario;
  Table& t = draft.table;
  s.id = t.id("id");
  s.role = t.choice<Role>("role").value_or(Role::kEffect);
  s.title = t.bilingual("title");
  s.forecast = t.bilingual("forecast");
  s.wording = t.bilingual("wording");
  s.publisher_probability = t.probability("publisher_probability");
  s.part_of = t.id("part_of", Need::kOptional);
  s.implies = t.lines("implies");
  const bool counts = is_count(t);
  if (counts) {
    s.asks = t.choice<Asks>("asks");
  } else {
    read_prior(s, t);
    read_persistence(s, t);
  }
  const auto opened = t.start("opened", Need::kRequired);
  s.opened = opened.value_or(kBeginning);
  s.horizon = t.end("horizon");
  if (opened && s.horizon && *opened >= *s.horizon) t.not_after("horizon", "opened");
  if (s.asks == Asks::kByHorizon && !t.has("horizon")) {
    t.error("asks", "intake.by-horizon-without", to_write("horizon = 2023-01-28"));
  }
  if (counts) {
    draft.criterion = read_count(s, t, opened);
  } else {
    refuse_criterion(t);
  }
  if (auto resolves = t.table("resolves", "resolves")) {
    s.resolves_yes = resolves->either("yes");
    s.resolves_no = resolves->either("no");
    s.resolves_open = resolves->either("open");
    resolves->refuse_other_keys();
  }
  draft.assumes = t.tables("assumes", "[[scenario.assumes]]");
  for (Table& assumption : draft.assumes) s.assumes.push_back(read_assumption(assumption));
  for (Table& expectation : t.tables("expects", "[[scenario.expects]]")) {
    draft.expects.push_back(read_expectation(std::move(expectation)));
  }
  t.refuse_other_keys(counts ? not_of_a_count() : std::vector<std::string>{});
  title_or_id(s.title, s.id, t);
  return draft;
}

/// [publication] once, or [[publication]] several times.
std::vector<Table> publication_tables(Table& file, const toml::table& root) {
  if (root.contains("publication") && root.get("publication")->is_table()) {
    auto one = file.table("publication", "[publication]");
    return {std::move(*one)};
  }
  return file.tables("publication", "[[publication]]");
}

void read_file_tables(TomlDocument& document, Drafts& drafts) {
  Table file(document.root, {1, 1, 1}, "intake.the-file", document.findings);
  std::vector<std::string> publications;
  for (Table& table : publication_tables(file, document.root)) {
    drafts.publications.push_back(read_publication(std::move(table)));
    publications.push_back(drafts.publications.back().publication.id);
  }
  for (Table& table : file.tables("source", "[[source]]")) {
    drafts.sources.push_back(read_source(std::move(table)));
  }
  for (Table& table : file.tables("grade", "[[grade]]")) {
    drafts.grades.push_back(read_grade(std::move(table)));
  }
  for (Table& table : file.tables("indicator", "[[indicator]]")) {
    drafts.indicators.push_back(read_indicator(std::move(table)));
  }
  for (Table& table : file.tables("scenario", "[[scenario]]")) {
    ScenarioDraft draft = read_scenario(std::move(table));
    if (publications.size() == 1) draft.scenario.publication = publications.front();
    if (publications.size() > 1) {
      draft.table.error("id", "intake.several-publications", "intake.several-publications.hint");
    }
    drafts.scenarios.push_back(std::move(draft));
  }
  for (Table& table : file.tables("schedule", "[[schedule]]")) {
    drafts.schedules.push_back(read_schedule(std::move(table)));
  }
  for (Table& table : file.tables("alert", "[[alert]]")) {
    drafts.alerts.push_back(read_alert(std::move(table)));
  }
  for (Table& table : file.tables("test", "[[test]]")) {
    drafts.tests.push_back(read_test(std::move(table)));
  }
  file.refuse_other_keys();
}

// -------------------------------------------------------------------------------- all together

/// An error for each id that an earlier table of the kind has; `message` says so.
template <class Drafts, class IdOf>
void refuse_duplicates(const Drafts& drafts, const char* message, IdOf id_of) {
  std::map<std::string, const Table*> first;
  for (const auto& draft : drafts) {
    const std::string& id = id_of(draft);
    if (id.empty()) continue;
    const auto [earlier, is_new] = first.emplace(id, &draft.table);
    if (!is_new) {
      draft.table.error("id", {message, {{"id", id}, {"place", earlier->second->address()}}});
    }
  }
}

/// A publication may stand in several files, as long as they say the same of it.
void refuse_duplicate_publications(const std::deque<PublicationDraft>& drafts) {
  std::map<std::string, const PublicationDraft*> first;
  for (const PublicationDraft& draft : drafts) {
    if (draft.publication.id.empty()) continue;
    const auto [earlier, is_new] = first.emplace(draft.publication.id, &draft);
    if (!is_new && !(earlier->second->publication == draft.publication)) {
      draft.table.error(
          "id", {"intake.publication-otherwise",
                 {{"id", draft.publication.id}, {"place", earlier->second->table.address()}}});
    }
  }
}

/// Names by which items may call a source, folded as they are compared.
std::vector<std::string> names_of(const Source& source) {
  std::vector<std::string> names = {source.id, source.title.en, source.title.ar};
  names.insert(names.end(), source.aliases.begin(), source.aliases.end());
  return names;
}

/// A name must lead to one source only: not an alias of two, nor the alias of one and the id or
/// title of another.
void refuse_shared_names(const std::deque<SourceDraft>& drafts, const Definitions& known) {
  std::map<std::string, std::string> owner;  // folded name → source id
  std::set<std::string> redefined;
  for (const SourceDraft& draft : drafts) redefined.insert(draft.source.id);
  for (const Source& source : known.sources) {
    if (redefined.count(source.id) > 0) continue;
    for (const std::string& name : names_of(source)) owner.emplace(folded(name), source.id);
  }
  for (const SourceDraft& draft : drafts) {
    for (const std::string& name : names_of(draft.source)) {
      const std::string plain = folded(name);
      if (plain.empty() || draft.source.id.empty()) continue;
      const auto [taken, is_new] = owner.emplace(plain, draft.source.id);
      if (!is_new && taken->second != draft.source.id) {
        const bool is_title = name == draft.source.title.en || name == draft.source.title.ar;
        draft.table.error(draft.table.has("aliases") && !is_title ? "aliases" : "id",
                          {"intake.shared-name", {{"name", name}, {"source", taken->second}}},
                          "intake.shared-name.hint");
      }
    }
  }
}

/// Puts a definition of the files, or of the store, where it is not there yet.
template <class Value>
void add_to(Index<Value>& index, const Value& value) {
  if (!value.id.empty()) index.emplace(value.id, &value);
}

/// The definitions of the files; those of the store that no file defines anew come after them.
References references_to(const Drafts& drafts, const Definitions& known,
                         const std::vector<std::unique_ptr<TomlDocument>>& documents) {
  References all;
  for (const auto& draft : drafts.publications) add_to(all.publications, draft.publication);
  for (const auto& draft : drafts.indicators) add_to(all.indicators, draft.indicator);
  for (const auto& draft : drafts.scenarios) add_to(all.scenarios, draft.scenario);
  for (const auto& draft : drafts.alerts) add_to(all.alerts, draft.alert);
  for (const auto& publication : known.publications) add_to(all.publications, publication);
  for (const auto& indicator : known.indicators) add_to(all.indicators, indicator);
  for (const auto& scenario : known.scenarios) add_to(all.scenarios, scenario);
  for (const auto& alert : known.alerts) add_to(all.alerts, alert);
  all.may_be_defined_elsewhere = [&documents](const std::string& id) {
    return std::any_of(documents.begin(), documents.end(), [&](const auto& document) {
      return !document->parsed && document->source.text().find(id) != std::string_view::npos;
    });
  };
  return all;
}

/// Judges all drafts of all files against each other and against what the store has.
class Judgement {
 public:
  Judgement(Drafts& drafts, const Definitions& known,
            const std::vector<std::unique_ptr<TomlDocument>>& documents)
      : drafts_(drafts), known_(known), references_(references_to(drafts, known, documents)) {
    for (const IndicatorDraft& draft : drafts.indicators) {
      redefined_.emplace(draft.indicator.id, &draft);
    }
    for (const ScenarioDraft& draft : drafts.scenarios) scenarios_here_.insert(draft.scenario.id);
  }

  void pass() {
    refuse_duplicate_publications(drafts_.publications);
    refuse_duplicates(drafts_.sources, "intake.source-twice",
                      [](const SourceDraft& d) -> const std::string& { return d.source.id; });
    refuse_duplicates(drafts_.indicators, "intake.indicator-twice",
                      [](const IndicatorDraft& d) -> const std::string& { return d.indicator.id; });
    refuse_duplicates(drafts_.scenarios, "intake.scenario-twice",
                      [](const ScenarioDraft& d) -> const std::string& { return d.scenario.id; });
    refuse_duplicates(drafts_.schedules, "intake.schedule-twice",
                      [](const ScheduleDraft& d) -> const std::string& { return d.schedule.id; });
    refuse_duplicates(drafts_.alerts, "intake.alert-twice",
                      [](const AlertDraft& d) -> const std::string& { return d.alert.id; });
    refuse_duplicates(drafts_.grades);
    refuse_shared_names(drafts_.sources, known_);
    std::map<std::string, Rate> busiest;
    for (ScenarioDraft& draft : drafts_.scenarios) {
      judge_expectations(draft, busiest);
      judge_happening(draft);
      judge_parts(draft);
      judge_counting(draft);
      judge_assumptions(draft);
      judge_implied(draft);
    }
    refuse_circles();
    for (const IndicatorDraft& draft : drafts_.indicators) {
      judge_kind(draft);
      doubt(draft, busiest[draft.indicator.id]);
    }
    // Only now are all rates known, of whatever file.
    std::set<std::pair<std::string, std::string>> nested;
    const CriterionJudge criteria = judge_of_criteria();
    for (const ScenarioDraft& draft : drafts_.scenarios) {
      doubt(draft, references_.indicators, references_.scenarios, criteria);
      doubt_nested(draft, references_.indicators, nested);
    }
    judge_stored_kinds();
    follow_baselines();
    judge_stored_expectations();
    for (const ScheduleDraft& draft : drafts_.schedules) judge(draft, references_);
    refuse_shared_outputs(drafts_.schedules, known_.schedules, references_);
    for (const AlertDraft& draft : drafts_.alerts) judge(draft, references_);
    judge_stored_alerts();
    judge_tests();
  }

  /// Stored scenarios, in no file here, whose rates an indicator of these files changes.
  [[nodiscard]] const std::vector<Scenario>& followers() const { return followers_; }

 private:
  [[nodiscard]] CriterionJudge judge_of_criteria() const {
    std::vector<const Source*> sources;
    for (const SourceDraft& draft : drafts_.sources) sources.push_back(&draft.source);
    for (const Source& source : known_.sources) sources.push_back(&source);
    std::vector<const Publication*> publications;
    for (const auto& [id, publication] : references_.publications) {
      publications.push_back(publication);
    }
    std::vector<const Indicator*> indicators;
    for (const auto& [id, indicator] : references_.indicators) indicators.push_back(indicator);
    return {sources, publications, std::move(indicators)};
  }

  void follow_baselines() {
    for (const Scenario& stored : known_.scenarios) {
      if (scenarios_here_.count(stored.id) > 0) continue;
      Scenario revised = stored;
      for (Expectation& e : revised.expects) {
        const auto found = redefined_.find(e.indicator);
        if (found != redefined_.end()) follow_baseline(*found->second, stored.id, e);
      }
      if (!(revised == stored)) followers_.push_back(std::move(revised));
    }
  }

  static void follow_baseline(const IndicatorDraft& draft, const std::string& scenario,
                              Expectation& e) {
    if (!is_factor(e.if_true.text) && !is_factor(e.if_false.text)) return;
    if (!draft.indicator.baseline) {
      if (draft.table.has("baseline")) return;  // an error already
      draft.table.error(
          "id",
          {"intake.baseline-gone", {{"indicator", draft.indicator.id}, {"scenario", scenario}}},
          "intake.baseline-gone.hint");
      return;
    }
    for (WrittenRate* rate : {&e.if_true, &e.if_false}) {
      if (!is_factor(rate->text)) continue;
      const Parsed<WrittenRate> followed = parse_rate(rate->text, draft.indicator.baseline);
      if (followed) {
        *rate = *followed;
      } else {
        draft.table.error(
            "baseline",
            {"intake.stored-rate", {{"scenario", scenario}, {"says", followed.problem().message}}});
      }
    }
  }

  void judge_expectations(ScenarioDraft& draft, std::map<std::string, Rate>& busiest) {
    std::set<std::string> seen;
    for (ExpectationDraft& one : draft.expects) {
      Expectation& e = one.expectation;
      if (!e.indicator.empty() && !seen.insert(e.indicator).second) {
        one.table.error(
            "indicator",
            {"intake.expects-twice", {{"scenario", draft.scenario.id}, {"indicator", e.indicator}}},
            "intake.expects-twice.hint");
      }
      const Indicator* indicator = references_.indicator(one.table, "indicator", e.indicator);
      const bool is_known = indicator != nullptr;
      const bool true_good = read_rate(one.table, "if_true", e.if_true, indicator);
      const bool false_good =
          e.happening || read_rate(one.table, "if_false", e.if_false, indicator);
      one.complete = is_known && true_good && false_good;
      if (one.complete) {
        Rate& most = busiest[e.indicator];
        most = std::max({most, e.if_true.rate, e.if_false.rate});
      }
      draft.scenario.expects.push_back(e);
    }
  }

  /// Of an indicator that is not known anything goes that is well written.
  static bool read_rate(const Table& table, std::string_view key, WrittenRate& rate,
                        const Indicator* indicator) {
    if (!table.has(key)) return false;      // said already
    if (!table.is_text(key)) return false;  // said already
    const bool set_times = indicator != nullptr && indicator->occasions;
    const bool any_baseline = indicator == nullptr || set_times;
    const Parsed<WrittenRate> parsed =
        parse_rate(rate.text, any_baseline ? Rate(1.0) : indicator->baseline);
    if (!parsed) {
      table.wrong(key, parsed.problem());
      return false;
    }
    if (indicator != nullptr && parsed->each_time.has_value() != set_times) {
      table.wrong(key, {{set_times ? "intake.rate-at-set-times" : "intake.chance-without-occasions",
                         {{"indicator", indicator->id}, {"rate", parsed->text}}},
                        set_times ? "intake.rate-at-set-times.hint"
                                  : "intake.chance-without-occasions.hint"});
      return false;
    }
    rate = *parsed;
    return true;
  }

  /// What a scenario asks about happens once, in one that asks for it, and is one thing.
  void judge_happening(const ScenarioDraft& draft) {
    const Asks asks = asks_of(draft.scenario);
    const ExpectationDraft* first = nullptr;
    for (const ExpectationDraft& one : draft.expects) {
      if (!one.expectation.happening) continue;
      const std::string& id = one.expectation.indicator;
      if (first != nullptr) {
        one.table.error(
            "happening",
            {"intake.second-happening",
             {{"scenario", draft.scenario.id}, {"indicator", first->expectation.indicator}}},
            "intake.second-happening.hint");
        continue;
      }
      first = &one;
      const bool asks_known = !draft.table.has("asks") || draft.scenario.asks;
      if (asks != Asks::kByHorizon && asks_known) {
        one.table.error("happening",
                        {"intake.happening-not-asked", {{"scenario", draft.scenario.id}}},
                        "intake.happening-not-asked.hint");
      }
      const auto indicator = references_.indicators.find(id);
      if (indicator != references_.indicators.end() && !indicator->second->once) {
        one.table.error("happening", {"intake.happening-not-once", {{"indicator", id}}},
                        "intake.happening-not-once.hint");
      }
    }
  }

  void judge_parts(const ScenarioDraft& draft) {
    for (const Crowded& one : crowded(draft.scenario.expects, references_.indicators)) {
      draft.expects[one.expectation].table.error(one.if_true ? "if_true" : "if_false", one.message,
                                                 one.hint);
    }
  }

  void judge_counting(const ScenarioDraft& draft) {
    if (!draft.criterion) return;
    const Table& criterion = *draft.criterion;
    judge_count(draft.scenario, criterion, references_);
    for (const CountedTwice& one : counted_twice(draft.scenario, references_.indicators)) {
      if (one.expectation) {
        draft.expects[*one.expectation].table.error("indicator", one.message, one.hint);
      } else {
        criterion.findings().error(criterion.position_of_entry("indicators", one.other),
                                   one.message, one.hint);
      }
    }
  }

  void judge_implied(const ScenarioDraft& draft) {
    std::set<std::string> seen;
    for (const std::string& id : draft.scenario.implies) {
      if (!seen.insert(id).second) {
        draft.table.error("implies", {"intake.implies-twice", {{"scenario", id}}});
      } else {
        references_.judge_scenario(draft.table, "implies", id);
      }
    }
  }

  /// Neither what is a kind of what, nor what implies what, may lead back to where it began. Each
  /// circle is told once.
  void refuse_circles() {
    std::set<std::string> told;
    const auto tell = [&told](
                          const auto& draft, const std::string& id, std::string_view key,
                          const std::function<std::vector<std::string>(const std::string&)>& next,
                          const char* hint) {
      if (id.empty() || told.count(id) > 0) return;
      const std::vector<std::string> circle = circle_through(id, next);
      if (circle.empty()) return;
      told.insert(circle.begin(), circle.end());
      std::vector<Phrase> names;
      names.reserve(circle.size());
      for (const std::string& name : circle) names.push_back({"intake.quoted", {{"text", name}}});
      draft.table.findings().error(
          draft.table.position_of_entry(key, circle[1]),
          {"intake.circle", {{"key", key}, {"names", Phrase::series(names)}}}, hint);
    };
    for (const IndicatorDraft& draft : drafts_.indicators) {
      tell(
          draft, draft.indicator.id, "of",
          [this](const std::string& id) -> std::vector<std::string> {
            const auto found = references_.indicators.find(id);
            if (found == references_.indicators.end() || found->second->of.empty()) return {};
            return {found->second->of};
          },
          "intake.circle-of-kinds.hint");
    }
    told.clear();
    for (const ScenarioDraft& draft : drafts_.scenarios) {
      tell(
          draft, draft.scenario.id, "implies",
          [this](const std::string& id) -> std::vector<std::string> {
            const auto found = references_.scenarios.find(id);
            if (found == references_.scenarios.end()) return {};
            return found->second->implies;
          },
          "intake.circle-of-scenarios.hint");
    }
  }

  void judge_kind(const IndicatorDraft& draft) {
    const Indicator& narrower = draft.indicator;
    if (narrower.of.empty()) return;
    const Indicator* wider = references_.indicator(draft.table, "of", narrower.of);
    for (const Indicator* end : {&narrower, wider}) {
      if (end == nullptr || (end == wider && wider == &narrower)) continue;
      const Phrase why = no_stream(*end);
      if (why.empty()) continue;
      draft.table.error("of", {"intake.no-stream", {{"why", why}}}, "intake.no-stream.hint");
    }
  }

  /// An indicator of the store may be a kind of one that these files define anew.
  void judge_stored_kinds() {
    for (const auto& [id, indicator] : references_.indicators) {
      if (indicator->of.empty() || redefined_.count(id) > 0) continue;
      for (const IndicatorDraft& draft : drafts_.indicators) {
        if (draft.indicator.id != indicator->of) continue;
        const Phrase why = no_stream(draft.indicator);
        if (why.empty()) continue;
        draft.table.error(draft.indicator.once ? "once" : "occasions",
                          {"intake.no-stream-stored", {{"why", why}, {"indicator", id}}},
                          "intake.no-stream-stored.hint");
      }
    }
  }

  /// A stored scenario must be able to go on with the indicators of these files.
  void judge_stored_expectations() {
    std::set<std::string> judged = scenarios_here_;
    const auto judge_all = [&](const std::vector<Scenario>& scenarios) {
      for (const Scenario& scenario : scenarios) {
        if (judged.insert(scenario.id).second) judge_stored(scenario);
      }
    };
    judge_all(followers_);  // with their new rates
    judge_all(known_.scenarios);
  }

  void judge_stored(const Scenario& scenario) {
    for (const Expectation& e : scenario.expects) {
      const auto found = redefined_.find(e.indicator);
      if (found == redefined_.end()) continue;
      const IndicatorDraft& draft = *found->second;
      const bool set_times = draft.table.has("occasions");
      if (set_times != e.if_true.each_time.has_value()) {
        draft.table.error(
            set_times ? "occasions" : "id",
            {set_times ? "intake.stored-expects-rates" : "intake.stored-expects-chances",
             {{"indicator", e.indicator}, {"scenario", scenario.id}}},
            "intake.load-scenario-too.hint");
      }
      if (e.happening && !draft.indicator.once) {
        draft.table.error(
            "id",
            {"intake.stored-happening", {{"indicator", e.indicator}, {"scenario", scenario.id}}},
            "intake.load-scenario-too.hint");
      }
    }
    judge_stored_count(scenario);
    for (const Crowded& one : crowded(scenario.expects, references_.indicators)) {
      std::vector<std::size_t> involved = one.parts;
      involved.push_back(one.expectation);
      for (const std::size_t i : involved) {
        const auto found = redefined_.find(scenario.expects[i].indicator);
        if (found == redefined_.end()) continue;
        const Table& table = found->second->table;
        table.error(
            table.has("of") ? "of" : "baseline",
            {"intake.in-stored-scenario", {{"says", one.message}, {"scenario", scenario.id}}},
            one.hint);
        break;
      }
    }
  }

  void judge_stored_count(const Scenario& scenario) {
    if (!scenario.criterion) return;
    for (const std::string& id : scenario.criterion->indicators) {
      const auto found = redefined_.find(id);
      if (found == redefined_.end()) continue;
      const IndicatorDraft& draft = *found->second;
      const Phrase why = no_stream(draft.indicator);
      if (why.empty()) continue;
      draft.table.error(draft.indicator.once ? "once" : "occasions",
                        {"intake.stored-counts", {{"why", why}, {"scenario", scenario.id}}},
                        "intake.load-scenario-too.hint");
    }
    for (const CountedTwice& one : counted_twice(scenario, references_.indicators)) {
      for (const std::string* id : {&one.other, &one.counted}) {
        const auto found = redefined_.find(*id);
        if (found == redefined_.end()) continue;
        const Table& table = found->second->table;
        table.error(
            "of", {"intake.in-stored-scenario", {{"says", one.message}, {"scenario", scenario.id}}},
            "intake.load-scenario-too.hint");
        break;
      }
    }
  }

  /// A stored alert on an indicator needs its scenario to listen to it still.
  void judge_stored_alerts() {
    for (const auto& entry : references_.alerts) {
      const std::string& id = entry.first;
      const Alert* const alert = entry.second;
      const std::string& watched = alert->condition.indicator;
      const bool at_horizon = alert->condition.at_horizon;
      const bool in_files = std::any_of(drafts_.alerts.begin(), drafts_.alerts.end(),
                                        [&](const AlertDraft& d) { return &d.alert == alert; });
      if (in_files || (watched.empty() && !at_horizon)) continue;
      for (const ScenarioDraft& draft : drafts_.scenarios) {
        if (draft.scenario.id != alert->scenario) continue;
        if (at_horizon && !draft.table.has("horizon")) {
          draft.table.error(
              "id",
              {"intake.stored-alert-horizon", {{"alert", id}, {"scenario", draft.scenario.id}}},
              "intake.load-alert-too.hint");
        }
        if (watched.empty() || listens_to(draft.scenario, watched)) continue;
        draft.table.error(
            "id",
            {"intake.stored-alert-indicator",
             {{"alert", id}, {"indicator", watched}, {"scenario", draft.scenario.id}}},
            "intake.load-alert-too.hint");
      }
    }
  }

  void judge_tests() {
    if (drafts_.tests.empty()) return;
    Definitions all;  // what items may refer to
    for (const auto& [id, indicator] : references_.indicators) all.indicators.push_back(*indicator);
    for (const auto& [id, scenario] : references_.scenarios) all.scenarios.push_back(*scenario);
    for (TestDraft& draft : drafts_.tests) judge(draft, references_, all);
  }

  void judge_assumptions(const ScenarioDraft& draft) {
    for (std::size_t i = 0; i < draft.assumes.size(); ++i) {
      for (const std::string& id : draft.scenario.assumes[i].broken_by) {
        references_.indicator(draft.assumes[i], "broken_by", id);
      }
    }
  }

  Drafts& drafts_;
  const Definitions& known_;
  References references_;
  std::map<std::string, const IndicatorDraft*> redefined_;  // the files' indicators
  std::set<std::string> scenarios_here_;                    // ids of the files' scenarios
  std::vector<Scenario> followers_;
};

DefinitionsRead gathered(const Drafts& drafts,
                         const std::vector<std::unique_ptr<TomlDocument>>& documents) {
  DefinitionsRead read;
  std::set<std::string> publications;
  for (const PublicationDraft& draft : drafts.publications) {
    if (publications.insert(draft.publication.id).second) {
      read.definitions.publications.push_back(draft.publication);
    }
  }
  for (const SourceDraft& draft : drafts.sources) read.definitions.sources.push_back(draft.source);
  for (const IndicatorDraft& draft : drafts.indicators) {
    read.definitions.indicators.push_back(draft.indicator);
    const auto at = [&](std::string_view key) {
      return draft.table.findings().wordless(draft.table.place(draft.table.has(key) ? key : "id"));
    };
    read.indicators_at.emplace(
        draft.indicator.id, IndicatorPlaces{at("baseline"), at("dispersion"), at("lag"), at("id")});
  }
  for (const ScenarioDraft& draft : drafts.scenarios) {
    read.definitions.scenarios.push_back(draft.scenario);
    read.scenarios_at.emplace(draft.scenario.id,
                              draft.table.findings().wordless(draft.table.place("id")));
    for (const ExpectationDraft& expects : draft.expects) {
      read.expectations_at.emplace(
          std::pair(draft.scenario.id, expects.expectation.indicator),
          expects.table.findings().wordless(expects.table.place("if_true")));
    }
  }
  for (const ScheduleDraft& draft : drafts.schedules) {
    read.definitions.schedules.push_back(draft.schedule);
  }
  for (const AlertDraft& draft : drafts.alerts) read.definitions.alerts.push_back(draft.alert);
  for (const GradeDraft& draft : drafts.grades) read.definitions.grades.push_back(draft.worth);
  for (const TestDraft& draft : drafts.tests) read.tests.push_back(draft.test);
  for (const auto& document : documents) {
    const std::vector<Diagnostic> found = document->findings.sorted();
    read.diagnostics.insert(read.diagnostics.end(), found.begin(), found.end());
  }
  return read;
}

DefinitionsRead judged(const std::vector<std::unique_ptr<TomlDocument>>& documents,
                       const Definitions& known) {
  Drafts drafts;
  for (const auto& document : documents) {
    if (document->parsed) read_file_tables(*document, drafts);
  }
  Judgement judgement(drafts, known, documents);
  judgement.pass();
  DefinitionsRead read = gathered(drafts, documents);
  read.definitions.scenarios.insert(read.definitions.scenarios.end(), judgement.followers().begin(),
                                    judgement.followers().end());
  return read;
}

}  // namespace

DefinitionsRead read_definitions(std::span<const std::filesystem::path> files,
                                 const Definitions& known) {
  std::vector<std::unique_ptr<TomlDocument>> documents;
  std::set<std::filesystem::path> read;
  for (const std::filesystem::path& file : files) {
    // A folder and a file in it may both be named: read twice, every id would be there twice.
    std::error_code unknown;
    const std::filesystem::path canonical = std::filesystem::weakly_canonical(file, unknown);
    if (read.insert(unknown ? file : canonical).second) documents.push_back(read_toml(file));
  }
  return judged(documents, known);
}

DefinitionsRead read_definitions_text(std::string name, std::string text,
                                      const Definitions& known) {
  std::vector<std::unique_ptr<TomlDocument>> documents;
  documents.push_back(parse_toml(std::move(name), std::move(text)));
  return judged(documents, known);
}

}  // namespace signpost::intake
