// A store in memory for tests of the desk: a scenario "rise", three indicators, and what a test
// adds.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/store.h"

namespace signpost::fake {

inline constexpr Instant kOpened = std::chrono::sys_days(std::chrono::January / 28 / 2022);

inline Instant day(int number) { return kOpened + std::chrono::hours(24 * number); }

class FakeSnapshot : public store::Snapshot {
 public:
  FakeSnapshot() {
    Scenario scenario;
    scenario.id = "rise";
    scenario.prior = Probability(0.4);
    scenario.base_rate = Probability(0.3);
    scenario.persistence = Days(180);
    scenario.opened = kOpened;
    scenario.horizon = day(365);
    scenario.assumes = {{{"morale holds", ""}, {"collapse"}}};
    scenario.expects = {expectation("raids", 0.2, 0.1), expectation("plots", 0.02, 0.01)};
    define(scenario);
    for (const char* id : {"raids", "plots", "collapse"}) {
      Indicator indicator;
      indicator.id = id;
      define(indicator);
    }
  }

  static Expectation expectation(const char* indicator, double if_true, double if_false) {
    Expectation expectation;
    expectation.indicator = indicator;
    expectation.if_true.rate = Rate(if_true);
    expectation.if_false.rate = Rate(if_false);
    return expectation;
  }

  ItemId add(int occurred, const char* indicator, double credibility, int known_from) {
    store::ItemVersion version;
    version.item = static_cast<ItemId>(versions_.size()) + 1;
    version.known = {day(known_from), kForever};
    version.recorded = day(known_from);
    version.content.occurred = day(occurred);
    version.content.text = "something happened";
    version.content.sightings = {{indicator, {}}};
    version.content.credibility = Probability(credibility);
    versions_.push_back(version);
    return version.item;
  }
  store::ItemVersion& version(ItemId id) { return versions_[static_cast<std::size_t>(id) - 1]; }
  ItemId deny(int occurred, const char* event, double credibility, int known_from) {
    const ItemId id = add(occurred, "", credibility, known_from);
    version(id).content.sightings.clear();
    version(id).content.denies = event;
    return id;
  }

  void define(const Scenario& scenario) {
    scenarios_.push_back({scenario, 1, {scenario.opened, kForever}, scenario.opened});
  }
  void define(const Indicator& indicator) {
    indicators_.push_back({indicator, 1, {kBeginning, kForever}});
  }
  store::Revision<Scenario>& scenario_revision() { return scenarios_.front(); }
  /// The scenario "rise" and an indicator, to be changed before anything is asked.
  Scenario& rise() { return scenarios_.front().content; }
  Indicator& about(std::string_view id) {
    return std::find_if(indicators_.begin(), indicators_.end(),
                        [&](const auto& revision) { return revision.content.id == id; })
        ->content;
  }
  Scenario& forecast(std::string_view id) {
    return std::find_if(scenarios_.begin(), scenarios_.end(),
                        [&](const auto& revision) { return revision.content.id == id; })
        ->content;
  }
  /// What a letter is worth from then on.
  void grade(const char* letter, double odds, int from) {
    const auto number = static_cast<int>(grades_.size()) + 1;
    grades_.push_back(
        {{*parse_grade(letter), odds, false, {}}, number, {day(from), kForever}, day(from)});
  }
  void keep(const SavedAssessment& saved) { kept_.push_back(saved); }
  void revise(const store::Revision<Scenario>& revision) {
    for (auto& standing : scenarios_) {
      if (standing.content.id != revision.content.id) continue;
      standing.known.until = std::min(standing.known.until, revision.known.from);
    }
    scenarios_.push_back(revision);
    scenarios_.back().recorded = revision.known.from;
  }

  void retire(const char* scenario, int recorded) {
    retirements_.push_back({scenario, day(recorded), true, ""});
  }
  Resolution& settle(const std::string& scenario, Outcome outcome, int on, int recorded) {
    Resolution& one = resolutions_.emplace_back();
    one.scenario = scenario;
    one.outcome = outcome;
    one.on = day(on);
    one.recorded = day(recorded);
    return one;
  }
  void unsettle(const std::string& scenario, int recorded) {
    Resolution& one = resolutions_.emplace_back();
    one.scenario = scenario;
    one.recorded = day(recorded);
  }
  /// The first definition of "rise" was loaded then.
  void loaded(int recorded) { scenarios_.front().recorded = day(recorded); }
  void judge(ItemId item, std::optional<Verdict> verdict, int recorded) {
    verdicts_.push_back({item, verdict, {}, day(recorded)});
  }
  void reword(const Bilingual& wording) { scenarios_.front().content.wording = wording; }
  void forecast(Forecast forecast) { forecasts_.push_back(std::move(forecast)); }
  void cover(const char* indicator, int from, int to, double level, int recorded,
             const char* because = "") {
    const auto number = static_cast<std::int64_t>(covers_.size()) + 1;
    covers_.push_back(
        {number, indicator, {day(from), day(to), level, Bilingual(because)}, day(recorded)});
  }
  void revise(const store::Revision<Indicator>& revision) {
    for (auto& standing : indicators_) {
      if (standing.content.id != revision.content.id) continue;
      standing.known.until = std::min(standing.known.until, revision.known.from);
    }
    indicators_.push_back(revision);
  }

  [[nodiscard]] Definitions definitions(Instant) const override { return {}; }
  [[nodiscard]] std::vector<store::Revision<Scenario>> scenario(
      std::string_view id) const override {
    std::vector<store::Revision<Scenario>> found;
    std::copy_if(scenarios_.begin(), scenarios_.end(), std::back_inserter(found),
                 [&](const auto& revision) { return revision.content.id == id; });
    return found;
  }
  [[nodiscard]] std::vector<store::Revision<Indicator>> indicator(
      std::string_view id) const override {
    std::vector<store::Revision<Indicator>> found;
    std::copy_if(indicators_.begin(), indicators_.end(), std::back_inserter(found),
                 [&](const auto& revision) { return revision.content.id == id; });
    return found;
  }
  [[nodiscard]] std::vector<store::Revision<Source>> sources() const override { return {}; }
  [[nodiscard]] std::vector<std::string> scenario_ids() const override { return ids(scenarios_); }
  [[nodiscard]] std::vector<std::string> indicator_ids() const override {
    std::vector<std::string> sorted = ids(indicators_);
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }
  [[nodiscard]] std::vector<store::Retirement> retirements() const override { return retirements_; }
  [[nodiscard]] std::vector<Resolution> resolutions(std::string_view scenario) const override {
    std::vector<Resolution> found;
    for (const Resolution& one : resolutions_) {
      if (scenario.empty() || one.scenario == scenario) found.push_back(one);
    }
    return found;
  }
  [[nodiscard]] std::vector<Forecast> forecasts(std::string_view) const override {
    return forecasts_;
  }
  [[nodiscard]] std::vector<ItemVerdict> verdicts() const override { return verdicts_; }
  [[nodiscard]] std::vector<std::string> active_scenario_ids(Instant known_at) const override {
    std::vector<std::string> active = scenario_ids();
    for (const store::Retirement& one : retirements_) {
      if (one.recorded <= known_at) std::erase(active, one.scenario);
    }
    return active;
  }
  [[nodiscard]] std::vector<store::ItemVersion> items_of_indicator(std::string_view id,
                                                                   bool) const override {
    return versions_where([&](const Item& item) {
      return std::any_of(item.sightings.begin(), item.sightings.end(),
                         [&](const Sighting& one) { return one.indicator == id; });
    });
  }
  [[nodiscard]] std::vector<store::ItemVersion> items_bearing_on(std::string_view id,
                                                                 bool) const override {
    return versions_where([&](const Item& item) {
      return std::any_of(item.bears.begin(), item.bears.end(),
                         [&](const Bearing& one) { return one.scenario == id; });
    });
  }
  [[nodiscard]] std::vector<store::ItemVersion> items_that_deny(bool) const override {
    return versions_where([](const Item& item) { return !item.denies.empty(); });
  }
  [[nodiscard]] std::vector<store::ItemVersion> items() const override { return versions_; }
  void each_told(const std::function<void(const Told&)>& take) const override {
    for (const store::ItemVersion& version : versions_) {
      for (const Sighting& one : version.content.sightings) {
        take({version.item, "i" + one.indicator, version.content.occurred, version.content.text,
              version.content.url});
      }
    }
  }
  [[nodiscard]] std::vector<store::ItemVersion> items_near(const Item& item) const override {
    return versions_where([&](const Item& other) {
      return std::any_of(other.sightings.begin(), other.sightings.end(), [&](const Sighting& one) {
        return std::any_of(item.sightings.begin(), item.sightings.end(),
                           [&](const Sighting& mine) { return mine.indicator == one.indicator; });
      });
    });
  }
  [[nodiscard]] ItemId last_item() const override { return static_cast<ItemId>(versions_.size()); }
  [[nodiscard]] std::optional<store::ItemHistory> item(ItemId id) const override {
    store::ItemHistory history;
    history.versions = {versions_[static_cast<std::size_t>(id) - 1]};
    return history;
  }
  [[nodiscard]] std::optional<ItemId> find_item(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<CoverDeclaration> covers(std::string_view id) const override {
    std::vector<CoverDeclaration> found;
    std::copy_if(
        covers_.begin(), covers_.end(), std::back_inserter(found),
        [&](const CoverDeclaration& cover) { return id.empty() || cover.indicator == id; });
    return found;
  }
  [[nodiscard]] std::vector<store::JournalEntry> journal() const override { return {}; }
  [[nodiscard]] std::vector<store::Revision<GradeWorth>> grades() const override { return grades_; }
  [[nodiscard]] std::vector<store::Revision<Publication>> publications() const override {
    return {};
  }
  [[nodiscard]] store::AheadOfClock ahead_of(Instant) const override { return {}; }
  [[nodiscard]] bool is_rehearsal() const override { return false; }
  [[nodiscard]] std::int64_t head() const override { return 0; }
  [[nodiscard]] std::vector<store::Revision<Schedule>> schedules() const override { return {}; }
  [[nodiscard]] std::vector<store::Revision<Alert>> alerts() const override { return {}; }
  [[nodiscard]] std::vector<std::string> scheduled_reports() const override { return {}; }
  [[nodiscard]] std::vector<Slot> slots(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<SavedAssessment> assessments(const store::AssessmentFilter& filter,
                                                         bool) const override {
    std::vector<SavedAssessment> found;
    std::copy_if(kept_.begin(), kept_.end(), std::back_inserter(found),
                 [&](const SavedAssessment& saved) {
                   return filter.scenario.empty() || saved.assessment.scenario == filter.scenario;
                 });
    return found;
  }
  [[nodiscard]] std::vector<AlertEvaluation> evaluations(std::string_view, bool) const override {
    return {};
  }
  [[nodiscard]] std::vector<EvidenceChange> changes_after(std::int64_t) const override {
    return {};
  }
  [[nodiscard]] std::int64_t last_change_answered() const override { return 0; }
  [[nodiscard]] std::int64_t first_entry_of_alert(std::string_view) const override { return 0; }
  [[nodiscard]] std::vector<Delivery> deliveries(bool, std::string_view) const override {
    return {};
  }
  [[nodiscard]] std::string pseudonym(std::string_view origin) const override {
    return "disguised " + std::string(origin);
  }
  /// Backwards, so that their order is another than that of the keys.
  [[nodiscard]] std::string blind_key(std::string_view event) const override {
    return "blind " + std::string(event.rbegin(), event.rend());
  }

 private:
  template <class Is>
  [[nodiscard]] std::vector<store::ItemVersion> versions_where(const Is& is) const {
    std::vector<store::ItemVersion> found;
    std::copy_if(versions_.begin(), versions_.end(), std::back_inserter(found),
                 [&](const store::ItemVersion& version) { return is(version.content); });
    return found;
  }

  template <class T>
  static std::vector<std::string> ids(const std::vector<store::Revision<T>>& revisions) {
    std::vector<std::string> ids;
    for (const store::Revision<T>& revision : revisions) {
      const std::string& id = revision.content.id;
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
  }

  std::vector<store::Revision<Scenario>> scenarios_;
  std::vector<store::Revision<Indicator>> indicators_;
  std::vector<store::ItemVersion> versions_;
  std::vector<CoverDeclaration> covers_;
  std::vector<store::Revision<GradeWorth>> grades_;
  std::vector<store::Retirement> retirements_;
  std::vector<Resolution> resolutions_;
  std::vector<Forecast> forecasts_;
  std::vector<ItemVerdict> verdicts_;
  std::vector<SavedAssessment> kept_;
};

}  // namespace signpost::fake
