// The desk: what the store holds, put before belief, and its answers given names again.
//
//   Snapshot ─ revisions and items known at K ─► belief::Question ─► belief::Account ─► Assessment
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/assess/in_force.h"
#include "engine/belief/simulation.h"
#include "engine/model/dossier.h"
#include "engine/model/saved.h"
#include "engine/store/store.h"

namespace signpost::assess {

class Archive;

/// What is kept of a ledger (saved.cc).
KeptLedger kept_of(const Ledger& ledger);

/// Reads a snapshot, each indicator once however many scenarios share it, and assesses. Pure but
/// for its cache; the snapshot must outlive it. Unknown scenarios: Error{kUsage} with a
/// did-you-mean.
class Desk {
 public:
  /// Whether items are read with their texts at once, for who will show most of them, or one by one
  /// as they are asked for.
  enum class Texts : std::uint8_t { kAsAsked, kAll };
  explicit Desk(const store::Snapshot& snapshot, Texts texts = Texts::kAsAsked);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  [[nodiscard]] Assessment assess(std::string_view scenario, const Moment& moment) const;
  /// Probability only: no ledger, much cheaper.
  [[nodiscard]] Assessment glance(std::string_view scenario, const Moment& moment) const;
  /// Empty `scenarios` = all.
  [[nodiscard]] Standings standings(std::span<const std::string> scenarios,
                                    const Moment& moment) const;
  [[nodiscard]] Explanation explain(std::string_view scenario, const Moment& moment) const;
  /// What a report is made from (dossiers.cc). Empty `scenarios` = all. What moved is told from
  /// `since` on, or from a scenario's opening if that is later; then it is what was believed at
  /// `since` that is compared with, in hindsight with what is known at the moment.
  [[nodiscard]] Dossiers dossiers(std::span<const std::string> scenarios, const Moment& moment,
                                  Instant since, Instant now) const;
  /// What to watch for: a scenario's indicators, those that may tell most first.
  [[nodiscard]] std::vector<WatchLine> watch(std::string_view scenario, const Moment& moment) const;
  /// Of all scenarios named; empty = all.
  [[nodiscard]] WatchList watch_list(std::span<const std::string> scenarios, const Moment& moment,
                                     Instant now) const;
  /// What simulated worlds say of a scenario as it is defined at the moment: of indicators that
  /// only totals or feeds cover, as if these came.
  [[nodiscard]] Simulation simulate(std::string_view scenario, Instant known_at,
                                    const belief::SimulationChoices& choices) const;
  /// As assess, with its interval: what is kept (saved.cc).
  [[nodiscard]] SavedAssessment to_keep(std::string_view scenario, const Moment& moment) const;
  /// What was kept, reckoned again today by what was known and defined then, with its ledger; and
  /// whether that is what was kept, to the bit. Never so of what was kept under another model, nor
  /// where evidence came in since that says it was known before (saved.cc).
  [[nodiscard]] Assessment again(const SavedAssessment& saved) const;
  [[nodiscard]] bool is_as_kept(const SavedAssessment& saved, const Assessment& again) const;
  /// What moved between two that were kept, of one scenario (saved.cc).
  [[nodiscard]] Movement between(const SavedAssessment& before, const SavedAssessment& after) const;
  /// Of each scenario whose last kept assessment is of an older model: where that moment stands
  /// under today's (saved.cc).
  [[nodiscard]] std::vector<MovedByModel> moved_by_model() const;
  /// What an alert is judged by at an assessment of its scenario, given how it was judged before,
  /// oldest first (saved.cc).
  [[nodiscard]] AlertReading reading(const Alert& alert, std::span<const AlertEvaluation> story,
                                     const Assessment& assessment, bool on_change) const;
  /// The definition of a scenario, and of an indicator, that stands then; null where no such
  /// indicator is defined.
  [[nodiscard]] const Scenario& scenario(std::string_view id, Instant known_at) const;
  [[nodiscard]] const Indicator* indicator(const std::string& id, Instant known_at) const;
  /// Whether it is given up then.
  [[nodiscard]] std::optional<Retired> retired(std::string_view scenario, Instant known_at) const;
  [[nodiscard]] std::vector<HistoryPoint> history(std::string_view scenario,
                                                  std::span<const Instant> as_of,
                                                  const KnownAt& known_at) const;
  [[nodiscard]] std::vector<IndicatorLine> indicators(const Moment& moment,
                                                      std::optional<Instant> since) const;
  /// How many items had occurred by a moment, were recorded later than it was known, and do not say
  /// when they could be known: a replay leaves them out. Of one scenario at one of several dates
  /// (ascending) at least, or of the whole store.
  [[nodiscard]] int not_available(std::string_view scenario, std::span<const Instant> as_of,
                                  const KnownAt& known_at) const;
  [[nodiscard]] int not_available(const Moment& moment) const;
  /// What is declared of an indicator with `cover`, as it stood then.
  [[nodiscard]] std::vector<CoverDeclaration> covers(std::string_view indicator,
                                                     Instant known_at) const;
  /// All items known at the moment (retracted ones left out), the latest version of each.
  [[nodiscard]] std::vector<ItemLine> items(const Moment& moment) const;
  [[nodiscard]] std::optional<ItemLine> item(ItemId id, const Moment& moment) const;
  /// One version of an item as reports show it, by the sources that stood at known_at.
  [[nodiscard]] ItemLine line(const store::ItemVersion& version, Instant known_at) const;
  /// The scenarios that an item moves: those that expect its indicators, and those it bears on;
  /// given up are left out.
  [[nodiscard]] std::vector<std::string> touched_by(const Item& item) const;
  /// Those of them that are given up.
  [[nodiscard]] std::vector<std::string> retired_touched_by(const Item& item) const;
  /// The mean credibility of an indicator's single items, weighted by credibility, where it is more
  /// than 0.05 below the coverage that counts (silence is over-read), or above it where nobody
  /// declared that coverage. Nothing of fewer than five items.
  [[nodiscard]] std::optional<double> credibility_off_coverage(const std::string& indicator,
                                                               const Moment& moment) const;

 private:
  [[nodiscard]] bool touches(const Item& item, const std::string& scenario) const;
  /// What moved from an assessment, as it was or was kept, to a later one; `remodeled` is the
  /// earlier as it is reckoned today. The last two with their ledgers.
  [[nodiscard]] Movement moved(const Assessment& before, const Assessment& remodeled,
                               const Assessment& after) const;
  /// Tells whether an item stands then; must not outlive the desk.
  [[nodiscard]] std::function<bool(ItemId)> stands_at(const Moment& moment) const;
  [[nodiscard]] Dossier dossier(std::string_view id, const Moment& moment, Instant since) const;
  [[nodiscard]] IndicatorLine indicator_line(const std::string& id, const Moment& moment,
                                             std::optional<Instant> since) const;
  /// Items that outputs count.
  struct Unknown {
    std::set<ItemId> not_known_then;
    std::set<ItemId> not_available;
  };
  [[nodiscard]] Standing standing(std::string_view id, const Moment& moment,
                                  Unknown& unknown) const;
  /// The indicators that a scenario expects, and those that would break its assumptions.
  void name_indicators(const Scenario& scenario, const Moment& moment,
                       std::map<std::string, Indicator>& named) const;
  [[nodiscard]] std::optional<Instant> last_seen(const std::string& indicator,
                                                 const Scenario& scenario,
                                                 const Moment& moment) const;
  /// When a sighting that is credible (0.5 or more) last came in; it may have occurred long before.
  [[nodiscard]] std::optional<Instant> last_learnt(const std::string& indicator,
                                                   const Scenario& scenario,
                                                   const Moment& moment) const;
  /// When an item that can be judged last came in; at first its opening.
  [[nodiscard]] Instant last_told(const Scenario& scenario, const Moment& moment) const;
  [[nodiscard]] std::set<ItemId> known_of(const Scenario& scenario, Instant known_at) const;
  /// What of the scenario's evidence occurred by the moment, was recorded later and does not say
  /// when it could be known: a replay leaves it out.
  void note_not_available(const Scenario& scenario, const Moment& moment,
                          std::set<ItemId>& items) const;
  void note_not_available(const Scenario& scenario, std::span<const Instant> as_of,
                          const KnownAt& known_at, std::set<ItemId>& items) const;
  /// An event's items, the most credible first.
  [[nodiscard]] std::vector<ItemLine> items_of(const LedgerEvent& event,
                                               const Moment& moment) const;
  [[nodiscard]] std::optional<Standing::Happened> happened(const Ledger& ledger,
                                                           const Moment& moment) const;
  [[nodiscard]] std::vector<Scenario> stands_above(const Scenario& scenario, const Moment& moment,
                                                   Probability probability) const;
  [[nodiscard]] bool is_told_of(const Scenario& scenario, const std::string& event) const;
  void tell_revisions(const Moment& moment, Standing& standing) const;

  std::unique_ptr<Archive> archive_;
};

}  // namespace signpost::assess
