// A store in memory for tests of the desk: one scenario, three indicators, and what a test adds.
#pragma once

#include <algorithm>
#include <chrono>
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
    scenario.expects = {{"raids", {"0.2", Rate(0.2)}, {"0.1", Rate(0.1)}, ""},
                        {"plots", {"0.02", Rate(0.02)}, {"0.01", Rate(0.01)}, ""}};
    scenarios_ = {{scenario, 1, {kOpened, kForever}}};
    for (const char* id : {"raids", "plots", "collapse"}) {
      Indicator indicator;
      indicator.id = id;
      indicators_.push_back({indicator, 1, {kBeginning, kForever}});
    }
  }

  ItemId add(int occurred, const char* indicator, double credibility, int known_from) {
    store::ItemVersion version;
    version.item = static_cast<ItemId>(versions_.size()) + 1;
    version.known = {day(known_from), kForever};
    version.content.occurred = day(occurred);
    version.content.text = "something happened";
    version.content.sightings = {{indicator, {}}};
    version.content.credibility = Probability(credibility);
    versions_.push_back(version);
    return version.item;
  }
  store::ItemVersion& version(ItemId id) { return versions_[static_cast<std::size_t>(id) - 1]; }
  store::Revision<Scenario>& scenario_revision() { return scenarios_.front(); }
  void revise(const store::Revision<Scenario>& revision) {
    scenarios_.back().known.until = revision.known.from;
    scenarios_.push_back(revision);
  }

  void cover(const char* indicator, int from, int to, double level, int recorded) {
    covers_.push_back({indicator, {day(from), day(to), level, ""}, day(recorded)});
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
    return id == "rise" ? scenarios_ : std::vector<store::Revision<Scenario>>{};
  }
  [[nodiscard]] std::vector<store::Revision<Indicator>> indicator(
      std::string_view id) const override {
    std::vector<store::Revision<Indicator>> found;
    std::copy_if(indicators_.begin(), indicators_.end(), std::back_inserter(found),
                 [&](const auto& revision) { return revision.content.id == id; });
    return found;
  }
  [[nodiscard]] std::vector<store::Revision<Source>> sources() const override { return {}; }
  [[nodiscard]] std::vector<std::string> scenario_ids() const override { return {"rise"}; }
  [[nodiscard]] std::vector<std::string> indicator_ids() const override {
    return {"collapse", "plots", "raids"};
  }
  [[nodiscard]] std::vector<store::ItemVersion> items_of_indicator(std::string_view id,
                                                                   bool) const override {
    std::vector<store::ItemVersion> found;
    std::copy_if(versions_.begin(), versions_.end(), std::back_inserter(found),
                 [&](const store::ItemVersion& version) {
                   return !version.content.sightings.empty() &&
                          version.content.sightings.front().indicator == id;
                 });
    return found;
  }
  [[nodiscard]] std::vector<store::ItemVersion> items_bearing_on(std::string_view,
                                                                 bool) const override {
    return {};
  }
  [[nodiscard]] std::vector<store::ItemVersion> items() const override { return versions_; }
  [[nodiscard]] std::optional<store::ItemHistory> item(ItemId id) const override {
    store::ItemHistory history;
    history.versions = {versions_[static_cast<std::size_t>(id) - 1]};
    return history;
  }
  [[nodiscard]] std::optional<ItemId> find_item(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<store::CoverDeclaration> covers(std::string_view id) const override {
    std::vector<store::CoverDeclaration> found;
    std::copy_if(covers_.begin(), covers_.end(), std::back_inserter(found),
                 [&](const store::CoverDeclaration& cover) { return cover.indicator == id; });
    return found;
  }
  [[nodiscard]] std::vector<store::JournalEntry> journal() const override { return {}; }
  [[nodiscard]] std::vector<store::Revision<Publication>> publications() const override {
    return {};
  }
  [[nodiscard]] std::int64_t head() const override { return 0; }
  [[nodiscard]] std::vector<store::Revision<Schedule>> schedules() const override { return {}; }
  [[nodiscard]] std::vector<store::Revision<Alert>> alerts() const override { return {}; }
  [[nodiscard]] std::vector<Slot> slots(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<SavedAssessment> assessments(const store::AssessmentFilter&,
                                                         bool) const override {
    return {};
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
  [[nodiscard]] std::string disguise(std::string_view origin) const override {
    return "disguised " + std::string(origin);
  }

 private:
  std::vector<store::Revision<Scenario>> scenarios_;
  std::vector<store::Revision<Indicator>> indicators_;
  std::vector<store::ItemVersion> versions_;
  std::vector<store::CoverDeclaration> covers_;
};

}  // namespace signpost::fake
