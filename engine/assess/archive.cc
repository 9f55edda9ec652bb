#include "engine/assess/archive.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "engine/assess/in_force.h"
#include "engine/base/text.h"
#include "engine/belief/believe.h"

namespace signpost::assess {
namespace {

/// Names for interning: collected first, numbered in their order afterwards.
class Names {
 public:
  void add(const std::string& name) {
    if (!name.empty()) names_.insert(name);
  }
  void number() {
    belief::Key next = 0;
    for (const std::string& name : names_) numbers_.emplace(name, next++);
  }
  [[nodiscard]] belief::Key operator[](const std::string& name) const {
    return name.empty() ? belief::kOwn : numbers_.at(name);
  }
  [[nodiscard]] std::vector<std::string> in_order() const { return {names_.begin(), names_.end()}; }

 private:
  std::set<std::string> names_;
  std::unordered_map<std::string, belief::Key> numbers_;
};

/// An item's version that was known then, else the last; nothing where there is no such item.
std::optional<store::ItemVersion> version_known(const store::Snapshot& snapshot, ItemId item,
                                                Instant known_at) {
  std::optional<store::ItemHistory> history = snapshot.item(item);
  if (!history || history->versions.empty()) return std::nullopt;
  store::ItemVersion* found = &history->versions.back();
  for (store::ItemVersion& version : history->versions) {
    if (version.known.holds(known_at)) found = &version;
  }
  return std::move(*found);
}

}  // namespace

Archive::Archive(const store::Snapshot& of, Texts texts)
    : snapshot(of), with_text_(texts == Texts::kAll) {}

const IndicatorFile& Archive::indicator(const std::string& id) {
  const auto found = indicators_.find(id);
  if (found != indicators_.end()) return found->second;
  IndicatorFile file{snapshot.indicator(id), snapshot.covers(id),
                     snapshot.items_of_indicator(id, with_text_)};
  const IndicatorFile& kept = indicators_.emplace(id, std::move(file)).first->second;
  index(kept.versions);
  return kept;
}

const ScenarioFile& Archive::scenario(std::string_view id) {
  const auto found = scenarios_.find(id);
  if (found != scenarios_.end()) return found->second;
  ScenarioFile file{snapshot.scenario(id), snapshot.items_bearing_on(id, with_text_)};
  if (file.revisions.empty()) {
    const auto close = nearest(id, snapshot.scenario_ids());
    throw Error(ErrorKind::kNotFound, {"assess.no-scenario", {{"scenario", id}}},
                close
                    ? Phrase("store.did-you-mean", {{"id", *close}})
                    : Phrase("assess.no-scenario.hint", {{"do", Phrase("action.list-scenarios")}}));
  }
  const ScenarioFile& kept = scenarios_.emplace(std::string(id), std::move(file)).first->second;
  index(kept.bearing);
  return kept;
}

/// An item that stands in several files is kept from the first.
void Archive::index(const std::vector<store::ItemVersion>& versions) {
  if (!with_text_) return;
  for (const store::ItemVersion& version : versions) {
    std::vector<const store::ItemVersion*>& known = read_[version.item];
    if (known.empty() || known.back()->version < version.version) known.push_back(&version);
  }
}

const store::ItemVersion* Archive::read(ItemId item, Instant known_at) const {
  const auto found = read_.find(item);
  if (found == read_.end()) return nullptr;
  for (const store::ItemVersion* version : found->second) {
    if (version->known.holds(known_at)) return version;
  }
  return found->second.back();
}

std::vector<std::string> Archive::these_or_all(std::span<const std::string> scenarios,
                                               Instant known_at) const {
  if (scenarios.empty()) return snapshot.active_scenario_ids(known_at);
  return {scenarios.begin(), scenarios.end()};
}

int Archive::left_out(std::span<const std::string> scenarios, Instant known_at) const {
  return scenarios.empty() ? retired_count(snapshot, known_at) : 0;
}

std::optional<Retired> Archive::retired(std::string_view scenario, Instant known_at) const {
  return retired_at(snapshot.retirements(), scenario, known_at);
}

const std::vector<Resolution>& Archive::resolutions(std::string_view scenario) {
  static const std::vector<Resolution> none;
  if (!resolutions_) {
    resolutions_.emplace();
    for (Resolution& one : snapshot.resolutions({})) {
      (*resolutions_)[one.scenario].push_back(std::move(one));
    }
  }
  const auto found = resolutions_->find(scenario);
  return found == resolutions_->end() ? none : found->second;
}

std::optional<Resolution> Archive::resolution(std::string_view scenario, Instant known_at) {
  return resolved_at(resolutions(scenario), scenario, known_at);
}

const store::SourceNames& Archive::names_at(Instant known_at) {
  if (!sources_) sources_ = snapshot.sources();
  const auto begun = static_cast<std::size_t>(std::count_if(
      sources_->begin(), sources_->end(),
      [&](const store::Revision<Source>& source) { return source.known.from <= known_at; }));
  const auto found = names_by_epoch_.find(begun);
  if (found != names_by_epoch_.end()) return found->second;
  return names_by_epoch_.emplace(begun, store::SourceNames(*sources_, known_at)).first->second;
}

const GradeTable& Archive::table_at(Instant known_at) {
  if (!grades_) grades_ = snapshot.grades();
  const auto begun = static_cast<std::size_t>(std::count_if(
      grades_->begin(), grades_->end(),
      [&](const store::Revision<GradeWorth>& grade) { return grade.known.from <= known_at; }));
  const auto found = tables_by_epoch_.find(begun);
  if (found != tables_by_epoch_.end()) return found->second;
  std::vector<GradeWorth> standing;
  for (const store::Revision<GradeWorth>& grade : *grades_) {
    if (grade.known.holds(known_at)) standing.push_back(grade.content);
  }
  return tables_by_epoch_.emplace(begun, table_of(standing)).first->second;
}

const Source* Archive::registered(const store::ItemVersion& version, Instant known_at) {
  if (const store::PseudonymousSource* stand_in = version.pseudonymous_at(known_at)) {
    return stand_in->registered ? &*stand_in->registered : nullptr;
  }
  return names_at(known_at).find(version.content.source);
}

ItemLine Archive::line_of(const store::ItemVersion& version, Instant known_at) {
  ItemLine line;
  line.item = version.item;
  line.version = version.version;
  line.redacted = version.redacted;
  line.known_then = version.known.holds(known_at);
  line.content = version.content;
  const Source* source = registered(version, known_at);
  line.grade = effective_grade(version.content, nullptr, source);
  line.credibility = judge(version.content, nullptr, source, table_at(known_at));
  if (!version.redacted) line.origin = store::origin_of(version.content, source);
  return line;
}

std::vector<ItemLine> Archive::items(Instant known_at) {
  std::vector<ItemLine> lines;
  for (const store::ItemVersion& version : snapshot.items()) {
    if (version.known.holds(known_at)) lines.push_back(line_of(version, known_at));
  }
  return lines;
}

std::optional<ItemLine> Archive::item(ItemId id, Instant known_at) {
  if (const store::ItemVersion* version = read(id, known_at)) return line_of(*version, known_at);
  const std::optional<store::ItemVersion> version = version_known(snapshot, id, known_at);
  return version ? std::optional(line_of(*version, known_at)) : std::nullopt;
}

std::vector<JudgedVersion> Archive::judged(Instant known_at) {
  std::map<ItemId, std::optional<Verdict>> standing;
  for (const ItemVerdict& one : snapshot.verdicts()) {
    if (one.recorded <= known_at) standing[one.item] = one.verdict;
  }
  std::vector<JudgedVersion> judged;
  for (const auto& [item, verdict] : standing) {
    if (!verdict) continue;
    if (auto version = version_known(snapshot, item, known_at)) {
      judged.push_back({std::move(*version), *verdict});
    }
  }
  return judged;
}

const std::vector<std::string>& Archive::counted(const Criterion& criterion) {
  const auto found = counted_.find(criterion.indicators);
  if (found != counted_.end()) return found->second;
  if (!wider_) {
    wider_.emplace();
    for (const std::string& id : snapshot.indicator_ids()) {
      for (const store::Revision<Indicator>& revision : snapshot.indicator(id)) {
        if (!revision.content.of.empty()) (*wider_)[id].insert(revision.content.of);
      }
    }
  }
  std::set<std::string> ids(criterion.indicators.begin(), criterion.indicators.end());
  for (std::size_t before = 0; before != ids.size();) {
    before = ids.size();
    for (const auto& [narrow, wider] : *wider_) {
      if (std::any_of(wider.begin(), wider.end(),
                      [&](const std::string& id) { return ids.contains(id); })) {
        ids.insert(narrow);
      }
    }
  }
  return counted_.emplace(criterion.indicators, std::vector<std::string>(ids.begin(), ids.end()))
      .first->second;
}

std::vector<std::string> Archive::heard_by(const Scenario& scenario) {
  std::vector<std::string> ids;
  ids.reserve(scenario.expects.size());
  for (const Expectation& expectation : scenario.expects) ids.push_back(expectation.indicator);
  if (scenario.criterion) {
    const std::vector<std::string>& also = counted(*scenario.criterion);
    ids.insert(ids.end(), also.begin(), also.end());
  }
  return ids;
}

/// Everything said of a scenario by a revision of it, by the sources as they stood: names interned,
/// worth judged. What of it was known when is for `ask`.
Archive::Prepared Archive::said_of(const Scenario& asked, Instant definitions_at,
                                   Instant grades_at) {
  const store::SourceNames& names = names_at(definitions_at);
  const GradeTable& table = table_at(grades_at);
  Prepared result;

  // Who says an item and whose claim it is. One spelling is looked up once, however many items bear
  // it. Origins go by their pseudonyms, so that redacting an item changes no bit of a score.
  struct Said {
    const Source* registered = nullptr;
    std::string origin;
    std::string name;  // of the source, where one is named
  };
  std::unordered_map<std::string, Said> by_spelling;
  std::unordered_map<std::string, std::string> pseudonyms;
  const auto pseudonymous = [&](const std::string& origin) -> const std::string& {
    const auto found = pseudonyms.find(origin);
    if (found != pseudonyms.end()) return found->second;
    return pseudonyms.emplace(origin, origin.empty() ? origin : snapshot.pseudonym(origin))
        .first->second;
  };
  const auto source_of = [&](const std::string& source) -> const Said& {
    const auto found = by_spelling.find(source);
    if (found != by_spelling.end()) return found->second;
    Item nameless;
    nameless.source = source;
    const Source* registered = names.find(source);
    return by_spelling
        .emplace(source, Said{registered, pseudonymous(store::origin_of(nameless, registered)),
                              store::source_key(source, registered)})
        .first->second;
  };
  const auto said_by = [&](const store::ItemVersion& version) -> Said {
    if (const store::PseudonymousSource* stand_in = version.pseudonymous_at(definitions_at)) {
      return {stand_in->registered ? &*stand_in->registered : nullptr, stand_in->origin, {}};
    }
    const Said& said = source_of(version.content.source);
    if (version.content.origin.empty()) return said;
    return {said.registered, pseudonymous(folded(version.content.origin)), said.name};
  };

  // An indicator of its own for each expectation, in the order of their ids.
  result.expectations = in_order(asked.expects);

  // Events go by their blind keys; each is shown as it was first spelt.
  std::unordered_map<std::string, std::string> blind;
  std::unordered_map<std::string, std::string> shown;
  const auto blind_key = [&](const std::string& event) -> const std::string& {
    const auto [key, is_new_spelling] = blind.try_emplace(event);
    if (is_new_spelling && !event.empty()) {
      key->second = snapshot.blind_key(folded(event));
      shown.emplace(key->second, event);
    }
    return key->second;
  };

  Names interned;
  const auto collect = [&](const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) {
      interned.add(blind_key(version.content.event));
      const Said said = said_by(version);
      interned.add(said.origin);
      interned.add(said.name);
    }
  };
  static const std::vector<store::ItemVersion> none;
  const std::vector<store::ItemVersion>& bearing_versions =
      asked.id.empty() ? none : scenario(asked.id).bearing;
  for (const std::string& heard : heard_by(asked)) collect(indicator(heard).versions);
  collect(bearing_versions);
  for (const store::ItemVersion& version : denials()) {
    interned.add(blind_key(version.content.denies));
    const Said said = said_by(version);
    interned.add(said.origin);
    interned.add(said.name);
  }
  interned.number();
  result.keys = interned.in_order();
  for (std::string& key : result.keys) {
    if (const auto event = shown.find(key); event != shown.end()) key = event->second;
  }

  const auto hear = [&](const store::ItemVersion& version, const Sighting* sighting) {
    const Item& item = version.content;
    const Said source = said_by(version);
    const std::optional<Probability> worth = judge(item, sighting, source.registered, table);
    KnownObservation observation{version.known, version.recorded, version.entry, {}};
    observation.said.item = version.item;
    observation.said.occurred = item.occurred;
    observation.said.total = item.total;
    observation.said.judged = worth.has_value();
    observation.said.credibility = worth ? worth->value() : 0.0;
    observation.said.origin = interned[source.origin];
    observation.said.event = interned[blind_key(item.event)];
    observation.said.source = interned[source.name];
    return observation;
  };
  const auto hear_all = [&](const std::string& id, std::vector<KnownObservation>& stream) {
    const std::vector<store::ItemVersion>& versions = indicator(id).versions;
    stream.reserve(versions.size());
    for (const store::ItemVersion& version : versions) {
      stream.push_back(hear(version, sighting_of(version.content, id)));
    }
  };
  for (const Expectation* expectation : result.expectations) {
    hear_all(expectation->indicator, result.streams.emplace_back());
  }
  if (asked.criterion) {
    for (const std::string& id : counted(*asked.criterion)) {
      hear_all(id, result.counted.emplace_back());
    }
  }
  for (const store::ItemVersion& version : bearing_versions) {
    const Bearing* bearing = bearing_on(version.content, asked.id);
    if (bearing == nullptr) continue;
    result.bearing.push_back(hear(version, nullptr));
    result.bearing.back().said.ratio = bearing->ratio;
  }
  for (const store::ItemVersion& version : denials()) {
    const Said source = said_by(version);
    const std::optional<Probability> worth =
        judge(version.content, nullptr, source.registered, table);
    belief::Denial denial;
    denial.item = version.item;
    denial.occurred = version.content.occurred;
    denial.judged = worth.has_value();
    denial.credibility = worth ? worth->value() : 0.0;
    denial.origin = interned[source.origin];
    denial.event = interned[blind_key(version.content.denies)];
    denial.source = interned[source.name];
    result.denials.push_back({version.known, version.recorded, version.entry, denial});
  }
  keep_what_is_told(result);
  return result;
}

const Archive::Prepared& Archive::prepare(const Scenario& asked, Instant definitions_at,
                                          Instant grades_at) {
  const std::tuple key(&asked, &names_at(definitions_at), &table_at(grades_at));
  const auto found = prepared_.find(key);
  if (found != prepared_.end()) return found->second;
  return prepared_.emplace(key, said_of(asked, definitions_at, grades_at)).first->second;
}

/// Of denials those of events that somebody tells here.
void Archive::keep_what_is_told(Prepared& prepared) {
  if (prepared.denials.empty()) return;
  std::set<belief::Key> told;
  for (const auto* streams : {&prepared.streams, &prepared.counted}) {
    for (const std::vector<KnownObservation>& stream : *streams) {
      for (const KnownObservation& observation : stream) told.insert(observation.said.event);
    }
  }
  for (const KnownObservation& observation : prepared.bearing) told.insert(observation.said.event);
  std::erase_if(prepared.denials,
                [&](const auto& denial) { return !told.contains(denial.denial.event); });
}

/// The question without what was said: which revision stands, and what coverage was declared.
NamedQuestion Archive::pose(std::string_view id, const Knowledge& knowledge) {
  const auto& standing = standing_at(scenario(id).revisions, knowledge.definitions);
  const Prepared& from = prepare(standing.content, knowledge.definitions, knowledge.grades);
  const GradeTable& table = table_at(knowledge.grades);
  NamedQuestion named{standing.content, standing.revision, {}, {}, from.expectations, {},
                      from.keys};
  named.resolution = resolution(id, knowledge.definitions);
  for (const Expectation* expectation : from.expectations) {
    const IndicatorFile& file = indicator(expectation->indicator);
    const Indicator& about = standing_at(file.revisions, knowledge.definitions).content;
    const bool has_times =
        about.occasions && !(about.occasions->dates.empty() && about.occasions->rule.empty());
    if (expectation->if_true.each_time && !has_times) {
      throw Error(ErrorKind::kStore,
                  {"assess.no-set-times", {{"scenario", id}, {"indicator", about.id}}},
                  {"assess.no-set-times.hint", {{"do", Phrase("action.verify")}}});
    }
    named.indicators.push_back(&about);
  }
  const auto find = [&](const std::string& wider) {
    return indicator_at(wider, knowledge.definitions);
  };
  named.question = question_of(standing.content, named.expectations, named.indicators, find);
  named.question.horizon = clock_end(standing.content, named.resolution);
  for (std::size_t j = 0; j < named.indicators.size(); ++j) {
    named.question.streams[j].coverage = coverage_of(
        *named.indicators[j], indicator(named.indicators[j]->id).covers, knowledge.coverage, table);
  }
  if (const std::optional<Criterion>& criterion = standing.content.criterion) {
    named.question.count = pose_count(*criterion, named.counted, knowledge);
  }
  return named;
}

belief::CountedQuestion Archive::pose_count(const Criterion& criterion,
                                            std::vector<const Indicator*>& about,
                                            const Knowledge& knowledge) {
  for (const std::string& id : counted(criterion)) {
    about.push_back(&standing_at(indicator(id).revisions, knowledge.definitions).content);
  }
  belief::CountedQuestion question = counted_question_of(
      criterion, about,
      [&](const std::string& wider) { return indicator_at(wider, knowledge.definitions); });
  for (std::size_t j = 0; j < about.size(); ++j) {
    question.streams[j].stream.coverage = coverage_of(
        *about[j], indicator(about[j]->id).covers, knowledge.coverage, table_at(knowledge.grades));
  }
  return question;
}

void Archive::hear(const Prepared& from, Instant known_at, belief::Question& question) {
  const auto known = [&](const std::vector<KnownObservation>& all,
                         std::vector<belief::Observation>& said) {
    said.reserve(all.size());
    for (const KnownObservation& observation : all) {
      if (observation.known.holds(known_at)) said.push_back(observation.said);
    }
  };
  for (std::size_t j = 0; j < from.streams.size(); ++j) {
    known(from.streams[j], question.streams[j].said);
  }
  for (std::size_t j = 0; j < from.counted.size(); ++j) {
    belief::CountedQuestion& count = *question.count;
    if (is_counted(count, j)) known(from.counted[j], count.streams[j].stream.said);
  }
  known(from.bearing, question.bearing);
  for (const KnownDenial& one : from.denials) {
    if (one.known.holds(known_at)) question.denials.push_back(one.denial);
  }
}

NamedQuestion Archive::ask(std::string_view id, const Knowledge& knowledge) {
  NamedQuestion named = pose(id, knowledge);
  hear(prepare(named.scenario, knowledge.definitions, knowledge.grades), knowledge.evidence,
       named.question);
  return named;
}

belief::Question Archive::count_of(const Criterion& criterion, Instant known_at) {
  Scenario asked;
  asked.criterion = criterion;
  belief::Question question;
  question.opened = criterion.window.from;
  std::vector<const Indicator*> about;
  question.count = pose_count(criterion, about, Knowledge(known_at));
  hear(said_of(asked, known_at, known_at), known_at, question);
  return question;
}

belief::Chronicle Archive::chronicle(std::string_view id, Instant definitions_at) {
  return chronicle_of(pose(id, Knowledge(definitions_at)), definitions_at, {});
}

belief::Chronicle Archive::chronicle(std::string_view id, Instant definitions_at,
                                     const Ledgered& ledgered) {
  NamedQuestion named = pose(id, Knowledge(definitions_at));
  named.question.horizon = named.scenario.horizon;
  return chronicle_of(std::move(named), definitions_at, ledgered);
}

belief::Chronicle Archive::chronicle_of(NamedQuestion named, Instant definitions_at,
                                        const Ledgered& ledgered) {
  const Prepared& from = prepare(named.scenario, definitions_at, definitions_at);
  belief::Chronicle chronicle{std::move(named.question), {}, {}, {}, {}};
  /// Nothing where it was recorded too late.
  const auto when = [&](const auto& heard) -> std::optional<belief::Known> {
    if (!ledgered.has(heard.recorded, heard.entry)) return std::nullopt;
    const store::KnownSpan& known = heard.known;
    const Instant begin = ledgered.as_recorded ? std::max(known.from, heard.recorded) : known.from;
    return belief::Known{begin, known.until > ledgered.until ? kForever : known.until};
  };
  const auto tell = [&](const std::vector<KnownObservation>& all,
                        std::vector<belief::Observation>& said, std::vector<belief::Known>& known) {
    said.reserve(all.size());
    known.reserve(all.size());
    for (const KnownObservation& observation : all) {
      const auto span = when(observation);
      if (!span) continue;
      said.push_back(observation.said);
      known.push_back(*span);
    }
  };
  chronicle.of_streams.resize(from.streams.size());
  for (std::size_t j = 0; j < from.streams.size(); ++j) {
    tell(from.streams[j], chronicle.question.streams[j].said, chronicle.of_streams[j]);
  }
  chronicle.of_counted.resize(from.counted.size());
  for (std::size_t j = 0; j < from.counted.size(); ++j) {
    belief::CountedQuestion& count = *chronicle.question.count;
    if (is_counted(count, j)) {
      tell(from.counted[j], count.streams[j].stream.said, chronicle.of_counted[j]);
    }
  }
  tell(from.bearing, chronicle.question.bearing, chronicle.of_bearing);
  for (const KnownDenial& one : from.denials) {
    const auto span = when(one);
    if (!span) continue;
    chronicle.question.denials.push_back(one.denial);
    chronicle.of_denials.push_back(*span);
  }
  return chronicle;
}

NamedQuestion Archive::ask(std::string_view id, Instant at, const Ledgered& ledgered) {
  const Instant definitions_at = std::min(at, ledgered.until);
  NamedQuestion named = pose(id, Knowledge(definitions_at));
  named.resolution.reset();
  named.question = belief::known_of(chronicle(id, definitions_at, ledgered), at);
  return named;
}

const std::vector<store::ItemVersion>& Archive::denials() {
  if (!denials_) {
    denials_ = snapshot.items_that_deny(with_text_);
    index(*denials_);
  }
  return *denials_;
}

const Scenario& Archive::scenario_at(std::string_view id, Instant definitions_at) {
  return standing_at(scenario(id).revisions, definitions_at).content;
}

const Indicator* Archive::indicator_at(const std::string& id, Instant definitions_at) {
  const std::vector<store::Revision<Indicator>>& revisions = indicator(id).revisions;
  return revisions.empty() ? nullptr : &standing_at(revisions, definitions_at).content;
}

std::vector<CoverDeclaration> Archive::covers_at(const std::string& id, Instant known_at) {
  std::vector<CoverDeclaration> standing = indicator(id).covers;
  std::erase_if(standing,
                [&](const CoverDeclaration& cover) { return !cover.stands_at(known_at); });
  return standing;
}

/// The indicators through which one may be of a wider one.
template <class Note>
void Archive::note_wider(const std::string& narrow, Note note_all) {
  std::set<std::string> seen{narrow};
  std::vector<std::string> ahead{narrow};
  while (!ahead.empty()) {
    const std::string id = std::move(ahead.back());
    ahead.pop_back();
    for (const store::Revision<Indicator>& revision : indicator(id).revisions) {
      const std::string& wider = revision.content.of;
      if (wider.empty() || !seen.insert(wider).second) continue;
      note_all(indicator(wider).revisions);
      ahead.push_back(wider);
    }
  }
}

std::vector<Instant> Archive::changes(std::string_view id, Instant from, Instant to) {
  std::set<Instant> changes;
  const auto note = [&](Instant at) {
    if (from < at && at <= to) changes.insert(at);
  };
  const auto note_all = [&](const auto& revisions) {
    for (const auto& revision : revisions) {
      note(revision.known.from);
      note(revision.known.until);
    }
  };
  const auto note_pseudonyms = [&](const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) note_all(version.pseudonymous);
  };
  const ScenarioFile& file = scenario(id);
  note_all(file.revisions);
  note_pseudonyms(file.bearing);
  for (const Resolution& one : resolutions(id)) note(one.known_from());
  for (const store::Revision<Scenario>& revision : file.revisions) {
    for (const std::string& heard : heard_by(revision.content)) {
      const IndicatorFile& expected = indicator(heard);
      note_all(expected.revisions);
      note_pseudonyms(expected.versions);
      for (const CoverDeclaration& cover : expected.covers) {
        note(cover.recorded);
        if (cover.withdrawn) note(*cover.withdrawn);
      }
      note_wider(heard, note_all);
    }
  }
  note_pseudonyms(denials());
  names_at(to);
  note_all(*sources_);
  table_at(to);
  note_all(*grades_);
  return {changes.begin(), changes.end()};
}

}  // namespace signpost::assess
