#include "engine/store/snapshot.h"

#include <map>
#include <set>
#include <utility>

#include "engine/store/definition_rows.h"
#include "engine/store/entry.h"
#include "engine/store/identity.h"
#include "engine/store/item_rows.h"
#include "engine/store/outcome_rows.h"
#include "engine/store/pseudonym.h"
#include "engine/store/ranges.h"
#include "engine/store/reading.h"
#include "engine/store/round.h"
#include "engine/store/saved_rows.h"
#include "engine/store/wrong_clock.h"

namespace signpost::store {
namespace {

/// All revisions of a kind, read once, found by id.
template <class T>
class Revisions {
 public:
  explicit Revisions(std::vector<Revision<T>> all) : all_(std::move(all)) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      auto [place, fresh] = places_.try_emplace(id_of(all_[i].content), Range{i, i});
      if (fresh) order_.push_back(&*place);
      place->second.end = i + 1;
    }
  }
  [[nodiscard]] const std::vector<Revision<T>>& all() const { return all_; }
  [[nodiscard]] std::vector<Revision<T>> of(std::string_view id) const {
    const auto found = places_.find(id);
    if (found == places_.end()) return {};
    const auto begin = all_.begin();
    return {begin + static_cast<std::ptrdiff_t>(found->second.begin),
            begin + static_cast<std::ptrdiff_t>(found->second.end)};
  }
  /// Of each the revision that stands, or the first.
  [[nodiscard]] std::vector<T> standing(Instant known_at) const {
    std::vector<T> standing;
    standing.reserve(order_.size());
    for (const auto* place : order_) {
      std::size_t which = place->second.begin;
      for (std::size_t i = place->second.begin; i < place->second.end; ++i) {
        if (all_[i].known.holds(known_at)) which = i;
      }
      standing.push_back(all_[which].content);
    }
    return standing;
  }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    ids.reserve(order_.size());
    for (const auto* place : order_) ids.push_back(place->first);
    return ids;
  }

 private:
  struct Range {
    std::size_t begin;
    std::size_t end;
  };
  std::vector<Revision<T>> all_;
  std::map<std::string, Range, std::less<>> places_;
  std::vector<const std::pair<const std::string, Range>*> order_;  // of first definition
};

class StoredSnapshot final : public Snapshot {
 private:
  template <class Work>
  auto read(const Work& work) const {
    return in_plain_words(connection_->path(), work);
  }
  const Revisions<Publication>& publication_revisions() const {
    if (!publications_) publications_.emplace(publications_in(*connection_));
    return *publications_;
  }
  const Revisions<Source>& source_revisions() const {
    if (!sources_) sources_.emplace(sources_in(*connection_));
    return *sources_;
  }
  const Revisions<Indicator>& indicator_revisions() const {
    if (!indicators_) indicators_.emplace(indicators_in(*connection_));
    return *indicators_;
  }
  const Revisions<Scenario>& scenario_revisions() const {
    if (!scenarios_) scenarios_.emplace(scenarios_in(*connection_));
    return *scenarios_;
  }
  const Revisions<Schedule>& schedule_revisions() const {
    if (!schedules_) schedules_.emplace(schedules_in(*connection_));
    return *schedules_;
  }
  const Revisions<Alert>& alert_revisions() const {
    if (!alerts_) alerts_.emplace(alerts_in(*connection_));
    return *alerts_;
  }
  const Revisions<GradeWorth>& grade_revisions() const {
    if (!grades_) grades_.emplace(grades_in(*connection_));
    return *grades_;
  }
  const Pseudonyms& pseudonyms() const {
    if (!pseudonyms_) pseudonyms_.emplace(*connection_);
    return *pseudonyms_;
  }
  ItemReader& item_reader() const {
    if (!items_) items_.emplace(*connection_);
    return *items_;
  }

 public:
  explicit StoredSnapshot(std::shared_ptr<Connection> connection)
      : connection_(std::move(connection)), transaction_(*connection_) {}

  [[nodiscard]] Definitions definitions(Instant known_at) const override {
    return read([&] {
      return Definitions{
          publication_revisions().standing(known_at), source_revisions().standing(known_at),
          indicator_revisions().standing(known_at),   scenario_revisions().standing(known_at),
          schedule_revisions().standing(known_at),    alert_revisions().standing(known_at),
          grade_revisions().standing(known_at)};
    });
  }
  [[nodiscard]] std::vector<Revision<Scenario>> scenario(std::string_view id) const override {
    return read([&] { return scenario_revisions().of(id); });
  }
  [[nodiscard]] std::vector<Revision<Indicator>> indicator(std::string_view id) const override {
    return read([&] { return indicator_revisions().of(id); });
  }
  [[nodiscard]] std::vector<Revision<Source>> sources() const override {
    return read([&] { return source_revisions().all(); });
  }
  [[nodiscard]] std::vector<Revision<Publication>> publications() const override {
    return read([&] { return publication_revisions().all(); });
  }
  [[nodiscard]] std::vector<Revision<GradeWorth>> grades() const override {
    return read([&] { return grade_revisions().all(); });
  }
  [[nodiscard]] std::vector<std::string> scenario_ids() const override {
    return read([&] { return scenario_revisions().ids(); });
  }
  [[nodiscard]] std::vector<Retirement> retirements() const override {
    return read([&] {
      std::vector<Retirement> found;
      Query query = connection_->query(
          "SELECT scenario.id, entry_time.recorded, r.retired, r.because FROM retirement r "
          "JOIN scenario ON scenario.number = r.scenario JOIN entry_time USING (entry) "
          "ORDER BY r.entry, r.row");
      while (query.next()) {
        found.push_back({query.string(0), query.instant(1), query.flag(2), query.string(3)});
      }
      return found;
    });
  }
  [[nodiscard]] std::vector<Resolution> resolutions(std::string_view scenario) const override {
    return read([&] { return resolutions_in(*connection_, scenario); });
  }
  [[nodiscard]] std::vector<Forecast> forecasts(std::string_view scenario) const override {
    return read([&] { return forecasts_in(*connection_, scenario); });
  }
  [[nodiscard]] std::vector<ItemVerdict> verdicts() const override {
    return read([&] { return verdicts_in(*connection_); });
  }
  [[nodiscard]] std::vector<std::string> active_scenario_ids(Instant known_at) const override {
    std::set<std::string> retired;
    for (const Retirement& one : retirements()) {
      if (one.recorded > known_at) continue;
      if (one.retired) {
        retired.insert(one.scenario);
      } else {
        retired.erase(one.scenario);
      }
    }
    std::vector<std::string> ids = scenario_ids();
    std::erase_if(ids, [&](const std::string& id) { return retired.contains(id); });
    return ids;
  }
  [[nodiscard]] std::vector<std::string> indicator_ids() const override {
    return read([&] { return indicator_revisions().ids(); });
  }

  [[nodiscard]] std::vector<ItemVersion> items_of_indicator(std::string_view id,
                                                            bool with_text) const override {
    return read([&] { return item_reader().of_indicator(id, with_text); });
  }
  [[nodiscard]] std::vector<ItemVersion> items_bearing_on(std::string_view scenario,
                                                          bool with_text) const override {
    return read([&] { return item_reader().bearing_on(scenario, with_text); });
  }
  [[nodiscard]] std::vector<ItemVersion> items_that_deny(bool with_text) const override {
    return read([&] { return item_reader().denying(with_text); });
  }
  [[nodiscard]] std::vector<ItemVersion> items() const override {
    return read([&] { return item_reader().all(); });
  }
  [[nodiscard]] ItemId last_item() const override {
    return read([&] {
      Query last = connection_->query("SELECT coalesce(max(item), 0) FROM item_version");
      last.next();
      return last.integer(0);
    });
  }
  void each_told(const std::function<void(const Told&)>& take) const override {
    read([&] { item_reader().each_told(take); });
  }
  [[nodiscard]] std::vector<ItemVersion> items_near(const Item& item) const override {
    return read([&] { return item_reader().near(item); });
  }
  [[nodiscard]] std::optional<ItemHistory> item(ItemId id) const override {
    return read([&]() -> std::optional<ItemHistory> {
      ItemReader& reader = item_reader();
      ItemHistory history{reader.versions(id), {}, {}, {}, {}};
      if (history.versions.empty()) return std::nullopt;
      if (const auto retraction = reader.retraction(id)) {
        history.retracted = retraction->recorded;
        history.retracted_because = retraction->because;
      }
      if (const auto redaction = reader.redaction(id)) {
        history.redacted = redaction->recorded;
        history.redacted_because = redaction->because;
      }
      return history;
    });
  }
  [[nodiscard]] std::optional<ItemId> find_item(std::string_view id_at_source) const override {
    return read([&] { return Identities(*connection_, pseudonyms()).named(id_at_source); });
  }
  [[nodiscard]] std::vector<CoverDeclaration> covers(std::string_view indicator) const override {
    return read([&] {
      std::vector<CoverDeclaration> covers;
      Query query = connection_->query(
          R"(SELECT n.number, indicator.id, cover."from", cover."to", cover.level, cover.because,
                    t.recorded, w.recorded, cover_withdrawal.because, cover.entry, cover.row
             FROM (SELECT entry, row, row_number() OVER (ORDER BY entry, row) AS number
                   FROM cover) n
             JOIN cover USING (entry, row) JOIN indicator ON indicator.number = cover.indicator
             JOIN entry_time t USING (entry)
             LEFT JOIN cover_withdrawal ON cover_withdrawal.cover_entry = cover.entry
                                       AND cover_withdrawal.cover_row = cover.row
             LEFT JOIN entry_time w ON w.entry = cover_withdrawal.entry
             WHERE ?1 = '' OR indicator.id = ?1 ORDER BY n.number)",
          indicator);
      while (query.next()) {
        CoverDeclaration& cover = covers.emplace_back();
        cover.number = query.integer(0);
        cover.indicator = query.string(1);
        cover.span = {query.instant(2), query.instant(3), query.real(4),
                      Bilingual(query.string(5))};
        cover.recorded = query.instant(6);
        if (!query.is_null(7)) cover.withdrawn = query.instant(7);
        cover.withdrawn_because = query.string(8);
        require_in_range(cover, {*connection_, kCover, query.integer(9), query.integer(10)});
      }
      return covers;
    });
  }
  [[nodiscard]] std::vector<JournalEntry> journal() const override {
    return read([&] {
      std::vector<JournalEntry> entries;
      Query query = connection_->query(
          "SELECT entry, recorded, rehearsed, kind, rows, chain FROM journal JOIN seal "
          "USING (entry) ORDER BY entry");
      while (query.next()) {
        entries.push_back({query.integer(0), query.instant(1), query.flag(2), query.string(3),
                           query.integer(4), query.digest(5)});
      }
      if (entries.empty()) {  // its making was the first
        throw_as_error(connection_->path(), Refusal::kCorrupt, "store.no-first-entry");
      }
      return entries;
    });
  }

  [[nodiscard]] AheadOfClock ahead_of(Instant now) const override {
    return read([&] { return store::ahead_of(*connection_, now); });
  }
  [[nodiscard]] bool is_rehearsal() const override {
    return read([&] { return store::is_rehearsal(*connection_); });
  }

  [[nodiscard]] std::int64_t head() const override {
    return read([&] { return last_entry(*connection_); });
  }
  [[nodiscard]] std::vector<Revision<Schedule>> schedules() const override {
    return read([&] { return schedule_revisions().all(); });
  }
  [[nodiscard]] std::vector<Revision<Alert>> alerts() const override {
    return read([&] { return alert_revisions().all(); });
  }
  [[nodiscard]] std::vector<std::string> scheduled_reports() const override {
    return read([&] {
      std::vector<std::string> reports;
      Query query = connection_->query(
          "SELECT DISTINCT report FROM slot WHERE report IS NOT NULL ORDER BY 1");
      while (query.next()) reports.push_back(query.string(0));
      return reports;
    });
  }
  [[nodiscard]] std::vector<Slot> slots(std::string_view schedule) const override {
    return read([&] { return slots_in(*connection_, schedule); });
  }
  [[nodiscard]] std::vector<SavedAssessment> assessments(const AssessmentFilter& filter,
                                                         bool with_ledger) const override {
    return read([&] { return assessments_in(*connection_, filter, with_ledger); });
  }
  [[nodiscard]] std::vector<AlertEvaluation> evaluations(std::string_view alert,
                                                         bool last_only) const override {
    return read([&] { return evaluations_in(*connection_, alert, last_only); });
  }
  [[nodiscard]] std::vector<EvidenceChange> changes_after(std::int64_t entry) const override {
    return read([&] { return store::changes_after(*connection_, entry); });
  }
  [[nodiscard]] std::int64_t last_change_answered() const override {
    return read([&] { return store::last_change_answered(*connection_); });
  }
  [[nodiscard]] std::int64_t first_entry_of_alert(std::string_view alert) const override {
    return read([&]() -> std::int64_t {
      Query first = connection_->query(
          "SELECT r.entry FROM alert_revision r JOIN alert ON alert.number = r.alert "
          "WHERE alert.id = ? AND r.revision = 1",
          alert);
      return first.next() ? first.integer(0) : 0;
    });
  }
  [[nodiscard]] std::vector<Delivery> deliveries(bool undelivered_only,
                                                 std::string_view alert) const override {
    return read([&] { return deliveries_in(*connection_, undelivered_only, alert); });
  }

  [[nodiscard]] std::string pseudonym(std::string_view origin) const override {
    return read([&] { return pseudonyms().of_origin(origin); });
  }
  [[nodiscard]] std::string blind_key(std::string_view event) const override {
    return read([&] { return pseudonyms().of_event(event); });
  }

 private:
  std::shared_ptr<Connection> connection_;
  ReadTransaction transaction_;  // after the connection: ends before it
  mutable std::optional<Revisions<Publication>> publications_;
  mutable std::optional<Revisions<Source>> sources_;
  mutable std::optional<Revisions<Indicator>> indicators_;
  mutable std::optional<Revisions<Scenario>> scenarios_;
  mutable std::optional<Revisions<Schedule>> schedules_;
  mutable std::optional<Revisions<Alert>> alerts_;
  mutable std::optional<Revisions<GradeWorth>> grades_;
  mutable std::optional<ItemReader> items_;
  mutable std::optional<Pseudonyms> pseudonyms_;
};

}  // namespace

std::unique_ptr<Snapshot> take_snapshot(std::shared_ptr<Connection> connection) {
  return in_plain_words(connection->path(),
                        [&] { return std::make_unique<StoredSnapshot>(connection); });
}

}  // namespace signpost::store
